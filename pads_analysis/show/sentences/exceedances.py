"""Sentences on months that stand out from the same months of earlier years."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import ExceedancesResult
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import renders
from pads_analysis.show.sentences.change import events
from pads_analysis.show.sentences.compare import sentence

MOST = 6


@renders(ExceedancesResult)
def exceedances(result: ExceedancesResult) -> list[Sentence]:
    """Say which months stand out, by offence, and how many lie above their own bound without being named."""
    rows = result.table
    named = rows.loc[rows["stands_out"].astype(bool)]
    months = words.plural(rows["month"].nunique(), "month")
    looked = f"{words.plural(rows['offence_code'].nunique(), 'series', 'series')} over {months}"
    place = words.place_name(result.basis.place)
    if named.empty:
        text = (
            f"No month stands out in {place}: of {looked}, none exceeds what the same months of the "
            f"{result.years} years before explain, which does not show that nothing unusual happened."
        )
        said = [sentence(result.section, "none", text, n=0, n_looked=len(rows))]
    else:
        number = words.plural(named["offence_code"].nunique(), "offence")
        text = (
            f"In {place}, {words.plural(len(named), 'month')} of {number} "
            f"{words.verb(len(named), 'exceeds', 'exceed')} what the same months of the {result.years} years before "
            f"explain (of {looked} looked at)."
        )
        said = [sentence(result.section, "number", text, n=len(named), n_looked=len(rows))]
    said += events(result)
    groups = sorted(named.groupby("offence_code", sort=False), key=lambda each: each[1]["p"].min())
    said += [_offence(result, group.sort_values("month").to_dict("records")) for _, group in groups[:MOST]]
    if len(groups) > MOST:
        names = [words.in_sentence(group["offence_name"].iloc[0]) for _, group in groups[MOST:]]
        said.append(
            sentence(result.section, "others", f"The table lists months of {words.listed(names, 10)} too.")
        )
    return [*said, _by_chance(result, rows, len(named))]


def _offence(result: ExceedancesResult, rows: list[dict[str, Any]]) -> Sentence:
    first = rows[0]
    each = [
        f"{words.month_label(row['month'])} ({words.count(row['count'])} recorded, {words.count(row['expected'])} "
        f"expected, at most {words.count(row['upper'])} explained)"
        for row in rows
    ]
    recorded = f" {str(first['note']).rstrip('.')}." if str(first["note"] or "").strip() else ""
    verb = words.were(first["offence_name"], "exceeds", "exceed")
    text = f"{first['offence_name']} {verb} the usual in {words.listed(each, limit=4)}.{recorded}"
    return sentence(
        result.section,
        first["offence_code"],
        text,
        offence_code=first["offence_code"],
        n_months=len(rows),
        count=sum(row["count"] for row in rows),
        expected=sum(row["expected"] for row in rows),
    )


def _by_chance(result: ExceedancesResult, rows: Any, named: int) -> Sentence:
    beyond = int((rows["beyond"].astype(bool) & ~rows["stands_out"].astype(bool)).sum())
    bound = words.level(1 - result.level)
    about = result.level * len(rows)
    text = (
        f"{words.at_start(words.small_number(beyond))} more {words.verb(beyond, 'month lies', 'months lie')} above "
        f"{words.verb(beyond, 'its', 'their')} own {bound} bound and {words.verb(beyond, 'is', 'are')} not named: of "
        f"{words.count(len(rows))} looked at, about {words.decimal(about, 1)} would lie there by chance if months were "
        "independent of each other, and up to three times as many where they hang together."
    )
    return sentence(result.section, "by-chance", text, n_beyond=beyond, n_named=named, by_chance=about)
