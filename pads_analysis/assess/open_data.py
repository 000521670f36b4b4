"""What published crime data cannot answer, said in the place of a result that needs incidents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pads_analysis.assess.incidents import not_disclosed
from pads_analysis.assess.result import NotAvailable

if TYPE_CHECKING:
    from pads_analysis.data.case import Case


def not_from_open_data(
    case: Case, section: str, title: str, open_data: str, data_set_code: str = "police_crime"
) -> NotAvailable:
    """Return why a question that needs an extract is not answered, naming first what published data lack.

    Parameters
    ----------
    case : Case
        Its edition decides: a public one never reads extracts, so that it cannot say whether there are any.
    section, title : str
    open_data : str
        What published data lack, as a clause.
    data_set_code : str
        The data set that would answer it.
    """
    if case.edition != "partner":
        return NotAvailable(
            section,
            "a",
            title,
            f"{open_data}, and this edition rests on published data alone",
            "Where authorities disclosed their incidents, the partner edition answers it.",
        )
    absent = not_disclosed(section, "a", title, data_set_code)
    return replace(absent, because=f"{open_data}, and {absent.because}")
