"""A change in recorded crimes as residents, victims for each resident, and crimes for each victim.

It rests on the keys by which the police tell the same victim in their extract; open data have none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.change import count_dispersion
from pads_analysis.assess.held_months import held_months, rows_of
from pads_analysis.stats.factor_intervals import bootstrap_factors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pads_analysis.assess.others import Residents
    from pads_analysis.data.case import Case
    from pads_analysis.data.periods import Period

DATA_SET = "police_crime"
LEAST_KEYED, LEAST_VICTIMS = 0.8, 50
DRAWS = 1000


@dataclass(frozen=True, slots=True)
class _Victims:
    """Victims with a key in some months: how many, the crimes against them, and the spread of repeats."""

    victims: int
    crimes: int
    share_keyed: float
    repeats_dispersion: float


def victim_factors(
    case: Case, now: pd.DatetimeIndex, before: pd.DatetimeIndex, people: Residents
) -> pd.DataFrame | str:
    """Split the change of crimes with a victim's key into factors, in crimes that add up to it.

    Parameters
    ----------
    case : Case
    now, before : DatetimeIndex
        The paired months.
    people : Residents

    Returns
    -------
    DataFrame or str
        factor (residents, victims, repeats), before, now (the factor's value), count, ci_low, ci_high (crimes),
        total (their sum, on every row); or why there is none, as a clause.
    """
    if DATA_SET not in case.incidents:
        return "no extract of recorded crimes with victims' keys was ingested"
    found = [
        _victims(case, period, months) for period, months in ((case.period, now), (case.previous, before))
    ]
    wrong = [one for one in found if isinstance(one, str)]
    if wrong:
        return wrong[0]
    later, earlier = found
    residents = case.population(period=case.previous).value if people.known else 1.0
    counts = [
        np.array([residents * growth, one.victims, one.crimes - one.victims], dtype=np.float64)
        for one, growth in ((earlier, 1.0), (later, people.growth))
    ]
    names, made = (_ALL, _three) if people.known else (_ALL[1:], _two)
    effects = bootstrap_factors(
        *counts,
        made,
        names,
        rng=np.random.default_rng(case.params.priorities.seed),
        draws=DRAWS,
        dispersion=_dispersion(case, later, earlier),
        confidence=case.params.statistics.confidence,
    )
    values = [made(one) for one in counts]
    return pd.DataFrame(
        {
            "factor": effects.factors, "before": values[0], "now": values[1], "count": effects.effect,
            "ci_low": effects.ci_low, "ci_high": effects.ci_high, "total": effects.total,
        }
    )  # fmt: skip


_ALL = ("residents", "victims", "repeats")


def _three(counts: NDArray) -> NDArray:
    """Residents, victims for each resident, crimes for each victim, of residents, victims and further crimes."""
    people, victims, further = np.moveaxis(counts, -1, 0)
    return np.stack([people, victims / people, (victims + further) / victims], axis=-1)


def _two(counts: NDArray) -> NDArray:
    return np.stack([counts[..., 1], (counts[..., 1] + counts[..., 2]) / counts[..., 1]], axis=-1)


def _victims(case: Case, period: Period, months: pd.DatetimeIndex) -> _Victims | str:
    held = held_months(case, DATA_SET, period)
    # A month that came in part would read as fewer victims, and each struck less often.
    if not set(months) <= set(held.months):
        return f"the extract of recorded crimes lacks months of {period.label}, or holds them in part"
    rows = rows_of(case, DATA_SET, months, held.authorities)
    keys = rows["repeat_key"].fillna("").astype(str).str.strip()
    keyed = rows.loc[keys != ""]
    share = len(keyed) / len(rows)
    # A key means nothing outside the authority that made it.
    each = keyed.groupby(["authority", "repeat_key"]).size().to_numpy()
    if share < LEAST_KEYED or len(each) < LEAST_VICTIMS:
        return (
            f"in {period.label} the extract has a victim's key on {share:.0%} of its crimes, for {len(each):,} "
            f"victims; {LEAST_KEYED:.0%} and {LEAST_VICTIMS} victims are needed"
        )
    further = each - 1
    # The further crimes of one victim come together: their count varies as a compound Poisson count does.
    spread = float((further**2).sum() / further.sum()) if further.sum() else 1.0
    return _Victims(len(each), len(keyed), share, max(1.0, spread))


def _dispersion(case: Case, later: _Victims, earlier: _Victims) -> list[float]:
    swing = float(count_dispersion(case).get(case.scheme.total_code, 1.0))
    repeats = max(later.repeats_dispersion, earlier.repeats_dispersion)
    return [0.0, swing, swing * repeats]
