"""`pads trace`: one priority followed back to its files, as a tree in the terminal. Nothing is run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from pads_analysis.errors import UsageError

if TYPE_CHECKING:
    from pads_analysis.report.trace import Evidence, Score, Trace

FINDINGS = "findings.json"
PAGE = "strategic_assessment.html"
LIKE = 0.5


def run_trace(code: str, issue: str, output: Path) -> int:
    """Print the chain of one issue and return the exit code."""
    from pads_analysis.report.trace import files_of, traces

    folder, found = _run_of(code, output)
    made = traces(found)
    trace = _find(issue, made, found, str(folder))
    place = found["partnership"]
    typer.echo(f"{trace.name}: {place['name']} ({place['code']}), {found['period']['words']}")
    for line in _lines(trace):
        typer.echo(line)
    files = files_of(found, trace)
    typer.echo(f"Files ({len(files)})")
    width = max((len(str(file["file"])) for file in files), default=0)
    for file in files:
        typer.echo(f"  {file['file']:<{width}}  sha256 {file['sha256']}")
    typer.echo(f"Names after # are places on the page: {folder / PAGE}")
    return 0


def _run_of(code: str, output: Path) -> tuple[Path, Mapping[str, Any]]:
    """Return the folder of a partnership's run and what its findings hold."""
    files = {path.parent.name: path for path in sorted(output.glob(f"*/{FINDINGS}"))}
    held, asked = list(files), code.strip().casefold()
    if not held:
        raise UsageError(
            "There is no finished run.", str(output), "Give the folder of one: --output outputs/run."
        )
    wanted = next((name for name in held if name.casefold() == asked), None) or next(
        (name for name, file in files.items() if _name_in(file).casefold() == asked), None
    )
    if wanted is None:
        near = get_close_matches(code.upper(), held, n=3, cutoff=LIKE) or held[:3]
        raise UsageError(
            f"This run has no report of {code!r}.",
            str(output),
            f"It has {', '.join(near)}{_more(held, near)}.",
        )
    file = files[wanted]
    found = _read(file)
    if not {"items", "trail", "partnership", "period"} <= set(found):
        raise UsageError(
            "The file is damaged, or an earlier version wrote it.",
            str(file),
            "Run the assessment again: pads run.",
        )
    if (found.get("cover") or {}).get("covers") == "county":
        raise UsageError(
            f"{found['partnership'].get('name') or wanted} is the overview of a county, which has no priorities of its "
            "own.",
            str(file),
            "Give the code of one of its districts.",
        )
    return output / wanted, found


def _read(file: Path) -> dict[str, Any]:
    """Return what a file of findings holds; nothing where it is damaged."""
    try:
        found = json.loads(file.read_text("utf-8"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _name_in(file: Path) -> str:
    partnership = _read(file).get("partnership")
    return str(partnership.get("name") or "").strip() if isinstance(partnership, dict) else ""


def _more(held: Sequence[str], near: Sequence[str]) -> str:
    rest = len(held) - len(near)
    return f" and {rest} more" if rest > 0 else ""


def _find(issue: str, made: Sequence[Trace], found: Mapping[str, Any], where: str) -> Trace:
    from pads_analysis.report.trace import names_by_code

    names = names_by_code(found)
    asked = issue.strip().casefold()
    name = next((held for code, held in names.items() if code.casefold() == asked), issue.strip())
    for trace in made:
        if trace.name.casefold() == name.casefold():
            return trace
    if not made:
        why = next(
            (a["because"] for a in found.get("absences", ()) if a.get("anchor") == "section-priorities"), ""
        )
        reason = f", because {why.rstrip('.')}" if why else ""
        raise UsageError(
            f"This report scores no issue{reason}.", where, "Run it with the chapter 70_priorities."
        )
    scored = [trace.name for trace in made]
    if name.casefold() in {held.casefold() for held in names.values()}:
        raise UsageError(f"{name} was counted and not scored.", where, f"Scored were {', '.join(scored)}.")
    by_low = {each.casefold(): each for each in (*names, *scored)}
    near = [by_low[each] for each in get_close_matches(asked, by_low, n=3, cutoff=LIKE)]
    raise UsageError(
        f"There is no issue {issue!r} in this report.",
        where,
        f"{'Nearest' if near else 'Scored'}: {', '.join(near or scored)}.",
    )


def _lines(trace: Trace) -> Iterator[str]:
    yield f"  Decision: {_said(trace.decision) or 'none was given'}  #table-decisions"
    yield f"  Place: {_said(trace.place)}  #table-priorities"
    for score in trace.scores:
        yield from _score_lines(score)


def _score_lines(score: Score) -> Iterator[str]:
    yield f"  Score, {score.title}: {score.score} of 4"
    if score.evidence is None:
        yield "    What it rests on is not stated in the vocabulary (criteria.yaml)."
        return
    yield from _evidence_lines(score.evidence)


def _evidence_lines(evidence: Evidence) -> Iterator[str]:
    if evidence.section:
        yield f"    Section: {evidence.title}  #section-{evidence.section}"
    else:
        yield f"    Section: {evidence.title}, which this report does not have"
    for item, text in evidence.findings:
        yield f"      Finding: {text}  #{item}"
    for item, title in evidence.figures:
        yield f"      Figure: {title}  #{item}"
    for item, caption, pairs in evidence.rows:
        yield f"      Table: {caption}: {_said(pairs)}  #{item}"
    for question in evidence.questions:
        rows = f", {question.rows} rows" if question.rows else ""
        span = f", {question.span}" if question.span else ""
        own = f", {question.of_issue}" if question.of_issue else ""
        kinds = ", ".join(question.kinds)
        yield f"      Asked of the store: {question.what}: {question.code}{rows}{span}{own}; files: {kinds}  #trail"


def _said(pairs: Sequence[tuple[str, str]]) -> str:
    return "; ".join(f"{heading}: {value}" for heading, value in pairs)
