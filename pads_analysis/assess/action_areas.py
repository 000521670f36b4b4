"""Which small areas an action is looked at in: those treated, those compared, and those crime may have moved to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.data.named_areas import places_named
from pads_analysis.stats.contiguity import neighbours

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.params.plan import PlanAction


@dataclass(frozen=True, slots=True)
class ActionAreas:
    """Small areas of one action, as place codes; all empty for an action of the whole partnership.

    Attributes
    ----------
    treated, comparison, buffers, buffer_comparison : tuple of str
        No two share an area, except that the comparison serves the buffers too where they were given none of their own.
    compared : str
        What the treated areas are compared with, in words.
    problem : str
        Why areas cannot be compared, as a clause; empty when they can.
    """

    treated: tuple[str, ...] = ()
    comparison: tuple[str, ...] = ()
    buffers: tuple[str, ...] = ()
    buffer_comparison: tuple[str, ...] = ()
    compared: str = ""
    problem: str = ""

    @property
    def own_buffer_comparison(self) -> bool:
        """Whether the buffers have a comparison of their own."""
        return bool(self.buffer_comparison) and self.buffer_comparison != self.comparison


def action_areas(case: Case, action: PlanAction) -> ActionAreas:
    """Return the areas of an action, those that were not given chosen by rule.

    Buffers are the small areas that touch a treated one; the comparison is every other small area of the partnership
    that does not touch one. Without outlines neither can be known, and they have to be given.
    """
    if case.places is None or case.place_months is None:
        return ActionAreas(problem=f"the counts come from the {case.scheme.label}, which give no small areas")
    treated = places_named(action.areas, case.places)
    comparison = places_named(action.comparison_areas, case.places)
    buffers = places_named(action.buffer_areas, case.places)
    apart = places_named(action.buffer_comparison_areas, case.places)
    touching = _touching(case, treated)
    if touching is None and not comparison:
        return ActionAreas(
            treated, problem="the store has no outlines by which areas that do not touch it could be chosen"
        )
    near = set(touching or ())
    taken = {*treated, *comparison, *apart}
    buffers = buffers or tuple(code for code in sorted(near) if code not in taken)
    compared = "the comparison areas that the plan names"
    if not comparison:
        left_out = {*treated, *buffers, *apart, *near}
        comparison = tuple(code for code in case.places["place_code"] if code not in left_out)
        compared = "the small areas of the partnership that do not touch it"
    problem = "" if comparison else "no small area is left to compare with"
    return ActionAreas(treated, comparison, buffers, apart or comparison, compared, problem)


def _touching(case: Case, treated: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the areas, none of them treated, that touch a treated one; None where outlines are missing."""
    if case.boundaries is None:
        return None
    drawn = case.boundaries.loc[case.boundaries.geometry.notna() & ~case.boundaries.geometry.is_empty]
    codes = drawn["place_code"].to_numpy()
    if len(codes) < 2 or not set(treated) <= set(codes):
        return None
    touches = neighbours(drawn.geometry, join_islands=False).adjacency
    inside = np.isin(codes, treated)
    near = (touches @ inside.astype(float) > 0) & ~inside
    return tuple(sorted(codes[near]))
