"""Matters the authorities should prioritise: a first scoring that shows all its workings (statutory element d)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.change import change
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.levels import levels
from pads_analysis.assess.places import place_counts
from pads_analysis.assess.result import NotAvailable, PrioritiesResult, Verdict
from pads_analysis.assess.selection import basis, describe, usable_months
from pads_analysis.stats.concentration import places_needed
from pads_analysis.stats.criteria import value
from pads_analysis.stats.normal import standard_error
from pads_analysis.stats.ranking import chance_of_first, weighted_ranks

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

CRITERIA = {
    "volume": "Share of all recorded crimes and incidents",
    "trend": "Change against the period before",
    "peers": "Rate against the mean of peers",
    "concentration": "Share in the tenth of small areas with most",
    "concern": "Share of people asked who name it as a concern",
    "harm": "Harm of one offence, on the partnership's own scale",
}
MIN_FOR_CONCENTRATION = 50
FIRST_SHARE, NEXT_SHARE = 0.25, 0.5
LIKELY = 0.8
SCALE = (0.0, 4.0)


@once_per_case
def priorities(case: Case) -> PrioritiesResult | NotAvailable:
    """Score every offence on the criteria that have evidence, and say how sure its place is.

    Scores run from 0 to 4 along the anchors in the params. The interval of a place in the list comes from drawing the
    weights within their stated range and the trend and peer scores within their own uncertainty.
    """
    rows, evidence = _evidence(case)
    scores, spread = _scores(case, evidence)
    if scores.empty or scores.notna().to_numpy().sum() == 0:
        return NotAvailable("priorities", "d", "What should come first", "no offence could be scored", "")
    settings = case.params.priorities
    weights = pd.Series({name: getattr(settings.weights, name) for name in CRITERIA}, dtype="float64")
    used = scores.notna().any() & (weights > 0)
    if not used.any():
        return NotAvailable(
            "priorities",
            "d",
            "What should come first",
            "no criterion with a weight has any evidence",
            "Give weight to volume, trend or peers in the params.",
        )
    names = list(used.index[used])
    found = weighted_ranks(
        scores[names].to_numpy(), weights[names].to_numpy(), score_sd=spread[names].to_numpy(),
        weight_uncertainty=settings.weight_uncertainty, draws=settings.draws, rng=np.random.default_rng(settings.seed),
        bounds=SCALE,
    )  # fmt: skip
    table = rows[["offence_code", "offence_name"]].join(scores.add_prefix("score_"))
    table = table.assign(
        total=found.total, total_low=found.total_low, total_high=found.total_high,
        rank_low=found.rank_low, rank_high=found.rank_high, tier=_tiers(found.acceptability),
        why=[_why(evidence.loc[at], scores.loc[at]) for at in rows.index],
    )  # fmt: skip
    return PrioritiesResult(
        basis=basis(case, kinds=_kinds(case)),
        table=table.sort_values("total", ascending=False, kind="stable").reset_index(drop=True),
        weights=_weights_table(case, weights, used),
        draws=settings.draws,
        not_scored=tuple(
            f"{CRITERIA[name]}: {_missing_reason(case, name)}" for name in CRITERIA if not used[name]
        ),
    )


def _evidence(case: Case) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the offences, and for each the raw values with their bounds that the scores are read from."""
    beside = levels(case)
    level = beside.table.loc[~beside.table["is_total"]].reset_index(drop=True)
    out = pd.DataFrame(index=level.index)
    everything = level["count"].clip(lower=0).sum()
    out["volume"] = level["count"].clip(lower=0) / everything if everything else np.nan
    out[["peers", "peers_low", "peers_high"]] = level[["peer_ratio", "peer_ratio_low", "peer_ratio_high"]]
    out["vs_peers"] = level["vs_peers"]
    if not beside.peers_chosen:
        # The other partnerships of the store are no peers unless somebody chose them.
        out[["peers", "peers_low", "peers_high"]], out["vs_peers"] = np.nan, Verdict.TOO_FEW
    changed = change(case)
    moved = None if isinstance(changed, NotAvailable) else changed.table.set_index("offence_code")
    names = {"trend": "ratio", "trend_low": "ci_low", "trend_high": "ci_high"}
    for name, column in names.items():
        out[name] = np.nan if moved is None else level["offence_code"].map(moved[column])
    out["direction"] = Verdict.TOO_FEW if moved is None else level["offence_code"].map(moved["verdict"])
    # A change that points at recording, or rests on too few events, says nothing about crime: it is not scored.
    recorded = pd.Series(False, index=out.index)
    if moved is not None:
        recorded = level["offence_code"].map(moved["recording"]).astype(bool)
    out["recording"] = recorded
    unmeasured = ~np.isfinite(out["trend"].astype("float64"))
    out.loc[(out["direction"] == Verdict.TOO_FEW) | recorded | unmeasured, list(names)] = np.nan
    # A step in recording moves the level as well, and too few events say nothing beside peers.
    out.loc[(out["vs_peers"] == Verdict.TOO_FEW) | recorded, ["peers", "peers_low", "peers_high"]] = np.nan
    out.loc[recorded, "vs_peers"] = Verdict.UNCERTAIN
    out.loc[recorded, "direction"] = Verdict.UNCERTAIN
    out["concentration"] = [_top_tenth(case, code) for code in level["offence_code"]]
    out["concern"] = level["offence_code"].map(_concern(case))
    out["harm"] = level["offence_code"].map(dict(case.params.priorities.harm_values)).astype("float64")
    return describe(case, list(level["offence_code"])), out


def _scores(case: Case, evidence: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return scores 0-4 and their standard deviations, one column per criterion."""
    anchors = case.params.priorities.anchors
    confidence = case.params.statistics.confidence
    scores, spread = pd.DataFrame(index=evidence.index), pd.DataFrame(index=evidence.index)
    for name in CRITERIA:
        points = getattr(anchors, name)
        scores[name] = value(evidence[name].to_numpy(dtype="float64"), points)
        spread[name] = 0.0
        if f"{name}_low" in evidence:
            low = value(evidence[f"{name}_low"].to_numpy(dtype="float64"), points)
            high = value(evidence[f"{name}_high"].to_numpy(dtype="float64"), points)
            spread[name] = np.nan_to_num(standard_error(low, high, confidence))
    return scores, spread


def _top_tenth(case: Case, offence: str) -> float:
    if case.places is None or case.place_months is None:
        return float("nan")
    located = place_counts(case, usable_months(case, case.period).months, offence)
    counts = case.places["place_code"].map(located).fillna(0).to_numpy()
    if counts.sum() < MIN_FOR_CONCENTRATION or len(counts) < 10:
        return float("nan")
    return places_needed(counts).busiest_tenth


def _concern(case: Case) -> dict[str, float]:
    """Return the largest share that names each offence as a concern, over surveys of people drawn at random."""
    shares: dict[str, float] = {}
    for survey in case.resolved.views.surveys if case.resolved.views else ():
        for answer in survey.questions if survey.probability else ():
            if answer.concern_offence:
                shares[answer.concern_offence] = max(answer.value, shares.get(answer.concern_offence, 0.0))
    return shares


def _tiers(acceptability: np.ndarray) -> list[str]:
    """Return first, next or watch from the share of draws in which an issue comes in the top quarter or half."""
    first = chance_of_first(acceptability, FIRST_SHARE) >= LIKELY
    second = chance_of_first(acceptability, NEXT_SHARE) >= 0.5
    return list(np.select([first, second], ["first", "next"], "watch"))


def _why(evidence: pd.Series, scores: pd.Series) -> str:
    parts = []
    if scores.get("volume", 0) >= 2:
        parts.append(f"{evidence['volume']:.0%} of all recorded crimes and incidents")
    if evidence["direction"] == Verdict.HIGHER:
        parts.append(f"{evidence['trend']:.2f} times the period before")
    if evidence["vs_peers"] == Verdict.HIGHER:
        parts.append(f"{evidence['peers']:.2f} times the mean of peers")
    if scores.get("concentration", 0) >= 3:
        parts.append(f"{evidence['concentration']:.0%} of it in a tenth of small areas")
    if scores.get("concern", 0) >= 2:
        parts.append(f"named by {evidence['concern']:.0%} of people asked")
    if evidence["recording"]:
        parts.append(
            "its change points to recording or police practice, so neither change nor level is scored"
        )
    if evidence["direction"] == Verdict.LOWER:
        parts.append(f"{evidence['trend']:.2f} times the period before")
    return "; ".join(parts) or "no criterion stands out"


def _weights_table(case: Case, weights: pd.Series, used: pd.Series) -> pd.DataFrame:
    anchors = case.params.priorities.anchors
    total = weights[used].sum()
    return pd.DataFrame(
        {
            "criterion": [CRITERIA[name] for name in CRITERIA],
            "weight": [weights[name] / total if used[name] else 0.0 for name in CRITERIA],
            "used": [bool(used[name]) for name in CRITERIA],
            "anchor": [
                ", ".join(f"{x:g} scores {y:g}" for x, y in getattr(anchors, name)) for name in CRITERIA
            ],
        }
    )


def _missing_reason(case: Case, name: str) -> str:
    if getattr(case.params.priorities.weights, name) == 0:
        return "its weight is 0 in the params"
    if name == "concern" and "views" in case.resolved.withheld:
        return "survey results are withheld from the public edition"
    return {
        "concentration": "the source has no locations",
        "concern": "no survey of people drawn at random asked about concerns",
        "harm": "no harm values were given by the partnership",
        "peers": "no peers were chosen, or too few of them have data",
        "trend": "too few months are complete in both periods",
    }.get(name, "no data")


def _kinds(case: Case) -> tuple[str, ...]:
    return ("views",) if _concern(case) else ()
