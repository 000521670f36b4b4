"""Extracts in the store: placed, counted, replaced, and judged in the submission ledger."""

from __future__ import annotations

import datetime as dt

import extract_files as files
import pandas as pd
import pytest
import store_deliveries as given

from pads_analysis.data.extracts.mapping import open_extract
from pads_analysis.data.ingest import ingest
from pads_analysis.data.store import Store
from pads_analysis.errors import StoreError

OLDNAME, ALDER = given.OLDNAME, given.ALDER
#: Squares of one kilometre; Oldname 001A and 001B touch at the line easting 301,000.
CORNERS = {"E01900005": (300_000, 200_000), "E01900006": (301_000, 200_000), "E01900003": (310_000, 200_000)}


@pytest.fixture
def here(tmp_path):
    """A store with lookups and outlines, and a way to hand an extract in."""
    store = tmp_path / "store"
    given.lookups(tmp_path / "lookups")
    files.squares(tmp_path / "outlines.geojson", CORNERS)
    ingest([tmp_path / "lookups", tmp_path / "outlines.geojson"], store)
    return Room(tmp_path, store)


class Room:
    def __init__(self, folder, path) -> None:
        self.folder, self.path = folder, path

    def take(self, *rows, name="crimes.csv", received="", replaces=False, header=files.HEADER, **changes):
        file = given.table(self.folder / name, header, rows)
        extract = open_extract(files.map_file(self.folder, **changes), received=received)
        summary = ingest([file], self.path, extract=extract, replaces=replaces)
        return summary.outcomes[0]

    @property
    def store(self) -> Store:
        return Store.open(self.path)

    def submissions(self, *columns: str, as_of: dt.date | None = None) -> list[tuple]:
        table = self.store.extracts.submissions(as_of)
        table = table[table["authority"] != ""]
        table = table.assign(quarter=table["quarter"].dt.strftime("%Y-%m"))
        return list(table[["quarter", *columns]].itertuples(index=False, name=None))


def quarter(first: str, days: int = 90, **changes: str) -> list[list[str]]:
    """A row a day from a date on."""
    return [
        files.row(from_=f"{day:%Y-%m-%d}", **changes) for day in pd.date_range(first, periods=days, freq="D")
    ]


def point(x: float, y: float = 200_500) -> dict[str, str]:
    return {"lsoa": "", "easting": str(x), "northing": str(y)}


def test_rows_are_placed_by_code_then_by_point_and_the_rest_is_counted(here):
    here.take(
        files.row(),
        files.row(**point(300_500)),
        files.row(**point(301_500)),
        files.row(**point(310_500)),
        files.row(**point(400_000)),
        files.row(lsoa="E01999999"),
        files.row(lsoa="E01999999", easting="300500", northing="200500"),
        files.row(lsoa=""),
    )
    table = here.store.extracts.incidents(OLDNAME, "police_crime")
    assert sorted(zip(table["placed_by"], table["lsoa_code"], strict=True)) == [
        ("point", "E01900005"),
        ("point", "E01900005"),
        ("point", "E01900006"),
        ("small_area", "E01900005"),
    ]
    assert here.store.extracts.incidents(ALDER, "police_crime")["placed_by"].tolist() == ["point"]
    unplaced = here.store.extracts.unplaced()
    assert dict(zip(unplaced["reason"], unplaced["count"], strict=True)) == {
        "no location": 1,
        "point outside the stored outlines": 1,
        "small area in no lookup": 1,
    }


def test_a_point_on_a_shared_border_is_counted_once(here):
    here.take(files.row(**point(301_000)))
    assert here.store.extracts.incidents(OLDNAME, "police_crime")["lsoa_code"].tolist() == ["E01900005"]


def test_without_outlines_points_wait(tmp_path):
    given.lookups(tmp_path / "lookups")
    room = Room(tmp_path, tmp_path / "store")
    ingest([tmp_path / "lookups"], room.path)
    room.take(files.row(**point(300_500)))
    reason = "point, and no outlines of small areas in the store"
    assert room.store.extracts.unplaced()["reason"].tolist() == [reason]
    ingest([files.squares(tmp_path / "outlines.geojson", CORNERS)], room.path)
    assert len(room.store.extracts.incidents(OLDNAME, "police_crime")) == 1
    assert room.store.extracts.unplaced().empty


def test_outward_postcodes_are_not_placed_unless_the_map_states_the_partnership(here):
    header = ("When", "What", "Outward")
    columns = {"from": "When", "category": "What", "outward_postcode": "Outward"}
    rows = [("2021-07-03", "Assault", "BS5"), ("2021-07-04", "Assault", "BS6")]
    said = {"data_set": "hospital_admissions", "columns": columns, "header": header}
    here.take(*rows, **said)
    assert here.store.extracts.incidents(OLDNAME, "hospital_admissions").empty
    assert here.store.extracts.unplaced()["reason"].tolist() == ["outward postcode only"]
    here.take(*rows, partnership=OLDNAME, **said)
    table = here.store.extracts.incidents(OLDNAME, "hospital_admissions")
    assert table["placed_by"].tolist() == ["stated", "stated"]
    assert table["outward_postcode"].tolist() == ["BS5", "BS6"]


def test_an_empty_answer_has_the_types_of_a_full_one(here):
    here.take(files.row())
    full, none = (
        here.store.extracts.incidents(OLDNAME, "police_crime"),
        here.store.extracts.incidents(OLDNAME, "fires"),
    )
    assert none.empty
    assert none.dtypes.astype(str).to_dict() == full.dtypes.astype(str).to_dict()
    assert here.store.extracts.unplaced().empty


def test_unknown_partnerships_and_data_sets_are_refused(here):
    here.take(files.row())
    with pytest.raises(StoreError, match="no partnership E22999999"):
        here.store.extracts.incidents("E22999999", "police_crime")
    with pytest.raises(StoreError, match="no data set 'crime'"):
        here.store.extracts.incidents(OLDNAME, "crime")


def test_a_store_without_extracts_has_an_empty_ledger(here):
    table = here.store.extracts.submissions()
    assert table.empty
    assert "grade" in table.columns
    assert here.store.extracts.incidents(OLDNAME, "police_crime").empty


def test_the_same_file_again_is_nothing_and_through_another_map_it_is_read_anew(here):
    rows = quarter("2021-07-01", category="Dwelling")
    assert here.take(*rows).status == "stored"
    again = here.take(*rows)
    assert (again.status, again.kind) == ("already stored", "police_crime")
    changed = here.take(*rows, categories={"Dwelling": "burglary"})
    assert changed.status == "stored"
    assert set(here.store.extracts.incidents(OLDNAME, "police_crime")["category_code"]) == {"burglary"}
    assert len(here.store.extracts.incidents(OLDNAME, "police_crime")) == 90


def test_a_newer_delivery_of_a_quarter_takes_its_place_and_the_ledger_says_what_changed(here):
    here.take(*quarter("2021-07-01", 92), received="2021-11-01")
    outcome = here.take(
        *quarter("2021-07-01", 92), *quarter("2021-09-01", 8), name="new.csv", received="2021-12-01"
    )
    assert "Replaces crimes.csv: 92 rows before, 100 now" in outcome.message
    assert len(here.store.extracts.incidents(OLDNAME, "police_crime")) == 100
    late = here.take(*quarter("2021-07-01", 91), name="old.csv", received="2021-10-15")
    assert late.status == "superseded on arrival"
    assert "dated 2021-12-01; this delivery is dated 2021-10-15" in late.message
    assert len(here.store.extracts.incidents(OLDNAME, "police_crime")) == 100


def test_a_scrap_does_not_replace_a_whole_month_and_other_authorities_are_left_alone(here):
    here.take(*quarter("2021-07-01", 31))
    scrap = here.take(*quarter("2021-07-01", 3), name="scrap.csv")
    assert scrap.status == "superseded on arrival"
    here.take(*quarter("2021-07-01", 3), name="transport.csv", authority="British Transport Police")
    table = here.store.extracts.incidents(OLDNAME, "police_crime")
    assert table["authority"].value_counts().to_dict() == {"Wessex Police": 31, "British Transport Police": 3}
    here.take(*quarter("2021-07-01", 3), name="scrap.csv", replaces=True)
    assert here.store.extracts.incidents(OLDNAME, "police_crime")["authority"].eq("Wessex Police").sum() == 3


def test_months_delivered_one_by_one_make_a_quarter(here):
    for month, days in (("07", 31), ("08", 31), ("09", 30)):
        here.take(
            *quarter(f"2021-{month}-01", days), name=f"{month}.csv", received=f"2021-{int(month) + 1:02d}-05"
        )
    assert here.submissions("months", "rows", "status", "disclosed") == [
        ("2021-07", 3, 92, "received", pd.Timestamp("2021-10-05"))
    ]


def test_two_spellings_of_an_authority_are_pointed_out(here):
    here.take(*quarter("2021-07-01"))
    outcome = here.take(*quarter("2021-10-01"), name="next.csv", authority="Wessex  police.")
    assert "'Wessex police.' is taken for another authority than 'Wessex Police'" in outcome.message
    assert (
        here.take(*quarter("2021-10-01"), name="other.csv", authority="Mercia Police").message.count(
            "taken for"
        )
        == 0
    )


def test_received_late_and_missing_quarters(here):
    here.take(*quarter("2021-01-01"), name="q1.csv", received="2021-06-30")
    here.take(*quarter("2021-04-01"), name="q2.csv", received="2021-10-01")
    here.take(*quarter("2021-10-01"), name="q4.csv", received="2022-03-01")
    assert here.submissions("status", "rows") == [
        ("2021-01", "received", 90),
        ("2021-04", "late", 90),
        ("2021-07", "missing", 0),
        ("2021-10", "received", 90),
    ]
    # On 1 July 2022 the first quarter of 2022 is overdue since a day; on 30 June it is not.
    assert here.submissions("status", as_of=dt.date(2022, 7, 1))[-1] == ("2022-01", "missing")
    assert here.submissions("status", as_of=dt.date(2022, 6, 30))[-1] == ("2021-10", "received")


def test_prescribed_sets_that_nobody_disclosed_stand_in_the_ledger(here):
    here.take(*quarter("2021-07-01"))
    table = here.store.extracts.submissions()
    nobody = table[table["authority"] == ""]
    assert len(nobody) == 11
    assert set(nobody["status"]) == {"missing"}
    fires = nobody[nobody["data_set"] == "fires"].iloc[0]
    assert fires["reason"] == "nothing was ever ingested from the fire and rescue authority"
    assert fires["due"] == pd.Timestamp("2021-12-31")
    assert "emergency_department" not in set(table["data_set"])


def test_a_quarter_is_graded_by_place_by_rows_read_and_by_size(here):
    def graded(**said) -> tuple[str, str]:
        return here.submissions("grade", "reason")[-1][1:]

    here.take(*quarter("2021-07-01"), name="1.csv")
    assert graded() == ("good", "")
    here.take(*quarter("2021-10-01", 72), *quarter("2021-12-13", 18, lsoa=""), name="2.csv")
    assert graded() == ("fair", "80% of rows have a place")
    here.take(*quarter("2022-01-01", 45), *quarter("2022-02-15", 45, lsoa=""), name="3.csv")
    assert graded() == ("poor", "50% of rows have a place")
    here.take(*quarter("2022-04-01", 60), name="4.csv")
    assert graded() == ("poor", "only 2 of the quarter's 3 months have rows")
    sparse = [day for at, day in enumerate(quarter("2022-07-01", 92)) if at % 2]
    here.take(*sparse, name="5.csv")
    assert graded() == ("fair", "rows are 51% of the usual quarter's")
    bad = [files.row(from_="2022-02-30")] * 4
    here.take(*quarter("2022-10-01"), *bad, name="6.csv")
    assert graded() == ("fair", "96% of the file's rows could be read")


def test_shares_are_of_the_rows_of_the_quarter(here):
    here.take(*quarter("2021-07-01", 60), *quarter("2021-08-30", 30, lsoa="", from_time=""))
    found = here.submissions("share_located", "share_placed", "share_timed", "share_kept")
    assert found == [("2021-07", pytest.approx(2 / 3), pytest.approx(2 / 3), pytest.approx(2 / 3), 1.0)]


def test_extracts_leave_the_published_counts_alone(here, tmp_path):
    street = given.table(tmp_path / "street.csv", given.STREET, [given.crime("E01900005", "2021-07")] * 5)
    ingest([street], here.path)
    before = here.store.partnership_months("street")
    here.take(*quarter("2021-07-01"))
    pd.testing.assert_frame_equal(here.store.partnership_months("street"), before)
    assert here.store.sources(OLDNAME) == ("street",)
