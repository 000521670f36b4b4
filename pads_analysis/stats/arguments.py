"""Checks of arguments, shared by every module of stats: a wrong input is refused by name, never computed with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def numbers(name: str, values: ArrayLike, ndim: int | None = None) -> NDArray[np.float64]:
    """Finite numbers as a float array.

    Parameters
    ----------
    name : str
        Argument name for the message.
    values : array_like
        Any shape; at least one value.
    ndim : int, optional
        Number of dimensions required.

    Returns
    -------
    ndarray of float

    Raises
    ------
    ValueError
        Empty, not numeric, missing or infinite, or of another number of dimensions.
    """
    try:
        if np.iscomplexobj(values):
            raise TypeError("complex")
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{name} must hold numbers only") from error
    if array.size == 0:
        raise ValueError(f"{name} is empty")
    if ndim is not None and array.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} dimension(s), not {array.ndim}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds a missing or infinite value")
    return array


def counts(name: str, values: ArrayLike, ndim: int | None = None) -> NDArray[np.float64]:
    """Finite numbers that are zero or more; raises ValueError naming the argument otherwise."""
    array = numbers(name, values, ndim)
    if (array < 0).any():
        raise ValueError(f"{name} holds a negative value")
    return array


def positive(name: str, values: ArrayLike, ndim: int | None = None) -> NDArray[np.float64]:
    """Finite numbers above zero; raises ValueError naming the argument otherwise."""
    array = numbers(name, values, ndim)
    if (array <= 0).any():
        raise ValueError(f"{name} must be above zero everywhere")
    return array


def series_with_gaps(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """One series in which NaN stands for an excluded month; negative or infinite values are refused."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{name} must hold numbers only") from error
    if array.ndim != 1:
        raise ValueError(f"{name} must have 1 dimension(s), not {array.ndim}")
    if np.isinf(array).any():
        raise ValueError(f"{name} holds an infinite value")
    if (array[~np.isnan(array)] < 0).any():
        raise ValueError(f"{name} holds a negative value")
    return array


def same_shape(name: str, array: NDArray, other_name: str, other: NDArray) -> None:
    """Raise ValueError naming both arguments unless their shapes are equal."""
    if array.shape != other.shape:
        raise ValueError(f"{name} has shape {array.shape} but {other_name} has shape {other.shape}")


def level(confidence: float) -> float:
    """A confidence level strictly between 0 and 1, as a float."""
    value = float(numbers("confidence", confidence, 0))
    if not 0.0 < value < 1.0:
        raise ValueError(f"confidence must lie between 0 and 1, not {confidence!r}")
    return value


def scalar_or_array(array: NDArray) -> NDArray:
    """Turn a 0-dimensional array into a scalar, so that scalars in give scalars out."""
    return array[()]
