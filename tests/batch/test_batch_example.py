"""The real chapters over the example county: pages, records, a partnership's own notebook, and one failure of three."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from pads_analysis.cli.run import run_assessments
from pads_analysis.draft import agreement, open_assessment, open_county, places_left, plan, summary
from pads_analysis.draft.markdown import to_markdown
from pads_analysis.draft.word import docx_text, to_docx
from pads_analysis.errors import UsageError
from pads_analysis.vocabulary import slug

pytestmark = pytest.mark.slow

OWN = "notebooks/own.ipynb"
GOOD, PLAIN, BAD = "E22000900", "E22000908", "E22000910"


def own_notebook(path: Path, code: str) -> None:
    """Write a partnership's own chapter that runs `code`."""
    parameters = nbformat.read(
        Path(__file__).parents[2] / "notebooks" / "20_change.ipynb", as_version=4
    ).cells[1]
    cells = [
        new_markdown_cell("# Our own chapter\n\nWritten by the partnership."),
        parameters,
        new_markdown_cell("## What we looked at\n\nA question of our own."),
        new_code_cell(code),
    ]
    path.parent.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), path)


@pytest.fixture(scope="module")
def run(example, tmp_path_factory):
    """Three partnerships: a rich one, one with an own chapter, one whose own chapter fails."""
    folder = tmp_path_factory.mktemp("batch_example")
    params = folder / "params"
    shutil.copytree(example.params, params)
    for code, source in (
        (PLAIN, "import pandas as pd\npd.DataFrame({'ward': ['<b>x</b>'], 'n': [7]})"),
        (BAD, "1 / 0"),
    ):
        own_notebook(params / "partnerships" / code / OWN, source)
        with (params / "partnerships" / code / "assessment.yaml").open("a", encoding="utf-8") as file:
            file.write(f"chapters: [20_change, {OWN}, 80_county_matters, 90_data_and_methods]\n")
    code = run_assessments(
        [GOOD, PLAIN, BAD],
        everything=False,
        store=example.store,
        params=params,
        output=folder / "out",
        workers=2,
        given={},
    )
    return code, folder / "out"


class Page(HTMLParser):
    """Collects ids, links and resources of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.resources: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.ids += [given["id"]] if given.get("id") else []
        if tag == "a":
            self.links.append(given.get("href") or "")
        self.resources += [given[name] for name in ("src", "srcset", "data") if given.get(name)]
        self.resources += [given["href"]] if tag == "link" and given.get("href") else []


def page(out: Path, code: str) -> Page:
    return Page((out / code / "strategic_assessment.html").read_text("utf-8"))


def test_one_failure_does_not_stop_the_others(run) -> None:
    code, out = run
    assert code == 1
    assert (out / GOOD / "strategic_assessment.html").is_file()
    assert (out / PLAIN / "strategic_assessment.html").is_file()
    assert not (out / BAD / "strategic_assessment.html").exists()


def test_the_failure_is_named_by_chapter_cell_heading_and_partnership(run) -> None:
    record = json.loads((run[1] / BAD / "run.json").read_text("utf-8"))
    assert record["status"] == "failed"
    failure = record["failure"]
    assert failure["notebook"] == "own.ipynb" and failure["cell"] == 4
    assert failure["heading"] == "What we looked at"
    assert "ZeroDivisionError" in json.dumps(failure)
    index = (run[1] / "index.html").read_text("utf-8")
    assert "own.ipynb" in index and "What we looked at" in index and "Marrowdene" in index


def test_every_statutory_element_is_linked_from_the_checklist(run) -> None:
    text = (run[1] / GOOD / "strategic_assessment.html").read_text("utf-8")
    found = page(run[1], GOOD)
    for letter in "abcdefg":
        assert f"({letter})" in text
    assert len(found.ids) == len(set(found.ids))
    inside = [link[1:] for link in found.links if link.startswith("#")]
    assert inside and set(inside) <= set(found.ids)
    findings = json.loads((run[1] / GOOD / "findings.json").read_text("utf-8"))
    assert [entry["letter"] for entry in findings["checklist"]] == list("abcdefg")
    assert {entry["letter"]: entry["status"] for entry in findings["checklist"]} == dict.fromkeys(
        "abcdefg", "met"
    )
    assert not findings["left"]
    plain = json.loads((run[1] / PLAIN / "findings.json").read_text("utf-8"))
    assert {each["letter"] for each in plain["left"]} >= set("cdef")
    assert "Before this can be final" in (run[1] / PLAIN / "strategic_assessment.html").read_text("utf-8")


def test_the_page_needs_nothing_else(run) -> None:
    for code in (GOOD, PLAIN):
        found = page(run[1], code)
        assert found.resources and all(resource.startswith("data:") for resource in found.resources)
        assert not {"script", "iframe", "object", "embed", "form"} & set(found.tags)
        assert (run[1] / code / "strategic_assessment.html").stat().st_size < 5_000_000
    text = (run[1] / GOOD / "strategic_assessment.html").read_text("utf-8")
    assert not re.search(r"@import|url\(\s*['\"]?http", text)


def test_no_code_and_no_path_is_on_the_page_or_in_the_record(run, example) -> None:
    for name in ("strategic_assessment.html", "findings.json", "run.json", "log.txt", "executed.ipynb"):
        text = (run[1] / GOOD / name).read_text("utf-8")
        assert str(example.folder) not in text and str(run[1]) not in text, name
    text = (run[1] / GOOD / "strategic_assessment.html").read_text("utf-8")
    assert "pads.release" not in text and "open_case" not in text


def test_absence_is_printed_where_there_is_nothing(run) -> None:
    text = (run[1] / PLAIN / "strategic_assessment.html").read_text("utf-8")
    assert "no county strategy group stands above it" in text
    findings = json.loads((run[1] / PLAIN / "findings.json").read_text("utf-8"))
    by_letter = {entry["letter"]: entry["status"] for entry in findings["checklist"]}
    assert by_letter["g"] == "not applicable"
    assert by_letter["a"] == "not met" and by_letter["b"] == "met"


def test_a_partnerships_own_notebook_is_in_its_place_and_harmless(run) -> None:
    text = (run[1] / PLAIN / "strategic_assessment.html").read_text("utf-8")
    change, own, county = (
        text.index(f">{title}<") for title in ("Change", "Our own chapter", "County matters")
    )
    assert change < own < county
    assert "&lt;b&gt;x&lt;/b&gt;" in text and "<b>x</b>" not in text


def test_the_record_says_what_the_run_rested_on(run, example) -> None:
    record = json.loads((run[1] / GOOD / "run.json").read_text("utf-8"))
    assert record["status"] == "passed"
    deliveries = record["inputs"]["deliveries"]
    assert len(deliveries) > 200 and all(re.fullmatch(r"[0-9a-f]{64}", one["sha256"]) for one in deliveries)
    assert {setting["name"] for setting in record["settings"]} >= {
        "period_end",
        "statistics.margin",
        "peers.codes",
    }
    assert {"strategic_assessment.html", "findings.json"} <= set(
        json.dumps(record["outputs"]).replace('"', " ").split()
    )


def test_the_attributions_that_licences_ask_for_are_printed(run) -> None:
    text = (run[1] / GOOD / "strategic_assessment.html").read_text("utf-8")
    assert "data.police.uk licensed under the Open Government Licence" in text
    assert "Source: Office for National Statistics licensed under the Open Government Licence" in text


def test_a_population_that_is_carried_forward_is_said_beside_the_rates(run) -> None:
    findings = json.loads((run[1] / GOOD / "findings.json").read_text("utf-8"))
    rates = [
        item
        for item in findings["items"]
        if item["kind"] == "sentence" and "per 1,000 residents" in item["text"]
    ]
    assert rates
    assert not [item["text"] for item in rates if "carried forward" not in item["text"]]


def test_documents_are_drafted_from_a_real_run(run) -> None:
    out = run[1]
    found = open_assessment(out, GOOD)
    draft = plan(found)
    text = to_markdown(draft)
    record = {row["code"]: row for row in found.offences()}
    decided = found.table("decisions", "issue", "decision").rows
    assert any(row["decision"] == "accepted" for row in decided)
    for row in decided:
        assert f"| {row['issue']} |" in text
        if row["decision"] == "accepted":
            # The baseline is the released figure of the run, and nothing else.
            assert f"{record[slug(row['issue'])]['count']:,} in the period" in text
    assert all(f"## {number}. " in text for number in range(1, 7))
    assert docx_text(to_docx(draft)).count("[to be written: ") == places_left(draft) > 10
    with pytest.raises(UsageError, match="--edition public"):
        summary(found)


def test_the_county_agreement_names_the_districts_that_were_not_run(run) -> None:
    found, left = open_county(run[1], "Corvenshire")
    assert [each.code for each in found] == [GOOD]
    text = to_markdown(agreement(found, left))
    missing = next(line for line in text.splitlines() if line.startswith("Missing: "))
    members = found[0].table("county", "partnership_name").rows
    assert len(members) > 1
    for row in members:
        assert (row["partnership_name"] in missing) == (row["partnership_name"] != found[0].name)


def test_a_failed_partnership_has_no_document(run) -> None:
    with pytest.raises(UsageError, match="Its run did not pass") as caught:
        open_assessment(run[1], BAD)
    assert "ZeroDivisionError" in str(caught.value) or "division" in str(caught.value)
