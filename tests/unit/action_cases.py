"""Cases with actions: a grid of small areas whose counts are drawn, and a plan that names some of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from assess_cases import OWN, make_case
from shapely.geometry import box

from pads_analysis.data.case import Case
from pads_analysis.params.plan import PlanFile

SIDE = 7
CODES = tuple(f"E010000{at:02d}" for at in range(SIDE * SIDE))
#: A block of four in a corner; the five cells around it touch it.
TREATED = tuple(CODES[at] for at in (0, 1, SIDE, SIDE + 1))
AROUND = tuple(CODES[at] for at in (2, SIDE + 2, 2 * SIDE, 2 * SIDE + 1, 2 * SIDE + 2))
FIRST, LAST = "2018-01", "2021-12"
START = "2020-01-01"


def action(**changes: Any) -> dict[str, Any]:
    """Return an action on burglary in the treated areas from January 2020 on, with changes."""
    given = {
        "id": "A1", "priority": "P1", "action": "Locks fitted free of charge.", "status": "complete",
        "lead": "District council",
        "starts": START, "indicator": "burglary", "areas": list(TREATED),
    } | changes  # fmt: skip
    return {key: value for key, value in given.items() if value is not None}


def plan(*actions: Mapping[str, Any]) -> PlanFile:
    return PlanFile.model_validate(
        {"priorities": [{"id": "P1", "name": "Burglary"}], "actions": list(actions)}
    )


def drawn(
    seed: int,
    mean: float = 8.0,
    factors: Mapping[tuple[str, ...], tuple[str, float]] | None = None,
    season: float = 0.0,
    spread: float = 0.0,
) -> pd.DataFrame:
    """Return monthly counts of every cell (columns), Poisson about `mean`, with what is planted.

    Parameters
    ----------
    factors : mapping
        By cells: the month from which their mean is multiplied, and by what.
    season : float
        Amplitude of a yearly wave.
    spread : float
        Standard deviation, on the log scale, of what each cell and month has beyond chance.
    """
    rng = np.random.default_rng(seed)
    months = pd.date_range(f"{FIRST}-01", f"{LAST}-01", freq="MS")
    wave = 1 + season * np.cos(2 * np.pi * (months.month.to_numpy() - 7) / 12)
    means = pd.DataFrame(
        mean * np.ones((len(months), len(CODES))) * wave[:, None], index=months, columns=CODES
    )
    for cells, (month, factor) in (factors or {}).items():
        means.loc[means.index >= pd.Timestamp(f"{month}-01"), list(cells)] *= factor
    extra = np.exp(rng.normal(-(spread**2) / 2, spread, means.shape)) if spread else 1.0
    return pd.DataFrame(rng.poisson(means.to_numpy() * extra), index=months, columns=CODES)


def case_of(counts: pd.DataFrame, *actions: Mapping[str, Any], **options: Any) -> Case:
    """Return a case whose burglaries are `counts`, with these actions in its plan."""
    rows = counts.rename_axis("month").reset_index().melt("month", var_name="place_code", value_name="count")
    places = pd.DataFrame(
        {"place_code": CODES, "place_name": CODES, "ward_code": "E05000001", "ward_name": "Ward"}
    ).assign(population=1500.0)
    case = make_case(
        {OWN: {"burglary": counts.sum(axis=1).tolist()}}, first=FIRST, last=LAST, places=places,
        place_months=rows.assign(offence_code="burglary"), plan=plan(*actions), **options,
    )  # fmt: skip
    squares = [box(at % SIDE, at // SIDE, at % SIDE + 1, at // SIDE + 1) for at in range(len(CODES))]
    shapes = gpd.GeoDataFrame({"place_code": CODES, "place_name": CODES}, geometry=squares, crs=27700)
    return replace(case, boundaries=shapes)


def partnerships_case(series: Sequence[Sequence[int]], *actions: Mapping[str, Any], **options: Any) -> Case:
    """Return a case of whole partnerships, the first its own, without small areas."""
    codes = [OWN, *(f"E2200{at:04d}" for at in range(1, len(series)))]
    counts = {code: {"burglary": list(map(int, one))} for code, one in zip(codes, series, strict=True)}
    return make_case(counts, first=FIRST, last=LAST, plan=plan(*actions), **options)
