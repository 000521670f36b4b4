"""`pads run --county`: the overview of a county's districts as one more job of a batch."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pads_analysis.errors import ParamsError

if TYPE_CHECKING:
    from pads_analysis.batch.job import Job
    from pads_analysis.data.store import Store

CELL = {"period_end": "latest", "months": 12, "edition": "partner"}
EDITIONS = ("partner", "public")


def county_job(county: str, opened: Store, store: Path, params: Path | None, given: Mapping[str, str]) -> Job:
    """Return the job that runs `overview.ipynb` for a county given by code or name.

    Raises
    ------
    ParamsError
        When there is no such county, or a setting that the overview takes by itself is wrong.
    """
    from pads_analysis.batch import Job
    from pads_analysis.batch.record import COUNTY_PAGE
    from pads_analysis.data.county_opening import check_county
    from pads_analysis.params import notebooks_dir

    cell = {**CELL, **{key: given[key] for key in CELL if key in given}}
    if not str(cell["months"]).isdigit():
        raise ParamsError(
            f"{cell['months']!r} is not a number of months.", "--months", "Give a whole number, such as 12."
        )
    if cell["edition"] not in EDITIONS:
        raise ParamsError(f"{cell['edition']!r} is no edition.", "--edition", "Give partner or public.")
    cell["months"] = int(cell["months"])
    others = {key: value for key, value in given.items() if key not in CELL}
    # Asked here, so that a wrong setting is said before anything runs.
    code, name = check_county(county, opened, params, **cell, settings=others)
    return Job(
        partnership=code,
        name=name,
        chapters=(notebooks_dir() / "overview.ipynb",),
        parameters={
            "county": code,
            **cell,
            "params": str(params.resolve()) if params else "",
            "store": str(store.resolve()),
            "settings": others,
        },
        page=COUNTY_PAGE,
    )
