"""Opens a county: parameters and store in, one frozen `County` out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pads_analysis.data.county import County
from pads_analysis.data.names import nearest_names
from pads_analysis.data.opening import DEFAULTS_OF_THE_CELL, build_case, find_folders, tell
from pads_analysis.data.outline import outline
from pads_analysis.data.store import Store
from pads_analysis.errors import ParamsError, StoreError
from pads_analysis.params import Resolved, load_params
from pads_analysis.vocabulary import section_ids

if TYPE_CHECKING:
    import pandas as pd


def open_county(
    county: str,
    period_end: str = "latest",
    months: int = 12,
    edition: str = "partner",
    params: str = "",
    store: str = "",
    settings: Mapping[str, Any] | None = None,
) -> County:
    """Open a two-tier county: the cases of its districts over one period, and a case for what is asked of all.

    Parameters
    ----------
    county : str
        Name or official code, for example E10000016.
    period_end : str
        Last month, YYYY-MM, or "latest": the latest that is complete in every district.
    months, edition, params, store, settings
        As in `open_case`; edition and period hold for every district, whatever its own file says.

    Raises
    ------
    ParamsError
        When there is no such county, or the settings of a district are wrong.
    StoreError
        When there is no store, or it holds no recorded crime for any district of the county.
    """
    folder, store_dir = find_folders(params, store)
    opened = Store.open(store_dir)
    code, name, table = find_county(county, opened)
    places = _places_held(name, table, opened)
    overrides = _overrides(places, folder, opened, period_end, months, edition, settings)
    cases = tuple(build_case(_resolved(place, folder, overrides), opened) for place in places)
    tell(note for case in cases for note in case.notes)
    lead = build_case(_resolved(places[0], folder, overrides, own_folder=False), opened)
    names = dict(zip(table["partnership_code"], table["partnership_name"], strict=True))
    lacking = tuple((place, name) for place, name in names.items() if place not in places)
    return County(code, name, lead, cases, lacking)


def check_county(
    county: str,
    opened: Store,
    folder: Path | None,
    period_end: str,
    months: int,
    edition: str,
    settings: Mapping[str, Any],
) -> tuple[str, str]:
    """Return code and name of a county that can be opened with these settings; nothing is read but what tells so.

    Raises
    ------
    ParamsError
        When there is no such county, a setting is wrong, or the period lies outside the data of a district.
    StoreError
        When the store holds no recorded crime for any of its districts.
    """
    code, name, table = find_county(county, opened)
    places, said = _places_held(name, table, opened), "command line"
    overrides = _overrides(places, folder, opened, period_end, months, edition, settings, said)
    for place in places:
        outline(_resolved(place, folder, overrides, said=said), opened)
    return code, name


def _places_held(name: str, table: pd.DataFrame, opened: Store) -> list[str]:
    """Return the codes of the districts with recorded crime, in the order of the table."""
    places = [place for place in table["partnership_code"] if opened.sources(place)]
    if not places:
        raise StoreError(
            f"The store holds no recorded crime for any district of {name}.",
            "county",
            "Ingest the force's files.",
        )
    return places


def _overrides(
    places: list[str],
    folder: Path | None,
    opened: Store,
    period_end: str,
    months: int,
    edition: str,
    settings: Mapping[str, Any] | None,
    said: str = "this run",
) -> dict[str, Any]:
    """Return the settings that hold for every district, the end of the period settled."""
    overrides = {**(settings or {}), "months": months, "edition": edition, "previous_assessment": []}
    if period_end != DEFAULTS_OF_THE_CELL["period_end"]:
        overrides["period_end"] = period_end
    overrides.setdefault("period_end", _common_end(places, folder, overrides, opened, said))
    return overrides


def find_county(text: str, store: Store) -> tuple[str, str, pd.DataFrame]:
    """Return code, name and partnerships (by name) of a county given by code or name.

    Raises
    ------
    ParamsError
        Naming the nearest.
    """
    table = store.partnerships()
    table = table.loc[table["county_code"] != ""].sort_values("partnership_name", ignore_index=True)
    asked = text.strip().casefold()
    for column in ("county_code", "county_name"):
        mine = table.loc[table[column].str.casefold() == asked]
        if len(mine):
            return mine["county_code"].iloc[0], mine["county_name"].iloc[0], mine.reset_index(drop=True)
    known = table[["county_code", "county_name"]].drop_duplicates()
    near = nearest_names(text, zip(known["county_code"], known["county_name"], strict=True), 3)
    raise ParamsError(
        f"There is no two-tier county {text!r} in the store.",
        "county",
        f"Nearest: {', '.join(near)}." if near else "Ingest the lookup from districts to counties.",
    )


def _resolved(
    place: str,
    folder: Path | None,
    overrides: Mapping[str, Any],
    *,
    own_folder: bool = True,
    said: str = "this run",
) -> Resolved:
    return load_params(
        place, params_dir=folder, overrides=overrides, overrides_from=said, sections=section_ids(),
        own_folder=own_folder,
    )  # fmt: skip


def _common_end(
    places: list[str], folder: Path | None, overrides: Mapping[str, Any], store: Store, said: str
) -> str:
    """Return the latest month that is complete in every district, as YYYY-MM."""
    ends = [
        outline(
            _resolved(place, folder, {**overrides, "period_end": "latest"}, own_folder=False, said=said),
            store,
        ).period.last
        for place in places
    ]
    return f"{min(ends):%Y-%m}"
