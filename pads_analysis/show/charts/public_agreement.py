"""Places in the scoring beside places in what people name as a concern."""

from __future__ import annotations

from pads_analysis.assess.result import PublicAgreementResult
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.charts import intervals
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import renders

SPAN = "90% of draws"


@renders(PublicAgreementResult)
def public_agreement(result: PublicAgreementResult, title: str = "") -> Figure:
    """Draw for each issue the places it could take in the scoring and in people's concerns.

    Parameters
    ----------
    result : Released[PublicAgreementResult]
    title : str
        Replaces the generated finding.
    """
    table = result.table
    pairs = (
        ("Scoring, without concern", "scored", palette.NAVY, "o", -0.16),
        ("People asked", "said", palette.ORANGE, "D", 0.16),
    )
    series = [
        intervals.Series(
            label=label,
            values=list((table[f"{name}_low"] + table[f"{name}_high"]) / 2),
            lows=list(table[f"{name}_low"]),
            highs=list(table[f"{name}_high"]),
            colour=colour,
            marker=marker,
            offset=offset,
        )
        for label, name, colour, marker, offset in pairs
    ]
    with figure.canvas(intervals.height(len(table))) as (drawing, axes):
        intervals.draw(axes, list(table["offence_name"]), series)
        axes.set_xlim(0.5, len(table) + 0.5)
        axes.set_xticks(range(1, len(table) + 1))
        axes.set_xlabel("Place (1 is first)")
        figure.key_above(axes, columns=2, handles=intervals.key_handles(series))
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(result),
            measure="Places among the issues that people were asked about",
            basis=result.basis,
            chart="Dot chart with intervals",
            data=_data(result),
            detail=f"Lines: {SPAN}; marks: their middle.",
        )


def finding(result: PublicAgreementResult) -> str:
    """Return whether the two lists clearly disagree."""
    number = len(result.disagree)
    if not number:
        return "No pair of issues stands clearly the other way round on the public's list"
    return f"{words.plural(number, 'pair')} of issues {words.verb(number, 'stands', 'stand')} the other way round"


def _data(result: PublicAgreementResult) -> Table:
    columns = (
        Column("offence_name", "Issue"),
        Column("scored", f"Places in the scoring ({SPAN})", "interval", 0, "scored_low", "scored_high"),
        Column("said", f"Places by concern ({SPAN})", "interval", 0, "said_low", "said_high"),
    )
    rows = [
        (row["offence_name"], (row["scored_low"], row["scored_high"]), (row["said_low"], row["said_high"]))
        for row in result.table.to_dict("records")
    ]
    return figure.data_table(result.section, "", "Places on both lists", columns, rows)
