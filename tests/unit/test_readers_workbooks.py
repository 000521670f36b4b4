from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from pads_analysis.data import readers
from pads_analysis.data.reading import RawFile
from pads_analysis.errors import ContractError

HEADINGS = [
    "Financial Year",
    "Financial Quarter",
    "CSP Name",
    "Offence Group",
    "Offence Code",
    "Number of Offences",
]
ROWS = [
    ["2022/23", 1, "Maidstone", "Criminal damage and arson", 56.1, 12],
    ["2022/23", 2, "Unassigned Kent", "Robbery", 34, -3],
    ["2022/23", 3, "Medway", "Robbery", "34B", "[c]"],
    ["2022/23", 4, "Total", "Robbery", "34B", 5],
]
SHEETS = {
    "Cover": [["Police recorded crime"], ["Published in 2023"]],
    "2022_23": [["Table of offences"], [], HEADINGS, *ROWS],
    "2023_24": [HEADINGS, *[["2023/24", *row[1:]] for row in ROWS]],
}


def xlsx(sheets: dict[str, list[list[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(sheets: dict[str, list[list[object]]]) -> bytes:
    book = OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        table = Table(name=name)
        for row in rows:
            line = TableRow()
            for value in row or [""]:
                number = isinstance(value, (int, float))
                cell = TableCell(valuetype="float", value=value) if number else TableCell(valuetype="string")
                cell.addElement(P(text=str(value)))
                line.addElement(cell)
            table.addElement(line)
        book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def raw(data: bytes, name: str = "tables") -> RawFile:
    return RawFile(name, "", "", len(data), lambda: io.BytesIO(data))


@pytest.mark.parametrize("write", [xlsx, ods])
def test_the_data_sheets_of_a_workbook_are_read_and_its_cover_is_named(write):
    file = raw(write(SHEETS))
    found = readers.recognise(file)
    assert found is not None
    assert found.kind == "csp_table"
    reading = readers.read(file, found)
    assert (reading.rows_in, reading.rows_kept) == (8, 4)
    assert reading.rejected == {"count suppressed by the publisher ([c])": 2, "total row": 2}
    assert reading.table["count"].tolist() == [12, -3, 12, -3]
    assert reading.table["ho_code"].tolist() == ["56.1", "34", "56.1", "34"]
    assert reading.coverage == ("csp_table|2022/23", "csp_table|2023/24")
    assert reading.period == ("2022-04", "2023-09")
    assert "Sheets not read: Cover." in reading.notes
    suppressed = "count suppressed by the publisher ([c]) in column 'Number of Offences' (sheet 2022_23)"
    assert (6, suppressed) in reading.rejected_rows


def test_the_sheet_name_dates_a_sheet_without_a_year():
    rows = [[name for name in HEADINGS if name != "Financial Year"], [1, "Maidstone", "Robbery", "34B", 2]]
    file = raw(xlsx({"2018_19": rows}))
    reading = readers.read(file, readers.recognise(file))
    assert reading.table["first_month"].tolist() == ["2018-04"]
    assert any("2018_19" in note for note in reading.notes)


def test_population_is_read_from_the_sheet_of_persons_alone():
    headings = ["LSOA Code", "LSOA Name", "All Ages"]
    sheets = {
        f"Mid-2021 {sex}": [[f"Mid-2021 {sex}"], headings, ["E01000001", "City 001A", count]]
        for sex, count in (("Persons", 90), ("Males", 40), ("Females", 50))
    }
    file = raw(xlsx(sheets))
    reading = readers.read(file, readers.recognise(file))
    assert reading.table["population"].tolist() == [90]
    assert reading.table["year"].tolist() == [2021]
    assert "Sheets not read: Mid-2021 Males, Mid-2021 Females." in reading.notes


def test_values_outside_the_headed_columns_are_rejected():
    file = raw(xlsx({"s": [HEADINGS, [*ROWS[0], "stray"], ROWS[1]]}))
    reading = readers.read(file, readers.recognise(file))
    assert reading.rejected == {"values outside the headed columns": 1}
    assert reading.rows_kept == 1


def test_a_workbook_cut_short_is_refused():
    data = xlsx(SHEETS)
    with pytest.raises(ContractError, match="damaged or cut short"):
        readers.recognise(raw(data[: len(data) // 2]))


def test_a_stray_cell_at_the_far_end_of_a_sheet_is_refused_before_it_fills_the_memory():
    book = openpyxl.Workbook()
    book.active.append(HEADINGS)
    book.active["XFD1048576"] = "x"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(ContractError, match="XFD1048576"):
        readers.recognise(raw(out.getvalue()))


@pytest.mark.parametrize(
    "members",
    [
        {"word/document.xml": "<x/>"},
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"},
    ],
)
def test_another_office_document_is_not_recognised(members: dict[str, str]):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    assert readers.recognise(raw(out.getvalue())) is None


def test_an_offence_code_turned_into_a_date_is_flagged():
    file = raw(xlsx({"s": [HEADINGS, ["2022/23", 1, "Medway", "Robbery", dt.datetime(2022, 1, 1), 4]]}))
    reading = readers.read(file, readers.recognise(file))
    assert reading.flagged == {"offence code was turned into a date or a number by a spreadsheet": 1}
