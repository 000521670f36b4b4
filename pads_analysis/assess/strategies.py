"""Which issues, evidence and decisions bear on each of the strategies of section 6(1) (statutory element d)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.matters import matters
from pads_analysis.assess.priorities import priorities
from pads_analysis.assess.result import NotAvailable, StrategiesResult
from pads_analysis.assess.selection import basis
from pads_analysis.vocabulary import data_set
from pads_analysis.vocabulary.strategies import Strategy
from pads_analysis.vocabulary.strategies import strategies as all_strategies

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

STATES = ("decided", "evidence", "missing")


def strategies(case: Case) -> StrategiesResult | NotAvailable:
    """Return for each strategy the issues that belong to it, what is known and what was decided, or its absence.

    An issue belongs where the vocabulary puts its offence, or where issues.yaml puts it; it may belong to several.
    """
    found = priorities(case)
    tier, known = {}, {}
    if not isinstance(found, NotAvailable):
        rows = found.table.set_index("offence_code")
        tier, known = rows["tier"].to_dict(), rows["known"].to_dict()
    decided = _decided(case)
    table = pd.DataFrame([_row(case, each, tier, known, decided) for each in all_strategies()])
    kinds = [] if isinstance(found, NotAvailable) else list(found.basis.source_kinds)
    kinds += ["decisions"] if decided else []
    kinds += ["extract"] if table["data_sets"].str.len().any() else []
    own = {case.source, "lookup", "population"}
    return StrategiesResult(
        basis=basis(case, kinds=tuple(kind for kind in dict.fromkeys(kinds) if kind not in own)),
        table=table,
        withheld=tuple(kind for kind in ("issues", "decisions") if kind in case.resolved.withheld),
    )


def _decided(case: Case) -> dict[str, str]:
    held = case.resolved.decisions
    return {entry.issue: entry.decision for entry in held.decisions} if held else {}


def _row(
    case: Case, strategy: Strategy, tier: dict[str, str], known: dict[str, int], decided: dict[str, str]
) -> dict[str, object]:
    every = [matter for matter in matters(case) if strategy.code in matter.strategies]
    evidenced = [matter for matter in every if known.get(matter.code, 0) > 0]
    sets = [data_set(code).name for code in strategy.data_sets if code in case.incidents]
    taken = [matter for matter in every if matter.code in decided and decided[matter.code] != "deferred"]
    state = "missing" if not (evidenced or sets) else "decided" if taken else "evidence"
    without = [matter.name for matter in every if matter not in evidenced]
    return {
        "code": strategy.code,
        "strategy": strategy.name,
        "letter": strategy.letter,
        "state": state,
        "issues": tuple(matter.name for matter in evidenced),
        "first": tuple(matter.name for matter in evidenced if tier.get(matter.code) == "first"),
        "data_sets": tuple(sets),
        "decided": tuple(f"{matter.name} ({decided[matter.code]})" for matter in every if matter.code in decided),
        "without": tuple(without),
        "missing": strategy.missing if state == "missing" else "",
    }  # fmt: skip
