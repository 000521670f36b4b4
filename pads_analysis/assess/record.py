"""The released figures that a later assessment will compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.levels import levels
from pads_analysis.assess.result import NotAvailable, RecordResult
from pads_analysis.assess.selection import basis, counts_by_month, usable_months

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.data.periods import Period

SHA_FIGURES = 12


def record(case: Case) -> RecordResult | NotAvailable:
    """Return counts and rates of every offence as this assessment releases them, and what they rest on."""
    found = levels(case)
    if isinstance(found, NotAvailable):
        return NotAvailable("record", "", "For the next assessment", found.because, found.do)
    window, table = usable_months(case, case.period), found.table
    months = counts_by_month(case, window.months)
    columns = ["offence_code", "offence_name", "is_total", "count", "rate_per_1000", "ci_low", "ci_high"]
    return RecordResult(
        basis=basis(case),
        table=table[columns].reset_index(drop=True),
        months=months[list(table["offence_code"])],
        months_left_out=window.left_out,
        source=case.source,
        scheme=case.scheme.label,
        districts=own_districts(case),
        population=case.population().value,
        files=files_of(case, case.period).reset_index(drop=True)[["file", "sha256"]],
    )


def own_districts(case: Case) -> tuple[str, ...]:
    """Return the codes of the partnership's districts."""
    row = case.partnerships.set_index("partnership_code")["districts"]
    held = str(row.get(case.partnership.code, ""))
    return tuple(sorted(part for part in held.split("|") if part))


def files_of(case: Case, period: Period) -> pd.DataFrame:
    """Return the delivered files of counts for any month of a period: file, sha256 (short), first, last, changed.

    A store of several forces holds a file of each for every month, and all of them are listed: which of them hold the
    partnership is known from the counts alone.
    """
    held = case.deliveries.loc[case.deliveries["kind"] == case.source]
    first, last = f"{period.first:%Y-%m}", f"{period.last:%Y-%m}"
    covers = (held["period_first"] <= last) & (held["period_last"] >= first)
    held = held.loc[covers.astype(bool)]
    return pd.DataFrame(
        {
            "file": held["file"].to_numpy(),
            "sha256": [str(sha)[:SHA_FIGURES] for sha in held["sha256"]] if "sha256" in held else [],
            "first": held["period_first"].to_numpy(),
            "last": held["period_last"].to_numpy(),
            "changed": held["changed"].to_numpy() if "changed" in held else "",
        }
    )
