"""Series in time in which NaN marks an excluded month, and the arguments that go with them, checked by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LARGEST = 1e15


def gapped(
    name: str, values: ArrayLike, *, signed: bool = False, ndim: tuple[int, ...] = (1,)
) -> NDArray[np.float64]:
    """Numbers in order of time, the last axis; NaN (or a missing value of pandas) marks an excluded month.

    Parameters
    ----------
    name : str
        Argument name for the message.
    values : array_like, shape (n,) or (m, n)
        At least one value.
    signed : bool
        Whether values below zero are allowed.
    ndim : tuple of int
        Numbers of dimensions allowed.

    Returns
    -------
    ndarray of float
        A copy.

    Raises
    ------
    ValueError
        Not numbers, empty, of another number of dimensions, infinite, above 1e15 in size, or negative where that is
        not allowed.
    """
    if hasattr(values, "columns"):
        # Months may be its rows or its columns, and the wrong way round would still give numbers.
        raise ValueError(f"{name} must be an array with time along its last axis, not a table")
    try:
        with_nan = (
            values.to_numpy(dtype=np.float64, na_value=np.nan) if hasattr(values, "to_numpy") else values
        )
        array = np.array(with_nan, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must hold numbers only") from error
    if array.ndim not in ndim:
        raise ValueError(f"{name} must have {' or '.join(map(str, ndim))} dimension(s), not {array.ndim}")
    if array.size == 0:
        raise ValueError(f"{name} is empty")
    if np.isinf(array).any():
        raise ValueError(f"{name} holds an infinite value")
    held = array[~np.isnan(array)]
    if (np.abs(held) > LARGEST).any():
        raise ValueError(f"{name} holds a value above {LARGEST:.0e} in size")
    if not signed and (held < 0).any():
        raise ValueError(f"{name} holds a negative value")
    return array


def complete(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Counts in order of time, shape (n,), none missing; raises ValueError naming the argument as `gapped` does."""
    array = gapped(name, values)
    if np.isnan(array).any():
        raise ValueError(f"{name} holds a missing value")
    return array


def left_out(name: str, excluded: ArrayLike | slice | None, n: int) -> NDArray[np.bool_]:
    """Mask of shape (n,) of the points to leave out; None leaves out none. Raises ValueError naming the argument."""
    mask = np.zeros(n, dtype=bool)
    if excluded is None:
        return mask
    if isinstance(excluded, slice):
        mask[excluded] = True
        return mask
    given = np.asarray(excluded)
    if given.dtype != bool:
        raise ValueError(f"{name} must be true or false for each value, or a slice")
    if given.shape != mask.shape:
        raise ValueError(f"{name} has shape {given.shape} but there are {n} values in time")
    return given.copy()


def whole(name: str, value: float, least: int) -> int:
    """One whole number of at least `least`; raises ValueError naming the argument otherwise."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{name} must be a whole number") from error
    if isinstance(value, str | bool) or number != value or number < least:
        raise ValueError(f"{name} must be a whole number of at least {least}, not {value!r}")
    return number


def positions(name: str, at: ArrayLike | None, first: int, n: int) -> NDArray[np.int64]:
    """Positions in time to look at, from `first` to n - 1; all of these where `at` is None. Raises ValueError."""
    if at is None:
        return np.arange(first, n)
    try:
        given = np.atleast_1d(np.asarray(at, dtype=np.float64))
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must hold whole numbers") from error
    if given.ndim != 1 or not np.isfinite(given).all() or (given != np.floor(given)).any():
        raise ValueError(f"{name} must be a series of whole numbers")
    if ((given < first) | (given >= n)).any():
        raise ValueError(f"{name} must lie between {first} and {n - 1}: what comes before is too short")
    return given.astype(np.int64)
