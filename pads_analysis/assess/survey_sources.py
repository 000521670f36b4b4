"""What the answers of a section come from, and what it says where there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.result import Basis, NotAvailable
from pads_analysis.assess.selection import said_by
from pads_analysis.assess.supplied import withheld

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pads_analysis.data.case import Case

PUBLISHED = [
    "measure",
    "question",
    "group",
    "date",
    "value",
    "comparator",
    "comparator_name",
    "value_before",
    "date_before",
    "source",
]
#: Names of series whose short name does not read as one.
TITLES = {"pas_london": "Public Attitude Survey, London"}
HOW_SURVEY = "Ingest a file of respondents: pads ingest FILE.csv --as survey --map MAP.yaml."


def views_basis(case: Case, kinds: Iterable[str], *notes: str) -> Basis:
    """Return what a section on people's views rests on: kinds are survey, views, survey_table and others."""
    return Basis(
        place=case.partnership.name,
        period=case.period.label,
        source_kinds=tuple(dict.fromkeys(kinds)),
        notes=tuple(note for note in notes if note),
        **said_by(case),
    )


def nothing_asked(case: Case, section: str, title: str, because: str, do: str = HOW_SURVEY) -> NotAvailable:
    """Return why a section has no answers: the edition withholds what partners hold, or nobody asked."""
    if case.edition != "partner" or "views" in case.resolved.withheld:
        return withheld(section, "e")
    return NotAvailable(section, "e", title, because, do)


def published_rows(case: Case, measures: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the newest published share of every series and measure, with the one a year before where there is one.

    Only shares published without a base; columns as `PUBLISHED`. Where a series tells of several districts of the
    partnership, each has its row, and its name stands as the group. Shares in views.yaml that have no base are among
    them where no measures are asked for, because views.yaml does not say what a question measures.
    """
    held = case.published_views
    own = held.loc[(held["partnership_code"] == case.partnership.code)]
    if measures is not None:
        own = own.loc[own["measure"].isin(measures)]
    rows, named = [], ["series", "measure", "measure_text"]
    # Two values of one date are of two areas; two names of different dates may be of one.
    twice = own.assign(twice=own.duplicated([*named, "period"], keep=False)).groupby(named)["twice"]
    own = own.assign(told_of=own["area_name"].where(twice.transform("any").astype(bool), ""))
    for _, group in own.groupby([*named, "told_of"], sort=True):
        newest = group.sort_values("period").iloc[-1]
        before = group.loc[group["period"] == newest["period"] - pd.DateOffset(years=1)]
        rows.append(
            {
                "measure": newest["measure"],
                "question": newest["measure_text"],
                "group": newest["told_of"],
                "date": f"{newest['period']:%Y-%m}",
                "value": newest["value"],
                "comparator": newest["comparator"],
                "comparator_name": newest["comparator_name"],
                "value_before": before["value"].iloc[0] if len(before) else float("nan"),
                "date_before": f"{before['period'].iloc[0]:%Y-%m}" if len(before) else "",
                "source": TITLES.get(newest["series"], str(newest["series"]).replace("_", " ")),
            }
        )
    return pd.DataFrame([*rows, *([] if measures is not None else _in_views(case))]).reindex(
        columns=PUBLISHED
    )


def _in_views(case: Case) -> list[dict[str, object]]:
    held = case.resolved.views
    return [
        {
            "measure": "",
            "question": answer.question,
            "group": answer.group,
            "date": survey.date,
            "value": answer.value,
            "source": (survey.source or survey.title).rstrip("."),
            "comparator_name": "",
            "date_before": "",
        }
        for survey in (held.surveys if held else ())
        for answer in survey.questions
        if answer.base is None
    ]
