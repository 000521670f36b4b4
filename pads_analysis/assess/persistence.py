"""How long hot spots have lasted: the test of the section on hot spots, made for every quarter held (element a)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.patterns import hotspots
from pads_analysis.assess.places import no_places, place_counts
from pads_analysis.assess.result import HotspotsResult, NotAvailable, PersistenceResult
from pads_analysis.assess.selection import basis, history
from pads_analysis.data.periods import Period, month_label
from pads_analysis.stats.contiguity import neighbours
from pads_analysis.stats.lasting_hot_spots import LastingHotSpots, lasting_hot_spots

if TYPE_CHECKING:
    import geopandas as gpd

    from pads_analysis.data.case import Case

TITLE = "How long hot spots have lasted"
#: Esri asks for ten steps (docs/methods/emerging_hot_spots.md).
LEAST_STEPS = 10
#: With fewer events an area and step, Gi* finds hot spots where there are none (docs/methods/spatial.md).
LEAST_EVENTS = 2.0
#: A step stands on two thirds of its months at least.
USABLE_OF_STEP = 2 / 3
QUARTER, HALF_YEAR = 3, 6
LASTING = {
    "persistent hotspot": "lasting",
    "intensifying hotspot": "growing",
    "diminishing hotspot": "weakening",
}


@dataclass(frozen=True, slots=True)
class _Steps:
    """Months of equal steps that end with the period.

    Attributes
    ----------
    months : tuple of DatetimeIndex
        Usable months of each step, in order.
    labels : tuple of str
        The steps in words.
    length : int
        Months of a step.
    n_now : int
        How many of the steps, the last, lie in the period.
    left_out : int
        Steps without enough usable months.
    """

    months: tuple[pd.DatetimeIndex, ...]
    labels: tuple[str, ...]
    length: int
    n_now: int
    left_out: int


def persistence(case: Case) -> PersistenceResult | NotAvailable:
    """Tell lasting, recent and past hot spots from one another, from the same test made quarter by quarter.

    Half-years take the place of quarters where these hold too few events. Each step is tested by itself, so that a
    season or a year of few crimes moves no hot spot.
    """
    if case.places is None or case.place_months is None:
        return no_places(case, "persistence", "a", TITLE)
    year = hotspots(case)
    if isinstance(year, NotAvailable) or not year.tested:
        why = year.because if isinstance(year, NotAvailable) else year.why_untested
        return _absent(f"{why}, so that no hot spot was tested", "Ingest the boundaries of the small areas.")
    drawn = year.places.loc[year.places["status"] != "not tested"].reset_index(drop=True)
    offence = case.params.places.offence
    tried = []
    for length in (QUARTER, HALF_YEAR):
        steps = _steps(case, length)
        counts = _counts(case, drawn["place_code"], steps, offence)
        each = float(counts.mean()) if counts.size else 0.0
        if len(steps.months) >= LEAST_STEPS and each >= LEAST_EVENTS:
            return _result(case, year, drawn, steps, counts)
        tried.append((len(steps.months), each))
    return _too_little(year.offence_name, tried)


def _absent(because: str, do: str) -> NotAvailable:
    return NotAvailable("persistence", "a", TITLE, because, do)


def _too_little(offence: str, tried: list[tuple[int, float]]) -> NotAvailable:
    (quarters, each), (halves, _) = tried
    if quarters < LEAST_STEPS:
        return _absent(
            f"the complete months make up {quarters} quarters and {LEAST_STEPS} are needed to tell what lasts",
            "Ingest earlier months.",
        )
    return _absent(
        f"{offence[0].lower()}{offence[1:]} is too rare: {each:.1f} are recorded in a small area and quarter on "
        f"average and {LEAST_EVENTS:.0f} are needed, and there are only {halves} half-years",
        "Ingest earlier months, or choose a more frequent offence in places.offence.",
    )


def _steps(case: Case, length: int) -> _Steps:
    """Return the steps of `length` months that fit between the first usable month and the end of the period."""
    usable = history(case)[1]
    first = usable.index[usable].min() if usable.any() else case.period.last
    held = len(pd.date_range(first, case.period.last, freq="MS")) // length
    ends = [case.period.last - pd.DateOffset(months=length * back) for back in reversed(range(held))]
    spans = [pd.date_range(end - pd.DateOffset(months=length - 1), end, freq="MS") for end in ends]
    kept = [(span, span[usable.reindex(span, fill_value=False).to_numpy(dtype=bool)]) for span in spans]
    kept = [(span, months) for span, months in kept if len(months) >= USABLE_OF_STEP * length]
    now = sum(span[-1] >= case.period.first for span, _ in kept)
    labels = tuple(_label(span) for span, _ in kept)
    return _Steps(tuple(months for _, months in kept), labels, length, now, held - len(kept))


def _counts(case: Case, codes: pd.Series, steps: _Steps, offence: str) -> np.ndarray:
    """Return counts, small areas by steps."""
    columns = [codes.map(place_counts(case, months, offence)).fillna(0).to_numpy() for months in steps.months]
    return np.column_stack(columns) if columns else np.empty((len(codes), 0))


def _result(
    case: Case, year: HotspotsResult, drawn: gpd.GeoDataFrame, steps: _Steps, counts: np.ndarray
) -> PersistenceResult:
    level = case.params.statistics.false_discovery_rate
    found = lasting_hot_spots(counts, neighbours(drawn.geometry), false_discovery_rate=level)
    now = drawn["status"].astype(str)
    places = drawn[["place_code", "place_name", "geometry"]].assign(
        pattern=_patterns(found, now.to_numpy(), steps.n_now),
        category=found.category,
        steps_hot=found.steps_hot,
        first_hot=[_nth_hot(row, steps.labels, 0) for row in found.hot],
        last_hot=[_nth_hot(row, steps.labels, -1) for row in found.hot],
        count=counts[:, -steps.n_now :].sum(axis=1).astype("int64") if steps.n_now else 0,
        z=found.z[:, -1],
        now=now,
    )
    table = pd.DataFrame(
        {
            "label": steps.labels,
            "first": [months[0] for months in steps.months],
            "months": [len(months) for months in steps.months],
            "count": counts.sum(axis=0).astype("int64"),
            "n_hot": found.hot.sum(axis=0),
        }
    )
    every = pd.DatetimeIndex(np.concatenate([months.to_numpy() for months in steps.months]))
    period = Period(every[0], case.period.last)
    rests_on = basis(case, *_notes(steps), period=period, used=every, kinds=("boundaries",))
    return PersistenceResult(
        # No rate stands here, so that no population does.
        basis=replace(rests_on, population_note="", population_short=""),
        places=places,
        steps=table,
        offence_name=year.offence_name,
        fdr=level,
        step_months=steps.length,
        n_now=steps.n_now,
        n_tested=len(drawn),
    )


def _patterns(found: LastingHotSpots, now: np.ndarray, n_now: int) -> np.ndarray:
    """Return the pattern of every area, in which the test of the whole period has its say.

    A hot spot is recent, or ended, only where the period as a whole says so too: an area near the line crosses it in
    single quarters without any change.
    """
    hot, steps = found.hot, found.hot.shape[1]
    before, within = hot[:, : steps - n_now], hot[:, steps - n_now :]
    lasting = np.array([LASTING.get(name, "") for name in found.category], dtype=object)
    is_hot, was_hot = np.isin(now, ("new", "persistent")), np.isin(now, ("persistent", "former"))
    once = found.steps_hot > 0
    recent = once & ~before.any(axis=1) & (now == "new") & hot[:, -1]
    ended = (2 * before.sum(axis=1) >= before.shape[1]) & ~within.any(axis=1) & ~is_hot
    first = once & ~hot[:, :-1].any(axis=1) & ~is_hot & ~was_hot
    return np.select(
        [lasting != "", recent, ended & once, first, once, is_hot],
        [lasting, "recent", "ended", "first", "on_off", "year_only"],
        "",
    )


def _nth_hot(row: np.ndarray, labels: tuple[str, ...], position: int) -> str:
    at = np.flatnonzero(row)
    return labels[at[position]] if len(at) else ""


def _label(span: pd.DatetimeIndex) -> str:
    """Return a step in words: April to June 2020, December 2019 to February 2020."""
    first, last = month_label(span[0]), month_label(span[-1])
    return f"{first.split()[0] if span[0].year == span[-1].year else first} to {last}"


def _notes(steps: _Steps) -> tuple[str, ...]:
    name = "quarter" if steps.length == QUARTER else "half-year"
    left = (
        f"{steps.left_out} {name}{'s' if steps.left_out > 1 else ''} without enough complete months left out."
        if steps.left_out
        else ""
    )
    sparse = (
        f"Quarters hold fewer than {LEAST_EVENTS:.0f} events an area on average, so that half-years are tested."
        if steps.length == HALF_YEAR
        else ""
    )
    return (left, sparse)
