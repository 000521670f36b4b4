"""Confidence in the police and the council, and how big a problem anti-social behaviour is felt to be (element e)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.perceived_problems import (
    DEFINITION,
    HIGHEST_OF_ITEM,
    ITEMS,
    UNVERIFIED,
    problem_scores,
)
from pads_analysis.assess.result import ConfidenceResult, NotAvailable
from pads_analysis.assess.survey_rows import counted_items, groups_of, is_random, latest_waves
from pads_analysis.assess.survey_shares import least_base, of_survey, rows_of, share_among, table_of
from pads_analysis.assess.survey_sources import nothing_asked, published_rows, views_basis
from pads_analysis.vocabulary import views_measures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pads_analysis.data.case import Case
    from pads_analysis.data.surveys.held import HeldSurvey

TITLE = "Confidence in the police and the council"
#: Each is an instrument of its own: a row of one measure is never joined with a row of another.
MEASURES = ("confidence_police", "police_and_council", "other_public_services")
SCALE = "asb_scale"
SCALE_LABEL = "Perceives a high level of anti-social behaviour (scores 11 or more of 21)"
Row = dict[str, object]


@once_per_case
def confidence(case: Case) -> ConfidenceResult | NotAvailable:
    """Return measures of confidence, each by itself, and perceived anti-social behaviour by item and as a scale."""
    random, chose, scored = [], [], []
    for survey in latest_waves(case):
        rows = [row for question in survey.map.questions for row in _rows(case, survey, question)]
        scale = scale_rows(case, survey)
        # Measures of confidence, then the scale, then its items.
        order = (
            [row for row in rows if row["measure"] in MEASURES],
            scale,
            [row for row in rows if row["measure"] in ITEMS],
        )
        (random if is_random(survey) else chose).extend(row for part in order for row in part)
        scored += scale
    published = published_rows(case, (*MEASURES, *ITEMS))
    if not (random or chose or len(published)):
        return nothing_asked(
            case,
            "confidence",
            TITLE,
            "no survey of this partnership asked about confidence or about anti-social behaviour",
            "Ingest a file of respondents (pads ingest FILE.csv --as survey --map MAP.yaml) whose map gives questions "
            "the measures confidence_police, police_and_council or asb_item_1 to asb_item_7.",
        )
    kinds = [*(["survey"] if random or chose else []), *(["survey_table"] if len(published) else [])]
    return ConfidenceResult(
        basis=views_basis(case, kinds),
        table=table_of(random, "measure", "measure_name"),
        open_table=table_of(chose, "measure", "measure_name"),
        published=published,
        scale=(DEFINITION, UNVERIFIED) if scored else (),
        least=least_base(case),
    )


def _rows(case: Case, survey: HeldSurvey, question: object) -> list[Row]:
    if question.measure not in (*MEASURES, *ITEMS):
        return []
    name = views_measures()[question.measure].name
    return rows_of(case, survey, counted_items(question), measure=question.measure, measure_name=name)


def scale_rows(case: Case, survey: HeldSurvey) -> list[Row]:
    """Return the share with a high score on the seven items, by group; nothing where they were not all asked."""
    found = scale_answers(survey)
    if found is None:
        return []
    high, complete = found
    said = of_survey(survey) | {
        "question": SCALE_LABEL,
        "measure": SCALE,
        "measure_name": "Scale of seven items",
    }
    return [
        said | {"group": name} | share_among(case, survey, high, complete & inside).facts
        for name, inside in groups_of(survey)
    ]


def scale_answers(survey: HeldSurvey) -> tuple[NDArray[np.bool_], NDArray[np.bool_]] | None:
    """Return who scores high on the seven items and who rated all; None where they were not all asked on 0 to 3."""
    by_measure = {question.measure: question for question in survey.map.questions if question.scores}
    if not set(ITEMS) <= set(by_measure):
        return None
    questions = [by_measure[item] for item in ITEMS]
    if any(not 0 <= score <= HIGHEST_OF_ITEM for one in questions for score in one.scores.values()):
        return None
    respondents = survey.respondents["respondent"]
    items = np.full((len(respondents), len(ITEMS)), np.nan)
    for at, question in enumerate(questions):
        rows = survey.answers.loc[survey.answers["question"] == question.id]
        rows = rows.drop_duplicates("respondent").set_index("respondent")["answer"].map(dict(question.scores))
        items[:, at] = respondents.map(rows).to_numpy(dtype=float)
    scores = problem_scores(items)
    return scores.high, scores.complete
