"""Checks of arguments that are one thing: a whole number (position, steps, draws), one of several words, a switch."""

from __future__ import annotations

from typing import Any

import numpy as np

from pads_analysis.stats.arguments import numbers


def whole(name: str, value: Any, low: int, high: int) -> int:
    """A whole number within bounds, as an int.

    Parameters
    ----------
    name : str
        Argument name for the message.
    value : int
        The argument as given; 3.0 counts as 3.
    low, high : int
        Smallest and largest value allowed.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        Not a number, not whole, or out of bounds.

    Examples
    --------
    >>> whole("k", 3.0, 1, 5)
    3
    """
    number = float(numbers(name, value, 0))
    if number % 1 or not low <= number <= high:
        raise ValueError(f"{name} must be a whole number from {low} to {high}, not {value!r}")
    return int(number)


def one_of(name: str, value: Any, known: tuple[str, ...]) -> str:
    """A word that is one of those known.

    Parameters
    ----------
    name : str
        Argument name for the message.
    value : str
        The argument as given.
    known : tuple of str

    Returns
    -------
    str

    Raises
    ------
    ValueError
        Anything else.

    Examples
    --------
    >>> one_of("method", "t", ("t", "normal"))
    't'
    """
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{name} must be one of {', '.join(known)}, not {value!r}")
    return value


def switch(name: str, value: Any) -> bool:
    """True or false, as a bool: any other value is refused, since a word such as "no" would count as true.

    Parameters
    ----------
    name : str
        Argument name for the message.
    value : bool

    Returns
    -------
    bool

    Raises
    ------
    ValueError
        Anything but true and false.

    Examples
    --------
    >>> switch("robust", True)
    True
    """
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} must be True or False, not {value!r}")
    return bool(value)
