"""Every chapter runs alone, as in JupyterLab, and says in the book what it says alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from tiers import with_rest

from pads_analysis.batch.book import make_book

pytestmark = pytest.mark.slow

CHAPTERS = sorted((Path(__file__).parents[2] / "notebooks").glob("[0-9][0-9]_*.ipynb"))
OVERVIEW = CHAPTERS[0].with_name("overview.ipynb")
JSON = "application/vnd.pads+json"


def with_parameters(notebook: NotebookNode, **values: object) -> NotebookNode:
    """Return the notebook with its parameters cell set as an analyst would set it."""
    cell = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ()))
    cell.source += "".join(f"\n{name} = {value!r}" for name, value in values.items())
    return notebook


@pytest.fixture(scope="module")
def parameters(example) -> dict[str, str]:
    return {"partnership": "E22000900", "store": str(example.store), "params": str(example.params)}


# That each chapter runs alone is seen below as well; three of them show that nbval runs what it is given.
@pytest.mark.parametrize(
    "path",
    with_rest([*CHAPTERS, OVERVIEW], *(path for path in CHAPTERS if path.name[:2] in "50 60"), OVERVIEW),
    ids=lambda path: path.stem,
)
def test_every_chapter_runs_alone_under_nbval(tmp_path: Path, parameters: dict[str, str], path: Path) -> None:
    given = {name: value for name, value in parameters.items() if path != OVERVIEW or name != "partnership"}
    nbformat.write(with_parameters(nbformat.read(path, as_version=4), **given), tmp_path / path.name)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval-lax",
        "--nbval-kernel-name",
        "python3",
        "-q",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(
        [*command, str(tmp_path)],
        capture_output=True,
        text=True,
        env={**os.environ, "JUPYTER_PREFER_ENV_PATH": "1"},
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout and "failed" not in done.stdout


def said(notebook: NotebookNode, chapter: str) -> list[dict[str, Any]]:
    """Return what the cells of one chapter displayed, as the report would collect it."""
    found = []
    for cell in notebook.cells:
        source = cell.metadata.get("pads", {}).get("source", {}).get("notebook", chapter)
        if cell.cell_type != "code" or source != chapter:
            continue
        for output in cell.outputs:
            assert output.output_type != "error", output
            if JSON in output.get("data", {}):
                found.append(output["data"][JSON])
    return found


def test_the_book_says_what_the_chapters_say_alone(tmp_path: Path, parameters: dict[str, str]) -> None:
    def alone(path: Path) -> NotebookNode:
        notebook = with_parameters(nbformat.read(path, as_version=4), **parameters)
        return NotebookClient(notebook, timeout=300, kernel_name="python3").execute()

    book = with_parameters(make_book(CHAPTERS, parameters), **parameters)
    with ThreadPoolExecutor(2) as pool:
        whole = pool.submit(lambda: NotebookClient(book, timeout=300, kernel_name="python3").execute())
        single = dict(zip((path.name for path in CHAPTERS), pool.map(alone, CHAPTERS), strict=True))
        together = whole.result()
    for name, notebook in single.items():
        mine, theirs = said(notebook, name), said(together, name)
        assert mine, name
        strip = [
            [item for item in items if item["kind"] not in ("cover", "complete")] for items in (mine, theirs)
        ]
        assert json.dumps(strip[0], sort_keys=True) == json.dumps(strip[1], sort_keys=True), name
