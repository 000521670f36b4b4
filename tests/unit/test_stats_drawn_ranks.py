"""Places from draws, missing scores, and lines between tiers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm, uniform

from pads_analysis.stats.drawn_ranks import clear_line, draw_scores, ranks_of_draws


def test_a_missing_score_is_drawn_evenly_from_the_whole_scale():
    drawn = draw_scores([[np.nan, 1.0]], [[0, 0]], (0, 4), 20_000, np.random.default_rng(1))
    quarters = np.quantile(drawn[:, 0, 0], [0.25, 0.5, 0.75])
    assert quarters == pytest.approx(uniform(0, 4).ppf([0.25, 0.5, 0.75]), abs=0.05)
    assert (drawn[:, 0, 1] == 1.0).all()


def test_drawn_scores_are_held_to_the_scale():
    drawn = draw_scores([[4.0]], [[1.0]], (0, 4), 4000, np.random.default_rng(1))
    assert drawn.max() == 4.0 and drawn.min() < 3.0
    assert (drawn == 4.0).mean() == pytest.approx(0.5, abs=0.03)


def test_the_share_above_is_that_of_two_normals():
    rng = np.random.default_rng(3)
    found = ranks_of_draws(rng.normal([1.0, 0.0], 1.0, size=(40_000, 2)), rng)
    assert found.above[0, 1] == pytest.approx(norm.cdf(1 / np.sqrt(2)), abs=0.01)
    assert found.above[0, 1] + found.above[1, 0] == pytest.approx(1.0)
    assert found.acceptability[0, 0] == pytest.approx(found.above[0, 1])


def test_equal_totals_take_turns():
    found = ranks_of_draws(np.ones((4000, 3)), np.random.default_rng(2))
    assert found.acceptability == pytest.approx(np.full((3, 3), 1 / 3), abs=0.03)
    assert found.above[0, 1] == 0.5


def test_a_line_falls_into_the_gap_and_nowhere_else():
    sure, level = 0.95, 0.6
    above = np.array([[0, level, sure, sure], [1 - level, 0, sure, sure],
                      [1 - sure, 1 - sure, 0, level], [1 - sure, 1 - sure, 1 - level, 0]])  # fmt: skip
    total = [3.0, 2.9, 1.0, 0.9]
    assert clear_line(total, above, 0.8, 1, 3) == 2
    assert clear_line(total, above, 0.8, 1, 1) == 0
    assert clear_line(total, above, 0.96, 1, 3) == 0
    # The order in which things stand in the table does not matter.
    turned = [3, 1, 0, 2]
    assert clear_line(np.array(total)[turned], above[np.ix_(turned, turned)], 0.8, 1, 3) == 2


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda rng: draw_scores([1.0], [0.0], (0, 4), 10, rng), "table of things"),
        (lambda rng: draw_scores([[5.0]], [[0.0]], (0, 4), 10, rng), "outside bounds"),
        (lambda rng: draw_scores([[1.0]], [[-1.0]], (0, 4), 10, rng), "negative"),
        (lambda rng: clear_line([1.0, 2.0], np.zeros((2, 2)), 0.4, 1, 1), "above 0.5"),
        (lambda rng: clear_line([1.0, 2.0], np.zeros((2, 3)), 0.8, 1, 1), "square"),
    ],
)
def test_wrong_arguments_are_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call(np.random.default_rng(1))
