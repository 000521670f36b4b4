"""How well a forecast map did: PAI, PEI and RRI.

References
----------
Chainey, Tompson and Uhlig (2008), Security Journal 21:4 (PAI). Hunt (2016), Do crime hot spots move?, dissertation,
American University (PEI). Levine (2008), Security Journal 21:295 (RRI). Wheeler and Steenbeek (2021), Journal of
Quantitative Criminology 37:445.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from pads_analysis.stats.arguments import counts, positive, same_shape
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import one_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class PredictionAccuracy(Printed):
    """Accuracy if the first 1, 2, ... n places of the forecast had been chosen; all arrays (n,).

    Attributes
    ----------
    place : ndarray of int
        Which place is added, as an index into what was given; densest forecast first.
    cum_area, cum_observed, cum_predicted : ndarray
        Running totals.
    pai : ndarray
        Prediction accuracy index: share of the events over share of the area. 1 is no better than chance.
    pei : ndarray
        Prediction efficiency index: PAI over the best PAI that could have been had, 0 to 1.
    rri : ndarray
        Events foreseen over events seen; infinite where none were seen, NaN where none were foreseen either.
    """

    place: NDArray[np.int64]
    cum_area: NDArray[np.float64]
    cum_observed: NDArray[np.float64]
    cum_predicted: NDArray[np.float64]
    pai: NDArray[np.float64]
    pei: NDArray[np.float64]
    rri: NDArray[np.float64]


def prediction_accuracy(
    observed: ArrayLike,
    predicted: ArrayLike,
    area: ArrayLike | None = None,
    *,
    best: Literal["area", "places"] = "area",
) -> PredictionAccuracy:
    """Compare a forecast of where events would be with where they were.

    For two forecasts of the same period and places, or one forecast against last year's counts used as a forecast. The
    events must be later than those the forecast was made from. PAI grows as the chosen area shrinks, so compare at one
    size of area only; with few events it is mostly chance.

    Parameters
    ----------
    observed, predicted : array_like, shape (n,)
        Events seen and foreseen at every place, zero or more, with at least one event seen.
    area : array_like, shape (n,), optional
        Size of each place (area, street length), above zero; equal where not given.
    best : {"area", "places"}
        What the best possible choice is held to in PEI: as much area, the last place taken in part (the definition), or
        as many places whatever their size (R's ptools). The two agree where all places are of one size.

    Returns
    -------
    PredictionAccuracy
        Places of equal forecast density come in order of fewest events, the least flattering order.

    Raises
    ------
    ValueError
        An argument empty, missing, negative or of another length; no event seen; another `best`.

    Notes
    -----
    It describes and assumes nothing.

    Examples
    --------
    The example of R's ptools:

    >>> found = prediction_accuracy([6, 7, 3, 2, 1, 0], [8, 4, 4, 2, 1, 0])
    >>> found.pai.round(3).tolist(), found.pei.round(3).tolist()
    ([1.895, 1.421, 1.684, 1.421, 1.2, 1.0], [0.857, 0.692, 1.0, 1.0, 1.0, 1.0])
    """
    seen, foreseen = counts("observed", observed, 1), counts("predicted", predicted, 1)
    size = np.ones(len(seen)) if area is None else positive("area", area, 1)
    same_shape("predicted", foreseen, "observed", seen)
    same_shape("area", size, "observed", seen)
    one_of("best", best, "area", "places")
    for name, values in (("observed", seen), ("predicted", foreseen), ("area", size)):
        if values.max() > 1e15 or (name == "area" and values.min() < 1e-15):
            raise ValueError(f"{name} holds a value too large or too small to compare")
    if seen.max() == 0:
        raise ValueError("observed holds no event")
    order = np.lexsort((seen, -foreseen / size))
    cum_area, cum_seen, cum_foreseen = (np.cumsum(x[order]) for x in (size, seen, foreseen))
    # Among places of one density of events, the order of the forecast: R's ptools sorts its sorted table again.
    ideal = order[np.argsort(-(seen / size)[order], kind="stable")]
    most = np.cumsum(seen[ideal])
    ideal_area = np.cumsum(size[ideal])
    if best == "area":
        most = np.interp(cum_area, np.append(0.0, ideal_area), np.append(0.0, most))
        ideal_area = cum_area
    total, whole = cum_seen[-1], cum_area[-1]
    pai = (cum_seen / total) / (cum_area / whole)
    pei = pai / ((most / total) / (ideal_area / whole))
    # Rounding must not make a choice better than the best.
    pei = np.minimum(pei, 1.0) if best == "area" else pei
    some = cum_seen > 0
    rri = np.where(
        some, cum_foreseen / np.where(some, cum_seen, 1.0), np.where(cum_foreseen > 0, np.inf, np.nan)
    )
    return PredictionAccuracy(
        place=order,
        cum_area=cum_area,
        cum_observed=cum_seen,
        cum_predicted=cum_foreseen,
        pai=pai,
        pei=pei,
        rri=rri,
    )
