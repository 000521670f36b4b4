"""The store, open for reading: Parquet tables asked through DuckDB."""

# ruff: noqa: S608 - the SQL holds our own names and quoted paths, nothing else

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pads_analysis.data import ledger
from pads_analysis.data.coverage import WHOLE_TABLE, delivery_coverage, table_coverage
from pads_analysis.data.crime_outcomes import HeldOutcomes
from pads_analysis.data.derive import fitting_tables
from pads_analysis.data.extracts.held import HeldExtracts
from pads_analysis.data.facts import quoted
from pads_analysis.data.names import nearest_names
from pads_analysis.data.surveys.held import HeldSurvey
from pads_analysis.data.surveys.stored import RESULTS, StoredSurveys
from pads_analysis.data.tables import DETAIL, Tables, empty
from pads_analysis.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import pandas as pd

#: Kinds of files whose areas are told by a printed name or code, so that some may lie in no known partnership.
BY_AREA = (*WHOLE_TABLE, "survey", *RESULTS)

#: Sources of recorded crime, the one that says most first.
SOURCES = ("street", "borough", "csp_table")


@dataclass(frozen=True)
class Store:
    """Everything that was ingested, as of the moment it was opened. Several processes may read one store at once.

    Use `Store.open`. All frames are sorted, have text columns without missing values ("" stands for none), and
    months as timestamps of the first day.
    """

    path: Path
    folder: Path
    fingerprint: str
    unplaceable: bool = False

    @classmethod
    def open(cls, path: Path | str) -> Store:
        """Open a store.

        Derived tables that are missing (an ingest was ended before its last step, or an older version of this
        package wrote them) are built first.

        Raises
        ------
        StoreError
            When there is no store at the path, or nothing was ingested yet.
        LockedError
            When derived tables must be built and another run holds the store.
        """
        path = Path(path)
        names = ledger.names(path)
        if not names:
            what = "The store is empty." if path.is_dir() else "There is no store here."
            raise StoreError(what, str(path), "Ingest data first: pads ingest PATH --store DIR.")
        folder = fitting_tables(path, names)
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        return cls(path, folder, meta["fingerprint"], meta["unplaceable"])

    def partnerships(self) -> pd.DataFrame:
        """Return every partnership of the latest geography.

        Returns
        -------
        DataFrame
            partnership_code, partnership_name, force_code, force_name, county_code and county_name ("" unless all
            its districts lie in one two-tier county), country_code, districts (codes joined by "|").

        Raises
        ------
        StoreError
            When no lookup from districts to partnerships was ingested.
        """
        if self._partnerships.empty:
            raise StoreError(
                "Partnerships cannot be told: no lookup from districts to community safety partnerships is in the "
                "store.",
                str(self.path),
                "Ingest the lookups of the Office for National Statistics: local authority district to community "
                "safety partnership to police force area, and small area (LSOA) to local authority district.",
            )
        return self._partnerships.copy()

    @cached_property
    def _partnerships(self) -> pd.DataFrame:
        return self._table("partnerships", "partnership_code")

    def nearest(self, text: str, count: int = 3) -> list[str]:
        """Return up to `count` partnerships, as "name (code)", whose name or code is nearest to `text`."""
        table = self.partnerships()
        return nearest_names(
            text, zip(table["partnership_code"], table["partnership_name"], strict=True), count
        )

    def sources(self, code: str) -> tuple[str, ...]:
        """Return which of "street", "borough", "csp_table" hold the partnership, the one that says most first.

        Raises
        ------
        StoreError
            When the partnership is unknown, or rows of small areas are there without a lookup to place them.
        """
        self._known(code)
        held = tuple(source for source in SOURCES if code in self._codes(source))
        if not held and self.unplaceable:
            raise StoreError(
                "Street-level rows are in the store, but no lookup from small areas (LSOA) to districts.",
                str(self.path),
                "Ingest one, such as the lookup from 2011 or 2021 LSOAs to local authority districts.",
            )
        return held

    def partnership_months(self, source: str) -> pd.DataFrame:
        """Return counts of every partnership; months and offences without any have no row.

        Parameters
        ----------
        source : str
            street, borough or csp_table. A quarter of the Home Office table stands at its first month. Street-level
            rows count where they happened, and only when the partnership's own force recorded them.

        Returns
        -------
        DataFrame
            partnership_code, month, offence_code, count (int64).
        """
        return self._table(f"months_{source}", "partnership_code, month, offence_code")

    def delivered_months(self, source: str) -> pd.DataFrame:
        """Return the months for which a partnership's own force (street), or itself in its table, was delivered.

        Returns
        -------
        DataFrame
            partnership_code, month.
        """
        columns = ["partnership_code", "month"]
        if _source(source) in WHOLE_TABLE:
            held = self._held(source)[columns]
        else:
            held = self._holders().merge(self._totals(), on="force_name")[columns]
        return held.sort_values(columns, ignore_index=True)

    def coverage(self, source: str, threshold: float = 0.65) -> pd.DataFrame:
        """Judge each month of each partnership's delivery, as `coverage` says for forces and for whole tables.

        Returns
        -------
        DataFrame
            partnership_code, force_name (or the name of the table), month, rows and expected (of the whole force; of
            the partnership where it comes from a table), status.
        """
        columns = ["partnership_code", "force_name", "month", "rows", "expected", "status"]
        rows = self._held(source) if _source(source) in WHOLE_TABLE else self._totals()
        if rows.empty:
            return empty(columns)
        if source in WHOLE_TABLE:
            judged = table_coverage(rows, threshold, every_month=source != "csp_table")
            judged = judged.assign(force_name=WHOLE_TABLE[source])
        else:
            judged = self._holders().merge(delivery_coverage(rows, threshold), on="force_name")
        return judged[columns].sort_values(columns[:3], ignore_index=True)

    def force_months(self) -> pd.DataFrame:
        """Return counts of street-level rows by force, located or not.

        Returns
        -------
        DataFrame
            force_name (the "falls within" text), month, offence_code, count, place: located, no_location,
            other_force (located in a partnership of another force), or outside (in no known partnership).
        """
        counts = self._table("force_months", "force_name, month, offence_code, place")
        return counts[["force_name", "month", "offence_code", "count", "place"]]

    def unplaced(self) -> pd.DataFrame:
        """Return what lies in no partnership: source, name (or LSOA code), count."""
        return self._table("unplaced", "source, count DESC, name")

    def place_months(self, code: str) -> pd.DataFrame:
        """Return counts of one partnership's small areas, read from its own files alone.

        Returns
        -------
        DataFrame
            place_code, month, offence_code, count; delivered months only.

        Raises
        ------
        StoreError
            When the partnership is unknown.
        """
        self._known(code)
        counts = self._own_part("place_months", code, ("place_code", "month", "offence_code", "count"))
        delivered = self.delivered_months("street")
        return counts[
            counts["month"].isin(delivered.loc[delivered["partnership_code"] == code, "month"])
        ].reset_index(drop=True)

    def detail(self, code: str, source: str) -> pd.DataFrame:
        """Return one partnership's counts by what its table prints below the groups of offences.

        Returns
        -------
        DataFrame
            month, offence_code, subgroup (as printed; "" in borough tables), detail (Home Office code, or the minor
            category of a borough table), count; zeros as published. Without rows where the source has no such detail.

        Raises
        ------
        StoreError
            When the partnership is unknown.
        """
        self._known(code)
        return self._own_part(f"detail_{_source(source)}", code, DETAIL)

    def places(self, code: str) -> pd.DataFrame:
        """Return every small area of a partnership, also those without crime.

        Returns
        -------
        DataFrame
            place_code, place_name, ward_code, ward_name, district_code, district_name, and as float64 with missing
            values imd_year, imd_decile (1 = most deprived), imd_rank, population, population_year.

        Raises
        ------
        StoreError
            When the partnership is unknown.
        """
        self._known(code)
        rows = self._table("places", "place_code", f"partnership_code = {quoted(code)}")
        return rows.drop(columns="partnership_code")

    def places_of(self, codes: Sequence[str]) -> pd.DataFrame:
        """Return the small areas of several partnerships at once: partnership_code and the columns of `places`."""
        listed = ", ".join(map(quoted, codes))
        return self._table("places", "partnership_code, place_code", f"partnership_code IN ({listed})")

    def place_months_of(self, codes: Sequence[str]) -> pd.DataFrame:
        """Return their monthly counts: partnership_code and the columns of `place_months`; delivered months only."""
        columns = ("partnership_code", "place_code", "month", "offence_code", "count")
        folders = [self.folder / "place_months" / f"partnership_code={code}" for code in codes]
        files = sorted(str(file) for folder in folders for file in folder.glob("*.parquet"))
        if not files:
            return empty(columns)
        # One question for all: what opening each part costs is more than what reading it does.
        scan = f"read_parquet([{', '.join(map(quoted, files))}], hive_partitioning=true)"
        named = ", ".join(columns).replace(
            "partnership_code", "CAST(partnership_code AS VARCHAR) AS partnership_code"
        )
        counts = self._tables.ask(f"SELECT {named} FROM {scan} ORDER BY ALL")
        return counts.merge(self.delivered_months("street"), on=["partnership_code", "month"])

    def place_boundaries(self, code: str) -> gpd.GeoDataFrame | None:
        """Return the outlines of a partnership's small areas, or None when no boundaries were ingested.

        Returns
        -------
        GeoDataFrame or None
            place_code, place_name, geometry (EPSG:27700).

        Raises
        ------
        StoreError
            When the partnership is unknown.
        """
        self._known(code)
        file = self.folder / "boundaries" / f"{code}.parquet"
        if not file.is_file():
            return None
        from pads_analysis.data.outlines import read_outlines

        return read_outlines(file)

    @cached_property
    def extracts(self) -> HeldExtracts:
        """What partner authorities disclosed: incidents, and the ledger of submissions."""
        return HeldExtracts(self._tables, self._known)

    @cached_property
    def outcomes(self) -> HeldOutcomes:
        """What became of recorded crimes, and what newer deliveries revised."""
        return HeldOutcomes(self._tables)

    @cached_property
    def views(self) -> StoredSurveys:
        """What people said: surveys of respondents, and published results."""
        return StoredSurveys(self._tables, self._known)

    def surveys(self, code: str) -> tuple[HeldSurvey, ...]:
        """Return the surveys with respondents in a partnership, the one whose fieldwork ended first at the head.

        Raises
        ------
        StoreError
            When the partnership is unknown.
        """
        return self.views.surveys(code)

    def published_views(self, code: str, *, open_only: bool = False) -> pd.DataFrame:
        """Return published results about a partnership, with the columns of `surveys.held.PUBLISHED`.

        Raises
        ------
        StoreError
            When the partnership is unknown.
        """
        return self.views.published(code, open_only=open_only)

    def population(self) -> pd.DataFrame:
        """Return mid-year populations, published years only: partnership_code, year, population."""
        return self._table("population", "partnership_code, year")

    def households(self) -> pd.DataFrame:
        """Return household counts, published years only: partnership_code, year, households."""
        return self._table("households", "partnership_code, year")

    def deliveries(self) -> pd.DataFrame:
        """Return the catalogue, one row for each delivered file, in order of arrival: `catalogue.deliveries`."""
        import pandas as pd

        return pd.read_parquet(self.folder / "deliveries.parquet")

    def _known(self, code: str) -> None:
        if code not in set(self.partnerships()["partnership_code"]):
            near = ", ".join(self.nearest(code))
            raise StoreError(
                f"There is no partnership {code} in the store.",
                "partnership",
                f"Nearest: {near}." if near else "List the codes with: pads check --all.",
            )

    def _codes(self, source: str) -> set[str]:
        return set((self._held(source) if source in WHOLE_TABLE else self._holders())["partnership_code"])

    def _held(self, source: str) -> pd.DataFrame:
        found = self._table(f"held_{source}", "partnership_code, month")
        return empty(("partnership_code", "month", "rows", "areas")) if found.empty else found

    def _totals(self) -> pd.DataFrame:
        found = self._table("totals_street", "force_name, month")
        return empty(("force_name", "month", "rows")) if found.empty else found

    def _holders(self) -> pd.DataFrame:
        found = self._table("holders_street", "partnership_code, force_name")
        return empty(("partnership_code", "force_name")) if found.empty else found

    def _own_part(self, name: str, code: str, columns: tuple[str, ...]) -> pd.DataFrame:
        """Return one partnership's rows of a table that lies in a folder for each."""
        files = sorted((self.folder / name / f"partnership_code={code}").glob("*.parquet"))
        if not files:
            return empty(columns)
        listed = ", ".join(quoted(str(file)) for file in files)
        scan = f"read_parquet([{listed}], hive_partitioning=false)"
        return self._tables.ask(f"SELECT {', '.join(columns)} FROM {scan} ORDER BY ALL")

    def _table(self, name: str, order: str, where: str = "true") -> pd.DataFrame:
        return self._tables.read(name, order, where)

    @cached_property
    def _tables(self) -> Tables:
        return Tables(self.folder, str(self.path))


def _source(source: str) -> str:
    if source not in SOURCES:
        raise ValueError(f"{source!r} is not one of {SOURCES}")
    return source
