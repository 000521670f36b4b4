"""The example's files: publishers' layouts, the same bytes for the same seed, and sound parameter files."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import shapely
import yaml

from pads_analysis.data.example import ExampleSummary, places, write_example
from pads_analysis.errors import UsageError
from pads_analysis.params import DecisionsFile, HypothesesFile, PlanFile, ViewsFile, load_params

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
WORDS = "params/partnerships/E22000900/commentary/levels.md"
STREET_HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> ExampleSummary:
    return write_example(tmp_path_factory.mktemp("example"), partnerships=24, months=24)


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> ExampleSummary:
    """Return the same example once more, in a folder where an earlier one and an analyst have been."""
    folder = tmp_path_factory.mktemp("again")
    for name in ("raw/police/2001-01/2001-01-old-street.csv.gz", "raw/police/notes.txt", WORDS):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("Ours.\n", "utf-8")
    earlier = {"files": ["raw/police/2001-01/2001-01-old-street.csv.gz", "raw/../../outside.txt", WORDS]}
    (folder / "truths.json").write_text(json.dumps(earlier), "utf-8")
    (folder.parent / "outside.txt").write_text("Theirs.\n", "utf-8")
    return write_example(folder, partnerships=24, months=24)


@pytest.fixture(scope="module")
def twenty(tmp_path_factory: pytest.TempPathFactory) -> ExampleSummary:
    return write_example(tmp_path_factory.mktemp("twenty"), partnerships=20, months=24)


def contents(example: ExampleSummary) -> dict[str, bytes]:
    root = example.truths.parent
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in example.files}


def street(example: ExampleSummary) -> pd.DataFrame:
    police = example.raw / "police"
    frames = [pd.read_csv(path, dtype=str) for path in sorted(police.rglob("*.csv.gz"))]
    (archive,) = police.glob("*.zip")
    with zipfile.ZipFile(archive) as opened:
        frames += [pd.read_csv(opened.open(name), dtype=str) for name in opened.namelist()]
    return pd.concat(frames, ignore_index=True)


@pytest.fixture(scope="module")
def rows(example: ExampleSummary) -> pd.DataFrame:
    return street(example)


def test_same_seed_same_bytes(example: ExampleSummary, again: ExampleSummary) -> None:
    first, second = contents(example), contents(again)
    truths = [json.loads(found.pop("truths.json")) for found in (first, second)]
    # The analyst's file was there before, so the second run did not write it.
    assert first.pop(WORDS)
    assert first == second
    assert truths[0]["files"] == sorted([*truths[1]["files"], WORDS])
    assert {**truths[0], "files": []} == {**truths[1], "files": []}


def test_more_partnerships_leave_the_first_as_they_were(
    example: ExampleSummary, twenty: ExampleSummary
) -> None:
    more, fewer = contents(example), contents(twenty)
    police = [name for name in fewer if "/police/" in name or "/boundaries/" in name]
    assert len(police) == 1 + 3 * 24 + 20
    extracts = [name for name in fewer if "/extracts/" in name]
    assert len(extracts) == 7 + 55
    assert all(more[name] == fewer[name] for name in police + extracts)
    assert example.codes[:20] == twenty.codes
    assert len(set(example.codes)) == 24
    assert example.rows > 1.15 * twenty.rows


def test_another_seed_gives_other_crimes(twenty: ExampleSummary, tmp_path: Path) -> None:
    other = write_example(tmp_path, seed=5, months=24)
    first, second = contents(twenty), contents(other)
    assert first.keys() == second.keys()
    differing = {name for name in first if first[name] != second[name]}
    assert {name for name in first if "/police/" in name} <= differing
    assert other.codes == twenty.codes


def test_summary_lists_every_file(example: ExampleSummary) -> None:
    root = example.truths.parent
    assert {path for path in root.rglob("*") if path.is_file()} == set(example.files)
    assert example.main_code == example.codes[0]
    assert example.county_codes == example.codes[:6]
    truths = json.loads(example.truths.read_text("utf-8"))
    assert len(truths["files"]) == len(example.files) - 1


def test_one_force_comes_as_the_publishers_archive(example: ExampleSummary) -> None:
    (archive,) = (example.raw / "police").glob("*.zip")
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
    assert names[0] == "2022-04/2022-04-corvenshire-street.csv"
    assert names[-1] == "2024-03/2024-03-corvenshire-street.csv"
    assert len(names) == 24
    assert (example.raw / "police/2022-04/2022-04-ostershire-street.csv.gz").is_file()


def test_street_rows_look_published(example: ExampleSummary, rows: pd.DataFrame) -> None:
    path = example.raw / "police/2023-01/2023-01-tarnmark-street.csv.gz"
    assert gzip.decompress(path.read_bytes()).decode("utf-8").split("\n")[0] == STREET_HEADER
    assert len(rows) == example.rows
    disorder = rows["Crime type"] == "Anti-social behaviour"
    assert rows.loc[disorder, ["Crime ID", "Last outcome category"]].isna().all(axis=None)
    ids = rows.loc[~disorder, "Crime ID"]
    assert ids.str.fullmatch(r"[0-9a-f]{64}").all()
    assert ids.is_unique
    assert rows["Crime type"].nunique() == 14
    assert rows["Context"].isna().all()
    assert (rows["Reported by"] == rows["Falls within"]).all()
    assert rows.loc[~disorder, "Last outcome category"].notna().all()


def test_rows_without_a_location(rows: pd.DataFrame) -> None:
    nowhere = rows["Location"] == "No Location"
    assert 0.05 <= nowhere.mean() <= 0.08
    blank = ["Longitude", "Latitude", "LSOA code", "LSOA name"]
    assert rows.loc[nowhere, blank].isna().all(axis=None)
    assert rows.loc[~nowhere, blank].notna().all(axis=None)


def test_map_points_are_shared_and_disorder_repeats(rows: pd.DataFrame) -> None:
    located = rows[rows["Longitude"].notna()]
    points = located[["Longitude", "Latitude"]].drop_duplicates()
    assert len(points) < len(located) / 10
    assert located["Longitude"].str.fullmatch(r"-?\d+\.\d{6}").all()
    assert rows[rows["Crime type"] == "Anti-social behaviour"].duplicated().sum() > 100


def test_few_rows_fall_outside_every_partnership(example: ExampleSummary, rows: pd.DataFrame) -> None:
    known = pd.read_csv(example.raw / "lookups/LSOA11_LAD21.csv", encoding="utf-8-sig")["LSOA11CD"]
    outside = rows["LSOA code"].notna() & ~rows["LSOA code"].isin(known)
    assert 0.0005 < outside.mean() < 0.003


def test_codes_follow_the_official_patterns_outside_their_ranges(example: ExampleSummary) -> None:
    text = " ".join(
        path.read_text("utf-8-sig") for path in sorted((example.raw / "lookups").glob("*.csv"))
    ).replace("E92000001", "")
    codes = set(re.findall(r"[A-Z]\d{8}", text))
    series = {code[:3] for code in codes}
    assert series == {"E01", "E05", "E06", "E07", "E10", "E12", "E22", "E23"}
    # The last codes in use when this was written, by series.
    in_use = {"E01": 35_762, "E05": 15_926, "E06": 66, "E07": 246, "E10": 34, "E12": 9, "E22": 374, "E23": 39}
    assert all(int(code[3:]) > in_use[code[:3]] for code in codes)


def test_lookups_hold_both_vintages(example: ExampleSummary) -> None:
    lookups = example.raw / "lookups"
    old = pd.read_csv(lookups / "LAD21_CSP21_PFA21.csv", encoding="utf-8-sig")
    new = pd.read_csv(lookups / "LAD24_CSP24_PFA24.csv", encoding="utf-8-sig")
    assert list(old.columns) == ["LAD21CD", "LAD21NM", "CSP21CD", "CSP21NM", "PFA21CD", "PFA21NM", "ObjectId"]
    assert list(new.columns) == ["LAD24CD", "LAD24NM", "CSP24CD", "CSP24NM", "PFA24CD", "PFA24NM", "ObjectId"]
    assert (len(old), len(new)) == (25, 24)
    changes = pd.read_csv(lookups / "LAD21_to_LAD24_changes.csv", encoding="utf-8-sig")
    assert set(changes["LAD21CD"]) == set(old["LAD21CD"])
    assert set(changes["LAD24CD"]) == set(new["LAD24CD"])
    merged = changes[changes["LAD22CD"] != changes["LAD23CD"]]
    assert sorted(merged["LAD21NM"]) == ["Fallowick", "Greyland"]
    assert set(merged["LAD24NM"]) == {"Fallowick and Greyland"}
    counties = pd.read_csv(lookups / "LTLA24_UTLA24.csv", encoding="utf-8-sig")
    assert (counties["UTLA24NM"] == "Corvenshire").sum() == 6


def test_population_lacks_a_middle_year_and_the_latest(example: ExampleSummary) -> None:
    names = sorted(path.name for path in (example.raw / "population").iterdir())
    assert names == [f"population{year}_lsoa11.csv.gz" for year in (19, 20, 22)]
    table = pd.read_csv(example.raw / "population" / names[-1])
    ages = [*map(str, range(90)), "90+"]
    assert list(table.columns) == ["lsoa11_name", "lsoa11_code", "total_population", *ages]
    assert (table[ages].sum(axis=1) == table["total_population"]).all()
    assert table["total_population"].between(600, 2600).all()
    own = table[table["lsoa11_name"].str.startswith("Aldermere ")]
    assert own["total_population"].sum() == 61_000


def test_deprivation_ranks_are_distinct_and_deciles_follow_them(example: ExampleSummary) -> None:
    table = pd.read_csv(example.raw / "imd/imd2019_england_lsoa11.csv.gz")
    assert table["IMD_rank"].is_unique
    assert table["IMD_rank"].between(1, 32_844).all()
    assert (table["IMD_decile"] == -(-table["IMD_rank"] * 10 // 32_844)).all()
    assert table["IMD_decile"].nunique() == 10


def test_outlines_tile_each_force_and_hold_its_points(example: ExampleSummary, rows: pd.DataFrame) -> None:
    shapes = {}
    for code in ("E07000900", "E07000901", "E07000907"):
        parsed = json.loads((example.raw / f"boundaries/{code}.geojson").read_text("utf-8"))
        for feature in parsed["features"]:
            shapes[feature["properties"]["LSOA11CD"]] = shapely.geometry.shape(feature["geometry"])
    outlines = list(shapes.values())
    assert all(shape.is_valid for shape in outlines)
    together = shapely.union_all(outlines)
    assert together.area == pytest.approx(sum(shape.area for shape in outlines), rel=1e-4)
    own = rows[rows["LSOA code"].isin(shapes)].drop_duplicates(["Longitude", "Latitude"])
    inside = shapely.contains_xy(
        [shapes[code] for code in own["LSOA code"]],
        own["Longitude"].astype(float),
        own["Latitude"].astype(float),
    )
    assert len(own) > 500
    assert inside.mean() > 0.999
    west, south, east, north = together.bounds
    assert -6 < west < east < 2
    assert 50 < south < north < 55


def test_parameter_files_fit_their_models(example: ExampleSummary) -> None:
    main = example.params / "partnerships" / example.main_code
    models = {"plan": PlanFile, "views": ViewsFile, "decisions": DecisionsFile, "hypotheses": HypothesesFile}
    read = {
        name: model.model_validate(yaml.safe_load((main / f"{name}.yaml").read_text("utf-8")))
        for name, model in models.items()
    }
    assert {action.status for action in read["plan"].actions} == {
        *("complete", "on track", "late", "not started", "stopped")
    }
    assert read["plan"].period == "April 2020 to March 2024"
    assert {survey.probability for survey in read["views"].surveys} == {True, False}
    assert sorted(path.name for path in (main / "commentary").iterdir()) == ["change.md", "levels.md"]
    with_views = sorted(path.parent.name for path in example.params.rglob("views.yaml"))
    assert with_views == [example.main_code, example.codes[3]]


def test_every_partnership_loads_with_its_peers(example: ExampleSummary) -> None:
    for code in (*example.codes[:2], *example.codes[6:8], example.codes[-1]):
        peers = load_params(code, params_dir=example.params).params.peers.codes
        assert len(peers) == 14
        assert set(peers) < set(example.codes)
        assert code not in peers
    main = load_params(example.main_code, params_dir=example.params)
    assert set(main.params.peers.codes) == set(example.codes[6:20])


def test_plan_targets_start_from_the_files(example: ExampleSummary, rows: pd.DataFrame) -> None:
    plan = yaml.safe_load(
        (example.params / "partnerships" / example.main_code / "plan.yaml").read_text("utf-8")
    )
    recorded = rows[
        rows["LSOA name"].str.startswith("Aldermere ", na=False)
        & (rows["Crime type"] == "Vehicle crime")
        & rows["Month"].between("2022-04", "2023-03")
    ]
    assert plan["targets"][0]["indicator"] == "vehicle_crime"
    assert plan["targets"][0]["baseline"] == len(recorded) > 200


def test_writing_again_replaces_raw_files_and_nothing_else(again: ExampleSummary) -> None:
    folder = again.truths.parent
    assert not (folder / "raw/police/2001-01/2001-01-old-street.csv.gz").exists()
    assert (folder / "raw/police/notes.txt").read_text("utf-8") == "Ours.\n"
    assert (folder / WORDS).read_text("utf-8") == "Ours.\n"
    assert (folder.parent / "outside.txt").read_text("utf-8") == "Theirs.\n"


def test_importing_the_example_stays_light() -> None:
    code = "import sys, pads_analysis.data.example as e; print(sorted({'numpy', 'pandas', 'scipy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_foreign_raw_files_are_left_alone(tmp_path: Path) -> None:
    theirs = tmp_path / "raw" / "theirs.csv"
    theirs.parent.mkdir()
    theirs.write_text("a,b\n", "utf-8")
    with pytest.raises(UsageError, match="no example wrote them"):
        write_example(tmp_path, months=24)
    assert theirs.read_text("utf-8") == "a,b\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"partnerships": 19}, "at least 20 partnerships"),
        ({"months": 23}, "at least 24 months"),
        ({"last_month": "2024-13"}, "not a month"),
        ({"last_month": "March 2024"}, "not a month"),
        ({"seed": -1}, "less than 0"),
    ],
)
def test_arguments_out_of_range(tmp_path: Path, arguments: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        write_example(tmp_path, **arguments)
    assert not list(tmp_path.iterdir())


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("published", "ours"),
    [
        (
            "police-avon-somerset/2021-09-avon-and-somerset-street.csv.gz",
            "police/2023-01/2023-01-tarnmark-street.csv.gz",
        ),
        ("population/population19_lsoa11.csv.gz", "population/population19_lsoa11.csv.gz"),
        ("imd/imd2019_england_lsoa11.csv.gz", "imd/imd2019_england_lsoa11.csv.gz"),
        ("households/households21_ltla21.csv", "households/households21_ltla21.csv"),
    ],
)
def test_headings_equal_the_published_ones(example: ExampleSummary, published: str, ours: str) -> None:
    if not (SHARED / published).is_file():
        pytest.skip(f"the published file {published} is not beside the project")
    real, example_table = (pd.read_csv(path, nrows=2) for path in (SHARED / published, example.raw / ours))
    assert list(example_table.columns) == list(real.columns)


def test_hundreds_of_partnerships_have_names_and_codes_of_their_own() -> None:
    forces = places.forces(320, 20070801)
    everywhere = [place for force in forces for place in force.places]
    assert len(everywhere) == 320
    for names in (
        [place.code for place in everywhere],
        [place.name for place in everywhere],
        [place.district_code for place in everywhere],
        [force.name for force in forces],
        [force.slug for force in forces],
    ):
        assert len(set(names)) == len(names)
