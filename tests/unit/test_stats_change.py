"""Rates and change: hand-made numbers, brute force, third parties, and coverage by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.rates import test_poisson_2indep as poisson_2indep

from pads_analysis.stats import change, month_ratios, multiplicity, proportions, rates


def test_poisson_interval_switches_at_ten():
    exact = stats.chi2.ppf(0.025, 18) / 2, stats.chi2.ppf(0.975, 20) / 2
    interval = rates.poisson_interval([9, 10])
    assert interval.low[0] == pytest.approx(exact[0])
    assert interval.high[0] == pytest.approx(exact[1])
    # Byar by hand for ten events.
    assert interval.low[1] == pytest.approx(10 * (1 - 1 / 90 - 1.959963985 / (3 * 10**0.5)) ** 3)
    assert rates.poisson_interval(0).low == 0


def test_crude_rate_is_count_over_exposure_and_keeps_the_shape():
    found = rates.crude_rate([[5, 50], [0, 20]], [1000.0, 2000.0], per=100)
    assert found.rate.tolist() == [[0.5, 2.5], [0.0, 1.0]]
    assert (found.ci_low <= found.rate).all()
    assert (found.rate < found.ci_high).all()
    assert str(rates.crude_rate(12, 1000)).startswith("12 (")


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: rates.poisson_interval([1, np.nan]), "count"),
        (lambda: rates.poisson_interval(-1), "count"),
        (lambda: rates.poisson_interval([]), "count"),
        (lambda: rates.crude_rate(1, 0), "exposure"),
        (lambda: rates.crude_rate([1, 2], [1, 2, 3]), "count"),
        (lambda: proportions.wilson(3, 2), "k"),
        (lambda: rates.poisson_interval(1, confidence=95), "confidence"),
        (lambda: change.compare_months([1, 2], [1, 2, 3]), "now"),
        (lambda: change.compare_months([1, -2], [1, 2]), "now"),
        (lambda: change.compare_months([1, 2], [1, 2], exposure=[1, 0]), "exposure"),
        (lambda: change.compare_many([1], [1], overall=0), "overall"),
        (lambda: change.rate_ratio(1, 1, np.inf, 1), "count_before"),
        (lambda: multiplicity.adjust([0.5, 1.2]), "p"),
        (lambda: multiplicity.adjust([0.5], "fisher"), "method"),
        (lambda: month_ratios.quasi_poisson([0, 0], [1, 2]), "now"),
    ],
)
def test_wrong_input_is_refused_by_name(call, name):
    with pytest.raises(ValueError, match=rf"\b{name}\b"):
        call()


@pytest.mark.parametrize(("k1", "k0", "t1", "t0"), [(3, 12, 1.0, 1.5), (0, 4, 1.0, 1.0), (20, 9, 2.0, 3.0)])
def test_rate_ratio_tails_against_statsmodels(k1, k0, t1, t0):
    tails = [
        poisson_2indep(k1, t1, k0, t0, method="exact-cond", alternative=a).pvalue
        for a in ("larger", "smaller")
    ]
    assert change.rate_ratio(k1, t1, k0, t0).p == pytest.approx(min(1, 2 * min(tails)))


def test_rate_ratio_without_events():
    found = change.rate_ratio([0, 0, 5], 1, [0, 5, 0], 1)
    assert np.isnan(found.ratio[0])
    assert (found.ci_low[0], found.ci_high[0], found.p[0]) == (0, np.inf, 1)
    assert found.method.tolist() == ["none recorded", "exact", "exact"]
    assert found.ratio[1:].tolist() == [0, np.inf]
    assert found.ci_low[1] == 0
    assert found.ci_high[2] == np.inf
    # Five against none, by hand: 2 * 0.5**5.
    assert found.p[1:] == pytest.approx([2 / 32, 2 / 32])


def test_compare_months_is_the_ratio_of_totals_whatever_the_season():
    before = np.array([40, 45, 60, 80, 90, 70, 60, 50, 40, 30, 35, 38])
    now = np.array([44, 40, 70, 85, 99, 76, 66, 48, 50, 29, 40, 41])
    found = change.compare_months(now, before)
    assert found.ratio == pytest.approx(now.sum() / before.sum())
    assert found.method == "quasi-Poisson"
    assert found.df == 24 - 13
    fitted = np.outer([before.sum(), now.sum()], before + now) / (before + now).sum()
    chi2 = ((np.array([before, now]) - fitted) ** 2 / fitted).sum()
    assert found.dispersion == pytest.approx(max(1, chi2 / 11))
    assert "quasi-Poisson" in str(found)


def test_compare_months_with_history_keeps_the_ratio():
    rng = np.random.default_rng(4)
    months = rng.poisson(60, 60)
    found = change.compare_months(months[48:], months[36:48], history=months[:36])
    assert found.ratio == pytest.approx(months[48:].sum() / months[36:48].sum())
    assert found.df == 60 - 12 - 4


def test_compare_months_allows_for_exposure():
    y = np.array([30, 42, 55, 61, 48, 33])
    found = change.compare_months(2 * y, y, exposure=np.full(6, 4.0), exposure_before=np.full(6, 2.0))
    assert found.ratio == pytest.approx(1.0)
    assert found.ci_low < 1 < found.ci_high


def test_compare_months_falls_back_to_the_exact_test():
    few = change.compare_months([1, 2, 0, 3, 1, 2], [2, 1, 1, 0, 2, 1])
    assert few.method == "exact"
    assert few.p == change.rate_ratio(9, 6, 7, 6).p
    none = change.compare_months(np.zeros(12), np.zeros(12))
    assert (none.method, none.p, np.isnan(none.ratio)) == ("none recorded", 1.0, True)
    gone = change.compare_months(np.zeros(12), np.full(12, 9))
    assert (gone.method, gone.ratio, gone.ci_low) == ("exact", 0.0, 0.0)
    assert gone.ci_high == pytest.approx(change.rate_ratio(0, 1, 108, 1).ci_high)


def test_compare_months_leaves_out_a_month_that_never_has_an_event():
    y1, y0 = np.array([20, 25, 0, 30, 22, 18]), np.array([15, 20, 0, 33, 20, 19])
    found = change.compare_months(y1, y0)
    assert found.df == 10 - 6
    assert found.ratio == pytest.approx(y1.sum() / y0.sum())


def test_months_left_out_keep_their_place_in_time():
    y1, y0 = np.array([30, 42, 55, 61, 48, 33]), np.array([25, 44, 50, 66, 40, 30])
    together = change.compare_months(y1, y0)
    apart = change.compare_months(y1, y0, at=[0, 1, 5, 6, 10, 11])
    assert apart.ratio == pytest.approx(together.ratio)
    assert apart.df == together.df
    with pytest.raises(ValueError, match="at"):
        change.compare_months(y1, y0, at=[0, 1])


@pytest.mark.filterwarnings("error")
def test_a_perfect_fit_is_no_fault():
    found = change.compare_months(np.full(12, 40), np.full(12, 50))
    assert found.ratio == pytest.approx(0.8)
    # Never narrower than Poisson: log limits at least 1.96 * sqrt(1/480 + 1/600).
    assert np.log(found.ci_high / found.ratio) > 1.9599 * np.sqrt(1 / 480 + 1 / 600)
    assert found.dispersion == 1


def test_compare_many_equals_one_at_a_time():
    rng = np.random.default_rng(2)
    now, before = rng.poisson(2, (6, 12)), rng.poisson(3, (6, 12))
    found = change.compare_many(now, before, overall=0.8)
    for i in range(6):
        one = change.rate_ratio(now[i].sum(), 0.8, before[i].sum(), 1.0)
        assert (found.ratio[i], found.ci_low[i], found.p[i]) == (one.ratio, one.ci_low, one.p)


def test_adjust_keeps_missing_apart():
    found = multiplicity.adjust([0.01, np.nan, 0.04, 0.03])
    # By hand for three p values: 3 * .01, and 3/3 * .04 for the other two.
    assert found[[0, 2, 3]] == pytest.approx([0.03, 0.04, 0.04])
    assert np.isnan(found[1])
    assert np.isnan(multiplicity.adjust([np.nan, np.nan])).all()


@pytest.mark.parametrize("method", ["fdr_bh", "holm", "fdr_by", "simes-hochberg", "bonferroni"])
def test_adjust_equals_statsmodels(method):
    p = np.append(np.random.default_rng(6).uniform(0, 0.3, 25), [0.02, 0.02, 1.0])
    assert multiplicity.adjust(p, method) == pytest.approx(multipletests(p, method=method)[1])


def _year_pair(rng: np.random.Generator, base: float, sd: float, r: float, years: int = 2) -> np.ndarray:
    """Monthly counts without any true change: season, and an AR(1) disturbance on the log scale."""
    n = 12 * years
    e = np.empty(n)
    e[0] = rng.normal() * sd
    for t in range(1, n):
        e[t] = r * e[t - 1] + rng.normal() * sd * np.sqrt(1 - r**2)
    mean = base * np.exp(0.25 * np.sin(2 * np.pi * np.arange(n) / 12) + e)
    return rng.poisson(mean).reshape(years, 12)


@pytest.mark.parametrize(("base", "sd", "r"), [(8, 0.1, 0.3), (60, 0.15, 0.4), (300, 0.15, 0.5)])
def test_intervals_hold_their_level_when_months_hang_together(base, sd, r):
    rng = np.random.default_rng(12)
    held = 0
    for _ in range(200):
        before, now = _year_pair(rng, base, sd, r)
        found = change.compare_months(now, before)
        held += found.ci_low <= 1 <= found.ci_high
    # 95 % is 190; the binomial error of 200 draws is 1.5 points.
    assert 181 <= held <= 200
