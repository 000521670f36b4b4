"""The statutory checklist: for each element (a) to (g), whether the book speaks to it, where, and why not."""

from __future__ import annotations

from collections.abc import Sequence

from pads_analysis.report.document import Chapter, Check, Headline, Item, Section
from pads_analysis.vocabulary import Element, statutory_elements

EVIDENCE = frozenset({"sentence", "figure", "table", "commentary", "foreign"})
IMPORTANCE_OF_MISSING = 0.7
MOST_NAMED = 2
MET, PARTLY, NOT_MET, NOT_APPLICABLE = "met", "partly met", "not met", "not applicable"


def make_checklist(chapters: Sequence[Chapter]) -> tuple[Check, ...]:
    """Return one line per statutory element, in order.

    met: there is evidence and nothing is stated as missing. partly met: there is evidence, and something is
    stated as missing. not met: no evidence. not applicable: every section says that the question does not arise.
    """
    sections = [section for chapter in chapters for section in chapter.sections]
    return tuple(_check(element, sections) for element in statutory_elements())


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
    return Check(element.letter, element.title, element.question, status, why.strip(), links)


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
