"""Moran's I and Gi against esda, against every permutation there is, and at the edges."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from shapely.geometry import box

from pads_analysis.stats import autocorrelation, contiguity, spatial

PATH = np.eye(6, k=1) + np.eye(6, k=-1)
VALUES = np.array([1.0, 4, 2, 9, 7, 3])


def every_order(values):
    # The first is the order given.
    return np.array(list(permutations(values)))


@pytest.mark.parametrize("standardised", [True, False])
def test_moments_are_those_of_all_permutations(standardised):
    found = autocorrelation.moran(VALUES, PATH, row_standardised=standardised)
    w = PATH / PATH.sum(axis=1, keepdims=True) if standardised else PATH
    c = every_order(VALUES) - VALUES.mean()
    every = len(VALUES) / w.sum() * np.einsum("pi,ij,pj->p", c, w, c) / (c**2).sum(axis=1)
    assert found.i == pytest.approx(every[0])
    assert found.expected == pytest.approx(every.mean())
    assert found.variance == pytest.approx(every.var())
    assert found.z == pytest.approx((found.i - every.mean()) / every.std())


def test_local_moments_are_those_of_shuffling_the_others():
    found = autocorrelation.local_moran(VALUES, PATH)
    c = VALUES - VALUES.mean()
    w = PATH / PATH.sum(axis=1, keepdims=True)
    for i in range(6):
        others = every_order(np.delete(c, i))
        lag = others @ np.delete(w[i], i)
        local = c[i] * lag / (c**2).mean()
        assert found.expected[i] == pytest.approx(local.mean())
        assert found.variance[i] == pytest.approx(local.var())
    assert found.i.mean() == pytest.approx(autocorrelation.moran(VALUES, PATH).i)


def test_both_equal_esda():
    import esda
    from libpysal.weights import full2W

    x = np.random.default_rng(3).poisson(5, 30).astype(float)
    near = contiguity.grid_neighbours(5, 6)
    w = full2W(near.adjacency.toarray())
    theirs, ours = esda.Moran(x, w, permutations=0), autocorrelation.moran(x, near)
    for name, value in {"I": ours.i, "EI": ours.expected, "VI_rand": ours.variance, "z_rand": ours.z}.items():
        assert value == pytest.approx(getattr(theirs, name))
    assert (ours.z_normal, ours.p_normal) == pytest.approx((theirs.z_norm, theirs.p_norm))
    local = autocorrelation.local_moran(x, near, divisor="n-1")
    assert local.i == pytest.approx(esda.Moran_Local(x, w, permutations=0).Is)
    g = esda.G_Local(x, w, transform="B", star=False, permutations=0)
    assert spatial.gi(x, near).z == pytest.approx(g.Zs)


def test_conditional_local_moran_tests_what_gi_tests():
    x = np.random.default_rng(4).normal(size=30)
    near = contiguity.grid_neighbours(6, 5)
    side = np.sign(x - x.mean())
    assert autocorrelation.local_moran(x, near).z == pytest.approx(side * spatial.gi(x, near).z)


def test_quadrants_by_hand():
    # A path 9 8 1 9 0 0 with mean 4.5: the neighbours' means are 8, 5, 8.5, 0.5, 4.5, 0.
    found = autocorrelation.local_moran([9, 8, 1, 9, 0, 0], PATH)
    assert found.quadrant.tolist() == ["high-high", "high-high", "low-high", "high-low", "", "low-low"]


def test_grid_neighbours_equal_the_outlines():
    drawn = [box(j, i, j + 1, i + 1) for i in range(3) for j in range(4)]
    queen, rook = contiguity.grid_neighbours(3, 4), contiguity.grid_neighbours(3, 4, queen=False)
    assert (queen.adjacency != contiguity.neighbours(drawn).adjacency).nnz == 0
    assert rook.adjacency.sum() == 2 * (3 * 3 + 2 * 4)
    assert str(rook) == "12 areas, 17 pairs of neighbours, 0 islands"


def test_island_lies_alone_and_says_nothing():
    w = np.zeros((7, 7))
    w[:6, :6] = PATH
    x = np.append(VALUES, 50.0)
    local, g = autocorrelation.local_moran(x, w), spatial.gi(x, w)
    assert (local.i[6], local.z[6], local.p[6]) == (0, 0, 1)
    assert (g.z[6], g.p[6]) == (0, 1)
    assert (spatial.gi_star(x, w).z[6]) > 2


def test_everyone_a_neighbour_of_everyone():
    found = autocorrelation.moran([1, 2, 3, 9], np.ones((4, 4)))
    assert found.i == pytest.approx(-1 / 3)
    assert (found.z, found.p, found.z_normal) == (0, 1, 0)
    assert autocorrelation.local_moran([1, 2, 3, 9], np.ones((4, 4))).z.tolist() == [0, 0, 0, 0]


def test_huge_and_nearly_equal_values_keep_their_pattern():
    near = contiguity.grid_neighbours(4, 4)
    x = np.random.default_rng(5).integers(0, 5, 16).astype(float)
    for function in (spatial.gi_star, spatial.gi, autocorrelation.local_moran):
        assert function(x + 1e12, near).z == pytest.approx(function(x, near).z, abs=1e-6)
        assert function(x * 1e300, near).z == pytest.approx(function(x, near).z)
    # Beside one enormous value the pattern of the others still shows in what surrounds that value.
    x[5] = 1e10
    others = np.delete(x, 5)
    around = near.adjacency.toarray()[5].astype(bool)
    expected = (x[around].sum() - 8 * others.mean()) / np.sqrt(others.var() * 8 * (15 - 8) / 14)
    assert spatial.gi(x, near).z[5] == pytest.approx(expected, rel=1e-4)


def test_weights_are_left_as_they_were_and_come_in_any_form():
    from libpysal.graph import Graph

    near = contiguity.grid_neighbours(3, 3)
    heavy = near.adjacency * 5.0 + np.eye(9)
    before = heavy.copy()
    x = np.arange(9.0) ** 2
    one = spatial.gi_star(x, near).z
    assert spatial.gi_star(x, heavy).z == pytest.approx(one)
    assert spatial.gi_star(x, Graph.from_sparse(near.adjacency)).z == pytest.approx(one)
    assert (np.asarray(heavy) == np.asarray(before)).all()
    near.adjacency.data[:] = 3.0
    autocorrelation.moran(x, near)
    assert (near.adjacency.data == 3.0).all()


@pytest.mark.parametrize(
    ("values", "weights", "name"),
    [
        ([1, 2, 3], np.ones((3, 3)), "values"),
        ([5, 5, 5, 5], np.ones((4, 4)), "values"),
        ([1, 2, 3, 4], np.zeros((4, 4)), "weights"),
        ([1, 2, 3, 4], -np.ones((4, 4)), "weights"),
        ([1, 2, 3, 4], np.full((4, 4), np.nan), "weights"),
    ],
)
def test_moran_refuses(values, weights, name):
    for function in (autocorrelation.moran, autocorrelation.local_moran):
        with pytest.raises(ValueError, match=name):
            function(values, weights)


def test_benjamini_yekutieli_is_benjamini_hochberg_times_the_harmonic_sum():
    p = np.array([0.001, 0.002, 0.01, 0.04])
    assert spatial.fdr(p, "by") == pytest.approx(np.minimum(1, spatial.fdr(p) * (1 + 1 / 2 + 1 / 3 + 1 / 4)))
