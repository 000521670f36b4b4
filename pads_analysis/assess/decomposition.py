"""What each material change is made of: parts in events that add up to it (statutory element c).

Residents, the trend that others share, the mix of offences, a step in recording that the force shares, and what is the
area's own; none of them is a cause. docs/methods/change_parts.md has the formulas and an example.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.change import change, too_few_pairs
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.others import (
    Others,
    Residents,
    find_others,
    fitting,
    force_members,
    moves,
    residents,
)
from pads_analysis.assess.places import place_pairs
from pads_analysis.assess.recording import recording
from pads_analysis.assess.result import DecompositionsResult, NotAvailable, Verdict
from pads_analysis.assess.selection import basis, enough_pairs, paired_months
from pads_analysis.assess.victim_factors import victim_factors
from pads_analysis.stats.change_parts import LEAST_OTHERS, ChangeParts, change_parts
from pads_analysis.stats.few_places import few_places
from pads_analysis.stats.multiplicity import adjust

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

TITLE = "What each change is made of"
FEW_PLACES, LEAST_PLACES, LEAST_LOCATED = 5, 20, 100
PART_COLUMNS = ["offence_code", "part", "count", "ci_low", "ci_high", "p"]
PLACE_COLUMNS = [
    "offence_code",
    "few",
    "n_places",
    "held",
    "everywhere",
    "chance",
    "chance_low",
    "chance_high",
    "p",
]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a change is set beside: residents, others, and the force where it took a step."""

    people: Residents
    others: Others | None
    logs: pd.DataFrame | None
    force_logs: pd.DataFrame | None
    stepped: frozenset[str]


@once_per_case
def decompositions(case: Case) -> DecompositionsResult | NotAvailable:
    """Split the change of the total, of what stands outside it, and of every offence called higher or lower.

    Returns
    -------
    DecompositionsResult or NotAvailable
        Parts in events that add up to each change, with intervals; what lies in few places; victims and repeats where
        an extract tells them; and what could not be told apart, with the reason.
    """
    now, before, _ = paired_months(case)
    if not enough_pairs(case, now):
        return too_few_pairs(case, "decompositions", "c", TITLE)
    called = change(case)
    chosen = _material(case, called.table)
    if chosen.empty:
        return NotAvailable(
            "decompositions", "c", TITLE, "none of what would be split was recorded in the period before", ""
        )
    beside = _beside(case, called.table, now, before)
    found = {row.offence_code: _parts(case, row, called.table, beside) for row in chosen.itertuples()}
    parts = _listed(case, chosen, found)
    own = parts.loc[
        (parts["part"] == "own") & parts["verdict"].isin([Verdict.HIGHER, Verdict.LOWER]), "offence_code"
    ]
    places = _places(case, now, before, chosen.loc[chosen["offence_code"].isin(own)], found)
    victims = victim_factors(case, now, before, beside.people)
    kinds = () if isinstance(victims, str) else ("extract",)
    return DecompositionsResult(
        basis=basis(case, used=now, kinds=kinds),
        changes=_changes(chosen),
        table=parts,
        places=places,
        victims=None if isinstance(victims, str) else victims,
        against="" if beside.others is None else beside.others.words,
        not_separated=_not_separated(case, beside, victims if isinstance(victims, str) else ""),
        period_before=called.period_before,
        rule=_rule(case, beside),
    )


def _material(case: Case, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the total, offences called or with a step in recording, and what stands outside the total.

    A net negative count is a correction of earlier months, and without an earlier event there is no rate to move.
    """
    outside = np.array([not case.scheme.offence(code).in_total for code in rows["offence_code"]])
    clear = rows["verdict"].isin([Verdict.HIGHER, Verdict.LOWER]) | rows["recording"].astype(bool)
    splits = (rows["count_before"] > 0) & (rows["count"] >= 0) & np.isfinite(rows["ci_high"])
    chosen = rows.loc[(rows["is_total"] | outside | clear) & splits]
    first = np.select(
        [chosen["is_total"], chosen["verdict"].isin([Verdict.HIGHER, Verdict.LOWER])], [0, 1], 2
    )
    order = chosen.assign(first=first, size=-chosen["difference"].abs())
    return order.sort_values(["first", "size"], kind="stable").drop(columns=["first", "size"])


def _beside(case: Case, rows: pd.DataFrame, now: pd.DatetimeIndex, before: pd.DatetimeIndex) -> _Beside:
    people = residents(case)
    stepped = frozenset(rows.loc[rows["recording"].astype(bool), "offence_code"]) - {case.scheme.total_code}
    asked = {"with_residents": people.known}
    others = find_others(case, now, before, outside_force=bool(stepped), **asked) if stepped else None
    # Where no others lie outside the force, its step stays inside the trend it shares.
    others = others or find_others(case, now, before, **asked)
    force = fitting(case, force_members(case), now, before, **asked) if stepped else ()
    apart = others is not None and len(force) >= LEAST_OTHERS and not set(others.codes) & set(force)
    return _Beside(
        people,
        others,
        None if others is None else moves(case, others.codes, now, before, **asked),
        moves(case, force, now, before, **asked) if apart else None,
        stepped,
    )


def _parts(case: Case, row: object, rows: pd.DataFrame, beside: _Beside) -> ChangeParts:
    """Return the parts of one row: of a single offence, or of the total over its offences."""
    codes = [row.offence_code]
    if row.is_total:
        counted = np.array([case.scheme.offence(code).in_total for code in rows["offence_code"]])
        parts = rows.loc[counted & ~rows["is_total"] & ((rows["count"] != 0) | (rows["count_before"] != 0))]
        # Net negative counts would have no rate; the total is then moved as one.
        positive = (parts[["count", "count_before"]] >= 0).all(axis=None)
        codes = list(parts["offence_code"]) if positive and len(parts) else codes
    counts = rows.set_index("offence_code").loc[codes]
    logs, force = beside.logs, beside.force_logs
    return change_parts(
        counts["count_before"].to_numpy(),
        counts["count"].to_numpy(),
        None if logs is None else logs[codes].to_numpy(),
        growth=beside.people.growth,
        shared_total=logs[row.offence_code].to_numpy() if logs is not None and len(codes) > 1 else None,
        recorded=None if force is None else force[codes].to_numpy(),
        stepped=[code in beside.stepped for code in codes],
        ratio_low=row.ci_low,
        ratio_high=row.ci_high,
        p=row.p,
        confidence=case.params.statistics.confidence,
    )


def _listed(case: Case, chosen: pd.DataFrame, found: dict[str, ChangeParts]) -> pd.DataFrame:
    rows = [
        (code, str(part), *values)
        for code, one in found.items()
        for part, *values in zip(one.part, one.count, one.ci_low, one.ci_high, one.p, strict=True)
    ]
    table = pd.DataFrame(rows, columns=PART_COLUMNS)
    tested = table["p"].notna()
    table["p_adjusted"] = np.nan
    table.loc[tested, "p_adjusted"] = adjust(table.loc[tested, "p"].to_numpy())
    clear = table["p_adjusted"] <= case.params.statistics.false_discovery_rate
    table["verdict"] = np.select(
        [~tested, clear & (table["ci_low"] > 0), clear & (table["ci_high"] < 0)],
        ["known", Verdict.HIGHER, Verdict.LOWER],
        Verdict.UNCERTAIN,
    )
    names = chosen[["offence_code", "offence_name", "is_total", "count_before"]]
    table = names.merge(table, on="offence_code", how="right")
    enough = table["count_before"] >= case.params.statistics.minimum_base_for_percent
    table["points"] = (table["count"] / table["count_before"] * 100).where(enough)
    # A part that is not known is not printed as none: it is named among what was not told apart.
    unknown = (table["part"] == "population") & ~residents(case).known
    return table.loc[~unknown].reset_index(drop=True)


def _changes(chosen: pd.DataFrame) -> pd.DataFrame:
    base = chosen["count_before"]
    return chosen.assign(
        difference_low=base * (chosen["ci_low"] - 1), difference_high=base * (chosen["ci_high"] - 1)
    )[
        [
            "offence_code", "offence_name", "is_total", "count_before", "count", "difference", "difference_low",
            "difference_high", "verdict", "recording", "note",
        ]
    ].reset_index(drop=True)  # fmt: skip


def _places(
    case: Case,
    now: pd.DatetimeIndex,
    before: pd.DatetimeIndex,
    chosen: pd.DataFrame,
    found: dict[str, ChangeParts],
) -> pd.DataFrame:
    """Return what the few small areas that moved most hold of each part that is clearly the area's own."""
    names = chosen[["offence_code", "offence_name", "is_total"]]
    if not _has_places(case):
        return names.iloc[:0].assign(**dict.fromkeys([*PLACE_COLUMNS[1:], "p_adjusted", "verdict"], ()))
    rng = np.random.default_rng(case.params.priorities.seed)
    rows = []
    for row in chosen.itertuples():
        pairs = place_pairs(case, now, before, row.offence_code)
        earlier, later = (pairs[name].clip(lower=0).to_numpy() for name in ("count_before", "count"))
        if min(earlier.sum(), later.sum()) == 0 or earlier.sum() + later.sum() < LEAST_LOCATED:
            continue
        ratio = found[row.offence_code].expected / row.count_before
        few = few_places(
            earlier, later, ratio, FEW_PLACES, rng=rng, confidence=case.params.statistics.confidence
        )
        rows.append(
            (row.offence_code, FEW_PLACES, len(pairs), few.held, few.everywhere, few.chance, few.chance_low,
             few.chance_high, few.p)
        )  # fmt: skip
    table = pd.DataFrame(rows, columns=PLACE_COLUMNS)
    table["p_adjusted"] = adjust(table["p"].to_numpy()) if len(table) else ()
    clear = table["p_adjusted"] <= case.params.statistics.false_discovery_rate
    table["verdict"] = np.where(clear, Verdict.HIGHER, Verdict.UNCERTAIN)
    return names.merge(table, on="offence_code", how="inner")


def _has_places(case: Case) -> bool:
    return case.places is not None and case.place_months is not None and len(case.places) >= LEAST_PLACES


def _not_separated(case: Case, beside: _Beside, victims: str) -> tuple[str, ...]:
    """Return what could not be told apart, each as a sentence with its reason."""
    said = []
    if not beside.people.known:
        said.append(f"Not separated: population, because {beside.people.because}. It is in the other parts.")
    if beside.others is None:
        said.append(
            "Not separated: the trend that others share, and the mix of offences, because fewer than "
            f"{LEAST_OTHERS} other partnerships have the same months"
            f"{' and a population' if beside.people.known else ''}. Both are in the part told as the area's own."
        )
    elif beside.stepped and beside.force_logs is None:
        names = ", ".join(case.scheme.offence(code).name for code in sorted(beside.stepped))
        inside = set(beside.others.codes) & set(force_members(case))
        within = "the shared trend" if inside else "the part told as the area's own"
        said.append(
            f"Not separated: the step in recording ({names}), because fewer than {LEAST_OTHERS} other partnerships of "
            f"the force and {LEAST_OTHERS} outside it have the same months. It is in {within}."
        )
    looked = recording(case)
    if isinstance(looked, NotAvailable) and not beside.stepped:
        said.append(f"Not separated: a step in recording that nobody has told of, because {looked.because}.")
    if not _has_places(case):
        said.append(
            f"Not separated: place, because the counts have no locations or there are fewer than {LEAST_PLACES} small "
            "areas."
        )
    if victims:
        said.append(f"Not separated: repeat victimisation, because {victims}.")
    return tuple(said)


def _rule(case: Case, beside: _Beside) -> str:
    settings = case.params.statistics
    against = "nobody" if beside.others is None else beside.others.words
    return (
        "Every part is a number of events and the parts of a change add up to it: what the change of residents alone "
        f"would bring, what is added by the mean change of rate among {against}, for the total by its mix of offences, "
        "and what is left, the area's own. Limits of the parts allow for the spread among the others and for months "
        "that hang together; published populations are taken as known. The same calendar months are compared, so that "
        f"season has no part. Parts are called at a false discovery rate of {settings.false_discovery_rate:.0%} over "
        "the table (Benjamini-Hochberg). A part is not a cause."
    )
