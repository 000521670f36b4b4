"""The issues that are scored: every category of recorded crime, and those that the partnership names itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.levels import counted_levels
from pads_analysis.vocabulary import Offence, Scheme
from pads_analysis.vocabulary.strategies import strategies_of

if TYPE_CHECKING:
    from pads_analysis.data.case import Case


@dataclass(frozen=True, slots=True)
class Matter:
    """One issue.

    Attributes
    ----------
    code, name : str
        Offence code, or the id of an issue of the partnership's own.
    offences, data_sets, concern : tuple of str
        Whose counts, which partners' data sets and which answers in surveys speak to it.
    strategies : tuple of str
        Codes of the strategies it belongs to.
    own : bool
        Named in issues.yaml.
    """

    code: str
    name: str
    offences: tuple[str, ...]
    data_sets: tuple[str, ...]
    concern: tuple[str, ...]
    strategies: tuple[str, ...]
    own: bool = False


@once_per_case
def matters(case: Case) -> tuple[Matter, ...]:
    """Return the issues: categories in the order of the vocabulary, then the partnership's own as it lists them."""
    table = counted_levels(case)
    held = case.resolved.issues.issues if case.resolved.issues else ()
    hidden = {code for issue in held if not issue.listed_too for code in issue.offences}
    listed = table.loc[~table["is_total"].astype(bool) & ~table["offence_code"].isin(hidden)]
    known = set(table["offence_code"])
    offences = [
        Matter(row.offence_code, row.offence_name, (row.offence_code,), (), (row.offence_code,),
               strategies_of(row.offence_code))
        for row in listed.itertuples()
    ]  # fmt: skip
    own = [
        Matter(
            issue.id, issue.name, tuple(code for code in issue.offences if code in known), issue.data_sets,
            issue.concern or (issue.id, *issue.offences), (issue.strategy,), own=True,
        )
        for issue in held
    ]  # fmt: skip
    return (*offences, *own)


@once_per_case
def joined_offences(case: Case) -> Case | None:
    """Return the case with own issues of several offences in the place of offences, so that they are compared alike.

    None where no issue joins several.
    """
    several = [matter for matter in matters(case) if matter.own and len(matter.offences) > 1]
    if not several:
        return None
    import pandas as pd

    parts = []
    for matter in several:
        rows = case.monthly.loc[case.monthly["offence_code"].isin(matter.offences)]
        summed = rows.groupby(["partnership_code", "month"], as_index=False)["count"].sum()
        parts.append(summed.assign(offence_code=matter.code))
    offences = tuple(Offence(each.code, each.name, (), "crime", in_total=False) for each in several)
    total = case.scheme.total_code
    return replace(
        case,
        scheme=Scheme(case.scheme.code, case.scheme.label, total, case.scheme.total_name, offences),
        monthly=pd.concat(parts, ignore_index=True)[
            ["partnership_code", "month", "offence_code", "count"]
        ].astype({"count": "int64"}),
    )
