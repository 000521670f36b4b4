"""The scored issues beside what people here say should come first (statutory elements d and e)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from pads_analysis.assess.concern_shares import concern_shares
from pads_analysis.assess.matters import Matter, matters
from pads_analysis.assess.priority_evidence import concern_of
from pads_analysis.assess.result import NotAvailable, PublicAgreementResult
from pads_analysis.assess.schemes import SCHEMES, Inputs
from pads_analysis.assess.scored_issues import Scored, scored_issues
from pads_analysis.assess.selection import basis
from pads_analysis.stats.drawn_ranks import ranks_of_draws

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

SECTION, TITLE = "public_agreement", "Beside what people here say"
#: Share of draws from which one issue is called above another, on each of the two lists.
CLEAR = 0.95
LEAST_FOR_CORRELATION = 6


def public_agreement(case: Case) -> PublicAgreementResult | NotAvailable:
    """Set the place of each issue in the scoring beside its place in the concerns of people drawn at random.

    The scoring is made again without the criterion of public concern, which would compare it with itself, and places
    are counted among the issues that people were asked about.
    """
    if "views" in case.resolved.withheld:
        return _absent(
            "survey results are withheld from the public edition", "The partner edition holds them."
        )
    found = scored_issues(case)
    if isinstance(found, NotAvailable):
        return _absent(found.because, found.do)
    asked = _asked(case, found)
    if len(asked) < 2:
        return _absent(
            "people drawn at random were asked about fewer than two of the scored issues",
            "Ingest a survey, or write views.yaml, with concern_offence for each answer that names an issue.",
        )
    totals = _without_concern(case, found, [at for at, _, _ in asked])
    if isinstance(totals, NotAvailable):
        return _absent(totals.because, totals.do)
    rows = [answer for _, _, answer in asked]
    shares = _drawn_shares(rows, len(totals), np.random.default_rng(case.params.priorities.seed))
    table, disagree = _compared(asked, totals, shares, case.params.priorities.seed)
    kinds = tuple(
        dict.fromkeys((*concern_shares(case)["kind"], *(("issues",) if case.resolved.issues else ())))
    )
    return PublicAgreementResult(
        basis=basis(case, kinds=kinds),
        table=table,
        disagree=disagree,
        clear=CLEAR,
        draws=len(totals),
        asked=tuple(dict.fromkeys(f"{row['survey']} ({row['date']})" for row in rows)),
        **_correlation(totals, shares, case.params.statistics.confidence),
    )  # fmt: skip


def _absent(because: str, do: str) -> NotAvailable:
    return NotAvailable(SECTION, "d", TITLE, because, do)


def _asked(case: Case, found: Scored) -> list[tuple[int, Matter, dict[str, Any]]]:
    """Return the issues that people were asked about; of two with one answer, the partnership's own."""
    taken: dict[str, tuple[int, Matter, dict[str, Any]]] = {}
    for at, matter in enumerate(matters(case)):
        answer = concern_of(case, matter)
        if answer is not None and not np.isnan(found.made.total[at]):
            taken[str(answer["offence_code"])] = (at, matter, answer)
    return sorted(taken.values(), key=lambda entry: entry[0])


def _without_concern(case: Case, found: Scored, rows: list[int]) -> np.ndarray | NotAvailable:
    """Return drawn totals of some issues without the criterion of public concern."""
    every = matters(case)
    given = Inputs(
        case, [matter.code for matter in every], [matter.offences for matter in every], found.scores, found.spread,
        found.weights.where(found.weights.index != "concern", 0.0),
    )  # fmt: skip
    settings = case.params.priorities
    if settings.scheme in ("weighted", "grid_4x4"):
        made = SCHEMES[settings.scheme](replace(given))
        return made if isinstance(made, NotAvailable) else made.drawn[:, rows]
    return found.made.drawn[:, rows]


def _drawn_shares(rows: list[dict[str, Any]], draws: int, rng: np.random.Generator) -> np.ndarray:
    """Return drawn shares of people concerned, as the effective number asked lets them vary (Jeffreys)."""
    share = np.array([row["share"] for row in rows])
    number = np.array([row["n_effective"] for row in rows])
    return rng.beta(share * number + 0.5, (1 - share) * number + 0.5, size=(draws, len(rows)))


def _compared(
    asked: list[tuple[int, Matter, dict[str, Any]]], totals: np.ndarray, shares: np.ndarray, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the places on both lists, and the pairs that stand clearly the other way round on the other list."""
    scored, said = (ranks_of_draws(drawn, np.random.default_rng(seed)) for drawn in (totals, shares))
    names = [matter.name for _, matter, _ in asked]
    table = pd.DataFrame(
        {
            "offence_code": [matter.code for _, matter, _ in asked],
            "offence_name": names,
            "share": [answer["share"] for _, _, answer in asked],
            "share_low": [answer["ci_low"] for _, _, answer in asked],
            "share_high": [answer["ci_high"] for _, _, answer in asked],
            "base": [answer["base"] for _, _, answer in asked],
            "scored_low": scored.rank_low,
            "scored_high": scored.rank_high,
            "said_low": said.rank_low,
            "said_high": said.rank_high,
        }
    )
    other_way = (scored.above >= CLEAR) & (said.above.T >= CLEAR)
    pairs = [(names[i], names[j]) for i, j in np.argwhere(other_way)]
    order = table.sort_values(["share"], ascending=False, kind="stable")
    return order.reset_index(drop=True), pd.DataFrame(pairs, columns=["scored_higher", "said_higher"])


def _correlation(totals: np.ndarray, shares: np.ndarray, confidence: float) -> dict[str, float]:
    """Return the rank correlation of the two lists with its interval over the draws, where issues are enough."""
    if totals.shape[1] < LEAST_FOR_CORRELATION:
        return {"correlation": np.nan, "correlation_low": np.nan, "correlation_high": np.nan}
    a, b = (rankdata(drawn, axis=1) for drawn in (totals, shares))
    a, b = a - a.mean(axis=1, keepdims=True), b - b.mean(axis=1, keepdims=True)
    each = (a * b).sum(axis=1) / np.sqrt((a**2).sum(axis=1) * (b**2).sum(axis=1))
    low, middle, high = np.quantile(each, [(1 - confidence) / 2, 0.5, (1 + confidence) / 2])
    return {"correlation": float(middle), "correlation_low": float(low), "correlation_high": float(high)}
