"""Tables of published results: by a map, by content, and what is refused."""

from __future__ import annotations

from pathlib import Path

import extract_files
import numpy as np
import pytest
import store_deliveries as given
import yaml

from pads_analysis.data import readers
from pads_analysis.data.ingest import ingest
from pads_analysis.data.mapped import open_mapped
from pads_analysis.data.reading import Reading
from pads_analysis.data.store import Store
from pads_analysis.data.surveys.published import open_results, read_published
from pads_analysis.errors import ContractError, ParamsError

HEADINGS = ("Area", "Period", "Measure", "Share", "County", "Base")
ROWS = (
    ("Oldname", "2021-03", "Feels safe", "0.71", "0.69", "412"),
    ("OLDNAME District Council", "2021-06", "Feels safe", "0.68", "0.70", ""),
    ("E07000909", "2020/21", "Good job", "0.5", "", "1,204"),
    ("Nowhere", "2021-03", "Feels safe", "0.9", "0.69", "10"),
)
SAID = {
    "data_set": "survey_results",
    "series": "county_survey",
    "title": "County survey",
    "authority": "County Council",
    "values": "share",
    "columns": dict(zip(("area", "date", "measure", "value", "comparator", "base"), HEADINGS, strict=True)),
    "comparator_name": "the county",
    "measures": {"feels SAFE": "safety"},
}
PAS = (
    "Date,Survey,Borough,Measure,Proportion,MPS,,\n"
    '31/12/2014,PAS,Alder,"""Good Job"" local","0,56","0,67",,\n'
    '30/9/2015,PAS,City of Birch,Informed local,"0,4","0,41",,\n'
)


def write(folder: Path, rows=ROWS, **changes) -> tuple[Path, Path]:
    said = {name: value for name, value in (SAID | changes).items() if value is not None}
    folder.mkdir(parents=True, exist_ok=True)
    map_path = folder / "results.map.yaml"
    map_path.write_text(yaml.safe_dump(said, sort_keys=False), "utf-8")
    return given.table(folder / "results.csv", HEADINGS, rows), map_path


def read(folder: Path, rows=ROWS, **changes) -> Reading:
    file, map_path = write(folder, rows, **changes)
    return read_published(extract_files.raw(file.read_text("utf-8"), file.name), open_results(map_path))


def changed(row: int, heading: str, value: str) -> list[list[str]]:
    rows = [list(one) for one in ROWS]
    rows[row][HEADINGS.index(heading)] = value
    return rows


def test_results_are_read_with_their_periods_bases_and_measures(tmp_path):
    found = read(tmp_path)
    table = found.table
    assert (found.rows_in, found.rows_kept) == (4, 4)
    assert table["month"].tolist() == ["2021-03", "2021-06", "2021-03", "2021-03"]
    assert table["measure"].tolist() == ["safety", "safety", "other", "safety"]
    assert table["value"].tolist() == [0.71, 0.68, 0.5, 0.9]
    assert table["base"].fillna(-1).tolist() == [412, -1, 1204, 10]
    assert table["comparator_name"].tolist() == ["the county", "the county", "", "the county"]
    assert np.isnan(table["comparator"][2])


def test_percents_are_shares(tmp_path):
    rows = [(*row[:3], f"{float(row[3]) * 100:g}%", "", row[5]) for row in ROWS]
    assert read(tmp_path, rows, values="percent").table["value"].tolist() == [0.71, 0.68, 0.5, 0.9]


@pytest.mark.parametrize(
    ("row", "heading", "value", "said"),
    [
        (1, "Share", "71", "row 3, column 'Share': '71' is no share: it lies outside 0 to 1"),
        (1, "County", "-0.2", "row 3, column 'County': '-0.2' is no share"),
        (1, "Base", "0", "row 3, column 'Base': '0' is no number of people asked"),
        (1, "Base", "some", "row 3, column 'Base': 'some' is no number of people asked"),
        (1, "Share", "0,713", "a comma that may divide thousands or decimals"),
        (1, "Period", "2021-03", "An area has two values of one measure for one date"),
    ],
)
def test_what_can_be_no_result_is_refused_with_its_row_and_column(tmp_path, row, heading, value, said):
    with pytest.raises(ContractError) as caught:
        read(tmp_path, changed(row, heading, value))
    assert said in str(caught.value)


def test_rows_without_a_value_or_period_are_left_out_and_counted(tmp_path):
    rows = [
        *ROWS,
        ("Oldname", "2021-09", "Feels safe", "*", "", ""),
        ("", "2021-09", "Feels safe", "0.5", "", ""),
    ]
    found = read(tmp_path, rows)
    assert found.rejected == {"no value": 1, "no area named": 1}
    assert found.rows_in == found.rows_kept + 2


def test_a_row_that_is_said_twice_counts_once(tmp_path):
    found = read(tmp_path, [*ROWS, ROWS[0]])
    assert found.rejected == {"repeats an earlier row": 1}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"measures": {"Feels safe": "safty"}}, "Did you mean safety?"),
        ({"open": True}, "is open and says nowhere where it is published"),
        ({"comparator_name": None}, "gives one of columns.comparator and comparator_name"),
        ({"constants": {"area": "Oldname"}}, "gives area twice"),
        ({"received": {"a.csv": "2099-01-01"}}, "a.csv was received on 2099-01-01, which lies in the future"),
    ],
)
def test_what_a_map_of_results_cannot_say_is_refused(tmp_path, changes, said):
    _, map_path = write(tmp_path, **changes)
    with pytest.raises(ParamsError) as caught:
        open_results(map_path)
    assert said in str(caught.value)


def test_results_are_placed_and_what_is_placed_nowhere_is_named(tmp_path):
    given.lookups(tmp_path / "lookups")
    file, map_path = write(tmp_path / "given", areas={"Nowhere": given.ALDER})
    ingest([tmp_path / "lookups"], tmp_path / "store")
    ingest([file], tmp_path / "store", extract=open_mapped(map_path))
    store = Store.open(tmp_path / "store")
    own = store.published_views(given.OLDNAME)
    assert own["value"].tolist() == [0.71, 0.68]
    assert own["period"].dt.strftime("%Y-%m-%d").tolist() == ["2021-03-01", "2021-06-01"]
    assert store.published_views(given.FARLAND)["value"].tolist() == [0.5]
    assert store.published_views(given.ALDER)["area_name"].tolist() == ["Nowhere"]
    assert store.published_views(given.OLDNAME, open_only=True).empty
    _, map_path = write(tmp_path / "again")
    ingest([file], tmp_path / "other", extract=open_mapped(map_path))
    ingest([tmp_path / "lookups"], tmp_path / "other")
    unplaced = Store.open(tmp_path / "other").unplaced()
    assert list(unplaced[["source", "name", "count"]].itertuples(index=False, name=None)) == [
        ("survey_results", "Nowhere", 1)
    ]


def test_the_london_table_is_told_by_its_content(tmp_path):
    raw = extract_files.raw(PAS, "anything.csv")
    recognised = readers.recognise(raw)
    assert recognised is not None and recognised.kind == "survey_table"
    found = readers.read(raw, recognised)
    assert (found.rows_in, found.rows_kept, found.period) == (2, 2, ("2014-12", "2015-09"))
    assert found.table["value"].tolist() == [0.56, 0.4]
    assert found.table["measure"].tolist() == ["confidence_police", "other"]
    assert found.table["measure_text"][0] == '"Good Job" local'
    assert found.table["base"].isna().all()
    given.lookups(tmp_path / "lookups")
    (tmp_path / "pas.csv").write_text(PAS, "utf-8")
    ingest([tmp_path / "lookups", tmp_path / "pas.csv"], tmp_path / "store")
    store = Store.open(tmp_path / "store")
    assert store.published_views(given.ALDER, open_only=True)["value"].tolist() == [0.56]
    assert store.published_views(given.BIRCH)["comparator_name"].tolist() == ["Metropolitan Police Service"]
