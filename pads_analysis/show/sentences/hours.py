"""Sentences on the hours of the week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import HoursResult
from pads_analysis.show import clock, words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.sentences.compare import sentence

if TYPE_CHECKING:
    import pandas as pd

MOST = 8
#: A contrast is worth a sentence when so many records have long spans, and the share differs by so much.
LONG_SHARE, CONTRAST = 0.2, 0.05


@renders(HoursResult)
def hours(result: HoursResult) -> list[Sentence]:
    """Say the clear peaks, what reading start times alone would have said, and how many records have no time of day."""
    names = {(row["data_set"], row["code"]): row for row in result.subjects.to_dict("records")}
    primary = result.peaks.loc[result.peaks["primary"].astype(bool)].to_dict("records")
    # Totals first, in the order of the data sets, then the sharpest peaks.
    totals = [row for row in primary if names[row["data_set"], row["code"]]["is_total"]]
    primary = totals + sorted((row for row in primary if row not in totals), key=lambda row: -row["ratio"])
    said = [_timed(result)]
    said += [_peak(result, names[row["data_set"], row["code"]], row) for row in primary[:MOST]]
    if len(primary) > MOST:
        others = [words.in_sentence(names[row["data_set"], row["code"]]["name"]) for row in primary[MOST:]]
        said.append(
            sentence(result.section, "others", f"The table shows hours for {words.listed(others, 10)} too.")
        )
    said += _quiet(result, {(row["data_set"], row["code"]) for row in primary})
    return said + _contrasts(result)


def _timed(result: HoursResult) -> Sentence:
    totals = result.subjects.loc[result.subjects["is_total"].astype(bool)]
    some = totals.loc[totals["untimed"] > 0]
    parts = []
    for row in (some if len(some) else totals.head(1)).to_dict("records"):
        without = f"{words.count(row['untimed'])} of the {words.plural(row['records'], 'record')}"
        share = (
            f" ({words.percent(row['untimed'] / row['records'])})" if _enough(result, row["records"]) else ""
        )
        parts.append(f"{words.in_sentence(row['name'])}, {without}{share}")
    text = (
        f"Records without a time of day count towards days of the week only: of {'; of '.join(parts)}"
        f"{_all_timed(totals, some)}. All others are spread evenly over the time in which they may have happened "
        "(aoristic analysis)."
    )
    return sentence(
        result.section,
        "timed",
        text,
        records=int(totals["records"].sum()),
        untimed=int(totals["untimed"].sum()),
    )


def _all_timed(totals: pd.DataFrame, some: pd.DataFrame) -> str:
    """Return how many further data sets have a time of day in every record, as words that end a sentence."""
    others = len(totals) - max(len(some), 1)
    if not others:
        return ""
    return f"; of {words.plural(others, 'other data set')}, none"


def _enough(result: HoursResult, number: int) -> bool:
    return bool(number >= result.basis.minimum_base)


def _peak(result: HoursResult, subject: dict[str, Any], row: dict[str, Any]) -> Sentence:
    when = clock.spells(row["level"], row["spells"])
    by_day = row["level"] == "day"
    base = subject["records"] if by_day else subject["timed"]
    kind = "records" if by_day else "records with a time of day"
    inside = "on these days" if by_day else f"in these {row['n_hours']} of the 168 hours of the week"
    opening = {"week": "from", "band": "daily from", "day": "on"}[row["level"]]
    interval = f"{words.percent(row['ci_low'])} to {words.percent(row['ci_high'])}"
    text = (
        f"{subject['name']} in {words.place_name(result.basis.place)} "
        f"{words.were(subject['name'], 'peaks', 'peak')} {opening} {when}: {words.percent(row['share'])} of "
        f"the {words.count(base)} {kind} fall {inside} ({words.level(confidence_of(result))} interval "
        f"{interval}), where an even spread would put {words.percent(row['expected'])}."
    )
    # Everybody is about by day: only hours of the week narrow enough to act on are a headline.
    headline = row["level"] == "week" and subject["timed"] >= result.basis.minimum_base
    facts = {key: row[key] for key in ("data_set", "code", "level", "share", "ci_low", "ci_high", "expected")}
    return sentence(
        result.section,
        f"{row['data_set']}-{row['code']}",
        text,
        headline=bool(headline),
        importance=0.45 if subject["is_total"] else 0.35,
        when=when,
        records=base,
        **facts,
    )


def _quiet(result: HoursResult, said: set[tuple[str, str]]) -> list[Sentence]:
    rows = [row for row in result.subjects.to_dict("records") if (row["data_set"], row["code"]) not in said]
    tested = [words.in_sentence(row["name"]) for row in rows if row["tested"]]
    few = [f"{words.in_sentence(row['name'])} ({row['timed']:,})" for row in rows if not row["tested"]]
    found = []
    if tested:
        text = (
            f"No hours or days stand out clearly for {words.listed(tested, 10)}; that does not show that they "
            "are spread evenly."
        )
        found.append(sentence(result.section, "quiet", text, n=len(tested)))
    if few:
        text = f"Too few records with a time of day to look for hours: {words.listed(few, 10)}."
        found.append(sentence(result.section, "few", text, n=len(few)))
    return found


def _contrasts(result: HoursResult) -> list[Sentence]:
    """Say where counting by the earliest time would mislead most; totals only where they hold a single kind."""
    table = result.subjects
    mixed = {(name, True) for name in table.loc[~table["is_total"].astype(bool), "data_set"]}
    rows = [
        row
        for row in result.subjects.to_dict("records")
        if (row["data_set"], row["is_total"]) not in mixed
        and words.known(row["band_start"], row["band_spread"], row["share_long"])
        and row["share_long"] >= LONG_SHARE
        and abs(row["band_start"] - row["band_spread"]) >= CONTRAST
    ]
    rows.sort(key=lambda row: -abs(row["band_start"] - row["band_spread"]))
    return [_contrast(result, row) for row in rows[:2]]


def _contrast(result: HoursResult, row: dict[str, Any]) -> Sentence:
    first = int(row["band"])
    band = f"{clock.hour(first)} and {clock.hour(first + result.block_hours, end=True)}"
    text = (
        f"For {words.in_sentence(row['name'])}, {words.percent(row['share_long'])} of the records with a time of day "
        f"have a span of more than {words.small_number(result.block_hours)} hours in which the crime may have "
        f"happened. Counted by its beginning alone, {words.percent(row['band_start'])} would fall between {band}; "
        f"spread out, {words.percent(row['band_spread'])} do."
    )
    facts = {key: row[key] for key in ("share_long", "band", "band_start", "band_spread")}
    return sentence(result.section, f"contrast-{row['data_set']}-{row['code']}", text, **facts)
