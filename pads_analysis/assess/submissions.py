"""The ledger of what authorities disclosed about the area: who, what, which quarter, when, how good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.incidents import disclosed_basis, nothing_disclosed, quarters_in
from pads_analysis.assess.result import NotAvailable, SubmissionsResult
from pads_analysis.data.periods import Period
from pads_analysis.vocabulary import data_set, data_sets, grade_rules

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

SECTION, TITLE = "submissions", "What authorities disclosed"
WHAT = "of any authority"


def submissions(case: Case) -> SubmissionsResult | NotAvailable:
    """Return every authority, data set and quarter from the period before to the end of the period."""
    ledger = case.submissions
    codes = tuple(one.code for one in data_sets())
    held = quarters_in(case, codes, Period(min(case.previous.first, case.period.first), case.period.last))
    held = held[held["authority"] != ""]
    if held.empty:
        return nothing_disclosed(case, SECTION, "", TITLE, WHAT)
    current = held["quarter"] >= case.period.first - pd.DateOffset(months=2)
    delivered = set(ledger.loc[ledger["authority"] != "", "data_set"])
    table = held.assign(name=[data_set(code).name for code in held["data_set"]], in_period=current)
    return SubmissionsResult(
        basis=disclosed_basis(case, (), case.period),
        table=table.reset_index(drop=True),
        never=tuple(one.name for one in data_sets() if one.prescribed and one.code not in delivered),
        rule=_rule(),
    )


def _rule() -> str:
    """Return the rule of the grades in words."""
    words = [
        f"{grade} from {rule.located:.0%} of rows with a place, {rule.kept:.0%} of the file's rows read and "
        f"{rule.size:.0%} of the usual quarter's rows"
        for grade, rule in grade_rules().items()
    ]
    return (
        f"Grades are our own rule: {'; '.join(words)}; otherwise, or where a month of the quarter has no rows, poor. A "
        "quarter is late when it came after its due date."
    )
