"""JSON Schemas of the parameter files, generated from the models, so that editors complete and check them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from pads_analysis.params.base import Settings
from pads_analysis.params.context import ContextFile
from pads_analysis.params.county_file import CountyFile
from pads_analysis.params.extract_map import ExtractMap
from pads_analysis.params.issues import IssuesFile
from pads_analysis.params.judgements import DecisionsFile, HallmarksFile, HypothesesFile
from pads_analysis.params.matrix import MatrixFile
from pads_analysis.params.models import AssessmentParams
from pads_analysis.params.plan import PlanFile
from pads_analysis.params.severity import SeverityFile
from pads_analysis.params.survey_map import SurveyMap
from pads_analysis.params.views import ViewsFile

SCHEMAS: Mapping[str, type[BaseModel]] = {
    "assessment": AssessmentParams,
    "plan": PlanFile,
    "views": ViewsFile,
    "decisions": DecisionsFile,
    "hypotheses": HypothesesFile,
    "hallmarks": HallmarksFile,
    "extract_map": ExtractMap,
    "survey_map": SurveyMap,
    "severity": SeverityFile,
    "context": ContextFile,
    "issues": IssuesFile,
    "matrix": MatrixFile,
    "county": CountyFile,
}


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the file `<name>.yaml`.

    Settings are optional in it, because a file says only what differs; fields of an entry in a list are not.

    Raises
    ------
    KeyError
        When there is no such file.
    """
    model = SCHEMAS[name]
    found = model.model_json_schema()
    groups = {group.__name__ for group in _subclasses(Settings)}
    for title, definition in found.get("$defs", {}).items():
        if title in groups:
            definition.pop("required", None)
    if issubclass(model, Settings):
        found.pop("required", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write every schema as `<folder>/<name>.json` and return the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in SCHEMAS:
        path = folder / f"{name}.json"
        path.write_text(json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n", "utf-8", newline="\n")
        written.append(path)
    return tuple(written)


def _subclasses(model: type[BaseModel]) -> set[type[BaseModel]]:
    direct = set(model.__subclasses__())
    return direct.union(*(_subclasses(child) for child in direct))
