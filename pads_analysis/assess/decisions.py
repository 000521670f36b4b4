"""What the authorities decided on the scored issues (statutory element d)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.priorities import priorities
from pads_analysis.assess.result import DecisionsResult, NotAvailable
from pads_analysis.assess.supplied import basis_of, not_given

if TYPE_CHECKING:
    from pads_analysis.data.case import Case


def decisions(case: Case) -> DecisionsResult | NotAvailable:
    """Return what the authorities decided on the scored issues, and which issues of the first tier wait."""
    held = case.resolved.decisions
    if held is None or not held.decisions:
        return not_given(
            case,
            "decisions",
            "decisions",
            "d",
            "What the authorities decided",
            "no decision of the authorities was given for this partnership",
        )
    scored = priorities(case)
    tiers = (
        {} if isinstance(scored, NotAvailable) else scored.table.set_index("offence_code")["tier"].to_dict()
    )
    rows = [
        {
            "issue": case.scheme.offence(entry.issue).name if entry.issue in tiers else entry.issue,
            "decision": entry.decision,
            "because": entry.because,
            "by": entry.by,
            "date": entry.date,
            "tier": tiers.get(entry.issue, ""),
        }
        for entry in held.decisions
    ]
    decided = {entry.issue for entry in held.decisions}
    waiting = [code for code, tier in tiers.items() if tier == "first" and code not in decided]
    return DecisionsResult(
        basis=basis_of(case, "decisions"),
        table=pd.DataFrame(rows),
        undecided=tuple(case.scheme.offence(code).name for code in waiting),
    )
