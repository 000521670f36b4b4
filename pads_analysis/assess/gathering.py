"""Which small areas are hot spots now and were before: two tests for each area, and the words for their outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.stats.contiguity import neighbours
from pads_analysis.stats.spatial import fdr, gi_star

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

#: Fewer areas than these have too few neighbours that are not neighbours of all.
MIN_PLACES = 8
NOT_TESTED = "not tested"


def find_gathering(
    case: Case, places: pd.DataFrame, level: float, *, had_before: bool
) -> tuple[pd.DataFrame, int, str]:
    """Test every small area that has an outline for gathering (Gi*), in the period and in the one before.

    Parameters
    ----------
    case : Case
        Its boundaries are used.
    places : DataFrame
        place_code, count, count_before and any other columns.
    level : float
        False discovery rate over the areas.
    had_before : bool
        Whether count_before rests on any months.

    Returns
    -------
    DataFrame
        `places` with z, p_adjusted, is_hot and was_hot (boolean, missing where not tested), status ("persistent",
        "new", "former", "", "not tested"); a GeoDataFrame when tested.
    int
        Areas tested.
    str
        Why none was, as a clause; empty when some were.
    """
    if case.boundaries is None:
        return _untested(places), 0, "the store has no boundaries"
    # The boundary file may lack a place: left join keeps its count, and it is simply not tested.
    drawn = case.boundaries[["place_code", "geometry"]].merge(places, on="place_code", how="right")
    has_shape = drawn.geometry.notna() & ~drawn.geometry.is_empty
    tested = int(has_shape.sum())
    if tested < MIN_PLACES:
        return _untested(drawn), 0, _too_few(len(places), tested)
    weights = neighbours(drawn.geometry[has_shape])
    for name, hot in (("count", "is_hot"), ("count_before", "was_hot")):
        found = gi_star(drawn.loc[has_shape, name].to_numpy(dtype="float64"), weights)
        p_adjusted = fdr(found.p)
        drawn[hot] = pd.array([pd.NA] * len(drawn), dtype="boolean")
        drawn.loc[has_shape, hot] = (found.z > 0) & (p_adjusted <= level)
        if name == "count":
            drawn.loc[has_shape, "z"], drawn.loc[has_shape, "p_adjusted"] = found.z, p_adjusted
    if not had_before:
        drawn["was_hot"] = drawn["is_hot"] & False
    return drawn.assign(status=_status(drawn["is_hot"], drawn["was_hot"], has_shape)), tested, ""


def _too_few(held: int, drawn: int) -> str:
    least = {8: "eight"}.get(MIN_PLACES, str(MIN_PLACES))
    if held < MIN_PLACES:
        return f"it has fewer than {least} small areas ({held})"
    return f"fewer than {least} of its {held} small areas have an outline in the store ({drawn})"


def _status(is_hot: pd.Series, was_hot: pd.Series, tested: pd.Series) -> np.ndarray:
    now, before = is_hot.fillna(False).astype(bool), was_hot.fillna(False).astype(bool)
    return np.select(
        [~tested, now & before, now & ~before, ~now & before], [NOT_TESTED, "persistent", "new", "former"], ""
    )


def _untested(places: pd.DataFrame) -> pd.DataFrame:
    missing = pd.array([pd.NA] * len(places), dtype="boolean")
    return places.assign(z=np.nan, p_adjusted=np.nan, is_hot=missing, was_hot=missing, status=NOT_TESTED)


def gathering_notes(*, tested: int, held: int, had_before: bool) -> tuple[str, ...]:
    """Return what must be said beside hot spots: what "new" means, and which areas were not tested."""
    if not tested:
        return ()
    said = [
        "New, persistent and former hot spots set two tests side by side, one for each period: an area near the line "
        "can cross it without a change that is itself significant."
        if had_before
        else "No months before could be compared, so that every hot spot stands as new."
    ]
    if tested < held:
        said.append(
            f"{held - tested} of the {held} small areas have no outline in the store and were not tested."
        )
    return tuple(said)
