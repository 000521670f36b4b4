"""Sentences on what districts of a county share, what lies across their borders, and what goes to the county."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import CountyPrioritiesResult, CrossBorderResult, EscalationResult, Verdict
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, margin_of, renders
from pads_analysis.show.sentences.compare import Ratio, as_verdict, is_clear, sentence
from pads_analysis.show.tables.county_matters import shared_words

MOST = 6
SUGGESTED = "not judged; the rule suggests it"
#: Outcome -> how it is said, in order.
GROUPS = {
    "escalated": "taken to the county",
    "not escalated": "judged and not taken to the county",
    SUGGESTED: "suggested by the printed rule and not judged yet",
    "not judged; the rule cannot tell": "not judged, and the rule cannot tell",
    "not judged; the rule does not suggest it": "not suggested by the rule and not judged",
    "withheld; the rule suggests it": "suggested by the printed rule; what was judged is withheld from here",
    "withheld; the rule cannot tell": "not told by the rule; what was judged is withheld from here",
    "withheld; the rule does not suggest it": "not suggested by the rule; what was judged is withheld from here",
}


@renders(CountyPrioritiesResult)
def county_priorities(result: CountyPrioritiesResult) -> list[Sentence]:
    """Say what several districts share, and which issues moved across the county."""
    rows = result.issues.to_dict("records")
    shared = [row for row in rows if row["n_first"] >= 2]
    said = [_headline(result, shared, rows)]
    said += [_shared(result, row) for row in shared[:MOST]]
    moved = [row for row in rows if is_clear(row["verdict"])]
    said += [_moved(result, row) for row in moved[:MOST]]
    if not moved and any(words.is_number(row["ratio"]) for row in rows):
        text = (
            f"No issue moved clearly across the districts of {result.county_name} together, all issues allowed for; "
            "where intervals are wide, that is not a finding of no change."
        )
        said.append(sentence(result.section, "none-moved", text))
    elif not moved:
        text = (
            f"What the districts' changes have in common cannot be said: fewer than three districts of "
            f"{result.county_name} can be compared with the period before."
        )
        said.append(sentence(result.section, "not-pooled", text))
    return said


def _headline(
    result: CountyPrioritiesResult, shared: list[dict[str, Any]], rows: list[dict[str, Any]]
) -> Sentence:
    number = len(result.districts)
    if shared:
        named = words.listed(
            [f"{words.in_sentence(row['offence_name'])} (in {shared_words(row)})" for row in shared], limit=3
        )
        text = (
            f"{words.plural(len(shared), 'issue')} of {len(rows)} "
            f"{words.verb(len(shared), 'stands', 'stand')} in the first tier "
            f"of two or more of the {number} districts of {result.county_name}, all scored alike: {named}."
        )
    else:
        text = (
            f"No issue stands clearly in the first tier of two or more of the {number} districts of "
            f"{result.county_name}, "
            "all scored alike."
        )
    facts = {"n_shared": len(shared), "n": len(rows), "districts": number}
    issues = "|".join(row["offence_code"] for row in shared)
    return sentence(result.section, "shared", text, headline=True, importance=0.58, issues=issues, **facts)


def _shared(result: CountyPrioritiesResult, row: dict[str, Any]) -> Sentence:
    ends = dict.fromkeys((words.count(row["first_low"]), words.count(row["first_high"])))
    maybe = f"; it may be in {_districts(row['names_maybe'])}" if row["names_maybe"] else ""
    note = (
        " Its change and its rate point to recording and are not scored, so that it stands there by its volume."
        if row["recording"]
        else ""
    )
    text = (
        f"{row['offence_name']}: in the first tier in {shared_words(row)}. First in "
        f"{_districts(row['names_first'])}{maybe}. Weights and data allow for "
        f"{' to '.join(ends)} of {row['n_districts']} (90%).{note}"
    )
    keys = ("offence_code", "n_first", "n_maybe", "n_districts", "first_low", "first_high")
    return sentence(result.section, f"shared-{row['offence_code']}", text, **{key: row[key] for key in keys})


def _districts(names: str) -> str:
    return words.listed(names.split(", "), limit=20)


def _moved(result: CountyPrioritiesResult, row: dict[str, Any]) -> Sentence:
    ratio = Ratio(row["ratio"], row["ci_low"], row["ci_high"], confidence_of(result), margin_of(result))
    verdict = as_verdict(row["verdict"])
    way = "higher" if verdict is Verdict.HIGHER else "lower"
    level = words.level(confidence_of(result))
    expected = words.span(row["expected_low"], row["expected_high"], 2)
    number = int(row["n_higher"] if way == "higher" else row["n_lower"])
    each = f"clearly so in {words.small_number(number)} of them taken alone"
    text = (
        f"{row['offence_name']} {words.were(row['offence_name'])} {way} than in the period before across the "
        f"{row['n_pooled']:.0f} districts of {result.county_name} together: on average {ratio.times()}; "
        f"{each}. A further "
        f"district of this kind would be expected at {expected} times ({level})."
    )
    if row["recording"]:
        text += " This points to recording or police practice rather than to crime."
    elif words.known(row["elsewhere"], row["elsewhere_low"], row["elsewhere_high"]):
        text += (
            f" Over {result.elsewhere} the mean was {words.decimal(row['elsewhere'], 2)} times "
            f"({words.span(row['elsewhere_low'], row['elsewhere_high'], 2)})."
        )
    crime = not row["recording"]
    return sentence(
        result.section, f"moved-{row['offence_code']}", text, headline=crime, importance=0.62 if crime else 0.0,
        verdict=verdict, offence_code=row["offence_code"], expected_low=row["expected_low"],
        expected_high=row["expected_high"], n_pooled=row["n_pooled"], **ratio.facts(),
    )  # fmt: skip


@renders(CrossBorderResult)
def cross_border(result: CrossBorderResult) -> list[Sentence]:
    """Name the clusters across borders and the series that move together, or say that none was found."""
    said = [_clusters(result)]
    said += [_cluster(result, row) for row in result.clusters.to_dict("records")[:MOST]]
    if result.why_no_series:
        text = (
            f"Whether offences move together in neighbouring districts was not looked at, because "
            f"{result.why_no_series}."
        )
        return [*said, sentence(result.section, "no-series", text)]
    together = (
        result.series.loc[result.series["together"].astype(bool)] if len(result.series) else result.series
    )
    if not len(together):
        text = (
            f"No offence was seen to move together in neighbouring districts beyond season, trend and what happens "
            f"elsewhere ({words.plural(result.n_series, 'series', 'series')} over {result.months} months, "
            f"all allowed for). That does "
            "not show that they move apart: an agreement of moderate size could pass unseen."
        )
        return [*said, sentence(result.section, "none-together", text, n_series=result.n_series)]
    return [*said, *(_together(result, row) for row in together.to_dict("records")[:MOST])]


def _clusters(result: CrossBorderResult) -> Sentence:
    number = len(result.clusters)
    if not result.tested_offences:
        why = (
            f", because {result.why_no_clusters}"
            if result.why_no_clusters
            else ": no offence is frequent enough"
        )
        return sentence(result.section, "clusters", f"Hot spots across borders were not looked for{why}.")
    if not number:
        text = (
            f"No cluster of hot small areas was found to lie across a border between districts of {result.county_name} "
            f"({result.n_tested} small areas, {words.plural(len(result.tested_offences), 'kind')} of offence)."
        )
        return sentence(result.section, "clusters", text, n=0)
    mine = (
        result.clusters["district_codes"].str.split("|").map(lambda codes: result.own in codes)
        if result.own
        else []
    )
    here = int(sum(mine)) if result.own else 0
    also = f" {_touching(here, number)} {words.place_name(result.basis.place)}." if result.own else ""
    text = (
        f"{words.plural(number, 'cluster')} of hot small areas {words.verb(number, 'lies', 'lie')} across "
        f"borders between "
        f"districts of {result.county_name}.{also}"
    )
    return sentence(
        result.section,
        "clusters",
        text,
        headline=here > 0 or not result.own,
        importance=0.54,
        n=number,
        n_here=here,
    )


def _touching(here: int, number: int) -> str:
    if number == 1:
        return "It touches" if here else "It does not touch"
    return f"{words.count(here) if here else 'None'} of them {words.verb(here or 1, 'touches', 'touch')}"


def _cluster(result: CrossBorderResult, row: dict[str, Any]) -> Sentence:
    long = {
        "hot before as well": " It was hot in the period before as well.",
        "not hot before": " It was not called hot in the period before.",
    }
    parts, districts = row["places"].split("; "), words.listed(row["districts"].split(", "), limit=6)
    text = (
        f"{row['offence_name']}, number {row['cluster']} on the map, across {districts}: "
        f"{words.listed(parts, limit=4)}; "
        f"{words.count(row['count'])} recorded, {words.decimal(row['times'], 1)} times the county's mean small area."
        f"{long.get(row['how_long'], '')}"
    )  # fmt: skip
    keys = ("offence_code", "districts", "n_places", "count", "times", "how_long")
    return sentence(result.section, f"cluster-{row['cluster']}", text, **{key: row[key] for key in keys})


def _together(result: CrossBorderResult, row: dict[str, Any]) -> Sentence:
    level = words.level(confidence_of(result))
    text = (
        f"{row['offence_name']} in {row['first_name']} and {row['second_name']} "
        f"{words.were(row['offence_name'], 'moves', 'move')} "
        f"together from month to month beyond season, trend and what happens elsewhere: correlation "
        f"{words.decimal(row['r'], 2)} ({level} interval {words.span(row['ci_low'], row['ci_high'], 2)}). "
        f"That does not say why."
    )  # fmt: skip
    keys = ("offence_code", "first_code", "second_code", "r", "ci_low", "ci_high", "p_adjusted")
    name = f"together-{row['offence_code']}-{row['first_code']}-{row['second_code']}"
    return sentence(
        result.section, name, text, headline=True, importance=0.5, **{key: row[key] for key in keys}
    )


@renders(EscalationResult)
def escalation(result: EscalationResult) -> list[Sentence]:
    """Say what goes to the county, what does not, and what nobody judged."""
    rows = result.issues.to_dict("records")
    said = []
    for outcome, meaning in GROUPS.items():
        held = [row for row in rows if row["outcome"] == outcome]
        if not held:
            continue
        names = _grouped(held)
        text = f"{words.at_start(meaning)}: {words.listed(names, limit=8)}."
        first = outcome in ("escalated", SUGGESTED)
        said.append(
            sentence(
                result.section, outcome, text, headline=first, importance=0.6 if outcome == "escalated" else 0.5,
                n=len(held), issues="|".join(row["issue"] for row in held),
            )
        )  # fmt: skip
    for row in rows:
        if row["outcome"] in ("escalated", "not escalated"):
            text = f"{_named(row)}: {row['outcome']}. {words.at_start(str(row['because']).rstrip('.'))}."
            said.append(
                sentence(result.section, f"{row['district']}-{row['issue']}", text, outcome=row["outcome"])
            )
    return said


def _grouped(held: list[dict[str, Any]]) -> list[str]:
    """Return each issue once, with the districts it is said of."""
    places: dict[str, list[str]] = {}
    for row in held:
        places.setdefault(words.in_sentence(row["issue_name"]), []).append(words.place_name(row["district"]))
    return [f"{name} ({'; '.join(where)})" if any(where) else name for name, where in places.items()]


def _named(row: dict[str, Any]) -> str:
    where = f" ({words.place_name(row['district'])})" if row["district"] else ""
    return f"{words.in_sentence(row['issue_name'])}{where}"
