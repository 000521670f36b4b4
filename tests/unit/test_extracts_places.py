"""Places of an extract: metres, degrees, small areas and outward postcodes, in the ways that files spoil them."""

from __future__ import annotations

import extract_files as files
import numpy as np
import pandas as pd
import pytest

from pads_analysis.data.extracts import locations
from pads_analysis.errors import ContractError

DEGREES = {"from": "When", "category": "What", "latitude": "Lat", "longitude": "Long"}


def degrees(folder, *points: tuple[str, str], delimiter: str = ","):
    rows = [["2021-07-03 10:00", "Robbery", *point] for point in points]
    text = files.text(rows, ("When", "What", "Lat", "Long"))
    text = text if delimiter == "," else text.replace('"', "")
    return files.read(folder, text, columns=DEGREES)


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("358500", 358500.0),
        ("358500.5", 358500.5),
        ("358,500", 358500.0),
        ("358,500.5", 358500.5),
        ("358 500", 358500.0),
        ("358\u00a0500,5", 358500.5),
        ("358.500,5", 358500.5),
        ("358500,5", 358500.5),
    ],
)
def test_metres_with_thousands_separators_and_decimal_commas(text, metres):
    assert locations.number(text, metres=True)[0] == metres


@pytest.mark.parametrize(("text", "value"), [("51,454", 51.454), ("-2,59", -2.59), ("\u22122.59", -2.59)])
def test_in_degrees_a_comma_is_always_the_decimal_one(text, value):
    assert locations.number(text, metres=False)[0] == value


@pytest.mark.parametrize("text", ["3.585E+05", "E358500", "358,50,0", "nan", "inf", "٣", "--5", "358500m"])
def test_what_is_no_number_stays_none(text):
    assert np.isnan(locations.number(text, metres=True)[0])


def test_degrees_stand_on_the_national_grid(tmp_path):
    # The trig pillar at Leith Hill is near TQ 1394 4316; its published degrees agree with the grid to some metres.
    table = degrees(tmp_path, ("51.17555", "-0.37143")).table
    assert abs(table["easting"][0] - 513_940) < 150
    assert abs(table["northing"][0] - 143_160) < 150
    assert table["location"].tolist() == ["point"]


def test_decimal_commas_in_quotes_are_read_and_told(tmp_path):
    reading = degrees(tmp_path, ("51,4545", "-2,5879"))
    assert not np.isnan(reading.table["easting"][0])
    assert "Decimal commas in the coordinates were read as points." in reading.notes


def test_points_outside_great_britain_refuse_the_file_and_one_alone_is_left_blank(tmp_path):
    with pytest.raises(ContractError) as error:
        degrees(tmp_path, *[("48.85", "2.35")] * 3)
    assert error.value.what == "3 of 3 rows: point outside Great Britain (rows 2, 3, 4)."
    assert error.value.where == "crimes.csv, column 'Lat'"
    reading = degrees(tmp_path, *[("51.45", "-2.58")] * 30, ("48.85", "2.35"))
    assert reading.rows_kept == 31
    assert reading.flagged["point outside Great Britain, point left blank"] == 1
    assert reading.flagged["no location"] == 1


def test_latitude_and_longitude_that_changed_places_are_recognised(tmp_path):
    with pytest.raises(ContractError, match="changed places: map latitude to 'Long'"):
        degrees(tmp_path, *[("-2.58", "51.45")] * 3)


def test_placeholders_are_no_points_and_no_reason_to_refuse_a_file(tmp_path):
    reading = files.read_rows(tmp_path, *[files.row(lsoa="", easting="0", northing="0")] * 4)
    assert reading.flagged["a placeholder stands instead of a point, point left blank"] == 4
    assert reading.table["location"].tolist() == [""] * 4


def test_blank_and_unknown_places_are_no_faults(tmp_path):
    reading = files.read_rows(tmp_path, *[files.row(lsoa=text) for text in ("", "Unknown", "N/A", "-")])
    assert reading.flagged["no location"] == 4
    assert not any("not understood" in reason for reason in reading.flagged)


@pytest.mark.parametrize("code", ["1.00E+06", "1E+06", "01900005", "1900005"])
def test_codes_that_a_spreadsheet_damaged_refuse_the_file_with_their_row(tmp_path, code):
    with pytest.raises(ContractError) as error:
        files.read_rows(tmp_path, files.row(), files.row(lsoa=code))
    assert f"A spreadsheet has turned small-area codes into numbers: {code!r} in row 3." == error.value.what
    assert error.value.where == "crimes.csv, column 'LSOA'"


def test_codes_are_read_without_regard_to_case_and_others_are_counted(tmp_path):
    rows = [files.row(lsoa=" e01900005 ")] * 30 + [files.row(lsoa="E0190005")]
    reading = files.read_rows(tmp_path, *rows)
    assert set(reading.table["lsoa_code"]) == {"E01900005", ""}
    assert reading.flagged["small-area code not understood, left blank"] == 1


def test_names_instead_of_codes_refuse_the_file(tmp_path):
    with pytest.raises(ContractError, match="3 of 3 rows: small-area code not understood"):
        files.read_rows(tmp_path, *[files.row(lsoa="Oldname 001A")] * 3)


def test_outward_postcodes_are_kept_sectors_cut_and_more_is_personal():
    codes, faults, cut = locations.read_outward(
        pd.Series(["BS5", "ec1a", "BS5 6", "", "Bristol"], dtype="str")
    )
    assert codes.tolist() == ["BS5", "EC1A", "BS5", "", ""]
    assert faults.tolist() == ["", "", "", "", "outward postcode not understood"]
    assert cut


def test_the_finest_place_names_the_location(tmp_path):
    reading = files.read_rows(
        tmp_path,
        files.row(easting="358500", northing="172500"),
        files.row(),
        files.row(lsoa=""),
        partnership="E22000905",
    )
    assert reading.table["location"].tolist() == ["point", "small_area", "stated"]
    assert set(reading.table["stated_code"]) == {"E22000905"}
