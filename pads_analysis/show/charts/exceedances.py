"""Months that stand out, each beside what the same months of earlier years explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import ExceedancesResult, NotAvailable
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.charts import intervals
from pads_analysis.show.exhibits import Figure
from pads_analysis.show.opening import absence, renders

if TYPE_CHECKING:
    from pads_analysis.show.display import Absence

MOST = 12
LABEL_WIDTH = 22


@renders(ExceedancesResult)
def exceedances(result: ExceedancesResult) -> Figure | Absence:
    """Draw each month that stands out: the count, and the range from what was expected to the largest count explained.

    Returns
    -------
    Figure
        At most twelve months, the most surprising first; an Absence where none stands out.
    """
    named = result.table.loc[result.table["stands_out"].astype(bool)].sort_values("p", kind="stable")
    if named.empty:
        return absence(_none(result))
    rows = named.head(MOST)
    labels = [
        f"{name}, {words.month_label(month, short=True)}"
        for name, month in zip(rows["offence_name"], rows["month"], strict=True)
    ]
    missing = [float("nan")] * len(rows)
    bound = words.level(1 - result.level)
    explained = intervals.Series(
        f"expected, up to the {bound} bound", list(rows["expected"]), list(rows["expected"]), list(rows["upper"]),
        colour=palette.MID_GREY, marker="|",
    )  # fmt: skip
    recorded = intervals.Series(
        "recorded", list(rows["count"]), missing, missing, colour=palette.ORANGE, marker="D"
    )
    series = [explained, recorded]
    with figure.canvas(intervals.height(len(rows) + 1)) as (drawing, axes):
        intervals.draw(
            axes, labels, series, [words.count(value) for value in rows["count"]], label_width=LABEL_WIDTH
        )
        axes.set_xlim(0, 1.08 * float(rows[["count", "upper"]].max().max()))
        figure.thousands(axes.xaxis)
        figure.key_above(axes, handles=intervals.key_handles(series))
        return figure.finish(
            drawing,
            section=result.section,
            title=_finding(len(named), named["offence_name"].nunique(), rows["offence_name"].iloc[0]),
            measure="Recorded in a month, beside what the same months of earlier years explain",
            basis=result.basis,
            chart="Dot chart",
            data=_data(result, named),
            detail=f"The first {MOST} of {len(named)}." if len(named) > MOST else "",
        )


def _finding(months: int, offences: int, first: str) -> str:
    if offences == 1:
        return f"{first}: {words.plural(months, 'month')} {words.verb(months, 'stands', 'stand')} out"
    return f"{words.plural(months, 'month')} of {words.plural(offences, 'offence')} stand out"


def _data(result: ExceedancesResult, named: object) -> object:
    columns = (
        Column("offence_name", "Offence"),
        Column("month", "Month", "month"),
        Column("count", "Count", "count"),
        Column("expected", "Expected", "number", 1),
        Column("upper", "Largest count explained", "count"),
    )
    rows = [tuple(row[column.key] for column in columns) for row in named.to_dict("records")]
    return figure.data_table(result.section, "", "Months that stand out", columns, rows)


def _none(result: ExceedancesResult) -> NotAvailable:
    return NotAvailable(
        "exceedances-chart",
        "",
        "Months that stand out, drawn",
        "no month stands out",
        not_applicable=True,
    )
