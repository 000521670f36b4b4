"""Monthly series with control limits: one figure per series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import Trend, TrendsResult
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import NOT_APPLICABLE, Column
from pads_analysis.show.charts import trend_marks
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import renders

if TYPE_CHECKING:
    import pandas as pd

MOST_MONTHS_NAMED = 26


@renders(TrendsResult)
def trends(result: TrendsResult) -> list[Figure]:
    """Draw each series: counts, what was expected, the control limits, and the months outside them.

    Parameters
    ----------
    result : Released[TrendsResult]

    Returns
    -------
    list of Figure
        One per series. Months of the period that signal are marked by triangles, months left out by hollow circles;
        signals of the months before are no findings and are not marked.
    """
    return [_trend(result, series) for series in result.series if len(series.table)]


def _trend(result: TrendsResult, series: Trend) -> Figure:
    table = series.table.reset_index(drop=True)
    with figure.canvas(4.4) as (drawing, axes):
        known = trend_marks.of_series(result.marks, series.offence_code, is_total=series is result.series[0])
        trend_marks.draw_behind(axes, table, known)
        _draw(axes, table, trend_marks.missing(table, known))
        trend_marks.draw_below(axes, table, known)
        _spans(axes, table)
        month_ticks(axes, list(table["month"]))
        figure.thousands(axes.yaxis)
        figure.key_above(axes, columns=2)
        about = (
            "season and month length allowed for"
            if series.seasonally_adjusted
            else "month length allowed for"
        )
        return figure.finish(
            drawing,
            section=result.section,
            name=series.offence_code,
            title=finding(series),
            measure=_measure(series, is_total=series is result.series[0]),
            basis=result.basis,
            period=f"{words.month_label(table['month'].iloc[0])} to {words.month_label(table['month'].iloc[-1])}",
            chart="Line chart with control limits",
            data=_data(result, series, table, known),
            detail=(
                f"Expected range: {about}; limits from {series.baseline}. Signals are marked in this period only."
                if series.baseline
                else "Signals are marked in this period only."
            ),
        )


def _measure(series: Trend, *, is_total: bool) -> str:
    if is_total:
        return f"{series.offence_name} by month"
    counted = "incidents" if words.is_incident(series.offence_code) else "police recorded crimes"
    return f"{series.offence_name}, {counted} a month"


def finding(series: Trend) -> str:
    """Return how many months of the period signal a change, and which way."""
    table = series.table
    current = table.loc[table["in_period"].astype(bool) & ~table["excluded"].astype(bool)]
    signalled = current.loc[current["signal"].fillna("").astype(bool)]
    up = int((signalled["direction"] > 0).sum())
    down = len(signalled) - up
    if not len(signalled):
        return f"{series.offence_name}: no month of the period signals a change"
    months = words.plural(len(current), "month")
    if up and down:
        return f"{series.offence_name}: of {months} {up} {words.verb(up, 'signals', 'signal')} up and {down} down"
    way = f"signal{'s' if len(signalled) == 1 else ''} a change {'upwards' if up else 'downwards'}"
    return f"{series.offence_name}: {len(signalled)} of {months} {way}"


def _draw(axes: Any, table: pd.DataFrame, missing: pd.Series) -> None:
    x = list(range(len(table)))
    excluded = table["excluded"].astype(bool)
    counts = table["count"].astype(float)
    axes.fill_between(
        x, table["lower"].astype(float), table["upper"].astype(float),
        color=palette.PALE_BLUE, linewidth=0, label="range expected by chance",
    )  # fmt: skip
    axes.plot(
        x,
        table["expected"].astype(float),
        color=palette.MID_GREY,
        linewidth=1.4,
        linestyle=(0, (4, 2)),
        label="expected",
    )
    axes.plot(x, counts.where(~excluded), color=palette.NAVY, marker="o", markersize=4, label="recorded")
    signal = table["signal"].fillna("").astype(bool) & ~excluded & table["in_period"].astype(bool)
    for up, marker, label in ((True, "^", "signal: up"), (False, "v", "signal: down")):
        chosen = signal & ((table["direction"] > 0) == up)
        _marks(axes, chosen, counts, marker, label, palette.ORANGE)
    _marks(axes, excluded & ~missing & counts.notna(), counts, "o", "incomplete, left out", "white")
    highest = max(counts.max(), table["upper"].astype(float).max())
    axes.set_ylim(min(0.0, float(counts.min())), float(highest) * 1.06 if highest > 0 else 1.0)
    axes.set_xlim(-0.8, len(table) - 0.2)
    axes.grid(visible=False, axis="x")


def _marks(axes: Any, chosen: pd.Series, counts: pd.Series, marker: str, label: str, fill: str) -> None:
    at = [position for position, flag in enumerate(chosen) if flag]
    if at:
        axes.plot(
            at,
            counts.iloc[at],
            linestyle="none",
            marker=marker,
            markersize=10 if marker != "o" else 8,
            markerfacecolor=fill,
            markeredgecolor=palette.DARK_GREY,
            markeredgewidth=1.2,
            label=label,
            zorder=4,
        )


def _spans(axes: Any, table: pd.DataFrame) -> None:
    """Mark the baseline and the period by lines above the plot, on two levels where they overlap."""
    both = (table["in_baseline"].astype(bool) & table["in_period"].astype(bool)).any()
    spans = (("in_baseline", "baseline", 1.0), ("in_period", "this period", 1.12 if both else 1.0))
    for column, label, y in spans:
        at = [position for position, flag in enumerate(table[column].astype(bool)) if flag]
        if not at:
            continue
        place = axes.get_xaxis_transform()
        axes.plot(
            [at[0] - 0.3, at[-1] + 0.3], [y, y], transform=place, color=palette.DARK_GREY, linewidth=3,
            clip_on=False, solid_capstyle="butt",
        )  # fmt: skip
        axes.text(
            (at[0] + at[-1]) / 2, y + 0.015, label, transform=place, ha="center", va="bottom", fontsize=13
        )


def month_ticks(axes: Any, months: Sequence[Any]) -> None:
    """Name every third month of a short series, every January of a long one, fewer of a very long one."""
    if len(months) <= MOST_MONTHS_NAMED:
        step = 3 if len(months) > 7 else 1
        at = list(range(0, len(months), step))
    else:
        at = [position for position, month in enumerate(months) if month.month == 1]
        at = at[:: max(1, len(at) // 6)]
    labels = [words.month_label(months[position], short=True).replace(" ", "\n") for position in at]
    axes.set_xticks(at, labels)


def _data(result: TrendsResult, series: Trend, table: pd.DataFrame, known: pd.DataFrame) -> Table:
    columns = (
        Column("month", "Month", "month"),
        Column("count", "Count", "count"),
        Column("expected", "Expected", "number", 1),
        Column("limits", "Range expected by chance", "interval", 1, "lower", "upper"),
        Column("signal", "Signal in this period"),
        Column("excluded", "Left out", "flag"),
        Column("known", "Known of the month"),
    )
    rows = [
        (
            row["month"],
            row["count"],
            row["expected"],
            (row["lower"], row["upper"]),
            (str(row["signal"] or "").strip() or "none") if row["in_period"] else NOT_APPLICABLE,
            bool(row["excluded"]),
            known_of,
        )
        for row, known_of in zip(table.to_dict("records"), trend_marks.in_words(table, known), strict=True)
    ]
    caption = f"{series.offence_name} by month"
    return figure.data_table(
        result.section, series.offence_code, caption, columns, rows, figure.sentence(result.rule_set)
    )
