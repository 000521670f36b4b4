"""What has changed between the two newest waves of each survey (statutory element e)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.confidence import SCALE_LABEL, scale_answers
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.perceived_problems import ITEMS
from pads_analysis.assess.result import NotAvailable, Verdict, ViewChangesResult
from pads_analysis.assess.survey_rows import Item, asked, counted_items, gave, groups_of, is_random
from pads_analysis.assess.survey_shares import estimate_among, judged_estimate
from pads_analysis.assess.survey_sources import nothing_asked, views_basis
from pads_analysis.params.survey_question import folded
from pads_analysis.stats.multiplicity import adjust
from pads_analysis.stats.share_changes import share_change

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pads_analysis.data.case import Case
    from pads_analysis.data.surveys.held import HeldSurvey
    from pads_analysis.params.survey_question import Question

TITLE = "What has changed since the last survey"
#: Smaller differences between two waves are taken not to matter: five percentage points.
POINTS = 0.05
COLUMNS = [
    "series", "question", "measure", "group", "date_before", "date", "base_before", "base", "value_before", "value",
    "difference", "ci_low", "ci_high", "p", "p_adjusted", "verdict", "why", "warning",
]  # fmt: skip
Row = dict[str, object]


@once_per_case
def view_changes(case: Case) -> ViewChangesResult | NotAvailable:
    """Set the newest two waves of every survey of people drawn at random side by side, question by question.

    All differences are one family (Benjamini-Hochberg). A question that was asked in other words, or that measures
    something else, is not compared.
    """
    by_series: dict[str, list[HeldSurvey]] = {}
    for survey in case.surveys:
        by_series.setdefault(survey.map.series_or_id, []).append(survey)
    rows: list[Row] = []
    refused: list[str] = []
    for waves in by_series.values():
        drawn = [wave for wave in waves if is_random(wave)]
        if len(drawn) > 1:
            rows += _compared(case, drawn[-2], drawn[-1])
        if len(drawn) < len(waves):
            refused.append(
                f"{waves[-1].map.title.rstrip('.')}: people chose to answer, so that two waves cannot be compared"
            )
        elif len(drawn) == 1:
            refused.append(f"{waves[-1].map.title.rstrip('.')}: only one wave is held")
    if not rows:
        because = "; ".join(refused) or "no survey with two waves was given for this partnership"
        return nothing_asked(
            case,
            "view_changes",
            TITLE,
            because[:1].lower() + because[1:] if not refused else because,
            "Ingest the earlier wave with the same series in its map.",
        )
    return ViewChangesResult(
        basis=views_basis(case, ["survey"]),
        table=_judged(case, pd.DataFrame(rows).reindex(columns=COLUMNS)),
        not_compared=tuple(refused),
        margin=POINTS,
        rule=_rule(case),
    )


def _compared(case: Case, then: HeldSurvey, now: HeldSurvey) -> list[Row]:
    before = {question.id: question for question in then.map.questions}
    rows = [
        _row(case, then, now, item, _other_words(before[question.id], question))
        for question in now.map.questions
        if question.id in before
        for item in counted_items(question)
    ]
    return [*rows, *_scale_row(case, then, now)]


def _other_words(before: Question, now: Question) -> str:
    """Return why two questions are not the same; empty where they are."""
    if before.measure != now.measure:
        return "it measured something else in the earlier wave"
    if folded(before.text) != folded(now.text) or before.kind != now.kind:
        return "it was asked in other words in the earlier wave"
    same = all(
        sorted(folded(answer) for answer in getattr(before, name))
        == sorted(folded(answer) for answer in getattr(now, name))
        for name in ("known_answers", "counted", "not_in_base")
    )
    scored = [{folded(answer): score for answer, score in one.scores.items()} for one in (before, now)]
    return "" if same and scored[0] == scored[1] else "it offered other answers in the earlier wave"


def _row(case: Case, then: HeldSurvey, now: HeldSurvey, item: Item, why: str) -> Row:
    said = item.question
    same = {folded(answer): answer for answer in then.map.question(said.id).known_answers}
    earlier = Item(
        then.map.question(said.id),
        item.label,
        tuple(same[folded(answer)] for answer in item.answers if folded(answer) in same),
    )
    sides = [
        (survey, gave(survey, one.question, one.answers), asked(survey, one.question))
        for survey, one in ((then, earlier), (now, item))
    ]
    concern = said.measure == "concern" and not said.counted
    label = f"names “{item.label}” as a concern" if concern else item.label
    return _difference(case, label, said.measure, sides, why)


def _scale_row(case: Case, then: HeldSurvey, now: HeldSurvey) -> list[Row]:
    found = [(survey, scale_answers(survey)) for survey in (then, now)]
    if any(answers is None for _, answers in found):
        return []
    sides = [(survey, *answers) for survey, answers in found]
    before, after = ({one.measure: one for one in survey.map.questions} for survey in (then, now))
    # A scale of items of which one was asked otherwise is another scale.
    why = next(filter(None, (_other_words(before[item], after[item]) for item in ITEMS)), "")
    return [_difference(case, SCALE_LABEL, "asb_scale", sides, why)]


def _difference(
    case: Case, label: str, measure: str, sides: list[tuple[HeldSurvey, NDArray, NDArray]], why: str
) -> Row:
    then, now = sides[0][0], sides[1][0]
    group_then, group_now = groups_of(then)[0][0], groups_of(now)[0][0]
    if not why and group_then != group_now:
        why = f"{group_then} were asked before, {group_now} now"
    row: Row = {
        "series": now.map.title.rstrip("."),
        "question": label,
        "measure": measure,
        "group": group_now,
        "date_before": str(then.map.last),
        "date": str(now.map.last),
        "warning": ""
        if then.map.mode == now.map.mode
        else f"asked by {then.map.mode} before, {now.map.mode} now",
    }
    found = [estimate_among(case, survey, y & base, base) for survey, y, base in sides]
    shares = [judged_estimate(case, one) for one in found]
    for one, share, suffix in zip(found, shares, ("_before", ""), strict=True):
        row |= {f"base{suffix}": np.nan if one is None else one.n, f"value{suffix}": share.value}
    withheld = next((share.withheld for share in shares if share.withheld), "")
    if why or withheld:
        return row | {"why": why or withheld}
    change = share_change(found[1], found[0], case.params.statistics.confidence)
    return row | {
        "difference": change.difference,
        "ci_low": change.ci_low,
        "ci_high": change.ci_high,
        "p": change.p,
        "why": "",
    }


def _judged(case: Case, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with p_adjusted and a verdict, all of them one family."""
    p = rows["p"].astype("float64")
    adjusted = pd.Series(adjust(p.to_numpy()) if p.notna().any() else np.nan, index=rows.index)
    clear = adjusted <= case.params.statistics.false_discovery_rate
    low, high, d = (rows[name].astype("float64") for name in ("ci_low", "ci_high", "difference"))
    words = np.select(
        [
            d.isna(),
            clear & (low > 0) & (d >= POINTS),
            clear & (high < 0) & (d <= -POINTS),
            (low > -POINTS) & (high < POINTS),
        ],
        [Verdict.TOO_FEW, Verdict.HIGHER, Verdict.LOWER, Verdict.SIMILAR],
        Verdict.UNCERTAIN,
    )  # fmt: skip
    return rows.assign(p_adjusted=adjusted, verdict=[Verdict(word) for word in words])


def _rule(case: Case) -> str:
    settings = case.params.statistics
    return (
        f"Differences are called at a false discovery rate of {settings.false_discovery_rate:.0%} over the table "
        f"(Benjamini-Hochberg) and only from {100 * POINTS:.0f} percentage points upwards. The waves are taken as "
        "drawn independently of one another."
    )
