"""The priorities of a plan as an assessment holds them: what was scored, what was decided, by whom, when and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pads_analysis.draft.assessment import Assessment
from pads_analysis.draft.parts import said
from pads_analysis.show import words
from pads_analysis.vocabulary import slug

ACCEPTED, OVERRIDDEN, FIRST = "accepted", "overridden", "first"
UNDECIDED = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue.

    Attributes
    ----------
    name : str
    tier : str
        first, next or watch; empty when it was not scored.
    scored : str
        Score with its interval and the places it could take; empty when it was not scored.
    why : str
        What the scoring says for it.
    decision : str
        accepted, overridden, deferred; empty when nobody decided.
    because, by, date : str
        The decision's reason, maker and date; empty when not given.
    priority : str
        yes or no where it was overridden and the decision says whether it is a priority; else empty.
    """

    name: str
    tier: str = ""
    scored: str = ""
    why: str = ""
    decision: str = UNDECIDED
    because: str = ""
    by: str = ""
    date: str = ""
    priority: str = ""

    @property
    def made_a_priority(self) -> bool:
        """Whether the authorities decided that it is one: as scored, or against the scoring."""
        return self.decision == ACCEPTED or (self.decision == OVERRIDDEN and self.priority == "yes")

    @property
    def planned(self) -> bool:
        """Whether the plan has rows for it: decided to be a priority, or put first by the scoring and undecided."""
        return self.made_a_priority or (not self.decision and self.tier == FIRST)

    @property
    def label(self) -> str:
        """The name, marked while nobody has decided on it."""
        return self.name if self.decision else f"{self.name} (not yet decided)"


def issues(found: Assessment) -> list[Issue]:
    """Return what was decided on, in the order of the score, and what the scoring puts first."""
    scored, decided, against = _scored(found), _decided(found), _against(found)
    names = [name for name in scored if scored[name].tier == FIRST or name in decided]
    names += [name for name in decided if name not in scored]
    return [
        Issue(
            name=name,
            tier=scored[name].tier if name in scored else said(decided[name].get("tier"), ""),
            scored=scored[name].scored if name in scored else "",
            why=scored[name].why if name in scored else "",
            priority=against.get(name, ""),
            **{
                key: said(decided.get(name, {}).get(key), "") for key in ("decision", "because", "by", "date")
            },
        )
        for name in names
    ]


def scored_issues(found: Assessment) -> list[Issue]:
    """Return every scored issue in the order of the score."""
    return list(_scored(found).values())


def _scored(found: Assessment) -> dict[str, Issue]:
    table = found.table("priorities", "offence_name", "tier") or found.table("priorities", "issue", "tier")
    if table is None:
        return {}
    name = "offence_name" if "offence_name" in table.keys else "issue"
    reasons = found.table("priorities", name, "why")
    why = {str(row[name]): said(row["why"], "") for row in reasons.rows} if reasons else {}
    number = len(table.rows)
    return {
        str(row[name]): Issue(
            name=str(row[name]),
            tier=said(row["tier"], ""),
            scored=_score(row, number, table.heading("total_low")),
            why=why.get(str(row[name]), ""),
        )
        for row in table.rows
    }


def _score(row: Mapping[str, Any], number: int, heading: str) -> str:
    """Return score, interval and places in words: never a place without the range it could take."""
    if not words.known(row.get("total"), row.get("total_low"), row.get("total_high")):
        return ""
    level = "90% of draws" if "90% of draws" in heading else "interval"
    text = f"score {words.decimal(row['total'], 1)} of 4 ({level} {words.span(row['total_low'], row['total_high'], 1)}"
    places = said(row.get("places"), "")
    if places:
        text += f"; {'places' if ' to ' in places else 'place'} {places} of {number}"
    return f"{text})"


def _decided(found: Assessment) -> dict[str, Mapping[str, Any]]:
    table = found.table("decisions", "issue", "decision")
    return {str(row["issue"]): row for row in table.rows} if table else {}


def _against(found: Assessment) -> dict[str, str]:
    """Return, for issues decided against the scoring, whether they are a priority: yes or no, by name."""
    facts = [item.get("facts") for item in found.sentences("decisions")]
    return {
        str(each["issue"]): str(each["priority"])
        for each in facts
        if isinstance(each, Mapping) and each.get("issue") and each.get("priority")
    }


def figures_of(found: Assessment, name: str) -> Mapping[str, Any] | None:
    """Return the released figures of an issue that is an offence; None where it is none."""
    wanted = slug(name)
    return next((row for row in found.offences() if wanted in {row["code"], slug(str(row["name"]))}), None)


def known_of(found: Assessment, name: str, sides: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return what the issue's problem page says on some sides: (side, words)."""
    for item in found.items("problems"):
        if item.get("kind") == "table" and str(item.get("id", "")).endswith(
            f"problems-{slug(name).replace('_', '-')}"
        ):
            rows = item.get("rows")
            return [
                (str(row[0]), str(row[1]))
                for row in (rows if isinstance(rows, list) else [])
                if isinstance(row, list) and len(row) == 2 and row[0] in sides
            ]
    return []
