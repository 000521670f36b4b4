from __future__ import annotations

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from pads_analysis.data import readers
from pads_analysis.data.reading import RawFile
from pads_analysis.errors import ContractError

HEADINGS = [
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
]
GOOD = (
    "",
    "2021-01",
    "Kent Police",
    "Kent Police",
    "0.5",
    "51.2",
    "On or near A",
    "E01000001",
    "City",
    "Drugs",
    "",
    "",
)

nasty = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["2021-13", "nan", "-inf", "1e400", "E0100000", "S01000001", "NA", "=1+1", "<b>", '"', "﻿", "١"]
    ),
)


@st.composite
def rows(draw: st.DrawFn) -> list[str]:
    row = list(GOOD)
    for _ in range(draw(st.integers(0, 3))):
        row[draw(st.integers(0, 11))] = draw(nasty)
    return row


def account(data: bytes) -> None:
    file = RawFile("x.csv", "", "", len(data), lambda: io.BytesIO(data))
    try:
        found = readers.recognise(file)
        if found is None or not found.kind:
            return
        reading = readers.read(file, found)
    except ContractError as fault:
        assert fault.what
        assert fault.do
        return
    assert reading.rows_in == reading.rows_kept + sum(reading.rejected.values())
    assert len(reading.table) == reading.rows_kept
    assert not reading.table.select_dtypes("str").isna().any(axis=None)
    assert len(reading.rejected_rows) == min(sum(reading.rejected.values()), 50)
    assert all(line > 1 for line, _ in reading.rejected_rows)


@settings(max_examples=50, deadline=None)
@given(st.lists(rows(), max_size=6), st.randoms(use_true_random=False))
def test_any_field_may_hold_anything_and_every_row_is_accounted_for(table: list[list[str]], rng):
    lines = []
    for row in [HEADINGS, *table]:
        quoted = ['"' + text.replace('"', '""') + '"' if rng.random() < 0.7 else text for text in row]
        lines.append(",".join(quoted))
    account(("\n".join(lines) + "\n").encode("utf-8", "surrogatepass"))


@settings(max_examples=80, deadline=None)
@given(
    st.integers(0, 8),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3), st.binary(min_size=1, max_size=3)), max_size=8),
)
def test_any_damage_to_the_bytes_is_accounted_for_or_refused(
    size: int, damage: list[tuple[float, int, bytes]]
):
    data = bytearray("\n".join(",".join(row) for row in [HEADINGS, *([list(GOOD)] * size)]).encode() + b"\n")
    for place, what, piece in damage:
        at = int(place * len(data))
        if what == 0:
            data[at:at] = piece
        elif what == 1:
            del data[at : at + len(piece)]
        elif what == 2:
            data[at:at] = b'",\n;\r'[len(piece) : len(piece) + 1]
        else:
            data[at : at + len(piece)] = piece
    account(bytes(data))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 8), st.integers(1, 400))
def test_a_file_cut_anywhere_is_refused_or_only_loses_whole_rows(size: int, cut: int):
    rows_of_text = [",".join(row) for row in [HEADINGS, *([list(GOOD)] * size)]]
    whole = ("\n".join(rows_of_text) + "\n").encode()
    data = whole[: max(len(whole) - cut, len(rows_of_text[0]))]
    file = RawFile("x.csv", "", "", len(data), lambda: io.BytesIO(data))
    found = readers.recognise(file)
    assert found is not None
    try:
        reading = readers.read(file, found)
    except ContractError as fault:
        assert "cut short" in fault.what
        return
    # What was cut away then is the line end alone, or whole rows: nothing that is left is damaged.
    assert reading.rejected == {}
    assert set(reading.table["offence_code"]) <= {"drugs"}
    assert set(reading.table["lsoa_code"]) <= {"E01000001"}
