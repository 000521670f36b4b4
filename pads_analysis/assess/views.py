"""What people who live or work here answered, apart by how they were asked (statutory element e)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.confidence import MEASURES
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.perceived_problems import ITEMS
from pads_analysis.assess.result import NotAvailable, ViewsResult
from pads_analysis.assess.survey_rows import counted_items, is_random, latest_waves
from pads_analysis.assess.survey_shares import least_base, published_share, rows_of, table_of
from pads_analysis.assess.survey_sources import nothing_asked, published_rows, views_basis

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

TITLE = "What people who live or work here think"
#: What sections of their own tell: concerns, and confidence with perceived anti-social behaviour.
TOLD_ELSEWHERE = frozenset({"concern", *MEASURES, *ITEMS})


@once_per_case
def views(case: Case) -> ViewsResult | NotAvailable:
    """Return the share of every answer that is counted, for residents and workers apart where both were asked.

    Concerns and confidence are told in sections of their own. Intervals follow from how people were drawn; those who
    chose to answer are listed apart and stand for themselves, and shares published without a base have no interval.
    """
    random, chose = [], []
    for survey in latest_waves(case):
        items = [
            item
            for question in survey.map.questions
            if question.measure not in TOLD_ELSEWHERE
            for item in counted_items(question)
        ]
        (random if is_random(survey) else chose).extend(rows_of(case, survey, items))
    for probability, row in supplied_rows(case):
        (random if probability else chose).append(row)
    published = published_rows(case)
    if not (random or chose or len(published) or case.surveys):
        return nothing_asked(
            case,
            "views",
            TITLE,
            "no survey was given for this partnership",
            f"Write params/partnerships/{case.partnership.code}/views.yaml, or ingest a file of respondents: "
            "pads ingest FILE.csv --as survey --map MAP.yaml.",
        )
    kinds = [
        *(["survey"] if case.surveys else []),
        *(["views"] if case.resolved.views and case.resolved.views.surveys else []),
        *(["survey_table"] if len(case.published_views) else []),
    ]
    residents, workers = who_was_asked(case)
    return ViewsResult(
        basis=views_basis(case, kinds),
        table=table_of(random),
        open_table=table_of(chose),
        published=published,
        least=least_base(case),
        residents=residents,
        workers=workers,
    )


def supplied_rows(case: Case) -> list[tuple[bool, dict[str, object]]]:
    """Return the answers of views.yaml that have a base, with whether people were drawn at random.

    A wave whose respondents are held is left out: their rows say the same, and more.
    """
    held = case.resolved.views
    own = {survey.map.id for survey in case.surveys}
    return [
        (
            survey.probability,
            {
                "survey": survey.title.rstrip("."),
                "date": survey.date,
                "mode": survey.mode,
                "group": answer.group,
                "question": answer.question,
                "source": (survey.source or survey.title).rstrip("."),
                "offence_code": answer.concern_offence,
            }
            | published_share(case, answer, random=survey.probability).facts,
        )
        for survey in (held.surveys if held else ())
        if survey.id not in own
        for answer in survey.questions
        if answer.base is not None
    ]


def who_was_asked(case: Case) -> tuple[str, str]:
    """Return how residents, and workers, were asked: "random", "open" (by those alone that people chose), "none",
    or "unknown" where only published tables are held, which do not say."""
    found = {"resident": set(), "worker": set()}
    for survey in case.surveys:
        groups = (
            set(survey.respondents["group"]) if survey.map.groups else {survey.map.population.rstrip("s")}
        )
        for name, how in found.items():
            if groups & {name, "both"}:
                how.add("random" if is_random(survey) else "open")
    held = case.resolved.views
    for survey in held.surveys if held else ():
        for answer in survey.questions:
            said = answer.group.casefold()
            for name, how in found.items():
                if name in said or said == "both":
                    how.add("random" if survey.probability else "open")
    if not (case.surveys or (held and held.surveys)):
        return "unknown", "unknown"
    residents, workers = (
        "random" if "random" in how else "open" if how else "none" for how in found.values()
    )
    return residents, workers
