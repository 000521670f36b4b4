"""What was asked of the store, and the delivered files behind the answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis


@dataclass(frozen=True, slots=True)
class TrailResult:
    """Where the figures come from.

    `questions`, one row per question to the store: id, what (in words), code, data_set (of an authority's extract, else
    ""), rows (of this partnership; missing for parameters), first, last (YYYY-MM, "" where it has no months), kinds (of
    files, joined by ", "). `files`, one row per delivered file behind them: kind, data_set, file, sha256 (whole),
    first, last, rows_kept. `elsewhere`: number of files of other forces that the figures of other areas rest on.
    """

    section: ClassVar[str] = "trail"
    element: ClassVar[str] = ""
    basis: Basis
    questions: pd.DataFrame
    files: pd.DataFrame
    elsewhere: int
