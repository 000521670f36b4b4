"""Counts, exposure and a series side by side: one row for each area and period, for every context series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.places import place_counts
from pads_analysis.assess.result import Verdict
from pads_analysis.assess.selection import USABLE_SHARE, counts_by_month, usable_months
from pads_analysis.data.periods import Period, month_label

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.params import ContextSeries, ContextTable

AREAS, SMALL_AREAS = "partnerships", "small areas"
CANNOT = Verdict.TOO_FEW
ALLOWED_FOR = "each partnership's own level, what all share in each period, and the number of residents"
MONTHS = 12
RESIDENTS_PERCENT = 5


@dataclass(frozen=True, slots=True)
class Panel:
    """What one comparison rests on.

    Attributes
    ----------
    series, name, unit : str
    per : float
        Units of the series that the ratio is told for; `step` is the same on the scale of `rows`.
    step_words : str
        The step in words that follow "for".
    offence : str
    rows : DataFrame
        area, period, count, exposure, value.
    areas_are : str
        "partnerships" or "small areas".
    span, adjusts : str
        Periods in words; what is allowed for.
    reason : str
        Why it cannot be used; empty when it can.
    kinds : tuple of str
        Keys of the source vocabulary, beyond those of the counts.
    """

    series: str
    name: str
    unit: str
    per: float
    step: float
    step_words: str
    offence: str
    rows: pd.DataFrame
    areas_are: str
    span: str
    adjusts: str
    kinds: tuple[str, ...]
    reason: str = ""
    lag: int = 0
    supplied: bool = False
    source: str = ""
    note: str = ""


def series_panel(case: Case, series: ContextSeries, table: ContextTable, offence: str) -> Panel:
    """Return counts of every partnership of the store beside a series that the partnership supplies."""
    reason = ""
    if not table.yearly and case.step > 1:
        reason = f"the series is monthly and the counts come from the {case.scheme.label}, by quarter"
    counted = _no_rows() if reason else _counted(case, offence, yearly=table.yearly)
    values = [
        table.values.get((area, _shifted(period, series.lag, yearly=table.yearly)), np.nan)
        for area, period in zip(counted["area"], counted["period"], strict=True)
    ]
    rows = counted.assign(value=np.array(values, dtype="float64")).dropna().reset_index(drop=True)
    return Panel(
        series=series.id,
        name=series.name,
        unit=series.unit,
        per=series.per,
        step=series.per,
        step_words=f"each {series.per:,g} more {series.unit}",
        offence=offence,
        rows=rows,
        areas_are=AREAS,
        span=_span(rows),
        adjusts=ALLOWED_FOR,
        kinds=("context",),
        reason=reason,
        lag=series.lag,
        supplied=True,
        source=series.source,
        note=series.note,
    )


def residents_panel(case: Case, offence: str) -> Panel | None:
    """Return counts beside the number of residents, years with a published population only; None without any."""
    if case.populations.empty:
        return None
    counted = _counted(case, offence, yearly=True)
    published = case.populations.assign(period=case.populations["year"].astype(str))
    known = published.set_index(["partnership_code", "period"])["population"]
    keys = pd.MultiIndex.from_frame(counted[["area", "period"]])
    people = known[known > 0].reindex(keys).to_numpy(dtype="float64")
    rows = counted.assign(value=np.log(people), exposure=counted["months"]).dropna().reset_index(drop=True)
    return Panel(
        series="residents",
        name="Number of residents",
        unit="residents",
        per=RESIDENTS_PERCENT,
        step=float(np.log1p(RESIDENTS_PERCENT / 100)),
        step_words=f"each {RESIDENTS_PERCENT}% more residents",
        offence=offence,
        rows=rows,
        areas_are=AREAS,
        span=_span(rows),
        adjusts="each partnership's own level, and what all share in each period",
        kinds=(),
    )


def deprivation_panel(case: Case, offence: str) -> Panel | None:
    """Return counts of the small areas in the period beside their decile of deprivation; None without small areas."""
    if case.places is None or case.place_months is None or "imd_decile" not in case.places:
        return None
    places = case.places
    found = place_counts(case, usable_months(case, case.period).months, offence)
    rows = pd.DataFrame(
        {
            "area": places["place_code"],
            "period": case.period.label,
            "count": places["place_code"].map(found).fillna(0).clip(lower=0),
            "exposure": pd.to_numeric(places["population"], errors="coerce"),
            # Decile 1 is the most deprived; turned round, so that a step up is more deprivation.
            "value": 11 - pd.to_numeric(places["imd_decile"], errors="coerce"),
        }
    )
    rows = rows.loc[rows["exposure"] > 0].dropna().reset_index(drop=True)
    return Panel(
        series="deprivation",
        name="Deprivation",
        unit="national tenths",
        per=1,
        step=1.0,
        step_words="each national tenth more deprived",
        offence=offence,
        rows=rows,
        areas_are=SMALL_AREAS,
        span=case.period.label,
        adjusts="the number of residents only",
        kinds=("deprivation",),
    )


def _no_rows() -> pd.DataFrame:
    return pd.DataFrame(columns=["area", "period", "count", "months", "exposure"])


def _counted(case: Case, offence: str, *, yearly: bool) -> pd.DataFrame:
    """Return area, period, count, months and exposure (person-years) of every partnership, usable months only."""
    first = case.coverage["month"].min()
    parts = []
    for code in case.with_data:
        held = usable_months(case, Period(first, case.period.last), code).months
        table = counts_by_month(case, held, code)
        if offence not in table:
            return _no_rows()
        months = table[offence].clip(lower=0)
        label = months.index.strftime("%Y" if yearly else "%Y-%m")
        grouped = months.groupby(label).agg(["sum", "size"])
        part = pd.DataFrame({"area": code, "period": grouped.index, "count": grouped["sum"].to_numpy()})
        part["months"] = grouped["size"].to_numpy(dtype="float64") * case.step
        parts.append(part)
    rows = pd.concat(parts, ignore_index=True) if parts else _no_rows()
    if yearly:
        rows = rows.loc[rows["months"] >= USABLE_SHARE * MONTHS]
    people = {
        (code, year): case.population(code, _year(year)).value
        for code, year in {(row.area, row.period[:4]) for row in rows.itertuples()}
    }
    each = np.array([people[row.area, row.period[:4]] for row in rows.itertuples()], dtype="float64")
    rows = rows.assign(exposure=each * rows["months"].to_numpy(dtype="float64") / MONTHS)
    return rows.loc[rows["exposure"] > 0].reset_index(drop=True)


def _year(year: str) -> Period:
    return Period(pd.Timestamp(f"{year}-01-01"), pd.Timestamp(f"{year}-12-01"))


def _shifted(period: str, lag: int, *, yearly: bool) -> str:
    if yearly:
        return str(int(period) - lag)
    return f"{pd.Timestamp(f'{period}-01') - pd.DateOffset(months=lag):%Y-%m}"


def _span(rows: pd.DataFrame) -> str:
    """Return the periods in words, first to last."""
    if rows.empty:
        return ""
    ends = [
        period if len(period) == 4 else month_label(pd.Timestamp(f"{period}-01"))
        for period in (rows["period"].min(), rows["period"].max())
    ]
    return " to ".join(dict.fromkeys(ends))
