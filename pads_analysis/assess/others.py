"""The partnerships that a change is set beside, and what is known of the residents here and there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.drivers import covers
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.selection import counts_by_month
from pads_analysis.stats.change_parts import LEAST_OTHERS, log_ratios

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pads_analysis.data.case import Case

KNOWN = ("published", "interpolated")


@dataclass(frozen=True, slots=True)
class Residents:
    """How the residents changed between the two periods.

    Attributes
    ----------
    growth : float
        Later over earlier; 1 where the change is not known.
    known : bool
    because : str
        Why it is not known, as a clause; empty when it is.
    """

    growth: float
    known: bool
    because: str = ""


@dataclass(frozen=True, slots=True)
class Others:
    """Partnerships whose change is taken for the shared trend.

    Attributes
    ----------
    codes : tuple of str
    words : str
        Who they are, with their number: "the 12 peers".
    """

    codes: tuple[str, ...]
    words: str


def residents(case: Case) -> Residents:
    """Return the growth of the own residents, where each period has an estimate of its own.

    An estimate that is carried to a later year says nothing of a change, and a ratio of 1 made of it is no finding.
    """
    now, before = case.population(), case.population(period=case.previous)
    if not (now.value > 0 and before.value > 0):
        return Residents(1.0, known=False, because="the store has no population for one of the periods")
    if now.status in KNOWN and before.status in KNOWN:
        return Residents(now.value / before.value, known=True)
    period = case.period if now.status not in KNOWN else case.previous
    return Residents(
        1.0, known=False,
        because=f"no estimate is published yet for mid-{case.population(period=period).year}{_pace(case)}",
    )  # fmt: skip


def _pace(case: Case) -> str:
    """Return how residents changed in the last published years, as a guide to what is not known."""
    own = case.populations.loc[case.populations["partnership_code"] == case.partnership.code]
    last = own.sort_values("year").tail(2)
    if len(last) < 2:
        return ""
    earlier, later = last["population"]
    years = int(last["year"].iloc[1] - last["year"].iloc[0])
    pace = ((later / earlier) ** (1 / years) - 1) * 100
    first, end = last["year"]
    return f"; from mid-{first} to mid-{end} residents changed by {pace:+.1f}% a year"


def find_others(
    case: Case,
    now: pd.DatetimeIndex,
    before: pd.DatetimeIndex,
    *,
    with_residents: bool,
    outside_force: bool = False,
) -> Others | None:
    """Return the peers that the params name, else the rest of the force, else all others in the store.

    The first of these with at least three partnerships that have every paired month; None where none has.

    Parameters
    ----------
    case : Case
    now, before : DatetimeIndex
        The paired months.
    with_residents : bool
        Whether only partnerships with a population in both periods count.
    outside_force : bool
        Whether to leave out those of the own force, so that a step which the force took is not in the trend.
    """
    own, force = case.partnership.code, force_members(case)
    rest = tuple(code for code in case.with_data if code != own)
    groups = [("peers", case.peers if case.params.peers.codes else ()), ("force", force), ("store", rest)]
    for kind, codes in groups:
        if outside_force and kind == "force":
            continue
        kept = [code for code in codes if not (outside_force and code in force)]
        fit = fitting(case, kept, now, before, with_residents=with_residents)
        least = max(LEAST_OTHERS, case.params.peers.minimum if kind == "peers" else 0)
        if len(fit) >= least:
            return Others(fit, _words(case, kind, len(fit), outside=outside_force))
    return None


def force_members(case: Case) -> tuple[str, ...]:
    """Return the other partnerships of the own police force that have data."""
    force = case.partnerships.set_index("partnership_code")["force_code"]
    own = case.partnership
    return tuple(
        code
        for code in case.with_data
        if code != own.code and own.force_code and force.get(code) == own.force_code
    )


def _words(case: Case, kind: str, number: int, *, outside: bool) -> str:
    where = " outside the force" if outside else ""
    return {
        "peers": f"the {number} peers{where}",
        "force": f"the {number} other partnerships of {case.partnership.force_name}",
        "store": f"the {number} other partnerships in the store{where}",
    }[kind]


def fitting(
    case: Case, codes: Iterable[str], now: pd.DatetimeIndex, before: pd.DatetimeIndex, *, with_residents: bool
) -> tuple[str, ...]:
    """Return those of `codes` with every paired month and, where asked, a population in both periods."""
    return tuple(
        code
        for code in codes
        if covers(case, code, now, before) and (not with_residents or _has_residents(case, code))
    )


def _has_residents(case: Case, code: str) -> bool:
    return _growth(case, code) > 0


@once_per_case
def _growth(case: Case, code: str) -> float:
    """Return a partnership's residents, later over earlier; missing without a population in both periods."""
    before = case.population(code, case.previous).value
    return case.population(code).value / before if before > 0 else float("nan")


def moves(
    case: Case,
    codes: tuple[str, ...],
    now: pd.DatetimeIndex,
    before: pd.DatetimeIndex,
    *,
    with_residents: bool,
) -> pd.DataFrame:
    """Return the log rate ratios (of counts, without residents) of partnerships: a row each, a column per offence."""
    later, earlier = (
        pd.DataFrame({code: counts_by_month(case, months, code).sum() for code in codes}).T.clip(lower=0)
        for months in (now, before)
    )
    growth = [_growth(case, code) if with_residents else 1.0 for code in codes]
    logs = log_ratios(later.to_numpy(), earlier.to_numpy(), growth)
    return pd.DataFrame(logs, index=list(codes), columns=later.columns)
