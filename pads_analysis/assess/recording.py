"""Signs that recording changed rather than crime (statutory element c)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.result import NotAvailable, RecordingResult
from pads_analysis.assess.selection import basis, delivering_force, no_months, offence_codes
from pads_analysis.data.periods import month_label
from pads_analysis.stats.common_steps import CommonStep, can_be_tested, common_step
from pads_analysis.stats.multiplicity import adjust

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

MIN_AREAS = 3
COLUMNS = [
    "offence_code",
    "offence_name",
    "month",
    "ratio",
    "partnerships_moving",
    "partnerships",
    "sentence_note",
]


@once_per_case
def recording(case: Case) -> RecordingResult | NotAvailable:
    """Find steps that most partnerships of the force take in one month while partnerships of other forces do not."""
    title = "Steps shared by the whole force"
    if case.step > 1:
        return no_months(case, "recording", title, element="c")
    same, other = _groups(case)
    if len(same) < MIN_AREAS or len(other) < MIN_AREAS:
        which = "the same force" if len(same) < MIN_AREAS else "other forces"
        return NotAvailable(
            "recording",
            "c",
            title,
            f"a change in recording can only be told from a change in crime with at least {MIN_AREAS} partnerships "
            f"of the force and {MIN_AREAS} of other forces; of {which} the store holds {min(len(same), len(other))}",
            "Ingest neighbouring forces.",
        )
    first = case.period.last - pd.DateOffset(months=case.params.statistics.history_months - 1)
    good = _complete_for_all(case, same, pd.date_range(first, case.period.last, freq="MS"))
    other = _complete_in_all(case, other, good)
    if len(other) < MIN_AREAS:
        return NotAvailable(
            "recording",
            "c",
            title,
            f"only {len(other)} partnerships of other forces are complete in the same months, "
            f"and {MIN_AREAS} are needed",
            "Ingest neighbouring forces for the same months.",
        )
    steps, tested = _steps(case, same, other, good)
    level = case.params.statistics.false_discovery_rate
    rows = [
        (code, case.scheme.offence(code).name, good[step.index], step.ratio, step.n_moving, len(same), "")
        for code, step in _kept(steps, tested, level)
        # Only steps inside the two years that are compared can be mistaken for a change between them.
        if good[step.index] >= case.previous.first
    ]
    return RecordingResult(
        basis=basis(case),
        table=pd.DataFrame(rows, columns=COLUMNS),
        force_name=delivering_force(case) or case.partnership.force_name,
        method=(
            "Monthly series of each partnership of the force, relative to partnerships of other forces, searched for a "
            "step that most of them take in the same month; the month found may be one early or late. "
            f"{count_of(tested, 'type')} of offence could be tested, and steps are called at a false discovery rate of "
            f"{level:.0%} over them (Benjamini-Hochberg)."
        ),
    )


def count_of(number: int, noun: str) -> str:
    """Return "1 type" or "14 types"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _steps(
    case: Case, same: tuple[str, ...], other: tuple[str, ...], months: pd.DatetimeIndex
) -> tuple[list[tuple[str, CommonStep]], int]:
    """Return the steps found, each with its offence, and how many offences could be tested."""
    rng = np.random.default_rng(case.params.priorities.seed)
    found, tested = [], 0
    for code in offence_codes(case):
        own, reference = _wide(case, code, same, months), _wide(case, code, other, months)
        if len(months) == 0 or not can_be_tested(own, reference):
            continue
        tested += 1
        # Months are left out where any partnership lacks them, so the calendar month goes along with each.
        steps = common_step(own, reference, rng=rng, calendar=months.month.to_numpy())
        found += [(code, step) for step in steps]
    return found, tested


def _kept(steps: list[tuple[str, CommonStep]], tested: int, level: float) -> list[tuple[str, CommonStep]]:
    """Return the steps that hold at a false discovery rate over all offences tested.

    An offence in which no step was found stands in the family with a p of 1, whatever its own p was: it is not called.
    """
    without = tested - len({code for code, _ in steps})
    p = np.array([step.p for _, step in steps] + [1.0] * without)
    if not len(p):
        return []
    return [pair for pair, p_adjusted in zip(steps, adjust(p), strict=False) if p_adjusted <= level]


def recording_notes(case: Case) -> dict[str, str]:
    """Return, by offence, the sentence that must stand beside any change of an offence that shows a shared step."""
    found = recording(case)
    if isinstance(found, NotAvailable):
        return {}
    return {
        row.offence_code: (
            f"Most partnerships of {found.force_name} moved together about {month_label(row.month)} "
            f"({row.ratio:.2f} times the level before) and other forces did not, which points to "
            "recording or police practice rather than to a change in crime."
        )
        for row in found.table.itertuples()
    }


def shared_steps(case: Case) -> list[tuple[str, pd.Timestamp]]:
    """Return the offence and the month of each shared step."""
    found = recording(case)
    if isinstance(found, NotAvailable):
        return []
    return list(found.table[["offence_code", "month"]].itertuples(index=False, name=None))


def _groups(case: Case) -> tuple[tuple[str, ...], tuple[str, ...]]:
    force = case.partnerships.set_index("partnership_code")["force_code"]
    covered = [code for code in case.with_data if code in force.index]
    same = tuple(code for code in covered if force[code] == case.partnership.force_code)
    return same, tuple(code for code in covered if code not in same)


def _complete_rows(case: Case, codes: tuple[str, ...], months: pd.DatetimeIndex) -> pd.DataFrame:
    wanted = case.coverage["partnership_code"].isin(codes) & case.coverage["month"].isin(months)
    return case.coverage.loc[wanted & (case.coverage["status"] == "complete")]


def _complete_for_all(case: Case, codes: tuple[str, ...], months: pd.DatetimeIndex) -> pd.DatetimeIndex:
    """Return the months that are complete for every one of the partnerships."""
    shared = _complete_rows(case, codes, months).groupby("month")["partnership_code"].nunique()
    return pd.DatetimeIndex(shared.index[shared == len(codes)])


def _complete_in_all(case: Case, codes: tuple[str, ...], months: pd.DatetimeIndex) -> tuple[str, ...]:
    """Return the partnerships that are complete in every one of the months."""
    held = _complete_rows(case, codes, months).groupby("partnership_code")["month"].nunique()
    return tuple(held.index[held == len(months)])


def _wide(case: Case, offence: str, codes: tuple[str, ...], months: pd.DatetimeIndex) -> np.ndarray:
    rows = case.monthly.loc[
        (case.monthly["offence_code"] == offence)
        & case.monthly["partnership_code"].isin(codes)
        & case.monthly["month"].isin(months)
    ]
    wide = rows.pivot_table(
        index="partnership_code", columns="month", values="count", aggfunc="sum", fill_value=0
    )
    return wide.reindex(index=list(codes), columns=months, fill_value=0).fillna(0).clip(lower=0).to_numpy()
