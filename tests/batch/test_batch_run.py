"""One batch of fixture chapters in which some partnerships fail in every way a notebook can."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import nbformat
import pytest
from batch_chapters import FINDING, make_chapter

from pads_analysis.batch import Failure, Job, Limits, Status, run_batch
from pads_analysis.batch.output import held
from pads_analysis.batch.progress import PlainProgress
from pads_analysis.errors import LockedError, UsageError

FAULTS = """import os, sys, time
if partnership == "E2":
    1 / 0
if partnership == "E3":
    sys.exit(0)
if partnership == "E4":
    os._exit(9)
if partnership == "E5":
    time.sleep(600)
if partnership == "E6":
    from pads_analysis.errors import ParamsError
    raise ParamsError("months is 0.", "assessment.yaml", "Use 12.")
if partnership == "E7":
    open(store + "/gone.csv")
print("a warning", file=sys.stderr)
print("read from", store)"""


def job(code: str, chapters, store: Path, name: str = "") -> Job:
    parameters = {
        "partnership": code,
        "period_end": "2021-09",
        "months": 12,
        "edition": "partner",
        "params": str(store.parent / "params"),
        "store": str(store),
    }
    return Job(code, name or f"Place {code}", tuple(chapters), parameters)


class Quiet:
    def begin(self, total, workers): ...
    def working(self, task, chapter, begun, cells): ...
    def finished(self, outcome): ...
    def end(self): ...


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    root = tmp_path_factory.mktemp("somebodys-home")
    chapters = [make_chapter(root / "notebooks" / "10_levels.ipynb", FAULTS, FINDING)]
    output = root / "out"
    old = output / "E2" / "strategic_assessment.html"
    old.parent.mkdir(parents=True)
    old.write_text("an old page", "utf-8")
    jobs = [job(f"E{n}", chapters, root / "store") for n in range(1, 8)]
    jobs.append(job("E8", chapters, root / "store", name="<script>alert(1)</script> & Sons"))
    inputs = {"fingerprint": "abc", "deliveries": [{"file": "street.csv", "sha256": "00"}]}
    result = run_batch(
        jobs, output=output, workers=2, limits=Limits(cell_seconds=4), progress=Quiet(), inputs=inputs
    )
    return (
        root,
        output,
        result,
        {outcome.partnership: outcome for outcome in (*result.passed, *result.failed)},
    )


def test_one_failure_does_not_stop_the_others(batch):
    _, output, result, _ = batch
    assert [outcome.partnership for outcome in result.passed] == ["E1", "E8"]
    assert [outcome.partnership for outcome in result.failed] == ["E2", "E3", "E4", "E5", "E6", "E7"]
    assert result.exit_code == 1
    assert (output / "E1" / "strategic_assessment.html").is_file()


def test_a_failure_names_chapter_cell_heading_and_partnership(batch):
    found = batch[3]["E2"]
    assert found.status is Status.FAILED
    assert found.failure == Failure("10_levels.ipynb", 5, "How much", "ZeroDivisionError", "division by zero")
    assert found.line() == (
        'E2 Place E2: failed: 10_levels.ipynb, cell 5 "How much", partnership E2 (Place E2): '
        "ZeroDivisionError: division by zero"
    )
    assert found.attempts == 1


def test_leaving_the_notebook_early_is_a_failure(batch):
    found = batch[3]["E3"]
    assert found.status is Status.FAILED
    assert "ended the run early" in found.failure.message
    assert found.failure.cell == 5


def test_a_dead_kernel_is_a_crash_and_is_tried_again(batch):
    found = batch[3]["E4"]
    assert (found.status, found.attempts, found.failure.cell) == (Status.CRASHED, 2, 5)


def test_a_cell_over_its_time_is_a_timeout_and_is_not_tried_again(batch):
    found = batch[3]["E5"]
    assert (found.status, found.attempts, found.failure.cell) == (Status.TIMEOUT, 1, 5)
    assert "4 s" in found.failure.message


def test_a_user_error_is_told_in_plain_words(batch):
    found = batch[3]["E6"]
    assert (found.failure.error_name, found.failure.message) == ("", "assessment.yaml: months is 0. Use 12.")


def test_a_failed_partnership_leaves_a_record_but_no_page_and_no_old_page(batch):
    _, output, _, outcomes = batch
    for code in ("E2", "E3", "E4", "E5", "E6", "E7"):
        names = {path.name for path in (output / code).iterdir()}
        assert names == {"executed.ipynb", "log.txt", "run.json"}, code
        assert json.loads((output / code / "run.json").read_text("utf-8"))["status"] == outcomes[code].status


def test_the_record_can_be_checked_against_the_files(batch):
    output = batch[1]
    record = json.loads((output / "E1" / "run.json").read_text("utf-8"))
    assert {file["file"] for file in record["outputs"]} == {
        "strategic_assessment.html",
        "executed.ipynb",
        "findings.json",
        "log.txt",
    }
    for file in record["outputs"]:
        content = (output / "E1" / file["file"]).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (file["sha256"], file["bytes"])
    chapter = batch[0] / "notebooks" / "10_levels.ipynb"
    assert record["notebooks"] == [
        {"file": "10_levels.ipynb", "sha256": hashlib.sha256(chapter.read_bytes()).hexdigest()}
    ]
    assert record["inputs"]["fingerprint"] == "abc"
    assert record["status"] == "passed"
    assert record["parameters"]["store"] == "store"


def test_no_machine_path_is_left_in_what_is_read(batch):
    root, output, _, _ = batch
    written = [path for path in output.rglob("*") if path.is_file()]
    assert len(written) > 20
    for path in written:
        assert str(root).encode() not in path.read_bytes(), path.name
        assert str(Path.home()).encode() + b"/" not in path.read_bytes(), path.name
    assert batch[3]["E7"].failure.message == "[Errno 2] No such file or directory: 'store/gone.csv'"


def test_the_executed_notebook_keeps_no_status_of_papermills(batch):
    executed = nbformat.read(batch[1] / "E5" / "executed.ipynb", as_version=4)
    nbformat.validate(executed)
    assert "papermill" not in executed.metadata
    assert all("papermill" not in cell.metadata for cell in executed.cells)


def test_what_was_said_to_stderr_is_in_the_log_and_not_on_the_page(batch):
    folder = batch[1] / "E1"
    assert "a warning" in (folder / "log.txt").read_text("utf-8")
    page = (folder / "strategic_assessment.html").read_text("utf-8")
    assert "a warning" not in page
    assert "read from store" in page
    assert "Counted E1" in page
    assert "def show" not in page


def test_the_index_lists_every_partnership_with_status_and_escaped_names(batch):
    page = batch[2].index.read_text("utf-8")
    for code in (f"E{n}" for n in range(1, 9)):
        assert code in page
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert page.count('state-passed">') == 2
    assert "division by zero" in page
    assert 'href="E1/strategic_assessment.html"' in page
    assert 'href="E2/strategic_assessment.html"' not in page
    summary = json.loads((batch[1] / "run.json").read_text("utf-8"))
    assert summary["counts"] == {"crashed": 1, "failed": 4, "passed": 2, "timed out": 1}


def test_nothing_of_the_work_is_left_behind(batch):
    names = {path.name for path in batch[1].iterdir()}
    assert names - {".lock"} == {f"E{n}" for n in range(1, 9)} | {"index.html", "run.json"}
    assert not list(batch[1].rglob("*.part"))


def test_the_same_run_again_gives_the_same_page_and_keeps_the_others_listed(batch, tmp_path):
    root, output = batch[0], tmp_path / "out"
    shutil.copytree(batch[1], output)
    first = (output / "E1" / "strategic_assessment.html").read_bytes()
    findings = (output / "E1" / "findings.json").read_bytes()
    chapters = [root / "notebooks" / "10_levels.ipynb"]
    again = run_batch([job("E1", chapters, root / "store")], output=output, progress=Quiet())
    assert again.exit_code == 0
    assert (output / "E1" / "strategic_assessment.html").read_bytes() == first
    assert (output / "E1" / "findings.json").read_bytes() == findings
    page = again.index.read_text("utf-8")
    assert "Place E2" in page
    assert "division by zero" in page


def test_a_second_batch_on_one_folder_is_refused_naming_the_holder(tmp_path):
    import os

    chapter = make_chapter(tmp_path / "a.ipynb", "1")
    with held(tmp_path / "out", 1, 1), pytest.raises(LockedError, match=f"process {os.getpid()}") as refused:
        run_batch([job("E1", [chapter], tmp_path / "store")], output=tmp_path / "out", progress=Quiet())
    assert refused.value.exit_code == 75
    assert not (tmp_path / "out" / "E1").exists()


def test_what_cannot_be_run_is_refused_before_anything_is_written(tmp_path):
    chapter = make_chapter(tmp_path / "a.ipynb", "1")
    good = job("E1", [chapter], tmp_path)
    for jobs, words in (
        ([], "no partnership"),
        ([good, good], "more than once"),
        ([good, job("E2", [tmp_path / "gone.ipynb"], tmp_path)], "no such chapter"),
    ):
        with pytest.raises(UsageError, match=words):
            run_batch(jobs, output=tmp_path / "out", progress=Quiet())
    assert not (tmp_path / "out").exists()
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        run_batch([good], output=tmp_path / "file", progress=Quiet())


def test_plain_progress_prints_one_line_per_partnership(capsys, batch):
    progress = PlainProgress()
    progress.begin(20, 2)
    progress.finished(batch[3]["E2"])
    progress.finished(batch[3]["E1"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1/20 E2 Place E2: failed: 10_levels.ipynb, cell 5")
    assert lines[1].startswith("2/20 E1 Place E1: passed in ")
