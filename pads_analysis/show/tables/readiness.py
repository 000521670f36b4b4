"""What is left to do before the assessment can be final: a table for people, and the same for the front of the page."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from pads_analysis.assess.result import ReadinessResult
from pads_analysis.show.cells import Column
from pads_analysis.show.display import Item
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import renders
from pads_analysis.show.tables.build import caption_of, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness(Item):
    """The seven elements with what each lacks.

    Attributes
    ----------
    shown : Table
        What is printed.
    gaps, elements : list of dict
        The same, for the front of the page: letter, what, do, section; letter, status, why.
    held : dict
        What the assessment holds on the duties around it, by duty.
    """

    shown: Table
    gaps: list[dict[str, str]]
    elements: list[dict[str, str]]
    held: dict[str, str]

    def html(self) -> Markup:
        """Return the table."""
        return self.shown.html()

    def plain(self) -> str:
        """Return the table as text."""
        return self.shown.plain()

    def payload(self) -> dict[str, Any]:
        """Return gaps, elements and what is held on the duties."""
        return {
            "caption": self.shown.caption,
            "gaps": self.gaps,
            "elements": self.elements,
            "held": self.held,
        }


@renders(ReadinessResult)
def readiness(result: ReadinessResult) -> Readiness:
    """List the statutory elements: whether each is ready, and what would make it so."""
    rows = [
        {
            "element": f"({each.letter}) {each.title}",
            "status": each.status,
            "why": each.why,
            "do": " ".join(gap.do for gap in each.gaps) or "Nothing",
        }
        for each in result.elements
    ]
    columns = (
        Column("element", "Element"),
        Column("status", "State"),
        Column("why", "What there is, or what is lacking"),
        Column("do", "What to do"),
    )
    shown = table(
        pd.DataFrame(rows),
        columns,
        section=result.section,
        caption=caption_of("What each statutory element still needs", result.basis),
        notes=("A run marked final is refused while an element is empty or undecided",),
    )
    return Readiness(
        id=shown.id,
        shown=shown,
        gaps=[asdict(gap) for gap in result.gaps],
        elements=[
            {"letter": each.letter, "status": each.status, "why": each.why} for each in result.elements
        ],
        held=dict(result.held),
    )
