"""Rate ratios, corrections for many tests, control charts and change points against R and published figures."""

from __future__ import annotations

import numpy as np
import pytest
from oracle_vectors import check_same, vectors
from scipy import stats

from pads_analysis.stats import change, change_points, control_charts, multiplicity

XMR_NAMES = {
    ("", 0): "Common Cause",
    ("limits", 1): "Above UCL",
    ("limits", -1): "Below LCL",
    ("trend", 1): "7 Point Trend (Increasing)",
    ("trend", -1): "7 Point Trend (Decreasing)",
    ("two of three", 1): "2 in 3 Above CL",
    ("two of three", -1): "2 in 3 Below CL",
    ("shift", 1): "7 Points Above CL",
    ("shift", -1): "7 Points Below CL",
}


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(2, "rate_ratio_conditional_exact"))
def test_conditional_exact_ratio(given, expected, tolerance):
    found = change.rate_ratio(
        given["count1"], given["exposure1"], given["count2"], given["exposure2"], given["conf"]
    )
    wanted = [expected["rate_ratio"], expected["lower"], expected["upper"]]
    check_same([found.ratio, found.ci_low, found.ci_high], wanted, tolerance)
    # The vector's two-sided p is the minimum-likelihood one, which can contradict the interval; ours is twice the tail.
    check_same(found.p, min(1, 2 * min(expected["p_less"], expected["p_greater"])), tolerance)


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(2, "rate_ratio_conditional_exact_ci"))
def test_conditional_exact_interval(given, expected, tolerance):
    found = change.rate_ratio(
        given["count1"], given["exposure1"], given["count2"], given["exposure2"], given["conf"]
    )
    check_same([found.ci_low, found.ci_high], [expected["lower"], expected["upper"]], tolerance)


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(2, "year_on_year_quasipoisson_negbin"))
def test_quasi_poisson_ratio(given, expected, tolerance):
    found = change.quasi_poisson_ratio(given["monthly_year2"], given["monthly_year1"])
    check_same(
        [found.ratio, found.dispersion, found.p],
        [expected[k] for k in ("rate_ratio", "phi", "quasi_p_tdist_df22")],
        tolerance,
    )
    error = np.log(found.ci_high / found.ratio) / stats.t.ppf(0.975, 22)
    check_same(error, expected["quasi_se"], tolerance)


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(2, "p_adjust"))
def test_adjust(given, expected, tolerance):
    names = {
        "holm": "holm",
        "BH": "fdr_bh",
        "BY": "fdr_by",
        "hochberg": "simes-hochberg",
        "bonferroni": "bonferroni",
    }
    for name, ours in names.items():
        check_same(multiplicity.adjust(given["p"], ours), expected[name], tolerance)


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(2, "xmr_making_data_count"))
def test_individuals_chart(given, expected, tolerance):
    first = given["fix_after_n_points"]
    chart = control_charts.individuals_chart(
        given["y"],
        None if first is None else slice(0, first),
        control_charts.RuleSet(screen=given["screen_outliers"]),
    )
    limits = [chart.centre[0], chart.lower[0], chart.upper[0]]
    check_same(limits, [expected["mean"], expected["lpl"], expected["upl"]], tolerance)
    names = [XMR_NAMES[s, d] for s, d in zip(chart.signal, chart.direction, strict=True)]
    assert names == expected["special_cause_type"]


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(2, "xmr_making_data_count_limits"))
def test_published_limits(given, expected, tolerance):
    rules = control_charts.RuleSet(screen=given["screen_outliers"])
    chart = control_charts.individuals_chart(given["y"], rules=rules)
    limits = [chart.centre[0], chart.lower[0], chart.upper[0]]
    wanted = [expected["mean"], expected["lpl"], expected["upl"]]
    check_same(limits, wanted, tolerance)


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(2, "i_chart"))
def test_individuals_chart_of_qicharts2(given, expected, tolerance):
    # qicharts2 multiplies by 3 / 1.128 rather than 2.66 and screens the moving ranges.
    rules = control_charts.RuleSet(factor=3 / 1.128, screen=True)
    chart = control_charts.individuals_chart(given["y"], slice(0, given.get("freeze")), rules)
    check_same(chart.centre[0], expected["cl"], tolerance)
    check_same(chart.lower, np.broadcast_to(expected["lcl"], chart.lower.shape), tolerance)
    check_same(chart.upper, np.broadcast_to(expected["ucl"], chart.upper.shape), tolerance)
    if "sigma_signal" in expected:
        assert list(chart.signal == "limits") == expected["sigma_signal"]


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(2, "changepoint_pelt"))
def test_level_shifts(given, expected, tolerance):
    penalty = "bic" if given["penalty"] == "BIC" else expected["penalty_value_mean"]
    found = [shift.index for shift in change_points.level_shifts(given["y"], penalty)]
    assert found == np.atleast_1d(expected["mean_normal_scaled_minseg3"]).tolist()
