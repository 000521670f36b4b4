"""The four-way vocabulary: the only words in which a sentence compares two figures.

higher than / lower than: the verdict says so. similar to: the whole interval lies within the margin. Uncertain is one
of two things: where the interval holds 1, no clear difference, the data are too uncertain to say, which is not "no
change"; where it leaves 1 out, the size with what keeps it from being called. Too few: counts only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pads_analysis.assess.result import Verdict
from pads_analysis.show import words
from pads_analysis.show.cells import json_safe
from pads_analysis.show.display import Sentence, identifier

UNCERTAIN = "no clear difference; the data are too uncertain to say"


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio with its interval and what may be said of it.

    Attributes
    ----------
    value, low, high : float
    confidence : float
        Of the interval, for example 0.95.
    margin : float
        Differences smaller than this do not matter, for example 0.10.
    """

    value: float
    low: float
    high: float
    confidence: float
    margin: float

    @property
    def known(self) -> bool:
        """Whether value and interval are finite."""
        return words.known(self.value, self.low, self.high)

    @property
    def leans(self) -> bool:
        """Whether the interval lies on one side of 1."""
        return self.known and words.leans(self.low, self.high)

    def times(self) -> str:
        """Return the size and interval: 1.32 times, 95% interval 1.21 to 1.44."""
        places = 2 if min(abs(self.value), abs(self.low), abs(self.high)) >= 0.1 else 3
        return (
            f"{words.decimal(self.value, places)} times, {words.level(self.confidence)} interval "
            f"{words.span(self.low, self.high, places)}"
        )

    def change(self) -> str:
        """Return the change and interval: up 32% (95% interval 21% to 44%)."""
        level = words.level(self.confidence)
        return (
            f"{words.change_percent(self.value)} ({level} interval {words.change_span(self.low, self.high)})"
        )

    def facts(self) -> dict[str, Any]:
        """Return the numbers for the record."""
        return {
            "ratio": self.value,
            "ratio_low": self.low,
            "ratio_high": self.high,
            "confidence": self.confidence,
        }


def uncertain(ratio: Ratio, size: str, before_none: str = ": ", before_size: str = ": ") -> str:
    """Return the size of an uncertain difference with what keeps it from being called.

    An interval on one side of 1 can go with no claim, either because the difference may be smaller than the
    margin or because it does not hold once all comparisons are allowed for. It is then never "no clear difference".

    Parameters
    ----------
    ratio : Ratio
    size : str
        The size with its interval, and what else stands beside it.
    before_none, before_size : str
        What joins the words to the clause before them, when they start with "no clear difference" and when they start
        with the size.
    """
    if not ratio.leans:
        return f"{before_none}{UNCERTAIN}; {size}"
    if 1 / (1 + ratio.margin) < ratio.value < 1 + ratio.margin:
        return f"{before_size}{size}, which may be less than the {words.points(ratio.margin)}% that is taken to matter"
    return f"{before_size}{size}, which does not hold once all comparisons are allowed for"


def relation(verdict: Verdict | str, other: str, margin: float) -> str:
    """Return the words of a verdict, with what the figure is compared with.

    Raises
    ------
    ValueError
        For a word that is not a `Verdict`.
    """
    points = words.points(margin)
    return {
        Verdict.HIGHER: f"higher than {other}",
        Verdict.LOWER: f"lower than {other}",
        Verdict.SIMILAR: f"similar to {other} (within {points} per cent)",
        Verdict.UNCERTAIN: UNCERTAIN,
        Verdict.TOO_FEW: f"too few to compare with {other}",
    }[Verdict(verdict)]


def sentence(
    section: str,
    name: str,
    text: str,
    *,
    headline: bool = False,
    importance: float = 0.0,
    verdict: str = "",
    **facts: Any,
) -> Sentence:
    """Return a sentence with its id, its first letter in upper case and its facts fit for JSON."""
    return Sentence(
        id=identifier("sentence", section, name),
        text=words.at_start(" ".join(text.split())),
        headline=headline,
        importance=importance,
        verdict=str(verdict),
        facts={key: json_safe(value) for key, value in facts.items()},
    )


def as_verdict(value: Any) -> Verdict:
    """Return a verdict; anything missing or unknown is TOO_FEW, so that nothing is claimed."""
    try:
        return Verdict(value)
    except ValueError:
        return Verdict.TOO_FEW


def is_clear(verdict: Any) -> bool:
    """Return whether a verdict states a difference."""
    return as_verdict(verdict) in (Verdict.HIGHER, Verdict.LOWER)
