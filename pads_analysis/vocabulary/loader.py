"""Reads the YAML files of the vocabulary, which ship inside the package."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def load(name: str) -> Any:
    """Return the content of `<name>.yaml` beside this module, parsed once and cached."""
    text = resources.files("pads_analysis.vocabulary").joinpath(f"{name}.yaml").read_text("utf-8")
    return yaml.safe_load(text)
