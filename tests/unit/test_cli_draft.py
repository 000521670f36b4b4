"""`pads draft`: what it writes and prints, and one clear message for every wrong input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from draft_cases import CHANGES, FULL, PRIORITIES, write_run
from test_cli_messages import run

CODE = "E22000001"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    write_run(folder, FULL, county="Testshire")
    write_run(folder, FULL, code="E22000002", name="Westby", status="failed", failure="No complete month")
    return folder


def test_a_plan_is_written_beside_the_assessment(capsys, output: Path) -> None:
    code, said, errors = run(capsys, "draft", "plan", "testford", "--output", output)
    assert (code, errors) == (0, "")
    written = {path.name for path in (output / CODE / "drafts").iterdir()}
    assert written == {"partnership_plan.md", "partnership_plan.docx", ".drafts.json"}
    text = (output / CODE / "drafts" / "partnership_plan.md").read_text("utf-8")
    number = text.count("[to be written: ")
    assert f"{number} places are left to write." in said
    assert "Nothing changed" in run(capsys, "draft", "plan", CODE, "--output", output)[1]


def test_an_edited_plan_stands_and_the_difference_is_printed(capsys, output: Path, tmp_path: Path) -> None:
    to = tmp_path / "here"
    run(capsys, "draft", "plan", CODE, "--output", output, "--to", to)
    path = to / "partnership_plan.md"
    edited = path.read_text("utf-8").replace("Three years:", "Our three years:")
    path.write_text(edited, "utf-8")
    code, said, _ = run(capsys, "draft", "plan", CODE, "--output", output, "--to", to)
    assert code == 0 and path.read_text("utf-8") == edited
    assert "partnership_plan.new.md" in said and "partnership_plan.md was edited" in said
    assert any(line.startswith("-Our three years:") for line in said.splitlines())
    assert not (to / "partnership_plan.new.docx").exists()


def test_a_summary_prints_its_reading_age(capsys, tmp_path: Path) -> None:
    write_run(tmp_path, [CHANGES, PRIORITIES], edition="public")
    code, said, _ = run(capsys, "draft", "summary", CODE, "--output", tmp_path)
    assert code == 0
    assert "Reading age: about " in said and "give or take a year" in said
    assert len([line for line in said.splitlines() if line.startswith("  - ")]) == 3


def test_an_agreement_is_written_under_the_county(capsys, output: Path) -> None:
    code, said, _ = run(capsys, "draft", "agreement", "Testshire", "--output", output)
    assert code == 0 and "Testford" in said
    text = (output / "testshire" / "drafts" / "county_agreement.md").read_text("utf-8")
    assert "Westby (E22000002): Its run did not pass" in text


WRONG = {
    "no folder": (
        ("plan", CODE, "--output", "absent"),
        "absent: There is no such folder. Run `pads run CODE` first",
    ),
    "no run there": (("plan", CODE, "--output", "."), "There is no finished run in this folder."),
    "unknown code": (("plan", "E22000011", "--output", "run"), "Nearest: Testford (E22000001)"),
    "unknown name": (("plan", "Testfrd", "--output", "run"), "Nearest: Testford (E22000001)"),
    "failed": (
        ("plan", "E22000002", "--output", "run"),
        "Westby (E22000002): Its run did not pass (failed): No complete month.",
    ),
    "partner edition": (("summary", CODE, "--output", "run"), f"pads run {CODE} --edition public --output"),
    "unknown county": (("agreement", "Teshire", "--output", "run"), "Nearest: Testshire"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_request_is_one_message(name: str, capsys, output: Path, monkeypatch) -> None:
    monkeypatch.chdir(output.parent)
    before = sorted(output.rglob("*"))
    arguments, message = WRONG[name]
    code, said, errors = run(capsys, "draft", *arguments)
    assert code == 2 and said == ""
    assert message in errors and errors.count("\n") == 1
    assert "Traceback" not in errors
    assert sorted(output.rglob("*")) == before


def test_no_county_in_the_run_is_said(capsys, tmp_path: Path) -> None:
    write_run(tmp_path, FULL)
    code, _, errors = run(capsys, "draft", "agreement", "Testshire", "--output", tmp_path)
    assert code == 2 and "needs the assessments of a county's districts" in errors


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "missing, damaged or not one of this project's"),
        (b"[]", "missing, damaged or not one of this project's"),
        (b'{"version": 2, "items": 3}', "missing, damaged or not one of this project's"),
        (None, "missing, damaged or not one of this project's"),
    ],
)
def test_damaged_findings_are_one_message(capsys, output: Path, content: bytes | None, message: str) -> None:
    path = output / CODE / "findings.json"
    path.unlink() if content is None else path.write_bytes(content)
    code, _, errors = run(capsys, "draft", "plan", CODE, "--output", output)
    assert code == 2 and message in errors


def test_findings_that_were_changed_by_hand_are_refused(capsys, output: Path) -> None:
    path = output / CODE / "findings.json"
    held = json.loads(path.read_text("utf-8"))
    held["record"]["offences"][0]["count"] = 1
    path.write_text(json.dumps(held), "utf-8")
    code, _, errors = run(capsys, "draft", "plan", CODE, "--output", output)
    assert code == 2 and "not as the run wrote it" in errors


def test_findings_of_another_form_are_refused(capsys, tmp_path: Path) -> None:
    write_run(tmp_path, FULL, version=1)
    code, _, errors = run(capsys, "draft", "plan", CODE, "--output", tmp_path)
    assert code == 2 and "another form" in errors


def test_a_file_where_the_folder_should_be_is_one_message(capsys, output: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    code, _, errors = run(capsys, "draft", "plan", CODE, "--output", output, "--to", tmp_path / "taken")
    assert code == 2 and "--to" in errors and "Traceback" not in errors


def test_help_explains_with_an_example(capsys) -> None:
    code, said, _ = run(capsys, "draft", "--help")
    assert code == 0
    plain = " ".join(said.split())
    assert "For example: pads draft plan E22000002 --output outputs/run" in plain
    assert "never written over" in plain
