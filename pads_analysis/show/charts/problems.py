"""The months of each flagged problem."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pads_analysis.assess.result import Problem, ProblemsResult
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.charts.trends import month_ticks
from pads_analysis.show.exhibits import Figure
from pads_analysis.show.opening import renders

HEIGHT = 2.6
#: A mean of as many a month or more is printed without decimals.
WHOLE_FROM = 100


@renders(ProblemsResult)
def problems(result: ProblemsResult) -> list[Figure]:
    """Draw the monthly count of each problem, with the means of the period and of the one before."""
    return [_months(result, problem) for problem in result.problems]


def _months(result: ProblemsResult, problem: Problem) -> Figure:
    table = problem.months.reset_index(drop=True)
    with figure.canvas(HEIGHT) as (drawing, axes):
        axes.plot(
            range(len(table)),
            table["count"],
            color=palette.NAVY,
            marker="o",
            markersize=3.5,
            label="By month",
        )
        _mean(axes, table, "in_previous", "--", "Mean of the period before")
        _mean(axes, table, "in_period", "-", "Mean of this period")
        axes.set_ylim(bottom=0)
        month_ticks(axes, list(table["month"]))
        figure.thousands(axes.yaxis)
        figure.key_above(axes, columns=3)
        first, last = table["month"].iloc[0], table["month"].iloc[-1]
        counted = "incidents" if words.is_incident(problem.offence_code) else "police recorded crimes"
        return figure.finish(
            drawing,
            section=result.section,
            name=problem.offence_code,
            title=finding(problem),
            measure=f"{problem.offence_name}, {counted} a month",
            # Only counts are drawn, whatever the rest of the page rests on.
            basis=replace(result.basis, source_kinds=result.basis.source_kinds[:1]),
            period=f"{words.month_label(first)} to {words.month_label(last)}",
            chart="Line chart by month",
            data=figure.data_table(
                result.section,
                problem.offence_code,
                f"{problem.offence_name} by month",
                (Column("month", "Month", "month"), Column("count", "Count", "count")),
                list(table[["month", "count"]].itertuples(index=False, name=None)),
                "Months that are missing or look incomplete have no count",
            ),
        )


def _mean(axes: Any, table: Any, which: str, style: str, label: str) -> None:
    inside = table.index[table[which].astype(bool)]
    mean = table.loc[inside, "count"].mean()
    if len(inside) and mean == mean:
        axes.hlines(
            mean, inside[0], inside[-1], color=palette.ORANGE, linewidth=2.5, linestyle=style, label=label
        )


def finding(problem: Problem) -> str:
    """Return the mean of a month in this period and in the one before."""
    table = problem.months
    now = table.loc[table["in_period"].astype(bool), "count"].mean()
    before = table.loc[table["in_previous"].astype(bool), "count"].mean()
    known = [value for value in (now, before) if value == value] or [1.0]
    places = 0 if min(known) >= WHOLE_FROM else words.rate_places(known)
    if before != before:
        return f"{problem.offence_name}: {words.decimal(now, places)} a month"
    return f"{problem.offence_name}: {words.decimal(now, places)} a month, {words.decimal(before, places)} before"
