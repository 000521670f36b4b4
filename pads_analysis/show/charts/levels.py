"""Rates of the period beside the mean of peers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import LevelsResult, NotAvailable, Verdict
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column, verdict_words
from pads_analysis.show.charts import intervals
from pads_analysis.show.exhibits import Figure
from pads_analysis.show.opening import absence, confidence_of, renders

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.show.display import Absence

CLEAR = (Verdict.HIGHER, Verdict.LOWER)


@renders(LevelsResult)
def levels(result: LevelsResult, title: str = "") -> Figure | Absence:
    """Draw the rate of every offence and the mean of peers, both with intervals.

    Parameters
    ----------
    result : Released[LevelsResult]
    title : str
        Replaces the generated finding.

    Returns
    -------
    Figure
        An Absence when no rate could be worked out.
    """
    table = _drawable(result.table)
    if table.empty:
        return absence(_no_rates(result))
    own, peers = _series(table, result)
    shown = [own, peers] if any(words.is_number(value) for value in peers.values) else [own]
    everything = [
        *own.lows,
        *own.highs,
        *own.values,
        *(v for s in shown[1:] for v in (*s.values, *s.lows, *s.highs)),
    ]
    log = intervals.spread(everything) > intervals.WIDE_SPREAD
    with figure.canvas(intervals.height(len(table))) as (drawing, axes):
        figures = [words.decimal(value, words.rate_places([value])) for value in own.values]
        intervals.draw(axes, list(table["offence_name"]), shown, figures)
        if log:
            intervals.log_scale(axes, everything)
        else:
            axes.set_xlim(left=0)
        figure.key_above(axes, handles=intervals.key_handles(shown))
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(result),
            measure="Offences recorded by the police per 1,000 residents a year",
            basis=result.basis,
            per_resident=True,
            chart="Dot chart with intervals",
            data=_data(table, result),
            detail="Logarithmic scale: equal distances are equal ratios." if log else "",
        )


def finding(result: LevelsResult) -> str:
    """Return the finding that the chart shows, in at most about twelve words."""
    table = result.table
    totals, parts = table.loc[table["is_total"]], table.loc[~table["is_total"].astype(bool)]
    total = totals["vs_peers"].iloc[0] if len(totals) else Verdict.TOO_FEW
    mean = "the peer mean" if result.peers_chosen else "the mean of the others"
    if total in CLEAR:
        way = "above" if total == Verdict.HIGHER else "below"
        same = parts.loc[parts["vs_peers"] == total].sort_values("peer_ratio", kind="stable")
        most = same.iloc[-1 if total == Verdict.HIGHER else 0]["offence_name"] if len(same) else ""
        also = f", {words.in_sentence(most)} most of all" if most else ""
        return f"Recorded crime is {way} {mean}{also}"
    said = _apart(parts)
    if total == Verdict.SIMILAR:
        return f"Recorded crime is similar to {mean}{f'; {said}' if said else ''}"
    if total == Verdict.UNCERTAIN:
        return f"{words.at_start(said)} {mean}" if said else _unclear(totals.iloc[0], mean)
    top = parts.sort_values("count", ascending=False, kind="stable")
    return f"{top['offence_name'].iloc[0]}: the most recorded type" if len(top) else "Recorded crime"


def _unclear(total: pd.Series, mean: str) -> str:
    low, high = total["peer_ratio_low"], total["peer_ratio_high"]
    if not words.leans(low, high):
        return f"No clear difference from {mean}"
    return f"Recorded crime may be {'above' if low > 1 else 'below'} {mean}, but not clearly"


def _apart(parts: pd.DataFrame) -> str:
    """Return how many types lie clearly above and below: "2 types are above and 1 below"."""
    higher = int((parts["vs_peers"] == Verdict.HIGHER).sum())
    lower = int((parts["vs_peers"] == Verdict.LOWER).sum())
    if higher:
        below = f" and {lower} below" if lower else ""
        return f"{words.plural(higher, 'type')} {words.verb(higher, 'is', 'are')} above{below}"
    return f"{words.plural(lower, 'type')} {words.verb(lower, 'is', 'are')} below" if lower else ""


def _mean_of(result: LevelsResult) -> str:
    if result.peers_chosen:
        return f"Mean of {words.plural(result.n_peers, 'peer')}"
    return f"Mean of {words.others(result.n_peers, chosen=False)}"


def _drawable(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with a positive rate: the total first, then from high to low."""
    known = table.loc[table["rate_per_1000"].fillna(0) > 0]
    return known.sort_values(["is_total", "rate_per_1000"], ascending=False, kind="stable")


def _series(table: pd.DataFrame, result: LevelsResult) -> tuple[intervals.Series, intervals.Series]:
    level = words.level(confidence_of(result))
    own = intervals.Series(
        label=f"{words.wrapped(words.place_name(result.basis.place), 34)}, {level} interval",
        values=list(table["rate_per_1000"]),
        lows=list(table["ci_low"]),
        highs=list(table["ci_high"]),
        offset=-0.13,
    )
    peers = intervals.Series(
        label=f"{words.wrapped(_mean_of(result), 34)}, {level} interval",
        values=list(table["peer_rate"]),
        lows=list(table["peer_ci_low"]),
        highs=list(table["peer_ci_high"]),
        colour=palette.ORANGE,
        marker="D",
        offset=0.17,
    )
    return own, peers


def _data(table: pd.DataFrame, result: LevelsResult) -> Any:
    level = words.level(confidence_of(result))
    places = words.rate_places(list(table["rate_per_1000"]))
    others = "peers" if result.peers_chosen else "the others"
    columns = (
        Column("offence_name", "Offence"),
        Column("rate_per_1000", "Rate per 1,000", "number", places),
        Column("rate", f"{level} interval", "interval", places, "ci_low", "ci_high"),
        Column("peer_rate", f"Mean of {others} per 1,000", "number", places),
        Column("peer", f"{level} interval of that mean", "interval", places, "peer_ci_low", "peer_ci_high"),
        Column("vs_peers", f"Against {others}"),
    )
    rows = [
        (
            row["offence_name"],
            row["rate_per_1000"],
            (row["ci_low"], row["ci_high"]),
            row["peer_rate"],
            (row["peer_ci_low"], row["peer_ci_high"]),
            verdict_words(row["vs_peers"], row["peer_ratio_low"], row["peer_ratio_high"]),
        )
        for row in table.to_dict("records")
    ]
    return figure.data_table(result.section, "", f"Rates beside the mean of {others}", columns, rows)


def _no_rates(result: LevelsResult) -> NotAvailable:
    return NotAvailable(
        section="levels-rates",
        element=result.element,
        title="Rates beside peers",
        because="no rate could be worked out: there is no population, or nothing was recorded",
        do="Ingest mid-year population estimates for the period.",
    )
