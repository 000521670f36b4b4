"""The run's front page and summary: every partnership with its status, rewritten as each one ends."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pads_analysis.batch.job import Job, Outcome, Status
from pads_analysis.batch.output import as_json, atomic_write
from pads_analysis.batch.progress import duration
from pads_analysis.batch.record import COUNTY_PAGE, EXECUTED, FINDINGS, LOG, PAGE, RECORD, code_version

INDEX = "index.html"


class Index:
    """Keeps `<output>/index.html` and `<output>/run.json`.

    Partnerships that an earlier run left in the folder are listed too, from their own records, so running three
    of twenty again does not hide the other seventeen.
    """

    def __init__(self, output: Path, jobs: Sequence[Job], run_id: str, started: str) -> None:
        self._output = output
        self._run_id = run_id
        self._started = started
        self._parameters = _shared(jobs)
        self._rows: dict[str, dict[str, Any]] = {row["code"]: row for row in _earlier(output)}
        for job in jobs:
            self._rows[job.partnership] = _row(job.partnership, job.name, Status.WAITING)

    @property
    def path(self) -> Path:
        """The front page."""
        return self._output / INDEX

    def update(self, outcomes: Iterable[Outcome]) -> None:
        """Take in outcomes, without writing."""
        for outcome in outcomes:
            failure = outcome.failure.describe(outcome.partnership, outcome.name) if outcome.failure else ""
            row = _row(outcome.partnership, outcome.name, outcome.status, failure)
            row["seconds"] = outcome.seconds
            self._rows[outcome.partnership] = row

    def write(self, finished: str = "") -> None:
        """Write both files, whole."""
        from pads_analysis.report import render_index

        rows = sorted(self._rows.values(), key=lambda row: (row["name"], row["code"]))
        shown = []
        for row in rows:
            time = duration(row["seconds"]) if row["seconds"] else ""
            shown.append({**row, "duration": time, "links": self._links(row)})
        page = render_index(
            rows=shown,
            started=self._started,
            finished=finished,
            period_end=str(self._parameters.get("period_end", "")),
            edition=str(self._parameters.get("edition", "")),
            code_version=code_version(),
        )
        atomic_write(self.path, page)
        atomic_write(self._output / RECORD, as_json(self._summary(rows, finished)))

    def _summary(self, rows: Sequence[dict[str, Any]], finished: str) -> dict[str, Any]:
        states = [row["status"] for row in rows]
        return {
            "version": 1,
            "run_id": self._run_id,
            "started": self._started,
            "finished": finished,
            "code_version": code_version(),
            "counts": {state: states.count(state) for state in sorted(set(states))},
            "partnerships": [
                {
                    "code": row["code"],
                    "name": row["name"],
                    "status": row["status"],
                    "seconds": round(row["seconds"], 2),
                    "failure": row["failure"],
                }
                for row in rows
            ],
        }

    def _links(self, row: dict[str, Any]) -> list[dict[str, str]]:
        words = {FINDINGS: "Findings (data)", EXECUTED: "Executed notebook", RECORD: "Record", LOG: "Log"}
        folder = self._output / row["code"]
        links = [
            {"href": f"{row['code']}/{name}", "text": text}
            for name, text in words.items()
            if (folder / name).is_file()
        ]
        if row["status"] == Status.PASSED:
            county = (folder / COUNTY_PAGE).is_file()
            page, text = (COUNTY_PAGE, "County overview") if county else (PAGE, "Strategic assessment")
            links.insert(0, {"href": f"{row['code']}/{page}", "text": text})
        return links if row["status"] not in {Status.WAITING, Status.RUNNING, Status.NOT_RUN} else []


def _row(code: str, name: str, status: Status | str, failure: str = "") -> dict[str, Any]:
    return {"code": code, "name": name, "status": str(status), "failure": failure, "seconds": 0.0}


def _earlier(output: Path) -> list[dict[str, Any]]:
    rows = []
    for path in sorted(output.glob(f"*/{RECORD}")):
        try:
            record = json.loads(path.read_text("utf-8"))
            row = _row(record["partnership"]["code"], record["partnership"]["name"], record["status"])
            row["seconds"] = float(record["seconds"])
            failure = record["failure"]
        except (OSError, ValueError, KeyError, TypeError):
            continue  # not a record of ours, or cut short: it is not listed as anything
        if row["code"] != path.parent.name:
            continue
        if failure:
            row["failure"] = str(failure.get("message", ""))
        rows.append(row)
    return rows


def _shared(jobs: Sequence[Job]) -> dict[str, Any]:
    """Return the settings and parameters that every job has with the same value."""
    every = [{row["name"]: row["value"] for row in job.settings} | dict(job.parameters) for job in jobs]
    first = every[0] if every else {}
    return {
        key: value
        for key, value in first.items()
        if all(key in found and found[key] == value for found in every)
    }
