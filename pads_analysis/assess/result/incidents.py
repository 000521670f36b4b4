"""Results on single incidents that authorities disclosed: hours, repeats, near repeats (statutory element a)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis


@dataclass(frozen=True, slots=True)
class HoursResult:
    """When in the week incidents happen, each spread over the time in which it may have happened.

    `subjects`, one row per kind of incident, the total of a data set first: data_set, code, name, is_total, records,
    timed (with a time of day), untimed, tested (bool), weeks (with an incident), share_long (of timed records,
    with a span of more than `block_hours`), band (first hour of the part of the day that reading start times alone
    puts wrong by most), band_start, band_spread (shares of timed records in it: by start alone, spread out).
    `peaks`, one row per subject and level with clearly more than an even spread: data_set, code, level ("week",
    "band", "day"), spells (tuple of pairs: first hour of the week, hours; of the day for "band"), n_hours (of 168),
    share, ci_low, ci_high, expected (0 to 1), ratio, primary (bool: the level that is said). `grid`: data_set, code,
    day (0 Monday), hour (0-23), events, ratio (to an even spread), in_peak. `n_tests` comparisons were made.
    """

    section: ClassVar[str] = "hours"
    element: ClassVar[str] = "a"
    basis: Basis
    subjects: pd.DataFrame
    peaks: pd.DataFrame
    grid: pd.DataFrame
    n_tests: int
    block_hours: int
    fdr: float


@dataclass(frozen=True, slots=True)
class RepeatsResult:
    """How much crime strikes the same victims (or, without keys of victims, the same places) again.

    `unit` is "victim" or "place". `table`, one row per kind of crime, all together first (`is_total`): code, name,
    is_total, records, keyed (records with a key or an exact place), events (of those, after records of one victim
    and moment are taken as one), units, repeated (units with two or more), share_units, share_units_low,
    share_units_high, share_events, share_events_low, share_events_high, mean, mean_low, mean_high (events a unit),
    most, prevalence, prevalence_low, prevalence_high, incidence, incidence_low, incidence_high (per 1,000 exposed,
    of the period), expected (units with two or more by chance), ratio, ratio_low, ratio_high, p_adjusted,
    above_chance; shares are missing for too few units, comparisons too where nothing is known of `exposed`.
    `times`, one row per number of events: times, units, events (all kinds together).
    """

    section: ClassVar[str] = "repeats"
    element: ClassVar[str] = "a"
    basis: Basis
    unit: str
    table: pd.DataFrame
    times: pd.DataFrame
    exposed: float
    exposed_words: str
    months: int
    least_units: int


@dataclass(frozen=True, slots=True)
class NearRepeatsResult:
    """Pairs of incidents close in place and time, beside what shuffled dates would give.

    `table`, one row per kind of crime, band of distance and band of time: code, name, space (position of the
    band), time, metres (words), days (words), observed, expected, ratio, ci_low, ci_high, p, p_adjusted, clear.
    `kinds`, one row per kind of crime: code, name, incidents (used), found (bool), metres_to, days_to (how far the
    pattern reaches without a gap), observed, expected, ratio, ci_low, ci_high (of that reach as a whole).
    `left_out`: reason and count of the records that could not be used, out of `records`; `too_few`
    names the kinds of crime without enough of them.
    """

    section: ClassVar[str] = "near_repeats"
    element: ClassVar[str] = "a"
    basis: Basis
    table: pd.DataFrame
    kinds: pd.DataFrame
    left_out: pd.DataFrame
    records: int
    shuffles: int
    too_few: tuple[str, ...]
    fdr: float
