"""From a verdict and two counts to the word for what became of something between two assessments."""

from __future__ import annotations

from pads_analysis.assess.result import Movement, Verdict

_WORDS = {
    Verdict.HIGHER: Movement.RISING,
    Verdict.LOWER: Movement.FALLING,
    Verdict.SIMILAR: Movement.STABLE,
}


def movement(verdict: Verdict, before: float, now: float) -> Movement:
    """Return the word.

    Parameters
    ----------
    verdict : Verdict
        How the count now stands beside the earlier one, intervals and many comparisons allowed for.
    before, now : float
        The two counts.

    Returns
    -------
    Movement
        new or gone only where one of the counts is none and the other clearly more than chance would make of none;
        stable only where the whole interval lies within the margin; too uncertain to say in every other case without a
        clear difference, too few events among them.
    """
    if verdict == Verdict.HIGHER and before <= 0:
        return Movement.NEW
    if verdict == Verdict.LOWER and now <= 0:
        return Movement.GONE
    return _WORDS.get(Verdict(verdict), Movement.UNCERTAIN)
