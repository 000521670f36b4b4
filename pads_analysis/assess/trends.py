"""Monthly series with control limits (statutory element a)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.marks import marks
from pads_analysis.assess.result import NotAvailable, Trend, TrendsResult
from pads_analysis.assess.selection import basis, events_in, history, no_months
from pads_analysis.stats.chart_rules import RuleSet
from pads_analysis.stats.control_charts import individuals_chart
from pads_analysis.stats.moving_ranges import has_moving_range
from pads_analysis.stats.seasonality import seasonal_indices

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

TITLE = "Month by month"
MIN_BASELINE = 12
MIN_BASELINE_EVENTS = 12
MIN_SEASONAL_HISTORY = 36
SEASONAL_P = 0.01
#: Measured by simulation, docs/methods/control_charts.md: 36 months before, months apart; neighbours alike.
FALSE_ALARMS = (0.20, 0.43)


@dataclass(frozen=True, slots=True)
class _Months:
    """The months looked at, and which of them are usable, lie before the period, or give the season (all bool)."""

    usable: pd.Series
    before: pd.Series
    seasonal: pd.Series


@once_per_case
def trends(case: Case) -> TrendsResult | NotAvailable:
    """Return the monthly series of crime, disorder and substance misuse, and every offence's signals in the period.

    Limits come from the months before the period, so that the period is judged against what went before it. Counts are
    divided by the days of the month, and by a seasonal index where three years show a season; it too comes from the
    months before the period where those are three years, and from all months otherwise, which the notes then say.
    """
    if case.step > 1:
        return no_months(case, "trend", TITLE)
    table, usable = history(case)
    before = usable & (table.index < case.period.first)
    refused = _refusal(before)
    if refused:
        return refused
    months = _Months(usable, before, before if before.sum() >= MIN_SEASONAL_HISTORY else usable)
    rules = RuleSet(shift=case.params.statistics.shift_points, trend=case.params.statistics.trend_points)
    bases = {code: _baseline(table[code], before) for code in table.columns}
    series = {
        code: _series(case, code, table[code], months, base, rules)
        for code, base in bases.items()
        if base is not None
    }
    if case.scheme.total_code not in series:
        return _absent(
            f"fewer than {MIN_BASELINE_EVENTS} crimes were recorded in the months before the period"
        )
    left_out = [case.scheme.offence(code).name for code, base in bases.items() if base is None]
    return TrendsResult(
        basis=basis(case, *_notes(series, months, left_out), kinds=()),
        series=tuple(series[code] for code in _shown(case, table[list(series)], usable)),
        signals=pd.DataFrame([_signals(trend) for trend in series.values()]),
        rule_set=_in_words(rules),
        events=events_in(case, table.index[0], case.period.last),
        marks=marks(case, table.index),
        n_left_out=len(left_out),
    )


def _absent(because: str) -> NotAvailable:
    return NotAvailable("trend", "a", TITLE, because, "Ingest earlier months.")


def _refusal(before: pd.Series) -> NotAvailable | None:
    if before.sum() < MIN_BASELINE:
        return _absent(
            f"only {int(before.sum())} complete months lie before the period and {MIN_BASELINE} are needed for limits"
        )
    if not has_moving_range(before):
        return _absent(
            "no two complete months in a row lie before the period, and limits come from the step from one to the next"
        )
    return None


def _baseline(counts: pd.Series, before: pd.Series) -> pd.Series | None:
    """Return the months before the period from which limits come; None when they say too little.

    A category that began part of the way through has no zeros before it: they would be taken for its level.
    """
    first = counts.index[(counts != 0) & before]
    if not len(first):
        return None
    months = (
        before & (counts.index >= first[0]) if _quiet_before(before, first[0]) >= MIN_BASELINE else before
    )
    enough = months.sum() >= MIN_BASELINE and has_moving_range(months)
    return months if enough and counts[months].sum() >= MIN_BASELINE_EVENTS else None


def _quiet_before(before: pd.Series, first: pd.Timestamp) -> int:
    return int((before & (before.index < first)).sum())


def _notes(series: dict[str, Trend], months: _Months, left_out: list[str]) -> tuple[str, ...]:
    own = not (months.seasonal & ~months.before).any()
    adjusted = any(trend.seasonally_adjusted for trend in series.values())
    season = (
        "Seasons are estimated from the months before the period."
        if own
        else f"Fewer than {MIN_SEASONAL_HISTORY} complete months lie before the period, so that seasons are estimated "
        "with its own months too; part of a change may be taken for season."
    )
    few = (
        f"Without limits, because fewer than {MIN_BASELINE_EVENTS} were recorded or fewer than {MIN_BASELINE} months "
        f"are held before the period: {', '.join(left_out)}."
    )
    return (season if adjusted else "", few if left_out else "")


def _in_words(rules: RuleSet) -> str:
    said = (
        "A month signals when it lies outside the limits; when it is one of two out of three near a limit; when it "
        f"ends {rules.trend} months of rise, or of fall, in a row (trend); or when it is one of {rules.shift} or more "
        "in a row on one side of the expected line (shift)"
    )
    if rules != RuleSet():
        return said
    low, high = FALSE_ALARMS
    return (
        f"{said}. Where nothing changes, one month or more of twelve still signals in about {low:.0%} of series whose "
        f"months are independent of each other, and in up to {high:.0%} where neighbouring months are alike"
    )


def _shown(case: Case, table: pd.DataFrame, usable: pd.Series) -> list[str]:
    """Return the total, and the largest offence of disorder and of substance misuse."""
    chosen = [case.scheme.total_code]
    for family in ("disorder", "substance_misuse"):
        codes = [code for code in table.columns if case.scheme.offence(code).family == family]
        if codes:
            chosen.append(table.loc[usable, codes].sum().idxmax())
    return chosen


def _series(
    case: Case, code: str, counts: pd.Series, used: _Months, base: pd.Series, rules: RuleSet
) -> Trend:
    months, usable = counts.index, used.usable.to_numpy()
    index, adjusted = season_of(counts, used.seasonal)
    expected_per_unit = months.days_in_month.to_numpy() * index
    values = np.where(usable, counts.to_numpy() / expected_per_unit, np.nan)
    chart = individuals_chart(values, baseline=base.to_numpy(), rules=rules)
    lower = chart.lower * expected_per_unit
    table = pd.DataFrame(
        {
            "month": months,
            "count": counts.to_numpy(),
            "daily_rate": counts.to_numpy() / months.days_in_month.to_numpy(),
            "expected": chart.centre * expected_per_unit,
            # A count cannot fall below zero; a net count, of which corrections were taken off, can.
            "lower": lower if (counts < 0).any() else np.maximum(lower, 0.0),
            "upper": chart.upper * expected_per_unit,
            "in_baseline": base.to_numpy(),
            "in_period": months >= case.period.first,
            "excluded": ~usable,
            "signal": chart.signal,
            "direction": chart.direction,
        }
    )
    offence = case.scheme.offence(code)
    first, last = months[base.to_numpy()][[0, -1]]
    baseline = f"{first:%B %Y} to {last:%B %Y}"
    return Trend(code, offence.name, offence.family, table, adjusted, baseline)


def season_of(counts: pd.Series, usable: pd.Series) -> tuple[np.ndarray, bool]:
    """Return the seasonal index of each month, ones where fewer than three years or no season is found.

    Parameters
    ----------
    counts, usable : Series, index month
        Counts, and the months (bool) from which the season is estimated.
    """
    flat = np.ones(len(counts))
    if usable.sum() < MIN_SEASONAL_HISTORY or counts[usable].sum() < MIN_SEASONAL_HISTORY:
        return flat, False
    try:
        found = seasonal_indices(counts.clip(lower=0).to_numpy(), counts.index, excluded=~usable.to_numpy())
    except ValueError:
        # A calendar month seen only once, or without events: the season cannot be told, so it is not taken out.
        return flat, False
    if not found.p <= SEASONAL_P:
        return flat, False
    return found.index[counts.index.month.to_numpy() - 1], True


def _signals(trend: Trend) -> dict[str, object]:
    period = trend.table.loc[trend.table["in_period"] & ~trend.table["excluded"]]
    marked = period.loc[period["signal"] != ""]
    # A run of falls may end above the expected line: the rule says which way, not the side of the line.
    up, down = (marked["direction"] > 0).any(), (marked["direction"] < 0).any()
    last = period.iloc[-1] if len(period) else trend.table.iloc[-1]
    half = ((marked["upper"] - marked["lower"]) / 2).clip(lower=1e-9)
    away = ((marked["count"] - marked["expected"]) / half).abs()
    furthest = marked.loc[away.idxmax()] if len(marked) else None
    return {
        "offence_code": trend.offence_code,
        "offence_name": trend.offence_name,
        "months_signalled": len(marked),
        "rules": ", ".join(dict.fromkeys(marked["signal"])),
        "direction": "both" if up and down else "up" if up else "down" if down else "",
        "last_month": last["month"],
        "count": int(last["count"]),
        "expected": float(last["expected"]),
        "lower": float(last["lower"]),
        "upper": float(last["upper"]),
        "furthest_month": None if furthest is None else furthest["month"],
        "furthest_count": None if furthest is None else int(furthest["count"]),
        "furthest_expected": None if furthest is None else float(furthest["expected"]),
    }
