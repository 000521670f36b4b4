"""Forecasts and the year-end projection: recursions by hand, likelihoods compared, intervals counted."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from pads_analysis.stats import ets_search
from pads_analysis.stats.forecast_accuracy import accuracy
from pads_analysis.stats.forecasts import exponential_smoothing, seasonal_naive
from pads_analysis.stats.outturn import outturn, year_end

VECTORS = Path(__file__).parents[1] / "oracle" / "05_peers_forecast.json"


def monthly(n, mean=60.0, seed=1, season=0.25):
    rng = np.random.default_rng(seed)
    return rng.poisson(mean * np.exp(season * np.sin(2 * np.pi * np.arange(n) / 12))).astype(float)


def one_step_squares(y, alpha, gamma, level, season):
    """The recursion of ETS(A,N,A), written out."""
    season, squares = list(season), 0.0
    for value in y:
        error = value - level - season[0]
        squares += error**2
        level += alpha * error
        season = [*season[1:], season[0] + gamma * error]
    return squares, level, season


def test_seasonal_naive_years_ahead():
    y = monthly(40)
    found = seasonal_naive(y, 30)
    assert found.mean.tolist() == np.resize(y[-12:], 30).tolist()
    sigma = np.sqrt(((y[12:] - y[:-12]) ** 2).mean())
    width = (found.high - found.mean) / 1.959963984540054
    assert width == pytest.approx(sigma * np.sqrt(np.repeat([1, 2, 3], [12, 12, 6])))
    assert seasonal_naive(y, 3, period=1).mean.tolist() == [y[-1]] * 3


def test_the_limited_search_runs_the_model_it_says():
    y = monthly(50)
    parameters, squares = ets_search.search_ana(y, 12)
    alpha, gamma, level, *latest_first = parameters
    start = [-sum(latest_first), *latest_first[::-1]]
    by_hand, last, season = one_step_squares(y, alpha, gamma, level, start)
    assert squares == pytest.approx(by_hand)
    found = exponential_smoothing(y, 14, search="as R")
    assert found.mean == pytest.approx([last + season[h % 12] for h in range(14)])
    assert found.sigma == pytest.approx(np.sqrt(by_hand / (50 - 14)))
    # Variance ahead: one, then alpha squared for each step, and alpha + gamma where the same month comes again.
    carried = [alpha + gamma * (j % 12 == 0) for j in range(1, 14)]
    variance = found.sigma**2 * (1 + np.concatenate([[0], np.cumsum(np.square(carried))]))
    assert (found.high - found.mean) / 1.959963984540054 == pytest.approx(np.sqrt(variance))


def test_the_greatest_likelihood_fits_better_than_the_limited_search():
    series = [v["inputs"]["y"] for v in json.loads(VECTORS.read_text("utf-8"))["vectors"] if "ets" in v["id"]]
    assert len(series) >= 2
    for y in series:
        best, limited = (exponential_smoothing(y, 6, search=search) for search in ("maximum", "as R"))
        assert best.sigma < limited.sigma
        assert best.mean == pytest.approx(limited.mean, rel=0.08)


def test_the_simplex_finds_a_minimum_when_it_is_let():
    def valley(p):
        return (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2

    found = ets_search.simplex_search(valley, np.array([-1.2, 1.0]))
    assert found == pytest.approx([1, 1], abs=1e-3)
    short = ets_search.simplex_search(valley, np.array([-1.2, 1.0]), evaluations=20)
    assert valley(short) > 1e-3


def test_smoothing_follows_unit_and_shape():
    y = monthly(60)
    one, other = exponential_smoothing(y, 12), exponential_smoothing(y * 1e6, 12)
    assert other.mean == pytest.approx(1e6 * one.mean, rel=1e-6)
    assert other.high - other.low == pytest.approx(1e6 * (one.high - one.low), rel=1e-6)
    assert np.corrcoef(one.mean, np.sin(2 * np.pi * np.arange(60, 72) / 12))[0, 1] > 0.9
    assert (one.method, np.isnan(one.beta)) == ("ETS(A,N,A)", True)


def test_a_trend_is_followed_and_damped():
    y = 100 + 2.0 * np.arange(40) + np.random.default_rng(1).normal(0, 1, 40)
    straight = exponential_smoothing(y, 10, trend=True, season=False)
    assert np.diff(straight.mean) == pytest.approx(np.full(9, 2.0), abs=0.3)
    damped = exponential_smoothing(y, 10, trend=True, damped=True, season=False)
    assert damped.mean[-1] < straight.mean[-1]
    assert (straight.method, damped.method) == ("ETS(A,A,N)", "ETS(A,Ad,N)")


def test_a_constant_series_stays_as_it_is():
    found = exponential_smoothing([7.0] * 36, 3)
    assert (found.mean.tolist(), found.sigma) == ([7, 7, 7], 0)


def test_accuracy_by_hand():
    found = accuracy([10, 20, 40], [12, 15, 40], [1, 2, 4, 8], period=2)
    assert found.mae == pytest.approx(7 / 3)
    assert found.rmse == pytest.approx(np.sqrt(29 / 3))
    assert found.mape == pytest.approx(100 * (0.2 + 0.25) / 3)
    assert found.mase == pytest.approx(7 / 3 / 4.5)
    none = accuracy([0, 1], [1, 1], [5, 5, 5, 5], period=2)
    assert np.isnan(none.mape)
    assert np.isnan(none.mase)


def test_outturn_takes_limits_of_sums():
    rng = np.random.default_rng(1)
    paths = rng.poisson([50, 60, 70], (4000, 3))
    found = outturn(500, [50, 60, 70], paths=paths, target=690)
    sums = 500 + paths.sum(axis=1)
    assert found.total == 680
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(sums, [0.025, 0.975])))
    assert found.p_target == pytest.approx((sums <= 690).mean())
    assert outturn(500, [50, 60, 70], paths=paths, target=690, at_most=False).p_target == pytest.approx(
        (sums >= 690).mean()
    )
    # Monthly limits added up would be far wider.
    added = np.quantile(paths, [0.025, 0.975], axis=0).sum(axis=1)
    assert found.high - found.low < 0.7 * (added[1] - added[0])


def test_a_year_that_is_over_is_certain():
    found = year_end(monthly(36), 12, rng=np.random.default_rng(1), target=1)
    assert found.low == found.total == found.high == monthly(36)[-12:].sum()
    assert found.p_target == 0
    assert "complete" in found.method


@pytest.mark.parametrize(
    ("n", "mean", "words"),
    [
        (60, 60, "smoothing: at least 3 years"),
        (30, 60, "seasonal naive: fewer than 3 years"),
        (15, 60, "recent mean: fewer than 2 years"),
        (60, 1.5, "recent mean: fewer than 5 events"),
    ],
)
def test_the_method_fits_the_history_and_is_named(n, mean, words):
    found = year_end(monthly(n, mean), 4, rng=np.random.default_rng(1), draws=500)
    assert found.method.startswith(words)
    assert found.low <= found.total <= found.high
    assert found.total == pytest.approx(found.to_date + found.rest.sum())
    assert len(found.rest) == 8
    assert np.isnan(found.p_target)


def test_the_same_seed_gives_the_same_projection():
    given = {"history": monthly(50), "done": 2, "target": 720, "draws": 500}
    one, other = (year_end(**given, rng=np.random.default_rng(9)) for _ in range(2))
    assert (one.low, one.high, one.p_target) == (other.low, other.high, other.p_target)


def test_a_rare_event_is_not_projected_with_certainty():
    found = year_end([0] * 40, 4, rng=np.random.default_rng(1))
    assert (found.total, found.low) == (0, 0)
    assert found.high >= 1


def test_errors_that_hang_together_widen_the_total():
    y = 10_000 + np.repeat([0, 400, 100], [12, 12, 12]) + np.random.default_rng(1).normal(0, 150, 36).round()
    found = year_end(y[:29], 5, rng=np.random.default_rng(1), method="seasonal naive", draws=20_000)
    past = y[12:29] - y[:17]
    sigma2, r = (past**2).mean(), (past[1:] * past[:-1]).sum() / (past**2).sum()
    assert r > 0.5
    variance = sigma2 * (7 + 2 * sum((7 - j) * r**j for j in range(1, 7)))
    assert found.high - found.low == pytest.approx(2 * 1.96 * np.sqrt(variance), rel=0.03)


def test_a_season_not_known_widens_the_total():
    swing = 1000 + 200 * np.sin(2 * np.pi * np.arange(12) / 12)
    known, mixed = (
        year_end(y, 5, rng=np.random.default_rng(1), method="recent mean", draws=20_000)
        for y in (swing.round(), np.random.default_rng(3).permutation(swing.round()))
    )
    assert known.high - known.low > 1.5 * (mixed.high - mixed.low)
    # Poisson counts about a mean of twelve: 7 months' own variance and 49 twelfths for not knowing the mean.
    plain = year_end([1000] * 12, 5, rng=np.random.default_rng(1), method="recent mean", draws=20_000)
    expected = 2 * 1.96 * np.sqrt(1000 * (7 + 49 / 12))
    assert plain.high - plain.low == pytest.approx(expected, rel=0.03)


def test_seasonal_states_and_their_variance_are_uncertain_too():
    y = np.random.default_rng(5).normal(10_000, 300, 41).round()
    smooth = exponential_smoothing(y, 7)
    found = year_end(y, 5, rng=np.random.default_rng(1), method="smoothing", draws=20_000)
    assert smooth.alpha < 0.01
    # Seven months' errors, each month's state from 41/12 years, and Student's t with 41 - 14 degrees of freedom.
    spread = smooth.sigma * np.sqrt(7 * (1 + 12 / 41))
    assert found.high - found.low == pytest.approx(2 * stats.t.isf(0.025, 27) * spread, rel=0.03)


@pytest.mark.parametrize(("method", "years"), [("smoothing", 4), ("seasonal naive", 2), ("recent mean", 1)])
def test_the_interval_holds_in_simulation(method, years):
    rng = np.random.default_rng(3)
    held, runs = 0, 120
    season = 0.0 if method == "recent mean" else 0.2
    for run in range(runs):
        y = monthly(12 * years + 12, 40, seed=run, season=season)
        found = year_end(y[: 12 * years + 5], 5, rng=rng, method=method, draws=600)
        held += found.low <= y[-12:].sum() <= found.high
    assert held >= 0.9 * runs
    assert found.high - found.low < found.total


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: seasonal_naive([1] * 12, 3), "history"),
        (lambda: seasonal_naive([1] * 20, 0), "horizon"),
        (lambda: exponential_smoothing([1, 2] * 11, 3), "history"),
        (lambda: exponential_smoothing([1, 2] * 16, 3, search="as R"), "search"),
        (lambda: exponential_smoothing([1, 2] * 30, 3, search="as R", trend=True), "search"),
        (lambda: accuracy([1], [1, 2], [1] * 20), "forecast"),
        (lambda: outturn(5, [1, 2], paths=[[1], [2]]), "paths"),
        (lambda: outturn(-5, [1, 2]), "to_date"),
        (lambda: year_end([1] * 30, 13, rng=np.random.default_rng(1)), "done"),
        (lambda: year_end([1] * 30, 3, rng=None), "rng"),
        (lambda: year_end([1] * 30, 3, rng=np.random.default_rng(1), method="guess"), "method"),
        (lambda: year_end([1, 2], 1, rng=np.random.default_rng(1)), "history"),
        (lambda: year_end([1] * 30, 3, rng=np.random.default_rng(1), draws=10), "draws"),
    ],
)
def test_wrong_input_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
