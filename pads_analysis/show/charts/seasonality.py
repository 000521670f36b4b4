"""Seasonal indices by calendar month: small multiples of the most seasonal offences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import NotAvailable, SeasonalityResult
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import absence, confidence_of, renders

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.show.display import Absence

MOST_PANELS = 4
QUARTERS = (1, 4, 7, 10)


@renders(SeasonalityResult)
def seasonality(result: SeasonalityResult, title: str = "") -> Figure | Absence:
    """Draw the monthly index of the most seasonal offences, at most four.

    Parameters
    ----------
    result : Released[SeasonalityResult]
    title : str
        Replaces the generated finding.
    """
    strength = result.strength.sort_values(["is_seasonal", "strength"], ascending=False, kind="stable")
    chosen = strength.loc[strength["is_seasonal"].astype(bool)].head(MOST_PANELS)
    chosen = chosen if len(chosen) else strength.head(MOST_PANELS)
    if chosen.empty:
        return absence(
            NotAvailable(
                "seasonality-index", result.element, "Seasonal index", "no offence has a seasonal index"
            )
        )
    panels = _panels(len(chosen))
    with figure.canvas(0.5 + 2.6 * panels[0], panels, sharex=True, sharey=True, squeeze=False) as (
        drawing,
        grid,
    ):
        for axes, (_, offence) in zip(grid.flat, chosen.iterrows(), strict=False):
            _panel(axes, result.table.loc[result.table["offence_code"] == offence["offence_code"]], offence)
        for axes in list(grid.flat)[len(chosen) :]:
            axes.set_visible(False)
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(chosen),
            measure="Seasonal index (average month = 1)",
            basis=result.basis,
            chart="Line charts by calendar month" if len(chosen) > 1 else "Line chart by calendar month",
            message=_in_words(chosen),
            data=_data(result, chosen),
            detail=(
                f"From {words.plural(result.n_years, 'year')} of months. "
                f"Shaded: {words.level(confidence_of(result))} interval."
            ),
        )


def finding(chosen: pd.DataFrame) -> str:
    """Return the strongest season, or that there is none."""
    top = chosen.iloc[0]
    if not bool(top["is_seasonal"]):
        return "No type of offence shows a clear seasonal pattern"
    month = words.MONTHS[int(top["peak_month"]) - 1]
    above = words.percent(float(top["peak_index"]) - 1)
    return f"{top['offence_name']} peaks in {month}, {above} above an average month"


def _in_words(chosen: pd.DataFrame) -> str:
    """Return the finding and every other season that is drawn, for those who do not see the figure."""
    others = chosen.iloc[1:].loc[chosen["is_seasonal"].iloc[1:].astype(bool)]
    each = [
        f"{words.in_sentence(row['offence_name'])} in {words.MONTHS[int(row['peak_month']) - 1]}"
        for row in others.to_dict("records")
    ]
    return f"{finding(chosen)}{f'; also {words.listed(each)}' if each else ''}"


def _panels(number: int) -> tuple[int, int]:
    return {1: (1, 1), 2: (1, 2)}.get(number, (2, 2))


def _panel(axes: Any, table: pd.DataFrame, offence: Any) -> None:
    table = table.sort_values("month_number")
    x = table["month_number"].astype(int)
    axes.fill_between(
        x, table["ci_low"].astype(float), table["ci_high"].astype(float), color=palette.PALE_BLUE, linewidth=0
    )
    axes.plot(x, table["index"].astype(float), color=palette.NAVY, marker="o", markersize=4)
    axes.axhline(1.0, color=palette.DARK_GREY, linewidth=1.2, zorder=1)
    axes.set_title(words.wrapped(offence["offence_name"], 24))
    axes.set_xticks(QUARTERS, [words.MONTHS[number - 1][:3] for number in QUARTERS])
    axes.grid(visible=False, axis="x")
    from matplotlib.ticker import MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.tick_params(labelbottom=True)


def _data(result: SeasonalityResult, chosen: pd.DataFrame) -> Table:
    level = words.level(confidence_of(result))
    columns = (
        Column("offence_name", "Offence"),
        Column("month_number", "Calendar month"),
        Column("index", "Index (average month = 1)", "number", 2),
        Column("index_interval", f"{level} interval", "interval", 2, "ci_low", "ci_high"),
    )
    order = list(chosen["offence_code"])
    rows = [
        (
            row["offence_name"],
            words.MONTHS[int(row["month_number"]) - 1],
            row["index"],
            (row["ci_low"], row["ci_high"]),
        )
        for code in order
        for row in result.table.loc[result.table["offence_code"] == code].to_dict("records")
    ]
    return figure.data_table(result.section, "", "Seasonal index by calendar month", columns, rows)
