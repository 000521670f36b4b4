"""Two issues that are equally grave are not parted by the list of priorities."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pads_analysis.assess.scoring import MIDDLE, SCALE, Drawn, placed
from pads_analysis.stats.drawn_ranks import draw_scores

pytestmark = pytest.mark.slow

RUNS, DRAWS, ISSUES, CRITERIA = 300, 400, 14, 6


def list_of(scores: np.ndarray, sd: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Return the places of issues with these scores, all criteria alike, as the scheme `weighted` makes them."""
    weights = np.exp(0.25 * rng.standard_normal((DRAWS, CRITERIA)))
    weights /= weights.sum(axis=1, keepdims=True)
    drawn = np.einsum("dnk,dk->dn", draw_scores(scores, sd, SCALE, DRAWS, rng), weights)
    total = np.where(np.isnan(scores), MIDDLE, scores).mean(axis=1)
    made = Drawn(total, drawn, SCALE, pd.DataFrame(index=range(ISSUES)), ())
    return placed(made, pd.RangeIndex(ISSUES), rng).table


@pytest.mark.parametrize(("noise", "missing", "least"), [(0.2, 0.0, 15), (0.5, 0.0, 15), (0.5, 0.3, 1)])
def test_two_equal_issues_share_tier_and_places_in_95_of_100_runs(noise, missing, least):
    """Truths are spread evenly, the first two are equal, and every score is seen with noise of a known size."""
    rng = np.random.default_rng(11)
    parted = apart = lines = 0
    for _ in range(RUNS):
        truth = rng.uniform(0.5, 3.5, (ISSUES, CRITERIA))
        truth[1] = truth[0]
        seen = np.clip(truth + noise * rng.standard_normal(truth.shape), *SCALE)
        seen[rng.random(seen.shape) < missing] = np.nan
        table = list_of(seen, np.where(np.isnan(seen), 0.0, noise), rng)
        a, b = table.iloc[0], table.iloc[1]
        parted += a["tier"] != b["tier"]
        apart += max(a["rank_low"], b["rank_low"]) > min(a["rank_high"], b["rank_high"])
        lines += (table["tier"] == "first").any()
    assert parted <= 0.05 * RUNS
    assert apart <= 0.05 * RUNS
    # A rule that never drew a line would part nothing, and say nothing.
    assert lines >= least


def test_an_issue_that_leads_on_every_criterion_stands_in_the_first_tier():
    rng = np.random.default_rng(12)
    found = 0
    for _ in range(100):
        scores = rng.uniform(0.5, 2.5, (ISSUES, CRITERIA))
        scores[0] = 3.6
        found += list_of(scores, np.full(scores.shape, 0.3), rng)["tier"].iloc[0] == "first"
    assert found >= 95
