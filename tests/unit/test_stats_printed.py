"""Results of stats print as tables, whatever their fields."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pads_analysis.stats.printed import Printed


@dataclass(frozen=True, slots=True)
class ByPlace(Printed):
    score: np.ndarray
    links: np.ndarray
    alpha: float


@dataclass(frozen=True, slots=True)
class Single(Printed):
    ratio: float
    method: str


def test_series_stand_side_by_side_and_the_rest_below() -> None:
    result = ByPlace(score=np.array([1.5, 2.5]), links=np.eye(3), alpha=0.05)
    assert result.to_frame()["score"].tolist() == [1.5, 2.5]
    assert "alpha: 0.05" in str(result) and "links: array of shape (3, 3)" in str(result)
    assert "2.5" in result._repr_html_() and "0.05" in result._repr_html_()
    assert not hasattr(result, "__dict__")


def test_single_values_stand_below_one_another() -> None:
    frame = Single(ratio=1.25, method="exact").to_frame()
    assert frame["value"].to_dict() == {"ratio": 1.25, "method": "exact"}
    assert str(Single(1.25, "exact")).count("ratio") == 1
