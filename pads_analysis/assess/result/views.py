"""Results on what people who live or work here think (statutory element e)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis


@dataclass(frozen=True, slots=True)
class ViewsResult:
    """Published answers of people who live or work here: `table`: question, group, value (share), ci_low, ci_high,
    base, date, mode, source, probability (bool).
    """

    section: ClassVar[str] = "views"
    element: ClassVar[str] = "e"
    basis: Basis
    table: pd.DataFrame
