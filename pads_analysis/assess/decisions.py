"""What the authorities decided on the scored issues (statutory element d)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.matters import matters
from pads_analysis.assess.priorities import priorities
from pads_analysis.assess.result import DecisionsResult, NotAvailable
from pads_analysis.assess.supplied import basis_of, not_given

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.params.judgements import Decision

COLUMNS = [
    *("issue", "decision", "because", "by", "date", "tier", "issue_code", "meeting", "minute", "review"),
    *("against", "places"),
]


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
    rows = {} if isinstance(scored, NotAvailable) else scored.table.set_index("offence_code").to_dict("index")
    names = {matter.code: matter.name for matter in matters(case)}
    decided = {entry.issue for entry in held.decisions}
    waiting = [code for code, row in rows.items() if row["tier"] == "first" and code not in decided]
    return DecisionsResult(
        basis=basis_of(case, "decisions"),
        table=pd.DataFrame([_row(entry, rows, names) for entry in held.decisions], columns=COLUMNS),
        undecided=tuple(names[code] for code in waiting),
    )


def _row(entry: Decision, rows: dict[str, dict[str, object]], names: dict[str, str]) -> dict[str, object]:
    found = rows.get(entry.issue, {})
    tier = str(found.get("tier", ""))
    return {
        "issue": names.get(entry.issue, entry.issue),
        "decision": entry.decision,
        "because": entry.because,
        "by": entry.by,
        "date": entry.date,
        "tier": tier,
        "issue_code": entry.issue if entry.issue in names else "",
        "meeting": entry.meeting,
        "minute": entry.minute,
        "review": entry.review,
        "against": _against(entry, tier),
        "places": (found["rank_low"], found["rank_high"]) if tier else (float("nan"), float("nan")),
    }


def _against(entry: Decision, tier: str) -> str:
    """Return how a decision goes against the scoring, as words that follow the issue; "" where it does not."""
    if entry.decision != "overridden" or not tier:
        return ""
    if entry.priority is False and tier == "first":
        return "is not made a priority, against the scoring, which puts it in the first tier"
    if entry.priority is True and tier != "first":
        return "is made a priority, against the scoring, which does not put it in the first tier"
    if entry.priority is None:
        where = "in the first tier" if tier == "first" else "below the first tier"
        return f"is decided otherwise than scored; the scoring puts it {where}"
    return ""
