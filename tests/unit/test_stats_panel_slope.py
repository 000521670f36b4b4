"""Slopes over areas and periods: against statsmodels with dummies, by hand, and on panels without any effect."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from pads_analysis.stats.panel_slope import area_slope, two_way_slope


def panel(areas: int, periods: int, slope: float, seed: int, *, excess: float = 0.05, mean: float = 300.0):
    """Return count, area, period, series of a panel whose rate follows `slope` per unit of a wandering series."""
    rng = np.random.default_rng(seed)
    series = rng.normal(size=(areas, periods)).cumsum(axis=1)
    level = rng.normal(0, 0.4, (areas, 1)) + rng.normal(0, 0.1, (1, periods))
    # Extra variation that lingers from one period to the next, as that of real areas does.
    extra = rng.normal(0, excess, (areas, periods))
    for at in range(1, periods):
        extra[:, at] = 0.6 * extra[:, at - 1] + 0.8 * extra[:, at]
    count = rng.poisson(mean * np.exp(level + extra + slope * series))
    area, period = np.indices(count.shape)
    return count.ravel(), area.ravel(), period.ravel(), series.ravel()


def test_the_slope_is_that_of_a_regression_with_dummies() -> None:
    count, area, period, series = panel(9, 6, 0.08, 3)
    exposure = 500.0 + 40 * area + period
    design = np.column_stack([series, np.eye(9)[area], np.eye(6)[period][:, 1:]])
    fit = sm.GLM(count, design, family=sm.families.Poisson(), offset=np.log(exposure)).fit(tol=1e-12)
    clustered = sm.GLM(count, design, family=sm.families.Poisson(), offset=np.log(exposure)).fit(
        cov_type="cluster", cov_kwds={"groups": area, "use_correction": False}, tol=1e-12
    )
    found = two_way_slope(
        count, area, period, series, exposure=exposure, rng=np.random.default_rng(1), draws=99
    )
    assert found.coef == pytest.approx(fit.params[0], rel=1e-6)
    dispersion = fit.pearson_chi2 / fit.df_resid
    assert found.dispersion == pytest.approx(dispersion, rel=1e-6)
    assert found.se_quasi == pytest.approx(fit.bse[0] * np.sqrt(max(dispersion, 1)), rel=1e-5)
    factor = np.sqrt(9 / 8 * 53 / fit.df_resid)
    assert found.se_robust == pytest.approx(clustered.bse[0] * factor, rel=1e-5)
    assert (found.n_areas, found.n_periods, found.n_rows) == (9, 6, 54)


def test_a_step_scales_the_ratio_and_nothing_else() -> None:
    data = panel(8, 6, 0.05, 4)
    one, ten = (
        two_way_slope(*data, rng=np.random.default_rng(1), step=step, draws=99) for step in (1.0, 10.0)
    )
    assert ten.ratio == pytest.approx(one.ratio**10)
    assert ten.p == pytest.approx(one.p)
    assert ten.p_permuted == one.p_permuted


def test_a_planted_slope_is_found_in_its_interval() -> None:
    found = two_way_slope(*panel(20, 12, 0.06, 5), rng=np.random.default_rng(1))
    assert found.ratio_low <= np.exp(0.06) <= found.ratio_high
    assert found.ratio_low > 1 and found.p < 0.01 and found.p_permuted < 0.01


def test_rows_may_be_missing() -> None:
    count, area, period, series = panel(12, 10, 0.06, 6)
    kept = np.random.default_rng(2).random(len(count)) > 0.1
    found = two_way_slope(
        count[kept], area[kept], period[kept], series[kept], rng=np.random.default_rng(1), draws=199
    )
    assert found.n_rows == kept.sum()
    assert found.ratio_low <= np.exp(0.06) <= found.ratio_high


def test_panels_without_a_slope_are_seldom_called() -> None:
    called = {
        areas: sum(
            two_way_slope(*panel(areas, 8, 0.0, seed), rng=np.random.default_rng(seed), draws=199).p <= 0.05
            for seed in range(60)
        )
        for areas in (8, 20)
    }
    # Of 60 at 5 %, three are expected and eight or more come once in a hundred times.
    assert all(number <= 7 for number in called.values()), called


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"series": np.tile(np.arange(6.0), 8)}, "does not vary within areas"),
        ({"series": np.repeat(np.arange(8.0), 6)}, "does not vary within areas"),
        ({"series": np.full(48, np.nan)}, "series"),
        ({"count": np.zeros(48)}, "at least 5 areas"),
        ({"step": 0}, "step"),
        ({"exposure": np.zeros(48)}, "exposure"),
    ],
)
def test_what_cannot_be_told_is_refused(change: dict, message: str) -> None:
    count, area, period, series = panel(8, 6, 0.0, 7)
    arguments = {"count": count, "area": area, "period": period, "series": series} | change
    with pytest.raises(ValueError, match=message):
        two_way_slope(**arguments, rng=np.random.default_rng(1))


def test_a_slope_over_areas_agrees_with_a_regression() -> None:
    rng = np.random.default_rng(8)
    series = rng.uniform(1, 10, 40)
    exposure = rng.uniform(800, 2000, 40)
    count = rng.poisson(exposure * 0.05 * np.exp(-0.1 * series) * rng.gamma(10, 0.1, 40))
    fit = sm.GLM(count, sm.add_constant(series), family=sm.families.Poisson(), offset=np.log(exposure)).fit()
    found = area_slope(count, series, exposure=exposure)
    assert found.coef == pytest.approx(fit.params[1], rel=1e-6)
    assert found.dispersion == pytest.approx(fit.pearson_chi2 / 38, rel=1e-6)
    assert found.ratio_low <= np.exp(-0.1) <= found.ratio_high
    assert found.n_periods == 1 and np.isnan(found.p_permuted)
    with pytest.raises(ValueError, match="the same in every area"):
        area_slope(count, np.ones(40))
