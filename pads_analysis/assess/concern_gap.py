"""Where concerns and recorded crime part: each concern beside what the police recorded (statutory element e)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.change import count_dispersion
from pads_analysis.assess.concerns import FROM_VIEWS, concerns, ranks_of
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.levels import counted_levels
from pads_analysis.assess.result import Basis, ConcernGapResult, NotAvailable
from pads_analysis.assess.selection import basis
from pads_analysis.assess.survey_rows import Item, concern_lists, groups_of, is_random, latest_waves
from pads_analysis.assess.survey_shares import share_of
from pads_analysis.assess.survey_sources import nothing_asked
from pads_analysis.stats.dispersed_rates import dispersed_rate
from pads_analysis.stats.ranks import rank_intervals
from pads_analysis.stats.share_ranks import margin_ranks

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.data.surveys.held import HeldSurvey
    from pads_analysis.stats.share_ranks import ShareRanks

TITLE = "Concern beside what is recorded"
NO_CATEGORY, HIGHER, LOWER, NO_GAP, NOT_TOLD = (
    "no police category", "higher in concern", "lower in concern", "no clear gap", "not told",
)  # fmt: skip
RULE = (
    "Concerns with a police category are placed by share and by recorded count. A concern is called higher than its "
    "place in the records where the whole interval of the one place lies before the whole interval of the other, and "
    "lower where it lies after it; anything else is no clear gap, which does not say that there is none."
)
COLUMNS = [
    "question", "offence_code", "offence_name", "base", "value", "ci_low", "ci_high", "rank_low", "rank_high",
    "shared_low", "shared_high", "count", "count_low", "count_high", "recorded_low", "recorded_high", "verdict",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _List:
    """One list of concerns: where it comes from, its rows, and places among all and among those with a category."""

    survey: str
    date: str
    group: str
    heading: str
    kind: str
    rows: pd.DataFrame


@once_per_case
def concern_gap(case: Case) -> ConcernGapResult | NotAvailable:
    """Set each concern of the newest survey of people drawn at random beside the count of its police category.

    Answers on one offence are counted together. Concerns that have no police category are named: what the police
    recorded cannot show them.
    """
    found = _newest_list(case)
    if found is None:
        told = concerns(case)
        because = (
            told.because
            if isinstance(told, NotAvailable)
            else "no survey of people drawn at random, with enough answers, asked what people are concerned about"
        )
        return nothing_asked(case, "concern_gap", TITLE, because)
    rows = _with_records(case, found.rows)
    return ConcernGapResult(
        basis=_basis(case, found.kind),
        table=rows.reindex(columns=COLUMNS),
        survey=found.survey,
        date=found.date,
        group=found.group,
        heading=found.heading,
        rule=RULE,
    )


def _basis(case: Case, kind: str) -> Basis:
    return basis(case, kinds=(kind,))


def _newest_list(case: Case) -> _List | None:
    found = [
        one
        for survey in latest_waves(case)
        if is_random(survey)
        for heading, items in concern_lists(survey)
        if (one := _of_survey(case, survey, heading, items)) is not None
    ]
    supplied = _of_views(case)
    if supplied is not None:
        found.append(supplied)
    # Of the same month, respondents before published figures, and the longer list before the shorter.
    return max(found, key=lambda one: (one.date[:7], one.kind == "survey", len(one.rows)), default=None)


def _of_survey(case: Case, survey: HeldSurvey, heading: str, items: list[Item]) -> _List | None:
    group, inside = groups_of(survey)[0]
    joined = _one_per_offence(case, items)
    ranks = ranks_of(case, survey, joined, inside)
    if ranks is None:
        return None
    shared = [item for item in joined if item.offence_code]
    among = ranks_of(case, survey, shared, inside) if len(shared) > 1 else None
    rows = pd.DataFrame(
        [
            {"question": item.label, "offence_code": item.offence_code}
            | share_of(case, survey, item, inside).facts
            for item in joined
        ]
    )
    placed = _placed(rows, ranks, among)
    return _List(survey.map.title.rstrip("."), str(survey.map.last), group, heading, "survey", placed)


def _one_per_offence(case: Case, items: list[Item]) -> list[Item]:
    """Return the items, answers of one question on one offence joined, without codes that the counts do not have."""
    known = {offence.code for offence in case.scheme.offences}
    by_key: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        code = item.offence_code if item.offence_code in known else ""
        by_key.setdefault((item.question.id, code or item.label), []).append(
            Item(item.question, item.label, item.answers, code)
        )
    return [
        Item(
            group[0].question,
            " or ".join(item.label for item in group),
            tuple(answer for item in group for answer in item.answers),
            group[0].offence_code,
        )
        for group in by_key.values()
    ]


def _of_views(case: Case) -> _List | None:
    told = concerns(case)
    if isinstance(told, NotAvailable) or "views" not in told.basis.source_kinds:
        return None
    table = told.table.loc[(told.table["n_ranked"] > 1) & (told.table["heading"] == FROM_VIEWS)]
    if table.empty:
        return None
    newest = table.sort_values("date", kind="stable")["list_id"].iloc[-1]
    rows = table.loc[table["list_id"] == newest].drop_duplicates("offence_code").reset_index(drop=True)
    first = rows.iloc[0]
    rows["offence_code"] = rows["offence_code"].where(
        rows["offence_code"].isin([offence.code for offence in case.scheme.offences]), ""
    )
    if len(rows) < 2:
        return None
    confidence = case.params.statistics.confidence

    def ranked(part: pd.DataFrame) -> ShareRanks:
        value = part["value"].astype("float64")
        return margin_ranks(value, np.sqrt(value * (1 - value) / part["base"].astype("float64")), confidence)

    shared = rows.loc[rows["offence_code"] != ""]
    placed = _placed(rows, ranked(rows), ranked(shared) if len(shared) > 1 else None)
    return _List(first["survey"], str(first["date"]), first["group"], "", "views", placed)


def _placed(rows: pd.DataFrame, ranks: ShareRanks, among: ShareRanks | None) -> pd.DataFrame:
    shared = (rows["offence_code"] != "").to_numpy()
    out = rows.assign(
        rank_low=ranks.rank_low, rank_high=ranks.rank_high, shared_low=np.nan, shared_high=np.nan
    )
    if among is not None:
        out.loc[shared, "shared_low"] = among.rank_low.astype("float64")
        out.loc[shared, "shared_high"] = among.rank_high.astype("float64")
    return out


def _with_records(case: Case, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with counts, their limits and places, and the verdict; the largest share first."""
    table = counted_levels(case).set_index("offence_code")["count"]
    spread = count_dispersion(case)
    has = (rows["offence_code"] != "").to_numpy()
    codes = rows.loc[has, "offence_code"]
    out = rows.assign(
        offence_name=[case.scheme.offence(code).name if code else "" for code in rows["offence_code"]],
        **dict.fromkeys(("count", "count_low", "count_high", "recorded_low", "recorded_high"), np.nan),
    )
    if has.any() and len(table):
        # A category without a row in the months looked at was not recorded; a net negative count is none.
        count = codes.map(table).fillna(0).clip(lower=0).to_numpy(dtype="float64")
        phi = codes.map(spread).fillna(1.0).clip(lower=1.0).to_numpy(dtype="float64")
        settings = case.params.statistics
        limits = dispersed_rate(count, np.ones(len(count)), phi, per=1.0, confidence=settings.confidence)
        out.loc[has, "count"] = count
        out.loc[has, "count_low"], out.loc[has, "count_high"] = limits.ci_low, limits.ci_high
        if len(count) > 1:
            found = rank_intervals(
                count,
                np.ones(len(count)),
                rng=np.random.default_rng(case.params.priorities.seed),
                dispersion=phi,
                # All places together at the level of one, as those of the shares are.
                confidence=1 - (1 - settings.confidence) / len(count),
            )
            out.loc[has, "recorded_low"], out.loc[has, "recorded_high"] = found.rank_low, found.rank_high
    out["verdict"] = [_verdict(row) for row in out.to_dict("records")]
    order = out["value"].astype("float64").fillna(0)
    return (
        out.assign(order=order)
        .sort_values(["order", "rank_low"], ascending=[False, True], kind="stable")
        .drop(columns="order")
        .reset_index(drop=True)
    )


def _verdict(row: dict[str, object]) -> str:
    if not row["offence_code"]:
        return NO_CATEGORY
    if np.isnan([float(row["shared_low"]), float(row["recorded_low"])]).any():
        return NOT_TOLD
    if row["shared_high"] < row["recorded_low"]:
        return HIGHER
    return LOWER if row["shared_low"] > row["recorded_high"] else NO_GAP
