"""Writes the example county: raw files as publishers send them, parameter files, and the truths planted in both."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pads_analysis.errors import UsageError

# numpy, pandas, shapely and pyproj are imported on first use: the command line imports this module to describe itself.
if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from pads_analysis.data.example.calendar import Calendar
    from pads_analysis.data.example.counted import Counted, ForceTruth
    from pads_analysis.data.example.extracts import Disclosed
    from pads_analysis.data.example.places import Force
    from pads_analysis.data.example.rows import Hotspot, Rows
    from pads_analysis.data.example.surveys import Surveyed

FEWEST = 20


@dataclass(frozen=True, slots=True)
class ExampleSummary:
    """What was written.

    Attributes
    ----------
    raw : Path
        Folder of the publishers' files, to be ingested.
    params : Path
        Folder that holds `partnerships`.
    truths : Path
        File of the planted truths.
    codes : tuple of str
        Codes of all partnerships, the example county's six districts first.
    county_codes : tuple of str
        Codes of the six.
    main_code : str
        The district with a plan, published views and decisions.
    rows : int
        Rows of the police files.
    files : tuple of Path
        Every file that was written.
    """

    raw: Path
    params: Path
    truths: Path
    codes: tuple[str, ...]
    county_codes: tuple[str, ...]
    main_code: str
    rows: int
    files: tuple[Path, ...]


def write_example(
    folder: Path,
    *,
    seed: int = 20070801,
    partnerships: int = 20,
    months: int = 48,
    last_month: str = "2024-03",
) -> ExampleSummary:
    """Write the example county into a folder.

    The same arguments give the same bytes. Files of an earlier example in the folder are replaced, but parameter
    files that are already there are left as they are, because they may hold an analyst's work.

    Parameters
    ----------
    folder : Path
        Where to write; `raw`, `params` and `truths.json` appear in it.
    seed : int
        Seed of every random draw, 0 or more.
    partnerships : int
        How many partnerships, 20 or more; those beyond 20 are further peers and leave the first 20 as they are.
    months : int
        How many months of police files, 24 or more.
    last_month : str
        Their last month, YYYY-MM.

    Returns
    -------
    ExampleSummary

    Raises
    ------
    UsageError
        When an argument is out of range, or the folder holds raw files that no example wrote.
    """
    if partnerships < FEWEST:
        raise UsageError(
            f"The example has at least {FEWEST} partnerships, and {partnerships} were asked for.",
            do=f"Ask for {FEWEST} or more.",
        )
    if seed < 0:
        raise UsageError(f"The seed is {seed}, which is less than 0.", do="Give a whole number from 0.")
    from pads_analysis.data.example import places
    from pads_analysis.data.example.calendar import Calendar
    from pads_analysis.data.example.counted import Counted
    from pads_analysis.data.example.model import annual_rates

    calendar = Calendar.ending(last_month, months)
    folder = Path(folder)
    _clear(folder)
    forces = places.forces(partnerships, seed)
    rates = annual_rates(forces, seed)
    areas: list[pd.DataFrame] = []
    files: list[Path] = []
    found: list[ForceTruth] = []
    rows = 0
    disclosed = None
    for force in forces:
        areas.append(places.small_areas(force, sum(map(len, areas)), seed))
        written = _write_force(folder / "raw", force, areas[-1], rates[force.index], calendar, seed)
        files += written.files
        found.append(written.truth)
        rows += written.rows
        disclosed = disclosed or written.disclosed
        files += written.disclosed.files if written.disclosed else ()
    files += _write_area_files(folder / "raw", forces, areas, seed)
    assert disclosed is not None  # noqa: S101 - a fault in the package's own data: no force serves the main district
    counted = Counted(forces, calendar, found)
    return _finish(folder, counted, files, rows, disclosed, _areas_of_main(counted, areas), seed)


@dataclass(frozen=True, slots=True)
class _Written:
    files: list[Path]
    truth: ForceTruth
    rows: int
    disclosed: Disclosed | None


def _clear(folder: Path) -> None:
    """Delete the raw files that an earlier example wrote, and nothing else."""
    raw, truths = folder / "raw", folder / "truths.json"
    if truths.is_file():
        for name in json.loads(truths.read_text("utf-8"))["files"]:
            if name.startswith("raw/") and ".." not in name:
                (folder / name).unlink(missing_ok=True)
        return
    if raw.is_dir() and any(raw.iterdir()):
        raise UsageError(
            "The folder already holds raw files, and no example wrote them.",
            str(raw),
            "Name another folder for the example.",
        )


def _write_force(
    raw: Path, force: Force, areas: pd.DataFrame, rates: np.ndarray, calendar: Calendar, seed: int
) -> _Written:
    from pads_analysis.data.example import actions, denominators, model, police, rows
    from pads_analysis.data.example.extracts import write_extracts
    from pads_analysis.data.example.settings import stream
    from pads_analysis.data.example.shapes import draw_shapes

    shapes = draw_shapes(areas, force.index, stream(seed, "shapes", force.index))
    hotspot = rows.find_hotspot(force, areas, shapes)
    weights = rows.area_weights(areas, shapes, hotspot, stream(seed, "weights", force.index))
    expected = model.expected_rows(force, rates, calendar)
    counts = model.draw_counts(expected, stream(seed, "counts", force.index))
    rng = stream(seed, "rows", force.index)
    drawn = rows.lose_half(rows.draw_rows(counts, weights, areas, shapes, rng), force, calendar, rng)
    extra = model.county_wide_rows(force, expected, calendar)
    if extra.any():
        # Drawn apart, so that all other rows stay as they were without them.
        own = stream(seed, "county_wide", force.index)
        drawn = drawn.with_others(rows.draw_rows(own.poisson(extra), weights, areas, shapes, own))
    expected = expected + extra
    found = actions.find_actions(force, areas, shapes, calendar)
    held = actions.spared(found, drawn, stream(seed, "actions", force.index))
    expected = actions.thinned(expected, found, weights)
    codes = areas["lsoa_code"].to_numpy()
    truth = replace(
        _force_truth(force, expected, drawn.keep(held), hotspot, areas, calendar),
        actions={name: tuple(codes[one.areas]) for name, one in found.items()},
    )
    published = police.write_police(raw / "police", force, areas, shapes, drawn, calendar, rng, held)
    files = list(published.files)
    files += denominators.write_boundaries(raw / "boundaries", force, areas, shapes)
    disclosed = write_extracts(raw / "extracts", force, areas, shapes, published, calendar, seed)
    return _Written(files, truth, int(held.sum()), disclosed)


def _force_truth(
    force: Force,
    expected: np.ndarray,
    drawn: Rows,
    hotspot: Hotspot | None,
    areas: pd.DataFrame,
    calendar: Calendar,
) -> ForceTruth:
    from pads_analysis.data.example.counted import ForceTruth
    from pads_analysis.data.example.rows import hotspot_counts, located_share

    return ForceTruth(
        expected=expected * located_share(force, calendar),
        observed=drawn.counts(expected.shape),
        hotspot=hotspot_counts(hotspot, drawn, areas, calendar) if hotspot else {},
    )


def _write_area_files(
    raw: Path, forces: tuple[Force, ...], areas: list[pd.DataFrame], seed: int
) -> list[Path]:
    import pandas as pd

    from pads_analysis.data.example import denominators, lookups

    every = pd.concat(areas, ignore_index=True)
    return [
        *lookups.write_lookups(raw / "lookups", forces, every),
        *denominators.write_population(raw / "population", every, seed),
        denominators.write_households(raw / "households", forces),
        denominators.write_deprivation(raw / "imd", every, seed),
    ]


def _areas_of_main(counted: Counted, areas: list[pd.DataFrame]) -> list[str]:
    """Return the small areas of the main district."""
    from pads_analysis.data.example.model import find_place
    from pads_analysis.data.example.settings import load

    force, at = find_place(counted.forces, load("words")["main"])
    own = areas[force]
    return list(own.loc[own["place"] == at, "lsoa_code"])


def _finish(
    folder: Path,
    counted: Counted,
    files: list[Path],
    rows: int,
    disclosed: Disclosed,
    main_areas: list[str],
    seed: int,
) -> ExampleSummary:
    """Write the parameter files and the truths, which need the counts of every force."""
    from pads_analysis.data.example.context_series import write_context
    from pads_analysis.data.example.model import find_place, offences
    from pads_analysis.data.example.partnership_files import write_partnerships
    from pads_analysis.data.example.settings import load
    from pads_analysis.data.example.surveys import write_surveys

    params = folder / "params"
    force, at = find_place(counted.forces, load("words")["main"])
    earlier = counted.found[force].observed[at][:, counted.calendar.earlier].sum(axis=1)
    recorded = {offence.code: int(count) for offence, count in zip(offences(), earlier, strict=True)}
    files += write_partnerships(
        params / "partnerships", counted.forces, counted.calendar, recorded, counted.found[force].actions
    )
    counts = {one.code: counted.counts(force, at, number) for number, one in enumerate(offences())}
    place = counted.forces[force].places[at]
    surveyed = write_surveys(folder / "raw" / "surveys", place, main_areas, counted.calendar, counts, seed)
    files += surveyed.files
    files += write_context(params / "context", counted.forces, counted.calendar, seed)
    truths = _write_truths(folder, counted, files, rows, disclosed, surveyed, seed)
    return ExampleSummary(
        raw=folder / "raw",
        params=params,
        truths=truths,
        codes=tuple(counted.codes()),
        county_codes=tuple(place.code for place in counted.forces[0].places if place.county_code),
        main_code=counted.forces[force].places[at].code,
        rows=rows,
        files=(*files, truths),
    )


def _write_truths(
    folder: Path,
    counted: Counted,
    files: list[Path],
    rows: int,
    disclosed: Disclosed,
    surveyed: Surveyed,
    seed: int,
) -> Path:
    from pads_analysis.data.example.files import write_text
    from pads_analysis.data.example.not_planted import not_planted
    from pads_analysis.data.example.truths import planted

    calendar = counted.calendar
    content = {
        "seed": seed,
        "months": [calendar.names[0], calendar.names[-1]],
        "windows": {"earlier": calendar.span(calendar.earlier), "latest": calendar.span(calendar.latest)},
        "rows": rows,
        "counts": "Rows with a small area. Observed: as the files hold them. Expected: the mean they were drawn from.",
        "partnerships": [
            {
                "code": place.code,
                "name": place.name,
                "district_code": place.district_code,
                "force_name": force.name,
                "county_code": place.county_code,
                "population_2022": place.population,
            }
            for force, _, place in counted.places()
        ],
        "extracts": {"rows": disclosed.rows, "rejected": disclosed.rejected},
        "surveys": {"rows": surveyed.rows},
        "planted": [*planted(counted), *disclosed.planted, *surveyed.planted],
        "not_planted": [*not_planted(counted), *disclosed.not_planted, *surveyed.not_planted],
        "expected": counted.table(),
        "files": sorted(path.relative_to(folder).as_posix() for path in files),
    }
    return write_text(folder / "truths.json", json.dumps(content, indent=1, ensure_ascii=False) + "\n")
