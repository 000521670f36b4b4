"""Rates of the wards that stand apart, with their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import NotAvailable, Verdict, WardsResult
from pads_analysis.show import figure, words
from pads_analysis.show.cells import Column
from pads_analysis.show.charts import intervals
from pads_analysis.show.exhibits import Figure
from pads_analysis.show.opening import absence, confidence_of, renders
from pads_analysis.show.sentences.compare import is_clear

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.show.display import Absence

MOST_ROWS = 14


@renders(WardsResult)
def wards(result: WardsResult, title: str = "") -> Figure | Absence:
    """Draw the rate of each ward against all the others, highest first; hollow where no difference is clear.

    Parameters
    ----------
    result : Released[WardsResult]
    title : str
        Replaces the generated finding.
    """
    known = result.table[result.table["rate_per_1000"].notna()]
    table = _shown(known.sort_values("rate_per_1000", ascending=False, kind="stable"))
    if table.empty:
        return absence(
            NotAvailable("wards-rates", result.element, "Rates by ward", "no ward has a population")
        )
    rates = [float(rate) for rate in table["rate_per_1000"]]
    hollow = [not is_clear(verdict) for verdict in table["verdict"]]
    series = intervals.Series("rate", rates, list(table["ci_low"]), list(table["ci_high"]), hollow=hollow)
    places = words.rate_places(rates)
    with figure.canvas(intervals.height(len(table))) as (drawing, axes):
        intervals.draw(
            axes, list(table["ward_name"]), [series], [words.decimal(rate, places) for rate in rates]
        )
        axes.set_xlim(left=0)
        figure.thousands(axes.xaxis)
        level = words.level(confidence_of(result))
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(result),
            measure=f"{result.offence_name} per 1,000 residents a year, by ward",
            basis=result.basis,
            per_resident=True,
            chart="Dot chart with intervals",
            data=figure.data_table(
                result.section,
                "",
                "Rates by ward",
                (
                    Column("ward_name", "Ward"),
                    Column("rate_per_1000", "Rate per 1,000", "number", places),
                    Column("rate", f"{level} interval", "interval", places, "ci_low", "ci_high"),
                ),
                [(row.ward_name, row.rate_per_1000, (row.ci_low, row.ci_high)) for row in table.itertuples()],
            ),
            detail=_detail(level, len(known) - len(table)),
        )


def _detail(level: str, left_out: int) -> str:
    text = f"Lines: {level} intervals; hollow: no clear difference from all other wards together."
    between = (
        f"{words.plural(left_out, 'ward')} in between {words.verb(left_out, 'is', 'are')} in the table only."
    )
    return f"{text} {between}" if left_out else text


def _shown(table: pd.DataFrame) -> pd.DataFrame:
    """Return the wards furthest from the middle, in order; all where they are few."""
    if len(table) <= MOST_ROWS:
        return table
    half = MOST_ROWS // 2
    chosen = [*table.index[:half], *table.index[-half:]]
    return table.loc[chosen]


def finding(result: WardsResult) -> str:
    """Return how many wards lie clearly above the others, and the one furthest above."""
    high = result.table[result.table["verdict"] == Verdict.HIGHER]
    if high.empty:
        return "No ward's rate lies clearly above that of the others"
    top = high.loc[high["ratio"].idxmax()]
    times = f"{words.decimal(top['ratio'], 1)} times the rate of all other wards"
    return f"{top['ward_name']}: {times}"
