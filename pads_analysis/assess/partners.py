"""What fire, health, ambulance and council records say, beside the police's (statutory element a)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.compare import family_rule, judge
from pads_analysis.assess.held_months import HeldMonths, held_months, paired_held, rows_of
from pads_analysis.assess.incidents import category_name, disclosed_basis, nothing_disclosed, quarters_in
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.pairing import months_from
from pads_analysis.assess.partner_numbers import numbers
from pads_analysis.assess.result import NotAvailable, PartnersResult
from pads_analysis.data.periods import Period
from pads_analysis.stats.dispersed_rates import dispersed_rate
from pads_analysis.stats.matched_months import compare_matched
from pads_analysis.vocabulary import (
    STATUTORY_THEMES,
    data_set,
    sets_of_theme,
    short_name,
    theme_of,
    themed_sets,
    themes,
)

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

SECTION, TITLE = "partners", "What partners see"
WHAT = "of fire, health, ambulance, council or police incidents"
MOST_CATEGORIES = 8
OTHER = "Other categories"
RATIO = ["ratio", "ci_low", "ci_high", "p"]


@once_per_case
def partners(case: Case) -> PartnersResult | NotAvailable:
    """Return the level of every data set and category, and its change against the same months before.

    Only months that were disclosed count, so that a quarter that was not sent is never read as a fall.
    """
    held = {code: held_months(case, code, case.period) for code in themed_sets() if code in case.incidents}
    held = {code: months for code, months in held.items() if len(months.months)}
    if not held:
        return nothing_disclosed(case, SECTION, "a", TITLE, WHAT)
    incidents = [code for code in held if not data_set(code).numbers_only]
    rows = [row for code in incidents for row in _of_set(case, code, held[code])]
    # Grouped by the matters that the statute names; within one, in the order of the contracts.
    rows.sort(key=lambda row: list(themes()).index(str(row["theme"])))
    table = _judged(case, pd.DataFrame(rows, columns=_columns()))
    people = case.population()
    return PartnersResult(
        basis=replace(
            disclosed_basis(case, tuple(held), case.period),
            population_note=people.note,
            population_short=people.short,
        ),
        table=table,
        monthly=_monthly(case, {code: held[code] for code in incidents}),
        numbers=numbers(case, [code for code in held if data_set(code).numbers_only]),
        period_before=case.previous.label,
        rule=family_rule(case.params.statistics),
        speaks=tuple(themes()[theme] for theme in STATUTORY_THEMES if _speaks(case, theme, held)),
        without=_without(held),
        caveats=tuple(
            f"{data_set(code).name}: {data_set(code).caveat}" for code in held if data_set(code).caveat
        ),
    )


def _columns() -> list[str]:
    return [
        *("theme", "theme_name", "data_set", "name", "is_total", "count", "months", "per_month", "month_low"),
        *("month_high", "rate_per_1000", "rate_low", "rate_high", "count_now", "count_before"),
        *("months_compared", "difference", *RATIO, "share_placed", "share_placed_before", "comparable"),
    ]


def _speaks(case: Case, theme: str, held: dict[str, HeldMonths]) -> bool:
    """Return whether any row disclosed for the period belongs to a theme."""
    for code in set(sets_of_theme(theme)) & set(held):
        rows = rows_of(case, code, held[code].months, held[code].authorities)
        if any(theme_of(code, category) == theme for category in rows["category_code"].unique()):
            return True
    return False


def _without(held: dict[str, HeldMonths]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (themes()[theme], tuple(data_set(code).name for code in sets_of_theme(theme) if code not in held))
        for theme in STATUTORY_THEMES
    )


def parts_of_set(case: Case, code: str, held: HeldMonths) -> dict[str, tuple[str, ...]]:
    """Return the categories of a data set by theme, of every month from the period before to the end of the period.

    Categories are those that the contract names, or the authority's own; the most frequent of the period come first.
    """
    rows = rows_of(case, code, held.months, held.authorities)
    counts = rows.groupby("category_code")["count"].sum()
    every = case.incidents[code].groupby("category_code")["count"].sum()
    order = every.to_frame("every").assign(now=counts).fillna(0)
    order = order.sort_values(["now", "every"], ascending=False, kind="stable")
    found: dict[str, tuple[str, ...]] = {}
    for category in order.index:
        theme = theme_of(code, str(category))
        found[theme] = (*found.get(theme, ()), str(category))
    return {theme: found[theme] for theme in themes() if theme in found}


def _written(case: Case, code: str) -> dict[str, str]:
    """Return the name of each category by its code."""
    every = case.incidents[code].drop_duplicates("category_code")
    return {
        one: category_name(code, one, name)
        for one, name in zip(every["category_code"], every["category"], strict=True)
    }


def _of_set(case: Case, code: str, held: HeldMonths) -> list[dict[str, object]]:
    """Return the rows of one data set: for each theme the total, then its categories."""
    parts = parts_of_set(case, code, held)
    written = _written(case, code)
    placed = _share_placed(case, code, case.period)
    placed_before = _share_placed(case, code, case.previous)
    alike = _alike(placed, placed_before, case.params.statistics.margin)
    series = _Series(case, code, held, comparable=alike)
    rows = []
    for theme, categories in parts.items():
        common = {
            "theme": theme,
            "theme_name": themes()[theme],
            "data_set": code,
            "share_placed": placed,
            "share_placed_before": placed_before,
            "comparable": alike,
        }
        rows.append(common | {"name": short_name(code, theme), "is_total": True} | series.of(categories))
        shown, rest = categories[:MOST_CATEGORIES], categories[MOST_CATEGORIES:]
        if len(rest) == 1:
            shown, rest = categories, ()
        if len(categories) > 1:
            each = [(written[one], (one,)) for one in shown]
            each += [(f"{OTHER} ({len(rest)})", rest)] if rest else []
            rows += [common | {"name": label, "is_total": False} | series.of(few) for label, few in each]
    return rows


class _Series:
    """The monthly counts of one data set, and what can be said of a choice of its categories."""

    def __init__(self, case: Case, code: str, held: HeldMonths, *, comparable: bool) -> None:
        self.case, self.held = case, held
        among = held.authorities if comparable else ()
        self.now, self.before, self.compared = paired_held(case, code, among)
        first = case.period.last - pd.DateOffset(months=case.params.statistics.history_months - 1)
        span = Period(min(first, case.previous.first), case.period.last)
        self.past = held_months(case, code, Period(span.first, case.previous.first - pd.DateOffset(months=1)))
        self.level = _grid(case, code, span.months, held.authorities)
        self.pairs = _grid(case, code, span.months, self.compared)

    def of(self, categories: tuple[str, ...]) -> dict[str, object]:
        """Return count, level and change of some categories together."""
        ratio = self._ratio(categories)
        count = int(_sum(self.level, categories, self.held.months).sum())
        months = len(self.held.months)
        # Where nothing tells how much months vary, they are taken to vary as independent incidents would.
        spread = ratio.pop("spread")
        confidence = self.case.params.statistics.confidence
        month = dispersed_rate(count, months, spread, per=1.0, confidence=confidence)
        return {
            "count": count,
            "months": months,
            "per_month": float(month.rate),
            "month_low": float(month.ci_low),
            "month_high": float(month.ci_high),
            **self._rate(count, spread),
            **ratio,
        }

    def _rate(self, count: int, spread: float) -> dict[str, float]:
        people = self.case.population().value
        whole = len(self.held.months) == self.case.period.length
        if not whole or not people or not people > 0:
            return dict.fromkeys(("rate_per_1000", "rate_low", "rate_high"), np.nan)
        years = people * self.case.period.length / 12
        rate = dispersed_rate(count, years, spread, confidence=self.case.params.statistics.confidence)
        return {
            "rate_per_1000": float(rate.rate),
            "rate_low": float(rate.ci_low),
            "rate_high": float(rate.ci_high),
        }

    def _ratio(self, categories: tuple[str, ...]) -> dict[str, float]:
        if not len(self.now):
            missing = dict.fromkeys(("count_now", "count_before", "difference", *RATIO), np.nan)
            return missing | {"months_compared": 0, "spread": 1.0}
        later = _sum(self.pairs, categories, self.now)
        earlier = _sum(self.pairs, categories, self.before)
        start = self.case.previous.first
        known = set(self.past.authorities) >= set(self.compared)
        history = self.pairs.loc[self.pairs.index < start, _present(self.pairs, categories)].sum(axis=1)
        history = history.astype("float64").where(history.index.isin(self.past.months) & known)
        found = compare_matched(
            later.to_numpy(),
            earlier.to_numpy(),
            self.case.params.statistics.confidence,
            at_now=months_from(start, self.now),
            at_before=months_from(start, self.before),
            history=history.to_numpy(),
        )
        spread = found.count_dispersion
        return {
            "count_now": float(later.sum()),
            "count_before": float(earlier.sum()),
            "difference": float(later.sum() - earlier.sum()),
            "months_compared": len(self.now),
            "ratio": float(found.ratio),
            "ci_low": float(found.ci_low),
            "ci_high": float(found.ci_high),
            "p": float(found.p),
            "spread": max(1.0, float(spread)) if np.isfinite(spread) else 1.0,
        }


def _grid(case: Case, code: str, months: pd.DatetimeIndex, names: tuple[str, ...]) -> pd.DataFrame:
    rows = rows_of(case, code, months, names)
    table = rows.pivot_table(index="month_start", columns="category_code", values="count", aggfunc="sum")
    return table.reindex(months).fillna(0)


def _present(table: pd.DataFrame, categories: tuple[str, ...]) -> list[str]:
    return [category for category in categories if category in table.columns]


def _sum(table: pd.DataFrame, categories: tuple[str, ...], months: pd.DatetimeIndex) -> pd.Series:
    return table.loc[months, _present(table, categories)].sum(axis=1)


def _judged(case: Case, table: pd.DataFrame) -> pd.DataFrame:
    if table.empty:
        return table.assign(p_adjusted=pd.Series(dtype="float64"), verdict=pd.Series(dtype=object))
    count = table["count_now"].fillna(0) + table["count_before"].fillna(0)
    return judge(table, case.params.statistics, count=count)


def _share_placed(case: Case, code: str, period: Period) -> float:
    """Return the share of the authorities' rows of a period that lie in some partnership."""
    rows = quarters_in(case, (code,), period)
    rows = rows[rows["rows"] > 0]
    return float(np.average(rows["share_placed"], weights=rows["rows"])) if len(rows) else float("nan")


def _alike(now: float, before: float, margin: float) -> bool:
    """Return whether about as many rows could be placed in both periods; where nothing is known, they are taken to be.

    Rows without a place are in no partnership, so that a change in how many there are would read as a change here.
    """
    if not (now > 0 and before > 0):
        return True
    return 1 / (1 + margin) <= now / before <= 1 + margin


def _monthly(case: Case, held: dict[str, HeldMonths]) -> pd.DataFrame:
    columns = ["theme", "data_set", "name", "month", "count", "in_period"]
    months = Period(case.previous.first, case.period.last).months
    tables = []
    for code, now in held.items():
        before = held_months(case, code, case.previous)
        good = now.months.union(
            before.months if set(before.authorities) >= set(now.authorities) else now.months
        )
        grid, parts = _grid(case, code, months, now.authorities), parts_of_set(case, code, now)
        for theme, categories in parts.items():
            counts = _sum(grid, categories, months).where(months.isin(good))
            tables.append(
                pd.DataFrame(
                    {
                        "theme": theme,
                        "data_set": code,
                        "name": short_name(code, theme),
                        "month": months,
                        "count": counts.to_numpy(dtype="float64"),
                        "in_period": months >= case.period.first,
                    }
                )
            )
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)
