"""Tables of what became of recorded crimes (statutory element a)."""

from __future__ import annotations

import pandas as pd

from pads_analysis.assess.result import OutcomesResult
from pads_analysis.show import words
from pads_analysis.show.cells import NOT_APPLICABLE, Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.tables.build import caption_of, table


@renders(OutcomesResult)
def outcomes(result: OutcomesResult) -> list[Table]:
    """List the outcomes of every offence by group, and the share charged beside the past and others."""
    tables = [_groups(result), _compared(result)]
    return tables + ([_revisions(result)] if len(result.revisions) else [])


def _groups(result: OutcomesResult) -> Table:
    frame = result.table.copy()
    base = result.basis.minimum_base
    for code, _ in result.groups:
        shares = 100 * frame[code] / frame["crimes"]
        frame[f"{code}_percent"] = shares.astype(object).where(frame["crimes"] >= base, NOT_APPLICABLE)
    columns = [Column("offence_name", "Offence"), Column("crimes", "Crimes", "count")]
    columns += [Column(f"{code}_percent", f"{name} (%)", "percent", 1) for code, name in result.groups]
    small = f"{NOT_APPLICABLE} stands for a share of fewer than {base} crimes"
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("What became of recorded crimes", result.basis),
        notes=(
            _whole(result),
            small if (frame["crimes"] < base).any() else "",
            *result.caveats,
            *result.basis.notes,
        ),
        total="is_total",
    )


def _whole(result: OutcomesResult) -> str:
    used = result.months.loc[
        (result.months["state"] == "mature") & result.months["in_period"].astype(bool), "month"
    ]
    return f"Crimes of {words.month_runs(used)}, and their latest published outcomes; the shares of a row add up to 100"


def _compared(result: OutcomesResult) -> Table:
    frame, level = result.table.copy(), words.level(confidence_of(result))
    for column in ("charged_share", "share_low", "share_high", "peer_share"):
        frame[column] = 100 * frame[column].astype(float)
    columns = [
        Column("offence_name", "Offence"),
        Column("charged", "Charged or before a court", "count"),
        Column("charged_share", "Share of crimes (%)", "percent", 1),
        Column("interval", f"{level} interval", "interval", 1, "share_low", "share_high"),
    ]
    if result.period_before:
        columns += [
            Column("charged_before", "Charged, before", "count"),
            Column("crimes_before", "Crimes, before", "count"),
            Column("ratio", "Ratio of the shares", "number", 2),
            Column("ratio_interval", f"{level} interval of ratio", "interval", 2, "ci_low", "ci_high"),
            Column("verdict", "Against the period before", "verdict", low="ci_low", high="ci_high"),
        ]
    if result.n_others:
        columns += [
            Column("peer_share", "Mean share of the others (%)", "percent", 1),
            Column("peer_ratio", "Ratio to it", "number", 2),
            Column(
                "peer_interval",
                f"{level} interval of that ratio",
                "interval",
                2,
                "peer_ratio_low",
                "peer_ratio_high",
            ),
            Column("vs_peers", "Against the others", "verdict", low="peer_ratio_low", high="peer_ratio_high"),
        ]
    before = (
        f"Before: {result.period_before}, {words.plural(result.pairs, 'month')} in each"
        if result.period_before
        else ""
    )
    others = (
        f"Others: {words.others(result.n_others, chosen=result.peers_chosen)} with mature outcomes of the same months"
        if result.n_others
        else ""
    )
    spread = "Wilson's interval, widened by how much more than by chance the shares of months differ"
    return table(
        frame,
        columns,
        section=result.section,
        name="charged",
        caption=caption_of("Share charged or before a court", result.basis),
        notes=(spread, before, others, result.rule, *result.basis.notes),
        total="is_total",
    )


def _revisions(result: OutcomesResult) -> Table:
    names = dict(result.groups)
    frame = pd.DataFrame(
        {
            "month": result.revisions["month"],
            "before": result.revisions["before"].map(names),
            "after": result.revisions["after"].map(names),
            "rows": result.revisions["rows"],
        }
    )
    columns = (
        Column("month", "Month", "month"),
        Column("before", "Outcome in the earlier data"),
        Column("after", "Outcome in the newer data"),
        Column("rows", "Crimes", "count"),
    )
    return table(
        frame.head(result.basis.table_rows * 2),
        columns,
        section=result.section,
        name="revised",
        caption=f"Outcomes that newer data revised, {result.revisions['force_name'].iloc[0]}",
        notes=("Rows of crimes that stand in both deliveries; no count of crimes changes by it",),
    )
