"""The three published PADS triage tests, in our own working form.

Gap to the partnership's own target, gap to its peers, direction of travel (Home Office, 2006). The thresholds of the
original categories are not known; the reading below is ours and says so wherever it is printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.change import change
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.levels import levels
from pads_analysis.assess.plan_targets import plan_targets
from pads_analysis.assess.result import NotAvailable, PerformanceResult, Verdict
from pads_analysis.assess.result.plan import MET, MISSED, OFF_COURSE, ON_COURSE, TARGET_UNSURE
from pads_analysis.assess.selection import basis

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result import ChangeResult, LevelsResult
    from pads_analysis.data.case import Case

TITLE = "Performance and need for support"
FAVOURABLE, IN_LINE, UNFAVOURABLE = "favourable", "in line", "unfavourable"
UNSURE, NO_DATA = "too uncertain to say", "insufficient data"
OUTCOMES = {
    Verdict.HIGHER: UNFAVOURABLE,
    Verdict.LOWER: FAVOURABLE,
    Verdict.SIMILAR: IN_LINE,
    Verdict.UNCERTAIN: UNSURE,
    Verdict.TOO_FEW: NO_DATA,
}
READINGS = {0: "on course", 1: "watch", 2: "support offered", 3: "priority support"}


@once_per_case
def performance(case: Case) -> PerformanceResult | NotAvailable:
    """Apply the three tests to every offence; an insufficient test is printed and never counted as favourable."""
    beside = levels(case)
    if isinstance(beside, NotAvailable):
        return NotAvailable("performance", "", TITLE, beside.because, beside.do)
    table = beside.table[
        ["offence_code", "offence_name", "is_total", "count", "rate_per_1000", "vs_peers"]
    ].copy()
    moved = change(case)
    direction = {} if isinstance(moved, NotAvailable) else _direction(moved)
    targets = _targets(case)
    table["target_test"] = [targets.get(code, NO_DATA) for code in table["offence_code"]]
    # The other partnerships of the store are no peers unless somebody chose them.
    table["peer_test"] = [
        OUTCOMES[verdict] if beside.peers_chosen else NO_DATA for verdict in table["vs_peers"]
    ]
    table["direction_test"] = [
        OUTCOMES[direction.get(code, Verdict.TOO_FEW)] for code in table["offence_code"]
    ]
    tests = table[["target_test", "peer_test", "direction_test"]]
    table["unfavourable"] = (tests == UNFAVOURABLE).sum(axis=1)
    table["reading"] = [_reading(row) for row in table.itertuples()]
    if (tests == NO_DATA).all(axis=None):
        return NotAvailable(
            "performance",
            "",
            TITLE,
            f"none of the three tests gives an answer: {_lacking(case, beside, moved)}",
            "",
        )
    kinds = ("plan",) if targets else ()
    return PerformanceResult(
        basis=basis(case, kinds=kinds),
        table=table.drop(columns=["is_total", "count", "rate_per_1000", "vs_peers"]),
        rule=(
            "Our working form of the three published tests (target, peers, direction of travel); the original "
            "PADS thresholds are not available. One unfavourable test reads watch, two support offered, three "
            "priority support."
        ),
    )


def _lacking(case: Case, beside: LevelsResult, moved: ChangeResult | NotAvailable) -> str:
    """Return why each of the three tests has nothing to say."""
    plan = case.resolved.plan
    targets = (
        "no target of the plan could be tested" if plan and plan.targets else "no target was given in a plan"
    )
    if "plan" in case.resolved.withheld:
        targets = "the plan is withheld from the public edition"
    peers = "too few crimes were recorded to compare with peers"
    if not beside.peers_chosen:
        peers = "no peers were chosen"
    elif beside.table["peer_ratio"].isna().all():
        peers = "too few peers can be compared with"
    direction = (
        "too few months are complete in both periods"
        if isinstance(moved, NotAvailable)
        else "too few crimes were recorded to compare with the period before"
    )
    return f"{targets}, {peers}, and {direction}"


def _direction(moved: ChangeResult) -> dict[str, Verdict]:
    """Return the verdict on each change; one that points to recording says nothing about direction."""
    return {
        row.offence_code: Verdict.UNCERTAIN if row.recording else row.verdict
        for row in moved.table.itertuples()
    }


def _targets(case: Case) -> dict[str, str]:
    """Return the outcome of the target test by offence, as `plan_targets` judges it.

    Of several targets on an offence the next one due counts, or else the latest past.
    """
    found = plan_targets(case)
    if isinstance(found, NotAvailable):
        return {}
    ordered = found.table.sort_values(["past", "last"], kind="stable")
    coming = ordered.loc[~ordered["past"]].drop_duplicates("indicator", keep="first")
    gone = ordered.loc[ordered["past"]].drop_duplicates("indicator", keep="last")
    return {row.indicator: _target_test(row, case.params.statistics.margin) for row in gone.itertuples()} | {
        row.indicator: _target_test(row, case.params.statistics.margin) for row in coming.itertuples()
    }


def _target_test(row: pd.Series, margin: float) -> str:
    """Return an outcome as a test: in line where the whole interval lies within the margin about the aim."""
    if row.outcome in (MET, ON_COURSE):
        return FAVOURABLE
    if row.outcome in (MISSED, OFF_COURSE):
        return UNFAVOURABLE
    if row.outcome != TARGET_UNSURE:
        return NO_DATA
    near = 1 / (1 + margin) <= row.gap_low and row.gap_high <= 1 + margin
    return IN_LINE if near and not row.because else UNSURE


def _reading(row: pd.Series) -> str:
    tests = (row.target_test, row.peer_test, row.direction_test)
    # A test without an outcome is never taken for a good one.
    if not {FAVOURABLE, IN_LINE, UNFAVOURABLE} & set(tests):
        return UNSURE if UNSURE in tests else NO_DATA
    if row.unfavourable == 0 and row.peer_test == FAVOURABLE and row.direction_test == FAVOURABLE:
        return "maintain and share practice"
    return READINGS[int(row.unfavourable)]
