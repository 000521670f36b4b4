"""Nearest neighbours and components against scipy and numpy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from pads_analysis.stats.group_means import group_means
from pads_analysis.stats.random_effects import prediction_interval
from pads_analysis.stats.similar_areas import near_duplicates, principal_components, similar_areas

X = np.random.default_rng(1).normal([100, 5, 0.2, 1e6], [30, 1, 0.1, 2e5], (20, 4))


@pytest.mark.parametrize("target", [0, 7, 19])
def test_distances_equal_scipys(target):
    euclid = cdist(X, X, "seuclidean", V=X.var(axis=0, ddof=1))[target]
    mahal = cdist(X, X, "mahalanobis", VI=np.linalg.inv(np.cov(X.T)))[target]
    for method, distance in (("euclidean", euclid), ("mahalanobis", mahal)):
        found = similar_areas(X, target, 19, method=method)
        order = [i for i in np.argsort(distance) if i != target]
        assert found.position.tolist() == order
        assert found.distance == pytest.approx(distance[order])
        assert found.rank.tolist() == list(range(1, 20))
        assert found.rebased[-1] == 1
        assert found.rebased == pytest.approx(distance[order] / distance.max())


def test_weights_count_squares_and_zero_leaves_out():
    heavy = similar_areas(X, 0, 19, weights=[4, 4, 4, 4])
    assert heavy.distance == pytest.approx(2 * similar_areas(X, 0, 19).distance)
    two = similar_areas(X, 0, 19, weights=[1, 1, 0, 0])
    assert two.position.tolist() == similar_areas(X[:, :2], 0, 19).position.tolist()


def test_equal_distances_share_a_rank():
    areas = [[0, 0], [1, 0], [-1, 0], [0, 3], [0, -3]]
    # In standard deviations all four lie equally far away.
    assert similar_areas(areas, 0, 4).rank.tolist() == [1, 1, 1, 1]
    found = similar_areas(areas, 0, 4, weights=[1, 2])
    assert found.position.tolist() == [1, 2, 3, 4]
    assert found.rank.tolist() == [1, 1, 3, 3]


def test_a_doubled_indicator_moves_euclid_and_breaks_mahalanobis():
    doubled = np.column_stack([X, X[:, 0] * 2 + 1])
    with pytest.raises(ValueError, match="indicators"):
        similar_areas(doubled, 0, 3, method="mahalanobis")
    pairs = near_duplicates(doubled)
    assert [(i, j) for i, j, _ in pairs] == [(0, 4)]
    assert pairs[0][2] == pytest.approx(1)
    assert near_duplicates(X, 0.9) == []


def test_components_are_those_of_the_correlation_matrix():
    found = principal_components(X)
    values = np.sort(np.linalg.eigvalsh(np.corrcoef(X.T)))[::-1]
    assert found.sd**2 == pytest.approx(values)
    assert found.share.sum() == pytest.approx(1)
    r = found.loadings @ np.diag(values) @ found.loadings.T
    assert r == pytest.approx(np.corrcoef(X.T))
    assert (found.loadings[np.abs(found.loadings).argmax(axis=0), range(4)] > 0).all()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"indicators": X[:2]}, "indicators"),
        ({"indicators": np.column_stack([X, np.full(20, 3.3)])}, "column 4"),
        ({"target": 20}, "target"),
        ({"k": 20}, "k must"),
        ({"k": 0}, "k must"),
        ({"method": "cosine"}, "method"),
        ({"weights": [1, 1]}, "weights"),
        ({"method": "mahalanobis", "weights": [1, 1, 1, 1]}, "weights"),
        ({"indicators": X[:4], "method": "mahalanobis"}, "indicators"),
    ],
)
def test_wrong_input_is_refused(change, words):
    with pytest.raises(ValueError, match=words):
        similar_areas(**{"indicators": X, "target": 0, "k": 3, **change})


def test_group_means_by_hand():
    found = group_means([10, 20, 60], 2, [1, 3, 6])
    assert (found.with_self, found.without_self) == (30, 15)
    assert found.weighted_with_self == pytest.approx((10 + 60 + 360) / 10)
    assert found.weighted_without_self == pytest.approx(70 / 4)
    assert (found.rank, found.n) == (1, 3)
    # Counting itself in shrinks the gap by (n - 1) / n.
    assert found.rate - found.with_self == pytest.approx((found.rate - found.without_self) * 2 / 3)
    assert np.isnan(group_means([1, 2], 0).weighted_with_self)
    assert group_means([5, 5, 7], 1).rank == 2


@pytest.mark.parametrize(
    ("given", "words"), [(([1], 0), "rates"), (([1, 2], 2), "own"), (([1, 2], 0, [1, 0]), "exposures")]
)
def test_group_means_refuse(given, words):
    with pytest.raises(ValueError, match=words):
        group_means(*given)


def test_share_of_spread_beyond_chance():
    peers = prediction_interval([100, 110, 95, 102], [100] * 4, per=1)
    assert peers.i2 == 0
    apart = prediction_interval([100, 400, 50, 900], [100] * 4, per=1)
    weight, log = np.array([100, 400, 50, 900]), np.log(np.array([100, 400, 50, 900]) / 100)
    q = (weight * (log - np.average(log, weights=weight)) ** 2).sum()
    assert apart.q == pytest.approx(q)
    assert apart.i2 == pytest.approx(100 * (q - 3) / q)
