"""What sentences, tables, charts and maps say of small areas in the same words: how many were tested, too few."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import NotAvailable
from pads_analysis.show import words
from pads_analysis.show.opening import absence

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result import ConcentrationResult, HotspotsResult
    from pads_analysis.show.display import Absence

FEWEST_PLACES = 8


def tested_areas(result: HotspotsResult) -> str:
    """Return the areas tested: "20 small areas tested", with how many were not where some were not."""
    rest = len(result.places) - result.n_tested
    left = f" ({words.count(rest)} {words.verb(rest, 'was', 'were')} not)" if rest else ""
    return f"{words.plural(result.n_tested, 'small area')} tested{left}"


def why_untested(result: HotspotsResult) -> str:
    """Return why no small area was tested, as a clause that follows "because"."""
    return result.why_untested.strip().rstrip(".") or "the store has no boundaries of small areas"


def statuses(places: pd.DataFrame) -> list[str]:
    """Return the status of each area in words."""
    return [str(status or "").strip() or "not a hot spot" for status in places["status"]]


def without_empty_rest(places: pd.DataFrame) -> pd.DataFrame:
    """Return rows of small areas without one that stands for no single area and holds nothing."""
    unnamed = places["place_code"].astype(str).str.strip() == ""
    return places.loc[~(unnamed & (places["count"] == 0) & (places["count_before"] == 0))]


def too_few_places(result: ConcentrationResult) -> Absence | None:
    """Return why nothing is said on concentration where there are only a few small areas; None where there are enough.

    One statement from sentence, chart and table alike, so that it stands once.
    """
    if result.n_places >= FEWEST_PLACES:
        return None
    place = words.place_name(result.basis.place)
    return absence(
        NotAvailable(
            "concentration",
            result.element,
            "How concentrated crime is",
            f"{place} has {words.plural(result.n_places, 'small area')}, too few to speak of concentration",
            not_applicable=True,
        )
    )
