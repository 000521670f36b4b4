"""One thing that would be seen if an explanation were true, looked for: each kind of test by an existing statistic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.change import change
from pads_analysis.assess.context import context
from pads_analysis.assess.drivers import peer_trend
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.named_hours import hours_test
from pads_analysis.assess.named_places import place_test
from pads_analysis.assess.result import NotAvailable, Verdict
from pads_analysis.assess.selection import history
from pads_analysis.assess.tested import Tested, cannot
from pads_analysis.data.periods import month_label
from pads_analysis.stats.seasonality import month_days
from pads_analysis.stats.step_month import step_at_month

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.params import HypothesisTest


_OF_THE_STORE = {"residents": ("population",), "deprivation": ("deprivation", "population")}


@dataclass(frozen=True, slots=True)
class _Known:
    """Tables that other sections print, by offence code; None with the reason where a section is not available."""

    table: pd.DataFrame | None
    reason: str


def run_test(case: Case, test: HypothesisTest, offence: str) -> Tested:
    """Return what a test found; what cannot be told comes back with its reason, never as an error.

    Parameters
    ----------
    case : Case
    test : HypothesisTest
    offence : str
        Offence code it is about.
    """
    return _KINDS[test.kind](case, test, offence)


@once_per_case
def _known(case: Case, question: Callable[[Case], object]) -> _Known:
    found = question(case)
    if isinstance(found, NotAvailable):
        return _Known(None, found.because)
    return _Known(found.table.set_index("offence_code"), "")


def _row(case: Case, question: Callable[[Case], object], offence: str) -> pd.Series | str:
    known = _known(case, question)
    if known.table is None:
        return known.reason
    if offence not in known.table.index:
        return f"{_name(case, offence)} is not among the offences compared"
    return known.table.loc[offence]


def _name(case: Case, offence: str) -> str:
    name = case.scheme.offence(offence).name
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _recording(case: Case, offence: str) -> str:
    """Return why a change of an offence may be one of recording; empty when nothing is known of one."""
    row = _row(case, change, offence)
    if isinstance(row, str) or not row["recording"]:
        return ""
    return f"the recording of {_name(case, offence)} changed, so that its figures before and after do not compare"


def _as_printed(row: pd.Series, ratio: str) -> Tested:
    return Tested(
        estimate=float(row[ratio]),
        ci_low=float(row["ci_low"]),
        ci_high=float(row["ci_high"]),
        p_adjusted=float(row["p_adjusted"]),
        verdict=Verdict(row["verdict"]),
    )


def _change(case: Case, test: HypothesisTest, offence: str) -> Tested:
    row = _row(case, change, offence)
    if isinstance(row, str):
        return cannot(row)
    blocked = _recording(case, offence)
    return cannot(blocked) if blocked else _as_printed(row, "ratio")


def _peers(case: Case, test: HypothesisTest, offence: str) -> Tested:
    row = _row(case, peer_trend, offence)
    if isinstance(row, str):
        return cannot(row)
    blocked = _recording(case, offence)
    return cannot(blocked) if blocked else _as_printed(row, "relative_ratio")


def _other_offence(case: Case, test: HypothesisTest, offence: str) -> Tested:
    own, other = _change(case, test, offence), _change(case, test, test.offence)
    if own.reason or other.reason:
        return cannot(own.reason or other.reason)
    if own.verdict not in (Verdict.HIGHER, Verdict.LOWER):
        return cannot(
            f"{_name(case, offence)} itself did not clearly change, so that nothing can move alike with it"
        )
    return other.beside(own.verdict)


def _later_than(case: Case, test: HypothesisTest, offence: str) -> Tested:
    if case.step > 1:
        return cannot(f"the counts come from the {case.scheme.label}, by quarter")
    blocked = _recording(case, offence)
    if blocked:
        return cannot(blocked)
    table, usable = history(case)
    month = pd.Timestamp(f"{test.month}-01")
    if offence not in table:
        return cannot(f"no {_name(case, offence)} was recorded in the months held")
    if month not in table.index:
        return cannot(f"{month_label(month)} lies outside the months looked at")
    counts = table[offence].clip(lower=0).astype("float64").where(usable)
    try:
        found = step_at_month(
            counts.to_numpy(),
            table.index.get_loc(month),
            exposure=month_days(table.index),
            confidence=case.params.statistics.confidence,
        )
    except ValueError as error:
        return cannot(f"the months do not carry such a test ({error})")
    tested = Tested(found.ratio, found.ratio_low, found.ratio_high, p=found.p, count=int(counts.sum()))
    return tested if found.plausible else tested.fits_better(month_label(table.index[found.best]))


def _context(case: Case, test: HypothesisTest, offence: str) -> Tested:
    result = context(case)
    if isinstance(result, NotAvailable):
        return cannot(result.because)
    rows = result.table.loc[result.table["series"] == test.series]
    if rows.empty:
        return cannot(f"the series {test.series} is not available for this partnership")
    match = rows.loc[rows["offence_code"] == offence]
    if match.empty:
        names = ", ".join(_name(case, code) for code in rows["offence_code"])
        return cannot(
            f"the series {test.series} was set beside {names} and not beside {_name(case, offence)}"
        )
    row = match.iloc[0]
    kinds = ("context",) if row["supplied"] else _OF_THE_STORE.get(test.series or "", ())
    return cannot(row["reason"], *kinds) if row["reason"] else replace(_as_printed(row, "ratio"), kinds=kinds)


_KINDS: Mapping[str, Callable[[Case, HypothesisTest, str], Tested]] = {
    "change": _change,
    "later_than": _later_than,
    "peers": _peers,
    "place": place_test,
    "hours": hours_test,
    "context": _context,
    "other_offence": _other_offence,
}
