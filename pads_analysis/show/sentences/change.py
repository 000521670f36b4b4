"""Sentences on change: offences and small areas against the period before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pads_analysis.assess.result import ChangeResult, PlaceChangeResult, Verdict
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, margin_of, renders
from pads_analysis.show.sentences.compare import Ratio, as_verdict, is_clear, relation, sentence, uncertain

MOST = 6
HEADLINES = 3


@renders(ChangeResult)
def change(result: ChangeResult) -> list[Sentence]:
    """Say the change of the total, then of each offence with a clear difference, then what cannot be said.

    Returns
    -------
    list of Sentence
        The total and the three largest clear changes are headlines, where they rest on enough events.
    """
    rows = result.table.to_dict("records")
    totals = [row for row in rows if row["is_total"]]
    parts = [row for row in rows if not row["is_total"]]
    clear = sorted(
        (row for row in parts if is_clear(row["verdict"])), key=lambda row: -abs(row["difference"])
    )
    said = [
        _change(result, row, headline=True, importance=0.9 if is_clear(row["verdict"]) else 0.72)
        for row in totals
    ]
    said += events(result)
    said += [
        _change(
            result,
            row,
            headline=at < HEADLINES and not row["recording"],
            importance=round(0.84 - 0.02 * at, 2),
        )
        for at, row in enumerate(clear[:MOST])
    ]
    if len(clear) > MOST:
        names = words.listed([words.in_sentence(row["offence_name"]) for row in clear[MOST:]], limit=10)
        said.append(sentence(result.section, "others", f"The table shows clear differences for {names} too."))
    said += _rest(result, parts)
    said.append(sentence(result.section, "against", f"Compared with {result.against}."))
    if result.months_left_out:
        text = (
            f"The comparison rests on {words.plural(result.months_compared, 'calendar month')} that "
            f"{words.verb(result.months_compared, 'is', 'are')} used in both periods; left out: "
            f"{words.listed(result.months_left_out, limit=6)}."
        )
        said.append(sentence(result.section, "months", text, months_compared=result.months_compared))
    return said


def events(result: Any) -> list[Sentence]:
    """Return the national events that overlap the months of a result, as its assessment words them."""
    return [
        sentence(result.section, f"event-{at}", note)
        for at, note in enumerate(getattr(result, "events", ()), start=1)
    ]


def describe_change(row: dict[str, Any], before: str, ratio: Ratio, minimum_base: int) -> str:
    """Return one change in the four-way vocabulary.

    Parameters
    ----------
    row : dict
        offence_code, count, count_before and verdict; offence_name for the form of the verb.
    before : str
        What the period before is called, for example "October 2019 to September 2020".
    ratio : Ratio
    minimum_base : int
        Earlier count from which the size is a percentage; below it, a ratio.

    Returns
    -------
    str
        A clause that follows the name of what changed: verdict, both counts, and size with interval; nothing but
        counts where there are too few, or where one of the periods has none.
    """
    verdict = as_verdict(row["verdict"])
    counts = f"{words.events(row['count'], row['offence_code'])} against {words.count(row['count_before'])}"
    if row["count_before"] == 0 and row["count"] > 0:
        counts = f"{words.events(row['count'], row['offence_code'])} against none"
    if verdict is Verdict.TOO_FEW or not ratio.known or row["count_before"] <= 0:
        enough = max(row["count"], row["count_before"]) >= minimum_base
        return f": {counts} in {before}{'; no ratio can be given' if enough else ', too few to compare'}"
    size = ratio.change() if row["count_before"] >= minimum_base else f"{ratio.times()}"
    if verdict is Verdict.UNCERTAIN:
        return f", beside {before}{uncertain(ratio, f'{counts}, {size}')}"
    other = f"that in {before}" if verdict is Verdict.SIMILAR else f"in {before}"
    was = words.were(row.get("offence_name", ""))
    return f" {was} {relation(verdict, other, ratio.margin)}: {counts}, {size}"


def _change(result: ChangeResult, row: dict[str, Any], *, headline: bool, importance: float) -> Sentence:
    ratio = Ratio(row["ratio"], row["ci_low"], row["ci_high"], result.basis.confidence, result.basis.margin)
    place = words.place_name(result.basis.place)
    when = f" in {place} {words.during(result.basis.period)}" if headline else ""
    before = result.period_before if headline else "the period before"
    text = f"{row['offence_name']}{when}{describe_change(row, before, ratio, result.basis.minimum_base)}."
    # Standing caveats are in the table's notes; a sign of changed recording must stand beside the change itself.
    recorded = f" {str(row['note']).rstrip('.')}." if row["recording"] else ""
    return sentence(
        result.section,
        row["offence_code"],
        text + recorded,
        headline=headline and max(row["count"], row["count_before"]) >= result.basis.minimum_base,
        importance=importance,
        verdict=as_verdict(row["verdict"]),
        offence_code=row["offence_code"],
        count=row["count"],
        count_before=row["count_before"],
        difference=row["difference"],
        **ratio.facts(),
    )


def _rest(result: ChangeResult, parts: list[dict[str, Any]]) -> list[Sentence]:
    """Say what is similar, what leans one way, what is uncertain and what was not compared, each as one list."""
    margin = words.points(result.basis.margin)
    groups: dict[str, tuple[Verdict, str, Callable[[dict[str, Any]], bool]]] = {
        "similar": (
            Verdict.SIMILAR,
            f"Similar to the period before (within {margin} per cent)",
            lambda _: True,
        ),
        "leaning": (
            Verdict.UNCERTAIN,
            f"May have risen or fallen, but not clearly by {margin} per cent once all comparisons are allowed for",
            _leans,
        ),
        "uncertain": (
            Verdict.UNCERTAIN,
            "No clear difference; too uncertain to say",
            lambda row: not _leans(row),
        ),
    }
    large = [row for row in parts if _from_none(row, result.basis.minimum_base)]
    said = [_change(result, row, headline=True, importance=0.7) for row in large]
    for name, (verdict, opening, belongs) in groups.items():
        chosen = [row for row in parts if as_verdict(row["verdict"]) is verdict and belongs(row)]
        chosen = [row for row in chosen if words.known(row["ci_low"], row["ci_high"]) and row not in large]
        if chosen:
            text = f"{opening}: {listed_sizes(chosen, result.basis.minimum_base)}. Intervals are in brackets."
            said.append(sentence(result.section, name, text, verdict=verdict, n=len(chosen)))
    few = [row for row in parts if _not_compared(row) and row not in large]
    if few:
        named = [
            f"{words.in_sentence(row['offence_name'])} "
            f"({words.count(row['count_before'])} and {words.count(row['count'])})"
            for row in few
        ]
        text = (
            f"Not compared, because none or too few were recorded: {words.listed(named, limit=15)}. "
            "Counts before and now are in brackets."
        )
        said.append(sentence(result.section, "too-few", text, verdict=Verdict.TOO_FEW, n=len(few)))
    return said


def listed_sizes(rows: list[dict[str, Any]], minimum_base: int) -> str:
    """Return offences with their intervals, all in per cent, or all as times where one rests on a small base."""
    percent = all(row["count_before"] >= minimum_base for row in rows)
    named = [f"{words.in_sentence(row['offence_name'])} ({_size(row, percent=percent)})" for row in rows]
    return words.listed(named, limit=15)


def _size(row: dict[str, Any], *, percent: bool) -> str:
    if not percent:
        return f"{words.span(row['ci_low'], row['ci_high'], 2)} times"
    side = " up" if row["ci_low"] >= 1 else " down" if row["ci_high"] <= 1 else ""
    return f"{words.change_span(row['ci_low'], row['ci_high'])}{side}"


def _leans(row: dict[str, Any]) -> bool:
    return words.leans(row["ci_low"], row["ci_high"])


def _not_compared(row: dict[str, Any]) -> bool:
    """Return whether nothing is claimed and no interval could be listed."""
    verdict = as_verdict(row["verdict"])
    return verdict is Verdict.TOO_FEW or (
        not is_clear(verdict) and not words.known(row["ci_low"], row["ci_high"])
    )


def _from_none(row: dict[str, Any], minimum_base: int) -> bool:
    """Return whether one period has none and the other many: no ratio says that, and "too few" would be wrong."""
    counts = (row["count"], row["count_before"])
    return not is_clear(row["verdict"]) and min(counts) <= 0 and max(counts) >= minimum_base


@renders(PlaceChangeResult)
def place_change(result: PlaceChangeResult) -> list[Sentence]:
    """Say which small areas moved apart from the rest, with counts and interval."""
    tested = words.plural(result.n_tested, "small area")
    place = words.place_name(result.basis.place)
    clear = result.table.loc[[is_clear(verdict) for verdict in result.table["verdict"]]]
    if clear.empty:
        text = (
            f"None of the {tested} tested in {place} clearly moved apart from the change of all areas "
            "together; small areas have small counts, so this does not show that none did."
        )
        return [sentence(result.section, "none", text, n_tested=result.n_tested)]
    higher = sum(as_verdict(verdict) is Verdict.HIGHER for verdict in clear["verdict"])
    ways = ((higher, "rose"), (len(clear) - higher, "fell"))
    moves = " and ".join(f"{words.count(number)} {way}" for number, way in ways if number)
    opening = (
        f"{words.count(len(clear))} of the {tested} tested in {place} moved apart from the change of all "
        f"areas together: {moves} beside it."
    )
    most = max(clear["count"].sum(), clear["count_before"].sum())
    said = [
        sentence(
            result.section,
            "number",
            opening,
            headline=bool(most >= result.basis.minimum_base),
            importance=0.55,
            n=len(clear),
            n_tested=result.n_tested,
        )
    ]
    return said + [_place(result, row) for row in clear.head(MOST).to_dict("records")]


def _place(result: PlaceChangeResult, row: dict[str, Any]) -> Sentence:
    ratio = Ratio(row["ratio"], row["ci_low"], row["ci_high"], confidence_of(result), margin_of(result))
    verdict = as_verdict(row["verdict"])
    size = f", {ratio.times()}" if ratio.known else ""
    expectation = "the change of all areas together would lead one to expect"
    text = (
        f"The count in {row['place_name']} was {relation(verdict, expectation, ratio.margin)}: "
        f"{words.count(row['count'])} against {words.count(row['count_before'])} before{size}."
    )
    return sentence(
        result.section,
        row["place_code"],
        text,
        verdict=verdict,
        place_code=row["place_code"],
        count=row["count"],
        count_before=row["count_before"],
        **ratio.facts(),
    )
