"""The record of one partnership's run: what went in, what ran, what came out. Written last, believed first."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pads_analysis.batch.job import Outcome, Status, Task
from pads_analysis.batch.output import as_json, atomic_write, plain
from pads_analysis.batch.scrub import Scrubber

PAGE, EXECUTED, FINDINGS, LOG, RECORD = (
    "strategic_assessment.html",
    "executed.ipynb",
    "findings.json",
    "log.txt",
    "run.json",
)
COUNTY_PAGE = "county_overview.html"
OUTPUTS = (PAGE, COUNTY_PAGE, EXECUTED, FINDINGS, LOG)
#: Every package that a report or a draft rests on.
PACKAGES = (
    *("duckdb", "esda", "geopandas", "ipykernel", "jinja2", "jupyter-client"),
    *("libpysal", "markdown-it-py", "markupsafe", "matplotlib", "nbclient", "nbformat"),
    *("nh3", "numpy", "pandas", "pandera", "papermill", "pyarrow"),
    *("pydantic", "pymannkendall", "pyogrio", "pyproj", "pysyncon", "python-calamine"),
    *("python-docx", "pyyaml", "ruptures", "scipy", "shapely", "statsmodels"),
)
RECORD_VERSION = 1


def commit(task: Task, outcome: Outcome, files: Mapping[str, bytes]) -> None:
    """Put the finished files in the partnership's folder, whole, and the record after them.

    The old record goes first: a folder without one is unfinished. Files of an earlier run that this one did not
    make are removed, so a failed partnership never shows an old page as its own.

    Parameters
    ----------
    files : mapping of file name to bytes
        Some of `OUTPUTS`.
    """
    task.folder.mkdir(parents=True, exist_ok=True)
    (task.folder / RECORD).unlink(missing_ok=True)
    for name in OUTPUTS:
        if name not in files:
            (task.folder / name).unlink(missing_ok=True)
    for name, content in files.items():
        atomic_write(task.folder / name, content)
    atomic_write(task.folder / RECORD, as_json(run_record(task, outcome, files)))


def run_record(task: Task, outcome: Outcome, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the content of run.json: no absolute path, user name or host name is in it."""
    job = task.job
    failure = outcome.failure
    record = {
        "version": RECORD_VERSION,
        "partnership": {"code": job.partnership, "name": job.name},
        "run_id": task.run_id,
        "status": str(outcome.status),
        "started": outcome.started,
        "finished": outcome.finished,
        "seconds": round(outcome.seconds, 2),
        "attempts": outcome.attempts,
        "failure": None
        if failure is None
        else {
            "notebook": failure.notebook,
            "cell": failure.cell,
            "heading": failure.heading,
            "error": failure.error_name,
            "message": failure.message,
        },
        "parameters": dict(job.parameters),
        "settings": [dict(setting) for setting in job.settings],
        "params_files": [dict(file) for file in job.params_files],
        "inputs": dict(task.inputs),
        "notebooks": [{"file": path.name, "sha256": _sha256_of(path)} for path in job.chapters],
        "code": {"version": code_version(), "sha256": code_sha256()},
        "packages": package_versions(),
        "outputs": [
            {"file": name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in sorted(files.items())
        ],
    }
    return scrubber(task).node(plain(record))


def scrubber(task: Task) -> Scrubber:
    """Return the scrubber that knows the paths of this task."""
    values = [value for value in task.job.parameters.values() if isinstance(value, str)]
    folders = [path.parent for path in task.job.chapters if path.is_absolute()]
    return Scrubber([*values, task.output, task.work, task.folder, task.sockets, *folders])


def is_passed(record: Mapping[str, Any]) -> bool:
    """Say whether a run.json speaks of a partnership that passed."""
    return record.get("status") == Status.PASSED


@cache
def code_version() -> str:
    """Return the version of this package."""
    try:
        return version("pads-analysis")
    except PackageNotFoundError:
        return "not installed"


@cache
def code_sha256() -> str:
    """Return one hash over every file of this package that can change a result."""
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    kinds = {".py", ".yaml", ".j2", ".css", ".mplstyle"}
    for path in sorted(path for path in root.rglob("*") if path.suffix in kinds):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def package_versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that results rest on."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _sha256_of(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
