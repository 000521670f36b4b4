"""Counts by partnership, month and offence, made from the live rows of each source. All the work is DuckDB's."""

# ruff: noqa: S608 - the SQL holds our own names and quoted paths, nothing else

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pads_analysis.data.areas import Areas
from pads_analysis.data.facts import quoted
from pads_analysis.data.names import area_key, match_forces

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from pads_analysis.data.places import Places

_UNPLACED = "CREATE TABLE IF NOT EXISTS unplaced (source VARCHAR, name VARCHAR, count BIGINT)"


def aggregate_street(con: duckdb.DuckDBPyConnection, view: str | None) -> list[str]:
    """Count street-level rows by force, month, small area, offence and outcome; return the LSOA codes that occur.

    Makes the table `street`: force_name, month (TIMESTAMP), lsoa_code, offence_code, outcome (as published), count.
    """
    columns = ("force_name", "month", "lsoa_code", "offence_code", "outcome")
    nothing = ", ".join(f"'' AS {name}" for name in columns)
    rows = view or f"(SELECT {nothing} WHERE false)"
    con.execute(f"""
        CREATE TABLE street AS
        SELECT force_name, (month || '-01')::TIMESTAMP AS month, lsoa_code, offence_code, outcome, count(*) AS count
        FROM {rows} GROUP BY ALL
    """)
    found = con.execute("SELECT DISTINCT lsoa_code FROM street WHERE lsoa_code <> ''").fetchall()
    return [code for (code,) in found]


def write_street(con: duckdb.DuckDBPyConnection, folder: Path, areas: Areas, places: Places) -> None:
    """Write the tables that come from street-level rows."""
    con.register("placement_rows", places.placement)
    con.execute("CREATE TABLE placement AS SELECT * FROM placement_rows")
    con.register("force_rows", _forces(con, areas))
    con.execute("CREATE TABLE force AS SELECT * FROM force_rows")
    con.register("partnership_rows", areas.partnerships)
    con.execute("CREATE TABLE partnership AS SELECT * FROM partnership_rows")
    _copy(
        con,
        folder / "force_months.parquet",
        """
        SELECT street.force_name, month, offence_code, sum(count)::BIGINT AS count,
               CASE WHEN lsoa_code = '' THEN 'no_location'
                    WHEN placement.partnership_code IS NULL THEN 'outside'
                    WHEN partnership.force_code <> force.force_code THEN 'other_force' ELSE 'located' END AS place
        FROM street LEFT JOIN placement USING (lsoa_code)
             LEFT JOIN partnership ON placement.partnership_code = partnership.partnership_code
             LEFT JOIN force ON street.force_name = force.force_name
        GROUP BY ALL
        ORDER BY ALL
        """,
    )
    # Only the rows of a partnership's own force are its count: a neighbour's strays and the British Transport Police
    # come and go with their own deliveries, and the published tables by partnership leave them out as well.
    placed = """
        SELECT placement.partnership_code, {place} month, offence_code, sum(count)::BIGINT AS count
        FROM street JOIN placement USING (lsoa_code)
             JOIN partnership ON placement.partnership_code = partnership.partnership_code
             JOIN force ON street.force_name = force.force_name AND partnership.force_code = force.force_code
        GROUP BY ALL ORDER BY ALL
    """
    _copy(con, folder / "months_street.parquet", placed.format(place=""))
    _copy(con, folder / "place_months", placed.format(place="place_code,"), "PARTITION_BY (partnership_code)")
    delivered = """
        FROM (SELECT force_code, max_by(force_name, month) AS force_name FROM street JOIN force USING (force_name)
              WHERE force_code <> '' GROUP BY force_code) named
        JOIN (SELECT force_code, month, sum(count)::BIGINT AS rows FROM street JOIN force USING (force_name)
              WHERE force_code <> '' GROUP BY ALL) AS by_month USING (force_code)
    """
    _copy(con, folder / "totals_street.parquet", f"SELECT force_name, month, rows {delivered} ORDER BY ALL")
    _copy(
        con,
        folder / "holders_street.parquet",
        f"""SELECT DISTINCT partnership_code, named.force_name {delivered}
            JOIN partnership USING (force_code)
            WHERE partnership_code IN (SELECT partnership_code FROM placement) ORDER BY ALL""",
    )
    con.execute(_UNPLACED)
    con.execute("""
        INSERT INTO unplaced
        SELECT 'street', lsoa_code, sum(count) FROM street LEFT JOIN placement USING (lsoa_code)
        WHERE lsoa_code <> '' AND partnership_code IS NULL GROUP BY ALL
    """)


def _forces(con: duckdb.DuckDBPyConnection, areas: Areas) -> pd.DataFrame:
    import pandas as pd

    texts = [text for (text,) in con.execute("SELECT DISTINCT force_name FROM street").fetchall()]
    matched = match_forces(texts, areas.names("pfa"))
    table = pd.DataFrame({"force_name": list(matched), "force_code": list(matched.values())})
    return table.astype("str")


def write_named(
    con: duckdb.DuckDBPyConnection, folder: Path, kind: str, view: str | None, areas: Areas
) -> None:
    """Write the tables of a source whose areas come by name (and, in the Home Office table, by code).

    Rows of an area that is no partnership ("Unknown", an airport) are kept as unplaced and counted.
    """
    import pandas as pd

    if view is None:
        return
    name, month = ("area_name", "month") if kind == "borough" else ("csp_name", "first_month")
    code = "''" if kind == "borough" else "csp_code"
    # A year's row would count again what its quarters hold; the Home Office table is counted by quarter.
    where = f"WHERE {month} <> ''" + (" AND months = 3" if kind == "csp_table" else "")
    con.execute(f"""
        CREATE OR REPLACE TABLE named AS
        SELECT {name} AS name, {code} AS code, ({month} || '-01')::TIMESTAMP AS month, offence_code,
               sum(count)::BIGINT AS count
        FROM {view} {where} GROUP BY ALL
    """)
    found = con.execute("SELECT DISTINCT name, code FROM named").fetchall()
    homes = [(n, c, areas.partnership_of_csp(c) if c else "") for n, c in found]
    homes = [(n, c, home or areas.partnership_named(n)) for n, c, home in homes]
    table = pd.DataFrame(homes, columns=["name", "code", "partnership_code"])
    # One area may be printed in several ways; its code, where it has one, tells it best.
    table["area"] = [code or area_key(name) for name, code in zip(table["name"], table["code"], strict=True)]
    con.register("home_rows", table.astype("str"))
    con.execute("CREATE OR REPLACE TABLE home AS SELECT * FROM home_rows")
    placed = "FROM named JOIN home USING (name, code) WHERE partnership_code <> ''"
    # Zero counts are left out; that a month was delivered stands in `held`.
    _copy(
        con,
        folder / f"months_{kind}.parquet",
        f"""SELECT partnership_code, month, offence_code, sum(count)::BIGINT AS count {placed}
            GROUP BY ALL HAVING sum(count) <> 0 ORDER BY ALL""",
    )
    # A month is held only where rows of the partnership stand in it, be they zeros: a table may lack a partnership for
    # a month or a year. `areas` are the published areas behind it, so that half of a merged partnership is not all.
    _copy(
        con,
        folder / f"held_{kind}.parquet",
        f"""SELECT partnership_code, month, sum(count)::BIGINT AS rows,
                   array_to_string(list_sort(list(DISTINCT area)), '|') AS areas {placed}
            GROUP BY ALL ORDER BY ALL""",
    )
    _write_detail(
        con,
        folder,
        kind,
        view,
        f"{name} AS name, {code} AS code, ({month} || '-01')::TIMESTAMP AS month",
        where,
    )
    con.execute(_UNPLACED)
    con.execute(f"""
        INSERT INTO unplaced SELECT {quoted(kind)}, name, sum(count) FROM named JOIN home USING (name, code)
        WHERE partnership_code = '' GROUP BY ALL
    """)


def _write_detail(
    con: duckdb.DuckDBPyConnection, folder: Path, kind: str, view: str, area: str, where: str
) -> None:
    """Write the counts by what stands below the groups: offence codes, or minor categories.

    Zeros are kept: they tell a code that nothing was recorded under from one that the table does not hold.
    """
    finer = (
        "'' AS subgroup, offence_detail AS detail"
        if kind == "borough"
        else "offence_subgroup AS subgroup, ho_code AS detail"
    )
    _copy(
        con,
        folder / f"detail_{kind}",
        f"""SELECT partnership_code, month, offence_code, subgroup, detail, sum(count)::BIGINT AS count
            FROM (SELECT {area}, offence_code, {finer}, count FROM {view} {where}) rows JOIN home USING (name, code)
            WHERE partnership_code <> '' GROUP BY ALL ORDER BY ALL""",
        "PARTITION_BY (partnership_code)",
    )


def write_unplaced(
    con: duckdb.DuckDBPyConnection, folder: Path, more: Sequence[tuple[str, str, int]] = ()
) -> None:
    """Write what could not be placed in any partnership, and `more` of it: source, name (or area code), count."""
    con.execute(_UNPLACED)
    for row in more:
        con.execute("INSERT INTO unplaced VALUES (?, ?, ?)", row)
    _copy(con, folder / "unplaced.parquet", "SELECT * FROM unplaced ORDER BY source, count DESC, name")


def _copy(con: duckdb.DuckDBPyConnection, target: Path, query: str, options: str = "") -> None:
    parquet = ", ".join(filter(None, ["FORMAT parquet", "COMPRESSION zstd", options]))
    if options and con.execute(f"SELECT count(*) FROM ({query})").fetchone() == (0,):
        return
    con.execute(f"COPY ({query}) TO {quoted(str(target))} ({parquet})")
