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


def account(data: bytes, kind: str = "street") -> None:
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
    if kind == "street":
        assert len(reading.table) == reading.rows_kept
    assert not reading.table.select_dtypes("str").isna().any(axis=None)
    assert len(reading.rejected_rows) == min(sum(reading.rejected.values()), 50)
    assert all(line > 0 for line, _ in reading.rejected_rows)


@settings(max_examples=50, deadline=None)
@given(st.lists(rows(), max_size=6), st.randoms(use_true_random=False))
def test_any_field_may_hold_anything_and_every_row_is_accounted_for(table: list[list[str]], rng):
    lines = []
    for row in [HEADINGS, *table]:
        quoted = ['"' + text.replace('"', '""') + '"' if rng.random() < 0.7 else text for text in row]
        lines.append(",".join(quoted))
    account(("\n".join(lines) + "\n").encode("utf-8", "surrogatepass"))


damage_done = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 3), st.binary(min_size=1, max_size=3)), max_size=8
)


def damaged(content: bytes, damage: list[tuple[float, int, bytes]]) -> bytes:
    """Insert, delete, disorder and overwrite bytes at relative places."""
    data = bytearray(content)
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
    return bytes(data)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 8), damage_done)
def test_any_damage_to_a_street_file_is_accounted_for_or_refused(
    size: int, damage: list[tuple[float, int, bytes]]
):
    content = "\n".join(",".join(row) for row in [HEADINGS, *([list(GOOD)] * size)]) + "\n"
    account(damaged(content.encode(), damage))


SQUARE = "[[[-2.0, 52.0], [-1.9, 52.0], [-1.9, 52.1], [-2.0, 52.0]]]"
OTHERS = {
    "csp_table": "Financial Year,Financial Quarter,CSP Name,Offence Group,Offence Code,Number of Offences\n"
    "2019/20,4,Maidstone,Robbery,34B,12\n2019/20,4,Medway,Robbery,34B,-1\n",
    "borough": "MajorText,MinorText,BoroughName,202001,202002\nTHEFT,SHOPLIFTING,Barnet,5,6\n",
    "lookup": "LSOA11CD,LSOA21CD,LAD22CD,CTY22CD,change_code\nE01000001,E01000002,E06000001,E99999999,U\n",
    "population": "ltla21_code,mid_2019,mid_2020\nE06000001,5,6\nE06000002,7,8\n",
    "households": "ltla21_code,year,households\nE06000001,2021,5\nE06000002,2021,6\n",
    "deprivation": "lsoa11_code,imd_2019_rank,imd_decile,imd_score\nE01000001,5,1,3.5\nE01000002,6,1,3.5\n",
    "boundaries": '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"WD25CD": '
    f'"E05000001"}}, "geometry": {{"type": "Polygon", "coordinates": {SQUARE}}}}}]}}',
}


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(sorted(OTHERS)), damage_done)
def test_any_damage_to_another_file_is_accounted_for_or_refused(
    kind: str, damage: list[tuple[float, int, bytes]]
):
    account(damaged(OTHERS[kind].encode(), damage), kind)


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
