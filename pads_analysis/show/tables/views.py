"""Tables of what people who live or work here answered, and of how that changed (statutory element e)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from pads_analysis.assess.result import ConfidenceResult, ViewChangesResult, ViewsResult
from pads_analysis.show import view_words, words
from pads_analysis.show.cells import NOT_APPLICABLE, Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.tables.build import caption_of, table

if TYPE_CHECKING:
    from collections.abc import Sequence


@renders(ViewsResult)
def views(result: ViewsResult) -> list[Table]:
    """List answers of people drawn at random, of people who chose to answer, and published ones, each apart."""
    return _parts(result, "Answer", "What people answered")


@renders(ConfidenceResult)
def confidence(result: ConfidenceResult) -> list[Table]:
    """List the measures of confidence and of perceived anti-social behaviour, apart by how people were asked."""
    return _parts(
        result,
        "Measure",
        "Confidence, and how big a problem anti-social behaviour is felt to be",
        "The question on the police and the council and the one on the police and other public services are two "
        "measures, which are never joined or compared",
        *result.scale,
    )


def _parts(result: Any, question: str, what: str, *notes: str) -> list[Table]:
    found = []
    if len(result.table):
        found.append(
            shares(result, result.table, question, f"{what}: people drawn at random", "", True, notes)
        )
    if len(result.open_table):
        name = f"{what}: views of respondents who chose to answer"
        found.append(shares(result, result.open_table, question, name, "open", False, notes))
    if len(result.published):
        found.append(_published(result, question))
    return found


def shares(
    result: Any,
    frame: pd.DataFrame,
    question: str,
    what: str,
    name: str,
    random: bool,
    notes: Sequence[str] = (),
) -> Table:
    """Return a table of shares of people drawn at random, or of people who chose to answer."""
    base = words.count(result.least)
    printed = view_words.printable(frame)
    columns = view_words.share_columns(words.level(confidence_of(result)), question, random=random)
    columns, survey = view_words.without_sameness(printed, columns)
    return table(
        printed,
        columns,
        section=result.section,
        name=name,
        caption=caption_of(what, result.basis, view_words.dates(frame)),
        notes=(
            *((view_words.RANDOM_NOTE, view_words.DESIGN_NOTE) if random else (view_words.OPEN_NOTE,)),
            f"A share is withheld under {base} answers"
            + (", or where its interval is wider than 10 points either side" if random else ""),
            survey,
            *notes,
            *result.basis.notes,
        ),
    )


def _published(result: Any, question: str) -> Table:
    frame = result.published.copy()
    for column in ("value", "comparator", "value_before"):
        frame[column] = (100 * frame[column].astype("float64")).astype(object)
    for column in ("comparator", "value_before"):
        frame[column] = frame[column].where(frame[column].notna(), NOT_APPLICABLE)
    frame["when"] = [view_words.when(value) or "not dated" for value in frame["date"]]
    for column in ("group", "comparator_name", "source"):
        frame[column] = [
            str(value) if str(value or "").strip() else "not stated" for value in frame[column].fillna("")
        ]
    columns = (
        Column("question", question),
        Column("group", "Who was asked"),
        Column("value", "Share (%)", "percent", 0),
        Column("when", "Date"),
        Column("value_before", "A year before (%)", "percent", 0),
        Column("comparator", "Compared area (%)", "percent", 0),
        Column("comparator_name", "Area"),
        Column("source", "Source"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        name="published",
        caption=caption_of(
            "Shares published without a base", result.basis, view_words.dates(result.published)
        ),
        notes=(view_words.PUBLISHED_NOTE,),
    )


@renders(ViewChangesResult)
def view_changes(result: ViewChangesResult) -> Table:
    """List both waves of every question with the difference, its interval and the verdict, or why there is none."""
    level = words.level(confidence_of(result))
    frame = result.table.copy()
    for column in ("value", "value_before"):
        frame[column] = (100 * frame[column].astype("float64")).astype(object)
        frame[column] = frame[column].where(frame[column].notna(), NOT_APPLICABLE)
    for column in ("difference", "ci_low", "ci_high"):
        frame[column] = (100 * frame[column].astype("float64")).astype(object)
        frame[column] = frame[column].where(frame[column].notna(), NOT_APPLICABLE)
    frame["question"] = [words.at_start(str(question)) for question in frame["question"]]
    frame["said"] = [verdict_words(row, result.margin) for row in result.table.to_dict("records")]
    frame["waves"] = [
        f"{view_words.when(row.date_before)} and {view_words.when(row.date)}" for row in frame.itertuples()
    ]
    columns = (
        Column("question", "Answer"),
        Column("value_before", "Before (%)", "percent", 1),
        Column("value", "Now (%)", "percent", 1),
        Column("difference", "Difference (points)", "number", 1),
        Column("interval", f"{level} interval (points)", "interval", 1, "ci_low", "ci_high"),
        Column("said", "Now, against before"),
        Column("base_before", "Asked before", "count"),
        Column("base", "Asked now", "count"),
        *(
            (Column("series", "Survey"), Column("waves", "Waves"))
            if len(frame[["series", "waves"]].drop_duplicates()) > 1
            else ()
        ),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("The two newest waves side by side", result.basis, view_words.dates(result.table)),
        notes=(
            result.rule,
            "; ".join(
                f"{series}: {waves}"
                for series, waves in frame[["series", "waves"]].drop_duplicates().to_numpy()
            ),
            "Too uncertain to say does not mean that nothing changed",
            *(f"Not compared: {reason}" for reason in result.not_compared),
        ),
    )


def verdict_words(row: dict[str, Any], margin: float) -> str:
    """Return the verdict on a difference of two waves as printed in a table."""
    if str(row["why"] or "").strip():
        return f"not compared: {row['why']}"
    warning = f" ({row['warning']})" if str(row["warning"] or "").strip() else ""
    one_side = words.known(row["ci_low"], row["ci_high"]) and (row["ci_low"] > 0 or row["ci_high"] < 0)
    said = {"higher": "higher", "lower": "lower", "similar": "similar"}.get(str(row["verdict"]))
    if said is None:
        said = f"not clear (may be under {view_words.points(margin)})" if one_side else "too uncertain to say"
    return said + warning
