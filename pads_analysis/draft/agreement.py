"""The county community safety agreement: what the districts' assessments share, and what may be done together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pads_analysis.draft.assessment import Assessment
from pads_analysis.draft.document import Block, Draft, Grid, Heading, Paragraph, to_write
from pads_analysis.draft.escalation import escalation_blocks
from pads_analysis.draft.issues import FIRST, Issue, issues, scored_issues
from pads_analysis.draft.parts import bullets, changes, grid, level_of, marking, rate, times
from pads_analysis.show import words
from pads_analysis.vocabulary.drafts import agreement_parts

NAME = "county_agreement"
SHARED_BY = 2
MOST = 8
UNVERIFIED = (
    "The two matters an agreement deals with follow SI 2007/1830, regulation 9, and the tests of what goes to the "
    "county follow published guidance, both in our words. Neither text was read for this project, so have them checked."
)


def agreement(found: Sequence[Assessment], left_out: Sequence[str] = ()) -> Draft:
    """Return the draft of a county agreement.

    Parameters
    ----------
    found : sequence of Assessment
        Those of the county's districts that are there, at least one.
    left_out : sequence of str
        Why others of the run could not be read.
    """
    county = found[0].county
    public = all(each.public for each in found)
    joint, others = agreement_parts()
    shared = _shared(found)
    blocks: list[Block] = [
        Paragraph(
            f"This is a draft of the community safety agreement of {county}, made from the strategic assessments of "
            "its districts. Nothing in it has been agreed unless it says who agreed it and when."
        ),
        Paragraph(UNVERIFIED, note=True),
        Heading("1. The assessments it rests on"),
        *_basis(found, left_out),
        Heading("2. What each district's assessment found"),
        *_matrix(found),
        Heading("3. Priorities that districts share"),
        *_shared_blocks(found, shared),
        Heading(f"4. {joint.title}"),
        *_joint(found, shared),
        Heading(f"5. {others.title}"),
        *_others(found),
        Heading("6. What goes to the county, and what does not"),
        *escalation_blocks(found, shared),
        Heading("7. Agreement and review"),
        Paragraph(
            to_write(
                "who agreed it, at which meeting and when; when it is reviewed; when a copy goes to the police and "
                "crime commissioner"
            )
        ),
    ]
    return Draft(NAME, f"Community safety agreement: {county}", marking(public), tuple(blocks))


def _basis(found: Sequence[Assessment], left_out: Sequence[str]) -> list[Block]:
    rows = tuple((each.name, each.period, each.edition, each.status or "not stated") for each in found)
    blocks: list[Block] = [
        Grid("Assessments in this draft", ("District partnership", "Period", "Edition", "Status"), rows)
    ]
    members = _members(found)
    missing = [name for name in members if name not in {each.name for each in found}]
    if missing:
        blocks.append(
            Paragraph(
                f"Missing: {'; '.join(missing)}. Their assessments are not among those of this run, so that every "
                f"count below is out of {words.plural(len(found), 'district')} of {words.count(len(members))}."
            )
        )
    elif not members:
        blocks.append(
            Paragraph(
                f"Which districts {found[0].county} has is not in these assessments. "
                f"{to_write('districts that are missing')}"
            )
        )
    if left_out:
        blocks += [Paragraph("Could not be read:"), *bullets(list(left_out))]
    if len({each.period for each in found}) > 1:
        blocks.append(
            Paragraph(
                "The periods differ, so that figures of different districts are of different months.",
                note=True,
            )
        )
    if len({each.edition for each in found}) > 1:
        blocks.append(
            Paragraph(
                "Some are public editions, which withhold decisions, plans and views: an empty cell may be one "
                "withheld.",
                note=True,
            )
        )
    return blocks


def _members(found: Sequence[Assessment]) -> list[str]:
    """Return the county's partnerships as the side-by-side tables list them."""
    names: dict[str, None] = {}
    for each in found:
        table = each.table("county", "partnership_name")
        for row in table.rows if table else ():
            names.setdefault(str(row["partnership_name"]))
    return list(names)


def _matrix(found: Sequence[Assessment]) -> list[Block]:
    rows = tuple(_outcomes(each) for each in found)
    headings = (
        "District",
        "Recorded crime per 1,000 residents a year",
        "Against the period before",
        "Offences that rose clearly",
        "First by the scoring",
        "Decided to be priorities",
    )
    return [
        Grid("District by district", headings, rows),
        Paragraph("Rates whose intervals overlap do not set one district before another.", note=True),
    ]


def _outcomes(each: Assessment) -> tuple[str, ...]:
    level, moved = level_of(each), changes(each)
    total = next((row for row in each.offences() if row.get("is_total")), None)
    change = moved.get(str(total["name"])) if total else None
    chosen = issues(each)
    return (
        each.name,
        rate(total, level) if total else "not held",
        times(change, "verdict", "ratio", "ci_low", "ci_high", level),
        _listed(_risen(each), "none" if moved else "not compared"),
        _listed(
            [_placed(issue.name, issue) for issue in chosen if issue.tier == FIRST],
            "none clearly" if scored_issues(each) else "not scored",
        ),
        _listed(
            [issue.name for issue in chosen if issue.made_a_priority],
            "none" if any(issue.decision for issue in chosen) else "no decision held",
        ),
    )


def _risen(each: Assessment) -> list[str]:
    totals = {str(row["name"]) for row in each.offences() if row.get("is_total")}
    return [
        name
        for name, row in changes(each).items()
        if row["verdict"] in {"higher", "new", "rising"} and name not in totals
    ]


def _listed(names: Sequence[str], without: str = "none") -> str:
    return "; ".join(names) if names else without


def _shared(found: Sequence[Assessment]) -> dict[str, dict[str, list[str]]]:
    """Return, for every issue that two districts or more have, which of them it is first, accepted and risen in."""
    held: dict[str, dict[str, list[str]]] = {}
    for each in found:
        scored = {issue.name: issue for issue in scored_issues(each)}
        accepted = [issue.name for issue in issues(each) if issue.made_a_priority]
        for name in dict.fromkeys(
            [*(name for name, issue in scored.items() if issue.tier == FIRST), *accepted, *_risen(each)]
        ):
            entry = held.setdefault(name, {"first": [], "accepted": [], "risen": [], "any": []})
            entry["any"].append(each.name)
            if name in scored and scored[name].tier == FIRST:
                entry["first"].append(_placed(each.name, scored[name]))
            if name in accepted:
                entry["accepted"].append(each.name)
            if name in _risen(each):
                entry["risen"].append(each.name)
    shared = {name: entry for name, entry in held.items() if len(entry["any"]) >= SHARED_BY}
    return dict(sorted(shared.items(), key=lambda pair: (-len(pair[1]["any"]), pair[0])))


def _placed(label: str, issue: Issue) -> str:
    return f"{label}: {issue.scored}" if issue.scored else label


def _shared_blocks(found: Sequence[Assessment], shared: Mapping[str, Mapping[str, list[str]]]) -> list[Block]:
    number = len(found)
    county = _county_wide(found, "county_priorities", "What the county chapter finds over all its districts:")
    if not shared:
        held = words.plural(number, "assessment")
        text = (
            f"No issue stands first, was made a priority or rose clearly in two or more of the {held} held."
        )
        return [Paragraph(f"{text} That does not show that the districts have none in common."), *county]
    rows = tuple(
        (
            name,
            f"{len(entry['any'])} of {number}: {words.listed(entry['any'], limit=20)}",
            _listed(entry["first"]),
            _listed(entry["accepted"]),
            _listed(entry["risen"]),
        )
        for name, entry in shared.items()
    )
    headings = (
        "Issue",
        "Districts",
        "First by the scoring, with the places it could take",
        "Decided to be a priority in",
        "Rose clearly in",
    )
    return [
        Grid("Issues of two districts or more", headings, rows),
        Paragraph(
            "The count says how many assessments name an issue; it does not rank issues. A district where an issue is "
            "not named may still have it: a small district can be too small for a clear sign.",
            note=True,
        ),
        *county,
    ]


def _joint(found: Sequence[Assessment], shared: Mapping[str, Any]) -> list[Block]:
    names = list(dict.fromkeys([*shared, *_led(found)])) or [to_write("shared priority")]
    rows = tuple(
        (
            name,
            to_write("how it is done better together"),
            to_write("who leads"),
            to_write("by when"),
            to_write("how it is measured"),
        )
        for name in names
    )
    headings = ("Priority", "Joint or co-ordinated working", "Lead", "By when", "Measure")
    return [Grid("Joint working on shared priorities", headings, rows)]


def _led(found: Sequence[Assessment]) -> list[str]:
    """Return the issues that the chapter on the county finds to lead in two of its districts or more."""
    for each in found:
        facts = [item.get("facts") for item in each.sentences("county_priorities")]
        codes = [
            str(held["offence_code"])
            for held in facts
            if isinstance(held, Mapping)
            and words.is_number(held.get("n_first"))
            and held["n_first"] >= SHARED_BY
        ]
        names = {str(row["code"]): str(row["name"]) for row in each.offences()}
        if codes:
            return [names[code] for code in codes if code in names]
    return []


def _others(found: Sequence[Assessment]) -> list[Block]:
    steps = list(dict.fromkeys(text for each in found for text in each.texts("recording")))
    blocks: list[Block] = []
    if steps:
        blocks.append(Paragraph("Shared by the whole force, so that it can only be looked into together:"))
        blocks += bullets(steps, MOST)
    blocks += _county_wide(found, "cross_border", "Across the borders of districts:")
    rows = tuple(
        (kind, to_write("what is done together"), to_write("who leads"))
        for kind in (
            "Sharing of data and analysts",
            "Commissioning for several districts",
            "Substance misuse services",
            to_write("another way"),
        )
    )
    return [*blocks, Grid("Other ways of working together", ("Way", "What is done", "Lead"), rows)]


def _county_wide(found: Sequence[Assessment], section: str, lead: str) -> list[Block]:
    """Return what a section about the whole county says, from the first assessment that has it: all say the same."""
    for each in found:
        texts, tables = each.texts(section), each.tables(section)
        if texts or tables:
            table = (
                [grid(tables[0], f"{tables[0].caption} (from the assessment of {each.name})")]
                if tables
                else []
            )
            return [Paragraph(lead), *bullets(texts, MOST), *table]
    return []
