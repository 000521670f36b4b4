"""What must be known of the months of a series before a rise or a fall in it is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.recording import recording_notes, shared_steps
from pads_analysis.assess.selection import missing_months
from pads_analysis.data.periods import month_label
from pads_analysis.vocabulary.events import events

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

COLUMNS = ["first", "last", "kind", "offence_code", "words"]


def marks(case: Case, months: pd.DatetimeIndex) -> pd.DataFrame:
    """Return what to mark on a chart of `months`, and to say beside it.

    Returns
    -------
    DataFrame
        first, last (Timestamps, both included, inside `months`), kind ("event", "recording", "revised", "missing"),
        offence_code ("" for every offence), words (a sentence).
    """
    rows = [*_events(), *_recording(case), *_revised(case), *_missing(case, months)]
    table = pd.DataFrame(rows, columns=COLUMNS)
    table["first"], table["last"] = pd.to_datetime(table["first"]), pd.to_datetime(table["last"])
    inside = (table["first"] <= months[-1]) & (table["last"] >= months[0])
    table = table.loc[inside].reset_index(drop=True)
    return table.assign(first=table["first"].clip(lower=months[0]), last=table["last"].clip(upper=months[-1]))


def _events() -> list[tuple[object, ...]]:
    return [
        (pd.Timestamp(f"{event.first}-01"), pd.Timestamp(f"{event.last}-01"), "event", "", event.note)
        for event in events()
    ]


def _recording(case: Case) -> list[tuple[object, ...]]:
    """Return the changes of recording that the params name, and the steps that the whole force shares."""
    total = case.scheme.total_code
    rows: list[tuple[object, ...]] = []
    for entry in case.params.recording_changes:
        month = pd.Timestamp(f"{entry.month}-01")
        code = "" if entry.offence == total else entry.offence
        rows.append((month, month, "recording", code, entry.note))
    notes = recording_notes(case)
    return rows + [
        (month, month, "recording", code, f"{case.scheme.offence(code).name}: {notes[code]}")
        for code, month in shared_steps(case)
    ]


def _revised(case: Case) -> list[tuple[object, ...]]:
    """Return the runs of months for which a newer delivery brought other counts than an older one."""
    held = case.deliveries
    if "months_changed" not in held:
        return []
    said = held.loc[held["kind"] == case.source, "months_changed"].astype(str)
    months = sorted({month for text in said for month in text.split("|") if month})
    return [
        (run[0], run[-1], "revised", "", f"Newer data took the place of older ones for {_span(run)}.")
        for run in _runs([pd.Timestamp(f"{month}-01") for month in months])
    ]


def _runs(months: list[pd.Timestamp]) -> list[list[pd.Timestamp]]:
    """Return months in order as runs without a gap."""
    runs: list[list[pd.Timestamp]] = []
    for month in months:
        if runs and runs[-1][-1] + pd.DateOffset(months=1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return runs


def _span(run: list[pd.Timestamp]) -> str:
    return " to ".join(dict.fromkeys((month_label(run[0]), month_label(run[-1]))))


def _missing(case: Case, months: pd.DatetimeIndex) -> list[tuple[object, ...]]:
    return [
        (month, month, "missing", "", f"No data were delivered for {month_label(month)}.")
        for month in missing_months(case, months)
    ]
