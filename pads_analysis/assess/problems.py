"""Flagged problems, each on one page: what, who, where, when (statutory element a).

The frame is the problem analysis triangle (victim, offender, location) with time. Nothing is worked out here that
another section does not work out too: this one gathers it by problem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pads_analysis.assess.change import change
from pads_analysis.assess.incidents import KIND
from pads_analysis.assess.levels import levels
from pads_analysis.assess.patterns import hotspots
from pads_analysis.assess.places import place_counts
from pads_analysis.assess.priorities import priorities
from pads_analysis.assess.problem_aspects import aspects
from pads_analysis.assess.result import (
    Flag,
    NotAvailable,
    PrioritiesResult,
    Problem,
    ProblemPlaces,
    ProblemsResult,
    Verdict,
)
from pads_analysis.assess.seasons import seasonality
from pads_analysis.assess.selection import basis, counts_by_month, history, usable_months
from pads_analysis.assess.wards import wards
from pads_analysis.stats.concentration import concentration

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

TITLE = "Problems on a page"
#: More would not be read; the others are named.
MOST = 4
MONTHS_SHOWN = 36
MOST_PLACES = 5
LEAST_LOCATED = 50
RULE = (
    "An offence is looked at here when its change is clear and does not point to recording, when its rate is clearly "
    "above the mean of peers that were chosen, or when it is scored first in the chapter on priorities"
)


def problems(case: Case) -> ProblemsResult | NotAvailable:
    """Gather what is known of each offence that rose, stands above chosen peers, or is scored first."""
    beside = levels(case)
    if isinstance(beside, NotAvailable):
        return NotAvailable("problems", "a", TITLE, beside.because, beside.do)
    changed = change(case)
    moved = {} if isinstance(changed, NotAvailable) else _rows(changed.table)
    level = _rows(beside.table)
    scored = priorities(case)
    flagged = _flagged(scored, level, moved, peers_chosen=beside.peers_chosen)
    if not flagged:
        return NotAvailable(
            "problems", "a", TITLE, "no offence rose clearly, stands clearly above chosen peers or is scored first",
            "The sections above show every offence.", not_applicable=True,
        )  # fmt: skip
    seasons = _seasons(case)
    names = {code: case.scheme.offence(code).name for code in flagged}
    shown = list(flagged)[:MOST]
    return ProblemsResult(
        basis=basis(case, kinds=_kinds(case, scored)),
        problems=tuple(
            _problem(case, code, flagged[code], level[code], moved.get(code), seasons.get(code))
            for code in shown
        ),
        others=tuple(names[code] for code in list(flagged)[MOST:]),
        period_before=case.previous.label,
        rule=RULE,
        n_peers=beside.n_peers,
        extracts=bool(case.incidents),
        peers_chosen=beside.peers_chosen,
    )


def _kinds(case: Case, scored: PrioritiesResult | NotAvailable) -> tuple[str, ...]:
    """Return what the page rests on besides the published counts, so that the gate knows of it.

    An offence can be here because it is scored first, so all that the scores rest on is among it.
    """
    kinds = ["boundaries"] if case.boundaries is not None else []
    kinds += [KIND] if case.incidents else []
    kinds += [] if isinstance(scored, NotAvailable) else scored.basis.source_kinds
    known = (case.source, "lookup", "population")
    return tuple(kind for kind in dict.fromkeys(kinds) if kind not in known)


def _rows(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["offence_code"]: row for row in table.to_dict("records") if not row["is_total"]}


def _flagged(
    scored: PrioritiesResult | NotAvailable,
    level: dict[str, Any],
    moved: dict[str, Any],
    *,
    peers_chosen: bool,
) -> dict[str, tuple[Flag, ...]]:
    """Return the flags of each flagged offence: those with most flags first, then those with most events."""
    first = (
        set()
        if isinstance(scored, NotAvailable)
        else set(scored.table.loc[scored.table["tier"] == "first", "offence_code"])
    )
    found = {}
    for code, row in level.items():
        now = moved.get(code)
        flags = (
            *((Flag.ROSE,) if now and now["verdict"] == Verdict.HIGHER and not now["recording"] else ()),
            *((Flag.ABOVE_PEERS,) if peers_chosen and row["vs_peers"] == Verdict.HIGHER else ()),
            *((Flag.FIRST,) if code in first else ()),
        )
        if flags:
            found[code] = flags
    order = sorted(found, key=lambda code: (-len(found[code]), -level[code]["count"], code))
    return {code: found[code] for code in order}


def _seasons(case: Case) -> dict[str, dict[str, Any]]:
    """Return peak_month, peak_index and area of each offence with a season, its own or that of a wider area."""
    found = seasonality(case)
    if isinstance(found, NotAvailable):
        return {}
    own = found.strength[found.strength["is_seasonal"].astype(bool)].assign(area="")
    tables = [own, *([found.wider] if len(found.wider) else [])]
    rows = pd.concat(tables, ignore_index=True).to_dict("records")
    keep = ("peak_month", "peak_index", "area")
    return {row["offence_code"]: {name: row[name] for name in keep} for row in rows}


def _problem(
    case: Case,
    code: str,
    flags: tuple[Flag, ...],
    level: dict[str, Any],
    moved: dict[str, Any] | None,
    season: dict[str, Any] | None,
) -> Problem:
    offence = case.scheme.offence(code)
    return Problem(
        offence_code=code,
        offence_name=offence.name,
        caveat=offence.caveat,
        flags=flags,
        level=level,
        change=moved,
        months=_months(case, code),
        places=_places(case, code),
        season=season,
        aspects=aspects(case, offence),
        disclosed=any(pair.split("/")[0] in case.incidents for pair in offence.disclosed),
    )


def _months(case: Case, code: str) -> pd.DataFrame:
    """Return month, count, in_period and in_previous of the last months; the count is missing where not usable."""
    held, usable = history(case, months=MONTHS_SHOWN)
    counts = counts_by_month(case, held.index)[code].astype("float64").where(usable)
    table = pd.DataFrame({"month": held.index, "count": counts.to_numpy()})
    before = case.previous
    return table.assign(
        in_period=table["month"].between(case.period.first, case.period.last),
        in_previous=table["month"].between(before.first, before.last),
    )


def _places(case: Case, code: str) -> ProblemPlaces | None:
    if case.places is None or case.place_months is None:
        return None
    located = place_counts(case, usable_months(case, case.period).months, code)
    counts = case.places["place_code"].map(located).fillna(0)
    found = hotspots(case, code)
    table = found.places if not isinstance(found, NotAvailable) else None
    tested = table is not None and found.tested
    hot = table[table["is_hot"].fillna(False).astype(bool)] if tested else None
    most = hot if hot is not None and len(hot) else table
    shares = _shares(case, counts.to_numpy())
    return ProblemPlaces(
        count=int(counts.sum()),
        n_places=len(counts),
        busiest_tenth=shares[0],
        tenth_by_chance=shares[1],
        n_hot=len(hot) if hot is not None else -1,
        most=()
        if most is None
        else tuple(
            (str(name), int(count))
            for name, count in most[["place_name", "count"]].head(MOST_PLACES).itertuples(index=False)
            if count >= case.params.statistics.minimum_count
        ),
        wards=_wards(case, code),
    )


def _shares(case: Case, counts: np.ndarray) -> tuple[float, float]:
    """Return the share of events in the busiest tenth of small areas, and what chance would put there."""
    if counts.sum() < LEAST_LOCATED or len(counts) < 10:
        return float("nan"), float("nan")
    found = concentration(counts, rng=np.random.default_rng(case.params.priorities.seed))
    tenth = -(-len(counts) // 10)
    return float(found.share_events[tenth]), float(found.share_events_by_chance[tenth])


def _wards(case: Case, code: str) -> tuple[tuple[str, float, float, float], ...]:
    found = wards(case, code)
    if isinstance(found, NotAvailable):
        return ()
    high = found.table[found.table["verdict"] == Verdict.HIGHER].sort_values("ratio", ascending=False)
    columns = ["ward_name", "ratio", "ratio_low", "ratio_high"]
    return tuple(high[columns].itertuples(index=False, name=None))
