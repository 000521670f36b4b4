"""Sentences on the parts of each change, and on what happened beside a forecast. No cause is claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import DecompositionsResult, OutturnResult, Verdict
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.parts import doubt, part_words, signed
from pads_analysis.show.sentences.change import events
from pads_analysis.show.sentences.compare import as_verdict, is_clear, sentence

if TYPE_CHECKING:
    import pandas as pd

MOST = 6
#: Share of the promised coverage below which the check of earlier forecasts is told as a warning.
FEWER_THAN_SAID = 0.95
NO_CAUSE = (
    "The parts say what a change went along with, not what brought it about: what others share may have many reasons, "
    "and so may what is the area's own. A part of its own tells that the area moved otherwise than the mean of the "
    "others; where areas differ much, many of them do, and it is then nothing unusual."
)


@renders(DecompositionsResult)
def decompositions(result: DecompositionsResult) -> list[Sentence]:
    """Say the parts of each change with their intervals, what lies in few places, and what could not be told apart."""
    rows = result.changes.to_dict("records")
    said = [_parts(result, row) for row in rows[:MOST]]
    if len(rows) > MOST:
        names = words.listed([words.in_sentence(row["offence_name"]) for row in rows[MOST:]], limit=10)
        said.append(sentence(result.section, "others", f"The table has the parts of {names} too."))
    said += [_few_places(result, row) for row in result.places.to_dict("records")[:MOST]]
    if result.victims is not None:
        said.append(_victims(result, result.victims))
    season = "Season has no part in any of these, because the same calendar months are compared."
    said.append(sentence(result.section, "season", season))
    said += [
        sentence(result.section, f"not-separated-{at}", text)
        for at, text in enumerate(result.not_separated, start=1)
    ]
    return [*said, sentence(result.section, "caveat", NO_CAUSE)]


def _parts(result: DecompositionsResult, row: dict[str, Any]) -> Sentence:
    table = result.table.loc[result.table["offence_code"] == row["offence_code"]]
    level = words.level(confidence_of(result))
    listed = [
        _part(result, part, level if at == 0 else "")
        for at, part in enumerate(_told(table).to_dict("records"))
    ]
    known = table.loc[table["verdict"] == "known"].to_dict("records")
    fixed = [f"{signed(part['count'])} with {part_words(part['part'], result.against)}" for part in known]
    name, place = row["offence_name"], words.place_name(result.basis.place)
    counts = f"{words.count(row['count'])} against {words.count(row['count_before'])}"
    text = (
        f"{name} in {place}: {_net(row['difference'])} ({counts} in {result.period_before}), of which "
        f"{words.listed([*fixed, *listed], limit=9)}."
    )
    return sentence(
        result.section,
        row["offence_code"],
        text,
        importance=0.45 if is_clear(row["verdict"]) else 0.0,
        difference=row["difference"],
        **{part: float(count) for part, count in zip(table["part"], table["count"], strict=True)},
    )


def _told(table: pd.DataFrame) -> pd.DataFrame:
    return table.loc[table["verdict"] != "known"]


def _net(difference: Any) -> str:
    number = int(difference)
    if number == 0:
        return "as many as before"
    return f"{words.count(abs(number))} {'more' if number > 0 else 'fewer'}"


def _part(result: DecompositionsResult, part: dict[str, Any], level: str) -> str:
    bounds = f"{level + ' interval ' if level else ''}{words.span(part['ci_low'], part['ci_high'], 0)}"
    return f"{signed(part['count'])} {part_words(part['part'], result.against)} ({bounds}{doubt(part)})"


def _few_places(result: DecompositionsResult, row: dict[str, Any]) -> Sentence:
    held, whole = (words.count(round(abs(row[name]))) for name in ("held", "everywhere"))
    ends = sorted(abs(row[name]) for name in ("chance_low", "chance_high"))
    way = "more" if row["everywhere"] >= 0 else "fewer"
    told = (
        "which is more than an even change would put there"
        if is_clear(row["verdict"])
        else "which does not show that the change gathers in few places"
    )
    text = (
        f"Of the {whole} {way} that are the area's own part of {words.in_sentence(row['offence_name'])}, the "
        f"{words.small_number(int(row['few']))} of {words.plural(row['n_places'], 'small area')} that moved most hold "
        f"{held}; had every area changed alike, chance would put {words.span(*ends, 0)} there, {told}."
    )
    return sentence(
        result.section, f"places-{row['offence_code']}", text, held=row["held"], everywhere=row["everywhere"]
    )


def _victims(result: DecompositionsResult, table: pd.DataFrame) -> Sentence:
    level, names = words.level(confidence_of(result)), {
        "residents": "the change of residents",
        "victims": "victims for each resident" if "residents" in set(table["factor"]) else "the number of victims",
        "repeats": "crimes for each victim",
    }  # fmt: skip
    parts = [
        f"{signed(row['count'])} with {names[row['factor']]} ({words.span(row['ci_low'], row['ci_high'], 0)})"
        for row in table.to_dict("records")
    ]
    repeats = table.set_index("factor").loc["repeats"]
    text = (
        f"Of the crimes on which the police extract has a victim's key, {_net(round(table['total'].iloc[0]))}: "
        f"{words.listed(parts, limit=4)}, {level} intervals in brackets; {words.decimal(repeats['now'], 2)} crimes for "
        f"each victim against {words.decimal(repeats['before'], 2)}."
    )
    return sentence(result.section, "victims", text, total=float(table["total"].iloc[0]))


@renders(OutturnResult)
def outturn(result: OutturnResult) -> list[Sentence]:
    """Say what was recorded beside what the months before would have led one to expect."""
    rows = result.table.to_dict("records")
    totals = [row for row in rows if row["is_total"]]
    clear = [row for row in rows if not row["is_total"] and is_clear(row["verdict"])]
    clear.sort(key=lambda row: row["p_adjusted"])
    said = [_beside(result, row) for row in [*totals, *clear[:MOST]]]
    said += events(result)
    rest = [row for row in rows if not row["is_total"] and not is_clear(row["verdict"])]
    if rest:
        names = words.listed([words.in_sentence(row["offence_name"]) for row in rest], limit=15)
        text = (
            f"For {names}, what was recorded does not clearly lie outside what the months before would have led one to "
            "expect, all comparisons allowed for, which does not show that nothing changed."
        )
        said.append(sentence(result.section, "rest", text, n=len(rest)))
    return [*said, _months(result), _skill(result)]


def _beside(result: OutturnResult, row: dict[str, Any]) -> Sentence:
    level, verdict = words.level(confidence_of(result)), as_verdict(row["verdict"])
    limits = words.span(row["low"], row["high"], 0)
    size = f"{words.count(round(row['expected']))}, {level} prediction interval {limits}"
    expected = f"the months before would have led one to expect ({size})"
    what = f"{row['offence_name']} in {words.place_name(result.basis.place)}: {words.count(row['count'])} recorded"
    outside = row["count"] < row["low"] or row["count"] > row["high"]
    if verdict in (Verdict.HIGHER, Verdict.LOWER):
        text = f"{what}, {'more' if verdict is Verdict.HIGHER else 'fewer'} than {expected}."
    elif verdict is Verdict.TOO_FEW:
        text = f"{what}, too few to set beside a forecast."
    elif outside:
        text = f"{what}, outside what {expected}, which does not hold once all comparisons are allowed for."
    else:
        text = f"{what}, within what {expected}."
    note = f" {str(row['note']).rstrip('.')}." if row["recording"] and str(row["note"]).strip() else ""
    return sentence(
        result.section, row["offence_code"], text + note, importance=0.4 if is_clear(verdict) else 0.0,
        verdict=verdict, count=row["count"], expected=row["expected"], low=row["low"], high=row["high"],
    )  # fmt: skip


def _months(result: OutturnResult) -> Sentence:
    out, looked = int(result.table["months_out"].sum()), int(result.months["count"].notna().sum())
    chance = (1 - confidence_of(result)) * looked
    text = (
        f"Of {words.count(looked)} single months of all series, {words.count(out)} "
        f"{words.verb(out, 'lies', 'lie')} outside {words.verb(out, 'its', 'their')} own "
        f"{words.level(confidence_of(result))} prediction interval; about {words.count(round(chance))} would by chance "
        "alone, so that no single month is named here."
    )
    return sentence(result.section, "months", text, n_out=out, n_looked=looked, by_chance=chance)


def _skill(result: OutturnResult) -> Sentence:
    history = words.plural(result.n_history, "month")
    known = result.table["skill"].dropna()
    if known.empty:
        text = (
            f"The forecast rests on {history}. How good it is could not be measured here, because no earlier forecast "
            "has enough months before it and complete ordinary months after it."
        )
        return sentence(result.section, "skill", text)
    inside = f"{words.count(result.earlier_inside)} of {words.plural(result.earlier_totals, 'total')}"
    better, median = int((known < 1).sum()), float(known.median())
    level, origins = words.level(confidence_of(result)), words.plural(result.n_origins, "earlier origin")
    times = f"median {words.decimal(median, 2)} times as large"
    text = (
        f"The forecast rests on {history}. Made in the same way from {origins}, it held {inside} within {level} "
        f"limits; its errors were smaller than those of taking the same month of the year before for {better} of "
        f"{len(known)} series ({times}). Origins share months, so this is a rough check."
    )
    if result.earlier_inside < FEWER_THAN_SAID * confidence_of(result) * result.earlier_totals:
        text += " Fewer were held than the limits promise, so that those of this period may be too narrow as well."
    return sentence(
        result.section,
        "skill",
        text,
        inside=result.earlier_inside,
        tested=result.earlier_totals,
        median_skill=median,
    )
