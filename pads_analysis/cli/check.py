"""`pads check`: settings with their origins, and what each statutory element has to stand on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pads_analysis.cli.readiness import readiness_of
from pads_analysis.cli.selection import Chosen, choose, notes
from pads_analysis.vocabulary import duties, statutory_elements
from pads_analysis.vocabulary.statute import UNVERIFIED

if TYPE_CHECKING:
    from pads_analysis.assess.result import NotAvailable
    from pads_analysis.data.case import Case
    from pads_analysis.data.store import Store
    from pads_analysis.params import PreviousAssessment

# The questions that answer each element; names of functions of `assess`.
QUESTIONS = {
    "a": ("levels", "trends", "seasonality", "hotspots", "concentration", "deprivation"),
    "b": ("since_previous", "change", "place_change", "exceedances", "previous_findings"),
    "c": (
        "contributions",
        "decompositions",
        "peer_trend",
        "outturn",
        "recording",
        "interventions",
        "hypotheses",
        "context",
    ),
    "d": ("priorities", "decisions", "priority_places", "public_agreement", "strategies"),
    "e": (
        "views",
        "concerns",
        "concern_gap",
        "confidence",
        "view_changes",
        "respondents",
        "comments",
        "meetings",
    ),
    "f": ("previous_plan", "plan_targets", "plan_lessons"),
    "g": ("county", "county_priorities", "cross_border", "escalation"),
}


def run_check(
    codes: Sequence[str], *, everything: bool, store: Path, params: Path | None, given: Mapping[str, str]
) -> int:
    """Print the check of every partnership asked for and return the exit code."""
    from pads_analysis.data.store import Store

    opened = Store.open(store)
    chosen = choose(codes, everything=everything, store=opened, params=params, given=given)
    for note in notes(chosen):
        typer.echo(f"pads: note: {note}", err=True)
    for one in chosen:
        _print_outline(one)
        _print_elements(one, opened)
        _print_settings(one)
    return 0


def _print_outline(one: Chosen) -> None:
    found = one.outline
    typer.echo(f"{found.partnership.name} ({found.partnership.code})")
    typer.echo(f"  period    {found.period.label}")
    typer.echo(f"  previous  {_previous(one)}")
    typer.echo(f"  counts    {found.source}")
    typer.echo(f"  peers     {len(found.peers)}: {found.peers_basis}")


def _previous(one: Chosen) -> str:
    """Return what change is told since."""
    earlier = one.resolved.previous_assessment
    if earlier is None:
        return "none given (previous_assessment); the same calendar months before stand in"
    if {part.partnership.code for part in earlier.parts} == {one.outline.partnership.code}:
        return _released(earlier)
    return "; ".join(
        f"{part.partnership.name} ({part.partnership.code}), since merged: {_released(part)}"
        for part in earlier.parts
    )


def _released(earlier: PreviousAssessment) -> str:
    return (
        f"{earlier.period.words}, {earlier.edition} edition: {len(earlier.record.offences)} released figures, "
        f"{len(earlier.headlines)} headlines"
    )


def _print_settings(one: Chosen) -> None:
    from pads_analysis.params import settings

    rows = settings(one.resolved)
    width = max(len(row.name) for row in rows)
    typer.echo("\n  Settings")
    for row in rows:
        typer.echo(f"  {row.name:<{width}}  {row.value}  [{row.origin}]")
    typer.echo("")


def _print_elements(one: Chosen, store: Store) -> None:
    from pads_analysis.data.opening import build_case

    case = build_case(one.resolved, store)
    typer.echo("\n  Statutory elements")
    owners, country = dict(one.resolved.params.owners), one.outline.partnership.country_code
    ready = readiness_of(one, store, case)
    for element, state in zip(statutory_elements(), ready.elements, strict=True):
        data, reasons, text = _element(case, element.letter)
        typer.echo(f"  ({element.letter}) {element.title}")
        typer.echo(f"      {element.law(country)}; owner: {owners[element.letter] or 'no owner named'}")
        typer.echo(f"      data: {data}; text: {text}; for a final run: {state.status}")
        for gap in state.gaps:
            typer.echo(f"      - to do: {gap.what} {gap.do}".rstrip())
        for reason in reasons:
            typer.echo(f"      - {reason}")
    if any(element.status != "verified" for element in statutory_elements()):
        typer.echo("  The wording of these instruments, as amended, was not checked.")
    _print_duties(country, ready.held)
    if case.resolved.withheld:
        typer.echo(f"\n  Withheld from the public edition: {', '.join(case.resolved.withheld)}.")
        if "commentary" in case.resolved.withheld:
            typer.echo("  Commentary is public when the first line of its file is <!-- public -->.")


def _print_duties(country: str, held: Mapping[str, str]) -> None:
    """Print what the law asks for beside the assessment; none of it is judged."""
    listed = [duty for duty in duties() if duty.law(country)]
    if not listed:
        return
    typer.echo("\n  Duties around the assessment, which are not judged here")
    for duty in listed:
        unread = " (wording not checked)" if duty.status == UNVERIFIED else ""
        counted = held.get(duty.holds, "")
        typer.echo(f"  - {duty.title}: {duty.law(country)}{unread}{'. ' + counted if counted else ''}")


def _element(case: Case, letter: str) -> tuple[str, list[str], str]:
    """Return whether there are data, why some are missing, and whether the analyst wrote about it."""
    from pads_analysis import assess
    from pads_analysis.assess.result import NotAvailable

    results = [getattr(assess, name)(case) for name in QUESTIONS[letter]]
    missing = [result for result in results if isinstance(result, NotAvailable)]
    if missing and all(result.not_applicable for result in missing):
        data = "not applicable"
    else:
        data = "yes" if not missing else "in part" if len(missing) < len(results) else "no"
    written = [result.section for result in results if case.commentary(result.section)]
    return data, _reasons(missing), ", ".join(written) if written else "none"


def _reasons(missing: Sequence[NotAvailable]) -> list[str]:
    """Return why questions are not answered, in words; those of one reason together, each title once."""
    titles: dict[tuple[str, str], list[str]] = {}
    for result in missing:
        titles.setdefault((result.because, result.do), []).append(result.title)
    return [
        f"{'; '.join(dict.fromkeys(named))}: not available, because {because}. {do}".rstrip()
        for (because, do), named in titles.items()
    ]
