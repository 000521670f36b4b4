"""Decomposition, concentration, local clusters, peers and ranking against published tables, spdep, metafor and smaa."""

from __future__ import annotations

import numpy as np
import pytest
from oracle_vectors import check_same, vectors

from pads_analysis.stats import concentration, decomposition, peers, ranking, spatial


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(3, "das_gupta_product_factors"))
def test_product_factors(given, expected, tolerance):
    effects = decomposition.product_factors(given["pop1"], given["pop2"])
    assert effects.keys() == expected["diff"].keys()
    for name, effect in effects.items():
        check_same(effect, expected["diff"][name], tolerance)
    check_same(sum(effects.values()), expected["crude_diff"], tolerance)


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(3, "kitagawa_two_component"))
def test_kitagawa(given, expected, tolerance):
    effects = decomposition.kitagawa(given["share1"], given["rate1"], given["share2"], given["rate2"])
    check_same(effects, [expected["composition_effect"], expected["rate_effect"]], tolerance)


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(3, "shift_share"))
def test_shift_share(given, expected, tolerance):
    found = decomposition.shift_share(
        given["region_t0"], given["region_t1"], given["reference_t0"], given["reference_t1"]
    )
    names = {
        "growth": "growth",
        "national": "national",
        "mix": "industry_mix",
        "regional": "regional",
        "competitive": "em_competitive",
        "allocation": "em_allocation",
    }
    for ours, theirs in names.items():
        check_same(getattr(found, ours).sum(), expected[theirs], tolerance)


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(4, "gini_and_generalised_gini"))
def test_gini(given, expected, tolerance):
    x = given["counts"]
    check_same(concentration.gini(x, generalised=False), expected["gini_biased"], tolerance)
    check_same(concentration.gini(x), expected["gini_generalised_biased"], tolerance)
    if "gini_generalised_unbiased" in expected:
        check_same(concentration.gini(x, unbiased=True), expected["gini_generalised_unbiased"], tolerance)


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(4, "law_of_crime_concentration"))
def test_places_for_each_share(given, expected, tolerance):
    found = concentration.concentration(given["counts"], rng=np.random.default_rng(1), draws=2)
    assert list(found.places) == [expected[f"units_for_{s}pct"] for s in (25, 50, 80)]
    check_same(
        100 * found.share_places_needed[:2], [expected["pct_units_25"], expected["pct_units_50"]], tolerance
    )
    tenth = round(0.1 * found.n_places)
    check_same(found.share_events[tenth], expected["top_decile_share"], tolerance)


def _queen(rows: int, columns: int) -> np.ndarray:
    i, j = np.divmod(np.arange(rows * columns), columns)
    near = np.maximum(np.abs(i[:, None] - i), np.abs(j[:, None] - j)) == 1
    return near.astype(float)


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(4, "getis_ord_local_gistar"))
def test_gi_star_on_a_grid(given, expected, tolerance):
    found = spatial.gi_star(given["counts_row_major"], _queen(given["nrow"], given["ncol"]))
    check_same(found.z, expected["z"], tolerance)
    check_same(found.p, expected["p_two_sided"], tolerance)
    check_same(spatial.fdr(found.p), expected["p_BH"], tolerance)
    assert int(((spatial.fdr(found.p) <= 0.05) & (found.z > 0)).sum()) == expected["n_hot_BH05"]


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(4, "getis_ord_local_gistar_irregular"))
def test_gi_star_on_columbus(given, expected, tolerance):
    w = np.zeros((len(given["x"]),) * 2)
    for i, near in enumerate(given["neighbours_1based"]):
        w[i, np.array(near) - 1] = 1
    check_same(spatial.gi_star(given["x"], w).z, expected["z"], tolerance)


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(5, "peer_mean_random_effects_dl"))
def test_prediction_interval(given, expected, tolerance):
    found = peers.prediction_interval(
        given["events"], given["exposure_thousands"], per=1, distribution="normal"
    )
    names = {
        "pooled_rate": "mean",
        "ci_lb": "mean_low",
        "ci_ub": "mean_high",
        "pi_lb": "low",
        "pi_ub": "high",
    }
    for theirs, ours in {**names, "tau2": "tau2", "Q": "q"}.items():
        check_same(getattr(found, ours), expected[theirs], tolerance)


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(5, "msg_average_hmic"))
def test_group_average(given, expected, tolerance):
    rates = np.array(given["rates_incl_self"])
    own = given["self_index_1based"] - 1
    found = peers.compare_with_mean(
        rates[own] * 10, 10_000, np.delete(rates, own) * 10, np.full(len(rates) - 1, 10_000)
    )
    check_same(found.mean_with_area, expected["msg_average_incl_self"], tolerance)
    check_same(found.mean, expected["average_excl_self"], tolerance)


@pytest.mark.parametrize(
    ("given", "expected", "tolerance"), vectors(6, "smaa2_rank_acceptability_uniform_weights")
)
def test_rank_acceptability(given, expected, tolerance):
    scores = np.array(given.get("utility_matrix") or given["utilities"], dtype=float)
    found = ranking.weighted_ranks(
        scores,
        np.ones(scores.shape[1]),
        weight_uncertainty=np.inf,
        draws=20_000,
        rng=np.random.default_rng(20),
    )
    check_same(found.acceptability, expected["rank_acceptability"], tolerance)


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(6, "rank_order_centroid_weights"))
def test_rank_order_centroid(given, expected, tolerance):
    check_same(ranking.rank_order_centroid(given["n"]), expected["weights"], tolerance)


@pytest.mark.parametrize(("given", "expected", "tolerance"), vectors(6, "swing_weights"))
def test_swing_weights(given, expected, tolerance):
    check_same(ranking.swing_weights(given["swing_points"]), expected["weights"], tolerance)
