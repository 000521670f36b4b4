"""Hot spots and series across the borders of the county's districts (statutory element g)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.county import county_basis
from pads_analysis.assess.county_members import members, subject_of, without_county
from pads_analysis.assess.gathering import MIN_PLACES
from pads_analysis.assess.moving_together import moving_together, no_series
from pads_analysis.assess.places import no_places
from pads_analysis.assess.result import CrossBorderResult, NotAvailable
from pads_analysis.assess.selection import usable_months
from pads_analysis.stats.contiguity import neighbours
from pads_analysis.stats.spatial import fdr, gi_star

if TYPE_CHECKING:
    import geopandas as gpd
    from scipy import sparse

    from pads_analysis.data.case import Case
    from pads_analysis.data.county import County

TITLE = "Across district borders"
#: With fewer events an area, Gi* finds hot spots where there are none (docs/methods/spatial.md).
LEAST_EVENTS = 2.0
CLUSTERS = ("cluster", "offence_code", "offence_name", "places", "districts", "district_codes", "n_places", "count",
            "times", "how_long")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Small areas of the county with an outline, and which of them touch."""

    frame: gpd.GeoDataFrame
    links: sparse.csr_array


def cross_border(subject: Case | County) -> CrossBorderResult | NotAvailable:
    """Find hot small areas that touch across a district border, and offences that move together in neighbours.

    Every small area of the county is tested with its neighbours (Gi*), all areas and offences being one family. A
    cluster across a border is a set of hot areas that touch, of more than one district.
    """
    case, own = subject_of(subject)
    missing = without_county(case, "cross_border", TITLE)
    if missing is not None:
        return missing
    if case.places is None or case.county_places is None:
        return no_places(case, "cross_border", "g", TITLE)
    drawn, why = _drawn(case)
    counted = _months(case)
    if drawn is not None and not len(counted):
        why = "no month of the period is complete in every district"
    clusters, offences, tested = _clusters(case, drawn) if not why else (_none(), (), 0)
    pairs = _neighbouring(case, drawn)
    why_no_series = no_series(case, pairs)
    series, n_series, months = moving_together(case, pairs) if not why_no_series else (None, 0, 0)
    if why and why_no_series:
        do = "Ingest the boundaries." if drawn is None else "Ingest the force's files for the whole county."
        return NotAvailable("cross_border", "g", TITLE, f"{why}, and {why_no_series}", do)
    return CrossBorderResult(
        basis=county_basis(
            case, "", *_notes(case, drawn), kinds=("boundaries",), used=counted if len(counted) else None
        ),
        county_name=case.partnership.county_name,
        own=own,
        places=_marked(case, drawn, clusters),
        clusters=clusters.drop(columns="members"),
        series=series if series is not None else pd.DataFrame(),
        tested_offences=offences,
        n_tested=tested,
        n_pairs=len(pairs),
        n_series=n_series,
        months=months,
        fdr=case.params.statistics.false_discovery_rate,
        why_no_series=why_no_series,
        why_no_clusters=why,
    )


def _none() -> pd.DataFrame:
    return pd.DataFrame(columns=[*CLUSTERS, "members"])


def _notes(case: Case, drawn: _Drawn | None) -> tuple[str, ...]:
    held = len(case.county_places)
    lacking = 0 if drawn is None else held - len(drawn.frame)
    outline = (
        f"{lacking} of the {held} small areas of the county have no outline in the store and were not tested."
        if lacking
        else ""
    )
    return (
        outline,
        "Published locations are points near by, not where a crime happened; areas with many visitors hold more crime "
        "whatever the border.",
        "Near repeats across borders were not looked at: extracts tell of one partnership's incidents only.",
    )


def _drawn(case: Case) -> tuple[_Drawn | None, str]:
    shapes = case.county_boundaries
    if shapes is None:
        return None, "the store has no boundaries of small areas"
    named = case.county_places[["partnership_code", "place_code", "place_name"]]
    frame = shapes[["place_code", "geometry"]].merge(named, on="place_code")
    frame = frame.loc[frame.geometry.notna() & ~frame.geometry.is_empty].reset_index(drop=True)
    if frame["partnership_code"].nunique() < 2 or len(frame) < MIN_PLACES:
        return None, "small areas of fewer than two of its districts have an outline in the store"
    return _Drawn(frame, neighbours(frame.geometry).adjacency), ""


def _months(case: Case) -> pd.DatetimeIndex:
    """Return the months of the period that are usable in every district: a missing month must not make a cold side."""
    months = usable_months(case, case.period).months
    for code in members(case):
        months = months.intersection(usable_months(case, case.period, code).months)
    return months


def _counted(case: Case, drawn: _Drawn, months: pd.DatetimeIndex) -> pd.DataFrame:
    """Return counts of every offence by small area, in the order of the frame; the total of recorded crime first."""
    rows = case.county_place_months
    rows = rows.loc[rows["month"].isin(months)]
    wide = rows.pivot_table(
        index="place_code", columns="offence_code", values="count", aggfunc="sum", fill_value=0
    )
    wide = wide.reindex(drawn.frame["place_code"], fill_value=0).fillna(0)
    counted = [code for code in wide.columns if case.scheme.offence(code).in_total]
    total = wide[counted].sum(axis=1)
    return pd.concat([total.rename(case.scheme.total_code), wide], axis=1)


def _clusters(case: Case, drawn: _Drawn) -> tuple[pd.DataFrame, tuple[str, ...], int]:
    """Return hot areas that touch across a border, the offences tested, and the number of small areas."""
    counts = _counted(case, drawn, _months(case))
    codes = [code for code in counts.columns if counts[code].mean() >= LEAST_EVENTS]
    if not codes:
        return _none(), (), len(drawn.frame)
    found = [gi_star(counts[code].to_numpy(dtype="float64"), drawn.links) for code in codes]
    p = fdr(np.concatenate([each.p for each in found])).reshape(len(codes), -1)
    level = case.params.statistics.false_discovery_rate
    earlier = _counted(case, drawn, _months_before(case))
    rows = []
    for at, code in enumerate(codes):
        hot = (p[at] <= level) & (found[at].z > 0)
        for group in across(hot, drawn.links, drawn.frame["partnership_code"].to_numpy()):
            rows.append(_row(case, drawn, code, group, counts[code].to_numpy(), earlier, level))
    names = tuple(case.scheme.offence(code).name for code in codes)
    if not rows:
        return _none(), names, len(drawn.frame)
    table = (
        pd.DataFrame(rows)
        .sort_values(["is_total", "count"], ascending=False, kind="stable")
        .reset_index(drop=True)
    )
    table.insert(0, "cluster", range(1, len(table) + 1))
    return table[[*CLUSTERS, "members"]], names, len(drawn.frame)


def across(hot: np.ndarray, links: sparse.csr_array, districts: np.ndarray) -> list[np.ndarray]:
    """Return the groups of hot areas that touch one another and lie in more than one district.

    Parameters
    ----------
    hot : ndarray of bool (n,)
    links : sparse array (n, n)
        1 where two areas touch.
    districts : ndarray of str (n,)

    Returns
    -------
    list of ndarray
        Positions of the areas of each group.
    """
    from scipy.sparse.csgraph import connected_components

    at = np.flatnonzero(hot)
    if len(at) < 2:
        return []
    _, label = connected_components(links[at][:, at], directed=False)
    groups = [at[label == each] for each in np.unique(label)]
    return [group for group in groups if len(set(districts[group])) > 1]


def _row(
    case: Case,
    drawn: _Drawn,
    code: str,
    group: np.ndarray,
    counts: np.ndarray,
    earlier: pd.DataFrame,
    level: float,
) -> dict[str, object]:
    held, names = drawn.frame.iloc[group], case.names
    places = [
        f"{name} ({names[district]})"
        for name, district in zip(held["place_name"], held["partnership_code"], strict=True)
    ]
    codes = sorted(set(held["partnership_code"]), key=lambda district: names[district])
    before = earlier[code].to_numpy(dtype="float64") if code in earlier else np.zeros(len(counts))
    return {
        "offence_code": code, "offence_name": case.scheme.offence(code).name,
        "is_total": code == case.scheme.total_code,
        "places": "; ".join(sorted(places)), "districts": ", ".join(names[each] for each in codes),
        "district_codes": "|".join(codes), "n_places": len(group), "count": int(counts[group].sum()),
        "times": float(counts[group].mean() / counts.mean()),
        "how_long": _how_long(drawn, before, group, level), "members": tuple(int(each) for each in group),
    }  # fmt: skip


def _months_before(case: Case) -> pd.DatetimeIndex:
    months = usable_months(case, case.previous).months
    for code in members(case):
        months = months.intersection(usable_months(case, case.previous, code).months)
    return months


def _how_long(drawn: _Drawn, before: np.ndarray, group: np.ndarray, level: float) -> str:
    """Return whether most of the cluster was hot in the period before as well; "" where that cannot be told."""
    if before.mean() < LEAST_EVENTS:
        return ""
    found = gi_star(before, drawn.links)
    hot = (fdr(found.p) <= level) & (found.z > 0)
    return "hot before as well" if 2 * hot[group].sum() > len(group) else "not hot before"


def _marked(case: Case, drawn: _Drawn | None, clusters: pd.DataFrame) -> pd.DataFrame:
    """Return the small areas with the number of the first cluster that holds each."""
    if drawn is None:
        return case.county_places[["partnership_code", "place_code", "place_name"]].assign(
            cluster=0, share=np.nan
        )
    frame = drawn.frame.assign(
        partnership_name=drawn.frame["partnership_code"].map(case.names),
        count=_counted(case, drawn, _months(case))[case.scheme.total_code].to_numpy(),
        cluster=0,
    )
    for number, held in zip(reversed(clusters["cluster"]), reversed(clusters["members"]), strict=True):
        frame.loc[list(held), "cluster"] = number
    return frame


def _neighbouring(case: Case, drawn: _Drawn | None) -> list[tuple[str, str]]:
    """Return the pairs of districts that touch; every pair where no outlines tell."""
    codes = members(case)
    every = [(a, b) for at, a in enumerate(codes) for b in codes[at + 1 :]]
    if drawn is None:
        return every
    owner = drawn.frame["partnership_code"].to_numpy()
    i, j = drawn.links.nonzero()
    touching = {frozenset(pair) for pair in zip(owner[i], owner[j], strict=True)}
    return [pair for pair in every if frozenset(pair) in touching]
