"""Tables of the parts of each change, and of what happened beside a forecast."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pads_analysis.assess.result import DecompositionsResult, OutturnResult, Verdict
from pads_analysis.show import words
from pads_analysis.show.cells import NOT_APPLICABLE, Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.parts import HEADINGS, doubt
from pads_analysis.show.tables.build import caption_of, table

SAID = {
    "known": "taken as known",
    Verdict.HIGHER: "adds",
    Verdict.LOWER: "takes off",
}
FACTORS = {
    "residents": "Residents",
    "victims": "Victims for each resident",
    "repeats": "Crimes for each victim",
}


@renders(DecompositionsResult)
def decompositions(result: DecompositionsResult) -> list[Table]:
    """List the parts of every change with the change itself; victims and repeats where an extract tells them."""
    level = words.level(confidence_of(result))
    rows = [row for change in result.changes.to_dict("records") for row in _rows(result, change)]
    columns = (
        Column("offence_name", "Offence"),
        Column("label", "Part"),
        Column("count", "Events", "number", 0),
        Column("interval", f"{level} interval", "interval", 0, "ci_low", "ci_high"),
        Column("points", "Percentage points of the count before", "value", 1),
        Column("said", "What may be said"),
    )
    listed = table(
        pd.DataFrame(rows),
        columns,
        section=result.section,
        caption=caption_of(f"Parts of each change since {result.period_before}", result.basis),
        notes=(result.rule, *result.not_separated, *result.basis.notes),
        total="is_change",
    )
    return [listed] if result.victims is None else [listed, _victims(result, result.victims, level)]


def _rows(result: DecompositionsResult, change: dict[str, Any]) -> list[dict[str, Any]]:
    parts = result.table.loc[result.table["offence_code"] == change["offence_code"]].to_dict("records")
    base, least = change["count_before"], result.basis.minimum_base
    found = [
        part | {"label": HEADINGS[part["part"]], "said": _of_part(part), "is_change": False} for part in parts
    ]
    found.append(
        {
            "offence_name": change["offence_name"], "label": "Change in all", "count": change["difference"],
            "ci_low": change["difference_low"], "ci_high": change["difference_high"], "is_change": True,
            "points": 100 * change["difference"] / base if base >= least else NOT_APPLICABLE,
            "said": "sum of the parts",
        }
    )  # fmt: skip
    for row in found:
        row["points"] = row["points"] if base >= least else NOT_APPLICABLE
    return found


def _of_part(part: dict[str, Any]) -> str:
    return SAID.get(part["verdict"]) or doubt(part).removeprefix(", ")


def _victims(result: DecompositionsResult, victims: pd.DataFrame, level: str) -> Table:
    alone = "residents" not in set(victims["factor"])
    names = FACTORS | ({"victims": "Victims"} if alone else {})
    columns = (
        Column("label", "Factor"),
        Column("before", "Before", "value", 4),
        Column("now", "Now", "value", 4),
        Column("count", "Crimes", "number", 0),
        Column("interval", f"{level} interval", "interval", 0, "ci_low", "ci_high"),
    )
    return table(
        victims.assign(label=[names[factor] for factor in victims["factor"]]),
        columns,
        section=result.section,
        name="victims",
        caption=caption_of("Crimes with a victim's key, by factor", result.basis),
        notes=(
            "Each factor's part is the mean over all orders in which the factors can change (Das Gupta); the parts add "
            f"up to {words.count(round(float(victims['total'].iloc[0])))} crimes",
            "A victim counts once in each period, by the key that the police give",
        ),
    )


@renders(OutturnResult)
def outturn(result: OutturnResult) -> Table:
    """List for every offence what was recorded, what was forecast, and what may be said of the two."""
    level = words.level(confidence_of(result))
    rows = result.table.assign(said=[_said(row) for row in result.table.to_dict("records")])
    rows["skill"] = rows["skill"].astype(object).where(rows["skill"].notna(), NOT_APPLICABLE)
    columns = (
        Column("offence_name", "Offence"),
        Column("count", "Recorded", "count"),
        Column("expected", "Forecast", "number", 0),
        Column("limits", f"{level} prediction interval", "interval", 0, "low", "high"),
        Column("said", "What may be said"),
        Column("months_out", "Months outside their own interval", "count"),
        Column("skill", "Error over that of the year before", "value", 2),
        Column("method", "Method"),
    )
    recorded = sorted(
        {
            f"{row['offence_name']}: {row['note']}"
            for row in result.table.to_dict("records")
            if row["recording"]
        }
    )
    return table(
        rows,
        columns,
        section=result.section,
        caption=caption_of("What was recorded beside a forecast from the months before", result.basis),
        notes=(
            result.rule,
            "Error over that of the year before: mean error of forecasts made from earlier origins over that of taking "
            "the same month of the year before; below 1 the forecast was better",
            *recorded,
            *result.basis.notes,
        ),
        total="is_total",
    )


def _said(row: dict[str, Any]) -> str:
    if row["verdict"] == Verdict.HIGHER:
        return "more than expected"
    if row["verdict"] == Verdict.LOWER:
        return "fewer than expected"
    if row["verdict"] == Verdict.TOO_FEW:
        return "too few"
    if row["count"] < row["low"] or row["count"] > row["high"]:
        return "outside, not clear with all comparisons"
    return "within what was expected"
