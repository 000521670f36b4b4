"""Shared inputs: the example county and the published files, each ingested once for a whole test run."""

from __future__ import annotations

import os

# Many small models are fitted; threads of the linear algebra library cost more than they bring, as in the kernels.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from assessments import Assessments
from truth_account import ACCOUNT

from pads_analysis.data.example import write_example
from pads_analysis.data.ingest import ingest

ROOT = Path(__file__).parents[1]
PUBLISHED = Path(os.environ.get("PADS_PUBLISHED_DATA", ROOT.parent / "shared" / "data"))


@dataclass(frozen=True)
class Example:
    """The example county as written and ingested."""

    folder: Path
    store: Path
    params: Path
    truths: dict[str, Any]


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    """The example county of twenty partnerships and 48 months, in a store."""
    folder = tmp_path_factory.mktemp("example")
    summary = write_example(folder)
    store = folder / "store"
    done = ingest([summary.raw], store)
    assert done.exit_code == 0
    truths = json.loads(summary.truths.read_text("utf-8"))
    assert done.rows_in - done.rows_kept == truths["extracts"]["rejected"]
    return Example(folder, store, summary.params, truths)


def published(*names: str) -> list[Path]:
    """Return folders of published files; the test that asks skips, saying so, where they are not there."""
    folders = [PUBLISHED / name for name in names]
    missing = [folder.name for folder in folders if not folder.is_dir()]
    if missing:
        pytest.skip(f"published files are not beside the project: {', '.join(missing)}")
    return folders


@pytest.fixture(scope="session")
def avon_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Avon and Somerset's 45 months with lookups, populations, deprivation and boundaries, in a store."""
    folders = published("police-avon-somerset", "lookups", "population", "imd", "boundaries")
    store = tmp_path_factory.mktemp("avon") / "store"
    assert ingest(folders, store).exit_code == 0
    return store


@pytest.fixture(scope="session")
def avon(avon_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Assessments:
    """Assessments of Avon and Somerset, each run once for all files that read it."""
    return Assessments(avon_store, tmp_path_factory.mktemp("avon-runs"))


@pytest.fixture(scope="session")
def london_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Metropolitan Police borough tables with lookups and populations, in a store."""
    folders = published("mps-borough-monthly", "lookups", "population")
    store = tmp_path_factory.mktemp("london") / "store"
    assert ingest(folders, store).exit_code == 0
    return store


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the account of the truths to the process that prints it, where several share the tests."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["truths"] = ACCOUNT.as_dict()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add the account of a process that has ended."""
    ACCOUNT.add(getattr(node, "workeroutput", {}).get("truths", {}))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what was found, missed and claimed falsely of the planted truths."""
    if ACCOUNT.tallies:
        terminalreporter.section("truths of the example county, found and missed")
        for line in ACCOUNT.lines():
            terminalreporter.write_line(line)
