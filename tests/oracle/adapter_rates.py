"""Maps the methods of topic 1 (rates, standardisation, funnels) to calls of the package, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from pads_analysis.stats import (
    funnels,
    overdispersed_funnels,
    proportions,
    rates,
    repeat_events,
    severity,
    shrinkage,
    standardised,
    standardised_ratios,
)

Inputs = dict[str, Any]
LEVELS = {"95": 0.95, "998": 0.998}
KINDS = {"SR": "ratio", "RC": "counts", "PR": "proportion"}
PLACES = {2: "High (0.001)", 1: "High (0.025)", 0: "Not significant", -1: "Low (0.025)", -2: "Low (0.001)"}
CLASSES = {1: "higher", 0: "similar", -1: "lower"}


def _confidence(given: Inputs) -> float:
    return given.get("confidence", given.get("conf", 0.95))


def _none_as_zero(values: list[float | None]) -> list[float]:
    """An empty cell of the workbook is a band in which nothing was recorded."""
    return [0.0 if v is None else v for v in values]


def _without_gaps(given: Inputs) -> tuple[list[float], list[float]]:
    """Events and people by band; people not given make no difference to a band in which nothing was recorded."""
    count = _none_as_zero(given["count"])
    people = [1.0 if n is None and k == 0 else n for k, n in zip(count, given["pop"], strict=True)]
    return count, people


def _ohid_name(count: float) -> str:
    return "Exact" if count < rates.EXACT_BELOW else "Byars"


def _interval(method: rates.Method) -> Callable[[Inputs], Inputs]:
    def run(given: Inputs) -> Inputs:
        found = rates.poisson_interval(given["count"], _confidence(given), method)
        return {"lower": found.low, "upper": found.high}

    return run


def crude_rate(given: Inputs) -> Inputs:
    result: Inputs = {"method": _ohid_name(given["count"])}
    for name, level in LEVELS.items():
        found = rates.crude_rate(given["count"], given["population"], given.get("multiplier", 1000), level)
        result |= {"value": found.rate, f"lower{name}": found.ci_low, f"upper{name}": found.ci_high}
    return result


def wilson(given: Inputs) -> Inputs:
    found = proportions.wilson(given["x"], given["n"], _confidence(given))
    return {"lower": found.ci_low, "upper": found.ci_high}


def wilson_both(given: Inputs) -> Inputs:
    unit, result = given.get("multiplier", 1), {}
    for name, level in LEVELS.items():
        found = proportions.wilson(given["x"], given["n"], level)
        result |= {
            "value": unit * found.rate,
            f"lower{name}": unit * found.ci_low,
            f"upper{name}": unit * found.ci_high,
        }
    return result


def poisson_rate(given: Inputs) -> Inputs:
    # "byar" of this vector is the form of DescTools (count + 1/2), not that of OHID.
    names = {"exact": "exact", "score": "score", "wald": "wald", "byar": "byar-half", "jeffreys": "jeffreys"}
    found = {k: rates.poisson_interval(given["count"], _confidence(given), m) for k, m in names.items()}
    exposure = given.get("exposure", 1)
    return {k: [i.low / exposure, i.high / exposure] for k, i in found.items()}


def benchmark(given: Inputs) -> Inputs:
    (told,) = (key for key in given if key.startswith("benchmark_per_"))
    sizes = given["count"], given["population"], given[told], float(told.removeprefix("benchmark_per_"))
    return {
        f"class{name}": CLASSES[int(rates.compare_with_value(*sizes, level))]
        for name, level in LEVELS.items()
    }


def dobson(given: Inputs) -> Inputs:
    result: Inputs = {}
    for name, level in LEVELS.items():
        found = standardised.directly_standardised(
            *_without_gaps(given),
            given.get("std", standardised.ESP2013),
            given.get("multiplier", 100_000),
            level,
        )
        result |= {"value": found.rate, f"lower{name}": found.ci_low, f"upper{name}": found.ci_high}
    return result


def dobson_for_people(given: Inputs) -> Inputs:
    result: Inputs = {}
    people = [_none_as_zero(band) for band in given["individuals_with_k_events"]]
    exposure = _without_gaps({"count": [sum(band) for band in people], "pop": given["pop"]})[1]
    for name, level in LEVELS.items():
        found = repeat_events.standardised_for_people(
            people,
            exposure,
            given.get("std", standardised.ESP2013),
            given.get("multiplier", 100_000),
            level,
            events=given.get("k"),
        )
        result |= {"value": found.rate, f"lower{name}": found.ci_low, f"upper{name}": found.ci_high}
    return result


def fay_feuer(given: Inputs) -> Inputs:
    found = standardised.directly_standardised(
        given["count"],
        given["pop"],
        given["std"],
        per=given.get("multiplier", 1),
        confidence=_confidence(given),
        interval="gamma",
        least_events=0,
    )
    return {"crude": found.crude_rate, "dsr": found.rate, "lower95": found.ci_low, "upper95": found.ci_high}


def _indirect(given: Inputs, level: float, per: float = 1000) -> standardised_ratios.StandardisedRatio:
    reference = "ref" if "refcount" in given else "std"
    columns = (given[k] for k in ("count", "pop", f"{reference}count", f"{reference}pop"))
    return standardised_ratios.indirectly_standardised(*map(_none_as_zero, columns), per, level)


def indirect_ratio(given: Inputs) -> Inputs:
    found = _indirect(given, 0.95)
    return {"observed": found.observed, "expected": found.expected, "sir": found.ratio}


def indirect_limits(given: Inputs) -> Inputs:
    found = _indirect(given, _confidence(given))
    return {"lower": found.ratio_low, "upper": found.ratio_high}


def indirect_rate_per_1000(given: Inputs) -> Inputs:
    result: Inputs = {}
    for name, level in LEVELS.items():
        f = _indirect(given, level, given.get("multiplier", 1000))
        result |= {
            "observed": f.observed,
            "expected": f.expected,
            "ref_rate": f.reference_rate,
            "value": f.rate,
        }
        result |= {f"lower{name}": f.rate_low, f"upper{name}": f.rate_high, "method": _ohid_name(f.observed)}
    return result


def indirect_ratio_x_100(given: Inputs) -> Inputs:
    result: Inputs = {}
    for name, level in LEVELS.items():
        f, unit = _indirect(given, level), given.get("multiplier", 100)
        result |= {"observed": f.observed, "expected": f.expected, "value": unit * f.ratio}
        result |= {f"lower{name}": unit * f.ratio_low, f"upper{name}": unit * f.ratio_high}
        result["method"] = _ohid_name(f.observed)
    return result


def _words(place: np.ndarray) -> list[str]:
    return [PLACES[int(p)] for p in place]


def ratio_significance(given: Inputs) -> Inputs:
    return {"significance": _words(funnels.ratio_funnel(given["observed"], given["expected"]).place)}


def proportion_significance(given: Inputs) -> Inputs:
    return {"significance": _words(funnels.proportion_funnel(given["numerator"], given["denominator"]).place)}


def rate_significance(given: Inputs) -> Inputs:
    # OHID's workbook derives each denominator from count and rate. Where the count is zero it has none: the area is no
    # part of the comparator and is never called significant, however many events it should have had.
    count, population = np.array(given["count"], float), np.array(given["population"], float)
    some = count > 0
    place = np.zeros(len(count), dtype=np.int64)
    place[some] = funnels.rate_funnel(count[some], population[some], 100_000).place
    return {"significance": _words(place)}


def poisson_limits(given: Inputs) -> Inputs:
    return _plain(given["expected"], given.get("target", 1))


def _plain(expected: list[float], target: float) -> Inputs:
    limits = {name: funnels.poisson_limits(expected, target, level) for name, level in LEVELS.items()}
    return {f"{side}l{name}": getattr(i, end) for name, i in limits.items() for side, end in ENDS}


ENDS = (("l", "low"), ("u", "high"))


def overdispersed(given: Inputs) -> Inputs:
    kind, method = given.get("data_type", "SR"), given.get("sr_method", "CQC")
    numerator, denominator, trim = given["num"], given["den"], given.get("trim_by", 0.1)
    if kind == "SR" and method == "SHMI":
        # FunnelPlotR rounds the expected events of the SHMI, as its specification prints them.
        denominator = np.round(denominator, 2)
    found = overdispersed_funnels.overdispersed_funnel(
        numerator, denominator, KINDS[kind], method=method if kind == "SR" else "CQC", trim_by=trim
    )
    result = {"target": found.target, "z": found.z, "phi": found.phi, "tau2": found.tau2}
    result["z_adj"] = found.z_trimmed  # FunnelPlotR's "adjusted" z-scores are the trimmed ones.
    # FunnelPlotR leaves its CQC ratio limits on the square-root scale, about a target of 1 on both.
    scale = {"RC": "log", "PR": None}.get(kind, "log" if method == "SHMI" else None)
    s = found.s
    if kind == "RC":
        # It draws limits of ratios of counts with the standard error of a standardised ratio, not that of its z.
        s = overdispersed_funnels.overdispersed_funnel(numerator, denominator, "ratio").s
    for prefix, tau2 in (("od_", found.tau2), ("", 0.0)):
        for name, level in LEVELS.items():
            limits = overdispersed_funnels.scale_limits(found.target_y, s, tau2, level, scale)
            result |= {f"{prefix}{side}l{name}": getattr(limits, end) for side, end in ENDS}
    if kind == "SR":
        result |= _plain(denominator, found.target)
    return {k: _as_printed(k, v) for k, v in result.items()} if kind == "PR" else result


def _as_printed(key: str, values: Any) -> Any:
    """FunnelPlotR's limits of proportions in the order of its rows.

    It lets the arcsine turn back beyond 0 and 1, and then sets a lower limit to 0 and an upper one to 1 wherever the
    next row's limit lies further from the target: right only for rows sorted by size. The package does neither.
    """
    if "l95" not in key and "l998" not in key:
        return values
    own = np.sin(values) ** 2
    following = own[1:]
    lower = key.removeprefix("od_").startswith("ll")
    wrong = own[:-1] > following if lower else own[:-1] < following
    return np.append(np.where(wrong, 0.0 if lower else 1.0, own[:-1]), own[-1])


def marshall(given: Inputs) -> Inputs:
    found = shrinkage.empirical_bayes(given["count"], given["population"], per=1)
    return {"raw": found.raw, "eb": found.shrunk, "a": found.between, "b": found.overall}


def severity_score(given: Inputs) -> Inputs:
    found = severity.weighted_rate(given["counts"], given["weights"], given["population"])
    return {"css": found.rate, "se": found.se}


METHODS: dict[str, Callable[[Inputs], Inputs]] = {
    "byar_ci_count": _interval("byar"),
    "garwood_exact_poisson_ci": _interval("exact"),
    "crude_rate_ci_phe_rule(exact<10, byar>=10)": crude_rate,
    "poisson_rate_ci_all_methods": poisson_rate,
    "wilson_ci": wilson,
    "wilson_ci_both": wilson_both,
    "benchmark_comparison_ci_vs_value": benchmark,
    "dsr_dobson_byar": dobson,
    "dsr_dobson_nonindependent_events": dobson_for_people,
    "dsr_fay_feuer_gamma": fay_feuer,
    "indirectly_standardised_ratio": indirect_ratio,
    "isr_byar_ci_95": indirect_limits,
    "indirectly standardised rate per 1000": indirect_rate_per_1000,
    "indirectly standardised ratio x 100": indirect_ratio_x_100,
    "funnel_poisson_limits": poisson_limits,
    "funnel_ratio_significance": ratio_significance,
    "funnel_proportion_significance": proportion_significance,
    "funnel_rate_significance_crude_per_100000": rate_significance,
    "funnel_overdispersed_SR_CQC": overdispersed,
    "funnel_overdispersed_SR_SHMI": overdispersed,
    "funnel_overdispersed_RC_CQC": overdispersed,
    "funnel_overdispersed_PR_CQC": overdispersed,
    "empirical_bayes_marshall_global": marshall,
    "crime_severity_score": severity_score,
}
