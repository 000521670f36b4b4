"""No sentence of ours claims a cause without a grade: neither the templates nor what the example county prints."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from causal_words import ALLOWED, CAUSAL, causal_claims

import pads_analysis as pads
from pads_analysis.data.opening import open_case
from pads_analysis.vocabulary import evidence_scale

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "pads_analysis"
#: What partners wrote is theirs; the section on hypotheses prints it with a grade.
SUPPLIED = {
    *("hypotheses", "views", "comments", "meetings", "previous_plan", "plan_lessons", "decisions"),
    "hallmarks",
}


def templates() -> Iterator[tuple[str, str]]:
    """Yield every text of the rooms that write sentences, docstrings left out."""
    for room in ("assess", "show"):
        for path in sorted((PACKAGE / room).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            docs = {
                id(node.value)
                for node in ast.walk(tree)
                if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            }
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                    yield path.relative_to(ROOT).as_posix(), node.value


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from strings(each)


def test_no_template_claims_a_cause() -> None:
    found = [(path, *claim) for path, text in templates() for claim in causal_claims([text])]
    assert not found, found


def test_no_word_of_the_vocabulary_claims_a_cause() -> None:
    """Titles of offences are left out: causing death by driving is the name of a crime."""
    found = [
        (path.name, *claim)
        for path in sorted((PACKAGE / "vocabulary").glob("*.yaml"))
        if path.name != "classification.yaml"
        for claim in causal_claims(strings(yaml.safe_load(path.read_text("utf-8"))))
    ]
    assert not found, found


def test_no_heading_of_a_chapter_claims_a_cause() -> None:
    texts = [
        "".join(cell["source"])
        for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
        for cell in json.loads(path.read_text("utf-8"))["cells"]
        if cell["cell_type"] == "markdown"
    ]
    allowed = re.compile(r"No cause is claimed from figures alone\.")
    assert not list(causal_claims(allowed.sub("", text) for text in texts))


@pytest.mark.parametrize(
    "text",
    [
        "Burglary fell because of the patrols.",
        "The rise was caused by prices.",
        "The scheme led to a fall.",
        "Prices drove the rise.",
        "The fall was a result of the scheme.",
        "The impact of the scheme was large.",
        "This explains the rise.",
        "The rise is due to prices.",
    ],
)
def test_the_scan_sees_a_claim(text: str) -> None:
    assert list(causal_claims([text]))


def test_every_allowance_has_a_reason_and_is_about_a_causal_word() -> None:
    assert all(reason.strip() for _, reason in ALLOWED)


def printed(store: Path, params: Path) -> dict[str, list[Any]]:
    """Return what every section of every chapter shows for the main district, by section."""
    case = open_case("E22000900", store=str(store), params=str(params))
    shown: dict[str, list[Any]] = {}
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            section = cell["metadata"].get("pads", {}).get("section", "")
            if cell["cell_type"] != "code" or section in ("", "cover"):
                continue
            items = shown.setdefault(section, [])

            def show(*groups: Any, items: list[Any] = items) -> None:
                for group in groups:
                    items.extend(group if isinstance(group, list) else [group])

            room = SimpleNamespace(
                assess=pads.assess, release=pads.release, show=show, sentences=pads.sentences, charts=pads.charts,
                maps=pads.maps, tables=pads.tables, one_by_one=pads.one_by_one,
            )  # fmt: skip
            exec("".join(cell["source"]), {"pads": room, "case": case})  # noqa: S102 - the project's own cells
    return shown


@pytest.mark.slow
def test_nothing_that_the_example_prints_claims_a_cause_without_a_grade(example) -> None:
    shown = printed(example.store, example.params)
    assert {"change", "hypotheses", "context", "methods"} <= set(shown)
    found = [
        (section, *claim)
        for section, items in shown.items()
        if section not in SUPPLIED
        for item in items
        for claim in causal_claims(strings(item.payload()))
    ]
    assert not found, found
    # In the section on hypotheses a claim may speak of causes, and stands with its grade.
    grades = "|".join(name for name, _ in evidence_scale())
    said = [item.text for item in shown["hypotheses"] if hasattr(item, "text")]
    assert any(CAUSAL.search(text) or "because" in text for text in said)
    for text in said:
        if CAUSAL.search(text) or "because" in text:
            assert re.search(rf"evidence graded ({grades})\b", text), text
