"""What is said of a file that no rule recognises."""

from __future__ import annotations

import gzip
import io
import zipfile

import openpyxl
import pytest

from pads_analysis.data import readers
from pads_analysis.data.reading import RawFile
from pads_analysis.errors import ContractError

README = "README.md lists the files that are known."


def raw(data: bytes) -> RawFile:
    return RawFile("file.csv", "", "", len(data), lambda: io.BytesIO(data))


def packed(members: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def book(sheets: dict[str, list[list[object]]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


MANY = ";".join(f"column {at}" for at in range(20))
KINDS = {
    "word": (packed({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}), "a Word document"),
    "powerpoint": (packed({"[Content_Types].xml": "", "ppt/slides.xml": ""}), "a PowerPoint presentation"),
    "odt": (
        packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}),
        "a text document (OpenDocument)",
    ),
    "zip in gzip": (
        packed({"a.csv": "a"}),
        "a zip archive inside another file; unpack it and give what is in it",
    ),
    "old word": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "an old Office document, such as Word or Outlook write",
    ),
    "workbook": (
        book({"Notes": [["Read me first"]], "Data 1": [["colour", "size"], ["red", 1]]}),
        'a workbook without a known table; its sheets are "Notes", "Data 1"',
    ),
    "png": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a picture"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
    "webp": (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "a picture"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF document"),
    "rtf": (rb"{\rtf1\ansi Hello}", "a text document (RTF)"),
    "json": (b'{"name": "data", "rows": []}', "JSON without outlines that carry area codes"),
    "web page": (
        b"<!DOCTYPE html>\n<html><body>Log in</body></html>",
        "a web page; give the file that it links to",
    ),
    "xml": (b'<?xml version="1.0"?>\n<rows/>', "an XML file"),
    "semicolons": (
        b"a;b;c\n1;2;3\n4;5;6\n",
        'a table with the columns "a; b; c", which is no known layout',
    ),
    "a title above": (
        b"A table\n\na,b\n1,2\n",
        'a table with the columns "a, b", which is no known layout',
    ),
    "headings alone": (b"naam,aantal\n", 'a table with the columns "naam, aantal", which is no known layout'),
    "byte order mark": (
        b"BM,size\n1,2\n",
        'a table with the columns "BM, size", which is no known layout',
    ),
    "many columns": (
        f"{MANY}\n{MANY}\n".encode(),
        f'a table with the columns "{"; ".join(f"column {at}" for at in range(12))} and 8 more", '
        "which is no known layout",
    ),
    "prose": (b"Dear all,\nhere are the data, as asked, at last.\nYours\n", "text without a table"),
    "binary": (bytes(range(256)) * 8, "neither text nor of any form that is known"),
    "parquet": (b"PAR1\x15\x04", "a Parquet file; give the table as CSV"),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_that_is_not_recognised_is_called_what_it_is(name: str):
    data, what = KINDS[name]
    file = raw(data)
    assert readers.recognise(file) is None
    assert readers.describe(file) == f"It is {what}. {README}"


def test_a_utf16_table_shows_its_columns():
    file = raw("naam\taantal\nx\t1\n".encode("utf-16"))
    assert '"naam, aantal"' in readers.describe(file)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b"\x00" * 5000, "nothing but zero bytes"),
        (b" \n\r\n\t\n", "nothing but blank lines"),
    ],
)
def test_files_with_nothing_in_them_are_called_so(data: bytes, said: str):
    file = raw(data)
    assert readers.recognise(file) is None
    assert said in readers.describe(file)


def test_a_scrap_that_starts_like_a_zip_is_not_called_a_workbook():
    with pytest.raises(ContractError) as caught:
        readers.recognise(raw(b"PK\x03\x04 a few bytes and no more"))
    assert caught.value.what.startswith("It starts like a zip archive but cannot be opened (")
    assert "workbook" not in str(caught.value)


def test_a_workbook_cut_short_is_still_called_one():
    whole = book({"Sheet": [["colour", "size"]] * 50})
    with pytest.raises(ContractError, match="The workbook is damaged or cut short"):
        readers.recognise(raw(whole[: len(whole) // 2]))


def test_names_of_columns_cannot_disturb_the_terminal():
    said = readers.describe(raw(b"a\x1b[31m,b\n1,2\n3,4\n" + b"5,6\n" * 100))
    assert "\x1b" not in said
    assert len(readers.describe(raw(b"x" * 5000 + b",b\n1,2\n"))) < 250


def test_what_is_packed_is_described_not_its_wrapping():
    data = gzip.compress(b"%PDF-1.4\n")
    file = RawFile("x.gz", "", "", len(data), lambda: io.BytesIO(gzip.decompress(data)))
    assert readers.describe(file) == f"It is a PDF document. {README}"
