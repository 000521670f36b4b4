"""How often equal answers are called first, and equal waves changed: simulated samples with clusters and weights."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pads_analysis.stats.share_changes import share_change
from pads_analysis.stats.share_ranks import share_ranks
from pads_analysis.stats.survey_design import survey_design
from pads_analysis.stats.surveys import proportion

SAMPLES = 300


def most(share: float) -> float:
    """The share that chance exceeds in one of a thousand such tests."""
    return float(stats.binom.ppf(0.999, SAMPLES, share)) / SAMPLES


def drawn(rng: np.random.Generator, shares: np.ndarray, clustered: bool) -> tuple[np.ndarray, object]:
    n = 400
    weights = rng.choice([1.0, 2.0, 3.0], n)
    if not clustered:
        return rng.random((n, len(shares))) < shares, survey_design(weights)
    cluster = np.repeat(range(40), 10)
    local = rng.beta(12 * shares, 12 * (1 - shares), (40, len(shares)))[cluster]
    return rng.random((n, len(shares))) < local, survey_design(weights, None, cluster)


@pytest.mark.parametrize("clustered", [False, True])
@pytest.mark.parametrize(("answers", "share"), [(2, 0.3), (4, 0.3), (8, 0.08)])
def test_equal_answers_are_called_first_in_at_most_five_per_cent(answers, share, clustered):
    rng = np.random.default_rng(100 * answers + clustered)
    first = together = 0
    for at in range(SAMPLES):
        y, design = drawn(rng, np.full(answers, share), clustered)
        found = share_ranks(y, design, rng=np.random.default_rng(at), draws=1000)
        first += found.first.any()
        together += (found.rank_low == 1).all() and (found.rank_high == answers).all()
    assert first / SAMPLES <= (most(0.05) if answers == 2 else 0.05)
    # All places together hold at 95 %.
    assert 1 - together / SAMPLES <= most(0.05)


def test_places_of_unequal_answers_hold_together():
    rng = np.random.default_rng(9)
    shares = np.array([0.5, 0.42, 0.3, 0.28, 0.1])
    wrong = 0
    for at in range(SAMPLES):
        y, design = drawn(rng, shares, True)
        found = share_ranks(y, design, rng=np.random.default_rng(at), draws=1000)
        true = np.arange(1, 6)
        wrong += not ((found.rank_low <= true) & (true <= found.rank_high)).all()
    assert wrong / SAMPLES <= most(0.05)


def test_equal_waves_are_called_changed_in_five_per_cent():
    rng = np.random.default_rng(11)
    changed = outside = 0
    for _ in range(SAMPLES):
        waves = []
        for _ in range(2):
            y, design = drawn(rng, np.array([0.4]), True)
            waves.append(proportion(y[:, 0], design))
        found = share_change(*waves)
        changed += found.p < 0.05
        outside += not found.ci_low <= 0 <= found.ci_high
    assert changed / SAMPLES <= most(0.05) and outside / SAMPLES <= most(0.05)
