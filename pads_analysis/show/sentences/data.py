"""Sentences on the data themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import QualityResult
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import renders
from pads_analysis.show.sentences.compare import sentence
from pads_analysis.show.sentences.outcomes import revised

if TYPE_CHECKING:
    import pandas as pd

MOST = 6
MUCH_WITHOUT_LOCATION = 0.05
LARGE_WITHOUT_LOCATION = 0.1
BY_CHOICE = "left out by choice"


@renders(QualityResult)
def quality(result: QualityResult) -> list[Sentence]:
    """Say which months are not whole, how much has no location, and how many rows were rejected."""
    coverage = result.coverage
    said = _months(result) if len(coverage) else []
    if words.is_number(result.share_no_location):
        much = result.share_no_location >= MUCH_WITHOUT_LOCATION
        # A loss that all partnerships of the force share in some degree tells less than a finding, unless it is large.
        weight = 0.75 if result.share_no_location >= LARGE_WITHOUT_LOCATION else 0.6
        effect = ", so this page's counts hold located records only" if much else ""
        text = (
            f"{words.percent(result.share_no_location, 1)} of the force's rows in the period have no location and "
            f"can be given to no partnership{effect}."
        )
        facts = {"share_no_location": result.share_no_location}
        said.append(sentence(result.section, "no-location", text, headline=much, importance=weight, **facts))
    rows_in, rejected = (
        int(result.deliveries[name].fillna(0).sum()) for name in ("rows_in", "rows_rejected")
    )
    counted = f"{words.count(rejected)} of" if rejected else "None of the"
    reasons = "; the table of deliveries gives the reasons" if rejected else ""
    text = (
        f"{counted} {words.plural(rows_in, 'delivered row')} {words.verb(rejected or 1, 'was', 'were')} "
        f"rejected{reasons}."
    )
    said += revised(result.section, result.outcome_revisions)
    return [*said, sentence(result.section, "rejected", text, rows_in=rows_in, rows_rejected=rejected)]


def _months(result: QualityResult) -> list[Sentence]:
    """Say which months are not whole, and apart from them which the partnership chose to leave out."""
    coverage = result.coverage
    what = "quarter" if words.rows_are_quarters(coverage["month"]) else "month"
    chosen = coverage.loc[coverage["status"] == BY_CHOICE]
    bad = coverage.loc[~coverage["status"].isin(["complete", BY_CHOICE])]
    held = words.plural(len(coverage), what)
    if bad.empty:
        rest = words.plural(len(coverage) - len(chosen), what)
        which = f"All {held}" if chosen.empty else f"The other {rest}"
        said = [sentence(result.section, "months", f"{which} of data look complete.", n_bad=0)]
    else:
        state = f"{words.verb(len(bad), 'is', 'are')} missing or {words.verb(len(bad), 'looks', 'look')} incomplete"
        text = f"{words.count(len(bad))} of {held} of data {state}: {_named(bad, with_status=True)}."
        facts = {"n_bad": len(bad), "n_months": len(coverage)}
        said = [sentence(result.section, "months", text, headline=True, importance=0.65, **facts)]
    if chosen.empty:
        return said
    number = words.plural(len(chosen), what)
    text = f"{number} {words.verb(len(chosen), 'was', 'were')} left out by choice: {_named(chosen, with_status=False)}."
    return [sentence(result.section, "by-choice", text, n_by_choice=len(chosen)), *said]


def _named(months: pd.DataFrame, *, with_status: bool) -> str:
    names = [
        words.month_label(row["month"]) + (f" ({row['status']})" if with_status else "")
        for row in months.to_dict("records")
    ]
    return words.listed(names, limit=MOST)
