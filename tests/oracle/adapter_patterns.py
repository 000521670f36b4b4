"""Names of the vectors of topic 4 (where and when) mapped to calls of the package; no statistics here.

`seasonal_indices_classical`, in the same file of vectors, is mapped with the methods of change.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from pads_analysis.stats import (
    aoristic,
    autocorrelation,
    concentration,
    contiguity,
    emerging_hot_spots,
    inequality,
    kernel_density,
    location_quotient,
    mann_kendall,
    near_repeat,
    prediction_accuracy,
    spatial,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Vector = dict[str, Any]


def _values_and_neighbours(given: Vector) -> tuple[list[float], Any]:
    """Values with their neighbours, given as a grid or as lists of neighbours counted from 1."""
    if "nrow" in given:
        queen = "rook" not in str(given.get("contiguity", "queen")).lower()
        return given["counts_row_major"], contiguity.grid_neighbours(
            given["nrow"], given["ncol"], queen=queen
        )
    lists = given["neighbours_1based"]
    adjacency = np.zeros((len(lists), len(lists)))
    for i, near in enumerate(lists):
        # An area without neighbours is [], null or, as in R's own format, [0].
        for j in np.atleast_1d(near if near is not None else []).astype(int):
            if j > 0:
                adjacency[i, j - 1] = 1
    return given["x"] if "x" in given else given["values"], adjacency


def _row_standardised(given: Vector) -> bool:
    """Weights are told in words, or by spdep's letters: W row-standardised, B binary."""
    said = str(given.get("weights", "row-standardised"))
    return "binary" not in said.lower() and not re.search(r"\bB\b", said)


def getis_ord(given: Vector) -> Vector:
    """Gi* and Gi; esda's and spdep's deviates agree."""
    values, near = _values_and_neighbours(given)
    found = spatial.gi_star(values, near)
    adjusted = spatial.fdr(found.p)
    return {
        "z": found.z,
        "p_two_sided": found.p,
        "p_BH": adjusted,
        "p_BY": spatial.fdr(found.p, "by"),
        "n_hot_BH05": int(((adjusted <= 0.05) & (found.z > 0)).sum()),
        "gi_no_self": spatial.gi(values, near).z,
    }


def global_moran(given: Vector) -> Vector:
    """Moran's I under randomisation and normality."""
    values, near = _values_and_neighbours(given)
    found = autocorrelation.moran(values, near, row_standardised=_row_standardised(given))
    return {
        "I": found.i,
        "EI": found.expected,
        "var_rand": found.variance,
        "z_rand": found.z,
        "p_rand_two_sided": found.p,
        "var_norm": found.variance_normal,
        "z_norm": found.z_normal,
        "p_norm_two_sided": found.p_normal,
    }


def local_moran(given: Vector) -> Vector:
    """Local Moran with both divisors in use."""
    values, near = _values_and_neighbours(given)
    standardised = _row_standardised(given)
    found = autocorrelation.local_moran(values, near, row_standardised=standardised)
    other = autocorrelation.local_moran(values, near, row_standardised=standardised, divisor="n-1")
    return {"Ii_divisor_n": found.i, "z_conditional": found.z, "Ii_divisor_n_minus_1": other.i}


def gini(given: Vector) -> Vector:
    """Gini coefficients; the unbiased ones do not exist for a single event or place."""
    x = given["counts"]
    found = {
        "gini_biased": inequality.gini(x, generalised=False),
        "gini_generalised_biased": inequality.gini(x),
    }
    for name, generalised in (("gini_unbiased", False), ("gini_generalised_unbiased", True)):
        several = len(x) > 1 and sum(x) > 1
        found[name] = inequality.gini(x, generalised=generalised, unbiased=True) if several else np.nan
    return found


def law_of_concentration(given: Vector) -> Vector:
    """Fewest units for a quarter, half and four fifths of the events."""
    found = concentration.places_needed(given["counts"], (0.25, 0.5, 0.8))
    result: Vector = {"top_decile_share": found.busiest_tenth}
    for k, share in enumerate((25, 50, 80)):
        result[f"units_for_{share}pct"] = int(found.places[k])
        result[f"pct_units_{share}"] = found.percent_of_places[k]
        result[f"pct_active_units_{share}"] = found.percent_of_used[k]
    return result


def quotient(given: Vector) -> Vector:
    """Location quotient."""
    return {"lq": location_quotient.location_quotient(*(given[k] for k in ("e_ij", "e_j", "e_i", "e")))}


def kernel(given: Vector) -> Vector:
    """Kernel sums and densities.

    `scaled_spatialkde_BUGGY_do_not_match` is SpatialKDE's quartic, 7.25 times too dense: the package has no such thing.
    """
    found = kernel_density.kernel_density(
        given["points"], given["grid"], given["bandwidth"], given.get("kernel", "quartic").lower()
    )
    return {"unscaled": found.sums, "scaled": found.density, "density_correct": found.density}


def trend(given: Vector) -> Vector:
    """Mann-Kendall test."""
    found = mann_kendall.mann_kendall(given["x"])
    return {"S": found.s, "varS": found.var_s, "tau_b": found.tau, "p_two_sided": found.p}


def _classified(given: Vector) -> emerging_hot_spots.EmergingHotSpots:
    z = given["gi_z"]
    hits = np.atleast_1d(np.array(given["significant_index_1based"] or [], dtype=int))
    significant = np.isin(np.arange(1, len(z) + 1), hits)
    return emerging_hot_spots.classify(z, significant, given.get("mk_alpha", 0.05))


def emerging(given: Vector) -> Vector:
    """Category of one place and its trend."""
    found = _classified(given)
    return {
        "classification": str(found.category[0]),
        "mk_tau": found.tau[0],
        "mk_S": int(found.s[0]),
        "mk_p": found.trend_p[0],
    }


def emerging_disputed(given: Vector) -> Vector:
    """What the package says by Esri's present text; `sfdep` is another package's answer."""
    return {"esri_text": str(_classified(given).category[0])}


def accuracy(given: Vector) -> Vector:
    """PAI, PEI and RRI; R's ptools holds the best choice to as many places."""
    area = given.get("area")
    found = prediction_accuracy.prediction_accuracy(given["obs"], given["pred"], area, best="places")
    return {"cum_area": found.cum_area, "PAI": found.pai, "PEI": found.pei, "RRI": found.rri}


def knox(given: Vector) -> Vector:
    """Knox's test and the banded table."""
    points, times = np.column_stack([given["x"], given["y"]]), given["t"]
    result: Vector = {}
    if "eps_s" in given:
        s, t = given["eps_s"], given["eps_t"]
        found = near_repeat.knox(points, times, s, t)
        result |= {
            "close_pairs_le": found.close_pairs,
            "expected_close": found.expected,
            # R's surveillance prints the chance of strictly more pairs than were seen.
            "poisson_p": found.p_poisson_above,
            # A table of time by space, printed column by column: space by time, row by row.
            "table_le": found.table.ravel(),
            "table_dims": f"dt<={t:g} / >{t:g} by ds<={s:g} / >{s:g} (addmargins as printed)",
        }
    if "space_breaks" in given:
        breaks = [[float(b) for b in given[name]] for name in ("space_breaks", "time_breaks")]
        straight = near_repeat.near_repeat(points, times, *breaks)
        along = near_repeat.near_repeat(points, times, *breaks, metric="manhattan")
        result |= {
            "banded_observed_euclid": straight.observed,
            "banded_observed_manhattan": along.observed,
            "permutation_expectation_euclid": straight.expected,
            "permutation_expectation_manhattan": along.expected,
        }
    return result


def week_hours(given: Vector) -> Vector:
    """Shares of the hours of a week that starts on Sunday; a single hour comes as a number, as R writes it."""
    end = None if given.get("end") in ("NA", "") else given.get("end")
    found = aoristic.aoristic(given["start"], end, timezone=given.get("tz", "UTC"), first_day="Sunday")
    hours = np.flatnonzero(found.events)
    index, weights = (hours + 1).tolist(), found.events[hours].tolist()
    single = len(index) == 1
    return {
        "total": float(found.events.sum()),
        "nonzero_hour_index_1based_sunday00": index[0] if single else index,
        "weights": weights[0] if single else weights,
    }


METHODS: dict[str, Callable[[Vector], Vector]] = {
    "getis_ord_local_gistar": getis_ord,
    "getis_ord_local_gistar_irregular": getis_ord,
    "global_moran": global_moran,
    "local_moran": local_moran,
    "gini_and_generalised_gini": gini,
    "law_of_crime_concentration": law_of_concentration,
    "location_quotient": quotient,
    "kernel_density_sum": kernel,
    "mann_kendall": trend,
    "emerging_hotspot_classification": emerging,
    "emerging_hotspot_classification_disputed": emerging_disputed,
    "prediction_accuracy_index": accuracy,
    "knox_test": knox,
    "aoristic_week_hour_weights": week_hours,
}
