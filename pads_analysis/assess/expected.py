"""What a test of an explanation looks for, in words, and why its outcome cannot be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from pads_analysis.assess.result import Verdict
from pads_analysis.data.periods import month_label

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.params import HypothesisTest


def expected_words(case: Case, test: HypothesisTest, offence: str) -> str:
    """Return what would be seen, as a clause: "vehicle crime rose more, or fell less, than at peers"."""
    name = _in_sentence(case, offence)
    return {
        "change": _changed,
        "later_than": _stepped,
        "peers": _beside_peers,
        "place": _in_places,
        "hours": _at_hours,
        "context": _with_series,
        "other_offence": _with_other,
    }[test.kind](case, test, name)


def unclear_words(verdict: Any, estimate: float, low: float, high: float, case: Case) -> str:
    """Return why a test with an estimate cannot tell, as a clause."""
    if verdict == Verdict.TOO_FEW or not (pd.notna(low) and pd.notna(high)):
        return "too few events to tell"
    margin = case.params.statistics.margin
    if low > 1 or high < 1:
        small = 1 / (1 + margin) < estimate < 1 + margin
        return (
            f"the difference may be less than the {margin:.0%} that is taken to matter"
            if small
            else "the difference does not hold once all comparisons are allowed for"
        )
    return "the interval is too wide: it holds a difference either way, or none"


def _in_sentence(case: Case, offence: str) -> str:
    name = case.scheme.offence(offence).name
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _changed(case: Case, test: HypothesisTest, name: str) -> str:
    return {"rise": f"{name} rose", "fall": f"{name} fell", "same": f"{name} stayed about the same"}[
        test.expect
    ]


def _stepped(case: Case, test: HypothesisTest, name: str) -> str:
    way = "higher" if test.expect == "rise" else "lower"
    return f"{name} took a {way} level from {month_label(pd.Timestamp(f'{test.month}-01'))} on"


def _beside_peers(case: Case, test: HypothesisTest, name: str) -> str:
    return {
        "more": f"{name} rose more, or fell less, than at peers",
        "less": f"{name} rose less, or fell more, than at peers",
        "same": f"{name} changed as it did at peers",
    }[test.expect]


def _in_places(case: Case, test: HypothesisTest, name: str) -> str:
    if test.deprived:
        where = "in small areas of the most deprived fifth of the country"
    else:
        number = len(test.places)
        where = f"in the {'small area or ward' if number == 1 else f'{number} small areas or wards'} named"
    return {
        "more": f"{name} rose more, or fell less, {where} than in the rest of the partnership",
        "less": f"{name} rose less, or fell more, {where} than in the rest of the partnership",
        "same": f"{name} changed {where} as in the rest of the partnership",
    }[test.expect]


def _at_hours(case: Case, test: HypothesisTest, name: str) -> str:
    parts = []
    if test.hours:
        parts.append(f"from {test.hours[:2]}:00 to {test.hours[3:]}:00")
    if test.days:
        parts.append(f"on {', '.join(test.days)}")
    what = f"crime of the category {test.category}" if test.category else "crime in the police extract"
    way = {"more": "rose", "less": "fell", "same": "stayed about the same"}[test.expect]
    return f"the share of {what} {' '.join(parts)} {way}"


def _with_series(case: Case, test: HypothesisTest, name: str) -> str:
    way = "higher" if test.expect == "with" else "lower"
    return f'{name} was {way} where and when the series "{_series_name(case, test.series or "")}" was higher'


def _series_name(case: Case, series: str) -> str:
    held = case.resolved.context
    names = {entry.id: entry.name for entry in held.series} if held else {}
    name = names.get(
        series, {"residents": "number of residents", "deprivation": "deprivation"}.get(series, series)
    )
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _with_other(case: Case, test: HypothesisTest, name: str) -> str:
    other = _in_sentence(case, test.offence or "")
    if test.expect == "alike":
        return f"{other} moved the same way as {name}"
    return f"{other} did not move the same way as {name}"
