"""Where and when: what a second reading of the formulas and of odd input turned up."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pads_analysis.stats import aoristic, autocorrelation, contiguity, inequality, near_repeat
from pads_analysis.stats.prediction_accuracy import prediction_accuracy


def test_an_area_at_the_mean_is_not_tested_whatever_the_unit():
    grid = contiguity.grid_neighbours(3, 4)
    x = np.array([38, 22] + [30] * 10)
    one, other = autocorrelation.local_moran(x, grid), autocorrelation.local_moran(x * 1e-9, grid)
    assert one.z[2:].tolist() == [0.0] * 10
    assert other.z == pytest.approx(one.z)
    assert other.p[2:].tolist() == [1.0] * 10
    assert other.quadrant.tolist() == one.quadrant.tolist()


def _ptools(seen, foreseen, size):
    """PEI as R's ptools defines it: two sorts, both stable, the second of the table sorted by the first."""
    rows = sorted(zip(seen, foreseen, size, strict=True), key=lambda r: (-r[1] / r[2], r[0]))
    best = sorted(rows, key=lambda r: -r[0] / r[2])
    share, ideal = (
        np.cumsum([r[0] for r in table]) / np.cumsum([r[2] for r in table]) for table in (rows, best)
    )
    return share / ideal


def test_the_best_choice_breaks_ties_as_ptools_does():
    seen, foreseen = [0, 2, 2, 0, 0, 1, 1, 1, 2], [0.0, 3, 2, 3, 3, 2, 0, 1, 3]
    size = [0.5, 3, 0.5, 2, 2, 3, 1, 1, 0.5]
    found = prediction_accuracy(seen, foreseen, size, best="places")
    assert found.pei == pytest.approx(_ptools(seen, foreseen, size))
    by_area = prediction_accuracy(seen, foreseen, size)
    order = np.random.default_rng(1).permutation(9)
    again = prediction_accuracy(*(np.array(v)[order] for v in (seen, foreseen, size)))
    assert again.pei == pytest.approx(by_area.pei)


def test_a_single_event_is_as_even_as_can_be():
    assert inequality.gini([1, 0, 0, 0, 0, 0]) == 0.0
    assert inequality.gini([1, 1, 1, 0, 0, 0, 0]) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("missing", [pd.NaT, np.datetime64("NaT"), [pd.NaT]])
def test_a_single_missing_date_is_left_out(missing):
    without = aoristic.aoristic(missing)
    assert (without.n_events, without.n_excluded) == (0, 1)
    found = aoristic.aoristic("2024-01-01 08:00", missing)
    assert found.events[8] == found.n_events == 1


def test_one_date_is_no_series_of_times():
    with pytest.raises(ValueError, match="times"):
        near_repeat.knox([[0, 0], [1, 1]], np.datetime64("2024-01-01"), 1, 1)
