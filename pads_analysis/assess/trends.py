"""Monthly series with control limits (statutory element a)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.result import NotAvailable, Trend, TrendsResult
from pads_analysis.assess.selection import basis, history, no_months
from pads_analysis.stats.control_charts import RuleSet, individuals_chart
from pads_analysis.stats.seasonality import seasonal_indices

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

MIN_BASELINE = 12
MIN_SEASONAL_HISTORY = 36
SEASONAL_P = 0.01


def trends(case: Case) -> TrendsResult | NotAvailable:
    """Return the monthly series of crime, disorder and substance misuse, and every offence's signals in the period.

    Limits come from the months before the period, so that the period is judged against what went before it. Counts are
    divided by the days of the month, and by a seasonal index where three years show a season.
    """
    if case.step > 1:
        return no_months(case, "trend", "Month by month")
    table, usable = history(case)
    before = usable & (table.index < case.period.first)
    if before.sum() < MIN_BASELINE:
        return NotAvailable(
            "trend",
            "a",
            "Month by month",
            f"only {int(before.sum())} complete months lie before the period and {MIN_BASELINE} are needed for limits",
            "Ingest earlier months.",
        )
    rules = RuleSet(shift=case.params.statistics.shift_points, trend=case.params.statistics.trend_points)
    series = {code: _series(case, code, table[code], usable, rules) for code in table.columns}
    return TrendsResult(
        basis=basis(case, kinds=()),
        series=tuple(series[code] for code in _shown(case, table, usable)),
        signals=pd.DataFrame([_signals(case, trend) for trend in series.values()]),
        rule_set=_in_words(rules),
    )


def _in_words(rules: RuleSet) -> str:
    return (
        "A month signals when it lies outside the limits; when it is one of two out of three near a limit; when it "
        f"ends {rules.trend} months of rise, or of fall, in a row (trend); or when it is one of {rules.shift} or more "
        "in a row on one side of the expected line (shift)"
    )


def _shown(case: Case, table: pd.DataFrame, usable: pd.Series) -> list[str]:
    """Return the total, and the largest offence of disorder and of substance misuse."""
    chosen = [case.scheme.total_code]
    for family in ("disorder", "substance_misuse"):
        codes = [code for code in table.columns if case.scheme.offence(code).family == family]
        if codes:
            chosen.append(table.loc[usable, codes].sum().idxmax())
    return chosen


def _series(case: Case, code: str, counts: pd.Series, usable: pd.Series, rules: RuleSet) -> Trend:
    months = counts.index
    index, adjusted = _season(counts, usable)
    expected_per_unit = months.days_in_month.to_numpy() * index
    values = np.where(usable, counts.to_numpy() / expected_per_unit, np.nan)
    in_period = months >= case.period.first
    chart = individuals_chart(values, baseline=usable.to_numpy() & ~in_period, rules=rules)
    table = pd.DataFrame(
        {
            "month": months,
            "count": counts.to_numpy(),
            "daily_rate": counts.to_numpy() / months.days_in_month.to_numpy(),
            "expected": chart.centre * expected_per_unit,
            "lower": np.maximum(chart.lower * expected_per_unit, 0.0),
            "upper": chart.upper * expected_per_unit,
            "in_baseline": usable.to_numpy() & ~in_period,
            "in_period": in_period,
            "excluded": ~usable.to_numpy(),
            "signal": chart.signal,
        }
    )
    offence = case.scheme.offence(code)
    first, last = months[usable.to_numpy() & ~in_period][[0, -1]]
    baseline = f"{first:%B %Y} to {last:%B %Y}"
    return Trend(code, offence.name, offence.family, table, adjusted, baseline)


def _season(counts: pd.Series, usable: pd.Series) -> tuple[np.ndarray, bool]:
    """Return the seasonal index of each month, ones where fewer than three years or no season is found."""
    flat = np.ones(len(counts))
    if usable.sum() < MIN_SEASONAL_HISTORY or counts[usable].sum() < MIN_SEASONAL_HISTORY:
        return flat, False
    try:
        found = seasonal_indices(counts.clip(lower=0).to_numpy(), counts.index, excluded=~usable.to_numpy())
    except ValueError:
        # A calendar month seen only once: the season cannot be told, so it is not taken out.
        return flat, False
    if not found.p <= SEASONAL_P:
        return flat, False
    return found.index[counts.index.month.to_numpy() - 1], True


def _signals(case: Case, trend: Trend) -> dict[str, object]:
    period = trend.table.loc[trend.table["in_period"] & ~trend.table["excluded"]]
    marked = period.loc[period["signal"] != ""]
    above = (marked["count"] > marked["expected"]).sum()
    below = len(marked) - above
    last = period.iloc[-1] if len(period) else trend.table.iloc[-1]
    return {
        "offence_code": trend.offence_code,
        "offence_name": trend.offence_name,
        "months_signalled": len(marked),
        "rules": ", ".join(dict.fromkeys(marked["signal"])),
        "direction": "both" if above and below else "above" if above else "below" if below else "",
        "last_month": last["month"],
        "count": int(last["count"]),
        "expected": float(last["expected"]),
        "lower": float(last["lower"]),
        "upper": float(last["upper"]),
    }
