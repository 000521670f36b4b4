"""Places of shares and their change between surveys: formulas written out again, replication, and wrong input."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pads_analysis.stats.share_changes import share_change
from pads_analysis.stats.share_ranks import margin_ranks, share_ranks
from pads_analysis.stats.survey_design import survey_design
from pads_analysis.stats.surveys import proportion


def answers(n: int, shares: list[float], seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).random((n, len(shares))) < np.array(shares)


def test_two_shares_are_the_paired_test_of_their_difference():
    y = answers(300, [0.5, 0.4])
    found = share_ranks(y, survey_design(size=300), rng=np.random.default_rng(2), draws=200_000)
    assert found.critical == pytest.approx(stats.t.isf(0.025, 299), abs=0.02)
    d = y[:, 0].astype(float) - y[:, 1]
    t = d.mean() / (d.std(ddof=1) / np.sqrt(300))
    assert found.first[0] == (t > found.critical)
    assert found.share == pytest.approx(y.mean(axis=0))


def test_the_critical_value_is_that_of_the_clustered_bootstrap():
    rng = np.random.default_rng(5)
    cluster = np.repeat(range(60), 8)
    y = rng.random((480, 4)) < np.repeat(rng.beta(4, 8, (60, 4)), 8, axis=0)
    found = share_ranks(y, survey_design(clusters=cluster), rng=np.random.default_rng(3))
    totals = y.reshape(60, 8, 4).sum(axis=1)
    drawn = totals[rng.integers(0, 60, (4000, 60))].sum(axis=1) / 480 - y.mean(axis=0)
    pairs = [(i, j) for i in range(4) for j in range(i)]
    away = np.array([drawn[:, i] - drawn[:, j] for i, j in pairs])
    largest = (np.abs(away) / away.std(axis=1, keepdims=True)).max(axis=0)
    # The bootstrap knows no degrees of freedom: t of 59 makes the critical value a little larger.
    assert np.quantile(largest, 0.95) < found.critical < 1.08 * np.quantile(largest, 0.95)


def test_a_share_stands_above_those_it_differs_from_and_shares_alike_share_their_places():
    y = np.zeros((400, 4), dtype=bool)
    y[:240, 0] = y[:120, 1] = y[:120, 2] = y[:10, 3] = True
    found = share_ranks(y, survey_design(size=400), rng=np.random.default_rng(1))
    assert found.rank_low.tolist() == [1, 2, 2, 4] and found.rank_high.tolist() == [1, 3, 3, 4]
    assert found.first.tolist() == [True, False, False, False]


def test_each_share_has_its_own_base():
    y = answers(400, [0.6, 0.3])
    base = np.ones_like(y)
    base[:150, 1] = False
    found = share_ranks(y, survey_design(size=400), base, rng=np.random.default_rng(1))
    assert found.share == pytest.approx([y[:, 0].mean(), y[150:, 1].mean()])


def test_published_shares_are_never_placed_more_narrowly_than_their_answers():
    for seed in range(20):
        y = answers(300, [0.5, 0.4, 0.4, 0.2], seed)
        p = y.mean(axis=0)
        sharp = share_ranks(y, survey_design(size=300), rng=np.random.default_rng(1))
        wide = margin_ranks(p, np.sqrt(p * (1 - p) / 300))
        assert (wide.rank_low <= sharp.rank_low).all() and (wide.rank_high >= sharp.rank_high).all()


@pytest.mark.parametrize(
    ("y", "given", "message"),
    [
        (np.zeros((4, 1)), {}, "at least two"),
        (np.full((4, 2), 2.0), {}, "y"),
        (np.zeros((3, 2)), {}, "the design has 4"),
        (np.zeros((4, 2)), {"domain": [False] * 4}, "without anybody"),
        (np.zeros((4, 2)), {"domain": [True] * 3}, "domain has shape"),
        (np.zeros((4, 2)), {"domain": [True, False, False, False]}, "degree of freedom"),
        (np.zeros((4, 2)), {"draws": 5}, "draws"),
    ],
)
def test_wrong_input_is_refused_by_name(y, given, message):
    with pytest.raises(ValueError, match=message):
        share_ranks(y, survey_design(size=4), rng=np.random.default_rng(1), **given)
    with pytest.raises(ValueError, match="negative"):
        margin_ranks([0.1, 0.2], [-1, 1])


def test_the_change_of_newcombe_and_its_sign():
    # Newcombe (1998), table II (a): 56 of 70 beside 48 of 80, method 10.
    now, then = (
        proportion([1] * k + [0] * (n - k), survey_design(size=n), method="wilson")
        for k, n in ((56, 70), (48, 80))
    )
    found, other = share_change(now, then), share_change(then, now)
    assert [found.ci_low, found.ci_high] == pytest.approx([0.0524, 0.3339], abs=0.004)
    assert [other.ci_low, other.ci_high] == pytest.approx([-found.ci_high, -found.ci_low])
    assert other.p == pytest.approx(found.p)
    # The plain test of two proportions, variances apart.
    z = 0.2 / np.sqrt(0.8 * 0.2 / 69 + 0.6 * 0.4 / 79)
    assert found.p == pytest.approx(2 * stats.norm.sf(z), abs=0.003)


def test_all_alike_in_both_waves_is_no_change_and_no_error():
    same = proportion([1] * 100, survey_design(size=100))
    found = share_change(same, same)
    assert found.difference == 0 and found.p == 1 and found.ci_low < 0 < found.ci_high
    none = proportion([1, 0, 1, 0], survey_design(size=4), domain=[1, 0, 0, 0])
    with pytest.raises(ValueError, match="now has no limits"):
        share_change(none, same)
