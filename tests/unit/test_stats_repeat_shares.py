"""Repeat shares against numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pads_analysis.stats.repeat_shares import repeat_shares, repeats_by_chance


def test_shares_and_limits_by_hand() -> None:
    # 80 struck once, 15 twice, 5 four times: 20 of 100 people with 50 of 130 events.
    found = repeat_shares([1] * 80 + [2] * 15 + [4] * 5)
    assert (found.n_units, found.n_events, found.n_repeated, found.most) == (100, 130, 20, 4)
    assert found.share_units == 0.2 and found.share_events == pytest.approx(50 / 130)
    # Wilson's limits of 20 of 100: 0.1334 to 0.2888.
    assert (found.share_units_low, found.share_units_high) == pytest.approx((0.1334, 0.2888), abs=1e-4)
    assert found.share_saved == pytest.approx(30 / 130) and found.mean == 1.3
    p = 50 / 130
    squares = 80 * p**2 + 15 * (2 * (1 - p)) ** 2 + 5 * (4 * (1 - p)) ** 2
    half = 1.959964 * math.sqrt(squares * 100 / 99) / 130 / (p * (1 - p))
    low, high = (1 / (1 + math.exp(-(math.log(p / (1 - p)) + sign * half))) for sign in (-1, 1))
    assert (found.share_events_low, found.share_events_high) == pytest.approx((low, high), rel=1e-6)


def test_limits_hold_what_the_people_hold() -> None:
    """People struck once (0.7), twice (0.2) or five times (0.1): 1.4 of 2.1 expected... events fall on repeats."""
    rng, truth, inside = np.random.default_rng(5), (0.2 * 2 + 0.1 * 5) / (0.7 + 0.2 * 2 + 0.1 * 5), 0
    for _ in range(200):
        found = repeat_shares(rng.choice([1, 2, 5], size=150, p=[0.7, 0.2, 0.1]))
        inside += found.share_events_low <= truth <= found.share_events_high
    assert 180 <= inside <= 199


def test_none_struck_again_leaves_a_width() -> None:
    found = repeat_shares([1] * 60)
    assert found.share_events == 0 and found.share_events_low == 0 and 0.02 < found.share_events_high < 0.1


def test_chance_by_hand() -> None:
    # 100 events among 1,000 people, m = 0.1: 1000 (1 - 1.1 e^-0.1) = 4.6788.
    found = repeats_by_chance([1] * 90 + [2] * 5, 1000)
    assert found.expected == pytest.approx(4.6788, abs=1e-4)
    assert found.ratio == pytest.approx(5 / 4.6788, abs=1e-4) and found.p > 0.3
    assert found.prevalence == 95 and found.incidence == pytest.approx(100)
    # Var of the incidence counts people: 90 × 1 + 5 × 4 = 110, not 100.
    assert found.incidence_high - found.incidence_low > 2 * 1.96 * math.sqrt(100)


def test_multinomial_draws_agree_with_the_chance() -> None:
    rng = np.random.default_rng(2)
    drawn = rng.multinomial(800, np.full(2000, 1 / 2000), size=200)
    assert (drawn >= 2).sum(axis=1).mean() == pytest.approx(
        repeats_by_chance([1] * 800, 2000).expected, rel=0.02
    )


@pytest.mark.parametrize("times", [[], [0, 1], [1.5], [math.nan]])
def test_wrong_times_are_named(times: list) -> None:
    with pytest.raises(ValueError, match=r"^times"):
        repeat_shares(times)


def test_fewer_people_than_struck_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^exposed"):
        repeats_by_chance([1, 1, 2], 2)
