"""The public edition says the same whether or not partners disclosed anything: no number and no name of an extract."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from pads_analysis.cli import main
from pads_analysis.data.opening import open_case
from pads_analysis.data.store import Store

AREA = "E22000900"
CHAPTERS = "10_levels_and_patterns,90_data_and_methods"
#: Each holds something that no published file does: names, and 7 x 24 and more rows.
PLANTED = {
    "police_crime": ["victim_age: Age", "victim_sex: Sex"],
    "fires": [],
    "council_asb": [],
    "hospital_admissions": ["person_age: Age", "person_sex: Sex"],
    "emergency_department": ["person_age: Age", "person_sex: Sex"],
    "ambulance_calls": [],
}
CATEGORY = {
    "police_crime": "burglary",
    "fires": "deliberate_primary",
    "council_asb": "planted secret",
    "hospital_admissions": "assault",
    "emergency_department": "planted secret",
    "ambulance_calls": "planted secret",
}
UNTOLD = re.compile(r"planted|\bextracts?/|Constabulary of Secrets", re.IGNORECASE)


def plant(store: Path, folder: Path) -> None:
    """Ingest two years of extracts about the area, a handful of rows a month."""
    places = list(Store.open(store).places(AREA)["place_code"])
    for at, (code, columns) in enumerate(PLANTED.items()):
        rows = [
            f"{year}-{month:02d}-15,{CATEGORY[code]},{places[(number + month) % len(places)]},{20 + number},F"
            for year in (2022, 2023)
            for month in range(1, 13)
            for number in range(7 + at)
        ]
        file, said = folder / f"planted_{code}.csv", folder / f"{code}.yaml"
        file.write_text("\n".join(["Date,Kind,Area,Age,Sex", *rows]) + "\n", "utf-8")
        mapped = {"from": "Date", "category": "Kind", "lsoa": "Area"} | yaml.safe_load(
            "\n".join(columns) or "{}"
        )
        said.write_text(
            yaml.safe_dump(
                {
                    "data_set": code,
                    "authority": "Planted Constabulary",
                    "columns": mapped,
                    "dates": "year/month/day",
                }
            ),
            "utf-8",
        )
        run("ingest", str(file), "--as", code, "--map", str(said), "--store", str(store))


def run(*words: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    assert not ended.value.code


def public(store: Path, params: Path, output: Path) -> Path:
    run(
        "run", AREA, "--edition", "public", "--store", str(store), "--params", str(params), "--output", str(output),
        "--set", f"chapters={CHAPTERS}",
    )  # fmt: skip
    return output / AREA


@pytest.fixture(scope="module")
def planted(example, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("planted")
    shutil.copytree(example.store, folder / "store")
    plant(folder / "store", folder)
    return folder / "store"


def test_a_partner_case_holds_the_extracts_and_names_them_while_a_public_one_holds_nothing(planted, example):
    where = {"params": str(example.params), "store": str(planted)}
    partner, closed = open_case(AREA, **where), open_case(AREA, edition="public", **where)
    assert set(partner.incidents) >= set(PLANTED) and len(partner.submissions) and len(partner.extract_months)
    assert (partner.deliveries["kind"] == "extract").sum() >= len(PLANTED)
    assert any("Extracts" in source.name for source in partner.sources)
    assert not closed.incidents and closed.submissions.empty and closed.extract_months.empty
    assert "extract" not in set(closed.deliveries["kind"])
    assert not any("Extracts" in source.name for source in closed.sources)


def test_an_extract_about_another_partnership_is_not_acknowledged_here(planted, example):
    other = open_case("E22000912", params=str(example.params), store=str(planted))
    assert not other.incidents and "extract" not in set(other.deliveries["kind"])


def test_the_public_page_is_the_same_with_and_without_extracts(planted, example, tmp_path):
    without = public(example.store, example.params, tmp_path / "without")
    with_them = public(planted, example.params, tmp_path / "with")
    pages = [(folder / "strategic_assessment.html").read_text("utf-8") for folder in (without, with_them)]
    assert pages[0] == pages[1]
    findings = [json.loads((folder / "findings.json").read_text("utf-8")) for folder in (without, with_them)]
    assert findings[0] == findings[1]
    for path in (tmp_path / "with").rglob("*.*"):
        if path.is_file():
            assert not UNTOLD.search(path.read_text("utf-8")), path
