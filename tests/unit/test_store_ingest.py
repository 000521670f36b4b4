"""Ingest: what becomes of each file, what replaces what, and that a run ended at any moment leaves the store whole."""

from __future__ import annotations

import errno
import json
import multiprocessing
from pathlib import Path

import pandas as pd
import pytest
import store_deliveries as given

from pads_analysis.data import derive, facts, ledger
from pads_analysis.data.ingest import ingest
from pads_analysis.data.lock import locked
from pads_analysis.data.store import Store
from pads_analysis.errors import LockedError, StoreError, UsageError


def street(path: Path, rows: list[list[str]]) -> Path:
    return given.table(path, given.STREET, rows)


def january(path: Path, burglaries: int = 3, month: str = "2021-01") -> Path:
    return street(path, [given.crime("E01900001", month, id=f"{i:064x}") for i in range(burglaries)])


def borough(path: Path, months: dict[str, int], area: str = "Alder") -> Path:
    header = ["MajorText", "MinorText", "BoroughName", *months]
    return given.table(path, header, [["BURGLARY", "BURGLARY IN A DWELLING", area, *months.values()]])


def statuses(summary) -> list[str]:
    return [outcome.status for outcome in summary.outcomes]


def entries(store: Path) -> list[dict]:
    return [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted((store / "ledger").glob("*.json"))
    ]


def test_each_file_is_accounted_for(tmp_path):
    folder = tmp_path / "delivery with 'quotes' and é"
    rows = [
        given.crime("E01900001", "2021-01"),
        given.crime("", "2021-01"),
        given.crime("E01900001", "not a month"),
    ]
    street(folder / "a.csv.gz", rows)
    given.table(folder / "b.csv", ["colour", "size"], [("red", 1)])
    (folder / "c.md").write_text("words", encoding="utf-8")
    told = []
    summary = ingest([folder], tmp_path / "store of 'café'", report=told.append)
    assert list(summary.outcomes) == told
    assert {o.where: o.status for o in told} == {
        "a.csv.gz": "stored",
        "b.csv": "not recognised",
        "c.md": "left alone",
    }
    assert (summary.rows_in, summary.rows_kept, summary.exit_code) == (3, 2, 0)
    entry = entries(tmp_path / "store of 'café'")[0]
    assert sum(entry["rejected"].values()) == 1
    assert entry["rejected_rows"][0][0] == 4, "the line in the file, headings being line 1"
    assert Store.open(tmp_path / "store of 'café'").force_months()["count"].sum() == 2


def test_rows_in_are_rows_kept_and_rejected_over_the_whole_ledger(tmp_path):
    given.lookups(tmp_path / "in")
    street(
        tmp_path / "in/s.csv",
        [given.crime("E01900003", "2021-01"), given.crime("", "2021-13"), ["x", "2021-01"]],
    )
    borough(tmp_path / "in/b.csv", {"202101": 4, "202102": 5})
    ingest([tmp_path / "in"], tmp_path / "store")
    deliveries = Store.open(tmp_path / "store").deliveries()
    assert (deliveries["rows_in"] == deliveries["rows_kept"] + deliveries["rows_rejected"]).all()
    assert deliveries["rows_in"].sum() == 8 + 6 + 6 + 5 + 4 + 3 + 1


def test_the_same_bytes_again_are_no_delivery(tmp_path):
    first = january(tmp_path / "a.csv")
    ingest([first], tmp_path / "store")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "store").rglob("*.parquet")}
    fingerprint = Store.open(tmp_path / "store").fingerprint
    packed = given.archive(tmp_path / "z.zip", {"2021-01/other-name.csv": first.read_text(encoding="utf-8")})
    summary = ingest([first, packed], tmp_path / "store")
    assert statuses(summary) == ["already stored", "already stored"]
    assert "a.csv" in summary.outcomes[1].message
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "store").rglob("*.parquet")} == before
    assert Store.open(tmp_path / "store").fingerprint == fingerprint


def test_superseded_bytes_delivered_again_do_not_come_back(tmp_path):
    old, new = january(tmp_path / "a.csv", 3), january(tmp_path / "b.csv", 5)
    ingest([old], tmp_path / "store")
    ingest([new], tmp_path / "store")
    summary = ingest([old], tmp_path / "store")
    assert statuses(summary) == ["already stored"]
    assert "2021-01 is now taken from b.csv. Give --replace" in summary.outcomes[0].message
    assert Store.open(tmp_path / "store").force_months()["count"].sum() == 5


def test_a_later_delivery_replaces_a_month_and_says_what_changed(tmp_path):
    def row(key: str, kind: str, outcome: str) -> list[str]:
        return given.crime("E01900001", "2021-01", id=key, kind=kind, outcome=outcome)

    old = [row("a" * 64, "Burglary", "Under investigation"), row("b" * 64, "Burglary", "Under investigation")]
    old += [row("c" * 64, "Robbery", "Under investigation"), given.crime("E01900002", "2021-02")]
    new = [row("a" * 64, "Burglary", "Offender fined"), row("b" * 64, "Burglary", "Under investigation")]
    new += [row("d" * 64, "Drugs", "Offender fined"), row("e" * 64, "Drugs", "Offender fined")]
    store = tmp_path / "store"
    ingest([street(tmp_path / "old.csv", old)], store)
    summary = ingest([street(tmp_path / "new.csv", new)], store)
    taken = entries(store)[1]["supersedes"]
    assert [(t["seq"], t["keys"]) for t in taken] == [(1, ["street|Wessex Police|2021-01"])]
    assert taken[0]["changed"]["street|Wessex Police|2021-01"] == {
        "rows_before": 3,
        "rows_after": 4,
        "by_type": {"drugs": 2, "robbery": -1},
        "outcomes_changed": 1,
        "cells_changed": 2,
        "outcomes_moved": {"under_investigation>charged": 1},
    }
    assert "3 rows before, 4 now; outcomes revised: 1" in summary.outcomes[0].message
    # February stands in the old file alone, so the old file is still live for it.
    months = Store.open(store).force_months().groupby("month")["count"].sum()
    assert months.tolist() == [4, 1]
    table = Store.open(store).deliveries()
    assert table["status"].tolist() == ["live", "live"]
    assert table["superseded_by"].tolist() == ["new.csv", ""]


def test_an_older_dated_archive_does_not_replace_a_newer_one(tmp_path):
    newer = january(tmp_path / "n.csv", 5).read_text(encoding="utf-8")
    older = january(tmp_path / "o.csv", 3).read_text(encoding="utf-8")
    last = january(tmp_path / "l.csv", 1, "2021-06").read_text(encoding="utf-8")
    store = tmp_path / "store"
    ingest([given.archive(tmp_path / "june.zip", {"2021-01/x.csv": newer, "2021-06/x.csv": last})], store)
    summary = ingest(
        [given.archive(tmp_path / "march.zip", {"2021-01/x.csv": older, "2021-03/readme.txt": ""})], store
    )
    outcome = summary.outcomes[0]
    assert (outcome.status, outcome.rows_in) == ("superseded on arrival", 3)
    assert "june.zip" in outcome.message
    assert "2021-03" in outcome.message
    table = Store.open(store).deliveries().iloc[-1]
    assert (table["status"], table["superseded_by"]) == ("superseded", "june.zip > 2021-01/x.csv")
    assert Store.open(store).force_months()["count"].sum() == 6
    assert statuses(ingest([tmp_path / "march.zip"], store))[0] == "already stored"
    # An undated file, on the other hand, is taken at its word: what is ingested later replaces.
    alone = ingest([january(tmp_path / "alone.csv", 4)], store).outcomes[0]
    assert "A loose file carries no date, so the one given last counts" in alone.message
    assert "to bring back june.zip > 2021-01/x.csv (dated 2021-06), give it again" in alone.entry.notes[-1]
    assert Store.open(store).force_months()["count"].sum() == 5


@pytest.mark.parametrize("order", [("old.csv", "new.csv"), ("new.csv", "old.csv")])
def test_overlapping_borough_tables_count_each_month_once_in_either_order(tmp_path, order):
    given.lookups(tmp_path / "lookups")
    borough(tmp_path / "old.csv", {"202101": 10, "202102": 20, "202103": 30})
    borough(tmp_path / "new.csv", {"202103": 33, "202104": 44})
    store = tmp_path / "store"
    ingest([tmp_path / "lookups"], store)
    for name in order:
        ingest([tmp_path / name], store)
    counts = Store.open(store).partnership_months("borough").set_index("month")["count"]
    assert counts.tolist() == [10, 20, 33, 44]
    table = Store.open(store).deliveries().set_index("file")
    assert table.loc["old.csv", ["status", "superseded_by"]].tolist() == ["live", "new.csv"]
    if order[0] == "old.csv":
        change = entries(store)[-1]["supersedes"][0]["changed"]["borough|2021-03"]
        assert (change["count_before"], change["count_after"], change["by_type"]) == (30, 33, {"burglary": 3})


def test_a_refused_file_stores_nothing_and_the_others_go_on(tmp_path):
    given.archive(tmp_path / "in/a.zip", {"../evil.csv": "x"})
    january(tmp_path / "in/b.csv")
    (tmp_path / "in/c.csv.gz").write_bytes(b"\x1f\x8b\x08 broken")
    summary = ingest([tmp_path / "in"], tmp_path / "store")
    assert statuses(summary) == ["refused", "stored", "refused"]
    assert summary.exit_code == 4
    assert [entry["file"] for entry in entries(tmp_path / "store")] == ["b.csv"]


def test_killed_between_part_and_ledger_the_store_is_whole_and_is_cleaned(tmp_path, monkeypatch):
    store = tmp_path / "store"
    ingest([january(tmp_path / "a.csv")], store)
    with monkeypatch.context() as patch:
        patch.setattr(ledger, "append", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            ingest([january(tmp_path / "b.csv", 2, "2021-02")], store)
    parts = list((store / "facts").rglob("*.parquet"))
    assert len(parts) == 2, "the part was written, its entry was not"
    assert Store.open(store).force_months()["count"].sum() == 3
    (store / "facts/street/.half.tmp").write_bytes(b"half")
    (store / "ledger/.000002-x.json.tmp").write_bytes(b"{")
    summary = ingest([tmp_path / "b.csv"], store)
    assert (statuses(summary), summary.orphans_removed) == (["stored"], 3)
    assert len(list((store / "facts").rglob("*.parquet"))) == 2
    assert Store.open(store).force_months()["count"].sum() == 5


def test_killed_before_the_derived_tables_the_next_reader_builds_them(tmp_path, monkeypatch):
    store = tmp_path / "store"
    with monkeypatch.context() as patch:
        patch.setattr(derive, "build", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            ingest([january(tmp_path / "a.csv")], store)
    assert not (store / "derived").exists()
    assert Store.open(store).force_months()["count"].sum() == 3


def test_derived_tables_half_built_are_never_read(tmp_path, monkeypatch):
    store = tmp_path / "store"
    with monkeypatch.context() as patch:
        patch.setattr(derive, "fingerprint", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            ingest([january(tmp_path / "a.csv")], store)
    assert [path.name[0] for path in (store / "derived").iterdir()] == ["."]
    assert Store.open(store).force_months()["count"].sum() == 3
    assert [path.name[0] == "." for path in (store / "derived").iterdir()] == [False]


def test_a_full_disk_is_said_in_words_and_what_was_stored_stays(tmp_path, monkeypatch):
    store = tmp_path / "store"
    january(tmp_path / "in/a.csv")
    january(tmp_path / "in/b.csv", 2, "2021-02")
    write = facts._write

    def full(path: Path, table: pd.DataFrame) -> None:
        if "2021-02" in path.name:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(path, table)

    with monkeypatch.context() as patch:
        patch.setattr(facts, "_write", full)
        with pytest.raises(StoreError, match="disk is full"):
            ingest([tmp_path / "in"], store)
    assert Store.open(store).force_months()["count"].sum() == 3
    assert statuses(ingest([tmp_path / "in"], store)) == ["already stored", "stored"]


def _hold(folder: str, held, done) -> None:
    with locked(Path(folder), "ingest"):
        held.set()
        done.wait(30)


def test_a_second_ingest_is_told_who_holds_the_store(tmp_path):
    store = tmp_path / "store"
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(str(store), held, done))
    other.start()
    try:
        assert held.wait(30)
        with pytest.raises(LockedError) as caught:
            ingest([january(tmp_path / "a.csv")], store)
        assert caught.value.exit_code == 75
        assert f"process {other.pid}" in caught.value.what
    finally:
        done.set()
        other.join(30)
    assert statuses(ingest([tmp_path / "a.csv"], store)) == ["stored"]


def test_the_lock_of_a_killed_process_does_not_block(tmp_path):
    store = tmp_path / "store"
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(str(store), held, done))
    other.start()
    assert held.wait(30)
    other.kill()
    other.join(30)
    assert (store / ".lock").exists()
    assert statuses(ingest([january(tmp_path / "a.csv")], store)) == ["stored"]


def test_nothing_to_ingest_is_a_usage_error(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError):
        ingest([tmp_path / "empty"], tmp_path / "store")
    with pytest.raises(UsageError):
        ingest([january(tmp_path / "a.csv")], tmp_path / "a.csv")


def test_the_store_inside_a_delivered_folder_is_not_read_as_data(tmp_path):
    january(tmp_path / "a.csv")
    ingest([tmp_path], tmp_path / "store")
    summary = ingest([tmp_path], tmp_path / "store")
    assert sorted(statuses(summary)) == ["already stored", "left alone"]


def test_reference_tables_are_joined_row_by_row_and_the_later_row_counts(tmp_path):
    header = ["ltla24_code", "ltla24_name", "csp24_code", "csp24_name", "pfa24_code", "pfa24_name"]
    one = ("E07000001", "One", "E22000001", "First name", "E23000001", "Force")
    two = ("E07000002", "Two", "E22000002", "Second", "E23000001", "Force")
    store = tmp_path / "store"
    ingest([given.table(tmp_path / "a.csv", header, [one])], store)
    ingest([given.table(tmp_path / "b.csv", header, [two])], store)
    assert Store.open(store).partnerships()["partnership_code"].tolist() == ["E22000001", "E22000002"]
    renamed = (*one[:3], "New name", *one[4:])
    ingest([given.table(tmp_path / "c.csv", header, [renamed, two])], store)
    opened = Store.open(store)
    assert opened.partnerships()["partnership_name"].tolist() == ["New name", "Second"]
    assert opened.deliveries()["status"].tolist() == ["superseded", "superseded", "live"]


def test_a_damaged_ledger_is_said_in_words(tmp_path):
    store = tmp_path / "store"
    ingest([january(tmp_path / "a.csv")], store)
    next((store / "ledger").glob("*.json")).write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="ledger"):
        ingest([tmp_path / "a.csv"], store)
