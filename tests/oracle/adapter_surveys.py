"""Maps the methods of topic 7 (surveys) to calls of the package, by name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
from shared_files import shared_file

from pads_analysis.stats import design_effects, survey_design, survey_groups, survey_tests, surveys

Inputs = dict[str, Any]
SAMPLES = "survey_api_data.json"
# How the samples of that file were drawn: column of the strata, and of the primary sampling units.
DRAWN = {"apistrat": ("stype", None), "apiclus1": (None, "dnum")}
NAMES = {
    "weights": ("weights", "weight", "pw", "w"),
    "strata": ("strata", "stratum"),
    "clusters": ("clusters", "cluster", "psu", "dnum"),
    "fpc": ("fpc",),
}


def _columns(name: str) -> dict[str, list]:
    return json.loads(shared_file(SAMPLES).read_text(encoding="utf-8"))[name]


def _sample(given: Inputs) -> tuple[dict[str, list], survey_design.SurveyDesign]:
    """Columns and design: `data` names a sample of the shared file and its design in words, or holds the columns."""
    data = given["data"]
    if isinstance(data, dict):
        return data, survey_design.survey_design(**_design_of(given, data))
    name = re.match(r"\w+", data).group()
    columns = _columns(name)
    strata, clusters = DRAWN[name]
    return columns, survey_design.survey_design(
        weights=columns["pw"],
        strata=columns[strata] if strata else None,
        clusters=columns[clusters] if clusters else None,
        fpc=columns["fpc"] if re.search(r"(?<!no )(?<!without )fpc", data) else None,
    )


def _design_of(given: Inputs, data: dict[str, list]) -> dict[str, list]:
    """The design of inline data: a column named by an input, an input that is a column, or a column of a usual name."""
    found = {}
    for part, names in NAMES.items():
        for name in names:
            value = given.get(name, data.get(name))
            if isinstance(value, str):
                value = data[value]
            if value is not None:
                found[part] = value
                break
    if not found:
        found["size"] = len(next(iter(data.values())))
    return found


def _answers(columns: dict[str, list], variable: str) -> np.ndarray:
    """A column named as in R ("~api00", "enroll total"), or whether it has a value ("sch.wide==Yes")."""
    name, _, value = variable.removeprefix("~").removesuffix(" total").partition("==")
    column = np.array(columns[name.strip()], dtype=object)
    if value:
        return np.array([str(v) == value.strip().strip("\"'") for v in column])
    return column.astype(float)


def mean_or_total(given: Inputs) -> Inputs:
    columns, design = _sample(given)
    wanted = f"{given.get('stat', '')} {given['variable']}"
    estimate = surveys.total if "total" in wanted else surveys.mean
    found = estimate(
        _answers(columns, given["variable"]),
        design,
        confidence=given.get("confidence", given.get("level", 0.95)),
    )
    return {
        "estimate": found.estimate,
        "se": found.se,
        "ci95_t": [found.ci_low, found.ci_high],
        "degf": found.df,
    }


def proportion(given: Inputs) -> Inputs:
    columns, design = _sample(given)
    level = given.get("confidence", given.get("level", 0.95))
    found = surveys.proportion(
        _answers(columns, given["variable"]), design, confidence=level, method=given.get("method", "logit")
    )
    return {
        "p": found.estimate,
        "se": found.se,
        "lower": found.ci_low,
        "upper": found.ci_high,
        "degf": found.df,
    }


def domain_proportion(given: Inputs) -> Inputs:
    columns, design = _sample(given)
    by = given["domain"]
    found = survey_groups.group_proportions(_answers(columns, given["variable"]), design, columns[by])
    return {by: found.group.tolist(), "p": found.proportion, "se": found.se}


def rao_scott(given: Inputs) -> Inputs:
    columns, design = _sample(given)
    rows, of = (columns[name.strip()] for name in given["table"].split(" x "))
    found = survey_tests.rao_scott(rows, of, design)
    return {"F": found.statistic, "ndf": found.ndf, "ddf": found.ddf, "p": found.p}


def design_effect(given: Inputs) -> Inputs:
    columns, design = _sample(given)
    # R compares with a simple random sample without replacement from the sum of the weights.
    result = {"deff": design_effects.design_effect(_answers(columns, given["variable"]), design, finite=True)}
    if isinstance(given["data"], dict):
        return result | {"kish_weights_deff": design_effects.kish_design_effect(design.weights)}
    # The vector's Kish effect is of another sample than its design effect; it names it.
    weights = _columns("apistrat")["pw"]
    return result | {
        "kish_weights_deff": design_effects.kish_design_effect(weights),
        "kish_data": "apistrat pw",
    }


METHODS: dict[str, Callable[[Inputs], Inputs]] = {
    "survey_mean_total": mean_or_total,
    "survey_proportion_ci": proportion,
    "survey_domain_proportion": domain_proportion,
    "rao_scott_chisq_F": rao_scott,
    "design_effect": design_effect,
}
