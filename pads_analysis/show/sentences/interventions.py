"""Sentences on what was recorded after actions: beside what it is compared with, and never that an action did it."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import InterventionsResult, Outcome, Verdict
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.sentences.compare import sentence

YEAR = 12
VERDICTS = {
    Outcome.FELL_MORE: Verdict.LOWER,
    Outcome.ROSE_MORE: Verdict.HIGHER,
    Outcome.NOT_SHOWN: Verdict.UNCERTAIN,
    Outcome.NOT_JUDGED: "",
}
SUMMARY = {
    Outcome.FELL_MORE: "after {n} the offence fell more than where it is compared with",
    Outcome.ROSE_MORE: "after {n} the offence rose more than where it is compared with",
    Outcome.NOT_SHOWN: "for {n} no difference could be shown",
    Outcome.NOT_JUDGED: "{n} cannot be judged",
}
NO_PROOF = (
    "A difference that follows a start in time does not show by itself that the action made it: whatever else began "
    "there and then would look the same."
)


@renders(InterventionsResult)
def interventions(result: InterventionsResult) -> list[Sentence]:
    """Say for each action whether the offence fell or rose more than where it is compared with, or why not."""
    said = [_summary(result)]
    for row in result.table.to_dict("records"):
        estimates = of_action(result, row["action_id"])
        said.append(_verdict(result, row, estimates))
        if row["outcome"] != Outcome.NOT_JUDGED:
            said.append(_methods(result, row, estimates))
    return [*said, *_cautions(result)]


def _cautions(result: InterventionsResult) -> list[Sentence]:
    """Say what must be known of the months and areas, each with the actions it is about."""
    about: dict[str, list[str]] = {}
    for action_id, notes in zip(result.table["action_id"], result.table["notes"], strict=True):
        for note in notes:
            about.setdefault(note, []).append(str(action_id))
    return [
        sentence(result.section, f"caution {at}", f"To be known of {words.listed(ids, limit=9)}: {note}")
        for at, (note, ids) in enumerate(about.items(), start=1)
    ]


def of_action(result: InterventionsResult, action_id: str) -> dict[str, dict[str, Any]]:
    """Return the estimates of one action by method."""
    rows = result.estimates.loc[result.estimates["action_id"] == action_id]
    return {row["method"]: row for row in rows.to_dict("records")}


def named(row: dict[str, Any]) -> str:
    """Return an action as a sentence names it: its id, and what was done."""
    return f"action {row['action_id']} ({words.in_sentence(str(row['action']).strip().rstrip('.'))})"


def _summary(result: InterventionsResult) -> Sentence:
    counted = {outcome: int((result.table["outcome"] == outcome).sum()) for outcome in Outcome}
    parts = [SUMMARY[outcome].format(n=words.small_number(n)) for outcome, n in counted.items() if n]
    actions = words.plural(len(result.table), "action")
    text = f"Of {actions} of the plan with a start and an offence, {words.listed(parts, limit=4)}."
    if result.n_without:
        have, them = ("has", "it") if result.n_without == 1 else ("have", "them")
        others = words.plural(result.n_without, "other action")
        text += f" {others} {have} none, so that nothing can be told of {them}."
    facts = {str(outcome): n for outcome, n in counted.items()}
    return sentence(result.section, "summary", f"{text} {NO_PROOF}", **facts)


def _verdict(
    result: InterventionsResult, row: dict[str, Any], estimates: dict[str, dict[str, Any]]
) -> Sentence:
    outcome = Outcome(row["outcome"])
    offence = words.in_sentence(row["offence_name"])
    if outcome is Outcome.NOT_JUDGED:
        text = f"{named(row)} cannot be judged by {offence}, because {row['because']}."
    elif row["whole"]:
        text = _whole(result, row, estimates, outcome, offence)
    else:
        text = _areas(result, row, estimates["comparison"], outcome, offence)
    clear = outcome in (Outcome.FELL_MORE, Outcome.ROSE_MORE)
    if clear:
        # A headline stands without the summary of its section.
        text = f"{text}{_events(row)} That it followed does not show that the action made it."
    return sentence(
        result.section,
        f"verdict {row['action_id']}",
        text,
        headline=clear,
        importance=0.6 if clear else 0.0,
        verdict=VERDICTS[outcome],
        action_id=row["action_id"],
        offence_code=row["offence_code"],
        outcome=str(outcome),
        count_before=row["count_before"],
        count_after=row["count_after"],
        p_adjusted=row["p_adjusted"],
        **_facts(estimates.get("series" if row["whole"] else "comparison", {})),
    )


def _events(row: dict[str, Any]) -> str:
    """Return how many of the months compared are no ordinary ones, after a space; empty when none is."""
    if not row["event_months"]:
        return ""
    number = words.at_start(words.small_number(row["event_months"]))
    fall = words.verb(row["event_months"], "falls", "fall")
    return (
        f" {number} of the months it rests on {fall} in a national event, which may touch areas differently."
    )


def _facts(estimate: dict[str, Any]) -> dict[str, Any]:
    names = (
        "expected", "difference", "difference_low", "difference_high", "ratio", "ratio_low", "ratio_high", "by_chance",
    )  # fmt: skip
    return {name: estimate.get(name) for name in names}


def _areas(
    result: InterventionsResult, row: dict[str, Any], main: dict[str, Any], outcome: Outcome, offence: str
) -> str:
    where = f"{offence} in its {words.plural(row['treated'], 'small area')}"
    number = words.plural(row["comparison"], "small area")
    others = f"in the {number} it is compared with"
    when = "the year" if row["months"] == YEAR else words.plural(row["months"], "month")
    counts = (
        f"{words.events(main['after'], row['offence_code'])} in {when} from "
        f"{words.month_label(row['first'])}, {words.count(main['before'])} in the same months a year "
        f"before, and {words.count(main['expected'])} had it changed by the same proportion as they did"
    )
    level = words.level(confidence_of(result))
    low, high = main["difference_low"], main["difference_high"]
    if outcome is Outcome.NOT_SHOWN:
        text = (
            f"After {named(row)}, no difference could be shown between {where} and {others[3:]}: {counts}. Anything "
            f"from {_more(low)} to {_more(high)} is compatible with the figures ({level} interval)"
        )
        if low > 0 or high < 0:
            text += ", but the difference does not hold under the rule printed below"
        return f"{text}."
    moved = "fell more" if outcome is Outcome.FELL_MORE else "rose more"
    return (
        f"After {named(row)}, {where} {moved} than {others}: {counts}; {_more(main['difference'])} "
        f"({level} interval {_more(low)} to {_more(high)})."
    )


def _more(difference: float) -> str:
    """Return a difference in words: 71 fewer, 8 more, none more or fewer."""
    if round(abs(difference)) == 0:
        return "none more or fewer"
    return f"{words.count(abs(difference))} {'more' if difference > 0 else 'fewer'}"


def _whole(
    result: InterventionsResult,
    row: dict[str, Any],
    estimates: dict[str, dict[str, Any]],
    outcome: Outcome,
    offence: str,
) -> str:
    own, peers = estimates["series"], estimates["peers"]
    place = words.place_name(result.basis.place)
    level, limits = words.level(confidence_of(result)), words.span(own["ratio_low"], own["ratio_high"], 2)
    size = (
        f"its own monthly series stepped to {_times(own)} its earlier course ({level} interval {limits}); beside "
        f"{row['compared']} it was {_times(peers)}, and {words.percent(peers['by_chance'])} of the partnerships "
        "compared, its own among them, departed as far"
    )
    if outcome is Outcome.NOT_SHOWN:
        return f"After {named(row)}, no difference could be shown for {offence} in {place}: {size}."
    moved = "fell more" if outcome is Outcome.FELL_MORE else "rose more"
    return f"After {named(row)}, {offence} in {place} {moved} than among {row['compared']}: {size}."


def _times(estimate: dict[str, Any]) -> str:
    return f"{words.decimal(estimate['ratio'], 2)} times"


def _methods(
    result: InterventionsResult, row: dict[str, Any], estimates: dict[str, dict[str, Any]]
) -> Sentence:
    """Say whether the methods agree, what chance gives, and what was seen in the areas around."""
    parts = [f"On action {row['action_id']}, {row['agreement']}{_course(result, row, estimates)}."]
    main = estimates.get("comparison", {})
    if words.known(main.get("by_chance")):
        parts.append(
            f"Of sets of as many other areas, {words.percent(main['by_chance'], 2)} moved apart as far "
            f"(the least it could be is {words.percent(main['smallest'], 2)})."
        )
    buffers = estimates.get("buffers")
    if buffers:
        parts.append(_around(result, row, buffers))
    return sentence(result.section, f"methods {row['action_id']}", " ".join(parts))


def _course(result: InterventionsResult, row: dict[str, Any], estimates: dict[str, dict[str, Any]]) -> str:
    own = estimates.get("series", {})
    if row["whole"] or not own.get("judged"):
        return ""
    level = words.level(confidence_of(result))
    return f" ({_times(own)} its earlier course, {level} interval {words.span(own['ratio_low'], own['ratio_high'], 2)})"


def _around(result: InterventionsResult, row: dict[str, Any], buffers: dict[str, Any]) -> str:
    number = words.plural(row["buffers"], "small area")
    where = f"the {number} around it" if row["buffers"] != 1 else "the small area around it"
    if not buffers["judged"]:
        return f"Whether any of it moved to {where} cannot be judged, because {buffers['because']}."
    low, high = buffers["difference_low"], buffers["difference_high"]
    span = f"{words.level(confidence_of(result))} interval {_more(low)} to {_more(high)}"
    if row["around"] == "displaced":
        return (
            f"In {where} there were more than where it is compared with ({span}), as if some had moved there."
        )
    if row["around"] == "spread":
        return f"In {where} there were fewer too ({span}), as if the gain had spread."
    if low <= 0 <= high:
        return f"In {where} neither a rise nor a fall could be shown ({span})."
    return (
        f"In {where} there were {'more' if low > 0 else 'fewer'} than where it is compared with ({span}), which is not "
        "read as crime that moved or a gain that spread: there is no clear fall that it goes with, or it does not hold "
        "once all actions are allowed for."
    )
