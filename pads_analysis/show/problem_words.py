"""What is known of one problem, side by side, in words: the cells of its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pads_analysis.assess.result import Aspect, Flag, Problem, ProblemsResult, Side
from pads_analysis.show import clock, words
from pads_analysis.show.opening import confidence_of, margin_of
from pads_analysis.show.sentences.change import describe_change
from pads_analysis.show.sentences.compare import Ratio, as_verdict, relation, uncertain

UNKNOWN = "victims, offenders, hours of the week and who or what was struck again"
NO_EXTRACT = "published counts do not tell"
NOT_SEPARATE = "no category of the extracts holds this offence and no other"
WHAT_TELLS = (
    "What is not known of victims, offenders, hours and repeats is told by an extract of incidents from the police "
    "(pads ingest --as), in the partner edition"
)
NOTHING = "nothing that stands out clearly"
MOST_SHARES = 3
FLAGS = {
    Flag.ROSE: "it rose clearly",
    Flag.ABOVE_PEERS: "its rate lies clearly above the mean of peers",
    Flag.FIRST: "it is scored first in the chapter on priorities",
}


def sides(result: ProblemsResult, problem: Problem) -> Iterator[tuple[str, str]]:
    """Yield the name of each side of a problem, and what is known of it."""
    yield "Why it is here", words.at_start(words.listed([FLAGS[flag] for flag in problem.flags]))
    yield "How much", _level(result, problem)
    yield "Change", _change(result, problem)
    yield "Where", _where(result, problem)
    yield "When", _when(result, problem)
    if is_told(problem):
        yield from _people(result, problem, Side.VICTIM, "Victims")
        yield from _people(result, problem, Side.OFFENDER, "Offenders")
        yield from _again(result, problem)
    if outcome := _of(problem, Side.OUTCOME):
        yield "Outcomes", _outcome(result, outcome[0])
    if not is_told(problem):
        yield "Not known", words.at_start(f"{UNKNOWN}: {NOT_SEPARATE if result.extracts else NO_EXTRACT}")
    if problem.caveat:
        yield "To be borne in mind", problem.caveat


def is_told(problem: Problem) -> bool:
    """Return whether an extract tells of the problem more than the published counts do."""
    return problem.disclosed or any(aspect.side is not Side.OUTCOME for aspect in problem.aspects)


def _of(problem: Problem, side: Side) -> list[Aspect]:
    return [aspect for aspect in problem.aspects if aspect.side is side]


def _level(result: ProblemsResult, problem: Problem) -> str:
    row, level = problem.level, words.level(confidence_of(result))
    text = words.at_start(words.events(row["count"], problem.offence_code))
    if words.known(row["rate_per_1000"]):
        places = words.rate_places([row["rate_per_1000"]])
        span = words.span(row["ci_low"], row["ci_high"], places)
        text += f", {words.decimal(row['rate_per_1000'], places)} per 1,000 residents a year ({level} interval {span})"
    ratio = Ratio(
        row["peer_ratio"],
        row["peer_ratio_low"],
        row["peer_ratio_high"],
        confidence_of(result),
        margin_of(result),
    )
    if not result.n_peers or not ratio.known:
        return text
    peers = f"the mean of {words.others(result.n_peers, chosen=result.peers_chosen)}"
    verdict = as_verdict(row["vs_peers"])
    if verdict == "uncertain":
        return f"{text}; beside {peers}{uncertain(ratio, ratio.times())}"
    return f"{text}; {relation(verdict, peers, ratio.margin)}: {ratio.times()}"


def _change(result: ProblemsResult, problem: Problem) -> str:
    row = problem.change
    if row is None:
        return "Not known: too few months are complete in both periods"
    ratio = Ratio(row["ratio"], row["ci_low"], row["ci_high"], confidence_of(result), margin_of(result))
    text = describe_change(row, result.period_before, ratio, result.basis.minimum_base).lstrip(" :,")
    note = f"; {words.in_sentence(str(row['note']).rstrip('.'))}" if row.get("recording") else ""
    return words.at_start(text.removeprefix("was ").removeprefix("were ") + note)


def _where(result: ProblemsResult, problem: Problem) -> str:
    places = problem.places
    if places is None:
        return "Not known: the source gives no places"
    said = []
    named = words.listed([f"{name} ({words.count(count)})" for name, count in places.most], limit=5)
    if places.n_hot > 0:
        hot = words.plural(places.n_hot, "hot spot")
        said.append(f"{hot} among {words.plural(places.n_places, 'small area')}, most recorded in {named}")
    elif places.n_hot == 0:
        said.append(f"no hot spot among {words.plural(places.n_places, 'small area')}")
    elif named:
        said.append(f"most recorded in {named}; not tested for hot spots")
    if words.known(places.busiest_tenth, places.tenth_by_chance):
        said.append(
            f"the tenth of small areas with most holds {words.percent(places.busiest_tenth)}, where chance alone would "
            f"put {words.percent(places.tenth_by_chance)}"
        )
    if places.wards:
        first, *others = places.wards
        ratio = Ratio(*first[1:], confidence_of(result), margin_of(result))
        names = words.listed([f"{first[0]} ({ratio.times()})", *(ward[0] for ward in others)], limit=4)
        said.append(f"rates clearly above those of all other wards together in {names}")
    return words.at_start("; ".join(said)) if said else words.at_start(NOTHING)


def _when(result: ProblemsResult, problem: Problem) -> str:
    said = []
    if problem.season:
        month = words.MONTHS[int(problem.season["peak_month"]) - 1]
        above = words.percent(problem.season["peak_index"] - 1)
        area = f" in {problem.season['area']}" if problem.season["area"] else ""
        said.append(f"highest in {month}{area}, {above} above an average month")
    else:
        said.append("no clear season")
    times = _of(problem, Side.TIME)
    said += [_peak(result, aspect) for aspect in times]
    if not times and is_told(problem):
        said.append("no hours or days of the week that stand out clearly")
    return words.at_start("; ".join(said))


def _peak(result: ProblemsResult, aspect: Aspect) -> str:
    row = aspect.row
    opening = {"week": "from", "band": "daily from", "day": "on"}[row["level"]]
    return (
        f"{words.in_sentence(aspect.name)} peaks {opening} {clock.spells(row['level'], row['spells'])}: "
        f"{words.percent(row['share'])} of {words.count(row['records'])} records "
        f"({words.level(confidence_of(result))} interval {words.percent(row['ci_low'])} to "
        f"{words.percent(row['ci_high'])}), {words.percent(row['expected'])} if spread evenly"
    )


def _people(result: ProblemsResult, problem: Problem, side: Side, group: str) -> Iterator[tuple[str, str]]:
    """Yield, for each kind of crime, the shares that are furthest from those among all other offences."""
    found = _of(problem, side)
    if not found:
        yield group, words.at_start(NOTHING)
    for name in dict.fromkeys(aspect.name for aspect in found):
        rows = [aspect.row for aspect in found if aspect.name == name]
        rows.sort(key=lambda row: -abs(row["share"] - row["share_other"]))
        shown = [
            _share(result, row, "" if at else f" of {group.lower()} of all other offences")
            for at, row in enumerate(rows[:MOST_SHARES])
        ]
        left = len(rows) - MOST_SHARES
        more = (
            f"; {words.small_number(left)} more {words.verb(left, 'share differs', 'shares differ')} clearly"
        )
        yield group, f"{name}: {'; '.join(shown)}{more if left > 0 else ''}"


def _share(result: ProblemsResult, row: dict[str, Any], others: str) -> str:
    about = "women and girls" if row["dimension"] == "sex" else row["about"]
    ratio = Ratio(row["ratio"], row["ci_low"], row["ci_high"], confidence_of(result), margin_of(result))
    return (
        f"{words.percent(row['share'])} of {words.count(row['base'])} are {about}, against "
        f"{words.percent(row['share_other'])}{others} ({ratio.times()})"
    )


def _again(result: ProblemsResult, problem: Problem) -> Iterator[tuple[str, str]]:
    """Yield what was struck again, and what was followed by another near by."""
    repeats, near = _of(problem, Side.REPEAT), _of(problem, Side.NEAR_REPEAT)
    for aspect in repeats:
        yield "Struck again", _repeat(result, aspect)
    for aspect in near:
        yield "Near repeats", _near_repeat(result, aspect)
    if not repeats and not near:
        yield "Struck again", words.at_start(NOTHING)


def _repeat(result: ProblemsResult, aspect: Aspect) -> str:
    row, level = aspect.row, words.level(confidence_of(result))
    text = (
        f"Of {words.plural(row['units'], row['unit'])} of {words.in_sentence(aspect.name)}, "
        f"{words.percent(row['share_units'])} ({level} interval {words.percent(row['share_units_low'])} to "
        f"{words.percent(row['share_units_high'])}) were struck twice or more in "
        f"{words.plural(row['months'], 'month')}, with {words.percent(row['share_events'])} of the events"
    )
    if not words.known(row["expected"]):
        return text
    chance = words.decimal(row["expected"], 0 if row["expected"] >= 10 else 1)
    clear = "" if row["above_chance"] else ", which cannot be told apart from chance"
    return f"{text}: {words.count(row['repeated'])}, where chance would have struck {chance}{clear}"


def _near_repeat(result: ProblemsResult, aspect: Aspect) -> str:
    row, level = aspect.row, words.level(confidence_of(result))
    near = "at the same place" if row["metres_to"] < 1 else f"within {words.count(row['metres_to'])} m"
    return (
        f"{words.at_start(aspect.name)} is followed by another {near} and 7 days {words.decimal(row['ratio'], 1)} "
        f"times as often as with shuffled dates ({level} interval {words.span(row['ci_low'], row['ci_high'], 1)})"
    )


def _outcome(result: ProblemsResult, aspect: Aspect) -> str:
    row = aspect.row
    span = f"{words.percent(row['share_low'], 1)} to {words.percent(row['share_high'], 1)}"
    return (
        f"Of {words.plural(row['crimes'], 'crime')} {words.during(row['months_used'])}, "
        f"{words.percent(row['charged_share'], 1)} were charged or before a court "
        f"({words.level(confidence_of(result))} interval {span})"
    )
