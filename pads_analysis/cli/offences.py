"""`pads offences`: the classification of offences, to be looked things up in."""

from __future__ import annotations

import typer

from pads_analysis.errors import UsageError
from pads_analysis.vocabulary.baskets import NONE, baskets
from pads_analysis.vocabulary.classification import OffenceCode, find_code, is_damaged, offence_codes


def run_offences(search: str) -> None:
    """Print every offence, or those that a text is found in.

    Raises
    ------
    UsageError
        When the text is found in none.
    """
    known = find_code(search) if search.strip() else None
    found = [known] if known else _having(search)
    if not found:
        what = f"{search!r} is in no code, title, group or basket of the list."
        if is_damaged(search):
            what = f"{search!r} is what a spreadsheet makes of a code; which one, nobody can tell."
        raise UsageError(what, "--search", "Give a code such as 28E, or a word such as burglary.")
    subgroup = ""
    for entry in found:
        if entry.subgroup != subgroup:
            subgroup = entry.subgroup
            uk = entry.police_uk or "not in the street-level files"
            typer.echo(f"{entry.group} > {subgroup} (police.uk: {uk})")
        typer.echo(f"  {_line(entry)}")
    number = len(found)
    typer.echo(
        f"\n{number} {'offence' if number == 1 else 'offences'}. Categories of police.uk and every basket are "
        "unverified; so are the dates marked with a question mark."
    )


def _having(search: str) -> list[OffenceCode]:
    wanted = search.strip().casefold()
    return [
        entry
        for entry in offence_codes().values()
        if any(
            wanted in text.casefold() for text in (entry.title, entry.subgroup, entry.group, *_baskets(entry))
        )
    ]


def _line(entry: OffenceCode) -> str:
    doubt = "?" if entry.dates == "unverified" else ""
    used = f", {entry.validity}{doubt}" if entry.validity else ""
    counted = "; ".join(_baskets(entry))
    return f"{entry.code:<16}{entry.title}{used}{f' [{counted}]' if counted else ''}"


def _baskets(entry: OffenceCode) -> list[str]:
    return [
        basket.name
        for basket in baskets()
        for part in basket.ways["csp_table"].parts
        if basket.ways["csp_table"].how != NONE and entry.code in part.members
    ]
