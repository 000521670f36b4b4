"""People by age and sex: two-sided bars with intervals, one panel for each group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import PeopleResult
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.sentences.people import leading
from pads_analysis.vocabulary.people import AGE_BANDS

if TYPE_CHECKING:
    import pandas as pd

MOST_PANELS = 4
BANDS = [name for _, name in AGE_BANDS]


@renders(PeopleResult)
def people(result: PeopleResult, title: str = "") -> list[Figure]:
    """Draw the shares of each age and sex, women and girls to the left, men and boys to the right.

    Parameters
    ----------
    result : Released[PeopleResult]
    title : str
        Replaces the generated finding.

    Returns
    -------
    list of Figure
        Empty where no group has enough people whose age and sex were both recorded.
    """
    both = result.shares.loc[result.shares["dimension"] == "both"]
    names = list(dict.fromkeys(both["name"]))[:MOST_PANELS]
    return [_chart(result, both, names, title)] if names else []


def finding(both: pd.DataFrame, names: list[str]) -> str:
    """Return the largest bar of the first group, where one is clearly the largest."""
    first = leading(both.loc[both["name"] == names[0]])
    if len(first) > 1:
        return f"{names[0]}: no age and sex is clearly the largest group"
    top = first[0]
    return f"{names[0]}: the largest group is {top['sex']}, {top['band']} ({words.percent(top['share'])})"


def _chart(result: PeopleResult, both: pd.DataFrame, names: list[str], title: str) -> Figure:
    widest = 100 * both.loc[both["name"].isin(names), "high"].max()
    with figure.canvas(0.4 + 3.0 * len(names), (len(names), 1), squeeze=False, sharex=True) as (
        drawing,
        grid,
    ):
        for axes, name in zip(grid[:, 0], names, strict=True):
            _panel(axes, both.loc[both["name"] == name], name, widest)
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(both, names),
            measure="Share of those whose age and sex were recorded (%)",
            basis=result.basis,
            chart="Two-sided bar charts by age band and sex",
            data=_data(result, both, names),
            detail=(
                f"Lines: {words.level(confidence_of(result))} interval. Shares of people recorded, not risks; bands "
                "differ in width."
            ),
        )


def _panel(axes: Any, table: pd.DataFrame, name: str, widest: float) -> None:
    for sex, side, colour, hatch in (("female", -1, palette.NAVY, ""), ("male", 1, "white", "////")):
        rows = table.loc[table["sex"] == sex].set_index("band").reindex(BANDS)
        at = range(len(BANDS))
        axes.barh(
            at, side * 100 * rows["share"], height=0.7, facecolor=colour, edgecolor=palette.NAVY, hatch=hatch,
            linewidth=1, zorder=2,
        )  # fmt: skip
        for y, low, high in zip(at, rows["low"], rows["high"], strict=True):
            axes.plot(
                [side * 100 * low, side * 100 * high], [y, y], color=palette.ORANGE, linewidth=2.4, zorder=3,
                marker="|", markersize=9, markeredgewidth=2,
            )  # fmt: skip
        axes.text(
            side * widest * 0.98,
            len(BANDS) - 0.35,
            sex.capitalize(),
            ha="left" if side < 0 else "right",
            va="bottom",
        )
    axes.set_yticks(range(len(BANDS)), [words.at_start(band) for band in BANDS])
    axes.set_ylim(-0.6, len(BANDS) + 0.25)
    axes.set_xlim(-1.06 * widest, 1.06 * widest)
    axes.axvline(0, color=palette.DARK_GREY, linewidth=1, zorder=4)
    base = int(table["base"].iloc[0])
    axes.set_title(f"{words.wrapped(name, 44, 2)} ({words.count(base)})")
    axes.grid(visible=False, axis="y")
    axes.tick_params(labelbottom=True)
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(nbins=7))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{abs(value):.10g}"))


def _data(result: PeopleResult, both: pd.DataFrame, names: list[str]) -> Table:
    columns = (
        Column("name", "People"),
        Column("sex", "Sex"),
        Column("band", "Age"),
        Column("count", "Count", "count"),
        Column("share", "Share (%)", "percent", 1),
        Column("interval", f"{words.level(confidence_of(result))} interval", "interval", 1, "low", "high"),
    )
    rows = [
        (
            *(row[name] for name in ("name", "sex", "band", "count")),
            100 * row["share"],
            (100 * row["low"], 100 * row["high"]),
        )
        for row in both.loc[both["name"].isin(names)].to_dict("records")
    ]
    return figure.data_table(result.section, "", "Shares by age and sex", columns, rows)
