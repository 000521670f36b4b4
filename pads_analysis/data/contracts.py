"""The contract of each kind of table: its columns, their types, and what must hold in every row.

A reader accounts for what publishers send; what leaves a reader keeps its contract. A table that breaks it is a
fault of this package, not of the file, so `checked` raises pandera's own error and no `PadsError`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

AGES = tuple(f"age_{age}" for age in range(91))

_MOMENT = "datetime64[us]"
_WHO = ("victim", "offender", "person")
_HURT = tuple(f"{who}_{how}" for who in ("adults", "children") for how in ("killed", "serious", "slight"))
_AREA = {"entity": "str", "vintage": "str", "code": "str", "name": "str"}
_OFFENCE = {
    "first_month": "str",
    "months": "int64",
    "offence_code": "str",
    "offence_subgroup": "str",
    "ho_code": "str",
    "description": "str",
    "count": "int64",
}

_RESULTS_KINDS = ("survey_table", "survey_results", "survey_results_open")
_RESULTS = {
    "series": "str",
    "measure": "str",
    "measure_text": "str",
    "area_name": "str",
    "area_code": "str",
    "month": "str",
    "value": "float64",
    "comparator": "float64",
    "comparator_name": "str",
    "base": "float64",
}

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "street": {
        "crime_id": "str",
        "month": "str",
        "reported_by": "str",
        "force_name": "str",
        "longitude": "float64",
        "latitude": "float64",
        "location": "str",
        "lsoa_code": "str",
        "lsoa_name": "str",
        "offence_code": "str",
        "crime_type": "str",
        "outcome": "str",
        "context": "str",
    },
    "borough": {
        "area_name": "str",
        "offence_code": "str",
        "offence_detail": "str",
        "month": "str",
        "count": "int64",
    },
    "csp_table": {"csp_name": "str", "csp_code": "str", "force_name": "str", **_OFFENCE},
    "force_table": {"force_name": "str", **_OFFENCE},
    "lookup": {
        "from_entity": "str",
        "from_vintage": "str",
        "from_code": "str",
        "from_name": "str",
        "to_entity": "str",
        "to_vintage": "str",
        "to_code": "str",
        "to_name": "str",
        "change_code": "str",
    },
    "population": {**_AREA, "year": "int64", "population": "int64", **dict.fromkeys(AGES, "int64")},
    "households": {**_AREA, "year": "int64", "households": "int64"},
    "deprivation": {
        "entity": "str",
        "vintage": "str",
        "code": "str",
        "index_year": "int64",
        "rank": "float64",
        "decile": "float64",
        "score": "float64",
    },
    "boundaries": {**_AREA, "geometry_wkb": "object"},
    "extract": {
        "data_set": "str",
        "authority": "str",
        "month": "str",
        "occurred_from": _MOMENT,
        "from_timed": "bool",
        "occurred_to": _MOMENT,
        "to_timed": "bool",
        "recorded": _MOMENT,
        "arrived": _MOMENT,
        "arrived_timed": "bool",
        "category_code": "str",
        "category": "str",
        "detail": "str",
        "location": "str",
        "easting": "float64",
        "northing": "float64",
        "lsoa_code": "str",
        "outward_postcode": "str",
        "stated_code": "str",
        "place": "str",
        "outcome": "str",
        "school": "str",
        "repeat_key": "str",
        **{f"{who}_age": "float64" for who in _WHO},
        **{f"{who}_sex": "str" for who in _WHO},
        **dict.fromkeys(_HURT, "float64"),
        "count": "int64",
        "line": "int64",
    },
    "survey": {
        "survey_id": "str",
        "respondent": "int64",
        "weight": "float64",
        "stratum": "str",
        "cluster": "str",
        "respondent_group": "str",
        "area_code": "str",
        "stated_code": "str",
        "profile": "str",
        "answers": "str",
    },
    **dict.fromkeys(_RESULTS_KINDS, _RESULTS),
}
"""Column names and pandas types by kind; the age columns of `population` may be absent, all together."""

_MONTH = r"\d{4}-(?:0[1-9]|1[0-2])"
_LSOA = r"[EW]01\d{6}"
_FILLED = r"(?s).+"
_PATTERNS = {
    "street": {
        "month": _MONTH,
        "lsoa_code": f"(?:{_LSOA})?",
        "offence_code": _FILLED,
        "force_name": _FILLED,
    },
    "borough": {"month": _MONTH, "area_name": _FILLED, "offence_code": _FILLED},
    "csp_table": {"first_month": f"(?:{_MONTH})?", "csp_name": _FILLED, "offence_code": _FILLED},
    "force_table": {"first_month": f"(?:{_MONTH})?", "force_name": _FILLED, "offence_code": _FILLED},
    "lookup": dict.fromkeys(("from_entity", "from_code", "to_entity", "to_code"), _FILLED),
    "population": {"vintage": r"(?:\d\d)?", "code": _FILLED},
    "households": {"vintage": r"(?:\d\d)?", "code": _FILLED},
    "deprivation": {"vintage": r"(?:\d\d)?", "code": _FILLED},
    "boundaries": {"vintage": r"(?:\d\d)?", "code": _FILLED},
    "extract": {
        "data_set": _FILLED,
        "authority": _FILLED,
        "month": _MONTH,
        "lsoa_code": f"(?:{_LSOA})?",
        "outward_postcode": r"(?:[A-Z]{1,2}\d[A-Z\d]?)?",
        "location": r"(?:point|small_area|outward_postcode|stated)?",
    },
}
_PATTERNS |= {
    "survey": {
        "survey_id": _FILLED,
        "respondent_group": r"(?:resident|worker|both)?",
        "area_code": r"(?:[EW]\d{8})?",
    },
}
_RESULTS_PATTERNS = {
    **dict.fromkeys(("series", "measure", "measure_text", "area_name"), _FILLED),
    "month": _MONTH,
}
_PATTERNS |= dict.fromkeys(_RESULTS_KINDS, _RESULTS_PATTERNS)
_LIMITS = {
    "street": {"longitude": (-9.5, 2.5), "latitude": (49.0, 61.5)},
    "csp_table": {"months": (0, 12)},
    "force_table": {"months": (0, 12)},
    "population": {"year": (1990, 2100), "population": (0, None)},
    "households": {"year": (1990, 2100), "households": (0, None)},
    "deprivation": {"index_year": (1990, 2100), "rank": (1, None), "decile": (1, 10)},
    "extract": {"easting": (0, 700_000), "northing": (0, 1_300_000), "count": (0, None)},
    "survey": {"respondent": (1, None), "weight": (0, None)},
}
_SHARES = {"value": (0, 1), "comparator": (0, 1), "base": (1, None)}
_LIMITS |= dict.fromkeys(_RESULTS_KINDS, _SHARES)


def table(kind: str, columns: Mapping[str, Any]) -> pd.DataFrame:
    """Return a table with the columns of its contract, in order and of the right types.

    Parameters
    ----------
    kind : str
        A key of `COLUMNS`.
    columns : mapping of str to array-like or scalar
        Values by column; a scalar stands for every row. The age columns of `population` may be left out.
    """
    import pandas as pd

    size = max((len(values) for values in columns.values() if _is_column(values)), default=0)
    wanted = {name: dtype for name, dtype in COLUMNS[kind].items() if name in columns or name not in AGES}
    built = {}
    for name, dtype in wanted.items():
        values = columns[name]
        index = None if _is_column(values) else range(size)
        series = values if isinstance(values, pd.Series) else pd.Series(values, index=index, dtype=dtype)
        built[name] = series.astype(dtype).reset_index(drop=True)
    return pd.DataFrame(built)


def _is_column(values: Any) -> bool:
    return hasattr(values, "__len__") and not isinstance(values, (str, bytes))


@cache
def schema(kind: str) -> pa.DataFrameSchema:
    """Return the pandera schema of a kind of table.

    Raises
    ------
    KeyError
        When the kind is unknown.
    """
    import pandera.pandas as pa

    columns = {}
    for name, dtype in COLUMNS[kind].items():
        checks = []
        if pattern := _PATTERNS.get(kind, {}).get(name):
            checks.append(_matches(pattern))
        if limits := _LIMITS.get(kind, {}).get(name):
            checks += _within(*limits)
        columns[name] = pa.Column(
            dtype, checks, nullable=dtype in ("float64", _MOMENT), required=name not in AGES, title=name
        )
    return pa.DataFrameSchema(columns, strict=True, ordered=True, name=kind)


def _matches(pattern: str) -> pa.Check:
    import pandera.pandas as pa

    # Different values are few; checking each once keeps the contract cheap on long tables.
    def every_value(values: pd.Series) -> bool:
        return bool(values.drop_duplicates().str.fullmatch(pattern).all())

    return pa.Check(every_value, name=f"matches {pattern}", error=f"matches {pattern}")


def _within(low: float | None, high: float | None) -> list[pa.Check]:
    import pandera.pandas as pa

    checks = []
    if low is not None:
        checks.append(pa.Check.ge(low))
    if high is not None:
        checks.append(pa.Check.le(high))
    return checks


def checked(kind: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return the table after checking every clause of its contract.

    Raises
    ------
    pandera.errors.SchemaErrors
        When a clause is broken: a fault of ours, listing every breach.
    """
    return schema(kind).validate(table, lazy=True)
