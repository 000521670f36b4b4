"""Pooled ratios and series that move together, against numbers of others and against computations made otherwise."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.meta_analysis import combine_effects

from pads_analysis.stats.co_movement import co_movement
from pads_analysis.stats.random_effects import pool_ratios

# Trials of the BCG vaccine (Colditz and others 1994): cases and others among vaccinated, then among controls, as R's
# metafor ships them (dat.bcg).
BCG = [
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761),
    (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600),
    (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
]  # fmt: skip


def bcg() -> tuple[np.ndarray, np.ndarray]:
    a, b, c, d = np.array(BCG, dtype=float).T
    return (a / (a + b)) / (c / (c + d)), np.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))


def test_the_vaccine_trials_pool_as_in_metafor():
    """metafor, rma(method="DL"): estimate -0.7141, tau2 0.3088, I2 92.12 %."""
    found = pool_ratios(*bcg())
    assert np.log(found.ratio) == pytest.approx(-0.7141, abs=5e-5)
    assert found.tau2 == pytest.approx(0.3088, abs=5e-5)
    assert found.i2 == pytest.approx(92.12, abs=5e-3)


def test_the_interval_is_that_of_statsmodels_for_hartung_and_knapp():
    ratio, error = bcg()
    found = pool_ratios(ratio, error)
    other = combine_effects(np.log(ratio), error**2, method_re="dl", use_t=True)
    low, high = other.conf_int(alpha=0.05)[3]
    assert (np.log(found.ci_low), np.log(found.ci_high)) == pytest.approx((low, high), abs=1e-9)


def test_ratios_that_agree_by_chance_keep_the_normal_interval():
    found = pool_ratios([1.2, 1.2, 1.2], [0.1, 0.1, 0.1])
    half = 1.959964 * 0.1 / np.sqrt(3)
    assert (found.ci_low, found.ci_high) == pytest.approx((1.2 * np.exp(-half), 1.2 * np.exp(half)))
    assert 0 < found.p < 0.01 and found.i2 == 0


@pytest.mark.parametrize(
    ("ratio", "error", "word"),
    [([1, 1], [1, 1], "three|3"), ([1, 0, 1], [1, 1, 1], "above zero"), ([1, 1, 1], [1, 1, 0], "above zero"),
     ([1, 1, 1], [1, 1], "standard_error"), ([1, float("nan"), 1], [1, 1, 1], "ratio")],
)  # fmt: skip
def test_wrong_ratios_are_refused(ratio, error, word):
    with pytest.raises(ValueError, match=word):
        pool_ratios(ratio, error)


CALENDAR = np.tile(np.arange(1, 13), 4)


def test_the_correlation_is_that_of_ordinary_least_squares_residuals():
    rng = np.random.default_rng(5)
    y = rng.normal(size=(2, 48)) + np.sin(CALENDAR)
    other = rng.normal(size=48)
    found = co_movement(y, [(0, 1)], CALENDAR, rng=rng, shared=other, permutations=99)
    terms = np.column_stack([np.eye(12)[CALENDAR - 1], np.arange(48), other])
    left = y.T - terms @ np.linalg.lstsq(terms, y.T, rcond=None)[0]
    assert found.r[0] == pytest.approx(np.corrcoef(left.T)[0, 1])
    assert found.spare == 48 - 14
    assert found.ci_low[0] < found.r[0] < found.ci_high[0]


def test_season_and_trend_alone_are_no_agreement():
    rng = np.random.default_rng(6)
    season = 3 * np.cos(2 * np.pi * CALENDAR / 12) + np.arange(48) / 10
    p = []
    for _ in range(60):
        found = co_movement(season + rng.normal(size=(2, 48)), [(0, 1)], CALENDAR, rng=rng, permutations=199)
        p.append(found.p[0])
    assert np.mean(np.array(p) <= 0.05) < 0.2
    assert min(p) >= 1 / 200


def test_what_everybody_shares_is_taken_out():
    rng = np.random.default_rng(7)
    wave = rng.normal(size=48)
    y = wave + 0.5 * rng.normal(size=(2, 48))
    with_it = co_movement(y, [(0, 1)], CALENDAR, rng=np.random.default_rng(1), permutations=199)
    without = co_movement(y, [(0, 1)], CALENDAR, rng=np.random.default_rng(1), shared=wave, permutations=199)
    assert with_it.p[0] < 0.02 < without.p[0]


def test_a_series_of_nothing_but_season_has_no_correlation():
    y = np.vstack([CALENDAR.astype(float), np.random.default_rng(8).normal(size=48)])
    found = co_movement(y, [(0, 1), (1, 0)], CALENDAR, rng=np.random.default_rng(1), permutations=19)
    assert np.isnan(found.r).all() and np.isnan(found.p).all()


def test_the_same_draws_give_the_same_figures_and_wrong_input_is_refused():
    y = np.random.default_rng(9).normal(size=(2, 48))
    one, two = (
        co_movement(y, [(0, 1)], CALENDAR, rng=np.random.default_rng(2), permutations=99) for _ in range(2)
    )
    assert one.p[0] == two.p[0]
    rng = np.random.default_rng(3)
    for arguments, word in (
        ((y, [(0, 2)], CALENDAR), "pairs"),
        ((y, [(0, 1)], CALENDAR[:-1]), "calendar"),
        ((y[:, :20], [(0, 1)], CALENDAR[:20]), "leaves"),
    ):
        with pytest.raises(ValueError, match=word):
            co_movement(*arguments, rng=rng)
