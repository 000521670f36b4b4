"""How a sample was drawn, and the variance that follows from it.

References
----------
Binder (1983), International Statistical Review 51:279 (Taylor linearisation). Särndal, Swensson and Wretman (1992),
Model Assisted Survey Sampling, chapters 4 and 5. Lumley (2010), Complex Surveys, chapters 2 and 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from pads_analysis.stats.arguments import codes, counts, of_length, positive
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import one_of, whole

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class SurveyDesign(Printed):
    """A sample of n answers; made by `survey_design`.

    Attributes
    ----------
    weights : ndarray (n,)
        People that each answer stands for; zero or more.
    stratum : ndarray of int (n,)
        Stratum of each answer, numbered from 0.
    cluster : ndarray of int (n,)
        Primary sampling unit of each answer, numbered from 0; no unit lies in two strata.
    sampled_share : ndarray (n,)
        Share of its stratum's primary units that were sampled; 0 stands for "very few of them".
    single_unit : str
        "refuse" or "centre": what to do with a stratum of one primary unit.
    """

    weights: NDArray[np.float64]
    stratum: NDArray[np.int64]
    cluster: NDArray[np.int64]
    sampled_share: NDArray[np.float64]
    single_unit: str

    @property
    def size(self) -> int:
        """Answers in the sample."""
        return len(self.weights)


def survey_design(
    weights: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    fpc: ArrayLike | None = None,
    *,
    size: int | None = None,
    single_unit: Literal["refuse", "centre"] = "refuse",
) -> SurveyDesign:
    """Describe how a sample was drawn. Everything is optional; what is not given is taken as the simplest.

    Only for samples drawn at random. For people who chose to answer (an open consultation) no design exists: report
    counts of answers, without intervals.

    Parameters
    ----------
    weights : array_like, shape (n,), optional
        People that each answer stands for. Where not given: from `fpc` (units in the stratum over units sampled),
        else 1.
    strata : array_like, shape (n,), optional
        Label of each answer's stratum; one stratum where not given.
    clusters : array_like, shape (n,), optional
        Label of each answer's primary sampling unit; each answer its own where not given. The same label in two strata
        stands for two units.
    fpc : array_like, shape (n,), optional
        Primary units in each answer's stratum, or (all values up to 1) the share of them that was sampled; one value
        for each stratum. Without it, sampling is taken as with replacement, which never understates the variance.
    size : int, optional
        Number of answers; needed only where nothing else is given.
    single_unit : {"refuse", "centre"}
        A stratum with one sampled unit has no variance of its own: refuse it, or measure its unit from the mean of
        all units (which overstates the variance). A unit taken with certainty (share 1) is always allowed.

    Returns
    -------
    SurveyDesign

    Raises
    ------
    ValueError
        Lengths differ; a label missing; weights negative, missing or all zero; `fpc` not positive, unequal within a
        stratum or below the units sampled; a stratum of a single unit; as many strata as units.

    Notes
    -----
    Assumes weights that are the inverse of the chance of being drawn; weights calibrated to known totals give smaller
    errors than those computed here.

    Examples
    --------
    >>> design = survey_design(strata=["a", "a", "b", "b"], fpc=[10, 10, 4, 4])
    >>> print(design.weights, degrees_of_freedom(design))
    [5. 5. 2. 2.] 2
    """
    one_of("single_unit", single_unit, "refuse", "centre")
    n = _size(size, weights=weights, strata=strata, clusters=clusters, fpc=fpc)
    whose = f"the sample has {n} answers"
    stratum = np.zeros(n, dtype=np.int64) if strata is None else codes("strata", strata, n, whose)
    unit = np.arange(n) if clusters is None else codes("clusters", clusters, n, whose)
    # Together, so that a unit's label may return in another stratum.
    cluster = np.unique(stratum * (unit.max() + 1) + unit, return_inverse=True)[1].astype(np.int64)
    units = np.bincount(stratum[_first_of(cluster)])
    share = _shares(fpc, stratum, units, n)
    if weights is not None:
        w = of_length("weights", counts("weights", weights, 1), n, whose)
    else:
        w = np.where(share > 0, 1 / np.where(share > 0, share, 1.0), 1.0)
    if w.sum() == 0:
        raise ValueError("weights are all zero")
    alone = (units[stratum] == 1) & (share < 1)
    if single_unit == "refuse" and alone.any():
        raise ValueError(
            f"strata holds {len(np.unique(stratum[alone]))} of a single unit in clusters: join them to others, or pass "
            "single_unit='centre'"
        )
    if units.sum() <= len(units) and (share < 1).any():
        raise ValueError("clusters must be more than strata: nothing is left to measure the variance by")
    return SurveyDesign(w, stratum, cluster, share, single_unit)


def checked(design: SurveyDesign) -> SurveyDesign:
    """The design itself; raises ValueError naming it where it is anything else."""
    if not isinstance(design, SurveyDesign):
        raise ValueError("design must be made by survey_design")
    return design


def degrees_of_freedom(design: SurveyDesign, domain: NDArray[np.bool_] | None = None) -> int:
    """Primary units less strata, of those that hold an answer of the domain with a weight.

    For the t quantile of an interval; below about ten, a normal quantile would make it too narrow.

    Parameters
    ----------
    design : SurveyDesign
    domain : ndarray of bool (n,), optional
        The whole sample where not given.

    Returns
    -------
    int
        0 or less where the domain leaves nothing to measure the variance by.

    Examples
    --------
    >>> degrees_of_freedom(survey_design(strata=["a", "a", "a", "b", "b"]))
    3
    """
    used = design.weights > 0 if domain is None else (design.weights > 0) & domain
    return len(np.unique(design.cluster[used])) - len(np.unique(design.stratum[used]))


def covariance(design: SurveyDesign, z: NDArray[np.float64]) -> NDArray[np.float64]:
    """Covariance of the sums of linearised values over the sample.

    Parameters
    ----------
    design : SurveyDesign
    z : ndarray (n, k)
        Weighted linearised values of k estimates, zero outside their domain.

    Returns
    -------
    ndarray (k, k)
        Σ_h (1 − f_h) n_h / (n_h − 1) Σ_j (z_hj − z̄_h)(z_hj − z̄_h)ᵀ, over strata h and the sums z_hj of their units.

    Notes
    -----
    Assumes that primary units were drawn independently; later stages then need not be known.

    Examples
    --------
    >>> covariance(survey_design(size=4), np.array([[1.0], [0], [1], [0]])).round(4).tolist()
    [[1.3333]]
    """
    first = _first_of(design.cluster)
    of, share = design.stratum[first], design.sampled_share[first]
    totals = np.zeros((len(first), z.shape[1]))
    np.add.at(totals, design.cluster, z)
    n = np.bincount(of)
    means = np.zeros((len(n), z.shape[1]))
    np.add.at(means, of, totals)
    means /= n[:, None]
    alone = n[of] == 1
    away = totals - np.where(alone[:, None], totals.mean(axis=0), means[of])
    scale = (1 - share) * np.where(alone, 1.0, n[of] / np.maximum(n[of] - 1, 1))
    return (away * scale[:, None]).T @ away


def _first_of(cluster: NDArray) -> NDArray:
    return np.unique(cluster, return_index=True)[1]


def _size(size: int | None, **given: ArrayLike | None) -> int:
    known = [(k, np.shape(np.asarray(v, dtype=object))) for k, v in given.items() if v is not None]
    if size is not None:
        n = whole("size", size, 1)
    elif known:
        name, shape = known[0]
        if len(shape) != 1 or shape[0] == 0:
            raise ValueError(f"{name} must hold a value for each answer")
        n = shape[0]
    else:
        raise ValueError("size is missing: give it, or weights, strata, clusters or fpc")
    return n


def _shares(fpc: ArrayLike | None, stratum: NDArray, units: NDArray, n: int) -> NDArray:
    """Share of its stratum's primary units that were sampled, for each answer."""
    if fpc is None:
        return np.zeros(n)
    given = of_length("fpc", positive("fpc", fpc, 1), n, f"the sample has {n} answers")
    largest = np.zeros(len(units))
    np.maximum.at(largest, stratum, given)
    if (given != largest[stratum]).any():
        raise ValueError("fpc differs within a stratum")
    if (given <= 1).all():
        return given
    if (given < units[stratum]).any():
        raise ValueError("fpc is below the number of clusters sampled")
    return units[stratum] / given
