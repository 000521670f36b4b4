from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from pads_analysis.batch.book import PADS_MIME, make_book
from pads_analysis.batch.job import Failure, Job
from pads_analysis.batch.kernel import ONE_THREAD, kernel_environment, kernel_manager_for
from pads_analysis.batch.scrub import Scrubber
from pads_analysis.batch.verdict import judge, judge_final
from pads_analysis.errors import UsageError
from pads_analysis.report.document import Check, Document


@pytest.fixture
def ran(tmp_path):
    chapter = tmp_path / "10_a.ipynb"
    cells = [
        v4.new_markdown_cell("# A"),
        v4.new_code_cell("p = 1", metadata={"tags": ["parameters"]}),
        v4.new_markdown_cell("## How much"),
        v4.new_code_cell("x = 1"),
    ]
    nbformat.write(v4.new_notebook(cells=cells), chapter)
    book = make_book([chapter], {}, run_id="this run")
    for number, cell in enumerate((cell for cell in book.cells if cell.cell_type == "code"), start=1):
        cell.execution_count = number
    bundle = {PADS_MIME: {"kind": "complete", "run_id": "this run"}}
    book.cells[-1].outputs = [v4.new_output("display_data", data=bundle)]
    return book


def test_a_book_that_ran_to_its_end_passes(ran):
    assert judge(ran, "this run") is None


def test_the_last_cell_must_carry_this_runs_id(ran):
    assert "did not reach its end" in judge(ran, "another run").message
    ran.cells[-1].outputs = []
    assert "did not reach its end" in judge(ran, "this run").message
    del ran.cells[-1]
    assert "did not reach its end" in judge(ran, "this run").message


def test_a_cell_that_was_not_run_fails_though_papermill_says_completed(ran):
    ran.cells[3].execution_count = None
    ran.cells[3].metadata["papermill"] = {"status": "completed", "exception": None}
    failure = judge(ran, "this run")
    assert (failure.notebook, failure.cell, failure.heading) == ("10_a.ipynb", 4, "How much")
    assert "not run" in failure.message


def test_an_error_names_chapter_cell_heading_and_partnership(ran):
    ran.cells[3].outputs = [v4.new_output("error", ename="KeyError", evalue="'lsoa_code'", traceback=[])]
    failure = judge(ran, "this run")
    assert failure == Failure("10_a.ipynb", 4, "How much", "KeyError", "'lsoa_code'")
    assert (
        failure.describe("E22000036", "Bristol")
        == "10_a.ipynb, cell 4 \"How much\", partnership E22000036 (Bristol): KeyError: 'lsoa_code'"
    )


def test_a_user_error_is_told_in_its_own_words(ran):
    words = "partnerships/E1/assessment.yaml: months is 0. Use 12."
    ran.cells[3].outputs = [v4.new_output("error", ename="ParamsError", evalue=words, traceback=[])]
    assert (judge(ran, "this run").error_name, judge(ran, "this run").message) == ("", words)


@pytest.mark.parametrize("code", ["../escape", "a/b", "", "con", "NUL", "a b", "E1\n", ".hidden"])
def test_a_code_that_cannot_be_a_folder_is_refused(code):
    with pytest.raises(UsageError, match="folder"):
        Job(code, "Name", (), {})


def test_the_scrubber_shortens_paths_and_leaves_the_rest():
    clean = Scrubber(["/srv/data/store", "/srv/data"])
    assert clean.message("no /srv/data/store/x.csv") == "no store/x.csv"
    assert clean.message("open('/home/somebody/a/b.txt')") == "open('b.txt')"
    assert clean.message(r"no C:\Users\somebody\b.txt here") == "no b.txt here"
    kept = "and/or 5/6, https://example.org/a/b, counts/srv/data"
    assert clean.message(kept) == kept
    assert clean.node({"a": ["/srv/data/store", 1, None]}) == {"a": ["store", 1, None]}


def test_the_kernel_is_this_python_whatever_is_installed(tmp_path, monkeypatch):
    import sys

    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    made = kernel_manager_for(tmp_path, Path("/tmp/pads-x"), lambda pid: None)(kernel_name="python3")  # noqa: S108
    assert made.kernel_spec.argv[:3] == [sys.executable, "-m", "ipykernel_launcher"]


def test_the_line_to_the_kernel_is_private_or_encrypted(tmp_path):
    import os

    short = kernel_manager_for(tmp_path, Path("/tmp/pads-x"), lambda pid: None)()  # noqa: S108
    long = kernel_manager_for(tmp_path, Path("/tmp") / ("x" * 90), lambda pid: None)()  # noqa: S108
    assert short.transport == ("ipc" if os.name == "posix" else "tcp")
    assert long.transport == "tcp"
    if "transport_encryption" in long.class_trait_names():
        assert long.transport_encryption == "auto"


def test_the_kernel_has_one_thread_no_window_and_no_profile_of_the_users(tmp_path):
    found = kernel_environment({"OMP_NUM_THREADS": "8", "KEEP": "1"}, tmp_path)
    assert all(found[name] == "1" for name in ONE_THREAD)
    assert (found["MPLBACKEND"], found["KEEP"]) == ("Agg", "1")
    assert found["IPYTHONDIR"].startswith(str(tmp_path))


def test_records_hold_what_json_can():
    import json

    import numpy as np
    import pandas as pd

    from pads_analysis.batch.output import as_json

    given = {
        "count": np.int64(3),
        "share": np.float64("nan"),
        "when": pd.Timestamp("2021-09-01"),
        "never": pd.NaT,
        "where": Path("a"),
        "many": (1, True, None),
    }
    assert json.loads(as_json(given)) == {
        "count": 3,
        "share": None,
        "when": "2021-09-01T00:00:00",
        "never": None,
        "where": "a",
        "many": [1, True, None],
    }


def final_document(status: str, *, withheld: bool = False, found: str = "abcdefg") -> Document:
    checks = tuple(
        Check(
            letter,
            f"Element {letter}",
            "",
            "met" if letter in found else "not met",
            "",
            (),
            withheld=withheld,
        )
        for letter in "abcdefg"
    )
    return Document({"status": status}, (), (), (), checks)


def test_a_final_page_with_an_empty_element_is_not_published():
    failure = judge_final(final_document("final", found="abdefg"))
    assert "(c) element c" in failure.message and "not published" in failure.message
    assert judge_final(final_document("final")) is None
    assert judge_final(final_document("draft", found="")) is None


def test_what_the_public_edition_withholds_is_not_empty():
    assert judge_final(final_document("final", withheld=True, found="abc")) is None
