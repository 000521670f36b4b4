"""Further checks of arguments: whole numbers, sources of random draws, numbers of which some may be missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def source(rng: Any) -> np.random.Generator:
    """The generator passed in, or ValueError naming `rng`: no function of stats makes its own randomness."""
    if rng is None:
        raise ValueError("rng is missing: pass numpy.random.default_rng(seed)")
    if not isinstance(rng, np.random.Generator):
        raise ValueError("rng must be a numpy.random.Generator, such as numpy.random.default_rng(seed)")
    return rng


def number(name: str, value: Any) -> float:
    """A single number, perhaps infinite or NaN, as a float; raises ValueError naming the argument otherwise."""
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{name} must be a number, not {value!r}") from error


def whole(name: str, value: Any, least: int, most: int = 10_000_000) -> int:
    """A whole number between `least` and `most`, as an int; raises ValueError naming the argument otherwise."""
    found = number(name, value)
    if not (np.isfinite(found) and found == int(found)):
        raise ValueError(f"{name} must be a whole number, not {value!r}")
    if not least <= found <= most:
        raise ValueError(f"{name} must be at least {least} and at most {most}, not {value!r}")
    return int(found)


def between(name: str, value: Any, low: float, high: float) -> float:
    """A number strictly between two others, as a float; raises ValueError naming the argument otherwise."""
    found = number(name, value)
    if not low < found < high:
        raise ValueError(f"{name} must lie between {low:g} and {high:g}, not {value!r}")
    return found


def one_of(name: str, value: Any, *known: str) -> str:
    """One of the words known; raises ValueError naming the argument otherwise."""
    if not (isinstance(value, str) and value in known):
        raise ValueError(f"{name} must be {', '.join(map(repr, known[:-1]))} or {known[-1]!r}, not {value!r}")
    return value


def numbers_or_missing(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Numbers of which some may be NaN, as a float array; ValueError naming the argument if not numeric."""
    try:
        if np.iscomplexobj(values):
            raise ValueError(f"{name} must hold real numbers only")
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{name} must hold numbers only") from error
