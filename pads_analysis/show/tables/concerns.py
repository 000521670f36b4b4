"""Tables of concerns, of who answered, of what they wrote, and of meetings (statutory element e)."""

from __future__ import annotations

import pandas as pd

from pads_analysis.assess.meetings import RULE
from pads_analysis.assess.result import (
    CommentsResult,
    ConcernGapResult,
    ConcernsResult,
    MeetingsResult,
    RespondentsResult,
)
from pads_analysis.show import view_words, words
from pads_analysis.show.cells import NOT_APPLICABLE, Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.tables.build import caption_of, filled, table
from pads_analysis.show.tables.views import shares

PLACES_NOTE = (
    "Places are intervals for all concerns of a list together: 1 is named by most, and concerns whose "
    "places overlap cannot "
    "be told apart by them"
)


@renders(ConcernsResult)
def concerns(result: ConcernsResult) -> list[Table]:
    """List every concern with its share and the interval of its place; those who chose to answer apart, "
    "without places."""
    found = []
    if len(result.table):
        frame = view_words.printable(result.table)
        frame["place"] = [
            view_words.places(low, high) for low, high in result.table[["rank_low", "rank_high"]].to_numpy()
        ]
        columns = view_words.share_columns(words.level(confidence_of(result)), "Concern", random=True)
        columns.insert(4, Column("place", "Place", "value"))
        columns, survey = view_words.without_sameness(frame, columns)
        found.append(
            table(
                frame,
                columns,
                section=result.section,
                caption=caption_of(
                    "Concerns: people drawn at random", result.basis, view_words.dates(result.table)
                ),
                notes=(
                    PLACES_NOTE,
                    *(f"Asked: {heading}" for heading in dict.fromkeys(result.table["heading"])),
                    view_words.RANDOM_NOTE,
                    survey,
                    f"Shares and places are withheld under {words.count(result.least)} answers",
                    *result.basis.notes,
                ),
            )
        )
    if len(result.open_table):
        what = "Concerns: views of respondents who chose to answer"
        notes = ("The order of the rows is that of the question or of the answers, and no place is claimed",)
        found.append(shares(result, result.open_table, "Concern", what, "open", False, notes))
    return found


@renders(ConcernGapResult)
def concern_gap(result: ConcernGapResult) -> Table:
    """List every concern with its share, what was recorded, both places as intervals, and what may be said."""
    level = words.level(confidence_of(result))
    frame = result.table.copy()
    for column in ("value", "ci_low", "ci_high"):
        frame[column] = (100 * frame[column].astype("float64")).astype(object)
        frame[column] = frame[column].where(frame[column].notna(), NOT_APPLICABLE)
    frame["place"] = [
        view_words.places(*ends) for ends in result.table[["shared_low", "shared_high"]].to_numpy()
    ]
    frame["recorded"] = [
        view_words.places(*ends) for ends in result.table[["recorded_low", "recorded_high"]].to_numpy()
    ]
    frame["overall"] = [
        view_words.places(*ends) for ends in result.table[["rank_low", "rank_high"]].to_numpy()
    ]
    for column in ("count", "count_low", "count_high"):
        frame[column] = frame[column].astype(object).where(frame[column].notna(), NOT_APPLICABLE)
    frame["offence_name"] = frame["offence_name"].where(frame["offence_name"] != "", "none")
    frame["said"] = [gap_words(verdict) for verdict in frame["verdict"]]
    columns = (
        Column("question", "Concern"),
        Column("value", "Share (%)", "percent", 1),
        Column("interval", f"{level} interval (%)", "interval", 1, "ci_low", "ci_high"),
        Column("overall", "Place among all concerns", "value"),
        Column("offence_name", "Police category"),
        Column("count", "Recorded", "count"),
        Column("limits", f"{level} interval of the count", "interval", 0, "count_low", "count_high"),
        Column("place", "Place by concern, of those with a category", "value"),
        Column("recorded", "Place by count, of the same", "value"),
        Column("said", "What may be said"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of(
            f"Concerns ({result.survey}, {view_words.when(result.date)}) beside police recorded figures",
            result.basis,
        ),
        notes=(
            result.rule,
            PLACES_NOTE,
            "The interval of a count is about the rate that underlies it; months vary by more than chance, and that is "
            "allowed for",
            *result.basis.notes,
        ),
    )


def gap_words(verdict: str) -> str:
    """Return what may be said of a concern beside the records."""
    return {
        "no police category": "the police figures cannot show it",
        "higher in concern": "higher in concern than in the records",
        "lower in concern": "lower in concern than in the records",
    }.get(verdict, verdict)


@renders(RespondentsResult)
def respondents(result: RespondentsResult) -> list[Table]:
    """List the surveys with how people were asked and what weights cost, and the profile beside the population."""
    frame = result.surveys.copy()
    frame["when"] = [
        f"{view_words.when(row.first)} to {view_words.when(row.last)}"
        for row in frame[["first", "last"]].itertuples(index=False)
    ]
    frame["sample"] = frame["sample"].map({"probability": "drawn at random", "open": "chose to answer"})
    for column in ("residents", "workers", "kish", "n_effective"):
        frame[column] = frame[column].astype(object).where(frame[column].notna(), NOT_APPLICABLE)
    columns = (
        Column("survey", "Survey"),
        Column("when", "Fieldwork"),
        Column("authority", "Run by"),
        Column("mode", "Mode"),
        Column("sample", "Who answered"),
        Column("asked", "Who was asked"),
        Column("respondents", "Answered", "count"),
        Column("residents", "Residents", "count"),
        Column("workers", "Workers", "count"),
        Column("kish", "Design effect of the weights", "number", 2),
        Column("n_effective", "Worth equal answers", "count"),
    )
    found = [
        table(
            frame,
            columns,
            section=result.section,
            name="surveys",
            caption=caption_of("Surveys of respondents held", result.basis, view_words.dates(result.surveys)),
            notes=(
                "People who live and work here count both as residents and as workers",
                "The design effect of the weights is Kish's; strata and clusters come on top and are "
                "allowed for in each "
                "interval",
            ),
        )
    ]
    if len(result.table):
        found.append(_profile(result))
    return found


def _profile(result: RespondentsResult) -> Table:
    frame = result.table.copy()
    for column in ("share", "weighted_share", "population_share", "difference"):
        frame[column] = (100 * frame[column].astype("float64")).astype(object)
        frame[column] = frame[column].where(frame[column].notna(), NOT_APPLICABLE)
    frame["profile"] = [words.at_start(str(name)) for name in frame["profile"]]
    columns = (
        Column("survey", "Survey"),
        Column("profile", "By"),
        Column("category", "Category"),
        Column("count", "Answered", "count"),
        Column("share", "Respondents (%)", "percent", 1),
        Column("weighted_share", "After weighting (%)", "percent", 1),
        Column("population_share", "Population (%)", "percent", 1),
        Column("difference", "Respondents less population (points)", "number", 1),
    )
    sources = dict.fromkeys(f"Population by {row.profile}: {row.source}" for row in result.table.itertuples())
    return table(
        frame,
        columns,
        section=result.section,
        name="profile",
        caption=caption_of("Respondents beside the population", result.basis, view_words.dates(result.table)),
        notes=(
            *sources,
            "Nothing is tested: the table describes those who answered",
            f"Shares are of those whose category is known, and not printed under {words.count(result.least)} of them",
        ),
    )


@renders(CommentsResult)
def comments(result: CommentsResult) -> Table:
    """List how many comments mention each code."""
    frame = result.table.copy()
    frame["code"] = [view_words.code(code) for code in frame["code"]]
    frame["value"] = (100 * frame["value"].astype("float64")).astype(object)
    frame["value"] = frame["value"].where(frame["value"].notna(), NOT_APPLICABLE)
    asked = frame[["survey", "question"]].drop_duplicates()
    alone = len(asked) == 1
    columns = (
        *(() if alone else (Column("survey", "Survey"), Column("question", "Question"))),
        Column("code", "Code"),
        Column("count", "Comments", "count"),
        Column("base", "Of comments", "count"),
        Column("value", "Share (%)", "percent", 0),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("What comments mention", result.basis, view_words.dates(result.table)),
        notes=(
            f"{asked.iloc[0, 0]}: {asked.iloc[0, 1]}" if alone else "",
            "A comment may carry several codes, so counts add up to more than the comments",
            "Codes are the partnership's own words and phrases; people chose whether to write, so no "
            "interval is stated",
            f"No share is printed under {words.count(result.least)} comments",
        ),
    )


@renders(MeetingsResult)
def meetings(result: MeetingsResult) -> list[Table]:
    """List the years with whether a public meeting lies in them, and the log."""
    years = result.years.assign(
        year=[f"{row.first:%B %Y} to {row.last:%B %Y}" for row in result.years.itertuples()],
        standing=["met" if met else "not met" for met in result.years["met"]],
        when=[view_words.when(value) or "none" for value in result.years["date"]],
        title=[str(value) or "none" for value in result.years["title"]],
    )
    columns = (
        Column("year", "Twelve months"),
        Column("standing", "A public meeting was held"),
        Column("when", "The latest"),
        Column("title", "What it was"),
        Column("n", "Public meetings", "count"),
    )
    found = table(
        years,
        columns,
        section=result.section,
        name="years",
        caption=caption_of("A public meeting in every year", result.basis),
        notes=(RULE,),
    )
    return [found, _log(result)]


def _log(result: MeetingsResult) -> Table:
    frame = filled(result.table, ("held_by", "reached", "said"))
    frame["when"] = [_span(row.date, row.last) for row in result.table.itertuples()]
    frame["attendance"] = frame["attendance"].astype(object).where(frame["attendance"].notna(), "not counted")
    columns = (
        Column("when", "Date"),
        Column("title", "What it was"),
        Column("kind", "Kind"),
        Column("public", "Open to anyone", "flag"),
        Column("attendance", "Attended", "count"),
        Column("held_by", "Held by"),
        Column("reached", "Groups reached"),
        Column("said", "What was said"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("Meetings and consultations", result.basis, _dates(result.table)),
        notes=("What was said is the partnership's record of it",),
    )


def _span(first: str, last: str) -> str:
    return f"{view_words.when(first)} to {view_words.when(last)}" if last else view_words.when(first)


def _dates(frame: pd.DataFrame) -> str:
    ordered = sorted([*frame["date"], *(last for last in frame["last"] if last)])
    ends = dict.fromkeys((ordered[0], ordered[-1]))
    return " to ".join(words.month_label(each[:7] + "-01") for each in ends)
