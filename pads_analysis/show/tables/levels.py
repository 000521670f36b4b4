"""Tables of levels beside peers and beside all partnerships (statutory element a)."""

from __future__ import annotations

import math
from dataclasses import replace

from pads_analysis.assess.result import LevelsResult
from pads_analysis.show import words
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.tables.build import caption_of, table

#: An interval so many times as wide is worth a word.
WIDER = 1.2


@renders(LevelsResult)
def levels(result: LevelsResult) -> list[Table]:
    """List counts and rates beside the mean of peers, then beside that of all partnerships.

    Returns
    -------
    list of Table
        Only the first where the peers are all other partnerships; else the second is folded. Without enough peers,
        counts and rates alone and, where enough others are there, those.
    """
    notes = (_what_intervals_mean(result), result.rule, result.basis.population_note, *result.basis.notes)
    caveats = tuple(
        f"{name}: {caveat}"
        for name, caveat in zip(result.table["offence_name"], result.table["caveat"], strict=True)
        if str(caveat or "").strip()
    )
    peers = (
        f"Peers: {result.peers_basis}" if result.peers_chosen and result.peers_basis else result.peers_basis
    )
    if result.n_peers:
        others = f"the mean of {words.others(result.n_peers, chosen=result.peers_chosen)}"
        shown = [_levels_beside(result, "peer", "vs_peers", others, (peers, *notes, *caveats))]
    else:
        alone = "Not set beside peers: too few of them have comparable data"
        shown = [_levels_alone(result, (alone, *notes, *caveats))]
    if result.n_all and result.table["all_ratio"].notna().any() and not _same_comparison(result):
        everyone = f"the mean of all {words.plural(result.n_all, 'other partnership')}"
        shown.append(replace(_levels_beside(result, "all", "vs_all", everyone, notes), folded=True))
    return shown


def _what_intervals_mean(result: LevelsResult) -> str:
    plain = "Intervals of rates take events as independent of each other (the OHID rule)"
    if not words.known(result.total_dispersion) or result.total_dispersion < WIDER**2:
        return plain
    times = words.decimal(math.sqrt(result.total_dispersion), 1)
    return (
        f"{plain}. Crimes come and go together: seen over the months, an interval for the level behind the total would "
        f"be some {times} times as wide. The comparison with others allows for that"
    )


def _same_comparison(result: LevelsResult) -> bool:
    """Return whether the peers are all other partnerships, so that both comparisons are one."""
    parts = ("rate", "ratio", "ratio_low", "ratio_high")
    pairs = [(f"peer_{part}", f"all_{part}") for part in parts] + [("vs_peers", "vs_all")]
    table = result.table
    return result.n_peers == result.n_all and all(
        table[own].equals(table[other].rename(own)) for own, other in pairs
    )


def _levels_beside(
    result: LevelsResult, prefix: str, verdict: str, others: str, notes: tuple[str, ...]
) -> Table:
    level = words.level(confidence_of(result))
    places = words.rate_places([*result.table["rate_per_1000"], *result.table[f"{prefix}_rate"]])
    columns = (
        *_own_columns(level, places),
        Column(f"{prefix}_rate", "Mean rate of the others", "number", places),
        Column(f"{prefix}_ratio", "Ratio to the mean", "number", 2),
        Column(
            "ratio",
            f"{level} interval of ratio",
            "interval",
            2,
            f"{prefix}_ratio_low",
            f"{prefix}_ratio_high",
        ),
        Column(
            verdict,
            "Against the mean",
            "verdict",
            low=f"{prefix}_ratio_low",
            high=f"{prefix}_ratio_high",
        ),
    )
    return table(
        result.table,
        columns,
        section=result.section,
        name="peers" if prefix == "peer" else "all",
        caption=f"{caption_of('Counts and rates', result.basis)}, beside {others}",
        notes=notes,
        total="is_total",
    )


def _levels_alone(result: LevelsResult, notes: tuple[str, ...]) -> Table:
    places = words.rate_places(list(result.table["rate_per_1000"]))
    return table(
        result.table,
        _own_columns(words.level(confidence_of(result)), places),
        section=result.section,
        name="peers",
        caption=caption_of("Counts and rates", result.basis),
        notes=notes,
        total="is_total",
    )


def _own_columns(level: str, places: int) -> tuple[Column, ...]:
    return (
        Column("offence_name", "Offence"),
        Column("count", "Count", "count"),
        Column("rate_per_1000", "Rate per 1,000 residents a year", "number", places),
        Column("rate", f"{level} interval of rate", "interval", places, "ci_low", "ci_high"),
    )
