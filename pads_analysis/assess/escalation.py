"""What to take to the county: a rule that figures can follow, and the partnership's own judgement (element g)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.county_members import SHARED_BY, members, subject_of, without_county
from pads_analysis.assess.county_priorities import FIRST, MAYBE, NOT_SCORED, district_scores, recording_of
from pads_analysis.assess.result import EscalationResult, NotAvailable, Verdict
from pads_analysis.assess.selection import basis
from pads_analysis.data.county import County
from pads_analysis.vocabulary.escalation import (
    escalation_source,
    escalation_tests,
    least_share,
    serious_note,
    serious_offences,
)

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.params.county_file import Escalation

TITLE = "What to take to the county"
SUGGESTED, NOT_BY_RULE, CANNOT_TELL, FOR_JUDGEMENT = (
    "escalate",
    "not by this rule",
    "cannot be told",
    "for judgement",
)
ESCALATE, DO_NOT, NOT_JUDGED, WITHHELD = "escalate", "do not escalate", "not judged", "withheld"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the common scoring of the county says of one issue.

    Attributes
    ----------
    here : str
        Standing in this district; empty where it was not scored.
    first, maybe : tuple of str
        Names of the districts in whose first tier it stands, or may stand.
    districts : int
        Districts scored.
    share : float
        Share of what the county's districts recorded, 0 to 1.
    change, beside : str
        Verdicts here: against the period before, and beside the county's other districts.
    recording : bool
        Whether its figures point to recording.
    """

    here: str
    first: tuple[str, ...]
    maybe: tuple[str, ...]
    districts: int
    share: float
    change: str
    beside: str
    recording: bool


def escalation(subject: Case | County) -> EscalationResult | NotAvailable:
    """Set the rule's suggestion beside the partnership's judgement, for every issue that could go to the county.

    Issues are those that stand, or may stand, in the first tier here, those that several districts share, those that
    may hold serious crime, and those that the partnership judged in county.yaml. On a county's page every district's
    judgement comes from its own file.
    """
    case, _ = subject_of(subject)
    missing = without_county(case, "escalation", TITLE)
    if missing is not None:
        return missing
    districts = subject.cases if isinstance(subject, County) else (subject,)
    rows = [
        row for district in districts for row in _district(case, district, named=isinstance(subject, County))
    ]
    table = pd.DataFrame(rows)
    if table.empty:
        return NotAvailable(
            "escalation", "g", TITLE, "no issue of the district could be scored and none was named", ""
        )
    source, status = escalation_source()
    own = case.partnership
    rests_on = basis(case, serious_note(case.source), kinds=("county",) if _judged(districts) else ())
    place = own.county_name if isinstance(subject, County) else own.name
    return EscalationResult(
        basis=replace(rests_on, place=place, population_note="", population_short=""),
        county_name=own.county_name,
        table=table,
        tests=pd.DataFrame(
            [(test.test, test.title, test.question, test.kind, test.rule) for test in escalation_tests()],
            columns=["test", "title", "question", "kind", "rule"],
        ),
        issues=_outcomes(table),
        status=status,
        source=source,
    )


def _judged(districts: tuple[Case, ...]) -> bool:
    return any(each.resolved.county is not None and each.resolved.county.issues for each in districts)


def _district(case: Case, district: Case, *, named: bool) -> list[dict[str, object]]:
    """Return the rows of one district: every issue by every test."""
    code = district.partnership.code
    held = district.resolved.county
    silent = WITHHELD if "county" in district.resolved.withheld else NOT_JUDGED
    judged = {(entry.issue, entry.test): entry for entry in (held.issues if held is not None else ())}
    issues = list(dict.fromkeys([*_candidates(case, code), *(issue for issue, _ in judged)]))
    known = set(district_scores(case)["offence_code"])
    rows = []
    for issue in issues:
        stands = standing_of(case, code, issue) if issue in known else None
        for test in escalation_tests():
            suggestion, why = suggest(test.test, issue, stands, serious_offences(case.source))
            rows.append(
                {
                    "district": district.partnership.name if named else "", "issue": issue,
                    "issue_name": case.scheme.offence(issue).name if issue in known else issue,
                    "test": test.test, "test_title": test.title, "suggestion": suggestion, "why": why,
                    **_judgement(judged.get((issue, test.test)), silent),
                }
            )  # fmt: skip
    return rows


def _candidates(case: Case, code: str) -> list[str]:
    scores = district_scores(case)
    first = scores.loc[scores["standing"] == FIRST, "offence_code"].value_counts()
    shared = set(first.index[first >= SHARED_BY])
    mine = scores.loc[scores["partnership_code"] == code].sort_values(
        "chance_first", ascending=False, kind="stable"
    )
    serious = serious_offences(case.source)
    kept = [
        row.standing in (FIRST, MAYBE) or row.offence_code in shared or row.offence_code in serious
        for row in mine.itertuples()
    ]
    return list(mine.loc[kept, "offence_code"])


def standing_of(case: Case, code: str, issue: str) -> Standing:
    """Return what the common scoring says of one issue in one district."""
    scores, names = district_scores(case), case.names
    held = scores.loc[scores["offence_code"] == issue].set_index("partnership_code")
    everything = scores["count"].clip(lower=0).sum()
    here = held.loc[code] if code in held.index else None
    return Standing(
        here="" if here is None else str(here["standing"]),
        first=tuple(names[place] for place in members(case) if _stands(held, place, FIRST)),
        maybe=tuple(names[place] for place in members(case) if _stands(held, place, MAYBE)),
        districts=int((held["standing"] != NOT_SCORED).sum()),
        share=float(held["count"].clip(lower=0).sum() / everything) if everything > 0 else float("nan"),
        change="" if here is None else str(here["verdict"]),
        beside="" if here is None else str(here["vs_others"]),
        recording=issue in recording_of(case),
    )


def _stands(held: pd.DataFrame, place: str, standing: str) -> bool:
    return place in held.index and held.at[place, "standing"] == standing


def suggest(test: str, issue: str, stands: Standing | None, serious: frozenset[str]) -> tuple[str, str]:
    """Return what the printed rule suggests for one issue and test, and what the figures say, as a clause.

    Parameters
    ----------
    test : str
        `serious_crime`, `county_delivery`, `scale` or `county_funding`.
    issue : str
        Offence code, or the partnership's own words.
    stands : Standing or None
        None where no published count tells of the issue.
    serious : frozenset of str
        Offences that may hold serious crime.
    """
    if test not in ("serious_crime", "scale"):
        return FOR_JUDGEMENT, "figures do not speak to it"
    if stands is None:
        return CANNOT_TELL, "no published count tells of this issue"
    return _serious(issue, stands, serious) if test == "serious_crime" else _scale(stands)


def _serious(issue: str, stands: Standing, serious: frozenset[str]) -> tuple[str, str]:
    if issue not in serious:
        return NOT_BY_RULE, "it is not among the offences that may hold serious crime"
    signs = []
    if stands.here == FIRST:
        signs.append("it stands in the first tier here")
    if not stands.recording:
        signs += ["it clearly rose here"] * (stands.change == Verdict.HIGHER)
        signs += ["it clearly lies above the county's other districts"] * (stands.beside == Verdict.HIGHER)
    caution = "; its change and level point to recording and are not counted" if stands.recording else ""
    if signs:
        return SUGGESTED, f"it may hold serious crime, and {' and '.join(signs)}{caution}"
    if stands.here == MAYBE:
        return CANNOT_TELL, f"it may hold serious crime and only may stand in the first tier here{caution}"
    if stands.recording:
        return CANNOT_TELL, "it may hold serious crime, and its change and level point to recording"
    return (
        NOT_BY_RULE,
        "it may hold serious crime, and neither clearly rose, nor lies above the others, nor leads here",
    )


def _scale(stands: Standing) -> tuple[str, str]:
    first, maybe = len(stands.first), len(stands.maybe)
    share = f"it makes up {stands.share:.1%} of what the county's districts recorded"
    more = f", in {maybe} more it may be" if maybe else ""
    counted = f"in the first tier in {first} of {stands.districts} districts{more}"
    if not stands.share >= least_share():
        return NOT_BY_RULE, f"{share}, less than {least_share():.0%}; {counted}"
    if first >= SHARED_BY and stands.here in (FIRST, MAYBE):
        return SUGGESTED, f"{counted}; {share}"
    if first + maybe >= SHARED_BY and stands.here in (FIRST, MAYBE):
        return CANNOT_TELL, f"{counted}, so that it is not sure that two share it; {share}"
    if first >= SHARED_BY:
        return NOT_BY_RULE, f"{counted}, but not here; {share}"
    return NOT_BY_RULE, f"{counted}; {share}"


def _judgement(entry: Escalation | None, silent: str) -> dict[str, object]:
    if entry is None:
        return {"decision": silent, "reason": "", "by": "", "date": "", "risk": ""}
    return {
        "decision": ESCALATE if entry.escalate else DO_NOT,
        "reason": entry.reason,
        "by": entry.by,
        "date": entry.date,
        "risk": entry.risk,
    }


def _outcomes(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row per district and issue: what was decided, and why, or that nobody judged."""
    rows = []
    for (district, issue), held in table.groupby(["district", "issue"], sort=False):
        outcome, because = _outcome(held)
        rows.append({"district": district, "issue": issue, "issue_name": held["issue_name"].iloc[0],
                     "outcome": outcome, "because": because})  # fmt: skip
    return pd.DataFrame(rows)


def _outcome(held: pd.DataFrame) -> tuple[str, str]:
    yes, no = held.loc[held["decision"] == ESCALATE], held.loc[held["decision"] == DO_NOT]
    suggested, silent = held.loc[held["suggestion"] == SUGGESTED], held["decision"].iloc[0]
    if len(yes):
        return "escalated", "; ".join(_said(row) for row in yes.to_dict("records"))
    if len(no):
        return "not escalated", "; ".join(_said(row) for row in no.to_dict("records"))
    if len(suggested):
        said = "; ".join(f"{row['test_title'].lower()}: {row['why']}" for row in suggested.to_dict("records"))
        return f"{silent}; the rule suggests it", said
    told = held.loc[held["suggestion"].isin([CANNOT_TELL, NOT_BY_RULE])]
    said = "; ".join(f"{row['test_title'].lower()}: {row['why']}" for row in told.to_dict("records"))
    unsure = (held["suggestion"] == CANNOT_TELL).any()
    return f"{silent}; the rule {'cannot tell' if unsure else 'does not suggest it'}", said


def _said(row: dict[str, object]) -> str:
    risk = f" (risk: {str(row['risk']).rstrip('.')})" if row["risk"] else ""
    return f"{str(row['test_title']).lower()}: {str(row['reason']).rstrip('.')}{risk}"
