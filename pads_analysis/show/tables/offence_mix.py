"""Table of the mix of offences (statutory element a)."""

from __future__ import annotations

from dataclasses import replace

from pads_analysis.assess.result import OffenceMixResult
from pads_analysis.show import words
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.tables.build import caption_of, table


@renders(OffenceMixResult)
def offence_mix(result: OffenceMixResult) -> Table:
    """List the share of every offence, beside the mean share of others where enough have data."""
    frame = result.table.copy()
    for column in ("share", "share_low", "share_high", "peer_share"):
        frame[column] = 100 * frame[column].astype(float)
    level = words.level(confidence_of(result))
    columns = [
        Column("offence_name", "Offence"),
        Column("count", "Count", "count"),
        Column("share", "Share of recorded crime (%)", "percent", 1),
        Column("share_interval", f"{level} interval of share", "interval", 1, "share_low", "share_high"),
    ]
    caption = caption_of("Mix of recorded crime", result.basis)
    if result.n_others:
        columns += [
            Column("peer_share", "Mean share of the others (%)", "percent", 1),
            Column("quotient", "Location quotient", "number", 2),
            Column("ratio", f"{level} interval of quotient", "interval", 2, "ci_low", "ci_high"),
            Column("verdict", "Against the mean share", "verdict", low="ci_low", high="ci_high"),
        ]
        others = words.others(result.n_others, chosen=result.peers_chosen)
        caption = f"{caption}, beside the mean share of {others}"
    compared = (
        (
            "The location quotient is the share here over the unweighted mean of the others' shares, this area left "
            "out; its interval joins the area's own limits (delta method, months that swing together allowed for) with "
            "the spread among the others",
            result.rule,
            "Shares add up to the whole: a larger one makes the others smaller, and none says how much happens",
        )
        if result.n_others
        else ("Not set beside others: too few of them have comparable data",)
    )
    found = table(
        frame,
        columns,
        section=result.section,
        caption=caption,
        notes=(
            f"Shares of {words.plural(result.total, 'police recorded crime')}; incidents of anti-social behaviour are "
            "no part of them",
            *compared,
            *result.basis.notes,
        ),
    )
    # The figure shows the same rows; alone, the table is all there is.
    return replace(found, folded=bool(result.n_others))
