"""Results that rest on what partner authorities disclosed: what they see, who is harmed, the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis


@dataclass(frozen=True, slots=True)
class PartnersResult:
    """Incidents that others than the police's crime records hold, now and a year before.

    `table`, one row per data set and theme (`is_total`) and per category: theme, theme_name, data_set, name, is_total,
    count, months (that count), per_month, month_low, month_high, rate_per_1000, rate_low, rate_high (residents a year;
    missing where not every month counts), count_now, count_before (of the months compared), months_compared,
    difference, ratio, ci_low, ci_high, p, p_adjusted, verdict, share_placed, share_placed_before (of the authority's
    rows, missing where the ledger does not say), comparable (bool: false where those differ by more than the margin, so
    that nothing is compared).

    `monthly`, one row per data set and theme and month from the period before: theme, data_set, name, month, count
    (missing where the month does not count), in_period.

    `numbers`, of sets that are numbers and not incidents: name, month, number, month_before, number_before.

    `without`, by theme that the statute names: the data sets that could speak to it and of which nothing was
    disclosed for the period. `speaks`: those themes to which at least one does.
    """

    section: ClassVar[str] = "partners"
    element: ClassVar[str] = "a"
    basis: Basis
    table: pd.DataFrame
    monthly: pd.DataFrame
    numbers: pd.DataFrame
    period_before: str
    rule: str
    speaks: tuple[str, ...]
    without: tuple[tuple[str, tuple[str, ...]], ...]
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleResult:
    """Recorded victims, suspects and offenders, and people treated, by age and sex.

    `groups`, one row per group of people: group, name, who (what the column means), data_set, rows, with_age, with_sex,
    with_both, shown (bool: the base is large enough), period_rows_before.

    `shares`, one row per group, dimension ("sex", "age" or "both") and band: group, name, dimension, band, sex, count,
    base, share, low, high (0 to 1). Only groups and dimensions whose base is large enough.

    `compared`, one row per comparison: group, name, kind ("before": with the period before; "rest": one offence with
    the group's other offences), about (what is compared, in words), offence, dimension, band, count, base, count_other,
    base_other, share, share_other, ratio, ci_low, ci_high, p, p_adjusted, verdict.
    """

    section: ClassVar[str] = "people"
    element: ClassVar[str] = "a"
    basis: Basis
    groups: pd.DataFrame
    shares: pd.DataFrame
    compared: pd.DataFrame
    period_before: str
    rule: str
    choice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SubmissionsResult:
    """The ledger of what authorities disclosed about the area, for the period and the one before.

    `table`, one row per data set, authority and quarter: data_set, name, authority, quarter (Timestamp), due, status,
    disclosed, disclosed_basis, rows, share_located, share_placed, share_timed, share_kept, months, grade, reason,
    in_period (bool). `never` names the prescribed data sets of which nothing was disclosed.
    """

    section: ClassVar[str] = "submissions"
    element: ClassVar[str] = ""
    basis: Basis
    table: pd.DataFrame
    never: tuple[str, ...]
    rule: str
