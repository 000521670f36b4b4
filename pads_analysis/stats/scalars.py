"""Checks of arguments that are one thing: a number, a level, a word, a switch, a source of random draws.

Every check takes the argument's name and its value and returns the value as a plain float, int or str, or raises
`ValueError` with a message that begins with the name. Arrays are checked in `arguments`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from pads_analysis.stats.arguments import numbers_or_missing


def number(name: str, value: Any, *, infinite: bool = False) -> float:
    """One number, not missing; finite unless `infinite` allows otherwise."""
    found = numbers_or_missing(name, value)
    if found.ndim:
        raise ValueError(f"{name} must be one number")
    if np.isnan(found) or (np.isinf(found) and not infinite):
        raise ValueError(f"{name} holds a missing or infinite value")
    return float(found)


def zero_or_more(name: str, value: Any) -> float:
    """One finite number of zero or more."""
    found = number(name, value)
    if found < 0:
        raise ValueError(f"{name} holds a negative value")
    return found


def above_zero(name: str, value: Any) -> float:
    """One finite number above zero."""
    found = number(name, value)
    if found <= 0:
        raise ValueError(f"{name} must be above zero, not {value!r}")
    return found


def at_least_one(name: str, value: Any) -> float:
    """One finite number of 1 or more: the variance of counts over their mean, say."""
    found = number(name, value)
    if found < 1:
        raise ValueError(f"{name} is below 1")
    return found


def between(name: str, value: Any, low: float, high: float) -> float:
    """One number strictly between two others."""
    found = number(name, value)
    if not low < found < high:
        raise ValueError(f"{name} must lie between {low:g} and {high:g}, not {value!r}")
    return found


def level(confidence: Any) -> float:
    """A level of confidence, strictly between 0 and 1."""
    return between("confidence", confidence, 0, 1)


def whole(name: str, value: Any, least: int, most: int = 10_000_000) -> int:
    """A whole number from `least` to `most`; 3.0 counts as 3, neither "3" nor True does.

    Examples
    --------
    >>> whole("k", 3.0, 1, 5)
    3
    """
    found = number(name, value)
    if isinstance(value, str | bool | np.bool_) or found % 1 or not least <= found <= most:
        raise ValueError(f"{name} must be a whole number from {least} to {most}, not {value!r}")
    return int(found)


def one_of(name: str, value: Any, *known: str) -> str:
    """One of the words known.

    Examples
    --------
    >>> one_of("method", "t", "t", "normal")
    't'
    """
    if not (isinstance(value, str) and value in known):
        raise ValueError(f"{name} must be {', '.join(map(repr, known[:-1]))} or {known[-1]!r}, not {value!r}")
    return value


def switch(name: str, value: Any) -> bool:
    """True or false; any other value is refused, since a word such as "no" would count as true.

    Examples
    --------
    >>> switch("robust", True)
    True
    """
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} must be True or False, not {value!r}")
    return bool(value)


def two_rising(name: str, pair: Any) -> tuple[float, float]:
    """Two finite numbers, the lower first."""
    found = numbers_or_missing(name, pair)
    if found.shape != (2,) or not (np.isfinite(found).all() and found[0] < found[1]):
        raise ValueError(f"{name} must be two numbers, the lower first")
    return float(found[0]), float(found[1])


def source(rng: Any) -> np.random.Generator:
    """The generator passed in: no function of stats makes its own randomness."""
    if not isinstance(rng, np.random.Generator):
        missing = "is missing: pass" if rng is None else "must be a numpy.random.Generator, such as"
        raise ValueError(f"rng {missing} numpy.random.default_rng(seed)")
    return rng
