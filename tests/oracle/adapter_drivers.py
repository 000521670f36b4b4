"""Maps the methods of topic 3 (drivers, decomposition, evaluation) to calls of the package, by name."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from typing import Any

import numpy as np
from shared_files import shared_file

from pads_analysis.stats import (
    displacement_quotient,
    evaluation,
    panel,
    rate_decomposition,
    segmented_regression,
    shift_share,
)

Inputs = dict[str, Any]
NOTHING = (0, 0)


def _family(model: str) -> segmented_regression.Family:
    words = model.lower()
    if "nb" in words or "negative" in words or "negbin" in words:
        return "negative binomial"
    return "quasi-Poisson" if "quasi" in words else "Poisson"


def _sicily() -> dict[str, Any]:
    with shared_file("sicily.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        "count": [float(row["aces"]) for row in rows],
        "exposure": [float(row["stdpop"]) for row in rows],
        "first_after": [row["smokban"] for row in rows].index("1"),
    }


def _series(given: Inputs) -> dict[str, Any]:
    if "y" not in given:
        return _sicily()
    exposure = given.get("exposure", given.get("pop", given.get("population")))
    (start,) = (v for k, v in given.items() if k.endswith("index_1based"))
    return {"count": given["y"], "exposure": exposure, "first_after": start - 1}


def _model(given: Inputs) -> dict[str, Any]:
    formula = given.get("formula", given["model"])
    terms = given.get("terms", [])
    pairs = len([t for t in terms if re.fullmatch(r"s\d+", t)])
    # Without a formula or terms it is the usual model of the other vectors: a factor for each month.
    months = "factor(month)" in formula or not (terms or "~" in formula)
    return {
        "slope_change": any(t.startswith("I(") for t in terms) or "I((" in formula,
        "season": "months" if months else "harmonics" if pairs else "none",
        "pairs": pairs or 2,
        "period": given.get("frequency", 12),
        "family": _family(given["model"]),
        "distribution": "normal",
        "errors": "model",
    }


def _our_name(term: str) -> str:
    known = {"(Intercept)": "intercept", "time": "time", "t": "time"}
    if term in known:
        return known[term]
    if wave := re.fullmatch(r"([sc])(\d+)", term):
        return f"{'sin' if wave[1] == 's' else 'cos'} {wave[2]}"
    return "slope" if term.startswith("I(") else "level"


def segmented(given: Inputs) -> Inputs:
    """`theta` and `loglik` are what MASS::glm.nb calls them; the log-likelihood of a quasi model is NaN.

    The package has no dispersion for the negative binomial; R prints 1.
    """
    found = segmented_regression.segmented_regression(**_series(given), **_model(given))
    place = {str(term): i for i, term in enumerate(found.terms)}
    result = {
        "coef_law": found.coef[place["level"]],
        "se_law": found.se_model[place["level"]],
        "coef_t": found.coef[place["time"]],
        "se_t": found.se_model[place["time"]],
        "rr": found.level_ratio,
        "dispersion": 1.0 if np.isnan(found.dispersion) else found.dispersion,
        "deviance": found.deviance,
        "df_residual": found.df_residual,
        "rr_level": found.level_ratio,
        "rr_ci95_wald_normal": [found.level_low, found.level_high],
        "dw": found.durbin_watson,
        "alpha": found.alpha,
        "theta": 1 / found.alpha if found.alpha else np.inf,
        "loglik": found.log_likelihood,
    }
    for term in given.get("terms", []):
        i = place[_our_name(term)]
        result.setdefault("coef", {})[term] = found.coef[i]
        result.setdefault("se", {})[term] = found.se_model[i]
        result[f"nw_lag12_se_{term}"] = found.se_hac[i]
    return result


def two_way(given: Inputs) -> Inputs:
    area, year = given["area"], given["year"]
    treated = [
        a in given["treated_areas"] and t >= given["post_from"] for a, t in zip(area, year, strict=True)
    ]
    found = panel.two_way_poisson(given["y"], area, year, treated, exposure=given.get("pop"))
    return {
        "coef": found.coef,
        "irr": found.ratio,
        "se_iid": found.se_iid,
        "se_cluster_area_HC0_noadj": found.se_cluster_plain,
        "se_cluster_area_HC1_cadj": found.se_cluster,
        "deviance": found.deviance,
    }


def product_factors(given: Inputs) -> Inputs:
    """Factors are numbers, or lists with a number for each group, whose products are then added up."""
    names = list(given["pop1"])
    first, second = (np.array([given[p][n] for n in names], dtype=float).T for p in ("pop1", "pop2"))
    parts = rate_decomposition.product_effects(first, second).reshape(-1, len(names)).sum(axis=0)
    effects = dict(zip(names, parts.tolist(), strict=True))
    total = sum(effects.values())
    # Das Gupta prints percentages to two decimals.
    return {
        "diff": effects,
        "crude_diff": total,
        "pct": [round(100 * e / total, 2) for e in effects.values()],
    }


def kitagawa(given: Inputs) -> Inputs:
    shares, rates = (given["share1"], given["share2"]), (given["rate1"], given["rate2"])
    composition, rate = rate_decomposition.kitagawa(shares[0], rates[0], shares[1], rates[1])
    crude = [float(np.dot(s, r)) for s, r in zip(shares, rates, strict=True)]
    return {
        "composition_effect": composition,
        "rate_effect": rate,
        "crude1": crude[0],
        "crude2": crude[1],
        "total": composition + rate,
    }


def shift_share_totals(given: Inputs) -> Inputs:
    found = shift_share.shift_share(
        given["region_t0"], given["region_t1"], given["reference_t0"], given["reference_t1"]
    )
    mix, regional = found.mix.sum(), found.regional.sum()
    return {
        "growth": found.growth.sum(),
        "national": found.national.sum(),
        "industry_mix": mix,
        "regional": regional,
        "net_total_shift": mix + regional,
        "em_competitive": found.competitive.sum(),
        "em_allocation": found.allocation.sum(),
        "gerfin_mix": found.gerfin_mix,
        "gerfin_regional": found.gerfin_regional,
        "gerfin_total": found.gerfin_total,
    }


def _weights(given: Inputs) -> dict[str, Any]:
    """ptools takes 90 % limits unless told otherwise."""
    return {
        "time_weights": given.get("time_weights") or (1, 1),
        "area_weights": given.get("area_weights") or (1, 1, 1, 1),
        "confidence": 1 - (given.get("alpha") or 0.1),
    }


def difference(given: Inputs) -> Inputs:
    found = evaluation.displacement_difference(
        given["treated"],
        given["control"],
        given.get("disp_treated") or NOTHING,
        given.get("disp_control") or NOTHING,
        **_weights(given),
    )
    return {
        "Est_Local": found.local,
        "SE_Local": found.local_se,
        "Est_Displace": found.displaced,
        "SE_Displace": found.displaced_se,
        "Est_Total": found.total,
        "SE_Total": found.total_se,
        "Var_Total": found.total_se**2,
        "Z": found.z,
        "LowCI": found.ci_low,
        "HighCI": found.ci_high,
    }


def harm(given: Inputs) -> Inputs:
    """Each kind of event: [control before, after], [treated before, after], then the displacement areas, if any."""
    kinds = list(given["crimes"])
    pairs = [[*given["crimes"][kind], NOTHING, NOTHING][:4] for kind in kinds]
    control, treated, displaced_control, displaced_treated = (list(area) for area in zip(*pairs, strict=True))
    found = evaluation.harm_difference(
        treated,
        control,
        [given["weights"][kind] for kind in kinds],
        displaced_treated,
        displaced_control,
        **_weights(given),
    )
    return {
        "HarmEst": found.total,
        "SE_HarmEst": found.total_se,
        "Z": found.z,
        "LowCI": found.ci_low,
        "HighCI": found.ci_high,
    }


def quotient(given: Inputs) -> Inputs:
    places, times = ("response", "buffer", "control"), ("before", "after")
    found = displacement_quotient.displacement_quotient(
        **{name: given[name] for name in (f"{place}_{time}" for place in places for time in times)}
    )
    return {
        "gross_effect": found.gross_effect,
        "net_effect": found.net_effect,
        "success_measure": found.success_measure,
        "buffer_measure": found.buffer_measure,
        "wdq": found.wdq,
        "total_net_effect": found.total_net_effect,
        "interpretable": found.interpretable,
    }


METHODS: dict[str, Callable[[Inputs], Inputs]] = {
    "its_segmented_poisson": segmented,
    "did_two_way_fe_poisson": two_way,
    "das_gupta_product_factors": product_factors,
    "kitagawa_two_component": kitagawa,
    "shift_share": shift_share_totals,
    "weighted_displacement_difference": difference,
    "wdd_harm_weighted_sum": harm,
    "weighted_displacement_quotient": quotient,
}
