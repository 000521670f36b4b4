"""What other sections found of one offence: when, who, again, and what became of it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pads_analysis.assess.hours import hours
from pads_analysis.assess.incidents import category_name
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.near_repeats import near_repeats
from pads_analysis.assess.outcomes import outcomes
from pads_analysis.assess.people import people
from pads_analysis.assess.repeats import repeats
from pads_analysis.assess.result import Aspect, NotAvailable, Side

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.case import Case
    from pads_analysis.vocabulary import Offence

QUESTIONS = {
    "hours": hours,
    "repeats": repeats,
    "near_repeats": near_repeats,
    "people": people,
    "outcomes": outcomes,
}


def aspects(case: Case, offence: Offence) -> tuple[Aspect, ...]:
    """Return what was found of an offence and of the categories of extracts that are the same offence.

    An offence that no category of an extract stands for (theft of a vehicle in a group of all thefts) has what the
    published counts tell and no more.
    """
    categories = [tuple(pair.split("/", 1)) for pair in offence.disclosed]
    return (
        *_times(case, categories),
        *_people(case, categories),
        *_again(case, categories),
        *_near(case, categories),
        *_outcome(case, offence.code),
    )


@once_per_case
def _found(case: Case, question: str) -> Any:
    """Return the answer of a section, worked out once for all problems; None when there is none."""
    found = QUESTIONS[question](case)
    return None if isinstance(found, NotAvailable) else found


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return table.to_dict("records")


def _times(case: Case, categories: list[tuple[str, ...]]) -> Iterator[Aspect]:
    found = _found(case, "hours")
    if found is None:
        return
    names = {(row["data_set"], row["code"]): row for row in _rows(found.subjects)}
    for row in _rows(found.peaks[found.peaks["primary"].astype(bool)]):
        key = (row["data_set"], row["code"])
        if key in categories:
            yield Aspect(Side.TIME, names[key]["name"], row | {"records": names[key]["timed"]})


def _people(case: Case, categories: list[tuple[str, ...]]) -> Iterator[Aspect]:
    """Yield the shares of victims and offenders that differ from those of all other offences."""
    found = _found(case, "people")
    if found is None:
        return
    names = {category_name(kind, code, "") for kind, code in categories}
    table = found.compared[found.compared["kind"] == "rest"]
    for row in _rows(table[table["offence"].isin(names) & table["verdict"].isin(["higher", "lower"])]):
        side = {"victims": Side.VICTIM, "offenders": Side.OFFENDER}.get(row["group"])
        if side:
            yield Aspect(side, row["offence"], row)


def _again(case: Case, categories: list[tuple[str, ...]]) -> Iterator[Aspect]:
    found = _found(case, "repeats")
    if found is None:
        return
    codes = {code for kind, code in categories if kind == "police_crime"}
    for row in _rows(found.table[~found.table["is_total"].astype(bool)]):
        if row["code"] in codes and math.isfinite(row["share_units"]):
            yield Aspect(Side.REPEAT, row["name"], row | {"unit": found.unit, "months": found.months})


def _near(case: Case, categories: list[tuple[str, ...]]) -> Iterator[Aspect]:
    found = _found(case, "near_repeats")
    if found is None:
        return
    codes = {code for kind, code in categories if kind == "police_crime"}
    for row in _rows(found.kinds[found.kinds["found"].astype(bool)]):
        if row["code"] in codes:
            yield Aspect(Side.NEAR_REPEAT, row["name"], row)


def _outcome(case: Case, code: str) -> Iterator[Aspect]:
    found = _found(case, "outcomes")
    if found is None:
        return
    for row in _rows(found.table[found.table["offence_code"] == code]):
        if math.isfinite(row["charged_share"]):
            yield Aspect(Side.OUTCOME, row["offence_name"], row | {"months_used": found.months_used})
