"""A small country in the publishers' real formats, for the tests of the store.

Force Wessex (E23000901). Northby and Southby, two districts with a partnership each, became one unitary district
with one merged partnership (E22000901). Alder and Birch became one unitary district that still has two partnerships.
Oldname was recoded as Newname, in the county of Wessexshire. Farland lies in another force, Mercia.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

STREET = [
    *("Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location"),
    *("LSOA code", "LSOA name", "Crime type", "Last outcome category", "Context"),
]

NEWSHIRE, ALDER, BIRCH, OLDNAME, FARLAND = "E22000901", "E22000903", "E22000904", "E22000905", "E22000909"
LSOA = {
    "E01900001": ("Northby 001A", "E07000901", "Northby"),
    "E01900002": ("Southby 001A", "E07000902", "Southby"),
    "E01900003": ("Alder 001A", "E07000903", "Alder"),
    "E01900004": ("Birch 001A", "E07000904", "Birch"),
    "E01900005": ("Oldname 001A", "E07000905", "Oldname"),
    "E01900006": ("Oldname 001B", "E07000905", "Oldname"),
    "E01900007": ("Oldname 001C", "E07000905", "Oldname"),
    "E01900009": ("Farland 001A", "E07000909", "Farland"),
}


def table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """Write a CSV, gzipped when the name ends in .gz."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = text(header, rows).encode("utf-8")
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    return path


def text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def crime(lsoa: str, month: str, **given: str) -> list[str]:
    """One street-level row; an empty LSOA is a row without a location."""
    force = given.get("force", "Wessex Police")
    point = ["-1.5", "52.1", "On or near High Street"] if lsoa else ["", "", "No Location"]
    name = LSOA[lsoa][0] if lsoa in LSOA else ""
    kind, outcome = given.get("kind", "Burglary"), given.get("outcome", "Under investigation")
    return [given.get("id", ""), month, force, force, *point, lsoa, name, kind, outcome, ""]


def lookups(folder: Path) -> Path:
    """Write the lookups of the small country."""
    table(
        folder / "lsoa_district.csv",
        ["lsoa11_code", "lsoa11_name", "ltla18_code", "ltla18_name"],
        [(code, name, district, place) for code, (name, district, place) in LSOA.items()],
    )
    table(
        folder / "partnerships_2017.csv",
        ["LAD17CD", "LAD17NM", "CSP17CD", "CSP17NM", "PFA17CD", "PFA17NM"],
        [
            ("E07000901", "Northby", "E22000911", "Northby", "E23000901", "Wessex"),
            ("E07000902", "Southby", "E22000912", "Southby", "E23000901", "Wessex"),
            ("E07000903", "Alder", ALDER, "Alder", "E23000901", "Wessex"),
            ("E07000904", "Birch", BIRCH, "Birch", "E23000901", "Wessex"),
            ("E07000905", "Oldname", OLDNAME, "Oldname", "E23000901", "Wessex"),
            ("E07000909", "Farland", FARLAND, "Farland", "E23000902", "Mercia"),
        ],
    )
    table(
        folder / "district_changes.csv",
        ["ltla18_code", "ltla18_name", "ltla21_code", "ltla21_name", "ltla24_code", "ltla24_name"],
        [
            ("E07000901", "Northby", "E07000901", "Northby", "E06000901", "Newshire"),
            ("E07000902", "Southby", "E07000902", "Southby", "E06000901", "Newshire"),
            ("E07000903", "Alder", "E07000903", "Alder", "E06000902", "Woodland"),
            ("E07000904", "Birch", "E07000904", "Birch", "E06000902", "Woodland"),
            ("E07000905", "Oldname", "E07000906", "Newname", "E07000906", "Newname"),
            ("E07000909", "Farland", "E07000909", "Farland", "E07000909", "Farland"),
        ],
    )
    table(
        folder / "partnerships_2024.csv",
        ["ltla24_code", "ltla24_name", "csp24_code", "csp24_name", "pfa24_code", "pfa24_name"],
        [
            ("E06000901", "Newshire", NEWSHIRE, "Newshire", "E23000901", "Wessex"),
            ("E06000902", "Woodland", ALDER, "Alder", "E23000901", "Wessex"),
            ("E06000902", "Woodland", BIRCH, "Birch", "E23000901", "Wessex"),
            ("E07000906", "Newname", OLDNAME, "Oldname", "E23000901", "Wessex"),
            ("E07000909", "Farland", FARLAND, "Farland", "E23000902", "Mercia"),
        ],
    )
    table(
        folder / "counties.csv",
        ["ltla18_code", "ltla18_name", "utla18_code", "utla18_name"],
        [
            ("E07000901", "Northby", "E10000901", "Wessexshire"),
            ("E07000903", "Alder", "E10000901", "Wessexshire"),
            ("E07000905", "Oldname", "E10000901", "Wessexshire"),
            ("E07000909", "Farland", "E10000909", "Farshire"),
        ],
    )
    return folder


def split_areas(folder: Path) -> Path:
    """Write the 2011 to 2021 changes: 005 was split in two, 006 and 007 were merged, the rest did not change."""
    rows = [(code, name, "U", code, name) for code, (name, _, _) in LSOA.items() if code < "E01900005"]
    rows += [
        ("E01900005", "Oldname 001A", "S", "E01900051", "Oldname 001D"),
        ("E01900005", "Oldname 001A", "S", "E01900052", "Oldname 001E"),
        ("E01900006", "Oldname 001B", "M", "E01900060", "Oldname 001F"),
        ("E01900007", "Oldname 001C", "M", "E01900060", "Oldname 001F"),
        ("E01900009", "Farland 001A", "U", "E01900009", "Farland 001A"),
    ]
    header = ["lsoa11_code", "lsoa11_name", "change_code", "lsoa21_code", "lsoa21_name"]
    return table(folder / "lsoa_changes.csv", header, rows)


def archive(path: Path, members: dict[str, str]) -> Path:
    """Write a zip of texts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as content:
        for name, body in members.items():
            content.writestr(name, body)
    return path
