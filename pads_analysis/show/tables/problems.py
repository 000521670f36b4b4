"""Tables of flagged problems: one page each."""

from __future__ import annotations

import pandas as pd

from pads_analysis.assess.result import ProblemsResult
from pads_analysis.show import problem_words
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import renders
from pads_analysis.show.tables.build import caption_of, table

COLUMNS = (Column("side", "Side"), Column("known", "What is known"))


@renders(ProblemsResult)
def problems(result: ProblemsResult) -> list[Table]:
    """Return a table for each problem: what, where, when, who, again, and what became of it."""
    told = result.extracts or all(problem_words.is_told(problem) for problem in result.problems)
    notes = (result.rule, "" if told else problem_words.WHAT_TELLS, *result.basis.notes)
    return [
        table(
            pd.DataFrame(list(problem_words.sides(result, problem)), columns=["side", "known"]),
            COLUMNS,
            section=result.section,
            name=problem.offence_code,
            caption=caption_of(f"{problem.offence_name} on a page", result.basis),
            notes=notes if at == len(result.problems) - 1 else (),
        )
        for at, problem in enumerate(result.problems)
    ]
