"""`pads new-map`: a map proposed from the headings of an extract."""

from __future__ import annotations

from pathlib import Path

import typer


def run_new_map(path: Path, named: str) -> None:
    """Print a proposed map."""
    from pads_analysis.data.extracts.mapping import find_data_set
    from pads_analysis.data.extracts.proposal import propose_map

    typer.echo(propose_map(path, find_data_set(named) if named else None), nl=False)
