"""When in the week incidents happen (statutory element a)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pads_analysis.assess.incidents import disclosed_basis, incidents
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.open_data import not_from_open_data
from pads_analysis.assess.result import HoursResult, NotAvailable
from pads_analysis.assess.spells import runs
from pads_analysis.assess.subjects import Subject, subjects
from pads_analysis.stats.aoristic import aoristic
from pads_analysis.stats.busy_hours import BusyHours, busy_hours, hours_by_week, hours_held
from pads_analysis.stats.multiplicity import adjust
from pads_analysis.vocabulary import data_set, themed_sets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pads_analysis.data.case import Case

TITLE = "When it happens"
OPEN_DATA = "published crime data give the month of a crime, and neither its day nor its hour"
CRIME = "police_crime"
#: Sets whose categories are looked at one by one; other authorities hold too few rows of each for hours of its own.
BY_CATEGORY = (CRIME, "police_incidents")
CLOCK = "Europe/London"
WEEK, DAY = 168, 24
#: Hours of a block: eight to the day, fixed before any incident is looked at.
BLOCK = 3
#: Below this no pattern over days or parts of the day is looked for; blocks of the week need more than two each.
LEAST_RECORDS, LEAST_FOR_BLOCKS = 60, 150
#: A list of more spells than this is no pattern that anybody can act on.
MOST_SPELLS = 3
LEVELS = ("week", "band", "day")


@dataclass(frozen=True, slots=True)
class _Looked:
    """One subject's share in every block of one level.

    Attributes
    ----------
    subject : Subject
    level : str
        "week", "band" or "day".
    blocks : ndarray of bool (b, 168)
    by_week : ndarray (weeks, 168)
    found : BusyHours
    """

    subject: Subject
    level: str
    blocks: np.ndarray
    by_week: np.ndarray
    found: BusyHours


@once_per_case
def hours(case: Case) -> HoursResult | NotAvailable:
    """Return when in the week crimes, and incidents that partners hold, happen: aoristic hours, and the clear peaks.

    Records without a time of day count towards days of the week only.
    """
    held = [(code, rows) for code in timed_sets() if (rows := incidents(case, code, case.period)) is not None]
    if not held:
        return not_from_open_data(case, "hours", TITLE, OPEN_DATA)
    every = [subject for code, rows in held for subject in _subjects(code, _with_spans(rows))]
    period = case.period
    came = hours_held(period.first, period.last + pd.offsets.MonthEnd(1), timezone=CLOCK)
    confidence = case.params.statistics.confidence
    looked = [one for subject in every for one in _look(subject, came, confidence)]
    peaks, n_tests = _peaks(case, looked, came)
    codes = tuple(code for code, _ in held)
    return HoursResult(
        basis=disclosed_basis(case, codes, period, *_notes(every)),
        subjects=pd.DataFrame([_row(subject, looked) for subject in every]),
        peaks=peaks,
        grid=_grid(every, peaks, came),
        n_tests=n_tests,
        block_hours=BLOCK,
        fdr=case.params.statistics.false_discovery_rate,
    )


def timed_sets() -> tuple[str, ...]:
    """Return the data sets whose contract asks for the time of day: crimes first, then those with a theme."""
    return (CRIME, *(code for code in themed_sets() if data_set(code).times))


def _subjects(code: str, rows: pd.DataFrame) -> list[Subject]:
    every = subjects(code, rows)
    return every if code in BY_CATEGORY else every[:1]


def _with_spans(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with an end: that of a day without a time is its last second, else the beginning itself."""
    end_of_day = rows["occurred_from"].dt.normalize() + pd.Timedelta(hours=24) - pd.Timedelta(seconds=1)
    alone = rows["occurred_from"].where(rows["from_timed"].astype(bool), end_of_day)
    return rows.assign(occurred_to=rows["occurred_to"].fillna(alone))


def _timed(rows: pd.DataFrame) -> pd.Series:
    """Return which rows have a time of day at their beginning and, where there is a span, at its end."""
    alone = rows["occurred_to"] == rows["occurred_from"]
    return rows["from_timed"].astype(bool) & (rows["to_timed"].astype(bool) | alone)


def _blocks(level: str) -> np.ndarray:
    """Return the hours of the week in each block: 56 of three hours, eight parts of the day, or seven days."""
    hour = np.arange(WEEK)
    of = {"week": hour // BLOCK, "band": hour % DAY // BLOCK, "day": hour // DAY}[level]
    return of[None, :] == np.arange(of.max() + 1)[:, None]


def _look(subject: Subject, came: np.ndarray, confidence: float) -> list[_Looked]:
    timed = _timed(subject.rows)
    found = []
    for level in LEVELS:
        rows = subject.rows if level == "day" else subject.rows[timed]
        if len(rows) < (LEAST_FOR_BLOCKS if level == "week" else LEAST_RECORDS):
            continue
        # Parts of the day and blocks of the week rest on the same records, so that the weeks are worked out once.
        same = next((one.by_week for one in found if level == "band" or timed.all()), None)
        weeks = _weeks(rows) if same is None else same
        blocks = _blocks(level)
        found.append(_Looked(subject, level, blocks, weeks, busy_hours(weeks, blocks, came, confidence)))
    return found


def _weeks(rows: pd.DataFrame) -> np.ndarray:
    return hours_by_week(rows["occurred_from"], rows["occurred_to"], timezone=CLOCK)


def _peaks(case: Case, looked: Sequence[_Looked], came: np.ndarray) -> tuple[pd.DataFrame, int]:
    """Return the blocks with clearly more than an even spread, joined where they touch, and how many were tested.

    Their intervals allow for the choice of the busiest among many (Benjamini and Yekutieli 2005, JASA 100:71).
    """
    columns = (
        "data_set",
        "code",
        "level",
        "spells",
        "n_hours",
        "share",
        "ci_low",
        "ci_high",
        "expected",
        "ratio",
    )
    settings = case.params.statistics
    p = np.concatenate([one.found.p for one in looked]) if looked else np.empty(0)
    if not p.size:
        return pd.DataFrame(columns=[*columns, "primary"]), 0
    clear = adjust(p) <= settings.false_discovery_rate
    clear &= np.concatenate([one.found.ratio for one in looked]) >= 1 + settings.margin
    level = 1 - (1 - settings.confidence) * max(int(clear.sum()), 1) / p.size
    rows, at = [], 0
    for one in looked:
        chosen = clear[at : at + len(one.blocks)]
        at += len(one.blocks)
        if chosen.any():
            rows.append(_peak(one, chosen, came, level))
    table = pd.DataFrame(rows, columns=list(columns))
    return table.assign(primary=_primary(table)), int(p.size)


def _peak(one: _Looked, chosen: np.ndarray, came: np.ndarray, confidence: float) -> tuple[Any, ...]:
    inside = one.blocks[chosen].any(axis=0)
    found = busy_hours(one.by_week, inside[None, :], came, confidence)
    size = {"week": BLOCK, "band": BLOCK, "day": DAY}[one.level]
    spells = tuple((first * size, length * size) for first, length in runs(chosen))
    shares = (found.share, found.ci_low, found.ci_high, found.expected, found.ratio)
    return (
        *(one.subject.data_set, one.subject.code, one.level, spells, int(inside.sum())),
        *(float(value[0]) for value in shares),
    )


def _primary(table: pd.DataFrame) -> list[bool]:
    """Return which level of each subject is said: the hours of the week when they are few, else parts of the day."""
    said = []
    for row in table.itertuples():
        same = table[(table["data_set"] == row.data_set) & (table["code"] == row.code)]
        levels = dict(zip(same["level"], same["spells"], strict=True))
        few = len(levels.get("week", ())) <= MOST_SPELLS and "week" in levels
        first = "week" if few else next(name for name in ("band", "day", "week") if name in levels)
        said.append(row.level == first)
    return said


def _row(subject: Subject, looked: Sequence[_Looked]) -> dict[str, Any]:
    timed = _timed(subject.rows)
    rows = subject.rows[timed]
    tested = [one for one in looked if one.subject is subject]
    span = rows["occurred_to"] - rows["occurred_from"]
    return {
        "data_set": subject.data_set,
        "code": subject.code,
        "name": subject.name,
        "is_total": subject.is_total,
        "records": len(subject.rows),
        "timed": len(rows),
        "untimed": int((~timed).sum()),
        "tested": bool(tested),
        "weeks": max((one.found.n_weeks for one in tested), default=0),
        "share_long": float((span > pd.Timedelta(hours=BLOCK)).mean()) if len(rows) else np.nan,
        **_contrast(rows),
    }


def _contrast(rows: pd.DataFrame) -> dict[str, float]:
    """Return the part of the day in which counting by the earliest time differs most from the spread-out hours."""
    if len(rows) < LEAST_RECORDS:
        return {"band": np.nan, "band_start": np.nan, "band_spread": np.nan}
    bands = _blocks("band")
    spread = bands @ aoristic(rows["occurred_from"], rows["occurred_to"], timezone=CLOCK).events / len(rows)
    start = bands @ aoristic(rows["occurred_from"], timezone=CLOCK).events / len(rows)
    at = int(np.argmax(np.abs(start - spread)))
    return {"band": at * BLOCK, "band_start": float(start[at]), "band_spread": float(spread[at])}


def _grid(every: Sequence[Subject], peaks: pd.DataFrame, came: np.ndarray) -> pd.DataFrame:
    tables = []
    for subject in every:
        rows = subject.rows[_timed(subject.rows)]
        if rows.empty:
            continue
        events = aoristic(rows["occurred_from"], rows["occurred_to"], timezone=CLOCK).events
        even = events.sum() * came / came.sum()
        tables.append(
            pd.DataFrame(
                {
                    "data_set": subject.data_set,
                    "code": subject.code,
                    "day": np.arange(WEEK) // DAY,
                    "hour": np.arange(WEEK) % DAY,
                    "events": events,
                    "ratio": np.divide(events, even, out=np.zeros(WEEK), where=even > 0),
                    "in_peak": _in_peak(subject, peaks),
                }
            )
        )
    columns = ["data_set", "code", "day", "hour", "events", "ratio", "in_peak"]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)


def _in_peak(subject: Subject, peaks: pd.DataFrame) -> np.ndarray:
    own = peaks[(peaks["data_set"] == subject.data_set) & (peaks["code"] == subject.code)]
    own = own[own["primary"].astype(bool)]
    inside = np.zeros(WEEK, dtype=bool)
    for row in own.itertuples():
        for first, length in row.spells:
            cycle = DAY if row.level == "band" else WEEK
            inside |= (np.arange(WEEK) - first) % cycle < length
    return inside


def _notes(every: Sequence[Subject]) -> tuple[str, ...]:
    totals = [subject for subject in every if subject.is_total]
    said = []
    for subject in totals:
        timed, rows = _timed(subject.rows), subject.rows
        midnight = timed & (rows["occurred_from"] == rows["occurred_from"].dt.normalize())
        sharp = rows.loc[timed, "occurred_from"]
        sharp = sharp[(sharp.dt.minute == 0) & (sharp.dt.second == 0)].dt.hour.value_counts()
        others = (
            sharp.drop(labels=0, errors="ignore").max() if len(sharp.drop(labels=0, errors="ignore")) else 0
        )
        if midnight.sum() > 2 * others and midnight.sum() > 0.05 * timed.sum():
            said.append(
                f"{subject.name}: {int(midnight.sum()):,} records begin at exactly midnight, more than twice "
                "as many as at any other full hour; in some of them midnight may stand for an unknown time."
            )
    said.append(
        "Hours are those of the clock in the United Kingdom; the hour that the clocks skip in spring holds nothing."
    )
    return tuple(said)
