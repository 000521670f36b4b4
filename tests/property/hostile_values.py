"""What a careless caller could pass to a function of the statistics."""

from __future__ import annotations

import numpy as np
import pandas as pd


def hostile(value):
    """Values a careless caller could pass in place of a good one."""
    yield from (None, "x", [], [[]], np.nan, np.inf, -1, 0, 1e12, 1e300, 1e-300, [None, 1], ["a", "b"])
    yield from (pd.Series([1, 2]), object(), 3.5, {}, {"a": 1}, "nonsense", np.zeros((2, 2, 2)))
    array = (
        np.asarray(value) if not isinstance(value, dict | str) and not callable(value) else np.zeros(0, "U1")
    )
    if array.ndim == 0 or array.dtype.kind not in "if":
        return
    x = array.astype(float)
    yield from (
        x * 0,
        x * 1e12,
        np.full(x.shape, 7.0),
        -x,
        x[:1],
        x[:-1],
        x[None],
        x.astype(str),
        tuple(x.tolist()),
    )
    for first in (np.nan, np.inf, 0, 1e12):
        changed = x.copy()
        changed.flat[0] = first
        yield changed
    if x.ndim == 1:
        yield from (
            pd.Series(x),
            pd.array(x, dtype="Float64"),
            pd.array([None] + [1] * (len(x) - 1), dtype="Int64"),
        )
