"""What may take the place of what is stored: no scrap does by itself, and --replace takes anything as the newest."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import store_deliveries as given

from pads_analysis.data.ingest import ingest
from pads_analysis.data.ledger import read
from pads_analysis.data.outcome import FileOutcome
from pads_analysis.data.store import Store

HOME_OFFICE = [
    *("Financial Year", "Financial Quarter", "CSP Name", "Offence Group"),
    *("Offence Code", "Number of Offences"),
]


def months(path: Path, sizes: dict[str, int]) -> Path:
    """Write a street file with so many rows for each month; the file's name keeps the bytes apart."""
    rows = [
        given.crime("E01900003", month, id=f"{path.stem}-{month}-{place}", kind="Robbery")
        for month, size in sizes.items()
        for place in range(size)
    ]
    return given.table(path, given.STREET, rows)


def one(path: Path, store: Path, **options: bool) -> FileOutcome:
    (outcome,) = ingest([path], store, **options).outcomes
    return outcome


def held(store: Path) -> dict[str, int]:
    """Rows by month as the derived tables have them."""
    table = Store.open(store).force_months()
    return table.groupby(table["month"].dt.strftime("%Y-%m"))["count"].sum().to_dict()


def test_a_scrap_does_not_replace_a_whole_month(tmp_path):
    store = tmp_path / "store"
    one(months(tmp_path / "good.csv", {"2021-09": 100}), store)
    before = Store.open(store).fingerprint
    scrap = one(months(tmp_path / "scrap.csv", {"2021-09": 64}), store)
    assert scrap.status == "superseded on arrival"
    assert scrap.message == (
        "2021-09 is not replaced: this file has 64 rows and the store 100, from good.csv; a file from outside a "
        "publisher's archive must bring at least 65 %. Give --replace to take it all the same."
    )
    assert held(store) == {"2021-09": 100}
    assert Store.open(store).fingerprint == before
    table = Store.open(store).deliveries()
    assert table["status"].tolist() == ["live", "superseded"]
    assert table["superseded_by"].tolist() == ["", "good.csv"]
    assert scrap.message in table["notes"].iloc[1]
    figures = {"rows_given": 64, "rows_stored": 100, "count_given": None, "count_stored": None}
    assert read(store)[1].lost[0].changed == {"street|Wessex Police|2021-09": figures}


def test_65_in_a_hundred_are_enough(tmp_path):
    store = tmp_path / "store"
    one(months(tmp_path / "good.csv", {"2021-09": 100}), store)
    later = one(months(tmp_path / "later.csv", {"2021-09": 65}), store)
    assert later.status == "stored"
    assert held(store) == {"2021-09": 65}
    assert later.message == (
        "Replaces good.csv: 100 rows before, 65 now. A loose file carries no date, so the one given last counts; "
        "to bring back good.csv, give it again with --replace."
    )


def test_a_publishers_archive_may_correct_a_month_downwards(tmp_path):
    store = tmp_path / "store"
    one(months(tmp_path / "good.csv", {"2021-09": 100}), store)
    small = months(tmp_path / "small.csv", {"2021-09": 10}).read_text("utf-8")
    published = one(given.archive(tmp_path / "p.zip", {"2021-09/2021-09-street.csv": small}), store)
    assert published.status == "stored"
    assert held(store) == {"2021-09": 10}


def test_a_zip_around_a_loose_file_does_not_make_it_an_archive(tmp_path):
    store = tmp_path / "store"
    one(months(tmp_path / "good.csv", {"2021-09": 100}), store)
    small = months(tmp_path / "small.csv", {"2021-09": 10}).read_text("utf-8")
    assert one(given.archive(tmp_path / "z.zip", {"2021-09-street.csv": small}), store).status == (
        "superseded on arrival"
    )
    assert held(store) == {"2021-09": 100}


def test_a_file_of_some_whole_months_and_a_scrap_is_taken_in_part(tmp_path):
    store = tmp_path / "store"
    one(months(tmp_path / "a.csv", {"2021-01": 10, "2021-02": 20}), store)
    mixed = one(months(tmp_path / "b.csv", {"2021-01": 2, "2021-02": 19, "2021-03": 3}), store)
    assert mixed.status == "stored"
    assert (
        "2021-01 (1 of its 3 periods) is not replaced: this file has 2 rows and the store 10" in mixed.message
    )
    assert "Replaces a.csv: 20 rows before, 19 now." in mixed.message
    assert held(store) == {"2021-01": 10, "2021-02": 19, "2021-03": 3}
    again = one(tmp_path / "b.csv", store)
    assert (again.status, again.overtaken) == ("already stored", True)
    assert "2021-01 is now taken from a.csv. Give --replace to take it from this file." in again.message
    forced = one(tmp_path / "b.csv", store, replaces=True)
    assert forced.status == "stored"
    assert held(store) == {"2021-01": 2, "2021-02": 19, "2021-03": 3}
    # And back, month by month: a.csv holds two of the three.
    one(tmp_path / "a.csv", store, replaces=True)
    assert held(store) == {"2021-01": 10, "2021-02": 20, "2021-03": 3}
    assert Store.open(store).deliveries()["status"].tolist() == ["superseded", "superseded", "live", "live"]


def test_replace_takes_a_scrap_and_brings_the_month_back(tmp_path):
    store = tmp_path / "store"
    given.lookups(tmp_path / "lookups")
    ingest([tmp_path / "lookups", months(tmp_path / "good.csv", {"2021-09": 100})], store)
    opened = Store.open(store)
    before, counts = opened.fingerprint, opened.partnership_months("street")
    scrap = months(tmp_path / "scrap.csv", {"2021-09": 5})
    assert one(scrap, store, replaces=True).message == (
        "Replaces good.csv: 100 rows before, 5 now. Taken as the newest, because --replace was given."
    )
    assert held(store) == {"2021-09": 5}
    again = one(tmp_path / "good.csv", store)
    assert again.status == "already stored"
    assert again.message.endswith(
        "as good.csv. 2021-09 is now taken from scrap.csv. Give --replace to take it from this file."
    )
    assert held(store) == {"2021-09": 5}, "without --replace, known bytes change nothing"
    back = one(tmp_path / "good.csv", store, replaces=True)
    assert back.status == "stored"
    assert back.message.startswith("Replaces scrap.csv: 5 rows before, 100 now. Taken as the newest, because")
    assert held(store) == {"2021-09": 100}
    restored = Store.open(store)
    pd.testing.assert_frame_equal(restored.partnership_months("street"), counts)
    assert restored.place_months(given.ALDER)["count"].sum() == 100
    assert restored.fingerprint == before, "the store says again what it said"
    notes = restored.deliveries()["notes"].iloc[-1]
    assert "--replace was given; the same bytes first came on 20" in notes
    number = len(read(store))
    assert one(tmp_path / "good.csv", store, replaces=True).status == "already stored"
    assert len(read(store)) == number, "what is the newest already is not written again"


def test_replace_takes_an_older_archive(tmp_path):
    store = tmp_path / "store"
    texts = {size: months(tmp_path / f"{size}.csv", {"2021-01": size}).read_text("utf-8") for size in (5, 3)}
    newer = given.archive(tmp_path / "june.zip", {"2021-01/x.csv": texts[5], "2021-06/readme.md": ""})
    older = given.archive(tmp_path / "march.zip", {"2021-01/x.csv": texts[3], "2021-03/readme.md": ""})
    ingest([newer], store)
    kept = ingest([older], store).outcomes[0]
    assert kept.message.endswith("does not replace them. Give --replace to take it all the same.")
    assert held(store) == {"2021-01": 5}
    assert ingest([older], store, replaces=True).outcomes[0].status == "stored"
    assert held(store) == {"2021-01": 3}


@pytest.mark.parametrize("names", [("good.csv", "scrap.csv"), ("scrap.csv", "good.csv")])
def test_among_files_given_together_with_replace_a_scrap_does_not_win(tmp_path, names):
    store = tmp_path / "store"
    months(tmp_path / "good.csv", {"2021-09": 100})
    months(tmp_path / "scrap.csv", {"2021-09": 5})
    ingest([tmp_path / "good.csv"], store)
    ingest([tmp_path / name for name in names], store, replaces=True)
    assert held(store) == {"2021-09": 100}


@pytest.mark.parametrize("order", [("early", "later"), ("later", "early")])
def test_two_loose_vintages_the_last_given_counts_and_says_how_to_bring_back_the_other(tmp_path, order):
    store = tmp_path / "store"
    outcomes = {"early": "Under investigation", "later": "Offender fined"}
    for vintage, outcome in outcomes.items():
        rows = [given.crime("E01900003", "2021-01", id=f"{at}", outcome=outcome) for at in range(4)]
        given.table(tmp_path / vintage / "2021-01-street.csv", given.STREET, rows)
    first, second = (tmp_path / name for name in order)
    ingest([first], store)
    told = one(second, store)
    moved = {
        "early": "from “under investigation” to “charged or before a court”)",
        "later": "from “charged or before a court” to “under investigation”); more went back to under investigation "
        "than left it, as when an earlier publication is given after a later one",
    }
    assert told.message == (
        "Replaces the earlier 2021-01-street.csv: 4 rows before, 4 now; the counts by offence and small area are the "
        f"same; outcomes revised: 4 (4 {moved[order[0]]}. A loose file carries no date, so the one given last "
        "counts; to bring back the earlier file of that name, give it again with --replace."
    )
    again = one(first, store)
    assert "2021-01 is now taken from a newer file of that name." in again.message
    assert one(first, store, replaces=True).status == "stored"
    (live,) = [entry for entry in read(store) if entry.seq == 3]
    rows = pd.concat(pd.read_parquet(store / part.path) for part in live.parts)
    assert set(rows["outcome"]) == {outcomes[order[0]]}


def borough(path: Path, counts: dict[str, dict[str, int]]) -> Path:
    """Write a borough table from counts by borough and month."""
    header = ["MajorText", "MinorText", "BoroughName", *next(iter(counts.values()))]
    rows = [["BURGLARY", "BURGLARY IN A DWELLING", name, *row.values()] for name, row in counts.items()]
    return given.table(path, header, rows)


def borough_months(store: Path) -> list[int]:
    table = Store.open(store).partnership_months("borough")
    return table.groupby("month")["count"].sum().tolist()


def test_a_scrap_of_a_borough_table_is_told_by_rows_and_by_counts(tmp_path):
    store = tmp_path / "store"
    given.lookups(tmp_path / "lookups")
    whole = {name: {"202101": 50, "202102": 60} for name in ("Alder", "Newshire")}
    ingest([tmp_path / "lookups", borough(tmp_path / "whole.csv", whole)], store)
    few_rows = one(borough(tmp_path / "rows.csv", {"Alder": {"202101": 100, "202102": 120}}), store)
    assert few_rows.status == "superseded on arrival"
    assert "2021-01, 2021-02 are not replaced: this file has 2 figures and the store 4, from whole.csv" in (
        few_rows.message
    )
    emptied = {name: {"202102": 6, "202103": 7} for name in ("Alder", "Newshire")}
    few_counts = one(borough(tmp_path / "counts.csv", emptied), store)
    assert few_counts.status == "stored"
    assert "2021-02 (1 of its 2 periods) is not replaced: this file has 12 offences and the store 120" in (
        few_counts.message
    )
    assert borough_months(store) == [100, 120, 14]
    ingest([tmp_path / "counts.csv"], store, replaces=True)
    assert borough_months(store) == [100, 12, 14]
    ingest([tmp_path / "whole.csv"], store, replaces=True)
    assert borough_months(store) == [100, 120, 14]


def test_a_scrap_of_a_home_office_year_is_not_taken(tmp_path):
    store = tmp_path / "store"

    def table(name: str, year: str, quarters: int) -> Path:
        rows = [[year, quarter + 1, "Alder", "Robbery", "34B", 10] for quarter in range(quarters)]
        return given.table(tmp_path / name, HOME_OFFICE, rows)

    given.lookups(tmp_path / "lookups")
    ingest([tmp_path / "lookups", table("whole.csv", "2021/22", 4)], store)
    scrap = one(table("scrap.csv", "2021/22", 2), store)
    assert scrap.status == "superseded on arrival"
    assert scrap.message.startswith(
        "2021/22 is not replaced: this file has 2 figures and the store 4, from whole.csv"
    )
    assert Store.open(store).partnership_months("csp_table")["count"].sum() == 40
    assert one(tmp_path / "scrap.csv", store, replaces=True).status == "stored"
    assert Store.open(store).partnership_months("csp_table")["count"].sum() == 20


def test_replace_makes_a_lookup_count_again_row_by_row(tmp_path):
    header = ["ltla24_code", "ltla24_name", "csp24_code", "csp24_name", "pfa24_code", "pfa24_name"]
    row = ("E07000001", "One", "E22000001", "Old name", "E23000001", "Force")
    other = ("E07000002", "Two", "E22000002", "Two", "E23000001", "Force")
    third = ("E07000003", "Three", "E22000003", "Three", "E23000001", "Force")
    store = tmp_path / "store"
    old = given.table(tmp_path / "old.csv", header, [row, other])
    new = given.table(tmp_path / "new.csv", header, [(*row[:3], "New name", *row[4:])])
    apart = given.table(tmp_path / "apart.csv", header, [third])
    ingest([old, new, apart], store)

    def names() -> list[str]:
        return Store.open(store).partnerships()["partnership_name"].tolist()

    assert names() == ["New name", "Two", "Three"]
    assert one(apart, store, replaces=True).status == "already stored", "nothing later speaks of its rows"
    assert one(old, store, replaces=True).status == "stored"
    assert names() == ["Old name", "Two", "Three"]


def test_the_ledger_of_an_earlier_version_is_still_read(tmp_path):
    store = tmp_path / "store"
    one(months(tmp_path / "a.csv", {"2021-09": 3}), store)
    (path,) = (store / "ledger").glob("*.json")
    lines = [line for line in path.read_text("utf-8").splitlines() if '"found_at"' not in line]
    path.write_text("\n".join(lines), "utf-8")
    (entry,) = read(store)
    assert entry.where == "a.csv"
