"""Who is harmed, and who offends, by age and sex, as far as partners recorded it (statutory element a)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from pads_analysis.assess.compare import family_rule, judge
from pads_analysis.assess.incidents import disclosed_basis, nothing_disclosed
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.people_groups import People, people_groups
from pads_analysis.assess.result import NotAvailable, PeopleResult
from pads_analysis.stats.proportions import wilson
from pads_analysis.stats.share_ratios import share_ratio
from pads_analysis.vocabulary.people import AGE_BANDS

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

SECTION, TITLE = "people", "Who is harmed, and who offends"
WHAT = "with the age or sex of victims, offenders or people treated"
SEXES = ("female", "male", "other")
SHARES = ["group", "name", "dimension", "band", "sex", "count", "base", "share", "low", "high"]
COMPARED = [
    *("group", "name", "kind", "about", "offence", "dimension", "band", "count", "base", "count_other"),
    *("base_other", "share", "share_other", "ratio", "ci_low", "ci_high", "p"),
]


@once_per_case
def people(case: Case) -> PeopleResult | NotAvailable:
    """Return the shares of each age band and sex among those of whom it was recorded, each with its interval.

    They are shares of people recorded and no risks: the store has no population by age and sex to divide by. One
    person in several rows widens the intervals, where a key tells; rows without a key count as people of their own.
    """
    groups, choice = people_groups(case)
    if not groups:
        return nothing_disclosed(case, SECTION, "a", TITLE, WHAT)
    least = case.params.statistics.minimum_base_for_percent
    rows = [row for group in groups for row in _shares(case, group, least)]
    compared = [row for group in groups for row in _compared(case, group, least)]
    table = pd.DataFrame(compared, columns=COMPARED)
    return PeopleResult(
        basis=disclosed_basis(case, tuple(group.data_set for group in groups), case.period),
        groups=pd.DataFrame([_known(group, least) for group in groups]),
        shares=pd.DataFrame(rows, columns=SHARES),
        compared=_judged(case, table),
        period_before=case.previous.label,
        rule=family_rule(case.params.statistics),
        choice=choice,
    )


def _judged(case: Case, table: pd.DataFrame) -> pd.DataFrame:
    if table.empty:
        return table.assign(p_adjusted=pd.Series(dtype="float64"), verdict=pd.Series(dtype=object))
    return judge(table, case.params.statistics, count=table["count"] + table["count_other"])


def _known(group: People, least: int) -> dict[str, Any]:
    sexed, aged = group.now["sex"] != "", group.now["band"] != ""
    counts = {
        "with_age": int(aged.sum()),
        "with_sex": int(sexed.sum()),
        "with_both": int((aged & sexed).sum()),
    }
    return {
        "group": group.group,
        "name": group.name,
        "who": group.who,
        "data_set": group.data_set,
        "rows": len(group.now),
        **counts,
        "shown": max(counts["with_age"], counts["with_sex"]) >= least,
        "period_rows_before": len(group.before),
    }


def _cells(rows: pd.DataFrame) -> Iterator[tuple[str, str, str, int, int, float]]:
    """Yield dimension, band, sex, count, base and rows to a person of every share of some rows."""
    sexed, aged = rows[rows["sex"] != ""], rows[rows["band"] != ""]
    both = aged[aged["sex"] != ""]
    by_sex, by_band = Counter(sexed["sex"]), Counter(aged["band"])
    together = Counter(zip(both["band"], both["sex"], strict=True))
    each = _rows_each(sexed)
    for sex in SEXES:
        if sex != "other" or by_sex[sex]:
            yield "sex", "", sex, by_sex[sex], len(sexed), each
    each = _rows_each(aged)
    for _, band in AGE_BANDS:
        yield "age", band, "", by_band[band], len(aged), each
    each = _rows_each(both)
    for sex in SEXES[:2]:
        for _, band in AGE_BANDS:
            yield "both", band, sex, together[band, sex], len(both), each


def _rows_each(rows: pd.DataFrame) -> float:
    """Return the design effect of people who stand in several rows: each row counts as one over it (Kish 1965).

    All rows of a person say the same of age and sex, so that the rows tell as much as so many fewer people do.
    """
    if rows.empty:
        return 1.0
    times = rows.loc[rows["key"] != "", "key"].value_counts().to_numpy()
    return float(((times**2).sum() + len(rows) - times.sum()) / len(rows))


def _shares(case: Case, group: People, least: int) -> Iterator[tuple[Any, ...]]:
    for dimension, band, sex, count, base, each in _cells(group.now):
        if base < least:
            continue
        share = wilson(count / each, base / each, case.params.statistics.confidence)
        yield (
            *(group.group, group.name, dimension, band, sex, count, base),
            *(float(share.rate), float(share.ci_low), float(share.ci_high)),
        )


def _compared(case: Case, group: People, least: int) -> Iterator[tuple[Any, ...]]:
    """Yield the comparisons with the period before, and of each offence with the group's other offences."""
    yield from _pair(case, group, "before", "", group.paired, group.before, least)
    offences = group.now["offence"]
    named = [name for name in dict.fromkeys(offences) if name]
    if len(named) < 2:
        return
    for name in sorted(named):
        yield from _pair(
            case, group, "rest", name, group.now[offences == name], group.now[offences != name], least
        )


def _pair(
    case: Case, group: People, kind: str, offence: str, one: pd.DataFrame, other: pd.DataFrame, least: int
) -> Iterator[tuple[Any, ...]]:
    for here, there in zip(_compared_cells(one), _compared_cells(other), strict=True):
        dimension, band, sex, count, base, each = here
        count_other, base_other, each_other = there[3:]
        if min(base, base_other) < least:
            continue
        found = share_ratio(
            *(count / each, base / each, count_other / each_other, base_other / each_other),
            case.params.statistics.confidence,
        )
        yield (
            *(group.group, group.name, kind, sex or f"aged {band}", offence, dimension, band, count, base),
            *(count_other, base_other, count / base, count_other / base_other),
            *(float(value) for value in (found.ratio, found.ci_low, found.ci_high, found.p)),
        )


def _compared_cells(rows: pd.DataFrame) -> list[tuple[str, str, str, int, int, float]]:
    """Return the share of one sex, which tells that of the other, and that of every band."""
    return [cell for cell in _cells(rows) if cell[0] == "age" or (cell[0] == "sex" and cell[2] == "female")]
