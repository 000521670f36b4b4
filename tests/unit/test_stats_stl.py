"""Seasonal decomposition, classical indices and month lengths on series whose parts are known."""

from __future__ import annotations

import numpy as np
import pytest

from pads_analysis.stats import seasonal_adjustment

MONTHS = np.arange("2018-01", "2024-01", dtype="datetime64[M]")
SEASON = 30 * np.sin(2 * np.pi * np.arange(12) / 12)


def _series(seed=1, noise=4.0):
    rng = np.random.default_rng(seed)
    return 200 + 0.5 * np.arange(72) + np.tile(SEASON, 6) + rng.normal(0, noise, 72)


def test_the_parts_add_up_and_are_the_planted_ones():
    x = _series(noise=0.5)
    found = seasonal_adjustment.stl(x)
    assert found.trend + found.seasonal + found.remainder == pytest.approx(x)
    assert found.seasonal[:12] == pytest.approx(SEASON, abs=1)
    assert found.trend[24:48] == pytest.approx(200 + 0.5 * np.arange(24, 48), abs=1)
    assert found.adjusted == pytest.approx(x - found.seasonal)
    assert found.seasonal[:12].tolist() == found.seasonal[-12:].tolist()


def test_a_window_lets_the_season_change():
    x = _series() + np.tile(SEASON, 6) * np.linspace(0, 1, 72)
    moving = seasonal_adjustment.stl(x, window=7)
    assert np.ptp(moving.seasonal[-12:]) > 1.2 * np.ptp(moving.seasonal[:12])
    assert seasonal_adjustment.stl(x, window=8).trend == pytest.approx(
        seasonal_adjustment.stl(x, window=9).trend
    )


@pytest.mark.parametrize("robust", [False, True])
def test_excluded_months_pull_neither_trend_nor_season(robust):
    x = _series()
    spoilt, missing = x.copy(), x.copy()
    spoilt[27:39], missing[27:39] = 5, np.nan
    a = seasonal_adjustment.stl(spoilt, robust=robust, excluded=slice(27, 39))
    b = seasonal_adjustment.stl(missing, robust=robust)
    assert a.trend == pytest.approx(b.trend)
    assert np.isnan(a.adjusted[27:39]).all()
    assert not np.isnan(a.trend).any()
    assert a.seasonal[:12] == pytest.approx(SEASON, abs=6)
    assert a.trend[27:39] == pytest.approx(200 + 0.5 * np.arange(27, 39), abs=6)


def test_robust_weights_outliers_down():
    x = _series(noise=1)
    x[40] += 300
    plain, robust = seasonal_adjustment.stl(x), seasonal_adjustment.stl(x, robust=True)
    truth = 200 + 0.5 * np.arange(72)
    assert np.abs(robust.trend - truth).max() < np.abs(plain.trend - truth).max() / 5


def test_a_level_series_has_no_season():
    found = seasonal_adjustment.stl([7] * 24)
    assert set(found.trend) == {7}
    assert set(found.seasonal) == {0}
    assert seasonal_adjustment.stl(_series() * 1e12).trend == pytest.approx(
        seasonal_adjustment.stl(_series()).trend * 1e12, rel=1e-9
    )
    assert len(seasonal_adjustment.stl(_series(), period=7).trend) == 72


@pytest.mark.parametrize("period", [4, 7, 12])
def test_classical_indices_are_those_of_statsmodels(period):
    from statsmodels.tsa.seasonal import seasonal_decompose

    x = _series(3)
    found = seasonal_adjustment.classical_indices(x, period)
    for model in ("additive", "multiplicative"):
        theirs = seasonal_decompose(x, model=model, period=period).seasonal[:period]
        assert getattr(found, model) == pytest.approx(theirs, rel=1e-9)


def test_classical_indices_pass_over_excluded_months():
    x = np.tile([8.0, 12.0, 10.0, 10.0], 8)
    spoilt = x.copy()
    spoilt[13] = 500
    found = seasonal_adjustment.classical_indices(spoilt, 4, excluded=np.arange(32) == 13)
    assert found.additive == pytest.approx([-2, 2, 0, 0])
    assert found.multiplicative == pytest.approx([0.8, 1.2, 1, 1])
    assert np.isnan(seasonal_adjustment.classical_indices([0] * 24).multiplicative).all()


def test_month_lengths_are_taken_out():
    days = seasonal_adjustment.month_days(MONTHS)
    level = seasonal_adjustment.per_mean_month(days * 10.0, MONTHS)
    assert level == pytest.approx(np.full(72, 304.375))


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: seasonal_adjustment.stl([]), "values"),
        (lambda: seasonal_adjustment.stl("months"), "values"),
        (lambda: seasonal_adjustment.stl(np.ones(23)), "two periods"),
        (
            lambda: seasonal_adjustment.stl(np.r_[np.nan, np.ones(11), np.nan, np.ones(11)]),
            "season of the period",
        ),
        (lambda: seasonal_adjustment.stl(_series(), period=1), "period"),
        (lambda: seasonal_adjustment.stl(_series(), window="robust"), "window"),
        (lambda: seasonal_adjustment.stl(_series(), window=2), "window"),
        (lambda: seasonal_adjustment.stl(_series(), excluded=[1, 2]), "excluded"),
        (lambda: seasonal_adjustment.classical_indices(-_series()), "values"),
        (
            lambda: seasonal_adjustment.classical_indices(_series(), excluded=slice(6, 72)),
            "season of the period",
        ),
        (lambda: seasonal_adjustment.per_mean_month([1, 2], ["2024-01-01"]), "month_start"),
        (lambda: seasonal_adjustment.per_mean_month([1], ["winter"]), "month_start"),
    ],
)
def test_wrong_input_is_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
