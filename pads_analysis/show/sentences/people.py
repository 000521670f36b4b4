"""Sentences on people: recorded victims, suspects and offenders, and people treated, by age and sex."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import PeopleResult
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.sentences.compare import as_verdict, is_clear, relation, sentence

MOST = 6
NOT_RISKS = (
    "Shares are of the people recorded and not risks: no population by age and sex is in the store, so that nothing is "
    "said of how likely anyone is to be harmed. A person who was recorded more than once counts each time, which the "
    "intervals do not allow for."
)


@renders(PeopleResult)
def people(result: PeopleResult) -> list[Sentence]:
    """Say each group's sex and largest age band with intervals, how much is unknown, and what differs clearly."""
    said = []
    for group in result.groups.to_dict("records"):
        said += _shown(result, group) if group["shown"] else [_too_few(result, group)]
    said.append(sentence(result.section, "not-risks", NOT_RISKS))
    said += _compared(result)
    said += [sentence(result.section, f"choice-{at}", text) for at, text in enumerate(result.choice, start=1)]
    return said


def _shown(result: PeopleResult, group: dict[str, Any]) -> list[Sentence]:
    shares = result.shares.loc[result.shares["group"] == group["group"]]
    place, when = words.place_name(result.basis.place), words.during(result.basis.period)
    told = [_share(result, row, row["sex"]) for row in _of_sex(shares)]
    ages = shares.loc[shares["dimension"] == "age"]
    if len(ages):
        told.append(_ages(result, ages))
    known = max(group["with_age"], group["with_sex"])
    text = f"{group['name']} in {place} {when}: {'; '.join(told)}."
    facts = {
        f"share_{row['sex'] or row['band']}": row["share"]
        for row in shares.to_dict("records")
        if row["dimension"] != "both"
    }
    return [
        sentence(
            result.section,
            group["group"],
            text,
            headline=group["group"] == "victims",
            importance=0.35,
            **facts,
        ),
        _unknown(result, group, known),
    ]


def _ages(result: PeopleResult, ages: Any) -> str:
    """Return the largest age band, or those that cannot be told apart from it."""
    level = words.level(confidence_of(result))
    rows = leading(ages)
    if len(rows) == 1:
        return f"the largest age band is {rows[0]['band']}, with {_share(result, rows[0], '')}"
    each = [
        f"{row['band']} {words.percent(row['share'])} ({words.decimal(100 * row['low'], 0)}% to "
        f"{words.decimal(100 * row['high'], 0)}%)"
        for row in rows
    ]
    return (
        f"no age band is clearly the largest: {words.listed(each, limit=6)}, each with its {level} interval, of the "
        f"{words.count(rows[0]['base'])} whose age was recorded"
    )


def leading(shares: Any) -> list[dict[str, Any]]:
    """Return the row of the largest share, and those whose interval reaches its own, the largest first."""
    ordered = shares.sort_values("share", ascending=False, kind="stable")
    return ordered.loc[ordered["high"] >= ordered["low"].iloc[0]].to_dict("records")


def _of_sex(shares: Any) -> list[dict[str, Any]]:
    return shares.loc[(shares["dimension"] == "sex") & (shares["sex"] == "female")].to_dict("records")


def _share(result: PeopleResult, row: dict[str, Any], what: str) -> str:
    level = words.level(confidence_of(result))
    share = f"{words.percent(row['share'])} ({level} interval {words.decimal(100 * row['low'], 0)}% to "
    share += f"{words.decimal(100 * row['high'], 0)}%)"
    return (
        f"{share}{f' {what}' if what else ''} of the {words.count(row['base'])} whose {_of(row)} was recorded"
    )


def _of(row: dict[str, Any]) -> str:
    return "sex" if row["dimension"] == "sex" else "age"


def _unknown(result: PeopleResult, group: dict[str, Any], known: int) -> Sentence:
    rows = group["rows"]
    gone = {name: 1 - group[f"with_{name}"] / rows for name in ("age", "sex")}
    missing = (
        f"Of {words.plural(rows, 'row')}, {words.percent(gone['age'])} say no age and {words.percent(gone['sex'])} no "
        "sex; if those people differ from the others, so do the shares."
        if any(gone.values())
        else f"Every row says age and sex ({words.count(rows)})."
    )
    text = f"{group['name']} here means {group['who']}. {missing}"
    facts = {"rows": rows, "share_without_age": gone["age"], "share_without_sex": gone["sex"]}
    return sentence(result.section, f"{group['group']}-known", text, **facts)


def _too_few(result: PeopleResult, group: dict[str, Any]) -> Sentence:
    text = (
        f"{group['name']}: age or sex was recorded for fewer than {words.count(result.basis.minimum_base)} in the "
        "period, too few for shares."
    )
    return sentence(result.section, f"{group['group']}-few", text)


def _compared(result: PeopleResult) -> list[Sentence]:
    """Say the clearest differences, the others by number, and the number of comparisons that they come from."""
    rows = [row for row in result.compared.to_dict("records") if is_clear(row["verdict"])]
    if not len(result.compared):
        return []
    rows.sort(key=lambda row: (row["kind"] != "before", row["p_adjusted"]))
    said = [_difference(result, row) for row in rows[:MOST]]
    rest = f"; the table shows {len(rows) - MOST} more" if len(rows) > MOST else ""
    number = len(result.compared)
    text = (
        f"{words.at_start(words.plural(number, 'share'))} {words.verb(number, 'was', 'were')} compared with those of "
        f"{result.period_before} or of other offences; {words.count(len(rows))} differ clearly{rest}."
    )
    return [*said, sentence(result.section, "compared", text, n_compared=number, n_clear=len(rows))]


def _difference(result: PeopleResult, row: dict[str, Any]) -> Sentence:
    name = words.in_sentence(row["name"])
    if row["kind"] == "before":
        who, other = name, f"in {result.period_before}"
    else:
        who = f"{name} of {words.in_sentence(row['offence'])}"
        other = "among those of all other offences"
    counts = (
        f"{words.percent(row['share'])} of {words.count(row['base'])} against {words.percent(row['share_other'])} of "
        f"{words.count(row['base_other'])}"
    )
    interval = (
        f"{words.decimal(row['ratio'], 2)} times, {words.level(confidence_of(result))} interval "
        f"{words.span(row['ci_low'], row['ci_high'], 2)}"
    )
    text = (
        f"The share {_about(row)} among {who} is {relation(row['verdict'], other, result.basis.margin)}: {counts}, "
        f"{interval}."
    )
    return sentence(
        result.section,
        f"{row['group']}-{row['kind']}-{row['offence']}-{row['about']}",
        text,
        verdict=as_verdict(row["verdict"]),
        **{
            key: row[key]
            for key in ("count", "base", "count_other", "base_other", "ratio", "ci_low", "ci_high")
        },
    )


def _about(row: dict[str, Any]) -> str:
    return "of women and girls" if row["dimension"] == "sex" else f"{row['about']}"
