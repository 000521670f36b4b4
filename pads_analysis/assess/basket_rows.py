"""Which rows of a case a basket adds up, and what keeps the sum from being told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.data.periods import month_label
from pads_analysis.vocabulary import slug
from pads_analysis.vocabulary.baskets import Counting, Part
from pads_analysis.vocabulary.classification import find_code, offence_codes, subgroup_of

if TYPE_CHECKING:
    from pads_analysis.data.case import Case


@dataclass(frozen=True, slots=True)
class BasketRows:
    """The rows of one basket.

    Attributes
    ----------
    months : DataFrame
        month, count: what belongs to it.
    offences : tuple of str
        Categories of the case that it draws on.
    missing : tuple of str
        Parts that the source does not hold in every month asked for, in words.
    untold : int
        Offences of the months asked for that may belong to it; their code does not tell.
    """

    months: pd.DataFrame
    offences: tuple[str, ...]
    missing: tuple[str, ...]
    untold: int = 0


def basket_rows(case: Case, counting: Counting, asked: Sequence[pd.Timestamp]) -> BasketRows:
    """Return what a basket adds up in a case.

    Parameters
    ----------
    case : Case
    counting : Counting
        How the source of the case counts the basket; not `none`.
    asked : sequence of Timestamp
        Months that must hold every part.
    """
    if case.source == "street":
        return _of_categories(case, counting, asked)
    table = case.detail.assign(key=_keys(case), listed=True)
    if case.source == "csp_table":
        table = _placed_by_subgroup(table, counting)
    members = [key for part in counting.parts for key in _members(case, part)]
    rows = table[table["key"].isin(members)]
    untold = table.loc[~table["listed"] & table["month"].isin(asked), "count"]
    missing = tuple(_without(table, part.name, _members(case, part), asked) for part in counting.parts)
    return BasketRows(
        rows.groupby("month", as_index=False)["count"].sum(),
        tuple(dict.fromkeys(rows["offence_code"])),
        tuple(filter(None, missing)),
        int(untold.abs().sum()),
    )


def _of_categories(case: Case, counting: Counting, asked: Sequence[pd.Timestamp]) -> BasketRows:
    offences = tuple(member for part in counting.parts for member in part.members)
    own = case.monthly["partnership_code"] == case.partnership.code
    rows = case.monthly[own & case.monthly["offence_code"].isin(offences)]
    # A month without a robbery is common; a category that nobody has in all the months is one that was not in use yet.
    held = set(case.monthly.loc[case.monthly["month"].isin(asked), "offence_code"])
    missing = tuple(part.name for part in counting.parts if not held & set(part.members))
    return BasketRows(rows.groupby("month", as_index=False)["count"].sum(), offences, missing)


def _keys(case: Case) -> pd.Series:
    """Return what each row of the detail is compared by: the code as our list prints it, or the slug of its name."""
    different = {text: _key(case, text) for text in case.detail["detail"].unique()}
    return case.detail["detail"].map(different).astype("str")


def _key(case: Case, text: str) -> str:
    if case.source != "csp_table":
        return slug(text)
    known = find_code(text)
    return known.code if known else text


def _members(case: Case, part: Part) -> list[str]:
    return list(part.members) if case.source == "csp_table" else [slug(name) for name in part.members]


def _placed_by_subgroup(table: pd.DataFrame, counting: Counting) -> pd.DataFrame:
    """Give rows whose code is not in our list the key of a member where their subgroup tells that they belong.

    A code that was made after our list still comes with its subgroup. Where every listed code of the subgroup is in
    the basket, it is, too; where some are, nobody can tell, and `listed` is False for the row.
    """
    members = {key for part in counting.parts for key in part.members}
    by_subgroup: dict[str, set[str]] = {}
    for entry in offence_codes().values():
        by_subgroup.setdefault(entry.subgroup, set()).add(entry.code)
    unknown = ~table["key"].isin(offence_codes().keys())
    placed = {}
    for printed in table.loc[unknown, "subgroup"].unique():
        codes = by_subgroup.get(subgroup_of(printed), set())
        inside = codes & members
        placed[printed] = sorted(inside)[0] if inside and inside == codes else ("?" if inside else "")
    # The name of a subgroup that nobody knows does not tell; its group may, when the basket draws nothing from it.
    groups = set(table.loc[table["key"].isin(members), "offence_code"])
    for printed in placed:
        if not subgroup_of(printed):
            placed[printed] = "?"
    told = table["subgroup"].map(placed).where(unknown, "")
    told = told.where((told != "?") | table["offence_code"].isin(groups), "")
    key = table["key"].where(~told.isin(sorted(members)), told)
    return table.assign(key=key, listed=told != "?")


def _without(table: pd.DataFrame, name: str, members: list[str], asked: Sequence[pd.Timestamp]) -> str:
    """Return the name of a part that has no row in some month asked for, with that month; else ""."""
    held = set(table.loc[table["key"].isin(members), "month"])
    gone = [month for month in asked if month not in held]
    return f"{name} ({month_label(min(gone))})" if gone else ""


def out_of_use(case: Case, asked: Sequence[pd.Timestamp]) -> tuple[str, ...]:
    """Return a sentence for each Home Office code that counts something outside the months of its use."""
    if case.source != "csp_table" or case.detail.empty:
        return ()
    rows = case.detail[case.detail["month"].isin(asked) & (case.detail["count"] != 0)]
    said: dict[str, list[pd.Timestamp]] = {}
    for code, month in rows[["detail", "month"]].drop_duplicates().itertuples(index=False):
        known = find_code(code)
        span = [month + pd.DateOffset(months=at) for at in range(case.step)]
        if known and not any(known.valid(f"{one:%Y-%m}") for one in span):
            said.setdefault(known.code, []).append(month)
    return tuple(_outside(code, months) for code, months in sorted(said.items()))


def _outside(code: str, months: list[pd.Timestamp]) -> str:
    known = offence_codes()[code]
    doubt = "; that date is unverified" if known.dates != "read" else ""
    return (
        f"Code {code} ({known.title}) is used {known.validity}{doubt}, but counts something in the quarter from "
        f"{month_label(min(months))}."
    )
