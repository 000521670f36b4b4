"""The three published PADS triage tests, in our own working form.

Gap to the partnership's own target, gap to its peers, direction of travel (Home Office, 2006). The thresholds of the
original categories are not known; the reading below is ours and says so wherever it is printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.change import change
from pads_analysis.assess.levels import levels
from pads_analysis.assess.result import NotAvailable, PerformanceResult, Verdict
from pads_analysis.assess.selection import basis
from pads_analysis.stats.rates import poisson_interval

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.case import Case
    from pads_analysis.params.plan import PlanTarget

FAVOURABLE, IN_LINE, UNFAVOURABLE, NO_DATA = "favourable", "in line", "unfavourable", "insufficient data"
OUTCOMES = {
    Verdict.HIGHER: UNFAVOURABLE,
    Verdict.LOWER: FAVOURABLE,
    Verdict.SIMILAR: IN_LINE,
    Verdict.UNCERTAIN: NO_DATA,
    Verdict.TOO_FEW: NO_DATA,
}
READINGS = {0: "on course", 1: "watch", 2: "support offered", 3: "priority support"}


def performance(case: Case) -> PerformanceResult | NotAvailable:
    """Apply the three tests to every offence; an insufficient test is printed and never counted as favourable."""
    table = (
        levels(case)
        .table[["offence_code", "offence_name", "is_total", "count", "rate_per_1000", "vs_peers"]]
        .copy()
    )
    moved = change(case)
    direction = (
        {} if isinstance(moved, NotAvailable) else moved.table.set_index("offence_code")["verdict"].to_dict()
    )
    targets = (
        {target.indicator: target for target in case.resolved.plan.targets} if case.resolved.plan else {}
    )
    table["target_test"] = [_target_test(row, targets.get(row.offence_code)) for row in table.itertuples()]
    table["peer_test"] = [OUTCOMES[verdict] for verdict in table["vs_peers"]]
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
            "Performance and need for support",
            "none of the three tests has enough data: no targets, too few peers, and too few complete months",
            "",
        )
    kinds = ("plan",) if targets else ()
    return PerformanceResult(
        basis=basis(case, kinds=kinds),
        table=table.drop(columns=["is_total", "count", "rate_per_1000", "vs_peers"]),
        rule=(
            "Our operationalisation of the three published tests (target, peers, direction of travel); the original "
            "PADS thresholds are not available. One unfavourable test reads watch, two support offered, three "
            "priority support."
        ),
    )


def _target_test(row: pd.Series, target: PlanTarget | None) -> str:
    if target is None or row.count < 0:
        return NO_DATA
    low, high = poisson_interval(row.count).low, poisson_interval(row.count).high
    aim = {
        "count": target.aim,
        "reduction": target.baseline * (1 - target.aim),
        "rate": target.aim / row.rate_per_1000 * row.count if row.rate_per_1000 > 0 else float("nan"),
    }[target.kind]
    if low > aim:
        return UNFAVOURABLE
    if high < aim:
        return FAVOURABLE
    return IN_LINE if low <= aim <= high else NO_DATA


def _reading(row: pd.Series) -> str:
    tests = (row.target_test, row.peer_test, row.direction_test)
    if tests.count(NO_DATA) == len(tests):
        return NO_DATA
    if row.unfavourable == 0 and row.peer_test == FAVOURABLE and row.direction_test == FAVOURABLE:
        return "maintain and share practice"
    return READINGS[int(row.unfavourable)]
