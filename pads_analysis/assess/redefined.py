"""Offence categories that were split, joined or renamed: figures on today's definitions, or why they cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.selection import counts_by_month, usable_months
from pads_analysis.params.previous import EarlierOffence
from pads_analysis.vocabulary.category_changes import CategoryChange, category_changes

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.params import PreviousAssessment


def on_todays_categories(case: Case) -> Case:
    """Return the case with every month counted in today's categories, as far as that is exact.

    Categories that were joined, or renamed with the same contents, are counted under today's code in all months. What
    was split or drawn anew stays under the names it was published by.
    """
    codes = _exact(case)
    if not codes or not case.monthly["offence_code"].isin(codes).any():
        return case
    monthly = case.monthly.assign(offence_code=case.monthly["offence_code"].replace(codes))
    keys = ["partnership_code", "month", "offence_code"]
    return replace(case, monthly=monthly.groupby(keys, as_index=False)["count"].sum())


def released_today(case: Case, offences: Iterable[EarlierOffence]) -> dict[str, EarlierOffence]:
    """Return released figures by code, those of categories that were exactly joined or renamed as the one of today.

    A rate of several was not released, so that a joined figure has none. The total keeps its code.
    """
    codes, found = _exact(case), {}
    for offence in offences:
        code = offence.code if offence.is_total else codes.get(offence.code, offence.code)
        found[code] = _together(found[code], offence) if code in found else offence
    return found


def _together(first: EarlierOffence, second: EarlierOffence) -> EarlierOffence:
    by_month = tuple(a + b for a, b in zip(first.by_month, second.by_month, strict=True))
    no_rate = dict.fromkeys(("rate_per_1000", "ci_low", "ci_high"))
    together = {"name": f"{first.name} and {second.name}", "count": sum(by_month), "by_month": by_month}
    return first.model_copy(update={**together, **no_rate})


def broken(case: Case) -> tuple[CategoryChange, ...]:
    """Return the changes that lie between the two periods in today's data, so that the sides cannot be compared.

    Where the publisher issued the earlier months anew in the later categories, nothing is broken.
    """
    return tuple(change for change in category_changes(_scheme(case)) if _is_broken(case, change))


def _is_broken(case: Case, change: CategoryChange) -> bool:
    first = pd.Timestamp(f"{change.month}-01")
    if change.exact or not case.previous.first < first <= case.period.last:
        return False
    months = usable_months(case, case.previous).months
    earlier = counts_by_month(case, months[months < first])
    held = [code for code in earlier.columns if code in change.codes]
    return bool(len(earlier) and held) and not earlier[[c for c in held if c in change.new]].to_numpy().any()


def redefined_note(case: Case, code: str) -> str:
    """Return what changed about a category between the two periods; "" where nothing did."""
    return _sentences(change.note for change in broken(case) if code in change.codes)


def redefinitions(case: Case, earlier: PreviousAssessment) -> Mapping[CategoryChange, bool]:
    """Return the changes between the released figures and today's; True for one that breaks today's data too."""
    released = {offence.code for offence in earlier.record.offences if offence.count}
    apart = broken(case)
    found = {}
    for change in category_changes(_scheme(case)):
        since = earlier.record.months_counted[0] < change.month <= f"{case.period.last:%Y-%m}"
        unreleased = since and bool(change.new - released) and bool(change.codes & released)
        if change in apart or change.old & released or unreleased:
            found[change] = change in apart
    return found


def as_sentence(change: CategoryChange, *, apart: bool) -> str:
    """Return a change as a sentence on what it means for the comparison."""
    said = _sentences([change.note]).removesuffix(".")
    if change.exact:
        return f"{said}; figures of both sides are counted as one category."
    return f"{said}; what was recorded on either side is not set against the other." if apart else f"{said}."


def _sentences(notes: Iterable[str]) -> str:
    return " ".join(f"{note[:1].upper()}{note[1:]}." for note in notes)


def _exact(case: Case) -> dict[str, str]:
    """Return today's code by the codes whose contents it holds exactly."""
    changes = [change for change in category_changes(_scheme(case)) if change.exact]
    return {old: change.after[0] for change in changes for old in change.old}


def _scheme(case: Case) -> str:
    return case.scheme.code
