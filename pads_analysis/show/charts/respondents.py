"""Who answered beside the population, what comments mention, and when meetings were held."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pads_analysis.assess.result import CommentsResult, MeetingsResult, NotAvailable, RespondentsResult
from pads_analysis.data.surveys.held import NOT_CODED
from pads_analysis.show import figure, palette, view_words, words
from pads_analysis.show.cells import Column
from pads_analysis.show.charts import intervals
from pads_analysis.show.exhibits import Figure
from pads_analysis.show.opening import absence, renders

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.show.display import Absence

MOST_ROWS = 16
MOST_CODES = 12


@renders(RespondentsResult)
def respondents(result: RespondentsResult, title: str = "") -> list[Figure] | Absence:
    """Draw each category's share of respondents beside its share of the population, one figure for each survey."""
    told = result.table.loc[result.table["share"].notna() & result.table["population_share"].notna()]
    if told.empty:
        because = "no map gives shares of the population to compare respondents with"
        do = "Add profile to the map of the survey."
        return absence(
            NotAvailable("respondents-profile", result.element, "Respondents as shares", because, do)
        )
    found = []
    for at, ((survey, when), part) in enumerate(told.groupby(["survey", "date"], sort=False)):
        rows = part.head(MOST_ROWS)
        missing = [float("nan")] * len(rows)
        pairs = (
            ("share", "respondents", palette.NAVY, "o", -0.12),
            ("population_share", "population", palette.ORANGE, "s", 0.12),
        )
        series = [
            intervals.Series(
                label, list(100 * rows[name].astype(float)), missing, missing, colour, marker, offset=offset
            )
            for name, label, colour, marker, offset in pairs
        ]
        labels = [f"{words.at_start(str(row.profile))}: {row.category}" for row in rows.itertuples()]
        right = [f"{view_words.signed(value)} points" for value in rows["difference"]]
        with figure.canvas(intervals.height(len(rows))) as (drawing, axes):
            intervals.draw(axes, labels, series, right, label_width=22, label_lines=2)
            axes.set_xlim(0, None)
            figure.key_above(axes, handles=intervals.key_handles(series))
            columns = (
                Column("category", "Category"),
                Column("share", "Respondents (%)", "percent", 1),
                Column("population", "Population (%)", "percent", 1),
                Column("difference", "Difference (points)", "number", 1),
            )
            data = [
                (label, 100 * row.share, 100 * row.population_share, 100 * row.difference)
                for label, row in zip(labels, rows.itertuples(), strict=True)
            ]
            name = "" if at == 0 else f"survey-{at + 1}"
            found.append(
                figure.finish(
                    drawing,
                    section=result.section,
                    name=name,
                    title=title or _finding(rows.to_dict("records")),
                    measure="Share of respondents and of the population (%)",
                    basis=result.basis,
                    period=view_words.when(when),
                    chart="Dot chart",
                    data=figure.data_table(
                        result.section, name, "Respondents beside the population", columns, data
                    ),
                    source_text=figure.sentence(f"{survey}; {'; '.join(dict.fromkeys(rows['source']))}"),
                )
            )
    return found


def _finding(rows: list[dict]) -> str:
    top = max(rows, key=lambda row: abs(row["difference"]))
    way = "more" if top["difference"] > 0 else "fewer"
    size = f"{view_words.points(top['difference'])} {way}"
    return f"{words.at_start(str(top['profile']))} {top['category']}: {size} than in the population"


@renders(CommentsResult)
def comments(result: CommentsResult, title: str = "") -> list[Figure] | Absence:
    """Draw how many comments mention each code, one figure for each question."""
    found = []
    for at, ((survey, question), part) in enumerate(result.table.groupby(["survey", "question"], sort=False)):
        rows = part.loc[(part["count"] > 0) & (part["code"] != NOT_CODED)].head(MOST_CODES)
        if rows.empty:
            continue
        name = "" if at == 0 else f"question-{at + 1}"
        with figure.canvas(intervals.height(len(rows))) as (drawing, axes):
            axes.barh(range(len(rows)), rows["count"], color=palette.NAVY, height=0.6)
            intervals.draw(
                axes,
                [words.at_start(view_words.code(code)) for code in rows["code"]],
                [],
                [words.count(value) for value in rows["count"]],
                label_width=22,
            )
            figure.thousands(axes.xaxis)
            columns = (Column("code", "Code"), Column("count", "Comments", "count"))
            top = rows.iloc[0]
            found.append(
                figure.finish(
                    drawing,
                    section=result.section,
                    name=name,
                    title=title or _most(top),
                    measure="Comments that mention each code",
                    basis=result.basis,
                    period=view_words.when(part["date"].iloc[0]),
                    chart="Bar chart",
                    data=figure.data_table(
                        result.section,
                        name,
                        "Comments by code",
                        columns,
                        [
                            (view_words.code(row.code), row.count_)
                            for row in rows.rename(columns={"count": "count_"}).itertuples()
                        ],
                    ),
                    detail="A comment may mention several.",
                    source_text=f"{survey}: {' '.join(str(question).split())}",
                )
            )
    if not found:
        because = "no comment carries a code of the codeframe"
        return absence(NotAvailable("comments-codes", result.element, "Comments by code", because))
    return found


def _most(top: pd.Series) -> str:
    code = words.in_sentence(view_words.code(str(top["code"])))
    return f"{words.count(top['count'])} of {words.plural(top['base'], 'comment')} mention {code}"


@renders(MeetingsResult)
def meetings(result: MeetingsResult, title: str = "") -> Figure:
    """Draw the meetings of the years looked at on a line of time, public ones apart from others."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    years = result.years
    rows = result.table
    first, last = years["first"].min(), years["last"].max()
    open_to_all = rows["public"].astype(bool) & (rows["kind"] == "meeting")
    with figure.canvas(2.6) as (drawing, axes):
        for at, (chosen, colour, marker) in enumerate(
            ((open_to_all, palette.NAVY, "o"), (~open_to_all, palette.ORANGE, "s"))
        ):
            days = [_day(text) for text in rows.loc[chosen, "date"]]
            axes.plot(days, [at] * len(days), marker, color=colour, markersize=9, linestyle="none")
        axes.set_yticks([0, 1], ["Public\nmeetings", "Other\nevents"])
        axes.set_ylim(1.5, -0.5)
        axes.set_xlim(first.date(), _month_end(last))
        locator = AutoDateLocator(minticks=3, maxticks=6)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
        for row in years.itertuples():
            axes.axvline(row.first.date(), color=palette.MID_GREY, linewidth=1, linestyle=":")
        columns = (
            Column("date", "Date"),
            Column("title", "What it was"),
            Column("kind", "Kind"),
            Column("public", "Open to anyone", "flag"),
        )
        data = [(view_words.when(row.date), row.title, row.kind, row.public) for row in rows.itertuples()]
        return figure.finish(
            drawing,
            section=result.section,
            title=title or _met(result),
            measure="Dates of meetings and consultations",
            basis=result.basis,
            period=f"{first:%B %Y} to {last:%B %Y}",
            chart="Timeline",
            data=figure.data_table(result.section, "", "Meetings and consultations", columns, data),
            detail="Dotted lines part the years that are looked at.",
            source_text="The partnership's log of meetings and consultations.",
        )


def _met(result: MeetingsResult) -> str:
    met, n = int(result.years["met"].sum()), len(result.years)
    if n == 1:
        return "A public meeting was held in the year" if met else "No public meeting is logged in the year"
    return f"A public meeting is logged in {met} of {n} years"


def _month_end(month: pd.Timestamp) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _day(text: str) -> date:
    parts = [int(part) for part in str(text).split("-")]
    return date(*parts) if len(parts) == 3 else date(parts[0], parts[1], 15)
