"""What one test of an explanation found, before all tests are judged together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pads_analysis.assess.result import Verdict

NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Tested:
    """The estimate of one test.

    Attributes
    ----------
    estimate, ci_low, ci_high : float
        A ratio and its interval; missing when nothing could be estimated.
    p : float
        Two-sided p of a ratio of 1, for tests that are judged together; missing where another section judged it.
    count : int
        Events it rests on.
    p_adjusted : float
    verdict : Verdict or None
        As the other section printed them; None when still to be judged.
    reason : str
        Why it cannot be told; empty otherwise.
    own : Verdict or None
        For another offence: which way the offence itself went.
    better_month : str
        For a step: the month at which one fits clearly better; empty when the named one does about as well.
    kinds : tuple of str
        Sources it rests on beyond the counts.
    detail : str
        What else must be said of it.
    """

    estimate: float = NAN
    ci_low: float = NAN
    ci_high: float = NAN
    p: float = NAN
    count: int = 0
    p_adjusted: float = NAN
    verdict: Verdict | None = None
    reason: str = ""
    own: Verdict | None = None
    better_month: str = ""
    kinds: tuple[str, ...] = ()
    detail: str = ""

    def beside(self, own: Verdict) -> Tested:
        """Return it as the change of another offence, the own one having gone the way of `own`."""
        return replace(self, own=own)

    def fits_better(self, month: str) -> Tested:
        """Return it with the month at which a step fits clearly better."""
        return replace(self, better_month=month)


def cannot(reason: str, *kinds: str) -> Tested:
    """Return that nothing can be told, and why, as a clause."""
    return Tested(verdict=Verdict.TOO_FEW, reason=reason, kinds=kinds)
