"""Matched months at unequal distances: the same model as `compare_months`, with each month in its own place."""

from __future__ import annotations

import numpy as np
import pytest

from pads_analysis.stats import serial
from pads_analysis.stats.change import compare_months
from pads_analysis.stats.matched_months import compare_matched

# A period from April to March against January to December of the year before: nine months lie 12 months after their
# counterparts, three lie 24 months after.
BEFORE_AT = list(range(12))
NOW_AT = [24, 25, 26, *range(15, 24)]


def months(seed: int, mean: float, n: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.poisson(mean * np.exp(0.15 * rng.standard_normal(n)))


@pytest.mark.parametrize("apart", [12, 24, 36])
def test_equal_distances_give_what_compare_months_gives(apart):
    now, before, past = months(1, 60, 12), months(2, 50, 12), months(3, 50, 36)
    found = compare_matched(now, before, at_now=np.arange(12) + apart, at_before=np.arange(12), history=past)
    plain = compare_months(now, before, history=past, at=np.arange(12), months_apart=apart)
    assert (found.ratio, found.ci_low, found.ci_high, found.p) == (
        plain.ratio,
        plain.ci_low,
        plain.ci_high,
        plain.p,
    )


def test_the_ratio_is_that_of_the_totals_whatever_the_distances():
    now, before = months(4, 80, 12), months(5, 50, 12)
    found = compare_matched(now, before, at_now=NOW_AT, at_before=BEFORE_AT)
    assert found.ratio == pytest.approx(now.sum() / before.sum())
    assert found.ci_low < found.ratio < found.ci_high
    assert (found.ci_low > 1) == (found.p < 0.05)


def test_every_month_stands_in_its_own_place_in_time():
    """The same model written out by hand: calendar months, one period effect, true months as time."""
    now, before = months(6, 70, 12), months(7, 60, 12)
    found = compare_matched(now, before, at_now=NOW_AT, at_before=BEFORE_AT)
    x = np.vstack([np.hstack([np.eye(12), np.zeros((12, 1))]), np.hstack([np.eye(12), np.ones((12, 1))])])
    time = np.array([*BEFORE_AT, *NOW_AT])
    model = serial.fit(np.concatenate([before, now]).astype(float), x, np.zeros(24), time)
    estimate, low, high, p = model.contrast(np.array([0.0] * 12 + [1.0]), 0.95)
    assert [found.ratio, found.ci_low, found.ci_high] == pytest.approx(
        np.exp([estimate, low, high]), rel=1e-6
    )
    assert found.p == pytest.approx(p, rel=1e-6)


def test_few_events_are_compared_exactly():
    now, before = [1, 0, 2, 1, 0, 1], [0, 1, 0, 0, 1, 0]
    found = compare_matched(now, before, at_now=[24, 25, 14, 15, 16, 17], at_before=range(6))
    assert found.method == "exact"
    assert found.ratio == pytest.approx(2.5)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"at_now": [*range(12, 23), 24]}, "same calendar month"),
        ({"at_now": range(12)}, "same calendar month"),
        ({"at_now": [12] * 2 + list(range(14, 24)), "at_before": [0] * 2 + list(range(2, 12))}, "twice"),
        ({"at_now": range(12, 23)}, "shape"),
        ({"before": [5] * 11}, "shape"),
        ({"now": [5] * 11 + [-1]}, "negative"),
        ({"confidence": 1.0}, "confidence"),
    ],
)
def test_what_cannot_be_is_refused(change, said):
    given = {"now": [5] * 12, "before": [5] * 12, "at_now": range(12, 24), "at_before": range(12)} | change
    with pytest.raises(ValueError, match=said):
        compare_matched(given.pop("now"), given.pop("before"), given.pop("confidence", 0.95), **given)
