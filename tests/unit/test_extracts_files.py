"""Files as they really come: read right, or refused with file, row and column."""

from __future__ import annotations

import datetime as dt
import io

import extract_files as files
import openpyxl
import pytest

from pads_analysis.errors import ContractError

WHOLE = [files.row(from_=f"{day:02d}/07/2021") for day in range(1, 32)]
#: Its last column holds categories, so that a cut end can be told.
LAST = ("Date from", "LSOA", "Offence")
LAST_MAP = {"from": "Date from", "lsoa": "LSOA", "category": "Offence"}


def refused(folder, data, name: str = "crimes.csv", **changes) -> ContractError:
    with pytest.raises(ContractError) as error:
        files.read(folder, data, name, **changes)
    assert error.value.exit_code == 4
    assert error.value.do
    return error.value


def test_every_row_is_accounted_for(tmp_path):
    bad = [files.row(from_=""), files.row(from_="31/02/2021"), files.row(category="")]
    reading = files.read_rows(tmp_path, *WHOLE, *WHOLE, *bad)
    assert (reading.rows_in, reading.rows_kept) == (65, 62)
    assert reading.rejected == {"no date": 1, "date is not a date": 1, "no category": 1}
    assert reading.rejected_rows == (
        (64, "no date in column 'Date from'"),
        (65, "date is not a date in column 'Date from'"),
        (66, "no category in column 'Offence'"),
    )
    assert len(reading.table) == 62


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n\n  \n", b"\x00\x00\x00"])
def test_an_empty_file_is_refused(tmp_path, data):
    assert refused(tmp_path, data).what == "The file is empty."


def test_headings_without_rows_are_refused(tmp_path):
    assert refused(tmp_path, files.text([])).what == "The file holds headings and no rows."


def test_a_byte_order_mark_and_windows_encodings_are_read(tmp_path):
    plain = files.text([files.row(category="Café robbery")] * 2)
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        reading = files.read(tmp_path, plain.encode(encoding), dates="day/month/year")
        assert reading.table["category"].tolist() == ["Café robbery"] * 2


def test_headings_are_found_below_a_title_and_behind_other_delimiters(tmp_path):
    plain = files.text(WHOLE)
    for delimiter in (",", ";", "\t", "|"):
        data = "Extract of crimes\nprepared for the partnership\n\n" + plain.replace(",", delimiter)
        reading = files.read(tmp_path, data)
        assert reading.rows_kept == 31
        assert reading.table["line"][0] == 5


def test_missing_columns_are_all_named_with_what_is_nearest(tmp_path):
    header = ("Date from", "Time from", "Date to", "Offences", "LSOA code", "East", "North")
    error = refused(tmp_path, files.text(WHOLE, header))
    assert error.what == "The columns 'Offence' and 'LSOA' that map.yaml names are missing.".replace(
        " and ", ", "
    )
    assert "Perhaps 'Offences' for 'Offence'" in error.do
    assert "The file has: Date from, Time from" in error.do


def test_a_mapped_column_that_occurs_twice_is_refused_and_an_unmapped_one_is_not(tmp_path):
    rows = [[*row, "Robbery"] for row in WHOLE]
    error = refused(
        tmp_path, files.text(rows, (*files.HEADER, "offence")), columns=files.column_map(category="OFFENCE")
    )
    assert error.what == "The column 'OFFENCE' occurs 2 times (columns 4 and 8)."
    thrice = [[*row, "1", "2", "3"] for row in WHOLE]
    assert files.read(tmp_path, files.text(thrice, (*files.HEADER, "n", "n", "n"))).rows_kept == 31


def test_headings_are_told_apart_as_written_before_they_are_compared_loosely(tmp_path):
    rows = [[*row, "ignored"] for row in WHOLE]
    reading = files.read(tmp_path, files.text(rows, (*files.HEADER, "OFFENCE")))
    assert set(reading.table["category"]) == {"Burglary"}


@pytest.mark.parametrize(
    ("end", "fault"),
    [
        ("25/07/2021,E01900005,Burg", "is the beginning of another one of the column 'Offence'"),
        ("25/07/2021,E01900", "cut short (wrong number of fields"),
        ("25/07/20", "cut short (wrong number of fields"),
        ("25/07/2021,E01900005,", "cut short (no category"),
    ],
)
def test_a_file_cut_in_its_last_line_is_refused(tmp_path, end, fault):
    rows = [[f"{day:02d}/07/2021", "E01900005", "Burglary"] for day in range(1, 31)]
    error = refused(tmp_path, files.text(rows, LAST) + end, columns=LAST_MAP)
    assert fault in error.what
    assert "32" in error.where


def test_a_last_line_that_is_whole_needs_no_end(tmp_path):
    rows = [[f"{day:02d}/07/2021", "E01900005", "Burglary"] for day in range(1, 31)]
    reading = files.read(tmp_path, files.text(rows, LAST).rstrip("\n"), columns=LAST_MAP)
    assert reading.rows_kept == 30
    assert "The last line has no end" in " ".join(reading.notes)


def test_a_fault_in_many_rows_refuses_the_file_and_names_rows_and_column(tmp_path):
    rows = [files.row(from_=f"{day:02d}/07/2021") for day in range(1, 20)] + [files.row(from_="soon")] * 7
    error = refused(tmp_path, files.text(rows))
    assert error.what == "7 of 26 rows: date is not a date (rows 21, 22, 23, 24, 25 and 2 more)."
    assert error.where == "crimes.csv, column 'Date from'"
    lenient = files.read(tmp_path, files.text(rows), most_rejected=0.5)
    assert (lenient.rows_kept, lenient.rejected) == (19, {"date is not a date": 7})


def test_future_dates_hint_at_the_order_and_old_ones_at_1900(tmp_path):
    future = refused(tmp_path, files.text([files.row(from_="2199-01-01")] * 3))
    assert "date lies in the future" in future.what
    assert "day and month are not exchanged" in future.do
    old = refused(tmp_path, files.text([files.row(from_="1900-01-01")] * 3))
    assert "date is before 2000" in old.what
    assert "1900 is what spreadsheets write" in old.do


def test_ragged_rows_are_rejected_and_many_of_them_refuse_the_file(tmp_path):
    plain = files.text(WHOLE)
    line = "21/07/2021,14:05,,Theft, other,E01900005,,\n"
    assert files.read(tmp_path, plain + line).rejected == {"wrong number of fields": 1}
    error = refused(tmp_path, plain + line * 9)
    assert error.what == "9 of 40 rows have a wrong number of fields (rows 33, 34, 35, 36, 37 and 4 more)."


def test_not_one_good_row_refuses_the_file(tmp_path):
    error = refused(tmp_path, files.text([files.row(from_="")]))
    assert error.what == "Not one row could be read, of 1 (no date)."


def test_repeated_rows_are_kept_and_counted(tmp_path):
    reading = files.read_rows(tmp_path, *WHOLE, WHOLE[0])
    assert reading.rows_kept == 32
    assert reading.flagged["same as an earlier row in every column"] == 1


def test_categories_follow_the_map_then_the_contract_and_others_are_counted(tmp_path):
    names = ["BURGLARY DWELLING", "Violence", "Moon robbery", "burglary"]
    reading = files.read_rows(
        tmp_path, *[files.row(category=name) for name in names], categories={"burglary dwelling": "burglary"}
    )
    assert reading.table["category_code"].tolist() == ["burglary", "violence", "moon_robbery", "burglary"]
    assert reading.flagged["category not of the contract: Moon robbery"] == 1


def test_a_constant_stands_for_a_column(tmp_path):
    columns = files.column_map(category="", to="")
    reading = files.read_rows(
        tmp_path,
        *WHOLE,
        data_set="fires",
        columns=columns,
        constants={"category": "Deliberate secondary fire"},
    )
    assert set(reading.table["category_code"]) == {"deliberate_secondary"}


def test_free_text_is_no_category(tmp_path):
    story = "the caller said that somebody had been seen near the back gate of number nine again last night"
    error = refused(tmp_path, files.text([files.row(category=story)] * 3))
    assert "3 of 3 rows hold free text, in which persons may be named" in error.what


def test_people_of_an_incident(tmp_path):
    header = (*files.HEADER, "V age", "V sex", "Key")
    people = [("34", "F", "K1"), ("34.0", "Male", "K2"), ("18-24", "1", "K1"), ("", "unknown", "")]
    columns = files.column_map(victim_age="V age", victim_sex="V sex", repeat_key="Key")
    rows = [[*files.row(), *fields] for fields in people]
    reading = files.read(tmp_path, files.text(rows, header), columns=columns)
    table = reading.table
    assert table["victim_age"].tolist()[:2] == [34.0, 34.0]
    assert table["victim_age"].isna().tolist() == [False, False, True, True]
    assert table["victim_sex"].tolist() == ["female", "male", "", ""]
    keys = table["repeat_key"].tolist()
    assert keys[0] == keys[2] != keys[1]
    assert keys[3] == ""
    assert "K1" not in keys
    assert reading.flagged["victim_age is no age in years, left blank"] == 1
    assert reading.flagged["victim_sex is neither female nor male nor other, left blank"] == 1


def test_numbers_only_are_summed_and_withheld_ones_rejected(tmp_path):
    header = ("Quarter", "What", "Number")
    what = "First outpatient attendances for mental illness"
    rows = [("2021-07", what, "1,204"), ("2021-10", what, "1,100"), ("2022-01", what, "[c]")]
    reading = files.read(
        tmp_path,
        files.text(rows, header),
        data_set="health_numbers",
        columns={"from": "Quarter", "category": "What", "count": "Number"},
    )
    assert reading.table["count"].tolist() == [1204, 1100]
    assert reading.rejected == {"count suppressed by the publisher ([c])": 1}


def test_casualties_of_collisions(tmp_path):
    header = ("When", "X", "Y", "Adults killed", "Children slight")
    rows = [
        ("2021-07-03 10:00", "358500", "172500", "1", ""),
        ("2021-07-04 10:00", "358500", "172500", "", "2"),
    ]
    columns = {"from": "When", "easting": "X", "northing": "Y"}
    columns |= {"adults_killed": "Adults killed", "children_slight": "Children slight"}
    table = files.read(tmp_path, files.text(rows, header), data_set="road_collisions", columns=columns).table
    assert table["adults_killed"].tolist() == [1, 0]
    assert table["children_slight"].tolist() == [0, 2]
    assert table["adults_serious"].isna().all()


def book(rows, sheet: str = "Data") -> bytes:
    workbook = openpyxl.Workbook()
    cover = workbook.active
    cover.title = "Cover"
    cover.append(["About this file", "see the sheet of data"])
    page = workbook.create_sheet(sheet)
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_a_workbook_with_real_dates_and_times_is_read_from_the_sheet_that_fits(tmp_path):
    row = [
        dt.datetime(2021, 7, 3),
        dt.time(14, 5),
        dt.datetime(2021, 7, 4, 8, 0),
        "Burglary",
        "E01900005",
        None,
        None,
    ]
    reading = files.read(tmp_path, book([files.HEADER, row, row]), "crimes.xlsx")
    assert [str(value) for value in reading.table["occurred_from"]] == ["2021-07-03 14:05:00"] * 2
    assert [str(value) for value in reading.table["occurred_to"]] == ["2021-07-04 08:00:00"] * 2


def test_dates_that_a_spreadsheet_half_changed_are_refused(tmp_path):
    good, text = files.row(), files.row(from_="25/07/2021")
    row = [dt.datetime(2021, 3, 7), *good[1:]]
    error = refused(tmp_path, book([files.HEADER, row, text]), "crimes.xlsx")
    assert "written in more than one way: '2021-03-07' (row 2) and '25/07/2021' (row 3)" in error.what


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(tmp_path):
    error = refused(tmp_path, book([files.HEADER, files.row()]), "crimes.xlsx", sheet="Crimes")
    assert error.what == "There is no sheet 'Crimes' with a table in it."
    assert "Cover, Data" in error.do


@pytest.mark.parametrize("data", [b"%PDF-1.4 words", b'{"a": 1}', b"one word", b"PK\x03\x04 broken"])
def test_what_is_no_table_is_refused(tmp_path, data):
    assert refused(tmp_path, data).what
