"""What became of recorded crimes (statutory element a).

Outcomes come in for months after a crime was recorded. Only months that are mature are counted, and they are compared
with months that are mature as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.compare import family_rule, judge
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.maturity import (
    MATURE,
    MATURE_AFTER,
    MOST_OPEN,
    SETTLED_AFTER,
    by_offence,
    outcome_months,
)
from pads_analysis.assess.pairing import months_from
from pads_analysis.assess.result import NotAvailable, OutcomesResult, Verdict
from pads_analysis.assess.selection import basis, delivering_force, describe, paired_months, spoken, totals
from pads_analysis.assess.standing import fewest, group_of
from pads_analysis.data.periods import Period
from pads_analysis.stats.change import LEAST_PAIRS, compare_months
from pads_analysis.stats.proportions import wilson
from pads_analysis.stats.shares import share_beside_peers
from pads_analysis.vocabulary.outcomes import CHARGED, OTHER, outcome_caveats, outcome_names, outcome_source

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

TITLE = "What became of recorded crimes"
LEAST_MONTHS = 4
BEFORE = ["crimes_before", "charged_before", "ratio", "ci_low", "ci_high", "p", "dispersion"]
PEERS = ["peer_share", "peer_low", "peer_high", "ratio", "ci_low", "ci_high", "p"]


@once_per_case
def outcomes(case: Case) -> OutcomesResult | NotAvailable:
    """Return the outcomes of the period's mature months by offence, the share charged beside the past and others."""
    if case.outcomes is None or case.outcomes.empty:
        return _absent(
            f"the counts come from the {case.scheme.label}, which say nothing of outcomes",
            "Ingest the force's street-level files from data.police.uk.",
        )
    own = case.partnership.code
    held = outcome_months(case, own, Period(case.previous.first, case.period.last))
    current = held.loc[held.index >= case.period.first]
    used = current.index[current["state"] == MATURE]
    if len(used) < LEAST_MONTHS:
        return _too_few(case, current, len(used))
    groups = outcome_names()
    wide = {name: by_offence(case, own, used, name) for name in ("crimes", *groups)}
    codes = [code for code in wide["crimes"].columns if wide["crimes"][code].sum() > 0]
    rows = describe(case, codes).drop(columns="family")
    rows = rows.assign(**{name: table[codes].sum().to_numpy("int64") for name, table in wide.items()})
    past = _beside_before(case, held, codes)
    rows = _with_shares(case, rows, past.table)
    side = _beside_peers(case, rows, used)
    rows = rows.join(past.table.drop(columns="dispersion")).join(side.table)
    total = rows.loc[rows["is_total"]].iloc[0]
    return OutcomesResult(
        basis=basis(case, *side.notes, period=case.period, used=used),
        table=rows,
        months=_months(case, held),
        revisions=outcome_revisions(case, case.previous.first),
        groups=tuple(groups.items()),
        months_used=spoken(case, case.period, used),
        pairs=past.pairs,
        may_rise=past.may_rise,
        n_others=side.n_others,
        peers_chosen=side.chosen,
        other_share=float(total[OTHER] / total["crimes"]),
        rule=_rule(case),
        period_before=past.words,
        caveats=(*outcome_caveats(), f"Outcomes in groups of ours; list of outcomes: {outcome_source()}"),
    )


def _absent(because: str, do: str) -> NotAvailable:
    return NotAvailable("outcomes", "a", TITLE, because, do)


def _too_few(case: Case, current: pd.DataFrame, found: int) -> NotAvailable:
    if len(current) and (current["unpublished"] >= current["crimes"]).all():
        return _absent(
            "the files hold no outcomes for the months of the period",
            "Ingest files with the column 'Last outcome category'.",
        )
    number = "no month" if not found else f"only {found} month{'s' if found > 1 else ''}"
    return _absent(
        f"{number} of {case.period.label} had outcomes that were published at least {MATURE_AFTER} months later and of "
        f"which at most {MOST_OPEN:.0%} were still under investigation; {LEAST_MONTHS} are needed",
        "Ingest a later publication of the same months, or choose an earlier period_end.",
    )


def _rule(case: Case) -> str:
    return (
        f"A month counts from {MATURE_AFTER} months after it, unless more than {MOST_OPEN:.0%} of its crimes are still "
        f"under investigation; where a month is less than {SETTLED_AFTER} months old, charges may still come in and no "
        f"lower share than before is called. {family_rule(case.params.statistics)}"
    )


@dataclass(frozen=True, slots=True)
class _Past:
    """The comparison with the period before: one row per offence, and what it rests on."""

    table: pd.DataFrame
    pairs: int
    may_rise: bool
    words: str


def _beside_before(case: Case, held: pd.DataFrame, codes: list[str]) -> _Past:
    """Compare the share charged with that of the same calendar months before, both mature."""
    settings, own = case.params.statistics, case.partnership.code
    now, before = _pairs(case, held)
    blank = pd.DataFrame(np.nan, index=range(len(codes)), columns=BEFORE, dtype="float64")
    if len(now) < LEAST_PAIRS:
        verdicts = pd.Series([Verdict.TOO_FEW] * len(codes), dtype=object)
        return _Past(blank.assign(p_adjusted=np.nan, verdict=verdicts).drop(columns="p"), len(now), False, "")
    may_rise = bool((held.loc[now, "age"] < SETTLED_AFTER).any())
    crimes = [
        by_offence(case, own, months, "crimes").reindex(columns=codes, fill_value=0)
        for months in (now, before)
    ]
    charged = [
        by_offence(case, own, months, CHARGED).reindex(columns=codes, fill_value=0)
        for months in (now, before)
    ]
    at = np.array(months_from(case.period.first, now))
    past = _past_shares(case, codes)
    rows = [_ratio(case, charged, crimes, code, at, past[code]) for code in codes]
    table = pd.DataFrame(rows, columns=BEFORE)
    table = judge(table, settings, count=charged[0].sum().reset_index(drop=True) + table["charged_before"])
    if may_rise:
        lower = table["verdict"] == Verdict.LOWER
        table["verdict"] = table["verdict"].where(~lower, Verdict.UNCERTAIN)
    return _Past(table.drop(columns="p"), len(now), may_rise, spoken(case, case.previous, before))


def _pairs(case: Case, held: pd.DataFrame) -> tuple[pd.DatetimeIndex, pd.DatetimeIndex]:
    mature = set(held.index[held["state"] == MATURE])
    now, before, _ = paired_months(case)
    kept = [pair for pair in zip(now, before, strict=True) if set(pair) <= mature]
    return pd.DatetimeIndex([a for a, _ in kept]), pd.DatetimeIndex([b for _, b in kept])


def _past_shares(case: Case, codes: list[str]) -> pd.DataFrame:
    """Return the share charged in the months before both periods, by offence; missing where not mature."""
    first = case.period.last - pd.DateOffset(months=case.params.statistics.history_months - 1)
    last = case.previous.first - pd.DateOffset(months=1)
    months = pd.date_range(first, last, freq="MS")
    if not len(months):
        return pd.DataFrame(columns=codes, dtype="float64")
    own = case.partnership.code
    held = outcome_months(case, own, Period(months[0], months[-1]))
    crimes, charged = (
        by_offence(case, own, months, name).reindex(columns=codes, fill_value=0)
        for name in ("crimes", CHARGED)
    )
    shares = charged / crimes.where(crimes > 0)
    mature = held.index[held["state"] == MATURE]
    return shares.reindex(mature).reindex(months)


def _ratio(
    case: Case,
    charged: list[pd.DataFrame],
    crimes: list[pd.DataFrame],
    code: str,
    at: np.ndarray,
    past: pd.Series,
) -> list[float]:
    """Return the counts before and the ratio of the shares of one offence, in the months in which it was recorded."""
    n1, n0 = (table[code].to_numpy("float64") for table in crimes)
    k1, k0 = (table[code].to_numpy("float64") for table in charged)
    counts = [float(n0.sum()), float(k0.sum())]
    both = (n1 > 0) & (n0 > 0)
    if not both.any():
        return [*counts, *[np.nan] * 5]
    found = compare_months(
        k1[both],
        k0[both],
        case.params.statistics.confidence,
        n1[both],
        n0[both],
        # Earlier months count as if each had held as many crimes as those before do on average.
        history=past.to_numpy() * n0[both].mean(),
        at=at[both],
        months_apart=case.period.shift,
    )
    return [*counts, found.ratio, found.ci_low, found.ci_high, found.p, found.count_dispersion]


def _with_shares(case: Case, rows: pd.DataFrame, past: pd.DataFrame) -> pd.DataFrame:
    """Return `rows` with the share charged and its interval, widened by how much months differ."""
    spread = past["dispersion"].fillna(1.0).clip(lower=1.0)
    found = wilson(rows[CHARGED] / spread, rows["crimes"] / spread, case.params.statistics.confidence)
    enough = rows["crimes"] >= case.params.statistics.minimum_base_for_percent
    shares = {"charged_share": found.rate, "share_low": found.ci_low, "share_high": found.ci_high}
    return rows.assign(
        dispersion=spread, **{name: np.where(enough, value, np.nan) for name, value in shares.items()}
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """The comparison with others: one row per offence, how many others, and what must be said."""

    table: pd.DataFrame
    n_others: int
    chosen: bool
    notes: tuple[str, ...]


def _beside_peers(case: Case, rows: pd.DataFrame, used: pd.DatetimeIndex) -> _Side:
    """Compare the share charged with the mean share of others whose outcomes of the same months are mature."""
    group = group_of(case, totals(case, case.period))
    whole = Period(used[0], used[-1])
    codes = [] if group is None else [code for code in group.rows.index if _has_all(case, code, used, whole)]
    names = {"ratio": "peer_ratio", "ci_low": "peer_ratio_low", "ci_high": "peer_ratio_high",
             "p_adjusted": "peer_p_adjusted", "verdict": "vs_peers"}  # fmt: skip
    if group is None or len(codes) < fewest(case):
        missing = pd.DataFrame(np.nan, index=rows.index, columns=PEERS).assign(p_adjusted=np.nan)
        table = missing.assign(verdict=pd.Series([Verdict.TOO_FEW] * len(rows), dtype=object)).rename(
            columns=names
        )
        return _Side(
            table.drop(columns="p"),
            0,
            False,
            ("Not set beside others: too few of them have mature outcomes.",),
        )
    sums = {
        name: pd.DataFrame({code: by_offence(case, code, used, name).sum() for code in codes}).T.fillna(0)
        for name in ("crimes", CHARGED)
    }
    table = pd.DataFrame([_share_beside(case, row, sums) for row in rows.to_dict("records")], columns=PEERS)
    table = judge(table, case.params.statistics, count=rows[CHARGED])
    return _Side(
        table.drop(columns="p").rename(columns=names),
        len(codes),
        group.chosen,
        tuple(filter(None, [group.note])),
    )


def _has_all(case: Case, code: str, used: pd.DatetimeIndex, period: Period) -> bool:
    states = outcome_months(case, code, period)["state"].reindex(used)
    return bool((states == MATURE).all())


def _share_beside(case: Case, row: dict, sums: dict[str, pd.DataFrame]) -> list[float]:
    settings, code = case.params.statistics, row["offence_code"]
    if code not in sums["crimes"] or row["crimes"] < settings.minimum_base_for_percent:
        return [np.nan] * len(PEERS)
    crimes, charged = sums["crimes"][code], sums[CHARGED][code]
    some = crimes >= settings.minimum_base_for_percent
    if some.sum() < fewest(case) or charged[some].sum() == 0:
        return [np.nan] * len(PEERS)
    share = row[CHARGED] / row["crimes"]
    # The dispersion is that of the share already, so that part and whole are given what makes it come out again.
    spread = max(1.0, row["dispersion"]) / (1 - share) if share < 1 else 1.0
    found = share_beside_peers(
        row[CHARGED],
        row["crimes"],
        charged[some].to_numpy(),
        crimes[some].to_numpy(),
        part_dispersion=spread,
        whole_dispersion=spread,
        confidence=settings.confidence,
    )
    return [found.peer_share, found.peer_low, found.peer_high, found.quotient, found.low, found.high, found.p]


def _months(case: Case, held: pd.DataFrame) -> pd.DataFrame:
    found = wilson(held[CHARGED], held["crimes"].clip(lower=1), case.params.statistics.confidence)
    table = held[["crimes", CHARGED, "under_investigation", "age", "state"]].assign(
        share=found.rate, share_low=found.ci_low, share_high=found.ci_high
    )
    few = table["crimes"] < case.params.statistics.minimum_base_for_percent
    table.loc[few, ["share", "share_low", "share_high"]] = np.nan
    return table.rename_axis("month").reset_index().assign(in_period=held.index >= case.period.first)


def outcome_revisions(case: Case, first: pd.Timestamp | None = None) -> pd.DataFrame:
    """Return what newer deliveries revised in the outcomes of the own force, of all months or from `first` on.

    Returns
    -------
    DataFrame
        force_name, month, before, after (codes of groups), rows, same_counts (whether the counts of that month are the
        same in both deliveries).
    """
    columns = ["force_name", "month", "before", "after", "rows", "same_counts"]
    table = case.outcome_revisions
    if table is None or table.empty:
        return pd.DataFrame(columns=columns)
    own = table["force_name"] == delivering_force(case)
    since = own if first is None else own & (table["month"] >= first)
    found = table.loc[since & (table["month"] <= case.period.last)].reset_index(drop=True)
    said = case.deliveries.get("months_changed", pd.Series(dtype="str")).astype("str")
    changed = {month for text in said for month in text.split("|")}
    return found.assign(same_counts=~found["month"].dt.strftime("%Y-%m").isin(changed))
