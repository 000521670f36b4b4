"""Meetings and consultations, and whether a public meeting lies in every year (statutory element e)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.result import MeetingsResult, NotAvailable
from pads_analysis.assess.supplied import basis_of, not_given

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.params.views import Meeting

TITLE = "Meetings and consultations"
COLUMNS = ["date", "last", "title", "kind", "public", "attendance", "held_by", "reached", "said"]
#: A partnership plan rolls over three years: no more than these are looked at.
MOST_YEARS = 3
RULE = (
    "At least one meeting a year is to be open to the public; what the regulation says word for word could not be "
    "looked up (unverified). Looked for is a meeting, not a workshop or consultation, that anyone could attend."
)


def meetings(case: Case) -> MeetingsResult | NotAvailable:
    """Return the log of meetings, and year by year whether one of them was public.

    Years run back in twelves of months from the end of the period to the previous assessment, or to the first event of
    the log, three at the most.
    """
    held = case.resolved.views
    if held is None or not held.meetings:
        return not_given(
            case, "views", "meetings", "e", TITLE, "no meeting or consultation was given for this partnership"
        )
    logged = sorted(held.meetings, key=lambda one: (one.end, one.date, one.title), reverse=True)
    return MeetingsResult(
        basis=basis_of(case, "views"),
        table=pd.DataFrame([_row(one) for one in logged], columns=COLUMNS),
        years=pd.DataFrame([_year(logged, first, last) for first, last in _years(case, logged)]),
    )


def _row(meeting: Meeting) -> dict[str, object]:
    return {
        "date": meeting.date,
        "last": meeting.last or "",
        "title": meeting.title.rstrip("."),
        "kind": meeting.kind,
        "public": meeting.public,
        "attendance": np.nan if meeting.attendance is None else meeting.attendance,
        "held_by": meeting.held_by,
        "reached": ", ".join(meeting.reached),
        "said": meeting.said,
    }


def _years(case: Case, logged: list[Meeting]) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Return first and last months of the years looked at, the newest first."""
    end = case.period.last
    earlier = case.previous_assessment
    since = case.previous.last if earlier is not None else pd.Timestamp(f"{logged[-1].end[:7]}-01")
    months = 12 * (end.year - since.year) + end.month - since.month + (0 if earlier is not None else 1)
    number = min(max(-(-months // 12), 1), MOST_YEARS)
    return [
        (end - pd.DateOffset(months=12 * (at + 1) - 1), end - pd.DateOffset(months=12 * at))
        for at in range(number)
    ]


def _year(logged: list[Meeting], first: pd.Timestamp, last: pd.Timestamp) -> dict[str, object]:
    inside = [
        one
        for one in logged
        if one.public and one.kind == "meeting" and f"{first:%Y-%m}" <= one.end[:7] <= f"{last:%Y-%m}"
    ]
    newest = inside[0] if inside else None
    return {
        "first": first,
        "last": last,
        "met": bool(inside),
        "date": newest.end if newest else "",
        "title": newest.title.rstrip(".") if newest else "",
        "n": len(inside),
    }
