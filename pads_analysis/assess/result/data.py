"""Results on the data and the methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis


@dataclass(frozen=True, slots=True)
class QualityResult:
    """What the data are and what is wrong with them.

    `deliveries`, one row per kind of file and vintage: kind, vintage, files, period, rows_in, rows_kept,
    rows_rejected, reasons. `coverage`: month, rows, no_location, expected, status ("complete", "looks
    incomplete", "missing"). `gaps`: gap, effect. `outcome_revisions`, what newer deliveries revised in outcomes:
    force_name, month, before, after (codes of groups), rows, same_counts (bool); None where nothing was looked for.
    """

    section: ClassVar[str] = "quality"
    element: ClassVar[str] = ""
    basis: Basis
    deliveries: pd.DataFrame
    coverage: pd.DataFrame
    gaps: pd.DataFrame
    share_no_location: float
    outcome_revisions: pd.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class MethodsResult:
    """Methods used, `table`: method, used_for, citation; `glossary`: term, meaning; `settings`: setting, value,
    origin.
    """

    section: ClassVar[str] = "methods"
    element: ClassVar[str] = ""
    basis: Basis
    table: pd.DataFrame
    glossary: pd.DataFrame
    settings: pd.DataFrame
