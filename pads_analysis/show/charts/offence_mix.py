"""Location quotients: which offences make up more, or less, of recorded crime than among others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import OffenceMixResult, Verdict
from pads_analysis.show import figure, words
from pads_analysis.show.cells import Column, verdict_words
from pads_analysis.show.charts import intervals
from pads_analysis.show.charts.change import draw_ratios
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import confidence_of, margin_of, renders

if TYPE_CHECKING:
    import pandas as pd


@renders(OffenceMixResult)
def offence_mix(result: OffenceMixResult, title: str = "") -> list[Figure]:
    """Draw the quotient of every offence with its interval on a logarithmic scale.

    Parameters
    ----------
    result : Released[OffenceMixResult]
    title : str
        Replaces the generated finding.

    Returns
    -------
    list of Figure
        Empty where nothing could be compared.
    """
    drawable = [words.is_number(ratio) and ratio > 0 for ratio in result.table["quotient"]]
    table = result.table.loc[drawable].sort_values("quotient", ascending=False, kind="stable")
    return [_chart(result, table, title)] if len(table) else []


def _chart(result: OffenceMixResult, table: pd.DataFrame, title: str) -> Figure:
    level, margin = words.level(confidence_of(result)), margin_of(result)
    right = [words.decimal(ratio, 2) for ratio in table["quotient"]]
    with figure.canvas(intervals.height(len(table) + 1)) as (drawing, axes):
        draw_ratios(axes, table, "quotient", "verdict", right, level=level, margin=margin)
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(result),
            measure=f"Share of recorded crime over the mean share of {_others(result)}",
            basis=result.basis,
            chart="Dot chart with intervals",
            data=_data(result, table),
            detail="Logarithmic scale.",
        )


def _others(result: OffenceMixResult) -> str:
    return words.others(result.n_others, chosen=result.peers_chosen)


def finding(result: OffenceMixResult) -> str:
    """Return what makes up clearly more or less, in at most about twelve words."""
    table = result.table.sort_values("quotient", ascending=False, kind="stable")
    larger = list(table.loc[table["verdict"] == Verdict.HIGHER, "offence_name"])
    smaller = list(table.loc[table["verdict"] == Verdict.LOWER, "offence_name"])
    if len(larger) == 1:
        return f"{larger[0]} {words.were(larger[0], 'makes', 'make')} up more of crime than elsewhere"
    if larger:
        return f"{words.at_start(words.small_number(len(larger)))} types make up more of crime than elsewhere"
    if len(smaller) == 1:
        return f"{smaller[0]} {words.were(smaller[0], 'makes', 'make')} up less of crime than elsewhere"
    if smaller:
        return (
            f"{words.at_start(words.small_number(len(smaller)))} types make up less of crime than elsewhere"
        )
    return "No type clearly makes up more or less of crime than elsewhere"


def _data(result: OffenceMixResult, table: pd.DataFrame) -> Table:
    columns = (
        Column("offence_name", "Offence"),
        Column("share", "Share here (%)", "percent", 1),
        Column("peer_share", "Mean share of the others (%)", "percent", 1),
        Column("quotient", "Location quotient", "number", 2),
        Column("ratio", f"{words.level(confidence_of(result))} interval", "interval", 2, "ci_low", "ci_high"),
        Column("verdict", "Against the mean share"),
    )
    rows = [
        (
            row["offence_name"],
            100 * row["share"],
            100 * row["peer_share"],
            row["quotient"],
            (row["ci_low"], row["ci_high"]),
            verdict_words(row["verdict"], row["ci_low"], row["ci_high"]),
        )
        for row in table.to_dict("records")
    ]
    return figure.data_table(result.section, "", "Location quotients", columns, rows)
