"""Words that claim a cause, and the passages in which they may stand, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

CAUSAL = re.compile(
    r"\b(because of|caus(?:e|es|ed|ing|al)|due to|owing to|thanks to|(?:led|leads|leading) to|drove|driven by|drives|"
    r"as a result|result(?:s|ed|ing)? (?:of|from|in)|impact(?:s|ed)?|effects? of|explain(?:s|ed|ing)?|"
    r"attributable to|brought about|trigger(?:s|ed)?|prevent(?:s|ed)?|consequence|account(?:s|ed)? for|"
    r"contribut(?:e|es|ed) to)\b",
    re.IGNORECASE,
)

#: A passage and why its word claims no cause; a match inside the passage is allowed, any other is not.
ALLOWED = (
    (r"what may explain (the changes?|a change)", "the heading of the graded section"),
    (r"figures alone show no cause", "says that none is claimed"),
    (r"no cause (is|was) (shown|claimed)", "says that none is claimed"),
    (r"is not a cause", "says that none is claimed"),
    (r"(earlier years|years before|past|same months\b.*?) explains?", "arithmetic: a forecast from the past"),
    (r"largest count explained", "arithmetic: a forecast from the past"),
    (r"\(?[\d,.]+ explained\)?|^ explained\)$", "arithmetic: a forecast from the past"),
    (r"three to five years before explain", "arithmetic: a forecast from the past"),
    (r"may be due to chance", "chance is no cause of crime"),
    (r"a released result of \w+", "a value that a function returns"),
    (
        r"external cause of assault|disorders? due to psychoactive|toxic effect of alcohol",
        "names of the ICD-10",
    ),
    (
        r"(admissions?|admitted to hospital|attendance) because of (an |)(assault|domestic abuse|drugs or alcohol)",
        "what a hospital wrote down as the reason",
    ),
    (r"would be due to chance", "chance is no cause of crime"),
    (r"does not show that one brought about the other", "says that none is claimed"),
    (
        r"^impact$|impact times (its )?likelihood|priorities\.grid\.impact|grid of impact",
        "a side of a grid of scores: how grave an issue is",
    ),
    (r"design effect of the weights", "the name of a measure of samples"),
    (r"^cause$", "the name of a sentence that says that none is claimed"),
)


def causal_claims(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each causal word that stands in no allowed passage, with the text around it."""
    for text in texts:
        allowed = [
            found.span()
            for pattern, _ in ALLOWED
            for found in re.finditer(pattern, text, flags=re.IGNORECASE)
        ]
        for match in CAUSAL.finditer(text):
            if not any(first <= match.start() and match.end() <= last for first, last in allowed):
                yield match.group(0), text[max(0, match.start() - 60) : match.end() + 40]
