"""How sure each place among the priorities is, and what would change it (statutory element d)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.matters import matters
from pads_analysis.assess.priorities import NAMES, priorities
from pads_analysis.assess.result import NotAvailable, PriorityPlacesResult
from pads_analysis.assess.scored_issues import Scored, scored_issues
from pads_analysis.assess.scoring import CRITERIA, FIRST_SHARE, MIDDLE, SCALE
from pads_analysis.stats.place_sensitivity import place_sensitivity
from pads_analysis.stats.smaa import Smaa, smaa

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

SECTION, TITLE = "priority_places", "How sure each place is"


def priority_places(case: Case) -> PriorityPlacesResult | NotAvailable:
    """Return how often each issue takes each place, around the weights set and over all, and what would move it.

    Over all weights every set of weights counts alike (SMAA), on the criteria that any issue has evidence for. That is
    for the scheme `weighted` only: in the others there are no weights, or they do not say all.
    """
    found, listed = scored_issues(case), priorities(case)
    if isinstance(found, NotAvailable) or isinstance(listed, NotAvailable):
        why = found if isinstance(found, NotAvailable) else listed
        return NotAvailable(SECTION, "d", TITLE, why.because, why.do)  # type: ignore[union-attr]
    known = found.place.table["total"].notna().to_numpy()
    if known.sum() < 2:
        return NotAvailable(SECTION, "d", TITLE, "fewer than two issues could be scored", "")
    every = [matter for matter, is_known in zip(matters(case), known, strict=True) if is_known]
    table = pd.DataFrame(
        {"offence_code": [each.code for each in every], "offence_name": [each.name for each in every]}
    )
    table = table.join(found.place.table.loc[known].reset_index(drop=True))
    shares = {"set": found.place.acceptability[np.ix_(known, np.arange(len(known)) < known.sum())]}
    names = [
        name for name in CRITERIA if found.weights[name] > 0 and found.scores.loc[known, name].notna().any()
    ]
    central, line = pd.DataFrame(), _line(found, int(known.sum()))
    if case.params.priorities.scheme == "weighted" and len(names) > 1:
        every_weight = _over_all_weights(case, found, known, names)
        shares["all"] = every_weight.acceptability
        table = table.assign(
            first_all=every_weight.first, mean_rank_all=every_weight.mean_rank, confidence=every_weight.confidence
        )  # fmt: skip
        central = pd.DataFrame(every_weight.central_weights, columns=names)
        central = table[["offence_code", "offence_name"]].join(central)
        table = table.join(_changes(found, known, names, line))
    order = table["total"].to_numpy().argsort(kind="stable")[::-1]
    return PriorityPlacesResult(
        basis=listed.basis,
        table=table.iloc[order].reset_index(drop=True),
        acceptability=_long(table, shares, order),
        central=central.iloc[order].reset_index(drop=True) if len(central) else central,
        criteria={name: NAMES[name] for name in names},
        line=line,
        drawn_line=bool(found.place.line),
        draws=listed.draws,
        scheme=listed.scheme,
    )


def _line(found: Scored, n: int) -> int:
    """Return after how many issues the line stands: that of the first tier, else of the first quarter of the list."""
    return found.place.line or max(1, round(n * FIRST_SHARE))


def _over_all_weights(case: Case, found: Scored, known: np.ndarray, names: list[str]) -> Smaa:
    settings = case.params.priorities
    return smaa(
        found.scores.loc[known, names].to_numpy(),
        score_sd=found.spread.loc[known, names].to_numpy(),
        bounds=SCALE,
        draws=settings.draws,
        rng=np.random.default_rng(settings.seed),
    )


def _changes(found: Scored, known: np.ndarray, names: list[str], line: int) -> pd.DataFrame:
    """Return the least change of one weight that takes each issue across the line."""
    filled = found.scores.loc[known, names].fillna(MIDDLE).to_numpy()
    weights = found.weights[names].to_numpy()
    moves = place_sensitivity(filled, weights, line)
    at = np.maximum(moves.criterion, 0)
    return pd.DataFrame(
        {
            "above_line": moves.above,
            "change_criterion": [
                names[j] if found_one else "" for j, found_one in zip(at, moves.criterion >= 0, strict=True)
            ],
            "change_from": moves.weight,
            "change_to": moves.needed,
        }
    )


def _long(table: pd.DataFrame, shares: dict[str, np.ndarray], order: np.ndarray) -> pd.DataFrame:
    parts = []
    for which, share in shares.items():
        n = len(order)
        parts.append(
            pd.DataFrame(
                {
                    "offence_code": np.repeat(table["offence_code"].to_numpy()[order], n),
                    "offence_name": np.repeat(table["offence_name"].to_numpy()[order], n),
                    "weights": which,
                    "place": np.tile(np.arange(1, n + 1), n),
                    "share": share[order].ravel(),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)
