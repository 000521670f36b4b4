"""The map of a survey: what it must say, and what it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from survey_files import MAP, write_survey

from pads_analysis.errors import ParamsError
from pads_analysis.params.map_file import read_map
from pads_analysis.params.survey_map import SurveyMap


def read(tmp_path: Path, replaced: dict[str, str] | None = None) -> SurveyMap:
    _, path = write_survey(tmp_path, replaced=replaced)
    return read_map(path, SurveyMap).settings


def test_a_map_says_who_was_asked_and_what(tmp_path):
    found = read(tmp_path)
    assert (found.series_or_id, found.profile_columns) == ("residents", ("age",))
    assert found.question("noise").known_answers == ("Very big", "Fairly big", "Not very big", "None")
    assert found.question("concerns").headings == ("Q2 drugs", "Q2 cars")
    assert found.question("concerns").known_answers == ("Drug use or dealing", "Car crime")
    assert found.question("safe_dark").known_answers[-1] == "Don't know"


def test_a_survey_alone_is_its_own_series(tmp_path):
    assert read(tmp_path, {"series: residents\n": ""}).series_or_id == "wave_2"


def test_days_of_receipt_and_comments_are_no_part_of_the_hash(tmp_path):
    _, path = write_survey(tmp_path)
    before = read_map(path, SurveyMap).sha256
    path.write_text(path.read_text("utf-8") + "# a comment\nreceived: {survey.csv: 2021-07-01}\n", "utf-8")
    assert read_map(path, SurveyMap).sha256 == before
    _, path = write_survey(tmp_path, replaced={"sample: probability": "sample: open"})
    assert read_map(path, SurveyMap).sha256 != before


@pytest.mark.parametrize(
    ("old", "new", "said", "line_of"),
    [
        (
            "last: 2021-06-30",
            "last: 2021-04-30",
            "ends on 2021-04-30, before it begins on 2021-05-01",
            "last:",
        ),
        ("sample: probability", "sample: random", "'random', which is not one of its values", "sample:"),
        ("partnership: E22000001", "partnership: E2200001", "is not a partnership code", "partnership:"),
        ("id: wave_2", "id: Wave 2", "is not a short name", "id: Wave"),
        ("    column: Q3\n", "", "is of the kind scale and names no column", "kind: scale"),
        ("kind: scale", "kind: single", "is of the kind single and has scores", "scores:"),
        (
            "counted: [Very safe, Fairly safe]",
            "counted: [Very safe, Fairly save]",
            "Did you mean 'Fairly safe'?",
            "counted:",
        ),
        (
            "    counted_as: feels very or fairly safe after dark\n",
            "",
            "does not say what their share is called",
            "counted:",
        ),
        (
            "Car crime: vehicle_crime",
            "Cars: vehicle_crime",
            "names the answer 'Cars', which cannot be given",
            "concern_offences",
        ),
        (
            "not_in_base: [Don't know]",
            "not_in_base: [Very safe]",
            "counts the answer 'Very safe', which is not in the base",
            "counted:",
        ),
        ("35 to 64: 0.47", "35 to 64: 0.74", "adds up to 1.270, not to 1", "shares:"),
        (
            "  age:\n    shares",
            "  sex:\n    shares",
            "compares sex with a population and has no column of it",
            "  sex:",
        ),
        (
            "codeframes:\n  why:",
            "codeframes:\n  who:",
            "a codeframe for who, which is no question in own words",
            "  who:",
        ),
        (
            "groups: {I live here: resident, I work here: worker, Both: both}\n",
            "",
            "a column of the group and no groups",
            "",
        ),
        ("    text: Why do you say that?\n", "", "questions, entry 4, text is missing", "- id: why"),
        ("id: noise", "id: safe_dark", "names the question 'safe_dark' twice", "- id: safe_dark"),
        ("mode: postal", "mode: TO BE FILLED IN", "mode is still to be filled in", "mode:"),
        ("stratum_sizes: {urban: 40000", "stratum_sizes: {urban: 0", "out of range", "stratum_sizes"),
    ],
)
def test_what_a_map_cannot_say_is_refused_with_its_line(tmp_path, old, new, said, line_of):
    _, path = write_survey(tmp_path, replaced={old: new})
    with pytest.raises(ParamsError) as caught:
        read_map(path, SurveyMap)
    assert said in str(caught.value)
    lines = path.read_text("utf-8").splitlines()
    if line_of:
        places = [n for n, line in enumerate(lines, start=1) if line_of in line]
        assert any(f"line {n}" in str(caught.value) for n in places), str(caught.value)


def test_a_question_in_own_words_needs_a_codeframe(tmp_path):
    said = MAP[: MAP.index("codeframes:")]
    _, path = write_survey(tmp_path, said=said)
    with pytest.raises(ParamsError, match="in own words and no codeframe"):
        read_map(path, SurveyMap)


def test_respondents_without_a_place_are_refused(tmp_path):
    with pytest.raises(ParamsError, match="says nowhere which partnership"):
        read(tmp_path, {"partnership: E22000001\n": "", "  area: LSOA\n": ""})
