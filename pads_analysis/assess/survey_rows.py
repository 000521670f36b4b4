"""Respondents of a survey as the statistics need them: how they were drawn, who they are, who gave which answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.survey_design import SurveyDesign, survey_design

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pads_analysis.data.case import Case
    from pads_analysis.data.surveys.held import HeldSurvey
    from pads_analysis.params.survey_question import Question

RESIDENTS, WORKERS, TOGETHER = "residents", "workers", "residents and workers"
_MEMBERS = {RESIDENTS: ("resident", "both"), WORKERS: ("worker", "both")}


@dataclass(frozen=True, slots=True)
class Item:
    """One share that a survey gives: a question, and the answers that count.

    Attributes
    ----------
    question : Question
    label : str
        What the share is, in words.
    answers : tuple of str
        Answers that count.
    offence_code : str
        The offence it is a concern about; empty for none.
    """

    question: Question
    label: str
    answers: tuple[str, ...]
    offence_code: str = ""


def is_random(survey: HeldSurvey) -> bool:
    """Return whether its respondents were drawn at random, so that intervals may be stated."""
    return survey.map.sample == "probability"


def latest_waves(case: Case) -> list[HeldSurvey]:
    """Return the newest wave of every series, the newest first."""
    newest = {survey.map.series_or_id: survey for survey in case.surveys}
    return sorted(newest.values(), key=lambda survey: (str(survey.map.last), survey.map.id), reverse=True)


def design_of(survey: HeldSurvey) -> SurveyDesign | None:
    """Return how the respondents were drawn; None where that leaves nothing to measure a variance by.

    Sizes of strata count where respondents were drawn one by one. Where primary units (addresses, sampling points) were
    drawn first, the sizes, which are people, say nothing about the share of units drawn, and the sample is taken as
    drawn with replacement, which never understates the variance.
    """
    rows = survey.respondents
    stratum, cluster = (rows[name].astype(str).to_numpy() for name in ("stratum", "cluster"))
    strata = stratum if (stratum != "").any() else None
    # A respondent without a sampling point is a unit of its own.
    own = np.array([f"respondent {number}" for number in rows["respondent"]], dtype=object)
    clusters = np.where(cluster != "", cluster, own) if (cluster != "").any() else None
    sizes = survey.map.stratum_sizes
    known = strata is not None and clusters is None and set(np.unique(stratum)) <= set(sizes)
    fpc = np.array([sizes[name] for name in stratum], dtype=float) if known else None
    # Without weights, those that follow from the sizes; they hold for the whole file, so only where it is all here.
    whole = bool(survey.map.partnership) and "partnership" not in survey.map.columns
    from_sizes = fpc is not None and not survey.n_weighted and whole
    weights = None if from_sizes else rows["weight"].to_numpy(dtype=float)
    for share in (fpc, None) if fpc is not None else (None,):
        try:
            return survey_design(weights, strata, clusters, share, size=len(rows), single_unit="centre")
        except ValueError:
            # More respondents than a stratum has people, one unit in every stratum, or nobody at all.
            continue
    return None


def groups_of(survey: HeldSurvey) -> list[tuple[str, NDArray[np.bool_]]]:
    """Return all respondents under the name of who they are, then residents and workers apart where both answered.

    Those who live and work here count in both groups.
    """
    group = survey.respondents["group"].astype(str).to_numpy()
    everyone = np.ones(len(group), dtype=bool)
    asked = survey.map.population
    if not (group != "").any():
        return [({"both": TOGETHER}.get(asked, asked), everyone)]
    parts = [(name, np.isin(group, members)) for name, members in _MEMBERS.items()]
    told = [(name, chosen) for name, chosen in parts if chosen.any()]
    # Where all belong to one group, it is the name of all.
    whole = [(name, chosen) for name, chosen in told if chosen.all()]
    if whole:
        return [whole[0], *((name, chosen) for name, chosen in told if name != whole[0][0])]
    return [(TOGETHER, everyone), *told]


def asked(survey: HeldSurvey, question: Question) -> NDArray[np.bool_]:
    """Return who is in the base of a question: who gave an answer that is not left out of it."""
    rows = survey.answers.loc[survey.answers["question"] == question.id]
    counted = rows.loc[~rows["answer"].isin(question.not_in_base), "respondent"]
    return survey.respondents["respondent"].isin(counted).to_numpy(dtype=bool)


def gave(survey: HeldSurvey, question: Question, answers: tuple[str, ...]) -> NDArray[np.bool_]:
    """Return who gave one of the answers to a question."""
    rows = survey.answers.loc[survey.answers["question"] == question.id]
    chosen = rows.loc[rows["answer"].isin(answers), "respondent"]
    return survey.respondents["respondent"].isin(chosen).to_numpy(dtype=bool)


def counted_items(question: Question) -> list[Item]:
    """Return the shares a question gives: of the answers counted together, else of every single answer."""
    if question.kind == "text":
        return []
    offences = question.concern_offences
    if question.counted:
        about = {offences.get(answer, "") for answer in question.counted}
        return [Item(question, question.counted_as, question.counted, about.pop() if len(about) == 1 else "")]
    if question.kind == "scale":
        return []
    return [
        Item(question, answer, (answer,), offences.get(answer, ""))
        for answer in question.known_answers
        if answer not in question.not_in_base
    ]


def concern_lists(survey: HeldSurvey) -> list[tuple[str, list[Item]]]:
    """Return the lists of concerns that one survey asked about, each with its heading.

    The answers of one question are a list; questions on one concern each, of which an answer is counted, are another.
    """
    questions = [question for question in survey.map.questions if question.measure == "concern"]
    lists = [(question.text, counted_items(question)) for question in questions if not question.counted]
    single = [item for question in questions if question.counted for item in counted_items(question)]
    return [*((text, items) for text, items in lists if items), *([("", single)] if single else [])]
