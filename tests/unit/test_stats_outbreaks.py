"""The improved Farrington method against the same steps with statsmodels, and on series whose answer is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pads_analysis.stats import farrington, outbreaks
from pads_analysis.stats.poisson_batches import fit_batch

MONTHS = 84


def _series(seed, mean=40.0, n=MONTHS):
    rng = np.random.default_rng(seed)
    season = 1 + 0.3 * np.sin(2 * np.pi * np.arange(n) / 12)
    return rng.poisson(mean * season * np.exp(rng.normal(0, 0.15, n) + 0.002 * np.arange(n))).astype(float)


def _with_statsmodels(y, k, population=None, periods=10, w=1, b=5, past=3, threshold=2.58):
    """Expected count and dispersion by the steps of Noufaily et al., one series, with statsmodels' GLM."""
    import statsmodels.api as sm

    groups = np.full(k, -1)
    groups[k - w :] = periods - 1
    for year in range(1, b + 1):
        centre = k - 12 * year
        for j in range(max(centre - w, 0), centre + w + 1):
            groups[j] = periods - 1
        for j in range(9):
            groups[centre + w + 1 + j] = j
    groups[k - past :] = -1
    at = np.array([i for i in range(k) if groups[i] >= 0 and not np.isnan(y[i])])
    levels = sorted(set(groups[at]))
    x = np.column_stack([(groups[at] == level).astype(float) for level in levels] + [at - k])
    offset = np.zeros(len(at)) if population is None else np.log(population[at])
    now = 0.0 if population is None else np.log(population[k])
    omega = np.ones(len(at))
    for again in range(2):
        model = sm.GLM(y[at], x, family=sm.families.Poisson(), offset=offset, var_weights=omega)
        fit = model.fit(maxiter=200, tol=1e-13)
        mu = fit.fittedvalues
        phi = max(1.0, float((omega * (y[at] - mu) ** 2 / mu).sum()) / (len(at) - x.shape[1]))
        if again:
            break
        half = x * np.sqrt(mu)[:, None]
        leverage = np.einsum("ij,jk,ik->i", half, np.linalg.inv(half.T @ half), half)
        s = 1.5 * (y[at] ** (2 / 3) * mu ** (-1 / 6) - mu**0.5) / np.sqrt(phi * (1 - leverage))
        omega = np.where(s > threshold, s**-2.0, 1.0)
        omega *= len(at) / omega.sum()
    return float(np.exp(fit.params[levels.index(periods - 1)] + now)), phi


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_batch_gives_what_statsmodels_gives_one_by_one(seed):
    y = np.stack([_series(seed), _series(seed + 10, 8.0), _series(seed + 20, 400.0)])
    y[0, 30] *= 3
    y[1, 40:50] = np.nan
    population = np.linspace(1000, 1500, MONTHS)
    for people in (None, population):
        found = outbreaks.exceedance(y, [75, 80], population=people)
        for i in range(3):
            for j, k in enumerate((75, 80)):
                mu, phi = _with_statsmodels(y[i], k, people)
                assert found.has_trend[i, j]
                assert found.expected[i, j] == pytest.approx(mu, rel=1e-6)
                assert found.dispersion[i, j] == pytest.approx(phi, rel=1e-6)
                upper = (
                    stats.nbinom.ppf(0.99, mu / (phi - 1), 1 / phi)
                    if phi > 1
                    else stats.poisson.ppf(0.99, mu)
                )
                assert found.upper[i, j] == upper


def test_the_batched_fit_is_the_glm():
    import statsmodels.api as sm

    rng = np.random.default_rng(5)
    group, time = np.repeat([0, 1, 2], 8), np.tile(np.linspace(-1, 0, 8), 3)
    y, weight = rng.poisson(9, (4, 24)).astype(float), rng.uniform(0.2, 1.5, (4, 24))
    weight[1, :8] = 0
    offset = rng.normal(0, 0.2, (4, 24))
    trend = np.array([True, True, False, True])
    found = fit_batch(y, group, time, offset, weight, trend)
    for i in range(4):
        used = weight[i] > 0
        x = (group[:, None] == np.unique(group[used])).astype(float)
        x = np.column_stack([x, time])[used] if trend[i] else x[used]
        fit = sm.GLM(
            y[i, used], x, family=sm.families.Poisson(), offset=offset[i, used], var_weights=weight[i, used]
        ).fit(tol=1e-13, scale="X2")
        assert found.fitted[i, used] == pytest.approx(fit.fittedvalues, rel=1e-6)
        assert found.dispersion[i] == pytest.approx(fit.scale, rel=1e-6)
        assert found.df[i] == fit.df_resid
        if trend[i]:
            assert found.coefficients[i, -1] == pytest.approx(fit.params[-1], rel=1e-5)
            assert found.inverse[i, -1, -1] * fit.scale == pytest.approx(fit.bse[-1] ** 2, rel=1e-5)


def test_a_planted_outbreak_is_found_and_does_not_hide_itself():
    y = _series(4)
    y[80:83] *= 2.5
    found = outbreaks.exceedance(y, [79, 80, 81, 82])
    assert found.alarm.tolist() == [False, True, True, True]
    assert (found.score[1:] > 1).all()
    assert (found.p[1:] < 0.01).all()


def test_a_past_outbreak_is_weighted_down():
    y = _series(6)
    y[60] *= 4
    down, full = outbreaks.exceedance(y, [72]), outbreaks.exceedance(y, [72], reweight=False)
    assert down.upper[0] < full.upper[0]
    assert down.dispersion[0] < full.dispersion[0]


def test_excluded_months_are_as_if_missing():
    y = _series(7)
    spoilt, missing = y.copy(), y.copy()
    spoilt[36:50], missing[36:50] = 9999, np.nan
    a, b = outbreaks.exceedance(spoilt, excluded=slice(36, 50)), outbreaks.exceedance(missing)
    assert a.expected == pytest.approx(b.expected)
    assert a.upper.tolist() == b.upper.tolist()
    old = outbreaks.exceedance_1996(missing)
    assert outbreaks.exceedance_1996(spoilt, excluded=slice(36, 50)).upper == pytest.approx(old.upper)
    assert np.isfinite(old.upper).all()


def test_what_the_past_does_not_determine_is_said_so():
    y = _series(8)
    no_window = y.copy()
    no_window[[i for i in range(72) if i % 12 in (11, 0, 1)]] = np.nan
    found = outbreaks.exceedance(no_window, [72])
    assert np.isnan(found.expected[0])
    assert not found.alarm[0]
    now = y.copy()
    now[72] = np.nan
    assert not outbreaks.exceedance(now, [72]).alarm[0]


def test_nothing_before_makes_any_lasting_count_an_alarm():
    y = np.zeros(MONTHS)
    y[73], y[75] = 3, 9
    found = outbreaks.exceedance(y, [72, 73, 75])
    assert found.expected.tolist() == [0, 0, 0]
    assert found.upper.tolist() == [0, 0, 0]
    # Three events are fewer than five in four months.
    assert found.enough.tolist() == [False, False, True]
    assert found.alarm.tolist() == [False, False, True]


def test_a_trend_that_foretells_more_than_was_seen_is_dropped():
    y = np.round(10 * np.exp(0.03 * np.arange(MONTHS)))
    found = outbreaks.exceedance(y, [72])
    assert not found.has_trend[0]
    falling = outbreaks.exceedance(y[::-1].copy(), [72])
    assert falling.has_trend[0]
    assert not outbreaks.exceedance(y[::-1].copy(), [72], b=2).has_trend[0]
    assert not outbreaks.exceedance(_series(3), [72], p_trend=1e-9).has_trend[0]


def test_parts_of_the_year_share_what_lies_between_the_windows():
    settings = farrington.Settings(2, 3, 52, 10, 26, 2.58, True, 1.0, 0.01, "nb plugin", 2 / 3, True, (0, 4))
    groups = farrington._groups(150, settings)
    assert (groups[150 - 26 :] == -1).all()
    assert (groups[98 - 3 : 98 + 4] == 9).all()
    # 45 weeks between two windows are nine parts of five.
    assert np.bincount(groups[46 + 4 : 98 - 3]).tolist() == [5] * 9
    assert (groups[: 46 - 3] == -1).all()
    uneven = farrington.Settings(1, 1, 12, 5, 1, 2.58, True, 1.0, 0.01, "nb plugin", 2 / 3, True, (0, 4))
    assert farrington._groups(20, uneven)[10:19].tolist() == [0, 0, 0, 1, 1, 2, 2, 3, 3]


def test_the_three_thresholds_stand_in_order():
    y = _series(9)
    plugin, muan = (outbreaks.exceedance(y, [75], threshold=t) for t in ("nb plugin", "muan"))
    assert muan.upper[0] > plugin.upper[0]
    delta = outbreaks.exceedance(y, [75], threshold="delta")
    mu, phi = delta.expected[0], delta.dispersion[0]
    # Without the error of the mean the bound on the 2/3 power scale would be lower.
    assert delta.upper[0] > (mu ** (2 / 3) + 2.326 * 2 / 3 * mu ** (1 / 6) * phi**0.5) ** 1.5
    assert delta.expected[0] == plugin.expected[0]


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ({"values": []}, "values"),
        ({"values": np.ones(60)}, "60"),
        ({"values": -np.ones(80)}, "values"),
        ({"values": "many"}, "values"),
        ({"values": np.ones((2, 2, 80))}, "values"),
        ({"values": pd.DataFrame(np.ones((80, 2)))}, "table"),
        ({"at": [10]}, "at"),
        ({"at": [72.5]}, "at"),
        ({"at": "last"}, "at"),
        ({"b": 0}, "b must"),
        ({"w": 6}, "w must"),
        ({"w": -1}, "w must"),
        ({"periods": 11}, "periods"),
        ({"past_left_out": 11}, "past_left_out"),
        ({"alpha": 1}, "alpha"),
        ({"alpha": "small"}, "alpha"),
        ({"threshold": "farrington"}, "threshold"),
        ({"limit54": (5,)}, "limit54"),
        ({"limit54": (5, 0)}, "limit54"),
        ({"population": [0] * 84}, "population"),
        ({"population": [1] * 83}, "population"),
        ({"excluded": [True]}, "excluded"),
        ({"frequency": None}, "frequency"),
    ],
)
def test_wrong_input_is_named(arguments, name):
    with pytest.raises(ValueError, match=name):
        outbreaks.exceedance(**{"values": np.arange(84.0), **arguments})


def test_the_original_needs_a_known_power():
    with pytest.raises(ValueError, match="power"):
        outbreaks.exceedance_1996(_series(1), power=0.7)
    bounds = [outbreaks.exceedance_1996(_series(1), [75], power=p).upper[0] for p in (1 / 2, 2 / 3, 1)]
    assert len({round(b, 3) for b in bounds}) == 3
