"""Derived tables: what the chapters read, computed from the live facts each time a delivery has changed them.

They lie in `derived/<hash of the ledger's file names>/`, written aside and renamed when whole, so that a reader finds
either the tables that fit the ledger or none.
"""

# ruff: noqa: S608 - the SQL holds our own names and quoted paths, nothing else

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pads_analysis.data import counts, crime_outcomes, facts, ledger
from pads_analysis.data.areas import Areas
from pads_analysis.data.catalogue import deliveries
from pads_analysis.data.durable import write_whole
from pads_analysis.data.extracts import incidents, submissions
from pads_analysis.data.facts import connect
from pads_analysis.data.ledger import Entry
from pads_analysis.data.lock import locked
from pads_analysis.data.places import Places, make_places
from pads_analysis.data.population import by_partnership, deprivation_of_places, of_places, with_vintage
from pads_analysis.data.surveys.homes import Homes
from pads_analysis.data.surveys.stored import RESULTS, write_results, write_surveys
from pads_analysis.errors import StoreError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

#: Changes when the derived tables do, so that a newer version of this package builds its own.
SCHEMA = 8

_BUILD_WAIT_SECONDS = 600.0

_EDGES = (
    "from_entity",
    "from_vintage",
    "from_code",
    "from_name",
    "to_entity",
    "to_vintage",
    "to_code",
    "to_name",
    "change_code",
)
_NUMBERS = {
    "year": "int64",
    "population": "int64",
    "households": "int64",
    "index_year": "int64",
    "rank": "float64",
    "decile": "float64",
}


def folder_name(names: Sequence[str]) -> str:
    """Return the name of the derived folder that fits a ledger with these entries."""
    return hashlib.sha256("\n".join([f"schema {SCHEMA}", *names]).encode()).hexdigest()[:16]


def fingerprint(entries: Sequence[Entry]) -> str:
    """Return a hash of what the live deliveries say.

    Months delivered in another order give the same hash. Reference tables stand in it in their order of arrival,
    because where two of them speak of one area the later counts.
    """
    live = ledger.live_keys(entries)
    held = [[e.kind, e.identity, sorted(live[e.seq])] for e in entries if live[e.seq]]
    series = sorted(entry for entry in held if entry[0] in ledger.SERIES)
    reference = [entry for entry in held if entry[0] not in ledger.SERIES]
    return hashlib.sha256(json.dumps([SCHEMA, series, reference]).encode()).hexdigest()


def fitting_tables(store: Path, names: Sequence[str]) -> Path:
    """Return the folder of the derived tables that fit a ledger with these entries, built now when missing.

    Raises
    ------
    StoreError
        When they are missing and cannot be written.
    LockedError
        When they are missing and another run holds the store for longer than ten minutes.
    """
    folder = store / "derived" / folder_name(names)
    if (folder / "meta.json").is_file():
        return folder
    try:
        with locked(store, "build the derived tables", wait_seconds=_BUILD_WAIT_SECONDS):
            return build(store, ledger.read(store))
    except PermissionError as error:
        raise StoreError(
            "The derived tables are missing and cannot be written here.",
            str(store),
            "Open the store once from an account that may write in its folder.",
        ) from error


def build(store: Path, entries: Sequence[Entry]) -> Path:
    """Build the derived tables unless they are there already; return their folder. The caller holds the lock."""
    target = store / "derived" / folder_name(ledger.names(store))
    if (target / "meta.json").is_file():
        return target
    working = target.with_name(f".{target.name}.building")
    shutil.rmtree(working, ignore_errors=True)
    working.mkdir(parents=True)
    con = connect(working / "spill")
    try:
        _Building(store, working, con, entries).run()
    finally:
        con.close()
    shutil.rmtree(working / "spill", ignore_errors=True)
    shutil.rmtree(target, ignore_errors=True)
    working.replace(target)
    _remove_older(target)
    return target


def _remove_older(current: Path) -> None:
    """Remove what no reader can want: all but these tables and the ones before, which a run may be reading."""
    others = [path for path in current.parent.iterdir() if path.is_dir() and path != current]
    half_built = [path for path in others if path.name.startswith(".")]
    whole = sorted((path for path in others if path not in half_built), key=lambda path: path.stat().st_mtime)
    for path in half_built + whole[:-1]:
        # On Windows a folder that is being read cannot be removed; the next ingest tries again.
        with contextlib.suppress(OSError):
            shutil.rmtree(path)


@dataclass(slots=True)
class _Building:
    """One build: the ledger on one side, the folder being written on the other."""

    store: Path
    folder: Path
    con: duckdb.DuckDBPyConnection
    entries: Sequence[Entry]
    live: dict[int, frozenset[str]] = field(init=False)

    def run(self) -> None:
        self.live = ledger.live_keys(self.entries)
        areas = Areas(self._rows("lookup", _EDGES).astype("str"))
        self._write("partnerships", areas.partnerships)
        self._write("deliveries", deliveries(self.entries))
        seen = counts.aggregate_street(self.con, self._view("street"))
        extracts = self._view("extract")
        places = make_places(areas, {*seen, *incidents.small_areas_seen(self.con, extracts)})
        counts.write_street(self.con, self.folder, areas, places)
        crime_outcomes.write_outcomes(self.con, self.folder, self.entries, self.live)
        for kind in ("borough", "csp_table"):
            counts.write_named(self.con, self.folder, kind, self._view(kind), areas)
        homes = Homes(areas, places)
        lost = write_surveys(self.con, self.folder, self._view("survey"), self.entries, homes)
        lost += write_results(self.con, self.folder, self._view_of(RESULTS), self.entries, homes)
        counts.write_unplaced(self.con, self.folder, lost)
        self._write_denominators(areas, places)
        shapes = self._shapes()
        self._write_boundaries(places, shapes)
        incidents.write_incidents(self.con, self.folder, extracts, places, shapes)
        self._write("extract_disclosures", submissions.disclosures(self.entries))
        meta = {
            "fingerprint": fingerprint(self.entries),
            "schema": SCHEMA,
            # Small areas occur, and none of them is in any lookup: no street-level row can be placed.
            "unplaceable": bool(seen) and places.placement.empty,
        }
        write_whole(self.folder / "meta.json", json.dumps(meta).encode("utf-8"))

    def _view(self, kind: str) -> str | None:
        return facts.live_rows(self.con, self.store, kind, self.entries, self.live)

    def _view_of(self, kinds: Sequence[str]) -> dict[str, str]:
        """Return the views of the live rows of kinds that have any."""
        views = {kind: self._view(kind) for kind in kinds}
        return {kind: view for kind, view in views.items() if view is not None}

    def _rows(self, kind: str, columns: Sequence[str]) -> pd.DataFrame:
        import pandas as pd

        view = self._view(kind)
        if view is None:
            return pd.DataFrame({name: pd.Series(dtype=_NUMBERS.get(name, "str")) for name in columns})
        return self.con.execute(f"SELECT DISTINCT {', '.join(columns)} FROM {view}").df()

    def _write(self, name: str, table: pd.DataFrame) -> None:
        table.to_parquet(self.folder / f"{name}.parquet", index=False)

    def _write_denominators(self, areas: Areas, places: Places) -> None:
        home = dict(zip(places.placement["lsoa_code"], places.placement["partnership_code"], strict=True))
        shape = ("entity", "vintage", "code", "year")
        population = with_vintage(self._rows("population", (*shape, "population")), areas)
        households = with_vintage(self._rows("households", (*shape, "households")), areas)
        columns = ("entity", "vintage", "code", "index_year", "rank", "decile")
        index = with_vintage(self._rows("deprivation", columns), areas)
        for value, published in (("population", population), ("households", households)):
            self._write(value, by_partnership(published, value, areas, home))
        table = places.table.merge(of_places(places, population), on="place_code", how="left")
        table = table.merge(deprivation_of_places(places, index, population), on="place_code", how="left")
        numbers = ["imd_year", "imd_decile", "imd_rank", "population", "population_year"]
        table = table.astype(dict.fromkeys(numbers, "float64"))
        self._write("places", table.sort_values(["partnership_code", "place_code"]))

    def _shapes(self) -> pd.DataFrame:
        """Return the outlines of small areas: vintage, code, geometry_wkb (EPSG:27700)."""
        import pandas as pd

        view = self._view("boundaries")
        if view is None:
            return pd.DataFrame(
                {name: pd.Series(dtype="object") for name in ("vintage", "code", "geometry_wkb")}
            )
        query = f"SELECT vintage, code, geometry_wkb FROM {view} WHERE entity = 'lsoa' ORDER BY vintage, code"
        return self.con.execute(query).df()

    def _write_boundaries(self, places: Places, shapes: pd.DataFrame) -> None:
        from pads_analysis.data.outlines import place_outlines

        if self._view("boundaries") is None:
            return
        outlines = place_outlines(places, shapes)
        folder = self.folder / "boundaries"
        folder.mkdir()
        for partnership, group in outlines.groupby("partnership_code"):
            columns = ["place_code", "place_name", "geometry_wkb"]
            group[columns].to_parquet(folder / f"{partnership}.parquet", index=False)
