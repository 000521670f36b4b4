"""The store open for reading: small areas over two vintages, denominators, messages, and what it may not read."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pandas as pd
import pytest
import store_deliveries as given

from pads_analysis.data.ingest import ingest
from pads_analysis.data.store import Store
from pads_analysis.errors import StoreError

HOME = given.OLDNAME


def street(path: Path, *rows: list[str]) -> Path:
    return given.table(path, given.STREET, rows)


def population(path: Path, year: int, people: dict[str, int], vintage: str = "11") -> Path:
    rows = [(code, code, year, number) for code, number in people.items()]
    return given.table(path, [f"lsoa{vintage}_code", f"lsoa{vintage}_name", "year", "total_population"], rows)


def deprivation(path: Path, ranks: dict[str, tuple[int, int]], vintage: str = "11") -> Path:
    rows = [(code, decile, rank) for code, (decile, rank) in ranks.items()]
    return given.table(path, [f"lsoa{vintage}_code", "IMD_decile", "IMD_rank"], rows)


def square(code: str, left: float, vintage: str = "11") -> dict:
    ring = [[left, 100], [left + 1000, 100], [left + 1000, 1100], [left, 1100], [left, 100]]
    names = {f"LSOA{vintage}CD": code, f"LSOA{vintage}NM": code}
    return {"type": "Feature", "properties": names, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def boundaries(path: Path, *features: dict) -> Path:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    content = {"type": "FeatureCollection", "crs": crs, "features": list(features)}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def opened(tmp_path: Path) -> Store:
    ingest([tmp_path / "in"], tmp_path / "store")
    return Store.open(tmp_path / "store")


@pytest.fixture
def delivery(tmp_path) -> Path:
    given.lookups(tmp_path / "in")
    given.split_areas(tmp_path / "in")
    return tmp_path / "in"


def by_place(store: Store) -> dict[str, int]:
    return store.place_months(HOME).groupby("place_code")["count"].sum().to_dict()


def test_with_2011_codes_alone_the_2011_areas_are_the_places(tmp_path, delivery):
    street(delivery / "a.csv", given.crime("E01900005", "2021-01"), given.crime("E01900006", "2021-01"))
    store = opened(tmp_path)
    assert store.places(HOME)["place_code"].tolist() == ["E01900005", "E01900006", "E01900007"]
    assert by_place(store) == {"E01900005": 1, "E01900006": 1}


def test_with_2021_codes_alone_the_2021_areas_are_the_places(tmp_path, delivery):
    street(delivery / "a.csv", given.crime("E01900051", "2023-01"), given.crime("E01900060", "2023-01"))
    store = opened(tmp_path)
    assert store.places(HOME)["place_code"].tolist() == ["E01900051", "E01900052", "E01900060"]
    assert by_place(store) == {"E01900051": 1, "E01900060": 1}


def test_with_both_vintages_split_and_merged_areas_are_joined(tmp_path, delivery):
    rows = [given.crime(code, "2021-01") for code in ("E01900005", "E01900006", "E01900007")]
    rows += [given.crime(code, "2023-01") for code in ("E01900051", "E01900052", "E01900060")]
    street(delivery / "a.csv", *rows)
    store = opened(tmp_path)
    # The split area keeps its 2011 code, which covers it; the merged ones their 2021 code.
    assert store.places(HOME)[["place_code", "place_name"]].values.tolist() == [
        ["E01900005", "Oldname 001A"],
        ["E01900060", "Oldname 001F"],
    ]
    months = store.place_months(HOME)
    assert months.drop(columns="offence_code").values.tolist() == [
        ["E01900005", pd.Timestamp("2021-01-01"), 1],
        ["E01900005", pd.Timestamp("2023-01-01"), 2],
        ["E01900060", pd.Timestamp("2021-01-01"), 2],
        ["E01900060", pd.Timestamp("2023-01-01"), 1],
    ]


def test_population_and_deprivation_follow_into_joined_places(tmp_path, delivery):
    codes11 = ("E01900005", "E01900006", "E01900007")
    rows = [given.crime(code, "2021-01") for code in codes11]
    street(delivery / "a.csv", *rows, given.crime("E01900051", "2023-01"))
    population(delivery / "p.csv", 2020, dict(zip(codes11, (1000, 1500, 500), strict=True)))
    deprivation(delivery / "imd2019.csv", dict(zip(codes11, ((4, 9000), (2, 3000), (6, 15000)), strict=True)))
    places = opened(tmp_path).places(HOME).set_index("place_code")
    numbers = ["population", "population_year", "imd_year", "imd_decile", "imd_rank"]
    assert places.loc["E01900005", numbers].tolist() == [1000, 2020, 2019, 4, 9000]
    # Weighted by population: (2 x 1500 + 6 x 500) / 2000 = 3; (3000 x 1500 + 15000 x 500) / 2000 = 6000.
    assert places.loc["E01900060", numbers].tolist() == [2000, 2020, 2019, 3, 6000]


def test_figures_of_the_other_vintage_fill_in_only_where_ground_is_not_shared(tmp_path, delivery):
    street(delivery / "a.csv", given.crime("E01900005", "2021-01"))
    population(delivery / "p.csv", 2022, {"E01900051": 400, "E01900052": 700, "E01900060": 900}, "21")
    places = opened(tmp_path).places(HOME).set_index("place_code")
    assert places.loc["E01900005", "population"] == 1100
    assert places.loc[["E01900006", "E01900007"], "population"].isna().all(), (
        "900 people cannot be parted in two"
    )


def test_boundaries_of_joined_places_are_joined(tmp_path, delivery):
    rows = [given.crime(code, "2021-01") for code in ("E01900005", "E01900006", "E01900007")]
    street(delivery / "a.csv", *rows, given.crime("E01900060", "2023-01"))
    squares = [square(f"E0190000{i}", 1000.0 * i) for i in (5, 6, 7)]
    boundaries(delivery / "b.geojson", *squares)
    store = opened(tmp_path)
    drawn = store.place_boundaries(HOME).set_index("place_code")
    assert str(drawn.crs) == "EPSG:27700"
    assert drawn.loc["E01900060"].geometry.bounds == pytest.approx((6000, 100, 8000, 1100))
    assert drawn.loc["E01900060"].geometry.area == pytest.approx(2e6)
    assert drawn.loc["E01900005"].geometry.area == pytest.approx(1e6)
    assert store.place_boundaries(given.ALDER) is None


def test_populations_are_summed_from_small_areas_and_else_from_districts(tmp_path, delivery):
    everyone = {code: 100 * int(code[-1]) for code in given.LSOA}
    population(delivery / "p2019.csv", 2019, everyone)
    half = {code: 1 for code in given.LSOA if code != "E01900006"}
    population(delivery / "p2020.csv", 2020, half)
    districts = [("E06000901", 9000), ("E06000902", 7000), ("E07000906", 5000)]
    header = ["ltla24_code", "ltla24_name", "year", "total_population"]
    for year in (2019, 2020, 2021):
        table = [(code, code, year, number + year) for code, number in districts]
        given.table(delivery / f"d{year}.csv", header, table)
    old = [("E07000901", 10), ("E07000902", 20), ("E07000903", 30), ("E07000904", 40), ("E07000905", 50)]
    header = ["ltla18_code", "ltla18_name", "year", "total_population"]
    given.table(delivery / "d2018.csv", header, [(code, code, 2018, number) for code, number in old])
    table = opened(tmp_path).population()
    held = {(c, y): p for c, y, p in table.values.tolist()}
    assert held[given.NEWSHIRE, 2019] == 100 + 200, "small areas are preferred"
    assert held[HOME, 2020] == 5000 + 2020, "a small area is missing: the district stands in"
    assert held[given.NEWSHIRE, 2021] == 9000 + 2021
    assert (given.ALDER, 2021) not in held, "its district of today is shared with Birch"
    assert held[given.ALDER, 2018] == 30
    assert held[given.NEWSHIRE, 2018] == 30, "districts of any vintage are followed to today's"
    assert held[HOME, 2018] == 50
    assert str(table["population"].dtype) == "int64"


def test_one_partnership_is_read_from_its_own_files_alone(tmp_path, delivery):
    rows = [given.crime(code, "2021-01") for code in given.LSOA]
    street(delivery / "a.csv", *rows)
    store = opened(tmp_path)
    for path in (store.folder / "place_months").iterdir():
        if path.name != f"partnership_code={HOME}":
            for file in path.iterdir():
                file.write_bytes(b"not a table")
    assert store.place_months(HOME)["count"].sum() == 3
    with pytest.raises(StoreError):
        store.place_months(given.ALDER)


def test_facts_lie_by_force_and_month_and_are_sorted_by_area(tmp_path, delivery):
    street(delivery / "a.csv", *[given.crime(code, "2021-01") for code in reversed(given.LSOA)])
    store = opened(tmp_path)
    (part,) = (store.path / "facts/street/wessex_police").glob("2021-01-*.parquet")
    codes = pd.read_parquet(part)["lsoa_code"].tolist()
    assert codes == sorted(given.LSOA)


def test_messages_for_what_is_not_there(tmp_path, delivery):
    with pytest.raises(StoreError, match="no store here"):
        Store.open(tmp_path / "absent")
    (tmp_path / "hollow").mkdir()
    with pytest.raises(StoreError, match="empty"):
        Store.open(tmp_path / "hollow")
    street(delivery / "a.csv", given.crime("E01900005", "2021-01"))
    store = opened(tmp_path)
    with pytest.raises(StoreError) as caught:
        store.places("oldname")
    assert "Nearest: Oldname (E22000905)" in caught.value.do
    assert store.nearest("oldnam")[0] == "Oldname (E22000905)"
    assert store.nearest("zzzzzzzz") == []


def test_without_lookups_the_store_says_which_to_ingest(tmp_path):
    street(tmp_path / "in/a.csv", given.crime("E01900005", "2021-01"), given.crime("", "2021-01"))
    store = opened(tmp_path)
    with pytest.raises(StoreError, match="community safety partnership"):
        store.partnerships()
    with pytest.raises(StoreError, match="lookup"):
        store.places(HOME)
    assert store.force_months().groupby("place")["count"].sum().to_dict() == {"no_location": 1, "outside": 1}
    assert store.partnership_months("street").empty
    assert store.coverage("street").columns.tolist() == [
        "partnership_code",
        "force_name",
        "month",
        "rows",
        "expected",
        "status",
    ]


def test_street_rows_without_a_lookup_of_small_areas_are_not_taken_for_no_crime(tmp_path, delivery):
    (delivery / "lsoa_district.csv").unlink()
    (delivery / "lsoa_changes.csv").unlink()
    street(delivery / "a.csv", given.crime("E01900005", "2021-01"))
    store = opened(tmp_path)
    assert store.coverage("street").empty
    with pytest.raises(StoreError, match="LSOA"):
        store.sources(HOME)


def test_the_fingerprint_tells_the_same_data_in_whatever_order_it_came(tmp_path):
    months = [street(tmp_path / f"{m}.csv", given.crime("E01900005", f"2021-{m}")) for m in ("01", "02")]
    ingest([months[0]], tmp_path / "one")
    first = Store.open(tmp_path / "one").fingerprint
    ingest([months[1]], tmp_path / "one")
    ingest(months[::-1], tmp_path / "two")
    both = Store.open(tmp_path / "one").fingerprint
    assert both != first
    assert Store.open(tmp_path / "two").fingerprint == both


def test_a_store_stays_readable_while_another_delivery_comes_in(tmp_path):
    ingest([street(tmp_path / "1.csv", given.crime("E01900005", "2021-01"))], tmp_path / "store")
    held = Store.open(tmp_path / "store")
    ingest([street(tmp_path / "2.csv", given.crime("E01900005", "2021-02"))], tmp_path / "store")
    assert len(held.force_months()) == 1
    ingest([street(tmp_path / "3.csv", given.crime("E01900005", "2021-03"))], tmp_path / "store")
    with pytest.raises(StoreError, match="changed while it was read"):
        held.force_months()
    assert len(Store.open(tmp_path / "store").force_months()) == 3
    assert len(list((tmp_path / "store/derived").iterdir())) == 2


def _total(path: str, results) -> None:
    results.put(int(Store.open(path).force_months()["count"].sum()))


def test_several_processes_read_one_store_at_once(tmp_path):
    ingest([street(tmp_path / "1.csv", *[given.crime("E01900005", "2021-01")] * 4)], tmp_path / "store")
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    readers = [context.Process(target=_total, args=(str(tmp_path / "store"), results)) for _ in range(3)]
    for reader in readers:
        reader.start()
    assert [results.get(timeout=60) for _ in readers] == [4, 4, 4]
    for reader in readers:
        reader.join(30)


def test_text_is_never_missing_and_months_are_timestamps(tmp_path, delivery):
    street(delivery / "a.csv", *[given.crime(code, "2021-01") for code in given.LSOA])
    store = opened(tmp_path)
    frames = [
        store.partnerships(),
        store.partnership_months("street"),
        store.delivered_months("street"),
        store.force_months(),
        store.place_months(HOME),
        store.places(HOME),
        store.coverage("street"),
        store.deliveries(),
    ]
    for frame in frames:
        text = frame.select_dtypes(include="str")
        assert not text.isna().any().any()
        if "month" in frame:
            assert str(frame["month"].dtype).startswith("datetime64")
            assert (frame["month"].dt.day == 1).all()
