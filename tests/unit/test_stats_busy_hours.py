"""Busy hours against numbers worked out by hand, and against weeks without any pattern."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats as scipy_stats

from pads_analysis.stats.aoristic import aoristic
from pads_analysis.stats.busy_hours import busy_hours, hours_by_week, hours_held
from pads_analysis.stats.multiplicity import adjust

DAYS = np.arange(168)[None, :] // 24 == np.arange(7)[:, None]


def test_weeks_add_up_to_the_aoristic_hours_and_keep_clock_changes() -> None:
    # 28 March 2021: from 00:30 to 02:30 on the clock is one hour, half before 01:00 and half after 02:00.
    start = ["2021-03-28 00:30", "2021-03-30 10:00", "2021-04-06 23:00"]
    end = ["2021-03-28 02:30", "2021-03-30 12:00", "2021-04-07 01:00"]
    weeks = hours_by_week(start, end, timezone="Europe/London")
    assert weeks.shape == (3, 168)
    assert weeks[0, [144, 145, 146]].tolist() == [0.5, 0.0, 0.5]
    assert weeks.sum(axis=0) == pytest.approx(aoristic(start, end, timezone="Europe/London").events)


def test_hours_of_a_year_hold_the_clock_changes() -> None:
    held = hours_held("2021-01-01", "2021-12-31", timezone="Europe/London")
    # 52 Sundays; one has no hour that begins at one, another has it twice.
    assert held[145] == 52 and held.sum() == 365 * 24
    march = hours_held("2021-03-01", "2021-03-31", timezone="Europe/London")
    assert march[145] == 3 and march[144] == 4 and march[24] == 5


def test_share_limits_and_p_of_independent_events() -> None:
    # Ten weeks, each with 3 of 10 events on its Monday: the weeks are alike, so that the design effect is 1.
    week = np.zeros(168)
    week[0], week[100] = 3, 7
    found = busy_hours([week] * 10, DAYS)
    assert found.share[0] == pytest.approx(0.3) and found.expected[0] == pytest.approx(1 / 7)
    assert found.design_effect[0] == 1
    # Wilson's limits of 30 of 100, as printed in many textbooks: 0.2189 to 0.3958.
    assert (found.ci_low[0], found.ci_high[0]) == pytest.approx((0.2189, 0.3958), abs=1e-4)
    # Near the binomial tail, and on the careful side of a normal one.
    assert found.p[0] < 1e-3 and found.p[0] > scipy_stats.binom.sf(29, 100, 1 / 7) / 10
    assert found.p[1] == 1.0


def test_one_wild_week_widens_the_limits() -> None:
    alike = np.zeros((20, 168))
    alike[:, 0], alike[:, 80] = 2, 8
    wild = alike.copy()
    wild[1:, 80] += wild[1:, 0]
    wild[1:, 0], wild[0, 0] = 0, 40
    calm, burst = busy_hours(alike, DAYS), busy_hours(wild, DAYS)
    assert burst.design_effect[0] > 10 > calm.design_effect[0]
    assert burst.ci_high[0] - burst.ci_low[0] > 2 * (calm.ci_high[0] - calm.ci_low[0])
    assert calm.p[0] < 0.05 < burst.p[0]


def test_no_pattern_is_seldom_called_one() -> None:
    rng = np.random.default_rng(11)
    blocks = np.arange(168)[None, :] // 3 == np.arange(56)[:, None]
    called = 0
    for _ in range(60):
        weeks = np.zeros((52, 168))
        np.add.at(weeks, (rng.integers(0, 52, 300), rng.integers(0, 168, 300)), 1)
        called += bool((adjust(busy_hours(weeks, blocks).p) <= 0.05).any())
    assert called <= 8


@pytest.mark.parametrize(
    ("weeks", "blocks", "held", "says"),
    [
        ([[0.0] * 168], DAYS, None, "by_week"),
        ([[1.0] * 24], DAYS, None, "by_week"),
        ([[1.0] * 168], DAYS[:, :24], None, "blocks"),
        ([[1.0] * 168], DAYS, [0.0] * 24 + [1.0] * 144, "blocks"),
    ],
)
def test_wrong_arguments_are_named(weeks: list, blocks: np.ndarray, held: list | None, says: str) -> None:
    with pytest.raises(ValueError, match=f"^{says}"):
        busy_hours(weeks, blocks, held)
