"""What people wrote in their own words, counted by the partnership's codes (statutory element e)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.result import CommentsResult, NotAvailable
from pads_analysis.assess.survey_rows import latest_waves
from pads_analysis.assess.survey_shares import least_base
from pads_analysis.assess.survey_sources import nothing_asked, views_basis
from pads_analysis.data.surveys.held import NOT_CODED

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.data.surveys.held import HeldSurvey
    from pads_analysis.params.survey_question import Question

TITLE = "What people wrote"
COLUMNS = ["survey", "date", "question", "code", "count", "base", "value"]


@once_per_case
def comments(case: Case) -> CommentsResult | NotAvailable:
    """Count the comments that mention each code; one comment may carry several, and those without a code are told."""
    rows = [
        row
        for survey in latest_waves(case)
        for question in survey.map.questions
        if question.kind == "text"
        for row in _codes(case, survey, question)
    ]
    if not rows:
        return nothing_asked(
            case,
            "comments",
            TITLE,
            "no survey of this partnership has a question in own words with a codeframe that anybody answered",
            "Add a question of the kind text and a codeframe to the map of the survey, and ingest it again.",
        )
    return CommentsResult(
        basis=views_basis(case, ["survey"]), table=pd.DataFrame(rows, columns=COLUMNS), least=least_base(case)
    )


def _codes(case: Case, survey: HeldSurvey, question: Question) -> list[dict[str, object]]:
    rows = survey.answers.loc[survey.answers["question"] == question.id].drop_duplicates(
        ["respondent", "answer"]
    )
    base = int(rows["respondent"].nunique())
    if not base:
        return []
    counted = rows["answer"].value_counts()
    codes = sorted(survey.map.codeframes[question.id], key=lambda code: (-int(counted.get(code, 0)), code))
    return [
        {
            "survey": survey.map.title.rstrip("."),
            "date": str(survey.map.last),
            "question": question.text,
            "code": code,
            "count": int(counted.get(code, 0)),
            "base": base,
            "value": counted.get(code, 0) / base if base >= least_base(case) else np.nan,
        }
        for code in (*codes, NOT_CODED)
    ]
