"""Which rows of which data set tell of whom: recorded victims, suspects and offenders, people treated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.held_months import held_months, paired_held, rows_of
from pads_analysis.assess.incidents import category_name
from pads_analysis.vocabulary import data_set
from pads_analysis.vocabulary.people import age_band

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

VICTIMS, OFFENDERS = "victims", "offenders"
NAMES = {VICTIMS: "Recorded victims", OFFENDERS: "Recorded suspects and offenders"}
#: A column of who was hurt or suspected, beside what happened, and what it means.
OF_INCIDENT = {
    VICTIMS: (
        "victim",
        "the person that the police recorded as the victim of a crime, at most one for each crime; crimes against "
        "businesses and the state have none",
    ),
    OFFENDERS: (
        "offender",
        "the person that the police recorded as suspect or offender, at most one for each crime; most crimes have "
        "none, and being suspected is not having been found guilty",
    ),
}
#: A category that says whom a row of its own is about.
OF_PERSON = {
    VICTIMS: (
        "victim",
        "one row for each person recorded as the victim of a crime, who can stand in several",
    ),
    OFFENDERS: (
        "offender",
        "one row for each person recorded as suspect or offender of a crime, who can stand in several; the others "
        "never came to be known, and being suspected is not having been found guilty",
    ),
}
#: People whom others than the police saw, by data set: category of the contract ("" for all), name, and meaning.
SEEN = {
    "emergency_department": (
        "",
        "People treated for assault in emergency departments",
        "one row for each attendance because of an assault, whether or not the police know of it",
    ),
    "hospital_admissions": (
        "assault",
        "People admitted to hospital because of assault",
        "one row for each admission because of an assault",
    ),
    "domestic_abuse_admissions": (
        "",
        "People admitted to hospital because of domestic abuse",
        "one row for each admission because of domestic abuse",
    ),
}


@dataclass(frozen=True, slots=True)
class People:
    """One group of people.

    Attributes
    ----------
    group, name, who, data_set : str
        Key, name in print, what a row means, and the data set it comes from.
    now, paired, before : DataFrame
        offence (group of offences in words, "" where there is none), sex, band, key (of the same person, "" where it
        is not known): one row each, of the months of the period that count, and of the period before; `paired` holds
        those of now whose month has a counterpart.
    """

    group: str
    name: str
    who: str
    data_set: str
    now: pd.DataFrame
    paired: pd.DataFrame
    before: pd.DataFrame


def people_groups(case: Case) -> tuple[tuple[People, ...], tuple[str, ...]]:
    """Return the groups of people of which something is disclosed for the period, and why which set was used.

    Victims and offenders of the police come from one data set each: the one with a row for each person where it has
    any, else the columns beside the crimes, because both tell of the same people.
    """
    found: list[People] = []
    choice: dict[str, list[str]] = {}
    for group in (VICTIMS, OFFENDERS):
        own, beside = _of_persons(case, group), _of_incidents(case, group)
        found += (own or beside)[:1]
        if own and beside:
            told = (
                f"are counted from {_quoted(own[0])}, which has a row for each person; those beside the crimes in "
                f"{_quoted(beside[0])} are the same people and are not counted again."
            )
            choice.setdefault(told, []).append(NAMES[group])
    found += [people for code, seen in SEEN.items() if (people := _of_health(case, code, *seen))]
    return tuple(found), tuple(f"{_joined(names)} {told}" for told, names in choice.items())


def _joined(names: list[str]) -> str:
    return " and ".join([names[0], *(name[0].lower() + name[1:] for name in names[1:])])


def _quoted(people: People) -> str:
    return f"“{data_set(people.data_set).name}”"


def _of_persons(case: Case, group: str) -> list[People]:
    """Return the group from data sets whose categories are kinds of people."""
    category, who = OF_PERSON[group]
    found = []
    for code, rows in case.incidents.items():
        if set(rows["category_code"].unique()) <= {"victim", "offender"}:
            found += _group(case, code, group, NAMES[group], who, "person", "detail", category)
    return found


def _of_incidents(case: Case, group: str) -> list[People]:
    prefix, who = OF_INCIDENT[group]
    return _group(case, "police_crime", group, NAMES[group], who, prefix, "category")


def _of_health(case: Case, code: str, category: str, name: str, who: str) -> People | None:
    found = _group(case, code, code, name, who, "person", "", category)
    return found[0] if found else None


def _group(
    case: Case, code: str, group: str, name: str, who: str, prefix: str, offence: str, category: str = ""
) -> list[People]:
    """Return the group as a list of one, or of none where no row of the period says age or sex."""
    if code not in case.incidents:
        return []
    held = held_months(case, code, case.period)
    later, earlier, names = paired_held(case, code, held.authorities)

    def people(months: pd.DatetimeIndex, authorities: tuple[str, ...]) -> pd.DataFrame:
        rows = rows_of(case, code, months, authorities)
        rows = rows[rows["category_code"] == category] if category else rows
        return pd.DataFrame(
            {
                "offence": _offences(code, rows, offence),
                "sex": rows[f"{prefix}_sex"].fillna("").astype(str),
                "band": [age_band(years) for years in rows[f"{prefix}_age"]],
                "key": _keys(rows, prefix),
            }
        ).reset_index(drop=True)

    now = people(held.months, held.authorities)
    if not ((now["sex"] != "") | (now["band"] != "")).any():
        return []
    return [People(group, name, who, code, now, people(later, names), people(earlier, names))]


def _keys(rows: pd.DataFrame, prefix: str) -> pd.Series:
    """Return whose row it is; the key beside a crime is that of its victim, and means nothing to another authority."""
    key = rows["repeat_key"].fillna("").astype(str).str.strip()
    key = key if prefix != OF_INCIDENT[OFFENDERS][0] else key.where(key == "", "")
    return (rows["authority"].astype(str) + "\n" + key).where(key != "", "")


def _offences(code: str, rows: pd.DataFrame, column: str) -> list[str]:
    """Return the group of offences of each row: the category's name, or the words of a column."""
    if column == "category":
        pairs = zip(rows["category_code"], rows["category"], strict=True)
        return [category_name(code, one, written) for one, written in pairs]
    return [str(text) for text in rows[column]] if column else [""] * len(rows)
