"""`pads ingest --as --map` and `pads new-map`: what they print, and with which exit code they end."""

from __future__ import annotations

import datetime as dt

import extract_files as files
import pytest
import store_deliveries as given
import yaml

from pads_analysis.cli import main
from pads_analysis.data.store import Store


@pytest.fixture
def pads(capsys):
    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


@pytest.fixture
def crimes(tmp_path):
    rows = [files.row(from_=f"{day:02d}/07/2021") for day in range(1, 32)]
    return given.table(tmp_path / "crimes.csv", files.HEADER, rows)


def test_an_extract_is_stored_and_the_line_says_how_it_was_read(pads, tmp_path, crimes):
    map_path = files.map_file(tmp_path)
    arguments = ("ingest", crimes, "--as", "police_crime", "--map", map_path, "--store", tmp_path / "store")
    code, out, err = pads(*arguments, "--received", "2021-11-30")
    assert (code, err) == (0, "")
    line, _, *summary = out.splitlines()
    assert " ".join(line.split()) == (
        "stored crimes.csv police_crime: 31 of 31 rows kept. 'Date from' was read as day/month/year, as 13/07/2021 in "
        "row 14 shows."
    )
    assert summary == ["1 file: 1 stored.", "31 rows read, 31 kept. No row was rejected."]
    code, out, _ = pads(*arguments)
    assert code == 0
    assert "already stored" in out


def test_rows_without_a_place_are_not_called_usual(pads, tmp_path):
    rows = [files.row(from_=f"{day:02d}/07/2021", lsoa="") for day in range(1, 32)]
    file = given.table(tmp_path / "crimes.csv", files.HEADER, rows)
    _, out, _ = pads("ingest", file, "--map", files.map_file(tmp_path), "--store", tmp_path / "store")
    assert out.endswith("31 of those kept have no location.\n")


def test_personal_data_is_refused_before_anything_is_stored(pads, tmp_path):
    file = given.table(
        tmp_path / "crimes.csv", (*files.HEADER, "Victim name"), [[*files.row(), "Zyx Qwerty"]]
    )
    code, out, err = pads("ingest", file, "--map", files.map_file(tmp_path), "--store", tmp_path / "store")
    assert code == 4
    assert "column 'Victim name' (name, told by its heading, in 1 row, first in row 2)" in err
    assert "Qwerty" not in out + err
    left = [
        path for path in (tmp_path / "store").rglob("*") if path.is_file() and not path.name.startswith(".")
    ]
    assert left == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--as", "police_crime"), "A map is needed to read police_crime. Make one from the file"),
        (("--as", "polise_crime"), "Did you mean police_crime?"),
        (("--received", "2021-11-30"), "--received goes with an extract."),
        (("--map", "MAP", "--as", "fires"), "The map is for police_crime, not for fires."),
        (("--map", "MAP", "--received", "30/11/2021"), "'30/11/2021' is not a day"),
        (("--map", "MAP", "--received", "2199-01-01"), "'2199-01-01' is not a day"),
        (("--map", "nowhere.yaml"), "The file cannot be read (No such file or directory)."),
    ],
)
def test_wrong_usage_is_one_message_and_reads_nothing(pads, tmp_path, crimes, arguments, said):
    map_path = str(files.map_file(tmp_path))
    given_arguments = [map_path if argument == "MAP" else argument for argument in arguments]
    code, out, err = pads("ingest", crimes, *given_arguments, "--store", tmp_path / "store")
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "store").exists()


def test_a_proposed_map_needs_only_the_authority_to_be_taken(pads, tmp_path, crimes):
    code, out, err = pads("new-map", crimes, "--as", "police_crime")
    assert (code, err) == (0, "")
    said = yaml.safe_load(out)
    assert said["data_set"] == "police_crime"
    assert said["columns"] == files.COLUMNS
    assert "# 'Date from' was read as day/month/year" in out
    map_path = tmp_path / "map.yaml"
    map_path.write_text(out.replace("authority: TO BE FILLED IN", "authority: Wessex Police"), "utf-8")
    code, _, err = pads("ingest", crimes, "--map", map_path, "--store", tmp_path / "store")
    assert (code, err) == (0, "")
    given.lookups(tmp_path / "lookups")
    pads("ingest", tmp_path / "lookups", "--store", tmp_path / "store")
    assert len(Store.open(tmp_path / "store").extracts.incidents(given.OLDNAME, "police_crime")) == 31


def test_a_proposal_says_what_it_could_not_tell(pads, tmp_path):
    header = ("Ref", "When", "Incident date", "Type: of call", "UPRN")
    file = given.table(
        tmp_path / "calls.csv", header, [("1", "x", "03/07/2021", "Fight", "100023336956")] * 3
    )
    _, out, _ = pads("new-map", file, "--as", "ambulance_calls")
    assert "  from: Incident date" in out
    assert "  # category: TO BE FILLED IN  # needed: what kind of incident it was" in out
    assert (
        "  # A place is needed: easting and northing, or latitude and longitude, or lsoa, or outward_postcode"
        in out
    )
    assert "  #   'Type: of call'" in out
    assert "dates: TO BE FILLED IN" in out
    assert "Nobody can tell day from month" in out
    assert "#   'UPRN' (address, told by its heading, in 3 rows, first in row 2)" in out


def test_without_a_data_set_the_proposal_lists_them(pads, tmp_path, crimes):
    code, out, _ = pads("new-map", crimes)
    assert code == 0
    assert "data_set: TO BE FILLED IN  # one of:" in out
    assert "#   council_asb: Anti-social behaviour recorded by the council" in out


def test_unfilled_proposals_are_refused_with_the_data_sets(pads, tmp_path, crimes):
    _, out, _ = pads("new-map", crimes)
    map_path = tmp_path / "map.yaml"
    map_path.write_text(out, "utf-8")
    code, _, err = pads("ingest", crimes, "--map", map_path, "--store", tmp_path / "store")
    assert code == 2
    assert "still to be filled in" in err


@pytest.mark.parametrize("name", ["folder", "nothing.csv", "empty.csv"])
def test_a_map_is_made_from_one_file_with_a_table(pads, tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.csv").write_bytes(b"")
    code, out, err = pads("new-map", tmp_path / name)
    assert code == (4 if name == "empty.csv" else 2)
    assert out == ""
    assert len(err.splitlines()) == 1


def test_a_heading_cannot_break_the_proposal(pads, tmp_path):
    header = ("Date\nfrom", "Offence: # type", "'quoted'", "East", "North", "no")
    rows = [(f"2021-07-{day:02d}", "Theft", "a", "358500", "172500", "1") for day in range(1, 10)]
    file = given.table(tmp_path / "odd.csv", header, rows)
    code, out, _ = pads("new-map", file, "--as", "police_crime")
    assert code == 0
    said = yaml.safe_load(out)
    assert said["columns"]["category"] == "Offence: # type"
    assert said["columns"]["from"] == "Date from"
    map_path = tmp_path / "map.yaml"
    map_path.write_text(out.replace("authority: TO BE FILLED IN", "authority: Wessex Police"), "utf-8")
    code, _, err = pads("ingest", file, "--map", map_path, "--store", tmp_path / "store")
    assert (code, err) == (0, "")


def test_the_day_of_ingest_stands_in_where_nobody_said_when_it_came(pads, tmp_path, crimes):
    pads("ingest", crimes, "--map", files.map_file(tmp_path), "--store", tmp_path / "store")
    found = Store.open(tmp_path / "store").extracts.submissions().iloc[0:13]
    own = found[found["authority"] == "Wessex Police"].iloc[0]
    assert own["disclosed_basis"] == "day of ingest"
    # The store notes the day in universal time, which around midnight is another than here.
    assert abs(own["disclosed"].date() - dt.date.today()) <= dt.timedelta(days=1)
