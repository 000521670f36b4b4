"""Results on levels and patterns: the area, levels, trends, seasons, places (statutory element a)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis, Verdict


@dataclass(frozen=True, slots=True)
class AreaProfileResult:
    """The place itself: one row per fact, `table`: fact, value, unit, note."""

    section: ClassVar[str] = "area_profile"
    element: ClassVar[str] = "a"
    basis: Basis
    table: pd.DataFrame


@dataclass(frozen=True, slots=True)
class LevelsResult:
    """Counts and rates of the period, against peers and all partnerships in the store.

    `table`, one row per offence and one for the total (`is_total`): offence_code, offence_name, family,
    is_total, count, rate_per_1000, ci_low, ci_high (per 1,000 residents a year), peer_rate, peer_ci_low,
    peer_ci_high, peer_ratio, peer_ratio_low, peer_ratio_high, peer_p_adjusted, vs_peers (Verdict), and the same
    with `all_`: all_rate, all_ci_low, all_ci_high, all_ratio, all_ratio_low, all_ratio_high, all_p_adjusted,
    vs_all; caveat. Peer columns are missing where fewer than three peers have data. `total_dispersion` is the
    variance of the total count over that of independent events; missing where the months do not tell.
    """

    section: ClassVar[str] = "levels"
    element: ClassVar[str] = "a"
    basis: Basis
    table: pd.DataFrame
    n_peers: int
    n_all: int
    peers_basis: str
    rule: str
    peers_chosen: bool = True
    total_dispersion: float = float("nan")


@dataclass(frozen=True, slots=True)
class PlaceAmongAll:
    """Place of one rate among `n_areas`, 1 the highest: an interval, and whether it may be called first or last."""

    n_areas: int
    rank_low: int
    rank_high: int
    is_highest: bool
    is_lowest: bool


@dataclass(frozen=True, slots=True)
class PositionResult:
    """Where the partnership stands among others, never as a bare rank.

    `table`, one row per offence and one for the total (`is_total`): offence_code, offence_name, is_total, caveat,
    count, rate_per_1000, ci_low, ci_high (of the rate behind the count: the swings of its months are allowed for),
    rank (middle place), rank_low, rank_high (interval of places, 1 the highest rate), n_areas (own one among them),
    dispersion, half ("upper" or "lower" when all places lie in one half, for all offences together; else ""),
    is_highest, is_lowest. `areas`, one row per partnership, the own one first: partnership_code, partnership_name,
    is_own, count, person_years, rate_per_1000, ci_low, ci_high, dispersion, funnel_place (2 above the 99.8 % limit,
    1 above the 95 % limit, 0, -1, -2). `curve`: person_years, target, inner_low, inner_high, outer_low, outer_high;
    None where fewer than ten areas do not tell how much areas differ. `mean` is the unweighted mean rate of the others;
    one more area like them would be expected from `expected_low` to `expected_high`. `everyone` is the place of the
    total among all held, where the peers are only some of them.
    """

    section: ClassVar[str] = "position"
    element: ClassVar[str] = "a"
    basis: Basis
    table: pd.DataFrame
    areas: pd.DataFrame
    n_areas: int
    peers_chosen: bool
    peers_basis: str
    mean: float
    mean_low: float
    mean_high: float
    expected_low: float
    expected_high: float
    curve: pd.DataFrame | None = None
    everyone: PlaceAmongAll | None = None


@dataclass(frozen=True, slots=True)
class OffenceMixResult:
    """What recorded crime is made up of, beside the mix of others.

    `table`, one row per offence that counts towards the total: offence_code, offence_name, caveat, count, share,
    share_low, share_high (of the total, 0 to 1), peer_share, peer_low, peer_high (unweighted mean of the others'
    shares), quotient, ci_low, ci_high, p, p_adjusted, verdict; comparisons are missing for an offence with too few
    events and where `n_others` is 0. `total` is the count that the shares divide by.
    """

    section: ClassVar[str] = "offence_mix"
    element: ClassVar[str] = "a"
    basis: Basis
    table: pd.DataFrame
    total: int
    n_others: int
    peers_chosen: bool
    rule: str


@dataclass(frozen=True, slots=True)
class SeverityResult:
    """Recorded crime weighted by severity, beside its plain count; both per 1,000 residents a year.

    `table`, one row per offence with a weight: offence_code, offence_name, caveat, count, weight, share_count,
    share_score (of the offences with a weight, 0 to 1). `effective_events` offences of equal weight would leave the
    score as uncertain as it is. `rate` is the plain rate of the same offences. The others' mean score and the ratio to
    it are missing where too few others have data; `verdict` rests on at least ten effective events. `without_weight`
    names offences recorded here that have none; they make up `share_without` of recorded crime.
    """

    section: ClassVar[str] = "severity"
    element: ClassVar[str] = ""
    basis: Basis
    table: pd.DataFrame
    title: str
    source: str
    unit: str
    score: float
    score_low: float
    score_high: float
    effective_events: float
    rate: float
    rate_low: float
    rate_high: float
    n_others: int
    peers_chosen: bool
    without_weight: tuple[str, ...]
    share_without: float
    peer_score: float
    peer_low: float
    peer_high: float
    ratio: float
    ratio_low: float
    ratio_high: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Trend:
    """One monthly series with control limits.

    `table`, one row per month: month (Timestamp), count, daily_rate (per day), expected, lower, upper (counts
    for that month, season and month length allowed for), in_baseline, in_period, excluded (bool), signal ("" or
    a rule name), direction (of the signal: 1 above or rising, -1 below or falling, 0 without one).
    """

    offence_code: str
    offence_name: str
    family: str
    table: pd.DataFrame
    seasonally_adjusted: bool
    baseline: str


@dataclass(frozen=True, slots=True)
class TrendsResult:
    """Monthly series of crime, disorder and substance misuse (`series`), and where every offence stands.

    `signals`, one row per offence and the total: offence_code, offence_name, months_signalled (in the period),
    rules (comma separated), direction ("up": above or rising, "down": below or falling, "both", ""), last_month,
    count, expected, lower, upper; furthest_month, furthest_count, furthest_expected (of the months signalled, the one
    furthest from expectation; missing without one). `n_left_out` offences are not in it, for want of a baseline; the
    notes name them.

    `marks`, what must be known of the months before a change is believed: first, last (Timestamps), kind ("event",
    "recording", "revised", "missing"), offence_code ("" for every offence), words. None where nothing was looked for.
    """

    section: ClassVar[str] = "trend"
    element: ClassVar[str] = "a"
    basis: Basis
    series: tuple[Trend, ...]
    signals: pd.DataFrame
    rule_set: str
    events: tuple[str, ...] = ()
    n_left_out: int = 0
    marks: pd.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class SeasonalityResult:
    """Seasonal indices, `table`, one row per offence and calendar month: offence_code, offence_name, month_number
    (1-12), index (mean 1, month length allowed for), ci_low, ci_high; and `strength`, one row per offence:
    offence_code, offence_name, strength (0-1), p_adjusted, is_seasonal, peak_month, trough_month, peak_index.
    `wider` has the same columns and peak_low, peak_high, area, for offences whose season shows only in that
    wider area.
    """

    section: ClassVar[str] = "seasonality"
    element: ClassVar[str] = "a"
    basis: Basis
    table: pd.DataFrame
    strength: pd.DataFrame
    n_years: int
    wider: pd.DataFrame


@dataclass(frozen=True, slots=True)
class HotspotsResult:
    """Small areas with more crime than chance would gather.

    `places`, one row per small area: place_code, place_name, count, count_before, rate_per_1000, population,
    share, z (Gi*), p_adjusted, is_hot, was_hot (missing where not tested), status ("new", "persistent", "former",
    "" for tested and never hot, "not tested"). GeoDataFrame with geometry in EPSG:27700, or a DataFrame when nothing
    was tested. `n_tested` areas have an outline and were tested; `why_untested` is a clause that says why none was.
    """

    section: ClassVar[str] = "hotspots"
    element: ClassVar[str] = "a"
    basis: Basis
    places: gpd.GeoDataFrame | pd.DataFrame
    offence_name: str
    tested: bool
    fdr: float
    n_hot: int
    count_located: int
    count_no_location: int
    n_tested: int = 0
    why_untested: str = ""


@dataclass(frozen=True, slots=True)
class PersistenceResult:
    """How long hot spots have lasted: the test of gathering made for every step of the months held.

    `places`, one row per small area with an outline: place_code, place_name, pattern ("lasting", "growing",
    "weakening", "recent", "first", "ended", "on_off", "year_only", ""), category (Esri's), steps_hot, first_hot,
    last_hot (words for the steps; empty without one), count (of the steps that make up the period), z (of the last
    step), now (status of the section on hot spots: "new", "persistent", "former" or ""). GeoDataFrame with geometry in
    EPSG:27700. `steps`, one row per step in order: label, first, months (usable), count, n_hot. `n_now` of the
    steps, the last, lie in the period; `step_months` is 3 or 6.
    """

    section: ClassVar[str] = "persistence"
    element: ClassVar[str] = "a"
    basis: Basis
    places: gpd.GeoDataFrame
    steps: pd.DataFrame
    offence_name: str
    fdr: float
    step_months: int
    n_now: int
    n_tested: int


@dataclass(frozen=True, slots=True)
class ConcentrationResult:
    """How unevenly crime is spread over small areas.

    `curve`: share_places, share_crime, share_crime_by_chance; `table`, one row per share of crime (0.25, 0.5,
    0.8): share_crime, places, share_places, places_by_chance, share_places_by_chance.
    """

    section: ClassVar[str] = "concentration"
    element: ClassVar[str] = "a"
    basis: Basis
    curve: pd.DataFrame
    table: pd.DataFrame
    gini: float
    gini_by_chance: float
    n_places: int
    count: int


@dataclass(frozen=True, slots=True)
class DeprivationResult:
    """Rates by deprivation fifth of the small areas (1 = most deprived nationally).

    `table`: quintile, places, population, count, rate_per_1000, ci_low, ci_high. The ratio is that of fifth 1 to fifth
    5, missing unless small areas of both lie in the partnership.
    """

    section: ClassVar[str] = "deprivation"
    element: ClassVar[str] = "a"
    basis: Basis
    table: pd.DataFrame
    index_name: str
    ratio: float
    ratio_low: float
    ratio_high: float
