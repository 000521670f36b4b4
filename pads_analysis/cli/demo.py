"""`pads demo`: an example county to try everything on."""

from __future__ import annotations

from pathlib import Path

import typer


def write_demo(folder: Path, *, partnerships: int, seed: int) -> None:
    """Write the example county and say what to type next."""
    from pads_analysis.data.example import write_example

    summary = write_example(folder, seed=seed, partnerships=partnerships)
    typer.echo(f"Wrote {len(summary.codes)} example partnerships to {folder}.")
    typer.echo(f"Next: pads ingest {folder / 'raw'} --store {folder / 'store'}")
    typer.echo(f"Next: pads run --all --store {folder / 'store'} --params {folder / 'params'}")
