"""What partners see: change of each data set as a ratio, and its months."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import PartnersResult, Verdict
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column, verdict_words
from pads_analysis.show.charts import intervals
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import confidence_of, margin_of, renders

if TYPE_CHECKING:
    import pandas as pd

MOST_PANELS = 6
LABEL_WIDTH = 23


@renders(PartnersResult)
def partners(result: PartnersResult, title: str = "") -> list[Figure]:
    """Draw the change of every data set, and the months of those with most incidents.

    Parameters
    ----------
    result : Released[PartnersResult]
    title : str
        Replaces the generated finding of the first figure.

    Returns
    -------
    list of Figure
        Without the first where nothing could be compared.
    """
    totals = result.table.loc[result.table["is_total"].astype(bool)]
    drawable = totals.loc[[words.is_number(ratio) and ratio > 0 for ratio in totals["ratio"]]]
    figures = [_changes(result, drawable, title)] if len(drawable) else []
    return figures + ([_months(result, totals)] if len(result.monthly) else [])


def finding(totals: pd.DataFrame) -> str:
    """Return what changed clearly, in a few words."""
    higher, lower = (
        list(totals.loc[totals["verdict"] == verdict, "name"]) for verdict in (Verdict.HIGHER, Verdict.LOWER)
    )
    if len(higher) + len(lower) == 1:
        return f"{(higher or lower)[0]}: {'higher' if higher else 'lower'} than before"
    said = [f"{len(names)} {word}" for names, word in ((higher, "higher"), (lower, "lower")) if names]
    return (
        f"{' and '.join(said)} than before, by data set" if said else "No data set shows a clear difference"
    )


def _changes(result: PartnersResult, table: pd.DataFrame, title: str) -> Figure:
    level, margin = words.level(confidence_of(result)), margin_of(result)
    hollow = [verdict not in (Verdict.HIGHER, Verdict.LOWER) for verdict in table["verdict"]]
    low = [value if words.is_number(value) and value > 0 else float("nan") for value in table["ci_low"]]
    series = intervals.Series(
        f"clear difference, {level} interval",
        list(table["ratio"]),
        low,
        list(table["ci_high"]),
        hollow=hollow,
    )
    with figure.canvas(intervals.height(len(table) + 1) + 0.3 * len(table)) as (drawing, axes):
        right = [words.decimal(ratio, 2) for ratio in table["ratio"]]
        intervals.draw(axes, list(table["name"]), [series], right, label_width=LABEL_WIDTH, label_lines=4)
        spread = [*table["ratio"], *low, *table["ci_high"], 1 / (1 + margin) ** 2, (1 + margin) ** 2]
        intervals.log_scale(axes, spread)
        intervals.reference(axes, 1.0, margin)
        band = f"similar (within {words.percent(margin)})"
        figure.key_above(
            axes, handles=intervals.key_handles([series], hollow="not clear, similar or too few", band=band)
        )
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(table),
            measure="Ratio of partners' counts to the same months before",
            basis=result.basis,
            period=f"{result.basis.period} against {result.period_before}",
            chart="Dot chart with intervals",
            data=_ratio_data(result, table),
            detail="Months not disclosed are left out of both. Logarithmic scale.",
        )


def _ratio_data(result: PartnersResult, table: pd.DataFrame) -> Table:
    columns = (
        Column("name", "Recorded by partners"),
        Column("count_before", "Count then", "count"),
        Column("count_now", "Count now", "count"),
        Column("months_compared", "Months compared", "count"),
        Column("ratio", "Ratio", "number", 2),
        Column(
            "interval", f"{words.level(confidence_of(result))} interval", "interval", 2, "ci_low", "ci_high"
        ),
        Column("verdict", "Against then"),
    )
    rows = [
        (
            *(row[name] for name in ("name", "count_before", "count_now", "months_compared", "ratio")),
            (row["ci_low"], row["ci_high"]),
            verdict_words(row["verdict"], row["ci_low"], row["ci_high"]),
        )
        for row in table.to_dict("records")
    ]
    return figure.data_table(result.section, "ratios", "Change of what partners recorded", columns, rows)


def _months(result: PartnersResult, totals: pd.DataFrame) -> Figure:
    chosen = list(totals.sort_values("count", ascending=False, kind="stable")["name"].head(MOST_PANELS))
    rows = (len(chosen) + 1) // 2
    table = result.monthly.loc[result.monthly["name"].isin(chosen)]
    with figure.canvas(0.7 + 2.5 * rows, (rows, min(2, len(chosen))), squeeze=False) as (drawing, grid):
        for axes, name in zip(grid.flat, chosen, strict=False):
            _panel(axes, table.loc[table["name"] == name], name)
        for axes in list(grid.flat)[len(chosen) :]:
            axes.set_visible(False)
        gaps = int(table["count"].isna().sum())
        return figure.finish(
            drawing,
            section=result.section,
            name="months",
            title="Months that were not disclosed are gaps, not falls"
            if gaps
            else "Every month shown was disclosed",
            measure="Counts a month that partners recorded",
            basis=result.basis,
            period=f"{words.month_label(table['month'].min())} to {words.month_label(table['month'].max())}",
            chart="Line charts by month",
            data=_month_data(result, chosen),
            detail="Shaded: the period. Each panel has its own scale from zero.",
        )


def _panel(axes: Any, table: pd.DataFrame, name: str) -> None:
    table = table.sort_values("month").reset_index(drop=True)
    inside = table.index[table["in_period"].astype(bool)]
    if len(inside):
        axes.axvspan(inside[0] - 0.5, inside[-1] + 0.5, color=palette.PALE_BLUE, linewidth=0, zorder=0)
    axes.plot(
        table.index,
        table["count"].astype(float),
        color=palette.NAVY,
        marker="o",
        markersize=3.5,
        linewidth=1.6,
    )
    axes.set_ylim(bottom=0)
    axes.set_title(words.wrapped(name, 27, 3), fontsize=11.5)
    ticks = [at for at, month in enumerate(table["month"]) if month.month == table["month"].iloc[0].month]
    axes.set_xticks(ticks, [words.month_label(table["month"].iloc[at], short=True) for at in ticks])
    axes.grid(visible=False, axis="x")
    figure.thousands(axes.yaxis)
    from matplotlib.ticker import MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))


def _month_data(result: PartnersResult, chosen: list[str]) -> Table:
    columns = (
        Column("name", "Recorded by partners"),
        Column("month", "Month", "month"),
        Column("count", "Count ([x]: not disclosed whole)", "count"),
    )
    table = result.monthly
    rows = [
        (row["name"], row["month"], row["count"])
        for name in chosen
        for row in table.loc[table["name"] == name].to_dict("records")
    ]
    return figure.data_table(result.section, "months", "Counts by month", columns, rows)
