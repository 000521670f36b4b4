"""What people think explains a change: each explanation tested where the data allow, graded, beside its rivals (c)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.compare import judge
from pads_analysis.assess.expected import expected_words, unclear_words
from pads_analysis.assess.grading import (
    AGAINST,
    AS_EXPECTED,
    CANNOT_TELL,
    Outcome,
    grade,
    outcome_beside,
    outcome_of,
    rival_standings,
)
from pads_analysis.assess.hypothesis_tests import run_test
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.result import Basis, HypothesesResult, NotAvailable, Verdict
from pads_analysis.assess.selection import said_by
from pads_analysis.assess.supplied import withheld
from pads_analysis.assess.tested import Tested
from pads_analysis.vocabulary import evidence_scale, grading_rule, kinds_of_test

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.params import HypothesisTest
    from pads_analysis.params.judgements import Hypothesis

TITLE = "What may explain the changes"
COLUMNS = (
    "hypothesis", "number", "kind", "supports", "what", "expected", "outcome", "estimate", "ci_low", "ci_high",
    "p_adjusted", "verdict", "reason", "rests_on", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Asked:
    """One test as asked, and what it found."""

    hypothesis: int
    number: int
    test: HypothesisTest
    offence: str
    found: Tested


@once_per_case
def hypotheses(case: Case) -> HypothesesResult | NotAvailable:
    """Return the explanations that the partnership supplies, tested, graded by the printed rule, with their rivals."""
    if "hypotheses" in case.resolved.withheld:
        return withheld("hypotheses", "c")
    held = case.resolved.hypotheses
    if held is None or not held.hypotheses:
        return NotAvailable(
            "hypotheses",
            "c",
            TITLE,
            "no explanation was given for this partnership, and figures alone show no cause",
            f"Write params/partnerships/{case.partnership.code}/hypotheses.yaml; docs/how-to/test-an-explanation.md "
            "shows how.",
        )
    asked = [
        _Asked(at, number, test, offence, run_test(case, test, offence))
        for at, entry in enumerate(held.hypotheses, start=1)
        for number, test in enumerate(entry.tests, start=1)
        for offence in [test.indicator or entry.indicator]
    ]
    tests = _judged(case, asked)
    outcomes = {
        at: [
            Outcome(row.kind, _number(row.supports), row.outcome)
            for row in tests.loc[tests["hypothesis"] == at].itertuples()
        ]
        for at in range(1, len(held.hypotheses) + 1)
    }
    table = [_graded(case, at, entry, outcomes[at]) for at, entry in enumerate(held.hypotheses, start=1)]
    rivals = [
        {"hypothesis": at, "number": number, "rival": rival, "standing": standing}
        for at, entry in enumerate(held.hypotheses, start=1)
        for number, (rival, standing) in enumerate(
            zip(entry.rivals, rival_standings(outcomes[at], len(entry.rivals)), strict=True), start=1
        )
    ]
    return HypothesesResult(
        basis=_basis(case, asked),
        table=pd.DataFrame(table),
        tests=tests,
        rivals=pd.DataFrame(rivals, columns=["hypothesis", "number", "rival", "standing"]),
        scale=evidence_scale(),
        rule=grading_rule(),
    )


def _number(supports: str) -> int:
    return 0 if supports == "claim" else int(supports.removeprefix("rival "))


def _basis(case: Case, asked: list[_Asked]) -> Basis:
    kinds = [kind for each in asked for kind in each.found.kinds]
    counts = [case.source, "lookup"] if asked else []
    return Basis(
        place=case.partnership.name,
        period=case.period.label,
        source_kinds=tuple(dict.fromkeys(["hypotheses", *counts, *kinds])),
        **said_by(case),
    )


def _judged(case: Case, asked: list[_Asked]) -> pd.DataFrame:
    """Return one row per test; those that no other section judged are one family of comparisons."""
    rows = pd.DataFrame([_row(case, each) for each in asked], columns=[*COLUMNS, "p", "count"])
    if rows.empty:
        return rows[list(COLUMNS)]
    own = rows["verdict"].isna().to_numpy()
    if own.any():
        settings = case.params.statistics
        found = judge(rows.loc[own], settings, count=rows.loc[own, "count"], ratio="estimate")
        rows.loc[own, "p_adjusted"] = found["p_adjusted"]
        rows.loc[own, "verdict"] = pd.Series(list(found["verdict"]), index=found.index, dtype=object)
    # The outcome needs the test itself: what was expected, and which way the offence went.
    told = [_outcome(each, Verdict(verdict)) for each, verdict in zip(asked, rows["verdict"], strict=True)]
    rows["outcome"] = [outcome for outcome, _ in told]
    rows["reason"] = [
        each.found.reason
        or more
        or (
            unclear_words(row.verdict, row.estimate, row.ci_low, row.ci_high, case)
            if outcome == CANNOT_TELL
            else ""
        )
        for each, row, (outcome, more) in zip(asked, rows.itertuples(), told, strict=True)
    ]
    return rows[list(COLUMNS)]


def _row(case: Case, each: _Asked) -> dict[str, object]:
    kind, found = kinds_of_test()[each.test.kind], each.found
    details = [kind["rests_on"], found.detail]
    return {
        "hypothesis": each.hypothesis,
        "number": each.number,
        "kind": each.test.kind,
        "supports": each.test.supports,
        "what": kind["name"],
        "expected": expected_words(case, each.test, each.offence),
        "outcome": "",
        "estimate": found.estimate,
        "ci_low": found.ci_low,
        "ci_high": found.ci_high,
        "p_adjusted": found.p_adjusted,
        "verdict": found.verdict,
        "reason": found.reason,
        "rests_on": "; ".join(detail for detail in details if detail),
        "note": each.test.note,
        "p": found.p if np.isfinite(found.p) else np.nan,
        "count": found.count,
    }


def _outcome(each: _Asked, verdict: Verdict) -> tuple[str, str]:
    """Return the outcome of a test, and what must be said of it."""
    found = each.found
    if found.reason:
        return CANNOT_TELL, found.reason
    if found.own is not None:
        return outcome_beside(found.own, verdict, each.test.expect), ""
    outcome = outcome_of(verdict, each.test.expect)
    if not found.better_month:
        return outcome, ""
    said = f"a step in {found.better_month} fits clearly better than one in the month named"
    return (CANNOT_TELL if outcome == AS_EXPECTED else AGAINST), said


def _graded(case: Case, at: int, entry: Hypothesis, outcomes: list[Outcome]) -> dict[str, object]:
    own = [each.outcome for each in outcomes if not each.supports]
    found = grade(outcomes, len(entry.rivals))
    return {
        "number": at,
        "claim": entry.claim,
        "mechanism": entry.mechanism,
        "expected_pattern": entry.expected_pattern,
        "rivals": "; ".join(rival.rstrip(".") for rival in entry.rivals),
        "about": case.scheme.offence(entry.indicator).name if entry.indicator else "",
        "grade": entry.grade,
        "reason": entry.reason,
        "evidence": found,
        "why": _why(own, rival_standings(outcomes, len(entry.rivals))),
        "n_tests": len(own),
        "n_as_expected": own.count(AS_EXPECTED),
        "n_against": own.count(AGAINST),
        "n_unclear": own.count(CANNOT_TELL),
        "agrees": found == entry.grade,
    }


def _why(own: list[str], rivals: tuple[str, ...]) -> str:
    """Return what the grade rests on, as a clause."""
    if not own:
        said = ["no test of the claim was given"]
    else:
        said = [
            f"{own.count(outcome)} of {len(own)} {'test' if len(own) == 1 else 'tests'} {words}"
            for outcome, words in (
                (AS_EXPECTED, "as expected"),
                (AGAINST, "against"),
                (CANNOT_TELL, "could not tell"),
            )
            if outcome in own
        ]
    if rivals:
        said += [
            f"{rivals.count(standing)} of {len(rivals)} {'rival' if len(rivals) == 1 else 'rivals'} {standing}"
            for standing in dict.fromkeys(rivals)
        ]
    else:
        said.append("no rival was given")
    return "; ".join(said)
