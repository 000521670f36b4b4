"""Segmented regression against plain statsmodels models, hand-made series and a simulation."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.discrete.discrete_model import NegativeBinomial

from pads_analysis.stats import serial
from pads_analysis.stats.segmented_regression import segmented_regression


def series(n=72, start=40, *, seed=1, phi=3.0, step=-0.2, bend=0.01):
    rng = np.random.default_rng(seed)
    time = np.arange(1, n + 1)
    post = time > start
    mu = 80 * np.exp(
        0.002 * time + 0.2 * np.sin(2 * np.pi * time / 12) + post * (step + bend * (time - start))
    )
    return rng.negative_binomial(mu / (phi - 1), 1 / phi) if phi > 1 else rng.poisson(mu)


def columns(n, start, pairs=2):
    time = np.arange(1, n + 1.0)
    post = (time > start).astype(float)
    waves = [f(2 * np.pi * k * time / 12) for k in range(1, pairs + 1) for f in (np.sin, np.cos)]
    return np.column_stack([np.ones(n), post, time, (time - start) * post, *waves])


def test_equal_to_a_plain_quasi_poisson_model():
    y, exposure = series(), np.linspace(1000, 1200, 72)
    found = segmented_regression(y, 40, exposure=exposure, errors="model")
    x = columns(72, 40)
    model = sm.GLM(y, x, family=sm.families.Poisson(), offset=np.log(exposure)).fit(scale="X2", use_t=True)
    assert found.coef == pytest.approx(model.params, rel=1e-6)
    assert found.se == pytest.approx(model.bse, rel=1e-6)
    assert found.dispersion == pytest.approx(model.scale)
    limits = np.exp(model.conf_int())
    assert (found.level_low, found.level_high) == pytest.approx(tuple(limits[1]), rel=1e-6)
    assert (found.slope_low, found.slope_high) == pytest.approx(tuple(limits[3]), rel=1e-6)
    assert found.level_p == pytest.approx(model.pvalues[1], rel=1e-5)
    hac = sm.GLM(y, x, family=sm.families.Poisson(), offset=np.log(exposure)).fit(
        cov_type="HAC", cov_kwds={"maxlags": 12, "use_correction": False}
    )
    assert found.se_hac == pytest.approx(hac.bse, rel=1e-6)


def test_months_left_out_take_no_part():
    y = series().astype(float)
    y[[20, 21, 50]] = np.nan
    kept = ~np.isnan(y)
    found = segmented_regression(y, 40, errors="model")
    model = sm.GLM(y[kept], columns(72, 40)[kept], family=sm.families.Poisson()).fit(scale="X2")
    assert found.coef == pytest.approx(model.params, rel=1e-6)
    assert found.df_residual == 72 - 3 - 8
    assert found.path.shape == (72, 2)
    assert np.isfinite(found.path).all()


def test_months_left_out_keep_their_place_in_time():
    y = series().astype(float)
    y[25:37] = np.nan
    kept = ~np.isnan(y)
    found = segmented_regression(y, 40, lags=3)
    x = columns(72, 40)
    residual = np.where(kept, np.nan_to_num(y) - found.path[:, 0], 0.0)
    scores = x * residual[:, None]
    middle = scores.T @ scores
    for lag in (1, 2, 3):
        apart = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / 4) * (apart + apart.T)
    bread = np.linalg.inv((x[kept] * found.path[kept, :1]).T @ x[kept])
    assert found.se_hac == pytest.approx(np.sqrt(np.diag(bread @ middle @ bread)), rel=1e-6)
    lasting = serial.fit(y[kept], x[kept], np.zeros(kept.sum()), np.flatnonzero(kept))
    assert found.se == pytest.approx(np.sqrt(np.diag(lasting.covariance)))
    assert (found.level_low, found.level_high) == pytest.approx(
        tuple(np.exp(lasting.contrast(np.eye(8)[1], 0.95)[1:3]))
    )


def test_the_level_is_the_step_at_the_change_and_the_path_shows_it():
    found = segmented_regression(series(2000, 1000, phi=1, bend=0.0001), 1000, errors="model")
    assert np.log(found.level_ratio) == pytest.approx(-0.2, abs=0.04)
    assert np.log(found.slope_ratio) == pytest.approx(0.0001, abs=0.0001)
    fitted, without = found.path.T
    assert fitted[:1000] == pytest.approx(without[:1000])
    assert fitted[1000] / without[1000] == pytest.approx(found.level_ratio * found.slope_ratio)


def test_a_month_effect_is_a_factor():
    y = np.tile([10.0, 20, 40], 8)
    y[12:] *= 3
    found = segmented_regression(y, 12, season="months", period=3, slope_change=False)
    named = dict(zip(found.terms, found.coef, strict=True))
    assert named["level"] == pytest.approx(np.log(3))
    assert named["month 2"] == pytest.approx(np.log(2))
    assert named["month 3"] == pytest.approx(np.log(4))
    assert named["time"] == pytest.approx(0, abs=1e-9)
    assert np.isnan(found.slope_ratio)


def test_negative_binomial_is_the_greatest_likelihood():
    y = series(seed=4)
    found = segmented_regression(y, 40, family="negative binomial")
    joint = NegativeBinomial(y, columns(72, 40)).fit(
        start_params=[*found.coef, found.alpha], disp=0, method="newton", maxiter=200
    )
    assert found.alpha == pytest.approx(joint.params[-1], rel=1e-4)
    assert found.coef == pytest.approx(joint.params[:-1], abs=1e-5)
    assert found.log_likelihood == pytest.approx(joint.llf, abs=1e-6)
    assert found.family == "negative binomial"


def test_counts_less_varied_than_chance_are_poisson():
    y = np.round(columns(72, 40)[:, 4] * 10 + 100)
    found = segmented_regression(y, 40, family="negative binomial")
    assert (found.family, found.alpha) == ("Poisson", 0.0)
    quasi = segmented_regression(y, 40, errors="model")
    assert quasi.dispersion < 1
    # Standard errors never fall below the Poisson ones.
    assert quasi.se == pytest.approx(segmented_regression(y, 40, family="Poisson").se)


def test_exposure_and_order_of_magnitude_only_move_the_intercept():
    y = series()
    one = segmented_regression(y, 40, exposure=np.full(72, 1e3))
    other = segmented_regression(y, 40, exposure=np.full(72, 5e8))
    assert other.coef[1:] == pytest.approx(one.coef[1:])
    assert other.coef[0] == pytest.approx(one.coef[0] - np.log(5e5))
    assert (other.level_low, other.level_p) == pytest.approx((one.level_low, one.level_p))


def test_correlated_months_are_allowed_for():
    rng = np.random.default_rng(5)
    held = {"serial": 0, "model": 0, "hac": 0}
    for _ in range(120):
        shock = np.zeros(60)
        for t in range(1, 60):
            shock[t] = 0.6 * shock[t - 1] + rng.normal(0, 0.12)
        y = rng.poisson(150 * np.exp(shock))
        found = segmented_regression(y, 36)
        held["serial"] += found.level_low <= 1 <= found.level_high
        z = stats.t.isf(0.025, found.df_residual)
        held["model"] += abs(found.coef[1]) < z * found.se_model[1]
        held["hac"] += abs(found.coef[1]) < z * found.se_hac[1]
    assert held["serial"] >= 108
    assert max(held["model"], held["hac"]) < held["serial"] - 6


def test_a_constant_series_has_no_effect_and_a_poisson_error():
    found = segmented_regression([50] * 40, 20, errors="model")
    assert found.level_ratio == pytest.approx(1)
    assert found.level_p == pytest.approx(1)
    assert found.level_low < 1 < found.level_high
    assert np.isnan(found.durbin_watson)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"count": [0] * 20 + [5] * 20}, "count holds no event before"),
        ({"count": [5] * 20 + [0] * 20}, "count holds no event after"),
        ({"count": [5] * 20 + [9] + [0] * 19, "season": "none"}, "count"),
        ({"count": [5] * 8, "first_after": 4}, "too few"),
        ({"first_after": 0}, "first_after"),
        ({"first_after": 39}, "too few"),
        ({"first_after": 20.5}, "first_after"),
        ({"count": [0, *[5] * 11] * 4, "season": "months"}, "month 1"),
        ({"exposure": [1.0] * 39}, "exposure"),
        ({"season": "weeks"}, "season"),
        ({"family": "gaussian"}, "family"),
        ({"pairs": 6}, "pairs"),
        ({"lags": -1}, "lags"),
        ({"count": series(40, 20), "family": "negative binomial", "errors": "serial"}, "errors"),
    ],
)
def test_what_cannot_be_fitted_is_refused(change, words):
    with pytest.raises(ValueError, match=words):
        segmented_regression(**{"count": [5, 7, 6, 9] * 10, "first_after": 20, **change})
