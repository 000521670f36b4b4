"""One door to every method by its name in the index of reference vectors.

`run(method, inputs)` calls the package and returns the keys that the method's vectors expect. It is general over
inputs: vectors that nobody here has seen are run through it by name.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

# So that the door opens from anywhere, not from the test command alone.
sys.path.insert(0, str(Path(__file__).resolve().parent))

import adapter_change
import adapter_drivers
import adapter_patterns
import adapter_peers
import adapter_ranking
import adapter_rates
import adapter_surveys

METHODS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
for part in (
    adapter_rates,
    adapter_change,
    adapter_drivers,
    adapter_patterns,
    adapter_peers,
    adapter_ranking,
    adapter_surveys,
):
    twice = METHODS.keys() & part.METHODS.keys()
    if twice:
        raise ValueError(f"{part.__name__} names a method that another part has: {', '.join(sorted(twice))}")
    METHODS |= part.METHODS

#: Methods of the index that the package does not have.
NOT_HERE = (
    "acro_primary_thresholds",
    "conventional_rounding_half_up",
    "leak_detection",
    "ons_10_5_rule",
    "secondary_cell_suppression_2way",
)


def run(method: str, inputs: dict[str, Any]) -> dict[str, Any]:
    """Run one method on one vector's inputs.

    Raises
    ------
    ValueError
        The name is not known, with the nearest names; or it is a method that the package does not have.
    """
    if method in METHODS:
        return METHODS[method](inputs)
    if method in NOT_HERE:
        raise ValueError(f"{method} cannot be run: disclosure control is not part of the statistics")
    from difflib import get_close_matches

    near = get_close_matches(method, METHODS, n=3)
    raise ValueError(
        f"no method is called {method!r}" + (f"; the nearest names are {', '.join(near)}" if near else "")
    )
