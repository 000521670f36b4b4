"""What people who live or work here think should be prioritised (statutory element e)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.result import NotAvailable, ViewsResult
from pads_analysis.assess.supplied import basis_of, not_given
from pads_analysis.stats.proportions import wilson

if TYPE_CHECKING:
    from pads_analysis.data.case import Case


def views(case: Case) -> ViewsResult | NotAvailable:
    """Return published answers with intervals, where people were drawn at random, and the meetings held."""
    held = case.resolved.views
    if held is None or not (held.surveys or held.meetings):
        return not_given(
            case,
            "views",
            "views",
            "e",
            "What people who live or work here think",
            "no survey or meeting was given for this partnership",
        )
    rows = [_answer(case, survey, answer) for survey in held.surveys for answer in survey.questions]
    rows += [
        {
            "question": meeting.title,
            "group": "anyone could attend" if meeting.public else "by invitation",
            "base": meeting.attendance,
            "date": meeting.date,
            "mode": "meeting",
            "probability": False,
        }
        for meeting in held.meetings
    ]
    columns = [
        "question",
        "group",
        "value",
        "ci_low",
        "ci_high",
        "base",
        "date",
        "mode",
        "source",
        "probability",
    ]
    table = pd.DataFrame(rows).reindex(columns=columns)
    table["source"] = table["source"].fillna("")
    return ViewsResult(basis=basis_of(case, "views"), table=table)


def _answer(case: Case, survey: object, answer: object) -> dict[str, object]:
    row = {
        "question": answer.question,
        "group": answer.group,
        "value": answer.value,
        "base": answer.base,
        "date": survey.date,
        "mode": survey.mode,
        "source": (survey.source or survey.title).rstrip("."),
        "probability": survey.probability,
    }
    if survey.probability:
        # The published share times its base, to the nearest person: the number who gave the answer.
        found = wilson(round(answer.value * answer.base), answer.base, case.params.statistics.confidence)
        row |= {"ci_low": float(found.ci_low), "ci_high": float(found.ci_high)}
    return row
