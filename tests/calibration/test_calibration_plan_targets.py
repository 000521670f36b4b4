"""How honest the probability of meeting a target is, and how often a past one is called met or missed by chance.

Months vary beyond chance and hang together from one to the next, as published series do (`simulated`).
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from simulated import Kind, months
from tiers import with_rest

sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))

from assess_cases import OWN, make_case
from plan_cases import plan, target

from pads_analysis.assess.plan_targets import plan_targets

pytestmark = pytest.mark.slow

SERIES, MONTHS = 60, 72
KINDS = (Kind(30, 0.12, 0.40), Kind(100, 0.12, 0.45))
#: Aims as multiples of the level of a year: from hardly ever to nearly always met.
AIMS = (0.9, 0.97, 1.0, 1.03, 1.1)


def judged(counts: np.ndarray, kind: Kind, by: str, last: str, aims: tuple[float, ...] = AIMS) -> list[dict]:
    """Return the row of every aim for one series whose months up to `last` are known."""
    held = int(last[:4]) * 12 + int(last[5:]) - 2014 * 12
    rows = []
    for times in aims:
        given = target("count", 12 * kind.mean * times, by=by)
        case = make_case(
            {OWN: {"burglary": counts[:held].tolist()}},
            first="2014-01",
            last=last,
            plan=plan(targets=[given]),
        )
        rows.append(plan_targets(case).table.iloc[0].to_dict())
    return rows


@pytest.mark.parametrize("kind", with_rest(KINDS, KINDS[1]), ids=str)
def test_probabilities_come_true_as_often_as_they_say(kind: Kind) -> None:
    """Half a year known, half to come: of targets with a probability of p, about p are met."""
    rng = np.random.default_rng(51)
    said, met, inside = [], [], []
    for counts in months(rng, kind, SERIES, MONTHS):
        for row in judged(counts, kind, "2019-12", "2019-06"):
            year = counts[-12:].sum()
            said.append(row["p_meet"])
            met.append(year <= row["aim_count"])
            inside.append(row["low"] <= year <= row["high"])
    p, came = np.array(said), np.array(met)
    for low, high in ((0, 0.2), (0.2, 0.8), (0.8, 1.01)):
        band = (p >= low) & (p < high)
        assert band.sum() >= 20
        assert abs(came[band].mean() - p[band].mean()) <= 0.15
    assert np.mean((p - came) ** 2) < np.mean((came.mean() - came) ** 2) / 2
    assert 0.88 <= np.mean(inside) <= 1.0
    # What is called on course or off course is seldom wrong.
    assert came[p >= 0.9].mean() >= 0.85 and came[p <= 0.1].mean() <= 0.15


@pytest.mark.parametrize("kind", with_rest(KINDS, KINDS[1]), ids=str)
def test_a_past_target_at_the_level_itself_is_seldom_called(kind: Kind) -> None:
    """The level behind the counts is exactly the aim: met or missed is said of about one in twenty."""
    rng = np.random.default_rng(52)
    called = [
        judged(counts, kind, "2019-12", "2019-12", (1.0,))[0]["outcome"] != "too uncertain to say"
        for counts in months(rng, kind, SERIES, MONTHS)
    ]
    assert np.mean(called) <= 0.12
