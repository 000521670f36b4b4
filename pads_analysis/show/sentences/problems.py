"""Sentences on flagged problems."""

from __future__ import annotations

from pads_analysis.assess.result import Flag, ProblemsResult
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import renders
from pads_analysis.show.problem_words import FLAGS
from pads_analysis.show.sentences.compare import sentence


@renders(ProblemsResult)
def problems(result: ProblemsResult) -> list[Sentence]:
    """Say which offences are looked at, each with its reasons, and which were flagged too."""
    named = [
        f"{words.in_sentence(problem.offence_name)} ({words.listed([FLAGS[flag] for flag in problem.flags])})"
        for problem in result.problems
    ]
    place = words.place_name(result.basis.place)
    text = f"{words.plural(len(named), 'problem')} of {place} on a page each: {words.listed(named, limit=6)}."
    said = [
        sentence(
            result.section,
            "flagged",
            text,
            n_problems=len(named),
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
