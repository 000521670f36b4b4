"""Published results: one row for each area, date and measure, from a table that a map or its content explains."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from pads_analysis.data import contracts
from pads_analysis.data.readers import values
from pads_analysis.data.readers.decimals import BOTH_WAYS, decimals
from pads_analysis.data.readers.source import RowAccount, SourceTable, by_value, count_values
from pads_analysis.data.surveys.refusals import Refusals

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.reading import Reading

NO_VALUE = "no value"
REPEATED = "repeats an earlier row"


@dataclass(frozen=True, slots=True)
class ResultsForm:
    """How a table of results is written.

    Attributes
    ----------
    kind : str
        Kind of file, a key of `vocabulary/sources.yaml`.
    series : str
        Short name of the survey.
    percent : bool
        Whether 56 is meant by a share of 0.56.
    dates : str
        As `dates` of a map.
    comparator_name : str
        The area compared with.
    measures : mapping of str to str
        Code of the measure by its case-folded name.
    """

    kind: str
    series: str
    percent: bool
    dates: str = ""
    comparator_name: str = ""
    measures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResultsText:
    """The columns of a table as text, each of shape (rows,); `comparator` and `base` may be absent."""

    area: pd.Series
    date: pd.Series
    measure: pd.Series
    value: pd.Series
    comparator: pd.Series | None = None
    base: pd.Series | None = None


def read_results(source: SourceTable, text: ResultsText, form: ResultsForm, **details: Any) -> Reading:
    """Read a table of results.

    A row without an area, a measure, a period or a value is left out with its reason. A share that can be none
    (below 0, above 1 or above 100 percent) and two different values of one area, date and measure refuse the file.

    Raises
    ------
    ContractError
        Naming the rows and the column.
    """
    account = RowAccount(source)
    notes: list[str] = []
    account.reject((text.area == "").to_numpy(), "no area named", text.area.name)
    account.reject((text.measure == "").to_numpy(), "no measure named", text.measure.name)
    months = _months(source, text.date, form, account, notes)
    value = _shares(source, text.value, form, account, notes)
    account.reject(np.isnan(value), NO_VALUE, text.value.name)
    nothing = np.full(len(value), np.nan)
    comparator = (
        nothing if text.comparator is None else _shares(source, text.comparator, form, account, notes)
    )
    base = nothing if text.base is None else _bases(source, text.base)
    _drop_repeated(source, text, months, value, account)
    kept = np.flatnonzero(account.kept)
    names = by_value(text.area, lambda name: " ".join(name.split())[:200])
    codes = by_value(
        text.area, lambda name: values.area_code(name) if values.is_code("", values.area_code(name)) else ""
    )
    measured = by_value(text.measure, lambda name: " ".join(name.split())[:300])
    table = contracts.table(
        form.kind,
        {
            "series": form.series,
            "measure": by_value(text.measure, lambda name: form.measures.get(measure_key(name), "other"))[
                kept
            ],
            "measure_text": measured[kept],
            "area_name": names[kept],
            "area_code": codes[kept],
            "month": months[kept],
            "value": value[kept],
            "comparator": comparator[kept],
            "comparator_name": np.where(np.isnan(comparator[kept]), "", form.comparator_name),
            "base": base[kept],
        },
    )
    held = sorted(table["month"].unique())
    return account.reading(
        form.kind,
        contracts.checked(form.kind, table),
        period=(held[0], held[-1]) if held else (),
        coverage=tuple(f"{form.kind}|{form.series}|{month}" for month in held),
        vintage=details.pop("vintage", held[-1] if held else ""),
        notes=(*notes, *details.pop("notes", ())),
        **details,
    )


def measure_key(name: str) -> str:
    """Return a measure's name as it is compared: without case, quotation marks and superfluous spaces."""
    return " ".join(re.sub(r"[\"'“”‘’]", "", name).split()).casefold()


def _months(
    source: SourceTable, text: pd.Series, form: ResultsForm, account: RowAccount, notes: list[str]
) -> np.ndarray:
    """Return the last month that each value is about, YYYY-MM, "" where there is none."""
    # Read late: the module of dates needs the readers, of which one needs this module.
    from pads_analysis.data.extracts.moments import Column, read_moments

    found = by_value(text, _period)
    days = text.where(found == "", "")
    if (days != "").any():
        read = read_moments(days, Column(str(text.name), "date", source.where, source.lines), form.dates)
        dated = ~np.isnat(read.values)
        found[dated] = [str(month) for month in read.values[dated].astype("datetime64[M]")]
        account.reject_for(np.where(found == "", read.faults, ""), text.name)
        notes += read.notes
    account.reject(found == "", "no date", text.name)
    account.reject_for(by_value(_series(found), lambda month: month and values.month_fault(month)), text.name)
    return found


def _series(array: np.ndarray) -> pd.Series:
    import pandas as pd

    return pd.Series(array, dtype="str")


def _period(text: str) -> str:
    """Return the last month of a month or a financial year; "" for anything else, be it a day."""
    if month := values.month(text) if not re.search(r"\d[-/.]\d{1,2}[-/.]", text) else "":
        return month
    year = values.financial_year(text)
    return f"{year + 1}-03" if year else ""


def _shares(
    source: SourceTable, text: pd.Series, form: ResultsForm, account: RowAccount, notes: list[str]
) -> np.ndarray:
    plain = text.str.removesuffix("%").str.strip() if form.percent else text
    numbers, faults, note = decimals(plain.rename(text.name))
    notes += [note] if note else []
    refusals = Refusals(source, str(text.name))
    refusals.refuse_value(
        text,
        faults == BOTH_WAYS,
        f"has {BOTH_WAYS}",
        "Write decimals with a point, or ask for the file again.",
    )
    account.reject_for(faults, text.name)
    top = 100.0 if form.percent else 1.0
    bad = (numbers < 0) | (numbers > top)
    meant = (
        "The map says values: percent." if form.percent else "If 56 means 56 %, the map says values: percent."
    )
    refusals.refuse_value(
        text, bad, f"is no share: it lies outside 0 to {top:g}", f"Correct the row. {meant}"
    )
    return numbers / top


def _bases(source: SourceTable, text: pd.Series) -> np.ndarray:
    numbers, faults = count_values(text)
    withheld = by_value(_series(faults), lambda reason: reason.startswith("count") and "number" not in reason)
    gone = withheld.astype(bool) | (faults == "no count")
    refusals = Refusals(source, str(text.name))
    bad = ((faults != "") & ~gone) | ((faults == "") & (numbers < 1))
    refusals.refuse_value(text, bad, "is no number of people asked", "Correct the row, or leave it empty.")
    return np.where(faults == "", numbers.astype(np.float64), np.nan)


def _drop_repeated(
    source: SourceTable, text: ResultsText, months: np.ndarray, value: np.ndarray, account: RowAccount
) -> None:
    """Leave out rows said before; refuse those that say otherwise of the same area, period and measure."""
    import pandas as pd

    from pads_analysis.data.names import area_key

    keys = pd.DataFrame(
        {
            "area": by_value(text.area, area_key),
            "month": months,
            "measure": by_value(text.measure, measure_key),
        }
    )
    kept = keys[account.kept]
    again = pd.Series(False, index=keys.index)
    again[kept.index] = kept.duplicated()
    first = (
        pd.Series(value, index=keys.index)[kept.index]
        .groupby([kept[name] for name in keys])
        .transform("first")
    )
    other = pd.Series(False, index=keys.index)
    other[kept.index] = (first - value[kept.index]).abs() > 1e-9
    Refusals(source, str(text.value.name)).refuse(
        other.to_numpy(),
        "An area has two values of one measure for one date",
        "Delete one of them, or give the column that tells them apart as part of the measure.",
    )
    account.reject(again.to_numpy(), REPEATED)
