"""Results on the last partnership plan (statutory element f)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis


@dataclass(frozen=True, slots=True)
class PreviousPlanResult:
    """Actions of the last plan: `table`: priority, action, lead, due, status, evidence, overdue; `summary`:
    status, actions, share.
    """

    section: ClassVar[str] = "previous_plan"
    element: ClassVar[str] = "f"
    basis: Basis
    table: pd.DataFrame
    summary: pd.DataFrame
    n_actions: int
    n_complete: int
