"""Tables of the county (statutory element g)."""

from __future__ import annotations

from pads_analysis.assess.result import CountyResult
from pads_analysis.show import words
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.tables.build import population_caveat, table


@renders(CountyResult)
def county(result: CountyResult) -> Table:
    """List the county's partnerships with rates and change."""
    frame = result.table.copy()
    frame["partnership_name"] = [words.place_name(name) for name in frame["partnership_name"]]
    places = words.rate_places(list(frame["rate_per_1000"]))
    level = words.level(confidence_of(result))
    columns = (
        Column("partnership_name", "Partnership"),
        Column("count", "Police recorded crimes", "count"),
        Column("rate_per_1000", "Rate per 1,000 residents a year", "number", places),
        Column("rate", f"{level} interval of rate", "interval", places, "ci_low", "ci_high"),
        Column("change_ratio", "Ratio to the period before", "number", 2),
        Column("change", f"{level} interval of ratio", "interval", 2, "change_low", "change_high"),
        Column(
            "change_verdict", "Against the period before", "verdict", low="change_low", high="change_high"
        ),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=f"Partnerships of {result.county_name}, {result.basis.period}",
        notes=(population_caveat(result.basis), *result.basis.notes),
        total="is_own",
    )


@renders(CountyResult)
def county_shared(result: CountyResult) -> Table:
    """List the offences that several partnerships of the county share."""
    columns = (
        Column("offence_name", "Offence"),
        Column("partnerships_higher", "Partnerships in which it rose clearly", "count"),
        Column("partnerships", "Partnerships compared", "count"),
        Column("names", "Which"),
    )
    return table(
        result.shared,
        columns,
        section=result.section,
        name="shared",
        caption=f"Offences that rose clearly in several partnerships of {result.county_name}, {result.basis.period}",
        notes=result.basis.notes,
        empty="none rose clearly in two or more."
        if result.table["change_ratio"].notna().any()
        else "not known; no partnership has enough complete months in both periods.",
    )
