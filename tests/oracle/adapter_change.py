"""Calls of the package for the reference vectors of change, charts, outbreaks, change points and seasonal adjustment.

Each function takes a vector's `inputs` and returns what the package says under the keys of its `expected`; it maps
names and shapes and computes nothing. Positions in vectors start at 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from pads_analysis.stats import (
    attribute_charts,
    change_points,
    chart_rules,
    control_charts,
    month_ratios,
    multiplicity,
    outbreaks,
    rate_ratios,
    ratio_tests,
    run_tests,
    seasonal_adjustment,
    surveillance,
)

Inputs = dict[str, Any]
SPECIAL_CAUSE = {
    ("", 0): "Common Cause",
    ("limits", 1): "Above UCL",
    ("limits", -1): "Below LCL",
    ("trend", 1): "{trend} Point Trend (Increasing)",
    ("trend", -1): "{trend} Point Trend (Decreasing)",
    ("two of three", 1): "2 in 3 Above CL",
    ("two of three", -1): "2 in 3 Below CL",
    ("shift", 1): "{shift} Points Above CL",
    ("shift", -1): "{shift} Points Below CL",
}
POINT_TYPE = {
    "common cause": "common_cause",
    "improvement": "special_cause_improvement",
    "concern": "special_cause_concern",
    "neutral high": "special_cause_neutral_high",
    "neutral low": "special_cause_neutral_low",
}
ADJUSTMENTS = {
    "holm": "holm",
    "BH": "fdr_bh",
    "BY": "fdr_by",
    "hochberg": "simes-hochberg",
    "bonferroni": "bonferroni",
}
ALTERNATIVES = {"two.sided": "two-sided", "greater": "larger", "less": "smaller"}
POWERS = {"2/3": 2 / 3, "1/2": 1 / 2, "none": 1.0}
THRESHOLDS = {"nbPlugin": "nb plugin", "muan": "muan", "delta": "delta"}


def _counts(given: Inputs) -> tuple[Any, Any, Any, Any]:
    return given["count1"], given.get("exposure1", 1), given["count2"], given.get("exposure2", 1)


def conditional_exact(given: Inputs) -> Inputs:
    found = rate_ratios.conditional_exact(*_counts(given), confidence=given.get("conf", 0.95))
    return {
        "rate_ratio": found.ratio,
        "p_two_sided_minlike": found.p,
        "lower": found.ci_low,
        "upper": found.ci_high,
        "p_greater": found.p_greater,
        "p_less": found.p_less,
    }


def wald_log(given: Inputs) -> Inputs:
    found = rate_ratios.wald_ratio(*_counts(given), confidence=given.get("conf", 0.95))
    return {"rate_ratio": found.ratio, "lower": found.ci_low, "upper": found.ci_high}


def e_test(given: Inputs) -> Inputs:
    # The paper's own form, of unpooled variance; with equal exposures the pooled one is the same.
    difference, alternative = given.get("null_difference") or 0, given.get("alternative") or "two-sided"
    alternative = ALTERNATIVES.get(alternative, alternative)
    return {"p_value": ratio_tests.e_test(*_counts(given), difference, "unpooled", alternative)}


def e_test_pooled(given: Inputs) -> Inputs:
    return {"p_value_pooled": ratio_tests.e_test(*_counts(given), variance="pooled")}


def one_sided(given: Inputs) -> Inputs:
    found = ratio_tests.ratio_tests(*_counts(given), null_ratio=given.get("value", 1), alternative="larger")
    return {
        "wald": found.wald,
        "score": found.score,
        "sqrt": found.sqrt,
        "cond_exact": found.exact,
        "cond_midp": found.mid_p,
        "etest": found.e_test,
    }


def year_on_year(given: Inputs) -> Inputs:
    now, before = given["monthly_year2"], given["monthly_year1"]
    quasi, negative = month_ratios.quasi_poisson(now, before), month_ratios.negative_binomial(now, before)
    return {
        "rate_ratio": quasi.ratio,
        "phi": quasi.dispersion,
        "poisson_se": quasi.poisson_error,
        "quasi_se": quasi.error,
        "quasi_t": quasi.t,
        f"quasi_p_tdist_df{quasi.df:.0f}": quasi.p,
        "nb_theta": negative.theta,
        "nb_alpha": negative.alpha,
        "nb_coef": negative.log_ratio,
        "nb_se": negative.error,
        "nb_loglik": negative.log_likelihood,
    }


def p_adjust(given: Inputs) -> Inputs:
    return {name: multiplicity.adjust(given["p"], ours).tolist() for name, ours in ADJUSTMENTS.items()}


def xmr(given: Inputs) -> Inputs:
    first = given.get("fix_after_n_points")
    rules = chart_rules.RuleSet(screen=bool(given.get("screen_outliers", True)))
    chart = control_charts.individuals_chart(given["y"], None if first is None else slice(0, first), rules)
    marks = zip(chart.signal.tolist(), chart.direction.tolist(), strict=True)
    kinds = control_charts.point_types(chart, given.get("improvement_direction") or "increase")
    return {
        "mean": float(chart.centre[0]),
        "lpl": float(chart.lower[0]),
        "upl": float(chart.upper[0]),
        "special_cause_type": [
            SPECIAL_CAUSE[mark].format(trend=rules.trend, shift=rules.shift) for mark in marks
        ],
        "point_type": [POINT_TYPE[kind] for kind in kinds.tolist()],
    }


def _left_out(given: Inputs) -> np.ndarray | None:
    if not given.get("exclude_1based"):
        return None
    return np.isin(np.arange(1, len(given["y"]) + 1), given["exclude_1based"])


def _baseline(given: Inputs) -> slice | None:
    return slice(0, given["freeze"]) if given.get("freeze") else None


def _lines(given: Inputs, lower: np.ndarray, upper: np.ndarray) -> Inputs:
    """Limits: the published ones (with points frozen or left out, or one total for all) are one number each."""
    totals = given.get("n")
    one = given.get("freeze") or given.get("exclude_1based") or (totals is not None and np.ptp(totals) == 0)
    return (
        {"lcl": float(lower[0]), "ucl": float(upper[0])}
        if one
        else {"lcl": lower.tolist(), "ucl": upper.tolist()}
    )


def _runs(runs: run_tests.Runs) -> Inputs:
    return {
        "longest_run": runs.longest_run,
        "longest_run_max": runs.longest_run_max,
        "n_crossings": runs.n_crossings,
        "n_crossings_min": runs.n_crossings_min,
        "runs_signal": runs.signal,
    }


def i_chart(given: Inputs) -> Inputs:
    # A point left out joins its neighbours there, so it is taken out before the limits are drawn.
    y = np.asarray(given["y"], dtype=float)
    out = _left_out(given)
    kept = np.ones(len(y), dtype=bool) if out is None else ~out
    base = kept & (np.arange(len(y)) < (given.get("freeze") or len(y)))
    rules = chart_rules.RULE_SETS["limits only, for runs and crossings"]
    chart = control_charts.individuals_chart(y[base], rules=rules)
    lower, upper = (np.full(len(y), limit[0]) for limit in (chart.lower, chart.upper))
    return {
        "value": y.tolist(),
        "cl": float(chart.centre[0]),
        **_lines(given, lower, upper),
        **_runs(run_tests.runs_and_crossings(y[kept], float(chart.centre[0]))),
        "sigma_signal": ((y < lower) | (y > upper)).tolist(),
    }


def _attribute(given: Inputs, chart: attribute_charts.AttributeChart) -> Inputs:
    return {
        "value": chart.value.tolist(),
        "cl": float(chart.centre[0]),
        **_lines(given, chart.lower, chart.upper),
        **_runs(chart.runs),
        "sigma_signal": chart.signal.tolist(),
    }


def c_chart(given: Inputs) -> Inputs:
    return _attribute(given, attribute_charts.c_chart(given["y"], _baseline(given), _left_out(given)))


def _with_totals(
    chart: Callable[..., attribute_charts.AttributeChart], laney: bool
) -> Callable[[Inputs], Inputs]:
    def run(given: Inputs) -> Inputs:
        # qicharts2 screens the moving ranges of Laney's charts once it is loaded.
        options = {"laney": True, "screen": True} if laney else {}
        return _attribute(given, chart(given["y"], given["n"], _baseline(given), _left_out(given), **options))

    return run


def stl(given: Inputs) -> Inputs:
    window = given.get("s_window", "periodic")
    period = given.get("freq", 12)
    found = seasonal_adjustment.stl(given["y"], period, window, bool(given.get("robust", False)))
    return {
        "seasonal_first_year": found.seasonal[:period].tolist(),
        "seasonal_last_year": found.seasonal[-period:].tolist(),
        "trend": found.trend.tolist(),
    }


def seasonal_indices(given: Inputs) -> Inputs:
    found = seasonal_adjustment.classical_indices(given["y"], given.get("freq", 12))
    return {"additive": found.additive.tolist(), "multiplicative": found.multiplicative.tolist()}


def _range(given: Inputs) -> np.ndarray:
    first, last = given["range_1based"][0], given["range_1based"][-1]
    return np.arange(first - 1, last)


def _monitoring(given: Inputs) -> Inputs:
    names = {
        "b": "b",
        "w": "w",
        "frequency": "frequency",
        "alpha": "alpha",
        "trend": "trend",
        "reweight": "reweight",
    }
    chosen = {ours: given[theirs] for theirs, ours in names.items() if given.get(theirs) is not None}
    if given.get("limit54") is not None:
        chosen["limit54"] = tuple(given["limit54"])
    if given.get("populationBool") and given.get("population") is not None:
        chosen["population"] = given["population"]
    return chosen


def farrington_1996(given: Inputs) -> Inputs:
    power = POWERS[given.get("powertrans", "2/3")]
    found = outbreaks.exceedance_1996(given["y"], _range(given), power=power, **_monitoring(given))
    # The R package writes a bound of 0 where too little was counted for an alarm.
    return {
        "upperbound": np.where(found.enough, found.upper, 0.0).tolist(),
        "alarm": found.alarm.astype(int).tolist(),
    }


def farrington_flexible(given: Inputs) -> Inputs:
    names = {
        "noPeriods": "periods",
        "pastWeeksNotIncluded": "past_left_out",
        "weightsThreshold": "weights_threshold",
        "pThresholdTrend": "p_trend",
    }
    chosen = {ours: given[theirs] for theirs, ours in names.items() if given.get(theirs) is not None}
    threshold = THRESHOLDS[given.get("thresholdMethod", "nbPlugin")]
    found = outbreaks.exceedance(
        given["y"], _range(given), threshold=threshold, **_monitoring(given), **chosen
    )
    # The R package's score for these thresholds sets counts against the log of what is expected.
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = found.expected if threshold == "delta" else np.log(found.expected)
        score = (found.observed - centre) / (found.upper - centre)
    return {
        "upperbound": np.where(found.enough, found.upper, np.nan).tolist(),
        "alarm": found.alarm.astype(int).tolist(),
        "expected": np.where(found.enough, found.expected, np.nan).tolist(),
        "score": np.where(found.enough, score, np.nan).tolist(),
    }


def ears(given: Inputs) -> Inputs:
    found = surveillance.ears(
        given["y"],
        given.get("method", "C1"),
        _range(given),
        baseline=given.get("baseline", 7),
        alpha=given.get("alpha"),
        least_spread=given.get("minSigma", 0),
        form="surveillance",
    )
    return {"upperbound_last6": found.upper[-6:].tolist(), "alarm": found.alarm.astype(int).tolist()}


def cusum(given: Inputs) -> Inputs:
    if given.get("trans", "rossi") != "rossi":
        raise ValueError("only Rossi's transformation of Poisson counts is in the package")
    # "m" is a number, or says in words of which values it is the mean: where not, of those before the range.
    mean = given.get("m")
    if isinstance(mean, str):
        told = re.search(r"\[(\d+):(\d+)\]", mean)
        mean = np.mean(given["y"][int(told[1]) - 1 : int(told[2])]) if told else None
    found = surveillance.rossi_cusum(
        given["y"],
        _range(given),
        mean=mean,
        k=given.get("k", 1.04),
        h=given.get("h", 2.26),
    )
    return {"cusum": found.cusum.tolist(), "alarm": found.alarm.astype(int).tolist(), "m": found.mean}


def pelt(given: Inputs) -> Inputs:
    said = given.get("penalty", "MBIC")
    penalty = {"BIC": "bic", "SIC": "bic", "MBIC": "mbic"}.get(said, given.get("pen_value", said))
    costs = {
        "mean_normal_scaled_minseg3": "mean",
        "meanvar_normal_minseg6": "mean and variance",
        "poisson_minseg3": "poisson",
    }
    found = {key: change_points.segments(given["y"], penalty, cost=cost) for key, cost in costs.items()}
    mean = found["mean_normal_scaled_minseg3"]
    # Positions of the last point of each segment, from 1; a single one is written as a number.
    ends = {key: (parts.last[:-1] + 1).tolist() for key, parts in found.items()}
    return {
        **{key: end[0] if len(end) == 1 else end for key, end in ends.items()},
        # These vectors ask for exact equality with numbers written with fifteen digits.
        "scale_divisor": float(f"{mean.scale:.15g}"),
        "penalty_value_mean": float(f"{mean.penalty:.15g}"),
    }


METHODS: dict[str, Callable[[Inputs], Inputs]] = {
    "rate_ratio_conditional_exact": conditional_exact,
    "rate_ratio_conditional_exact_ci": conditional_exact,
    "rate_ratio_wald_log": wald_log,
    "e_test_two_poisson_means": e_test,
    "e_test_pooled_variance_unequal_exposure": e_test_pooled,
    "poisson_2indep_one_sided_p_larger": one_sided,
    "year_on_year_quasipoisson_negbin": year_on_year,
    "p_adjust": p_adjust,
    "xmr_making_data_count": xmr,
    "xmr_making_data_count_limits": xmr,
    "i_chart": i_chart,
    "c_chart": c_chart,
    "u_chart": _with_totals(attribute_charts.u_chart, laney=False),
    "u_prime_chart_laney": _with_totals(attribute_charts.u_chart, laney=True),
    "p_chart": _with_totals(attribute_charts.p_chart, laney=False),
    "p_prime_chart_laney": _with_totals(attribute_charts.p_chart, laney=True),
    "stl_seasonal_adjustment": stl,
    "seasonal_indices_classical": seasonal_indices,
    "farrington_1996": farrington_1996,
    "farrington_flexible_noufaily_2013": farrington_flexible,
    # Informative: the R package computes this bound and the test of the trend from another dispersion than the paper's.
    "farrington_flexible_muan_R_quirk_informative": farrington_flexible,
    "ears": ears,
    "cusum_rossi_poisson": cusum,
    "changepoint_pelt": pelt,
}
