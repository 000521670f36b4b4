"""Assessments of published files, each run when it is first asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pads_analysis.cli.run import run_assessments


class Assessments:
    """Called with a partnership's code, runs its assessment once and returns its findings."""

    def __init__(self, store: Path, folder: Path) -> None:
        self.store, self.folder = store, folder

    def __call__(self, code: str, period_end: str) -> dict[str, Any]:
        output = self.folder / period_end
        where = output / code
        if not where.exists():
            done = run_assessments(
                [code], everything=False, store=self.store, params=None, output=output, workers=1,
                given={"period_end": period_end},
            )  # fmt: skip
            assert done == 0
            assert (where / "strategic_assessment.html").is_file()
        assert json.loads((where / "run.json").read_text("utf-8"))["status"] == "passed"
        return json.loads((where / "findings.json").read_text("utf-8"))
