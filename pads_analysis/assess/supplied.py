"""What a question says of a file that the partnership supplies: its absence, and what its figures rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import Basis, NotAvailable
from pads_analysis.assess.selection import said_by

if TYPE_CHECKING:
    from pads_analysis.data.case import Case


#: How the public edition names what it withholds.
WITHHELD = "Withheld from the public edition"


def withheld(section: str, element: str) -> NotAvailable:
    """Return what the public edition says in the place of a result that rests on what partners supplied."""
    return NotAvailable(
        section,
        element,
        WITHHELD,
        "it rests on information that partners supplied and that is not published",
        "The partner edition holds it.",
    )


def not_given(case: Case, kind: str, section: str, element: str, title: str, because: str) -> NotAvailable:
    """Return why a file of the partnership says nothing here: the edition withholds it, or nobody wrote it."""
    if kind in case.resolved.withheld:
        return withheld(section, element)
    do = f"Write params/partnerships/{case.partnership.code}/{kind}.yaml."
    return NotAvailable(section, element, title, because, do)


def basis_of(case: Case, kind: str) -> Basis:
    """Return what a result rests on that comes from one file of the partnership."""
    return Basis(place=case.partnership.name, period=case.period.label, source_kinds=(kind,), **said_by(case))
