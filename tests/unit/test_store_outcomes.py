"""What became of crimes, in the store: counted by partnership, and revised later without a count changing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import store_deliveries as given

from pads_analysis.data.crime_outcomes import cells_changed, moves
from pads_analysis.data.ingest import ingest
from pads_analysis.data.ledger import read
from pads_analysis.data.store import Store

OPEN, NONE, FINED = "Under investigation", "Investigation complete; no suspect identified", "Offender fined"


def street(path: Path, rows: list[list[str]]) -> Path:
    return given.table(path, given.STREET, rows)


def early_rows() -> list[list[str]]:
    """Five burglaries in Alder, one robbery on two rows, and an incident of anti-social behaviour."""
    rows = [given.crime("E01900003", "2021-01", id=f"{at}" * 64, outcome=OPEN) for at in range(5)]
    rows += [
        given.crime("E01900003", "2021-01", id="r" * 64, kind="Robbery", outcome=end) for end in (OPEN, NONE)
    ]
    return [*rows, given.crime("E01900003", "2021-01", kind="Anti-social behaviour", outcome="")]


def later_rows() -> list[list[str]]:
    """The same: three are closed, one is fined, one is still open; the robbery has both its rows before a court."""
    ends = [NONE, NONE, NONE, FINED, OPEN]
    rows = [given.crime("E01900003", "2021-01", id=f"{at}" * 64, outcome=end) for at, end in enumerate(ends)]
    rows += [
        given.crime("E01900003", "2021-01", id="r" * 64, kind="Robbery", outcome=FINED) for _ in range(2)
    ]
    return [*rows, given.crime("E01900003", "2021-01", kind="Anti-social behaviour", outcome="")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    given.lookups(tmp_path / "lookups")
    street(tmp_path / "early" / "2021-01-street.csv", early_rows())
    street(tmp_path / "later" / "2021-01-street.csv", later_rows())
    return tmp_path


def store_of(folder: Path, *order: str) -> Store:
    for name in order:
        ingest([folder / name, folder / "lookups"], folder / "store")
    return Store.open(folder / "store")


def test_the_outcomes_of_a_partnership_are_counted_by_group(folder):
    table = store_of(folder, "later").outcomes.counts().set_index("offence_code")
    assert set(table["partnership_code"]) == {given.ALDER} and set(table["dated"]) == {""}
    burglary, robbery, disorder = (table.loc[c] for c in ("burglary", "robbery", "anti_social_behaviour"))
    assert burglary[["crimes", "no_suspect", "charged", "under_investigation", "other"]].tolist() == [
        5,
        3,
        1,
        1,
        0,
    ]
    assert robbery[["crimes", "charged", "unpublished"]].tolist() == [2, 2, 0]
    assert disorder[["crimes", "unpublished", "other"]].tolist() == [1, 1, 1]


@pytest.mark.parametrize("order", [("early", "later"), ("later", "early")])
def test_two_vintages_have_the_same_counts_in_either_order_and_the_revision_is_told(folder, order):
    store = store_of(folder, *order)
    counts = store.place_months(given.ALDER).set_index("offence_code")["count"]
    assert counts.to_dict() == {"anti_social_behaviour": 1, "burglary": 5, "robbery": 2}
    last = read(folder / "store")[-1]
    (changed,) = last.supersedes[0].changed.values()
    assert (changed["rows_before"], changed["rows_after"], changed["by_type"]) == (8, 8, {})
    assert (changed["cells_changed"], changed["outcomes_changed"]) == (0, 5)
    forward = {
        ("under_investigation", "no_suspect"): 3,
        ("under_investigation", "charged"): 2,
        ("no_suspect", "charged"): 1,
    }
    wanted = forward if order[0] == "early" else {(b, a): rows for (a, b), rows in forward.items()}
    assert changed["outcomes_moved"] == {f"{was}>{became}": rows for (was, became), rows in wanted.items()}
    found = store.outcomes.revisions()
    assert {(row.before, row.after): row.rows for row in found.itertuples()} == wanted
    assert set(found["force_name"]) == {"Wessex Police"}
    catalogue = store.deliveries()
    said = catalogue.loc[catalogue["changed"] != "", "changed"].item()
    assert "counts by offence and small area are the same; outcomes revised: 5 (3 from" in said
    assert ("more went back to under investigation" in said) == (order[0] == "later")
    assert set(catalogue["months_changed"]) == {""}


def test_the_same_bytes_again_revise_nothing(folder):
    store = store_of(folder, "early", "later", "early")
    assert store.outcomes.revisions()["rows"].sum() == 6


def test_an_archive_dates_its_outcomes(folder):
    body = given.text(given.STREET, early_rows())
    archive = given.archive(folder / "a.zip", {"2021-01/x.csv": body, "2021-06/readme.txt": ""})
    ingest([archive, folder / "lookups"], folder / "store")
    assert set(Store.open(folder / "store").outcomes.counts()["dated"]) == {"2021-06"}


def test_a_store_without_street_files_has_no_outcomes(folder):
    ingest([folder / "lookups"], folder / "store")
    held = Store.open(folder / "store").outcomes
    assert held.counts().empty and held.revisions().empty


def test_rows_of_one_identifier_are_set_off_before_they_are_paired():
    columns = ["crime_id", "offence_code", "outcome"]
    old = pd.DataFrame([("a", "x", OPEN), ("a", "x", NONE)], columns=columns)
    new = pd.DataFrame([("a", "x", NONE), ("a", "x", FINED)], columns=columns)
    assert moves(old, new) == {"under_investigation>charged": 1}
    assert moves(old, old.iloc[::-1]) == {}
    assert moves(old, new.assign(crime_id="b")) == {}


def test_a_move_to_another_small_area_changes_cells_and_no_total():
    columns = ["offence_code", "lsoa_code"]
    old = pd.DataFrame([("x", "A"), ("x", "A"), ("y", "B")], columns=columns)
    assert cells_changed(old, old.iloc[::-1]) == 0
    assert cells_changed(old, old.assign(lsoa_code=["A", "C", "B"])) == 2
