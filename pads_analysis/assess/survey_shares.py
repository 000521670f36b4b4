"""Shares of a survey with the rules on bases: which may be printed, with what interval, and which may not."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pads_analysis.assess.survey_rows import Item, asked, design_of, gave, groups_of, is_random
from pads_analysis.stats.proportions import wilson
from pads_analysis.stats.survey_groups import LEAST_ANSWERS, withheld
from pads_analysis.stats.surveys import proportion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pads_analysis.data.case import Case
    from pads_analysis.data.surveys.held import HeldSurvey
    from pads_analysis.params.views import Answer
    from pads_analysis.stats.surveys import SurveyEstimate

#: Under so many answers a share is printed with a warning.
FEW_ANSWERS = 100
NO_DESIGN = "no interval: the design leaves nothing to measure it by"
NO_BASE = "no base was published"
MISSING = float("nan")
COLUMNS = [
    "survey", "date", "mode", "group", "question", "count", "base", "value", "ci_low", "ci_high", "design_effect",
    "withheld", "warning", "source",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Share:
    """A share, or why it is withheld.

    Attributes
    ----------
    count, base : float
        People who gave the answer, and people asked, both as counted, without weights; NaN where not published.
    value, ci_low, ci_high : float
        Weighted share and its interval (0 to 1); the interval is NaN for people who chose to answer, all three where
        withheld.
    design_effect : float
        Variance over that of a simple random sample as large; NaN where unknown.
    withheld : str
        Why the share is not printed; empty where it is.
    warning : str
        What to mind; empty for nothing.
    """

    count: float
    base: float
    value: float = MISSING
    ci_low: float = MISSING
    ci_high: float = MISSING
    design_effect: float = MISSING
    withheld: str = ""
    warning: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        """The same as a row."""
        return asdict(self)


def least_base(case: Case) -> int:
    """Return the fewest answers on which a share is printed: the rule for surveys, or the setting where it is more."""
    return max(LEAST_ANSWERS, case.params.statistics.minimum_base_for_percent)


def share_of(case: Case, survey: HeldSurvey, item: Item, inside: NDArray[np.bool_] | None = None) -> Share:
    """Return the share of an item among those asked, or among those of them inside a group."""
    base = asked(survey, item.question)
    base = base if inside is None else base & inside
    return share_among(case, survey, gave(survey, item.question, item.answers), base)


def share_among(case: Case, survey: HeldSurvey, said: NDArray[np.bool_], base: NDArray[np.bool_]) -> Share:
    """Return the share of those in a base of whom something is true, under the rules on bases."""
    weights = survey.respondents["weight"].to_numpy(dtype=float)
    base = base & (weights > 0)
    y = said & base
    count, n = float(y.sum()), float(base.sum())
    if n == 0:
        return Share(count, n, withheld="nobody was asked")
    if not is_random(survey):
        # Each stands for one: what chose to answer is no sample that weights could make whole.
        return judged(case, Share(count, n, count / n))
    found = estimate_among(case, survey, y, base)
    if found is None:
        value = float(weights[y].sum() / weights[base].sum())
        return judged(case, Share(count, n, value, warning=NO_DESIGN))
    return judged(case, Share(count, n, found.estimate, found.ci_low, found.ci_high, found.design_effect))


def estimate_among(
    case: Case, survey: HeldSurvey, y: NDArray[np.bool_], base: NDArray[np.bool_]
) -> SurveyEstimate | None:
    """Return the estimate of a share of people drawn at random; None where the design leaves nothing to measure by."""
    design = design_of(survey)
    if design is None or not (base & (design.weights > 0)).any():
        return None
    found = proportion(y, design, base, case.params.statistics.confidence)
    return found if np.isfinite(found.ci_low) else None


def published_share(case: Case, answer: Answer, *, random: bool) -> Share:
    """Return a share as somebody published it; with Wilson's interval where people were drawn at random."""
    if answer.base is None:
        return Share(MISSING, MISSING, answer.value, warning=NO_BASE)
    count = round(answer.value * answer.base)
    if not random:
        return judged(case, Share(count, answer.base, answer.value))
    # The published share times its base, to the nearest person: the number who gave the answer.
    found = wilson(count, answer.base, case.params.statistics.confidence)
    return judged(case, Share(count, answer.base, answer.value, float(found.ci_low), float(found.ci_high)))


def judged(case: Case, share: Share) -> Share:
    """Return the share under the rules on bases: withheld, with a warning, or as it is."""
    # The rule on the width of an interval is none for a share that has no interval.
    low, high = (share.value, share.value) if np.isnan(share.ci_low) else (share.ci_low, share.ci_high)
    why = str(withheld([share.base], [low], [high], least=least_base(case))[0])
    if why:
        return Share(share.count, share.base, withheld=why)
    few = f"fewer than {FEW_ANSWERS} answers" if share.base < FEW_ANSWERS else ""
    warning = "; ".join(filter(None, [few, share.warning]))
    return Share(
        share.count, share.base, share.value, share.ci_low, share.ci_high, share.design_effect, "", warning
    )


def judged_estimate(case: Case, found: SurveyEstimate | None) -> Share:
    """Return an estimate as a share under the rules on bases; withheld where there is none."""
    if found is None:
        return Share(MISSING, MISSING, withheld="no interval can be stated")
    return judged(
        case, Share(MISSING, found.n, found.estimate, found.ci_low, found.ci_high, found.design_effect)
    )


def rows_of(case: Case, survey: HeldSurvey, items: Sequence[Item], **said: object) -> list[dict[str, object]]:
    """Return a row for every item and group, with the columns of shares."""
    return [
        of_survey(survey)
        | {"group": name, "question": item.label}
        | share_of(case, survey, item, inside).facts
        | said
        for item in items
        for name, inside in groups_of(survey)
    ]


def of_survey(survey: HeldSurvey) -> dict[str, object]:
    """Return what every row of a survey says of it."""
    return {
        "survey": survey.map.title.rstrip("."),
        "date": str(survey.map.last),
        "mode": survey.map.mode,
        "source": (survey.map.source or survey.map.authority).rstrip("."),
    }


def table_of(rows: Sequence[dict[str, object]], *more: str) -> pd.DataFrame:
    """Return rows as a table with the columns of shares and those named, filled or not."""
    return pd.DataFrame(list(rows)).reindex(columns=[*COLUMNS, *more])
