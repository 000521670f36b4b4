"""Incidents that partner authorities disclosed, of one period, and what must be said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import Basis, NotAvailable
from pads_analysis.assess.selection import said_by
from pads_analysis.vocabulary import data_set

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.case import Case
    from pads_analysis.data.periods import Period

KIND = "extract"


def incidents(case: Case, data_set_code: str, period: Period) -> pd.DataFrame | None:
    """Return the incidents of a period, as `Case.incidents`; None when no month of it holds any.

    A row belongs to the month in which it was recorded, where that was given, else to the month it began in.
    """
    held = case.incidents.get(data_set_code)
    if held is None:
        return None
    rows = held[held["month"].isin(period.months.strftime("%Y-%m"))]
    return None if rows.empty else rows.reset_index(drop=True)


def disclosed_basis(case: Case, data_sets: tuple[str, ...], period: Period, *notes: str) -> Basis:
    """Return what figures made from extracts rest on, with what the ledger of submissions says of them."""
    return Basis(
        place=case.partnership.name,
        period=period.label,
        source_kinds=(KIND, "lookup"),
        notes=(*disclosed_notes(case, data_sets, period), *(note for note in notes if note)),
        **said_by(case),
    )


def disclosed_notes(case: Case, data_sets: tuple[str, ...], period: Period) -> tuple[str, ...]:
    """Return a sentence for each quarter of the period that is missing, late or not graded good, by data set."""
    table = case.submissions
    inside = table["data_set"].isin(data_sets) & table["quarter"].between(period.months[0], period.months[-1])
    rows = table[inside & ((table["grade"] != "good") | (table["status"] == "late"))]
    return tuple(
        f"{data_set(row.data_set).name}, {row.authority or 'no authority'}, quarter from {row.quarter:%B %Y}: "
        f"{', '.join(word for word in (row.status, row.grade, row.reason) if word)}."
        for row in rows.itertuples()
    )


def not_disclosed(section: str, element: str, title: str, data_set_code: str) -> NotAvailable:
    """Return the answer to a question that needs a data set which nobody disclosed."""
    contract = data_set(data_set_code)
    return NotAvailable(
        section,
        element,
        title,
        f"no extract with {contract.name[0].lower()}{contract.name[1:]} was ingested for this period",
        f"Ask the {contract.holder[0].lower()}{contract.holder[1:]} for it, then: pads ingest FILE --as "
        f"{data_set_code} --map MAP.",
    )
