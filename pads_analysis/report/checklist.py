"""The statutory checklist: for each element (a) to (g), whether the book speaks to it, where, and why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pads_analysis.assess.supplied import WITHHELD
from pads_analysis.report.document import Chapter, Check, DutyLine, Headline, Item, Left, Section
from pads_analysis.vocabulary import Duty, Element, duties, statutory_elements

EVIDENCE = frozenset({"sentence", "figure", "table", "commentary", "foreign"})
IMPORTANCE_OF_MISSING = 0.7
MOST_NAMED = 2
MET, PARTLY, NOT_MET, NOT_APPLICABLE = "met", "partly met", "not met", "not applicable"


def make_checklist(
    chapters: Sequence[Chapter],
    cover: Mapping[str, Any] | None = None,
    readiness: Mapping[str, Any] | None = None,
) -> tuple[Check, ...]:
    """Return one line per statutory element, in order.

    met: there is evidence and nothing is stated as missing. partly met: there is evidence, and something is
    stated as missing, or left to write or to decide. not met: no evidence. not applicable: every section says that the
    question does not arise.

    Parameters
    ----------
    chapters : sequence of Chapter
    cover : mapping, optional
        Read for the country, which tells the instrument, and for the owners.
    readiness : mapping, optional
        What the section on it holds: `gaps`.
    """
    sections = [section for chapter in chapters for section in chapter.sections]
    cover, gaps = cover or {}, (readiness or {}).get("gaps", ())
    return tuple(
        replace(
            _with_gaps(_check(element, sections), gaps),
            law=element.law(str(cover.get("country_code", ""))),
            owner=str((cover.get("owners") or {}).get(element.letter, "")),
        )
        for element in statutory_elements()
    )


def unread_laws() -> bool:
    """Return whether the wording of any instrument named in the checklist was not read."""
    return any(element.status != "verified" for element in statutory_elements())


def duty_lines(
    chapters: Sequence[Chapter], cover: Mapping[str, Any], readiness: Mapping[str, Any] | None
) -> tuple[DutyLine, ...]:
    """Return the duties around the assessment that are known for the partnership's country, in order."""
    country, held = str(cover.get("country_code", "")), (readiness or {}).get("held", {})
    titles = _links(chapters)
    return tuple(_duty(duty, country, held, titles) for duty in duties() if duty.law(country))


def what_is_left(
    chapters: Sequence[Chapter], checklist: Sequence[Check], readiness: Mapping[str, Any] | None
) -> tuple[Left, ...]:
    """Return what is left to do before the assessment can be final.

    It is what the section on it says; where no chapter made that, or the edition withholds it, the elements of the
    checklist without evidence.
    """
    titles = _links(chapters)
    if readiness is not None:
        return tuple(
            Left(
                gap["letter"],
                gap["what"],
                gap["do"],
                *titles.get(_on_page(gap["section"]), _element_link(gap["letter"])),
            )
            for gap in readiness.get("gaps", ())
        )
    return tuple(
        Left(check.letter, "No evidence.", check.why, *_element_link(check.letter))
        for check in checklist
        if check.status == NOT_MET and not check.withheld
    )


def _links(chapters: Sequence[Chapter]) -> dict[str, tuple[str, str]]:
    return {
        section.id: (section.anchor, section.title) for chapter in chapters for section in chapter.sections
    }


def _on_page(section: str) -> str:
    """Return a section's id as the page writes it: previous-plan for previous_plan."""
    return section.replace("_", "-")


def _element_link(letter: str) -> tuple[str, str]:
    return f"element-{letter}", "Statutory checklist"


def _duty(
    duty: Duty, country: str, held: Mapping[str, str], titles: Mapping[str, tuple[str, str]]
) -> DutyLine:
    section = _on_page(duty.section)
    links = (titles[section],) if section in titles else ()
    return DutyLine(duty.id, duty.title, duty.law(country), duty.status, held.get(duty.holds, ""), links)


def _with_gaps(check: Check, gaps: Sequence[Mapping[str, str]]) -> Check:
    lacking = [gap["what"].rstrip(".") for gap in gaps if gap["letter"] == check.letter]
    if not lacking or check.status not in (MET, PARTLY):
        return check
    return replace(check, status=PARTLY, why=f"{check.why} To do: {'. '.join(lacking)}.")


def missing_elements(checklist: Sequence[Check], edition: str = "") -> Headline | None:
    """Return the main point that some statutory elements have no evidence; None where none lacks all of it.

    Parameters
    ----------
    checklist : sequence of Check
    edition : str
        The public edition may withhold what the partner edition holds, so there it is said of the edition only.
    """
    missing = [check for check in checklist if check.status == NOT_MET]
    if not missing:
        return None
    letters = _joined([f"({check.letter})" for check in missing])
    noun, verb = ("Element", "has") if len(missing) == 1 else ("Elements", "have")
    when = "in this edition" if edition == "public" else "yet"
    about = "; ".join(check.title[:1].lower() + check.title[1:] for check in missing)
    named = f": {about}" if len(missing) <= MOST_NAMED else ""
    text = f"{noun} {letters} of the statutory checklist {verb} no evidence {when}{named}."
    return Headline(text, IMPORTANCE_OF_MISSING, "", "checklist", "Statutory checklist")


def _joined(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _check(element: Element, sections: Sequence[Section]) -> Check:
    serving = [(section, _serving(section, element.letter)) for section in sections]
    serving = [(section, items) for section, items in serving if items or section.element == element.letter]
    links = tuple((section.anchor, section.title) for section, _ in serving)
    items = [item for _, found in serving for item in found]
    evidence = [item for item in items if item.kind in EVIDENCE]
    absent = [item for item in items if item.kind == "absence"]
    missing = [item for item in absent if not item.data.get("not_applicable")]
    if not items:
        status, why = NOT_MET, "No section of this book speaks to it."
    elif evidence and not missing:
        status, why = MET, _counted(evidence)
    elif evidence:
        status, why = PARTLY, f"{_counted(evidence)} {_reasons(missing)}"
    elif missing:
        status, why = NOT_MET, _reasons(missing)
    else:
        status, why = NOT_APPLICABLE, _reasons(absent)
    withheld = bool(missing) and all(item.data.get("title") == WITHHELD for item in missing)
    return Check(
        element.letter, element.title, element.question, status, why.strip(), links, withheld=withheld
    )


def _serving(section: Section, letter: str) -> list[Item]:
    return [
        item
        for item in section.items
        if item.kind in EVIDENCE | {"absence"} and (item.element or section.element) == letter
    ]


def _counted(evidence: Sequence[Item]) -> str:
    """Say what the evidence is: "3 findings, 2 figures and 1 table."."""
    names = (
        ("sentence", "finding", "findings"),
        ("figure", "figure", "figures"),
        ("table", "table", "tables"),
        ("commentary", "commentary", "commentaries"),
        ("foreign", "output of an own notebook", "outputs of own notebooks"),
    )
    counts = [(sum(item.kind == kind for item in evidence), one, many) for kind, one, many in names]
    words = [f"{number} {one if number == 1 else many}" for number, one, many in counts if number]
    return f"{_joined(words)}."


def _reasons(absent: Sequence[Item]) -> str:
    reasons: dict[str, None] = {}
    for item in absent:
        title = str(item.data.get("title", "")).rstrip(".?")
        because = str(item.data.get("because", "")).rstrip(".")
        reason = f", because {because}." if because else "."
        if item.data.get("not_applicable"):
            reasons.setdefault(f"{title}: does not apply{reason}")
        else:
            reasons.setdefault(f"Missing: {title}{reason}")
    return " ".join(reasons)
