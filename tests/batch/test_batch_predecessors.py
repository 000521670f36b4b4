"""Two partnerships of the example county are assessed as they were before they merged, and then the one they became."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pads_analysis.cli.run import run_assessments
from pads_analysis.data.ingest import ingest
from pads_analysis.data.store import Store

pytestmark = pytest.mark.slow

LATER_LOOKUPS = ("LAD24", "LTLA24", "_to_LAD24")


@pytest.fixture(scope="module")
def merger(example) -> dict[str, Any]:
    (truth,) = [one for one in example.truths["planted"] if one["kind"] == "merged_partnership"]
    return truth


@pytest.fixture(scope="module")
def folder(example, tmp_path_factory) -> Path:
    """A folder with the parameters, and a store that knows no lookup later than 2021."""
    made = tmp_path_factory.mktemp("merged")
    shutil.copytree(example.params, made / "params")
    shutil.copytree(
        example.folder / "raw", made / "raw", ignore=shutil.ignore_patterns("extracts", "boundaries", "imd")
    )
    for path in (made / "raw/lookups").iterdir():
        if any(name in path.name for name in LATER_LOOKUPS):
            path.unlink()
    assert ingest([made / "raw"], made / "old").exit_code == 0
    return made


def assess(folder: Path, store: Path, name: str, *codes: str, **given: str) -> list[dict[str, Any]]:
    """Run assessments into `folder/runs/<name>` and return what each found."""
    chapters = "20_change,90_data_and_methods"
    done = run_assessments(
        list(codes),
        everything=False,
        store=store,
        params=folder / "params",
        output=folder / "runs" / name,
        workers=1,
        given={"chapters": chapters, **given},
    )
    assert done == 0
    return [
        json.loads((folder / "runs" / name / code / "findings.json").read_text("utf-8")) for code in codes
    ]


@pytest.fixture(scope="module")
def before(folder, merger) -> list[dict[str, Any]]:
    codes = [one["csp_code"] for one in merger["before"]]
    return assess(folder, folder / "old", "2022", *codes, period_end="2022-12")


@pytest.fixture(scope="module")
def after(example, folder, merger, before) -> dict[str, Any]:
    paths = ",".join(f"../runs/2022/{one['csp_code']}" for one in merger["before"])
    (found,) = assess(folder, example.store, "2024", merger["partnership_code"], previous_assessment=paths)
    return found


def test_the_older_store_knows_the_partnerships_of_its_time(folder, merger) -> None:
    held = set(Store.open(folder / "old").partnerships()["partnership_code"])
    assert held >= {one["csp_code"] for one in merger["before"]} and merger["partnership_code"] not in held


def test_the_released_figures_of_both_are_counted_as_one(before, after) -> None:
    (item,) = [item for item in after["items"] if item["id"] == "table-since-previous-restatements"]
    released = {row[0]: row for row in item["rows"]}
    names = {offence["name"] for found in before for offence in found["record"]["offences"]}
    assert names == set(released)
    for name in names:
        parts = [
            offence["count"]
            for found in before
            for offence in found["record"]["offences"]
            if offence["name"] == name
        ]
        assert released[name][1] == sum(parts) == released[name][5]
        assert released[name][2] is None and released[name][8] == "as released"


def test_the_restatement_is_said_with_the_names_of_both(after, merger) -> None:
    text = "\n".join(item["text"] for item in after["items"] if item["kind"] == "sentence")
    assert "Counted from 2 earlier partnerships" in text
    for one in merger["before"]:
        assert f"{one['name']} ({one['csp_code']})" in text
    districts = ", ".join(one["district_code"] for one in merger["before"])
    assert f"made of the districts {districts} then" in text


def test_headlines_of_each_stand_beside_today_and_none_is_judged(before, after, merger) -> None:
    (item,) = [item for item in after["items"] if item["id"].startswith("table-previous-findings")]
    assert len(item["rows"]) == sum(len(found["headlines"]) for found in before) > 0
    for row in item["rows"]:
        assert row[0].startswith(tuple(f"{one['name']}: " for one in merger["before"]))
        assert row[-1].startswith("cannot be compared, because")


def test_one_of_the_two_alone_is_refused_before_anything_runs(
    example, folder, before, merger, capsys
) -> None:
    from pads_analysis.cli import main

    first, second = merger["before"]
    where = ["--store", str(example.store), "--params", str(folder / "params")]
    setting = f"previous_assessment=../runs/2022/{first['csp_code']}"
    with pytest.raises(SystemExit) as ended:
        main(["check", merger["partnership_code"], *where, "--set", setting])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert f"{second['name']} ({second['csp_code']}) is not given" in said
