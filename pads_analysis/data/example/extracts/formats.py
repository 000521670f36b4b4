"""Each authority's file as it writes it: its headings, its dates, and the map that says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from pads_analysis.data.example.extracts.points import to_degrees
from pads_analysis.data.example.settings import load
from pads_analysis.vocabulary import data_set

#: What stands above the headings of the council's workbook.
TITLE = ("Environmental and anti-social behaviour service requests", "")
SHEET = "Requests"


def map_of(kind: str, partnership: str) -> dict[str, Any]:
    """Return the map of a data set's files, but for the days on which they came."""
    said = load("extract_maps")[kind]
    authority = load("extracts")["authorities"][said["authority"]]
    found = {"data_set": kind, **said, "authority": authority}
    return found | ({"partnership": partnership} if "partnership" in said else {})


def police_crime(rows: pd.DataFrame, codes: np.ndarray) -> pd.DataFrame:
    """Return crimes as the force writes them; `codes` are those of the small areas."""
    timed = rows["timed"]
    spanned = (rows["ended"] > rows["begun"]).to_numpy()
    return pd.DataFrame(
        {
            "Crime Group": rows["group"],
            "Crime Sub Group": rows["detail"],
            "Date Recorded": _written(rows["recorded"], "%d/%m/%Y"),
            "Date From": _written(rows["begun"], "%d/%m/%Y"),
            "Time From": _written(rows["begun"], "%H:%M").where(timed, ""),
            "Date To": _written(rows["ended"], "%d/%m/%Y").where(spanned, ""),
            "Time To": _written(rows["ended"], "%H:%M").where(spanned, ""),
            "Location Type": rows["place"],
            "LSOA Code": _codes(rows, codes),
            "Easting": _metres(rows["east"]),
            "Northing": _metres(rows["north"]),
            "Outcome": rows["outcome"],
            "Victim Key": rows["victim_key"],
            "Victim Age": _ages(rows["victim_age"]),
            "Victim Gender": rows["victim_sex"],
            "Suspect Age": _ages(rows["offender_age"]),
            "Suspect Gender": rows["offender_sex"],
        }
    )


def victims_offenders(rows: pd.DataFrame, months: tuple[str, ...]) -> pd.DataFrame:
    """Return one row for each victim and each known offender of the crimes, in no order that leads back to them."""
    names = {category.code: category.name for category in data_set("police_crime").categories}
    month = np.array(months)[rows["month"].to_numpy()]
    parts = []
    for role, who, there in (
        ("Victim", "victim", rows["victim_key"] != ""),
        ("Suspect", "offender", (rows["offender_age"] >= 0)),
    ):
        part = {
            "Month": month,
            "Role": role,
            "Offence Group": rows["category"].map(names),
            "Age": _ages(rows[f"{who}_age"]),
            "Gender": rows[f"{who}_sex"],
        }
        parts.append(pd.DataFrame(part)[there.to_numpy()])
    return pd.concat(parts).sort_values(
        ["Month", "Role", "Offence Group", "Age", "Gender"], ignore_index=True
    )


def police_incidents(rows: pd.DataFrame, codes: np.ndarray) -> pd.DataFrame:
    """Return incidents of anti-social behaviour as the force writes them."""
    east, north = to_degrees(rows["east"].to_numpy(), rows["north"].to_numpy())
    return pd.DataFrame(
        {
            "Incident Date Time": _written(rows["moment"], "%Y-%m-%d %H:%M:%S"),
            "Category": "ASB",
            "Sub Category": rows["detail"],
            "LSOA": _codes(rows, codes),
            "Latitude": [f"{one:.6f}" for one in north],
            "Longitude": [f"{one:.6f}" for one in east],
        }
    )


def fires(rows: pd.DataFrame, _codes_of: np.ndarray) -> pd.DataFrame:
    """Return fires as the fire service writes them: four digits for the time, commas in the metres."""
    return pd.DataFrame(
        {
            "Date of Call": _written(rows["moment"], "%Y/%m/%d"),
            "Time of Call": _written(rows["moment"], "%H%M"),
            "Type of Fire": rows["category"],
            "X": [f"{one:,.0f}" for one in rows["east"]],
            "Y": [f"{one:,.0f}" for one in rows["north"]],
        }
    )


def ambulance_calls(rows: pd.DataFrame, _codes_of: np.ndarray) -> pd.DataFrame:
    """Return calls as the ambulance service writes them, many without a point."""
    east, north = to_degrees(rows["east"].to_numpy(), rows["north"].to_numpy())
    held = rows["located"]
    return pd.DataFrame(
        {
            "Call Date Time": _written(rows["moment"], "%d-%b-%Y %H:%M"),
            "Chief Complaint": rows["category"],
            "Lat": pd.Series([f"{one:.6f}" for one in north], index=rows.index).where(held, ""),
            "Long": pd.Series([f"{one:.6f}" for one in east], index=rows.index).where(held, ""),
            "Patient Age": _ages(rows["age"]),
            "Patient Gender": rows["sex"].str[:1],
        }
    )


def emergency_department(rows: pd.DataFrame, codes: np.ndarray) -> pd.DataFrame:
    """Return assaults as the hospital writes them."""
    arrived = rows["moment"] + pd.to_timedelta(35 + 7 * (np.arange(len(rows)) % 23), unit="m")
    return pd.DataFrame(
        {
            "Assault Date Time": _written(rows["moment"], "%Y-%m-%dT%H:%M"),
            "Arrival Date Time": _written(arrived, "%Y-%m-%dT%H:%M"),
            "Means of Assault": rows["category"],
            "Location Type": rows["place"],
            "LSOA of Assault": _codes(rows, codes),
            "Patient Age": _ages(rows["age"]),
            "Patient Sex": rows["sex"].str[:1],
        }
    )


def council_asb(rows: pd.DataFrame, codes: np.ndarray) -> pd.DataFrame:
    """Return complaints as the council writes them; a missing moment is left out."""
    return pd.DataFrame(
        {
            "Date Reported": _written(rows["moment"], "%d/%m/%Y %H:%M").fillna(""),
            "Request Type": rows["category"],
            "LSOA Code": _codes(rows, codes),
        }
    )


WRITERS: Mapping[str, Any] = {
    "police_incidents": police_incidents,
    "fires": fires,
    "ambulance_calls": ambulance_calls,
    "emergency_department": emergency_department,
    "council_asb": council_asb,
}


def _written(moments: pd.Series, how: str) -> pd.Series:
    return moments.dt.strftime(how)


def _codes(rows: pd.DataFrame, codes: np.ndarray) -> np.ndarray:
    area = rows["area"].to_numpy()
    return np.where(area >= 0, codes[area], "")


def _metres(values: pd.Series) -> list[str]:
    return ["" if np.isnan(one) else f"{one:.0f}" for one in values]


def _ages(values: pd.Series) -> list[str]:
    return ["" if one < 0 else str(one) for one in values]
