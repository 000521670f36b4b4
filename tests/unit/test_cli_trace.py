"""`pads trace`: the chain of one issue from a finished run, and one clear message for every wrong question."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "report"))

from test_report_trace import SHA, whole

from pads_analysis.cli import main
from pads_analysis.report import collect, findings


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    folder = tmp_path / "run" / "E22000036"
    folder.mkdir(parents=True)
    (folder / "findings.json").write_text(json.dumps(findings(collect(whole()))), "utf-8")
    return tmp_path / "run"


def ask(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["trace", *(str(each) for each in arguments)])
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


@pytest.mark.parametrize("issue", ["burglary", "Burglary", " BURGLARY "])
def test_the_chain_ends_with_the_files_and_their_whole_hashes(capsys, finished, issue):
    code, out, _ = ask(capsys, "e22000036", issue, "--output", finished)
    assert code == 0
    wanted = (
        "Decision: accepted", "Score, Volume: 3.2 of 4", "Finding: Burglary is high.  #s-burglary",
        "Figure: It is high  #figure-levels", "Count: 1,662  #table-levels",
        'Store.partnership_months("street"), 1,234 rows',
        f"a.csv  sha256 {SHA}",
    )  # fmt: skip
    at = [out.index(each) for each in wanted]
    assert at == sorted(at)
    assert "f.csv" not in out and "b.geojson" not in out


@pytest.mark.parametrize(
    ("code", "issue", "said"),
    [
        ("E22000036", "burglery", "There is no issue 'burglery' in this report. Nearest: Burglary"),
        ("E22000036", "zzzz", "Scored: Burglary, Drugs."),
        ("E22000037", "burglary", "This run has no report of 'E22000037'. It has E22000036."),
    ],
)
def test_a_wrong_question_says_what_there_is(capsys, finished, code, issue, said):
    ended, out, err = ask(capsys, code, issue, "--output", finished)
    assert ended == 2 and said in " ".join(err.split()) and "Traceback" not in err and not out


def test_where_there_is_no_run_or_an_older_one(capsys, finished, tmp_path):
    ended, _, err = ask(capsys, "E22000036", "burglary", "--output", tmp_path / "nowhere")
    assert ended == 2 and "There is no finished run" in err
    file = finished / "E22000036" / "findings.json"
    for broken in ("{", "[]", '{"items": []}'):
        file.write_text(broken, "utf-8")
        ended, _, err = ask(capsys, "E22000036", "burglary", "--output", finished)
        assert ended == 2 and "earlier version wrote it" in err and "Traceback" not in err


def test_an_issue_that_was_counted_and_not_scored(capsys, finished):
    file = finished / "E22000036" / "findings.json"
    found = json.loads(file.read_text("utf-8"))
    found["record"]["offences"].append({"code": "other_crime", "name": "Other crime", "count": 3})
    file.write_text(json.dumps(found), "utf-8")
    ended, _, err = ask(capsys, "E22000036", "other_crime", "--output", finished)
    assert ended == 2 and "Other crime was counted and not scored." in err


def test_a_partnership_is_found_by_its_name_and_a_county_has_no_priorities(capsys, finished):
    file = finished / "E22000036" / "findings.json"
    found = json.loads(file.read_text("utf-8"))
    ended, out, _ = ask(capsys, f" {found['partnership']['name'].upper()} ", "burglary", "--output", finished)
    assert ended == 0 and "(E22000036)" in out
    found["cover"]["covers"] = "county"
    file.write_text(json.dumps(found), "utf-8")
    ended, _, err = ask(capsys, "E22000036", "burglary", "--output", finished)
    assert ended == 2 and "the overview of a county" in err and "one of its districts" in err
