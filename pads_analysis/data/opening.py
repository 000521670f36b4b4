"""Opens a case: parameters and store in, one frozen `Case` out."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from pads_analysis.data.case import Case
from pads_analysis.data.county import CountyAreas
from pads_analysis.data.outline import Outline, missing_folder, outline, scheme_of, step_of
from pads_analysis.data.store import Store
from pads_analysis.data.surveys.stored import RESULTS
from pads_analysis.errors import StoreError
from pads_analysis.params import Resolved, for_edition, load_params
from pads_analysis.params.locations import params_dir as default_params_dir
from pads_analysis.vocabulary import Source, section_ids
from pads_analysis.vocabulary import source as source_words

DEFAULTS_OF_THE_CELL = {"period_end": "latest", "months": 12, "edition": "partner"}

__all__ = ["Outline", "build_case", "find_folder", "find_folders", "open_case", "outline", "step_of", "tell"]


def open_case(
    partnership: str,
    period_end: str = "latest",
    months: int = 12,
    edition: str = "partner",
    params: str = "",
    store: str = "",
    settings: Mapping[str, Any] | None = None,
) -> Case:
    """Open one partnership's case.

    Parameters
    ----------
    partnership : str
        Official code, for example E22000002.
    period_end : str
        Last month, YYYY-MM, or "latest" for what the params say.
    months, edition : int, str
        Length of the period and edition; a value that differs from the default wins over the params files.
    params : str
        Folder with `partnerships/<code>/`; empty for the project's own.
    store : str
        Folder of the store; empty for the one named by the environment variable PADS_STORE.
    settings : mapping, optional
        Any further setting by dotted name, for example {"statistics.margin": 0.05}; always wins.

    Returns
    -------
    Case
        What the user should know of the parameters is printed to stderr once, and stands in `Case.notes`.

    Raises
    ------
    ParamsError
        When a setting is unknown or wrong, or the period lies outside the data.
    StoreError
        When there is no store, or the partnership is not in it (the message offers the nearest names).
    """
    overrides = dict(settings or {})
    for name, value in (("period_end", period_end), ("months", months), ("edition", edition)):
        if value != DEFAULTS_OF_THE_CELL[name]:
            overrides.setdefault(name, value)
    frozen = json.dumps(overrides, sort_keys=True)
    folder, store_dir = find_folders(params, store)
    return _open(partnership, folder, store_dir, frozen, _stamp(folder or default_params_dir(), store_dir))


@lru_cache(maxsize=4)
def _open(code: str, params_dir: Path | None, store_dir: Path, overrides: str, _stamp: str) -> Case:
    # Chapters joined into one book each open the case again; the second time must cost nothing.
    resolved = load_params(
        code,
        params_dir=params_dir,
        overrides=json.loads(overrides),
        overrides_from="this run",
        sections=section_ids(),
    )
    case = build_case(resolved, Store.open(store_dir))
    tell(case.notes)
    return case


def tell(notes: Iterable[str]) -> None:
    """Print what the user should know of the parameters, each note once."""
    for note in dict.fromkeys(notes):
        print(f"note: {note}", file=sys.stderr)


def _stamp(params_dir: Path, store_dir: Path) -> str:
    """Return a text that changes when a params file is edited or something is ingested."""
    files = sorted(path for path in params_dir.rglob("*") if path.is_file())
    ledger = sorted((store_dir / "ledger").glob("*.json"))
    return json.dumps(
        [[str(path), path.stat().st_mtime_ns, path.stat().st_size] for path in files]
        + [[path.name for path in ledger[-1:]]]
    )


def find_folders(params: str, store: str) -> tuple[Path | None, Path]:
    """Return the folder of the parameters, None for the project's own, and that of the store."""
    named = params or os.environ.get("PADS_PARAMS")
    folder = find_folder(params, "PADS_PARAMS", "params") if named else None
    return folder, find_folder(store, "PADS_STORE", "store")


def find_folder(given: str, variable: str, what: str) -> Path:
    """Return the folder `given`, or the one the environment names; a relative one is also sought in the folders above.

    A chapter opened in JupyterLab runs in `notebooks/`, so "outputs/example/store" must be found from there too.
    """
    text = given or os.environ.get(variable, "")
    if not text:
        raise StoreError(
            f"No {what} folder was named.", "", f"Give {what}=... or set the environment variable {variable}."
        )
    path = Path(text).expanduser()
    if path.is_absolute():
        return path
    for base in (Path.cwd(), *Path.cwd().parents):
        if (base / path).exists():
            return (base / path).resolve()
    return path.resolve()


def build_case(resolved: Resolved, store: Store) -> Case:
    """Return the case for parameters already resolved and a store already open.

    A public case holds nothing that partners supplied but settings, and none of the notes that could quote it.
    """
    found = outline(resolved, store)
    notes, public = found.notes, resolved.params.edition == "public"
    if public:
        notes = (missing_folder(resolved),) if resolved.folder_missing else ()
    code, street = found.partnership.code, found.source == "street"
    supplied = store.views.files(code) | (frozenset() if public else store.extracts.files(code))
    closed = ("survey", "survey_results") if public else ()
    deliveries = _behind(store.deliveries(), found.source, supplied, closed)
    return Case(
        resolved=for_edition(resolved),
        partnership=found.partnership,
        period=found.period,
        source=found.source,
        step=step_of(found.source),
        scheme=scheme_of(found.source),
        partnerships=store.partnerships(),
        monthly=store.partnership_months(found.source),
        coverage=found.coverage,
        populations=store.population(),
        households_by_year=store.households(),
        peers=found.peers,
        peers_basis=found.peers_basis,
        places=store.places(code) if street else None,
        place_months=store.place_months(code) if street else None,
        boundaries=store.place_boundaries(code) if street else None,
        force_months=store.force_months() if street else None,
        outcomes=store.outcomes.counts() if street else None,
        outcome_revisions=store.outcomes.revisions() if street else None,
        detail=store.detail(code, found.source),
        deliveries=deliveries,
        sources=_sources(deliveries),
        notes=notes,
        published_views=store.published_views(code, open_only=public),
        county_areas=_county_areas(store, found) if street else None,
        **({} if public else _disclosed(store, code)),
    )


def _county_areas(store: Store, found: Outline) -> CountyAreas | None:
    """Return the small areas of the partnerships of the county that have data; None outside a two-tier county."""
    county = found.partnership.county_code
    if not county:
        return None
    table, covered = store.partnerships(), set(found.coverage["partnership_code"])
    mine = table.loc[table["county_code"] == county].sort_values("partnership_name")["partnership_code"]
    return CountyAreas(tuple(code for code in mine if code in covered), store)


def _disclosed(store: Store, code: str) -> dict[str, Any]:
    """Return what authorities disclosed about a partnership; never part of a public case."""
    held = store.extracts
    return {
        "incidents": {kind: held.incidents(code, kind) for kind in held.data_sets(code)},
        "submissions": held.submissions(code=code),
        "extract_months": held.months(code),
        "surveys": store.surveys(code),
    }


def _behind(
    deliveries: pd.DataFrame, source: str, supplied: frozenset[int], closed: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Return the live deliveries that a case rests on.

    Of extracts and surveys, the files `supplied` that tell of it, without those of the `closed` kinds.
    """
    told = {"extract", "survey", *RESULTS}
    counts = {"street", "borough", "csp_table", "force_table", *told}
    used = ~deliveries["kind"].isin(counts) | (deliveries["kind"] == source)
    # The catalogue lists files in order of arrival, which is how the ledger numbers them.
    used |= deliveries["kind"].isin(told) & (deliveries.index + 1).isin(supplied)
    used &= ~deliveries["kind"].isin(closed)
    return deliveries.loc[used & (deliveries["status"] == "live")].reset_index(drop=True)


def _sources(deliveries: pd.DataFrame) -> tuple[Source, ...]:
    return tuple(source_words(kind) for kind in dict.fromkeys(deliveries["kind"]))
