"""Tables of hours, repeats and near repeats (statutory element a)."""

from __future__ import annotations

from pads_analysis.assess.result import HoursResult, NearRepeatsResult, RepeatsResult
from pads_analysis.show import clock, words
from pads_analysis.show.cells import NOT_APPLICABLE, NOT_AVAILABLE, Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.tables.build import caption_of, table

LEVEL_WORDS = {"week": "hours of the week", "band": "part of the day, every day", "day": "days of the week"}


@renders(HoursResult)
def hours(result: HoursResult) -> Table:
    """List the hours and days that hold clearly more than an even spread, for every kind of incident."""
    frame = result.subjects.merge(result.peaks, on=["data_set", "code"], how="left")
    frame["when"] = [
        clock.spells(str(level), spells) if isinstance(level, str) else _why_none(tested)
        for level, spells, tested in zip(frame["level"], frame["spells"], frame["tested"], strict=True)
    ]
    frame["level"] = [LEVEL_WORDS.get(str(level), NOT_APPLICABLE) for level in frame["level"]]
    for column in ("share", "ci_low", "ci_high", "expected", "share_long"):
        frame[column] = 100 * frame[column].astype(float)
    columns = (
        Column("name", "Incidents"),
        Column("records", "Records", "count"),
        Column("timed", "With a time of day", "count"),
        Column("share_long", f"Of those, spans over {result.block_hours} hours (%)", "percent", 0),
        Column("level", "Looked at"),
        Column("when", "Clearly more than an even spread"),
        Column("share", "Share in it (%)", "percent", 1),
        Column(
            "range", f"{words.level(confidence_of(result))} interval (%)", "interval", 1, "ci_low", "ci_high"
        ),
        Column("expected", "Even spread (%)", "percent", 1),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("Hours and days with clearly more incidents", result.basis),
        notes=(
            f"{words.count(result.n_tests)} blocks were tested against an even spread, week by week: 56 "
            "blocks of three hours, eight parts of the day and seven days; false discovery rate "
            f"{words.percent(result.fdr)}. Intervals allow for the choice of the busiest blocks",
            *result.basis.notes,
        ),
    )


def _why_none(tested: object) -> str:
    return "none" if bool(tested) else "too few records to look"


@renders(RepeatsResult)
def repeats(result: RepeatsResult) -> list[Table]:
    """List repeats by kind of crime, and how many were struck how often."""
    frame = result.table.copy()
    for name in ("share_units", "share_events"):
        for column in (name, f"{name}_low", f"{name}_high"):
            frame[column] = 100 * frame[column].astype(float)
    frame["against"] = [
        NOT_AVAILABLE
        if not words.known(row["expected"])
        else "more"
        if row["above_chance"]
        else "not shown to be more"
        for row in frame.to_dict("records")
    ]
    level, units = words.level(confidence_of(result)), f"{result.unit}s"
    columns = (
        Column("name", "Crime"),
        Column("keyed", f"Records with a {'key' if result.unit == 'victim' else 'point'}", "count"),
        Column("units", words.at_start(units), "count"),
        Column("repeated", "Struck twice or more", "count"),
        Column("share_units", f"Share of {units} (%)", "percent", 1),
        Column("units_range", f"{level} interval (%)", "interval", 1, "share_units_low", "share_units_high"),
        Column("share_events", "Share of events that fell on them (%)", "percent", 1),
        Column(
            "events_range", f"{level} interval (%)", "interval", 1, "share_events_low", "share_events_high"
        ),
        Column("expected", "Struck twice or more by chance", "number", 1),
        Column("against", "Against chance"),
    )
    by_kind = table(
        frame,
        columns,
        section=result.section,
        caption=caption_of(f"{words.at_start(units)} struck again, by kind of crime", result.basis),
        notes=(
            f"Shares need {words.count(result.least_units)} {units}; chance spreads the events over all "
            f"{result.exposed_words}",
            *result.basis.notes,
        ),
        total="is_total",
    )
    return [by_kind, _rates(result), _times(result)]


def _rates(result: RepeatsResult) -> Table:
    level = words.level(confidence_of(result))
    per = f"per 1,000 {result.exposed_words}"
    columns = (
        Column("name", "Crime"),
        Column("prevalence", f"{words.at_start(result.unit)}s {per} (prevalence)", "number", 2),
        Column("prevalence_range", f"{level} interval", "interval", 2, "prevalence_low", "prevalence_high"),
        Column("mean", f"Events for each {result.unit} (concentration)", "number", 2),
        Column("mean_range", f"{level} interval", "interval", 2, "mean_low", "mean_high"),
        Column("incidence", f"Events {per} (incidence)", "number", 2),
        Column("incidence_range", f"{level} interval", "interval", 2, "incidence_low", "incidence_high"),
    )
    return table(
        result.table,
        columns,
        section=result.section,
        name="rates",
        caption=caption_of("Prevalence, concentration and incidence", result.basis),
        notes=("Of the records with a key alone; incidence is prevalence times concentration",),
        total="is_total",
    )


def _times(result: RepeatsResult) -> Table:
    frame = result.times.copy()
    last = int(frame["times"].max())
    frame["times"] = [f"{number} or more" if number == last else str(number) for number in frame["times"]]
    columns = (
        Column("times", "Times struck"),
        Column("units", f"{words.at_start(result.unit)}s", "count"),
        Column("events", "Events", "count"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        name="times",
        caption=caption_of(
            f"{words.at_start(result.unit)}s by how often they were struck, all kinds of crime", result.basis
        ),
    )


@renders(NearRepeatsResult)
def near_repeats(result: NearRepeatsResult) -> Table:
    """List the pairs of every kind by distance and time."""
    frame = result.table.copy()
    frame["clear"] = ["more" if clear else "not shown" for clear in frame["clear"].astype(bool)]
    columns = (
        Column("name", "Crime"),
        Column("metres", "Distance"),
        Column("days", "Time between"),
        Column("observed", "Pairs", "count"),
        Column("expected", "Expected", "number", 1),
        Column("ratio", "Pairs over expected", "number", 2),
        Column("range", f"{words.level(confidence_of(result))} interval", "interval", 2, "ci_low", "ci_high"),
        Column("p_adjusted", "Adjusted p", "number", 3),
        Column("clear", "More than shuffled dates"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("Pairs of crimes of one kind by distance and time between them", result.basis),
        notes=(
            f"Tested with {words.count(result.shuffles)} shuffles of the dates; false discovery rate "
            f"{words.percent(result.fdr)} over all rows",
            *result.basis.notes,
        ),
    )
