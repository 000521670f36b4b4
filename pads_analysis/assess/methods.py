"""Methods, words and settings behind the assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.result import MethodsResult
from pads_analysis.assess.selection import basis
from pads_analysis.params import settings
from pads_analysis.vocabulary import glossary, methods_used

if TYPE_CHECKING:
    from pads_analysis.data.case import Case


def methods(case: Case) -> MethodsResult:
    """Return the methods with their citations, the glossary, and every setting with its origin."""
    rows = [(setting.name, setting.value, setting.origin) for setting in settings(case.resolved)]
    return MethodsResult(
        basis=basis(case),
        table=pd.DataFrame(methods_used(), columns=["method", "used_for", "citation"]),
        glossary=pd.DataFrame(glossary(), columns=["term", "meaning"]),
        settings=pd.DataFrame(rows, columns=["setting", "value", "origin"]),
    )
