"""Areas that a partnership named in its files: small areas and wards, looked up among its own."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pads_analysis.errors import ParamsError
from pads_analysis.params.plan import AREA_LISTS

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.params import Resolved
    from pads_analysis.params.plan import PlanAction


def places_named(codes: Iterable[str], places: pd.DataFrame) -> tuple[str, ...]:
    """Return the place codes that LSOA and ward codes stand for, in order and once each; unknown codes give none.

    Parameters
    ----------
    codes : iterable of str
    places : DataFrame
        place_code and ward_code, as `Store.places`.
    """
    found: dict[str, None] = {}
    for code in codes:
        # An area joined with others, because its outline was redrawn, bears the code of the first with a plus sign.
        own = places["place_code"].isin([code, f"{code}+"]) | (places["ward_code"] == code)
        found |= dict.fromkeys(places.loc[own, "place_code"])
    return tuple(found)


def check_action_areas(resolved: Resolved, places: pd.DataFrame, name: str) -> None:
    """Refuse areas of actions that do not lie in the partnership, and areas that stand in two lists of an action.

    Parameters
    ----------
    resolved : Resolved
    places : DataFrame
        The small areas of the partnership.
    name : str
        Its name, for the message.

    Raises
    ------
    ParamsError
        Naming the area, and the nearest that the partnership has.
    """
    for number, action in enumerate(resolved.plan.actions if resolved.plan else (), start=1):
        where = f"plan.yaml, action {number} ({action.id})"
        for field in AREA_LISTS:
            for code in getattr(action, field):
                if not places_named([code], places):
                    raise ParamsError(
                        f"The area {code} is no small area or ward of {name}.",
                        f"{where}, {field}",
                        _nearest(code, places),
                    )
        _refuse_overlap(action, places, where)


def _nearest(code: str, places: pd.DataFrame) -> str:
    known = sorted({*places["place_code"], *places["ward_code"]} - {""})
    near = difflib.get_close_matches(code, [one for one in known if one[:3] == code[:3]], n=3, cutoff=0.0)
    return f"Nearest of its own: {', '.join(near)}." if near else "Delete it, or ingest the lookups of wards."


def _refuse_overlap(action: PlanAction, places: pd.DataFrame, where: str) -> None:
    """Refuse a small area that two lists hold, one of them by way of its ward."""
    seen: dict[str, str] = {}
    for field in AREA_LISTS:
        for code in places_named(getattr(action, field), places):
            if code in seen:
                raise ParamsError(
                    f"The small area {code} stands in {seen[code]} and in {field}, one of them by way of its ward.",
                    f"{where}, {field}",
                    "Name each small area in one of the lists only.",
                )
            seen[code] = field
