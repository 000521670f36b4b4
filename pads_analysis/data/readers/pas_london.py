"""The Public Attitude Survey of the Mayor's Office for Policing and Crime (MOPAC), by London borough and quarter.

The publisher's dashboard table is passed on as a spreadsheet saved it: decimal commas, days before months, measures in
quotation marks, empty columns at the end. It holds shares without the number of people asked and without intervals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.data.readers.headings import Headings
from pads_analysis.data.surveys.results import ResultsForm, ResultsText, measure_key, read_results

if TYPE_CHECKING:
    from pads_analysis.data.readers.source import SourceTable
    from pads_analysis.data.reading import RawFile, Reading

KIND = "survey_table"
_NEEDED = ("date", "survey", "borough", "measure", "proportion", "mps")
_FORM = ResultsForm(
    KIND,
    "pas_london",
    percent=False,
    dates="day/month/year",
    comparator_name="Metropolitan Police Service",
    measures={measure_key("Good Job local"): "confidence_police"},
)


def recognises(heads: Headings) -> str:
    """Return why a heading row is that of the survey's borough table, or ""."""
    return "survey, borough, measure and proportion" if set(_NEEDED) <= set(heads.slugs) else ""


def read(source: SourceTable, raw: RawFile) -> Reading:
    """Read the borough table.

    Raises
    ------
    ContractError
        When a column is missing, or a share can be none.
    """
    text = ResultsText(
        area=source.needed("borough"),
        date=source.needed("date"),
        measure=source.needed("measure"),
        value=source.needed("proportion"),
        comparator=source.needed("mps"),
    )
    return read_results(source, text, _FORM)
