"""London's borough tables: 32 assessments, every group recomputed, and absences that say why."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import own_formulas as own
import pytest
import raw_files
from assessments import Assessments
from conftest import published
from tiers import with_rest

from pads_analysis.cli.selection import choose
from pads_analysis.data.store import Store

pytestmark = [pytest.mark.realdata, pytest.mark.slow]

WANTED = ("Westminster", "Kingston upon Thames", "Newham")
NOT_IN_TOTAL = {"FRAUD AND FORGERY", "HISTORICAL FRAUD AND FORGERY", "NFIB FRAUD"}
PERIOD, END = "March 2024 to February 2025", "2025-02"
NOW, BEFORE = raw_files.months("2024-03", 12), raw_files.months("2023-03", 12)


@pytest.fixture(scope="module")
def data() -> Path:
    return published("mps-borough-monthly", "lookups", "population")[0].parent


@pytest.fixture(scope="module")
def boroughs(data) -> dict[str, dict[str, str]]:
    rows = raw_files.rows_of(data / "lookups/lad21_to_csp_to_pfa.csv", ";")
    return {row["lad-name"]: row for row in rows if row["PFA21NM"] == "Metropolitan Police"}


@pytest.fixture(scope="module")
def table(data) -> Counter[tuple[str, str, str]]:
    """Recorded crimes of the newest table by borough, major group and month."""
    counted: Counter[tuple[str, str, str]] = Counter()
    (path,) = (data / "mps-borough-monthly").glob("*recent*.csv")
    for row in raw_files.rows_of(path):
        for column, value in row.items():
            if column.isdigit():
                month = f"{column[:4]}-{column[4:]}"
                counted[row["BoroughName"], row["MajorText"].strip().upper(), month] += int(value)
    return counted


@pytest.fixture(scope="module")
def assessed(london_store, tmp_path_factory) -> Assessments:
    return Assessments(london_store, tmp_path_factory.mktemp("london-run"))


def total(table: Counter, borough: str, months: list[str], group: str = "") -> int:
    return sum(
        number
        for (name, major, month), number in table.items()
        if name == borough and month in months and (major == group if group else major not in NOT_IN_TOTAL)
    )


def test_all_32_partnerships_are_chosen(london_store, boroughs):
    chosen = choose([], everything=True, store=Store.open(london_store), params=None, given={})
    assert len(chosen) == 32
    found = {one.resolved.params.partnership: one.outline.partnership.name for one in chosen}
    assert found == {row["csp-code"]: row["csp-name"] for row in boroughs.values()}
    assert {one.outline.period.label for one in chosen} == {PERIOD}
    assert {one.outline.source for one in chosen} == {"borough"}


@pytest.mark.parametrize("name", with_rest(WANTED, WANTED[0]))
def test_total_and_groups_are_those_of_the_published_table(assessed, boroughs, table, data, name):
    code = boroughs[name]["csp-code"]
    book = assessed(code, END)
    (shown,) = [item for item in book["items"] if item["id"] == "table-levels-peers"]
    keys = [column["key"] for column in shown["columns"]]
    rows = [dict(zip(keys, row, strict=True)) for row in shown["rows"]]
    people = raw_files.people(data, 2020)
    groups = {major for _, major, _ in table}
    seen = set()
    for row in rows:
        group = "" if row["offence_name"].startswith("All ") else row["offence_name"].upper()
        assert group in groups | {""}
        seen.add(group)
        wanted = total(table, name, NOW, group)
        assert row["count"] == wanted, group
        assert row["rate_per_1000"] == pytest.approx(wanted / people[code] * 1000, rel=1e-6)
        limits = [limit / people[code] * 1000 for limit in own.poisson_limits(wanted)]
        assert [row["ci_low"], row["ci_high"]] == pytest.approx(limits, rel=1e-6)
        rates = [
            total(table, other, NOW, group) / people[place["csp-code"]] * 1000
            for other, place in boroughs.items()
            if other != name
        ]
        assert len(rates) == 31
        assert row["peer_rate"] == pytest.approx(sum(rates) / 31, rel=1e-6)
    with_crime = {
        major for borough, major, month in table if table[borough, major, month] and month >= NOW[0]
    }
    assert with_crime <= seen
    (shown,) = [item for item in book["items"] if item["id"] == "table-change"]
    keys = [column["key"] for column in shown["columns"]]
    for row in (dict(zip(keys, values, strict=True)) for values in shown["rows"]):
        group = "" if row["offence_name"].startswith("All ") else row["offence_name"].upper()
        assert row["count"] == total(table, name, NOW, group)
        assert row["count_before"] == total(table, name, BEFORE, group)


@pytest.mark.parametrize("name", with_rest(WANTED, WANTED[0]))
def test_the_carried_population_is_said_with_the_rates(assessed, boroughs, name):
    """Headlines stand alone, so each says it; in a section it is said with the first rate at the latest."""
    book = assessed(boroughs[name]["csp-code"], END)
    rates = [item for item in book["items"] if item["kind"] == "sentence" and "per 1,000" in item["text"]]
    assert rates
    told = set()
    for item in rates:
        if "mid-2020" in item["text"] and "carried forward" in item["text"]:
            told.add(item["section"])
        assert item["section"] in told, item["text"]
    said = [item["text"] for item in rates if item["headline"]]
    said += [line["text"] for line in book["headlines"] if "per 1,000" in line["text"]]
    assert all("mid-2020 population, carried forward" in text for text in said)


@pytest.mark.parametrize("name", with_rest(WANTED, WANTED[0]))
def test_what_needs_incidents_is_absent_and_says_why(assessed, boroughs, name):
    book = assessed(boroughs[name]["csp-code"], END)
    because = {absence["anchor"]: absence for absence in book["absences"]}
    for section in ("hotspots", "persistence", "concentration", "deprivation", "place-change"):
        absence = because[f"section-{section}"]
        assert "no locations" in absence["because"] and "borough tables" in absence["because"]
        assert "street-level files" in absence["do"]
        assert not absence["not_applicable"]
    told = {item["section"].replace("_", "-") for item in book["items"] if item["kind"] == "sentence"}
    assert not told & {"hotspots", "persistence", "concentration", "deprivation", "place-change"}
    assert because["section-county"]["not_applicable"]
    assert "Anti-social behaviour" in json.dumps(book["items"])
