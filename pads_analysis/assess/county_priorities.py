"""The priorities of a county's districts side by side, all scored alike on what published counts allow (element g)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.change import known_recording_change
from pads_analysis.assess.compare import judge
from pads_analysis.assess.county import county_basis, county_changes
from pads_analysis.assess.county_members import members, subject_of, without_county
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.others import find_others, moves
from pads_analysis.assess.priorities import NAMES
from pads_analysis.assess.recording import recording_notes
from pads_analysis.assess.redefined import redefined_note
from pads_analysis.assess.result import CountyPrioritiesResult, NotAvailable, Verdict
from pads_analysis.assess.schemes.inputs import Inputs
from pads_analysis.assess.schemes.weighted import weighted
from pads_analysis.assess.scoring import LIKELY, placed, scores_of, weights_of
from pads_analysis.assess.selection import comparable, offence_codes, paired_months, totals
from pads_analysis.stats.normal import standard_error
from pads_analysis.stats.peers import LEAST_PEERS, compare_with_mean
from pads_analysis.stats.random_effects import LEAST_POOLED, pool_ratios

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.data.county import County

TITLE = "Priorities of the county's districts"
#: What published counts allow for every district alike; harm where the params give it.
USED = ("volume", "trend", "peers", "harm")
MAY_BE = 1 - LIKELY
FIRST, MAYBE, NOT_FIRST, NOT_SCORED = (
    "first tier",
    "may be in the first tier",
    "not in the first tier",
    "not scored",
)
PLACES = ("total", "total_low", "total_high", "rank_low", "rank_high", "chance_first")
POOLED = ("ratio", "ci_low", "ci_high", "p", "expected_low", "expected_high", "i2", "n_pooled")


def county_priorities(subject: Case | County) -> CountyPrioritiesResult | NotAvailable:
    """Score every issue of every district alike, and say which issues several share and which moved together.

    Volume, change against the period before and the rate beside the county's other districts are what the published
    counts hold for all of them; anchors and weights are those of this assessment. What only one district knows (its
    surveys, its targets) is not looked at, so that a district's own list may differ.
    """
    case, own = subject_of(subject)
    missing = without_county(case, "county_priorities", TITLE)
    if missing is not None:
        return missing
    cells = district_scores(case)
    if not (cells["standing"] != NOT_SCORED).any():
        return NotAvailable("county_priorities", "g", TITLE, "no issue of any district could be scored", "")
    codes, names = members(case), case.names
    settings = case.params.priorities
    return CountyPrioritiesResult(
        basis=county_basis(case, "", *_notes(case)),
        county_name=case.partnership.county_name,
        districts=pd.DataFrame(
            {
                "partnership_code": codes,
                "partnership_name": [names[code] for code in codes],
                "is_own": [code == own for code in codes],
            }
        ),
        cells=cells.assign(partnership_name=cells["partnership_code"].map(names)),
        issues=_issues(case, cells),
        criteria=tuple(
            NAMES[name].replace("of peers", "of the county's other districts") for name in _used(case)
        ),
        draws=settings.draws,
        elsewhere=_elsewhere_words(case),
    )


def _used(case: Case) -> tuple[str, ...]:
    settings = case.params.priorities
    given = {"harm": bool(settings.harm_values), "peers": len(members(case)) > LEAST_PEERS}
    return tuple(name for name in USED if given.get(name, True) and getattr(settings.weights, name) > 0)


def _notes(case: Case) -> tuple[str, ...]:
    number = len(members(case))
    few = (
        f"The rate beside the county's other districts is not scored: {number} districts have data and "
        f"{LEAST_PEERS + 1} are needed."
        if number <= LEAST_PEERS
        else ""
    )
    return (
        few,
        "Every district is scored on the same criteria from published counts alone, so that its place here may differ "
        "from its own assessment, which knows more.",
    )


@once_per_case
def district_scores(case: Case) -> pd.DataFrame:
    """Return one row per district and issue: score, place in the district's list, and standing in words.

    Returns
    -------
    DataFrame
        partnership_code, offence_code, offence_name, count, total, total_low, total_high, rank_low, rank_high,
        chance_first (0-1), standing, ratio, verdict (of the change), vs_others (verdict of the rate).
    """
    evidence = _evidence(case)
    used = [name for name in _used(case) if evidence[name].notna().any()]
    tables = [
        _ranked(case, rows.reset_index(drop=True), used, position)
        for position, (_, rows) in enumerate(evidence.groupby("partnership_code", sort=False))
    ]
    return pd.concat(tables, ignore_index=True)


def _ranked(case: Case, rows: pd.DataFrame, used: list[str], position: int) -> pd.DataFrame:
    """Score and place one district's issues as every list of priorities is; each district has draws of its own."""
    settings = case.params.priorities
    out = rows[["partnership_code", "offence_code", "offence_name", "count", "ratio", "verdict", "vs_others"]]
    scores, spread = scores_of(rows, settings, case.params.statistics.confidence)
    weights = weights_of(settings)
    weights[[name for name in weights.index if name not in used]] = 0.0
    codes = list(rows["offence_code"])
    made = NotAvailable("county_priorities", "g", TITLE, "nothing is scored")
    if used:
        made = weighted(Inputs(case, codes, [(code,) for code in codes], scores, spread, weights))
    if isinstance(made, NotAvailable):
        return out.assign(**dict.fromkeys(PLACES, np.nan), standing=NOT_SCORED)
    found = placed(made, rows.index, np.random.default_rng([settings.seed, position])).table
    chance = found["p_first"].to_numpy(dtype="float64")
    standing = np.select(
        [np.isnan(chance), chance >= LIKELY, chance >= MAY_BE], [NOT_SCORED, FIRST, MAYBE], NOT_FIRST
    )
    columns = {name: found[name] for name in PLACES if name != "chance_first"}
    return out.assign(**columns, chance_first=chance, standing=standing)


def _evidence(case: Case) -> pd.DataFrame:
    """Return the raw values with their bounds, one row per district and offence."""
    table = totals(case, case.period).reindex(members(case))
    offences = [code for code in offence_codes(case) if code in table.columns]
    rows = [
        {"partnership_code": place, "offence_code": code, "count": float(table.at[place, code])}
        for place in table.index
        for code in offences
    ]
    out = pd.DataFrame(rows)
    out["offence_name"] = [case.scheme.offence(code).name for code in out["offence_code"]]
    positive = out["count"].clip(lower=0)
    whole = positive.groupby(out["partnership_code"]).transform("sum")
    out["volume"] = (positive / whole).where(whole > 0)
    harm = out["offence_code"].map(dict(case.params.priorities.harm_values)).astype("float64")
    # Of a district without a month that counts nothing is known, and harm alone would place its issues.
    out["harm"] = harm.where(out["count"].notna())
    out = out.merge(_moved(case), on=["partnership_code", "offence_code"], how="left")
    recorded = out["offence_code"].isin(list(recording_of(case)))
    # What points at recording, or rests on too few events, says nothing about crime: it is not scored.
    weak = recorded | ~out["verdict"].isin(_SAID) | ~np.isfinite(out["ratio"].astype("float64"))
    for end in ("", "_low", "_high"):
        source = {"": "ratio", "_low": "change_low", "_high": "change_high"}[end]
        out[f"trend{end}"] = out[source].astype("float64").where(~weak)
    beside = _beside(case, out, table)
    keep = beside["vs_others"].isin(_SAID) & ~recorded
    out["vs_others"] = beside["vs_others"].where(~recorded, Verdict.UNCERTAIN)
    return out.join(beside[["peers", "peers_low", "peers_high"]].where(keep))


_SAID = (Verdict.HIGHER, Verdict.LOWER, Verdict.SIMILAR, Verdict.UNCERTAIN)


def _moved(case: Case) -> pd.DataFrame:
    changes = county_changes(case).rename(columns={"ci_low": "change_low", "ci_high": "change_high"})
    kept = [
        "partnership_code",
        "offence_code",
        "ratio",
        "change_low",
        "change_high",
        "verdict",
        "count_dispersion",
    ]
    return changes[kept]


def _beside(case: Case, rows: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return the rate of every district and offence against the mean of the county's other districts."""
    settings = case.params.statistics
    found = pd.DataFrame(np.nan, index=rows.index, columns=["peers", "peers_low", "peers_high", "p"])
    # A rate of few months is one of their season.
    beside = comparable(case, table, tuple(table.index), case.period)
    for at, row in rows.iterrows():
        own, code = row["partnership_code"], row["offence_code"]
        others = beside.loc[(beside.index != own) & (beside[code] >= 0)]
        people = table.at[own, "person_years"]
        if row["count"] < 0 or not people > 0 or len(others) < LEAST_PEERS or others[code].sum() == 0:
            continue
        spread = row["count_dispersion"]
        side = compare_with_mean(
            row["count"], people, others[code].to_numpy(), others["person_years"].to_numpy(), per=1000.0,
            confidence=settings.confidence, dispersion=max(1.0, spread) if np.isfinite(spread) else 1.0,
        )  # fmt: skip
        found.loc[at] = [side.ratio, side.ratio_low, side.ratio_high, side.p]
    named = found.rename(columns={"peers": "ratio", "peers_low": "ci_low", "peers_high": "ci_high"})
    return found.assign(vs_others=judge(named, settings, count=rows["count"])["verdict"])


@once_per_case
def recording_of(case: Case) -> dict[str, str]:
    """Return by offence why its changes and levels are not taken for crime; the whole county has one force."""
    seen = recording_notes(case)
    notes = {
        code: known_recording_change(case, code) or redefined_note(case, code) or seen.get(code, "")
        for code in offence_codes(case)
    }
    return {code: note for code, note in notes.items() if note}


def _issues(case: Case, cells: pd.DataFrame) -> pd.DataFrame:
    """Return one row per issue: in how many districts it stands in the first tier, and what they share."""
    names, recorded = case.names, recording_of(case)
    pooled = county_ratios(case).set_index("offence_code")
    rows = []
    for code, held in cells.loc[cells["standing"] != NOT_SCORED].groupby("offence_code", sort=False):
        first, maybe = (
            [names[place] for place in held.loc[held["standing"] == word, "partnership_code"]]
            for word in (FIRST, MAYBE)
        )
        low, high = chance_limits(held["chance_first"].to_numpy(dtype="float64"))
        rows.append(
            {
                "offence_code": code, "offence_name": held["offence_name"].iloc[0], "n_districts": len(held),
                "n_first": len(first), "n_maybe": len(maybe), "first_low": low, "first_high": high,
                "names_first": ", ".join(first), "names_maybe": ", ".join(maybe),
                "expected_first": float(held["chance_first"].sum()), "recording": recorded.get(code, ""),
            }
        )  # fmt: skip
    table = pd.DataFrame(rows).join(pooled.drop(columns="offence_name"), on="offence_code")
    return table.sort_values("expected_first", ascending=False, kind="stable").reset_index(drop=True)


def chance_limits(chance: np.ndarray, coverage: float = 0.9) -> tuple[int, int]:
    """Return between how many districts an issue truly leads, from each district's own chance (Poisson-binomial)."""
    mass = np.ones(1)
    for each in chance:
        mass = np.convolve(mass, [1 - each, each])
    reached = np.cumsum(mass)
    tail = (1 - coverage) / 2
    return int(np.searchsorted(reached, tail)), int(np.searchsorted(reached, 1 - tail - 1e-12))


@once_per_case
def county_ratios(case: Case) -> pd.DataFrame:
    """Return what the districts' changes of each offence have in common, all offences being one family.

    Returns
    -------
    DataFrame
        offence_code, offence_name, is_total, the columns of `POOLED`, p_adjusted, verdict, n_higher, n_lower, and
        elsewhere, elsewhere_low, elsewhere_high: the mean ratio of partnerships outside the force.
    """
    changes, settings = county_changes(case), case.params.statistics
    if changes.empty:
        columns = ["offence_code", "offence_name", *POOLED, "p_adjusted", "verdict", "n_higher", "n_lower"]
        return pd.DataFrame(columns=[*columns, "elsewhere", "elsewhere_low", "elsewhere_high"])
    rows = []
    for code, held in changes.groupby("offence_code", sort=False):
        usable = held.loc[_poolable(held, settings.minimum_count)]
        said = held["verdict"]
        row = {"offence_code": code, "offence_name": held["offence_name"].iloc[0],
               "count": int(held["count"].sum()), "count_before": int(held["count_before"].sum()),
               "n_higher": int((said == Verdict.HIGHER).sum()),
               "n_lower": int((said == Verdict.LOWER).sum())}  # fmt: skip
        row |= dict.fromkeys(POOLED, np.nan)
        if len(usable) >= LEAST_POOLED:
            error = standard_error(np.log(usable["ci_low"]), np.log(usable["ci_high"]), settings.confidence)
            found = pool_ratios(usable["ratio"], error, settings.confidence)
            row |= dict(
                zip(POOLED, (found.ratio, found.ci_low, found.ci_high, found.p, found.low, found.high, found.i2,
                             found.n), strict=True)
            )  # fmt: skip
        rows.append(row)
    table = pd.DataFrame(rows)
    judged = judge(table, settings, count=table["count"] + table["count_before"])
    return judged.drop(columns=["count", "count_before"]).join(_elsewhere(case), on="offence_code")


def _poolable(held: pd.DataFrame, least: int) -> pd.Series:
    low, high = held["ci_low"].astype("float64"), held["ci_high"].astype("float64")
    enough = held["count"] + held["count_before"] >= least
    return enough & (held["ratio"].astype("float64") > 0) & (low > 0) & np.isfinite(high) & (high > low)


def _elsewhere(case: Case) -> pd.DataFrame:
    """Return the mean ratio of partnerships outside the force, by offence; missing where too few are held."""
    names = ["elsewhere", "elsewhere_low", "elsewhere_high"]
    now, before, _ = paired_months(case)
    others = find_others(case, now, before, with_residents=False, outside_force=True)
    codes = () if others is None else tuple(code for code in others.codes if code not in members(case))
    if len(codes) < LEAST_POOLED:
        return pd.DataFrame(columns=names, dtype="float64")
    from scipy import stats

    logs = moves(case, codes, now, before, with_residents=False).replace([np.inf, -np.inf], np.nan)
    number = logs.notna().sum()
    half = stats.t.isf((1 - case.params.statistics.confidence) / 2, number - 1) * logs.std() / np.sqrt(number)
    mean = logs.mean()
    return np.exp(
        pd.DataFrame({"elsewhere": mean, "elsewhere_low": mean - half, "elsewhere_high": mean + half})
    )


def _elsewhere_words(case: Case) -> str:
    now, before, _ = paired_months(case)
    others = find_others(case, now, before, with_residents=False, outside_force=True)
    return "" if others is None else others.words
