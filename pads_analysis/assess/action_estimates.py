"""What each method says of one action: beside other areas, beside its own course, beside weighted peers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.action_months import ActionMonths, area_counts, own_counts
from pads_analysis.assess.selection import history
from pads_analysis.stats.displacement_quotient import displacement_quotient
from pads_analysis.stats.paired_difference import paired_difference
from pads_analysis.stats.randomisation import randomisation_test
from pads_analysis.stats.segmented_regression import SegmentedRegression, segmented_regression
from pads_analysis.stats.synthetic_control import synthetic_control

if TYPE_CHECKING:
    from pads_analysis.assess.action_areas import ActionAreas
    from pads_analysis.data.case import Case

#: Pairs of months below which their spread says nothing.
LEAST_PAIRS = 6
#: A season needs two years before the step; docs/methods/segmented_regression.md asks for eight months after.
MONTHS_BEFORE, MONTHS_AFTER = 24, 8
#: A log-linear model of monthly counts is not fitted to fewer events a month.
LEAST_A_MONTH = 5
#: Sets of areas drawn when there are more (docs/methods/panel.md).
DRAWS = 1999
#: Single months of fewer events miss their synthetic control by chance alone: quarters are taken instead.
MONTHLY_FROM = 100
QUARTER = 3
#: Steps before the start that weights are found from, in quarters and in months, and steps after it.
LEAST_STEPS_BEFORE, MONTHS_OF_FIT, LEAST_STEPS_AFTER = 8, 20, 2
#: A fit before the start worse than this is not read on (docs/methods/synthetic_control.md).
WORST_FIT = 10.0
#: Peers below which rank one is no surprise: with nine the smallest possible p is 0.1.
LEAST_PEERS = 9
#: Share of the own usable months that a peer must have.
PEER_MONTHS = 0.9


@dataclass(frozen=True, slots=True)
class Estimate:
    """One row of `InterventionsResult.estimates`, without the action's id; see there."""

    method: str
    before: float = np.nan
    after: float = np.nan
    expected: float = np.nan
    difference: float = np.nan
    difference_low: float = np.nan
    difference_high: float = np.nan
    ratio: float = np.nan
    ratio_low: float = np.nan
    ratio_high: float = np.nan
    p: float = np.nan
    by_chance: float = np.nan
    smallest: float = np.nan
    detail: str = ""
    judged: bool = False
    because: str = ""


def beside_areas(case: Case, areas: ActionAreas, months: ActionMonths, offence: str) -> list[Estimate]:
    """Return the change of the treated areas beside the comparison, a year too early, around them, and together."""
    if areas.problem:
        return [Estimate("comparison", because=areas.problem)]
    later, earlier = months.pairs()
    counts = area_counts(case, months.held, offence)
    found = [_paired(case, "comparison", counts, areas.treated, areas.comparison, later, earlier)]
    if found[0].judged:
        found[0] = _by_chance(case, found[0], counts, areas, later, earlier)
    sooner = months.pairs(years_back=1)
    found.append(_paired(case, "earlier", counts, areas.treated, areas.comparison, *sooner))
    if areas.buffers:
        compared = areas.buffer_comparison
        buffers = _paired(case, "buffers", counts, areas.buffers, compared, later, earlier)
        # Without a clear gain there is nothing whose displacement could be described.
        gained = found[0].judged and found[0].difference_high < 0
        found.append(replace(buffers, detail=_quotient(counts, areas, later, earlier) if gained else ""))
        both = (*areas.treated, *areas.buffers)
        apart = areas.buffer_comparison if areas.own_buffer_comparison else ()
        found.append(
            _paired(case, "together", counts, both, (*areas.comparison, *apart), later, earlier),
        )
    return found


def _paired(
    case: Case,
    method: str,
    counts: pd.DataFrame,
    own: tuple[str, ...],
    compared: tuple[str, ...],
    later: pd.DatetimeIndex,
    earlier: pd.DatetimeIndex,
) -> Estimate:
    if len(later) < LEAST_PAIRS:
        return Estimate(method, because=_short(len(later)))
    cells = [
        counts.loc[months, list(codes)].sum(axis=1).to_numpy()
        for codes in (own, compared)
        for months in (earlier, later)
    ]
    before, after, *others = (int(cell.sum()) for cell in cells)
    counted = Estimate(method, before=before, after=after)
    few = f"too few were recorded: {before} before and {after} after"
    if before == 0 or before + after < case.params.statistics.minimum_count:
        return replace(counted, because=few)
    if min(others) == 0:
        return replace(counted, because="where it is compared with none were recorded before, or none after")
    found = paired_difference(*cells, confidence=case.params.statistics.confidence)
    if found.small_counts:
        return replace(counted, because=few)
    return replace(
        counted,
        expected=found.expected,
        difference=found.difference,
        difference_low=found.ci_low,
        difference_high=found.ci_high,
        ratio=found.ratio,
        ratio_low=found.ratio_low,
        ratio_high=found.ratio_high,
        p=found.p,
        judged=True,
    )


def _short(pairs: int) -> str:
    return (
        f"only {pairs} complete months after the start have the same month of the year before beside them, and "
        f"{LEAST_PAIRS} are needed"
    )


def _by_chance(
    case: Case,
    found: Estimate,
    counts: pd.DataFrame,
    areas: ActionAreas,
    later: pd.DatetimeIndex,
    earlier: pd.DatetimeIndex,
) -> Estimate:
    """Add how many sets of as many other areas moved apart as far."""
    codes = [*areas.treated, *areas.comparison]
    after, before = (counts.loc[months, codes].sum().to_numpy() for months in (later, earlier))
    n, treated = len(codes), np.arange(len(codes)) < len(areas.treated)
    test = randomisation_test(
        np.concatenate([before, after]),
        np.tile(np.arange(n), 2),
        np.repeat([0, 1], n),
        np.concatenate([np.zeros(n), treated]),
        rng=np.random.default_rng(case.params.priorities.seed),
        draws=DRAWS,
    )
    return replace(found, by_chance=test.p, smallest=test.smallest_p)


def _quotient(
    counts: pd.DataFrame, areas: ActionAreas, later: pd.DatetimeIndex, earlier: pd.DatetimeIndex
) -> str:
    """Return the weighted displacement quotient in words, as a description; empty where it is not to be read."""
    cells = [
        float(counts.loc[months, list(codes)].to_numpy().sum())
        for codes in (areas.treated, areas.buffers, areas.comparison)
        for months in (earlier, later)
    ]
    if min(cells[4:]) <= 0:
        return ""
    found = displacement_quotient(*cells)
    return f"{found.wdq:.2f}: {found.reading}" if found.interpretable else ""


def own_course(
    case: Case, counts: pd.Series, months: ActionMonths
) -> tuple[Estimate, SegmentedRegression | None]:
    """Return the step of the treated areas' monthly series against its own earlier course."""
    before, after = len(months.before), len(months.after)
    if before < MONTHS_BEFORE or after < MONTHS_AFTER:
        why = (
            f"{before} complete months lie before the start and {after} after, and {MONTHS_BEFORE} and "
            f"{MONTHS_AFTER} are needed"
        )
        return Estimate("series", because=why), None
    mean = float(counts.loc[months.before].mean())
    if mean < LEAST_A_MONTH or counts.loc[months.after].sum() == 0:
        return Estimate("series", because=f"{mean:.1f} a month are too few for a monthly series"), None
    values = counts.astype("float64").where(months.usable).to_numpy()
    try:
        found = segmented_regression(
            values,
            int((months.held < months.first).sum()),
            exposure=months.held.days_in_month.to_numpy(dtype="float64"),
            slope_change=False,
            confidence=case.params.statistics.confidence,
        )
    except ValueError:
        return Estimate("series", because="the months on one side do not cover the year"), None
    trend = float(np.exp(12 * found.coef[list(found.terms).index("time")]))
    estimate = Estimate(
        "series",
        before=float(counts.loc[months.before].sum()),
        after=float(counts.loc[months.after].sum()),
        ratio=found.level_ratio,
        ratio_low=found.level_low,
        ratio_high=found.level_high,
        p=found.level_p,
        detail=f"{trend:.2f}",
        judged=True,
    )
    return estimate, found


def beside_peers(case: Case, months: ActionMonths, offence: str) -> Estimate:
    """Return the whole partnership beside the weighted peers that moved as it did before the start."""
    table = _rates(case, months, offence)
    if table.shape[1] - 1 < LEAST_PEERS:
        why = (
            f"{table.shape[1] - 1} peers have a population and nearly all of the same months, and "
            f"{LEAST_PEERS} are needed"
        )
        return Estimate("peers", because=why)
    mean = float(own_counts(case, months.before, offence).mean()) if len(months.before) else 0.0
    steps, first_after = _steps(table, months.first, 1 if mean >= MONTHLY_FROM else QUARTER)
    least = MONTHS_OF_FIT if mean >= MONTHLY_FROM else LEAST_STEPS_BEFORE
    if first_after < least or len(steps) - first_after < LEAST_STEPS_AFTER:
        return Estimate("peers", because="too few complete months lie before or after the start")
    if steps.iloc[:first_after, 0].mean() == 0:
        return Estimate("peers", because="none were recorded before the start")
    found = synthetic_control(steps.to_numpy(), first_after)
    synthetic = float(found.path[first_after:, 1].mean())
    fit = f"the earlier {'months' if mean >= MONTHLY_FROM else 'quarters'} are met to within {found.pre_percent:.0f}%"
    result = Estimate(
        "peers",
        ratio=1 + found.mean_gap / synthetic if synthetic > 0 else np.nan,
        by_chance=found.p,
        smallest=found.smallest_p,
        detail=f"{fit}; {np.count_nonzero(found.weights > 0.01)} of {len(found.donors)} peers carry weight",
    )
    if not found.pre_percent <= WORST_FIT or not synthetic > 0:
        return replace(
            result,
            because=f"even weighted, peers miss its earlier figures by {found.pre_percent:.0f}% on average",
        )
    return replace(result, judged=True)


def _rates(case: Case, months: ActionMonths, offence: str) -> pd.DataFrame:
    """Return monthly rates per 1,000 residents, the own column first, in the months that all columns have."""
    year = min(months.last, months.first + pd.DateOffset(months=11))
    own = months.held[months.usable.to_numpy() & (months.held <= year)]
    shared, rates = own, {}
    for code in (case.partnership.code, *case.peers):
        people = case.population(code).value
        if not people or not people > 0:
            continue
        _, usable = history(case, code)
        good = own[usable.reindex(own, fill_value=False).to_numpy(dtype=bool)]
        if len(good) < PEER_MONTHS * len(own):
            continue
        shared = shared.intersection(good)
        rates[code] = own_counts(case, own, offence, code) / people * 1000
    if case.partnership.code not in rates:
        return pd.DataFrame(index=own[:0], columns=["none"])
    return pd.DataFrame(rates).loc[shared]


def _steps(table: pd.DataFrame, first: pd.Timestamp, length: int) -> tuple[pd.DataFrame, int]:
    """Return means of steps of `length` months counted from the start both ways, and where the first after stands."""
    apart = np.array([12 * (m.year - first.year) + m.month - first.month for m in table.index], dtype=int)
    step = apart // length
    # A step stands on two of its three months at least.
    kept = pd.Series(step).map(pd.Series(step).value_counts()).to_numpy() >= min(length, 2)
    means = table.loc[kept].groupby(step[kept]).mean()
    return means, int((means.index < 0).sum())
