"""The extracts of the example county: the published crimes again, in the authorities' forms, and nothing personal."""

from __future__ import annotations

import json
import zipfile

import pandas as pd
import pytest
import shapely
import yaml
from pyproj import Transformer

from pads_analysis.data.example import ExampleSummary, write_example
from pads_analysis.data.extracts.mapping import open_beside
from pads_analysis.data.extracts.personal import heading_says
from pads_analysis.data.ingest import ingest
from pads_analysis.data.store import Store
from pads_analysis.vocabulary import data_set

MAIN = "E22000900"
SETS = {
    "police_crime": 8,
    "police_incidents": 8,
    "victims_offenders": 8,
    "fires": 8,
    "ambulance_calls": 8,
    "emergency_department": 8,
    "council_asb": 7,
}
CATEGORIES = {
    "burglary": {"Burglary"},
    "criminal_damage": {"Criminal damage and arson"},
    "drug_offences": {"Drugs"},
    "robbery": {"Robbery"},
    "theft_handling": {
        *("Bicycle theft", "Other theft", "Shoplifting", "Theft from the person", "Vehicle crime"),
    },
    "violence+sexual_offences": {"Violence and sexual offences"},
    "other": {"Other crime", "Possession of weapons", "Public order"},
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> ExampleSummary:
    return write_example(tmp_path_factory.mktemp("written"), seed=11, months=24)


@pytest.fixture(scope="module")
def street(written: ExampleSummary) -> pd.DataFrame:
    (archive,) = (written.raw / "police").glob("*.zip")
    with zipfile.ZipFile(archive) as opened:
        frames = [pd.read_csv(opened.open(name), dtype=str) for name in opened.namelist()]
    rows = pd.concat(frames, ignore_index=True)
    return rows[rows["LSOA name"].str.startswith("Aldermere ", na=False)]


def extract(written: ExampleSummary, kind: str) -> pd.DataFrame:
    files = sorted((written.raw / "extracts").glob(f"{kind}_*.csv"))
    return pd.concat([pd.read_csv(path, dtype=str, keep_default_na=False) for path in files])


@pytest.fixture(scope="module")
def store(written: ExampleSummary, tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("held") / "store"
    given = [written.raw / name for name in ("lookups", "boundaries", "extracts")]
    done = ingest(given, folder)
    assert done.exit_code == 0
    rejected = {outcome.where: outcome.entry.rejected for outcome in done.outcomes if outcome.entry}
    assert {where: said for where, said in rejected.items() if said} == {
        "council_asb_2024_q1.xlsx": {"no date": 2}
    }
    truths = json.loads(written.truths.read_text("utf-8"))
    own = [outcome for outcome in done.outcomes if outcome.entry and outcome.entry.kind == "extract"]
    assert sum(outcome.rows_in for outcome in own) == truths["extracts"]["rows"]
    assert truths["extracts"]["rejected"] == 2
    return Store.open(folder)


def test_every_set_comes_by_quarter_with_its_map(written: ExampleSummary) -> None:
    folder = written.raw / "extracts"
    for kind, quarters in SETS.items():
        files = {path.name for path in folder.glob(f"{kind}_20*")}
        assert len(files) == quarters
        said = yaml.safe_load((folder / f"{kind}.map.yaml").read_text("utf-8"))
        assert set(said["received"]) == files
        assert open_beside(folder / f"{kind}.map.yaml").contract == data_set(kind)
    assert len(list(folder.iterdir())) == sum(SETS.values()) + len(SETS)


def test_small_enough(written: ExampleSummary) -> None:
    assert json.loads(written.truths.read_text("utf-8"))["extracts"]["rows"] < 25_000


def test_crimes_are_the_published_ones_by_month_category_area_and_outcome(
    store: Store, street: pd.DataFrame
) -> None:
    held = store.extracts.incidents(MAIN, "police_crime")
    for codes, names in CATEGORIES.items():
        own = held[held["category_code"].isin(codes.split("+"))]
        published = street[street["Crime type"].isin(names)]
        keys = [
            sorted(zip(own["month"], own["lsoa_code"], own["outcome"], strict=True)),
            sorted(
                zip(
                    *(published[name] for name in ("Month", "LSOA code", "Last outcome category")),
                    strict=True,
                )
            ),
        ]
        assert keys[0] == keys[1]
    disorder = store.extracts.incidents(MAIN, "police_incidents")
    published = street[street["Crime type"] == "Anti-social behaviour"]
    assert sorted(zip(disorder["month"], disorder["lsoa_code"], strict=True)) == sorted(
        zip(published["Month"], published["LSOA code"], strict=True)
    )


def test_true_points_lie_in_their_small_area_and_most_near_a_published_point(
    written: ExampleSummary, street: pd.DataFrame
) -> None:
    rows = extract(written, "police_crime")
    rows = rows[rows["LSOA Code"] != ""]
    points = shapely.points(rows["Easting"].astype(float), rows["Northing"].astype(float))
    turn = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
    outlines = {}
    for path in (written.raw / "boundaries").glob("*.geojson"):
        for feature in json.loads(path.read_text("utf-8"))["features"]:
            shape = shapely.geometry.shape(feature["geometry"])
            outlines[feature["properties"]["LSOA11CD"]] = shapely.transform(
                shape, turn.transform, interleaved=False
            )
    # Metres are written without decimals, so a point on the edge may stand up to a metre outside.
    areas = shapely.buffer([outlines[code] for code in rows["LSOA Code"]], 1.0)
    assert shapely.contains(areas, points).all()
    spots = street[["Longitude", "Latitude"]].astype(float).drop_duplicates()
    tree = shapely.STRtree(shapely.points(*turn.transform(spots["Longitude"], spots["Latitude"])))
    nearest = shapely.distance(tree.geometries[tree.nearest(points)], points)
    assert nearest.max() < 400
    assert (nearest <= 91).mean() > 0.95


def test_moments_stand_in_order_and_months_are_those_of_recording(store: Store) -> None:
    held = store.extracts.incidents(MAIN, "police_crime")
    ended = held["occurred_to"].fillna(held["occurred_from"])
    assert (ended >= held["occurred_from"]).all()
    # The day of recording comes without a time, so it is read as midnight.
    assert (held["recorded"] + pd.Timedelta(days=1) > ended).all()
    assert (held["recorded"].dt.strftime("%Y-%m") == held["month"]).all()
    assert (held["recorded"] - held["occurred_from"] < pd.Timedelta(days=12)).all()
    assert held["from_timed"].mean() > 0.98
    spans = held["occurred_to"].notna()
    assert 0.6 < spans[held["category_code"] == "burglary"].mean() < 0.95
    assert not spans[held["category_code"] == "violence"].any()


def test_nothing_personal_is_written(written: ExampleSummary) -> None:
    for path in sorted((written.raw / "extracts").glob("*.csv")):
        assert not [name for name in pd.read_csv(path, nrows=0).columns if heading_says(name)]
    people = extract(written, "victims_offenders")
    assert list(people.columns) == ["Month", "Role", "Offence Group", "Age", "Gender"]


def test_the_people_of_the_person_file_are_those_of_the_crimes(written: ExampleSummary) -> None:
    crimes, people = extract(written, "police_crime"), extract(written, "victims_offenders")
    month = pd.to_datetime(crimes["Date Recorded"], format="%d/%m/%Y").dt.strftime("%Y-%m")
    for role, who, there in (
        ("Victim", "Victim", crimes["Victim Key"] != ""),
        ("Suspect", "Suspect", crimes["Suspect Gender"] != ""),
    ):
        own = people[people["Role"] == role]
        assert sorted(zip(own["Month"], own["Age"], own["Gender"], strict=True)) == sorted(
            zip(
                month[there], crimes.loc[there, f"{who} Age"], crimes.loc[there, f"{who} Gender"], strict=True
            )
        )


def test_one_key_is_one_person(written: ExampleSummary) -> None:
    crimes = extract(written, "police_crime")
    known = crimes[
        (crimes["Victim Key"] != "") & (crimes["Victim Age"] != "") & (crimes["Victim Gender"] != "")
    ]
    assert known.groupby("Victim Key")[["Victim Age", "Victim Gender"]].nunique().max().max() == 1


def test_only_the_county_wide_set_speaks_of_other_districts(store: Store) -> None:
    partnerships = store.partnerships()["partnership_code"]
    elsewhere = {code: store.extracts.data_sets(code) for code in partnerships if code != MAIN}
    assert set(elsewhere.values()) == {("fires",), ()}
    assert sum(kinds == ("fires",) for kinds in elsewhere.values()) == 5
    assert len(store.extracts.data_sets(MAIN)) == len(SETS)
