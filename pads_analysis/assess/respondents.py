"""Who answered, beside the population (statutory element e)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.result import NotAvailable, RespondentsResult
from pads_analysis.assess.survey_rows import is_random, latest_waves
from pads_analysis.assess.survey_shares import least_base
from pads_analysis.assess.survey_sources import nothing_asked, views_basis
from pads_analysis.data.surveys.held import PROFILE
from pads_analysis.stats.design_effects import kish_design_effect

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.data.surveys.held import HeldSurvey

TITLE = "Who answered"
SURVEYS = [
    "survey", "date", "first", "last", "authority", "mode", "sample", "asked", "respondents", "residents", "workers",
    "weighted", "kish", "n_effective",
]  # fmt: skip
PROFILES = [
    "survey", "date", "sample", "profile", "category", "count", "base", "share", "weighted_share", "population_share",
    "difference", "source",
]  # fmt: skip


@once_per_case
def respondents(case: Case) -> RespondentsResult | NotAvailable:
    """Return how many answered, how weights were used and at what cost, and the profile beside the population's."""
    # Those drawn at random first.
    surveys = sorted(latest_waves(case), key=lambda survey: not is_random(survey))
    if not surveys:
        return nothing_asked(
            case,
            "respondents",
            TITLE,
            "no file of respondents was given, and published figures do not say who they are",
        )
    profiles = [row for survey in surveys for row in _profile(case, survey)]
    return RespondentsResult(
        basis=views_basis(case, ["survey"]),
        surveys=pd.DataFrame([_row(survey) for survey in surveys], columns=SURVEYS),
        table=pd.DataFrame(profiles, columns=PROFILES),
        least=least_base(case),
    )


def _row(survey: HeldSurvey) -> dict[str, object]:
    rows, said = survey.respondents, survey.map
    group = rows["group"]
    weights = rows.loc[rows["weight"] > 0, "weight"].to_numpy()
    weighted = survey.n_weighted and len(weights) > 0
    kish = kish_design_effect(weights) if weighted else np.nan
    known = bool(said.groups)
    return {
        "survey": said.title.rstrip("."),
        "date": str(said.last),
        "first": str(said.first),
        "last": str(said.last),
        "authority": said.authority,
        "mode": said.mode,
        "sample": said.sample,
        "asked": said.asked or said.population.replace("both", "residents and workers"),
        "respondents": len(rows),
        "residents": int(group.isin(["resident", "both"]).sum()) if known else np.nan,
        "workers": int(group.isin(["worker", "both"]).sum()) if known else np.nan,
        "weighted": weighted,
        "kish": kish,
        "n_effective": len(weights) / kish if weighted else np.nan,
    }


def _profile(case: Case, survey: HeldSurvey) -> list[dict[str, object]]:
    """Return a row for each category of each column that is compared with a population."""
    found = []
    for name, population in survey.map.profile.items():
        column = survey.respondents[f"{PROFILE}{name}"].astype(str)
        weight = survey.respondents["weight"].where(column != "", 0.0)
        base, everyone = int((column != "").sum()), float(weight.sum())
        others = [
            category for category in dict.fromkeys(column) if category and category not in population.shares
        ]
        for category in (*population.shares, *sorted(others)):
            chosen = column == category
            told = base >= least_base(case)
            share = float(chosen.sum() / base) if told else np.nan
            of_population = population.shares.get(category, np.nan)
            weighted = survey.n_weighted and told and everyone > 0
            found.append(
                {
                    "survey": survey.map.title.rstrip("."),
                    "date": str(survey.map.last),
                    "sample": survey.map.sample,
                    "profile": name.replace("_", " "),
                    "category": category,
                    "count": int(chosen.sum()),
                    "base": base,
                    "share": share,
                    "weighted_share": float(weight[chosen].sum() / everyone) if weighted else np.nan,
                    "population_share": of_population,
                    "difference": share - of_population,
                    "source": population.source.rstrip("."),
                }
            )
    return found
