"""Results on change and what lies behind it (statutory elements b and c)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from pads_analysis.assess.result.basics import Basis


@dataclass(frozen=True, slots=True)
class ChangeResult:
    """The period against the one before.

    `table`, one row per offence and one for the total (`is_total`): offence_code, offence_name, family,
    is_total, count, count_before, difference, ratio, ci_low, ci_high, p, p_adjusted, method, verdict, note,
    recording (bool: the change may be one of recording, and `note` says why).
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
    events: tuple[str, ...] = ()


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
    points of the earlier total; they add up to the total change), ci_low, ci_high. `places`: place_code,
    place_name, count_before, count, difference, contribution_points, for the ten largest in size and one row
    "All other areas" and one "No location" where there is one.
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
    """Own change beside that of peers: `table`, one row per offence and the total: offence_code, offence_name,
    is_total, own_ratio, peer_ratio, relative_ratio, ci_low, ci_high, p_adjusted, verdict.
    """

    section: ClassVar[str] = "peer_trend"
    element: ClassVar[str] = "c"
    basis: Basis
    table: pd.DataFrame
    n_peers: int
    rule: str
    peers_chosen: bool = True


@dataclass(frozen=True, slots=True)
class ExceedancesResult:
    """Months of the period that exceed what the same months of earlier years explain.

    `table`, one row per offence (and the total, `is_total`) and month looked at: offence_code, offence_name, is_total,
    month (Timestamp), count, expected, upper (the largest count that the past explains at `level`, one-sided), p,
    p_adjusted, beyond (bool: above `upper`), stands_out (bool: holds with all comparisons allowed for), note (what is
    known of its recording). `years` is how far back the past reaches.
    """

    section: ClassVar[str] = "exceedances"
    element: ClassVar[str] = "b"
    basis: Basis
    table: pd.DataFrame
    years: int
    level: float
    rule: str
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelShiftsResult:
    """Months in which the level of a monthly series moved and then held for a time.

    `table`, one row per move found, in order of offence and time: offence_code, offence_name, is_total, month (first of
    the new level), before_first, until (Timestamps: first month of the old level, last of the new), level_before,
    level_after (per day, month length allowed for, and season where `adjusted`), ratio, ci_low, ci_high, p_adjusted,
    verdict, event (a national event whose months hold `month`, "" for none), note (what is known of recording),
    adjusted.
    `series`, for the total and every offence with a clear move: offence_code, month, daily_rate, level. `n_searched`
    series were searched; `not_searched` names the others, with the reason. `names` are the offences' names by code.
    """

    section: ClassVar[str] = "level_shifts"
    element: ClassVar[str] = "b"
    basis: Basis
    table: pd.DataFrame
    series: pd.DataFrame
    n_searched: int
    not_searched: tuple[str, ...]
    rule: str
    names: Mapping[str, str]
