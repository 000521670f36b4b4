"""Baskets of offences that performance frameworks speak of, counted where the source can (statutory element a)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.basket_rows import BasketRows, basket_rows, out_of_use
from pads_analysis.assess.change import COLUMNS, compared, known_recording_change, too_few_pairs
from pads_analysis.assess.compare import family_rule, judge
from pads_analysis.assess.levels import rates_of
from pads_analysis.assess.result import BasketsResult, NotAvailable
from pads_analysis.assess.selection import basis, enough_pairs, paired_months, spoken, usable_months
from pads_analysis.vocabulary import Offence, Scheme
from pads_analysis.vocabulary.baskets import APPROXIMATION, NONE, Basket
from pads_analysis.vocabulary.baskets import baskets as all_baskets

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

SECTION, TITLE = "baskets", "Baskets of offences"
_DO = "Ingest the Home Office table by community safety partnership, whose offence codes tell most of them."


def baskets(case: Case) -> BasketsResult | NotAvailable:
    """Return the count, the rate and the change of every basket that the source of the case can count.

    A basket of which the source lacks a part in any month used is not counted: a sum with a gap would be a false fall.
    """
    now, before, _ = paired_months(case)
    pairs = enough_pairs(case, now)
    used = usable_months(case, case.period).months
    asked = sorted({*used, *now, *before}) if pairs else sorted(used)
    found = {basket: _rows(case, basket, asked) for basket in all_baskets()}
    counted = {basket: rows for basket, rows in found.items() if isinstance(rows, BasketRows)}
    uncounted = pd.DataFrame(
        [(basket.name, why, basket.status) for basket, why in found.items() if isinstance(why, str)],
        columns=["offence_name", "because", "status"],
    )
    if not counted or not len(used):
        return NotAvailable(SECTION, "a", TITLE, _no_basket(case, uncounted, bool(len(used))), _DO)
    table = _table(_regrouped(case, counted), case, counted, pairs)
    settings = case.params.statistics
    return BasketsResult(
        basis=basis(case, *out_of_use(case, asked)),
        table=table,
        uncounted=uncounted,
        period_before=spoken(case, case.previous, before) if pairs else case.previous.label,
        months_compared=len(now) * case.step,
        rule=family_rule(settings),
        counted_from=case.scheme.label,
        compared=pairs,
        why_not="" if pairs else too_few_pairs(case, SECTION, "a", TITLE).because,
    )


def _no_basket(case: Case, uncounted: pd.DataFrame, any_month: bool) -> str:
    if not any_month:
        return f"no month of {case.period.label} is complete"
    reasons = "; ".join(f"{row.offence_name}: {row.because}" for row in uncounted.itertuples())
    return f"the {case.scheme.label} can count none of them ({reasons})"


def _rows(case: Case, basket: Basket, asked: list[pd.Timestamp]) -> BasketRows | str:
    """Return the rows of a basket, or the clause that says why it is not counted."""
    counting = basket.ways[case.source]
    if counting.how == NONE:
        return counting.because
    rows = basket_rows(case, counting, asked)
    if rows.missing:
        return f"the data held lack {', '.join(rows.missing)}"
    return rows


def _regrouped(case: Case, counted: dict[Basket, BasketRows]) -> Case:
    """Return the case with baskets in the place of offences, so that they are compared as offences are."""
    offences = tuple(
        Offence(basket.code, _name(case, basket), (), "crime", in_total=False) for basket in counted
    )
    own = case.partnership.code
    parts = [
        rows.months.assign(partnership_code=own, offence_code=basket.code) for basket, rows in counted.items()
    ]
    monthly = pd.concat(parts, ignore_index=True)[["partnership_code", "month", "offence_code", "count"]]
    total = case.scheme.total_code
    return replace(
        case,
        scheme=Scheme(SECTION, "baskets", total, case.scheme.total_name, offences),
        monthly=monthly.astype({"count": "int64"}),
        coverage=case.coverage[case.coverage["partnership_code"] == own].reset_index(drop=True),
    )


def _name(case: Case, basket: Basket) -> str:
    return f"{basket.name} (approximation)" if basket.ways[case.source].how == APPROXIMATION else basket.name


def _table(own: Case, case: Case, counted: dict[Basket, BasketRows], pairs: bool) -> pd.DataFrame:
    settings = case.params.statistics
    used = usable_months(case, case.period).months
    rows = pd.DataFrame([_said(case, basket, found) for basket, found in counted.items()])
    by_month = own.monthly[own.monthly["month"].isin(used)].groupby("offence_code")["count"].sum()
    rows["count"] = rows["offence_code"].map(by_month).fillna(0).astype("int64")
    person_years = case.population().value * len(used) * case.step / 12
    rates = rates_of(rows["count"], person_years, settings.confidence)
    rows = rows.join(rates.rename(columns={"ci_low": "rate_low", "ci_high": "rate_high"}))
    rows = rows.join(_changes(own, rows["offence_code"], pairs))
    together = rows["count_now"].fillna(0) + rows["count_before"].fillna(0)
    return judge(rows, settings, count=together)


def _changes(own: Case, codes: pd.Series, pairs: bool) -> pd.DataFrame:
    """Return count_now, count_before and the columns of the comparison, in the order of `codes`."""
    columns = ["count", "count_before", *COLUMNS]
    if pairs:
        found = compared(own, own.partnership.code).set_index("offence_code").reindex(codes)[columns]
        # A basket without any event in the months looked at has no row of its own: its counts are nought.
        found[["count", "count_before"]] = found[["count", "count_before"]].fillna(0)
    else:
        found = pd.DataFrame(np.nan, index=codes, columns=columns).assign(method="")
    return found.rename(columns={"count": "count_now"}).reset_index(drop=True)


def _said(case: Case, basket: Basket, rows: BasketRows) -> dict[str, str]:
    notes = [known_recording_change(case, offence) for offence in rows.offences]
    if rows.untold:
        notes.append(
            f"{rows.untold:,} offences of codes that the list does not hold may belong to it and are not counted."
        )
    counting = basket.ways[case.source]
    return {
        "offence_code": basket.code,
        "offence_name": _name(case, basket),
        "how": counting.how,
        "status": basket.status,
        "source": basket.source,
        "meaning": basket.meaning,
        "misses": counting.misses,
        "note": " ".join(note for note in dict.fromkeys(notes) if note),
    }
