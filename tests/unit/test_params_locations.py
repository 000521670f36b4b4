from __future__ import annotations

import subprocess
import sys

import pytest

from pads_analysis.errors import PadsError
from pads_analysis.params import locations, notebooks_dir, params_dir


def test_the_source_tree_is_found():
    assert (params_dir() / "defaults.yaml").is_file()
    assert notebooks_dir().name == "notebooks"
    assert notebooks_dir().parent == params_dir().parent


def test_a_wheel_carries_its_own_and_neighbours_are_not_trusted(tmp_path):
    package = tmp_path / "site-packages" / "pads_analysis"
    (package / "workspace" / "params").mkdir(parents=True)
    (tmp_path / "site-packages" / "notebooks").mkdir()
    assert locations._folder("params", "x", package) == package / "workspace" / "params"
    with pytest.raises(PadsError, match="lacks the chapters"):
        locations._folder("notebooks", "the chapters", package)


def test_importing_params_is_cheap():
    heavy = "pandas numpy scipy matplotlib duckdb pyarrow geopandas papermill nbformat jinja2 statsmodels"
    code = f"import sys, pads_analysis.params; print([n for n in {heavy.split()!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
