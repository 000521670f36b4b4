"""Which share of people names each offence as a concern: one figure per offence, for other questions to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.survey_rows import Item, counted_items, groups_of, is_random
from pads_analysis.assess.survey_shares import Share, published_share, share_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pads_analysis.data.case import Case
    from pads_analysis.data.surveys.held import HeldSurvey

COLUMNS = {
    "offence_code": "str",
    "share": "float64",
    "ci_low": "float64",
    "ci_high": "float64",
    "base": "float64",
    "n_effective": "float64",
    "survey": "str",
    "question": "str",
    "date": "str",
    "group": "str",
    "kind": "str",
}


@once_per_case
def concern_shares(case: Case) -> pd.DataFrame:
    """Return the share of people asked who name each offence as a concern, by the latest survey that asked.

    Only people drawn at random count, and only shares that may be printed with an interval. Respondents' rows stand
    before figures of views.yaml on the same wave (the same id, or closed in the same month).

    Returns
    -------
    DataFrame
        One row per offence: offence_code, share, ci_low, ci_high (0 to 1), base (people asked), n_effective (base over
        the design effect), survey (title), question (the share in words), date (YYYY-MM-DD or YYYY-MM), group (who was
        asked), kind (survey or views: where it comes from). Without rows where nobody was asked at random.
    """
    rows = [*_of_respondents(case), *_of_views(case)]
    table = pd.DataFrame(rows, columns=[*COLUMNS, "ingested"]).astype(COLUMNS)
    if table.empty:
        return table[list(COLUMNS)]
    table["month"] = table["date"].str[:7]
    # Of one wave the respondents' own rows first, and of several questions the one more people agreed with.
    table = table.sort_values(
        ["offence_code", "month", "ingested", "share", "question"],
        ascending=[True, False, False, False, True],
        kind="stable",
    )
    return table.drop_duplicates("offence_code")[list(COLUMNS)].reset_index(drop=True)


def _of_respondents(case: Case) -> Iterator[dict[str, object]]:
    for survey in case.surveys:
        if not is_random(survey):
            continue
        group = groups_of(survey)[0][0]
        for item in concern_items(survey):
            yield from _row(
                item.offence_code,
                share_of(case, survey, item),
                survey=survey.map.title,
                question=item.label,
                date=str(survey.map.last),
                group=group,
                kind="survey",
            )


def _of_views(case: Case) -> Iterator[dict[str, object]]:
    held = case.resolved.views
    own = {survey.map.id for survey in case.surveys}
    for survey in held.surveys if held else ():
        for answer in survey.questions if survey.probability and survey.id not in own else ():
            if answer.concern_offence:
                yield from _row(
                    answer.concern_offence,
                    published_share(case, answer, random=True),
                    survey=survey.title.rstrip("."),
                    question=answer.question,
                    date=survey.date,
                    group=answer.group,
                    kind="views",
                )


def _row(offence: str, share: Share, **said: str) -> Iterator[dict[str, object]]:
    if share.withheld or pd.isna(share.ci_low):
        return
    effect = share.design_effect if share.design_effect > 0 else 1.0
    yield {
        "offence_code": offence,
        "share": share.value,
        "ci_low": share.ci_low,
        "ci_high": share.ci_high,
        "base": share.base,
        "n_effective": share.base / effect,
        "ingested": said["kind"] == "survey",
        **said,
    }


def concern_items(survey: HeldSurvey) -> list[Item]:
    """Return one item for every offence that a question names: answers on the same offence are counted together."""
    found: list[Item] = []
    for question in survey.map.questions:
        items = counted_items(question)
        for code in dict.fromkeys(item.offence_code for item in items if item.offence_code):
            about = [item for item in items if item.offence_code == code]
            answers = tuple(answer for item in about for answer in item.answers)
            found.append(Item(question, " or ".join(item.label for item in about), answers, code))
    return found
