"""Whether a share of one survey differs from the same share of another, drawn independently.

References
----------
Newcombe (1998), Statistics in Medicine 17:873 (limits of a difference from the limits of both shares). Zou and Donner
(2008), Statistics in Medicine 27:1693 (the same for any two estimates). Satterthwaite (1946), Biometrics Bulletin 2:110
(degrees of freedom of a sum of variances).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import level

if TYPE_CHECKING:
    from pads_analysis.stats.surveys import SurveyEstimate


@dataclass(frozen=True, slots=True)
class ShareChange(Printed):
    """Difference of two shares, now less then, from −1 to 1.

    Attributes
    ----------
    difference, ci_low, ci_high : float
        Difference and its limits.
    p : float
        Of "both shares are the same"; NaN where neither survey leaves anything to measure it by.
    df : float
        Degrees of freedom of the test.
    """

    difference: float
    ci_low: float
    ci_high: float
    p: float
    df: float


def share_change(now: SurveyEstimate, then: SurveyEstimate, confidence: float = 0.95) -> ShareChange:
    """Difference of the shares of two independent samples, with an interval and a test.

    Use it for two waves of a survey, each drawn anew. Not for the same people asked twice (their answers go together),
    for two groups of one sample (`survey_tests.rao_scott`), or for people who chose to answer.

    Parameters
    ----------
    now, then : SurveyEstimate
        As `surveys.proportion` gives them at the same confidence.
    confidence : float
        Level of the interval, and of those of both shares.

    Returns
    -------
    ShareChange

    Raises
    ------
    ValueError
        `now` or `then` without limits; `confidence` outside 0-1.

    Notes
    -----
    Limits: d − √((p₁ − l₁)² + (u₂ − p₂)²) and d + √((u₁ − p₁)² + (p₂ − l₂)²), with each share's own limits. Test: d
    over √(se₁² + se₂²) against t, with Satterthwaite's degrees of freedom; where the design shows no variance (all
    answers alike) the wider half of the interval stands in for it. Assumes independent samples.

    Examples
    --------
    56 of 70 beside 48 of 80, of which Newcombe's limits (his method 10) are 0.0524 and 0.3339:

    >>> from pads_analysis.stats.survey_design import survey_design
    >>> from pads_analysis.stats.surveys import proportion
    >>> one, other = [1] * 56 + [0] * 14, [1] * 48 + [0] * 32
    >>> now = proportion(one, survey_design(size=70), method="wilson")
    >>> then = proportion(other, survey_design(size=80), method="wilson")
    >>> found = share_change(now, then)
    >>> round(found.difference, 2), abs(found.ci_low - 0.0524) < 0.006, abs(found.ci_high - 0.3339) < 0.006
    (0.2, True, True)
    """
    for name, one in (("now", now), ("then", then)):
        if not np.isfinite([one.estimate, one.ci_low, one.ci_high]).all():
            raise ValueError(f"{name} has no limits, so that nothing can be compared with it")
    alpha = 1 - level(confidence)
    d = now.estimate - then.estimate
    low = d - np.hypot(now.estimate - now.ci_low, then.ci_high - then.estimate)
    high = d + np.hypot(now.ci_high - now.estimate, then.estimate - then.ci_low)
    parts = [_variance(one, alpha) for one in (now, then)]
    df = _degrees(parts, (now.df, then.df))
    total = sum(parts)
    p = float(2 * stats.t.sf(abs(d) / np.sqrt(total), df)) if total > 0 else np.nan
    return ShareChange(float(d), float(max(low, -1.0)), float(min(high, 1.0)), p, df)


def _variance(one: SurveyEstimate, alpha: float) -> float:
    if one.se > 0:
        return one.se**2
    widest = max(one.ci_high - one.estimate, one.estimate - one.ci_low)
    return float((widest / stats.t.isf(alpha / 2, max(one.df, 1))) ** 2)


def _degrees(variances: list[float], df: tuple[int, int]) -> float:
    below = sum(v**2 / max(d, 1) for v, d in zip(variances, df, strict=True))
    return float(sum(variances) ** 2 / below) if below > 0 else float(sum(max(d, 1) for d in df))
