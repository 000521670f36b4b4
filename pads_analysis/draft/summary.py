"""A summary for the public in plain English, made from a public edition alone: about two pages, at most 600 words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pads_analysis.draft.assessment import Assessment
from pads_analysis.draft.document import PLACE, Block, Bullets, Draft, Heading, Paragraph, texts, to_write
from pads_analysis.draft.parts import beside_peers, changes, level_of, marking
from pads_analysis.draft.readability import Reading, reading
from pads_analysis.errors import UsageError
from pads_analysis.show import words

NAME = "public_summary"
MOST_WORDS = 600
MOST_POINTS = 6
UP, DOWN = frozenset({"higher", "new", "rising"}), frozenset({"lower", "falling", "gone"})
FOR_WRITER = "For the writer, to be deleted:"


def summary(found: Assessment) -> Draft:
    """Return the draft of a public summary.

    Raises
    ------
    UsageError
        When the findings are those of a partner edition.
    """
    if not found.public:
        raise UsageError(
            "A public summary is drafted from a public edition alone, and this run is a partner edition.",
            f"{found.name} ({found.code})",
            f"Run `pads run {found.code} --edition public --output outputs/public`, then "
            f"`pads draft summary {found.code} --output outputs/public`.",
        )
    for most in range(MOST_POINTS, 0, -1):
        draft = Draft(
            NAME, f"Safer {found.name}: a summary", marking(public=True), tuple(_blocks(found, most))
        )
        if length(draft) <= MOST_WORDS:
            break
    return draft


def length(draft: Draft) -> int:
    """Count the words of a draft, title included."""
    return sum(len(text.split()) for text in (draft.title, draft.marking, *texts(draft.blocks)))


def read_by(draft: Draft) -> Reading:
    """Measure the reading age of what the public will read: no headings, notes to the writer or open places."""
    blocks = [
        block
        for block in draft.blocks
        if isinstance(block, Bullets) or (isinstance(block, Paragraph) and not block.note)
    ]
    return reading([PLACE.sub("", text).strip() for text in texts(blocks)])


def _blocks(found: Assessment, most: int) -> list[Block]:
    return [
        Paragraph("This is a draft. It has not been agreed.", note=True),
        Heading("Who we are"),
        *_who(found),
        Heading("What we found"),
        *_found(found, most),
        Heading("What comes first, and why"),
        *_first(found),
        Heading("What people told us"),
        *_told(found),
        Heading("What we will do, and how we will know that it works"),
        Paragraph(to_write("what will be done for each priority, by whom and by when")),
        Paragraph(
            to_write("the figure that will show whether it worked, where it stands today, and the aim")
        ),
        Heading("How to take part"),
        *_part(found),
        Heading("What is left out, and why"),
        *_left_out(found),
    ]


def _who(found: Assessment) -> list[Block]:
    text = (
        f"We are the community safety partnership for {found.name}. The law asks public services to work together here "
        "to cut crime."
    )
    people = next(
        (
            item["facts"]["Residents"]
            for item in found.sentences("area_profile")
            if isinstance(item.get("facts"), Mapping) and words.is_number(item["facts"].get("Residents"))
        ),
        None,
    )
    if people:
        text += f" About {words.count(people)} people live in the area."
    return [
        Paragraph(f"{text} {to_write('the services that take part')}"),
        Paragraph(f"We looked at {found.period}."),
    ]


def _found(found: Assessment, most: int) -> list[Block]:
    moved, beside, recorded = changes(found), beside_peers(found), _recording(found)
    offences = {str(row["name"]): row for row in found.offences()}
    points = [
        _point(row, moved.get(name), beside.get(name), recorded)
        for name, row in offences.items()
        if row.get("is_total")
    ]
    clear = [
        name for name in offences if not offences[name].get("is_total") and _is_clear(moved, beside, name)
    ]
    clear.sort(key=lambda name: _weight(moved.get(name), beside.get(name)))
    points += [_point(offences[name], moved.get(name), beside.get(name), recorded) for name in clear]
    if not points:
        return [Paragraph(to_write("the assessment holds nothing on how much crime is recorded"))]
    blocks: list[Block] = [Bullets(tuple(points[:most]))]
    others = len(offences) - sum(bool(row.get("is_total")) for row in offences.values()) - len(points[1:most])
    if others > 0:
        kinds = words.plural(others, "other kind", "other kinds")
        blocks.append(Paragraph(f"We looked at {kinds} of crime and disorder too. The full report has them."))
    level = level_of(found)
    blocks.append(
        Paragraph(
            f"Chance alone moves figures up and down. The likely range ({level.strip() or 'an'} interval) shows how "
            "far."
        )
    )
    return blocks


def _is_clear(
    moved: Mapping[str, Mapping[str, Any]], beside: Mapping[str, Mapping[str, Any]], name: str
) -> bool:
    return (
        moved.get(name, {}).get("verdict") in UP | DOWN or beside.get(name, {}).get("vs_peers") in UP | DOWN
    )


def _weight(moved: Mapping[str, Any] | None, beside: Mapping[str, Any] | None) -> tuple[int, float]:
    """Sort what rose before what fell, and both before what only differs from elsewhere; larger counts first."""
    verdict = (moved or {}).get("verdict")
    order = 0 if verdict in UP else 1 if verdict in DOWN else 2
    count = (moved or {}).get("count") or (beside or {}).get("count") or 0
    return order, -float(count)


def _point(
    row: Mapping[str, Any],
    moved: Mapping[str, Any] | None,
    beside: Mapping[str, Any] | None,
    recorded: frozenset[str],
) -> str:
    """Return one point: the count, what it was before, the likely range, and how it stands beside similar areas."""
    what = "incidents" if words.is_incident(str(row["code"])) else "crimes"
    name = "All recorded crime" if row.get("is_total") else str(row["name"])
    said = [f"{name}: the police recorded {words.count(row.get('count'))} {what}."]
    if moved:
        said.append(_change(moved))
    if row["code"] in recorded:
        said.append("The police may have changed how they record this. So it may not be a change in crime.")
    if beside and beside.get("vs_peers") in UP | DOWN:
        more = "more" if beside["vs_peers"] in UP else "less"
        likely = f"likely range {words.span(beside.get('peer_ratio_low'), beside.get('peer_ratio_high'), 1)}"
        said.append(
            f"It is {more} common here than in the areas we compare with: "
            f"{words.decimal(beside.get('peer_ratio'), 1)} times ({likely})."
        )
    return " ".join(said)


def _change(moved: Mapping[str, Any]) -> str:
    before = f"In the period before, it was {words.count(moved.get('count_before'))}."
    low, high, verdict = moved.get("ci_low"), moved.get("ci_high"), moved.get("verdict")
    if not words.known(low, high):
        return f"{before} The two cannot be compared."
    likely = (
        f"(likely range: {_span(float(low), float(high), percent=moved.get('change_percent') is not None)})"
    )
    if verdict in UP | DOWN:
        return f"{before} That is a clear {'rise' if verdict in UP else 'fall'} {likely}."
    if verdict == "similar":
        return f"{before} That is about the same {likely}."
    if words.leans(low, high):
        return f"{before} That looks like a {'rise' if low > 1 else 'fall'}, but it may be small {likely}."
    return f"{before} We cannot tell if it rose or fell {likely}."


def _span(low: float, high: float, *, percent: bool) -> str:
    """Return a likely range of change: "up 65% to 164%"; in times where the base is too small for a percentage."""
    if not percent:
        return f"{words.decimal(low, 1)} to {words.decimal(high, 1)} times"
    if low >= 1:
        return f"up {words.percent(low - 1)} to {words.percent(high - 1)}"
    if high <= 1:
        return f"down {words.percent(1 - high)} to {words.percent(1 - low)}"
    return f"down {words.percent(1 - low)} to up {words.percent(high - 1)}"


def _recording(found: Assessment) -> frozenset[str]:
    facts = [item.get("facts") for item in found.sentences("recording")]
    return frozenset(
        str(each["offence_code"]) for each in facts if isinstance(each, Mapping) and "offence_code" in each
    )


def _first(found: Assessment) -> list[Block]:
    table = found.table("priorities", "offence_name", "tier")
    first = [str(row["offence_name"]) for row in table.rows if row["tier"] == "first"] if table else []
    blocks: list[Block] = []
    if first:
        names = words.listed([words.in_sentence(name) for name in first], limit=5)
        blocks.append(
            Paragraph(
                f"On the published figures alone, {names} {words.verb(len(first), 'comes', 'come')} first. Figures are "
                "one reason to choose. They do not make the choice."
            )
        )
    blocks.append(Paragraph(to_write("each priority that was decided, in one sentence, and why")))
    return [*blocks, _withheld("What the authorities decided")]


def _told(found: Assessment) -> list[Block]:
    said = found.texts("views", "concerns")
    blocks: list[Block] = [Bullets(tuple(said[:2]))] if said else []
    blocks.append(Paragraph(to_write("what people said, who was asked, how and when")))
    return blocks if said else [*blocks, _withheld("What people said")]


def _withheld(what: str) -> Paragraph:
    return Paragraph(
        f"{FOR_WRITER} {what} is not in a public edition. Read it in the partner edition, ask those who supplied it "
        "what may be published, and write it in your own words.",
        note=True,
    )


def _part(found: Assessment) -> list[Block]:
    contact = " ".join(str(found.data["cover"].get("contact") or "").split())
    reach = f"You can reach us here: {contact}." if contact else to_write("how to reach us")
    return [
        Paragraph(
            f"We hold a public meeting at least once a year. {to_write('date and place of the next one')}"
        ),
        Paragraph(reach),
    ]


def _left_out(found: Assessment) -> list[Block]:
    held_back = any("ublic edition" in str(row.get("title", "")) for row in _absences(found))
    text = "Not all crime is reported to the police. Figures from the police show what was reported and recorded."
    if held_back:
        text += " We leave out what partners shared in confidence."
    return [
        Paragraph(text),
        Paragraph(
            f"The full report for the public has every figure and its source. {to_write('where it is published')}"
        ),
    ]


def _absences(found: Assessment) -> list[Mapping[str, Any]]:
    held = found.data.get("absences")
    return [row for row in held if isinstance(row, Mapping)] if isinstance(held, list) else []
