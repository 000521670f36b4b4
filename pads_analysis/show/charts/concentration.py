"""How unevenly crime is spread over small areas."""

from __future__ import annotations

from pads_analysis.assess.result import ConcentrationResult, NotAvailable
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.display import Absence
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import absence, renders
from pads_analysis.show.places import too_few_places

HALF = 0.5
MOST_POINTS = 41


@renders(ConcentrationResult)
def concentration(result: ConcentrationResult, title: str = "") -> Figure | Absence:
    """Draw the share of crime held by the busiest small areas beside what chance alone would give.

    Parameters
    ----------
    result : Released[ConcentrationResult]
    title : str
        Replaces the generated finding.
    """
    few = too_few_places(result)
    if few is not None:
        return few
    curve = result.curve
    if curve.empty:
        return absence(
            NotAvailable(
                "concentration-curve", result.element, "Concentration of crime", "there is no located crime"
            )
        )
    x = 100 * curve["share_places"].astype(float)
    with figure.canvas(4.2) as (drawing, axes):
        axes.plot(
            x, 100 * curve["share_crime"].astype(float), color=palette.NAVY, linewidth=2.6, label="recorded"
        )
        axes.plot(
            x,
            100 * curve["share_crime_by_chance"].astype(float),
            color=palette.ORANGE,
            linewidth=2.2,
            linestyle=(0, (5, 2)),
            label="if spread by chance alone",
        )
        half = _row(result, HALF)
        if half is not None:
            axes.plot([100 * half["share_places"]], [100 * HALF], "o", color=palette.NAVY, markersize=9)
            # The corner under both curves is always free.
            label = f"\u25cf half of crime in {words.percent(half['share_places'], 1)} of areas"
            axes.text(99, 4, label, ha="right", fontsize=13)
        axes.set(xlim=(0, 101), ylim=(0, 103), xlabel="Share of small areas, busiest first (%)")
        axes.set_ylabel("Share of\ncrime (%)", rotation=0, ha="left", va="bottom")
        axes.yaxis.set_label_coords(-0.08, 1.02)
        figure.key_above(axes)
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(result),
            measure="Share of crime held by the busiest small areas",
            basis=result.basis,
            chart="Line chart",
            data=_data(result),
        )


def finding(result: ConcentrationResult) -> str:
    """Return how few areas hold half of crime."""
    half = _row(result, HALF)
    if half is None:
        return f"Gini index of concentration: {words.decimal(result.gini, 2)}"
    chance = words.percent(half["share_places_by_chance"])
    return f"Half of crime falls in {words.percent(half['share_places'])} of small areas (chance: {chance})"


def _row(result: ConcentrationResult, share: float) -> dict | None:
    found = [row for row in result.table.to_dict("records") if abs(float(row["share_crime"]) - share) < 1e-9]
    return found[0] if found else None


def _data(result: ConcentrationResult) -> Table:
    columns = (
        Column("share_places", "Share of small areas (%)", "percent", 1),
        Column("share_crime", "Share of crime (%)", "percent", 1),
        Column("share_crime_by_chance", "Share of crime by chance (%)", "percent", 1),
    )
    step = max(1, -(-len(result.curve) // MOST_POINTS))
    thinned = result.curve.iloc[sorted({*range(0, len(result.curve), step), len(result.curve) - 1})]
    rows = [tuple(100 * float(row[column.key]) for column in columns) for row in thinned.to_dict("records")]
    note = f"One point in {words.count(step)} of the curve is listed." if step > 1 else ""
    return figure.data_table(result.section, "", "Points of the concentration curve", columns, rows, note)
