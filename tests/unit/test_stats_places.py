"""Concentration, local clusters, peers, contributions and ranking: hand-made numbers and third parties."""

from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import box

from pads_analysis.stats import (
    concentration,
    contiguity,
    criteria,
    decomposition,
    inequality,
    peers,
    random_effects,
    ranking,
    rate_decomposition,
    shift_share,
    spatial,
)


def test_gini_by_brute_force():
    x = np.array([1.0, 4, 0, 7, 3, 3])
    pairs = np.abs(x[:, None] - x).mean() / (2 * x.mean())
    assert inequality.gini(x, generalised=False) == pytest.approx(pairs)
    # Three events in a hundred places cannot be spread more evenly.
    assert inequality.gini([1, 1, 1, *[0] * 97]) == pytest.approx(0)


def test_concentration_beside_chance():
    rng = np.random.default_rng(1)
    by_chance = concentration.concentration(rng.poisson(3, 400), rng=rng)
    assert by_chance.gini == pytest.approx(by_chance.gini_by_chance, abs=0.04)
    assert by_chance.share_places_needed == pytest.approx(by_chance.share_places_by_chance, abs=0.03)
    gathered = concentration.concentration([300, *[1] * 99], rng=rng)
    assert gathered.places.tolist() == [1, 1, 21]
    assert gathered.gini > gathered.gini_by_chance + 0.4
    assert gathered.share_events_by_chance[[0, -1]].tolist() == [0, 1]
    assert len(gathered.share_places) == 101


def test_concentration_with_given_chances():
    weights = np.array([9.0, 1, 1, 1])
    found = concentration.concentration([90, 10, 10, 10], rng=np.random.default_rng(2), weights=weights)
    assert found.gini == pytest.approx(found.gini_by_chance, abs=0.03)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"counts": [0, 0]}, "counts"),
        ({"counts": [1.5, 2]}, "counts"),
        ({"counts": [1, np.nan]}, "counts"),
        ({"shares": [0, 0.5]}, "shares"),
        ({"rng": None}, "rng"),
        ({"weights": [1, 2, 3]}, "weights"),
    ],
)
def test_concentration_refuses(change, name):
    given = {"counts": [1, 2], "rng": np.random.default_rng(1), **change}
    with pytest.raises(ValueError, match=name):
        concentration.concentration(**given)


GRID = [box(i, j, i + 1, j + 1) for j in range(4) for i in range(4)]


def test_queen_neighbours_of_a_grid():
    found = contiguity.neighbours(GRID)
    degree = found.adjacency.sum(axis=1)
    assert degree[0] == 3
    assert degree[5] == 8
    assert found.islands == ()
    assert (found.adjacency != found.adjacency.T).nnz == 0


def test_an_island_joins_its_nearest():
    shapes = [*GRID, box(6, 0, 7, 1)]
    found = contiguity.neighbours(shapes)
    assert found.islands == (16,)
    assert np.flatnonzero(found.adjacency.toarray()[16]).tolist() == [3]
    assert contiguity.neighbours(shapes, join_islands=False).adjacency.toarray()[16].sum() == 0


def test_gi_star_equals_esda():
    from esda.getisord import G_Local
    from libpysal.weights import full2W

    x = np.random.default_rng(3).poisson(5, 16).astype(float)
    near = contiguity.neighbours(GRID)
    w = full2W(near.adjacency.toarray())
    theirs = G_Local(x, w, transform="B", star=True, permutations=0)
    found = spatial.gi_star(x, near)
    assert found.z == pytest.approx(theirs.Zs)
    # esda's p is one-sided.
    assert found.p == pytest.approx(2 * theirs.p_norm)


def test_gi_star_without_variation():
    found = spatial.gi_star(np.full(16, 3.3), contiguity.neighbours(GRID))
    assert (set(found.z), set(found.p)) == ({0.0}, {1.0})
    everything = spatial.gi_star([1.0, 2, 3], np.ones((3, 3)))
    assert everything.z.tolist() == [0, 0, 0]


def test_spatial_refuses_wrong_input():
    with pytest.raises(ValueError, match="values"):
        spatial.gi_star([1, np.nan], np.ones((2, 2)))
    with pytest.raises(ValueError, match="weights"):
        spatial.gi_star([1, 2, 3], np.ones((2, 2)))
    with pytest.raises(ValueError, match="geometries"):
        contiguity.neighbours([GRID[0], None])


def test_mean_of_peers_leaves_the_area_out():
    found = peers.compare_with_mean(70, 10_000, [60, 50, 40, 110], [10_000, 10_000, 10_000, 20_000])
    assert found.mean == pytest.approx((6 + 5 + 4 + 5.5) / 4)
    assert found.weighted_mean == pytest.approx(260 / 50)
    assert found.ratio == pytest.approx(7 / 5.125)
    assert found.mean_low < found.mean < found.mean_high
    assert (found.p < 0.05) == (found.ratio_low > 1)


def test_peer_test_and_interval_agree_at_the_edge():
    arguments = (70, 10_000, [60, 50, 40, 55], [10_000] * 4)
    p = peers.compare_with_mean(*arguments).p
    touching = peers.compare_with_mean(*arguments, confidence=1 - p)
    assert touching.ratio_low == pytest.approx(1, abs=1e-6)


def test_dispersion_widens_and_zero_counts_have_limits():
    narrow = peers.compare_with_mean(70, 1e4, [60, 50, 40], [1e4] * 3)
    wide = peers.compare_with_mean(70, 1e4, [60, 50, 40], [1e4] * 3, dispersion=4)
    assert wide.ratio_low < narrow.ratio_low
    assert wide.ratio_high > narrow.ratio_high
    none = peers.compare_with_mean(0, 1e4, [60, 50, 40], [1e4] * 3)
    assert (none.ratio, none.ratio_low) == (0, 0)
    assert 0 < none.ratio_high < 1
    nobody = peers.compare_with_mean(0, 1e4, [0, 0, 0], [1e4] * 3)
    assert np.isnan(nobody.ratio)
    assert nobody.p == 1


def test_peers_refuse():
    with pytest.raises(ValueError, match="peer_counts"):
        peers.compare_with_mean(1, 1, [1, 2], [1, 1])
    with pytest.raises(ValueError, match="peer_counts"):
        random_effects.prediction_interval([0, 0, 0], [1, 1, 1])
    with pytest.raises(ValueError, match="dispersion"):
        peers.compare_with_mean(1, 1, [1, 2, 3], [1, 1, 1], dispersion=0.5)


def test_prediction_interval_of_equal_peers_is_narrow_and_never_missing():
    same = random_effects.prediction_interval([1000] * 8, [1000] * 8, per=1)
    assert same.tau2 == 0
    assert same.mean == pytest.approx(1)
    assert 0.95 < same.low < 1 < same.high < 1.05
    wider = random_effects.prediction_interval([1000] * 8, [1000] * 8, per=1, own_count=10)
    assert wider.low < same.low


def test_contributions_by_hand_and_by_simulation():
    found = decomposition.contributions([60, 40], [90, 30])
    assert found.points.tolist() == [30, -10]
    assert found.total_percent == 20
    lam0, lam1 = np.array([50.0, 400]), np.array([80.0, 380])
    rng = np.random.default_rng(4)
    b, a = rng.poisson(lam0, (4000, 2)), rng.poisson(lam1, (4000, 2))
    spread = (100 * (a - b) / b.sum(axis=1, keepdims=True)).std(axis=0)
    one = decomposition.contributions(lam0, lam1)
    assert (one.ci_high - one.ci_low) / 2 / 1.959964 == pytest.approx(spread, rel=0.05)
    with pytest.raises(ValueError, match="before"):
        decomposition.contributions([0, 0], [1, 2])


def test_decomposition_refuses():
    with pytest.raises(ValueError, match="before"):
        shift_share.shift_share([0, 1], [1, 1], [1, 1], [1, 1])
    with pytest.raises(ValueError, match="after"):
        rate_decomposition.product_factors({"a": 1, "b": 2}, {"a": 1, "c": 2})


def test_ranking_leaves_out_what_was_not_scored():
    scores = [[4, np.nan, 2], [1, 1, 1], [np.nan, np.nan, np.nan]]
    found = ranking.weighted_ranks(scores, [2, 5, 1], rng=np.random.default_rng(1))
    assert found.total[:2] == pytest.approx([(8 + 2) / 3, 1])
    assert np.isnan(found.total[2])
    assert np.isnan(found.rank_low[2])
    assert (found.rank_low[0], found.rank_high[0]) == (1, 1)
    assert found.acceptability[2].sum() == 0


def test_doubt_about_scores_widens_ranks_and_ties_are_shared():
    rng = np.random.default_rng(2)
    tied = ranking.weighted_ranks(np.full((4, 2), 2.0), [1, 1], rng=rng)
    assert tied.acceptability == pytest.approx(np.full((4, 4), 0.25), abs=0.05)
    sure = ranking.weighted_ranks([[3, 3], [2, 2]], [1, 1], rng=rng)
    unsure = ranking.weighted_ranks([[3, 3], [2, 2]], [1, 1], score_sd=[1.5, 1.5], rng=rng, bounds=(0, 4))
    assert (sure.rank_high[0], unsure.rank_high[0]) == (1, 2)
    assert unsure.total_high.max() <= 4


def test_value_function():
    anchors = [(0.5, 0), (1.0, 2), (2.0, 4)]
    found = criteria.value([0.1, 0.75, 1.5, 9, np.nan], anchors)
    assert found[:4].tolist() == [0, 1, 3, 4]
    assert np.isnan(found[4])
    with pytest.raises(ValueError, match="anchors"):
        criteria.value([1], [(1, 0), (1, 4)])
    with pytest.raises(ValueError, match="weights"):
        ranking.weighted_ranks([[1, 2]], [0, 0], rng=np.random.default_rng(1))
