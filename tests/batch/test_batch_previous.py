"""Two assessments in a row over the example county: the second reads what the first released."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pads_analysis.cli import main as command
from pads_analysis.cli.run import run_assessments
from pads_analysis.data.ingest import ingest

pytestmark = pytest.mark.slow

CODE = "E22000900"


def assess(folder: Path, store: Path, name: str, **given: str) -> dict[str, Any]:
    """Run one assessment into `folder/runs/<name>` and return its findings.json."""
    code = run_assessments(
        [CODE],
        everything=False,
        store=store,
        params=folder / "params",
        output=folder / "runs" / name,
        workers=1,
        given=given,
    )
    assert code == 0
    return json.loads((folder / "runs" / name / CODE / "findings.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def folder(example, tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("previous")
    shutil.copytree(example.params, made / "params")
    return made


@pytest.fixture(scope="module")
def earlier(example, folder) -> dict[str, Any]:
    """An assessment of the calendar year 2022, which ends in another month than the next one."""
    chapters = "10_levels_and_patterns,20_change,90_data_and_methods"
    return assess(folder, example.store, "2022", period_end="2022-12", chapters=chapters)


@pytest.fixture(scope="module")
def later(example, folder, earlier) -> dict[str, Any]:
    given = {"previous_assessment": f"../runs/2022/{CODE}", "chapters": "20_change,90_data_and_methods"}
    return assess(folder, example.store, "2024", **given)


def main(arguments: list[str]) -> int:
    """Return the exit code of a command."""
    with pytest.raises(SystemExit) as ended:
        command(arguments)
    return ended.value.code or 0


def said(found: dict[str, Any], section: str) -> str:
    return "\n".join(
        item["text"] for item in found["items"] if item["section"] == section and item["kind"] == "sentence"
    )


def table(found: dict[str, Any], name: str) -> dict[str, list[Any]]:
    (item,) = [item for item in found["items"] if item["id"] == name]
    return {row[0]: row for row in item["rows"]}


def test_the_first_assessment_leaves_a_record_of_what_it_printed(earlier) -> None:
    assert earlier["version"] == 2
    record = earlier["record"]
    printed = table(earlier, "table-levels-peers")
    assert len(record["offences"]) == len(printed) == 15
    assert all(offence["count"] == printed[offence["name"]][1] for offence in record["offences"])
    assert record["months_counted"] == [f"2022-{month:02d}" for month in range(1, 13)]
    assert len(record["files"]) == 12 * 4
    assert {headline["section_id"] for headline in earlier["headlines"]} >= {"levels", "change"}


def test_the_planted_rise_is_told_since_the_previous_assessment(later, example) -> None:
    (truth,) = [one for one in example.truths["planted"] if one["kind"] == "doubled_offence"]
    rows = table(later, "table-since-previous-movements")
    before, now, _, low, high, word = rows["Vehicle crime"][1:]
    assert now == truth["observed"]["latest"] and word == "rising"
    assert low <= truth["true_ratio"] <= high
    assert [name for name, row in rows.items() if row[-1] in ("rising", "falling", "new", "gone")] == [
        "Vehicle crime"
    ]
    assert f"Vehicle crime is rising: {now} police recorded crimes against {before}" in said(
        later, "since-previous"
    )


def test_nothing_is_restated_where_the_data_are_the_same(later, earlier) -> None:
    assert "None of the 15 figures released then is restated" in said(later, "since-previous")
    rows = table(later, "table-since-previous-restatements")
    for offence in earlier["record"]["offences"]:
        assert rows[offence["name"]][1] == rows[offence["name"]][5] == offence["count"]


def test_the_whole_chapter_compares_with_that_period(later, folder) -> None:
    assert later["cover"]["previous_period"] == "January 2022 to December 2022"
    assert "Compared with the period of the previous assessment" in said(later, "change")
    assert "headlines of the previous assessment (January 2022 to December 2022)" in said(
        later, "previous-findings"
    )
    (line,) = [check for check in later["checklist"] if check["letter"] == "b"]
    assert line["status"] == "met"
    record = json.loads((folder / "runs/2024" / CODE / "run.json").read_text("utf-8"))
    assert "findings.json" in [file["file"] for file in record["params_files"]]
    assert str(folder) not in json.dumps(record) + json.dumps(later)


def test_pads_check_says_what_change_is_told_since(example, folder, later, capsys) -> None:
    where = ["--store", str(example.store), "--params", str(folder / "params")]
    assert main(["check", CODE, *where, "--set", f"previous_assessment=../runs/2022/{CODE}"]) == 0
    assert "January 2022 to December 2022, partner edition: 15 released figures" in capsys.readouterr().out
    assert main(["check", CODE, *where]) == 0
    assert "none given (previous_assessment)" in capsys.readouterr().out


def test_a_later_assessment_is_refused_before_anything_runs(example, folder, later, capsys) -> None:
    where = [
        "--store",
        str(example.store),
        "--params",
        str(folder / "params"),
        "--output",
        str(folder / "no"),
    ]
    setting = f"previous_assessment=../runs/2024/{CODE}"
    assert main(["run", CODE, *where, "--period-end", "2023-03", "--set", setting]) == 2
    assert "it ends later" in capsys.readouterr().err
    assert not (folder / "no").exists()


def test_newer_data_of_one_month_are_restated_with_their_file(example, folder, earlier, tmp_path) -> None:
    """The force sends May 2022 again, with some rows of the partnership more."""
    store = tmp_path / "store"
    shutil.copytree(example.store, store)
    (archive,) = (example.folder / "raw").rglob("*-corvenshire.zip")
    with zipfile.ZipFile(archive) as held:
        (old,) = [name for name in held.namelist() if name.endswith("2022-05-corvenshire-street.csv")]
        lines = held.read(old).decode("utf-8").splitlines(keepends=True)
    chosen = [line for line in lines if "Aldermere" in line and ",Burglary," in line][:3]
    assert len(chosen) == 3
    again = tmp_path / "again/2022-05-corvenshire-street.csv"
    again.parent.mkdir()
    extra = [line.replace(line.split(",", 1)[0], f"{at:064x}", 1) for at, line in enumerate(chosen, start=1)]
    again.write_text("".join([*lines, *extra]), "utf-8")
    assert ingest([again.parent], store, replaces=True).exit_code == 0
    chapters = "10_levels_and_patterns,20_change,90_data_and_methods"
    found = assess(folder, store, "again", previous_assessment=f"../runs/2022/{CODE}", chapters=chapters)
    row = table(found, "table-since-previous-restatements")["Burglary"]
    assert row[7] == 3
    assert row[8] == (
        "other counts for May 2022 (+3): newer data of these months were delivered since "
        "(2022-05-corvenshire-street.csv)"
    )
    assert "2 figures are restated" in said(found, "since-previous")
    assert "Newer data took the place of older ones for May 2022." in said(found, "trend")
