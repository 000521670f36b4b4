"""Ranking: what a second reading of the formulas and of odd input turned up."""

from __future__ import annotations

import numpy as np
import pytest

from pads_analysis.stats.ranking import weighted_ranks
from pads_analysis.stats.ranks import rank_intervals


def test_the_interval_of_a_total_holds_the_total():
    # Eight scores at the end of the scale: every draw of their mean lies inside it.
    found = weighted_ranks(
        [[0] * 8, [2] * 8, [4] * 8],
        [1] * 8,
        score_sd=np.full((3, 8), 0.5),
        bounds=(0, 4),
        rng=np.random.default_rng(1),
    )
    assert found.total.tolist() == [0, 2, 4]
    assert (found.total_low <= found.total).all() and (found.total <= found.total_high).all()
    assert found.total_low[0] == 0 < found.total_high[0] < 1
    # Even weights say nothing of the weights given, yet the limits hold the total.
    spread = weighted_ranks(
        [[0, 4], [4, 0]], [99, 1], weight_uncertainty=np.inf, rng=np.random.default_rng(1)
    )
    assert (spread.total_low <= spread.total).all() and (spread.total <= spread.total_high).all()


def test_a_thing_without_scores_has_no_limits():
    found = weighted_ranks([[np.nan, np.nan], [1, 2]], [1, 1], rng=np.random.default_rng(1))
    assert np.isnan([found.total[0], found.total_low[0], found.total_high[0]]).all()


def test_scores_outside_the_scale_are_refused():
    with pytest.raises(ValueError, match="scores holds a value outside bounds"):
        weighted_ranks([[-1, 2], [3, 4]], [1, 1], bounds=(0, 4), rng=np.random.default_rng(1))
    found = weighted_ranks([[np.nan, 2], [3, 4]], [1, 1], bounds=(0, 4), rng=np.random.default_rng(1))
    assert found.total.tolist() == [2, 3.5]


@pytest.mark.parametrize("rng", [None, 1, "abc", np.random])
def test_places_need_a_generator(rng):
    with pytest.raises(ValueError, match="rng"):
        rank_intervals([1, 2, 3], [1, 1, 1], rng=rng)


@pytest.mark.parametrize("draws", [None, "many", np.nan, np.inf, 10, 1e12, 250.5, []])
def test_places_need_a_number_of_draws(draws):
    with pytest.raises(ValueError, match="draws"):
        rank_intervals([1, 2, 3], [1, 1, 1], rng=np.random.default_rng(1), draws=draws)
