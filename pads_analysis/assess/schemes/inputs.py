"""What every scheme is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.assess.result import NotAvailable
from pads_analysis.stats.drawn_ranks import draw_scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pads_analysis.data.case import Case

SECTION, ELEMENT, TITLE = "priorities", "d", "What should come first"
SCALE = (0.0, 4.0)


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """Issues to be joined.

    Attributes
    ----------
    case : Case
    codes : sequence of str
        Offence codes, or ids of the partnership's own issues.
    offences : sequence of tuple of str
        For each the offences whose counts speak to it.
    scores, spread : DataFrame
        Scores 0-4 and their standard deviations, one column per criterion; a score is missing where nothing is known.
    weights : Series
        By criterion.
    """

    case: Case
    codes: Sequence[str]
    offences: Sequence[tuple[str, ...]]
    scores: pd.DataFrame
    spread: pd.DataFrame
    weights: pd.Series

    def rng(self) -> np.random.Generator:
        """Return the source of draws, from the seed of the params."""
        return np.random.default_rng(self.case.params.priorities.seed)

    def drawn_scores(self, names: Sequence[str], rng: np.random.Generator) -> np.ndarray:
        """Return drawn scores on some criteria, (draws, n, k); a missing one is drawn from the whole scale."""
        draws = self.case.params.priorities.draws
        return draw_scores(
            self.scores[list(names)].to_numpy(), self.spread[list(names)].to_numpy(), SCALE, draws, rng
        )

    def drawn_weights(self, names: Sequence[str], rng: np.random.Generator) -> np.ndarray:
        """Return drawn weights of some criteria, (draws, k), each row adding up to 1."""
        settings = self.case.params.priorities
        deviates = rng.standard_normal((settings.draws, len(names)))
        w = self.weights[list(names)].to_numpy() * np.exp(settings.weight_uncertainty * deviates)
        return w / w.sum(axis=1, keepdims=True)


def refused(because: str, do: str) -> NotAvailable:
    """Return why a scheme cannot be used."""
    return NotAvailable(SECTION, ELEMENT, TITLE, because, do)
