"""The `pads` command: options in, one room called, an exit code out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pads_analysis import __version__
from pads_analysis.cli.draft import app as draft_app
from pads_analysis.errors import EXIT_INTERRUPTED, PadsError

app = typer.Typer(
    name="pads",
    help="Strategic assessments for community safety partnerships, from published files to one HTML report each.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(draft_app)

STORE_HELP = "Folder of the store."
PARAMS_HELP = "Folder that holds partnerships/<code>/; the project's own params/ when left out."
EPILOG = (
    "Every setting and its meaning stands in params/defaults.yaml; `pads check` prints the values that hold. "
    "Exit codes: 0 all passed, 1 some partnerships failed, 2 wrong usage, settings or store and nothing run, "
    "4 a delivered file broke its contract, 75 another run holds the folder, 130 interrupted."
)

StoreOption = Annotated[Path, typer.Option("--store", envvar="PADS_STORE", metavar="FOLDER", help=STORE_HELP)]
ParamsOption = Annotated[
    Path | None, typer.Option("--params", envvar="PADS_PARAMS", metavar="FOLDER", help=PARAMS_HELP)
]
CodesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="CODE", help="Codes or exact names of partnerships, for example E22000002."),
]
AllOption = Annotated[bool, typer.Option("--all", help="Every partnership that the store has data for.")]
PeriodOption = Annotated[
    str | None, typer.Option("--period-end", help="Last month, YYYY-MM, or latest.", metavar="MONTH")
]
MonthsOption = Annotated[
    str | None, typer.Option("--months", help="Length of the period in months.", metavar="NUMBER")
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="NAME=VALUE", help="Any other setting, for example statistics.margin=0.05."
    ),
]
# Taken as text, so that a wrong word gets the same message as in a file of settings.
EditionOption = Annotated[
    str | None, typer.Option("--edition", metavar="EDITION", help="Who it is for: partner or public.")
]


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Folder to write to.")],
    partnerships: Annotated[
        int, typer.Option(metavar="NUMBER", help="How many partnerships, from 20 to 400.", min=20, max=400)
    ] = 20,
    seed: Annotated[int, typer.Option(metavar="NUMBER", help="Seed of the random numbers.")] = 20070801,
) -> None:
    """Write an example county to try everything on.

    Its raw files are in the publishers' formats, and a few of its partnerships have files of their own.
    """
    from pads_analysis.cli.demo import write_demo

    write_demo(folder, partnerships=partnerships, seed=seed)


@app.command()
def ingest(
    paths: Annotated[
        list[Path], typer.Argument(help="Files, folders or zips, as delivered.", metavar="PATH...")
    ],
    store: StoreOption = Path("store"),
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help="Take what is given as the newest, whatever its size or age, also when it was replaced before.",
        ),
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Print a line for every file.")] = False,
    named: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="NAME", help="What the files are: a data set, such as police_crime or survey."
        ),
    ] = None,
    map_: Annotated[
        Path | None,
        typer.Option(
            "--map", metavar="FILE", help="Where the fields of an extract or the answers of a survey stand."
        ),
    ] = None,
    received: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="The day on which the authority sent an extract, YYYY-MM-DD; today when left out.",
        ),
    ] = None,
) -> None:
    """Read publishers' files, or extracts, into the store.

    A publisher's file is recognised by its content, whatever its name. An extract of incidents and a survey are
    read through a map, which `pads new-map` proposes, and are refused when they hold personal data.
    """
    from pads_analysis.cli.ingest import run_ingest

    raise typer.Exit(
        run_ingest(
            paths,
            store,
            replace=replace,
            verbose=verbose,
            named=named or "",
            map_path=map_,
            received=received or "",
        )
    )


@app.command("new-map")
def new_map(
    path: Annotated[
        Path,
        typer.Argument(
            help="An extract, a survey or a table of survey results: CSV or a workbook.", metavar="FILE"
        ),
    ],
    named: Annotated[
        str | None,
        typer.Option("--as", metavar="NAME", help="What it is: a data set, such as police_crime or survey."),
    ] = None,
) -> None:
    """Propose a map for an extract or a survey.

    It follows from the headings and is printed as YAML, with comments on what they do not tell. Nothing is stored.
    """
    from pads_analysis.cli.new_map import run_new_map

    run_new_map(path, named or "")


@app.command()
def offences(
    search: Annotated[
        str, typer.Option(metavar="TEXT", help="A code, or a word of a title, a group or a basket.")
    ] = "",
) -> None:
    """Look up Home Office offence codes.

    Each is printed with its group, its police.uk category, the months of its use and the baskets that count it.
    """
    from pads_analysis.cli.offences import run_offences

    run_offences(search)


@app.command(epilog=EPILOG)
def check(
    codes: CodesArgument = None,
    all_: AllOption = False,
    store: StoreOption = Path("store"),
    params: ParamsOption = None,
    period_end: PeriodOption = None,
    months: MonthsOption = None,
    edition: EditionOption = None,
    set_: SetOption = None,
) -> None:
    """Say what each statutory element has, and every setting.

    Each setting is printed with where it came from. Nothing is run.
    """
    from pads_analysis.cli.check import run_check
    from pads_analysis.cli.selection import overrides

    given = overrides(period_end, months, edition, set_)
    raise typer.Exit(run_check(codes or [], everything=all_, store=store, params=params, given=given))


@app.command(epilog=EPILOG)
def run(
    codes: CodesArgument = None,
    all_: AllOption = False,
    store: StoreOption = Path("store"),
    params: ParamsOption = None,
    output: Annotated[Path, typer.Option(metavar="FOLDER", help="Folder of this run.")] = Path("outputs/run"),
    workers: Annotated[
        int, typer.Option(metavar="NUMBER", help="Partnerships at a time, from 1 to 256.", min=1, max=256)
    ] = 1,
    period_end: PeriodOption = None,
    months: MonthsOption = None,
    edition: EditionOption = None,
    set_: SetOption = None,
    county: Annotated[
        str, typer.Option(metavar="NAME", help="Name or code of a two-tier county: run its overview too.")
    ] = "",
) -> None:
    """Make one assessment per partnership, and an index.

    The partnerships may be given by code or by exact name. With --county the overview of a county's districts is made,
    alone when no partnership is named.
    """
    from pads_analysis.cli.run import run_assessments
    from pads_analysis.cli.selection import overrides

    given = overrides(period_end, months, edition, set_)
    raise typer.Exit(
        run_assessments(
            codes or [],
            everything=all_,
            store=store,
            params=params,
            output=output,
            workers=workers,
            given=given,
            county=county,
        )
    )


@app.command()
def trace(
    code: Annotated[
        str, typer.Argument(metavar="CODE", help="Code or exact name of a partnership with a finished run.")
    ],
    issue: Annotated[
        str, typer.Argument(metavar="ISSUE", help="A scored issue: its offence code or its name.")
    ],
    output: Annotated[Path, typer.Option(metavar="FOLDER", help="Folder of the run.")] = Path("outputs/run"),
) -> None:
    """Follow a priority back to its files.

    Decision, scores, findings, figures, what was asked of the store, and every file with its hash, as the report of a
    finished run prints them. Nothing is run.
    """
    from pads_analysis.cli.trace import run_trace

    raise typer.Exit(run_trace(code, issue, output))


def version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        typer.echo(f"pads_analysis {__version__}")
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Strategic assessments for community safety partnerships, from published files to one HTML report each."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; a user's error is one message and its exit code, ours a full traceback."""
    try:
        app(args=arguments, standalone_mode=True)
    except PadsError as error:
        typer.echo(f"pads: {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo("pads: interrupted.", err=True)
        sys.exit(EXIT_INTERRUPTED)
    except Exception:
        typer.echo("pads: this is a fault in pads_analysis, not in your files. The details follow.", err=True)
        raise
