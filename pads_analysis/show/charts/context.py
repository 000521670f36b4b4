"""Recorded crime beside other series: the ratio of rates for a step of each, with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import ContextResult, NotAvailable, Verdict
from pads_analysis.show import figure, words
from pads_analysis.show.cells import Column, verdict_words
from pads_analysis.show.charts import intervals
from pads_analysis.show.charts.change import draw_ratios
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import absence, confidence_of, margin_of, renders

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.show.display import Absence

MOST = 20


@renders(ContextResult)
def context(result: ContextResult, title: str = "") -> Figure | Absence:
    """Draw the ratio for a step of every series that could be told.

    Parameters
    ----------
    result : Released[ContextResult]
    title : str
        Replaces the generated finding.
    """
    table = result.table.loc[result.table["ratio"].fillna(0) > 0].head(MOST)
    if table.empty:
        return absence(
            NotAvailable("context-ratios", result.element, "Series as ratios", "no ratio could be worked out")
        )
    named = table.assign(
        offence_name=[
            f"{row.series_name}: {words.in_sentence(row.offence_name)}" for row in table.itertuples()
        ]
    )
    with figure.canvas(intervals.height(len(table) + 1) + 0.4 * len(table)) as (drawing, axes):
        draw_ratios(
            axes,
            named,
            "ratio",
            "verdict",
            [f"{words.decimal(value, 2)} times" for value in table["ratio"]],
            level=words.level(confidence_of(result)),
            margin=margin_of(result),
        )
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(table),
            measure="Ratio of rates for a step of each series",
            basis=result.basis,
            period=_spans(table),
            chart="Dot chart with intervals",
            data=_data(result, table),
            detail="Steps: "
            + "; ".join(_steps(table))
            + ". Areas, not people; no cause is shown. Logarithmic scale.",
        )


def finding(table: pd.DataFrame) -> str:
    """Return which series go along with recorded crime."""
    clear = table.loc[table["verdict"].isin([Verdict.HIGHER, Verdict.LOWER])]
    if clear.empty:
        return "No series clearly goes along with recorded crime"
    if len(clear) == 1:
        row = clear.iloc[0]
        way = "higher" if row["verdict"] == Verdict.HIGHER else "lower"
        offence = words.in_sentence(row["offence_name"])
        return f"{words.at_start(offence)} is {way} where {words.in_sentence(row['series_name'])} is higher"
    return f"{len(clear)} of {len(table)} comparisons show recorded crime going along with a series"


def _spans(table: pd.DataFrame) -> str:
    return "; ".join(dict.fromkeys(span for span in table["span"] if span))


def _steps(table: pd.DataFrame) -> list[str]:
    rows = table.drop_duplicates("series").itertuples()
    return [f"{words.in_sentence(row.series_name)}, {row.step_words}" for row in rows]


def _data(result: ContextResult, table: pd.DataFrame) -> Table:
    columns = (
        Column("series_name", "Series"),
        Column("offence_name", "Offence"),
        Column("step", "For"),
        Column("ratio", "Ratio of rates", "number", 2),
        Column(
            "interval", f"{words.level(confidence_of(result))} interval", "interval", 2, "ci_low", "ci_high"
        ),
        Column("n_areas", "Areas", "count"),
        Column("n_periods", "Periods", "count"),
        Column("verdict", "Rate where the series is higher"),
    )
    rows = [
        (
            row.series_name, row.offence_name, row.step_words, row.ratio, (row.ci_low, row.ci_high), row.n_areas,
            row.n_periods, verdict_words(row.verdict, row.ci_low, row.ci_high),
        )
        for row in table.itertuples()
    ]  # fmt: skip
    return figure.data_table(result.section, "", "Ratios of rates for a step of each series", columns, rows)
