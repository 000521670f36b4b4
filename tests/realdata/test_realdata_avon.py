"""Avon and Somerset, from the raw rows to every number of every headline."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import raw_files
from conftest import published
from headline_checks import ASB, PERIOD, Raw, recompute, slug
from tiers import with_rest

from pads_analysis.cli.selection import choose
from pads_analysis.data.store import Store

pytestmark = [pytest.mark.realdata, pytest.mark.slow]

BATH, BRISTOL, NORTH_SOMERSET, SOUTH_GLOS, SOMERSET = (
    "E22000001", "E22000002", "E22000003", "E22000006", "E22000369",
)  # fmt: skip
# As the documentation of the files states them.
DOCUMENTED = {BRISTOL: 226_880, SOMERSET: 165_344, SOUTH_GLOS: 69_939, NORTH_SOMERSET: 62_333, BATH: 52_329}
END = "2021-09"
ALL_ROWS, NO_LOCATION, ELSEWHERE, UNKNOWN = 637_090, 58_932, 1_229, 104


@pytest.fixture(scope="module")
def data() -> Path:
    return published("police-avon-somerset", "lookups", "population", "boundaries")[0].parent


@pytest.fixture(scope="module")
def rows(data) -> pd.DataFrame:
    files = sorted((data / "police-avon-somerset").glob("*-street.csv.gz"))
    assert len(files) == 45
    return raw_files.street(files)


@pytest.fixture(scope="module")
def raw(data, rows) -> Raw:
    partnership = raw_files.partnership_of_lsoa(data)
    named = rows.assign(partnership=rows["lsoa"].map(partnership), offence=rows["type"].map(slug))
    people = raw_files.people(data, 2020)
    return Raw(
        cells=named.loc[named["partnership"].isin(DOCUMENTED)],
        unplaced=named.loc[named["lsoa"] == ""],
        rows=rows,
        people={code: people[code] for code in DOCUMENTED},
        now=raw_files.months("2020-10", 12),
        before=raw_files.months("2019-10", 12),
        links=_Links(data, partnership),
        names=raw_files.names_of_lsoa(data),
    )


class _Links:
    """Small areas of a partnership and which of them touch, from the boundary files; found once."""

    def __init__(self, data: Path, partnership: dict[str, str]) -> None:
        files = sorted((data / "boundaries/lsoa11").glob("*.geojson"))
        shapes = pd.concat([gpd.read_file(file) for file in files])
        self.code = next(name for name in shapes if shapes[name].astype(str).str.match(r"^E01\d{6}$").all())
        self.shapes = shapes.assign(partnership=shapes[self.code].map(partnership))
        self.found: dict[str, tuple[list[str], np.ndarray]] = {}

    def __call__(self, code: str) -> tuple[list[str], np.ndarray]:
        if code not in self.found:
            own = self.shapes.loc[self.shapes["partnership"] == code].sort_values(self.code)
            own = own.to_crs(27700).geometry.set_axis(own[self.code])
            # Two areas are neighbours where their outlines touch; a millimetre covers the rounding of the projection.
            pairs = own.reset_index(drop=True).sindex.query(
                own.buffer(0.001).to_numpy(), predicate="intersects"
            )
            links = np.zeros((len(own), len(own)))
            links[pairs[0], pairs[1]] = 1
            np.fill_diagonal(links, 0)
            self.found[code] = (list(own.index), links)
        return self.found[code]


def test_every_row_is_accounted_for_and_the_totals_are_the_documented_ones(avon_store, rows, data):
    partnership = raw_files.partnership_of_lsoa(data)
    found = (
        rows.assign(partnership=rows["lsoa"].map(partnership))
        .groupby("partnership", dropna=False)["rows"]
        .sum()
    )
    assert rows["rows"].sum() == ALL_ROWS
    assert rows.loc[rows["lsoa"] == "", "rows"].sum() == NO_LOCATION
    assert {code: found[code] for code in DOCUMENTED} == DOCUMENTED
    english = rows["lsoa"].str.startswith("E") & ~rows["lsoa"].map(partnership).isin(DOCUMENTED)
    assert rows.loc[english, "rows"].sum() == ELSEWHERE
    assert rows.loc[rows["lsoa"].str.startswith("W"), "rows"].sum() == UNKNOWN
    assert sum(DOCUMENTED.values()) + NO_LOCATION + ELSEWHERE + UNKNOWN == ALL_ROWS
    ledger = Store.open(avon_store).deliveries().query("kind == 'street'")
    assert ledger["rows_in"].sum() == ALL_ROWS
    assert (ledger["rows_in"] == ledger["rows_kept"] + ledger["rows_rejected"]).all()


def test_every_cell_of_the_store_is_that_of_the_raw_files(avon_store, raw):
    store = Store.open(avon_store).partnership_months("street")
    held = store.assign(month=store["month"].dt.strftime("%Y-%m"))
    held = held.loc[held["partnership_code"].isin(DOCUMENTED)]
    held = held.set_index(["partnership_code", "month", "offence_code"])["count"]
    wanted = raw.cells.groupby(["partnership", "month", "offence"])["rows"].sum()
    assert len(held) == len(wanted)
    assert held.sort_index().tolist() == wanted.sort_index().tolist()
    assert set(held.index) == set(wanted.index)


def test_all_five_partnerships_are_chosen(avon_store):
    chosen = choose([], everything=True, store=Store.open(avon_store), params=None, given={})
    assert sorted(one.resolved.params.partnership for one in chosen) == sorted(DOCUMENTED)


@pytest.mark.parametrize("code", with_rest(sorted(DOCUMENTED), BRISTOL, SOMERSET))
def test_every_number_of_every_headline_is_recomputed(avon, raw, code):
    book = avon(code, END)
    assert book["period"]["words"] == PERIOD
    told = [item for item in book["items"] if item["kind"] == "sentence" and item["headline"]]
    assert len(told) >= 5
    for item in told:
        recompute(item, code, raw, book)
    said = {item["text"] for item in told}
    assert book["headlines"]
    for headline in book["headlines"]:
        # The one on missing elements is made from the checklist and holds no number.
        from_checklist = headline["anchor"] == "checklist" and not any(
            sign.isdigit() for sign in headline["text"]
        )
        assert headline["text"] in said or from_checklist, headline["text"]


def test_the_check_notices_any_altered_number(avon, raw):
    """Each number of each headline in turn, two hundredths or one event more than it is."""
    book = avon(BRISTOL, END)
    told = [item for item in book["items"] if item["kind"] == "sentence" and item["headline"]]
    numbers = [
        (item, name, value)
        for item in told
        for name, value in item["facts"].items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    ]
    unnoticed = []
    for item, name, value in numbers:
        wrong = value + max(1, value // 50) if isinstance(value, int) else value * 1.02 + 1e-6
        try:
            recompute({**item, "facts": {**item["facts"], name: wrong}}, BRISTOL, raw, book)
        except (AssertionError, pytest.fail.Exception):
            continue
        unnoticed.append((item["id"], name))
    assert len(numbers) >= 30
    assert unnoticed == []


@pytest.mark.parametrize("code", with_rest(sorted(DOCUMENTED), BRISTOL, SOMERSET))
def test_the_tables_of_levels_change_and_concentration_are_recomputed(avon, raw, code):
    book = avon(code, END)
    tables = {item["id"]: item for item in book["items"] if item["kind"] == "table"}
    for name, *numbers in _columns(
        tables["table-levels-peers"], "offence_name", "count", "rate_per_1000", "peer_rate"
    ):
        offence = "all_crime" if name.startswith("All ") else slug(name)
        others = [raw.rate(other, offence) for other in DOCUMENTED if other != code]
        wanted = [raw.count(code, offence, raw.now), raw.rate(code, offence), float(np.mean(others))]
        assert numbers == pytest.approx(wanted, rel=1e-6), name
    for name, *numbers in _columns(
        tables["table-change"],
        "offence_name", "count", "count_before", "difference", "ratio", "ci_low", "ci_high",
    ):  # fmt: skip
        offence = "all_crime" if name.startswith("All ") else slug(name)
        now, before = (raw.count(code, offence, months) for months in (raw.now, raw.before))
        assert numbers[:3] == [now, before, now - before], name
        assert numbers[3:] == pytest.approx([now / before, *raw.change(code, offence)[:2]], rel=1e-6), name
    areas = raw.by_area(code, raw.now).sort_values(ascending=False)
    shares = areas.cumsum() / areas.sum()
    for share, places, part in _columns(
        tables["table-concentration"], "share_crime", "places", "share_places"
    ):
        needed = int((shares < share / 100 - 1e-9).sum()) + 1
        assert (places, part) == (needed, pytest.approx(100 * needed / len(areas)))
    assert all(name == slug(name) or name != ASB for name in raw.cells["offence"].unique())


def _columns(table: dict, *names: str) -> list[list]:
    at = [[column["key"] for column in table["columns"]].index(name) for name in names]
    return [[row[position] for position in at] for row in table["rows"]]
