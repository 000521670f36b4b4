"""Where the partnership stands among its peers and among all held, with intervals (statutory element a)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.result import NotAvailable, PlaceAmongAll, PositionResult
from pads_analysis.assess.selection import basis, describe, totals
from pads_analysis.assess.standing import (
    MOST_FOR_OFFENCES,
    Group,
    dispersions,
    group_of,
    others,
    too_few_others,
    total_dispersion,
)
from pads_analysis.stats.dispersed_rates import dispersed_rate
from pads_analysis.stats.funnels import LEVELS
from pads_analysis.stats.overdispersed_funnels import OverdispersedFunnel, overdispersed_funnel, scale_limits
from pads_analysis.stats.peers import compare_with_mean
from pads_analysis.stats.random_effects import prediction_interval
from pads_analysis.stats.ranks import rank_intervals

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

TITLE = "Where the area stands among others"
#: Fewer areas hardly tell how much areas differ, which the limits of a funnel rest on (docs/methods/funnels.md).
LEAST_FOR_FUNNEL = 10
CURVE_POINTS = 60
MISSING = float("nan")


@once_per_case
def position(case: Case) -> PositionResult | NotAvailable:
    """Return the place of every offence's rate among the peers as an interval, and a funnel of the totals.

    Counts vary by more than chance; how much, each area's own months tell, and an area whose months do not is left out.
    """
    table = totals(case, case.period)
    own = case.partnership.code
    told = [code for code in table.index if not np.isnan(total_dispersion(case, code))]
    refused = _own_refusal(case, table, own in told)
    if refused:
        return _absent(*refused)
    group = group_of(case, table.loc[told])
    if group is None:
        number = len(others(case, table.loc[told]))
        return _absent(
            too_few_others(case, number),
            "Ingest more forces, or the months before, or list other peers in the params.",
        )
    rows = pd.concat([table.loc[[own]], group.rows])
    offences = _offences(case, rows)
    spread = dispersions(case, list(rows.index), offences)
    places = _places(case, rows, spread)
    areas = _areas(case, rows, spread[case.scheme.total_code])
    found = _funnel(areas)
    areas["funnel_place"] = 0 if found is None else found.place
    mean = _mean(case, rows, spread)
    expected = _expected(case, rows)
    return PositionResult(
        basis=basis(case, group.note, *_notes(case, table, told, offences)),
        table=places,
        areas=areas,
        n_areas=len(rows),
        peers_chosen=group.chosen,
        peers_basis=case.peers_basis if group.chosen else "",
        mean=mean[0],
        mean_low=mean[1],
        mean_high=mean[2],
        expected_low=expected[0],
        expected_high=expected[1],
        curve=None if found is None else _curve(areas, found),
        everyone=_among_all(case, table.loc[told], group),
    )


def _absent(because: str, do: str) -> NotAvailable:
    return NotAvailable("position", "a", TITLE, because, do)


def _own_refusal(case: Case, table: pd.DataFrame, told: bool) -> tuple[str, str] | None:
    """Return why the own partnership cannot be placed, and what to do; None when it can."""
    own = table.loc[case.partnership.code] if case.partnership.code in table.index else None
    if own is None or not own["person_years"] > 0:
        return "there is no population, so that no rate can be worked out", "Ingest mid-year populations."
    if own[case.scheme.total_code] < 0:
        return (
            "corrections of earlier months outweigh what was recorded in the period",
            "Choose a longer period.",
        )
    if not told:
        return (
            f"too few months of {case.period.label} and of {case.previous.label} are complete to tell how much the "
            "counts vary, and a place without its interval says nothing",
            "Ingest the months before, or choose a later period_end.",
        )
    return None


def _offences(case: Case, rows: pd.DataFrame) -> list[str]:
    total = case.scheme.total_code
    if len(rows) > MOST_FOR_OFFENCES + 1:
        return [total]
    return [code for code in rows.columns if code not in ("usable_months", "person_years")]


def _places(case: Case, rows: pd.DataFrame, spread: pd.DataFrame) -> pd.DataFrame:
    """Return one row per offence with the rate, its interval, and the interval of its place."""
    settings, own = case.params.statistics, case.partnership.code
    table = describe(case, list(spread.columns)).drop(columns="family")
    rng = np.random.default_rng(case.params.priorities.seed)
    # What is said of several offences at once holds for all of them together: each at its share of the error.
    together = 1 - (1 - settings.confidence) / len(table)
    found = []
    for code in table["offence_code"]:
        usable = rows.loc[rows[code] >= 0]
        row = {"count": int(rows.at[own, code]), "n_areas": len(usable), "dispersion": spread.at[own, code]}
        if own in usable.index and len(usable) > 1 and usable[code].sum() > 0:
            row |= _place(
                usable[code], usable["person_years"], spread.loc[usable.index, code], settings, together, rng
            )
        found.append(row)
    columns = [
        "count", "rate_per_1000", "ci_low", "ci_high", "rank", "rank_low", "rank_high", "n_areas", "dispersion",
        "half", "is_highest", "is_lowest",
    ]  # fmt: skip
    table = table.join(pd.DataFrame(found).reindex(columns=columns))
    for column in ("is_highest", "is_lowest"):
        # Of a handful of events no place is put in words.
        table[column] = (table[column] == True) & (table["count"] >= settings.minimum_count)  # noqa: E712
    table["half"] = table["half"].where(table["count"] >= settings.minimum_count, "").fillna("")
    return table


def _place(
    counts: pd.Series,
    years: pd.Series,
    spread: pd.Series,
    settings: object,
    together: float,
    rng: np.random.Generator,
) -> dict[str, object]:
    """Return rate and place of the first area of `counts`."""
    arrays = (counts.to_numpy(), years.to_numpy())
    seed = int(rng.integers(2**31))
    each, family = (
        rank_intervals(
            *arrays, rng=np.random.default_rng(seed), dispersion=spread.to_numpy(), confidence=confidence
        )
        for confidence in (settings.confidence, together)
    )
    rate = dispersed_rate(counts.iloc[0], years.iloc[0], spread.iloc[0], 1000.0, settings.confidence)
    return {
        "rate_per_1000": float(rate.rate),
        "ci_low": float(rate.ci_low),
        "ci_high": float(rate.ci_high),
        "rank": int(each.rank[0]),
        "rank_low": int(each.rank_low[0]),
        "rank_high": int(each.rank_high[0]),
        "half": _half(int(family.rank_low[0]), int(family.rank_high[0]), len(counts)),
        "is_highest": bool(each.is_highest[0]),
        "is_lowest": bool(each.is_lowest[0]),
    }


def _half(low: int, high: int, number: int) -> str:
    """Return in which half of `number` areas all places from `low` to `high` lie; empty when in neither."""
    if high <= number // 2:
        return "upper"
    return "lower" if low > number - number // 2 else ""


def _areas(case: Case, rows: pd.DataFrame, spread: pd.Series) -> pd.DataFrame:
    """Return one row per partnership with the rate of its total."""
    kept = rows.loc[rows[case.scheme.total_code] >= 0]
    count, years = kept[case.scheme.total_code].to_numpy(), kept["person_years"].to_numpy()
    phi = spread.loc[kept.index].to_numpy()
    rate = dispersed_rate(count, years, phi, 1000.0, case.params.statistics.confidence)
    names = case.names
    return pd.DataFrame(
        {
            "partnership_code": kept.index,
            "partnership_name": [names[code] for code in kept.index],
            "is_own": kept.index == case.partnership.code,
            "count": count.astype("int64"),
            "person_years": years,
            "rate_per_1000": rate.rate,
            "ci_low": rate.ci_low,
            "ci_high": rate.ci_high,
            "dispersion": phi,
        }
    )


def _funnel(areas: pd.DataFrame) -> OverdispersedFunnel | None:
    if len(areas) < LEAST_FOR_FUNNEL or not areas["count"].sum():
        return None
    years = areas["person_years"].to_numpy()
    expected = years * areas["count"].sum() / years.sum()
    return overdispersed_funnel(areas["count"].to_numpy(), expected, "ratio")


def _curve(areas: pd.DataFrame, found: OverdispersedFunnel) -> pd.DataFrame:
    """Return the limits between the areas: person_years, target, inner_low, inner_high, outer_low, outer_high."""
    years = areas["person_years"]
    grid = np.geomspace(0.8 * years.min(), 1.1 * years.max(), CURVE_POINTS)
    target = areas["count"].sum() / years.sum()
    error = 1 / (2 * np.sqrt(grid * target))
    inner, outer = (scale_limits(found.target_y, error, found.tau2, level, "sqrt") for level in LEVELS)
    unit = 1000 * target
    return pd.DataFrame(
        {
            "person_years": grid,
            "target": unit,
            "inner_low": unit * inner.low,
            "inner_high": unit * inner.high,
            "outer_low": unit * outer.low,
            "outer_high": unit * outer.high,
        }
    )


def _mean(case: Case, rows: pd.DataFrame, spread: pd.DataFrame) -> tuple[float, float, float]:
    """Return the unweighted mean rate of the others with its interval, as the section on levels gives it."""
    total = case.scheme.total_code
    usable = rows.loc[rows[total] >= 0]
    found = compare_with_mean(
        usable[total].iloc[0],
        usable["person_years"].iloc[0],
        usable[total].iloc[1:].to_numpy(),
        usable["person_years"].iloc[1:].to_numpy(),
        per=1000.0,
        confidence=case.params.statistics.confidence,
        dispersion=spread[total].iloc[0],
    )
    return found.mean, found.mean_low, found.mean_high


def _expected(case: Case, rows: pd.DataFrame) -> tuple[float, float]:
    """Return where the rate of one more area like the others would be expected; missing where nothing is recorded."""
    total = case.scheme.total_code
    usable = rows.loc[rows[total] >= 0]
    peers, years = usable[total].iloc[1:], usable["person_years"]
    if not peers.sum():
        return MISSING, MISSING
    found = prediction_interval(
        peers.to_numpy(),
        years.iloc[1:].to_numpy(),
        per=1000.0,
        confidence=case.params.statistics.confidence,
        own_count=float(peers.sum() / years.iloc[1:].sum() * years.iloc[0]),
    )
    return found.low, found.high


def _among_all(case: Case, table: pd.DataFrame, group: Group) -> PlaceAmongAll | None:
    """Return the place of the total among all partnerships held, where the group is only some of them."""
    everyone = others(case, table)
    total = case.scheme.total_code
    everyone = everyone.loc[everyone[total] >= 0]
    if not group.chosen or len(everyone) <= len(group.rows):
        return None
    rows = pd.concat([table.loc[[case.partnership.code]], everyone])
    phi = dispersions(case, list(rows.index), [total])[total]
    found = rank_intervals(
        rows[total].to_numpy(),
        rows["person_years"].to_numpy(),
        rng=np.random.default_rng(case.params.priorities.seed),
        dispersion=phi.to_numpy(),
        confidence=case.params.statistics.confidence,
    )
    return PlaceAmongAll(
        n_areas=len(rows),
        rank_low=int(found.rank_low[0]),
        rank_high=int(found.rank_high[0]),
        is_highest=bool(found.is_highest[0]),
        is_lowest=bool(found.is_lowest[0]),
    )


def _notes(case: Case, table: pd.DataFrame, told: list[str], offences: list[str]) -> tuple[str, ...]:
    said = []
    left = len(table) - len(told)
    if left:
        said.append(
            f"{left} of the {len(table)} partnerships with data {'is' if left == 1 else 'are'} left out, because too "
            "few months are complete to tell how much the counts vary."
        )
    if offences == [case.scheme.total_code]:
        said.append(
            f"More than {MOST_FOR_OFFENCES} partnerships stand in for peers, so that only the total is placed; name "
            "the peers in the params to have every offence placed."
        )
    return tuple(said)
