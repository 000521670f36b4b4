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

from pads_analysis.cli.run import run_assessments
from pads_analysis.data.ingest import ingest
from pads_analysis.data.store import Store

pytestmark = [pytest.mark.realdata, pytest.mark.slow]

MAIDSTONE = "E22000142"
FALL = re.compile(r"\b(fell|fallen|drop|dropped|decreased?|down \d[\d.]*%|lower than in)", re.IGNORECASE)
MONTHS = ["2018-10", "2018-11", "2018-12", "2019-01", "2019-02"]
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
    beside_others = {"levels", "position", "offence-mix"}
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


def test_two_vintages_have_the_same_counts_and_the_ledger_tells_the_revised_outcomes(data, tmp_path):
    (early,) = published("police-avon-somerset-2019q3-early-vintage")
    later = data / "police-avon-somerset"
    names = [f"2019-{month}-avon-and-somerset-street.csv.gz" for month in ("07", "08", "09")]
    store = tmp_path / "store"
    ingest([early / name for name in names], store)
    before = Store.open(store).force_months()
    ingest([later / name for name in names], store)
    after = Store.open(store).force_months()
    columns = list(before.columns)
    assert after.sort_values(columns).values.tolist() == before.sort_values(columns).values.tolist()
    assert after["count"].sum() == 46_516
    entries = [json.loads(path.read_text("utf-8")) for path in sorted((store / "ledger").glob("*.json"))]
    # July is the same file in both; the other two replace the earlier ones.
    assert len(entries) == 5
    told = {
        key.rpartition("|")[2]: changed
        for entry in entries
        for old in entry["supersedes"]
        for key, changed in old["changed"].items()
    }
    assert set(told) == {"2019-08", "2019-09"}
    for month, changed in told.items():
        name = f"{month}-avon-and-somerset-street.csv.gz"
        revised, rows = _revised(early / name, later / name)
        assert changed == {
            "rows_before": rows,
            "rows_after": rows,
            "by_type": {},
            "outcomes_changed": revised,
        }
        assert revised > 8_000
    catalogue = Store.open(store).deliveries()
    assert sorted(catalogue["status"]) == ["live"] * 3 + ["superseded"] * 2


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
