"""Dates and times: read where they are certain, refused where they would be guessed."""

from __future__ import annotations

import datetime as dt

import extract_files as files
import numpy as np
import pandas as pd
import pytest

from pads_analysis.data.extracts.moments import Column, read_moments, read_times
from pads_analysis.errors import ContractError


def column(texts: list[str], name: str = "from") -> tuple[pd.Series, Column]:
    return pd.Series(texts, dtype="str"), Column("Date from", name, "crimes.csv", np.arange(len(texts)) + 2)


def moments(*texts: str, how: str = "", months: bool = False) -> list[str]:
    values = read_moments(*column(list(texts)), how, months=months).values
    return ["" if np.isnat(value) else str(value)[:16] for value in values]


def refused(*texts: str, how: str = "") -> ContractError:
    with pytest.raises(ContractError) as error:
        read_moments(*column(list(texts)), how)
    return error.value


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2021-07-03", "2021-07-03T00:00"),
        ("2021-07-03 14:05", "2021-07-03T14:05"),
        ("2021-07-03T14:05:09.123", "2021-07-03T14:05"),
        ("2021/07/03", "2021-07-03T00:00"),
        ("3 July 2021", "2021-07-03T00:00"),
        ("03-Jul-21 2:05 pm", "2021-07-03T14:05"),
        ("3rd September 2021", "2021-09-03T00:00"),
        ("Jul 3, 2021 12:00 AM", "2021-07-03T00:00"),
        # Universal time, read as the local time of the incident: an hour later in summer, the same in winter.
        ("2021-07-03T23:30:00Z", "2021-07-04T00:30"),
        ("2021-01-03T23:30:00+00:00", "2021-01-03T23:30"),
    ],
)
def test_dates_that_say_what_they_mean_are_read(text, meant):
    assert moments(text) == [meant]


def test_one_number_above_twelve_settles_the_order_of_a_column_and_is_named():
    found = read_moments(*column(["03/07/2021", "04/07/2021", "25/07/2021 08:15"]))
    assert [str(value)[:10] for value in found.values] == ["2021-07-03", "2021-07-04", "2021-07-25"]
    assert found.timed.tolist() == [False, False, True]
    assert found.notes == ("'Date from' was read as day/month/year, as 25/07/2021 in row 4 shows.",)
    assert moments("07/03/2021", "07/25/2021") == ["2021-07-03T00:00", "2021-07-25T00:00"]


def test_day_and_month_are_never_guessed_and_the_message_says_how_to_set_them():
    error = refused("03/07/2021", "04/08/2021")
    assert "Nobody can tell day from month in '03/07/2021' (row 2)" in error.what
    assert error.where == "crimes.csv, column 'Date from'"
    assert "dates: day/month/year (or month/day/year)" in error.do
    assert moments("03/07/2021", how="day/month/year") == ["2021-07-03T00:00"]
    assert moments("03/07/2021", how="month/day/year") == ["2021-03-07T00:00"]


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (("25/07/2021", "07/25/2021"), "'25/07/2021' (row 2) and '07/25/2021' (row 3)"),
        (("25/07/2021", "2021-07-03"), "'2021-07-03' (row 3) and '25/07/2021' (row 2)"),
        (("3 July 2021", "25/07/2021"), "'25/07/2021' (row 3) and '3 July 2021' (row 2)"),
    ],
)
def test_two_ways_of_writing_in_one_column_are_refused_with_a_row_of_each(texts, shown):
    error = refused(*texts)
    assert error.what == f"The dates are written in more than one way: {shown}."
    assert "A spreadsheet may have changed some of them" in error.do


def test_day_numbers_of_a_spreadsheet_are_refused():
    error = refused("44380", "44381.5", "44382")
    assert "a spreadsheet's day numbers, such as 44380 in row 2" in error.what


def test_a_pattern_is_followed_to_the_letter():
    assert moments("20210703 1405", "03/07/2021", how="%Y%m%d %H%M") == ["2021-07-03T14:05", ""]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "no date"),
        ("31/02/2021", "date is not a date"),
        ("yesterday", "date is not a date"),
        ("25/07/2021 25:00", "date is not a date"),
        ("01/01/1900", "date is before 2000"),
        ("31/12/1999", "date is before 2000"),
        ("01/01/2199", "date lies in the future"),
    ],
)
def test_a_date_that_cannot_be_has_its_reason(text, fault):
    found = read_moments(*column([text]), "day/month/year")
    assert found.faults.tolist() == [fault]
    assert np.isnat(found.values[0])


def test_tomorrow_is_allowed_for_clocks_and_the_day_after_is_not():
    today = dt.date.today()
    soon, late = (f"{today + dt.timedelta(days=days):%Y-%m-%d}" for days in (1, 3))
    assert read_moments(*column([soon, late])).faults.tolist() == ["", "date lies in the future"]


def test_months_alone_are_dates_only_where_numbers_are_given():
    assert moments("2021-07", "Jul-21", how="day/month/year", months=True) == ["2021-07-01T00:00"] * 2
    assert moments("2021-07", how="day/month/year") == [""]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *[
            ("14:05", 845),
            ("1405", 845),
            ("905", 545),
            ("2:05 PM", 845),
            ("12:30 am", 30),
            ("0.5", 720),
            ("0", 0),
        ],
        *[("1899-12-30 14:05:00", 845), ("24:00", None), ("2.5", None), ("13:05 pm", None), ("noon", None)],
    ],
)
def test_times_of_day(text, minutes):
    micros, bad = read_times(pd.Series([text], dtype="str"))
    assert bad.tolist() == [minutes is None]
    assert micros.tolist() == [-1 if minutes is None else minutes * 60_000_000]


def test_the_time_joins_its_date_and_an_end_without_one_is_the_day_s_last_second(tmp_path):
    reading = files.read_rows(
        tmp_path, files.row(to="21/07/2021"), files.row(to="20/07/2021"), files.row(to="22/07/2021 03:00")
    )
    table = reading.table
    assert str(table["occurred_from"][0]) == "2021-07-21 14:05:00"
    assert [str(end) for end in table["occurred_to"]] == ["2021-07-21 23:59:59", "NaT", "2021-07-22 03:00:00"]
    assert table["to_timed"].tolist() == [False, False, True]
    assert reading.flagged["end is before the beginning, end left blank"] == 1


def test_too_many_incidents_at_midnight_are_told(tmp_path):
    usual = [files.row(from_time="10:00")] * 99
    few = files.read_rows(tmp_path, *usual, files.row(from_time="00:00"))
    many = files.read_rows(tmp_path, *usual, *[files.row(from_time="00:00")] * 3)
    assert not any("midnight" in reason for reason in few.flagged)
    assert many.flagged["time of day is exactly midnight, which may stand for unknown"] == 3


def test_missing_times_are_counted_where_the_contract_asks_for_them(tmp_path):
    reading = files.read_rows(tmp_path, files.row(from_time=""), files.row())
    assert reading.flagged["no time of day"] == 1
    assert reading.table["from_timed"].tolist() == [False, True]


def test_the_month_is_that_of_recording_where_it_is_given(tmp_path):
    header = (*files.HEADER, "Recorded")
    rows = [[*files.row(from_="30/06/2021"), "01/07/2021"], [*files.row(from_="30/06/2021"), ""]]
    reading = files.read(tmp_path, files.text(rows, header), columns=files.column_map(recorded="Recorded"),
                         dates="day/month/year")  # fmt: skip
    assert sorted(reading.table["month"]) == ["2021-06", "2021-07"]
    assert reading.coverage == ("police_crime|Wessex Police|2021-06", "police_crime|Wessex Police|2021-07")


def test_a_month_between_two_with_rows_was_delivered_too(tmp_path):
    reading = files.read_rows(tmp_path, files.row(from_="21/07/2021"), files.row(from_="21/09/2021"))
    assert [key[-7:] for key in reading.coverage] == ["2021-07", "2021-08", "2021-09"]
