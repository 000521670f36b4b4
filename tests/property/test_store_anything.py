"""What must hold of the store's rules for any input."""

from __future__ import annotations

import io
import zipfile
from collections import Counter

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pads_analysis.data.coverage import delivery_coverage
from pads_analysis.data.delivery import walk
from pads_analysis.data.ledger import Entry, live_keys
from pads_analysis.data.names import area_key
from pads_analysis.data.places import _units
from pads_analysis.data.reading import Reading
from pads_analysis.data.revision import difference, plan
from pads_analysis.errors import ContractError

MONTHS = [f"2021-{month:02d}" for month in range(1, 9)]
deliveries = st.lists(
    st.tuples(
        st.sets(st.sampled_from(MONTHS), min_size=1), st.sampled_from(["", "2021-08", "2021-09", "2021-10"])
    ),
    max_size=8,
)


def borough(months: set[str]) -> Reading:
    rows = [("Alder", "burglary", "BURGLARY", month, 1) for month in sorted(months)]
    table = pd.DataFrame(rows, columns=["area_name", "offence_code", "offence_detail", "month", "count"])
    keys = tuple(f"borough|{month}" for month in sorted(months))
    return Reading("borough", table, len(rows), len(rows), coverage=keys)


@settings(deadline=None, max_examples=60)
@given(deliveries)
def test_every_month_ever_delivered_is_held_by_exactly_the_delivery_the_rule_names(tmp_path_factory, series):
    entries: list[Entry] = []
    holder: dict[str, tuple[int, str]] = {}
    for seq, (months, date) in enumerate(series, start=1):
        reading = borough(months)
        live = live_keys(entries)
        decided = plan(tmp_path_factory.getbasetemp(), reading, date, entries, live)
        entry = Entry(
            seq, "borough", f"{seq}.csv", "", f"{seq:064x}", 1, 1, dated=date, coverage=reading.coverage
        )
        fields = {name: getattr(entry, name) for name in entry.__dataclass_fields__}
        entries.append(Entry(**fields | {"lost": decided.lost, "supersedes": decided.supersedes}))
        # The rule, in other words: a month stays only with a delivery that is dated later.
        for month in months:
            before = holder.get(month)
            if not (before and date and before[1] and before[1] > date):
                holder[month] = (seq, date)
    held = Counter(key for keys in live_keys(entries).values() for key in keys)
    assert set(held.values()) <= {1}
    wanted = {(seq, f"borough|{month}") for month, (seq, _) in holder.items()}
    assert {(seq, key) for seq, keys in live_keys(entries).items() for key in keys} == wanted


@given(st.text(), st.sampled_from(["{}", "City of {}", "{}, City of", "the City of {}"]))
def test_the_key_of_a_name_does_not_depend_on_how_it_is_printed(name, style):
    name = "".join(letter for letter in name if letter.isascii() and letter.isalnum()) or "x"
    assert area_key(style.format(name)) == area_key(name.upper()) == area_key(f"  {name} ")
    assert area_key(area_key(style.format(name))) == area_key(name)


@settings(deadline=None)
@given(
    st.dictionaries(st.integers(0, 24), st.integers(0, 1000), min_size=1),
    st.floats(0.1, 1.0),
)
def test_coverage_agrees_with_the_rule_worked_out_month_by_month(counts, threshold):
    start = pd.Period("2019-01", "M")
    months = [(start + offset).to_timestamp() for offset in counts]
    judged = delivery_coverage(
        pd.DataFrame({"force_name": "F", "month": months, "rows": list(counts.values())}), threshold
    )
    assert judged["rows"].sum() == sum(counts.values())
    assert len(judged) == max(counts) - min(counts) + 1
    for place, row in enumerate(judged.itertuples(), start=min(counts)):
        others = sorted((abs(other - place), other) for other in counts if other != place)[:6]
        near = pd.Series([counts[other] for _, other in others], dtype="float64")
        if place not in counts:
            assert row.status == "missing"
        elif len(near) < 3:
            assert row.status == "complete"
        else:
            assert row.expected == near.median()
            assert (row.status == "looks incomplete") == (row.rows < threshold * near.median())


codes11 = [f"E010000{i:02d}" for i in range(8)]
codes21 = [f"E010001{i:02d}" for i in range(8)]


@settings(deadline=None)
@given(
    st.sets(st.sampled_from(codes11), min_size=1),
    st.sets(st.sampled_from(codes21), min_size=1),
    st.lists(st.tuples(st.sampled_from(codes11), st.sampled_from(codes21)), max_size=12),
)
def test_joined_places_hold_every_code_once_and_never_part_a_pair(old, new, links):
    inside = [(a, b) for a, b in links if a in old and b in new]
    places = _units(old, new, inside)
    assert sorted(code for held in places.values() for code in held) == sorted(old | new)
    home = {code: place for place, held in places.items() for code in held}
    assert all(home[a] == home[b] for a, b in inside)
    # Nothing is joined without a chain of pairs: merge naively until nothing changes.
    groups = [{code} for code in old | new]
    for a, b in inside:
        joined = [group for group in groups if a in group or b in group]
        groups = [group for group in groups if group not in joined] + [set().union(*joined)]
    assert sorted(map(sorted, groups)) == sorted(map(sorted, places.values()))


rows = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.sampled_from(["", "1", "2", "3"])),
    max_size=20,
)


@settings(deadline=None, max_examples=40)
@given(rows, rows)
def test_what_changed_adds_up(before, after):
    columns = ["offence_code", "outcome", "crime_id"]
    old, new = (
        pd.DataFrame(before, columns=columns, dtype="str"),
        pd.DataFrame(after, columns=columns, dtype="str"),
    )
    said = difference(old, new)
    assert (
        sum(said["by_type"].values()) == said["rows_after"] - said["rows_before"] == len(after) - len(before)
    )
    assert 0 not in said["by_type"].values()

    def outcomes(table: list[tuple[str, str, str]]) -> dict[str, list[str]]:
        return {key: sorted(o for _, o, k in table if k == key) for _, _, key in table if key}

    a, b = outcomes(before), outcomes(after)
    assert said["outcomes_changed"] == sum(a[key] != b[key] for key in a.keys() & b.keys())


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=12), min_size=1, max_size=5, unique=True
    )
)
def test_a_zip_of_any_names_is_refused_or_yields_plain_names(tmp_path_factory, names):
    path = tmp_path_factory.mktemp("zips") / "any.zip"
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as content:
        for name in names:
            info = zipfile.ZipInfo("x")
            info.filename = info.orig_filename = name
            content.writestr(info, b"body")
    path.write_bytes(body.getvalue())
    try:
        found = list(walk([path]))
    except ContractError as error:
        assert error.what
        assert error.do
        return
    for raw in found:
        assert raw.name not in ("", ".", "..")
        assert not set(raw.name) & set("/\\\x00")
        assert raw.open().read() == b"body"
