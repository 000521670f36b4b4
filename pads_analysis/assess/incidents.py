"""Incidents that partner authorities disclosed, of one period, and what must be said of them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.held_months import HeldMonths, held_months
from pads_analysis.assess.result import Basis, NotAvailable
from pads_analysis.assess.selection import said_by
from pads_analysis.data.periods import Period, month_label
from pads_analysis.vocabulary import data_set

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

KIND = "extract"
NOT_GOOD = ("fair", "poor")
MOST_REASONS = 2


def incidents(case: Case, data_set_code: str, period: Period) -> pd.DataFrame | None:
    """Return the incidents of a period, as `Case.incidents`; None when no month of it holds any.

    A row belongs to the month in which it was recorded, where that was given, else to the month it began in.
    """
    held = case.incidents.get(data_set_code)
    if held is None:
        return None
    rows = held[held["month"].isin(period.months.strftime("%Y-%m"))]
    return None if rows.empty else rows.reset_index(drop=True)


def category_name(code: str, category_code: str, written: str) -> str:
    """Return a category as the contract of its data set names it, else as the authority wrote it."""
    named = {one.code: one.name for one in data_set(code).categories}
    return named.get(category_code) or written or "No category given"


def disclosed_basis(case: Case, data_sets: tuple[str, ...], period: Period, *notes: str) -> Basis:
    """Return what figures made from extracts rest on, with what the ledger of submissions says of them."""
    return Basis(
        place=case.partnership.name,
        period=period.label,
        source_kinds=(KIND, "lookup"),
        notes=(*disclosed_notes(case, data_sets, period), *(note for note in notes if note)),
        **said_by(case),
    )


def disclosed_notes(case: Case, data_sets: tuple[str, ...], period: Period) -> tuple[str, ...]:
    """Return one sentence for each data set of which something must be said, and none where all is good.

    It says which months count where they do not cover the period, which quarters came late, and which are graded less
    than good, with the reason.
    """
    said = (_note(case, code, period) for code in dict.fromkeys(data_sets))
    return tuple(note for note in said if note)


def _note(case: Case, code: str, period: Period) -> str:
    name = data_set(code).name
    if code not in case.incidents:
        return ""
    held = held_months(case, code, period)
    clauses = [_covered(held, period), *_graded(case, code, period)]
    if held.others:
        clauses.append(
            f"rows of {_listed(held.others)} are not counted, because too few months came from there"
        )
    told = "; ".join(clause for clause in clauses if clause)
    return f"{name} ({_listed(held.authorities) or 'nobody'}): {told}." if told else ""


def _covered(held: HeldMonths, period: Period) -> str:
    if len(held.months) == period.length or (held.months.size and _quarterly(held.months, period)):
        return ""
    if not len(held.months):
        return "no month of the period was disclosed whole"
    return f"{len(held.months)} of the period's {period.length} months count ({spans(held.months)})"


def _quarterly(months: pd.DatetimeIndex, period: Period) -> bool:
    """Return whether a set is disclosed once a quarter and every quarter of the period is there."""
    steps = {
        12 * (after.year - before.year) + after.month - before.month for before, after in pairwise(months)
    }
    return steps == {3} and len(months) * 3 >= period.length


def _graded(case: Case, code: str, period: Period) -> list[str]:
    """Return clauses on the quarters of a data set that are late or graded less than good."""
    rows = quarters_in(case, (code,), period)
    rows = rows[rows["authority"] != ""]
    number = len(rows)
    clauses = []
    late = rows[rows["status"] == "late"]
    if len(late):
        clauses.append(f"{len(late)} of {number} quarters came late")
    for grade in NOT_GOOD:
        weak = rows[rows["grade"] == grade]
        if len(weak):
            reasons = _listed(tuple(dict.fromkeys(weak["reason"]))[:MOST_REASONS])
            which = _listed(tuple(f"{quarter:%B %Y}" for quarter in weak["quarter"].head(MOST_REASONS)))
            from_ = f"from {which}" if len(weak) <= MOST_REASONS else f"the first from {which}"
            clauses.append(f"{len(weak)} of {number} quarters graded {grade} ({from_}: {reasons})")
    return clauses


def quarters_in(case: Case, data_sets: tuple[str, ...], period: Period) -> pd.DataFrame:
    """Return the rows of the ledger whose quarter shares a month with the period."""
    table = case.submissions
    first = period.first - pd.DateOffset(months=2)
    return table[table["data_set"].isin(data_sets) & table["quarter"].between(first, period.last)]


def spans(months: pd.DatetimeIndex) -> str:
    """Return months as runs in words: "April 2023 to September 2023 and January 2024"."""
    runs: list[list[pd.Timestamp]] = []
    for month in months:
        if runs and runs[-1][-1] + pd.DateOffset(months=1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return _listed(tuple(_span(run) for run in runs))


def _span(run: list[pd.Timestamp]) -> str:
    return " to ".join(dict.fromkeys((month_label(run[0]), month_label(run[-1]))))


def _listed(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1] if words else ""


def not_disclosed(section: str, element: str, title: str, data_set_code: str) -> NotAvailable:
    """Return the answer to a question that needs a data set which nobody disclosed."""
    contract = data_set(data_set_code)
    return NotAvailable(
        section,
        element,
        title,
        f"no extract with {contract.name[0].lower()}{contract.name[1:]} was ingested for this period",
        f"Ask the {contract.holder[0].lower()}{contract.holder[1:]} for it, then: pads ingest FILE --as "
        f"{data_set_code} --map MAP.",
    )


def nothing_disclosed(case: Case, section: str, element: str, title: str, what: str) -> NotAvailable:
    """Return the answer to a question about extracts where the case holds none.

    The public edition never holds any, and does not say whether there are some.

    Parameters
    ----------
    case : Case
    section, element, title : str
        As in `NotAvailable`.
    what : str
        What an extract would have to hold, as words that follow "no extract".
    """
    if case.edition != "partner":
        return NotAvailable(
            section,
            element,
            title,
            "it would rest on information that authorities disclose to one another, which no public edition holds",
            "The partner edition says what there is.",
        )
    return NotAvailable(
        section,
        element,
        title,
        f"no extract {what} was ingested for this period",
        "Ask the authorities for it (section 17A of the Crime and Disorder Act 1998), then: pads ingest FILE --as "
        "DATA_SET --map MAP; docs/data/extracts.md lists the data sets.",
    )
