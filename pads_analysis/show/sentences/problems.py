"""Sentences on flagged problems."""

from __future__ import annotations

from pads_analysis.assess.result import Flag, ProblemsResult
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import renders
from pads_analysis.show.sentences.compare import sentence

REASONS = {
    Flag.ROSE: "clear rise",
    Flag.ABOVE_PEERS: "rate clearly above the mean of peers",
    Flag.FIRST: "scored first in the chapter on priorities",
}


@renders(ProblemsResult)
def problems(result: ProblemsResult) -> list[Sentence]:
    """Say which offences are looked at, each with its reasons, and which were flagged too."""
    place, number = words.place_name(result.basis.place), len(result.problems)
    have = words.verb(number, "has", "have")
    text = f"{words.plural(number, 'problem')} in {place} {have} a page: {_reasons(result)}."
    said = [
        sentence(
            result.section,
            "flagged",
            text,
            n_problems=number,
            **{
                problem.offence_code: [str(Flag(flag)) for flag in problem.flags]
                for problem in result.problems
            },
        )
    ]
    if result.others:
        others = words.listed([words.in_sentence(name) for name in result.others], limit=10)
        text = f"Flagged too, and shown in the sections above only: {others}."
        said.append(sentence(result.section, "others", text, n=len(result.others)))
    return said


def _reasons(result: ProblemsResult) -> str:
    """Return the problems, those that are here for the same reasons together."""
    groups = {}
    for problem in result.problems:
        groups.setdefault(problem.flags, []).append(words.in_sentence(problem.offence_name))
    return "; ".join(
        f"{words.listed(names, limit=6)} ({words.listed([REASONS[flag] for flag in flags])})"
        for flags, names in groups.items()
    )
