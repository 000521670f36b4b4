"""Reads the YAML files beside this module and hands out reproducible random streams."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import yaml

STREAMS = (
    *("places", "shapes", "rates", "weights", "counts", "rows", "population", "ages", "deprivation"),
    *("crimes", "incidents", "calls", "days_sent"),
    *("context", "actions", "surveys", "county_wide"),
)


@cache
def load(name: str) -> Any:
    """Return the content of `<name>.yaml` beside this module, parsed once and cached."""
    text = resources.files("pads_analysis.data.example").joinpath(f"{name}.yaml").read_text("utf-8")
    return yaml.safe_load(text)


def stream(seed: int, purpose: str, force: int = 0) -> np.random.Generator:
    """Return the random stream of one purpose and force.

    Streams do not depend on each other, so that asking for more partnerships leaves the first ones as they were.

    Parameters
    ----------
    seed : int
        Seed of the whole example, 0 or more.
    purpose : str
        One of `STREAMS`.
    force : int
        Position of the force.
    """
    return np.random.default_rng([seed, STREAMS.index(purpose), force])
