"""Words that charts, tables and sentences on people's views share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pads_analysis.data.surveys.held import NOT_CODED
from pads_analysis.show import words
from pads_analysis.show.cells import NOT_APPLICABLE, NOT_AVAILABLE, Column, json_safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

TOGETHER = "residents and workers"
RANDOM_NOTE = "Shares of people drawn at random are weighted; the numbers of people beside them are not"
OPEN_NOTE = (
    "Those who answered were not drawn at random: their shares stand for them only, have no interval and "
    "are not compared "
    "with anything"
)
PUBLISHED_NOTE = "No base was published, so no interval can be stated and no difference can be tested"
DESIGN_NOTE = (
    "The design effect is how many times larger the variance is than that of a simple random sample of as many "
    "people"
)


def share(row: dict[str, Any], level: str) -> str:
    """Return a share with its interval: 54% (95% interval 50% to 58%)."""
    said = words.percent(row["value"])
    if not words.known(row["ci_low"], row["ci_high"]):
        return said
    return f"{said} ({level} interval {words.percent(row['ci_low'])} to {words.percent(row['ci_high'])})"


def when(value: Any) -> str:
    """Return a date or month in words; empty for none."""
    text = str(json_safe(value) or "").strip()
    return words.day(text) if text else ""


def place(row: dict[str, Any]) -> str:
    """Return the place of a concern with its interval: place 2 to 3 of 7; empty where none may be told."""
    if not words.known(row["rank_low"], row["rank_high"]) or not row["n_ranked"]:
        return ""
    return f"place {places(row['rank_low'], row['rank_high'])} of {words.count(row['n_ranked'])}"


def places(low: Any, high: Any) -> str:
    """Return an interval of places: 2 to 3, or 1 where it is a single one."""
    if not words.known(low, high):
        return NOT_APPLICABLE
    return " to ".join(dict.fromkeys((words.count(low), words.count(high))))


def code(name: str) -> str:
    """Return a code of a codeframe as printed."""
    return "no code of the codeframe" if name == NOT_CODED else " ".join(str(name).replace("_", " ").split())


def points(value: float) -> str:
    """Return a difference of shares in percentage points, without its sign: 15 points."""
    size = abs(100 * float(value))
    shown = words.decimal(size, 0 if size >= 9.95 else 1).removesuffix(".0")
    return f"{shown} {'point' if shown == '1' else 'points'}"


def signed(value: float) -> str:
    """Return a difference of shares in whole percentage points with its sign: +6, −17, 0."""
    whole = round(100 * float(value))
    return f"{whole:+d}".replace("-", "−") if whole else "0"


def points_span(low: float, high: float) -> str:
    """Return the interval of a difference: 9 to 20 points up, or 2 points down to 5 points up."""
    if low < 0 < high:
        return f"{points(low)} down to {points(high)} up"
    ends = sorted((abs(100 * low), abs(100 * high)))
    return f"{words.decimal(ends[0])} to {words.decimal(ends[1])} points {'up' if high > 0 else 'down'}"


def printable(frame: pd.DataFrame) -> pd.DataFrame:
    """Return shares in per cent for a table, with the reason where one is withheld.

    The interval is not applicable where people chose to answer or the share is withheld.
    """
    out = frame.copy()
    withheld = out["withheld"].fillna("").astype(str) != ""
    for column in ("value", "ci_low", "ci_high"):
        numbers = (100 * out[column].astype("float64")).astype(object)
        out[column] = numbers.where(numbers.notna(), NOT_APPLICABLE if column != "value" else NOT_AVAILABLE)
    out.loc[withheld, "value"] = NOT_APPLICABLE
    said = (
        out["withheld"]
        .fillna("")
        .astype(str)
        .where(~withheld, "share withheld: " + out["withheld"].astype(str))
    )
    warned = out["warning"].fillna("").astype(str)
    out["remark"] = [_joined(one, two) or "none" for one, two in zip(said, warned, strict=True)]
    out["when"] = [when(value) or "not dated" for value in out["date"]]
    out["design_effect"] = (
        out["design_effect"].astype(object).where(out["design_effect"].notna(), NOT_APPLICABLE)
    )
    out["question"] = [words.at_start(str(value)) for value in out["question"]]
    for column in ("group", "mode", "source"):
        out[column] = [str(value or "") or "not stated" for value in out[column].fillna("")]
    return out


def share_columns(level: str, question: str = "Answer", *, random: bool) -> list[Column]:
    """Return the columns of a table of shares."""
    found = [
        Column("question", question),
        Column("group", "Who was asked"),
        Column("value", "Share (%)", "percent", 1),
        Column("interval", f"{level} interval (%)", "interval", 1, "ci_low", "ci_high"),
        Column("count", "Gave the answer", "count"),
        Column("base", "Asked", "count"),
        Column("design_effect", "Design effect", "number", 2),
        Column("remark", "Remark"),
        Column("survey", "Survey"),
        Column("when", "Date"),
    ]
    return (
        found if random else [column for column in found if column.key not in ("interval", "design_effect")]
    )


def without_sameness(frame: pd.DataFrame, columns: list[Column]) -> tuple[list[Column], str]:
    """Return the columns without survey, date and remark where every row has the same, and the survey as a note."""
    said = ""
    if len(frame[["survey", "date"]].drop_duplicates()) == 1:
        columns = [column for column in columns if column.key not in ("survey", "when")]
        said = f"Survey: {frame['survey'].iloc[0]}, {when(frame['date'].iloc[0]) or 'not dated'}"
    if (frame["remark"] == "none").all():
        columns = [column for column in columns if column.key != "remark"]
    return columns, said


def sources(frame: pd.DataFrame) -> str:
    """Return the surveys that rows come from, with their dates, as a source line."""
    named = [f"{row['survey']}, {when(row['date'])}" for row in frame.to_dict("records")]
    return "; ".join(dict.fromkeys(named)) + "." if named else ""


def dates(frame: pd.DataFrame, column: str = "date") -> str:
    """Return the dates of rows in words, each once, the newest last."""
    return words.listed([when(value) for value in sorted(dict.fromkeys(frame[column].astype(str)))], limit=4)


def _joined(*texts: str) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))


def first_groups(rows: Iterable[dict[str, Any]]) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Return each answer's row of all who were asked, with those of residents and workers apart, in order."""
    by_answer: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in rows:
        by_answer.setdefault((row["survey"], str(row["date"]), row["question"]), []).append(row)
    return [(found[0], found[1:]) for found in by_answer.values()]
