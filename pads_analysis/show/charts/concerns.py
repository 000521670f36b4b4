"""Concerns with their places, and concerns beside what the police recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import ConcernGapResult, ConcernsResult, NotAvailable
from pads_analysis.show import figure, palette, view_words, words
from pads_analysis.show.cells import NOT_APPLICABLE, Column
from pads_analysis.show.charts import intervals
from pads_analysis.show.charts.views import LABEL_LINES, MOST_ROWS, shares
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import absence, confidence_of, renders
from pads_analysis.show.tables.concerns import gap_words

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.show.display import Absence


@renders(ConcernsResult)
def concerns(result: ConcernsResult, title: str = "") -> list[Figure] | Absence:
    """Draw the share of every concern with its interval, and its place to the right; one figure for each group asked.

    Parameters
    ----------
    result : Released[ConcernsResult]
    title : str
        Replaces the generated finding.
    """
    found = []
    for at, (_, part) in enumerate(result.table.groupby("list_id", sort=False) if len(result.table) else ()):
        drawn = part.loc[part["value"].notna()]
        if drawn.empty:
            continue
        drawn = drawn.assign(
            place=[
                f"{words.percent(row['value'])}\n{view_words.place(row).removeprefix('place ') or 'no place'}"
                for row in drawn.to_dict("records")
            ]
        )
        name = "" if at == 0 else f"list-{at + 1}"
        found.append(
            shares(result, drawn, random=True, title=title or _finding(drawn), name=name, at_right="place")
        )
    if not found:
        because = "no concern has a share that may be printed with an interval"
        return absence(NotAvailable("concerns-shares", result.element, "Concerns as shares", because))
    return found


def _finding(part: pd.DataFrame) -> str:
    first = part.loc[part["first"].astype(bool)]
    group = str(part["group"].iloc[0] or "those asked")
    if len(first):
        return f"Named most by {group}: {_named(first)}"
    return f"Which concern {group} name most cannot be told"


@renders(ConcernGapResult)
def concern_gap(result: ConcernGapResult, title: str = "") -> Figure:
    """Draw every concern's share and, beside it, what the police recorded, both with intervals.

    Parameters
    ----------
    result : Released[ConcernGapResult]
    title : str
        Replaces the generated finding.
    """
    table = result.table.head(MOST_ROWS)
    level = words.level(confidence_of(result))
    left = intervals.Series(
        label=f"share of people asked, {level} interval",
        values=list(100 * table["value"].astype(float)),
        lows=list(100 * table["ci_low"].astype(float)),
        highs=list(100 * table["ci_high"].astype(float)),
    )
    right = intervals.Series(
        label=f"recorded in the period, {level} interval",
        values=list(table["count"].astype(float)),
        lows=list(table["count_low"].astype(float)),
        highs=list(table["count_high"].astype(float)),
        colour=palette.ORANGE,
        marker="s",
    )
    with figure.canvas(intervals.height(len(table)) + 0.3 * len(table), (1, 2), sharey=True) as (
        drawing,
        both,
    ):
        people, records = both
        labels = [f"{row.question}{_mark(row.verdict)}" for row in table.itertuples()]
        intervals.draw(people, labels, [left], label_width=20, label_lines=LABEL_LINES)
        intervals.draw(records, labels, [right], label_width=20, label_lines=LABEL_LINES)
        people.set_xlim(0, None)
        people.set_xlabel("Share (%)")
        records.set_xlim(0, None)
        figure.thousands(records.xaxis)
        records.xaxis.get_major_locator().set_params(nbins=3)
        records.set_xlabel("Recorded")
        records.tick_params(axis="y", length=0)
        for row, verdict in enumerate(table["verdict"]):
            if verdict == "no police category":
                records.text(
                    0.04, row, "no police\ncategory", transform=records.get_yaxis_transform(), va="center", fontsize=12,
                    color=palette.DARK_GREY,
                )  # fmt: skip
        figure.key_above(people, columns=1, handles=intervals.key_handles([left, right]))
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(table),
            measure="Share of people asked who name it (%), and police recorded crimes and incidents",
            basis=result.basis,
            chart="Two dot charts with intervals",
            data=_gap_data(result, table),
            detail="Marked * where both places lie apart by the rule." if _apart(table) else "",
            source_text=_sources(result),
        )


def finding(table: pd.DataFrame) -> str:
    """Return what the figure of concerns beside records shows, in a few words."""
    telling = table.loc[table["verdict"].isin(["no police category", "higher in concern"])]
    telling = telling.sort_values(["rank_high", "rank_low"], kind="stable").head(1)
    if len(telling) and telling["verdict"].iloc[0] == "no police category":
        return f"The police figures cannot show: {_named(telling)}"
    if len(telling):
        return f"Higher in concern than in the records: {_named(telling)}"
    return "No concern stands clearly apart from the records"


def _named(part: pd.DataFrame) -> str:
    return words.in_sentence(str(part["question"].iloc[0])).rstrip(".")


def _mark(verdict: str) -> str:
    return "*" if verdict in ("higher in concern", "lower in concern") else ""


def _apart(table: pd.DataFrame) -> bool:
    return bool(table["verdict"].isin(["higher in concern", "lower in concern"]).any())


def _sources(result: ConcernGapResult) -> str:
    records = figure.source_line(
        type(result.basis)(
            result.basis.place,
            result.basis.period,
            tuple(kind for kind in result.basis.source_kinds if kind not in ("survey", "views")),
        ),
        per_resident=False,
    )
    return f"{result.survey}, {view_words.when(result.date)}; {records}"


def _gap_data(result: ConcernGapResult, table: pd.DataFrame) -> Table:
    level = words.level(confidence_of(result))
    columns = (
        Column("question", "Concern"),
        Column("share", "Share (%)", "percent", 1),
        Column("interval", f"{level} interval (%)", "interval", 1, "ci_low", "ci_high"),
        Column("count", "Recorded", "count"),
        Column("limits", f"{level} interval of the count", "interval", 0, "count_low", "count_high"),
        Column("said", "What may be said"),
    )
    none = (NOT_APPLICABLE, NOT_APPLICABLE)
    rows = [
        (
            row["question"],
            100 * row["value"] if words.is_number(row["value"]) else NOT_APPLICABLE,
            (100 * row["ci_low"], 100 * row["ci_high"]) if words.is_number(row["ci_low"]) else none,
            row["count"] if words.is_number(row["count"]) else NOT_APPLICABLE,
            (row["count_low"], row["count_high"]) if words.is_number(row["count"]) else none,
            gap_words(row["verdict"]),
        )
        for row in table.to_dict("records")
    ]
    return figure.data_table(result.section, "", "Concerns beside what the police recorded", columns, rows)
