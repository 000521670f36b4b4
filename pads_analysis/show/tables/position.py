"""Table of places among others (statutory element a)."""

from __future__ import annotations

from pads_analysis.assess.result import PositionResult
from pads_analysis.show import words
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.tables.build import caption_of, table

SAID = {"upper": "in the upper half", "lower": "in the lower half", "": "not told"}


@renders(PositionResult)
def position(result: PositionResult) -> Table:
    """List every offence with its rate and the interval of its place."""
    frame = result.table.copy()
    frame["said"] = [
        "highest" if high else "lowest" if low else SAID[str(half or "")]
        for high, low, half in zip(frame["is_highest"], frame["is_lowest"], frame["half"], strict=True)
    ]
    level = words.level(confidence_of(result))
    places = words.rate_places(list(frame["rate_per_1000"]))
    # An area whose corrections outweigh an offence is left out of that one comparison.
    numbers = (Column("n_areas", "Of so many areas", "count"),) if frame["n_areas"].nunique() > 1 else ()
    columns = (
        Column("offence_name", "Offence"),
        Column("count", "Count", "count"),
        Column("rate_per_1000", "Rate per 1,000 residents a year", "number", places),
        Column("rate", f"{level} interval of rate", "interval", places, "ci_low", "ci_high"),
        Column("place", f"{level} interval of place", "interval", 0, "rank_low", "rank_high"),
        *numbers,
        Column("said", "What may be said"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=f"{caption_of('Place by rate', result.basis)}, {_among(result)}",
        notes=(
            "Place 1 has the highest rate. Each interval of places is that of one offence by itself; what is said of "
            "halves holds for all offences together",
            "Highest and lowest are said only of an area that comes first, or last, in 97.5% of draws of all rates",
            "Intervals of rates here allow for months that swing together, as places rest on them; so they are wider "
            "than those of the counts and rates above, which take events as independent",
            f"Peers: {result.peers_basis}" if result.peers_basis else "",
            result.basis.population_note,
            *result.basis.notes,
        ),
        total="is_total",
    )


def _among(result: PositionResult) -> str:
    others = words.others(result.n_areas - 1, chosen=result.peers_chosen)
    return f"among {words.small_number(result.n_areas)} areas: this one and {others}"
