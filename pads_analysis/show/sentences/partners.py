"""Sentences on what partner authorities disclosed: what they see, and the ledger of their data."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import PartnersResult, SubmissionsResult, Verdict
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.sentences.compare import Ratio, as_verdict, is_clear, relation, sentence, uncertain

MOST = 6
HEADLINES = 2
MOSTLY_PLACED = 0.9
BESIDE = (
    "These are counts of what each authority dealt with, in its own way of counting. The same event can stand in "
    "several of them and in police recorded crime, so that they are read side by side and never added."
)


@renders(PartnersResult)
def partners(result: PartnersResult) -> list[Sentence]:
    """Say which matters partners' data speak to, the level of each, what changed clearly, and what cannot be said."""
    rows = result.table.to_dict("records")
    totals = [row for row in rows if row["is_total"]]
    said = [*_themes(result), sentence(result.section, "beside", BESIDE)]
    for theme in dict.fromkeys(row["theme"] for row in totals):
        said.append(_levels(result, [row for row in totals if row["theme"] == theme]))
    clear = sorted(
        (row for row in rows if is_clear(row["verdict"])),
        key=lambda row: (not row["is_total"], -abs(row["difference"])),
    )
    said += [_change(result, row, at) for at, row in enumerate(clear[:MOST])]
    if len(clear) > MOST:
        names = words.listed([_name(result, row) for row in clear[MOST:]], limit=10)
        said.append(sentence(result.section, "others", f"The table shows clear differences for {names} too."))
    said += [*_rest(result, totals), *_placed(totals, result)]
    said += [
        sentence(result.section, f"caveat-{at}", text) for at, text in enumerate(result.caveats, start=1)
    ]
    return said


def _themes(result: PartnersResult) -> list[Sentence]:
    """Say which of the three matters of the statute the data speak to, and what is missing for the others."""
    said = []
    if result.speaks:
        text = f"Partners' data speak to {words.listed([name.lower() for name in result.speaks])} in this period."
        said.append(sentence(result.section, "themes", text))
    for theme, sets in result.without:
        if theme in result.speaks or not sets:
            continue
        names = words.listed([words.in_sentence(name) for name in sets], limit=6)
        text = (
            f"No partner's data on {theme.lower()} were disclosed for the period, so that nothing beyond what the "
            f"police recorded is said of it; what could tell of it: {names}."
        )
        said.append(sentence(result.section, f"without-{theme}", text, headline=True, importance=0.5))
    return said


def _levels(result: PartnersResult, rows: list[dict[str, Any]]) -> Sentence:
    place, when = words.place_name(result.basis.place), words.during(result.basis.period)
    told = "; ".join(_level(result, row) for row in rows)
    opening = {
        "related": "What bears on crime and disorder, as partners recorded it",
    }.get(rows[0]["theme"], f"{rows[0]['theme_name']}, as partners recorded it")
    short, by_rate = result.basis.population_short, any(words.is_number(row["rate_per_1000"]) for row in rows)
    population = f" Rates: {short}." if short and by_rate else ""
    text = f"{opening} in {place} {when}: {told}.{population}"
    facts = {str(row["name"]): row["count"] for row in rows}
    return sentence(result.section, f"level-{rows[0]['theme']}", text, counts=facts)


def _level(result: PartnersResult, row: dict[str, Any]) -> str:
    level = words.level(confidence_of(result))
    if words.is_number(row["rate_per_1000"]):
        places = words.rate_places([row["rate_per_1000"]])
        size = (
            f"{words.decimal(row['rate_per_1000'], places)} per 1,000 residents a year, {level} interval "
            f"{words.span(row['rate_low'], row['rate_high'], places)}"
        )
    else:
        size = (
            f"in the {words.plural(row['months'], 'month')} that count, {words.decimal(row['per_month'])} a month, "
            f"{level} interval {words.span(row['month_low'], row['month_high'])}"
        )
    return f"{words.in_sentence(row['name'])} {words.count(row['count'])} ({size})"


def _name(result: PartnersResult, row: dict[str, Any]) -> str:
    """Return the name of a row for the middle of a sentence; a category as a label of the data set it belongs to."""
    if row["is_total"]:
        return words.in_sentence(row["name"])
    same = result.table[
        (result.table["data_set"] == row["data_set"])
        & (result.table["theme"] == row["theme"])
        & result.table["is_total"]
    ]
    return f"{words.in_sentence(same['name'].iloc[0])} marked “{words.in_sentence(row['name'])}”"


def _change(result: PartnersResult, row: dict[str, Any], at: int) -> Sentence:
    ratio, before = _ratio(result, row), result.period_before
    most, place = max(row["count_now"], row["count_before"]), words.place_name(result.basis.place)
    enough = row["count_before"] >= result.basis.minimum_base
    counts = f"{words.count(row['count_now'])} against {words.count(row['count_before'])}"
    size = ratio.change() if enough else ratio.times()
    months = ""
    if row["months_compared"] != row["months"] or not words.is_number(row["rate_per_1000"]):
        months = f", over the {words.plural(row['months_compared'], 'calendar month')} disclosed for both"
    text = (
        f"{words.at_start(_name(result, row))} in {place} {words.during(result.basis.period)}: "
        f"{relation(row['verdict'], f'in {before}', ratio.margin)}, {counts}{months}, {size}."
    )
    return sentence(
        result.section,
        f"change-{row['data_set']}-{row['name']}",
        text,
        headline=at < HEADLINES and bool(row["is_total"]) and most >= result.basis.minimum_base,
        importance=round(0.7 - 0.02 * at, 2),
        verdict=as_verdict(row["verdict"]),
        count=row["count_now"],
        count_before=row["count_before"],
        months_compared=row["months_compared"],
        **ratio.facts(),
    )


def _rest(result: PartnersResult, totals: list[dict[str, Any]]) -> list[Sentence]:
    """Say of the data sets without a clear change what may be said: similar, uncertain, too few, not comparable."""
    said = []
    for key, opening, chosen in (
        (
            "similar",
            f"Similar to {result.period_before} (within {words.points(result.basis.margin)} per cent)",
            lambda row: as_verdict(row["verdict"]) is Verdict.SIMILAR,
        ),
        (
            "few",
            f"Too few to compare with {result.period_before}",
            lambda row: as_verdict(row["verdict"]) is Verdict.TOO_FEW and row["months_compared"],
        ),
        (
            "not-compared",
            f"Not compared, because too few of the same months were disclosed for {result.period_before}",
            lambda row: not row["months_compared"] and row["comparable"],
        ),
        (
            "placed-otherwise",
            f"Not compared, because a different share of the rows could be placed in {result.period_before}",
            lambda row: not row["comparable"],
        ),
    ):
        names = [_name(result, row) for row in totals if chosen(row)]
        if names:
            said.append(sentence(result.section, key, f"{opening}: {words.listed(names, limit=8)}."))
    leaning = [
        row for row in totals if as_verdict(row["verdict"]) is Verdict.UNCERTAIN and _ratio(result, row).leans
    ]
    open_ = [row for row in totals if as_verdict(row["verdict"]) is Verdict.UNCERTAIN and row not in leaning]
    if open_:
        names = words.listed([_name(result, row) for row in open_], limit=10)
        text = f"No clear difference from {result.period_before}; the data are too uncertain to say: {names}."
        said.insert(0, sentence(result.section, "uncertain", text, n=len(open_)))
    if leaning:
        each = [
            f"{_name(result, row)} ({uncertain(_ratio(result, row), _ratio(result, row).times(), '', '')})"
            for row in leaning
        ]
        text = f"May have risen or fallen since {result.period_before}, but not clearly: {'; '.join(each)}."
        said.insert(0, sentence(result.section, "leaning", text, n=len(leaning)))
    return said


def _placed(totals: list[dict[str, Any]], result: PartnersResult) -> list[Sentence]:
    """Say whose rows often have no place, so that the counts here are too low by an unknown amount."""
    low = [
        row for row in totals if words.is_number(row["share_placed"]) and row["share_placed"] < MOSTLY_PLACED
    ]
    if not low:
        return []
    each = words.listed(
        [f"{_name(result, row)} ({words.percent(row['share_placed'])})" for row in low], limit=8
    )
    text = (
        "Many rows have no place and are counted for no partnership, so that levels and rates are too low by an "
        f"unknown amount; the share of the authority's rows that lie in some partnership: {each}."
    )
    return [sentence(result.section, "placed", text, headline=False, n=len(low))]


def _ratio(result: PartnersResult, row: dict[str, Any]) -> Ratio:
    return Ratio(row["ratio"], row["ci_low"], row["ci_high"], result.basis.confidence, result.basis.margin)


@renders(SubmissionsResult)
def submissions(result: SubmissionsResult) -> list[Sentence]:
    """Say how many quarters of the period came, in time and good; which did not; and what nobody disclosed."""
    now = result.table.loc[result.table["in_period"]]
    said = []
    if len(now):
        counts = now["status"].value_counts()
        late, missing = int(counts.get("late", 0)), int(counts.get("missing", 0))
        good = int((now["grade"] == "good").sum())
        text = (
            f"Of the {words.plural(len(now), 'quarter')} of data that authorities owed for the period, "
            f"{words.count(len(now) - late - missing)} came in time, {words.count(late)} late and "
            f"{words.count(missing)} did not come; {words.count(good)} {words.verb(good, 'is', 'are')} graded good."
        )
        facts = {"n_quarters": len(now), "n_late": late, "n_missing": missing, "n_good": good}
        said.append(
            sentence(result.section, "quarters", text, headline=bool(missing), importance=0.45, **facts)
        )
        said += _weak(result, now.to_dict("records"))
    if result.never:
        names = words.listed([words.in_sentence(name) for name in result.never], limit=12)
        text = (
            f"Of the data sets prescribed under section 17A of the Crime and Disorder Act 1998, nothing was ever "
            f"ingested here of {names}."
        )
        said.append(sentence(result.section, "never", text, n_never=len(result.never)))
    return said


def _weak(result: SubmissionsResult, rows: list[dict[str, Any]]) -> list[Sentence]:
    """Say which quarters are missing, poor or only fair, gathered by data set."""
    said = []
    for key, opening, chosen in (
        ("missing", "Missing", lambda row: row["status"] == "missing"),
        ("poor", "Graded poor", lambda row: row["grade"] == "poor"),
        ("fair", "Graded fair", lambda row: row["grade"] == "fair"),
    ):
        picked = [row for row in rows if chosen(row)]
        names = dict.fromkeys((row["name"], row["authority"]) for row in picked)
        each = [_gathered([row for row in picked if (row["name"], row["authority"]) == one]) for one in names]
        if each:
            said.append(sentence(result.section, key, f"{opening}: {'; '.join(each)}.", n=len(picked)))
    return said


def _gathered(rows: list[dict[str, Any]]) -> str:
    """Return the quarters of one data set with what keeps them from a better grade."""
    months = words.listed([words.month_label(row["quarter"]) for row in rows], limit=MOST)
    reasons = words.listed(list(dict.fromkeys(row["reason"] for row in rows if row["grade"])), limit=2)
    quarters = words.verb(len(rows), "quarter", "quarters")
    named = f"{words.in_sentence(rows[0]['name'])} ({rows[0]['authority']}), {quarters} from {months}"
    return f"{named}: {reasons}" if reasons else named
