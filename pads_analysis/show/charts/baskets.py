"""Change of the baskets of offences, as ratios with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import BasketsResult, Verdict
from pads_analysis.show import figure, words
from pads_analysis.show.cells import Column, verdict_words
from pads_analysis.show.charts import intervals
from pads_analysis.show.charts.change import draw_ratios
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import confidence_of, margin_of, renders

if TYPE_CHECKING:
    import pandas as pd


@renders(BasketsResult)
def baskets(result: BasketsResult, title: str = "") -> list[Figure]:
    """Draw the ratio of every basket to the period before, with its interval, on a logarithmic scale.

    Parameters
    ----------
    result : Released[BasketsResult]
    title : str
        Replaces the generated finding.

    Returns
    -------
    list of Figure
        Empty where nothing could be compared.
    """
    drawable = [words.is_number(ratio) and ratio > 0 for ratio in result.table["ratio"]]
    table = result.table.loc[drawable].sort_values("ratio", ascending=False, kind="stable")
    return [_chart(result, table, title)] if result.compared and len(table) else []


def _chart(result: BasketsResult, table: pd.DataFrame, title: str) -> Figure:
    level, margin = words.level(confidence_of(result)), margin_of(result)
    base = result.basis.minimum_base
    right = [
        words.change_percent(row["ratio"])
        if row["count_before"] >= base
        else f"{words.count(row['count_before'])} to {words.count(row['count_now'])}"
        for row in table.to_dict("records")
    ]
    # Names that end in "(approximation)" take three lines.
    with figure.canvas(intervals.height(len(table) + len(table) // 2 + 1)) as (drawing, axes):
        draw_ratios(axes, table, "ratio", "verdict", right, level=level, margin=margin)
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(result),
            measure="Ratio of counts to the period before",
            basis=result.basis,
            period=f"{result.basis.period} against {result.period_before}",
            chart="Dot chart with intervals",
            data=_data(result, table),
            detail="Logarithmic scale. One offence can be in several baskets.",
        )


def finding(result: BasketsResult) -> str:
    """Return which basket changed clearly, in at most about twelve words."""
    verdicts, names = result.table["verdict"], result.table["offence_name"]
    said = []
    for verdict in (Verdict.HIGHER, Verdict.LOWER):
        clear = list(names[verdicts == verdict])
        if clear:
            many = f"{words.small_number(len(clear))} baskets are"
            subject = many if len(clear) > 1 else f"{words.in_sentence(clear[0])} is"
            said.append(f"{subject} {verdict} than before")
    return words.at_start(" and ".join(said)) if said else "No basket shows a clear difference"


def _data(result: BasketsResult, table: pd.DataFrame) -> Table:
    level = words.level(confidence_of(result))
    columns = (
        Column("offence_name", "Basket"),
        Column("count_before", "Count before", "count"),
        Column("count_now", "Count", "count"),
        Column("ratio", "Ratio", "number", 2),
        Column("ratio_interval", f"{level} interval", "interval", 2, "ci_low", "ci_high"),
        Column("verdict", "Against the period before"),
    )
    rows = [
        (
            row["offence_name"],
            row["count_before"],
            row["count_now"],
            row["ratio"],
            (row["ci_low"], row["ci_high"]),
            verdict_words(row["verdict"], row["ci_low"], row["ci_high"]),
        )
        for row in table.to_dict("records")
    ]
    return figure.data_table(result.section, "", "Ratio of counts to the period before", columns, rows)
