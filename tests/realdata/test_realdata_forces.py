"""Kent's half month is never read as a fall; a later delivery revises outcomes and no counts."""

from __future__ import annotations

import csv
import gzip
import json
import re
import shutil
from collections import Counter, defaultdict
from itertools import product
from pathlib import Path

import pytest
import raw_files
from conftest import published
from headline_checks import ASB
from tiers import with_rest

from pads_analysis.cli.run import run_assessments
from pads_analysis.data.ingest import ingest
from pads_analysis.data.store import Store

pytestmark = [pytest.mark.realdata, pytest.mark.slow]

MAIDSTONE = "E22000142"
FALL = re.compile(r"\b(fell|fallen|drop|dropped|decreased?|down \d[\d.]*%|lower than in)", re.IGNORECASE)
MONTHS = ["2018-10", "2018-11", "2018-12", "2019-01", "2019-02"]
#: The groups of outcomes, written down again from the published names.
GROUP_OF = defaultdict(lambda: "charged") | {
    "": "other",
    "Status update unavailable": "other",
    "Action to be taken by another organisation": "other",
    "Formal action is not in the public interest": "other",
    "Further action is not in the public interest": "other",
    "Further investigation is not in the public interest": "other",
    "Unable to prosecute suspect": "evidential",
    "Investigation complete; no suspect identified": "no_suspect",
    "Under investigation": "under_investigation",
    "Local resolution": "out_of_court",
    "Offender given a caution": "out_of_court",
    "Offender given a drugs possession warning": "out_of_court",
    "Offender given penalty notice": "out_of_court",
}
WHOLE = ["2018-10", "2018-11", "2019-01", "2019-02"]


@pytest.fixture(scope="module")
def data() -> Path:
    return published("police-other-forces-5months", "lookups", "population")[0].parent


@pytest.fixture(scope="module")
def forces_store(data, tmp_path_factory) -> Path:
    store = tmp_path_factory.mktemp("forces") / "store"
    folders = [data / name for name in ("police-other-forces-5months", "lookups", "population")]
    assert ingest(folders, store).exit_code == 0
    return store


def run(store: Path, output: Path) -> dict:
    code = run_assessments(
        [MAIDSTONE], everything=False, store=store, params=None, output=output, workers=1,
        given={"period_end": "2019-02", "months": "5"},
    )  # fmt: skip
    assert code == 0
    return json.loads((output / MAIDSTONE / "findings.json").read_text("utf-8"))


def recorded(data: Path, months: list[str]) -> int:
    """Return Maidstone's crimes: those of its own force; the railway police's come and go with their own files."""
    folder = data / "police-other-forces-5months"
    rows = raw_files.street([folder / f"{month}-kent-street.csv.gz" for month in months])
    mine = rows["lsoa"].map(raw_files.partnership_of_lsoa(data)) == MAIDSTONE
    return int(rows.loc[mine & (rows["type"] != ASB), "rows"].sum())


def sentences(book: dict) -> dict[str, dict]:
    return {item["id"]: item for item in book["items"] if item["kind"] == "sentence"}


def test_only_the_half_month_is_flagged(forces_store, data):
    coverage = Store.open(forces_store).coverage("street")
    flagged = coverage.loc[coverage["status"] != "complete"]
    assert set(flagged["force_name"]) == {"Kent Police"}
    assert set(flagged["month"].dt.strftime("%Y-%m")) == {"2018-12"}
    assert set(flagged["status"]) == {"looks incomplete"}
    kent = [
        raw_files.rows_of(data / f"police-other-forces-5months/{month}-kent-street.csv.gz")
        for month in MONTHS
    ]
    assert [len(rows) for rows in kent] == [19_396, 13_818, 8_438, 17_792, 16_291]
    assert set(flagged["rows"]) == {8_438}


def test_no_fall_is_claimed_and_the_rate_rests_on_the_whole_months(forces_store, data, tmp_path):
    book = run(forces_store, tmp_path)
    told = sentences(book)
    assert not [item["text"] for item in told.values() if FALL.search(item["text"])]
    # Lower than among others is no fall.
    beside_others = {"levels", "position", "offence-mix", "outcomes"}
    assert not [
        item for item in told.values() if item["verdict"] == "lower" and item["section"] not in beside_others
    ]
    facts = told["sentence-levels-total"]["facts"]
    count = recorded(data, WHOLE)
    assert facts["count"] == count
    people = sum(raw_files.people(data, year)[MAIDSTONE] for year in (2017, 2019)) / 2
    assert facts["rate_per_1000"] == pytest.approx(count / (people * 4 / 12) * 1000, rel=1e-6)
    assert "mid-2018 population, interpolated" in told["sentence-levels-total"]["text"]
    assert "December 2018 (looks incomplete)" in json.dumps(book["items"])
    assert "section-change" in {absence["anchor"] for absence in book["absences"]}


def test_beside_a_year_of_the_same_counts_the_half_month_makes_no_fall(forces_store, data, tmp_path):
    """The year before is Kent's own files dated back, with a whole December: every ratio must be exactly 1."""
    folder = tmp_path / "before"
    folder.mkdir()
    for month, force in product(MONTHS, ("kent", "btp")):
        taken = "2018-11" if month == "2018-12" else month
        back = f"{int(month[:4]) - 1}{month[4:]}"
        with gzip.open(
            data / f"police-other-forces-5months/{taken}-{force}-street.csv.gz",
            "rt",
            encoding="utf-8",
            newline="",
        ) as file:
            text = file.read()
        with gzip.open(folder / f"{back}-{force}-street.csv.gz", "wt", encoding="utf-8", newline="") as file:
            file.write(text.replace(f",{taken},", f",{back},"))
    store = tmp_path / "store"
    shutil.copytree(forces_store, store)
    assert ingest([folder], store).exit_code == 0
    book = run(store, tmp_path / "out")
    whole = sentences(book)["sentence-change-all-crime"]
    wanted = recorded(data, WHOLE)
    assert (whole["facts"]["count"], whole["facts"]["count_before"]) == (wanted, wanted)
    (table,) = [item for item in book["items"] if item["id"] == "table-change"]
    keys = [column["key"] for column in table["columns"]]
    for row in (dict(zip(keys, values, strict=True)) for values in table["rows"]):
        assert row["difference"] == 0
        assert row["verdict"] in ("similar", "uncertain", "too_few")
    changed = [
        item
        for item in sentences(book).values()
        if item["section"] in ("change", "contributions", "peer_trend")
    ]
    assert not [item["text"] for item in changed if FALL.search(item["text"])]
    assert "December 2018 (looks incomplete)" in sentences(book)["sentence-change-months"]["text"]


@pytest.mark.parametrize("first_given", with_rest(["early", "later"], "later"))
def test_two_vintages_have_the_same_counts_and_the_revised_outcomes_are_told(data, tmp_path, first_given):
    (early,) = published("police-avon-somerset-2019q3-early-vintage")
    folders = [early, data / "police-avon-somerset"]
    folders = folders if first_given == "early" else folders[::-1]
    names = [f"2019-{month}-avon-and-somerset-street.csv.gz" for month in ("07", "08", "09")]
    store = tmp_path / "store"
    ingest([data / "lookups", *(folders[0] / name for name in names)], store)
    before = Store.open(store)
    told = ingest([folders[1] / name for name in names], store).outcomes
    after = Store.open(store)
    # Month, offence and small area: every count is the same.
    columns = ["force_name", "month", "offence_code", "place", "count"]
    by_force = [held.force_months()[columns].sort_values(columns).values.tolist() for held in (before, after)]
    assert by_force[0] == by_force[1]
    assert after.force_months()["count"].sum() == 46_516
    for code in ("E22000001", "E22000002", "E22000003", "E22000006", "E22000369"):
        assert before.place_months(code).equals(after.place_months(code))
    _check_ledger(store, folders, names)
    _check_revisions(after, folders, names)
    catalogue = after.deliveries().loc[lambda table: table["kind"] == "street"]
    assert sorted(catalogue["status"]) == ["live"] * 3 + ["superseded"] * 2
    said = " ".join(one.message for one in told)
    assert said.count("the counts by offence and small area are the same; outcomes revised: ") == 2
    assert ("more went back to under investigation than left it" in said) == (first_given == "later")


def _check_ledger(store: Path, folders: list[Path], names: list[str]) -> None:
    entries = [json.loads(path.read_text("utf-8")) for path in sorted((store / "ledger").glob("*.json"))]
    # July is the same file in both; the other two replace the earlier ones.
    assert len([entry for entry in entries if entry["kind"] == "street"]) == 5
    told = {
        key.rpartition("|")[2]: changed
        for entry in entries
        if entry["kind"] == "street"
        for old in entry["supersedes"]
        for key, changed in old["changed"].items()
    }
    assert set(told) == {"2019-08", "2019-09"}
    for month, changed in told.items():
        name = f"{month}-avon-and-somerset-street.csv.gz"
        revised, rows = _revised(folders[0] / name, folders[1] / name)
        assert (changed["rows_before"], changed["rows_after"], changed["by_type"]) == (rows, rows, {})
        assert (changed["cells_changed"], changed["outcomes_changed"]) == (0, revised)
        assert revised > 8_000


def _check_revisions(store: Store, folders: list[Path], names: list[str]) -> None:
    """What moved from group to group, counted again for the crimes whose identifier stands on one row."""
    found = store.outcomes.revisions()
    assert set(found["month"].dt.strftime("%Y-%m")) == {"2019-08", "2019-09"}
    for name in names[1:]:
        single, rows = _moves_of_single_rows(folders[0] / name, folders[1] / name)
        held = found.loc[found["month"] == f"{name[:7]}-01"].set_index(["before", "after"])["rows"]
        # Identifiers on several rows add the rest: never less, and not more than their rows.
        for pair, number in single.items():
            assert number <= held[pair] <= number + rows
        assert held.sum() - sum(single.values()) <= rows


def _moves_of_single_rows(early: Path, later: Path) -> tuple[Counter[tuple[str, str]], int]:
    """Return moves between groups of crimes on one row in both files, and how many rows the other crimes have."""
    sides = []
    for path in (early, later):
        found: defaultdict[str, list[str]] = defaultdict(list)
        for row in raw_files.rows_of(path):
            if row["Crime ID"]:
                found[row["Crime ID"]].append(row["Last outcome category"])
        sides.append(found)
    moves: Counter[tuple[str, str]] = Counter()
    several = 0
    for key, ends in sides[0].items():
        if len(ends) > 1 or len(sides[1][key]) > 1:
            several += len(ends)
        elif ends[0] != sides[1][key][0]:
            moves[(GROUP_OF[ends[0]], GROUP_OF[sides[1][key][0]])] += 1
    return moves, several


def test_the_report_says_which_outcomes_were_revised_and_leaves_july_out(data, tmp_path):
    (early,) = published("police-avon-somerset-2019q3-early-vintage")
    folders = [data / name for name in ("police-avon-somerset", "lookups", "population")]
    store = tmp_path / "store"
    assert ingest([early, folders[1]], store).exit_code == 0
    assert ingest(folders, store).exit_code == 0
    code = run_assessments(
        ["E22000002"], everything=False, store=store, params=None, output=tmp_path, workers=1,
        given={"period_end": "2020-06"},
    )  # fmt: skip
    assert code == 0
    told = sentences(json.loads((tmp_path / "E22000002/findings.json").read_text("utf-8")))
    for section in ("outcomes", "quality"):
        item = told[f"sentence-{section}-outcomes-revised"]
        assert "of August 2019 and September 2019, in the whole area of Avon and Somerset" in item["text"]
        assert "The counts of crimes are the same in both deliveries." in item["text"]
        assert item["facts"]["rows"] > 16_000
    # July 2019 is held in its early publication alone, most of it still under investigation.
    assert "July 2019 (published while more than a quarter" in told["sentence-outcomes-still-open"]["text"]
    facts = told["sentence-outcomes-shares"]["facts"]
    months = raw_files.months("2019-08", 11)
    rows = [
        row
        for month in months
        for row in raw_files.rows_of(folders[0] / f"{month}-avon-and-somerset-street.csv.gz")
    ]
    partnership = raw_files.partnership_of_lsoa(data)
    mine = [r for r in rows if partnership.get(r["LSOA code"]) == "E22000002" and r["Crime type"] != ASB]
    charged = sum(GROUP_OF[row["Last outcome category"]] == "charged" for row in mine)
    assert (facts["crimes"], facts["charged"]) == (len(mine), charged)
    assert facts["share_low"] < charged / len(mine) < facts["share_high"]


def _revised(early: Path, later: Path) -> tuple[int, int]:
    """Return how many Crime IDs have other outcomes in the later file, and how many rows it has."""
    outcomes = []
    for path in (early, later):
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            if row["Crime ID"]:
                found[row["Crime ID"]][row["Last outcome category"]] += 1
        outcomes.append(found)
    assert outcomes[0].keys() == outcomes[1].keys()
    return sum(outcomes[0][key] != outcomes[1][key] for key in outcomes[0]), len(rows)
