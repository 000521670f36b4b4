"""Surveys written by hand, as the store would give them: a map, its respondents and their answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from assess_cases import OWN, make_case

from pads_analysis.data.case import Case
from pads_analysis.data.surveys.held import NONE_CHOSEN, HeldSurvey
from pads_analysis.params.survey_map import SurveyMap

SAFE = {
    "id": "safe", "text": "How safe do you feel after dark?", "kind": "single", "measure": "safety", "column": "Q1",
    "answers": ["Very safe", "Fairly safe", "Unsafe", "Don't know"], "counted": ["Very safe", "Fairly safe"],
    "counted_as": "Feels very or fairly safe after dark", "not_in_base": ["Don't know"],
}  # fmt: skip
WORST = {
    "id": "worst", "text": "Which are the worst problems nearby?", "kind": "multiple", "measure": "concern",
    "columns": ["Q2"], "answers": ["Speeding", "Burglary", "Drug use", "Drug dealing", "Litter"],
    "concern_offences": {"Burglary": "burglary", "Drug use": "drugs", "Drug dealing": "drugs"},
}  # fmt: skip
POLICE_AND_COUNCIL = {
    "id": "pac", "text": "Do the police and the council deal with what matters?", "kind": "single",
    "measure": "police_and_council", "column": "Q4", "answers": ["Agree", "Disagree"], "counted": ["Agree"],
    "counted_as": "Agrees that the police and the council deal with what matters",
}  # fmt: skip
OTHER_SERVICES = {
    **POLICE_AND_COUNCIL, "id": "pas", "text": "Do the police and other services deal with these issues?",
    "measure": "other_public_services", "column": "Q5",
    "counted_as": "Agrees that the police and other public services deal with these issues",
}  # fmt: skip
ASB_ANSWERS = {"Very big": 3, "Fairly big": 2, "Not very big": 1, "Not a problem": 0}
ASB = [
    {
        "id": f"asb_{at}", "text": f"How big a problem is item {at}?", "kind": "scale", "measure": f"asb_item_{at}",
        "column": f"A{at}", "scores": ASB_ANSWERS, "not_in_base": ["No opinion"],
    }
    for at in range(1, 8)
]  # fmt: skip
GROUPS = {"R": "resident", "W": "worker", "B": "both", "": ""}
WORDS = {"id": "why", "text": "Anything else?", "kind": "text", "column": "Q9"}


def survey_map(questions: Sequence[Mapping[str, Any]], **said: Any) -> SurveyMap:
    """Return the map of a survey of residents of the own partnership."""
    columns = {name: name for name in ("weight", "stratum", "cluster", *said.pop("columns", ()))}
    if "groups" in said:
        columns["group"] = "group"
    given = {
        "id": "wave_2", "title": "Residents' survey", "authority": "District council", "partnership": OWN,
        "mode": "postal", "first": "2021-04-01", "last": "2021-05-31", "sample": "probability",
        "population": "residents", "columns": columns, "questions": list(questions),
    }  # fmt: skip
    return SurveyMap.model_validate_json(json.dumps(given | said))


def held(
    questions: Sequence[Mapping[str, Any]],
    answers: Mapping[str, Sequence[str | Sequence[str] | None]],
    *,
    weight: Sequence[float] | None = None,
    stratum: Sequence[str] | None = None,
    cluster: Sequence[str] | None = None,
    group: Sequence[str] | None = None,
    profile: Mapping[str, Sequence[str]] | None = None,
    **said: Any,
) -> HeldSurvey:
    """Return a survey; of each question one answer, a list of them, or None for each respondent."""
    n = max(len(given) for given in answers.values())
    if group is not None:
        said |= {"groups": {text: name for text, name in GROUPS.items() if text}}
    if profile is not None:
        said |= {"columns": tuple(profile), "profile": said.pop("profile_said", {})}
    rows = pd.DataFrame(
        {
            "respondent": range(n),
            "weight": [1.0] * n if weight is None else list(weight),
            "stratum": [""] * n if stratum is None else list(stratum),
            "cluster": [""] * n if cluster is None else list(cluster),
            "group": [""] * n if group is None else [GROUPS[one] for one in group],
            "area_code": [""] * n,
            **{f"profile_{name}": list(values) for name, values in (profile or {}).items()},
        }
    )
    long = [
        (at, question, answer)
        for question, given in answers.items()
        for at, one in enumerate(given)
        if one is not None
        for answer in ([one] if isinstance(one, str) else (list(one) or [NONE_CHOSEN]))
    ]
    return HeldSurvey(
        survey_map(questions, **said),
        rows,
        pd.DataFrame(long, columns=["respondent", "question", "answer"]),
        weight is not None,
        "survey.csv",
    )


def case_with(*surveys: HeldSurvey, counts: Mapping[str, int] | None = None, **files: Any) -> Case:
    """Return a case that holds surveys, the oldest first."""
    settings = files.pop("settings", None)
    published = files.pop("published", None)
    case = make_case({OWN: counts or {"burglary": 50}}, settings=settings, **files)
    given = {} if published is None else {"published_views": published}
    return replace(case, surveys=tuple(surveys), **given)
