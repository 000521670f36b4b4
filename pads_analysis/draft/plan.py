"""The partnership plan: its six parts, filled with what the assessment holds and open where only people can say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pads_analysis.draft.assessment import Assessment
from pads_analysis.draft.document import Block, Draft, Grid, Heading, Paragraph, to_write
from pads_analysis.draft.issues import ACCEPTED, Issue, figures_of, issues, known_of
from pads_analysis.draft.last_plan import last_actions
from pads_analysis.draft.parts import (
    bullets,
    grid,
    holds_nothing,
    interval,
    level_of,
    marking,
    opening,
    rate,
    said,
)
from pads_analysis.draft.strategies import strategy_blocks
from pads_analysis.show import words
from pads_analysis.vocabulary.drafts import authorities, plan_parts

NAME = "partnership_plan"
UNVERIFIED = (
    "The six parts follow SI 2007/1830, regulation 11, as it is commonly set out. The regulation was not read for this "
    "project, so have the list checked before the plan is adopted."
)
NO_ISSUE = Issue(to_write("priority"), decision=ACCEPTED)
MOST_HEARD = 8
#: Sections on the scoring as a whole, and what leads in to them.
BESIDE_SCORES = {
    "priority_places": "How sure the order of the scoring is:",
    "public_agreement": "The scoring beside what people name:",
}
MOST_BESIDE = 3
HEARD = ("concerns", "concern_gap", "views", "confidence", "view_changes", "comments")


def plan(found: Assessment) -> Draft:
    """Return the draft of a partnership plan."""
    chosen = issues(found)
    makers: dict[str, Callable[[Assessment, list[Issue]], list[Block]]] = {
        "strategy": lambda each, _: strategy_blocks(each),
        "priorities": _priorities,
        "steps": _steps,
        "resources": _resources,
        "measures": _measures,
        "engagement": _engagement,
    }
    blocks = opening("the partnership plan", found)
    blocks.append(Paragraph(UNVERIFIED, note=True))
    if found.public:
        text = (
            "This draft is made from a public edition, which withholds what the partnership supplied: decisions, the "
            "last plan and views. Draft from a partner edition to have them filled in."
        )
        blocks.append(Paragraph(text, note=True))
    years = to_write("first and last year of the plan, and the date by which it is revised each year")
    blocks.append(Paragraph(f"Three years: {years}"))
    for number, part in enumerate(plan_parts(), start=1):
        blocks += [Heading(f"{number}. {part.title}"), *makers[part.code](found, chosen)]
    return Draft(NAME, f"Partnership plan: {found.name}", marking(found.public), tuple(blocks))


def _priorities(found: Assessment, chosen: list[Issue]) -> list[Block]:
    if not chosen:
        return [
            holds_nothing(found, "what should come first", "priorities", "decisions"),
            Paragraph(to_write("the priorities, who decided them, when and why")),
        ]
    rows = tuple(
        (
            issue.name,
            " ".join(part for part in (_tier(issue), issue.scored) if part) or "not scored",
            issue.decision or to_write("decision"),
            issue.by or to_write("by whom"),
            issue.date or to_write("when"),
            issue.because or to_write("why"),
        )
        for issue in chosen
    )
    blocks: list[Block] = [
        Grid(
            "Issues put first by the scoring, and issues decided on",
            ("Issue", "What the evidence says", "Decision", "Decided by", "Date", "Because"),
            rows,
        ),
        Paragraph(
            "The scoring is evidence for a decision and not the decision. Where the places that two issues could take "
            "overlap, the evidence does not set one before the other.",
            note=True,
        ),
    ]
    waiting = [issue.name for issue in chosen if not issue.decision]
    if waiting:
        blocks.append(Paragraph(f"Undecided: {words.listed(waiting, limit=20)}."))
    blocks += [_standing(issue) for issue in chosen if issue.decision not in ("", ACCEPTED)]
    spoken = [f"{issue.name}: {issue.why}." for issue in chosen if issue.why]
    if spoken:
        blocks += [Paragraph("What speaks for each, as scored:"), *bullets(spoken)]
    for section, lead in BESIDE_SCORES.items():
        said_of = found.texts(section)
        blocks += [Paragraph(lead), *bullets(said_of, MOST_BESIDE)] if said_of else []
    return blocks


def _standing(issue: Issue) -> Paragraph:
    """Return what a decision other than to accept means for the plan, or the place for it where nobody said."""
    if issue.made_a_priority:
        return Paragraph(f"{issue.name} is a priority, against the scoring.")
    if issue.priority == "no":
        return Paragraph(f"{issue.name} is not a priority, against the scoring.")
    wanted = to_write(f"whether {_inline(issue.name)} is a priority of this plan")
    return Paragraph(f"{issue.name} was {issue.decision}: {wanted}")


def _tier(issue: Issue) -> str:
    return (
        f"{words.at_start(issue.tier)} tier;"
        if issue.tier and issue.scored
        else f"{issue.tier} tier"
        if issue.tier
        else ""
    )


def _steps(found: Assessment, chosen: list[Issue]) -> list[Block]:
    rows = tuple(
        (
            issue.label,
            to_write("step"),
            to_write("lead"),
            to_write("by when"),
            to_write("how it will be known that it was done"),
        )
        for issue in _planned(chosen)
    )
    headings = ("Priority", "Step", "Lead", "By when", "Sign that it was done")
    return [*last_actions(found), Grid("Steps for each priority", headings, rows)]


def _resources(found: Assessment, chosen: list[Issue]) -> list[Block]:
    blocks: list[Block] = []
    for issue in chosen:
        known = known_of(found, issue.name, ("Where", "When")) if issue.planned else []
        if known:
            blocks.append(Paragraph(f"{issue.name}: what the assessment holds on places and times."))
            blocks += bullets([f"{side}: {text}." for side, text in known])
    rows = tuple(
        (
            issue.label,
            to_write("who leads"),
            to_write("people and money"),
            to_write("what is deployed, where and when"),
        )
        for issue in _planned(chosen)
    )
    headings = ("Priority", "Who leads", "People and money", "What is deployed")
    return [*blocks, Grid("Who leads and what is deployed", headings, rows)]


def _measures(found: Assessment, chosen: list[Issue]) -> list[Block]:
    level = level_of(found)
    rows = tuple(_measure(found, issue, level) for issue in _planned(chosen))
    blocks: list[Block] = [
        Grid(
            f"Indicators, with the baseline of {found.period}",
            ("Priority", "Indicator", "Baseline", "Aim", "By when"),
            rows,
        ),
        Paragraph(
            "A later figure inside the interval of the baseline is no sign of change, and no sign that there was none. "
            "Police recorded crime also moves with reporting and recording, so set a measure of another kind beside "
            "it.",
            note=True,
        ),
    ]
    asked = _asked(found)
    if asked:
        blocks.append(
            Grid(
                "Measures from surveys of people drawn at random",
                ("Question", "Who", "Baseline", "Aim"),
                asked,
            )
        )
    for table in found.tables("plan_targets"):
        blocks.append(grid(table))
    if not found.tables("plan_targets"):
        blocks.append(holds_nothing(found, "how the targets of the last plan came out", "plan_targets"))
    country = "wales" if found.code.startswith("W") else "england"
    own = tuple(
        (name, to_write("what it measures"), to_write("how often and to whom it reports"))
        for name in authorities(country, county=bool(found.county))
    )
    blocks.append(Grid("How each authority measures its success", ("Authority", "Measure", "Reported"), own))
    blocks.append(
        Paragraph(
            "The list of authorities is that of today's Act as commonly set out; check it for your area.",
            note=True,
        )
    )
    return blocks


def _measure(found: Assessment, issue: Issue, level: str) -> tuple[str, ...]:
    row = figures_of(found, issue.name)
    if row is None:
        indicator, base = to_write("indicator"), to_write("baseline")
    else:
        indicator = f"{row['name']} recorded by the police, per 1,000 residents a year"
        base = f"{rate(row, level)}; {words.count(row.get('count'))} in the period"
    return issue.label, indicator, base, to_write("aim"), to_write("by when")


def _asked(found: Assessment) -> tuple[tuple[str, ...], ...]:
    """Return questions put to people drawn at random, with their share and interval."""
    table = found.table("views", "question", "value", "ci_low", "ci_high")
    rows = []
    for row in table.rows if table else ():
        if words.known(row["value"], row["ci_low"], row["ci_high"]):
            span = interval(row["ci_low"], row["ci_high"], 1, _level(table.heading("ci_low")))
            share = f"{words.decimal(row['value'], 1)}%{span}"
            rows.append((said(row["question"]), said(row.get("group")), share, to_write("aim")))
    return tuple(rows)


def _level(heading: str) -> str:
    first = heading.split(" ", 1)[0]
    return f"{first} " if first.endswith("%") else ""


def _engagement(found: Assessment, _: list[Issue]) -> list[Block]:
    told = found.sentences(*HEARD)
    heard = [str(item["text"]) for item in told if not _is_meeting(item)]
    held = [str(item["text"]) for item in told if _is_meeting(item)] + found.texts("meetings")
    log = next((table for table in found.tables("meetings") if {"title", "attendance"} <= table.keys), None)
    blocks: list[Block] = []
    if heard:
        blocks.append(Paragraph("What people who live or work here said:"))
        blocks += bullets(list(dict.fromkeys(heard)), MOST_HEARD)
    else:
        blocks.append(holds_nothing(found, "what people who live or work here think", "views", "concerns"))
    if held or log:
        blocks += [Paragraph("Meetings held:"), *bullets(list(dict.fromkeys(held)))]
        blocks += [grid(log)] if log else []
    else:
        blocks.append(holds_nothing(found, "meetings held", "meetings", "views"))
    rows = (
        (
            "Public meeting (at least one a year)",
            to_write("date"),
            to_write("who is asked"),
            to_write("who leads"),
        ),
        (
            "Publication of the summary of this plan",
            to_write("date"),
            to_write("where it is published"),
            to_write("who leads"),
        ),
        (to_write("another step"), to_write("date"), to_write("who is asked"), to_write("who leads")),
    )
    blocks.append(Grid("Planned for the year", ("Step", "Date", "Who is reached", "Lead"), rows))
    return blocks


def _is_meeting(item: Mapping[str, Any]) -> bool:
    return str(item["text"]).startswith("Held:") or "-held-" in str(item.get("id", ""))


def _planned(chosen: list[Issue]) -> list[Issue]:
    """Return the issues that get rows; one open row where there is none."""
    return [issue for issue in chosen if issue.planned] or [NO_ISSUE]


def _inline(name: str) -> str:
    """Return a name for the inside of a mark, which holds no brackets."""
    return words.in_sentence(name).replace("[", "(").replace("]", ")")
