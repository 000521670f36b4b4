"""Sentences on months: the monthly series and the season."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import SeasonalityResult, Trend, TrendsResult
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.sentences.change import events
from pads_analysis.show.sentences.compare import sentence

MOST = 6
RECORDED_CRIME = (
    "Police recorded crime counts what is reported to and recorded by the police, so it follows police activity and "
    "recording as well as crime; the Crime Survey for England and Wales is the better measure of long-term trends, "
    "but it covers households only and gives no figures for a partnership."
)


@renders(TrendsResult)
def trends(result: TrendsResult) -> list[Sentence]:
    """Say which series left their control limits in the period; the total is a headline when it did."""
    rows = result.signals.to_dict("records")
    total = _total(result)
    signalled = sorted(
        (row for row in rows if row["months_signalled"]),
        key=lambda row: (
            total is None or row["offence_code"] != total.offence_code,
            -row["months_signalled"],
        ),
    )
    said = [sentence(result.section, "caveat", RECORDED_CRIME), *events(result), *_marks(result)]
    said += [_signal(result, row) for row in signalled[:MOST]]
    if len(signalled) > MOST:
        names = words.listed([words.in_sentence(row["offence_name"]) for row in signalled[MOST:]], limit=10)
        said.append(sentence(result.section, "others", f"The table shows signals for {names} too."))
    quiet = [words.in_sentence(row["offence_name"]) for row in rows if not row["months_signalled"]]
    if quiet:
        text = (
            f"No month of the period signals a change for {words.listed(quiet, limit=15)}; the counts stay within what "
            "chance and the months before would lead one to expect, which does not show that nothing changed."
        )
        said.append(sentence(result.section, "quiet", text, n_without_signal=len(quiet)))
    return said


def _marks(result: TrendsResult) -> list[Sentence]:
    """Say what is known of recording, newer data and missing months; the events are said by themselves."""
    if result.marks is None:
        return []
    said = []
    for kind in ("recording", "revised", "missing"):
        rows = result.marks.loc[result.marks["kind"] == kind].drop_duplicates("words")
        if kind == "recording":
            said += [
                sentence(result.section, f"recording-{at}", str(text))
                for at, text in enumerate(rows["words"], start=1)
            ]
        elif len(rows):
            months = words.listed([_span(row) for row in rows.to_dict("records")], limit=6)
            opening = {
                "revised": "Newer data took the place of older ones for",
                "missing": "No data were delivered for",
            }[kind]
            said.append(sentence(result.section, kind, f"{opening} {months}.", n=len(rows)))
    return said


def _span(row: dict[str, Any]) -> str:
    ends = dict.fromkeys((words.month_label(row["first"]), words.month_label(row["last"])))
    return " to ".join(ends)


def _total(result: TrendsResult) -> Trend | None:
    """Return the series of the total, which is the first."""
    return result.series[0] if result.series else None


def _signal(result: TrendsResult, row: dict[str, Any]) -> Sentence:
    way = {"up": " upwards", "down": " downwards", "both": " upwards and downwards"}.get(row["direction"], "")
    limits = f"{words.count(row['lower'])} to {words.count(row['upper'])}"
    last = (
        f"in {words.month_label(row['last_month'])}, {words.count(row['count'])} were recorded where "
        f"{words.count(row['expected'])} were expected (control limits {limits})"
    )
    text = (
        f"The monthly count of {words.in_sentence(row['offence_name'])} in "
        f"{words.place_name(result.basis.place)} signals a change{way} in "
        f"{words.plural(row['months_signalled'], 'month')} of the period{_furthest(row)}; {last}."
    )
    total = _total(result)
    is_total = total is not None and row["offence_code"] == total.offence_code
    recorded = total.table.loc[total.table["in_period"].astype(bool), "count"].sum() if is_total else 0
    return sentence(
        result.section,
        row["offence_code"],
        text,
        headline=bool(recorded >= result.basis.minimum_base),
        importance=0.6 if is_total else 0.4,
        **{
            key: row[key]
            for key in ("offence_code", "months_signalled", "count", "expected", "lower", "upper")
        },
    )


def _furthest(row: dict[str, Any]) -> str:
    """Return the month furthest from expectation, unless it is the last one, which is told in any case."""
    month = row.get("furthest_month")
    if words.is_missing(month) or month == row["last_month"]:
        return ""
    return (
        f", furthest in {words.month_label(month)} ({words.count(row['furthest_count'])} recorded, "
        f"{words.count(row['furthest_expected'])} expected)"
    )


@renders(SeasonalityResult)
def seasonality(result: SeasonalityResult) -> list[Sentence]:
    """Say which offences have a season, with the size of the peak and its interval."""
    strength = result.strength.sort_values("strength", ascending=False, kind="stable").to_dict("records")
    seasonal = [row for row in strength if row["is_seasonal"]]
    wider = [_wider_season(result, row) for row in result.wider.head(MOST).to_dict("records")]
    if not seasonal and not wider:
        text = f"No type of offence shows a clear seasonal pattern in {words.plural(result.n_years, 'year')} of months."
        return [sentence(result.section, "none", text, n_years=result.n_years)]
    said = [_season(result, row) for row in seasonal[:MOST]]
    if len(seasonal) > MOST:
        names = words.listed([words.in_sentence(row["offence_name"]) for row in seasonal[MOST:]], limit=10)
        said.append(sentence(result.section, "others", f"The table shows a season for {names} too."))
    return said + wider


def _wider_season(result: SeasonalityResult, row: dict[str, Any]) -> Sentence:
    """Say the season of an offence too rare, or too mild a season, to show in the partnership's own figures."""
    name = words.in_sentence(row["offence_name"])
    text = (
        f"The partnership's own figures show no clear season of {name}. In {row['area']} together it is most "
        f"frequent in {words.MONTHS[int(row['peak_month']) - 1]}, at {words.decimal(row['peak_index'], 2)} times an "
        f"average month ({words.level(confidence_of(result))} interval "
        f"{words.span(row['peak_low'], row['peak_high'], 2)})."
    )
    facts = {key: row[key] for key in ("peak_month", "peak_index", "peak_low", "peak_high", "strength")}
    return sentence(result.section, f"{row['offence_code']}-wider", text, **facts)


def _season(result: SeasonalityResult, row: dict[str, Any]) -> Sentence:
    table = result.table
    at_peak = table.loc[
        (table["offence_code"] == row["offence_code"]) & (table["month_number"] == row["peak_month"])
    ]
    low, high = (at_peak["ci_low"].iloc[0], at_peak["ci_high"].iloc[0]) if len(at_peak) else (None, None)
    bounds = (
        f" ({words.level(confidence_of(result))} interval {words.span(low, high, 2)})"
        if words.known(low, high)
        else ""
    )
    text = (
        f"{row['offence_name']} {words.were(row['offence_name'], 'has', 'have')} a season, most frequent in "
        f"{words.MONTHS[int(row['peak_month']) - 1]}, at "
        f"{words.decimal(row['peak_index'], 2)} times an average month{bounds}, and least in "
        f"{words.MONTHS[int(row['trough_month']) - 1]}."
    )
    return sentence(
        result.section,
        row["offence_code"],
        text,
        peak_month=row["peak_month"],
        peak_index=row["peak_index"],
        peak_low=low,
        peak_high=high,
        strength=row["strength"],
    )
