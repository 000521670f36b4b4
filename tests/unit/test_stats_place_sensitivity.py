"""The least change of one weight that moves a thing across a line, against a search."""

from __future__ import annotations

import numpy as np
import pytest

from pads_analysis.stats.place_sensitivity import place_sensitivity


def searched(scores: np.ndarray, weights: np.ndarray, line: int, thing: int) -> float:
    """Return the least change found by trying every weight on a fine grid."""
    m = scores.shape[1]
    w = weights / weights.sum()

    def inside(used: np.ndarray) -> bool:
        return thing in np.argsort(-np.round(scores @ used, 12), kind="stable")[:line]

    now, least = inside(w), np.inf
    for j in range(m):
        for t in np.linspace(0.0005, 0.9995, 2000):
            moved = np.delete(w, j) / np.delete(w, j).sum() * (1 - t)
            if inside(np.insert(moved, j, t)) != now:
                least = min(least, abs(t - w[j]))
    return least


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_equals_a_search_over_a_grid(seed):
    rng = np.random.default_rng(seed)
    scores, weights, line = rng.uniform(0, 4, (6, 4)), rng.uniform(0.5, 2, 4), 2
    found = place_sensitivity(scores, weights, line)
    for thing in range(6):
        step = abs(found.needed[thing] - found.weight[thing]) if found.criterion[thing] >= 0 else np.inf
        expected = searched(scores, weights, line, thing)
        assert step == pytest.approx(expected, abs=0.001) if np.isfinite(expected) else step == np.inf


def test_a_thing_best_on_all_criteria_cannot_be_moved():
    found = place_sensitivity([[4, 4, 4], [1, 2, 3], [3, 2, 1]], [1, 1, 1], 1)
    assert found.criterion[0] == -1 and np.isnan(found.needed[0])
    assert found.above.tolist() == [True, False, False]


def test_a_line_beyond_the_list_is_refused():
    with pytest.raises(ValueError, match="line"):
        place_sensitivity([[1, 2]], [1, 1], 2)
