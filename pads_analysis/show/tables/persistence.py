"""Table of how long hot spots have lasted (statutory element a)."""

from __future__ import annotations

from pads_analysis.assess.result import PersistenceResult
from pads_analysis.show import words
from pads_analysis.show.cells import NOT_APPLICABLE, Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.lasting import LASTING, PATTERNS, STATUS, explained, pattern, step
from pads_analysis.show.opening import renders
from pads_analysis.show.tables.build import caption_of, table


@renders(PersistenceResult)
def persistence(result: PersistenceResult) -> Table:
    """List the small areas that were hot at any time, in the order of the patterns."""
    shown = result.places.loc[result.places["pattern"] != ""].drop(columns="geometry", errors="ignore")
    order = {name: at for at, name in enumerate(PATTERNS)}
    frame = shown.assign(order=shown["pattern"].map(order)).sort_values(
        ["order", "steps_hot", "count"], ascending=[True, False, False], kind="stable"
    )
    # Areas that crossed the line now and then, and are no hot spot of the period, may be many.
    spare = (frame["pattern"] == "on_off") & ~frame["now"].isin(["new", "persistent"])
    cut = min(int(spare.sum()), max(0, len(frame) - result.basis.table_rows))
    frame = frame.drop(index=frame.index[spare][int(spare.sum()) - cut :])
    frame["pattern_words"] = [pattern(result, name) for name in frame["pattern"]]
    for column in ("first_hot", "last_hot"):
        frame[column] = [value or NOT_APPLICABLE for value in frame[column]]
    frame["now"] = [STATUS.get(str(status), str(status)) for status in frame["now"]]
    frame["category"] = [str(name).replace("hotspot", "hot spot") for name in frame["category"]]
    number = len(result.steps)
    columns = (
        Column("place_name", "Small area"),
        Column("pattern_words", "How long"),
        Column("steps_hot", f"{words.at_start(step(result))}s hot, of {number}", "count"),
        Column("first_hot", "First hot"),
        Column("last_hot", "Last hot"),
        Column("count", "Count in the period", "count"),
        Column("now", "Hot spot of the whole period"),
        Column("category", "Esri's category"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("How long hot spots have lasted", result.basis),
        notes=(
            f"{words.plural(cut, 'small area')} that {words.verb(cut, 'was', 'were')} hot on and off "
            f"{words.verb(cut, 'is', 'are')} not listed"
            if cut
            else "",
            *_meanings(result, set(shown["pattern"])),
            *result.basis.notes,
        ),
        empty=f"No small area was a hot spot in any {step(result)}.",
    )


def _meanings(result: PersistenceResult, patterns: set[str]) -> tuple[str, ...]:
    seen = {"lasting" if name in LASTING else name for name in patterns}
    said = [
        f"{words.at_start(pattern(result, name))}: {meaning}"
        for name, meaning in explained(result).items()
        if name in seen
    ]
    return (
        *said,
        "Each step is tested by itself, so that a season or a year of few crimes makes no hot spot come or go. Trends "
        "take steps as independent; slow swings can look like them. A pattern describes a run of tests and is none "
        "itself",
        "In the section on hot spots persistent means hot in the period and in the one before; Esri's category looks "
        f"at all {step(result)}s and not at the whole period",
    )
