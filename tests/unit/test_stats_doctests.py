"""The examples in the docstrings of stats give what they say."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from pads_analysis import stats

MODULES = [found.name for found in pkgutil.iter_modules(stats.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_hold(name: str) -> None:
    found = doctest.testmod(importlib.import_module(f"{stats.__name__}.{name}"))
    assert found.failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder()
    modules = [importlib.import_module(f"{stats.__name__}.{name}") for name in MODULES]
    examples = [example for module in modules for test in finder.find(module) for example in test.examples]
    assert len(examples) > 200
