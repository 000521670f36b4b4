"""What is left to do before an assessment can be final: asked before a run, read after it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pads_analysis.cli.selection import Chosen
from pads_analysis.errors import ParamsError

if TYPE_CHECKING:
    from pads_analysis.assess.result import ReadinessResult
    from pads_analysis.batch.job import Outcome
    from pads_analysis.data.case import Case
    from pads_analysis.data.store import Store


def readiness_of(one: Chosen, store: Store, case: Case | None = None) -> ReadinessResult:
    """Return what is left to do for one partnership, judged on all it holds, whatever the edition withholds.

    `case` is its case where it is open already: in the partner edition it is asked, and nothing is worked out twice.
    """
    from pads_analysis import assess
    from pads_analysis.data.opening import build_case

    if case is not None and case.edition == "partner":
        return assess.readiness(case)
    params = one.resolved.params.model_copy(update={"edition": "partner"})
    return assess.readiness(build_case(replace(one.resolved, params=params), store))


def refuse_unfinished(chosen: Sequence[Chosen], store: Store) -> None:
    """Ask every partnership that is marked final whether it is ready.

    Raises
    ------
    ParamsError
        When one is not, naming each partnership, each gap and the file to write; nothing was run.
    """
    final = [one for one in chosen if one.resolved.params.status == "final"]
    problems = []
    for one in final:
        partnership = one.outline.partnership
        for gap in readiness_of(one, store).gaps:
            where = f"{partnership.code} ({partnership.name}), element ({gap.letter})"
            problems.append(ParamsError(gap.what, where, gap.do))
    if problems:
        unready = len({problem.where.partition(" ")[0] for problem in problems})
        raise ParamsError(
            f"{unready} of {len(final)} partnerships marked final {'is' if unready == 1 else 'are'} not ready; "
            "nothing was run.",
            "status",
            "Close the gaps below, or set status: draft.",
            tuple(problems),
        )


def left_to_do(outcomes: Sequence[Outcome], output: Path) -> list[str]:
    """Return a line for every draft that was made: how many gaps its page prints first."""
    lines = []
    for outcome in outcomes:
        found = json.loads((output / outcome.partnership / "findings.json").read_text("utf-8"))
        if found["cover"].get("status") == "final":
            continue
        number = len(found["left"])
        gaps = "no gap" if number == 0 else "1 gap" if number == 1 else f"{number} gaps"
        lines.append(f"{outcome.partnership} {outcome.name}: draft, {gaps} before it can be final")
    return lines
