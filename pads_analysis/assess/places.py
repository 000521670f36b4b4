"""Counts by small area, and the one statement made when there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.result import NotAvailable

if TYPE_CHECKING:
    from pads_analysis.data.case import Case


def place_counts(case: Case, months: pd.DatetimeIndex, offence: str) -> pd.Series:
    """Return counts by place_code over the given months, of one offence or of the total of recorded crimes."""
    rows = case.place_months.loc[case.place_months["month"].isin(months)]
    if offence == case.scheme.total_code:
        counted = {code: case.scheme.offence(code).in_total for code in rows["offence_code"].unique()}
        rows = rows.loc[rows["offence_code"].map(counted).astype(bool)]
    else:
        rows = rows.loc[rows["offence_code"] == offence]
    return rows.groupby("place_code")["count"].sum()


def place_pairs(
    case: Case, now: pd.DatetimeIndex, before: pd.DatetimeIndex, offence: str = ""
) -> pd.DataFrame:
    """Return place_code, place_name, count and count_before for every small area, also those without events."""
    wanted = offence or case.params.places.offence
    table = case.places[["place_code", "place_name"]].copy()
    for name, months in (("count", now), ("count_before", before)):
        table[name] = table["place_code"].map(place_counts(case, months, wanted)).fillna(0).astype("int64")
    return table


def on_map(case: Case, table: pd.DataFrame) -> pd.DataFrame:
    """Return `table` with the outline of each place, where the store holds boundaries; its order is kept."""
    if case.boundaries is None:
        return table
    outlines = case.boundaries.set_index("place_code").geometry
    import geopandas as gpd

    shapes = table["place_code"].map(outlines)
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, index=table.index, crs=outlines.crs))


def no_places(case: Case, section: str, element: str, title: str) -> NotAvailable:
    """Return why a question about small areas cannot be answered from the case's source."""
    return NotAvailable(
        section,
        element,
        title,
        f"the counts come from the {case.scheme.label}, which give totals for whole partnerships and no locations",
        "Ingest the force's street-level files from data.police.uk.",
    )
