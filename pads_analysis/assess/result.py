"""What every assessment question returns: frozen results, or a stated absence.

Each result names the question it answers (`section`) and the statutory element it serves. Tables hold one row
per
thing compared; columns are snake_case with a unit suffix. Verdicts are words of `Verdict`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


class Verdict(StrEnum):
    """The only words in which two figures are compared."""

    HIGHER = "higher"
    LOWER = "lower"
    SIMILAR = "similar"
    UNCERTAIN = "uncertain"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class NotAvailable:
    """A question that cannot be answered, and why.

    Attributes
    ----------
    section : str
        The question, as a section id.
    element : str
        Statutory element letter; empty for none.
    title : str
        The question in words.
    because : str
        Why it cannot be answered, as a clause that follows "because".
    do : str
        What would make it answerable.
    not_applicable : bool
        True when the question does not arise (no county, for example), rather than lacking data.
    """

    section: str
    element: str
    title: str
    because: str
    do: str = ""
    not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """What a figure rests on, printed beside it.

    Attributes
    ----------
    place : str
        Partnership name.
    period : str
        The period in words, for example "October 2020 to September 2021".
    source_kinds : tuple of str
        Keys of the source vocabulary.
    population_note : str
        Which population was used, and whether it was published, interpolated or carried forward.
    notes : tuple of str
        Further sentences: months left out, caveats of the source.
    population_short : str
        The note in a few words where the population is not a published estimate, for example "mid-2020 population,
        carried forward"; else empty.
    confidence, margin : float
        Level of the intervals, and the difference that is taken to matter.
    minimum_base : int
        Smallest base on which a percentage is printed.
    table_rows : int
        Rows of a table of small areas.
    """

    place: str
    period: str
    source_kinds: tuple[str, ...]
    population_note: str = ""
    notes: tuple[str, ...] = ()
    population_short: str = ""
    confidence: float = 0.95
    margin: float = 0.10
    minimum_base: int = 50
    table_rows: int = 10


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
    is_total,
    count, rate_per_1000, ci_low, ci_high (per 1,000 residents a year), peer_rate, peer_ci_low, peer_ci_high,
    peer_ratio, peer_ratio_low, peer_ratio_high, peer_p_adjusted, vs_peers (Verdict), and the same with
    `all_`:
    all_rate, all_ci_low, all_ci_high, all_ratio, all_ratio_low, all_ratio_high, all_p_adjusted, vs_all;
    caveat.
    Peer columns are missing where fewer than three peers have data.
    """

    section: ClassVar[str] = "levels"
    element: ClassVar[str] = "a"
    basis: Basis
    table: pd.DataFrame
    n_peers: int
    n_all: int
    peers_basis: str
    rule: str


@dataclass(frozen=True, slots=True)
class Trend:
    """One monthly series with control limits.

    `table`, one row per month: month (Timestamp), count, daily_rate (per day), expected, lower, upper (counts
    for that
    month, season and month length allowed for), in_baseline, in_period, excluded (bool), signal ("" or a rule
    name).
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

    `signals`, one row per offence and the total: offence_code, offence_name, months_signalled (in the
    period),
    rules (comma separated), direction ("above", "below", "both", ""), last_month, count, expected, lower,
    upper.
    """

    section: ClassVar[str] = "trend"
    element: ClassVar[str] = "a"
    basis: Basis
    series: tuple[Trend, ...]
    signals: pd.DataFrame
    rule_set: str


@dataclass(frozen=True, slots=True)
class SeasonalityResult:
    """Seasonal indices, `table`, one row per offence and calendar month: offence_code, offence_name,
    month_number
    (1-12), index (mean 1, month length allowed for), ci_low, ci_high; and `strength`, one row per offence:
    offence_code, offence_name, strength (0-1), p_adjusted, is_seasonal, peak_month, trough_month, peak_index.
    """

    section: ClassVar[str] = "seasonality"
    element: ClassVar[str] = "a"
    basis: Basis
    table: pd.DataFrame
    strength: pd.DataFrame
    n_years: int


@dataclass(frozen=True, slots=True)
class HotspotsResult:
    """Small areas with more crime than chance would gather.

    `places`, one row per small area: place_code, place_name, count, count_before, rate_per_1000, population,
    share,
    z (Gi*), p_adjusted, is_hot, was_hot, status ("new", "persistent", "former", "" ). GeoDataFrame with
    geometry in
    EPSG:27700, or a DataFrame when there are no boundaries (z, p_adjusted, is_hot are then missing).
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


@dataclass(frozen=True, slots=True)
class ConcentrationResult:
    """How unevenly crime is spread over small areas.

    `curve`: share_places, share_crime, share_crime_by_chance; `table`, one row per share of crime (0.25, 0.5,
    0.8):
    share_crime, places, share_places, places_by_chance, share_places_by_chance.
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

    `table`: quintile, places, population, count, rate_per_1000, ci_low, ci_high.
    """

    section: ClassVar[str] = "deprivation"
    element: ClassVar[str] = "a"
    basis: Basis
    table: pd.DataFrame
    index_name: str
    ratio: float
    ratio_low: float
    ratio_high: float


@dataclass(frozen=True, slots=True)
class ChangeResult:
    """The period against the one before.

    `table`, one row per offence and one for the total (`is_total`): offence_code, offence_name, family,
    is_total,
    count, count_before, difference, ratio, ci_low, ci_high, p, p_adjusted, method, verdict, note, recording (bool: the
    change may be one of recording, and `note` says why).
    """

    section: ClassVar[str] = "change"
    element: ClassVar[str] = "b"
    basis: Basis
    table: pd.DataFrame
    period_before: str
    months_compared: int
    months_left_out: tuple[str, ...]
    rule: str
    against: str


@dataclass(frozen=True, slots=True)
class PlaceChangeResult:
    """Small areas whose change stands out after allowing for the partnership's own change.

    `table`, one row per small area: place_code, place_name, count, count_before, ratio, ci_low, ci_high,
    p_adjusted, verdict.
    """

    section: ClassVar[str] = "place_change"
    element: ClassVar[str] = "b"
    basis: Basis
    table: pd.DataFrame
    n_tested: int
    rule: str


@dataclass(frozen=True, slots=True)
class RecordingResult:
    """Steps that the whole force shows in one month and others do not: a sign of recording, not of crime.

    `table`, one row per step: offence_code, offence_name, month, ratio, partnerships_moving, partnerships,
    sentence_note.
    """

    section: ClassVar[str] = "recording"
    element: ClassVar[str] = "c"
    basis: Basis
    table: pd.DataFrame
    force_name: str
    method: str


@dataclass(frozen=True, slots=True)
class ContributionsResult:
    """Which offences and which small areas make up the change.

    `offences`: offence_code, offence_name, count_before, count, difference, contribution_points (percentage
    points of
    the earlier total; they add up to the total change), ci_low, ci_high. `places`: place_code, place_name,
    count_before, count, difference, contribution_points, for the ten largest in size and one row "All other
    areas"
    and one "No location" where there is one.
    """

    section: ClassVar[str] = "contributions"
    element: ClassVar[str] = "c"
    basis: Basis
    offences: pd.DataFrame
    places: pd.DataFrame | None
    total_change_percent: float
    count_before: int
    count: int


@dataclass(frozen=True, slots=True)
class PeerTrendResult:
    """Own change beside that of peers: `table`, one row per offence and the total: offence_code,
    offence_name, is_total,
    own_ratio, peer_ratio, relative_ratio, ci_low, ci_high, p_adjusted, verdict.
    """

    section: ClassVar[str] = "peer_trend"
    element: ClassVar[str] = "c"
    basis: Basis
    table: pd.DataFrame
    n_peers: int
    rule: str


@dataclass(frozen=True, slots=True)
class ViewsResult:
    """Published answers of people who live or work here: `table`: question, group, value (share), ci_low,
    ci_high,
    base, date, mode, source, probability (bool).
    """

    section: ClassVar[str] = "views"
    element: ClassVar[str] = "e"
    basis: Basis
    table: pd.DataFrame


@dataclass(frozen=True, slots=True)
class PreviousPlanResult:
    """Actions of the last plan: `table`: priority, action, lead, due, status, evidence, overdue; `summary`:
    status, actions, share."""

    section: ClassVar[str] = "previous_plan"
    element: ClassVar[str] = "f"
    basis: Basis
    table: pd.DataFrame
    summary: pd.DataFrame
    n_actions: int
    n_complete: int


@dataclass(frozen=True, slots=True)
class PerformanceResult:
    """The published PADS triage tests: `table`, one row per offence: offence_code, offence_name, target_test,
    peer_test,
    direction_test (each favourable, in line, unfavourable, insufficient data), unfavourable, reading.
    """

    section: ClassVar[str] = "performance"
    element: ClassVar[str] = ""
    basis: Basis
    table: pd.DataFrame
    rule: str


@dataclass(frozen=True, slots=True)
class PrioritiesResult:
    """Issues scored on stated criteria, never a bare rank.

    `table`, one row per issue: offence_code, offence_name, one column `score_<criterion>` (0-4, missing when
    not
    scored), total (weighted mean, 0-4), total_low, total_high, rank_low, rank_high (90 % of draws), tier
    ("first", "next", "watch"),
    why. `weights`: criterion, weight, used, anchor.
    """

    section: ClassVar[str] = "priorities"
    element: ClassVar[str] = "d"
    basis: Basis
    table: pd.DataFrame
    weights: pd.DataFrame
    draws: int
    not_scored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountyResult:
    """The county's partnerships side by side: `table`, one row per partnership: partnership_code,
    partnership_name, is_own,
    count, rate_per_1000, ci_low, ci_high, change_ratio, change_low, change_high, change_verdict; `shared`:
    offence_code, offence_name,
    partnerships_higher (number in which it rose or stands above the county mean), partnerships, names.
    """

    section: ClassVar[str] = "county"
    element: ClassVar[str] = "g"
    basis: Basis
    county_name: str
    table: pd.DataFrame
    shared: pd.DataFrame


@dataclass(frozen=True, slots=True)
class QualityResult:
    """What the data are and what is wrong with them.

    `deliveries`, one row per kind of file and vintage: kind, vintage, files, period, rows_in,
    rows_kept, rows_rejected, reasons. `coverage`:
    month,
    rows, no_location, expected, status ("complete", "looks incomplete", "missing"). `gaps`: gap, effect.
    """

    section: ClassVar[str] = "quality"
    element: ClassVar[str] = ""
    basis: Basis
    deliveries: pd.DataFrame
    coverage: pd.DataFrame
    gaps: pd.DataFrame
    share_no_location: float


@dataclass(frozen=True, slots=True)
class MethodsResult:
    """Methods used, `table`: method, used_for, citation; `glossary`: term, meaning; `settings`: setting,
    value, origin."""

    section: ClassVar[str] = "methods"
    element: ClassVar[str] = ""
    basis: Basis
    table: pd.DataFrame
    glossary: pd.DataFrame
    settings: pd.DataFrame
