"""`pads ingest`: what became of each delivered file, in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pads_analysis.errors import EXIT_CONTRACT

if TYPE_CHECKING:
    from pads_analysis.data.ingest import FileOutcome, IngestSummary


def run_ingest(paths: Sequence[Path], store: Path) -> int:
    """Ingest, print a line per file and a summary, and return the exit code."""
    from pads_analysis.data.ingest import ingest

    summary = ingest(paths, store, report=_tell)
    _sum_up(summary, store)
    taken_up = {"stored", "already stored", "superseded on arrival"}
    if summary.exit_code == 0 and not taken_up & set(summary.counts):
        typer.echo(
            "pads: none of these files is of a kind that the store holds; see the reasons above.", err=True
        )
        return EXIT_CONTRACT
    return summary.exit_code


def _tell(outcome: FileOutcome) -> None:
    if outcome.error is not None:
        typer.echo(f"refused         {outcome.error}", err=True)
        return
    kind = f"{outcome.kind}: " if outcome.kind else ""
    rows = f"{outcome.rows_kept:,} of {outcome.rows_in:,} rows kept" if outcome.rows_in else ""
    said = ". ".join(part for part in (rows, outcome.message) if part)
    typer.echo(f"{outcome.status:<15} {outcome.where}  {kind}{said}".rstrip(": "))


def _sum_up(summary: IngestSummary, store: Path) -> None:
    counts = ", ".join(f"{number} {status}" for status, number in sorted(summary.counts.items()))
    number = len(summary.outcomes)
    typer.echo(f"\n{number} {'file' if number == 1 else 'files'}: {counts}.")
    rejected = summary.rows_in - summary.rows_kept
    typer.echo(
        f"{summary.rows_in:,} rows read, {summary.rows_kept:,} kept, {rejected:,} rejected with their reasons in "
        f"{store / 'ledger'}."
    )
