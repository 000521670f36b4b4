"""Checks of arguments that are arrays, shared by every module of stats: wrong input is refused by name, never computed.

Every check takes the argument's name and its value and returns the value as an array of its own (float unless said
otherwise), or raises `ValueError` with a message that begins with the name. Lists, tuples, arrays, Series and nullable
pandas columns count alike. Single values are checked in `scalars`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: Values beyond this cannot be told apart by one: their sums no longer hold a unit.
LARGEST = 1e15


def numbers_or_missing(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Numbers of any shape, of which some may be NaN (or missing in pandas) or infinite."""
    try:
        if np.ma.isMaskedArray(values):
            values = np.ma.filled(values.astype(np.float64), np.nan)
        given = np.asarray(values)
        if given.dtype.kind in "SU" or (
            given.dtype == object and any(isinstance(one, str | bytes) for one in given.flat)
        ):
            raise TypeError("words")
        if given.dtype == object and hasattr(values, "to_numpy"):
            given = values.to_numpy(dtype=np.float64, na_value=np.nan)
        if given.dtype.kind in "cmM":
            raise TypeError("complex numbers or dates")
        return given.astype(np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{name} must hold numbers only") from error


def numbers(name: str, values: ArrayLike, ndim: int | None = None) -> NDArray[np.float64]:
    """Finite numbers, none missing, at least one; of `ndim` dimensions where that is given."""
    array = numbers_or_missing(name, values)
    if array.size == 0:
        raise ValueError(f"{name} is empty")
    if ndim is not None and array.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} dimension(s), not {array.ndim}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds a missing or infinite value")
    return array


def counts(name: str, values: ArrayLike, ndim: int | None = None) -> NDArray[np.float64]:
    """Finite numbers that are zero or more."""
    array = numbers(name, values, ndim)
    if (array < 0).any():
        raise ValueError(f"{name} holds a negative value")
    return array


def positive(name: str, values: ArrayLike, ndim: int | None = None) -> NDArray[np.float64]:
    """Finite numbers above zero."""
    array = numbers(name, values, ndim)
    if (array <= 0).any():
        raise ValueError(f"{name} must be above zero everywhere")
    return array


def moderate(name: str, array: NDArray, largest: float = LARGEST, least: float = 0.0) -> NDArray[np.float64]:
    """The array itself, if no value is larger in size than `largest` or smaller than `least`."""
    size = np.abs(array)
    if size.max() > largest or size.min() < least:
        limits = f"above {largest:.0e}" + (f" or below {least:.0e}" if least else "")
        raise ValueError(f"{name} holds a value {limits} in size")
    return array


def zeros_and_ones(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """One dimension of 0 and 1, or of False and True."""
    array = numbers(name, values, 1)
    if not np.isin(array, (0.0, 1.0)).all():
        raise ValueError(f"{name} must be true or false, 1 or 0")
    return array


def relative_weights(
    name: str, values: ArrayLike, n: int | None = None, whose: str = ""
) -> NDArray[np.float64]:
    """Weights of zero or more, one of them above zero, made to add up to 1; `n` of them, one for each of `whose`."""
    w = counts(name, values, 1)
    if n is not None:
        of_length(name, w, n, whose)
    if w.max() == 0:
        raise ValueError(f"{name} are all zero")
    # First by the largest, so that a sum of huge weights does not overflow.
    w = w / w.max()
    return w / w.sum()


def codes(name: str, labels: ArrayLike, n: int, whose: str) -> NDArray[np.int64]:
    """Labels of any type numbered from 0 in the order met, none missing; `n` of them, one for each of `whose`."""
    import pandas as pd

    try:
        objects = np.asarray(labels, dtype=object)
        numbered = pd.factorize(objects.ravel())[0]
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must hold simple labels") from error
    if objects.ndim != 1:
        raise ValueError(f"{name} must have 1 dimension(s), not {objects.ndim}")
    if (numbered < 0).any():
        raise ValueError(f"{name} holds a missing value")
    return of_length(name, numbered.astype(np.int64), n, whose)


def of_length(name: str, array: NDArray, n: int, whose: str) -> NDArray:
    """The array itself, if it has a value for each of the `n` of `whose` (such as "matrix has 3 criteria")."""
    if len(array) != n:
        raise ValueError(f"{name} has {len(array)} values but {whose}")
    return array


def same_shape(name: str, array: NDArray, other_name: str, other: NDArray) -> None:
    """Nothing, if both have one shape."""
    if array.shape != other.shape:
        raise ValueError(f"{name} has shape {array.shape} but {other_name} has shape {other.shape}")


def one_or_each(name: str, array: NDArray, other_name: str, other: NDArray) -> NDArray:
    """An array in the shape of the other: a single value stands for every place."""
    if array.ndim == 0:
        return np.full(other.shape, float(array))
    same_shape(name, array, other_name, other)
    return array


def fit_together(**arrays: NDArray) -> tuple[NDArray, ...]:
    """The arrays, given by name, broadcast to one shape."""
    try:
        return tuple(np.broadcast_arrays(*arrays.values()))
    except ValueError as error:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise ValueError(f"{shapes} do not fit together") from error


def scalar_or_array(array: ArrayLike) -> NDArray:
    """An array of no dimension as a scalar, so that scalars in give scalars out."""
    return np.asarray(array)[()]


def gapped(
    name: str, values: ArrayLike, *, signed: bool = False, ndim: tuple[int, ...] = (1,)
) -> NDArray[np.float64]:
    """Numbers in order of time, the last axis, up to 1e15 in size; NaN (or missing in pandas) marks an excluded month.

    `signed` allows values below zero; `ndim` lists the numbers of dimensions allowed.
    """
    if hasattr(values, "columns"):
        # Months may be its rows or its columns, and the wrong way round would still give numbers.
        raise ValueError(f"{name} must be an array with time along its last axis, not a table")
    array = numbers_or_missing(name, values)
    if array.ndim not in ndim:
        raise ValueError(f"{name} must have {' or '.join(map(str, ndim))} dimension(s), not {array.ndim}")
    if array.size == 0:
        raise ValueError(f"{name} is empty")
    held = array[~np.isnan(array)]
    if np.isinf(held).any():
        raise ValueError(f"{name} holds an infinite value")
    if held.size:
        moderate(name, held)
    if not signed and (held < 0).any():
        raise ValueError(f"{name} holds a negative value")
    return array


def complete(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Counts in order of time, as `gapped` takes them, none missing."""
    array = gapped(name, values)
    if np.isnan(array).any():
        raise ValueError(f"{name} holds a missing value")
    return array


def left_out(name: str, excluded: ArrayLike | slice | None, n: int) -> NDArray[np.bool_]:
    """Mask of the points in time to leave out of n, from a mask or a slice; None leaves out none."""
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


def positions(name: str, at: ArrayLike | None, first: int, n: int) -> NDArray[np.int64]:
    """Whole numbers from `first` to n - 1, positions in time to look at; all of these where `at` is None."""
    if at is None:
        return np.arange(first, n)
    given = np.atleast_1d(numbers_or_missing(name, at))
    if given.ndim != 1 or not np.isfinite(given).all() or (given != np.floor(given)).any():
        raise ValueError(f"{name} must be a series of whole numbers")
    if ((given < first) | (given >= n)).any():
        raise ValueError(f"{name} must lie between {first} and {n - 1}: what comes before is too short")
    return given.astype(np.int64)
