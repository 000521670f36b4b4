"""`pads draft`: the partnership plan, its public summary and the county agreement, drafted from a finished run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pads_analysis.draft import Draft, Kept

app = typer.Typer(
    name="draft",
    no_args_is_help=True,
    rich_markup_mode=None,
    help=(
        "Draft documents from a finished run. "
        "They are the partnership plan, its public summary and the county agreement. Each is written as "
        "Markdown and as a Word document. Every figure is taken from the run; what only people can "
        "say is left open, marked and counted. What somebody has edited is never written over. "
        "For example: pads draft plan E22000002 --output outputs/run"
    ),
)

OutputOption = Annotated[
    Path,
    typer.Option("--output", metavar="FOLDER", help="Folder of the run, as `pads run --output` named it."),
]
ToOption = Annotated[
    Path | None,
    typer.Option(
        "--to", metavar="FOLDER", help="Folder to write to; drafts/ beside the assessment when left out."
    ),
]
CodeArgument = Annotated[
    str, typer.Argument(metavar="CODE", help="Code or exact name of a partnership, for example E22000002.")
]
RUN = Path("outputs/run")
DRAFTS = "drafts"


@app.command()
def plan(code: CodeArgument, output: OutputOption = RUN, to: ToOption = None) -> None:
    """Draft the partnership plan in its six parts.

    For example: pads draft plan E22000002 --output outputs/run
    """
    from pads_analysis.draft import open_assessment
    from pads_analysis.draft import plan as draft_plan

    found = open_assessment(output, code)
    _keep(draft_plan(found), to or found.folder / DRAFTS)


@app.command()
def summary(code: CodeArgument, output: OutputOption = RUN, to: ToOption = None) -> None:
    """Draft a summary for the public, from a public edition.

    Its reading age is measured, and its hardest sentences are listed.
    For example: pads draft summary E22000002 --output outputs/public
    """
    from pads_analysis.draft import open_assessment
    from pads_analysis.draft import summary as draft_summary
    from pads_analysis.draft.summary import length, read_by

    found = open_assessment(output, code)
    draft = draft_summary(found)
    _keep(draft, to or found.folder / DRAFTS)
    typer.echo(f"{length(draft)} words, open places and notes to the writer included.")
    typer.echo(read_by(draft).words_on_it())


@app.command()
def agreement(
    county: Annotated[str, typer.Argument(metavar="COUNTY", help="Name or code of a two-tier county.")],
    output: OutputOption = RUN,
    to: ToOption = None,
) -> None:
    """Draft the community safety agreement of a county.

    It is made from the assessments of the county's districts in one run; those that are missing are named.
    For example: pads draft agreement Corvenshire --output outputs/run
    """
    from pads_analysis.draft import agreement as draft_agreement
    from pads_analysis.draft import open_county
    from pads_analysis.vocabulary import slug

    found, left = open_county(output, county)
    name = found[0].county_code or slug(found[0].county).replace("_", "-") or "county"
    _keep(draft_agreement(found, left), to or output / name / DRAFTS)
    noun = "assessment" if len(found) == 1 else "assessments"
    typer.echo(f"Made from {len(found)} {noun}: {', '.join(each.name for each in found)}.")


def _keep(draft: Draft, folder: Path) -> None:
    """Write both forms of a draft, say what became of each, and how much is left to write."""
    from pads_analysis.draft import keep, places_left
    from pads_analysis.draft.markdown import to_markdown
    from pads_analysis.draft.word import docx_text, to_docx

    files = {".md": to_markdown(draft).encode("utf-8"), ".docx": to_docx(draft)}
    texts = {".md": lambda content: content.decode("utf-8", "replace"), ".docx": docx_text}
    for kept in keep(folder, draft.name, files, texts):
        typer.echo(_line(kept))
        if kept.difference:
            typer.echo(kept.difference)
    left = places_left(draft)
    typer.echo(f"{left} {'place is' if left == 1 else 'places are'} left to write.")


def _line(kept: Kept) -> str:
    said = {
        "written": f"Written: {kept.path}",
        "replaced": f"Drafted again: {kept.path} (nobody had edited it)",
        "unchanged": f"Nothing changed: {kept.path}",
        "beside": f"Written: {kept.path}",
    }[kept.state]
    if kept.edited:
        said += f"\n{kept.edited.name} was edited, or it is not known that it was not, and stands as it was."
    return said
