"""Personal data is refused by heading and by content, in any column, without its values being repeated."""

from __future__ import annotations

import random

import extract_files as files
import pytest

from pads_analysis.data.extracts.personal import heading_says
from pads_analysis.errors import ContractError

HEADER = (*files.HEADER, "Extra")


def with_column(folder, values, heading: str = "Extra", **changes):
    rows = [[*files.row(), value] for value in values]
    return files.read(folder, files.text(rows, (*files.HEADER, heading)), **changes)


def refused(folder, values, heading: str = "Extra", **changes) -> str:
    with pytest.raises(ContractError) as error:
        with_column(folder, values, heading, **changes)
    said = str(error.value)
    assert error.value.exit_code == 4
    assert all(str(value) not in said for value in values if len(str(value)) > 3), "a value was repeated"
    return said


# Invented, in the ranges set aside for drama (Ofcom) and for examples (RFC 2606).
CONTENT = {
    "e-mail address": ["someone@example.org", "write to a.b@example.com please"],
    "full postcode": ["BS5 6AB", "bs56ab", "Flat 2, EC1A 1BB"],
    "phone number": ["07700 900123", "+44 7700 900123", "0117 496 0123", "(020) 7946 0123"],
    "National Insurance number": ["AB 12 34 56 C"],
    "address": ["12 Acacia Avenue", "3a, High Street"],
    "name": ["Mrs Jones", "reported by Mr Bloggs"],
}
CASES = [(what, value) for what, values in CONTENT.items() for value in values]


@pytest.mark.parametrize(("what", "value"), CASES)
def test_one_such_value_among_ordinary_ones_refuses_the_file(tmp_path, what, value):
    said = refused(tmp_path, ["", "ordinary", value, "ordinary"])
    assert f"'Extra' ({what}, told by its content, in 1 row, first in row 4)" in said
    assert "Section 17A" in said


HEADINGS = {
    "name": "Name; Victim Name; Surname; fore_name; FirstName; Offender names; OfficerName; CALLER_NAME; Alias",
    "date of birth": "DOB; Date of Birth; victim_dob; birthDate",
    "phone number": "Mobile; Tel; Telephone No; PhoneNumber",
    "e-mail address": "Email; e-mail; Victim Email Address",
    "address": "Address; AddressLine1; Address 1; House Number; UPRN",
    "NHS number": "NHS Number; NHSNo",
    "National Insurance number": "NINO; NI Number",
    "vehicle registration": "VRM; Vehicle Registration",
}


@pytest.mark.parametrize(
    ("what", "heading"), [(what, name) for what, names in HEADINGS.items() for name in names.split("; ")]
)
def test_headings_that_announce_persons(what, heading):
    assert heading_says(heading) == what


@pytest.mark.parametrize(
    "heading",
    [
        "Street name",
        "Ward name",
        "LSOA name",
        "Force Name",
        "School name",
        "Station",
        "Offence name",
        "Postcode district",
        "Category",
        "Address type",
        "Victim age",
        "Victim age band",
        "Victim sex",
        "Hospital name",
        "Beat",
        "Location",
        "Easting",
        "File name",
    ],
)
def test_headings_that_do_not(heading):
    assert heading_says(heading) == ""


def test_a_heading_counts_only_when_its_column_holds_something(tmp_path):
    assert with_column(tmp_path, ["", ""], "Victim Name").rows_kept == 2
    said = refused(tmp_path, ["Zyx Qwerty", "", "Wvu Tsrq"], "Victim Name")
    assert "'Victim Name' (name, told by its heading, in 2 rows, first in row 2)" in said


def test_columns_of_names_dates_of_birth_and_nhs_numbers_are_told_by_their_content(tmp_path):
    assert "(name, told by its content, in 3 rows" in refused(
        tmp_path, ["Smith, John", "Sarah Jones", "Emma", "x"]
    )
    assert "(date of birth, told by its content" in refused(
        tmp_path, ["12/03/1975", "1988-01-30", "02/02/2004"]
    )
    # Invented numbers whose last digit is the check digit.
    assert "(NHS number, told by its content" in refused(
        tmp_path, ["9434765919", "943 476 5870", "4505577104"]
    )


@pytest.mark.parametrize(
    "values",
    [
        ["Albert Road", "Victoria Street", "King Edward Court"],
        ["M5 2nd floor", "Junction 3rd exit"],
        ["CR/2021/0012345", "01/2021/4455", "INC-0117-20210703"],
        ["2021-07-03 14:05", "2021-07-04 15:00"],
        ["358500.25", "172500.75"],
        ["Avon and Somerset", "Bristol", "Lawrence Hill"],
        ["BS5", "BS6", "EC1A"],
        ["E01014485", "W01001234"],
        ["1234567890", "1234567891", "1234567892"],
        ["No suspect identified", "Under investigation"],
    ],
)
def test_ordinary_columns_pass(tmp_path, values):
    assert with_column(tmp_path, values).rows_kept == len(values)


def test_several_columns_are_told_at_once_with_what_to_keep_instead(tmp_path):
    rows = [[*files.row(), "BS5 6AB", "1975-03-12", "x@example.org"]]
    with pytest.raises(ContractError) as error:
        files.read(tmp_path, files.text(rows, (*files.HEADER, "Post code", "DOB", "Contact")))
    said = str(error.value)
    assert "columns 'Post code' (full postcode" in said
    assert "'DOB' (date of birth" in said
    assert "'Contact' (e-mail address" in said
    assert "Keep the first half (such as BS5)" in said
    assert "Keep the age in years" in said


def test_a_person_may_clear_a_column_that_only_looks_personal(tmp_path):
    reason = {"Extra": "Names of the county's towns, looked at on 3 May."}
    said = refused(tmp_path, ["Victoria", "Chelsea", "Charlotte"])
    assert "under not_personal in the map" in said
    reading = with_column(tmp_path, ["Victoria", "Chelsea", "Charlotte"], not_personal=reason)
    start = "The column 'Extra' was cleared of personal data (name): Names of the county's towns"
    assert any(note.startswith(start) for note in reading.notes)
    stolen = {"mobile phone stolen": "Yes or no."}
    assert with_column(tmp_path, ["Y", "N"], "Mobile phone stolen", not_personal=stolen).rows_kept == 2


@pytest.mark.parametrize(("what", "value"), [case for case in CASES if case[0] != "name"])
def test_nobody_can_clear_what_has_a_form_of_its_own(tmp_path, what, value):
    said = refused(tmp_path, [value], not_personal={"Extra": "I looked."})
    assert f"({what}, told by its content" in said


def test_dates_of_incidents_are_no_dates_of_birth(tmp_path):
    rows = [files.row(from_="21/07/2001"), files.row(from_="22/07/2001")]
    assert files.read_rows(tmp_path, *rows).rows_kept == 2


def test_planted_identifiers_are_found_in_nearly_every_case(tmp_path):
    """One identifier in a thousand rows, a hundred times: at least 99 are found."""
    chance = random.Random(5)  # noqa: S311 - no secret is made
    letters = "ABDEFGHJLNPQRSTUWXYZ"

    def planted() -> str:
        digits = "".join(chance.choices("0123456789", k=6))
        return chance.choice(
            [
                f"07700 9{digits[:5]}",
                f"0117496{digits[:4]}",
                f"{''.join(chance.choices('abcdef', k=5))}@example.net",
                f"{chance.choice(['BS', 'M', 'LS', 'CF'])}{chance.randint(1, 9)} {chance.randint(1, 9)}"
                f"{''.join(chance.choices(letters, k=2))}",
                f"AB{digits}C",
            ]
        )

    found = 0
    for _ in range(100):
        values = ["seen near the park"] * 1000
        values[chance.randrange(1000)] = planted()
        try:
            with_column(tmp_path, values)
        except ContractError:
            found += 1
    assert found >= 99
