from __future__ import annotations

import csv
import gzip
import io

import numpy as np
import pytest

from pads_analysis.data import readers
from pads_analysis.data.readers import content, delimited
from pads_analysis.data.reading import RawFile
from pads_analysis.errors import ContractError

LOOKUP = "LAD21CD,LAD21NM,CSP21CD,CSP21NM\nW06000001,Ynys Môn,W22000001,Môn\n"


def raw(data: bytes) -> RawFile:
    return RawFile("file.csv", "", "", len(data), lambda: io.BytesIO(data))


def names(data: bytes) -> list[str]:
    file = raw(data)
    return readers.read(file, readers.recognise(file)).table["from_name"].tolist()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_every_common_encoding_gives_the_same_text(encoding: str):
    assert names(LOOKUP.encode(encoding)) == ["Ynys Môn"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_gives_the_same_rows(end: str):
    assert names(LOOKUP.replace("\n", end).encode()) == ["Ynys Môn"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_is_found(delimiter: str):
    assert names(LOOKUP.replace(",", delimiter).encode()) == ["Ynys Môn"]


def test_windows_text_is_read_with_a_note_that_names_the_byte():
    file = raw(LOOKUP.encode("cp1252"))
    notes = readers.read(file, readers.recognise(file)).notes
    assert any("0xF4" in note and "line 2" in note for note in notes)


def test_damaged_utf8_is_refused_with_byte_and_line_instead_of_garbled():
    file = raw(LOOKUP.encode() + b"W06000002,Gwyn\xe9dd,W22000002,Gwynedd\n")
    with pytest.raises(ContractError, match="0xE9") as fault:
        readers.read(file, readers.recognise(file))
    assert "line 3" in fault.value.where


def test_a_byte_of_no_encoding_is_refused():
    file = raw(LOOKUP.replace("ô", "o").encode() + b"W06000002,\x81,W22000002,x\n")
    with pytest.raises(ContractError, match="0x81"):
        readers.read(file, readers.recognise(file))


def test_zero_bytes_of_a_damaged_copy_are_refused():
    file = raw(LOOKUP.encode() + b"\x00" * 4096)
    with pytest.raises(ContractError, match="zero byte") as fault:
        readers.read(file, readers.recognise(file))
    assert "line 3" in fault.value.where


def test_compression_cut_short_is_refused_and_not_taken_for_another_kind():
    whole = gzip.compress((LOOKUP * 2000).encode())
    cut = whole[: len(whole) // 2]
    file = RawFile("file.csv.gz", "", "", len(cut), lambda: gzip.GzipFile(fileobj=io.BytesIO(cut)))
    with pytest.raises(ContractError, match="cut short"):
        readers.recognise(file)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"%PDF-1.4\n%\xe2\xe3",
        b"\x00" * 9000,
        b"hello, world\n1,2\n",
    ],
)
def test_other_files_are_not_recognised(data: bytes):
    assert readers.recognise(raw(data)) is None


def test_prose_that_names_columns_heads_no_table():
    prose = "Columns: x, Force Name, Offence Group, Offence Code, Number of Offences, Offence Subgroup.\nThe end.\n"
    assert readers.recognise(raw(prose.encode())) is None


def test_a_title_above_the_headings_is_passed_over():
    assert names(("Lookup of districts\n\n" + LOOKUP).encode()) == ["Ynys Môn"]


def test_blank_lines_and_empty_columns_at_the_end_are_no_rows_and_no_fields():
    text = LOOKUP.replace("CSP21NM\n", "CSP21NM,,\n").replace(",Môn\n", ",Môn,,\n") + "\n,,,,,\n   \n"
    file = raw(text.encode())
    reading = readers.read(file, readers.recognise(file))
    assert (reading.rows_in, reading.rows_kept) == (1, 1)


def test_a_value_under_an_empty_heading_is_rejected_because_columns_may_have_shifted():
    text = LOOKUP.replace("CSP21NM\n", "CSP21NM,,\n").replace(",Môn\n", ",Môn,x,\n")
    file = raw(text.encode())
    assert readers.read(file, readers.recognise(file)).rejected == {"values outside the headed columns": 1}


def cut(data: bytes, delimiter: str) -> list[tuple[str, ...]]:
    layout = delimited.Layout(delimiter, 0, data.index(b"\n") + 1, 2)
    table = delimited.table(content.Text(data, "utf-8"), layout, name="x", where="x")
    assert table.refused == ()
    return sorted(zip(*(table.text(at).tolist() for at in range(len(table.headings.texts))), strict=True))


@pytest.mark.parametrize("seed", range(40))
def test_well_formed_text_is_cut_as_the_csv_module_cuts_it(seed: int):
    rng = np.random.default_rng(seed)
    width, delimiter = int(rng.integers(2, 6)), str(rng.choice(list(",;\t")))
    letters = list("ab ,\";\n'é")
    rows = [
        ["x" + "".join(rng.choice(letters, rng.integers(0, 7))) + "x" for _ in range(width)] for _ in range(8)
    ]
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if seed % 2 else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n", quoting=quoting)
    writer.writerow([f"heading {at}" for at in range(width)])
    writer.writerows(rows)
    assert cut(out.getvalue().encode(), delimiter) == sorted(tuple(row) for row in rows)


def test_inches_in_an_unquoted_value_are_text():
    assert cut(b'a,b\n5" pipe,6" pipe\n7" pipe,x\n', ",") == [('5" pipe', '6" pipe'), ('7" pipe', "x")]


def test_two_stray_marks_do_not_swallow_the_rows_between_them():
    data = b'a,b,c,d,e,f\n1,"x,2,,,\n3,y,4,,,\n5,z",6,,,\n7,w,8,,,\n'
    layout = delimited.Layout(",", 0, 12, 2)
    table = delimited.table(content.Text(data, "utf-8"), layout, name="x", where="x")
    assert table.text(0).tolist() == ["3", "5", "7"]
    assert table.text(1).tolist() == ["y", 'z"', "w"]
    assert table.refused == ((2, "quotation mark not closed"),)


def test_a_value_over_several_lines_is_one_row_on_its_first_line():
    data = b'a,b\n1,"x\ny\nz"\n2,w\n'
    table = delimited.table(content.Text(data, "utf-8"), delimited.Layout(",", 0, 4, 2), name="x", where="x")
    assert table.text(1).tolist() == ["x\ny\nz", "w"]
    assert table.lines.tolist() == [2, 5]
