"""What must be said beside an action: what each method takes for granted, and what is known of its months and areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.action_months import area_counts
from pads_analysis.assess.marks import marks
from pads_analysis.data.periods import month_label

if TYPE_CHECKING:
    from pads_analysis.assess.action_areas import ActionAreas
    from pads_analysis.assess.action_months import ActionMonths
    from pads_analysis.data.case import Case
    from pads_analysis.params.plan import PlanAction

#: Events for each small area over those of the comparison, from which the area counts as one with much.
MUCH = 1.25
COMPARISON, SERIES, PEERS = "Beside comparison areas", "Own monthly series", "Beside weighted peers"
ASSUMPTIONS = (
    (
        COMPARISON,
        "Without the action the areas would have changed by the same proportion as the comparison areas.",
    ),
    (
        COMPARISON,
        "Nothing else of the kind began in one of the two at the same time, and no area is in both.",
    ),
    (
        COMPARISON,
        "The areas were not chosen because they had just been unusually high: such areas fall by themselves.",
    ),
    (
        COMPARISON,
        "Nothing moved into, or spread to, the comparison areas; areas that touch are looked at apart.",
    ),
    (SERIES, "The earlier trend and season would have carried on, and nothing else happened at that time."),
    (SERIES, "The level steps at the start and stays; an action that builds up slowly is seen in part only."),
    (PEERS, "Peers that moved together with the partnership before would have done so afterwards."),
    (PEERS, "None of the peers had the same action, or a shock or a change of recording of its own."),
)


def known_recording(case: Case, offence: str, months: ActionMonths) -> tuple[str, ...]:
    """Return what is known of changes of recording of an offence in all months before and after the start."""
    found = _marked(case, offence, months.held)
    return tuple(dict.fromkeys(found.loc[found["kind"] == "recording", "words"]))


def cautions(
    case: Case, action: PlanAction, areas: ActionAreas, months: ActionMonths, counts: pd.Series | None
) -> tuple[str, ...]:
    """Return sentences on the months and areas of one action that anyone who reads its figures must know."""
    if not len(months.held):
        return ()
    found = _marked(case, action.indicator, _compared(areas, months))
    said = [*found.loc[found["kind"].isin(["event", "recording"]), "words"]]
    lost = [month_label(month) for month in months.held[~months.usable.to_numpy()]]
    if lost:
        named = ", ".join(lost[:6]) + (f" and {len(lost) - 6} more" if len(lost) > 6 else "")
        said.append(f"left out, as incomplete or covered by the action in part only: {named}.")
    if counts is not None and areas.treated and areas.comparison:
        said.append(_chosen_high(case, action, areas, months))
    return tuple(dict.fromkeys(note for note in said if note))


def event_months(case: Case, areas: ActionAreas, months: ActionMonths) -> int:
    """Return how many of the months that a verdict rests on fall in a national event."""
    if not len(months.held):
        return 0
    later, earlier = months.pairs()
    used = later.union(earlier) if areas.treated else months.held[months.usable.to_numpy()]
    if not len(used):
        return 0
    found = marks(case, months.held)
    events = found.loc[found["kind"] == "event", ["first", "last"]].itertuples(index=False)
    inside = np.zeros(len(used), dtype=bool)
    for first, last in events:
        inside |= (used >= first) & (used <= last)
    return int(inside.sum())


def _compared(areas: ActionAreas, months: ActionMonths) -> pd.DatetimeIndex:
    """Return the months that the verdict rests on: the pairs, or all months for the whole partnership."""
    later, earlier = months.pairs()
    if not areas.treated or not len(later):
        return months.held
    return pd.date_range(earlier[0], later[-1], freq="MS")


def _marked(case: Case, offence: str, months: pd.DatetimeIndex) -> pd.DataFrame:
    found = marks(case, months)
    # All recorded crime holds every offence, so that a change in any of them is one in it.
    every = offence == case.scheme.total_code
    return found if every else found.loc[found["offence_code"].isin(["", offence])]


def _chosen_high(case: Case, action: PlanAction, areas: ActionAreas, months: ActionMonths) -> str:
    """Return the warning that an area with much falls back by itself, where it had much."""
    earlier = months.pairs()[1]
    counts = area_counts(case, earlier, action.indicator)
    own, others = (
        float(counts[list(codes)].to_numpy().sum()) / len(codes)
        for codes in (areas.treated, areas.comparison)
    )
    if not others or own < MUCH * others:
        return ""
    return (
        f"its areas had {own / others:.1f} times as many for each small area as the comparison in the year before. "
        "Where areas were chosen because a year was high, part of a fall is to be expected without any action."
    )
