"""When in the year crime is recorded (statutory element a)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.result import NotAvailable, SeasonalityResult
from pads_analysis.assess.selection import basis, history, no_months
from pads_analysis.data.periods import Period
from pads_analysis.stats.multiplicity import adjust
from pads_analysis.stats.seasonality import Seasonality, seasonal_indices

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

TITLE = "How crime goes through the year"
MIN_SEASON_MONTHS = 24
MIN_YEARLY = 50
MONTHS_OF_A_YEAR = 12


@once_per_case
def seasonality(case: Case) -> SeasonalityResult | NotAvailable:
    """Return how each offence goes through the year, month length allowed for, from all complete months held.

    Where the partnership's own figures show no season, those of all partnerships of its police force together,
    and of all held, are asked: a mild season of a rare offence can be seen only there.
    """
    if case.step > 1:
        return no_months(case, "seasonality", TITLE)
    table, usable = history(case)
    refused = _refusal(table, usable)
    if refused:
        return refused
    found = {code: _season(case, table[code], usable) for code in table.columns}
    seasons = {code: season for code, season in found.items() if isinstance(season, Seasonality)}
    strength = _strength(case, seasons)
    wider = _wider(case, set(strength.loc[strength["is_seasonal"], "offence_code"]))
    if not seasons and wider.empty:
        return _absent(
            f"no offence reaches {MIN_YEARLY} recorded a year, in every calendar month of two years", ""
        )
    months = table.index[usable]
    short = [case.scheme.offence(code).name for code, season in found.items() if season == "too short"]
    rests_on = basis(case, _left_out(short), period=Period(months[0], months[-1]), used=months)
    return SeasonalityResult(
        # No rate stands here, so that no population does.
        basis=replace(rests_on, population_note="", population_short=""),
        table=_named(case, _indices(seasons)),
        strength=_named(case, strength),
        n_years=int(usable.sum() / MONTHS_OF_A_YEAR),
        wider=wider,
    )


def _refusal(table: pd.DataFrame, usable: pd.Series) -> NotAvailable | None:
    each = pd.Series(table.index[usable].month).value_counts().reindex(range(1, 13)).fillna(0)
    if usable.sum() >= MIN_SEASON_MONTHS and each.min() >= 2:
        return None
    return _absent(
        f"only {int(usable.sum())} complete months are in the store and each calendar month is needed twice",
        "Ingest earlier months.",
    )


def _absent(because: str, do: str) -> NotAvailable:
    return NotAvailable("seasonality", "a", TITLE, because, do)


def _named(case: Case, table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(offence_name=[case.scheme.offence(code).name for code in table["offence_code"]])


def _season(case: Case, counts: pd.Series, usable: pd.Series) -> Seasonality | str:
    """Return the season of one offence, or why there is none: "few" events, or held for "too short" a time.

    A category that began or ended part of the way through is looked at in the months it existed.
    """
    counts = counts.clip(lower=0)
    active = counts.index[(counts > 0) & usable]
    if not len(active):
        return "few"
    exists = usable & (counts.index >= active[0]) & (counts.index <= active[-1])
    # Only a stretch of a year and more tells that the category did not exist; else a month without crime is a month.
    if (usable & ~exists).sum() < MONTHS_OF_A_YEAR:
        exists = usable
    if counts[exists].sum() / exists.sum() * MONTHS_OF_A_YEAR < MIN_YEARLY:
        return "few"
    confidence = case.params.statistics.confidence
    try:
        return seasonal_indices(
            counts.to_numpy(), counts.index, excluded=~exists.to_numpy(), confidence=confidence
        )
    except ValueError:
        return "too short"


def _left_out(names: list[str]) -> str:
    if not names:
        return ""
    why = "because they do not have events in every calendar month of two years"
    return f"Without a season, {why}: {', '.join(names)}."


def _wider(case: Case, known: set[str]) -> pd.DataFrame:
    """Return seasons, of offences not in `known`, that show only in a wider area: first the force, then all held.

    Columns: those of `_strength`, offence_name, peak_low, peak_high, area (in words). Only peaks that reach the
    practical margin are given, because with enough events any difference is clear.
    """
    # The lookups name every partnership of the country; only those with a delivery have months.
    held = case.partnerships["partnership_code"].isin(case.coverage["partnership_code"])
    forces = case.partnerships.loc[held].set_index("partnership_code")["force_code"]
    own = case.partnership
    same = [code for code, force in forces.items() if force and force == own.force_code]
    areas = ((same, f"partnerships of {own.force_name}"), (list(forces.index), "partnerships in the store"))
    found: list[pd.DataFrame] = []
    for codes, words in areas:
        seasons, members = _together(case, codes)
        table = _with_peak(_strength(case, seasons), seasons)
        clear = table["is_seasonal"] & (table["peak_index"] >= 1 + case.params.statistics.margin)
        new = table.loc[clear & ~table["offence_code"].isin(known)].assign(
            area=_those(members, len(codes), words)
        )
        known = known | set(new["offence_code"])
        found.append(new)
    return _named(case, pd.concat(found, ignore_index=True))


def _those(members: int, held: int, words: str) -> str:
    if members == held:
        return f"the {held} {words}"
    return f"the {members} (of {held}) {words} that have every month"


def _together(case: Case, codes: list[str]) -> tuple[dict[str, Seasonality], int]:
    """Return the seasons of several partnerships added up, and how many of them have every month of the own one."""
    own, usable = history(case)
    held = {code: history(case, code) for code in codes}
    whole = {
        code: table
        for code, (table, months) in held.items()
        if months.reindex(usable.index)[usable].eq(True).all()
    }
    if len(whole) < 2:
        return {}, len(whole)
    table = sum(counts.reindex(usable.index, fill_value=0) for counts in whole.values())
    found = {code: _season(case, table[code], usable) for code in own.columns}
    return {code: season for code, season in found.items() if isinstance(season, Seasonality)}, len(whole)


def _with_peak(table: pd.DataFrame, seasons: dict[str, Seasonality]) -> pd.DataFrame:
    at = [(season, int(np.argmax(season.index))) for season in seasons.values()]
    return table.assign(
        peak_low=[season.ci_low[month] for season, month in at],
        peak_high=[season.ci_high[month] for season, month in at],
    )


def _indices(seasons: dict[str, Seasonality]) -> pd.DataFrame:
    columns = ["offence_code", "month_number", "index", "ci_low", "ci_high"]
    rows = [
        (code, month + 1, season.index[month], season.ci_low[month], season.ci_high[month])
        for code, season in seasons.items()
        for month in range(MONTHS_OF_A_YEAR)
    ]
    return pd.DataFrame(rows, columns=columns)


def _strength(case: Case, seasons: dict[str, Seasonality]) -> pd.DataFrame:
    rows = [
        (
            code,
            one.strength,
            int(np.argmax(one.index)) + 1,
            int(np.argmin(one.index)) + 1,
            one.index.max(),
            one.p,
        )
        for code, one in seasons.items()
    ]
    table = pd.DataFrame(
        rows, columns=["offence_code", "strength", "peak_month", "trough_month", "peak_index", "p_adjusted"]
    )
    if len(table):
        table["p_adjusted"] = adjust(table["p_adjusted"].to_numpy())
    table["is_seasonal"] = table["p_adjusted"] <= case.params.statistics.false_discovery_rate
    return table
