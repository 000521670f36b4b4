"""The submission ledger: which authority disclosed which data set for which quarter, when, how much, and how good."""

from __future__ import annotations

import datetime as dt
import difflib
import math
from collections.abc import Collection, Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

from pads_analysis.vocabulary import DataSet, data_set, data_sets, grade_rules, slug

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.ledger import Entry

RECEIVED, LATE, MISSING, NOT_DUE = "received", "late", "missing", "not due yet"
GOOD, FAIR, POOR, NONE = "good", "fair", "poor", ""

#: Columns of `Store.submissions` and their types.
COLUMNS = {
    "authority": "str",
    "data_set": "str",
    "quarter": "datetime64[us]",
    "due": "datetime64[us]",
    "status": "str",
    "disclosed": "datetime64[us]",
    "disclosed_basis": "str",
    "rows": "int64",
    "share_located": "float64",
    "share_placed": "float64",
    "share_timed": "float64",
    "share_kept": "float64",
    "months": "int64",
    "grade": "str",
    "reason": "str",
    "file": "str",
}
_WHOLE_QUARTER = 3


def alike(authority: str, held: Collection[str]) -> tuple[str, ...]:
    """Return a sentence when an authority is new and one that is held already is spelt almost like it."""
    if authority in held:
        return ()
    folded = {slug(name): name for name in held}
    near = difflib.get_close_matches(slug(authority), folded, n=1, cutoff=0.85)
    if not near:
        return ()
    return (
        f"{authority!r} is taken for another authority than {folded[near[0]]!r}, which is in the store; "
        "if they are one, write its name the same way in the map.",
    )


def disclosures(entries: Sequence[Entry]) -> pd.DataFrame:
    """Return what each extract says of itself: entry_seq, disclosed, disclosed_basis, share_kept, file."""
    import pandas as pd

    rows = []
    for entry in entries:
        if entry.kind != "extract":
            continue
        said = str(entry.extract.get("received", ""))
        basis = "said at ingest" if said else "day of ingest"
        kept = entry.rows_kept / entry.rows_in if entry.rows_in else 0.0
        rows.append((entry.seq, said or entry.ingested_at[:10], basis, kept, entry.where))
    columns = {
        "entry_seq": "int64",
        "disclosed": "str",
        "disclosed_basis": "str",
        "share_kept": "float64",
        "file": "str",
    }
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def no_submissions() -> pd.DataFrame:
    """Return a ledger without rows whose columns have the types they have when filled."""
    import pandas as pd

    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in COLUMNS.items()})


def no_months_held() -> pd.DataFrame:
    """Return the table of `HeldExtracts.months` without rows, its columns typed as when filled."""
    import pandas as pd

    types = {"data_set": "str", "authority": "str", "month": "datetime64[us]", "rows": "int64"}
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in types.items()})


def submissions(months: pd.DataFrame, disclosed: pd.DataFrame, as_of: dt.date | None) -> pd.DataFrame:
    """Return the submission ledger; see `Store.submissions`.

    Parameters
    ----------
    months : DataFrame
        The derived table `extract_months`.
    disclosed : DataFrame
        From `disclosures`.
    as_of : date or None
        The day on which to ask what is missing; None asks for quarters up to the latest that any authority disclosed.
    """
    import pandas as pd

    if months.empty:
        return no_submissions()
    held = _quarters(months.merge(disclosed, on="entry_seq"))
    first, latest = held["quarter"].min(), held["quarter"].max()
    records: list[dict[str, Any]] = []
    for (authority, code), group in held.groupby(["authority", "data_set"], sort=True):
        records += _of_authority(str(authority), data_set(str(code)), group, latest, as_of)
    delivered = {record["data_set"] for record in records}
    for contract in data_sets():
        if contract.code not in delivered and contract.prescribed:
            last = _last_due(contract, as_of) or latest
            records += [_missing("", contract, quarter, as_of) for quarter in quarters_between(first, last)]
    table = pd.DataFrame(records, columns=list(COLUMNS)).astype(COLUMNS)
    order = [contract.code for contract in data_sets()]
    table = table.assign(order=table["data_set"].map(order.index))
    return table.sort_values(["order", "authority", "quarter"], ignore_index=True).drop(columns="order")


def _quarters(months: pd.DataFrame) -> pd.DataFrame:
    """Return the months of an authority and data set joined into quarters.

    A quarter counts as disclosed on the day on which the last of its months came.
    """
    first = (
        months["month"].str[5:7].astype("int64").sub(1).floordiv(3).mul(3).add(1).astype("str").str.zfill(2)
    )
    months = months.assign(
        quarter=months["month"].str[:5] + first, kept_rows=months["share_kept"] * months["rows"]
    )
    groups = months.sort_values("disclosed").groupby(["authority", "data_set", "quarter"])
    table = groups[["rows", "located", "outward", "placed", "timed", "kept_rows"]].sum()
    table = table.assign(
        months=groups["month"].nunique(),
        disclosed=groups["disclosed"].last(),
        disclosed_basis=groups["disclosed_basis"].last(),
        file=groups["file"].agg(lambda names: ", ".join(dict.fromkeys(names))),
    )
    return table.assign(share_kept=table["kept_rows"] / table["rows"]).reset_index()


def _of_authority(
    authority: str, contract: DataSet, group: pd.DataFrame, latest: str, as_of: dt.date | None
) -> Iterator[dict[str, Any]]:
    """Yield the quarters of one authority and data set, from its first to the last that was due."""
    by_quarter = {row["quarter"]: row for row in group.to_dict("records")}
    last = max(max(by_quarter), _last_due(contract, as_of) or latest)
    usual = {quarter: row["rows"] for quarter, row in by_quarter.items()}
    for quarter in quarters_between(min(by_quarter), last):
        row = by_quarter.get(quarter)
        yield (
            _missing(authority, contract, quarter, as_of)
            if row is None
            else _received(authority, contract, row, usual)
        )


def quarters_between(first: str, last: str) -> Iterator[str]:
    """Yield the first month (YYYY-MM) of each quarter from one to another, both included."""
    start, end = (int(text[:4]) * 4 + (int(text[5:7]) - 1) // 3 for text in (first, last))
    for number in range(start, end + 1):
        yield f"{number // 4}-{number % 4 * 3 + 1:02d}"


def _last_due(contract: DataSet, as_of: dt.date | None) -> str:
    """Return the latest quarter that was due before a day; "" when no day is given."""
    if as_of is None:
        return ""
    number = as_of.year * 4 + (as_of.month - 1) // 3
    while contract.due(quarter := f"{number // 4}-{number % 4 * 3 + 1:02d}") >= as_of:
        number -= 1
    return quarter


def _missing(authority: str, contract: DataSet, quarter: str, as_of: dt.date | None) -> dict[str, Any]:
    due = contract.due(quarter)
    nobody = f"nothing was ever ingested from the {contract.holder[0].lower()}{contract.holder[1:]}"
    return {
        "authority": authority,
        "data_set": contract.code,
        "quarter": f"{quarter}-01",
        "due": due,
        "status": NOT_DUE if as_of is not None and due >= as_of else MISSING,
        "disclosed": None,
        "disclosed_basis": "",
        "rows": 0,
        **dict.fromkeys(("share_located", "share_placed", "share_timed", "share_kept"), float("nan")),
        "months": 0,
        "grade": NONE,
        "reason": "this quarter is not in the store" if authority else nobody,
        "file": "",
    }


def _received(
    authority: str, contract: DataSet, row: dict[str, Any], usual: dict[str, int]
) -> dict[str, Any]:
    rows = row["rows"]
    located = (
        row["located"] if {"grid", "degrees"} & set(contract.locations) else row["located"] + row["outward"]
    )
    shares = {
        "share_located": min(located / rows, 1.0),
        "share_placed": row["placed"] / rows,
        "share_timed": row["timed"] / rows,
        "share_kept": row["share_kept"],
    }
    others = [number for quarter, number in usual.items() if quarter != row["quarter"]]
    size = rows / median(others) if len(others) >= _WHOLE_QUARTER else float("nan")
    grade, reason = _grade(contract, shares, row["months"], size)
    due = contract.due(row["quarter"])
    late = dt.date.fromisoformat(row["disclosed"]) > due
    return {
        "authority": authority,
        "data_set": contract.code,
        "quarter": f"{row['quarter']}-01",
        "due": due,
        "status": LATE if late else RECEIVED,
        "disclosed": row["disclosed"],
        "disclosed_basis": row["disclosed_basis"],
        "rows": rows,
        **shares,
        "months": row["months"],
        "grade": grade,
        "reason": reason,
        "file": row["file"],
    }


def _grade(contract: DataSet, shares: dict[str, float], months: int, size: float) -> tuple[str, str]:
    """Return the grade of a quarter and what keeps it from a better one."""
    said = []
    if contract.location_required:
        said.append((shares["share_located"], "located", "{:.0%} of rows have a place"))
    said.append((shares["share_kept"], "kept", "{:.0%} of the file's rows could be read"))
    if not math.isnan(size):
        said.append((size, "size", "rows are {:.0%} of the usual quarter's"))
    if months < _WHOLE_QUARTER and not contract.numbers_only:
        return POOR, f"only {months} of the quarter's 3 months {'has' if months == 1 else 'have'} rows"
    short = {
        grade: "; ".join(words.format(value) for value, name, words in said if value < getattr(rule, name))
        for grade, rule in grade_rules().items()
    }
    if not short[GOOD]:
        return GOOD, ""
    return (POOR, short[FAIR]) if short[FAIR] else (FAIR, short[GOOD])
