"""Published files that are recognised, and not used by this version."""

from __future__ import annotations

from pads_analysis.data.readers.headings import Headings

NOT_USED = "not used by this version"

# All of these headings, as slugs, tell the file.
_SIGNS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("crime_id", "month", "outcome_type"), "an outcomes file of data.police.uk"),
    (("type", "date", "object_of_search", "outcome"), "a stop-and-search file of data.police.uk"),
    (("date", "survey", "borough", "measure", "proportion"), "a public attitude survey table by borough"),
    (("code", "borough", "year", "value"), "an annual table of all offences by London borough"),
    (("majortext", "minortext", "wardname"), "a ward table of the Metropolitan Police"),
    (("majortext", "minortext", "wardcode"), "a ward table of the Metropolitan Police"),
    (("major_category", "minor_category", "wardname"), "a ward table of the Metropolitan Police"),
    (("major_category", "minor_category", "lsoa_code"), "a small-area table of the Metropolitan Police"),
    (("majortext", "minortext", "lsoa_code"), "a small-area table of the Metropolitan Police"),
    (
        ("month_year", "area_type", "offence_group", "measure"),
        "a long monthly table of the Metropolitan Police",
    ),
    (("force_name", "offence_code", "outcome_description"), "a Home Office table of outcomes"),
    (("force_name", "offence_code", "outcome_group"), "a Home Office table of outcomes"),
    (("offence_code", "offence_group", "police_uk_cat"), "a list of offence codes"),
    (("home_office_code", "offence", "police_uk_category"), "a list of offence codes"),
)


def recognises(heads: Headings) -> str:
    """Return what a known but unused file looks like, or ""."""
    known = set(heads.slugs)
    for signs, what in _SIGNS:
        if known.issuperset(signs):
            return f"It looks like {what}; {NOT_USED}."
    if heads.codes and any(name.startswith("ruc") for name in known):
        return f"It looks like a rural-urban classification; {NOT_USED}."
    return ""
