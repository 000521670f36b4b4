"""Rates, proportions and their intervals against OHID's own test workbooks, R and statsmodels' stored values."""

from __future__ import annotations

import pytest
from oracle_vectors import check_same, vectors

from pads_analysis.stats import rates

CLASSES = {1: "higher", 0: "similar", -1: "lower"}


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(1, "byar_ci_count"))
def test_byar(given, expected, tolerance):
    interval = rates.poisson_interval(given["count"], given["confidence"], method="byar")
    check_same([interval.low, interval.high], [expected["lower"], expected["upper"]], tolerance)


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(1, "garwood_exact_poisson_ci"))
def test_garwood(given, expected, tolerance):
    interval = rates.poisson_interval(given["count"], given["confidence"], method="exact")
    check_same([interval.low, interval.high], [expected["lower"], expected["upper"]], tolerance)


@pytest.mark.parametrize(
    ("given", "expected", "tolerance"), vectors(1, "crude_rate_ci_phe_rule(exact<10, byar>=10)")
)
def test_crude_rate(given, expected, tolerance):
    for level, name in ((0.95, "95"), (0.998, "998")):
        found = rates.crude_rate(given["count"], given["population"], given["multiplier"], level)
        wanted = [expected["value"], expected[f"lower{name}"], expected[f"upper{name}"]]
        check_same([found.rate, found.ci_low, found.ci_high], wanted, tolerance)


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(1, "wilson_ci"))
def test_wilson(given, expected, tolerance):
    found = rates.wilson(given["x"], given["n"], given["confidence"])
    check_same([found.ci_low, found.ci_high], [expected["lower"], expected["upper"]], tolerance)


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(1, "wilson_ci_both"))
def test_wilson_at_both_levels(given, expected, tolerance):
    for level, name in ((0.95, "95"), (0.998, "998")):
        found = rates.wilson(given["x"], given["n"], level)
        unit = given["multiplier"]
        wanted = [expected["value"], expected[f"lower{name}"], expected[f"upper{name}"]]
        check_same([found.rate * unit, found.ci_low * unit, found.ci_high * unit], wanted, tolerance)


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(1, "benchmark_comparison_ci_vs_value"))
def test_against_a_fixed_value(given, expected, tolerance):
    for level, name in ((0.95, "class95"), (0.998, "class998")):
        side = rates.compare_with_value(
            given["count"], given["population"], given["benchmark_per_1000"], confidence=level
        )
        assert CLASSES[int(side)] == expected[name]


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(1, "poisson_rate_ci_all_methods"))
def test_exact_interval_of_a_rate(given, expected, tolerance):
    # The other methods of this vector (score, Wald, DescTools' own "byar", Jeffreys) are not used here.
    interval = rates.poisson_interval(given["count"], given["conf"], method="exact")
    check_same(
        [interval.low / given["exposure"], interval.high / given["exposure"]], expected["exact"], tolerance
    )
