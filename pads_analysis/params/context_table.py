"""The table behind a context series: a csv file of area, period and value, each row checked."""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from pads_analysis.errors import ParamsError
from pads_analysis.params.context import BUILT_IN, ContextFile, ContextSeries
from pads_analysis.params.fields import DISTRICT_CODE, MONTH, PARTNERSHIP_CODE, shown
from pads_analysis.params.folder import inside
from pads_analysis.params.judgements import HypothesesFile
from pads_analysis.params.messages import nearest
from pads_analysis.params.yaml_file import Document, read_text

COLUMNS = ("area_code", "period", "value")
LARGEST_TABLE = 10 * 1024 * 1024
#: Faults of one file that are listed; more of the same kind tell nothing new.
MOST_FAULTS = 5

_YEAR = r"(19|20)[0-9]{2}"
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class ContextTable:
    """The values of one series.

    Attributes
    ----------
    yearly : bool
        Whether its periods are calendar years; months otherwise.
    values : mapping of (str, str) to float
        By area code and period, YYYY or YYYY-MM.
    """

    yearly: bool
    values: dict[tuple[str, str], float]


def context_tables(
    params_dir: Path, document: Document | None, context: ContextFile | None, wrong: list[ParamsError]
) -> tuple[dict[str, ContextTable], list[Path]]:
    """Return the table of every series, by id, and the files read; what is wrong with any is added to `wrong`."""
    tables: dict[str, ContextTable] = {}
    files: list[Path] = []
    if document is None or context is None:
        return tables, files
    for at, series in enumerate(context.series):
        try:
            tables[series.id], path = read_table(params_dir, series, document.where(("series", at, "file")))
        except ParamsError as error:
            wrong.extend(error.problems or (error,))
        else:
            files.append(path)
    return tables, files


def unknown_series(
    document: Document | None, hypotheses: HypothesesFile | None, context: ContextFile | None
) -> list[ParamsError]:
    """Return a problem for each test of a hypothesis that names a series which nobody supplies."""
    if document is None or hypotheses is None:
        return []
    known = (*(series.id for series in (context.series if context else ())), *BUILT_IN)
    found = []
    for at, entry in enumerate(hypotheses.hypotheses):
        for number, test in enumerate(entry.tests):
            if test.series and test.series not in known:
                guess = nearest(test.series, known)
                found.append(
                    ParamsError(
                        f"There is no context series {test.series}.",
                        document.where(("hypotheses", at, "tests", number, "series")),
                        f"Did you mean {guess}?" if guess else f"Add it to context.yaml, or use {known[0]}.",
                    )
                )
    return found


def read_table(params_dir: Path, series: ContextSeries, where: str) -> tuple[ContextTable, Path]:
    """Read and check the table of a series.

    Parameters
    ----------
    params_dir : Path
        Folder of parameters, from which the path is counted.
    series : ContextSeries
    where : str
        Where the setting that names the file stands, for messages.

    Returns
    -------
    tuple of (ContextTable, Path)

    Raises
    ------
    ParamsError
        When the file is not there or leaves the folder, or with every row and column that is wrong (the first five).
    """
    path = _path(params_dir, series.file, where)
    lines = read_text(path, series.file, LARGEST_TABLE).split("\n")
    rows = csv.reader(lines, strict=True)
    try:
        places = _header(next(rows, []), series.file)
        table, wrong = _rows(rows, places, series.file)
    except csv.Error as error:
        raise ParamsError(
            f"The file is no table of comma-separated values ({error}).",
            f"{series.file}, line {rows.line_num}",
            "Save it as csv again.",
        ) from None
    if len(wrong) == 1:
        raise wrong[0]
    if wrong:
        raise ParamsError(
            f"{len(wrong)} or more values of {series.file} are wrong; nothing was run.", problems=tuple(wrong)
        )
    if not table:
        raise ParamsError("The table holds no value.", series.file, "Add one row for each area and period.")
    return ContextTable(len(next(iter(table))[1]) == 4, table), path


def _path(params_dir: Path, said: str, where: str) -> Path:
    if PurePosixPath(said).is_absolute() or PureWindowsPath(said).anchor or said.startswith("~"):
        raise ParamsError(
            "file is an absolute path, which means something on one machine only.",
            where,
            "Write it relative to the folder of parameters, for example context/licensed_premises.csv.",
        )
    path = params_dir / said
    if not inside(params_dir, path):
        raise ParamsError(
            f"{said} leaves the folder of parameters.", where, "Put the file inside that folder."
        )
    if path.is_file():
        return path
    beside = [one.name for one in path.parent.glob("*.csv")] if path.parent.is_dir() else []
    guess = nearest(path.name, beside)
    hint = (
        f"Did you mean {PurePosixPath(said).with_name(guess)}?"
        if guess
        else "Give its path, counted from the folder of parameters."
    )
    raise ParamsError(f"There is no file {said}.", where, hint)


def _header(found: list[str], name: str) -> dict[str, int]:
    headings = [heading.strip().casefold() for heading in found]
    for column in COLUMNS:
        if headings.count(column) != 1:
            problem = "is missing" if column not in headings else "stands twice"
            raise ParamsError(
                f"The column {column} {problem}.",
                f"{name}, row 1",
                f"The first row must hold {', '.join(COLUMNS)}; it holds {', '.join(headings[:8]) or 'nothing'}.",
            )
    return {column: headings.index(column) for column in COLUMNS}


def _rows(
    rows: csv.reader, places: dict[str, int], name: str
) -> tuple[dict[tuple[str, str], float], list[ParamsError]]:
    table: dict[tuple[str, str], float] = {}
    first_seen: dict[tuple[str, str], int] = {}
    wrong: list[ParamsError] = []
    length = 0
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        at = f"{name}, row {rows.line_num}"
        try:
            area, period, value = _row(row, places, at)
            length = length or len(period)
            if len(period) != length:
                raise ParamsError(
                    f"{period} is a {'year' if len(period) == 4 else 'month'}, and the rows before have "
                    f"{'years' if length == 4 else 'months'}.",
                    f"{at}, column period",
                    "Keep to years or to months in one file.",
                )
            if (area, period) in first_seen:
                raise ParamsError(
                    f"{area} and {period} stand in row {first_seen[area, period]} already.",
                    at,
                    "Delete one of the two.",
                )
        except ParamsError as error:
            wrong.append(error)
            if len(wrong) == MOST_FAULTS:
                break
            continue
        first_seen[area, period] = rows.line_num
        if value is not None:
            table[area, period] = value
    return table, wrong


def _row(row: list[str], places: dict[str, int], at: str) -> tuple[str, str, float | None]:
    if len(row) <= max(places.values()):
        raise ParamsError(
            f"The row has {len(row)} cells, fewer than the headings ask for.", at, "Complete it."
        )
    area, period, text = (row[places[column]].strip() for column in COLUMNS)
    if not re.fullmatch(PARTNERSHIP_CODE, area):
        hint = "Use E22 (England) or W14 (Wales) and six digits."
        if re.fullmatch(DISTRICT_CODE, area):
            hint = "That is a district's code; use the code of its community safety partnership."
        raise ParamsError(f"{shown(area)} is not a partnership code.", f"{at}, column area_code", hint)
    if not re.fullmatch(_YEAR, period) and not re.fullmatch(MONTH, period):
        raise ParamsError(
            f"{shown(period)} is neither a year nor a month.",
            f"{at}, column period",
            "Use YYYY or YYYY-MM, for example 2024 or 2024-03.",
        )
    return area, period, _value(text, f"{at}, column value")


def _value(text: str, at: str) -> float | None:
    """Return the number; None for an empty cell, which stands for a value nobody has."""
    if not text:
        return None
    number = float(text) if _NUMBER.fullmatch(text) else math.nan
    if math.isfinite(number) and abs(number) <= 1e12:
        return number
    hint = "Write a plain number with a decimal point and no thousands separators, or leave the cell empty."
    raise ParamsError(f"{shown(text)} is not a number that can be used.", at, hint)
