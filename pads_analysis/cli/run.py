"""`pads run`: one assessment per partnership."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from pads_analysis.cli.county import county_job
from pads_analysis.cli.readiness import left_to_do, refuse_unfinished
from pads_analysis.cli.selection import Chosen, choose, notes

if TYPE_CHECKING:
    from pads_analysis.batch.job import Job
    from pads_analysis.data.store import Store
    from pads_analysis.params import Resolved


def run_assessments(
    codes: Sequence[str],
    *,
    everything: bool,
    store: Path,
    params: Path | None,
    output: Path,
    workers: int,
    given: Mapping[str, str],
    county: str = "",
) -> int:
    """Check every partnership, run the book for each, and return the exit code.

    With `county` the overview of that two-tier county is run as well; alone where no partnership is named.
    """
    from pads_analysis.batch import run_batch
    from pads_analysis.data.store import Store

    opened = Store.open(store)
    alone = bool(county) and not codes and not everything
    overview = [county_job(county, opened, store, params, given)] if county else []
    chosen = [] if alone else choose(codes, everything=everything, store=opened, params=params, given=given)
    for note in notes(chosen):
        typer.echo(f"pads: note: {note}", err=True)
    refuse_unfinished(chosen, opened)
    jobs = [*(_job(one, store, params, given) for one in chosen), *overview]
    public = any(one.resolved.params.edition != "partner" for one in chosen) or any(
        job.parameters["edition"] != "partner" for job in overview
    )
    result = run_batch(jobs, output=output, workers=workers, inputs=_inputs(opened, public=public))
    partnerships = [
        one for one in result.passed if one.partnership in {job.partnership for job in jobs[: len(chosen)]}
    ]
    for line in left_to_do(partnerships, output):
        typer.echo(line)
    typer.echo(f"{len(result.passed)} passed, {len(result.failed)} failed. Open {result.index}")
    return result.exit_code


def _job(one: Chosen, store: Path, params: Path | None, given: Mapping[str, str]) -> Job:
    from pads_analysis.batch import Job
    from pads_analysis.params import for_edition, notebooks_dir, params_files

    # The record is published beside the page, so it may hold what the edition may hold and no more.
    resolved = for_edition(one.resolved)
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
            # Empty for the project's own, as in a chapter's parameters cell: it then says nothing of a folder
            # that nobody gave.
            "params": str(params.resolve()) if params else "",
            "store": str(store.resolve()),
            "settings": dict(given),
        },
        settings=_settings(resolved, one),
        params_files=params_files(resolved),
    )


def _settings(resolved: Resolved, one: Chosen) -> list[dict[str, str]]:
    """Return every setting with its origin; the end of the period is the month that "latest" stands for here."""
    from pads_analysis.params import settings

    rows = [{"name": row.name, "value": row.value, "origin": row.origin} for row in settings(resolved)]
    for row in rows:
        if row["name"] == "period_end" and row["value"] == "latest":
            row |= {"value": f"{one.outline.period.last:%Y-%m}", "origin": f"{row['origin']}: latest"}
    return rows


def _inputs(store: Store, *, public: bool) -> dict[str, Any]:
    """Return what the data were, for the records beside the pages.

    One public edition in a batch keeps the files of partner authorities out of all its records.
    """
    live = store.deliveries()
    if public:
        live = live.loc[~live["kind"].isin(("extract", "survey", "survey_results"))]
    live = live.loc[
        live["status"] == "live", ["kind", "file", "sha256", "period_first", "period_last", "rows_kept"]
    ]
    return {"store": store.fingerprint, "deliveries": live.to_dict("records")}
