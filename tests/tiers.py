"""Which cases of a parametrised test stand for the others, and which only the thorough run takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def with_rest(values: Iterable[Any], *always: Any) -> list[Any]:
    """Return the values as parameters: those in `always` run every time, the rest with `make test-thorough`."""
    return [value if value in always else pytest.param(value, marks=pytest.mark.thorough) for value in values]
