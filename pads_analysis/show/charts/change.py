"""Change against the period before, as ratios with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import ChangeResult, NotAvailable, Verdict
from pads_analysis.show import figure, words
from pads_analysis.show.cells import Column, verdict_words
from pads_analysis.show.charts import intervals
from pads_analysis.show.exhibits import Figure
from pads_analysis.show.opening import absence, confidence_of, margin_of, renders

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.show.display import Absence


@renders(ChangeResult)
def change(result: ChangeResult, title: str = "") -> Figure | Absence:
    """Draw the ratio of every offence to the period before, with its interval, on a logarithmic scale.

    Parameters
    ----------
    result : Released[ChangeResult]
    title : str
        Replaces the generated finding.

    Returns
    -------
    Figure
        An Absence when no ratio could be worked out.
    """
    drawable = [words.is_number(ratio) and ratio > 0 for ratio in result.table["ratio"]]
    table = result.table.loc[drawable]
    table = table.sort_values(["is_total", "ratio"], ascending=False, kind="stable")
    if table.empty:
        return absence(_no_ratio(result))
    level, margin = words.level(confidence_of(result)), margin_of(result)
    with figure.canvas(intervals.height(len(table) + 1)) as (drawing, axes):
        draw_ratios(
            axes,
            table,
            "ratio",
            "verdict",
            _at_right(table, result.basis.minimum_base),
            level=level,
            margin=margin,
        )
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(result.table),
            measure="Ratio of counts to the period before",
            basis=result.basis,
            period=f"{result.basis.period} against {result.period_before}",
            chart="Dot chart with intervals",
            data=_data(table, result),
            detail=f"Logarithmic scale.{_not_drawn(result.table.loc[[not each for each in drawable]])}",
        )


def draw_ratios(
    axes: Any,
    table: pd.DataFrame,
    ratio: str,
    verdict: str,
    at_right: list[str],
    *,
    level: str,
    margin: float,
) -> None:
    """Draw ratios around a line at 1 with the margin as a band; hollow dots are no clear difference.

    `table` holds offence_name, `ratio`, ci_low, ci_high and the column `verdict`.
    """
    hollow = [value not in (Verdict.HIGHER, Verdict.LOWER) for value in table[verdict]]
    low = [value if words.is_number(value) and value > 0 else float("nan") for value in table["ci_low"]]
    series = intervals.Series(
        "clear difference", list(table[ratio]), low, list(table["ci_high"]), hollow=hollow
    )
    intervals.draw(axes, list(table["offence_name"]), [series], at_right)
    intervals.log_scale(
        axes, [*table[ratio], *low, *table["ci_high"], 1 / (1 + margin) ** 2, (1 + margin) ** 2]
    )
    intervals.reference(axes, 1.0, margin)
    handles = intervals.key_handles(
        [series], hollow="not clear, similar or too few", band=f"similar (within {words.percent(margin)})"
    )
    handles[0].set_label(f"clear difference, {level} interval")
    figure.key_above(axes, handles=handles)


def finding(table: pd.DataFrame) -> str:
    """Return what changed clearly, in at most about twelve words."""
    parts = table.loc[~table["is_total"].astype(bool)]
    higher = list(parts.loc[parts["verdict"] == Verdict.HIGHER, "offence_name"])
    lower = list(parts.loc[parts["verdict"] == Verdict.LOWER, "offence_name"])
    if len(higher) == 1 and len(lower) <= 1:
        other = f" and {words.in_sentence(lower[0])} lower" if lower else ""
        return f"{higher[0]} {words.were(higher[0], 'is', 'are')} higher{other} than before"
    if len(lower) == 1 and not higher:
        return f"{lower[0]} {words.were(lower[0], 'is', 'are')} lower than before"
    said = [f"{len(names)} {word}" for names, word in ((higher, "higher"), (lower, "lower")) if names]
    if not said:
        return "No type of offence shows a clear difference"
    return f"{' and '.join(said)} than before, by type of offence"


def _not_drawn(table: pd.DataFrame) -> str:
    """Return which offences have no ratio to draw."""
    if table.empty:
        return ""
    names = words.listed([words.in_sentence(name) for name in table["offence_name"]], limit=10)
    return f" Not drawn, as one period has none: {names}."


def _at_right(table: pd.DataFrame, minimum_base: int) -> list[str]:
    return [
        words.change_percent(row["ratio"])
        if row["count_before"] >= minimum_base
        else f"{words.count(row['count_before'])} to {words.count(row['count'])}"
        for row in table.to_dict("records")
    ]


def _data(table: pd.DataFrame, result: ChangeResult) -> Any:
    columns = (
        Column("offence_name", "Offence"),
        Column("count_before", "Count before", "count"),
        Column("count", "Count", "count"),
        Column("ratio", "Ratio", "number", 2),
        Column(
            "ratio_interval",
            f"{words.level(confidence_of(result))} interval",
            "interval",
            2,
            "ci_low",
            "ci_high",
        ),
        Column("verdict", "Against the period before"),
    )
    rows = [
        (
            row["offence_name"],
            row["count_before"],
            row["count"],
            row["ratio"],
            (row["ci_low"], row["ci_high"]),
            verdict_words(row["verdict"], row["ci_low"], row["ci_high"]),
        )
        for row in table.to_dict("records")
    ]
    return figure.data_table(result.section, "", "Ratio of counts to the period before", columns, rows)


def _no_ratio(result: ChangeResult) -> NotAvailable:
    return NotAvailable(
        section="change-ratios",
        element=result.element,
        title="Change as ratios",
        because="nothing was recorded in one of the two periods",
    )
