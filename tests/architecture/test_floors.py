"""The house keeps its floors: imports run one way, and heavy libraries stay in their rooms."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "pads_analysis"


def test_imports_run_one_way() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


HEAVY = ("pandas", "matplotlib", "duckdb", "statsmodels", "papermill", "geopandas", "scipy", "esda")


@pytest.mark.parametrize("module", ["pads_analysis", "pads_analysis.cli", "pads_analysis.params"])
def test_the_door_imports_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


POSIX_ONLY = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "posix"}


def _imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_nothing_posix_only_is_imported() -> None:
    found = {str(path.relative_to(ROOT)): _imported(path) & POSIX_ONLY for path in PACKAGE.rglob("*.py")}
    assert not {path: names for path, names in found.items() if names}


def test_nothing_unpickles_or_evaluates() -> None:
    forbidden = {"pickle", "cPickle", "joblib", "shelve", "marshal"}
    used = {str(path.relative_to(ROOT)): _imported(path) & forbidden for path in PACKAGE.rglob("*.py")}
    assert not {path: names for path, names in used.items() if names}
    for path in PACKAGE.rglob("*.py"):
        calls = [
            node.func.id
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        ]
        assert not {"eval", "exec"} & set(calls), path


def test_modules_stay_small_enough_to_be_one_room() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in PACKAGE.rglob("*.py")
        if (lines := len(path.read_text("utf-8").splitlines())) > 450
    }
    assert not long
