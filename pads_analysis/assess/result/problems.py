"""Result on flagged problems: what is known of each on one page (statutory element a)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis


class Flag(StrEnum):
    """Why an offence is looked at as a problem."""

    ROSE = "rose"
    ABOVE_PEERS = "above peers"
    FIRST = "scored first"


class Side(StrEnum):
    """What something tells of a problem: the sides of the problem analysis triangle, time, and what follows."""

    VICTIM = "victim"
    OFFENDER = "offender"
    TIME = "time"
    REPEAT = "repeat"
    NEAR_REPEAT = "near repeat"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Aspect:
    """What another section found of a problem: the side it tells of, its subject there, and the row it stands in."""

    side: Side
    name: str
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ProblemPlaces:
    """Where a problem is recorded.

    Attributes
    ----------
    count : int
        Located events of the period.
    n_places : int
        Small areas of the partnership.
    busiest_tenth : float
        Share of the events in the tenth of small areas with most (0 to 1); missing with too few events.
    tenth_by_chance : float
        What chance alone would put there.
    n_hot : int
        Hot spots (Gi*); -1 where none could be tested for.
    most : tuple of (str, int)
        The small areas with most, and their counts; only hot spots where there are any.
    wards : tuple of (str, float, float, float)
        Wards whose rate lies clearly above that of all others together: name, ratio, interval.
    """

    count: int
    n_places: int
    busiest_tenth: float
    tenth_by_chance: float
    n_hot: int
    most: tuple[tuple[str, int], ...]
    wards: tuple[tuple[str, float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One flagged offence.

    Attributes
    ----------
    offence_code, offence_name, caveat : str
    flags : tuple of Flag
    level : mapping
        The row of `LevelsResult.table`.
    change : mapping or None
        The row of `ChangeResult.table`.
    months : DataFrame
        month, count, in_period, in_previous (bool): every complete month looked at.
    places : ProblemPlaces or None
    season : mapping or None
        peak_month, peak_index and area ("" for the own figures) where a season was found.
    aspects : tuple of Aspect
    disclosed : bool
        Whether an extract of the same offence is in the case.
    """

    offence_code: str
    offence_name: str
    caveat: str
    flags: tuple[Flag, ...]
    level: dict[str, Any]
    change: dict[str, Any] | None
    months: pd.DataFrame
    places: ProblemPlaces | None
    season: dict[str, Any] | None
    aspects: tuple[Aspect, ...] = ()
    disclosed: bool = False


@dataclass(frozen=True, slots=True)
class ProblemsResult:
    """Every flagged problem, the most telling first.

    `others` were flagged too and are only named; `extracts` says whether the case holds any incidents that partner
    authorities disclosed, `peers_chosen` whether peers were named
    rather than all others standing in.
    """

    section: ClassVar[str] = "problems"
    element: ClassVar[str] = "a"
    basis: Basis
    problems: tuple[Problem, ...]
    others: tuple[str, ...]
    period_before: str
    rule: str
    n_peers: int
    extracts: bool = False
    peers_chosen: bool = True
