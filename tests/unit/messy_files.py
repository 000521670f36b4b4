"""Files with one fault each, in every kind of table where the fault can occur, and what must become of it.

What becomes of a fault is one of:

read   the value is read as it was meant, and no row is lost
row    the row is refused, named by its line and its column; every other row is kept
blank  the row is kept and the value left out, named by its line and its column
file   the whole file is refused, named with the row or the column
told   nobody can see the fault in the file alone; the row is kept and its line named
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import extract_files
import openpyxl
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

FAULTS = {
    "bom": "byte-order mark, UTF-8 or UTF-16",
    "comma": "thousands divided by a comma (`1,234`)",
    "space": "thousands divided by a space or an apostrophe (`1 234`)",
    "dot": "thousands divided by a point (`1.234`), which is a decimal elsewhere",
    "decimal": "decimal comma (`51,2`)",
    "power": "number in scientific notation (`1.2E+03`)",
    "code_power": "area code turned into a power of ten (`1E+06`)",
    "code_number": "area code that lost its letter or its noughts (`1000001`)",
    "code_space": "no-break or zero-width space in a code",
    "offence_date": "offence code turned into a date (`8-Jan`, `01-Aug`)",
    "offence_number": "offence code turned into a day number or a power of ten (`44562`, `5E3`)",
    "offence_words": "the same, beside the offence in words",
    "offence_nought": "offence code with noughts before it or a point after it (`046`, `46.0`)",
    "month_name": "month turned into `Jan-21`",
    "month_number": "month turned into a day number (`44197`)",
    "month_date": "month turned into `01/02/2021`",
    "three": "three columns of one name",
    "spellings": "two spellings of one borough (Richmond upon Thames)",
    "cut": "last line cut short",
    "cut_value": "last line cut within its last value",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table: its headings and one good row; `other` is what a second row must have, as (heading, value)."""

    name: str
    headings: tuple[str, ...]
    row: tuple[str, ...]
    file: str = "table.csv"
    other: tuple[str, str] | None = None

    def rows(self, **changes: str) -> list[list[str]]:
        """Return the heading row, the good row, and the good row with some columns changed."""
        changed = list(self.row)
        for heading, value in [*([self.other] if self.other else []), *changes.items()]:
            changed[self.headings.index(heading)] = value
        return [list(self.headings), list(self.row), changed]


@dataclass(frozen=True, slots=True)
class Case:
    """One fault in one kind of table.

    Attributes
    ----------
    kind : Kind
    fault : str
        A key of `FAULTS`.
    outcome : str
        read, row, blank, file or told.
    data : bytes
        The file.
    column : str
        What the message must name; "" where the fault is in no one column.
    expected : tuple of str, object
        A column of the table that is read, and its values in every row, where they are read.
    form : str
        csv, xlsx or ods.
    """

    kind: Kind
    fault: str
    outcome: str
    data: bytes
    column: str = ""
    expected: tuple[str, Sequence[Any]] | None = None
    form: str = "csv"

    @property
    def label(self) -> str:
        return f"{self.kind.name}-{self.fault}-{self.form}-{self.column or 'whole'}"


STREET = Kind(
    "street",
    ("Month", "Falls within", "Longitude", "Latitude", "LSOA code", "Crime type", "Last outcome category"),
    ("2021-01", "Kent Police", "0.5", "51.2", "E01000001", "Burglary", "Under investigation"),
)
BOROUGH = Kind(
    "borough",
    ("MajorText", "MinorText", "BoroughName", "202101", "202102"),
    ("THEFT", "SHOPLIFTING", "Barnet", "7", "8"),
)
_OFFENCE = ("Offence Description", "Offence Group", "Offence Subgroup", "Offence Code", "Number of Offences")
_STOLEN = ("Other words", "Theft offences", "Shoplifting", "46", "7")
CSP = Kind(
    "csp_table",
    ("Financial Year", "Financial Quarter", "CSP Name", *_OFFENCE),
    ("2019/20", "4", "Medway", *_STOLEN),
)
FORCE = Kind(
    "force_table",
    ("Financial Year", "Financial Quarter", "Force Name", *_OFFENCE),
    ("2019/20", "4", "Kent", *_STOLEN),
)
LOOKUP = Kind(
    "lookup", ("LSOA11CD", "LSOA11NM", "LAD21CD", "LAD21NM"), ("E01000009", "Z", "E09000002", "Barking")
)
POPULATION = Kind(
    "population",
    ("lsoa11_code", "lsoa11_name", "year", "population"),
    ("E01000009", "Z", "2021", "100"),
    other=("lsoa11_code", "E01000008"),
)
HOUSEHOLDS = Kind(
    "households",
    ("lsoa11_code", "lsoa11_name", "year", "households"),
    ("E01000009", "Z", "2021", "100"),
    other=("lsoa11_code", "E01000008"),
)
DEPRIVATION = Kind(
    "deprivation",
    ("lsoa11_code", "imd_2019_decile", "imd_2019_score", "imd_2019_rank"),
    ("E01000009", "1", "3.5", "100"),
    other=("lsoa11_code", "E01000008"),
)
BOUNDARIES = Kind("boundaries", ("LSOA11CD",), ("E01000009",), "areas.geojson")
EXTRACT = Kind("extract", (*extract_files.HEADER, "Crime type"), (*extract_files.ROW, ""), "crimes.csv")
KINDS = (
    STREET, BOROUGH, CSP, FORCE, LOOKUP, POPULATION, HOUSEHOLDS, DEPRIVATION, BOUNDARIES, EXTRACT,
)  # fmt: skip


def text(rows: Sequence[Sequence[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8")


def xlsx(rows: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows: Sequence[Sequence[object]]) -> bytes:
    book = OpenDocumentSpreadsheet()
    table = Table(name="Sheet")
    for row in rows:
        line = TableRow()
        for value in row:
            number = isinstance(value, (int, float))
            cell = TableCell(valuetype="float", value=value) if number else TableCell(valuetype="string")
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WRITERS: dict[str, Callable[[Sequence[Sequence[object]]], bytes]] = {"csv": text, "xlsx": xlsx, "ods": ods}


def geojson(code: object, twice: str = "") -> bytes:
    """One good outline and one with this code."""
    outline = '{"type":"Polygon","coordinates":[[[0.1,51.1],[0.2,51.1],[0.2,51.2],[0.1,51.1]]]}'
    features = [
        f'{{"type":"Feature","properties":{{"LSOA11CD":{written}}},"geometry":{outline}}}'
        for written in ('"E01000009"', f"{code}{twice}")
    ]
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'.encode()


def _changed(
    kind: Kind, fault: str, outcome: str, column: str, value: str, expected: Any = None, **more: Any
) -> Case:
    """A case of one value changed; `expected` is (column, value) of the changed row, or of both."""
    form = more.get("form", "csv")
    data = WRITERS[form](kind.rows(**{column: value}))
    return Case(kind, fault, outcome, data, column, expected, form)


def _counts() -> list[Case]:
    """Numbers of every table that holds counts, in every form of file."""
    cases = []
    for kind, column, name in (
        (BOROUGH, "202101", "count"),
        (CSP, "Number of Offences", "count"),
        (FORCE, "Number of Offences", "count"),
        (POPULATION, "population", "population"),
        (HOUSEHOLDS, "households", "households"),
    ):
        good = [7, 8] if kind is BOROUGH else [int(kind.row[-1])]
        read = (name, [*good, 1234, 8] if kind is BOROUGH else [*good, 1234])
        for form in ("csv", "xlsx", "ods") if kind in (CSP, BOROUGH) else ("csv",):
            cases.append(_changed(kind, "comma", "read", column, "1,234", read, form=form))
            cases.append(_changed(kind, "space", "read", column, "1\u00a0234", read, form=form))
            cases.append(_changed(kind, "dot", "row", column, "1.234", form=form))
            cases.append(_changed(kind, "decimal", "row", column, "12,5", form=form))
            cases.append(_changed(kind, "power", "row", column, "1.2E+03", form=form))
        cases.append(_changed(kind, "space", "read", column, "1'234", read))
    cases += [
        _changed(DEPRIVATION, "comma", "read", "imd_2019_rank", "1,234", ("rank", [100, 1234])),
        _changed(DEPRIVATION, "space", "read", "imd_2019_rank", "1 234", ("rank", [100, 1234])),
        _changed(DEPRIVATION, "dot", "row", "imd_2019_rank", "1.234"),
        _changed(DEPRIVATION, "decimal", "read", "imd_2019_score", "12,5", ("score", [3.5, 12.5])),
        _changed(DEPRIVATION, "power", "row", "imd_2019_rank", "1.2E+03"),
        _changed(STREET, "decimal", "read", "Latitude", "51,5", ("latitude", [51.2, 51.5])),
        _changed(STREET, "power", "read", "Latitude", "5.15E+01", ("latitude", [51.2, 51.5])),
    ]
    return cases


def _codes() -> list[Case]:
    cases = []
    for kind, column, name in (
        (LOOKUP, "LSOA11CD", "from_code"),
        (POPULATION, "lsoa11_code", "code"),
        (HOUSEHOLDS, "lsoa11_code", "code"),
        (DEPRIVATION, "lsoa11_code", "code"),
        (STREET, "LSOA code", "lsoa_code"),
    ):
        good = kind.row[kind.headings.index(column)]
        lost = "blank" if kind is STREET else "row"
        for code in ("E01000001\u00a0", "E01\u00a0000002", "\u200bE01000003"):
            official = "".join(letter for letter in code if letter.isascii())
            cases.append(_changed(kind, "code_space", "read", column, code, (name, [good, official])))
        cases += [
            _changed(kind, fault, lost, column, value)
            for fault, value in (("code_power", "1E+06"), ("code_number", "1000001"))
        ]
    outlines = ("code", ["E01000009", "E01000001"])
    cases += [
        Case(BOUNDARIES, "code_space", "read", geojson('"E01000001\u00a0"'), "LSOA11CD", outlines),
        Case(BOUNDARIES, "code_power", "row", geojson('"1E+06"'), "LSOA11CD"),
        Case(BOUNDARIES, "code_number", "row", geojson(1000001), "LSOA11CD"),
        _changed(EXTRACT, "code_space", "read", "LSOA", "E01\u00a0900006", ("lsoa_code", ["E01900005", "E01900006"])),
        _changed(EXTRACT, "code_power", "file", "LSOA", "1E+06"),
        _changed(EXTRACT, "code_number", "file", "LSOA", "1900006"),
    ]  # fmt: skip
    return cases


def _offences() -> list[Case]:
    cases = []
    for kind in (CSP, FORCE):
        for form in ("csv", "xlsx", "ods"):
            many = [
                _changed(
                    kind, "offence_date", "blank", "Offence Code", code, ("ho_code", ["46", ""]), form=form
                )
                for code in ("8-Jan", "01-Aug", "02-May")
            ]
            many += [
                _changed(
                    kind, "offence_number", "blank", "Offence Code", code, ("ho_code", ["46", ""]), form=form
                )
                for code in ("44562", "5E3", "1E+06")
            ]
            many += [
                _changed(
                    kind, "offence_nought", "read", "Offence Code", code, ("ho_code", ["46", "46"]), form=form
                )
                for code in ("046", "46.0")
            ]
            changes = {"Offence Code": "8-Jan", "Offence Description": "Theft from vehicle"}
            data = WRITERS[form](kind.rows(**changes))
            many.append(
                Case(kind, "offence_words", "read", data, "Offence Code", ("ho_code", ["46", "45"]), form)
            )
            cases += many if kind is CSP else many[::3]
    coded = Kind(
        EXTRACT.name,
        EXTRACT.headings,
        tuple("46" if x == "Burglary" else x for x in EXTRACT.row),
        EXTRACT.file,
    )
    cases += [
        _changed(coded, "offence_date", "row", "Offence", "8-Jan"),
        _changed(coded, "offence_number", "row", "Offence", "44562"),
        _changed(
            coded, "offence_nought", "read", "Offence", "046", ("category_code", ["theft_handling"] * 2)
        ),
    ]
    words = coded.rows(**{"Offence": "8-Jan", "Crime type": "Assault with injury"})
    found = ("category_code", ["theft_handling", "violence"])
    cases.append(Case(coded, "offence_words", "read", text(words), "Offence", found))
    return cases


def _months() -> list[Case]:
    cases = [
        _changed(STREET, "month_name", "read", "Month", "Jan-21", ("month", ["2021-01"] * 2)),
        _changed(STREET, "month_number", "row", "Month", "44197"),
        _changed(STREET, "month_date", "row", "Month", "01/02/2021"),
        _changed(CSP, "month_name", "row", "Financial Year", "Apr-19"),
        _changed(CSP, "month_number", "row", "Financial Year", "43556"),
        _changed(CSP, "month_date", "row", "Financial Year", "01/04/2019"),
        _changed(EXTRACT, "month_number", "row", "Date from", "44197"),
    ]
    for form, write in WRITERS.items():
        head, *rows = BOROUGH.rows()
        for fault, heading in (
            ("month_name", "Jan-21"),
            ("month_number", "44197"),
            ("month_date", "01/02/2021"),
        ):
            data = write([[heading if text == "202101" else text for text in head], *rows])
            read = ("month", ["2021-01", "2021-02"] * 2) if fault == "month_name" else None
            cases.append(Case(BOROUGH, fault, "read" if read else "file", data, heading, read, form))
    return cases


def _columns() -> list[Case]:
    cases = []
    for kind, column in (
        (STREET, "Month"), (STREET, "LSOA code"), (BOROUGH, "BoroughName"), (BOROUGH, "202101"), (CSP, "CSP Name"),
        (CSP, "Number of Offences"), (FORCE, "Offence Group"), (LOOKUP, "LAD21CD"), (LOOKUP, "LAD21NM"),
        (POPULATION, "population"), (POPULATION, "lsoa11_code"), (POPULATION, "lsoa11_name"),
        (HOUSEHOLDS, "households"), (HOUSEHOLDS, "year"), (DEPRIVATION, "imd_2019_rank"), (EXTRACT, "Offence"),
    ):  # fmt: skip
        rows = kind.rows()
        at = kind.headings.index(column)
        wide = [[*row, row[at], row[at]] for row in rows]
        named = "2021-01" if column == "202101" else column
        for form in ("csv", "xlsx") if kind is CSP else ("csv",):
            cases.append(Case(kind, "three", "file", WRITERS[form](wide), named, None, form))
    twice = ',"LSOA11CD":"E01000002","LSOA11CD":"E01000003"'
    cases.append(Case(BOUNDARIES, "three", "file", geojson('"E01000001"', twice), "LSOA11CD"))
    return cases


def _whole_files() -> list[Case]:
    cases = []
    for kind in KINDS:
        data = geojson('"E01000001"') if kind is BOUNDARIES else text(kind.rows())
        cases.append(Case(kind, "bom", "read", b"\xef\xbb\xbf" + data))
        if kind is not BOUNDARIES:
            cases.append(Case(kind, "bom", "read", data.decode().encode("utf-16"), "", None, "utf16"))
        half = len(text(kind.rows()[-1:])) // 2
        cases.append(Case(kind, "cut", "file", data[: -half if kind is not BOUNDARIES else -20]))
        if kind not in (BOUNDARIES, EXTRACT):
            cases.append(
                Case(
                    kind,
                    "cut_value",
                    "told",
                    data[:-2] if len(kind.row[-1]) > 1 else data[:-1],
                    kind.headings[-1],
                )
            )
    return cases


def cases() -> list[Case]:
    """Return every case that is read from one file."""
    return [*_counts(), *_codes(), *_offences(), *_months(), *_columns(), *_whole_files()]
