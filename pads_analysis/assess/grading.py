"""From the outcomes of tests to a grade of the evidence: the printed rule, in code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pads_analysis.assess.result import Verdict

AS_EXPECTED, AGAINST, CANNOT_TELL = "as expected", "against", "cannot tell"
RIVAL_OUT, RIVAL_FITS, RIVAL_UNCLEAR, RIVAL_UNTESTED = (
    "came out against",
    "fits as well",
    "unclear",
    "not tested",
)
GRADES = ("contradicted", "untested", "weak", "moderate", "strong")
#: Kinds of test that say no more than that there is something to explain.
BARE = frozenset({"change"})

_UP, _DOWN = frozenset({"rise", "more", "with"}), frozenset({"fall", "less", "against"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one test.

    Attributes
    ----------
    kind : str
    supports : int
        0 for the claim, else the number of the rival.
    outcome : str
        "as expected", "against" or "cannot tell".
    """

    kind: str
    supports: int
    outcome: str


def outcome_of(verdict: Verdict, expect: str) -> str:
    """Return the outcome of a test whose ratio has a verdict, for what was expected (rise, less, same, with, ...).

    Similar contradicts a rise or a fall, because its whole interval lies within the margin; uncertain never does.
    """
    if verdict in (Verdict.UNCERTAIN, Verdict.TOO_FEW):
        return CANNOT_TELL
    wanted = Verdict.HIGHER if expect in _UP else Verdict.LOWER if expect in _DOWN else Verdict.SIMILAR
    return AS_EXPECTED if verdict == wanted else AGAINST


def outcome_beside(own: Verdict, other: Verdict, expect: str) -> str:
    """Return the outcome of "another offence moved alike" (or apart): told only where the own offence clearly moved."""
    if own not in (Verdict.HIGHER, Verdict.LOWER) or other in (Verdict.UNCERTAIN, Verdict.TOO_FEW):
        return CANNOT_TELL
    return AS_EXPECTED if (own == other) == (expect == "alike") else AGAINST


def rival_standings(outcomes: Sequence[Outcome], n_rivals: int) -> tuple[str, ...]:
    """Return for each rival whether it came out against, fits as well, is unclear or was not tested."""
    return tuple(
        _standing([o.outcome for o in outcomes if o.supports == at]) for at in range(1, n_rivals + 1)
    )


def _standing(outcomes: list[str]) -> str:
    if not outcomes:
        return RIVAL_UNTESTED
    if AS_EXPECTED in outcomes:
        # A rival of which some tests came out as expected and others against is not ruled out.
        return RIVAL_UNCLEAR if AGAINST in outcomes else RIVAL_FITS
    return RIVAL_OUT if AGAINST in outcomes else RIVAL_UNCLEAR


def grade(outcomes: Sequence[Outcome], n_rivals: int) -> str:
    """Return the grade of the claim.

    Parameters
    ----------
    outcomes : sequence of Outcome
        Of every test of the claim and of its rivals.
    n_rivals : int

    Returns
    -------
    str
        "contradicted", "untested", "weak", "moderate" or "strong", by the rule in `vocabulary/evidence.yaml`.
    """
    own = [each for each in outcomes if not each.supports]
    for_it = {each.kind for each in own if each.outcome == AS_EXPECTED}
    against = {each.kind for each in own if each.outcome == AGAINST}
    if not for_it and not against:
        return "untested"
    if against:
        return "contradicted" if len(against) >= len(for_it) else "weak"
    rivals = rival_standings(outcomes, n_rivals)
    telling = len(for_it - BARE)
    if RIVAL_FITS in rivals or RIVAL_OUT not in rivals or telling < 2:
        return "weak"
    return "strong" if telling >= 3 and set(rivals) == {RIVAL_OUT} else "moderate"
