"""The benchmark of the statistics runs as a script, from any folder; what it measures is nobody's test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "statistics.py"


def run(folder: Path, *names: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), *names], cwd=folder, capture_output=True, text=True, check=False
    )


def test_one_comparison_runs_and_prints_a_ratio(tmp_path):
    # geopandas asks for the standard module of the script's own name.
    found = run(tmp_path, "knox", "decompositions")
    assert found.returncode == 0, found.stderr
    assert found.stdout.count("times as fast as") == 2


def test_an_unknown_name_is_told_with_the_known_ones(tmp_path):
    found = run(tmp_path, "gi")
    assert found.returncode == 2
    assert "unknown: gi; known: gi_star, moran" in found.stderr
