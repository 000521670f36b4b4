from __future__ import annotations

import json

import jsonschema
import pytest

from pads_analysis.params import params_dir, write_schemas
from pads_analysis.params.schema import SCHEMAS
from pads_analysis.params.yaml_file import read_yaml


def committed(name: str) -> dict:
    return json.loads((params_dir() / "schema" / f"{name}.json").read_text("utf-8"))


def test_committed_schemas_are_the_generated_ones(tmp_path):
    written = write_schemas(tmp_path / "schema")
    assert {path.name for path in written} == {path.name for path in (params_dir() / "schema").glob("*.json")}
    for path in written:
        assert path.read_bytes() == (params_dir() / "schema" / path.name).read_bytes(), path.name


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_valid_json_schema(name):
    jsonschema.Draft202012Validator.check_schema(committed(name))


@pytest.mark.parametrize(
    ("data", "accepted"),
    [
        ({}, True),
        ({"months": 6}, True),
        ({"statistics": {"margin": 0.05}}, True),
        ({"priorities": {"weights": {"harm": 2}}}, True),
        ({"recording_changes": [{"month": "2024-04", "offence": "drugs", "note": "a", "source": "b"}]}, True),
        ({"recording_changes": [{"month": "2024-04"}]}, False),
        ({"months": 60}, False),
        ({"monhts": 6}, False),
        ({"statistics": {"marign": 0.05}}, False),
        ({"period_end": "2026-13"}, False),
        ({"chapters": ["../own.ipynb"]}, False),
        ({"chapters": ["notebooks/own.ipynb"]}, True),
        ({"peers": {"codes": ["Bristol"]}}, False),
    ],
)
def test_the_schema_of_settings_takes_partial_files(data, accepted):
    assert jsonschema.Draft202012Validator(committed("assessment")).is_valid(data) is accepted


def test_the_defaults_fit_their_schema():
    data = read_yaml(params_dir() / "defaults.yaml").data
    jsonschema.Draft202012Validator(committed("assessment")).validate(data)
