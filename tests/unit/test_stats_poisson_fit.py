"""Coefficients of a log-linear Poisson model, beside a closed form and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from pads_analysis.stats.poisson_fit import poisson_fit


def test_two_groups_have_the_logs_of_their_rates() -> None:
    y, late = np.array([10.0, 14, 0, 30, 6]), np.array([0.0, 0, 0, 1, 1])
    exposure = np.array([1.0, 2, 1, 3, 1])
    b, mu = poisson_fit(y, np.column_stack([1 - late, late]), np.log(exposure))
    # 24 events in 4 units of exposure, 36 in 4.
    assert np.exp(b) == pytest.approx([6.0, 9.0], rel=1e-12)
    assert mu == pytest.approx([6, 12, 6, 27, 9], rel=1e-12)


@pytest.mark.parametrize("mean", [0.4, 12.0, 5000.0, 1e7])
def test_statsmodels_finds_the_same(mean: float) -> None:
    rng = np.random.default_rng(5)
    month, year = np.tile(np.arange(12), 5), np.repeat(np.arange(5), 12)
    x = np.hstack([month[:, None] == np.arange(12), year[:, None] == np.arange(1, 5)]).astype(float)
    y = rng.poisson(mean * np.exp(0.3 * np.sin(month)), size=60).astype(float)
    x = x[:, (x * y[:, None]).sum(axis=0) > 0]
    offset = np.log(rng.uniform(0.5, 2.0, size=60))
    expected = sm.GLM(y, x, family=sm.families.Poisson(), offset=offset).fit(tol=1e-12, maxiter=200)
    b, mu = poisson_fit(y, x, offset)
    assert b == pytest.approx(expected.params, abs=1e-7)
    # The likelihood is at its top: the score is nothing beside the counts.
    assert np.abs(x.T @ (y - mu)).max() <= 1e-7 * y.sum()
