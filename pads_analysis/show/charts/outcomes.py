"""The share of recorded crimes charged or before a court: by offence, and by month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import OutcomesResult
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.charts import intervals
from pads_analysis.show.charts.trends import month_ticks
from pads_analysis.show.exhibits import Figure
from pads_analysis.show.opening import confidence_of, renders

if TYPE_CHECKING:
    import pandas as pd

MATURE = "mature"


@renders(OutcomesResult)
def outcomes(result: OutcomesResult, title: str = "") -> list[Figure]:
    """Draw the share charged by offence, and by month with the months whose outcomes are not in yet.

    Parameters
    ----------
    result : Released[OutcomesResult]
    title : str
        Replaces the generated finding of the first figure.

    Returns
    -------
    list of Figure
        Without the first where no offence has a base large enough for a share.
    """
    table = result.table.loc[result.table["charged_share"].notna()]
    table = table.sort_values(["is_total", "charged_share"], ascending=False, kind="stable")
    drawn = [_by_offence(result, table, title)] if len(table) else []
    return [*drawn, _by_month(result)]


def _by_offence(result: OutcomesResult, table: pd.DataFrame, title: str) -> Figure:
    missing = [float("nan")] * len(table)
    own = intervals.Series(
        f"here, {words.level(confidence_of(result))} interval",
        *(list(100 * table[name].astype(float)) for name in ("charged_share", "share_low", "share_high")),
        offset=-0.1,
    )
    others = intervals.Series(
        "mean of the others", list(100 * table["peer_share"].astype(float)), missing, missing,
        colour=palette.ORANGE, marker="D", offset=0.18,
    )  # fmt: skip
    series = [own, others] if table["peer_share"].notna().any() else [own]
    with figure.canvas(intervals.height(len(table))) as (drawing, axes):
        right = [words.percent(share, 1) for share in table["charged_share"]]
        intervals.draw(axes, list(table["offence_name"]), series, right)
        axes.set_xlim(left=0)
        figure.key_above(axes, handles=intervals.key_handles(series))
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(result),
            measure="Share of recorded crimes charged or before a court (%)",
            basis=result.basis,
            chart="Dot chart with intervals",
            data=_offence_data(result, table),
            detail="Only months whose outcomes had time to come in.",
        )


def finding(result: OutcomesResult) -> str:
    """Return the share of all crimes."""
    total = result.table.loc[result.table["is_total"].astype(bool)].iloc[0]
    if not words.known(total["charged_share"]):
        return f"{words.count(total['charged'])} recorded crimes were charged or before a court"
    return f"{words.percent(total['charged_share'], 1)} of recorded crimes were charged or before a court"


def _by_month(result: OutcomesResult) -> Figure:
    table = result.months.reset_index(drop=True)
    mature = table["state"] == MATURE
    with figure.canvas(3.8) as (drawing, axes):
        _draw_months(axes, table, mature)
        month_ticks(axes, list(table["month"]))
        axes.set_ylim(bottom=0)
        figure.key_above(axes, columns=2)
        n = int((~mature).sum())
        left = f"{words.plural(n, 'month')} not counted, outcomes not in" if n else "every month has had time"
        first, last = (words.month_label(month) for month in table["month"].iloc[[0, -1]])
        return figure.finish(
            drawing,
            section=result.section,
            name="months",
            title=f"Share charged by month: {left}",
            measure="Share of all recorded crimes charged or before a court (%)",
            basis=result.basis,
            period=f"{first} to {last}",
            chart="Line chart with intervals",
            data=_month_data(result, table),
            detail="Hollow: outcomes had no time to come in; such months are compared with none.",
        )


def _draw_months(axes: Any, table: pd.DataFrame, mature: pd.Series) -> None:
    x = list(range(len(table)))
    share, low, high = (100 * table[name].astype(float) for name in ("share", "share_low", "share_high"))
    axes.fill_between(
        x, low.where(mature), high.where(mature), color=palette.PALE_BLUE, linewidth=0, label="interval"
    )
    axes.plot(x, share.where(mature), color=palette.NAVY, marker="o", markersize=4, label="share charged")
    young = [at for at in x if not mature.iloc[at]]
    if young:
        axes.plot(
            young, share.iloc[young], linestyle="none", marker="o", markersize=8, markerfacecolor="white",
            markeredgecolor=palette.DARK_GREY, label="outcomes not in, not counted",
        )  # fmt: skip
    axes.set_xlim(-0.8, len(table) - 0.2)
    axes.grid(visible=False, axis="x")


def _offence_data(result: OutcomesResult, table: pd.DataFrame) -> Any:
    columns = (
        Column("offence_name", "Offence"),
        Column("crimes", "Crimes", "count"),
        Column("charged", "Charged or before a court", "count"),
        Column("share", "Share (%)", "percent", 1),
        Column(
            "limits",
            f"{words.level(confidence_of(result))} interval",
            "interval",
            1,
            "share_low",
            "share_high",
        ),
        Column("peer_share", "Mean share of the others (%)", "percent", 1),
    )
    rows = [
        (
            row["offence_name"],
            row["crimes"],
            row["charged"],
            100 * row["charged_share"],
            (100 * row["share_low"], 100 * row["share_high"]),
            100 * row["peer_share"],
        )
        for row in table.to_dict("records")
    ]
    return figure.data_table(result.section, "", "Share charged by offence", columns, rows)


def _month_data(result: OutcomesResult, table: pd.DataFrame) -> Any:
    columns = (
        Column("month", "Month", "month"),
        Column("crimes", "Crimes", "count"),
        Column("charged", "Charged or before a court", "count"),
        Column("share", "Share (%)", "percent", 1),
        Column(
            "limits",
            f"{words.level(confidence_of(result))} interval",
            "interval",
            1,
            "share_low",
            "share_high",
        ),
        Column("open", "Under investigation", "count"),
        Column("state", "Outcomes"),
    )
    rows = [
        (
            row["month"],
            row["crimes"],
            row["charged"],
            100 * row["share"],
            (100 * row["share_low"], 100 * row["share_high"]),
            row["under_investigation"],
            row["state"],
        )
        for row in table.to_dict("records")
    ]
    return figure.data_table(result.section, "months", "Share charged by month", columns, rows)
