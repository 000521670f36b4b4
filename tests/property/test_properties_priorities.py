"""What must hold for any scores: order of rows and columns, issues added, and what is not known."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pads_analysis.assess.scoring import CRITERIA, SCALE, scores_of
from pads_analysis.params import load_params
from pads_analysis.stats.drawn_ranks import draw_scores, ranks_of_draws

PRIORITIES = load_params("E22000901").params.priorities
RAW = arrays(np.float64, (5, 3), elements=st.floats(0, 3, allow_nan=False))
SCORES = arrays(np.float64, (5, 4), elements=st.floats(0, 4, allow_nan=False))


def evidence(raw: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(raw, columns=["volume", "trend", "peers"])


@given(raw=RAW, order=st.permutations(range(5)))
@settings(deadline=None, max_examples=50)
def test_scores_follow_their_issue_whatever_stands_beside_it(raw, order):
    whole, _ = scores_of(evidence(raw), PRIORITIES, 0.95)
    turned, _ = scores_of(evidence(raw)[["peers", "volume", "trend"]].iloc[order], PRIORITIES, 0.95)
    assert turned.loc[list(whole.index)].equals(whole)
    fewer, _ = scores_of(evidence(raw[:3]), PRIORITIES, 0.95)
    assert fewer.equals(whole.iloc[:3])
    assert list(whole.columns) == list(CRITERIA)


@given(scores=SCORES, row=st.integers(0, 4), column=st.integers(0, 3), seed=st.integers(0, 2**31))
@settings(deadline=None, max_examples=50)
def test_less_known_never_narrows_an_interval(scores, row, column, seed):
    """The totals of the issue whose score is taken away spread over at least as much as before."""
    less = scores.copy()
    less[row, column] = np.nan
    found = []
    for held in (scores, less):
        rng = np.random.default_rng(seed)
        drawn = draw_scores(held, np.zeros(held.shape), SCALE, 400, rng)
        found.append(ranks_of_draws(drawn.mean(axis=2), rng))
    before, after = found
    assert after.high[row] - after.low[row] >= before.high[row] - before.low[row]
    others = [at for at in range(5) if at != row]
    assert np.array_equal(after.low[others], before.low[others])
    assert np.array_equal(after.high[others], before.high[others])
