"""Words and signs for the delivery of actions and the outcome of targets: never colour alone."""

from __future__ import annotations

from typing import Any

from pads_analysis.show import words
from pads_analysis.show.cells import Rated

#: Sign and colour name of each rating; the words of the rating itself stand between them.
RATINGS = {
    "complete": ("✔", "blue"),
    "on track": ("●", "green"),
    "at risk": ("▲", "amber"),
    "behind": ("◆", "red"),
    "not due": ("○", "grey"),
    "stopped": ("■", "grey"),
}
OUTCOMES = {
    "met": "✔",
    "on course": "●",
    "too uncertain to say": "?",
    "off course": "▲",
    "missed": "◆",
    "insufficient data": "–",
}
TONES = {
    "met": "blue",
    "on course": "green",
    "too uncertain to say": "grey",
    "off course": "amber",
    "missed": "red",
    "insufficient data": "grey",
}
CARRIED = {
    "yes": "carried forward",
    "with change": "carried forward with a change",
    "no": "not carried forward",
    "": "not decided",
}


def rating(word: str) -> str:
    """Return a rating with its sign and the name of its colour: ◆ behind (red)."""
    sign, colour = RATINGS[word]
    return f"{sign} {word} ({colour})"


def rated(word: str) -> Rated:
    """Return a rating as a cell: its words, and its colour beside them."""
    return Rated(rating(word), RATINGS[word][1])


def outcome(word: str) -> str:
    """Return what a target came to with its sign: ✔ met."""
    return f"{OUTCOMES[word]} {word}"


def judged(word: str) -> Rated:
    """Return what a target came to as a cell, with the colour of the same standing beside it."""
    return Rated(outcome(word), TONES[word])


def pounds(value: Any) -> str:
    """Return an amount in whole pounds: £12,500."""
    return f"£{words.count(value)}"


def aim(kind: str, value: float) -> str:
    """Return an aim in the unit of its kind."""
    if kind in ("reduction", "increase"):
        whole = abs(100 * value - round(100 * value)) < 1e-9
        return f"{words.percent(value, 0 if whole else 1)} {'less' if kind == 'reduction' else 'more'}"
    return (
        f"{words.decimal(value, 1)} per 1,000 residents a year"
        if kind == "rate"
        else f"{words.count(value)} a year"
    )


def probability(value: Any) -> str:
    """Return a probability in per cent; one that rounds to none or to certainty is told as less or more than that."""
    if value < 0.01:
        return "under 1%"
    return "over 99%" if value > 0.99 else words.percent(value)


def joined(texts: list[str]) -> str:
    """Return texts as sentences one after another."""
    return " ".join(f"{words.at_start(text.strip().rstrip('.'))}." for text in texts if text.strip())


def months(first: Any, last: Any) -> str:
    """Return the months from one to another, short: Apr 2023 to Mar 2024."""
    return f"{words.month_label(first, short=True)} to {words.month_label(last, short=True)}"


def weight(value: float) -> str:
    """Return a weight, whole where it is: 3, or 2.5."""
    return words.count(value) if value == round(value) else words.decimal(value, 1)
