"""The twelve months that a target is about: what was recorded in them, and what is projected of the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.exceedances import unusual_months
from pads_analysis.assess.pairing import months_from
from pads_analysis.assess.recording import shared_steps
from pads_analysis.assess.selection import counts_by_month, history, usable_months
from pads_analysis.data.periods import Period, month_label
from pads_analysis.stats.change import LEAST_PAIRS
from pads_analysis.stats.gapped_smoothing import LEAST_MONTHS, smooth, steady
from pads_analysis.stats.monthly_rates import rate_of_months
from pads_analysis.stats.outturn import LEAST_MEAN, outturn
from pads_analysis.stats.rates import poisson_interval

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

YEAR = 12
#: A date from this day of a month on is taken for the end of that month, an earlier one for the end of the one before.
HALF_OF_A_MONTH = 15
#: Part of the target's year that has to be counted or forecast.
LEAST_SHARE = 0.5
MOST_AHEAD = 24
MOST_YEARS = 6
DRAWS = 10_000


@dataclass(frozen=True, slots=True)
class TargetYear:
    """The twelve months that a target is about.

    Attributes
    ----------
    code : str
        Offence.
    period : Period
    past : bool
        Whether they end within the months assessed.
    counted : DatetimeIndex
        Usable months (or quarters) of it up to the end of the period assessed.
    ahead : DatetimeIndex
        Months of it that lie after the end of the period assessed.
    share : float
        Part of a year's events that fall in the months counted and ahead, by the season of earlier years.
    to_date : float
        Events recorded in the months counted.
    notes : tuple of str
        Sentences on months left out.
    recording : str
        A sentence on a change of recording that no target can be judged across; else "".
    because : str
        Why nothing can be said; else "".
    """

    code: str
    period: Period
    past: bool
    counted: pd.DatetimeIndex
    ahead: pd.DatetimeIndex
    share: float = 1.0
    to_date: float = np.nan
    notes: tuple[str, ...] = ()
    recording: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A total of the year with its limits; `p_meet` is missing for a year that is past."""

    total: float = np.nan
    low: float = np.nan
    high: float = np.nan
    p_meet: float = np.nan
    method: str = ""
    because: str = ""


def last_month(by: str) -> pd.Timestamp:
    """Return the month with which a target's year ends, for its date (YYYY-MM-DD) or month (YYYY-MM)."""
    month = pd.Timestamp(f"{by[:7]}-01")
    early = len(by) > len("2026-03") and int(by[8:]) < HALF_OF_A_MONTH
    return month - pd.DateOffset(months=1) if early else month


def target_year(case: Case, code: str, by: str) -> TargetYear:
    """Return the year that a target on an offence is about, and what of it can be counted or forecast."""
    last = last_month(by)
    period = Period(last - pd.DateOffset(months=YEAR - 1), last)
    end = case.period.last
    past = last <= end
    seen = Period(period.first, min(last, end))
    counted = usable_months(case, seen).months if seen.first <= seen.last else pd.DatetimeIndex([])
    ahead = pd.date_range(max(period.first, end + pd.DateOffset(months=1)), last, freq="MS")
    year = TargetYear(code, period, past, counted, ahead)
    because = _cannot(case, year)
    if because:
        return TargetYear(code, period, past, counted, ahead, because=because)
    share = _share(case, code, year)
    lacking = YEAR - len(ahead) - len(counted) * case.step
    notes = ()
    if lacking:
        notes = (
            f"{lacking} of its twelve months are missing or look incomplete; the aim is reduced to the part of a year "
            f"that the others make up ({share:.0%}).",
        )
    if last.strftime("%Y-%m") != by[:7]:
        notes = (*notes, f"Its date falls early in a month, so that its year ends with {month_label(last)}.")
    return TargetYear(
        code,
        period,
        past,
        counted,
        ahead,
        share=share,
        to_date=float(counts_by_month(case, counted)[code].sum()),
        notes=notes,
        recording=_recording(case, code, period),
    )


def _cannot(case: Case, year: TargetYear) -> str:
    known = {case.scheme.total_code, *case.monthly["offence_code"]}
    if year.code not in known:
        return f"nothing was recorded under {year.code} in the {case.scheme.label}"
    if len(year.ahead) and case.step > 1:
        return f"the {case.scheme.label} are published by quarter, from which nothing is projected"
    if year.past and case.step > 1 and year.period.first not in case.coverage["month"].to_numpy():
        return "its twelve months are no whole quarters"
    ahead = months_from(case.period.last, year.ahead)
    if ahead and ahead[-1] > MOST_AHEAD:
        return f"its date lies more than {MOST_AHEAD} months after the period, too far to be projected"
    months = len(year.counted) * case.step + len(year.ahead)
    if months < LEAST_SHARE * YEAR:
        return f"only {months} of its twelve months are complete in the store"
    return ""


def _share(case: Case, code: str, year: TargetYear) -> float:
    """Return the part of a year's events that the months counted and ahead make up; 1 when none is lacking."""
    used = year.counted.append(year.ahead)
    whole = len(year.ahead) + len(year.counted) * case.step
    if whole == YEAR:
        return 1.0
    table, usable = history(case, months=YEAR * MOST_YEARS)
    kept = table.loc[usable, code] if code in table else pd.Series(dtype=float)
    by_month = kept.groupby(kept.index.month).mean()
    wanted = set(case.reported(year.period).month)
    if set(by_month.index) >= wanted and by_month.sum() > 0:
        return float(by_month.reindex(used.month).sum() / by_month.reindex(sorted(wanted)).sum())
    return whole / YEAR


def _recording(case: Case, code: str, period: Period) -> str:
    """Return what is known of a change of recording between the year before the target's and its end."""
    first, last = period.before.first, min(period.last, case.period.last)
    said = [
        entry.note
        for entry in case.params.recording_changes
        if entry.offence in (code, case.scheme.total_code)
        and first < pd.Timestamp(f"{entry.month}-01") <= last
    ]
    said += [
        f"Most partnerships of the force moved together about {month_label(month)} and other forces did not, which "
        "points to recording or police practice."
        for offence, month in shared_steps(case)
        if offence == code and first < month <= last
    ]
    return " ".join(said)


def recorded(case: Case, year: TargetYear) -> Found:
    """Return what was recorded in a year that is past, with the interval of the level behind it."""
    confidence = case.params.statistics.confidence
    before = usable_months(case, year.period.before).months
    step = pd.DateOffset(months=YEAR)
    paired = pd.DatetimeIndex([month for month in year.counted if month - step in before])
    if year.to_date < 0:
        return Found(because="corrections of earlier months leave a number below none")
    if len(paired) < LEAST_PAIRS:
        limits = poisson_interval(year.to_date, confidence)
        return Found(
            year.to_date, float(limits.low), float(limits.high),
            method="recorded; the months of the year before are lacking, so that the interval allows for no more than "
            "the chance in counts",
        )  # fmt: skip
    now, then = counts_by_month(case, paired)[year.code], counts_by_month(case, paired - step)[year.code]
    first = case.reported(year.period)[0]
    found = rate_of_months(
        now.clip(lower=0).to_numpy(), 1.0, then.clip(lower=0).to_numpy(), _past(case, year, first - step),
        per=1.0, confidence=confidence,
        at=[at // case.step for at in months_from(first, paired)], months_apart=YEAR // case.step,
    )  # fmt: skip
    # All months counted, with the dispersion of those that have a counterpart.
    phi = found.dispersion
    limits = poisson_interval(year.to_date / phi, confidence)
    return Found(year.to_date, phi * float(limits.low), phi * float(limits.high), method="recorded")


def _past(case: Case, year: TargetYear, before: pd.Timestamp) -> np.ndarray:
    """Return the counts up to a month, those of months that are not usable or of national events missing."""
    table, usable = history(case, months=YEAR * MOST_YEARS)
    if case.step > 1:
        return np.empty(0)
    ordinary = usable & ~unusual_months(table.index)
    counts = table[year.code].clip(lower=0).astype("float64").where(ordinary)
    return counts.loc[counts.index < before].to_numpy()


def projected(case: Case, year: TargetYear, aim: float, lower_is_better: bool) -> Found:
    """Return the total of a year that is not over: what was recorded so far, and a forecast of the rest."""
    table, usable = history(case, months=YEAR * MOST_YEARS)
    ordinary = usable & ~unusual_months(table.index)
    past = table[year.code].clip(lower=0).astype("float64").where(ordinary)
    kept = past.dropna()
    if len(kept) < LEAST_MONTHS or kept.index.month.nunique() < YEAR:
        return Found(
            because=f"only {len(kept)} complete months outside national events lie before, and {LEAST_MONTHS} with "
            "every calendar month are needed to project"
        )
    busy = kept.iloc[-YEAR:].mean() >= LEAST_MEAN
    at = np.array(months_from(case.period.last, year.ahead)) - 1
    course = (smooth if busy else steady)(
        past.to_numpy()[None, :], int(at[-1]) + 1, draws=DRAWS, confidence=case.params.statistics.confidence,
        rng=np.random.default_rng(case.params.priorities.seed),
    )  # fmt: skip
    found = outturn(
        max(year.to_date, 0.0), course.mean[0, at], paths=course.paths[:, 0, at], target=aim,
        at_most=lower_is_better, confidence=case.params.statistics.confidence,
    )  # fmt: skip
    how = "exponential smoothing" if busy else "the mean of the latest year"
    done = f"{len(year.counted)} months recorded, {len(at)} projected by {how}"
    return Found(found.total, found.low, found.high, found.p_target, done)
