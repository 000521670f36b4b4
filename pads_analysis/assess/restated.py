"""An earlier assessment's figures counted again from today's store, and why they are not what they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.record import files_of, own_districts
from pads_analysis.assess.redefined import as_sentence, redefinitions, released_today
from pads_analysis.assess.selection import counts_by_month, totals, usable_months
from pads_analysis.data.periods import month_label
from pads_analysis.stats.rates import crude_rate

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.params import PreviousAssessment
    from pads_analysis.params.previous import EarlierOffence

MOST_MONTHS, MOST_FILES = 3, 2
COLUMNS = [
    "offence_code", "offence_name", "count_released", "rate_released", "rate_released_low", "rate_released_high",
    "count_restated", "rate_restated", "restated_by", "why", "redefined",
]  # fmt: skip
NO_CATEGORY = "the store holds no category of that name today"
NOT_RELEASED = "not among the offences released then"
UNKNOWN = "why is not known"


@dataclass(frozen=True, slots=True)
class _Ground:
    """What may lie behind a difference in the same months: known once for all offences."""

    source: str
    boundaries: str
    newer: pd.DataFrame


def restate(case: Case, earlier: PreviousAssessment) -> pd.DataFrame:
    """Return one row per offence of then or now: as released, as counted again today, and why the two differ.

    Returns
    -------
    DataFrame
        `COLUMNS`; count_released and its rate are missing where the offence was not released, count_restated where
        the store holds no such category today. redefined (bool) says that its category changed between the two
        periods, so that the counts of today's store cannot be compared either.
    """
    window = usable_months(case, case.previous).months
    today = counts_by_month(case, window)
    released = _by_todays_code(case, earlier, list(today.columns))
    ground = _ground(case, earlier)
    counted = pd.DatetimeIndex([f"{month}-01" for month in earlier.record.months_counted])
    rows = [_row(case, code, released.get(code), today[code], counted, ground) for code in today.columns]
    rows += [_lost(offence) for code, offence in released.items() if code not in today.columns]
    table = _with_redefinitions(pd.DataFrame(rows).reindex(columns=COLUMNS), case, earlier)
    return table.assign(rate_restated=_rates(case, table["count_restated"]))


def _with_redefinitions(table: pd.DataFrame, case: Case, earlier: PreviousAssessment) -> pd.DataFrame:
    """Return the rows with changes of their categories among the reasons, and whether these part the periods."""
    known = redefinitions(case, earlier)
    whys, apart = [], []
    for code, why in zip(table["offence_code"], table["why"], strict=True):
        concerned = [change for change in known if code in change.codes]
        apart.append(any(known[change] for change in concerned))
        said = [change.note for change in concerned if why or known[change] or change.exact]
        kept = [] if said and why == NO_CATEGORY else [why]
        whys.append("; ".join(part for part in (*kept, *said) if part))
    return table.assign(why=whys, redefined=apart)


def changed_basis(case: Case, earlier: PreviousAssessment) -> tuple[str, ...]:
    """Return sentences on what differs between the two assessments beside the counts."""
    record, ground = earlier.record, _ground(case, earlier)
    said = list(_merged(case, earlier))
    said += [f"{part[:1].upper()}{part[1:]}." for part in (ground.source, ground.boundaries) if part]
    if record.months_left_out:
        said.append(f"The previous assessment left out: {', '.join(record.months_left_out)}.")
    said += [as_sentence(change, apart=apart) for change, apart in redefinitions(case, earlier).items()]
    today = case.population(period=case.previous)
    if record.population and today.value and round(record.population) != round(today.value):
        said.append(
            f"{'Its' if len(earlier.parts) == 1 else 'Their'} rates were released on a population of "
            f"{record.population:,.0f}; the store now gives {today.value:,.0f} for those months."
        )
    return tuple(said)


def merged_from(case: Case, earlier: PreviousAssessment) -> tuple[str, ...]:
    """Return the earlier partnerships that were assessed, "Fallowick (E22000123)"; none where it was this one."""
    parts = earlier.parts
    return () if {part.partnership.code for part in parts} == {case.partnership.code} else _names(parts)


def _names(parts: tuple[PreviousAssessment, ...]) -> tuple[str, ...]:
    return tuple(f"{part.partnership.name} ({part.partnership.code})" for part in parts)


def _merged(case: Case, earlier: PreviousAssessment) -> Iterator[str]:
    """Yield how figures of partnerships that have since merged into this one became those of one."""
    names, parts = merged_from(case, earlier), earlier.parts
    if not names:
        return
    own = case.partnership.name
    if len(parts) == 1:
        yield f"Counted from an earlier partnership with the same area as {own} today: {names[0]}."
        return
    yield (
        f"Counted from {len(parts)} earlier partnerships, which together are {own} today: {'; '.join(names)}. Counts "
        "as released are the sums of theirs; rates were released for each of them alone and are not added up."
    )
    if len({(part.period.first, part.period.last) for part in parts}) > 1:
        periods = "; ".join(f"{part.partnership.name}, {part.period.words}" for part in parts)
        yield f"They were assessed over different periods ({periods}); only the months that all have are counted."


def _by_todays_code(case: Case, earlier: PreviousAssessment, today: list[str]) -> dict[str, EarlierOffence]:
    """Return the released offences by the code that they have today; those without one keep their own."""
    found: dict[str, EarlierOffence] = {}
    for code, offence in released_today(case, earlier.record.offences).items():
        if offence.is_total:
            found[case.scheme.total_code] = offence
            continue
        known = None if code in today else case.scheme.find(offence.name)
        found.setdefault(known.code if known is not None and known.code in today else code, offence)
    return found


def _ground(case: Case, earlier: PreviousAssessment) -> _Ground:
    record = earlier.record
    source = ""
    if record.source != case.source:
        source = f"the counts came from the {record.scheme} then and come from the {case.scheme.label} now"
    boundaries, own = "", own_districts(case)
    if record.districts and own and set(record.districts) != set(own):
        then = "partnership was" if len(earlier.parts) == 1 else "earlier partnerships were"
        boundaries = (
            f"the {then} made of the districts {', '.join(record.districts)} then and "
            f"{'is' if len(earlier.parts) == 1 else 'the partnership is'} made of {', '.join(own)} now"
        )
    return _Ground(source, boundaries, _newer_files(case, earlier))


def _newer_files(case: Case, earlier: PreviousAssessment) -> pd.DataFrame:
    """Return the files of the earlier period that another content has taken the place of since."""
    held = files_of(case, case.previous)
    then = {(file.file, file.sha256) for file in earlier.record.files}
    names, hashes = {name for name, _ in then}, {sha for _, sha in then}
    other = ~held["sha256"].isin(hashes)
    # A file of a force that was not in the store then is new, but takes the place of nothing.
    replaces = held["file"].isin(names) | (held["changed"].astype(str).str.len() > 0)
    return held.loc[other & replaces]


def _row(
    case: Case,
    code: str,
    offence: EarlierOffence | None,
    today: pd.Series,
    counted: pd.DatetimeIndex,
    ground: _Ground,
) -> dict[str, object]:
    name = case.scheme.offence(code).name
    row: dict[str, object] = {
        "offence_code": code,
        "offence_name": name,
        "count_restated": float(today.sum()),
        "count_released": np.nan,
        "restated_by": np.nan,
        "why": NOT_RELEASED,
    }
    if offence is None:
        return row
    then = pd.Series(offence.by_month, index=counted, dtype="int64")
    return (
        row
        | _released(offence)
        | {
            "restated_by": float(today.sum() - then.sum()),
            "why": "; ".join(_reasons(then, today, ground, offence.name if offence.name != name else "")),
        }
    )


def _released(offence: EarlierOffence) -> dict[str, object]:
    rates = {
        "rate_released": offence.rate_per_1000,
        "rate_released_low": offence.ci_low,
        "rate_released_high": offence.ci_high,
    }
    missing = {name: np.nan if value is None else value for name, value in rates.items()}
    return {"count_released": float(offence.count), **missing}


def _lost(offence: EarlierOffence) -> dict[str, object]:
    return {"offence_code": offence.code, "offence_name": offence.name, "why": NO_CATEGORY} | _released(
        offence
    )


def _reasons(then: pd.Series, today: pd.Series, ground: _Ground, old_name: str) -> list[str]:
    """Return why the figure differs, one clause for each reason; nothing where it does not."""
    added, dropped = today.index.difference(then.index), then.index.difference(today.index)
    common = then.index.intersection(today.index)
    revised = common[(then[common] != today[common]).to_numpy()]
    said = [f'called "{old_name}" then'] if old_name else []
    if len(added):
        said.append(f"{_months(added)} not counted then, counted now ({today[added].sum():+,})")
    if len(dropped):
        said.append(f"{_months(dropped)} counted then, left out now ({-then[dropped].sum():+,})")
    if len(revised):
        by = (today[revised] - then[revised]).sum()
        said.append(f"other counts for {_months(revised)} ({by:+,}): {_grounds(revised, ground)}")
    return said


def _grounds(revised: pd.DatetimeIndex, ground: _Ground) -> str:
    """Return what is known to have changed for these months; it may lie behind the difference, or not all of it."""
    known = [part for part in (ground.source, ground.boundaries) if part]
    months = [f"{month:%Y-%m}" for month in revised]
    newer = ground.newer
    if len(newer):
        covers = [
            any(first <= month <= last for month in months)
            for first, last in zip(newer["first"], newer["last"], strict=True)
        ]
        names = list(dict.fromkeys(newer.loc[covers, "file"]))
        if names:
            more = f" and {len(names) - MOST_FILES} more" if len(names) > MOST_FILES else ""
            known.append(
                f"newer data of these months were delivered since ({', '.join(names[:MOST_FILES])}{more})"
            )
    return " and ".join(known) if known else UNKNOWN


def _months(months: pd.DatetimeIndex) -> str:
    if len(months) > MOST_MONTHS:
        return f"{len(months)} months"
    return ", ".join(month_label(month) for month in months)


def _rates(case: Case, counts: pd.Series) -> np.ndarray:
    """Return the restated counts per 1,000 residents a year; missing without a population or for a net negative."""
    years = totals(case, case.previous)["person_years"].get(case.partnership.code, np.nan)
    found, usable = np.full(len(counts), np.nan), (counts >= 0).to_numpy()
    if years > 0 and usable.any():
        values = counts.to_numpy(dtype="float64")[usable]
        found[usable] = crude_rate(values, np.full(len(values), years), per=1000.0).rate
    return found
