"""`pads demo`: an example county to try everything on."""

from __future__ import annotations

from pathlib import Path

import typer


def write_demo(folder: Path, *, partnerships: int, seed: int) -> None:
    """Write the example county and say what to type next."""
    from pads_analysis.data.example import write_example

    summary = write_example(folder, seed=seed, partnerships=partnerships)
    typer.echo(f"Wrote {len(summary.codes)} example partnerships to {folder}.")
    typer.echo("Next:")
    typer.echo(f"  pads ingest {folder / 'raw'} --store {folder / 'store'}")
    typer.echo(
        f"  pads run --all --params {folder / 'params'} --store {folder / 'store'} --output {Path('outputs') / 'demo'}"
    )
