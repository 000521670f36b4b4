"""Ratios of two rates, by hand, by brute force over all pairs of counts, and against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pads_analysis.stats import change, month_ratios, rate_ratios, ratio_tests

PAIRS = [(3, 1.0, 0, 1.0), (6, 1.0, 2, 1.0), (12, 3.0, 25, 4.0), (0, 5000.0, 7, 5100.0), (40, 2.0, 11, 0.7)]


def test_three_against_none_by_hand():
    found = rate_ratios.conditional_exact(3, 1, 0, 1)
    # All three of three fall on one side with probability 1/8, which is half of what is as unlikely.
    assert (found.p_greater, found.p_less, found.p, found.p_central) == pytest.approx(
        (1 / 8, 1, 1 / 4, 1 / 4)
    )
    assert found.p_mid == pytest.approx(2 * (1 / 8 - 1 / 16))
    assert found.ratio == np.inf
    assert found.ci_high == np.inf


@pytest.mark.parametrize(("k1", "t1", "k0", "t0"), PAIRS)
@pytest.mark.parametrize("null", [1.0, 1.7])
def test_minimum_likelihood_by_adding_up(k1, t1, k0, t0, null):
    share = null * t1 / (null * t1 + t0)
    every = stats.binom.pmf(np.arange(k1 + k0 + 1), k1 + k0, share)
    wanted = every[every <= every[k1] * (1 + 1e-9)].sum()
    assert rate_ratios.conditional_exact(k1, t1, k0, t0, null).p == pytest.approx(wanted)


def test_the_central_p_is_that_of_the_other_module_and_arrays_broadcast():
    found = rate_ratios.conditional_exact([5, 9], 2.0, [9, 5], 3.0)
    same = change.rate_ratio([5, 9], 2.0, [9, 5], 3.0)
    assert found.p_central == pytest.approx(same.p)
    assert found.ci_low == pytest.approx(same.ci_low)
    assert found.p[0] == pytest.approx(float(rate_ratios.conditional_exact(5, 2.0, 9, 3.0).p))


def _by_brute_force(k1, t1, k0, t0, d, pooled, alternative):
    rate = (k1 + k0 - d * t1) / (t1 + t0)
    m1, m0 = t1 * (rate + d), t0 * rate
    y = np.arange(int(max(m1, m0) + 14 * max(m1, m0) ** 0.5 + 60))
    y1, y0 = y[:, None], y[None, :]

    def standardised(a, b):
        v = (a + b) * (1 / t1 + 1 / t0) / (t1 + t0) if pooled else a / t1**2 + b / t0**2
        with np.errstate(divide="ignore", invalid="ignore"):
            return (a / t1 - b / t0 - d) / np.sqrt(v)

    each, seen = standardised(y1, y0), standardised(np.float64(k1), np.float64(k0))
    tie = 1e-9 * (1 + abs(seen))
    with np.errstate(invalid="ignore"):
        beyond = {
            "two-sided": np.abs(each) >= abs(seen) - tie,
            "larger": each >= seen - tie,
            "smaller": each <= seen + tie,
        }[alternative]
    return float((stats.poisson.pmf(y, m1)[:, None] * stats.poisson.pmf(y, m0) * beyond).sum())


@pytest.mark.parametrize(("k1", "t1", "k0", "t0"), PAIRS)
@pytest.mark.parametrize("d", [0.0, 0.4, -0.001])
@pytest.mark.parametrize("variance", ["pooled", "unpooled"])
@pytest.mark.parametrize("alternative", ["two-sided", "larger", "smaller"])
def test_e_test_by_brute_force(k1, t1, k0, t0, d, variance, alternative):
    if k1 + k0 - d * t1 <= 0:
        assert ratio_tests.e_test(k1, t1, k0, t0, d, variance, alternative) == 1
        return
    wanted = _by_brute_force(k1, t1, k0, t0, d, variance == "pooled", alternative)
    found = ratio_tests.e_test(k1, t1, k0, t0, d, variance, alternative)
    assert found == pytest.approx(wanted, rel=1e-8, abs=1e-12)


def test_e_test_published_and_the_two_variances_part_with_unequal_exposure():
    assert ratio_tests.e_test(6, 1, 2, 1) == pytest.approx(0.1749, abs=5e-5)
    assert ratio_tests.e_test(0, 1, 3, 1, variance="unpooled") == pytest.approx(0.0884, abs=5e-5)
    # Example of the Fortran program of the paper's authors, unpooled.
    assert ratio_tests.e_test(3, 100, 20, 300, variance="unpooled") == pytest.approx(0.122027, abs=1e-6)
    assert ratio_tests.e_test(3, 100, 20, 300) != pytest.approx(0.122027, rel=0.02)


def test_e_test_of_large_counts_is_the_score_test_and_of_none_is_one():
    p = ratio_tests.e_test(100_000_000, 1, 100_040_000, 1)
    assert p == pytest.approx(float(rate_ratios.score_ratio(100_000_000, 1, 100_040_000, 1).p), rel=1e-3)
    assert ratio_tests.e_test(0, 1, 0, 2) == 1
    with pytest.raises(ValueError, match="count_before is above"):
        ratio_tests.e_test(1, 1, 1e10, 1)


def test_intervals_and_tests_agree_with_statsmodels():
    from statsmodels.stats.rates import confint_poisson_2indep, test_poisson_2indep

    for k1, t1, k0, t0 in [(120, 1.0, 150, 1.0), (60, 51477.5, 30, 54308.7), (14, 8.2, 5, 8.45)]:
        for ours, method in ((rate_ratios.wald_ratio, "wald-log"), (rate_ratios.score_ratio, "score")):
            found = ours(k1, t1, k0, t0, 0.9)
            low, high = confint_poisson_2indep(k1, t1, k0, t0, method=method, alpha=0.1)
            assert (found.ci_low, found.ci_high) == pytest.approx((low, high), rel=1e-6)
            assert found.p == pytest.approx(test_poisson_2indep(k1, t1, k0, t0, method=method).pvalue)
        for alternative in ("two-sided", "larger", "smaller"):
            found = ratio_tests.ratio_tests(k1, t1, k0, t0, 1.3, alternative)
            for name, method in (
                ("wald", "wald"),
                ("score", "score"),
                ("sqrt", "sqrt"),
                ("exact", "exact-cond"),
            ):
                theirs = test_poisson_2indep(k1, t1, k0, t0, 1.3, method, alternative=alternative).pvalue
                assert getattr(found, name) == pytest.approx(float(theirs)), (name, alternative)


def test_score_interval_of_none_and_wald_of_none():
    found = rate_ratios.score_ratio(0, 1, 4, 1)
    # (0 - 4 r)^2 = z^2 4 r has the roots 0 and z^2 / 4.
    assert (found.ci_low, found.ci_high) == pytest.approx((0, 1.959964**2 / 4), rel=1e-6)
    wald = rate_ratios.wald_ratio(0, 1, 4, 1)
    assert (wald.ratio, wald.ci_low, wald.ci_high, wald.p) == (0, 0, np.inf, 1)
    none = rate_ratios.score_ratio(0, 1, 0, 1)
    assert np.isnan(none.ratio)
    assert (none.ci_low, none.ci_high, none.p) == (0, np.inf, 1)


def test_quasi_poisson_and_negative_binomial_agree_with_statsmodels():
    import statsmodels.api as sm

    before, now = np.array([45, 52, 38, 61, 55, 49, 72, 66]), np.array([60, 58, 49, 71, 88, 52, 79, 91])
    x = sm.add_constant(np.repeat([0.0, 1.0], 8))
    y = np.concatenate([before, now])
    glm = sm.GLM(y, x, family=sm.families.Poisson()).fit(scale="X2", use_t=True)
    quasi = month_ratios.quasi_poisson(now, before)
    assert (quasi.error, quasi.t, quasi.p) == pytest.approx(
        (glm.bse[1], glm.tvalues[1], glm.pvalues[1]), rel=1e-6
    )
    nb = sm.NegativeBinomial(y, x).fit(disp=0, maxiter=500, gtol=1e-10)
    ours = month_ratios.negative_binomial(now, before)
    assert (ours.log_ratio, ours.alpha) == pytest.approx((nb.params[1], nb.params[2]), rel=1e-5)
    assert ours.log_likelihood == pytest.approx(nb.llf, rel=1e-9)


def test_negative_binomial_without_extra_variation_is_poisson():
    found = month_ratios.negative_binomial([5, 6, 5, 6], [4, 4, 5, 4])
    assert (found.alpha, found.theta) == (0, np.inf)
    assert found.error == pytest.approx(np.sqrt(1 / 22 + 1 / 17))
    poisson = stats.poisson.logpmf([5, 6, 5, 6], 5.5).sum() + stats.poisson.logpmf([4, 4, 5, 4], 4.25).sum()
    assert found.log_likelihood == pytest.approx(poisson)
    level = month_ratios.quasi_poisson([5, 5], [5, 5])
    assert (level.error, level.t, level.p) == (0, 0, 1)
    assert month_ratios.quasi_poisson([6, 6], [5, 5]).t == np.inf


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: rate_ratios.conditional_exact(1.5, 1, 2, 1), "count must"),
        (lambda: rate_ratios.conditional_exact(1, 0, 2, 1), "exposure"),
        (lambda: rate_ratios.conditional_exact([1, 2], 1, [1, 2, 3], 1), "do not fit"),
        (lambda: rate_ratios.conditional_exact(1, 1, 2, 1, null_ratio=0), "null_ratio"),
        (lambda: rate_ratios.conditional_exact(1e16, 1, 2, 1), "count holds"),
        (lambda: rate_ratios.wald_ratio("many", 1, 2, 1), "count"),
        (lambda: rate_ratios.score_ratio(1, 1, 2, 1, confidence=1), "confidence"),
        (lambda: ratio_tests.e_test(1, 1, 2, 1, variance="other"), "variance"),
        (lambda: ratio_tests.ratio_tests(1, 1, 2, 1, alternative="up"), "alternative"),
        (lambda: month_ratios.negative_binomial([0, 0], [1, 2]), "now"),
        (lambda: month_ratios.negative_binomial([1], [1]), "at least 3"),
        (lambda: month_ratios.quasi_poisson([1, np.nan], [1, 2]), "now"),
    ],
)
def test_wrong_input_is_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
