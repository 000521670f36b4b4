"""`pads run`: one assessment per partnership."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from pads_analysis.cli.selection import Chosen, choose

if TYPE_CHECKING:
    from pads_analysis.batch.job import Job
    from pads_analysis.data.store import Store


def run_assessments(
    codes: Sequence[str],
    *,
    everything: bool,
    store: Path,
    params: Path | None,
    output: Path,
    workers: int,
    given: Mapping[str, str],
) -> int:
    """Check every partnership, run the book for each, and return the exit code."""
    from pads_analysis.batch import run_batch
    from pads_analysis.data.store import Store

    opened = Store.open(store)
    chosen = choose(codes, everything=everything, store=opened, params=params, given=given)
    for warning in dict.fromkeys(text for one in chosen for text in one.resolved.warnings):
        typer.echo(f"pads: note: {warning}", err=True)
    jobs = [_job(one, store, given) for one in chosen]
    result = run_batch(jobs, output=output, workers=workers, inputs=_inputs(opened))
    typer.echo(f"{len(result.passed)} passed, {len(result.failed)} failed. Open {result.index}")
    return result.exit_code


def _job(one: Chosen, store: Path, given: Mapping[str, str]) -> Job:
    from pads_analysis.batch import Job
    from pads_analysis.params import notebooks_dir, settings

    resolved = one.resolved
    chapters = tuple(
        resolved.own_notebooks.get(entry, notebooks_dir() / f"{entry}.ipynb")
        for entry in resolved.params.chapters
    )
    return Job(
        partnership=resolved.params.partnership,
        name=one.outline.partnership.name,
        chapters=chapters,
        parameters={
            "partnership": resolved.params.partnership,
            "params": str(resolved.params_dir.resolve()),
            "store": str(store.resolve()),
            "settings": dict(given),
        },
        settings=[{"name": row.name, "value": row.value, "origin": row.origin} for row in settings(resolved)],
        params_files=[
            {"file": path.name, "sha256": sha256(path.read_bytes()).hexdigest()} for path in resolved.files
        ],
    )


def _inputs(store: Store) -> dict[str, Any]:
    live = store.deliveries()
    live = live.loc[
        live["status"] == "live", ["kind", "file", "sha256", "period_first", "period_last", "rows_kept"]
    ]
    return {"store": store.fingerprint, "deliveries": live.to_dict("records")}
