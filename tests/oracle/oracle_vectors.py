"""Reads the reference vectors beside it, and compares a result with what a vector expects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
#: What vectors themselves say must not decide: methods, vectors by their beginning, and keys.
INFORMATIVE_METHODS = {
    "farrington_flexible_muan_R_quirk_informative": "its bounds follow a slip of the R package's dispersion",
    "emerging_hotspot_classification_disputed": "versions of the definition differ",
}
INFORMATIVE_VECTORS = {"stl.robust": "robust weights differ between implementations"}
INFORMATIVE_KEYS = {
    ("ets_forecast", "loglik_note"): "a remark in words",
    ("kernel_density_sum", "scaled_spatialkde_BUGGY_do_not_match"): "a fault of the other package, named so",
}
KINDS = {
    "published": ("published_paper", "published_docs", "published_test_data", "published_textbook"),
    "run of another package": ("thirdparty_run", "published_dataset_run"),
    "closed form or definition": ("closed_form", "definition_formula", "definition_text"),
}


@cache
def all_vectors() -> tuple[dict[str, Any], ...]:
    """Every vector of every file here, in the order of the files."""
    files = sorted(HERE.glob("[0-9][0-9]_*.json"))
    return tuple(v for file in files for v in json.loads(file.read_text(encoding="utf-8"))["vectors"])


def why_informative(vector: dict[str, Any]) -> str:
    """Why a vector is listed and decides nothing; empty for one that decides."""
    for start, why in INFORMATIVE_VECTORS.items():
        if vector["id"].startswith(start):
            return why
    return INFORMATIVE_METHODS.get(vector["method"], "")


def kind_of(vector: dict[str, Any]) -> str:
    """Where the numbers of a vector come from, in three words or so."""
    (found,) = [name for name, kinds in KINDS.items() if vector["source"]["kind"] in kinds]
    return found


def differences(found: Any, expected: Any, tolerance: dict[str, Any], at: str = "") -> Iterator[str]:
    """Each place where a result is not what a vector expects, within its tolerance."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            if not isinstance(found, dict) or key not in found:
                yield f"{at}.{key} is missing"
            else:
                yield from differences(found[key], value, tolerance, f"{at}.{key}")
    elif isinstance(expected, list):
        values = (
            found.tolist()
            if isinstance(found, np.ndarray)
            else list(found)
            if isinstance(found, tuple)
            else found
        )
        if not isinstance(values, list) or len(values) != len(expected):
            yield f"{at} should hold {len(expected)} values, not {found!r}"
        else:
            for i, (one, wanted) in enumerate(zip(values, expected, strict=True)):
                yield from differences(one, wanted, tolerance, f"{at}[{i}]")
    elif not _same(found, expected, tolerance):
        yield f"{at} should be {expected!r}, not {found!r}"


def _same(found: Any, expected: Any, tolerance: dict[str, Any]) -> bool:
    if isinstance(expected, str) and expected not in ("Inf", "-Inf", "NaN"):
        return str(found) == expected
    if isinstance(expected, bool):
        return bool(found) == expected
    if expected is None or expected == "NaN":
        return found is None or (isinstance(found, float | np.floating) and np.isnan(found))
    try:
        one, wanted = float(found), float(expected)
    except (TypeError, ValueError):
        return False
    if not np.isfinite([one, wanted]).all():
        return one == wanted
    return abs(one - wanted) <= tolerance.get("abs", 0) + tolerance.get("rel", 0) * abs(wanted)
