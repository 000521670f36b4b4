"""How grave recorded crime is, by weights that the partnership supplies, beside its plain count.

The statute does not ask for it, so that no element is short where nobody supplies weights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.change import count_dispersion
from pads_analysis.assess.compare import judge
from pads_analysis.assess.result import NotAvailable, SeverityResult, Verdict
from pads_analysis.assess.selection import basis, describe, totals
from pads_analysis.assess.standing import Group, group_of
from pads_analysis.assess.supplied import withheld
from pads_analysis.stats.dispersed_rates import dispersed_rate
from pads_analysis.stats.severity import weighted_rate
from pads_analysis.stats.severity_comparison import compare_scores

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.params import SeverityFile

TITLE = "How grave recorded crime is"
COMPARED = ("peer_score", "peer_low", "peer_high", "ratio", "ratio_low", "ratio_high")


def severity(case: Case) -> SeverityResult | NotAvailable:
    """Return recorded crime weighted by severity per 1,000 residents, beside its plain count, with intervals.

    No weight is part of the project: without the partnership's file nothing is weighted.
    """
    if "severity" in case.resolved.withheld:
        return withheld("severity", "")
    held = case.resolved.severity
    if held is None:
        return _absent(
            "no severity weights were given for this partnership, and none are part of this project",
            f"Write params/partnerships/{case.partnership.code}/severity.yaml: a weight for each offence code from a "
            "published table, with its source; params/partnerships/README.md shows one.",
        )
    table = totals(case, case.period)
    weights = {entry.offence: entry.weight for entry in held.weights if entry.offence in table.columns}
    own = table.loc[case.partnership.code] if case.partnership.code in table.index else None
    if not any(weights.values()):
        return _absent(
            f"none of the weights is of an offence that the {case.scheme.label} have",
            "Use the offence codes that pads check lists.",
        )
    if own is None or not own["person_years"] > 0:
        return _absent(
            "there is no population, so that no rate can be worked out", "Ingest mid-year populations."
        )
    # A net negative count corrects earlier months; it weighs nothing here.
    counts = own[list(weights)].clip(lower=0).to_numpy(dtype="float64")
    if not (counts * np.array(list(weights.values()))).sum():
        return _absent("no offence with a weight was recorded in the period", "Choose a longer period.")
    return _result(case, held, table, weights, counts)


def _absent(because: str, do: str) -> NotAvailable:
    return NotAvailable("severity", "", TITLE, because, do)


def _result(
    case: Case, held: SeverityFile, table: pd.DataFrame, weights: dict[str, float], counts: np.ndarray
) -> SeverityResult:
    settings, own = case.params.statistics, table.loc[case.partnership.code]
    weight = np.array(list(weights.values()))
    spread = float(count_dispersion(case).get(case.scheme.total_code, 1.0))
    score = weighted_rate(counts, weight, own["person_years"], 1000.0, settings.confidence, dispersion=spread)
    plain = dispersed_rate(counts.sum(), own["person_years"], spread, 1000.0, settings.confidence)
    group = group_of(case, table)
    side = _beside(case, group, counts, weights, own["person_years"], spread, float(score.effective_events))
    rows = describe(case, list(weights)).drop(columns=["family", "is_total"])
    parts = weight * counts
    rows = rows.assign(
        count=counts.astype("int64"),
        weight=weight,
        share_count=counts / counts.sum(),
        share_score=parts / parts.sum(),
    )
    names, share = _without_weight(case, own, weights)
    return SeverityResult(
        basis=basis(case, "" if group is None else group.note, kinds=("severity",)),
        table=rows.sort_values("share_score", ascending=False, kind="stable").reset_index(drop=True),
        title=held.title,
        source=held.source,
        unit=held.unit,
        score=float(score.rate),
        score_low=float(score.ci_low),
        score_high=float(score.ci_high),
        effective_events=float(score.effective_events),
        rate=float(plain.rate),
        rate_low=float(plain.ci_low),
        rate_high=float(plain.ci_high),
        n_others=0 if group is None else len(group.rows),
        peers_chosen=group is not None and group.chosen,
        without_weight=names,
        share_without=share,
        **side,
    )


def _beside(
    case: Case,
    group: Group | None,
    counts: np.ndarray,
    weights: dict[str, float],
    years: float,
    spread: float,
    effective: float,
) -> dict[str, object]:
    """Return the comparison with the mean score of the others, with its verdict."""
    settings = case.params.statistics
    found = pd.DataFrame([dict.fromkeys((*COMPARED, "ci_low", "ci_high", "p"), np.nan)])
    if group is not None:
        others = group.rows[list(weights)].clip(lower=0).to_numpy(dtype="float64")
        side = compare_scores(
            counts,
            list(weights.values()),
            years,
            others,
            group.rows["person_years"].to_numpy(),
            confidence=settings.confidence,
            dispersion=spread,
        )
        found.loc[0] = [
            side.mean, side.mean_low, side.mean_high, side.ratio, side.low, side.high,
            side.low, side.high, side.p,
        ]  # fmt: skip
    judged = judge(found, settings, count=pd.Series([effective]))
    row = judged.iloc[0]
    return {name: float(row[name]) for name in COMPARED} | {"verdict": Verdict(row["verdict"])}


def _without_weight(case: Case, own: pd.Series, weights: dict[str, float]) -> tuple[tuple[str, ...], float]:
    """Return the offences recorded here that have no weight, and their share of all recorded crime."""
    total = case.scheme.total_code
    recorded = [
        code for code in own.index if code not in ("usable_months", "person_years", total) and own[code] > 0
    ]
    left = [code for code in recorded if code not in weights]
    counted = [code for code in recorded if case.scheme.offence(code).in_total]
    crimes = own[counted].sum()
    share = own[[code for code in left if code in counted]].sum() / crimes if crimes > 0 else 0.0
    return tuple(case.scheme.offence(code).name for code in left), float(share)
