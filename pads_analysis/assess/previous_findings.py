"""What the previous assessment said first, set against today: does it still hold? (statutory element b)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from pads_analysis.assess.change import change, place_change
from pads_analysis.assess.drivers import peer_trend
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.levels import levels
from pads_analysis.assess.patterns import hotspots
from pads_analysis.assess.priorities import priorities
from pads_analysis.assess.quality import HIGH_NO_LOCATION, quality
from pads_analysis.assess.restated import merged_from
from pads_analysis.assess.result import NotAvailable, PreviousFindingsResult, Standing, Verdict
from pads_analysis.assess.selection import basis
from pads_analysis.assess.since_previous import none_given
from pads_analysis.assess.supplied import withheld
from pads_analysis.assess.trends import trends
from pads_analysis.params.edition import EARLIER_HEADLINES

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.params.previous import EarlierHeadline, PreviousAssessment

TITLE = "What was reported last time"
COLUMNS = [
    "said", "of", "measure", "then", "then_low", "then_high", "now", "now_low", "now_high", "verdict_then",
    "verdict_now", "standing", "why",
]  # fmt: skip
CLEAR = (Verdict.HIGHER, Verdict.LOWER)
SUPPLIED = frozenset(
    {
        "views", "concerns", "confidence", "view_changes", "respondents", "comments", "concern_gap", "meetings",
        "previous_plan", "decisions", "hallmarks", "hypotheses", "interventions",
    }
)  # fmt: skip

Row = dict[str, Any]


@once_per_case
def previous_findings(case: Case) -> PreviousFindingsResult | NotAvailable:
    """Set every headline of the previous assessment against the same measure today."""
    earlier = case.previous_assessment
    if EARLIER_HEADLINES in case.resolved.withheld:
        return withheld("previous_findings", "b")
    if earlier is None:
        return none_given("previous_findings", TITLE)
    if not earlier.headlines:
        return NotAvailable(
            "previous_findings", "b", TITLE, "the previous assessment has no headline", not_applicable=True
        )
    rows = [
        {"said": headline.text, "of": "", "why": ""} | _of(case, earlier, part, _set_against(case, headline))
        for part in earlier.parts
        for headline in part.headlines
    ]
    # What a partner edition says first may rest on what partners supplied; the gate then knows it by its kind.
    closed = () if earlier.edition == "public" else ("previous_assessment",)
    return PreviousFindingsResult(
        basis=basis(case, kinds=closed),
        table=pd.DataFrame(rows).reindex(columns=COLUMNS),
        period_released=earlier.period.words,
        merged_from=merged_from(case, earlier),
    )


def _of(case: Case, earlier: PreviousAssessment, part: PreviousAssessment, row: Row) -> Row:
    """Return a row with whose headline it was, where a partnership said it that has since merged into this one.

    What was said of a part of the area is neither borne out nor refuted by a figure of the whole; today's figure stands
    beside it all the same. A single predecessor had the same area under another code.
    """
    if not merged_from(case, earlier):
        return row
    name = part.partnership.name or part.partnership.code
    if len(earlier.parts) == 1 or row["standing"] == Standing.NOT_COMPARED:
        return row | {"of": name}
    why = f"it was said of {name} alone, and today's figures are of the whole of {case.partnership.name}"
    return row | {"of": name, "standing": Standing.NOT_COMPARED, "why": why}


def _set_against(case: Case, headline: EarlierHeadline) -> Row:
    if headline.section_id in SUPPLIED:
        return _not_compared("it rests on what the partnership supplied for that assessment")
    judge = _JUDGES.get(headline.section_id)
    if judge is None:
        return _not_compared("findings of this kind are of their own period")
    try:
        return judge(case, headline)
    except (KeyError, TypeError):
        # A sentence of another version may carry other facts; a guess at them would be worse than none.
        return _not_compared("its facts are not those that this version knows")


def _not_compared(why: str, **figures: Any) -> Row:
    return {"standing": Standing.NOT_COMPARED, "why": why, "measure": "", **figures}


def _levels(case: Case, headline: EarlierHeadline) -> Row:
    found = levels(case)
    if isinstance(found, NotAvailable):
        return _not_compared(found.because)
    names = {"now": "peer_ratio", "now_low": "peer_ratio_low", "now_high": "peer_ratio_high"}
    return _by_verdict(headline, found.table, "rate beside the mean of peers (ratio)", names, "vs_peers")


def _change(case: Case, headline: EarlierHeadline) -> Row:
    found = change(case)
    if isinstance(found, NotAvailable):
        return _not_compared(found.because)
    names = {"now": "ratio", "now_low": "ci_low", "now_high": "ci_high"}
    return _by_verdict(
        headline, found.table, "count beside that of the period before (ratio)", names, "verdict"
    )


def _peer_trend(case: Case, headline: EarlierHeadline) -> Row:
    found = peer_trend(case)
    if isinstance(found, NotAvailable):
        return _not_compared(found.because)
    names = {"now": "relative_ratio", "now_low": "ci_low", "now_high": "ci_high"}
    total = {"offence_code": case.scheme.total_code}
    return _by_verdict(headline, found.table, "change beside that of peers (ratio)", names, "verdict", total)


def _by_verdict(
    headline: EarlierHeadline,
    table: pd.DataFrame,
    measure: str,
    names: Mapping[str, str],
    verdict: str,
    default: Mapping[str, Any] | None = None,
) -> Row:
    facts = {**(default or {}), **headline.facts}
    then = {"then": facts["ratio"], "then_low": facts["ratio_low"], "then_high": facts["ratio_high"]}
    held = table.set_index("offence_code")
    if facts["offence_code"] not in held.index:
        return _not_compared("today's data hold no such offence", **then) | {"measure": measure}
    row = held.loc[facts["offence_code"]]
    figures = then | {to: row[name] for to, name in names.items()}
    words = {"verdict_then": headline.verdict, "verdict_now": str(Verdict(row[verdict]))}
    standing, why = standing_of(headline.verdict, row[verdict])
    return {"standing": standing, "why": why, "measure": measure} | figures | words


def standing_of(then: str, now: str) -> tuple[Standing, str]:
    """Return whether a comparison of then holds today, and why it cannot be told.

    A clear difference that is no longer clear has not been shown to be gone: an interval that has grown wide, or a
    difference near the margin, refutes nothing. It no longer holds where today's verdict says something else.
    """
    known = {str(word) for word in Verdict}
    if then not in known or then == Verdict.TOO_FEW:
        return Standing.NOT_COMPARED, "nothing was compared then"
    if now == Verdict.TOO_FEW:
        return (
            Standing.NOT_COMPARED,
            "too few are recorded to compare today, or there is nothing to compare with",
        )
    if then == now:
        return Standing.HOLDS, ""
    if now == Verdict.UNCERTAIN:
        return Standing.NOT_COMPARED, "today's figure is too uncertain to say"
    return Standing.NO_LONGER, ""


def _trend(case: Case, headline: EarlierHeadline) -> Row:
    found = trends(case)
    if isinstance(found, NotAvailable):
        return _not_compared(found.because)
    signals = found.signals.set_index("offence_code")["months_signalled"]
    code = headline.facts["offence_code"]
    if code not in signals.index:
        return _not_compared("today's data hold too little of that offence for control limits")
    return _by_number(headline.facts["months_signalled"], int(signals[code]), "months that signal a change")


def _hotspots(case: Case, headline: EarlierHeadline) -> Row:
    found = hotspots(case)
    if isinstance(found, NotAvailable) or not found.tested:
        return _not_compared("hot spots cannot be tested today")
    return _by_number(headline.facts["n_hot"], found.n_hot, "small areas that are hot spots")


def _place_change(case: Case, headline: EarlierHeadline) -> Row:
    found = place_change(case)
    if isinstance(found, NotAvailable):
        return _not_compared(found.because)
    number = int(found.table["verdict"].isin(CLEAR).sum())
    return _by_number(headline.facts["n"], number, "small areas that moved apart from the rest")


def _by_number(then: float, now: float, measure: str) -> Row:
    """Judge a finding that counts what was found: it holds where both found some, or both none."""
    same = (then > 0) == (now > 0)
    standing = Standing.HOLDS if same else Standing.NO_LONGER
    return {"standing": standing, "measure": measure, "then": float(then), "now": float(now)}


def _quality(case: Case, headline: EarlierHeadline) -> Row:
    then, now = headline.facts["share_no_location"], quality(case).share_no_location
    if now != now:
        return _not_compared("today's source gives no locations")
    holds = (then >= HIGH_NO_LOCATION) == (now >= HIGH_NO_LOCATION)
    standing = Standing.HOLDS if holds else Standing.NO_LONGER
    return {
        "standing": standing,
        "measure": "rows without a location (%)",
        "then": 100 * then,
        "now": 100 * now,
    }


def _priorities(case: Case, headline: EarlierHeadline) -> Row:
    then = {code for code in str(headline.facts["issues"]).split("|") if code}
    found = priorities(case)
    if isinstance(found, NotAvailable):
        return _not_compared(found.because)
    now = set(found.table.loc[found.table["tier"] == "first", "offence_code"])
    standing = Standing.HOLDS if then == now else Standing.NO_LONGER
    measure = f"issues in the first tier (then {_named(case, then)}; now {_named(case, now)})"
    return {"standing": standing, "measure": measure, "then": float(len(then)), "now": float(len(now))}


def _named(case: Case, codes: set[str]) -> str:
    return ", ".join(case.scheme.offence(code).name for code in sorted(codes)) or "none"


_JUDGES: Mapping[str, Callable[[Case, EarlierHeadline], Row]] = {
    "levels": _levels,
    "change": _change,
    "since_previous": _change,
    "peer_trend": _peer_trend,
    "trend": _trend,
    "hotspots": _hotspots,
    "place_change": _place_change,
    "quality": _quality,
    "priorities": _priorities,
}
