"""Months in which the level of an offence moved and then held for a time (statutory element b)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.change import known_recording_change
from pads_analysis.assess.compare import judge
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.recording import recording_notes
from pads_analysis.assess.result import LevelShiftsResult, NotAvailable, Verdict
from pads_analysis.assess.seasons import seasonality
from pads_analysis.assess.selection import basis, history, no_months
from pads_analysis.assess.trends import season_of
from pads_analysis.data.periods import Period
from pads_analysis.stats.change_points import Segments, segments
from pads_analysis.stats.level_ratios import level_ratios
from pads_analysis.vocabulary.events import events

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

TITLE = "Months in which the level moved"
LEAST_MONTHS = 24
#: Fewer events a month on average than this, and the normal cost of the search does not hold.
LEAST_MEAN = 10
LEAST_LEVEL = 3
#: The search picks the months, and takes waves for levels, so that p values are too small: a move is called at this
#: part of the false discovery rate that other tables have.
STRICTER = 0.04
#: Share of tables of fourteen series of 45 months with a false call at that level, measured by simulation
#: (docs/methods/change_points.md): months independent of each other; neighbouring months alike.
FALSE_TABLES = (0.03, 0.23)
MOVES = [
    "offence_code", "month", "before_first", "until", "level_before", "level_after", "ratio", "ci_low", "ci_high", "p",
    "events", "adjusted",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Searched:
    """One series parted into levels: usable months, counts, exposure (days times season), and the segments."""

    code: str
    months: pd.DatetimeIndex
    counts: np.ndarray
    exposure: np.ndarray
    found: Segments
    adjusted: bool


@once_per_case
def level_shifts(case: Case) -> LevelShiftsResult | NotAvailable:
    """Search the monthly series of every offence for moves of its level.

    A season would be taken for moves. It is taken out where three years show it; where fewer months are held and a
    season shows in the wider area, the offence is not searched.
    """
    if case.step > 1:
        return no_months(case, "level_shifts", TITLE, element="b")
    table, usable = history(case)
    if usable.sum() < LEAST_MONTHS:
        return _absent(
            f"{int(usable.sum())} complete months are in the store and {LEAST_MONTHS} are needed to tell a level from "
            "the months that swing about it"
        )
    means = table.loc[usable].clip(lower=0).mean()
    many = [code for code in table.columns if means[code] >= LEAST_MEAN]
    seasonal = _seasonal(case)
    searched, hidden = [], []
    for code in many:
        one = _search(code, table[code], usable)
        (hidden if code in seasonal and not one.adjusted else searched).append(one)
    if not searched:
        return _absent(f"no series has {LEAST_MEAN} events a month and no season that hides its level")
    rows = _judged(case, searched)
    clear = set(rows.loc[rows["verdict"].isin([Verdict.HIGHER, Verdict.LOWER]), "offence_code"])
    drawn = [one for one in searched if one.code in clear or one.code == case.scheme.total_code]
    months = table.index[usable]
    return LevelShiftsResult(
        basis=basis(case, period=Period(months[0], months[-1]), used=months),
        table=rows,
        series=pd.concat([_series(one) for one in drawn or searched[:1]], ignore_index=True),
        n_searched=len(searched),
        not_searched=_not_searched(case, table, many, hidden),
        rule=_rule(case),
        names={one.code: case.scheme.offence(one.code).name for one in searched},
    )


def _absent(because: str) -> NotAvailable:
    return NotAvailable("level_shifts", "b", TITLE, because, "Ingest earlier months.")


def _seasonal(case: Case) -> set[str]:
    """Return the offences that show a season, in the own figures or in the wider area."""
    found = seasonality(case)
    if isinstance(found, NotAvailable):
        return set()
    own = found.strength.loc[found.strength["is_seasonal"].astype(bool), "offence_code"]
    return set(own) | set(found.wider["offence_code"])


def _search(code: str, counts: pd.Series, usable: pd.Series) -> _Searched:
    index, adjusted = season_of(counts, usable)
    kept = usable.to_numpy()
    exposure = (counts.index.days_in_month.to_numpy() * index)[kept]
    # A net negative month is a correction of earlier months; no level is read from it.
    held = counts.clip(lower=0).to_numpy("float64")[kept]
    parts = segments(held / exposure, "bic", LEAST_LEVEL)
    return _Searched(code, counts.index[kept], held, exposure, parts, adjusted)


def _judged(case: Case, searched: list[_Searched]) -> pd.DataFrame:
    """Return the moves with their verdicts: all series searched are one family, those without a move at a p of 1."""
    rows = [row for one in searched for row in _moves(case, one)]
    still = len(searched) - len({row[0] for row in rows})
    table = pd.DataFrame(rows, columns=MOVES)
    blank = pd.DataFrame(
        {"p": [1.0] * still, "ratio": np.nan, "ci_low": np.nan, "ci_high": np.nan, "events": 0}
    )
    family = (
        pd.concat([table, blank], ignore_index=True) if still and len(rows) else table if len(rows) else blank
    )
    settings = case.params.statistics
    strict = settings.model_copy(update={"false_discovery_rate": STRICTER * settings.false_discovery_rate})
    judged = judge(family, strict, count=family["events"]).iloc[: len(rows)]
    if not len(rows):
        judged = table.assign(p_adjusted=pd.Series(dtype="float64"), verdict=pd.Series(dtype=object))
    seen, total = recording_notes(case), case.scheme.total_code
    codes = list(judged["offence_code"])
    return judged.drop(columns=["p", "events"]).assign(
        offence_name=[case.scheme.offence(code).name for code in codes],
        is_total=[code == total for code in codes],
        event=[_event(month) for month in judged["month"]],
        note=[known_recording_change(case, code) or seen.get(code, "") for code in codes],
    )


def _moves(case: Case, one: _Searched) -> list[tuple[object, ...]]:
    """Return one row for each move of a series: from one level to the next, these two levels alone compared."""
    found, rows = one.found, []
    if len(found.first) < 2:
        return []
    first = one.months[0]
    at_month = [12 * (month.year - first.year) + month.month - first.month for month in one.months]
    ratios = level_ratios(
        one.counts, found.first, one.exposure, at_month, confidence=case.params.statistics.confidence
    )
    for at, ratio in enumerate(ratios, start=1):
        start, middle, end = int(found.first[at - 1]), int(found.first[at]), int(found.last[at]) + 1
        rows.append(
            (
                one.code, one.months[middle], one.months[start], one.months[end - 1], found.level[at - 1],
                found.level[at], ratio.ratio, ratio.ci_low, ratio.ci_high, ratio.p, int(one.counts[start:end].sum()),
                one.adjusted,
            )
        )  # fmt: skip
    return rows


def _event(month: pd.Timestamp) -> str:
    """Return the name of a national event whose months hold this one; "" for none."""
    names = [
        event.name
        for event in events()
        if pd.Timestamp(f"{event.first}-01") <= month <= pd.Timestamp(f"{event.last}-01")
    ]
    return names[0] if names else ""


def _series(one: _Searched) -> pd.DataFrame:
    level = np.repeat(one.found.level, one.found.last - one.found.first + 1)
    rate = one.counts / one.exposure
    return pd.DataFrame({"offence_code": one.code, "month": one.months, "daily_rate": rate, "level": level})


def _in_words(case: Case, codes: list[str]) -> str:
    """Return the names of offences as they stand in a sentence; those that begin with an abbreviation keep it."""
    names = [case.scheme.offence(code).name for code in codes]
    names = [name if name[1:2].isupper() else name[:1].lower() + name[1:] for name in names]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _not_searched(
    case: Case, table: pd.DataFrame, many: list[str], hidden: list[_Searched]
) -> tuple[str, ...]:
    few = _in_words(case, [code for code in table.columns if code not in many])
    season = _in_words(case, [one.code for one in hidden])
    said = []
    if few:
        said.append(f"Not searched, because fewer than {LEAST_MEAN} a month are recorded: {few}.")
    if season:
        said.append(
            f"Not searched, because a season shows that the months held are too few to take out: {season}."
        )
    return tuple(said)


def _rule(case: Case) -> str:
    settings = case.params.statistics
    rate, (low, high) = STRICTER * settings.false_discovery_rate, FALSE_TABLES
    return (
        f"Each series is parted into levels of at least {LEAST_LEVEL} months (least squares, PELT, Bayesian "
        "information criterion), and every level set against the one before it, variation that lingers from month to "
        f"month allowed for. Moves are called at a false discovery rate of {rate:.1%} over all series searched, "
        "stricter than other tables because the months were found by looking for them, and only from "
        f"{settings.margin:.0%} upwards. Where nothing moves, about {low:.0%} of tables still call a move when months "
        f"are independent of each other, and about {high:.0%} where neighbouring months are alike. Intervals are "
        "somewhat too narrow, and a level may have slid rather than moved"
    )
