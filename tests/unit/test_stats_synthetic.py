"""Synthetic control: weights by brute force, placebo ranks counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import nnls

from pads_analysis.stats.synthetic_control import synthetic_control


def outcomes(periods=30, n=8, seed=1):
    rng = np.random.default_rng(seed)
    return 20 + 5 * rng.standard_normal((1, n)) + np.cumsum(rng.standard_normal((periods, n)), axis=0)


def test_a_mixture_of_donors_is_found_again():
    z = outcomes()
    mixture = np.array([0.5, 0.3, 0.2, 0, 0, 0, 0])
    z[:, 0] = z[:, 1:] @ mixture
    z[20:, 0] -= 4
    found = synthetic_control(z, 20)
    assert found.weights == pytest.approx(mixture, abs=1e-4)
    assert found.mean_gap == pytest.approx(-4, abs=1e-3)
    assert found.pre_rmspe == pytest.approx(0, abs=1e-3)
    assert (found.rank, found.p, found.smallest_p) == (1, 1 / 8, 1 / 8)


def test_weights_are_the_constrained_least_squares_ones():
    z = outcomes(seed=4)
    found = synthetic_control(z, 20, treated=3)
    before = z[:20] / z[:20].std(axis=1, ddof=1, keepdims=True)
    donors = np.delete(np.arange(8), 3)
    # A heavy row of ones makes ordinary non-negative least squares keep the sum at one.
    heavy = 1e4
    x = np.vstack([before[:, donors], np.full((1, 7), heavy)])
    expected, _ = nnls(x, np.append(before[:, 3], heavy))
    assert found.donors.tolist() == donors.tolist()
    assert found.weights == pytest.approx(expected, abs=2e-3)
    assert found.weights.sum() == pytest.approx(1)
    assert (found.weights >= 0).all()
    gap = z[:, 3] - z[:, donors] @ found.weights
    assert found.pre_rmspe == pytest.approx(np.sqrt((gap[:20] ** 2).mean()))
    assert found.ratio == pytest.approx(np.sqrt((gap[20:] ** 2).mean()) / found.pre_rmspe)
    assert found.path[:, 2] == pytest.approx(gap)
    assert found.pre_percent == pytest.approx(100 * found.pre_rmspe / abs(z[:20, 3].mean()))


def test_a_placebo_is_a_run_without_the_treated_area():
    z = outcomes(seed=6)
    found = synthetic_control(z, 20)
    for place, donor in enumerate(found.donors):
        without = np.delete(z, 0, axis=1)
        alone = synthetic_control(without, 20, treated=donor - 1)
        assert found.placebo_ratio[place] == pytest.approx(alone.ratio, rel=1e-6)
    assert found.rank == 1 + (found.placebo_ratio >= found.ratio).sum()
    assert found.p == found.rank / 8


def test_unit_and_order_do_not_matter():
    z = outcomes(seed=7)
    one, other = synthetic_control(z, 20), synthetic_control(z * 1000, 20)
    assert other.weights == pytest.approx(one.weights, abs=1e-6)
    assert other.mean_gap == pytest.approx(1000 * one.mean_gap, rel=1e-5)
    turned = synthetic_control(z[:, ::-1], 20, treated=7)
    assert turned.weights[::-1] == pytest.approx(one.weights, abs=1e-4)
    assert turned.rank == one.rank


def test_no_effect_is_seldom_first():
    first = sum(synthetic_control(outcomes(20, 6, seed=seed), 14).rank == 1 for seed in range(60))
    assert first <= 20


def test_equal_areas_differ_in_nothing():
    found = synthetic_control(np.full((10, 4), 7.0), 5)
    assert found.weights == pytest.approx([1 / 3] * 3)
    assert found.pre_rmspe < 1e-12
    assert (found.ratio, found.p) == (0, 1)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((outcomes(n=2), 20), "outcomes"),
        ((outcomes(), 1), "first_after"),
        ((outcomes(), 30), "first_after"),
        ((outcomes(), 20, 8), "treated"),
        ((np.full((10, 4), np.nan), 5), "outcomes"),
    ],
)
def test_wrong_input_is_refused(given, words):
    with pytest.raises(ValueError, match=words):
        synthetic_control(*given)
