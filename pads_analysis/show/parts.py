"""Words for the parts of a change."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import Verdict
from pads_analysis.show import words

HEADINGS = {
    "population": "Change of residents",
    "shared": "Trend shared with others",
    "mix": "Mix of offences",
    "recording": "Step in recording",
    "own": "The area's own part",
}


def part_words(part: str, against: str) -> str:
    """Return a part as it stands in a sentence after its size."""
    return {
        "population": "the change of residents alone",
        "shared": f"in the trend shared with {against}",
        "mix": "in its mix of offences",
        "recording": "in a step of recording that its police force shares",
        "own": "that are the area's own",
    }[part]


def doubt(part: dict[str, Any]) -> str:
    """Return what keeps a part from being called, as words that follow its interval; empty when it is called."""
    if part["verdict"] in (Verdict.HIGHER, Verdict.LOWER):
        return ""
    leans = words.known(part["ci_low"], part["ci_high"]) and (part["ci_low"] > 0 or part["ci_high"] < 0)
    return ", not clear with all comparisons allowed for" if leans else ", may be none"


def signed(value: Any) -> str:
    """Return a number of events with its sign: +1,234, -5, 0."""
    number = round(float(value))
    return f"{'+' if number > 0 else '-' if number < 0 else ''}{words.count(abs(number))}"
