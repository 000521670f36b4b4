"""Results on the county (statutory element g)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis


@dataclass(frozen=True, slots=True)
class CountyResult:
    """The county's partnerships side by side: `table`, one row per partnership: partnership_code,
    partnership_name, is_own, count, rate_per_1000, ci_low, ci_high, change_ratio, change_low, change_high,
    change_verdict; `shared`: offence_code, offence_name, partnerships_higher (number in which it rose or stands
    above the county mean), partnerships, names.
    """

    section: ClassVar[str] = "county"
    element: ClassVar[str] = "g"
    basis: Basis
    county_name: str
    table: pd.DataFrame
    shared: pd.DataFrame


@dataclass(frozen=True, slots=True)
class CountyPrioritiesResult:
    """The districts' issues scored alike.

    `districts`: partnership_code, partnership_name, is_own. `cells`, one row per district and issue:
    partnership_code, partnership_name, offence_code, offence_name, count, total (0-4), total_low, total_high,
    rank_low, rank_high (90 % of draws), chance_first (0-1), standing ("first tier", "may be in the first tier", "not
    in the first tier", "not scored"), ratio, verdict (change), vs_others (rate). `issues`, one row per issue:
    offence_code, offence_name, n_districts, n_first, n_maybe, first_low, first_high (90 % limits of the number in
    which it truly leads), names_first, names_maybe, expected_first, recording (why changes are not taken for crime),
    ratio, ci_low, ci_high, p, expected_low, expected_high (prediction interval), i2 (per cent), n_pooled, p_adjusted,
    verdict, n_higher, n_lower, elsewhere, elsewhere_low, elsewhere_high.
    """

    section: ClassVar[str] = "county_priorities"
    element: ClassVar[str] = "g"
    basis: Basis
    county_name: str
    districts: pd.DataFrame
    cells: pd.DataFrame
    issues: pd.DataFrame
    criteria: tuple[str, ...]
    draws: int
    elsewhere: str


@dataclass(frozen=True, slots=True)
class CrossBorderResult:
    """What lies across the borders of the county's districts.

    `places`, one row per small area of the county: partnership_code, partnership_name, place_code, place_name,
    geometry, cluster (number from 1; 0 for none). `clusters`, one row per cluster of hot small areas that touch across
    a border: cluster, offence_code, offence_name, places (names with districts), districts, n_places, count, rate ratio
    to the county's mean area (`times`), how_long ("lasting", "recent", "" where it cannot be told). `series`, one row
    per pair of neighbouring districts and offence that moved together: offence_code, offence_name, first_name,
    second_name, r, ci_low, ci_high, p_adjusted. `tested_offences`: names; `n_tested` areas; `n_pairs`, `n_series` pairs
    of districts and series tested; `months` months correlated. `why_no_series`: clause, "" where they were looked at.
    """

    section: ClassVar[str] = "cross_border"
    element: ClassVar[str] = "g"
    basis: Basis
    county_name: str
    own: str
    places: pd.DataFrame
    clusters: pd.DataFrame
    series: pd.DataFrame
    tested_offences: tuple[str, ...]
    n_tested: int
    n_pairs: int
    n_series: int
    months: int
    fdr: float
    why_no_series: str = ""
    why_no_clusters: str = ""


@dataclass(frozen=True, slots=True)
class EscalationResult:
    """Which issues should go to the county, by rule and by decision.

    `table`, one row per issue and test: district (name; "" on a district's own page), issue (code or text),
    issue_name, test (id), test_title, suggestion ("escalate", "not by this rule", "for judgement", "cannot be told"),
    why (what the data say), decision ("escalate", "do not escalate", "not judged"), reason, by, date, risk.
    `tests`: test, title, question, rule, kind ("rule" or "judgement"), status. `issues`, one row per issue: issue_name,
    district, outcome ("escalated", "not escalated", "suggested, not judged", "not suggested, not judged").
    """

    section: ClassVar[str] = "escalation"
    element: ClassVar[str] = "g"
    basis: Basis
    county_name: str
    table: pd.DataFrame
    tests: pd.DataFrame
    issues: pd.DataFrame
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class JointWorkingResult:
    """Whose plans aim at what districts share.

    `issues`: offence_code, offence_name, why_shared. `actions`: those columns and district, action, lead, status,
    how_told ("its indicator", "its words"). `decided`: issue_name, district, decision, because. `without_plan`: names
    of districts; `withheld`: whether the edition withholds plans.
    """

    section: ClassVar[str] = "joint_working"
    element: ClassVar[str] = "g"
    basis: Basis
    county_name: str
    issues: pd.DataFrame
    actions: pd.DataFrame
    decided: pd.DataFrame
    without_plan: tuple[str, ...]
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class CountyGapsResult:
    """What is missing in each district: `table`: district, months, wanted, data (words), and for each of `files` (kind
    to title) "given", "not given" or "withheld".
    """

    section: ClassVar[str] = "county_gaps"
    element: ClassVar[str] = "g"
    basis: Basis
    county_name: str
    table: pd.DataFrame
    files: dict[str, str]
