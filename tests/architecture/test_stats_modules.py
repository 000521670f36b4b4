"""The statistics are one house: small modules, each with its page, results alike, functions that say when not."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
import re
from pathlib import Path
from types import ModuleType

import pytest

from pads_analysis import stats

PAGES = Path(__file__).parents[2] / "docs" / "methods"
MODULES = [found.name for found in pkgutil.iter_modules(stats.__path__)]
INDEX = (PAGES / "README.md").read_text("utf-8")
ROWS = [line for line in INDEX.splitlines() if line.startswith("| ") and "`" in line]
FUNCTIONS = sorted({name for row in ROWS for name in re.findall(r"`(\w+\.\w+)`", row)})
MOST_LINES = 300
#: Checks of arguments and the base of results, which cite nothing.
WITHOUT_SOURCES = {"arguments", "scalars", "printed", "estimates"}


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{stats.__name__}.{name}")


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_one_room(name: str) -> None:
    lines = inspect.getsource(_module(name)).splitlines()
    assert len(lines) <= MOST_LINES


@pytest.mark.parametrize("name", MODULES)
def test_a_module_has_a_page_or_is_named_on_one(name: str) -> None:
    pages = [path.read_text("utf-8") for path in PAGES.glob("*.md")]
    named = any(f"`{stats.__name__}.{name}`" in page for page in pages)
    assert named or (PAGES / f"{name}.md").is_file()


@pytest.mark.parametrize("name", sorted(set(MODULES) - WITHOUT_SOURCES))
def test_a_module_names_its_sources(name: str) -> None:
    assert re.search(r"^References\n-+\n\S", _module(name).__doc__ or "", flags=re.MULTILINE)


@pytest.mark.parametrize("name", MODULES)
def test_results_are_frozen_and_slotted(name: str) -> None:
    module = _module(name)
    for kind in vars(module).values():
        if not (
            inspect.isclass(kind) and kind.__module__ == module.__name__ and dataclasses.is_dataclass(kind)
        ):
            continue
        assert kind.__dataclass_params__.frozen, kind
        assert "__slots__" in vars(kind), kind
        # A base without slots would give every result a dictionary again.
        assert not any("__dict__" in vars(base) for base in kind.__mro__), kind


def test_the_index_leads_to_pages_that_are_there() -> None:
    assert len(FUNCTIONS) > 100
    linked = set(re.findall(r"\]\((\w+\.md)\)", INDEX))
    assert linked == {path.name for path in PAGES.glob("*.md")} - {"README.md"}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_in_the_index_says_all_that_is_needed(name: str) -> None:
    module, function = name.split(".")
    text = inspect.getdoc(getattr(_module(module), function)) or ""
    summary, _, rest = text.partition("\n")
    assert summary.rstrip().endswith((".", "?"))
    before_parameters = rest.partition("\nParameters\n")[0]
    assert len(before_parameters.split()) >= 8, "when to use it, and when not"
    for section in ("Parameters", "Returns", "Raises", "Examples"):
        assert re.search(rf"^{section}\n-+\n", text, flags=re.MULTILINE), section
    assert re.search(r"^Notes\n-+\n", text, flags=re.MULTILINE) or "ssume" in text, "what it assumes"
    assert ">>>" in text
