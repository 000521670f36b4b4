"""Displacement difference and quotient: hand-made numbers, identities and a simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pads_analysis.stats.displacement_quotient import displacement_quotient
from pads_analysis.stats.evaluation import displacement_difference, harm_difference


def test_every_weight_by_hand():
    found = displacement_difference(
        [60, 20], [40, 10], [30, 12], [20, 8], time_weights=[10, 5], area_weights=[2, 3, 4, 5]
    )
    # Treated: 20/(5*3) - 60/(10*3); control: 10/(5*2) - 40/(10*2); and so on.
    assert found.local == pytest.approx((20 / 15 - 2) - (1 - 2))
    assert found.displaced == pytest.approx((12 / 25 - 30 / 50) - (8 / 20 - 20 / 40))
    assert found.local_se**2 == pytest.approx(20 / 225 + 60 / 900 + 10 / 100 + 40 / 400)
    assert found.displaced_se**2 == pytest.approx(12 / 625 + 30 / 2500 + 8 / 400 + 20 / 1600)
    assert found.total_se**2 == pytest.approx(found.local_se**2 + found.displaced_se**2)
    assert found.p == pytest.approx(math.erfc(abs(found.z) / math.sqrt(2)))
    assert found.ci_high - found.total == pytest.approx(1.959963984540054 * found.total_se)


def test_dispersion_widens_by_its_root():
    plain = displacement_difference([100, 60], [90, 85])
    wide = displacement_difference([100, 60], [90, 85], dispersion=4)
    assert wide.total == plain.total
    assert wide.ci_high - wide.ci_low == pytest.approx(2 * (plain.ci_high - plain.ci_low))


def test_treated_and_control_exchanged_turn_the_sign():
    one = displacement_difference([100, 60], [90, 85], [30, 31], [20, 28])
    other = displacement_difference([90, 85], [100, 60], [20, 28], [30, 31])
    assert (other.total, other.ci_low) == pytest.approx((-one.total, -one.ci_high))


def test_small_counts_are_told_but_empty_areas_are_not_small():
    assert not displacement_difference([50, 40], [50, 45]).small_counts
    assert displacement_difference([50, 4], [50, 45]).small_counts
    assert displacement_difference([50, 40], [50, 45], [3, 9]).small_counts
    nothing = displacement_difference([0, 0], [0, 0])
    assert nothing.small_counts
    assert (nothing.total, nothing.total_se) == (0, 0)
    assert math.isnan(nothing.z)
    assert math.isnan(nothing.p)


def test_harm_of_one_kind_is_the_difference_times_its_weight():
    plain = displacement_difference([100, 60], [90, 85], [30, 31], [20, 28], time_weights=[2, 1])
    harm = harm_difference([[100, 60]], [[90, 85]], [7], [[30, 31]], [[20, 28]], time_weights=[2, 1])
    for field in ("local", "displaced", "total", "total_se", "ci_low", "ci_high"):
        assert getattr(harm, field) == pytest.approx(7 * getattr(plain, field))
    assert harm.z == pytest.approx(plain.z)


def test_a_kind_without_weight_counts_for_nothing():
    both = harm_difference([[100, 60], [500, 20]], [[90, 85], [10, 400]], [2, 0])
    one = harm_difference([[100, 60]], [[90, 85]], [2])
    assert (both.total, both.total_se) == pytest.approx((one.total, one.total_se))


def test_the_interval_holds_in_simulation():
    rng = np.random.default_rng(11)
    means = np.array([[80, 60], [70, 75], [40, 44], [35, 33]], dtype=float)
    treated, control, near, near_control = means
    truth = (treated[1] - treated[0]) - (control[1] - control[0])
    truth += (near[1] - near[0]) - (near_control[1] - near_control[0])
    held = 0
    for draw in rng.poisson(means, (1500, 4, 2)):
        found = displacement_difference(*draw)
        held += found.ci_low <= truth <= found.ci_high
    assert 0.935 <= held / 1500 <= 0.965


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"treated": [1, 2, 3]}, "treated"),
        ({"treated": [1, -2]}, "treated"),
        ({"control": [1, np.nan]}, "control"),
        ({"displacement_control": [[1, 2]]}, "displacement_control"),
        ({"time_weights": [1, 0]}, "time_weights"),
        ({"area_weights": [1, 1]}, "area_weights"),
        ({"dispersion": 0}, "dispersion"),
        ({"confidence": 1.0}, "confidence"),
    ],
)
def test_wrong_input_is_refused_by_name(change, name):
    with pytest.raises(ValueError, match=name):
        displacement_difference(**{"treated": [9, 8], "control": [9, 9], **change})


def test_harm_refuses_other_shapes():
    with pytest.raises(ValueError, match="weights"):
        harm_difference([[1, 2]], [[1, 2]], [-1])
    with pytest.raises(ValueError, match="treated"):
        harm_difference([[1, 2], [3, 4]], [[1, 2]], [1])


@pytest.mark.parametrize(
    ("buffer_after", "wdq", "words"),
    [
        (40, 2.0, "more than the success itself"),
        (75, 0.25 / 0.3, "not more than the success itself"),
        (100, 0.0, "no change in the buffer"),
        (115, -0.15 / 0.3, "displacement, not more than"),
        (160, -2.0, "displacement, more than"),
    ],
)
def test_the_quotient_is_read_in_words(buffer_after, wdq, words):
    found = displacement_quotient(100, 70, 100, buffer_after, 100, 100)
    assert found.wdq == pytest.approx(wdq)
    assert words in found.reading
    assert found.interpretable
    assert found.success_measure == pytest.approx(-0.3)


def test_without_success_there_is_nothing_to_read():
    worse = displacement_quotient(24, 30, 15, 12, 210, 190)
    assert not worse.interpretable
    assert worse.reading.startswith("not to be read")
    same = displacement_quotient(33, 33, 12, 14, 90, 90)
    assert math.isnan(same.wdq)
    assert same.success_measure == 0


def test_equal_shares_are_equal_however_they_are_written():
    # 7/30 and 49/210 differ in the last digit as floating-point numbers.
    found = displacement_quotient(7, 49, 5, 6, 30, 210)
    assert found.success_measure == 0
    assert math.isnan(found.wdq)


@pytest.mark.parametrize("name", ["control_before", "control_after"])
def test_a_control_without_events_is_refused(name):
    given = dict.fromkeys(
        [
            "response_before",
            "response_after",
            "buffer_before",
            "buffer_after",
            "control_before",
            "control_after",
        ],
        5,
    )
    with pytest.raises(ValueError, match=name):
        displacement_quotient(**{**given, name: 0})
