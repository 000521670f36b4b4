"""The map of a table of published results proposed from its headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pads_analysis.data.extracts.proposal import one_line, quoted
from pads_analysis.data.extracts.table import find_table
from pads_analysis.data.surveys.published import CODE
from pads_analysis.params.map_file import TO_DO
from pads_analysis.vocabulary import views_measures

if TYPE_CHECKING:
    from pads_analysis.data.readers.headings import Headings
    from pads_analysis.data.reading import RawFile

_COLUMNS = {
    "area": r"area|area_(?:name|code)|borough|district|local_authority|partnership|csp|place",
    "date": r"date|period|month|quarter|year|financial_year",
    "measure": r"measure|question|indicator|item",
    "value": r"value|proportion|share|percent(?:age)?|result|score",
    "comparator": r"comparator|average|mps|county|force|england|national",
    "base": r"base|n|sample(?:_size)?|respondents|unweighted_base",
}
_MEASURES = 30


def propose_results_map(raw: RawFile) -> str:
    """Return a map for a table of published results as YAML with comments.

    Raises
    ------
    ContractError
        When the file is empty or holds no table.
    """
    source = find_table(raw, lambda heads: len(_guess(heads)))
    found = _guess(source.headings)
    heading = {name: source.headings.texts[at].strip() for name, at in found.items()}
    name = one_line(raw.name)
    lines = [
        f"# A map proposed from the headings of {name}. Check every line, then ingest:",
        f"#   pads ingest {name} --as {CODE} --map MAP.yaml --store FOLDER",
        "",
        f"data_set: {CODE}",
        f"series: {TO_DO}  # short name of the survey, the same for every table of it",
        f"title: {TO_DO}",
        f"authority: {TO_DO}  # who published it",
        f"source: {TO_DO}  # where it is published",
        "open: false  # true when anyone may use and reproduce it: the public edition may then, too",
        *([f"sheet: {quoted(source.sheet)}"] if source.sheet else []),
        f"values: {TO_DO}  # share when 0.56 is meant, percent when it is 56",
        "columns:",
    ]
    for field in _COLUMNS:
        needed = field in ("area", "date", "measure", "value")
        if field in heading:
            lines.append(f"  {field}: {quoted(heading[field])}")
        else:
            lines.append(f"  {field}: {TO_DO}" if needed else f"  # {field}:")
    lines += [
        "# area, date and measure may stand under constants: instead, when they are the same in every row.",
        f"comparator_name: {TO_DO}  # which area the comparator is of"
        if "comparator" in found
        else "# comparator_name:",
        '# dates: ""  # day/month/year, month/day/year or year/month/day, when it does not follow from the dates',
        f"# For each measure one of: {', '.join(views_measures())}.",
        "# measures:",
    ]
    if "measure" in found:
        measures = [str(text) for text in source.text(found["measure"]).value_counts().index if text]
        lines += [f"#   {quoted(text)}: other" for text in measures[:_MEASURES]]
    return "\n".join(lines) + "\n"


def _guess(heads: Headings) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, pattern in _COLUMNS.items():
        fits = [
            at
            for at, text in enumerate(heads.slugs)
            if re.fullmatch(pattern, text) and at not in found.values()
        ]
        if fits:
            found[name] = fits[0]
    return found
