"""Places of shares: what must hold for any answers, weights and design."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pads_analysis.stats.share_changes import share_change
from pads_analysis.stats.share_ranks import share_ranks
from pads_analysis.stats.survey_design import survey_design
from pads_analysis.stats.surveys import proportion

N, K = 40, 4
votes = arrays(np.bool_, (N, K))
weights = arrays(np.float64, N, elements=st.floats(0.5, 20))
SETTINGS = settings(max_examples=40, deadline=None)


def ranks(y, w, order=slice(None)):
    return share_ranks(
        y, survey_design(w, None, np.arange(N)[order] // 2), rng=np.random.default_rng(1), draws=500
    )


@SETTINGS
@given(votes, weights, st.floats(0.1, 50), st.permutations(range(K)))
def test_places_hold_the_order_of_the_shares_and_do_not_depend_on_the_scale_of_weights(y, w, scale, order):
    found, scaled, turned = ranks(y, w), ranks(y, scale * w), ranks(y[:, order], w)
    assert (
        (found.rank_low >= 1).all()
        and (found.rank_high <= K).all()
        and (found.rank_low <= found.rank_high).all()
    )
    observed = 1 + (found.share[None, :] > found.share[:, None] + 1e-12).sum(axis=1)
    assert (found.rank_low <= observed).all() and (observed <= found.rank_high).all()
    assert np.allclose(scaled.share, found.share) and found.first.sum() <= 1
    assert np.allclose(turned.share, found.share[order])
    assert (found.first == (found.rank_high == 1)).all()


@SETTINGS
@given(arrays(np.bool_, N), arrays(np.bool_, N), weights, weights)
def test_a_change_lies_in_its_interval_and_turns_with_its_waves(y, other, w, v):
    now, then = proportion(y, survey_design(w)), proportion(other, survey_design(v))
    found, turned = share_change(now, then), share_change(then, now)
    assert -1 <= found.ci_low <= found.difference <= found.ci_high <= 1
    assert (
        0 <= found.p <= 1
        and np.isclose(turned.difference, -found.difference)
        and np.isclose(turned.p, found.p)
    )
