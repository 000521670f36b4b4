"""`pads new-map`: a map proposed from the headings of an extract."""

from __future__ import annotations

from pathlib import Path

import typer


def run_new_map(path: Path, named: str) -> None:
    """Print a proposed map."""
    from pads_analysis.data.extracts.mapping import find_data_set
    from pads_analysis.data.extracts.proposal import one_file, propose_map

    if named == "survey":
        from pads_analysis.data.surveys.proposal import propose_survey_map

        typer.echo(propose_survey_map(one_file(path)), nl=False)
        return
    if named == "survey_results":
        from pads_analysis.data.surveys.published_proposal import propose_results_map

        typer.echo(propose_results_map(one_file(path)), nl=False)
        return
    typer.echo(propose_map(path, find_data_set(named) if named else None), nl=False)
