"""What the scores are read from: for every issue and criterion a raw value with its limits, and how it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pads_analysis.assess.change import change
from pads_analysis.assess.concern_shares import concern_shares
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.levels import counted_levels, levels
from pads_analysis.assess.matters import Matter, joined_offences, matters
from pads_analysis.assess.partners import partners
from pads_analysis.assess.places import place_counts
from pads_analysis.assess.plan_targets import plan_targets
from pads_analysis.assess.repeats import repeats
from pads_analysis.assess.result import NotAvailable, Verdict
from pads_analysis.assess.scoring import CRITERIA
from pads_analysis.assess.selection import usable_months
from pads_analysis.stats.concentration import places_needed
from pads_analysis.vocabulary import short_name

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

MIN_FOR_CONCENTRATION = 50
NAN = float("nan")
#: raw value and its limits
Value = tuple[float, float, float]
UNKNOWN: Value = (NAN, NAN, NAN)


@once_per_case
def priority_evidence(case: Case) -> pd.DataFrame:
    """Return one row per issue, in the order of `matters`.

    Returns
    -------
    DataFrame
        For each criterion `<criterion>`, `<criterion>_low`, `<criterion>_high`, `<criterion>_judged` (a judgement, 0 to
        4), `because_<criterion>` (its reason) and `value_<criterion>` (as printed; "" where nothing is known); and
        target_words (the target in a clause), direction, vs_peers (verdicts), recording (bool: a change points at
        recording, so that neither change nor level is scored).
    """
    rows = [_row(case, matter) for matter in matters(case)]
    return pd.DataFrame(rows)


def _row(case: Case, matter: Matter) -> dict[str, Any]:
    counted = _counted(case, matter)
    target, more = _target(case, matter)
    found: dict[str, Value] = {
        "volume": counted["volume"],
        "harm": _harm(case, matter),
        "trend": counted["trend"],
        "peers": counted["peers"],
        "target": target,
        "concern": _concern(case, matter),
        "concentration": (_top_tenth(case, matter.offences), NAN, NAN),
        "repeat": _repeat(case, matter),
    }
    row: dict[str, Any] = {name: counted[name] for name in ("direction", "vs_peers", "recording")}
    row |= {f"value_{name}": "" for name in CRITERIA}
    for name, (value, low, high) in found.items():
        row |= {name: value, f"{name}_low": low, f"{name}_high": high}
        row[f"value_{name}"] = _printed(case, name, value, low, high)
    row["target_words"] = f"{target[0]:.2f} times what the last plan aimed at"
    if more:
        # The gap stands upside down there; in print the figure is told as it is.
        low, high = (1 / end if end > 0 else np.inf for end in (target[2], target[1]))
        row["value_target"] = f"{_printed(case, 'target', 1 / target[0], low, high)}, where more is better"
        row["target_words"] = f"{1 / target[0]:.2f} times what the last plan aimed at, where more is better"
    if counted["trend_from"]:
        row["value_trend"] += f" ({counted['trend_from']})"
    held = case.resolved.issues
    for name, entry in (held.judged(matter.code) if held else {}).items():
        row |= {f"{name}_judged": entry.score, f"because_{name}": entry.because}
        if not row.get(f"value_{name}"):
            row[f"value_{name}"] = f"judged {entry.score:g}: {entry.because.strip().rstrip('.')}"
    return row


def _counted(case: Case, matter: Matter) -> dict[str, Any]:
    """Return volume, change and level beside peers, from the counts, or the change from a partner's data set."""
    nothing = {
        "volume": UNKNOWN, "trend": UNKNOWN, "peers": UNKNOWN, "recording": False, "trend_from": "",
        "direction": Verdict.TOO_FEW, "vs_peers": Verdict.TOO_FEW,
    }  # fmt: skip
    if len(matter.offences) == 1:
        return nothing | _of_counts(case, *_single(case), matter.offences[0])
    if matter.offences:
        joined = joined_offences(case)
        if joined is None:
            return nothing
        found = nothing | _of_counts(case, *_single(joined), matter.code)
        if any(_single(case)[1].get(code, {}).get("recording", False) for code in matter.offences):
            return found | _not_told()
        return found
    return nothing | _of_partners(case, matter)


@once_per_case
def _single(case: Case) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """Return the rows of levels and of changes by code."""
    level = counted_levels(case).set_index("offence_code").to_dict("index")
    changed = change(case)
    if isinstance(changed, NotAvailable):
        return level, {}
    return level, changed.table.set_index("offence_code").to_dict("index")


def _of_counts(
    case: Case, level: dict[str, dict[str, Any]], moved: dict[str, dict[str, Any]], code: str
) -> dict[str, Any]:
    row, step = level[code], moved.get(code, {})
    beside = levels(case)
    everything = beside.table.loc[~beside.table["is_total"], "count"].clip(lower=0).sum()
    share = max(row["count"], 0) / everything if everything else NAN
    # The share moves with the count; all that is recorded hardly does.
    rate = row["rate_per_1000"]
    limits = [share * row[name] / rate if rate and rate > 0 else NAN for name in ("ci_low", "ci_high")]
    found: dict[str, Any] = {"volume": (share, *limits)}
    direction = step.get("verdict", Verdict.TOO_FEW)
    if direction != Verdict.TOO_FEW and np.isfinite(step["ratio"]):
        found["trend"] = (step["ratio"], step["ci_low"], step["ci_high"])
    # The other partnerships of the store are no peers unless somebody chose them.
    vs_peers = row["vs_peers"] if beside.peers_chosen else Verdict.TOO_FEW
    if vs_peers != Verdict.TOO_FEW:
        found["peers"] = (row["peer_ratio"], row["peer_ratio_low"], row["peer_ratio_high"])
    found |= {"direction": direction, "vs_peers": vs_peers}
    # A change that points at recording says nothing about crime, and moves the level as well.
    return found | _not_told() if step.get("recording", False) else found


def _not_told() -> dict[str, Any]:
    return {
        "trend": UNKNOWN, "peers": UNKNOWN, "recording": True,
        "direction": Verdict.UNCERTAIN, "vs_peers": Verdict.UNCERTAIN,
    }  # fmt: skip


def _of_partners(case: Case, matter: Matter) -> dict[str, Any]:
    """Return the change in the first of the issue's data sets that can be compared."""
    found = partners(case) if matter.data_sets and case.incidents else None
    if found is None or isinstance(found, NotAvailable):
        return {}
    for code in matter.data_sets:
        rows = found.table.loc[(found.table["data_set"] == code) & found.table["is_total"].astype(bool)]
        for row in rows.to_dict("records"):
            if row["verdict"] != Verdict.TOO_FEW and row["comparable"] and np.isfinite(row["ratio"]):
                return {
                    "trend": (row["ratio"], row["ci_low"], row["ci_high"]),
                    "direction": row["verdict"],
                    "trend_from": short_name(code),
                }
    return {}


def _harm(case: Case, matter: Matter) -> Value:
    """Return the harm of one offence: of several the mean by their counts."""
    given = case.params.priorities.harm_values
    if not matter.offences or not all(code in given for code in matter.offences):
        return UNKNOWN
    level = _single(case)[0]
    count = np.array([max(level[code]["count"], 0) for code in matter.offences], dtype="float64")
    values = [given[code] for code in matter.offences]
    return (float(np.average(values, weights=count)) if count.sum() else float(np.mean(values)), NAN, NAN)


def _target(case: Case, matter: Matter) -> tuple[Value, bool]:
    """Return how far the issue is from its target of the last plan, and whether more is better there.

    Of several targets it is the one that is missed by most.
    """
    gaps = _gaps(case)
    return max((gaps[code] for code in matter.offences if code in gaps), default=(UNKNOWN, False))


@once_per_case
def _gaps(case: Case) -> dict[str, tuple[Value, bool]]:
    """Return the worst gap to a target by offence, and whether more is better there.

    A target that the figures cannot speak to (too few events, or a change of recording) has no gap to be scored, as
    neither change nor level is scored there.
    """
    found = plan_targets(case)
    if isinstance(found, NotAvailable):
        return {}
    judged = found.table["gap_ratio"].notna() & (found.table["because"] == "")
    table = found.table.loc[judged].sort_values("gap_ratio", kind="stable")
    return {
        row["indicator"]: (
            (float(row["gap_ratio"]), float(row["gap_low"]), float(row["gap_high"])),
            not row["lower_is_better"],
        )
        for row in table.to_dict("records")
    }


def _concern(case: Case, matter: Matter) -> Value:
    row = concern_of(case, matter)
    return UNKNOWN if row is None else (float(row["share"]), float(row["ci_low"]), float(row["ci_high"]))


def concern_of(case: Case, matter: Matter) -> dict[str, Any] | None:
    """Return the answer that names the issue, of several the one that most people gave; None where nobody was asked."""
    asked = concern_shares(case)
    rows = asked.loc[asked["offence_code"].isin(matter.concern)]
    rows = rows.sort_values("share", ascending=False, kind="stable").to_dict("records")
    return rows[0] if rows else None


def _top_tenth(case: Case, offences: tuple[str, ...]) -> float:
    if case.places is None or case.place_months is None or not offences:
        return NAN
    months = usable_months(case, case.period).months
    counts = np.zeros(len(case.places))
    for code in offences:
        located = place_counts(case, months, code)
        counts += case.places["place_code"].map(located).fillna(0).to_numpy()
    if counts.sum() < MIN_FOR_CONCENTRATION or len(counts) < 10:
        return NAN
    return float(places_needed(counts).busiest_tenth)


def _repeat(case: Case, matter: Matter) -> Value:
    """Return the share of offences whose victim was struck more than once, where an extract has keys of victims."""
    rows = _repeat_rows(case)
    if len(matter.offences) != 1:
        return UNKNOWN
    disclosed = case.scheme.offence(matter.offences[0]).disclosed
    own = [pair.split("/", 1)[1] for pair in disclosed if pair.startswith("police_crime/")]
    row = rows.get(own[0], {}) if len(own) == 1 else {}
    return tuple(float(row.get(f"share_events{end}", NAN)) for end in ("", "_low", "_high"))  # type: ignore[return-value]


@once_per_case
def _repeat_rows(case: Case) -> dict[str, dict[str, Any]]:
    found = repeats(case) if "police_crime" in case.incidents else None
    if found is None or isinstance(found, NotAvailable) or found.unit != "victim":
        return {}
    return found.table.set_index("code").to_dict("index")


def _printed(case: Case, name: str, value: float, low: float, high: float) -> str:
    """Return a value as it is printed beside its score, with its limits where it has any."""
    if np.isnan(value):
        return ""
    if name == "harm":
        return f"{value:g} on the scale given"
    if name in ("trend", "peers", "target"):
        return f"{value:.2f} times" + (f" ({low:.2f} to {high:.2f})" if np.isfinite(low + high) else "")
    limits = f" ({100 * low:.0f}% to {100 * high:.0f}%)" if np.isfinite(low + high) else ""
    return f"{value:.0%}{limits}" if name != "volume" else f"{value:.1%}"


def kinds_used(case: Case) -> tuple[str, ...]:
    """Return what the evidence rests on beside the published counts."""
    evidence = priority_evidence(case)
    kinds = list(dict.fromkeys(concern_shares(case)["kind"])) if evidence["concern"].notna().any() else []
    kinds += ["issues"] if case.resolved.issues is not None else []
    partners_used = any(matter.data_sets for matter in matters(case)) and bool(case.incidents)
    kinds += ["extract"] if partners_used or evidence["repeat"].notna().any() else []
    kinds += ["plan"] if evidence["target"].notna().any() else []
    return tuple(dict.fromkeys(kinds))


def missing_reason(case: Case, name: str) -> str:
    """Return why a criterion has no evidence for any issue, as a clause."""
    if getattr(case.params.priorities.weights, name) == 0:
        return "its weight is 0 in the params"
    if name == "concern" and "views" in case.resolved.withheld:
        return "survey results are withheld from the public edition"
    if name == "target" and "plan" in case.resolved.withheld:
        return "the plan is withheld from the public edition"
    if name == "tractability" and "issues" in case.resolved.withheld:
        return "the partnership's judgements are withheld from the public edition"
    return {
        "concentration": "the source has no locations",
        "concern": "no survey of people drawn at random asked about concerns",
        "harm": "no harm values were given by the partnership",
        "peers": "no peers were chosen, or too few of them have data",
        "repeat": "no extract with a key of the victim was disclosed",
        "target": "the last plan has no target that recorded figures can be held against",
        "tractability": "the partnership judged none in issues.yaml",
        "trend": "too few months are complete in both periods",
    }.get(name, "no data")
