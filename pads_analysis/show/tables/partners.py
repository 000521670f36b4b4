"""Tables of what partner authorities disclosed: incidents, numbers, people, and the ledger."""

from __future__ import annotations

from pads_analysis.assess.result import PartnersResult, PeopleResult, SubmissionsResult
from pads_analysis.show import words
from pads_analysis.show.cells import NOT_APPLICABLE, Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.tables.build import caption_of, population_caveat, table


@renders(PartnersResult)
def partners(result: PartnersResult) -> list[Table]:
    """List the level and the change of every data set and category, and apart from them data that are numbers."""
    return [_levels(result), _changes(result), *_numbers(result)] if len(result.table) else _numbers(result)


def _levels(result: PartnersResult) -> Table:
    frame = result.table.assign(share_placed=100 * result.table["share_placed"].astype(float))
    level, places = words.level(confidence_of(result)), words.rate_places(list(frame["rate_per_1000"]))
    columns = (
        Column("name", "Recorded by partners"),
        Column("theme_name", "Speaks to"),
        Column("count", "Count", "count"),
        Column("months", "Months that count", "count"),
        Column("per_month", "A month", "number", 1),
        Column("month", f"{level} interval", "interval", 1, "month_low", "month_high"),
        Column("rate_per_1000", "Per 1,000 residents a year", "number", places),
        Column("rate", f"{level} interval", "interval", places, "rate_low", "rate_high"),
        Column("share_placed", "Rows placed (%)", "percent", 0),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("What partners recorded", result.basis),
        notes=(
            "Months that were not disclosed, or hold far fewer rows than usual, do not count; where one is missing no "
            "rate is given",
            "Rows placed: of all rows that the authority sent for these quarters, those that lie in some partnership",
            population_caveat(result.basis),
            *result.basis.notes,
        ),
        total="is_total",
    )


def _changes(result: PartnersResult) -> Table:
    level = words.level(confidence_of(result))
    columns = (
        Column("name", "Recorded by partners"),
        Column("months_compared", "Months compared", "count"),
        Column("count_before", "Count before", "count"),
        Column("count_now", "Count now", "count"),
        Column("difference", "Difference", "count"),
        Column("ratio", "Ratio", "number", 2),
        Column("ratio_interval", f"{level} interval of ratio", "interval", 2, "ci_low", "ci_high"),
        Column("verdict", "Against the period before", "verdict", low="ci_low", high="ci_high"),
    )
    period = f"{result.basis.period} against {result.period_before}"
    return table(
        result.table,
        columns,
        section=result.section,
        name="change",
        caption=caption_of("Change of what partners recorded", result.basis, period),
        notes=("Only calendar months that were disclosed for both periods are compared", result.rule),
        total="is_total",
    )


def _numbers(result: PartnersResult) -> list[Table]:
    """Return the table of data that are numbers and not incidents, or none."""
    if result.numbers.empty:
        return []
    columns = (
        Column("name", "Number"),
        Column("month", "Latest month", "month"),
        Column("number", "Number then", "count"),
        Column("month_before", "Month before", "month"),
        Column("number_before", "Number before", "count"),
    )
    made = table(
        result.numbers,
        columns,
        section=result.section,
        name="numbers",
        caption=caption_of("Numbers that health bodies disclosed", result.basis),
        notes=(
            "They are not added up and not tested, because the same people may stand in the numbers of several months",
        ),
    )
    return [made]


@renders(PeopleResult)
def people(result: PeopleResult) -> list[Table]:
    """List the share of each sex and age band by group of people, and every comparison of a share."""
    return [_shares(result), *_compared(result)]


def _shares(result: PeopleResult) -> Table:
    frame = result.shares.loc[result.shares["dimension"] != "both"].copy()
    frame["who"] = [
        sex.capitalize() if sex else f"Aged {band}"
        for sex, band in zip(frame["sex"], frame["band"], strict=True)
    ]
    for name in ("share", "low", "high"):
        frame[name] = 100 * frame[name]
    level = words.level(confidence_of(result))
    columns = (
        Column("name", "People"),
        Column("who", "Sex or age"),
        Column("count", "Count", "count"),
        Column("base", "Of whom known", "count"),
        Column("share", "Share (%)", "percent", 1),
        Column("interval", f"{level} interval", "interval", 1, "low", "high"),
    )
    least = result.basis.minimum_base
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("People recorded by sex and age", result.basis),
        notes=(
            f"Shares are of those whose sex, or age, was recorded; none is given where they are fewer than {least}",
            "They are no risks: there is no population by age and sex to divide by. Bands of age differ in width",
            *[f"{row['name']}: {row['who']}" for row in result.groups.to_dict("records")],
            *result.choice,
            *result.basis.notes,
        ),
        empty=f"age or sex was recorded for fewer than {least} people of each group.",
    )


def _compared(result: PeopleResult) -> list[Table]:
    """Return the table of every comparison of a share, or none where nothing could be compared."""
    if result.compared.empty:
        return []
    frame = result.compared.sort_values(["kind", "p_adjusted"], kind="stable").copy()
    frame["with"] = [
        f"{row['offence']} beside other offences"
        if row["kind"] == "rest"
        else f"beside {result.period_before}"
        for row in frame.to_dict("records")
    ]
    frame["about"] = [words.at_start(text) for text in frame["about"]]
    for name in ("share", "share_other"):
        frame[name] = 100 * frame[name]
    level = words.level(confidence_of(result))
    columns = (
        Column("name", "People"),
        Column("with", "Compared"),
        Column("about", "Share of those"),
        Column("share", "Share (%)", "percent", 1),
        Column("share_other", "Other share (%)", "percent", 1),
        Column("ratio", "Ratio", "number", 2),
        Column("interval", f"{level} interval", "interval", 2, "ci_low", "ci_high"),
        Column("verdict", "Beside the other", "verdict", low="ci_low", high="ci_high"),
    )
    made = table(
        frame,
        columns,
        section=result.section,
        name="compared",
        caption=caption_of("Shares compared", result.basis),
        notes=(result.rule,),
    )
    return [made]


@renders(SubmissionsResult)
def submissions(result: SubmissionsResult) -> Table:
    """List every authority, data set and quarter: whether it came, when, how much, how good, and why not better."""
    frame = result.table.sort_values(["in_period", "quarter"], ascending=False, kind="stable").copy()
    for name in ("share_located", "share_placed", "share_kept"):
        frame[name] = 100 * frame[name].astype(float)
    frame["disclosed"] = [
        NOT_APPLICABLE if words.is_missing(day) else words.day(f"{day:%Y-%m-%d}")
        for day in frame["disclosed"]
    ]
    frame["due"] = [words.day(f"{day:%Y-%m-%d}") for day in frame["due"]]
    frame["grade"] = [grade or NOT_APPLICABLE for grade in frame["grade"]]
    frame["reason"] = [reason or "none" for reason in frame["reason"]]
    columns = (
        Column("name", "Data set"),
        Column("authority", "Authority"),
        Column("quarter", "Quarter from", "month"),
        Column("status", "Status"),
        Column("due", "Due"),
        Column("disclosed", "Came"),
        Column("rows", "Rows", "count"),
        Column("share_located", "With a place (%)", "percent", 0),
        Column("share_placed", "In a partnership (%)", "percent", 0),
        Column("share_kept", "Rows read (%)", "percent", 0),
        Column("grade", "Grade"),
        Column("reason", "What keeps it from a better grade"),
    )
    guessed = (result.table["disclosed_basis"] == "day of ingest").any()
    return table(
        frame,
        columns,
        section=result.section,
        caption=f"What authorities disclosed about {words.place_name(result.basis.place)}",
        notes=(
            result.rule,
            "Where nobody said when a file came, the day of its ingest stands in" if guessed else "",
            "Rows are those of the authority for every partnership in the store",
        ),
    )
