"""Do 95 % intervals hold the truth in 95 % of simulated partnerships, and is little flagged where nothing changed?

The counts are those of `simulated`: over-dispersed, seasonal and alike from month to month, as published series are.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from simulated import REAL, Kind, months
from tiers import with_rest

from pads_analysis.assess.compare import verdicts
from pads_analysis.assess.result import Verdict
from pads_analysis.stats.change import compare_months
from pads_analysis.stats.monthly_rates import rate_of_months
from pads_analysis.stats.multiplicity import adjust
from pads_analysis.stats.outbreaks import exceedance
from pads_analysis.stats.peers import compare_with_mean
from pads_analysis.stats.ranks import rank_intervals
from pads_analysis.stats.rates import crude_rate

pytestmark = pytest.mark.slow

RUNS = 1200
#: A partnership's table: the total apart, offences of all sizes.
FAMILY = (
    *REAL,
    Kind(15, 0.11, 0.40),
    Kind(20, 0.12, 0.40),
    Kind(50, 0.12, 0.42),
    Kind(60, 0.12, 0.42),
    Kind(150, 0.11, 0.45),
)


def compare(row: np.ndarray):
    return compare_months(row[36:], row[24:36], history=row[:24])


@pytest.mark.parametrize("kind", with_rest(REAL, REAL[0], REAL[3]), ids=str)
def test_the_interval_of_a_change_holds_as_often_as_it_says(kind: Kind) -> None:
    true = 1.1
    found = [compare(row) for row in months(np.random.default_rng(21), kind, RUNS, 48, change=true)]
    held = np.mean([one.ci_low <= true <= one.ci_high for one in found])
    assert 0.93 <= held <= 0.97


@pytest.mark.parametrize("kind", with_rest(REAL, REAL[0], REAL[3]), ids=str)
def test_the_interval_of_a_rate_holds_as_often_as_it_says(kind: Kind) -> None:
    rows = months(np.random.default_rng(22), kind, 2 * RUNS, 48)
    found = [rate_of_months(row[36:], 12.0, row[24:36], row[:24], per=1.0) for row in rows]
    held = np.mean([one.ci_low <= kind.mean <= one.ci_high for one in found])
    assert 0.93 <= held <= 0.97


def test_the_interval_of_independent_events_would_not_hold() -> None:
    """Why `rate_of_months` exists: the figure that docs/methods/monthly_rates.md prints."""
    rows = months(np.random.default_rng(23), REAL[3], RUNS, 48)
    found = crude_rate(rows[:, 36:].sum(axis=1), np.full(RUNS, 12.0), per=1.0)
    held = ((found.ci_low <= REAL[3].mean) & (found.ci_high >= REAL[3].mean)).mean()
    assert held == pytest.approx(0.53, abs=0.05)


def flagged(rng: np.random.Generator, changes: tuple[float, ...]) -> np.ndarray:
    """Whether each offence of one partnership's table is called higher or lower."""
    rows = [months(rng, kind, 1, 48, change)[0] for kind, change in zip(FAMILY, changes, strict=True)]
    found = [compare(row) for row in rows]
    columns = {
        name: np.array([getattr(one, name) for one in found]) for name in ("ratio", "ci_low", "ci_high", "p")
    }
    said = verdicts(
        *(pd.Series(columns[name]) for name in ("ratio", "ci_low", "ci_high")),
        pd.Series(adjust(columns["p"])),
        pd.Series([row[24:].sum() for row in rows]),
        margin=0.1, false_discovery_rate=0.05, minimum_count=10,
    )  # fmt: skip
    return said.isin([Verdict.HIGHER, Verdict.LOWER]).to_numpy()


def test_little_is_flagged_in_a_partnership_where_nothing_changed() -> None:
    rng = np.random.default_rng(24)
    said = np.array([flagged(rng, (1.0,) * len(FAMILY)) for _ in range(250)])
    assert said.mean() <= 0.05
    # The rule bounds the share of tables with any false flag too, where nothing at all changed.
    assert said.any(axis=1).mean() <= 0.07


def test_few_of_what_is_flagged_did_not_change() -> None:
    """The false discovery rate: the mean over tables of the share of flags that are false."""
    rng = np.random.default_rng(25)
    changes = (1.0, 1.6, 1.0, 1.0, 1.5, 1.0, 1.0, 0.6, 1.0, 1.0)
    said = np.array([flagged(rng, changes) for _ in range(300)])
    wrong = said[:, np.array(changes) == 1].sum(axis=1)
    assert said.sum() > 600
    assert (wrong / np.maximum(said.sum(axis=1), 1)).mean() <= 0.05


POWER = {10: 0.32, 30: 0.57, 100: 0.68, 300: 0.84, 1000: 1.0}


@pytest.mark.parametrize("kind", with_rest(REAL, REAL[0], REAL[3]), ids=str)
def test_the_power_to_find_a_rise_of_a_quarter_is_the_one_printed(kind: Kind) -> None:
    """The curve of docs/methods/change.md, one comparison alone at 5 %."""
    rows = months(np.random.default_rng(26), kind, 400, 48, change=1.25)
    found = np.mean([compare(row).ci_low > 1 for row in rows])
    assert found == pytest.approx(POWER[int(kind.mean)], abs=0.07)


@pytest.mark.parametrize("areas", with_rest([2, 4, 15], 2, 4))
def test_highest_is_seldom_said_of_equal_areas(areas: int) -> None:
    rng, said, runs = np.random.default_rng(27), 0, 120
    for _ in range(runs):
        rows = months(rng, REAL[2], areas, 48)
        spread = [compare(row).count_dispersion for row in rows]
        found = rank_intervals(
            rows[:, 36:].sum(axis=1), np.ones(areas), rng=rng, dispersion=spread, draws=2000
        )
        said += found.is_highest.any()
    # Of two equal areas 5 % are expected: within three standard errors of it.
    assert said / runs <= (0.05 if areas > 2 else 0.105)


@pytest.mark.parametrize("peers", with_rest([4, 14], 4))
def test_an_equal_area_is_seldom_told_apart_from_its_peers(peers: int) -> None:
    """Higher or lower than the mean of its peers, one comparison alone at 5 %."""
    rng, runs = np.random.default_rng(28), 300
    exposures, apart = np.full(peers, 12.0), 0
    for _ in range(runs):
        rows = months(rng, REAL[2], peers + 1, 48)
        totals = rows[:, 36:].sum(axis=1)
        spread = compare(rows[0]).count_dispersion
        found = compare_with_mean(totals[0], 12.0, totals[1:], exposures, dispersion=spread)
        apart += found.p < 0.05
    # Two standard errors above 5 %.
    assert apart / runs <= 0.075


#: Share of unchanged years in which Farrington's method alarms at least once, at its default level of 1 % a month.
ALARMS = {10: 0.15, 30: 0.18, 100: 0.25, 300: 0.26, 1000: 0.24}


@pytest.mark.parametrize("kind", with_rest(REAL, REAL[0], REAL[3]), ids=str)
def test_the_false_alarms_of_farringtons_method_are_those_printed(kind: Kind) -> None:
    rows = months(np.random.default_rng(29), kind, 400, 84)
    found = exceedance(rows, at=np.arange(72, 84))
    assert found.alarm.any(axis=1).mean() == pytest.approx(ALARMS[int(kind.mean)], abs=0.07)
