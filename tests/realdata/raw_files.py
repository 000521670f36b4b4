"""The published files read with the csv module and plain merges, without anything of the package.

Everything here is what a sceptical reader would write in an hour to check the reports: counts by area, month and
type, the chain from small area to partnership, and mid-year populations.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path

import pandas as pd


def rows_of(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """Return every row of a csv or csv.gz file as text by column."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def street(files: list[Path]) -> pd.DataFrame:
    """Return lsoa, month, type, force, rows: how many rows of the street files say so; lsoa "" has no location."""
    counted: Counter[tuple[str, str, str, str]] = Counter()
    for path in files:
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            names = next(reader)
            at = [names.index(name) for name in ("LSOA code", "Month", "Crime type", "Falls within")]
            counted.update(tuple(row[position] for position in at) for row in reader)
    table = pd.DataFrame([(*key, rows) for key, rows in counted.items()])
    return table.set_axis(["lsoa", "month", "type", "force", "rows"], axis=1)


def partnership_of_lsoa(data: Path) -> dict[str, str]:
    """Return the partnership of every 2011 small area: LSOA to district 2021 to partnership 2021."""
    district = {
        row["lsoa11_code"]: row["ltla21_code"] for row in rows_of(data / "lookups/lookup_lsoa11_ltla21.csv")
    }
    partnership = {
        row["lad-code"]: row["csp-code"] for row in rows_of(data / "lookups/lad21_to_csp_to_pfa.csv", ";")
    }
    return {lsoa: partnership[code] for lsoa, code in district.items() if code in partnership}


def names_of_lsoa(data: Path) -> dict[str, set[str]]:
    """Return the names of every 2011 small area: that of 2011, and that of 2021 where it was renamed."""
    names: dict[str, set[str]] = {}
    for row in rows_of(data / "lookups/lookup_lsoa11_lsoa21_ltla22.csv.gz"):
        names.setdefault(row["lsoa11_code"], set()).update((row["lsoa11_name"], row["lsoa21_name"]))
    return names


def people_by_lsoa(data: Path, year: int) -> dict[str, int]:
    """Return the mid-year population of every small area."""
    rows = rows_of(data / f"population/population{year - 2000}_lsoa11.csv.gz")
    return {row["lsoa11_code"]: int(row["total_population"]) for row in rows}


def people(data: Path, year: int) -> dict[str, int]:
    """Return the mid-year population of every partnership, summed from small areas."""
    partnership = partnership_of_lsoa(data)
    sums: Counter[str] = Counter()
    for lsoa, number in people_by_lsoa(data, year).items():
        sums[partnership[lsoa]] += number
    return dict(sums)


def months(first: str, number: int) -> list[str]:
    """Return `number` months from `first`, as YYYY-MM."""
    return [f"{month:%Y-%m}" for month in pd.date_range(f"{first}-01", periods=number, freq="MS")]
