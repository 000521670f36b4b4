"""From an interval to one of the four verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.result import Verdict
from pads_analysis.stats.multiplicity import adjust

if TYPE_CHECKING:
    from pads_analysis.params.models import StatisticsSettings


def judge(
    table: pd.DataFrame, settings: StatisticsSettings, *, count: pd.Series, ratio: str = "ratio"
) -> pd.DataFrame:
    """Return `table` with p_adjusted and verdict, the whole table being one family of comparisons.

    Parameters
    ----------
    table : DataFrame
        Columns `ratio` (or the name given), ci_low, ci_high and p.
    settings : StatisticsSettings
    count : Series of int
        Events on which each ratio rests.
    ratio : str
        Name of the column that is compared with 1.
    """
    p_adjusted = pd.Series(adjust(table["p"].to_numpy()), index=table.index)
    words = verdicts(
        table[ratio],
        table["ci_low"],
        table["ci_high"],
        p_adjusted,
        count,
        margin=settings.margin,
        false_discovery_rate=settings.false_discovery_rate,
        minimum_count=settings.minimum_count,
    )
    return table.assign(p_adjusted=p_adjusted, verdict=words)


def family_rule(settings: StatisticsSettings) -> str:
    """Return the sentence that says how differences in one table are called."""
    return (
        f"Differences are called at a false discovery rate of {settings.false_discovery_rate:.0%} over the table "
        f"(Benjamini-Hochberg) and only from {settings.margin:.0%} upwards."
    )


def verdicts(
    ratio: pd.Series,
    low: pd.Series,
    high: pd.Series,
    p_adjusted: pd.Series,
    count: pd.Series,
    *,
    margin: float,
    false_discovery_rate: float,
    minimum_count: int,
) -> pd.Series:
    """Return a `Verdict` for every row.

    Parameters
    ----------
    ratio, low, high : Series of float
        The ratio compared with 1, and its interval.
    p_adjusted : Series of float
        p-values adjusted for the whole table.
    count : Series of int
        Events on which the ratio rests; below `minimum_count` nothing is said.
    margin : float
        Practical margin, for example 0.10: smaller differences do not matter.
    false_discovery_rate : float
        Largest adjusted p-value at which a difference is called.

    Returns
    -------
    Series of Verdict
        higher or lower: the interval lies on one side of 1, the difference is at least the margin, and it holds after
        adjustment. similar: the whole interval lies within the margin. uncertain: anything else.
    """
    clear = p_adjusted <= false_discovery_rate
    higher = clear & (low > 1) & (ratio >= 1 + margin)
    lower = clear & (high < 1) & (ratio <= 1 / (1 + margin))
    similar = (low >= 1 / (1 + margin)) & (high <= 1 + margin)
    few = ~(count >= minimum_count) | ratio.isna()
    words = np.select(
        [few, higher, lower, similar],
        [Verdict.TOO_FEW, Verdict.HIGHER, Verdict.LOWER, Verdict.SIMILAR],
        Verdict.UNCERTAIN,
    )
    return pd.Series([Verdict(word) for word in words], index=ratio.index, dtype=object)
