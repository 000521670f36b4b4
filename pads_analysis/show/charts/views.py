"""What people who live or work here answered: shares with intervals, and differences between two waves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import ConfidenceResult, NotAvailable, ViewChangesResult, ViewsResult
from pads_analysis.show import figure, palette, view_words, words
from pads_analysis.show.cells import NOT_APPLICABLE, Column
from pads_analysis.show.charts import intervals
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import absence, confidence_of, renders
from pads_analysis.show.tables.views import verdict_words

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.show.display import Absence

MOST_ROWS = 12
LABEL_WIDTH, LABEL_LINES = 26, 7
#: Colour and marker of each group that was asked: never colour alone.
STYLES = ((palette.NAVY, "o"), (palette.ORANGE, "s"), (palette.PINK, "^"))
APART = ("residents", "workers")


@renders(ViewsResult)
def views(result: ViewsResult, title: str = "") -> list[Figure] | Absence:
    """Draw shares with intervals of people drawn at random; those of people who chose to answer apart, as squares.

    Parameters
    ----------
    result : Released[ViewsResult]
    title : str
        Replaces the generated finding.
    """
    return _figures(result, title) or _nothing(result, "views-shares", "Answers as shares")


@renders(ConfidenceResult)
def confidence(result: ConfidenceResult, title: str = "") -> list[Figure] | Absence:
    """Draw the measures of confidence and of perceived anti-social behaviour, each in a row of its own."""
    said = title or "Confidence and perceived anti-social behaviour, each measure by itself"
    return _figures(result, said) or _nothing(result, "confidence-shares", "Confidence as shares")


def _nothing(result: Any, section: str, title: str) -> Absence:
    because = "no share with a base that allows one to be drawn was given"
    return absence(NotAvailable(section, result.element, title, because))


def _figures(result: Any, title: str) -> list[Figure]:
    found = []
    for frame, random in ((result.table, True), (result.open_table, False)):
        drawn = frame.loc[frame["value"].notna()]
        if len(drawn):
            found.append(shares(result, drawn, random=random, title=title))
    return found


def shares(
    result: Any,
    frame: pd.DataFrame,
    *,
    random: bool,
    title: str = "",
    name: str = "",
    at_right: str = "value",
) -> Figure:
    """Draw shares, one row for each answer, residents and workers apart where both were asked.

    Parameters
    ----------
    result : a result with a basis
    frame : DataFrame
        Rows with the columns of shares, in the order to be drawn, without withheld ones.
    random : bool
        Whether people were drawn at random, so that intervals are drawn.
    title, name : str
    at_right : str
        The column of what stands to the right of each row: "value", or one of words.
    """
    groups, rows = _apart(frame)
    keys = list(dict.fromkeys(_label(row, groups) for row in rows))[:MOST_ROWS]
    level = words.level(confidence_of(result))
    sure = f", {level} interval" if random else ", chose to answer"
    series = [
        _series(rows, keys, groups, group, f"{group or 'those asked'}{sure}", at)
        for at, group in enumerate(groups)
    ]
    with figure.canvas(_height(keys, len(series))) as (drawing, axes):
        right = [_right(rows, key, groups, at_right) for key in keys]
        intervals.draw(axes, keys, series, right, label_width=LABEL_WIDTH, label_lines=LABEL_LINES)
        axes.set_xlim(0, _end(rows))
        figure.key_above(axes, columns=1, handles=intervals.key_handles(series))
        return figure.finish(
            drawing,
            section=result.section,
            name=name or ("" if random else "open"),
            title=title or finding(rows, random=random),
            measure="Share of people asked (%)" if random else "Share of those who chose to answer (%)",
            basis=result.basis,
            period=view_words.dates(frame),
            chart="Dot chart with intervals" if random else "Dot chart without intervals",
            data=_data(result, frame, random=random),
            detail="" if random else "These shares stand for those who answered only.",
            source_text=view_words.sources(frame),
        )


def finding(rows: list[dict[str, Any]], *, random: bool) -> str:
    """Return the answer with the largest share as the finding of a figure."""
    top = max(rows, key=lambda row: float(row["value"]))
    asked = words.in_sentence(str(top["question"])).rstrip(".")
    return f"{words.percent(top['value'])}{'' if random else ' of respondents'}: {asked}"


def _height(labels: list[str], series: int = 1) -> float:
    """Return the height of a chart whose rows have room for the longest label and for every series."""
    lines = max(words.wrapped(label, LABEL_WIDTH, LABEL_LINES).count("\n") + 1 for label in labels)
    row = max(0.22 * lines + 0.12, intervals.ROW_INCHES + 0.14 * (series - 1))
    return intervals.height(2) + row * len(labels) - 2 * intervals.ROW_INCHES + 0.2 * (series - 1)


def _end(rows: list[dict[str, Any]]) -> float:
    """Return the end of the axis of shares: the next 20% above the largest limit, 100% at the most."""
    largest = max(
        100 * float(value)
        for row in rows
        for value in (row["value"], row["ci_high"])
        if words.is_number(value)
    )
    return min(100.0, 20.0 * (largest // 20 + 1))


def _apart(frame: pd.DataFrame) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the groups to draw as series, and the rows: residents and workers apart where both are told."""
    rows = frame.to_dict("records")
    groups = list(dict.fromkeys(str(row["group"] or "") for row in rows))
    if set(APART) <= set(groups):
        kept = [row for row in rows if row["group"] in APART]
        answers = {row["question"] for row in kept}
        # An answer that may be told only of both together keeps that row.
        rows = [row for row in rows if row["group"] in APART or row["question"] not in answers]
        groups = list(dict.fromkeys(str(row["group"] or "") for row in rows))
    return (groups, rows) if len(groups) <= len(STYLES) else ([""], rows)


def _label(row: dict[str, Any], groups: list[str]) -> str:
    group = str(row["group"] or "")
    question = words.at_start(str(row["question"]))
    return f"{question} ({group})" if groups == [""] and group else question


def _of(rows: list[dict[str, Any]], key: str, groups: list[str], group: str) -> dict[str, Any] | None:
    found = [
        row
        for row in rows
        if _label(row, groups) == key and (groups == [""] or str(row["group"] or "") == group)
    ]
    return found[0] if found else None


def _series(
    rows: list[dict[str, Any]], keys: list[str], groups: list[str], group: str, label: str, at: int
) -> intervals.Series:
    found = [_of(rows, key, groups, group) for key in keys]
    colour, marker = STYLES[at]

    def column(name: str) -> list[float]:
        return [float("nan") if row is None else 100 * float(row[name]) for row in found]

    middle = (len(groups) - 1) / 2
    return intervals.Series(
        label=words.at_start(label), values=column("value"), lows=column("ci_low"), highs=column("ci_high"),
        colour=colour, marker=marker, offset=0.24 * (at - middle),
    )  # fmt: skip


def _right(rows: list[dict[str, Any]], key: str, groups: list[str], column: str) -> str:
    found = [row for group in groups if (row := _of(rows, key, groups, group)) is not None]
    if column != "value":
        return str(found[0][column])
    return "\n".join(words.percent(row["value"]) for row in found)


def _data(result: Any, frame: pd.DataFrame, *, random: bool) -> Table:
    level = words.level(confidence_of(result))
    columns = [
        Column("question", "Answer"),
        Column("group", "Who was asked"),
        Column("share", "Share (%)", "percent", 1),
        Column("interval", f"{level} interval (%)", "interval", 1, "ci_low", "ci_high"),
        Column("base", "Asked", "count"),
    ]
    rows = []
    for row in frame.to_dict("records"):
        ends = (row["ci_low"], row["ci_high"])
        known = words.known(*ends)
        shown = tuple(100 * float(end) for end in ends) if known else (NOT_APPLICABLE, NOT_APPLICABLE)
        rows.append(
            (row["question"], row["group"] or "not stated", 100 * float(row["value"]), shown, row["base"])
        )
    note = "" if random else view_words.OPEN_NOTE + "."
    return figure.data_table(
        result.section, "" if random else "open", "Shares of answers", columns, rows, note
    )


@renders(ViewChangesResult)
def view_changes(result: ViewChangesResult, title: str = "") -> Figure | Absence:
    """Draw the difference between two waves for every question, with its interval and the margin.

    Parameters
    ----------
    result : Released[ViewChangesResult]
    title : str
        Replaces the generated finding.
    """
    table = result.table.loc[result.table["difference"].notna()].head(2 * MOST_ROWS)
    if table.empty:
        because = "no question was asked in the same words of enough people in both waves"
        return absence(NotAvailable("view_changes-points", result.element, "Waves side by side", because))
    clear = table["verdict"].astype(str).isin(["higher", "lower"])
    series = intervals.Series(
        label=f"now less before, {words.level(confidence_of(result))} interval",
        values=list(100 * table["difference"].astype(float)),
        lows=list(100 * table["ci_low"].astype(float)),
        highs=list(100 * table["ci_high"].astype(float)),
        hollow=list(~clear),
    )
    labels = [words.at_start(str(question)) for question in table["question"]]
    with figure.canvas(_height(labels)) as (drawing, axes):
        right = [view_words.signed(value) for value in table["difference"]]
        intervals.draw(axes, labels, [series], right, label_width=LABEL_WIDTH, label_lines=LABEL_LINES)
        band = 100 * result.margin
        axes.axvspan(-band, band, color=palette.PALE_GREY, zorder=0, linewidth=0)
        axes.axvline(0, color=palette.DARK_GREY, linewidth=1.4, zorder=1)
        handles = intervals.key_handles(
            [series], hollow="no clear difference", band=f"within {view_words.points(result.margin)}"
        )
        figure.key_above(axes, columns=1, handles=handles)
        return figure.finish(
            drawing,
            section=result.section,
            title=title or _finding(table),
            measure="Change in the share of people asked (percentage points)",
            basis=result.basis,
            period=_waves(table),
            chart="Dot chart with intervals",
            data=_change_data(result, table),
            source_text=figure.sentence("; ".join(dict.fromkeys(table["series"]))),
        )


def _finding(table: pd.DataFrame) -> str:
    clear = table.loc[table["verdict"].astype(str).isin(["higher", "lower"])]
    if clear.empty:
        return "No answer is clearly higher or lower than before"
    if len(clear) == 1:
        row = clear.iloc[0]
        asked = words.in_sentence(str(row["question"])).rstrip(".")
        return f"{words.at_start(str(row['verdict']))} than before: {asked}"
    return f"{len(clear)} of {len(table)} answers are clearly higher or lower than before"


def _waves(table: pd.DataFrame) -> str:
    pairs = [
        f"{words.month_label(before[:7])} and {words.month_label(now[:7])}"
        for before, now in zip(table["date_before"], table["date"], strict=True)
    ]
    return "; ".join(dict.fromkeys(pairs))


def _change_data(result: ViewChangesResult, table: pd.DataFrame) -> Table:
    columns = (
        Column("question", "Answer"),
        Column("before", "Before (%)", "percent", 1),
        Column("now", "Now (%)", "percent", 1),
        Column("difference", "Difference (points)", "number", 1),
        Column(
            "interval", f"{words.level(confidence_of(result))} interval", "interval", 1, "ci_low", "ci_high"
        ),
        Column("said", "Now, against before"),
    )
    rows = [
        (
            words.at_start(str(row["question"])), 100 * row["value_before"], 100 * row["value"],
            100 * row["difference"],
            (100 * row["ci_low"], 100 * row["ci_high"]), verdict_words(row, result.margin),
        )
        for row in table.to_dict("records")
    ]  # fmt: skip
    return figure.data_table(result.section, "", "Two waves side by side", columns, rows)
