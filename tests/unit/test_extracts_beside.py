"""Maps beside the extracts they are for: found by name, refused once, and never left for a guess."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import extract_files as files
import pytest
import store_deliveries as given

from pads_analysis.cli import main
from pads_analysis.data.beside import find_map, is_map
from pads_analysis.data.ingest import ingest
from pads_analysis.data.store import Store

ROWS = [files.row(from_=f"{day:02d}/07/2021") for day in range(1, 32)]


def beside(folder: Path, name: str = "police_crime", **changes: Any) -> Path:
    path = folder / f"{name}.map.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(files.map_text(**changes), "utf-8")
    return path


def crimes(folder: Path, name: str = "police_crime_2021_q3.csv", month: str = "07") -> Path:
    rows = [files.row(from_=f"{day:02d}/{month}/2021") for day in range(1, 29)]
    return given.table(folder / name, files.HEADER, rows)


def said(folder: Path, store: Path, **options: Any) -> dict[str, tuple[str, str]]:
    """Status and message of each file, by its path below the folder."""
    done = ingest([folder], store, **options)
    return {outcome.where: (outcome.status, outcome.message) for outcome in done.outcomes}


@pytest.mark.parametrize(
    ("name", "maps", "found"),
    [
        ("police_crime.csv", ["police_crime"], "police_crime"),
        ("police_crime_2021_q3.xlsx", ["police_crime"], "police_crime"),
        ("Police_Crime 2021.csv", ["police_crime"], "police_crime"),
        ("police_crime", ["police_crime"], "police_crime"),
        ("police_crimes.csv", ["police_crime"], None),
        ("police_crime2.csv", ["police_crime"], None),
        ("crime.csv", ["police_crime"], None),
        (
            "police_crime_2021_q3.csv",
            ["police_crime", "police_crime_2021_q3", "police"],
            "police_crime_2021_q3",
        ),
        ("police_crime_2021_q2.csv", ["police_crime", "police_crime_2021_q3", "police"], "police_crime"),
        ("police_crime.csv", [], None),
    ],
)
def test_a_file_bears_the_name_of_its_map(name, maps, found):
    paths = [Path("folder") / f"{one}.map.yaml" for one in maps]
    answer = find_map(name, paths)
    assert (answer.name if answer else None) == (f"{found}.map.yaml" if found else None)


@pytest.mark.parametrize(
    ("name", "so"),
    [
        ("a.map.yaml", True),
        ("A.MAP.YAML", True),
        (".map.yaml", False),
        ("map.yaml", False),
        ("a.yaml", False),
    ],
)
def test_what_is_called_a_map(name, so):
    assert is_map(name) is so


def test_a_folder_is_read_through_its_maps_and_says_when_each_file_came(tmp_path):
    folder = tmp_path / "delivered"
    given.lookups(folder / "lookups")
    crimes(folder / "extracts", "police_crime_2021_q2.csv", "04")
    crimes(folder / "extracts", "police_crime_2021_q3.csv", "07")
    received = {"police_crime_2021_q2.csv": "2021-08-30", "police_crime_2021_q3.csv": "2022-02-01"}
    beside(folder / "extracts", received=received)
    done = ingest([folder], tmp_path / "store")
    assert done.exit_code == 0
    by_name = {outcome.where: outcome for outcome in done.outcomes}
    assert by_name["extracts/police_crime.map.yaml"].status == "left alone"
    assert by_name["extracts/police_crime_2021_q2.csv"].kind == "police_crime"
    held = Store.open(tmp_path / "store").extracts
    assert len(held.incidents(given.OLDNAME, "police_crime")) == 56
    ledger = held.submissions(code=given.OLDNAME)
    own = ledger[ledger["authority"] == "Wessex Police"]
    quarters = own["quarter"].dt.strftime("%Y-%m")
    assert dict(zip(quarters, own["status"], strict=True)) == {"2021-04": "received", "2021-07": "late"}
    assert own["disclosed_basis"].unique().tolist() == ["said at ingest"]


def test_a_line_for_a_new_quarter_leaves_the_earlier_ones_as_they_are(tmp_path):
    folder, store = tmp_path / "extracts", tmp_path / "store"
    crimes(folder, "police_crime_2021_q2.csv", "04")
    beside(folder, received={"police_crime_2021_q2.csv": "2021-08-30"})
    said(folder, store)
    crimes(folder, "police_crime_2021_q3.csv", "07")
    beside(
        folder, received={"police_crime_2021_q2.csv": "2021-08-30", "police_crime_2021_q3.csv": "2021-11-30"}
    )
    found = said(folder, store)
    assert found["police_crime_2021_q2.csv"][0] == "already stored"
    assert found["police_crime_2021_q3.csv"][0] == "stored"


def test_a_file_named_by_itself_has_its_map_too(tmp_path):
    file = crimes(tmp_path / "extracts")
    beside(tmp_path / "extracts")
    done = ingest([file], tmp_path / "store")
    assert [(outcome.where, outcome.status) for outcome in done.outcomes] == [
        ("police_crime.map.yaml", "left alone"),
        ("police_crime_2021_q3.csv", "stored"),
    ]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"data_set": "polise_crime"}, "Did you mean police_crime?"),
        ({"data_set": None}, "Add data_set: CODE."),
        ({"data_set": "fires"}, "The map bears the name of police_crime and says that it is for fires."),
        ({"authority": None}, "authority"),
        ({"received": {"police_crime_2021_q3.csv": "30/11/2021"}}, "Use YYYY-MM-DD"),
        ({"received": {"police_crime_2021_q3.csv": "2098-01-01"}}, "lies in the future"),
        ({"columns": {"from": "Date from"}}, "category"),
    ],
)
def test_a_broken_map_is_refused_with_its_files_and_the_others_go_on(tmp_path, changes, why):
    folder = tmp_path / "delivered"
    given.lookups(folder / "lookups")
    crimes(folder)
    crimes(folder, "police_crime_2021_q2.csv", "04")
    beside(folder, **changes)
    done = ingest([folder], tmp_path / "store")
    found = {outcome.where: outcome for outcome in done.outcomes}
    assert found["police_crime.map.yaml"].status == "refused"
    assert why in found["police_crime.map.yaml"].message
    assert "police_crime.map.yaml" in found["police_crime.map.yaml"].message
    for name in ("police_crime_2021_q2.csv", "police_crime_2021_q3.csv"):
        assert found[name].status == "refused"
        assert "its map police_crime.map.yaml is refused" in found[name].message
    assert {outcome.status for where, outcome in found.items() if where.startswith("lookups/")} == {"stored"}
    assert done.exit_code in (2, 4)


def test_a_file_with_a_map_is_never_taken_for_a_publishers(tmp_path):
    folder = tmp_path / "extracts"
    published = sorted(given.lookups(tmp_path / "lookups").iterdir())[0]
    folder.mkdir()
    published.rename(folder / "police_crime_lookup.csv")
    beside(folder)
    status, message = said(folder, tmp_path / "store")["police_crime_lookup.csv"]
    assert status == "refused"
    assert "that police_crime.map.yaml names are missing" in message


def test_a_map_without_files_and_a_map_in_an_archive_are_said_to_be_unused(tmp_path):
    folder = tmp_path / "delivered"
    given.lookups(folder)
    beside(folder, "fires", data_set="fires")
    with zipfile.ZipFile(folder / "packed.zip", "w") as archive:
        archive.writestr("police_crime.map.yaml", files.map_text())
        archive.writestr("police_crime.csv", files.text(ROWS))
    found = said(folder, tmp_path / "store")
    assert found["fires.map.yaml"] == ("left alone", "a map, and no file beside it bears its name")
    assert found["packed.zip > police_crime.map.yaml"][1].startswith("a map in an archive, which is not used")
    assert found["packed.zip > police_crime.csv"][0] == "not recognised"


def test_a_map_on_the_command_line_overrules_the_one_beside(tmp_path, capsys):
    file = crimes(tmp_path / "extracts")
    beside(tmp_path / "extracts", authority="Somebody Else")
    own = files.map_file(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["ingest", str(file), "--map", str(own), "--store", str(tmp_path / "store")])
    assert ended.value.code == 0
    assert "which --map names" not in capsys.readouterr().err
    ledger = Store.open(tmp_path / "store").extracts.submissions()
    assert set(ledger["authority"]) - {""} == {"Wessex Police"}


def test_a_folder_without_its_map_says_where_to_put_one(tmp_path, capsys):
    crimes(tmp_path / "extracts")
    with pytest.raises(SystemExit) as ended:
        main(["ingest", str(tmp_path / "extracts"), "--store", str(tmp_path / "store")])
    assert ended.value.code == 4
    assert "put it beside the file as NAME.map.yaml" in capsys.readouterr().err
