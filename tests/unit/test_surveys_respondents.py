"""Files of respondents: what is read, and what is refused with its row and column."""

from __future__ import annotations

from pathlib import Path

import extract_files
import pytest
import survey_files as files

from pads_analysis.data.reading import Reading
from pads_analysis.data.surveys.codeframe import coder, codes_of
from pads_analysis.data.surveys.held import NOT_CODED
from pads_analysis.data.surveys.mapping import open_survey
from pads_analysis.data.surveys.respondents import read_survey
from pads_analysis.errors import ContractError, ParamsError


def read(folder: Path, rows=files.ROWS, *, text: str = "", **changes) -> Reading:
    file, map_path = files.write_survey(folder, rows, **changes)
    data = text or file.read_text("utf-8")
    return read_survey(extract_files.raw(data, file.name), open_survey(map_path))


@pytest.mark.parametrize(
    ("row", "heading", "value", "said"),
    [
        (1, "Weight", "0", "row 3, column 'Weight': '0' is no weight: a weight lies above 0"),
        (1, "Weight", "-1.5", "row 3, column 'Weight': '-1.5' is no weight"),
        (2, "Weight", "NaN", "row 4, column 'Weight': 'NaN' is no weight"),
        (2, "Weight", "inf", "row 4, column 'Weight': 'inf' is no weight"),
        (2, "Weight", "", "row 4, column 'Weight': '' is no weight"),
        (2, "Weight", "1,234", "a comma that may divide thousands or decimals"),
        (
            0,
            "Who",
            "I live her",
            "'I live her' is no group that survey.map.yaml lists. Perhaps 'I live here'",
        ),
        (3, "Q1", "Fairly save", "row 5, column 'Q1': 'Fairly save' is no answer that survey.map.yaml lists"),
        (3, "Q1", "Fairly save", "Perhaps 'Fairly safe'"),
        (
            3,
            "Q2 cars",
            "perhaps",
            "column 'Q2 cars': 'perhaps' says neither that a box of concerns was ticked",
        ),
        (3, "Q3", "4", "row 5, column 'Q3': '4' is no answer"),
        (2, "Id", "a1", "row 4, column 'Id': A respondent stands twice"),
        (2, "Id", "", "row 4, column 'Id': The id of a respondent is empty"),
        (
            2,
            "Stratum",
            "suburban",
            "'suburban' is a stratum without a size in survey.map.yaml. Perhaps 'urban'",
        ),
        (2, "Stratum", "", "row 4, column 'Stratum': The stratum of a respondent is empty"),
        (2, "Point", "", "row 4, column 'Point': The cluster of a respondent is empty"),
        (2, "LSOA", "Oldname", "row 4, column 'LSOA': 'Oldname' is no area code"),
        (2, "LSOA", "1E+06", "turned into a number by a spreadsheet"),
    ],
)
def test_a_fault_is_refused_with_its_row_and_column(tmp_path, row, heading, value, said):
    with pytest.raises(ContractError) as caught:
        read(tmp_path, files.with_value(row, heading, value))
    assert said in str(caught.value)
    assert str(caught.value).startswith("survey.csv, ")


@pytest.mark.parametrize(
    ("heading", "value", "what"),
    [
        ("Contact", "someone@example.org", "e-mail address"),
        ("Contact", "01632 960123", "phone number"),
        ("Where", "BS1 4DJ", "full postcode"),
        ("Where", "QQ 12 34 56 C", ""),
        ("NI number", "AB123456C", "National Insurance number"),
        ("Date of birth", "01/02/1970", "date of birth"),
        ("Full name", "anything", "name"),
    ],
)
def test_a_column_that_holds_personal_data_refuses_the_file(tmp_path, heading, value, what):
    rows = [[*row, value] for row in files.ROWS]
    if not what:
        assert read(tmp_path, rows, headings=(*files.HEADINGS, heading)).rows_kept == 4
        return
    with pytest.raises(ContractError) as caught:
        read(tmp_path, rows, headings=(*files.HEADINGS, heading))
    assert f"{heading!r} ({what}" in str(caught.value)
    assert value not in str(caught.value)


def test_a_comment_that_holds_a_contact_refuses_the_file(tmp_path):
    with pytest.raises(ContractError, match=r"'Q4' \(e-mail address"):
        read(tmp_path, files.with_value(0, "Q4", "write to someone@example.org"))


def test_a_missing_column_is_named_with_what_the_file_has(tmp_path):
    headings = [text if text != "Q1" else "Q1a" for text in files.HEADINGS]
    with pytest.raises(ContractError, match=r"The column .Q1. that survey\.map\.yaml names is missing"):
        read(tmp_path, headings=headings)


def test_rows_in_are_rows_kept_and_rejected(tmp_path):
    silent = ["a5", "1.0", "rural", "p3", "", "", "", "", "", "", "", ""]
    rows = [*files.ROWS, silent, list(files.HEADINGS)]
    found = read(tmp_path, rows, text=files.as_csv([*files.ROWS, silent]))
    assert (found.rows_in, found.rows_kept) == (5, 4)
    assert found.rejected == {"answered none of the questions": 1}
    assert found.rejected_rows == ((6, "answered none of the questions"),)


def test_more_answers_than_people_in_a_stratum_are_refused(tmp_path):
    with pytest.raises(ContractError, match="2 people of the stratum 'rural' answered, and its size is 1"):
        read(tmp_path, replaced={"rural: 12000": "rural: 1"})


def test_a_column_that_tells_respondents_apart_is_no_profile(tmp_path):
    rows = [[f"b{at}", *files.ROWS[0][1:6], f"code {at}", *files.ROWS[0][7:]] for at in range(121)]
    with pytest.raises(ContractError, match="121 different texts, which tell respondents apart"):
        read(tmp_path, rows)


def test_without_a_mark_for_not_ticked_the_base_is_said_to_be_smaller(tmp_path):
    rows = [[*row[:9], row[9].replace("No", ""), *row[10:]] for row in files.ROWS]
    rows = [[*row[:8], row[8].replace("No", ""), *row[9:]] for row in rows]
    assert any(
        "No box of concerns bears a mark for not ticked" in note for note in read(tmp_path, rows).notes
    )
    assert not any("No box of" in note for note in read(tmp_path).notes)


def test_decimal_commas_of_weights_are_read_with_a_note(tmp_path):
    rows = [[row[0], row[1].replace(".", ","), *row[2:]] for row in files.ROWS]
    found = read(tmp_path, rows)
    assert found.table["weight"].tolist() == [1.2, 0.8, 1.0, 1.0]
    assert "In the column 'Weight' a comma was read as the decimal sign." in found.notes


def test_comments_are_coded_by_whole_words_without_regard_to_case():
    patterns = coder({"cars": ["car", "fast  cars"], "dark": ["too dark", "street-light"]})
    assert codes_of("FAST\n cars; TOO  DARK!", patterns) == ("cars", "dark")
    assert codes_of("A car.", patterns) == ("cars",)
    assert codes_of("The street-light is off", patterns) == ("dark",)
    assert codes_of("Scar, carpet and care", patterns) == (NOT_CODED,)
    assert codes_of("  ", patterns) == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("measure: safety", "measure: safty", "Did you mean safety?"),
        (
            "last: 2021-06-30",
            "last: 2099-06-30",
            "The last day of fieldwork is 2099-06-30, which lies in the future",
        ),
        ("data_set: survey", "data_set: survey", ""),
    ],
)
def test_a_map_is_held_to_the_vocabulary(tmp_path, old, new, said):
    _, map_path = files.write_survey(tmp_path, replaced={old: new} if said else None)
    if said:
        with pytest.raises(ParamsError) as caught:
            open_survey(map_path)
        assert said in str(caught.value)
        assert "line" in str(caught.value)
    else:
        assert open_survey(map_path).map.id == "wave_2"
