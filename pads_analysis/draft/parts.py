"""What the drafted documents share: marking, opening words, numbers as printed, and tables taken from findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from pads_analysis.assess.result import Verdict
from pads_analysis.draft.assessment import Assessment, FoundTable
from pads_analysis.draft.document import Block, Bullets, Grid, Paragraph, to_write
from pads_analysis.show import words
from pads_analysis.show.cells import verdict_words

PARTNER, PUBLIC = "Partner edition: not for publication", "Public edition"
NONE, NOT_GIVEN = "not stated", "not applicable"
#: Signs that stand for a number in tables, in words: a draft has no key to them.
SHORTHAND = {"[c]": "withheld", "[x]": "not available", "[z]": NOT_GIVEN, "[low]": "close to none"}
EMPTY = frozenset({"", "none given", "not stated", "not dated"})


def marking(public: bool) -> str:
    """Return who may read a document."""
    return PUBLIC if public else PARTNER


def opening(what: str, found: Assessment) -> list[Block]:
    """Return what stands before the first part: what the draft is made of and what its marks mean."""
    status = f", marked {found.status}" if found.status else ""
    return [
        Paragraph(
            f"This is a draft of {what}, made from the strategic assessment of {found.name}, {found.period} "
            f"({found.edition} edition{status}). Nothing in it has been agreed unless it says who agreed it and when."
        ),
        Paragraph(
            "What only people can say stands in square brackets that begin with “to be written”. Figures are those of "
            "the assessment and keep their intervals; change the words around them, and run the assessment again to "
            "change the figures.",
            note=True,
        ),
    ]


def holds_nothing(found: Assessment, on: str, *sections: str) -> Paragraph:
    """Return the place for something on which the assessment says nothing, with its reason where it gives one."""
    reason = found.reason(*sections)
    because = f" The assessment gives the reason: {reason}." if reason else ""
    return Paragraph(f"{to_write(f'the assessment holds nothing on {on}')}{because}")


def bullets(texts: Sequence[str], most: int = 0) -> list[Block]:
    """Return texts as a list; beyond `most` the rest are counted."""
    if not texts:
        return []
    shown = list(texts[:most] if most else texts)
    left = len(texts) - len(shown)
    if left:
        shown.append(
            f"{words.plural(left, 'more finding')} {words.verb(left, 'stands', 'stand')} in the assessment."
        )
    return [Bullets(tuple(shown))]


def said(value: Any, default: str = NONE) -> str:
    """Return a text of a person; the default where nothing was given."""
    text = " ".join(str("" if value is None else value).split())
    return default if text in EMPTY else text


def level_of(found: Assessment) -> str:
    """Return the confidence of the assessment's intervals as printed, and a space; empty where it does not say."""
    for item in found.sentences("levels", "change", "since_previous"):
        facts = item.get("facts")
        confidence = facts.get("confidence") if isinstance(facts, Mapping) else None
        if words.is_number(confidence):
            return f"{words.level(confidence)} "
    return ""


def interval(low: Any, high: Any, places: int, level: str = "") -> str:
    """Return an interval in brackets, named; empty where there is none."""
    return f" ({level}interval {words.span(low, high, places)})" if words.known(low, high) else ""


def rate(row: Mapping[str, Any], level: str = "") -> str:
    """Return the rate of a released figure with its interval."""
    value = row.get("rate_per_1000")
    if not words.is_number(value):
        return "no rate released"
    places = 1 if float(value) >= 1 else 2
    return f"{words.decimal(value, places)}{interval(row.get('ci_low'), row.get('ci_high'), places, level)}"


def times(
    row: Mapping[str, Any] | None, verdict: str, value: str, low: str, high: str, level: str = ""
) -> str:
    """Return a comparison of a table's row: its word, the ratio and its interval."""
    if row is None:
        return "not compared"
    word = words.at_start(verdict_words(row.get(verdict) or Verdict.TOO_FEW, row.get(low), row.get(high)))
    span = interval(row.get(low), row.get(high), 2, level)
    ratio = f": {words.decimal(row[value], 2)} times" if words.is_number(row.get(value)) else ""
    return f"{word}{ratio}{span}"


def changes(found: Assessment) -> dict[str, Mapping[str, Any]]:
    """Return the change of every offence by name: since the previous assessment, or else the period before."""
    for section in ("since_previous", "change"):
        table = found.table(section, "offence_name", "ci_low", "ci_high", "change_percent")
        if table is not None:
            return {
                str(row["offence_name"]): {**row, "verdict": row.get("verdict") or row.get("movement") or ""}
                for row in table.rows
            }
    return {}


def beside_peers(found: Assessment) -> dict[str, Mapping[str, Any]]:
    """Return the comparison of every offence with peers by name; empty where no peers were chosen."""
    table = found.table("levels", "offence_name", "peer_ratio", "vs_peers")
    return {str(row["offence_name"]): row for row in table.rows} if table else {}


def grid(table: FoundTable, caption: str = "") -> Grid:
    """Return a table of findings as it is; the two ends of an interval share a column."""
    columns = list(table.columns)
    pairs = {
        low["key"]: high["key"]
        for low, high in pairwise(columns)
        if low["heading"].endswith(", lower") and high["heading"] == f"{low['heading'][:-7]}, upper"
    }
    shown = [column for column in columns if column["key"] not in set(pairs.values())]
    headings = [
        column["heading"].removesuffix(", lower") if column["key"] in pairs else column["heading"]
        for column in shown
    ]
    rows = []
    for row in table.rows:
        cells = []
        for column in shown:
            if column["key"] in pairs:
                low, high = row[column["key"]], row[pairs[column["key"]]]
                cells.append(
                    words.span(low, high, _places(low, high)) if words.known(low, high) else NOT_GIVEN
                )
            else:
                cells.append(printed(row[column["key"]], column["kind"]))
        rows.append(tuple(cells))
    return Grid(caption or table.caption, tuple(headings), tuple(rows))


def _places(*values: float) -> int:
    """Return decimals for a column that says nothing of its own: whole numbers stay whole, large ones become it."""
    largest = max(abs(float(value)) for value in values)
    if all(float(value) == int(value) for value in values) or largest >= 100:
        return 0
    return 1 if largest >= 10 else 2


def printed(value: Any, kind: str) -> str:
    """Return one cell of a table of findings as text."""
    if kind == "flag" or isinstance(value, bool):
        return "yes" if value else "no"
    if kind == "verdict" and value:
        return verdict_words(value)
    if words.is_number(value):
        if kind == "count":
            return words.count(value)
        return words.decimal(value, 1 if kind == "percent" else _places(value))
    if kind == "month" and value:
        return words.day(str(value))
    text = " ".join(str("" if value is None else value).split())
    return SHORTHAND.get(text, text) or "not available"
