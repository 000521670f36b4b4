"""Whatever an extract holds, every row is accounted for or the file refused in words, and nothing personal slips by."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pads_analysis.data.extracts.mapping import open_extract
from pads_analysis.data.extracts.moments import Column, read_moments, read_times
from pads_analysis.data.extracts.proposal import propose_map
from pads_analysis.data.extracts.reader import read_extract
from pads_analysis.data.reading import RawFile
from pads_analysis.errors import ContractError, PadsError

HEADER = ["When", "Clock", "Until", "What", "Area", "X", "Y", "Outward", "Age", "Sex", "Key", "Result"]
GOOD = [
    "2021-07-03",
    "14:05",
    "2021-07-04",
    "Burglary",
    "E01900005",
    "358500",
    "172500",
    "BS5",
    "34",
    "F",
    "K1",
    "none",
]
FIELDS = (
    "from",
    "from_time",
    "to",
    "category",
    "lsoa",
    "easting",
    "northing",
    "outward_postcode",
    "victim_age",
)
MAP = {
    "data_set": "police_crime",
    "authority": "Wessex Police",
    "columns": dict(zip((*FIELDS, "victim_sex", "repeat_key", "outcome"), HEADER, strict=True)),
    "most_rejected": 0.5,
}

nasty = st.one_of(
    st.text(max_size=14),
    st.sampled_from(
        (
            *(
                "31/02/2021",
                "03/07/2021",
                "1900-01-01",
                "9999-12-31",
                "44380",
                "-1",
                "1e400",
                "nan",
                "1.00E+06",
            ),
            *("0", "E0190005", "=1+1", '"', "\ufeff", "٣", "\u202e", "1,234", "1.234,5", "24:00", "BS5 6AB"),
            *("a@example.org", "S01000001"),
        )
    ),
)


@pytest.fixture(scope="module")
def extract():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.yaml"
        path.write_text(yaml.safe_dump(MAP), "utf-8")
        yield open_extract(path)


def accounted(data: bytes, extract) -> None:
    file = RawFile("x.csv", "", "", len(data), lambda: io.BytesIO(data))
    try:
        reading = read_extract(file, extract)
    except ContractError as fault:
        assert fault.what
        assert fault.do
        return
    table = reading.table
    assert reading.rows_in == reading.rows_kept + sum(reading.rejected.values())
    assert len(table) == reading.rows_kept
    assert set(reading.coverage) >= {f"police_crime|Wessex Police|{month}" for month in table["month"]}
    assert table["occurred_from"].between("2000-01-01", "2100-01-01").all()
    assert not (table["occurred_to"] < table["occurred_from"]).any()
    assert not table.select_dtypes("str").isna().any(axis=None)
    assert (
        not table.astype("str")
        .apply(lambda column: column.str.contains("example.org|BS5 6AB"))
        .any(axis=None)
    )


@st.composite
def rows(draw: st.DrawFn) -> list[str]:
    row = list(GOOD)
    for _ in range(draw(st.integers(0, 3))):
        row[draw(st.integers(0, len(row) - 1))] = draw(nasty)
    return row


@settings(max_examples=60, deadline=None)
@given(
    st.lists(rows(), max_size=6), st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
)
@example([GOOD[:3]], ",", "utf-8")
def test_any_field_may_hold_anything(extract, table, delimiter, encoding):
    lines = [delimiter.join(HEADER)]
    for row in table:
        quoted = (
            '"' + value.replace('"', '""') + '"' if set(value) & set('",;|\t\r\n') else value for value in row
        )
        lines.append(delimiter.join(quoted))
    accounted(("\n".join(lines) + "\n").encode(encoding, "replace"), extract)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.binary(max_size=3))
def test_a_file_may_be_cut_and_spoilt_anywhere(extract, place, noise):
    whole = "\n".join([",".join(HEADER), *[",".join(GOOD)] * 5]).encode() + b"\n"
    accounted(whole[:place], extract)
    accounted(whole[:place] + noise + whole[place:], extract)


@settings(max_examples=100, deadline=None)
@given(
    st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2024, 12, 31)),
    st.sampled_from(["%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M", "%d %B %Y %H:%M", "%m/%d/%Y %I:%M %p"]),
)
def test_a_date_written_in_a_stated_way_comes_back_as_it_was(moment, how):
    column = Column("When", "from", "x.csv", np.array([2]))
    found = read_moments(pd.Series([moment.strftime(how)], dtype="str"), column, how)
    assert found.values[0] == np.datetime64(moment.replace(second=0, microsecond=0), "us")
    micros, bad = read_times(pd.Series([f"{moment:%H:%M}"], dtype="str"))
    assert not bad[0]
    assert micros[0] == (moment.hour * 60 + moment.minute) * 60_000_000


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text(max_size=20), min_size=2, max_size=6),
    st.lists(st.text(max_size=10), min_size=2, max_size=6),
)
def test_a_proposal_is_always_yaml_or_a_refusal(headings, values):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        with path.open("w", encoding="utf-8", errors="replace", newline="") as stream:
            csv.writer(stream).writerows([headings, (values * 6)[: len(headings)]])
        try:
            said = yaml.safe_load(propose_map(path, None))
        except PadsError:
            return
        assert set(said) >= {"data_set", "authority", "columns"}
