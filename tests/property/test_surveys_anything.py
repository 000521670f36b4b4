"""Whatever a survey holds, every row is accounted for or the file refused in words; a proposal never fails either."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pads_analysis.data.reading import RawFile
from pads_analysis.data.surveys.mapping import open_survey
from pads_analysis.data.surveys.proposal import propose_survey_map
from pads_analysis.data.surveys.published import open_results, read_published
from pads_analysis.data.surveys.published_proposal import propose_results_map
from pads_analysis.data.surveys.respondents import read_survey
from pads_analysis.errors import PadsError

HEADINGS = ("Id", "Weight", "Stratum", "Who", "LSOA", "Age", "Q1", "T1", "Comment")
GOOD = ("a1", "1.5", "north", "lives", "E01900005", "16 to 34", "Good", "Yes", "fast cars")
SURVEY = {
    **{
        "data_set": "survey",
        "id": "w",
        "title": "t",
        "authority": "a",
        "partnership": "E22000905",
        "mode": "post",
    },
    **{"first": "2021-01-01", "last": "2021-02-01", "sample": "probability", "population": "both"},
    "columns": {
        "respondent": "Id",
        "weight": "Weight",
        "stratum": "Stratum",
        "group": "Who",
        "area": "LSOA",
        "age": "Age",
    },
    "groups": {"lives": "resident"},
    "questions": [
        {"id": "q", "text": "?", "kind": "single", "column": "Q1", "answers": ["Good", "Bad"]},
        {"id": "t", "text": "?", "kind": "multiple", "options": {"T1": "One"}},
        {"id": "c", "text": "?", "kind": "text", "column": "Comment"},
    ],
    "codeframes": {"c": {"cars": ["fast cars"]}},
}
RESULTS_HEADINGS = ("Area", "Period", "Measure", "Share", "County", "Base")
RESULTS_GOOD = ("Oldname", "2021-03", "Safe", "0.5", "0.6", "100")
RESULTS = {
    **{"data_set": "survey_results", "series": "s", "title": "t", "authority": "a", "values": "share"},
    "columns": dict(
        zip(("area", "date", "measure", "value", "comparator", "base"), RESULTS_HEADINGS, strict=True)
    ),
    "comparator_name": "county",
}
ODD = st.sampled_from(
    [
        "",
        "0",
        "-1",
        "nan",
        "inf",
        "1e400",
        "0,5",
        "1,234",
        "½",
        "\u200b",
        "2021-13",
        "31/02/2021",
        "E01",
        "1E+06",
        '"',
        "[c]",
    ]
)
VALUES = st.one_of(ODD, st.text(max_size=20))


def as_file(headings, rows) -> RawFile:
    stream = io.StringIO()
    csv.writer(stream).writerows([headings, *rows])
    data = stream.getvalue().encode("utf-8", "replace")
    return RawFile("a.csv", "", "", len(data), lambda: io.BytesIO(data))


@pytest.fixture(scope="module")
def maps():
    with tempfile.TemporaryDirectory() as name:
        paths = Path(name) / "survey.yaml", Path(name) / "results.yaml"
        for path, said in zip(paths, (SURVEY, RESULTS), strict=True):
            path.write_text(yaml.safe_dump(said, sort_keys=False), "utf-8")
        yield open_survey(paths[0]), open_results(paths[1])


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 8), VALUES), max_size=3), st.integers(1, 3))
def test_a_survey_is_accounted_for_or_refused_in_words(maps, changes, size):
    rows = [[f"a{at}", *GOOD[1:]] for at in range(size)]
    for column, value in changes:
        rows[0][column] = value
    try:
        found = read_survey(as_file(HEADINGS, rows), maps[0])
    except PadsError as error:
        assert error.what and error.where and error.do
        return
    assert found.rows_in == found.rows_kept + sum(found.rejected.values())
    assert len(found.table) == found.rows_kept
    assert (found.table["weight"] > 0).all()
    assert not found.table["answers"].str.contains("fast cars", regex=False).any()


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 5), VALUES), max_size=3), st.integers(1, 3))
def test_a_table_of_results_is_accounted_for_or_refused_in_words(maps, changes, size):
    rows = [[f"Oldname {at}", *RESULTS_GOOD[1:]] for at in range(size)]
    for column, value in changes:
        rows[0][column] = value
    try:
        found = read_published(as_file(RESULTS_HEADINGS, rows), maps[1])
    except PadsError as error:
        assert error.what and error.where and error.do
        return
    assert found.rows_in == found.rows_kept + sum(found.rejected.values())
    assert found.table["value"].between(0, 1).all()


@settings(deadline=None, max_examples=100)
@given(st.lists(st.text(max_size=15), min_size=2, max_size=6), st.lists(VALUES, min_size=6, max_size=6))
def test_a_map_is_proposed_for_anything_or_refused_in_words(headings, row):
    for propose in (propose_survey_map, propose_results_map):
        try:
            said = propose(as_file(headings, [row[: len(headings)]]))
        except PadsError as error:
            assert error.what
            continue
        assert isinstance(yaml.safe_load(said), dict)
