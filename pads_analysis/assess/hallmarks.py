"""How the partnership sees itself on the hallmarks of effective partnerships."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.result import HallmarksResult, NotAvailable
from pads_analysis.assess.supplied import basis_of, not_given

if TYPE_CHECKING:
    from pads_analysis.data.case import Case


HALLMARK_MEANINGS = ("not in place", "planned", "partly in place", "in place", "embedded, with evidence")


def hallmarks(case: Case) -> HallmarksResult | NotAvailable:
    """Return the partnership's scores of itself on the hallmarks of effective partnerships."""
    held = case.resolved.hallmarks
    if held is None or not held.scores:
        return not_given(
            case,
            "hallmarks",
            "hallmarks",
            "",
            "How the partnership sees itself",
            "no self-assessment was given for this partnership",
        )
    rows = [
        {
            "criterion": entry.criterion,
            "score": entry.score,
            "meaning": HALLMARK_MEANINGS[entry.score],
            "evidence": entry.evidence,
        }
        for entry in held.scores
    ]
    return HallmarksResult(basis=basis_of(case, "hallmarks"), table=pd.DataFrame(rows))
