"""What people are concerned about, with the place of every concern as an interval (statutory element e)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.result import ConcernsResult, NotAvailable
from pads_analysis.assess.survey_rows import (
    Item,
    asked,
    concern_lists,
    design_of,
    gave,
    groups_of,
    is_random,
    latest_waves,
)
from pads_analysis.assess.survey_shares import least_base, of_survey, share_of, table_of
from pads_analysis.assess.survey_sources import nothing_asked, views_basis
from pads_analysis.assess.views import supplied_rows
from pads_analysis.stats.share_ranks import ShareRanks, margin_ranks, share_ranks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pads_analysis.data.case import Case
    from pads_analysis.data.surveys.held import HeldSurvey

TITLE = "What people are concerned about"
MORE = ("list_id", "heading", "offence_code", "rank_low", "rank_high", "n_ranked", "first")
#: Stands as the question of a list that comes from views.yaml, which gives answers alone.
FROM_VIEWS = "Answers that views.yaml gives"
Row = dict[str, object]


@once_per_case
def concerns(case: Case) -> ConcernsResult | NotAvailable:
    """Return every concern with its share and the interval of its place, by who was asked.

    Places come from the joint covariance of the shares of one survey. Of figures in views.yaml that covariance is not
    known, and the widest that it can be is taken. People who chose to answer are listed apart, without places.
    """
    random, chose = [], []
    for survey in latest_waves(case):
        rows = _of_survey(case, survey)
        (random if is_random(survey) else chose).extend(rows)
    drawn, told = _of_views(case)
    random, chose = [*random, *drawn], [*chose, *told]
    if not (random or chose):
        return nothing_asked(
            case, "concerns", TITLE, "no survey of this partnership asked what people are concerned about"
        )
    kinds = [
        *(["survey"] if any(concern_lists(survey) for survey in case.surveys) else []),
        *(["views"] if drawn or told else []),
    ]
    return ConcernsResult(
        basis=views_basis(case, kinds),
        table=table_of(random, *MORE),
        open_table=table_of(chose, *MORE),
        least=least_base(case),
    )


def _of_survey(case: Case, survey: HeldSurvey) -> list[Row]:
    rows: list[Row] = []
    for at, (heading, items) in enumerate(concern_lists(survey)):
        for group, inside in groups_of(survey):
            ranks = ranks_of(case, survey, items, inside)
            said = of_survey(survey) | {
                "group": group,
                "list_id": f"{survey.map.id} {at} {group}",
                "heading": heading or "Several questions",
            }
            found = [
                said
                | {"question": item.label, "offence_code": item.offence_code}
                | share_of(case, survey, item, inside).facts
                | _place(ranks, number)
                for number, item in enumerate(items)
            ]
            rows += sorted(found, key=lambda row: -float(row["count"]) / max(float(row["base"]), 1.0))
    return rows


def ranks_of(
    case: Case, survey: HeldSurvey, items: list[Item], inside: NDArray[np.bool_]
) -> ShareRanks | None:
    """Return the places of the items among those inside a group; None where none may be told."""
    design = design_of(survey) if is_random(survey) else None
    if design is None or len(items) < 2:
        return None
    base = np.column_stack([asked(survey, item.question) & inside & (design.weights > 0) for item in items])
    if base.sum(axis=0).min() < least_base(case):
        return None
    said = np.column_stack([gave(survey, item.question, item.answers) for item in items])
    try:
        return share_ranks(
            said & base,
            design,
            base,
            rng=np.random.default_rng(case.params.priorities.seed),
            confidence=case.params.statistics.confidence,
        )
    except ValueError:
        # All in one sampling point: nothing is left to tell the places by.
        return None


def _place(ranks: ShareRanks | None, at: int) -> Row:
    if ranks is None:
        return {"rank_low": np.nan, "rank_high": np.nan, "n_ranked": 0, "first": False}
    return {
        "rank_low": int(ranks.rank_low[at]),
        "rank_high": int(ranks.rank_high[at]),
        "n_ranked": len(ranks.share),
        "first": bool(ranks.first[at]),
    }


def _of_views(case: Case) -> tuple[list[Row], list[Row]]:
    """Return the concerns of views.yaml: those of random samples with their places, and those of open surveys."""
    rows = [(random, row) for random, row in supplied_rows(case) if row["offence_code"]]
    drawn = pd.DataFrame([row for random, row in rows if random])
    told: list[Row] = []
    for (survey, date, group), part in (
        drawn.groupby(["survey", "date", "group"], sort=False) if len(drawn) else ()
    ):
        ranks = None
        usable = part["value"].notna()
        if usable.all() and len(part) > 1:
            se = np.sqrt(part["value"] * (1 - part["value"]) / part["base"])
            ranks = margin_ranks(part["value"], se, case.params.statistics.confidence)
        told += [
            row | {"list_id": f"{survey} {date} {group}", "heading": FROM_VIEWS} | _place(ranks, at)
            for at, row in enumerate(part.to_dict("records"))
        ]
    told.sort(key=lambda row: (str(row["list_id"]), -float(np.nan_to_num(row["value"]))))
    return told, [row | _place(None, 0) | {"heading": ""} for random, row in rows if not random]
