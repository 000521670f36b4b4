"""Kernel density: volumes, brute force, and the quartic that is not too dense."""

from __future__ import annotations

import numpy as np
import pytest

from pads_analysis.stats import kernel_density

RNG = np.random.default_rng(6)
POINTS = RNG.uniform(20, 80, (40, 2))


def grid(step):
    axis = np.arange(0, 100, step) + step / 2
    return np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)


@pytest.mark.parametrize("kernel", list(kernel_density.KERNELS))
def test_density_integrates_to_the_number_of_events(kernel):
    found = kernel_density.kernel_density(POINTS, grid(0.5), 15, kernel)
    assert found.density.sum() * 0.25 == pytest.approx(40, rel=2e-3)


def test_equals_all_pairs_whatever_the_block(monkeypatch):
    at = grid(7)
    distance = np.hypot(*(at[:, None, :] - POINTS[None, :, :]).transpose(2, 0, 1)) / 15
    by_hand = np.where(distance <= 1, (1 - distance**2) ** 2, 0).sum(axis=1)
    assert kernel_density.kernel_density(POINTS, at, 15).sums == pytest.approx(by_hand)
    monkeypatch.setattr(kernel_density, "BLOCK", 13)
    assert kernel_density.kernel_density(POINTS, at, 15).sums == pytest.approx(by_hand)


def test_one_event_by_hand():
    found = kernel_density.kernel_density([[0, 0]], [[0, 0], [50, 0], [100, 0], [101, 0]], 100)
    assert found.sums == pytest.approx([1, 0.75**2, 0, 0])
    assert found.density[0] == pytest.approx(3 / (np.pi * 100**2))
    flat = kernel_density.kernel_density([[0, 0]], [[100, 0], [101, 0]], 100, "uniform")
    assert flat.sums.tolist() == [1, 0]


def test_weights_stand_for_repeated_events():
    weighted = kernel_density.kernel_density(POINTS[:3], grid(9), 20, weights=[2, 0, 3])
    repeated = kernel_density.kernel_density(POINTS[[0, 0, 2, 2, 2]], grid(9), 20)
    assert weighted.density == pytest.approx(repeated.density)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"points": [[1, 2, 3]]}, "points"),
        ({"points": [[1, np.inf]]}, "points"),
        ({"at": []}, "at"),
        ({"bandwidth": 0}, "bandwidth"),
        ({"bandwidth": 1e-200}, "bandwidth"),
        ({"kernel": "gaussian"}, "kernel"),
        ({"weights": [1, 2]}, "weights"),
        ({"weights": [-1]}, "weights"),
    ],
)
def test_refuses(change, name):
    given = {"points": [[1, 2]], "at": [[1, 2]], "bandwidth": 5, **change}
    with pytest.raises(ValueError, match=name):
        kernel_density.kernel_density(**given)
