"""Every reference vector against the package, at the vector's own tolerance."""

from __future__ import annotations

from typing import Any

import adapter
import pytest
from oracle_table import PAGE, table
from oracle_vectors import INFORMATIVE_KEYS, all_vectors, differences, why_informative

VECTORS = [v for v in all_vectors() if v["method"] in adapter.METHODS]


def _run(vector: dict[str, Any]) -> dict[str, Any]:
    try:
        return adapter.run(vector["method"], vector["inputs"])
    except FileNotFoundError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("vector", [v for v in VECTORS if not why_informative(v)], ids=lambda v: v["id"])
def test_the_package_gives_the_published_numbers(vector: dict[str, Any]) -> None:
    found = _run(vector)
    expected = {k: v for k, v in vector["expected"].items() if (vector["method"], k) not in INFORMATIVE_KEYS}
    assert expected
    assert not list(differences(found, expected, vector["tolerance"]))


@pytest.mark.parametrize("vector", [v for v in VECTORS if why_informative(v)], ids=lambda v: v["id"])
def test_what_is_only_informative_can_be_run(vector: dict[str, Any]) -> None:
    assert _run(vector).keys() & vector["expected"].keys()


def test_every_method_has_a_place() -> None:
    assert {v["method"] for v in all_vectors()} <= adapter.METHODS.keys() | set(adapter.NOT_HERE)
    assert not adapter.METHODS.keys() & set(adapter.NOT_HERE)


def test_an_unknown_name_is_a_clear_error() -> None:
    with pytest.raises(ValueError, match="no method is called 'wilson_c'; the nearest names are wilson_ci"):
        adapter.run("wilson_c", {})
    with pytest.raises(ValueError, match="ons_10_5_rule cannot be run: disclosure control"):
        adapter.run("ons_10_5_rule", {"values": [1]})


def test_the_comparison_notices_what_differs() -> None:
    close = {"rel": 1e-6}
    assert not list(differences({"a": [1.0, None], "b": "x"}, {"a": [1 + 1e-7, None], "b": "x"}, close))
    for wrong in (
        {"a": [1.1, None], "b": "x"},
        {"a": [1.0], "b": "x"},
        {"a": [1.0, 2.0], "b": "x"},
        {"b": "x"},
    ):
        assert list(differences(wrong, {"a": [1.0, None], "b": "x"}, close)), wrong
    assert list(differences({"a": float("nan")}, {"a": 1.0}, close))
    assert list(differences({"a": 5}, {"a": "Inf"}, close))


def test_the_table_in_the_documentation_is_true() -> None:
    assert table() in PAGE.read_text(encoding="utf-8")
