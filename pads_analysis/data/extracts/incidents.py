"""Incidents of each partnership, made from the live extracts: each row placed by its small area or its point."""

# ruff: noqa: S608 - the SQL holds our own names and quoted paths, nothing else

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.data.contracts import COLUMNS as COLUMNS_OF
from pads_analysis.data.facts import quoted

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from pads_analysis.data.places import Places

#: Columns of `Store.incidents`, in order.
COLUMNS = (
    *("authority", "month", "occurred_from", "from_timed", "occurred_to", "to_timed", "recorded", "arrived"),
    *("arrived_timed", "category_code", "category", "detail", "placed_by", "place_code", "lsoa_code"),
    *("easting", "northing", "outward_postcode", "place", "outcome", "school", "repeat_key"),
    *("victim_age", "victim_sex", "offender_age", "offender_sex", "person_age", "person_sex"),
    *("adults_killed", "adults_serious", "adults_slight"),
    *("children_killed", "children_serious", "children_slight", "count"),
)  # fmt: skip

NO_LOCATION = "no location"
OUTWARD_ONLY = "outward postcode only"
UNKNOWN_AREA = "small area in no lookup"
NO_OUTLINES = "point, and no outlines of small areas in the store"
OUTSIDE = "point outside the stored outlines"


def empty_incidents() -> pd.DataFrame:
    """Return a frame without rows whose columns have the types they have when filled."""
    import pandas as pd

    types = COLUMNS_OF["extract"] | {"placed_by": "str", "place_code": "str"}
    return pd.DataFrame({name: pd.Series(dtype=types[name]) for name in COLUMNS})


def small_areas_seen(con: duckdb.DuckDBPyConnection, view: str | None) -> list[str]:
    """Return the LSOA codes that occur in the live extracts."""
    if view is None:
        return []
    found = con.execute(f"SELECT DISTINCT lsoa_code FROM {view} WHERE lsoa_code <> ''").fetchall()
    return [code for (code,) in found]


def write_incidents(
    con: duckdb.DuckDBPyConnection, folder: Path, view: str | None, places: Places, outlines: pd.DataFrame
) -> None:
    """Write the incidents of each partnership, and how many of each month could be placed.

    A row is placed by its small-area code, where a lookup knows it; else by the outline that its point falls in;
    else by the partnership that its map stated.

    Parameters
    ----------
    con : DuckDBPyConnection
        In-memory connection that holds the view.
    folder : Path
        Folder of derived tables.
    view : str or None
        Name of the view of live extracts; None when there are none.
    places : Places
        Small areas of every partnership.
    outlines : DataFrame
        vintage, code, geometry_wkb (EPSG:27700) of small areas.
    """
    if view is None:
        return
    con.register("extract_placement", places.placement)
    con.execute(f"CREATE TABLE extract_rows AS SELECT *, row_number() OVER () AS row_id FROM {view}")
    points = con.execute("""
        SELECT row_id, easting, northing FROM extract_rows LEFT JOIN extract_placement USING (lsoa_code)
        WHERE partnership_code IS NULL AND NOT isnan(easting) ORDER BY row_id
    """).df()
    con.register("point_areas", _areas_of_points(points, places, outlines))
    con.execute(f"""
        CREATE TABLE placed AS
        SELECT r.* EXCLUDE (lsoa_code), coalesce(nullif(p.lsoa_code, ''), r.lsoa_code) AS lsoa_code,
               coalesce(a.partnership_code, b.partnership_code, nullif(r.stated_code, ''), '') AS partnership_code,
               coalesce(a.place_code, b.place_code, '') AS place_code,
               CASE WHEN a.partnership_code IS NOT NULL THEN 'small_area'
                    WHEN b.partnership_code IS NOT NULL THEN 'point'
                    WHEN r.stated_code <> '' THEN 'stated' ELSE '' END AS placed_by,
               CASE WHEN NOT isnan(r.easting) THEN {quoted(OUTSIDE if len(outlines) else NO_OUTLINES)}
                    WHEN r.lsoa_code <> '' THEN {quoted(UNKNOWN_AREA)}
                    WHEN r.outward_postcode <> '' THEN {quoted(OUTWARD_ONLY)}
                    ELSE {quoted(NO_LOCATION)} END AS unplaced_for
        FROM extract_rows r LEFT JOIN extract_placement a ON r.lsoa_code = a.lsoa_code
             LEFT JOIN point_areas p ON r.row_id = p.row_id
             LEFT JOIN extract_placement b ON p.lsoa_code = b.lsoa_code
    """)
    _write_partitions(con, folder)
    _write_months(con, folder)


def _write_partitions(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    listed = ", ".join(COLUMNS)
    query = f"""
        SELECT partnership_code, data_set, {listed} FROM placed WHERE partnership_code <> ''
        ORDER BY partnership_code, data_set, occurred_from, authority, line
    """
    if con.execute("SELECT count(*) FROM placed WHERE partnership_code <> ''").fetchone() != (0,):
        options = "FORMAT parquet, COMPRESSION zstd, PARTITION_BY (partnership_code, data_set)"
        con.execute(f"COPY ({query}) TO {quoted(str(folder / 'incidents'))} ({options})")
    con.execute(f"""
        COPY (SELECT data_set, authority, month, unplaced_for AS reason, sum(count)::BIGINT AS count
              FROM placed WHERE partnership_code = '' GROUP BY ALL ORDER BY ALL)
        TO {quoted(str(folder / "incidents_unplaced.parquet"))} (FORMAT parquet, COMPRESSION zstd)
    """)


def _write_months(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    con.execute(f"""
        COPY (SELECT data_set, authority, month, entry_seq, count(*)::BIGINT AS rows, sum(count)::BIGINT AS count,
                     count(*) FILTER (WHERE location IN ('point', 'small_area'))::BIGINT AS located,
                     count(*) FILTER (WHERE outward_postcode <> '')::BIGINT AS outward,
                     count(*) FILTER (WHERE partnership_code <> '')::BIGINT AS placed,
                     count(*) FILTER (WHERE from_timed)::BIGINT AS timed
              FROM placed GROUP BY ALL ORDER BY ALL)
        TO {quoted(str(folder / "extract_months.parquet"))} (FORMAT parquet, COMPRESSION zstd)
    """)


def _areas_of_points(points: pd.DataFrame, places: Places, outlines: pd.DataFrame) -> pd.DataFrame:
    """Return row_id and the code of the small area that each point falls in, for points that fall in one.

    Outlines of a newer vintage come first; only codes that are placed in a partnership count.
    """
    import pandas as pd
    import shapely

    found: dict[int, str] = {}
    known = set(places.placement["lsoa_code"])
    left = points
    for _, shapes in sorted(
        outlines[outlines["code"].isin(known)].groupby("vintage"), reverse=True, key=_vintage
    ):
        if left.empty:
            break
        geometry = shapely.from_wkb(shapes["geometry_wkb"].map(bytes).to_numpy())
        tree = shapely.STRtree(geometry)
        at, of = tree.query(shapely.points(left["easting"], left["northing"]), predicate="intersects")
        # A point on a border touches two areas; the first by code takes it, always the same one.
        codes = shapes["code"].to_numpy()[of]
        order = np.lexsort((codes, at))
        rows, first = np.unique(at[order], return_index=True)
        ids = left["row_id"].to_numpy()[rows]
        found |= dict(zip(ids.tolist(), codes[order][first].tolist(), strict=True))
        left = left[~left["row_id"].isin(found)]
    return pd.DataFrame(
        {
            "row_id": pd.Series(list(found), dtype="int64"),
            "lsoa_code": pd.Series(list(found.values()), dtype="str"),
        }
    )


def _vintage(group: tuple[object, pd.DataFrame]) -> int:
    text = str(group[0])
    return int(text) if text.isdigit() else -1
