"""What people who live or work here answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import NotAvailable, ViewsResult
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import NOT_APPLICABLE, Column, json_safe
from pads_analysis.show.charts import intervals
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import absence, confidence_of, renders

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.show.display import Absence

MOST_ROWS = 12


@renders(ViewsResult)
def views(result: ViewsResult, title: str = "") -> Figure | Absence:
    """Draw shares with intervals for probability samples; other surveys are squares without an interval.

    Parameters
    ----------
    result : Released[ViewsResult]
    title : str
        Replaces the generated finding.
    """
    table = result.table.loc[result.table["value"].notna()]
    table = table.sort_values("value", ascending=False, kind="stable").head(MOST_ROWS)
    if table.empty:
        return absence(
            NotAvailable("views-shares", result.element, "Answers as shares", "no share was published")
        )
    random = table["probability"].astype(bool)
    level = words.level(confidence_of(result))
    series = [
        _series(table, random, f"random sample, {level} interval", palette.NAVY, "o", with_interval=True),
        _series(table, ~random, "not a random sample", palette.ORANGE, "s", with_interval=False),
    ]
    series = [each for each in series if any(words.is_number(value) for value in each.values)]
    with figure.canvas(intervals.height(len(table)) + 0.5 * len(table)) as (drawing, axes):
        shares = [words.percent(value) for value in table["value"]]
        labels = [_label(row) for row in table.to_dict("records")]
        intervals.draw(axes, labels, series, shares, label_width=26, label_lines=4)
        axes.set_xlim(0, 100)
        figure.key_above(axes, columns=1, handles=intervals.key_handles(series))
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(table),
            measure="Share of respondents (%)",
            basis=result.basis,
            chart="Dot chart with intervals",
            data=_data(result, table),
            source_text=sources(table) or figure.source_line(result.basis),
        )


def finding(table: pd.DataFrame) -> str:
    """Return the answer with the largest share, of random samples where there are any."""
    random = table.loc[table["probability"].astype(bool)]
    top = (random if len(random) else table).iloc[0]
    return f"{words.percent(top['value'])}: {words.wrapped(str(top['question']), 200)}"


def sources(table: pd.DataFrame) -> str:
    """Return the publications the answers come from, with their dates."""
    named = [
        f"{row['source']}, {words.day(json_safe(row['date']))}"
        if not words.is_missing(row["date"])
        else str(row["source"])
        for row in table.to_dict("records")
        if str(row["source"] or "").strip()
    ]
    return figure.sentence("; ".join(dict.fromkeys(named)))


def _label(row: dict) -> str:
    group = str(row.get("group") or "").strip()
    return f"{row['question']} ({group})" if group else str(row["question"])


def _series(
    table: pd.DataFrame, chosen: pd.Series, label: str, colour: str, marker: str, *, with_interval: bool
) -> intervals.Series:
    missing = [float("nan")] * len(table)
    return intervals.Series(
        label=label,
        values=list(100 * table["value"].astype(float).where(chosen)),
        lows=list(100 * table["ci_low"].astype(float).where(chosen)) if with_interval else missing,
        highs=list(100 * table["ci_high"].astype(float).where(chosen)) if with_interval else missing,
        colour=colour,
        marker=marker,
    )


def _data(result: ViewsResult, table: pd.DataFrame) -> Table:
    columns = (
        Column("question", "Question"),
        Column("share", "Share (%)", "percent", 1),
        Column(
            "interval", f"{words.level(confidence_of(result))} interval", "interval", 1, "ci_low", "ci_high"
        ),
        Column("base", "Answers", "count"),
    )
    rows = []
    for row in table.to_dict("records"):
        ends = (row["ci_low"], row["ci_high"])
        shown = tuple(100 * float(end) if words.is_number(end) else None for end in ends)
        shown = shown if row["probability"] else (NOT_APPLICABLE, NOT_APPLICABLE)
        rows.append((_label(row), 100 * float(row["value"]), shown, row["base"]))
    note = "An interval is given for random samples only." if not all(table["probability"]) else ""
    return figure.data_table(result.section, "", "Shares of answers", columns, rows, note)
