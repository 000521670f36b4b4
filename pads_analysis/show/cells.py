"""Columns and cells: how a value is printed in a table, and how it travels as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pads_analysis.assess.result import Verdict
from pads_analysis.show import words
from pads_analysis.vocabulary import report_sections

NOT_AVAILABLE = "[x]"
NOT_APPLICABLE = "[z]"
LOW = "[low]"

SHORTHAND = {
    NOT_AVAILABLE: "not available",
    NOT_APPLICABLE: "not applicable",
    LOW: "rounds to 0 but is not 0",
}

VERDICT_WORDS = {
    Verdict.HIGHER: "higher",
    Verdict.LOWER: "lower",
    Verdict.SIMILAR: "similar",
    Verdict.UNCERTAIN: "too uncertain to say",
    Verdict.TOO_FEW: "too few",
}
LEANING = "not clear (may be small)"
NOT_COMPARED = "not compared"
VERDICT_NOTES = {
    LEANING: "that the interval does not hold 1, but the difference may be smaller than the one that is taken to "
    "matter, or does not hold once all comparisons are allowed for",
    NOT_COMPARED: "that nothing, or too little, is recorded on one of the two sides",
}

_WITH_PLACES = frozenset({"number", "percent", "value"})
#: Colours that stand beside the words of a rating, and never alone.
TONES = ("blue", "green", "amber", "red", "grey")
NUMERIC_KINDS = frozenset({"count", "number", "percent", "interval", "value"})


@dataclass(frozen=True, slots=True)
class Linked:
    """Words that lead to a section of the same report; `section` is its id, never an address."""

    text: str
    section: str

    @property
    def anchor(self) -> str:
        """The id of the section on the page, where hyphens stand for underscores."""
        return f"section-{self.section.replace('_', '-')}"


@dataclass(frozen=True, slots=True)
class Rated:
    """Words of a rating, which name its colour, with the tone of the bar beside them: one of `TONES`."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a printed table.

    Attributes
    ----------
    key : str
        Name of the column in the data.
    heading : str
        What is printed above it, with the unit.
    kind : str
        text, count, number, percent (already in per cent), interval, month, verdict, flag, value (either a number or
        words), link (words, or `Linked` words that lead to a place on the same page) or rating (`Rated` words, with a
        colour beside them).
    places : int
        Decimals of a number, percent or interval.
    low, high : str
        For an interval, the columns that hold its ends; for a verdict, those of the interval it rests on.
    """

    key: str
    heading: str
    kind: str = "text"
    places: int = 0
    low: str = ""
    high: str = ""

    @property
    def numeric(self) -> bool:
        """Whether the column is set to the right."""
        return self.kind in NUMERIC_KINDS


def printed(value: Any, column: Column) -> str:
    """Return one cell as text.

    Parameters
    ----------
    value : object
        A number, a text, a month, a Verdict or (Verdict, low, high), or a pair (low, high) for an interval.
    column : Column

    Returns
    -------
    str
        The text; `[x]` for a missing value, `[low]` for one that would print as 0 without being 0.
    """
    if column.kind == "interval":
        low, high = value if isinstance(value, tuple) else (None, None)
        return words.span(low, high, column.places) if words.known(low, high) else _absent(low)
    value = plain_value(value)
    if isinstance(value, str) and value in SHORTHAND:
        return value
    if words.is_missing(value) or (isinstance(value, str) and not value.strip()):
        return NOT_AVAILABLE
    return _PRINTERS.get(column.kind, _text)(value, column)


def plain_value(value: Any) -> Any:
    """Return the words of a link or a rating, and anything else as it is."""
    return value.text if isinstance(value, (Linked, Rated)) else value


def json_cells(value: Any, column: Column) -> list[Any]:
    """Return a cell as JSON values: two for an interval, else one; missing values are None."""
    if column.kind == "interval":
        low, high = value if isinstance(value, tuple) else (None, None)
        return [json_safe(low), json_safe(high)]
    value = plain_value(value)
    if isinstance(value, str) and value in SHORTHAND:
        return [None]
    return [json_safe(value[0] if column.kind == "verdict" and isinstance(value, tuple) else value)]


def verdict_words(verdict: Any, low: Any = None, high: Any = None) -> str:
    """Return a verdict as printed in a table, with the interval of the ratio it rests on.

    An interval on one side of 1 is never called too uncertain to say.
    """
    if verdict == Verdict.UNCERTAIN and words.leans(low, high):
        return LEANING
    if verdict == Verdict.TOO_FEW and not words.known(low, high):
        return NOT_COMPARED
    return VERDICT_WORDS.get(verdict, " ".join(str(verdict).split()))


def json_columns(column: Column) -> list[dict[str, Any]]:
    """Return a column's description for JSON: two columns for an interval, else one.

    Numbers say with how many decimals they are printed, a verdict which columns hold the interval it rests on.
    """
    if column.kind == "interval":
        return [
            {
                "key": column.low or f"{column.key}_low",
                "heading": f"{column.heading}, lower",
                "kind": "number",
                "places": column.places,
            },
            {
                "key": column.high or f"{column.key}_high",
                "heading": f"{column.heading}, upper",
                "kind": "number",
                "places": column.places,
            },
        ]
    known = {"key": column.key, "heading": column.heading, "kind": column.kind}
    if column.kind == "verdict" and column.low:
        known |= {"low": column.low, "high": column.high}
    return [known | ({"places": column.places} if column.kind in _WITH_PLACES else {})]


def json_safe(value: Any) -> Any:
    """Return `value` as something JSON can hold.

    Floats keep ten significant figures, so that the last bits of a machine's arithmetic do not show; NaN and
    infinity become None; months become YYYY-MM-DD.
    """
    if words.is_missing(value):
        return None
    if isinstance(value, bool) or _dtype_kind(value) == "b":
        return bool(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dict):
        return {str(key): json_safe(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [json_safe(each) for each in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    if words.is_number(value):
        number = float(value)
        return int(value) if number == int(number) and not _is_float(value) else float(f"{number:.10g}")
    return None if hasattr(value, "dtype") else str(value)


def _is_float(value: Any) -> bool:
    return isinstance(value, float) or _dtype_kind(value) == "f"


def _dtype_kind(value: Any) -> str:
    return getattr(getattr(value, "dtype", None), "kind", "")


def _absent(value: Any) -> str:
    return value if isinstance(value, str) and value in SHORTHAND else NOT_AVAILABLE


def _text(value: Any, column: Column) -> str:
    return " ".join(str(value).split())


def _count(value: Any, column: Column) -> str:
    return words.count(value) if words.is_number(value) else _text(value, column)


def _number(value: Any, column: Column) -> str:
    if not words.is_number(value):
        return _text(value, column)
    shown = words.decimal(value, column.places)
    return LOW if float(value) != 0 and not shown.strip("-0.,") else shown


def _percent(value: Any, column: Column) -> str:
    return _number(value, column)


def _month(value: Any, column: Column) -> str:
    return words.month_label(value)


def _verdict(value: Any, column: Column) -> str:
    return (
        verdict_words(*value) if isinstance(value, tuple) else VERDICT_WORDS.get(value, _text(value, column))
    )


def _flag(value: Any, column: Column) -> str:
    return "yes" if bool(value) else "no"


def _value(value: Any, column: Column) -> str:
    if not words.is_number(value):
        return _text(value, column)
    whole = float(value) == int(float(value))
    return words.count(value) if whole else words.decimal(value, column.places or 1)


def section_title(section: str) -> str:
    """Return the title of a section of the report; empty for an unknown one."""
    return next((entry["title"] for entry in report_sections() if entry["id"] == section), "")


def to_section(section: str) -> Linked:
    """Return the title of a section of the report as a link to it."""
    return Linked(section_title(section) or section, section)


_PRINTERS = {
    "count": _count,
    "number": _number,
    "percent": _percent,
    "month": _month,
    "verdict": _verdict,
    "flag": _flag,
    "value": _value,
}
