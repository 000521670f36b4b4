"""Rates, standardised rates and funnels at their edges, and the door to them for inputs unlike the published ones."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pads_analysis.stats import overdispersed_funnels, proportions, rates, standardised

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "oracle"))

from adapter import run

LEVELS = (0.5, 0.9, 0.95, 0.99, 0.998)


@pytest.mark.parametrize("count", [0, 1, 2, 9, 10, 11, 999, 1e6, 1e9, 1e12])
@pytest.mark.parametrize("confidence", LEVELS)
def test_the_published_interval_holds_its_count_and_the_exact_one_its_level(count, confidence):
    for method in ("ohid", "exact"):
        found = rates.poisson_interval(count, confidence, method)
        assert found.low <= count <= found.high
        assert np.isfinite([found.low, found.high]).all()
    if count <= 1e6:
        half = (1 - confidence) / 2
        assert stats.poisson.cdf(count, found.high) == pytest.approx(half, rel=1e-9)
        assert count == 0 or stats.poisson.sf(count - 1, found.low) == pytest.approx(half, rel=1e-9)


@pytest.mark.parametrize(("k", "n"), [(0, 1), (1, 1), (0, 20), (40, 40), (1, 7_564_336_677), (3, 8)])
@pytest.mark.parametrize("confidence", LEVELS)
def test_wilson_limits_are_where_the_score_test_just_rejects(k, n, confidence):
    found = proportions.wilson(k, n, confidence)
    assert 0 <= found.ci_low <= found.rate <= found.ci_high <= 1
    z = stats.norm.isf((1 - confidence) / 2)
    for limit in (found.ci_low, found.ci_high):
        if 0 < limit < 1:
            assert abs(k - n * limit) == pytest.approx(z * np.sqrt(n * limit * (1 - limit)), rel=1e-7)


def test_funnel_limits_beyond_what_a_number_holds_are_infinite():
    found = overdispersed_funnels.scale_limits(0.0, [1e3, 1.0], scale="log")
    assert found.low[0] == 0
    assert found.high[0] == np.inf
    assert found.high[1] == pytest.approx(np.exp(1.959964), rel=1e-6)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda v: rates.poisson_interval(3, method=v), "method"),
        (lambda v: standardised.directly_standardised([3], [9], [1], interval=v), "interval"),
        (lambda v: overdispersed_funnels.overdispersed_funnel([3, 4], [3, 5], v), "kind"),
        (lambda v: overdispersed_funnels.overdispersed_funnel([3, 4], [3, 5], "ratio", method=v), "method"),
        (lambda v: overdispersed_funnels.scale_limits(0.0, [1.0], scale=v), "scale"),
    ],
)
@pytest.mark.parametrize("value", [[], {}, pd.NA, np.ones(2), 1, "other"])
def test_a_word_that_is_no_word_is_refused_by_name(call, name, value):
    with pytest.raises(ValueError, match=name):
        call(value)


def test_shapes_that_do_not_fit_are_named():
    with pytest.raises(ValueError, match="total"):
        rates.weighted_sum_interval([1.0, 2.0], [1.0, 2.0, 3.0], 1.0)


def test_bands_in_which_nothing_was_recorded_need_no_people():
    whole = run("dsr_dobson_byar", {"count": [40, 0, 30], "pop": [90, 70, 80], "std": [3, 4, 5]})
    gap = run("dsr_dobson_byar", {"count": [40, None, 30], "pop": [90, None, 80], "std": [3, 4, 5]})
    assert gap == whole
    people = {"individuals_with_k_events": [[9, 3], [None, None]], "pop": [90, None], "std": [1, 1]}
    assert run("dsr_dobson_nonindependent_events", people)["value"] == pytest.approx(100_000 * 15 / 90 / 2)
    few = run("dsr_dobson_byar", {"count": [4, None, 5], "pop": [90, None, 80], "std": [3, 4, 5]})
    assert np.isnan(list(few.values())).all()


def test_expected_events_of_the_shmi_are_those_printed():
    given = {"num": [31, 22, 57, 41, 18], "den": [28.404, 26.096, 44.201, 43.899, 25.3], "data_type": "SR"}
    printed = {**given, "den": np.round(given["den"], 2).tolist()}
    method = "funnel_overdispersed_SR_SHMI"
    assert (
        run(method, given | {"sr_method": "SHMI"})["z"] == run(method, printed | {"sr_method": "SHMI"})["z"]
    ).all()
