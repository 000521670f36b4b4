"""EARS and CUSUM on series worked by hand and step by step."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pads_analysis.stats import surveillance

SERIES = np.array([65, 52, 50, 78, 36, 53, 48, 33, 52, 22, 33, 44, 47, 90, 24, 70, 46, 23, 43, 22.0])


def test_c1_and_c2_by_hand():
    z = stats.norm.isf(0.001)
    for method, lag in (("C1", 0), ("C2", 2)):
        found = surveillance.ears(SERIES, method, [13])
        past = SERIES[13 - lag - 7 : 13 - lag]
        assert found.upper[0] == pytest.approx(past.mean() + z * past.std(ddof=1))
        assert found.statistic[0] == pytest.approx((90 - past.mean()) / past.std(ddof=1))
        assert found.alarm[0] == (past.mean() + z * past.std(ddof=1) < 90)
    assert surveillance.ears(SERIES).at[0] == 7
    assert surveillance.ears(SERIES, "C3").at[0] == 11


def _c2(t):
    past = SERIES[t - 9 : t - 2]
    return (SERIES[t] - past.mean()) / past.std(ddof=1)


def test_c3_adds_up_three_points():
    found = surveillance.ears(SERIES, "C3", [13, 14, 15, 16])
    wanted = [sum(max(0.0, _c2(i) - 1) for i in (t, t - 1, t - 2)) for t in (13, 14, 15, 16)]
    assert found.statistic == pytest.approx(wanted)
    assert found.alarm.tolist() == [w > stats.norm.isf(0.025) for w in wanted]
    assert found.alarm.any()
    # A count just above the bound is an alarm, one just below is none.
    upper = surveillance.ears(SERIES, "C3", [12]).upper[0]
    for excess, alarm in ((1e-6, True), (-1e-6, False)):
        moved = SERIES.copy()
        moved[12] = upper + excess
        assert surveillance.ears(moved, "C3", [12]).alarm[0] == alarm


def test_c3_as_the_r_package_has_it_leaves_the_point_itself_out():
    found = surveillance.ears(SERIES, "C3", [14, 15], alpha=0.025, form="surveillance")
    past = [max(0.0, _c2(t - 1) - 1) + max(0.0, _c2(t - 2) - 1) for t in (14, 15)]
    assert found.statistic == pytest.approx(past)
    spread = [SERIES[t - 9 : t - 2].std(ddof=1) for t in (14, 15)]
    z = stats.norm.isf(0.025)
    wanted = [max(0.0, SERIES[t] + s * (z - p)) for t, s, p in zip((14, 15), spread, past, strict=True)]
    assert found.upper == pytest.approx(wanted)


def test_a_flat_baseline_flags_any_rise_unless_it_is_given_a_spread():
    y = [5.0] * 10 + [6.0]
    assert surveillance.ears(y, at=[10]).alarm[0]
    assert surveillance.ears(y, at=[10]).statistic[0] == np.inf
    assert not surveillance.ears(y, at=[10], least_spread=1.0).alarm[0]
    assert not surveillance.ears([5] * 30, "C3").alarm.any()
    assert np.isfinite(surveillance.ears([5.0] * 12 + [9, 9, 5, 5], "C3").upper).all()


def test_cusum_step_by_step():
    m, k, h = SERIES[:8].mean(), 1.04, 2.26
    found = surveillance.rossi_cusum(SERIES, np.arange(8, 20))
    s, expected = 0.0, []
    for x in SERIES[8:]:
        s = max(0.0, s + (x - 3 * m + 2 * np.sqrt(x * m)) / (2 * np.sqrt(m)) - k)
        expected.append(s)
    assert found.mean == pytest.approx(m)
    assert found.cusum == pytest.approx(expected)
    assert found.alarm.tolist() == [s >= h for s in expected]
    assert found.alarm.any()
    assert ((found.observed >= found.upper) == found.alarm).all()


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: surveillance.ears([]), "values"),
        (lambda: surveillance.ears([1, 2, 3]), "values"),
        (lambda: surveillance.ears(-SERIES), "values"),
        (lambda: surveillance.ears(SERIES, "C4"), "method"),
        (lambda: surveillance.ears(SERIES, at=[3]), "at"),
        (lambda: surveillance.ears(SERIES, baseline=2), "baseline"),
        (lambda: surveillance.ears(SERIES, alpha=0), "alpha"),
        (lambda: surveillance.ears(SERIES, least_spread=-1), "least_spread"),
        (lambda: surveillance.ears(SERIES, form="R"), "form"),
        (lambda: surveillance.rossi_cusum([3]), "values"),
        (lambda: surveillance.rossi_cusum(SERIES, [3, 5]), "at"),
        (lambda: surveillance.rossi_cusum(SERIES, []), "at"),
        (lambda: surveillance.rossi_cusum([0, 0, 4], [2]), "mean"),
        (lambda: surveillance.rossi_cusum(SERIES, h=0), "h"),
        (lambda: surveillance.rossi_cusum(SERIES, mean="m"), "mean"),
    ],
)
def test_wrong_input_is_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
