"""Workers that die, partnerships that never end, and Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batch_chapters import FINDING, make_chapter

from pads_analysis.batch import Job, Limits, Status, run_batch
from pads_analysis.batch.job import Task
from pads_analysis.batch.run_one import run_one

POSIX = pytest.mark.skipif(os.name != "posix", reason="asks POSIX whether a process is alive")
MARK = """import os, pathlib, time
pathlib.Path(store).joinpath(partnership + ".pid").write_text(str(os.getpid()))
"""


class Quiet:
    def begin(self, total, workers): ...
    def working(self, task, chapter, begun, cells): ...
    def finished(self, outcome): ...
    def end(self): ...


def job(code: str, chapter: Path, store: Path) -> Job:
    store.mkdir(exist_ok=True)
    return Job(code, f"Place {code}", (chapter,), {"partnership": code, "store": str(store)})


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] == "Z")


def gone(pid: int, seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while is_alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not is_alive(pid)


@POSIX
def test_a_worker_that_is_killed_costs_only_its_own_partnership(tmp_path):
    store = tmp_path / "store"
    killer = (
        MARK
        + 'import signal\nif partnership == "E1":\n    os.kill(os.getppid(), signal.SIGKILL)\n    time.sleep(60)'
    )
    chapter = make_chapter(tmp_path / "10_a.ipynb", killer, FINDING)
    result = run_batch(
        [job("E1", chapter, store), job("E2", chapter, store)],
        output=tmp_path / "out",
        limits=Limits(attempts=1),
        progress=Quiet(),
    )
    assert [outcome.partnership for outcome in result.passed] == ["E2"]
    crashed = result.failed[0]
    assert (crashed.status, crashed.failure.notebook, crashed.failure.cell) == (
        Status.CRASHED,
        "10_a.ipynb",
        5,
    )
    assert json.loads((tmp_path / "out" / "E1" / "run.json").read_text("utf-8"))["status"] == "crashed"
    assert gone(int((store / "E1.pid").read_text()))


@POSIX
def test_a_partnership_over_its_time_is_ended_with_its_kernel_and_the_rest_go_on(tmp_path):
    store = tmp_path / "store"
    stuck = MARK + 'import signal\nif partnership == "E1":\n    os.kill(os.getpid(), signal.SIGSTOP)'
    chapter = make_chapter(tmp_path / "10_a.ipynb", stuck, FINDING)
    result = run_batch(
        [job("E1", chapter, store), job("E2", chapter, store)],
        output=tmp_path / "out",
        # Enough for a kernel to start on a slow machine that has other work.
        limits=Limits(partnership_seconds=40, cell_seconds=300),
        progress=Quiet(),
    )
    assert [outcome.partnership for outcome in result.passed] == ["E2"]
    late = result.failed[0]
    assert (late.status, late.failure.cell, late.attempts) == (Status.TIMEOUT, 5, 1)
    assert "40 s" in late.failure.message
    assert gone(int((store / "E1.pid").read_text()))


def start_batch(tmp_path: Path) -> tuple[subprocess.Popen, int]:
    """Start a batch that would never end, in a process of its own; return it and the process id of its kernel."""
    store = tmp_path / "store"
    chapter = make_chapter(tmp_path / "10_a.ipynb", MARK + "time.sleep(300)")
    made = job("E1", chapter, store)
    script = tmp_path / "run.py"
    script.write_text(
        "import signal, sys\nfrom pathlib import Path\nfrom pads_analysis.batch import Job, run_batch\n"
        "if __name__ == '__main__':\n"
        # A shell that starts this in the background has it ignore Ctrl-C; at a terminal it does not.
        "    signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"    job = Job('E1', 'Place', (Path({str(chapter)!r}),), {dict(made.parameters)!r})\n"
        f"    sys.exit(run_batch([job], output=Path({str(tmp_path / 'out')!r})).exit_code)\n",
        "utf-8",
    )
    root = str(Path(__file__).resolve().parents[2])
    process = subprocess.Popen([sys.executable, str(script)], env={**os.environ, "PYTHONPATH": root})
    mark = store / "E1.pid"
    end = time.monotonic() + 60
    while not (mark.exists() and mark.read_text()) and time.monotonic() < end:
        time.sleep(0.1)
    return process, int(mark.read_text())


@POSIX
@pytest.mark.parametrize("stop", ["SIGINT", "SIGTERM"])
def test_ctrl_c_ends_the_batch_and_its_kernels(tmp_path, stop):
    process, kernel = start_batch(tmp_path)
    try:
        process.send_signal(getattr(signal, stop))
        assert process.wait(20) == 130
    finally:
        process.kill()
    assert gone(kernel)
    summary = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert summary["counts"] == {"not run": 1}
    assert not (tmp_path / "out" / ".work").exists()


@POSIX
def test_a_batch_that_is_killed_leaves_no_kernel_and_no_lock_behind(tmp_path):
    process, kernel = start_batch(tmp_path)
    process.kill()
    process.wait(10)
    assert gone(kernel)
    chapter = make_chapter(tmp_path / "10_a.ipynb", FINDING)
    again = run_batch([job("E1", chapter, tmp_path / "store")], output=tmp_path / "out", progress=Quiet())
    assert again.exit_code == 0
    assert not (tmp_path / "out" / ".work").exists()


def test_a_kernel_over_tcp_says_nothing_about_encryption(tmp_path):
    """Where the path is too long for a socket, the line is TCP, and the log shows no warning of the kernel's."""
    chapter = make_chapter(tmp_path / "10_a.ipynb", FINDING)
    sockets = tmp_path / ("x" * 90)
    task = Task(job("E1", chapter, tmp_path / "store"), tmp_path / "out", str(sockets), "r1", Limits())
    told = []
    outcome = run_one(task, lambda kind, value: told.append((kind, value)))
    assert outcome.status is Status.PASSED, outcome.line()
    assert "encrypt" not in (tmp_path / "out" / "E1" / "log.txt").read_text("utf-8")
    kinds = [kind for kind, _ in told]
    assert kinds[0] == "kernel"
    assert told[-1] == ("kernel", None)
    assert kinds.count("cell") == 5  # parameters, injected parameters, cover, finding, last


def test_a_page_over_the_limit_is_a_failure(tmp_path):
    chapter = make_chapter(tmp_path / "10_a.ipynb", FINDING)
    task = Task(
        job("E1", chapter, tmp_path / "store"),
        tmp_path / "out",
        str(tmp_path / "k"),
        "r1",
        Limits(page_bytes=100),
    )
    outcome = run_one(task, lambda kind, value: None)
    assert outcome.status is Status.FAILED
    assert "The page is" in outcome.failure.message
    assert not (tmp_path / "out" / "E1" / "strategic_assessment.html").exists()


def test_files_that_cannot_be_put_in_place_fail_their_partnership_alone(tmp_path):
    store = tmp_path / "store"
    chapter = make_chapter(tmp_path / "10_a.ipynb", FINDING)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "E1").write_text("a file where the folder should be", "utf-8")
    result = run_batch(
        [job("E1", chapter, store), job("E2", chapter, store)], output=tmp_path / "out", progress=Quiet()
    )
    assert [outcome.partnership for outcome in result.passed] == ["E2"]
    failed = result.failed[0]
    assert failed.status is Status.FAILED
    assert "could not be put in place" in failed.failure.message
    assert str(tmp_path) not in failed.failure.message
    assert "could not be put in place" in result.index.read_text("utf-8")


def test_the_live_display_names_what_runs_and_what_failed(tmp_path):
    import io

    from rich.console import Console

    from pads_analysis.batch.job import Failure, Outcome
    from pads_analysis.batch.progress import LiveProgress

    stream = io.StringIO()
    progress = LiveProgress(Console(file=stream, force_terminal=True, width=100, color_system=None))
    task = Task(job("E1", tmp_path / "a.ipynb", tmp_path / "s"), tmp_path, "", "r", Limits())
    progress.begin(2, 1)
    progress.working(task, "Levels and patterns", 3, 9)
    failure = Failure("10_a.ipynb", 4, "How much", "KeyError", "'x'")
    progress.finished(Outcome("E2", "Place [bold]two", Status.FAILED, failure))
    progress.end()
    shown = stream.getvalue()
    assert "Levels and patterns (3/9)" in shown
    assert "1/2 E2 Place [bold]two: failed: 10_a.ipynb, cell 4" in shown
    assert "1 of 2 done, 1 failed" in shown
