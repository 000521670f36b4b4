"""From evidence to scores, and from scores to places: what every list of priorities is made with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import numpy as np
import pandas as pd

from pads_analysis.params.priorities import Criterion
from pads_analysis.stats.criteria import value
from pads_analysis.stats.drawn_ranks import DrawnRanks, clear_line, ranks_of_draws
from pads_analysis.stats.normal import standard_error
from pads_analysis.stats.ranking import chance_of_first

if TYPE_CHECKING:
    from pads_analysis.params.priorities import PrioritySettings

CRITERIA: tuple[str, ...] = get_args(Criterion)
SCALE = (0.0, 4.0)
#: What a score that nobody knows counts as in a total; its whole range is in the interval.
MIDDLE = 2.0
#: Share of draws in which all above a line are above all below it, pair by pair.
LIKELY = 0.9
#: Longest first tier, and longest first and second together, as shares of the list.
FIRST_PART, NEXT_PART = 1 / 3, 2 / 3
FIRST_SHARE = 0.25


def scores_of(
    evidence: pd.DataFrame, settings: PrioritySettings, confidence: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return scores 0-4 and their standard deviations, one row per row of evidence, one column per criterion.

    Parameters
    ----------
    evidence : DataFrame
        For any criterion a column of raw values, missing where nothing measures it; with columns `<criterion>_low` and
        `<criterion>_high` for its interval, and `<criterion>_judged` for a score that is a judgement, which stands
        where nothing measures.
    settings : PrioritySettings
        Anchors, and the doubt about judgements.
    confidence : float
        Level of the intervals.
    """
    scores, spread = pd.DataFrame(index=evidence.index), pd.DataFrame(index=evidence.index)
    for name in CRITERIA:
        points = getattr(settings.anchors, name)
        scores[name] = value(_column(evidence, name), points)
        low, high = (value(_column(evidence, f"{name}_{end}"), points) for end in ("low", "high"))
        spread[name] = np.nan_to_num(standard_error(low, high, confidence))
        judged = _column(evidence, f"{name}_judged")
        taken = scores[name].isna().to_numpy() & ~np.isnan(judged)
        scores.loc[taken, name], spread.loc[taken, name] = judged[taken], settings.judgement_doubt
    return scores, spread


def _column(evidence: pd.DataFrame, name: str) -> np.ndarray:
    if name not in evidence:
        return np.full(len(evidence), np.nan)
    return evidence[name].to_numpy(dtype="float64")


def weights_of(settings: PrioritySettings) -> pd.Series:
    """Return the weight of every criterion, as it was set."""
    return pd.Series({name: getattr(settings.weights, name) for name in CRITERIA}, dtype="float64")


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What a scheme makes of the issues.

    Attributes
    ----------
    total : ndarray (n,)
        Total of each issue; missing where nothing is known of it.
    drawn : ndarray (draws, n)
        Totals drawn within all that is uncertain.
    scale : (float, float)
        Lowest and highest total that there can be.
    parts : DataFrame
        What a total is made of, one row per issue; without columns where the criteria say it all.
    rules : tuple of str
        How totals are made, in sentences to print.
    """

    total: np.ndarray
    drawn: np.ndarray
    scale: tuple[float, float]
    parts: pd.DataFrame
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Where the issues stand.

    Attributes
    ----------
    table : DataFrame
        total, total_low, total_high, rank_low, rank_high, p_first (share of draws in the first quarter of places),
        tier; missing, and tier "", for an issue that nothing is known of.
    acceptability, above : ndarray (n, n)
        Share of draws in which issue i takes place j + 1, and in which it is above issue j; missing for such an issue.
    line : int
        Issues in the first tier.
    """

    table: pd.DataFrame
    acceptability: np.ndarray
    above: np.ndarray
    line: int


def placed(made: Drawn, index: pd.Index, rng: np.random.Generator) -> Placed:
    """Return places with intervals, and tiers whose lines fall into gaps."""
    known = ~np.isnan(made.total)
    n = len(made.total)
    table = pd.DataFrame(
        np.nan,
        index=index,
        columns=["total", "total_low", "total_high", "rank_low", "rank_high", "p_first"],
    ).assign(tier="")
    acceptability, above = np.full((n, n), np.nan), np.full((n, n), np.nan)
    if not known.any():
        return Placed(table, acceptability, above, 0)
    total, found = made.total[known], ranks_of_draws(made.drawn[:, known], rng)
    tiers, line = _tiers(total, found)
    # The draws of a score at an end of the scale all lie to one side of it.
    columns = {
        "total": total,
        "total_low": np.minimum(found.low, total),
        "total_high": np.maximum(found.high, total),
        "rank_low": found.rank_low,
        "rank_high": found.rank_high,
        "p_first": chance_of_first(found.acceptability, FIRST_SHARE),
        "tier": tiers,
    }
    for name, values in columns.items():
        table.loc[known, name] = values
    both = np.ix_(known, known)
    acceptability[np.ix_(known, np.arange(n) < known.sum())] = found.acceptability
    above[both] = found.above
    return Placed(table, acceptability, above, line)


def _tiers(total: np.ndarray, found: DrawnRanks) -> tuple[list[str], int]:
    """Return first, next or watch for each issue: a tier ends only where a clear line can be drawn."""
    n = len(total)
    first = clear_line(total, found.above, LIKELY, 1, int(n * FIRST_PART))
    second = clear_line(total, found.above, LIKELY, first + 1, int(n * NEXT_PART))
    place = np.argsort(np.argsort(-total, kind="stable"), kind="stable")
    watch = place >= (second or n)
    return list(np.select([place < first, watch], ["first", "watch"], "next")), first
