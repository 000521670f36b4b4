"""Change of a rate or product split between its factors.

References
----------
Kitagawa (1955), JASA 50:1168. Das Gupta (1993), Standardization and Decomposition of Rates, US Bureau of the Census
P23-186 (symmetric weights: the Shapley value, the average over all orders in which factors can change).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import factorial
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, numbers, same_shape

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

MOST_FACTORS = 6


def kitagawa(
    share_before: ArrayLike, rate_before: ArrayLike, share_after: ArrayLike, rate_after: ArrayLike
) -> tuple[float, float]:
    """Split the change of an overall rate into make-up of the population and rates of its groups.

    Use it to ask how much of a change comes from more people in the groups with high rates. Not as an explanation, and
    not for a product of factors (`product_factors`). Limits: `factor_intervals.bootstrap_kitagawa`.

    Parameters
    ----------
    share_before, rate_before, share_after, rate_after : array_like, shape (k,)
        Share of each group in the population and its rate, in the two periods.

    Returns
    -------
    composition, rate : float
        Effects in the unit of the rates; they add up to the change of the overall rate.

    Raises
    ------
    ValueError
        An argument empty, missing, negative or of unequal length.

    Notes
    -----
    Composition: sum of (s1 - s0) (r0 + r1) / 2; rate: sum of (r1 - r0) (s0 + s1) / 2. It assumes nothing: it adds up.

    Examples
    --------
    Das Gupta (1993), a crude rate of 44.73 that becomes 47.69 in thirteen age groups: 1.23 by their shares, 1.74 by
    their rates.

    >>> s0 = [0.129, 0.109, 0.095, 0.08, 0.078, 0.084, 0.086, 0.078, 0.07, 0.059, 0.047, 0.036, 0.049]
    >>> s1 = [0.101, 0.112, 0.116, 0.109, 0.094, 0.077, 0.063, 0.06, 0.063, 0.059, 0.051, 0.04, 0.055]
    >>> r0 = [1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8]
    >>> r1 = [2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2]
    >>> [round(effect, 4) for effect in kitagawa(s0, r0, s1, r1)]
    [1.2269, 1.7403]
    """
    s0, r0 = counts("share_before", share_before, 1), counts("rate_before", rate_before, 1)
    s1, r1 = counts("share_after", share_after, 1), counts("rate_after", rate_after, 1)
    for name, array in (("rate_before", r0), ("share_after", s1), ("rate_after", r1)):
        same_shape(name, array, "share_before", s0)
    composition, rate = kitagawa_effects(s0, r0, s1, r1).tolist()
    return composition, rate


def kitagawa_effects(s0: NDArray, r0: NDArray, s1: NDArray, r1: NDArray) -> NDArray[np.float64]:
    """Kitagawa's two effects for many decompositions at once.

    Parameters
    ----------
    s0, r0, s1, r1 : ndarray, shapes that broadcast to (..., k)
        Shares and rates, before and after, already checked; leading axes hold separate decompositions.

    Returns
    -------
    ndarray (..., 2)
        Composition effect and rate effect.

    Examples
    --------
    >>> s0, r0, s1, r1 = np.array([[0.5, 0.5], [10, 20], [0.25, 0.75], [12, 24]])
    >>> kitagawa_effects(s0, r0, s1, r1).tolist()
    [2.75, 3.25]
    """
    composition = ((s1 - s0) * (r0 + r1) / 2).sum(axis=-1)
    return np.stack([composition, ((r1 - r0) * (s0 + s1) / 2).sum(axis=-1)], axis=-1)


def product_effects(before: ArrayLike, after: ArrayLike) -> NDArray[np.float64]:
    """Effects of factors on the change of their product, for many decompositions at once.

    Use it for a bootstrap, or for many areas; for one decomposition with named factors `product_factors`.

    Parameters
    ----------
    before, after : array_like, shape (..., k)
        The 2 to 6 factors in the two periods along the last axis; leading axes hold separate decompositions.

    Returns
    -------
    ndarray (..., k)
        Effect of each factor, in the unit of the product; along the last axis they add up to its change.

    Raises
    ------
    ValueError
        An argument empty, missing or of unequal shape; fewer than 2 or more than 6 factors.

    Notes
    -----
    Das Gupta: effect_j = (b_j - a_j) sum over subsets S of the others |S|!(k-1-|S|)!/k! prod_S b prod_(not S) a.

    Examples
    --------
    >>> product_effects([[2.0, 3.0], [1.0, 1.0]], [[4.0, 5.0], [1.0, 2.0]]).tolist()
    [[8.0, 6.0], [0.0, 1.0]]
    """
    a, b = numbers("before", before), numbers("after", after)
    same_shape("after", b, "before", a)
    k = a.shape[-1] if a.ndim else 0
    if not 2 <= k <= MOST_FACTORS:
        raise ValueError(f"before must hold 2 to {MOST_FACTORS} factors, not {k}")
    return _product_effects(a, b)


@np.errstate(over="ignore", invalid="ignore")
def _product_effects(a: NDArray, b: NDArray) -> NDArray:
    k = a.shape[-1]
    moved = np.array([bin(subset).count("1") for subset in range(2 ** (k - 1))])
    weight = np.array([factorial(m) * factorial(k - 1 - m) / factorial(k) for m in range(k)])[moved]
    effects = np.empty(a.shape)
    for j in range(k):
        # Products of the others for every subset that has moved: each factor doubles the list, so that the
        # bits of a position say which of them have.
        products = np.ones((*a.shape[:-1], 1))
        for i in (i for i in range(k) if i != j):
            products = np.concatenate([products * a[..., i, None], products * b[..., i, None]], axis=-1)
        effects[..., j] = (b[..., j] - a[..., j]) * (products @ weight)
    if not np.isfinite(effects).all():
        raise ValueError("before and after hold values too large to multiply")
    return effects


def product_factors(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    """Split the change of a product of factors into one effect for each (Das Gupta; the Shapley value).

    Use it for a count or rate that is a product, as events = residents x victims per resident x events per victim.
    Not for sums over groups (use `kitagawa`), nor for factors that are not measured in both periods.

    Parameters
    ----------
    before, after : mapping of str to float
        The same 2 to 6 factors in the two periods, for example population, prevalence, incidence.

    Returns
    -------
    dict of str to float
        Effect of each factor, in the unit of the product; they add up to its change.

    Raises
    ------
    ValueError
        The factors differ between periods, a value is missing, or there are more than 6 or fewer than 2.

    Notes
    -----
    Assumes that the factors can change in any order, each order counting alike.

    Examples
    --------
    Das Gupta (1993), mean earnings as earnings of earners x share of earners, black and white men, 1980:

    >>> effects = product_factors({"earnings": 10930, "earners": 0.717892}, {"earnings": 16591, "earners": 0.825974})
    >>> {name: round(effect, 2) for name, effect in effects.items()}
    {'earnings': 4369.91, 'earners': 1487.26}
    """
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        raise ValueError("before and after must map the name of each factor to its value")
    names = list(before)
    if set(names) != set(after):
        raise ValueError("after must hold the same factors as before")
    if not 2 <= len(names) <= MOST_FACTORS:
        raise ValueError(f"before must hold 2 to {MOST_FACTORS} factors, not {len(names)}")
    start = numbers("before", [before[n] for n in names], 1)
    end = numbers("after", [after[n] for n in names], 1)
    return dict(zip(names, _product_effects(start, end).tolist(), strict=True))
