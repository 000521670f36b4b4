"""The outline of a case: which source, which period and which peers, checked before anything is read or run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from pads_analysis.data.case import Partnership
from pads_analysis.data.codes import (
    check_mapped,
    check_targets,
    known_offences,
    near_partnerships,
    place_of,
    unknown_offences,
)
from pads_analysis.data.named_areas import check_action_areas
from pads_analysis.data.periods import Period, previous_period
from pads_analysis.data.predecessors import check_predecessors
from pads_analysis.data.store import Store
from pads_analysis.errors import ParamsError, StoreError
from pads_analysis.params import AssessmentParams, Resolved
from pads_analysis.vocabulary import Scheme, offence_scheme

SCHEMES = {"street": "street", "borough": "borough", "csp_table": "home_office"}
QUARTERLY = {"csp_table"}
MONTHS_OF_A_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Outline:
    """What a case will be about, told without reading the partnership's own data.

    Attributes
    ----------
    partnership : Partnership
    source : str
        `street`, `borough` or `csp_table`.
    coverage : DataFrame
        As `Store.coverage`, months left out by choice marked.
    period : Period
    peers : tuple of str
    peers_basis : str
    notes : tuple of str
        What the user should know of the parameters: files that are not read, codes that match nothing.
    """

    partnership: Partnership
    source: str
    coverage: pd.DataFrame
    period: Period
    peers: tuple[str, ...]
    peers_basis: str
    notes: tuple[str, ...] = ()


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
    check_predecessors(resolved, own, store)
    _check_previous(resolved, period)
    peers, basis = _peers(resolved, store, coverage)
    known = known_offences(scheme_of(source), store, source)
    check_mapped(resolved, known, source)
    check_targets(resolved, known)
    if source == "street" and resolved.plan:
        check_action_areas(resolved, store.places(own.code), own.name)
    notes = (*resolved.warnings, *unknown_offences(resolved, known))
    if resolved.folder_missing:
        notes = (missing_folder(resolved), *notes)
    return Outline(own, source, coverage, period, peers, basis, notes)


def missing_folder(resolved: Resolved) -> str:
    """Return the note for a folder of parameters that was given and says nothing about the partnership."""
    name = resolved.params_dir.resolve().name
    return f"no folder for {resolved.params.partnership} in {name}; the defaults are used"


def scheme_of(source: str) -> Scheme:
    """Return the offence categories of a source."""
    return offence_scheme(SCHEMES[source])


def step_of(source: str) -> int:
    """Return the months that one count of a source covers."""
    return MONTHS_OF_A_QUARTER if source in QUARTERLY else 1


def _partnership(code: str, partnerships: pd.DataFrame, store: Store) -> Partnership:
    found = partnerships.loc[partnerships["partnership_code"] == code]
    if found.empty:
        near = ", ".join(near_partnerships(code, store)) or "none"
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


def _check_previous(resolved: Resolved, period: Period) -> None:
    """Refuse a previous assessment that is not earlier than this one."""
    earlier = resolved.previous_assessment
    if earlier is None:
        return
    before = previous_period(earlier)
    if before.last >= period.last:
        when = "the same month" if before.last == period.last else "later"
        raise ParamsError(
            f"The previous assessment is of {before.label} and this one of {period.label}: it ends {when}.",
            place_of(resolved, "previous_assessment"),
            "Give an assessment whose period ends before this one's, or choose a later period_end.",
        )


def _peers(resolved: Resolved, store: Store, coverage: pd.DataFrame) -> tuple[tuple[str, ...], str]:
    params = resolved.params
    covered = set(coverage["partnership_code"])
    listed = [code for code in params.peers.codes if code != params.partnership]
    _refuse_unknown_peers(listed, resolved, store)
    if listed:
        kept = tuple(code for code in listed if code in covered)
        lost = len(listed) - len(kept)
        basis = params.peers.note or "the list given in the params"
        return kept, basis + (
            f" ({lost} of the {len(listed)} listed have no data in the store)" if lost else ""
        )
    others = tuple(sorted(covered - {params.partnership}))
    return others, "no list of peers was given, so all other partnerships in the store stand in for one"


def _refuse_unknown_peers(listed: Sequence[str], resolved: Resolved, store: Store) -> None:
    known = set(store.partnerships()["partnership_code"])
    unknown = [code for code in listed if code not in known]
    if not unknown:
        return
    near = ", ".join(dict.fromkeys(name for code in unknown[:2] for name in near_partnerships(code, store)))
    raise ParamsError(
        f"{', '.join(unknown)} {'is' if len(unknown) == 1 else 'are'} not in the store's lookups.",
        place_of(resolved, "peers.codes"),
        f"Correct it, or ingest the lookup that holds it. Nearest: {near or 'none'}.",
    )
