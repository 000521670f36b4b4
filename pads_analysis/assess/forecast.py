"""What happened beside what the months before would have led one to expect (statutory element c)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.change import known_recording_change
from pads_analysis.assess.compare import verdicts
from pads_analysis.assess.exceedances import unusual_months
from pads_analysis.assess.recording import recording_notes
from pads_analysis.assess.result import NotAvailable, OutturnResult
from pads_analysis.assess.selection import basis, describe, events_in, history, no_months, usable_months
from pads_analysis.stats.forecast_courses import Course, total_beside
from pads_analysis.stats.gapped_smoothing import LEAST_MONTHS, smooth, steady
from pads_analysis.stats.multiplicity import adjust
from pads_analysis.stats.outturn import LEAST_MEAN

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

COLUMNS = ["offence_code", "count", "expected", "low", "high", "p", "months_out", "method"]
TITLE = "Forecast and what happened"
MOST_YEARS = 5
YEAR = 12
#: Origins of the check lie so far apart, in months.
ORIGIN_STEP = 6
MOST_ORIGINS = 4
DRAWS, DRAWS_OF_CHECK = 4000, 1000
SMOOTHED, RECENT = "exponential smoothing", "mean of the latest year"


@dataclass(frozen=True, slots=True)
class _Past:
    """Monthly counts before an origin, months left out missing, and the codes by the method that suits them."""

    counts: pd.DataFrame
    smoothed: list[str]
    few: list[str]


@dataclass(frozen=True, slots=True)
class _Check:
    """Forecasts from earlier origins: error over that of the year before by offence, totals inside their limits."""

    skill: dict[str, float]
    inside: int
    tested: int
    origins: int


def outturn(case: Case) -> OutturnResult | NotAvailable:
    """Forecast every offence over the period from the months before it, and set what was recorded beside that.

    Months that are missing or look incomplete and, in the past, months of national events that make a baseline unlike
    others are left out; nothing is filled in. The limits allow for an unknown level, season, pace and variance.
    """
    if case.step > 1:
        return no_months(case, "outturn", TITLE, element="")
    table, usable = history(case, months=YEAR * MOST_YEARS + case.period.length)
    shown = usable_months(case, case.period).months
    past = _past(table, usable & ~unusual_months(table.index), case.period.first)
    refused = _refusal(past, shown)
    if refused:
        return refused
    rng = np.random.default_rng(case.params.priorities.seed)
    actual = table.clip(lower=0).astype("float64").reindex(case.period.months)
    actual.loc[~actual.index.isin(shown)] = np.nan
    rows, months = _told(case, past, actual, rng)
    check = _earlier(case, table, usable, [*past.smoothed, *past.few], rng)
    rows["skill"] = rows["offence_code"].map(check.skill)
    ordered = [code for code in table.columns if code in set(rows["offence_code"])]
    listed = describe(case, ordered).drop(columns="family").merge(rows, on="offence_code", how="left")
    return OutturnResult(
        basis=basis(case, *_notes(case, table, usable, ordered), used=shown),
        table=_judged(case, listed),
        months=months,
        past=_long(past.counts[ordered]),
        n_months=len(shown),
        n_history=len(past.counts.dropna()),
        n_origins=check.origins,
        earlier_inside=check.inside,
        earlier_totals=check.tested,
        rule=_rule(case),
        events=events_in(case, case.period.first, case.period.last),
    )


def _past(table: pd.DataFrame, ordinary: pd.Series, origin: pd.Timestamp) -> _Past:
    """Return the past before an origin; a category without events in the last year or the first is not forecast."""
    counts = table.clip(lower=0).astype("float64").where(ordinary).loc[table.index < origin]
    kept = counts.dropna()
    lasting = [
        code for code in kept if (kept[code].iloc[:YEAR].sum() > 0) and (kept[code].iloc[-YEAR:].sum() > 0)
    ]
    busy = [code for code in lasting if kept[code].iloc[-YEAR:].mean() >= LEAST_MEAN]
    return _Past(counts, busy, [code for code in lasting if code not in busy])


def _enough(counts: pd.DataFrame) -> bool:
    kept = counts.dropna().index
    return len(kept) >= LEAST_MONTHS and kept.month.nunique() == YEAR


def _refusal(past: _Past, shown: pd.DatetimeIndex) -> NotAvailable | None:
    kept = len(past.counts.dropna())
    if not _enough(past.counts):
        return _absent(
            f"only {kept} complete months outside national events lie before the period, and {LEAST_MONTHS} "
            "with every calendar month are needed to know level and season",
            "Ingest earlier months.",
        )
    if not past.smoothed and not past.few:
        return _absent(
            "no offence was recorded throughout the months before the period", "Ingest earlier months."
        )
    if not len(shown):
        return _absent("no month of the period is complete", "Choose a later period_end.")
    return None


def _absent(because: str, do: str) -> NotAvailable:
    # A further look at the change, which element (c) does not hang on.
    return NotAvailable("outturn", "", TITLE, because, do)


def _courses(
    past: _Past, length: int, rng: np.random.Generator, draws: int, confidence: float
) -> list[tuple[str, Course, list[str]]]:
    """Return the forecasts by method: its name, the courses, and the codes of their series."""
    found = []
    for name, method, codes in ((SMOOTHED, smooth, past.smoothed), (RECENT, steady, past.few)):
        if codes:
            values = past.counts[codes].to_numpy().T
            found.append((name, method(values, length, rng=rng, draws=draws, confidence=confidence), codes))
    return found


def _told(
    case: Case, past: _Past, actual: pd.DataFrame, rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a row for each offence, and its months; `actual` is missing in months that are not usable."""
    confidence = case.params.statistics.confidence
    at = np.flatnonzero(actual.notna().all(axis=1))
    rows, months = [], []
    for name, course, codes in _courses(past, len(actual), rng, DRAWS, confidence):
        for place, code in enumerate(codes):
            recorded = actual[code].to_numpy()
            total = total_beside(course, place, at, float(recorded[at].sum()), confidence)
            out = (recorded < course.low[place]) | (recorded > course.high[place])
            rows.append(
                (
                    code,
                    int(recorded[at].sum()),
                    total.expected,
                    total.low,
                    total.high,
                    total.p,
                    int(out.sum()),
                    name,
                )
            )
            months.append(
                pd.DataFrame(
                    {
                        "offence_code": code, "month": actual.index, "count": recorded,
                        "expected": course.mean[place], "low": course.low[place], "high": course.high[place],
                    }
                )
            )  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS), pd.concat(months, ignore_index=True)


def _earlier(
    case: Case, table: pd.DataFrame, usable: pd.Series, codes: list[str], rng: np.random.Generator
) -> _Check:
    """Forecast from earlier origins, all of whose months lie before the period, and measure the errors."""
    length, inside, tested, origins = case.period.length, 0, 0, 0
    errors: dict[str, list[tuple[float, float]]] = {code: [] for code in codes}
    ordinary = usable & ~unusual_months(table.index)
    counts = table.clip(lower=0).astype("float64").where(ordinary)
    for back in range(MOST_ORIGINS):
        origin = case.period.first - pd.DateOffset(months=length + back * ORIGIN_STEP)
        past = _past(table, ordinary, origin)
        months = pd.date_range(origin, periods=length, freq="MS")
        later = counts.reindex(months)
        at = np.flatnonzero(later.notna().all(axis=1))
        if not _enough(past.counts) or len(at) < length / 2:
            continue
        origins += 1
        naive = _year_before(counts, months)
        for _, course, found in _courses(
            past, length, rng, DRAWS_OF_CHECK, case.params.statistics.confidence
        ):
            for place, code in enumerate(found):
                recorded = later[code].to_numpy()
                total = total_beside(
                    course, place, at, float(recorded[at].sum()), case.params.statistics.confidence
                )
                inside += total.low <= recorded[at].sum() <= total.high
                tested += 1
                both = at[~np.isnan(naive[code].to_numpy()[at])]
                gaps = np.abs([course.mean[place] - recorded, naive[code].to_numpy() - recorded])[:, both]
                if code in errors:
                    errors[code] += list(zip(*gaps, strict=True))
    skill = {}
    for code, pairs in errors.items():
        own, plain = np.sum(pairs, axis=0) if len(pairs) >= YEAR / 2 else (0.0, 0.0)
        skill[code] = float(own / plain) if plain else np.nan
    return _Check(skill, int(inside), tested, origins)


def _year_before(counts: pd.DataFrame, months: pd.DatetimeIndex) -> pd.DataFrame:
    """Return the latest count of the same calendar month before the first of `months`; missing where there is none."""
    past = counts.loc[counts.index < months[0]].dropna()
    latest = past.groupby(past.index.month).last()
    return latest.reindex(months.month).set_index(months)


def _judged(case: Case, table: pd.DataFrame) -> pd.DataFrame:
    settings = case.params.statistics
    ratio = table["count"] / table["expected"].where(table["expected"] > 0)
    p_adjusted = pd.Series(adjust(table["p"].to_numpy()), index=table.index)
    # What happened over what was forecast, set beside 1: the prediction interval turned about.
    words = verdicts(
        ratio,
        table["count"] / table["high"].where(table["high"] > 0),
        (table["count"] / table["low"].where(table["low"] > 0)).fillna(np.inf),
        p_adjusted,
        table["count"] + table["expected"],
        margin=settings.margin,
        false_discovery_rate=settings.false_discovery_rate,
        minimum_count=settings.minimum_count,
    )
    seen = recording_notes(case)
    notes = [known_recording_change(case, code) or seen.get(code, "") for code in table["offence_code"]]
    return table.assign(
        p_adjusted=p_adjusted,
        verdict=words,
        note=[change or caveat for change, caveat in zip(notes, table["caveat"], strict=True)],
        recording=[bool(change) for change in notes],
    ).drop(columns="caveat")


def _long(past: pd.DataFrame) -> pd.DataFrame:
    return (
        past.rename_axis("month")
        .reset_index()
        .melt(id_vars="month", var_name="offence_code", value_name="count")
    )


def _notes(case: Case, table: pd.DataFrame, usable: pd.Series, told: list[str]) -> tuple[str, ...]:
    before = table.index < case.period.first
    lost = int((usable & unusual_months(table.index) & before).sum())
    gone = int((~usable & before).sum())
    names = ", ".join(case.scheme.offence(code).name for code in table.columns if code not in told)
    return (
        f"Left out of the past: {lost} months of national events." if lost else "",
        f"Left out of the past: {gone} months that are missing or look incomplete." if gone else "",
        f"Not forecast, because nothing was recorded in the first or the last year of the past: {names}."
        if names
        else "",
    )


def _rule(case: Case) -> str:
    settings = case.params.statistics
    return (
        "Exponential smoothing with level and season, averaged over how fast both move; below "
        f"{LEAST_MEAN:g} a month the mean of the latest year. No trend is extrapolated. What was recorded is called "
        f"more or fewer than expected where it lies outside the {settings.confidence:.0%} prediction interval of the "
        f"total, is at least {settings.margin:.0%} off, and holds at a false discovery rate of "
        f"{settings.false_discovery_rate:.0%} over the table (Benjamini-Hochberg)."
    )
