"""Which partnerships make up the county, and why there is none to speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import NotAvailable
from pads_analysis.data.county import County

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

SHARED_BY = 2
DISTRICT, UNITARY, METROPOLITAN, BOROUGH, WALES = "E07", "E06", "E08", "E09", "W"
WHY_NONE = {
    BOROUGH: "it is in London, whose boroughs belong to no two-tier county",
    UNITARY: "it is a unitary authority: one council does the work of district and county, and no county strategy "
    "group stands above it",
    METROPOLITAN: "it is a metropolitan district, which belongs to no two-tier county",
    WALES: "it is in Wales, where one council does the work of district and county, and the regulations know no county "
    "strategy group",
}


def subject_of(subject: Case | County) -> tuple[Case, str]:
    """Return the case to ask, and the code of the partnership that the page is about; "" where it is a county."""
    if isinstance(subject, County):
        return subject.case, ""
    return subject, subject.partnership.code


def members(case: Case) -> list[str]:
    """Return the codes of the county's partnerships that have data, in the order of their names."""
    table = case.partnerships
    mine = table.loc[table["county_code"] == case.partnership.county_code].sort_values("partnership_name")
    return [code for code in mine["partnership_code"] if code in case.with_data]


def without_county(case: Case, section: str, title: str) -> NotAvailable | None:
    """Return why the question does not arise, or cannot be answered; None where there is a county to look at.

    "Not applicable" is said only of an area that is known to lie in no two-tier county. Where the lookups are missing,
    that is not known, and said so.
    """
    own = case.partnership
    if not own.county_code:
        return _no_county(case, section, title)
    held = members(case)
    if len(held) < SHARED_BY:
        return NotAvailable(
            section,
            "g",
            title,
            f"the store holds no other partnership of {own.county_name}",
            "Ingest the force's files for the whole county.",
        )
    return None


def _no_county(case: Case, section: str, title: str) -> NotAvailable:
    own = case.partnership
    if own.code.startswith(WALES):
        return NotAvailable(section, "g", title, WHY_NONE[WALES], "", not_applicable=True)
    kinds = {code[:3] for code in _districts(case)}
    if len(kinds) == 1 and (kind := next(iter(kinds))) in WHY_NONE:
        return NotAvailable(section, "g", title, WHY_NONE[kind], "", not_applicable=True)
    lookup = "Ingest the lookup from lower tier to upper tier local authorities of the Office for National Statistics."
    if not kinds:
        why = "the lookups in the store do not say which districts the partnership covers"
        return NotAvailable(section, "g", title, f"it is not known whether there is a county: {why}", lookup)
    if DISTRICT not in kinds or len(kinds) > 1:
        why = "its districts do not all lie in one two-tier county"
        return NotAvailable(
            section, "g", title, why, "Ask the county or counties which group, if any, speaks for the area."
        )
    known = case.partnerships["county_code"].ne("").any()
    why = (
        "the lookups in the store do not place all its districts in one county"
        if known
        else "no lookup in the store leads from districts to counties"
    )
    return NotAvailable(section, "g", title, f"it is not known which county it lies in: {why}", lookup)


def _districts(case: Case) -> list[str]:
    table = case.partnerships
    mine = table.loc[table["partnership_code"] == case.partnership.code, "districts"]
    return [code for listed in mine for code in str(listed).split("|") if code]
