"""What became of small areas and of patterns since the period before (statutory element b)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.change import MIN_EVENTS_FOR_PLACE, too_few_pairs
from pads_analysis.assess.compare import judge
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.movement import movement
from pads_analysis.assess.patterns import hotspots
from pads_analysis.assess.places import on_map, place_pairs
from pads_analysis.assess.position import position
from pads_analysis.assess.result import Movement, NotAvailable, PatternChangeResult, Verdict
from pads_analysis.assess.seasons import seasonality
from pads_analysis.assess.selection import basis, enough_pairs, paired_months, spoken
from pads_analysis.stats.change import compare_many
from pads_analysis.stats.overdispersion import allow_overdispersion

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

TITLE = "What became of areas and patterns"
COLUMNS = ["kind", "name", "then", "now", "movement", "why"]
HOT_SPOT, SEASON, PLACE = "hot spot", "season", "place among others"
MONTH_NAMES = tuple(f"{month:%B}" for month in pd.date_range("2020-01-01", periods=12, freq="MS"))
#: Peaks so many months apart or fewer are one peak: the month of a flat summit is told by chance.
SAME_PEAK = 1

Rows = list[tuple[object, ...]]


def pattern_change(case: Case) -> PatternChangeResult | NotAvailable:
    """Return a word for every small area, hot spot, season and place among others: new, rising, stable, falling, gone.

    An area's word rests on its own two counts, all areas tested being one family. A hot spot is new or gone only where
    its own count moved that way as well; a season and a place are told from the same question about the period before.
    """
    now, before, _ = paired_months(case)
    if not enough_pairs(case, now):
        return too_few_pairs(case, "pattern_change", "b", TITLE)
    earlier = _as_of_before(case)
    areas, tested, rule = _areas(case, now, before)
    rows, absent = [], []
    for found, why in (_hot_spots(case, areas), _seasons(case, earlier), _places(case, earlier)):
        rows += found
        absent += [why] if why else []
    if areas.empty and not rows:
        return NotAvailable(
            "pattern_change",
            "b",
            TITLE,
            "there are no small areas, no seasons and no others to be placed among",
            "Ingest the force's street-level files from data.police.uk.",
        )
    return PatternChangeResult(
        basis=basis(case, used=now, kinds=("boundaries",)),
        areas=areas if areas.empty else on_map(case, areas),
        patterns=pd.DataFrame(rows, columns=COLUMNS),
        period_before=spoken(case, case.previous, before),
        n_tested=tested,
        rule=rule,
        absent=tuple(absent),
    )


@once_per_case
def _as_of_before(case: Case) -> Case:
    """Return the case as it would have been opened for the period before; no earlier assessment stands behind it."""
    resolved = replace(case.resolved, previous_assessment=None)
    return replace(case, resolved=resolved, period=case.previous)


def _areas(case: Case, now: pd.DatetimeIndex, before: pd.DatetimeIndex) -> tuple[pd.DataFrame, int, str]:
    """Return the small areas with their words, how many were tested, and how differences are called."""
    columns = ["place_code", "place_name", "count", "count_before", "ratio", "ci_low", "ci_high", "p_adjusted",
               "verdict", "movement"]  # fmt: skip
    if case.places is None or case.place_months is None or case.places.empty:
        return pd.DataFrame(columns=columns), 0, ""
    table, settings = place_pairs(case, now, before), case.params.statistics
    enough = table["count"] + table["count_before"] >= MIN_EVENTS_FOR_PLACE
    table = table.assign(
        ratio=np.nan, ci_low=np.nan, ci_high=np.nan, p_adjusted=np.nan, verdict=Verdict.TOO_FEW
    )
    tested = table.loc[enough]
    if len(tested):
        pairs = allow_overdispersion(
            compare_many(
                tested["count"].to_numpy(), tested["count_before"].to_numpy(), confidence=settings.confidence
            )
        )
        tested = tested.assign(ratio=pairs.ratio, ci_low=pairs.ci_low, ci_high=pairs.ci_high, p=pairs.p)
        # Without an event in one period there is no finite ratio, but the other count tells by itself.
        tested = judge(tested, settings, count=tested["count"] + tested["count_before"]).drop(columns="p")
        table = pd.concat([tested, table.loc[~enough]]).sort_index()
    words = [
        movement(row.verdict, row.count_before, row.number)
        for row in table.rename(columns={"count": "number"}).itertuples()
    ]
    rule = (
        f"Small areas: each area's two counts, those with fewer than {MIN_EVENTS_FOR_PLACE} events together not "
        "tested; areas vary by more than chance, which the intervals allow for; false discovery rate "
        f"{settings.false_discovery_rate:.0%} over all areas tested"
    )
    return (
        table.assign(movement=pd.Series(words, index=table.index, dtype=object))[columns],
        int(enough.sum()),
        rule,
    )


def _hot_spots(case: Case, areas: pd.DataFrame) -> tuple[Rows, str]:
    found = hotspots(case)
    if isinstance(found, NotAvailable) or not found.tested:
        because = found.because if isinstance(found, NotAvailable) else found.why_untested
        return [], f"Hot spots cannot be told apart, because {because}."
    own = areas.set_index("place_code")["movement"]
    marked = found.places.loc[found.places["status"].isin(["new", "persistent", "former"])]
    return [_hot_spot(row, own.get(row.place_code, Movement.UNCERTAIN)) for row in marked.itertuples()], ""


def _hot_spot(row: object, own: Movement) -> tuple[object, ...]:
    then, now = (("hot" if hot else "not hot") for hot in (row.status != "new", row.status != "former"))
    if row.status == "persistent":
        return HOT_SPOT, row.place_name, then, now, Movement.STABLE, "hot in both periods"
    wanted = (Movement.RISING, Movement.NEW) if row.status == "new" else (Movement.FALLING, Movement.GONE)
    if own in wanted:
        word = Movement.NEW if row.status == "new" else Movement.GONE
        return HOT_SPOT, row.place_name, then, now, word, f"its own count is {own} too"
    why = "it crossed the line of the test while its own count did not clearly move"
    return HOT_SPOT, row.place_name, then, now, Movement.UNCERTAIN, why


def _seasons(case: Case, earlier: Case) -> tuple[Rows, str]:
    now, then = seasonality(case), seasonality(earlier)
    if isinstance(now, NotAvailable):
        return [], f"Seasons cannot be told, because {now.because}."
    if isinstance(then, NotAvailable):
        return (
            [],
            f"Seasons cannot be set beside those before, because up to {case.previous.label} {then.because}.",
        )
    before = then.strength.set_index("offence_code")
    rows = []
    for row in now.strength.itertuples():
        was = before.loc[row.offence_code] if row.offence_code in before.index else None
        rows += _season(row, was)
    return rows, ""


def _season(row: object, was: pd.Series | None) -> Rows:
    """Return the word for one season; none where there was and is none."""
    had = was is not None and bool(was["is_seasonal"])
    if not had and not row.is_seasonal:
        return []
    then = f"peak in {MONTH_NAMES[int(was['peak_month']) - 1]}" if had else "no clear season"
    now = f"peak in {MONTH_NAMES[int(row.peak_month) - 1]}" if row.is_seasonal else "no clear season"
    if not (had and row.is_seasonal):
        why = "a season that shows with more months, or no longer shows, has not thereby come or gone"
        return [(SEASON, row.offence_name, then, now, Movement.UNCERTAIN, why)]
    apart = abs(int(row.peak_month) - int(was["peak_month"]))
    if min(apart, 12 - apart) <= SAME_PEAK:
        return [
            (SEASON, row.offence_name, then, now, Movement.STABLE, "a clear season both times, the same peak")
        ]
    why = "a clear season both times; the two estimates share months, so that the move of the peak is not tested"
    return [(SEASON, row.offence_name, then, now, Movement.UNCERTAIN, why)]


def _places(case: Case, earlier: Case) -> tuple[Rows, str]:
    now, then = position(case), position(earlier)
    for found, label in ((now, case.period.label), (then, case.previous.label)):
        if isinstance(found, NotAvailable):
            return [], f"The place among others in {label} cannot be told, because {found.because}."
    before = then.table.set_index("offence_code")
    least = case.params.statistics.minimum_count
    return [
        _place(row, before.loc[row.offence_code], then.n_areas == now.n_areas)
        for row in now.table.rename(columns={"count": "number"}).itertuples()
        if row.offence_code in before.index and row.number >= least
        and not pd.isna(row.rank_low) and not pd.isna(before.at[row.offence_code, "rank_low"])
    ], ""  # fmt: skip


def _place(row: object, was: pd.Series, same_number: bool) -> tuple[object, ...]:
    """Return the word for one place: it moved only where no place is likely in both periods."""
    then, now = (
        f"place {int(low)} to {int(high)} of {int(n)}"
        for low, high, n in (
            (was["rank_low"], was["rank_high"], was["n_areas"]),
            (row.rank_low, row.rank_high, row.n_areas),
        )
    )
    if not same_number:
        why = "others with comparable data are not as many in both periods"
        return PLACE, row.offence_name, then, now, Movement.UNCERTAIN, why
    if row.rank_high < was["rank_low"]:
        return (
            PLACE,
            row.offence_name,
            then,
            now,
            Movement.RISING,
            "the intervals of places have none in common",
        )
    if row.rank_low > was["rank_high"]:
        return (
            PLACE,
            row.offence_name,
            then,
            now,
            Movement.FALLING,
            "the intervals of places have none in common",
        )
    if row.half and row.half == was["half"]:
        return PLACE, row.offence_name, then, now, Movement.STABLE, f"in the {row.half} half both times"
    return PLACE, row.offence_name, then, now, Movement.UNCERTAIN, "the intervals of places overlap"
