"""Tables of what a county's districts share, what lies across their borders, and what goes to the county."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pads_analysis.assess.result import CountyPrioritiesResult, CrossBorderResult, EscalationResult
from pads_analysis.show import words
from pads_analysis.show.cells import Column, json_safe
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.tables.build import places_taken, table, with_words

if TYPE_CHECKING:
    import pandas as pd

SPAN = "90% of draws"
MOST_SERIES = 10


@renders(CountyPrioritiesResult)
def county_priorities(result: CountyPrioritiesResult) -> list[Table]:
    """List issues by the districts that share them, what their changes have in common, and every district's list."""
    level = words.level(confidence_of(result))
    issues = result.issues.assign(
        shared=[shared_words(row) for row in result.issues.to_dict("records")],
        truly=[places_taken(row["first_low"], row["first_high"]) for row in result.issues.to_dict("records")],
        recording=["points to recording" if note else "" for note in result.issues["recording"]],
    )
    issues = with_words_of(issues, ("names_first", "names_maybe"), "none")
    shared = (
        Column("offence_name", "Issue"),
        Column("shared", "In the first tier of"),
        Column("truly", "Districts in which it truly leads (90%)"),
        Column("names_first", "In the first tier in"),
        Column("names_maybe", "May be in"),
    )
    pooled = issues.loc[issues["ratio"].notna()].assign(
        across=[
            row["recording"] or row["verdict"]
            for row in issues.loc[issues["ratio"].notna()].to_dict("records")
        ]
    )
    changes = (
        Column("offence_name", "Issue"),
        Column("ratio", "Mean ratio to the period before", "number", 2),
        Column("interval", f"{level} interval", "interval", 2, "ci_low", "ci_high"),
        Column(
            "expected",
            f"Where a further district would lie ({level})",
            "interval",
            2,
            "expected_low",
            "expected_high",
        ),
        Column("across", "Across the county", "verdict", low="ci_low", high="ci_high"),
        Column("n_higher", "Districts in which it clearly rose", "count"),
        Column("elsewhere_mean", "Mean ratio elsewhere", "interval", 2, "elsewhere_low", "elsewhere_high"),
    )
    scored = f"Scored on: {'; '.join(words.in_sentence(name) for name in result.criteria)}"
    drawn = f"{result.draws:,} draws of the weights and of the uncertain scores for each district"
    where = f"Elsewhere: the {level} interval of the mean over {result.elsewhere}" if result.elsewhere else ""
    return [
        table(
            issues, shared, section=result.section,
            caption=f"Issues that districts of {result.county_name} share, {result.basis.period}",
            notes=(scored, drawn, *result.basis.notes),
        ),
        table(
            pooled, changes, section=result.section, name="changes",
            caption=f"What the changes of {result.county_name}'s districts have in common, {result.basis.period}",
            notes=(
                "Random effects over districts (DerSimonian-Laird, interval of Hartung and Knapp); all issues are one "
                "family",
                where,
            ),
            empty="no change could be pooled: fewer than three districts can be compared with the period before.",
        ),
        _lists(result),
    ]  # fmt: skip


def shared_words(row: dict[str, object]) -> str:
    """Return the honest count: 4 of 6 districts; in 2 more it may be."""
    first, maybe = int(row["n_first"]), int(row["n_maybe"])
    more = f"; in {words.count(maybe)} more it may be" if maybe else ""
    return f"{words.count(first)} of {words.plural(row['n_districts'], 'district')}{more}"


def with_words_of(frame: pd.DataFrame, columns: tuple[str, ...], word: str) -> pd.DataFrame:
    """Return the frame with a word where a text column is empty."""
    return frame.assign(**{name: frame[name].where(frame[name].astype(str) != "", word) for name in columns})


def _lists(result: CountyPrioritiesResult) -> Table:
    cells = result.cells.loc[result.cells["total"].notna()]
    cells = cells.sort_values(["partnership_name", "total"], ascending=[True, False], kind="stable")
    cells = cells.assign(
        partnership_name=[words.place_name(name) for name in cells["partnership_name"]],
        places=[places_taken(row["rank_low"], row["rank_high"]) for row in cells.to_dict("records")],
    )
    columns = (
        Column("partnership_name", "District"),
        Column("offence_name", "Issue"),
        Column("total", "Score (0 to 4)", "number", 2),
        Column("score", f"Interval ({SPAN})", "interval", 2, "total_low", "total_high"),
        Column("places", f"Places it could take ({SPAN})"),
        Column("standing", "Standing"),
    )
    listed = table(
        cells,
        columns,
        section=result.section,
        name="lists",
        caption=f"Every district's issues, {result.basis.period}",
    )
    return replace(listed, folded=True)


@renders(CrossBorderResult)
def cross_border(result: CrossBorderResult) -> list[Table]:
    """List the clusters across borders, and the offences that came nearest to moving together."""
    clusters = result.clusters.assign(cluster=[str(each) for each in result.clusters["cluster"]])
    clusters = with_words_of(clusters, ("how_long",), "cannot be told")
    columns = (
        Column("cluster", "Number on the map"),
        Column("offence_name", "Offence"),
        Column("places", "Small areas and their districts"),
        Column("count", "Count in the period", "count"),
        Column("times", "Times the county's mean small area", "number", 1),
        Column("how_long", "In the period before"),
    )
    tested = words.listed([words.in_sentence(name) for name in result.tested_offences], limit=20)
    family = (
        f"Gi* of {result.n_tested} small areas for {tested}, all areas and offences one family; false discovery rate "
        f"{words.percent(result.fdr)}"
        if result.tested_offences
        else f"No offence could be tested{': ' if result.why_no_clusters else ''}{result.why_no_clusters}"
    )
    made = [
        table(
            clusters, columns, section=result.section,
            caption=f"Clusters across district borders of {result.county_name}, {result.basis.period}",
            notes=(family, *result.basis.notes), empty="none was found.",
        )
    ]  # fmt: skip
    if not result.why_no_series:
        made.append(_series(result))
    return made


def _series(result: CrossBorderResult) -> Table:
    level = words.level(confidence_of(result))
    frame = result.series.head(MOST_SERIES)
    frame = frame.assign(
        pair=[f"{row['first_name']} and {row['second_name']}" for row in frame.to_dict("records")]
    )
    columns = (
        Column("offence_name", "Offence"),
        Column("pair", "Districts"),
        Column("r", "Correlation of what is left", "number", 2),
        Column("interval", f"{level} interval", "interval", 2, "ci_low", "ci_high"),
        Column("p_adjusted", "p, all pairs allowed for", "number", 3),
        Column("together", "Move together", "flag"),
    )
    return table(
        frame, columns, section=result.section, name="series",
        caption=f"Offences that come nearest to moving together in neighbouring districts, {result.months} months",
        notes=(
            f"{words.plural(result.n_series, 'series', 'series')} of "
            f"{words.plural(result.n_pairs, 'pair')} of districts; season, straight trend and what happens "
            f"outside the county are taken out; p by permuting blocks of three months, "
            f"false discovery rate {words.percent(result.fdr)}",
            "That two series move together does not say why: the same offenders, the same weather or the same police "
            "work show alike",
        ),
        empty="no pair of districts has an offence that is frequent enough.",
    )  # fmt: skip


@renders(EscalationResult)
def escalation(result: EscalationResult) -> list[Table]:
    """List every issue by the four tests, the reason for each outcome, and the tests themselves."""
    by_county = bool((result.table["district"] != "").any())
    named = (Column("district", "District"),) if by_county else ()
    tests = list(result.tests["test"])
    cells = result.table.assign(cell=[_cell(row) for row in result.table.to_dict("records")])
    wide = cells.pivot_table(
        index=["district", "issue"], columns="test", values="cell", aggfunc="first", sort=False
    )
    frame = result.issues.join(wide[tests], on=["district", "issue"])
    titles = dict(zip(result.tests["test"], result.tests["title"], strict=True))
    columns = (
        *named,
        Column("issue_name", "Issue"),
        *(Column(test, titles[test]) for test in tests),
        Column("outcome", "Outcome"),
    )
    reasons = (
        *named,
        Column("issue_name", "Issue"),
        Column("outcome", "Outcome"),
        Column("because", "Because"),
    )
    return [
        table(
            frame, columns, section=result.section, caption=f"Issues by the four tests, {result.basis.period}",
            notes=(
                "First the rule's suggestion, then what the partnership judged",
                f"Tests: {result.source} ({result.status})", *result.basis.notes,
            ),
        ),
        table(
            result.issues, reasons, section=result.section, name="reasons",
            caption="Why each issue goes to the county, or does not",
        ),
        *_judged(result, named),
        replace(
            table(
                result.tests, (Column("title", "Test"), Column("question", "Question"), Column("rule", "Rule")),
                section=result.section, name="tests", caption="The four tests",
            ),
            folded=True,
        ),
    ]  # fmt: skip


def _cell(row: dict[str, object]) -> str:
    judged = "" if row["by"] == "" else f"; judged: {row['decision']}"
    return (
        f"{row['suggestion']}{judged}"
        if judged or row["suggestion"] != "for judgement"
        else str(row["decision"])
    )


def _judged(result: EscalationResult, named: tuple[Column, ...]) -> list[Table]:
    held = result.table.loc[result.table["by"] != ""]
    if held.empty:
        return []
    columns = (
        *named,
        Column("issue_name", "Issue"),
        Column("test_title", "Test"),
        Column("decision", "Judged"),
        Column("reason", "Reason"),
        Column("risk", "Risk of not taking it there"),
        Column("by", "By"),
        Column("date", "Date"),
    )
    shown = with_words(
        held[
            [
                *(["district"] if named else []),
                *[column.key for column in columns if column.key != "district"],
            ]
        ]
    )
    dates = [words.day(json_safe(value)) for value in held["date"]]
    return [
        table(
            shown.assign(date=dates), columns, section=result.section, name="judged",
            caption="What the partnership judged" if not named else "What the partnerships judged",
        )
    ]  # fmt: skip
