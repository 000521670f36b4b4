from __future__ import annotations

import io

import pytest

from pads_analysis.data import readers
from pads_analysis.data.reading import RawFile, Reading
from pads_analysis.errors import ContractError

BOROUGH = "MajorText,MinorText,BoroughName,202001,202002"
CSP = (
    "Financial Year,Financial Quarter,Force Name,CSP Name,Offence Description,Offence Group,"
    "Offence Subgroup,Offence Code,Number of Offences"
)
ARSON = "2019/20,4,Kent,Maidstone,Arson,Criminal damage and arson,Arson,056A"


def read(text: str, kind: str) -> Reading:
    data = text.encode()
    file = RawFile("table.csv", "", "", len(data), lambda: io.BytesIO(data))
    found = readers.recognise(file)
    assert found is not None
    assert found.kind == kind
    reading = readers.read(file, found)
    assert reading.rows_in == reading.rows_kept + sum(reading.rejected.values())
    return reading


def lines(*rows: str) -> str:
    return "\n".join(rows) + "\n"


def test_a_wide_row_becomes_one_row_a_month():
    reading = read(lines(BOROUGH, 'THEFT,SHOPLIFTING,Barnet,"1,234",0', "ROBBERY,R,Brent,1,2"), "borough")
    assert (reading.rows_in, reading.rows_kept, len(reading.table)) == (2, 2, 4)
    assert reading.table.to_dict("list") == {
        "area_name": ["Barnet", "Barnet", "Brent", "Brent"],
        "offence_code": ["theft", "theft", "robbery", "robbery"],
        "offence_detail": ["SHOPLIFTING", "SHOPLIFTING", "R", "R"],
        "month": ["2020-01", "2020-02"] * 2,
        "count": [1234, 0, 1, 2],
    }
    assert reading.coverage == ("borough|2020-01", "borough|2020-02")
    assert reading.period == ("2020-01", "2020-02")
    assert reading.vintage == "2020-02"


def test_totals_and_missing_counts_of_boroughs_are_rejected_with_their_reason():
    reading = read(
        lines(
            BOROUGH,
            "THEFT,T,Barnet,1,2",
            "THEFT,T,Grand total,1,2",
            "Total,T,Barnet,1,2",
            "THEFT,T,Brent,-,2",
            "THEFT,T,Ealing,3,[c]",
            "THEFT,T,,3,4",
        ),
        "borough",
    )
    assert reading.rejected == {
        "total row": 2,
        "count withheld or not available (-) in a month": 1,
        "count suppressed by the publisher ([c]) in a month": 1,
        "no borough named": 1,
    }
    assert reading.table["count"].tolist() == [1, 2]


def test_a_month_without_any_count_is_left_out_with_a_note():
    reading = read(lines(BOROUGH + ",202003", "THEFT,T,Barnet,1,2,", "THEFT,T,Brent,3,4,"), "borough")
    assert reading.coverage == ("borough|2020-01", "borough|2020-02")
    assert any("2020-03" in note for note in reading.notes)
    assert reading.rows_kept == 2


def test_an_unknown_major_group_keeps_its_rows_under_its_own_name():
    reading = read(lines(BOROUGH, "NEW CRIME,T,Barnet,1,-2"), "borough")
    assert set(reading.table["offence_code"]) == {"new_crime"}
    assert reading.flagged == {"unknown offence group: NEW CRIME": 1, "negative count in a month": 1}


@pytest.mark.parametrize("heading", ["202013", "202002", "209901"])
def test_a_heading_that_cannot_be_a_month_or_repeats_one_is_refused(heading: str):
    with pytest.raises(ContractError, match=r"2020-02|202013|209901"):
        read(lines(f"{BOROUGH},{heading}", "THEFT,T,Barnet,1,2,3"), "borough")


def test_ward_tables_are_known_and_not_read_as_boroughs():
    data = b"MajorText,MinorText,WardName,WardCode,LookUp_BoroughName,202001\nA,B,C,E05000001,D,1\n"
    found = readers.recognise(RawFile("x.csv", "", "", len(data), lambda: io.BytesIO(data)))
    assert found is not None
    assert (found.kind, found.reader) == ("", "")
    assert "not used by this version" in found.why


def test_the_last_quarter_of_a_financial_year_lies_in_the_next_calendar_year():
    rows = (ARSON.replace(",4,", f",{quarter},", 1) + ",5" for quarter in ("1", "Q2", "3", "Quarter 4"))
    reading = read(lines(CSP, *rows), "csp_table")
    assert reading.table["first_month"].tolist() == ["2019-04", "2019-07", "2019-10", "2020-01"]
    assert set(reading.table["months"]) == {3}
    assert reading.period == ("2019-04", "2020-03")
    assert reading.coverage == ("csp_table|2019/20",)
    assert set(reading.table["ho_code"]) == {"56A"}
    assert set(reading.table["offence_code"]) == {"criminal_damage_and_arson"}


def test_counts_are_read_exactly_and_missing_ones_are_never_nought():
    counts = ['"1,234"', "-5", "12.0", "..", "[low]", "x", "1.5", "many", "", "99999999999999", '"1,23"']
    reading = read(lines(CSP, *(f"{ARSON},{count}" for count in counts)), "csp_table")
    assert reading.table["count"].tolist() == [1234, -5, 12]
    assert reading.flagged["negative count"] == 1
    assert reading.rejected == {
        "count not available (..)": 1,
        "count too low to print ([low])": 1,
        "count not available ([x])": 1,
        "count is not a whole number": 2,
        "count is not a number": 1,
        "no count": 1,
        "count is too large to be right": 1,
    }


@pytest.mark.parametrize("name", ["Total", "ALL", "Grand total", "England and Wales", "Kent total"])
def test_totals_of_partnerships_are_rejected(name: str):
    reading = read(lines(CSP, f"{ARSON},1", ARSON.replace("Maidstone", name) + ",9"), "csp_table")
    assert reading.rejected == {"total row": 1}
    assert reading.table["count"].sum() == 1


def test_a_force_that_shares_its_name_with_a_region_is_kept():
    text = lines(
        "Financial_Year,FINANCIAL QUARTER,Force_Name,Offence_Group,Offence_Code,Number_of_Offences",
        "2017/18,1,West Midlands,Robbery,34B,7",
        "2017/18,1,West Midlands Region,Robbery,34B,70",
    )
    reading = read(text, "force_table")
    assert reading.table["force_name"].tolist() == ["West Midlands"]
    assert reading.rejected == {"total row": 1}


def test_a_table_without_periods_is_kept_undated_and_its_extra_row_is_flagged():
    heading = "CSP Name,Offence Description,Offence Group,Offence Subgroup,Offence Code,Number of Offences"
    row = "{},Robbery of personal property,Robbery,Robbery,34B,{}"
    plain = [row.format(name, count) for name in ("A", "B", "C") for count in (0, 0, 0, 1)]
    merged = [row.format("M", count) for count in (2, 2, 2, 2, 2, 2, 2, 2)]
    doubled = [row.format("South Gloucestershire", count) for count in (41, 41, 9, 32, 29)]
    reading = read(lines(heading, *plain, *merged, *doubled), "csp_table")
    assert reading.rows_kept == 25
    assert reading.flagged == {"possible duplicate row": 1}
    assert set(reading.table["first_month"]) == {""}
    assert reading.coverage == ("csp_table|undated",)
    assert any("undated" in note for note in reading.notes)


def test_a_table_of_years_counts_twelve_months():
    text = lines(
        "Financial Year,Force Name,Offence Group,Offence Code,Offence Count", "2017-18,Kent,Robbery,34,5"
    )
    reading = read(text, "force_table")
    assert reading.table[["first_month", "months"]].iloc[0].tolist() == ["2017-04", 12]
    assert reading.period == ("2017-04", "2018-03")


def test_periods_that_cannot_be_are_rejected():
    rows = [ARSON.replace("2019/20,4", period) + ",1" for period in ("2019/21,1", "2019/20,5", "2090/91,1")]
    reading = read(lines(CSP, *rows), "csp_table")
    assert reading.rejected == {
        "financial year not understood": 1,
        "financial quarter not understood": 1,
        "period lies in the future": 1,
    }
