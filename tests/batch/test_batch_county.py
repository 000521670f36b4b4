"""The overview of a county through the batch engine: its page, its records, its line in the index, and its refusals."""

from __future__ import annotations

import json

import pytest

from pads_analysis.cli.run import run_assessments
from pads_analysis.errors import ParamsError

pytestmark = pytest.mark.slow

COUNTY = "E10000900"


def overview(example, output, county="Corvenshire", **given: str) -> int:
    return run_assessments(
        [], everything=False, store=example.store, params=example.params, output=output, workers=1, given=given,
        county=county,
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(example, tmp_path_factory):
    output = tmp_path_factory.mktemp("county")
    assert overview(example, output) == 0
    return output


def test_the_page_of_a_county_stands_in_a_folder_of_its_code(folder) -> None:
    held = {path.name for path in (folder / COUNTY).iterdir()}
    assert held == {"county_overview.html", "executed.ipynb", "findings.json", "log.txt", "run.json"}
    page = (folder / COUNTY / "county_overview.html").read_text("utf-8")
    assert "County overview" in page and "Corvenshire" in page
    assert "Statutory checklist" not in page and "Before this can be final" not in page


def test_the_index_links_to_it(folder) -> None:
    assert f"{COUNTY}/county_overview.html" in (folder / "index.html").read_text("utf-8")


def test_its_findings_hold_every_section_and_the_planted_issue(folder) -> None:
    found = json.loads((folder / COUNTY / "findings.json").read_text("utf-8"))
    sections = {item["section"] for item in found["items"] if item.get("kind") == "table"}
    assert {name.replace("-", "_") for name in sections} >= {
        "county", "county_priorities", "cross_border", "escalation", "joint_working", "county_gaps",
    }  # fmt: skip
    assert not found["checklist"]
    texts = [item["text"] for item in found["items"] if item.get("kind") == "sentence"]
    taken = [text for text in texts if text.startswith("Taken to the county: ")]
    assert taken and "other theft (Aldermere)" in taken[0]


def test_the_record_says_what_was_run(folder) -> None:
    record = json.loads((folder / COUNTY / "run.json").read_text("utf-8"))
    assert record["partnership"] == {"code": COUNTY, "name": "Corvenshire"}
    assert [entry["file"] for entry in record["notebooks"]] == ["overview.ipynb"]


def test_the_public_overview_says_nothing_that_a_district_wrote(example, tmp_path) -> None:
    assert overview(example, tmp_path, edition="public") == 0
    page = (tmp_path / COUNTY / "county_overview.html").read_text("utf-8")
    assert "one crime prevention campaign" not in page and "car parks are the district" not in page
    assert "withheld" in page


def test_an_unknown_county_runs_nothing(example, tmp_path) -> None:
    with pytest.raises(ParamsError, match="no two-tier county 'Corvenshir'"):
        overview(example, tmp_path / "out", county="Corvenshir")
    assert not (tmp_path / "out").exists()
