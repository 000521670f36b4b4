"""Reads the reference vectors beside it: published figures and runs of other packages, each with its source."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

HERE = Path(__file__).parent


@cache
def _file(topic: int) -> list[dict[str, Any]]:
    (path,) = HERE.glob(f"{topic:02d}_*.json")
    return json.loads(path.read_text(encoding="utf-8"))["vectors"]


def vectors(topic: int, *methods: str) -> list[Any]:
    """Every vector of the methods named, as pytest parameters that carry the vector's own name."""
    found = [v for v in _file(topic) if v["method"] in methods]
    assert {v["method"] for v in found} == set(methods), "a method has no vector"
    return [pytest.param(v["inputs"], v["expected"], v["tolerance"], id=v["id"]) for v in found]


def check_same(actual: Any, expected: Any, tolerance: dict[str, float]) -> None:
    """Assert equality within the vector's tolerance; null stands for "no value", "Inf" for infinity."""
    wanted = np.array(expected, dtype=object)
    wanted = np.where(wanted == None, np.nan, wanted).astype(float)  # noqa: E711
    np.testing.assert_allclose(
        np.asarray(actual, dtype=float), wanted, rtol=tolerance.get("rel", 0), atol=tolerance.get("abs", 0)
    )
