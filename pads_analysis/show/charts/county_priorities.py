"""Issues of the county's districts: a grid of districts by issues, and what the districts' changes share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import CountyPrioritiesResult, Verdict
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column, verdict_words
from pads_analysis.show.charts import intervals
from pads_analysis.show.charts.change import draw_ratios
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import confidence_of, margin_of, renders

if TYPE_CHECKING:
    import pandas as pd

#: How a standing is drawn: face, hatch, colour of the letters, and the words in the cell.
STANDINGS = {
    "first tier": (palette.NAVY, "", "white", "first"),
    "may be in the first tier": (palette.PALE_BLUE, "", palette.DARK_GREY, "may be"),
    "not in the first tier": ("white", "", palette.DARK_GREY, "no"),
    "not scored": ("white", "////", palette.DARK_GREY, "?"),
}
MOST_COLUMNS = 6
LABEL_WIDTH, NAME_WIDTH = 18, 9


@renders(CountyPrioritiesResult)
def county_priorities(result: CountyPrioritiesResult, title: str = "") -> list[Figure]:
    """Draw a grid of issues by districts with words in the cells, and the pooled change of every issue.

    Parameters
    ----------
    result : Released[CountyPrioritiesResult]
    title : str
        Replaces the generated finding of the grid.

    Returns
    -------
    list of Figure
        A grid for every six districts, and the chart of changes where any could be pooled.
    """
    names = list(result.districts["partnership_name"])
    parts = [names[at : at + MOST_COLUMNS] for at in range(0, len(names), MOST_COLUMNS)]
    grids = [
        _grid(result, held, title or finding(result), at + 1 if len(parts) > 1 else 0)
        for at, held in enumerate(parts)
    ]
    pooled = result.issues.loc[result.issues["ratio"].notna()]
    return [*grids, *([] if pooled.empty else [_changes(result, pooled)])]


def finding(result: CountyPrioritiesResult) -> str:
    """Return how many issues stand in the first tier of two districts or more."""
    shared = result.issues.loc[result.issues["n_first"] >= 2, "offence_name"]
    if not len(shared):
        return "No issue stands clearly in the first tier of two districts"
    if len(shared) == 1:
        return f"{shared.iloc[0]} stands in the first tier of two districts or more"
    return f"{len(shared)} issues stand in the first tier of two districts or more"


def _grid(result: CountyPrioritiesResult, names: list[str], title: str, part: int) -> Figure:
    issues = list(result.issues["offence_name"])
    held = result.cells.loc[
        result.cells["partnership_name"].isin(names) & result.cells["offence_name"].isin(issues)
    ]
    own = set(result.districts.loc[result.districts["is_own"], "partnership_name"])
    labels = [
        words.wrapped(words.place_name(name) + (" (here)" if name in own else ""), NAME_WIDTH, 4)
        for name in names
    ]
    with figure.canvas(1.3 + 0.46 * len(issues)) as (drawing, axes):
        for row in held.to_dict("records"):
            _cell(
                axes, issues.index(row["offence_name"]), names.index(row["partnership_name"]), row["standing"]
            )
        axes.set_yticks(
            range(len(issues)), [words.wrapped(name, LABEL_WIDTH, 2) for name in issues], fontsize=12
        )
        axes.set_ylim(len(issues) - 0.5, -0.5)
        axes.set_xlim(-0.5, max(len(names), 3) - 0.5)
        axes.set_xticks(range(len(names)), labels, fontsize=9)
        axes.xaxis.tick_top()
        axes.grid(visible=False)
        return figure.finish(
            drawing,
            section=result.section,
            name=f"grid-{part}" if part else "grid",
            title=title,
            measure="Place of each issue in each district's list",
            basis=result.basis,
            chart="Grid of issues by districts",
            data=_grid_data(result, names, issues, held, part),
            detail="first: in the first quarter of the list in 80% of draws or more; may be: in 20% to 80%.",
        )


def _cell(axes: Any, y: int, x: int, standing: str) -> None:
    from matplotlib.patches import Rectangle

    face, hatch, ink, word = STANDINGS[standing]
    axes.add_patch(
        Rectangle(
            (x - 0.46, y - 0.42), 0.92, 0.84, facecolor=face, hatch=hatch, edgecolor=palette.MID_GREY, linewidth=0.8
        )
    )  # fmt: skip
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5} if hatch else None
    axes.text(x, y, word, ha="center", va="center", color=ink, fontsize=12, bbox=box)


def _grid_data(
    result: CountyPrioritiesResult, names: list[str], issues: list[str], held: pd.DataFrame, part: int
) -> Table:
    found = held.set_index(["offence_name", "partnership_name"])["standing"]
    columns = (Column("offence_name", "Issue"), *(Column(name, words.place_name(name)) for name in names))
    rows = [(issue, *(found.get((issue, name), "not scored") for name in names)) for issue in issues]
    return figure.data_table(
        result.section,
        f"grid-{part}" if part else "grid",
        "Place of each issue in each district's list",
        columns,
        rows,
    )


def _changes(result: CountyPrioritiesResult, table: pd.DataFrame) -> Figure:
    table = table.sort_values("ratio", ascending=False, kind="stable")
    at_right = [
        "recording" if row["recording"] else f"{words.decimal(row['ratio'], 2)}"
        for row in table.to_dict("records")
    ]
    # What points to recording is drawn as no clear difference of crime.
    drawn = table.assign(shown=table["verdict"].where(table["recording"] == "", Verdict.UNCERTAIN))
    with figure.canvas(intervals.height(len(table) + 1)) as (drawing, axes):
        draw_ratios(
            axes,
            drawn,
            "ratio",
            "shown",
            at_right,
            level=words.level(confidence_of(result)),
            margin=margin_of(result),
        )
        return figure.finish(
            drawing,
            section=result.section,
            name="changes",
            title=change_finding(table),
            measure="Mean ratio of the districts' counts to the period before",
            basis=result.basis,
            chart="Dot chart with intervals",
            data=_changes_data(result, table),
            detail="Logarithmic scale. recording: the change points to recording.",
        )


def change_finding(table: pd.DataFrame) -> str:
    """Return which issues the districts moved in together; a change that points to recording is no rise or fall."""
    crime = table.loc[table["recording"] == ""]
    clear = table["verdict"].isin([Verdict.HIGHER, Verdict.LOWER])
    number = int((clear & (table["recording"] != "")).sum())
    higher = [
        words.in_sentence(name) for name in crime.loc[crime["verdict"] == Verdict.HIGHER, "offence_name"]
    ]
    lower = [words.in_sentence(name) for name in crime.loc[crime["verdict"] == Verdict.LOWER, "offence_name"]]
    said = [f"{words.listed(names)} {word}" for names, word in ((higher, "rose"), (lower, "fell")) if names]
    if said:
        return words.at_start(f"{' and '.join(said)} across the county")
    if number:
        issues = words.plural(number, "issue")
        return f"{issues} clearly moved across the county, and {words.verb(number, 'points', 'point')} to recording"
    return "No issue clearly moved across the county"


def _changes_data(result: CountyPrioritiesResult, table: pd.DataFrame) -> Table:
    level = words.level(confidence_of(result))
    columns = (
        Column("offence_name", "Issue"),
        Column("ratio", "Mean ratio", "number", 2),
        Column("interval", f"{level} interval", "interval", 2),
        Column("expected", "A further district", "interval", 2),
        Column("verdict", "Across the county"),
    )
    rows = [
        (
            row["offence_name"],
            row["ratio"],
            (row["ci_low"], row["ci_high"]),
            (row["expected_low"], row["expected_high"]),
            "points to recording"
            if row["recording"]
            else verdict_words(row["verdict"], row["ci_low"], row["ci_high"]),
        )
        for row in table.to_dict("records")
    ]
    return figure.data_table(result.section, "changes", "What the districts' changes share", columns, rows)
