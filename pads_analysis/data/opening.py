"""Opens a case: parameters and store in, one frozen `Case` out."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from pads_analysis.data.case import Case, Partnership
from pads_analysis.data.periods import Period
from pads_analysis.data.store import Store
from pads_analysis.errors import ParamsError, StoreError
from pads_analysis.params import AssessmentParams, Resolved, load_params
from pads_analysis.params.locations import params_dir as default_params_dir
from pads_analysis.vocabulary import Source, offence_scheme
from pads_analysis.vocabulary import source as source_words

DEFAULTS_OF_THE_CELL = {"period_end": "latest", "months": 12, "edition": "partner"}
SCHEMES = {"street": "street", "borough": "borough", "csp_table": "home_office"}
QUARTERLY = {"csp_table"}
MONTHS_OF_A_QUARTER = 3


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
    folder = find_folder(params, "PADS_PARAMS", "params") if params or os.environ.get("PADS_PARAMS") else None
    store_dir = find_folder(store, "PADS_STORE", "store")
    return _open(partnership, folder, store_dir, frozen, _stamp(folder or default_params_dir(), store_dir))


@lru_cache(maxsize=4)
def _open(code: str, params_dir: Path | None, store_dir: Path, overrides: str, _stamp: str) -> Case:
    # Chapters joined into one book each open the case again; the second time must cost nothing.
    resolved = load_params(
        code, params_dir=params_dir, overrides=json.loads(overrides), overrides_from="this run"
    )
    return build_case(resolved, Store.open(store_dir))


def _stamp(params_dir: Path, store_dir: Path) -> str:
    """Return a text that changes when a params file is edited or something is ingested."""
    files = sorted(path for path in params_dir.rglob("*") if path.is_file())
    ledger = sorted((store_dir / "ledger").glob("*.json"))
    return json.dumps(
        [[str(path), path.stat().st_mtime_ns, path.stat().st_size] for path in files]
        + [[path.name for path in ledger[-1:]]]
    )


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


@dataclass(frozen=True, slots=True)
class Outline:
    """What a case will be about, told without reading the partnership's own data."""

    partnership: Partnership
    source: str
    coverage: pd.DataFrame
    period: Period
    peers: tuple[str, ...]
    peers_basis: str


def outline(resolved: Resolved, store: Store) -> Outline:
    """Check the parameters against the store and return what the case will be about.

    Raises
    ------
    ParamsError
        When the partnership or a peer is unknown, the source is not held, or the period lies outside the data.
    StoreError
        When the store holds no complete month for the partnership.
    """
    params = resolved.params
    partnerships = store.partnerships()
    own = _partnership(params.partnership, partnerships, store)
    source = _choose_source(params, store)
    coverage = _apply_left_out(store.coverage(source, params.quality.incomplete_below), params)
    period = _period(params, coverage, own, step_of(source))
    peers, basis = _peers(params, partnerships, coverage)
    return Outline(own, source, coverage, period, peers, basis)


def build_case(resolved: Resolved, store: Store) -> Case:
    """Return the case for parameters already resolved and a store already open."""
    found = outline(resolved, store)
    code, street = found.partnership.code, found.source == "street"
    deliveries = _behind(store.deliveries(), found.source)
    return Case(
        resolved=resolved,
        partnership=found.partnership,
        period=found.period,
        source=found.source,
        step=step_of(found.source),
        scheme=offence_scheme(SCHEMES[found.source]),
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
        deliveries=deliveries,
        sources=_sources(deliveries),
    )


def step_of(source: str) -> int:
    """Return the months that one count of a source covers."""
    return MONTHS_OF_A_QUARTER if source in QUARTERLY else 1


def _partnership(code: str, partnerships: pd.DataFrame, store: Store) -> Partnership:
    found = partnerships.loc[partnerships["partnership_code"] == code]
    if found.empty:
        near = ", ".join(store.nearest(code)) or "none"
        raise ParamsError(
            f"The partnership {code} is not in the store.", "partnership", f"Nearest in the store: {near}."
        )
    row = found.iloc[0]
    return Partnership(
        code=row["partnership_code"],
        name=row["partnership_name"],
        force_code=row["force_code"],
        force_name=row["force_name"],
        county_code=row["county_code"],
        county_name=row["county_name"],
        country_code=row["country_code"],
    )


def _choose_source(params: AssessmentParams, store: Store) -> str:
    held = store.sources(params.partnership)
    if not held:
        raise StoreError(
            f"The store holds no recorded crime for {params.partnership}.",
            "store",
            "Ingest its force's street-level files, a borough table or the Home Office table.",
        )
    if params.source == "auto":
        return held[0]
    if params.source not in held:
        raise ParamsError(
            f"The store holds no {params.source} data for {params.partnership}; it holds {', '.join(held)}.",
            "source",
            "Change source, or leave it at auto.",
        )
    return params.source


def _apply_left_out(coverage: pd.DataFrame, params: AssessmentParams) -> pd.DataFrame:
    left_out = pd.to_datetime([f"{month}-01" for month in params.quality.left_out_months])
    if len(left_out) == 0:
        return coverage
    chosen = coverage["month"].isin(left_out)
    return coverage.assign(status=coverage["status"].where(~chosen, "left out by choice"))


def _period(params: AssessmentParams, coverage: pd.DataFrame, own: Partnership, step: int) -> Period:
    mine = coverage.loc[coverage["partnership_code"] == own.code]
    complete = mine.loc[mine["status"] == "complete", "month"]
    if complete.empty:
        raise StoreError(f"No complete month is in the store for {own.name}.", "store", "Ingest more months.")
    to_last_month = pd.DateOffset(months=step - 1)
    first, last = mine["month"].min(), mine["month"].max() + to_last_month
    end = f"{complete.max() + to_last_month:%Y-%m}" if params.period_end == "latest" else params.period_end
    period = Period.ending(end, params.months)
    if step > 1 and (params.months % step or (period.first.month - first.month) % step):
        raise ParamsError(
            f"The period {period.label} does not consist of whole quarters, and the counts are quarterly.",
            "period_end and months",
            "End the period in March, June, September or December and give months in multiples of 3.",
        )
    if period.first < first or period.last > last:
        raise ParamsError(
            f"The period {period.label} lies outside the data for {own.name}, "
            f"which run from {first:%B %Y} to {last:%B %Y}.",
            "period_end and months",
            "Choose an earlier or later period_end, fewer months, or ingest the missing months.",
        )
    if not complete.between(period.first, period.last).any():
        raise ParamsError(
            f"No month of {period.label} is complete for {own.name}: all are missing, incomplete or left out.",
            "period_end, months and quality.left_out_months",
            "Choose another period, or leave fewer months out.",
        )
    return period


def _peers(
    params: AssessmentParams, partnerships: pd.DataFrame, coverage: pd.DataFrame
) -> tuple[tuple[str, ...], str]:
    known = set(partnerships["partnership_code"])
    covered = set(coverage["partnership_code"])
    listed = [code for code in params.peers.codes if code != params.partnership]
    unknown = [code for code in listed if code not in known]
    if unknown:
        raise ParamsError(
            f"{', '.join(unknown)} {'is' if len(unknown) == 1 else 'are'} not in the store's lookups.",
            "peers.codes",
            "Correct the code, or ingest the lookup that holds it.",
        )
    if listed:
        kept = tuple(code for code in listed if code in covered)
        lost = len(listed) - len(kept)
        basis = params.peers.note or "the list given in the params"
        return kept, basis + (
            f" ({lost} of the {len(listed)} listed have no data in the store)" if lost else ""
        )
    others = tuple(sorted(covered - {params.partnership}))
    return others, "no list of peers was given, so all other partnerships in the store stand in for one"


def _behind(deliveries: pd.DataFrame, source: str) -> pd.DataFrame:
    counts = {"street", "borough", "csp_table", "force_table"}
    used = ~deliveries["kind"].isin(counts) | (deliveries["kind"] == source)
    return deliveries.loc[used & (deliveries["status"] == "live")].reset_index(drop=True)


def _sources(deliveries: pd.DataFrame) -> tuple[Source, ...]:
    return tuple(source_words(kind) for kind in dict.fromkeys(deliveries["kind"]))
