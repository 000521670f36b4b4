"""Surveys in the store: placed, counted, replaced, and none of the words of respondents kept."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
import store_deliveries as given
import survey_files as files

from pads_analysis.data.ingest import ingest
from pads_analysis.data.mapped import open_mapped
from pads_analysis.data.outcome import FileOutcome, IngestSummary
from pads_analysis.data.store import Store
from pads_analysis.data.surveys.held import NONE_CHOSEN, NOT_CODED

HOME = {"partnership: E22000001": f"partnership: {given.OLDNAME}"}
BY_AREA = {"partnership: E22000001\n": ""}


def told(summary: IngestSummary) -> list[FileOutcome]:
    """The outcomes of files, without that of the map which lies beside them."""
    return [outcome for outcome in summary.outcomes if outcome.status != "left alone"]


class Room:
    """A store with lookups, and a way to hand a survey in."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / "store"
        given.lookups(folder / "lookups")
        ingest([folder / "lookups"], self.path)

    def take(self, rows=files.ROWS, *, received="", replaces=False, home=None, **changes) -> FileOutcome:
        replaced = (HOME if home is None else home) | changes.pop("replaced", {})
        file, map_path = files.write_survey(self.folder / "given", rows, replaced=replaced, **changes)
        mapped = open_mapped(map_path, "survey", received)
        (outcome,) = told(ingest([file], self.path, extract=mapped, replaces=replaces))
        return outcome

    @property
    def store(self) -> Store:
        return Store.open(self.path)


@pytest.fixture
def here(tmp_path):
    return Room(tmp_path)


def given_answers(survey, question: str) -> dict[int, list[str]]:
    rows = survey.answers[survey.answers["question"] == question]
    return rows.groupby("respondent")["answer"].agg(list).to_dict()


def test_a_survey_is_held_as_its_respondents_and_their_answers(here):
    outcome = here.take()
    assert (outcome.status, outcome.rows_in, outcome.rows_kept) == ("stored", 4, 4)
    (held,) = here.store.surveys(given.OLDNAME)
    people = held.respondents
    assert people["weight"].tolist() == [1.2, 0.8, 1.0, 1.0]
    assert people["stratum"].tolist() == ["urban", "urban", "rural", "rural"]
    assert people["group"].tolist() == ["resident", "both", "worker", "resident"]
    assert people["profile_age"].tolist() == ["16 to 34", "35 to 64", "65 and over", ""]
    assert people["area_code"].tolist() == ["E01000001", "E01000001", "", "E01000002"]
    assert (people["respondent"].dtype, people["weight"].dtype) == ("int64", "float64")
    # Spaces and case of the file give way to the spelling of the map.
    assert given_answers(held, "safe_dark") == {
        1: ["Very safe"],
        2: ["Very unsafe"],
        3: ["Don't know"],
        4: ["Fairly safe"],
    }
    assert given_answers(held, "concerns") == {
        1: ["Drug use or dealing"],
        2: ["Drug use or dealing", "Car crime"],
        3: [NONE_CHOSEN],
    }
    assert given_answers(held, "noise") == {1: ["None"], 2: ["Very big"], 4: ["Fairly big"]}
    assert given_answers(held, "why") == {1: ["speeding"], 3: ["lighting"], 4: [NOT_CODED]}
    assert held.n_weighted
    assert held.map.id == "wave_2"
    assert held.map.stratum_sizes == {"urban": 40000, "rural": 12000}


def test_nothing_in_own_words_and_no_column_beside_the_map_reaches_the_store(here):
    rows = [[*row, "secret-remark", "SECRETID"] for row in files.ROWS]
    rows[0][files.HEADINGS.index("Q4")] = "Fast cars past the zebrafinch crossing"
    outcome = here.take(rows, headings=(*files.HEADINGS, "Remark", "Serial"))
    assert outcome.status == "stored"
    assert "Remark, Serial" in outcome.message
    parts = [path for path in here.path.rglob("*") if path.suffix in (".parquet", ".json")]
    assert any("survey" in path.as_posix() for path in parts)
    for path in parts:
        if path.suffix == ".parquet":
            table = pd.read_parquet(path)
            said = table.to_csv() + " ".join(table.columns)
        else:
            said = path.read_text("utf-8")
        for word in ("zebrafinch", "secret-remark", "SECRETID", "weather", "a1,"):
            assert word not in said, (path, word)


def test_respondents_are_placed_by_the_codes_of_their_areas(here):
    rows = [list(row) for row in files.ROWS]
    at = files.HEADINGS.index("LSOA")
    # A small area of Oldname, its district, the partnership itself, and a place that no lookup knows.
    for row, code in zip(rows, ("E01900005", "E07000905", given.OLDNAME, "E01999999"), strict=True):
        row[at] = code
    here.take(rows, home=BY_AREA)
    (held,) = here.store.surveys(given.OLDNAME)
    assert held.respondents["respondent"].tolist() == [1, 2, 3]
    assert held.answers["respondent"].max() == 3
    unplaced = here.store.unplaced()
    rows = unplaced[unplaced["source"] == "survey"]
    assert list(zip(rows["name"], rows["count"], strict=True)) == [("E01999999", 1)]
    assert here.store.surveys(given.FARLAND) == ()


def test_the_same_file_twice_does_nothing_and_a_newer_one_of_its_id_takes_its_place(here):
    here.take(name="first")
    assert here.take(name="first").status == "already stored"
    changed = files.with_value(0, "Q1", "Very unsafe")
    outcome = here.take(changed, name="second")
    assert outcome.status == "stored"
    assert "Replaces first.csv: 4 rows before, 4 now" in outcome.message
    (held,) = here.store.surveys(given.OLDNAME)
    assert given_answers(held, "safe_dark")[1] == ["Very unsafe"]
    table = here.store.deliveries()
    surveys = table[table["kind"] == "survey"]
    assert surveys["status"].tolist() == ["superseded", "live"]
    assert surveys["superseded_by"].tolist() == ["second.csv", ""]


def test_a_file_received_earlier_does_not_replace_a_later_one(here):
    here.take(name="later", received="2021-09-01")
    outcome = here.take(files.with_value(0, "Q1", "Very unsafe"), name="earlier", received="2021-08-01")
    assert outcome.status == "superseded on arrival"
    (held,) = here.store.surveys(given.OLDNAME)
    assert given_answers(held, "safe_dark")[1] == ["Very safe"]


def test_a_scrap_takes_no_survey_over_unless_told_to(here):
    here.take(name="whole")
    outcome = here.take(files.ROWS[:2], name="scrap")
    assert outcome.status == "superseded on arrival"
    assert "2 rows and the store 4" in outcome.message
    assert here.take(files.ROWS[:2], name="scrap", replaces=True).status == "stored"
    assert len(here.store.surveys(given.OLDNAME)[0].respondents) == 2


def test_waves_stand_in_the_order_of_their_fieldwork(here):
    here.take(name="second")
    earlier = {
        "id: wave_2": "id: wave_1",
        "first: 2021-05-01": "first: 2019-05-01",
        "last: 2021-06-30": "last: 2019-06-30",
    }
    here.take(name="first", replaced=earlier)
    held = here.store.surveys(given.OLDNAME)
    assert [one.map.id for one in held] == ["wave_1", "wave_2"]
    assert {one.map.series_or_id for one in held} == {"residents"}


def test_a_corrected_map_reads_the_same_bytes_again(here):
    here.take()
    assert (
        here.take(replaced={"lighting: [street light,": "lighting: [weather, street light,"}).status
        == "stored"
    )
    (held,) = here.store.surveys(given.OLDNAME)
    assert given_answers(held, "why")[4] == ["lighting"]


def test_a_workbook_is_read_like_a_csv_file(here):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Residents' survey, wave 2"])
    sheet.append(list(files.HEADINGS))
    for row in files.ROWS:
        sheet.append([float(row[1]) if at == 1 else value for at, value in enumerate(row)])
    stream = io.BytesIO()
    book.save(stream)
    _, map_path = files.write_survey(here.folder / "given", replaced=HOME)
    file = here.folder / "survey.xlsx"
    file.write_bytes(stream.getvalue())
    (outcome,) = told(ingest([file], here.path, extract=open_mapped(map_path)))
    assert (outcome.status, outcome.rows_kept) == ("stored", 4)
    (held,) = here.store.surveys(given.OLDNAME)
    assert held.respondents["weight"].tolist() == [1.2, 0.8, 1.0, 1.0]


def test_a_map_beside_the_file_is_found(here):
    files.write_survey(here.folder / "raw", replaced=HOME)
    summary = ingest([here.folder / "raw"], here.path)
    assert sorted(outcome.status for outcome in summary.outcomes) == ["left alone", "stored"]
    assert len(here.store.surveys(given.OLDNAME)) == 1
