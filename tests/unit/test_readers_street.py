from __future__ import annotations

import io
import math

import pytest

from pads_analysis.data import readers
from pads_analysis.data.reading import RawFile, Reading
from pads_analysis.errors import ContractError

HEADINGS = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
BURGLARY = (
    "abc,2021-01,Kent Police,Kent Police,0.5,51.2,On or near High Street,E01000001,City 001A,"
    "Burglary,Under investigation,"
)
ASB = ",2021-01,Kent Police,Kent Police,0.5,51.2,On or near Park,E01000002,City 001B,Anti-social behaviour,,"


def raw(text: str | bytes, *, last_month: str = "") -> RawFile:
    data = text.encode() if isinstance(text, str) else text
    container = "archive.zip" if last_month else ""
    return RawFile("crimes.csv", container, last_month, len(data), lambda: io.BytesIO(data))


def read(*lines: str, headings: str = HEADINGS) -> Reading:
    file = raw("\n".join((headings, *lines)) + "\n")
    found = readers.recognise(file)
    assert found is not None
    assert found.kind == "street"
    reading = readers.read(file, found)
    assert reading.rows_in == reading.rows_kept + sum(reading.rejected.values())
    assert len(reading.table) == reading.rows_kept
    return reading


def test_every_field_of_a_row_arrives_under_its_name():
    reading = read(BURGLARY)
    assert reading.table.iloc[0].to_dict() == {
        "crime_id": "abc",
        "month": "2021-01",
        "reported_by": "Kent Police",
        "force_name": "Kent Police",
        "longitude": 0.5,
        "latitude": 51.2,
        "location": "On or near High Street",
        "lsoa_code": "E01000001",
        "lsoa_name": "City 001A",
        "offence_code": "burglary",
        "crime_type": "Burglary",
        "outcome": "Under investigation",
        "context": "",
    }
    assert reading.period == ("2021-01", "2021-01")
    assert reading.coverage == ("street|Kent Police|2021-01",)


def test_identical_antisocial_behaviour_rows_are_all_kept():
    reading = read(ASB, ASB, ASB)
    assert reading.rows_kept == 3
    assert reading.rejected == {}
    assert set(reading.table["crime_id"]) == {""}


def test_a_row_without_a_place_is_kept_and_counted():
    nowhere = ",2021-01,Kent Police,Kent Police,,,No Location,,,Anti-social behaviour,,"
    reading = read(nowhere, ASB)
    assert reading.rows_kept == 2
    assert reading.flagged == {"no location": 1}
    assert math.isnan(reading.table["longitude"].iloc[0])
    assert reading.table["lsoa_code"].tolist() == ["", "E01000002"]


@pytest.mark.parametrize(
    ("month", "reason"),
    [
        ("2021-13", "month is not a month"),
        ("01/02/2021", "month and day of a date cannot be told apart"),
        ("44197", "month was turned into a day number by a spreadsheet"),
        ("", "month is not a month"),
        ("2999-01", "month lies in the future"),
        ("1899-01", "month is too long ago to be right"),
    ],
)
def test_an_impossible_month_rejects_the_row_with_its_line(month: str, reason: str):
    reading = read(BURGLARY, BURGLARY.replace("2021-01", month))
    assert reading.rejected == {reason: 1}
    assert reading.rejected_rows == ((3, f"{reason} in column 'Month'"),)


@pytest.mark.parametrize("month", ["Jan-21", "2021-01-01", "2021/01", "202101"])
def test_a_month_rewritten_by_a_spreadsheet_is_read_and_flagged(month: str):
    reading = read(BURGLARY.replace("2021-01", month))
    assert reading.table["month"].tolist() == ["2021-01"]
    assert reading.flagged == {"month rewritten as YYYY-MM": 1}


@pytest.mark.parametrize("code", ["E0100001", "S01000001", "95AA01S1", "=cmd()", "E010000011"])
def test_a_code_of_another_pattern_is_blanked_and_flagged(code: str):
    reading = read(BURGLARY.replace("E01000001", code))
    assert reading.table["lsoa_code"].tolist() == [""]
    assert reading.flagged["small-area code not understood, left blank"] == 1
    assert reading.table["longitude"].tolist() == [0.5]


@pytest.mark.parametrize(
    ("point", "reason"),
    [
        ("51.2,0.5", "point outside the British Isles, left blank"),
        ("0,0", "point outside the British Isles, left blank"),
        ("inf,51", "point outside the British Isles, left blank"),
        ("east,51", "coordinate is not a number, point left blank"),
        ("0.5,", "coordinate is not a number, point left blank"),
        ("nan,nan", "coordinate is not a number, point left blank"),
    ],
)
def test_an_unusable_point_is_blanked_and_flagged_and_the_row_kept(point: str, reason: str):
    reading = read(BURGLARY.replace("0.5,51.2", point))
    assert reading.flagged[reason] == 1
    assert reading.table[["longitude", "latitude"]].isna().all(axis=None)
    assert reading.table["lsoa_code"].tolist() == ["E01000001"]


def test_crime_types_are_known_without_regard_to_case_and_unknown_ones_are_kept_and_named():
    reading = read(*(BURGLARY.replace("Burglary", name) for name in ("BURGLARY", "Space piracy", "NA", "")))
    assert reading.table["offence_code"].tolist() == ["burglary", "space_piracy", "na"]
    assert reading.table["crime_type"].tolist() == ["BURGLARY", "Space piracy", "NA"]
    assert reading.flagged == {"unknown crime type: Space piracy": 1, "unknown crime type: NA": 1}
    assert reading.rejected == {"no crime type": 1}


def test_ragged_rows_are_rejected_and_shift_nothing():
    comma = BURGLARY.replace("High Street", "High Street, East")
    reading = read(BURGLARY, BURGLARY + ",x", "a,b", comma, ASB)
    assert reading.rejected == {"wrong number of fields": 3}
    assert [line for line, _ in reading.rejected_rows] == [3, 4, 5]
    assert reading.table["lsoa_code"].tolist() == ["E01000001", "E01000002"]


def test_an_open_quotation_mark_costs_its_own_line_only():
    reading = read(BURGLARY.replace("On or", '"On or'), ASB, ASB, BURGLARY.replace("High", '"High"'))
    assert reading.rejected == {"quotation mark not closed": 1}
    assert reading.rejected_rows == ((2, "quotation mark not closed"),)
    assert sorted(reading.table["offence_code"]) == [
        "anti_social_behaviour",
        "anti_social_behaviour",
        "burglary",
    ]


def test_text_that_looks_like_nothing_stays_text():
    reading = read(BURGLARY.replace("On or near High Street", "None").replace("Under investigation", "null"))
    assert reading.table[["location", "outcome"]].iloc[0].tolist() == ["None", "null"]


def test_other_column_orders_spellings_and_missing_columns_are_accepted():
    headings = "CRIME_TYPE,lsoa code, Latitude ,longitude,Falls within,month,Colour"
    reading = read("Burglary,E01000001,51.2,0.5,Kent Police,2021-01,red", headings=headings)
    assert reading.table[["longitude", "latitude", "lsoa_code"]].iloc[0].tolist() == [0.5, 51.2, "E01000001"]
    assert any("Colour" in note for note in reading.notes)
    assert any("Context" in note for note in reading.notes)


def test_several_forces_and_months_are_covered_each_for_itself():
    reading = read(BURGLARY, BURGLARY.replace("2021-01", "2021-03"), ASB.replace("Kent Police", "BTP"))
    assert reading.coverage == (
        "street|BTP|2021-01",
        "street|Kent Police|2021-01",
        "street|Kent Police|2021-03",
    )
    assert reading.period == ("2021-01", "2021-03")


def test_a_blank_force_is_taken_from_reported_by_or_rejected():
    reading = read(
        BURGLARY.replace("Kent Police,Kent Police", "Kent Police,"),
        BURGLARY.replace("Kent Police,Kent Police", ","),
    )
    assert reading.table["force_name"].tolist() == ["Kent Police"]
    assert reading.flagged == {"force taken from 'Reported by'": 1}
    assert reading.rejected == {"no force named": 1}


def test_a_needed_column_given_twice_is_refused():
    file = raw(f"{HEADINGS},Month\n{BURGLARY},2020-01\n")
    with pytest.raises(ContractError, match="'Month' occurs 2 times"):
        readers.read(file, readers.recognise(file))


def test_a_missing_needed_column_is_refused_by_name():
    file = raw(HEADINGS.replace("LSOA code,", "") + "\n" + BURGLARY.replace("E01000001,", "") + "\n")
    with pytest.raises(ContractError, match="lsoa code"):
        readers.read(file, readers.recognise(file))


@pytest.mark.parametrize("end", ["a,2021-01,Kent Pol", ",", "a", BURGLARY.replace("On or", '"On or')])
def test_a_last_line_that_was_cut_is_refused_with_its_number(end: str):
    file = raw(f"{HEADINGS}\n{BURGLARY}\n{end}")
    with pytest.raises(ContractError, match="cut short") as fault:
        readers.read(file, readers.recognise(file))
    assert "line 3" in fault.value.where


def test_a_whole_last_line_without_a_line_end_is_kept_and_said():
    file = raw(f"{HEADINGS}\n{BURGLARY}\n{ASB}")
    reading = readers.read(file, readers.recognise(file))
    assert reading.rows_kept == 2
    assert any("last line has no end" in note for note in reading.notes)


def test_headings_alone_give_no_rows_and_a_note():
    reading = read()
    assert (reading.rows_in, reading.rows_kept, reading.coverage, reading.period) == (0, 0, (), ())
    assert reading.notes == ("The file holds headings and no rows.",)


def test_headings_repeated_by_joined_files_are_rejected_as_such():
    reading = read(BURGLARY, HEADINGS, ASB)
    assert reading.rejected == {"heading row repeated": 1}
    assert reading.rows_kept == 2


def test_the_archive_dates_the_delivery():
    file = raw(f"{HEADINGS}\n{BURGLARY}\n", last_month="2021-09")
    assert readers.read(file, readers.recognise(file)).vintage == "2021-09"
