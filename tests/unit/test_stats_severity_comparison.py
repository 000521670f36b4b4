"""A severity score beside peers: one kind of event is the plain comparison's neighbour, rare grave events widen it."""

from __future__ import annotations

import numpy as np
import pytest

from pads_analysis.stats.peers import compare_with_mean
from pads_analysis.stats.severity_comparison import compare_scores

PEERS = np.array([[90, 10], [110, 12], [100, 8], [95, 11]])
YEARS = np.full(4, 10_000.0)


def test_score_mean_and_ratio_by_hand():
    found = compare_scores([100, 20], [1, 50], 10_000, PEERS, YEARS)
    scores = (PEERS @ [1, 50]) / 10
    assert (found.score, found.mean) == pytest.approx((110.0, scores.mean()))
    assert found.ratio == pytest.approx(110 / scores.mean())
    assert found.low < found.ratio < found.high


def test_with_one_weight_it_is_close_to_the_comparison_of_rates():
    counts = PEERS.sum(axis=1)
    score = compare_scores([160, 0], [7, 7], 10_000, PEERS, YEARS)
    plain = compare_with_mean(160, 10_000, counts, YEARS)
    assert score.ratio == pytest.approx(plain.ratio)
    assert (score.low, score.high) == pytest.approx((plain.ratio_low, plain.ratio_high), rel=0.01)
    assert score.p == pytest.approx(plain.p, rel=0.2)


def test_p_agrees_with_the_interval():
    for own in (60, 100, 105, 140, 220):
        found = compare_scores([own, 10], [1, 3], 10_000, PEERS, YEARS)
        assert (found.p < 0.05) == (found.low > 1 or found.high < 1)


def test_a_few_grave_events_leave_the_ratio_open():
    even = compare_scores([200, 0], [1, 1], 10_000, PEERS, YEARS)
    grave = compare_scores([100, 1], [1, 100], 10_000, PEERS, YEARS)
    assert np.log(grave.high / grave.low) > 3 * np.log(even.high / even.low)
    wide = compare_scores([200, 0], [1, 1], 10_000, PEERS, YEARS, dispersion=9.0)
    assert wide.high > even.high and wide.low < even.low


@pytest.mark.parametrize(
    ("count", "weight", "peers", "word"),
    [
        ([0, 0], [1, 1], PEERS, "no event"),
        ([1, 1], [1, 1], PEERS * 0, "no event"),
        ([1, 1], [1, 1], PEERS[:, :1], "shape"),
        ([1, 1], [0, 0], PEERS, "weight"),
    ],
)
def test_wrong_arguments_are_refused(count, weight, peers, word):
    with pytest.raises(ValueError, match=word):
        compare_scores(count, weight, 10_000, peers, YEARS)
    with pytest.raises(ValueError, match="peers"):
        compare_scores([1, 1], [1, 1], 10_000, PEERS[:2], YEARS[:2])
