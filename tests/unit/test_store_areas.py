"""Areas followed to the latest geography, and names and forces matched."""

from __future__ import annotations

import pandas as pd
import pytest
import store_deliveries as given

from pads_analysis.data.areas import Areas
from pads_analysis.data.ingest import ingest
from pads_analysis.data.names import area_key, force_key, match_forces
from pads_analysis.data.store import Store

COLUMNS = ["from_entity", "from_vintage", "from_code", "to_entity", "to_vintage", "to_code"]


def areas(*edges: tuple[str, str, str, str, str, str]) -> Areas:
    table = pd.DataFrame(list(edges), columns=COLUMNS)
    named = table.assign(from_name=table["from_code"], to_name=table["to_code"], change_code="")
    return Areas(named.astype("str"))


def csp(vintage: str, district: str, code: str) -> tuple[str, str, str, str, str, str]:
    return ("ltla", vintage, district, "csp", vintage, code)


def change(old: str, new: str, before: str = "18", after: str = "24") -> tuple[str, str, str, str, str, str]:
    return ("ltla", before, old, "ltla", after, new)


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> Store:
    base = tmp_path_factory.mktemp("areas")
    given.lookups(base / "in")
    rows = [given.crime(code, "2021-01") for code in given.LSOA for _ in range(int(code[-1]))]
    rows += [given.crime("", "2021-01")] * 10
    rows += [given.crime("E01888888", "2021-01")] * 3
    rows += [given.crime("E01900003", "2021-01", force="British Transport Police")] * 5
    given.table(base / "in/street.csv", given.STREET, rows)
    ingest([base / "in"], base / "store")
    return Store.open(base / "store")


def counts(store: Store) -> dict[str, int]:
    months = store.partnership_months("street")
    return months.groupby("partnership_code")["count"].sum().to_dict()


def test_merged_renamed_and_shared_districts_reach_the_partnership_of_today(opened):
    # One row per last digit of the LSOA code: 1+2 merged, 3 and 4 share a district, 5+6+7 renamed. The 5 rows of the
    # British Transport Police at 3, and the 9 that the force placed in another's area, count to no partnership.
    assert counts(opened) == {given.NEWSHIRE: 3, given.ALDER: 3, given.BIRCH: 4, given.OLDNAME: 18}


def test_every_row_is_located_outside_or_without_location(opened):
    places = opened.force_months().groupby(["force_name", "place"])["count"].sum().to_dict()
    assert places == {
        ("Wessex Police", "located"): 3 + 3 + 4 + 18,
        ("Wessex Police", "other_force"): 9,
        ("Wessex Police", "no_location"): 10,
        ("Wessex Police", "outside"): 3,
        ("British Transport Police", "other_force"): 5,
    }
    assert opened.unplaced().values.tolist() == [["street", "E01888888", 3]]


def test_only_the_own_force_makes_a_month_delivered(opened):
    delivered = opened.delivered_months("street")
    assert sorted(delivered["partnership_code"]) == [given.NEWSHIRE, given.ALDER, given.BIRCH, given.OLDNAME]
    assert delivered["month"].unique().tolist() == [pd.Timestamp("2021-01-01")]
    assert opened.sources(given.ALDER) == ("street",)
    assert opened.sources(given.FARLAND) == ()


def test_partnerships_are_those_of_the_latest_geography(opened):
    table = opened.partnerships().set_index("partnership_code")
    assert table.index.tolist() == [given.NEWSHIRE, given.ALDER, given.BIRCH, given.OLDNAME, given.FARLAND]
    assert table.loc[given.NEWSHIRE, ["partnership_name", "districts", "county_code"]].tolist() == [
        "Newshire",
        "E06000901",
        "",
    ]
    assert table.loc[given.ALDER, "districts"] == "E06000902"
    assert table.loc[given.OLDNAME, ["districts", "county_code", "county_name"]].tolist() == [
        "E07000906",
        "E10000901",
        "Wessexshire",
    ]
    assert table["force_name"].tolist() == ["Wessex"] * 4 + ["Mercia"]
    assert set(table["country_code"]) == {"E92000001"}


def test_places_lie_in_the_district_of_today(opened):
    places = opened.places(given.OLDNAME)
    assert places["place_code"].tolist() == ["E01900005", "E01900006", "E01900007"]
    assert set(places["district_code"]) == {"E07000906"}
    assert set(places["district_name"]) == {"Newname"}


def test_a_partnership_that_is_gone_is_followed_through_its_districts():
    found = areas(
        csp("17", "E07000001", "OLD1"),
        csp("17", "E07000002", "OLD2"),
        csp("24", "E06000001", "NEW"),
        change("E07000001", "E06000001"),
        change("E07000002", "E06000001"),
    )
    assert [found.partnership_of_csp(code) for code in ("OLD1", "OLD2", "NEW", "NONE")] == [
        "NEW",
        "NEW",
        "NEW",
        "",
    ]
    assert found.partnership_named("old1") == "NEW"


def test_the_newest_lookup_that_answers_decides_and_older_ones_only_break_ties():
    found = areas(
        csp("17", "E07000001", "A"),
        csp("17", "E07000002", "B"),
        csp("17", "E07000003", "ELSEWHERE"),
        csp("17", "E07000004", "ONLY17"),
        csp("24", "E06000001", "A"),
        csp("24", "E06000001", "B"),
        change("E07000001", "E06000001"),
        change("E07000002", "E06000001"),
        change("E07000003", "E06000001"),
    )
    assert found.partnership_of_district("E07000001") == "A"
    assert found.partnership_of_district("E07000002") == "B"
    assert found.partnership_of_district("E06000001") == ""
    assert found.partnership_of_district("E07000003") == "", "its old partnership is none of the two of today"
    assert found.partnership_of_district("E07000004") == "ONLY17"
    assert found.shared_by("E06000001") == {"A", "B"}


def test_a_new_district_is_placed_by_its_predecessors_when_the_partnership_lookup_is_older():
    found = areas(
        csp("17", "E07000001", "A"),
        csp("17", "E07000002", "A"),
        csp("17", "E07000003", "B"),
        csp("17", "E07000004", "C"),
        change("E07000001", "E06000001", "18", "21"),
        change("E07000002", "E06000001", "18", "21"),
        change("E07000003", "E06000002"),
        change("E07000004", "E06000002"),
    )
    assert found.partnership_of_district("E06000001") == "A"
    assert found.partnership_of_district("E06000002") == ""


def test_chains_are_followed_to_the_end_and_circles_do_not_hang():
    found = areas(
        change("D1", "D2", "16", "18"),
        change("D2", "D3", "18", "21"),
        change("D3", "D4", "21", "24"),
        change("X", "Y", "16", "18"),
        change("Y", "X", "18", "21"),
        csp("24", "D4", "P"),
    )
    assert found.current("D1") == {"D4"}
    assert found.partnership_of_district("D1") == "P"
    assert found.current("X") <= {"X", "Y"}
    assert found.partnership_of_district("X") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bristol, City of", "City of Bristol"),
        ("St. Helens", "ST HELENS"),
        ("Saint Albans", "St Albans"),
        ("Barking and Dagenham", "BARKING & DAGENHAM"),
        ("King's Lynn and West Norfolk", "Kings Lynn & West Norfolk"),
        ("Kingston upon Hull, City of", "City of Kingston upon Hull"),
        ("Westminster", "City of Westminster"),
        ("Herefordshire, County of", "Herefordshire"),
        ("Ynys Môn", "Ynys Mon"),
        ("Stockton-on-Tees", "Stockton on Tees"),
        ("London Borough of Brent", "Brent"),
    ],
)
def test_printings_of_one_name_are_equal(one, other):
    assert area_key(one) == area_key(other)


def test_different_names_stay_different():
    names = [
        "Derby",
        "Derbyshire Dales",
        "South Derbyshire",
        "City of London",
        "Newcastle upon Tyne",
        "Newham",
    ]
    assert len({area_key(name) for name in names}) == len(names)


def test_forces_are_matched_by_the_words_that_tell_them_apart():
    forces = {
        "1": "Avon and Somerset",
        "2": "Metropolitan Police",
        "3": "Devon & Cornwall",
        "4": "London, City of",
        "5": "Hampshire",
        "6": "North Wales",
        "7": "South Wales",
        "8": "Dyfed-Powys",
    }
    texts = {
        "Avon and Somerset Constabulary": "1",
        "Metropolitan Police Service": "2",
        "Devon & Cornwall Police": "3",
        "City of London Police": "4",
        "Hampshire Constabulary": "5",
        "Hampshire and Isle of Wight Constabulary": "5",
        "South Wales Police": "7",
        "Dyfed-Powys Police": "8",
        "British Transport Police": "",
        "Police Service of Northern Ireland": "",
    }
    assert match_forces(texts, forces) == texts
    assert force_key("The Metropolitan Police Service") == {"metropolitan"}


def test_borough_names_find_their_partnership_and_the_rest_is_counted(tmp_path):
    given.lookups(tmp_path / "in")
    header = ["MajorText", "MinorText", "BoroughName", "202101", "202102"]
    rows = [
        ("BURGLARY", "BURGLARY IN A DWELLING", "ALDER", 1, 2),
        ("BURGLARY", "BURGLARY IN A DWELLING", "City of Newshire", 4, 0),
        ("BURGLARY", "BURGLARY IN A DWELLING", "Southby", 8, 0),
        ("BURGLARY", "BURGLARY IN A DWELLING", "Unknown", 16, 32),
    ]
    given.table(tmp_path / "in/boroughs.csv", header, rows)
    ingest([tmp_path / "in"], tmp_path / "store")
    store = Store.open(tmp_path / "store")
    counted = store.partnership_months("borough")
    assert counted.drop(columns="offence_code").values.tolist() == [
        [given.NEWSHIRE, pd.Timestamp("2021-01-01"), 12],
        [given.ALDER, pd.Timestamp("2021-01-01"), 1],
        [given.ALDER, pd.Timestamp("2021-02-01"), 2],
    ]
    assert store.unplaced().values.tolist() == [["borough", "Unknown", 48]]
    # February was delivered for Newshire too, with no crime in it.
    assert len(store.delivered_months("borough")) == 4
    assert store.sources(given.NEWSHIRE) == ("borough",)
    assert set(store.coverage("borough")["status"]) == {"complete"}


def test_home_office_rows_are_placed_by_code_then_name_and_quarters_stand_at_their_first_month(tmp_path):
    given.lookups(tmp_path / "in")
    header = [
        "Financial Year",
        "Financial Quarter",
        "Force Name",
        "CSP Name",
        "ONS Code",
        "Offence Description",
    ]
    header += ["Offence Group", "Offence Subgroup", "Offence Code", "Number of Offences"]
    tail = ("Burglary in a dwelling", "Theft offences", "Burglary", "28A")
    rows = [
        ("2011/12", 1, "Wessex", "Northby", "E22000911", *tail, 5),
        ("2011/12", 2, "Wessex", "Northby", "E22000911", *tail, -2),
        ("2011/12", 1, "Wessex", "Alder", "", *tail, 7),
    ]
    given.table(tmp_path / "in/prc.csv", header, rows)
    ingest([tmp_path / "in"], tmp_path / "store")
    store = Store.open(tmp_path / "store")
    counted = store.partnership_months("csp_table").drop(columns="offence_code")
    assert counted.values.tolist() == [
        [given.NEWSHIRE, pd.Timestamp("2011-04-01"), 5],
        [given.NEWSHIRE, pd.Timestamp("2011-07-01"), -2],
        [given.ALDER, pd.Timestamp("2011-04-01"), 7],
    ]
    assert store.sources(given.ALDER) == ("csp_table",)
    # The months between quarters are not missing; the second quarter, which has no row for Alder, is.
    assert statuses(store, "csp_table", given.NEWSHIRE) == {"2011-04": "complete", "2011-07": "complete"}
    assert statuses(store, "csp_table", given.ALDER) == {"2011-04": "complete", "2011-07": "missing"}


def quarter_rows(*held: tuple[str, str, str, int, int]) -> list[tuple[object, ...]]:
    """Return rows of the Home Office table: year, name, code, quarter and count."""
    tail = ("Burglary in a dwelling", "Theft offences", "Burglary", "28A")
    return [(year, quarter, "Wessex", name, code, *tail, count) for year, name, code, quarter, count in held]


QUARTERS = [
    *("Financial Year", "Financial Quarter", "Force Name", "CSP Name", "ONS Code", "Offence Description"),
    *("Offence Group", "Offence Subgroup", "Offence Code", "Number of Offences"),
]


def statuses(store: Store, source: str, code: str) -> dict[str, str]:
    table = store.coverage(source).query("partnership_code == @code")
    return {f"{month:%Y-%m}": said for month, said in zip(table["month"], table["status"], strict=True)}


def test_a_partnership_absent_from_a_year_of_the_home_office_table_is_missing_there_and_not_without_crime(
    tmp_path,
):
    given.lookups(tmp_path / "in")
    years = ("2011/12", "2012/13")
    alder = [(year, "Alder", given.ALDER, quarter, 400) for year in years for quarter in (1, 2, 3, 4)]
    birch = [(years[0], "Birch", given.BIRCH, quarter, 390) for quarter in (1, 2, 3, 4)]
    # A zero that is published is a count.
    newname = [(year, "Newname", given.OLDNAME, quarter, 0) for year in years for quarter in (1, 2, 3, 4)]
    given.table(tmp_path / "in/prc.csv", QUARTERS, quarter_rows(*alder, *birch, *newname))
    ingest([tmp_path / "in"], tmp_path / "store")
    store = Store.open(tmp_path / "store")
    firsts = ["2011-04", "2011-07", "2011-10", "2012-01", "2012-04", "2012-07", "2012-10", "2013-01"]
    assert statuses(store, "csp_table", given.ALDER) == dict.fromkeys(firsts, "complete")
    assert statuses(store, "csp_table", given.OLDNAME) == dict.fromkeys(firsts, "complete")
    assert statuses(store, "csp_table", given.BIRCH) == {
        **dict.fromkeys(firsts[:4], "complete"),
        **dict.fromkeys(firsts[4:], "missing"),
    }
    held = store.delivered_months("csp_table").query("partnership_code == @given.BIRCH")["month"]
    assert [f"{month:%Y-%m}" for month in held] == firsts[:4]
    assert store.sources(given.BIRCH) == ("csp_table",)


def test_a_borough_absent_from_later_months_is_missing_there(tmp_path):
    given.lookups(tmp_path / "in")
    header = ["MajorText", "MinorText", "BoroughName"]
    first, later = (
        [f"2021{month:02d}" for month in range(1, 7)],
        [f"2021{month:02d}" for month in range(7, 13)],
    )
    both = [("BURGLARY", "BURGLARY", name, *[count] * 6) for name, count in (("Alder", 10), ("Birch", 12))]
    given.table(tmp_path / "in/one.csv", [*header, *first], both)
    given.table(tmp_path / "in/two.csv", [*header, *later], both[:1])
    ingest([tmp_path / "in"], tmp_path / "store")
    store = Store.open(tmp_path / "store")
    assert set(statuses(store, "borough", given.ALDER).values()) == {"complete"}
    assert list(statuses(store, "borough", given.BIRCH).values()) == ["complete"] * 6 + ["missing"] * 6
    judged = store.coverage("borough")
    assert judged.loc[judged["status"] == "missing", "rows"].tolist() == [0] * 6
    assert set(judged["force_name"]) == {"Borough table"}


def test_half_of_a_merged_partnership_is_not_taken_for_all_of_it(tmp_path):
    given.lookups(tmp_path / "in")
    year = "2011/12"
    rows = [(year, "Northby", "E22000911", quarter, 50) for quarter in (1, 2, 3, 4)]
    rows += [(year, "Southby", "E22000912", quarter, 60) for quarter in (1, 2, 4)]
    given.table(tmp_path / "in/prc.csv", QUARTERS, quarter_rows(*rows))
    ingest([tmp_path / "in"], tmp_path / "store")
    said = statuses(Store.open(tmp_path / "store"), "csp_table", given.NEWSHIRE)
    assert list(said.values()) == ["complete", "complete", "looks incomplete", "complete"]
