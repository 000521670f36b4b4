from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest
import yaml
from pydantic import BaseModel, ValidationError

from pads_analysis.params.judgements import DecisionsFile, HallmarksFile, HypothesesFile
from pads_analysis.params.locations import params_dir
from pads_analysis.params.models import AssessmentParams, Settings
from pads_analysis.params.plan import PlanFile, PlanTarget
from pads_analysis.params.views import ViewsFile
from pads_analysis.params.yaml_file import read_yaml

FILES = (PlanFile, ViewsFile, DecisionsFile, HypothesesFile, HallmarksFile)
DEFAULTS = params_dir() / "defaults.yaml"


def defaults() -> dict:
    return read_yaml(DEFAULTS).data


def keys(data: Mapping, start: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every path of a nested mapping; an empty mapping counts as a value."""
    for key, value in data.items():
        if isinstance(value, dict) and value:
            yield from keys(value, (*start, key))
        else:
            yield (*start, key)


def fields(model: type[BaseModel], start: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from fields(kind, (*start, name))
        else:
            yield (*start, name)


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for child in model.__subclasses__():
        yield from models(child)


def test_defaults_set_exactly_every_field_but_the_partnership():
    assert set(keys(defaults())) == set(fields(AssessmentParams)) - {("partnership",)}


def test_defaults_are_valid():
    params = AssessmentParams.model_validate({"partnership": "E22000123", **defaults()})
    assert params.months == 12
    assert params.statistics.margin == 0.10
    assert params.priorities.seed == 20070801
    assert [chapter[:2] for chapter in params.chapters] == [str(n) for n in range(10, 100, 10)]


def test_settings_have_no_default_of_their_own():
    owners = [model for model in models(Settings) if model is not Settings]
    assert len(owners) >= 7
    for model in owners:
        assert all(field.is_required() for field in model.model_fields.values()), model


def test_every_setting_in_the_defaults_is_commented():
    lines = DEFAULTS.read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        # The six weights share one comment, which says what they have in common.
        key = re.match(r" *([a-z_]+):", line)
        if (key and not line.startswith("    ")) or (key and key[1] in ("draws", "seed")):
            assert lines[number - 1].lstrip().startswith("#"), line


def test_the_defaults_are_yaml_to_everyone_else_too():
    assert yaml.safe_load(DEFAULTS.read_text("utf-8")) == defaults()


def test_every_field_has_a_description():
    for model in {*models(Settings), *(child for base in FILES for child in models(base))} - {Settings}:
        for name, field in model.model_fields.items():
            assert field.description and field.description.endswith("."), (model, name)


def test_params_are_frozen():
    params = AssessmentParams.model_validate({"partnership": "E22000123", **defaults()})
    with pytest.raises(ValidationError):
        params.months = 6
    with pytest.raises(ValidationError):
        params.statistics.margin = 0.2


@pytest.mark.parametrize("code", ["E22000001", "W14000001", "W22000009"])
def test_partnership_codes_are_accepted(code):
    assert AssessmentParams.model_validate({**defaults(), "partnership": code}).partnership == code


@pytest.mark.parametrize(
    "code",
    ["", "E2200001", "E220000011", "E23000001", "E14000001", "e22000001", "../E22000001", "E22000001\n",
     "E22000001/..", " E22000001", "E22०००००१", "S22000001", "E22000001\x00", "..", "CON"],
)  # fmt: skip
def test_other_codes_are_refused(code):
    with pytest.raises(ValidationError):
        AssessmentParams.model_validate({**defaults(), "partnership": code})


@pytest.mark.parametrize("value", ["latest", "2026-03", "2006-12"])
def test_ends_of_period_are_accepted(value):
    data = {**defaults(), "partnership": "E22000123", "period_end": value}
    assert AssessmentParams.model_validate(data).period_end == value


@pytest.mark.parametrize(
    "value", ["2026-13", "2026-00", "2026-3", "26-03", "2026-03-01", "Latest", "", "2026-03\n"]
)
def test_other_ends_of_period_are_refused(value):
    with pytest.raises(ValidationError):
        AssessmentParams.model_validate({**defaults(), "partnership": "E22000123", "period_end": value})


@pytest.mark.parametrize(
    "entry",
    ["10_levels_and_patterns", "notebooks/own.ipynb", "own.ipynb", "notebooks/A chapter-2.ipynb"],
)
def test_chapters_are_accepted(entry):
    data = {**defaults(), "partnership": "E22000123", "chapters": [entry]}
    assert AssessmentParams.model_validate(data).chapters == (entry,)


@pytest.mark.parametrize(
    "entry",
    ["../own.ipynb", "notebooks/../../own.ipynb", "/etc/own.ipynb", "C:/own.ipynb", "C:own.ipynb",
     "notebooks\\own.ipynb", "~/own.ipynb", "notebooks//own.ipynb", "./own.ipynb", ".hidden/own.ipynb",
     "//server/share/own.ipynb", "own.ipynb/", "own.ipynb\n", "own.py", "", "con.ipynb", "aux/own.ipynb",
     "nul .ipynb", "http://x/own.ipynb", "own\x00.ipynb", "%2e%2e/own.ipynb", "$HOME/own.ipynb", "levels"],
)  # fmt: skip
def test_paths_that_could_leave_the_folder_are_refused(entry):
    with pytest.raises(ValidationError):
        AssessmentParams.model_validate({**defaults(), "partnership": "E22000123", "chapters": [entry]})


def test_a_chapter_may_stand_once_whatever_its_case():
    data = {**defaults(), "partnership": "E22000123", "chapters": ["own.ipynb", "Own.ipynb"]}
    with pytest.raises(ValidationError, match="twice"):
        AssessmentParams.model_validate(data)


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u0007", "\x7f", "\x1b"])
def test_hidden_characters_in_text_are_refused(character):
    data = {**defaults(), "partnership": "E22000123", "title": f"Safe{character}ty"}
    with pytest.raises(ValidationError, match="hidden character"):
        AssessmentParams.model_validate(data)


def test_ordinary_foreign_text_is_accepted():
    title = "Diogelwch cymunedol Ynys Môn – “asesiad”, עברית"
    data = {**defaults(), "partnership": "W14000001", "title": title}
    assert AssessmentParams.model_validate(data).title == title


@pytest.mark.parametrize(
    ("anchors", "accepted"),
    [
        ([[0, 0], [1, 4]], True),
        ([[0, 2], [1, 2]], True),
        ([[0, 0]], False),
        ([[1, 0], [1, 4]], False),
        ([[2, 0], [1, 4]], False),
        ([[0, 4], [1, 0]], False),
        ([[0, 0], [1, 5]], False),
        ([[0, 0, 0], [1, 4, 0]], False),
    ],
)
def test_anchors_rise_and_score_from_0_to_4(anchors, accepted):
    data = {**defaults(), "partnership": "E22000123"}
    data["priorities"] = {
        **data["priorities"],
        "anchors": {**data["priorities"]["anchors"], "trend": anchors},
    }
    if accepted:
        found = AssessmentParams.model_validate(data).priorities.anchors.trend
        assert found == tuple((float(value), float(score)) for value, score in anchors)
    else:
        with pytest.raises(ValidationError):
            AssessmentParams.model_validate(data)


def test_weights_must_not_all_be_nothing():
    data = {**defaults(), "partnership": "E22000123"}
    weights = dict.fromkeys(data["priorities"]["weights"], 0)
    data["priorities"] = {**data["priorities"], "weights": weights}
    with pytest.raises(ValidationError, match="every criterion"):
        AssessmentParams.model_validate(data)


def test_a_partnership_is_not_its_own_peer():
    data = {
        **defaults(),
        "partnership": "E22000123",
        "peers": {"codes": ["E22000123"], "note": "", "minimum": 3},
    }
    with pytest.raises(ValidationError, match="its own peer"):
        AssessmentParams.model_validate(data)


@pytest.mark.parametrize("model", FILES)
def test_the_other_files_may_be_empty_and_refuse_unknown_names(model):
    assert all(value in ((), "") for value in dict(model.model_validate({})).values())
    with pytest.raises(ValidationError):
        model.model_validate({"unknown": 1})


ACTION = {"id": "A1", "priority": "P1", "action": "Do it.", "lead": "District council", "status": "late"}


@pytest.mark.parametrize(
    ("change", "accepted"),
    [
        ({}, True),
        ({"due": "2025-09-30"}, True),
        ({"due": ""}, True),
        ({"due": "2025-02-30"}, False),
        ({"due": "2025-09"}, False),
        ({"due": "30/09/2025"}, False),
        ({"status": "done"}, False),
        ({"priority": "P2"}, False),
        ({"action": ""}, False),
    ],
)
def test_actions_of_a_plan(change, accepted):
    data = {"priorities": [{"id": "P1", "name": "Vehicle crime"}], "actions": [{**ACTION, **change}]}
    if accepted:
        assert PlanFile.model_validate(data).actions[0].id == "A1"
    else:
        with pytest.raises(ValidationError):
            PlanFile.model_validate(data)


def test_ids_of_a_plan_stand_once():
    with pytest.raises(ValidationError, match="twice"):
        PlanFile.model_validate(
            {"priorities": [{"id": "P1", "name": "Vehicle crime"}], "actions": [ACTION, ACTION]}
        )


@pytest.mark.parametrize(
    ("kind", "aim", "accepted"), [("reduction", 0.1, True), ("reduction", 10, False), ("rate", 10, True)]
)
def test_a_reduction_is_a_share(kind, aim, accepted):
    data = {"indicator": "vehicle_crime", "kind": kind, "baseline": 1200, "aim": aim, "by": "2026-03"}
    if accepted:
        assert PlanTarget.model_validate(data).aim == aim
    else:
        with pytest.raises(ValidationError, match="more than everything"):
            PlanTarget.model_validate(data)


SURVEY = {
    "id": "S1",
    "title": "Survey",
    "mode": "postal",
    "date": "2025-11",
    "probability": True,
    "base": 100,
}
ANSWER = {"question": "Feels unsafe", "group": "residents", "value": 0.3, "base": 90}


@pytest.mark.parametrize(
    ("change", "accepted"),
    [({}, True), ({"value": 30}, False), ({"value": -0.1}, False), ({"base": 101}, False), ({"base": 0}, False),
     ({"concern_offence": "drugs"}, True), ({"concern_offence": "Drugs!"}, False)],
)  # fmt: skip
def test_answers_of_a_survey(change, accepted):
    data = {"surveys": [{**SURVEY, "questions": [{**ANSWER, **change}]}]}
    if accepted:
        assert ViewsFile.model_validate(data).surveys[0].questions[0].group == "residents"
    else:
        with pytest.raises(ValidationError):
            ViewsFile.model_validate(data)


def test_yes_and_no_are_not_probability():
    with pytest.raises(ValidationError):
        ViewsFile.model_validate({"surveys": [{**SURVEY, "probability": "yes"}]})


@pytest.mark.parametrize(
    ("score", "evidence", "accepted"),
    [
        (0, "", True),
        (2, "", True),
        (3, "", False),
        (3, "  ", False),
        (4, "Minutes.", True),
        (5, "x", False),
        (-1, "x", False),
    ],
)
def test_high_hallmark_scores_need_evidence(score, evidence, accepted):
    data = {"scores": [{"criterion": "Shared vision", "score": score, "evidence": evidence}]}
    if accepted:
        assert HallmarksFile.model_validate(data).scores[0].score == score
    else:
        with pytest.raises(ValidationError):
            HallmarksFile.model_validate(data)


def test_decisions_say_why_and_stand_once_per_issue():
    entry = {"issue": "drugs", "decision": "accepted", "because": "x", "by": "Board", "date": "2026-01-20"}
    assert DecisionsFile.model_validate({"decisions": [entry]}).decisions[0].by == "Board"
    with pytest.raises(ValidationError):
        DecisionsFile.model_validate({"decisions": [{**entry, "because": ""}]})
    with pytest.raises(ValidationError, match="twice"):
        DecisionsFile.model_validate({"decisions": [entry, entry]})


def test_hypotheses_are_graded():
    entry = {"claim": "a", "mechanism": "b", "expected_pattern": "c", "grade": "weak"}
    assert HypothesesFile.model_validate({"hypotheses": [entry]}).hypotheses[0].rivals == ()
    with pytest.raises(ValidationError):
        HypothesesFile.model_validate({"hypotheses": [{**entry, "grade": "proven"}]})
