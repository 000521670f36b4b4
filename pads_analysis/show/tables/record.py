"""The record of released figures: a table for people, and the same figures in one form for a later assessment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from pads_analysis.assess.result import RecordResult
from pads_analysis.show import words
from pads_analysis.show.cells import Column, json_safe
from pads_analysis.show.display import Item
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import renders
from pads_analysis.show.tables.build import caption_of, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Item):
    """Released figures with what they rest on.

    Attributes
    ----------
    shown : Table
        What is printed.
    figures : dict
        The same and the months behind it, as docs/findings.md describes them.
    """

    shown: Table
    figures: dict[str, Any]

    def html(self) -> Markup:
        """Return the table, folded."""
        return self.shown.html()

    def plain(self) -> str:
        """Return the table as text."""
        return self.shown.plain()

    def payload(self) -> dict[str, Any]:
        """Return the figures."""
        return {"caption": self.shown.caption, "record": self.figures}


@renders(RecordResult)
def record(result: RecordResult) -> Record:
    """Print the released figures and carry them, month by month, for the next assessment."""
    level = words.level(result.basis.confidence)
    columns = (
        Column("offence_name", "Offence"),
        Column("count", "Count", "count"),
        Column("rate_per_1000", "Rate per 1,000 residents a year", "number", 2),
        Column("interval", f"{level} interval of rate", "interval", 2, "ci_low", "ci_high"),
    )
    left_out = f"Left out: {', '.join(result.months_left_out)}" if result.months_left_out else ""
    printed = table(
        result.table,
        columns,
        section=result.section,
        caption=caption_of("Figures as released", result.basis),
        notes=(
            f"Counted in {words.plural(len(result.months), 'month')} from {result.scheme}"
            if not words.rows_are_quarters(result.months.index)
            else f"Counted in {words.plural(len(result.months), 'quarter')} from {result.scheme}",
            left_out,
            result.basis.population_note,
            "The next assessment compares with these figures, which findings.json holds month by month, when its "
            "previous_assessment names that file",
        ),
        total="is_total",
    )
    folded = Table(
        id=printed.id,
        caption=printed.caption,
        columns=printed.columns,
        rows=printed.rows,
        notes=printed.notes,
        totals=printed.totals,
        folded=True,
    )
    return Record(id=folded.id.replace("table", "record", 1), shown=folded, figures=_figures(result))


def _figures(result: RecordResult) -> dict[str, Any]:
    return {
        "source": result.source,
        "source_kinds": list(result.basis.source_kinds),
        "scheme": result.scheme,
        "districts": list(result.districts),
        "months_counted": [f"{month:%Y-%m}" for month in result.months.index],
        "months_left_out": list(result.months_left_out),
        "population": json_safe(result.population),
        "population_note": result.basis.population_note,
        "offences": [
            {
                "code": row["offence_code"],
                "name": row["offence_name"],
                "is_total": bool(row["is_total"]),
                "count": int(row["count"]),
                "rate_per_1000": json_safe(row["rate_per_1000"]),
                "ci_low": json_safe(row["ci_low"]),
                "ci_high": json_safe(row["ci_high"]),
                "by_month": [int(value) for value in result.months[row["offence_code"]]],
            }
            for row in result.table.to_dict("records")
        ],
        "files": [
            {"file": str(row["file"]), "sha256": str(row["sha256"])}
            for row in result.files.to_dict("records")
        ],
    }
