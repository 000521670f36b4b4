from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandera.errors
import pytest

from pads_analysis.data import contracts

BOROUGH = {
    "area_name": ["Barnet"],
    "offence_code": ["theft"],
    "offence_detail": ["Shoplifting"],
    "month": ["2020-01"],
    "count": [3],
}


@pytest.mark.parametrize("kind", list(contracts.COLUMNS))
def test_an_empty_table_keeps_its_contract(kind: str):
    columns = {name: [] for name in contracts.COLUMNS[kind]}
    table = contracts.checked(kind, contracts.table(kind, columns))
    assert list(table.columns) == list(contracts.COLUMNS[kind])
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == contracts.COLUMNS[kind]


@pytest.mark.parametrize(
    ("column", "value"), [("month", "2020-13"), ("month", ""), ("area_name", ""), ("offence_code", "")]
)
def test_a_broken_clause_is_found(column: str, value: str):
    with pytest.raises(pandera.errors.SchemaErrors):
        contracts.checked("borough", contracts.table("borough", {**BOROUGH, column: [value]}))


def test_a_text_column_may_not_hold_nan():
    table = contracts.table("borough", BOROUGH)
    table.loc[0, "offence_detail"] = np.nan
    with pytest.raises(pandera.errors.SchemaErrors):
        contracts.checked("borough", table)


def test_every_breach_is_listed_at_once():
    table = contracts.table("borough", {**BOROUGH, "month": ["x"], "area_name": [""]})
    with pytest.raises(pandera.errors.SchemaErrors) as fault:
        contracts.checked("borough", table)
    assert set(fault.value.failure_cases["column"]) == {"month", "area_name"}


def test_importing_the_readers_imports_no_heavy_library():
    code = (
        "import sys; import pads_analysis.data.readers; "
        "print([m for m in ('pandas', 'pandera', 'pyarrow', 'pyogrio', 'shapely', 'python_calamine')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
