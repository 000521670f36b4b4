"""Own change beside that of peers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import NotAvailable, PeerTrendResult, Verdict
from pads_analysis.show import figure, words
from pads_analysis.show.cells import Column, verdict_words
from pads_analysis.show.charts import intervals
from pads_analysis.show.charts.change import draw_ratios
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import absence, confidence_of, margin_of, renders

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.show.display import Absence


@renders(PeerTrendResult)
def peer_trend(result: PeerTrendResult, title: str = "") -> Figure | Absence:
    """Draw own change divided by the peers' change, with its interval, for every offence.

    Parameters
    ----------
    result : Released[PeerTrendResult]
    title : str
        Replaces the generated finding.
    """
    table = result.table.loc[result.table["relative_ratio"].fillna(0) > 0]
    table = table.sort_values(["is_total", "relative_ratio"], ascending=False, kind="stable")
    if table.empty:
        return absence(
            NotAvailable(
                "peer_trend-ratios", result.element, "Change beside peers", "no ratio could be worked out"
            )
        )
    chosen = bool(getattr(result, "peers_chosen", True))
    others = "peers" if chosen else "the others"
    labels = [f"{words.decimal(value, 2)} times" for value in table["relative_ratio"]]
    with figure.canvas(intervals.height(len(table) + 1)) as (drawing, axes):
        draw_ratios(
            axes,
            table,
            "relative_ratio",
            "verdict",
            labels,
            level=words.level(confidence_of(result)),
            margin=margin_of(result),
        )
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(table, others),
            measure=f"Own change divided by the change of {words.others(result.n_peers, chosen=chosen)}",
            basis=result.basis,
            chart="Dot chart with intervals",
            data=_data(table, result, others),
            detail=f"Above 1: rose more, or fell less, than {others}. Logarithmic scale.",
        )


def finding(table: pd.DataFrame, others: str = "peers") -> str:
    """Return which offences moved apart from peers."""
    parts = table.loc[~table["is_total"].astype(bool)]
    apart = parts.loc[parts["verdict"].isin([Verdict.HIGHER, Verdict.LOWER])]
    if apart.empty:
        return f"No type of offence clearly moved apart from {others}"
    if len(apart) == 1:
        return f"{apart['offence_name'].iloc[0]} moved apart from {others}"
    return f"{len(apart)} types of offence moved apart from {others}"


def _data(table: pd.DataFrame, result: PeerTrendResult, others: str) -> Table:
    columns = (
        Column("offence_name", "Offence"),
        Column("own_ratio", "Own ratio", "number", 2),
        Column("peer_ratio", f"Ratio of {others}", "number", 2),
        Column("relative_ratio", f"Own divided by {others}", "number", 2),
        Column(
            "relative", f"{words.level(confidence_of(result))} interval", "interval", 2, "ci_low", "ci_high"
        ),
        Column("verdict", f"Against {others}"),
    )
    rows = [
        (
            row["offence_name"],
            row["own_ratio"],
            row["peer_ratio"],
            row["relative_ratio"],
            (row["ci_low"], row["ci_high"]),
            verdict_words(row["verdict"], row["ci_low"], row["ci_high"]),
        )
        for row in table.to_dict("records")
    ]
    return figure.data_table(result.section, "", f"Own change beside that of {others}", columns, rows)
