"""The sentence on what is left to do before an assessment can be final."""

from __future__ import annotations

from pads_analysis.assess.result import ReadinessResult
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import renders
from pads_analysis.show.sentences.compare import sentence


@renders(ReadinessResult)
def readiness(result: ReadinessResult) -> Sentence:
    """Say how many statutory elements are empty or undecided, and which."""
    letters = list(dict.fromkeys(f"({gap.letter})" for gap in result.gaps))
    if not letters:
        text = "Every statutory element has content, and what the scoring puts first is decided."
    else:
        verb = words.verb(len(letters), "is", "are")
        text = (
            f"{words.plural(len(letters), 'statutory element')} {verb} empty or undecided: "
            f"{words.listed(letters, limit=7)}."
        )
    return sentence(result.section, "left", text, n_gaps=len(result.gaps))
