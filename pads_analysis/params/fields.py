"""Types of single values that the parameter models share: codes, months, dates, shares and text.

Each check raises a `PydanticCustomError` of type "pads" whose context holds `what` (the predicate of a
sentence about the value) and `do` (what to write instead); `messages` turns both into a `ParamsError`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Hashable, Iterable
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, Strict, WithJsonSchema
from pydantic_core import PydanticCustomError

from pads_analysis.params.characters import first_hidden

LONGEST_TEXT = 5000

# E22 is England's and W14 Wales's series of community safety partnership codes (ONS code history database);
# W22 is accepted beside them because some published tables follow the English pattern for Wales.
PARTNERSHIP_CODE = r"^([EW]22|W14)[0-9]{6}$"
# Unitary authorities, districts, metropolitan districts and London boroughs; Welsh unitary authorities.
DISTRICT_CODE = r"^(E0[6789]|W06)[0-9]{6}$"
# Lower layer super output areas and wards: the areas that an action may name.
AREA_CODE = r"^[EW]0[15][0-9]{6}$"
MONTH = r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$"
OFFENCE_CODE = r"^[a-z0-9]+(_[a-z0-9]+)*$"
CHAPTER_STEM = r"^[0-9]{2}_[a-z0-9]+(_[a-z0-9]+)*$"

_DATE = r"^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
# A conservative set: letters, digits and signs that mean the same in every file system and every web address.
_NOTEBOOK_PATH = r"([A-Za-z0-9_][A-Za-z0-9_ .-]*/)*[A-Za-z0-9_][A-Za-z0-9_ .-]*\.ipynb"
_DEVICE_NAMES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)


def fault(what: str, do: str, at: tuple[str | int, ...] = ()) -> PydanticCustomError:
    """Return the error that a check raises: "<field> <what>. <do>".

    Parameters
    ----------
    what, do : str
        Predicate of a sentence about the value, without its full stop; and a whole sentence.
    at : tuple of str and int
        Keys and list positions from the value checked down to the line to be named.
    """
    return PydanticCustomError("pads", "{what}. {do}", {"what": what, "do": do, "at": at})


def _plain(value: str) -> str:
    found = first_hidden(value)
    if found:
        raise fault(
            f"holds the hidden character {found[2]}", "Delete it: retype the text rather than pasting it."
        )
    return value


def _one_line(value: str) -> str:
    if "\n" in value:
        raise fault("runs over several lines", "Write it on one line.")
    return _plain(value)


def _partnership_code(value: str) -> str:
    if re.fullmatch(PARTNERSHIP_CODE, value):
        return value
    tidy = value.strip().upper()
    if re.fullmatch(PARTNERSHIP_CODE, tidy):
        raise fault(f"is {value!r}, which is not a partnership code", f"Use {tidy}.")
    raise fault(
        f"is {shown(value)}, which is not a partnership code",
        "Use E22 (England) or W14 (Wales) and six digits, for example E22000123.",
    )


def _partnership_code_or_none(value: str) -> str:
    return value if value == "" else _partnership_code(value)


def _month(value: str) -> str:
    if re.fullmatch(MONTH, value):
        return value
    raise fault(f"is {shown(value)}, which is not a month", "Use YYYY-MM, for example 2026-03.")


def _month_or_latest(value: str) -> str:
    if value == "latest":
        return value
    if re.fullmatch(MONTH, value):
        return value
    raise fault(
        f"is {shown(value)}, which is not a month", 'Use YYYY-MM, for example 2026-03, or the word "latest".'
    )


def _date(value: str) -> str:
    try:
        if re.fullmatch(_DATE, value):
            dt.date.fromisoformat(value)
            return value
    except ValueError:
        pass  # 2026-02-30 has the right shape and is still no date; the message below covers both
    raise fault(f"is {shown(value)}, which is not a date", "Use YYYY-MM-DD, for example 2026-03-31.")


def _date_or_none(value: str) -> str:
    return value if value == "" else _date(value)


def _month_or_date(value: str) -> str:
    if re.fullmatch(MONTH, value):
        return value
    try:
        return _date(value)
    except PydanticCustomError:
        raise fault(
            f"is {shown(value)}, which is neither a date nor a month",
            "Use YYYY-MM-DD or YYYY-MM, for example 2026-03-31.",
        ) from None


def _offence_code(value: str) -> str:
    if re.fullmatch(OFFENCE_CODE, value):
        return value
    raise fault(
        f"is {shown(value)}, which is not an offence code",
        "Use small letters, digits and underscores, for example vehicle_crime.",
    )


def _offence_code_or_none(value: str) -> str:
    return value if value == "" else _offence_code(value)


def _short_name(value: str) -> str:
    if re.fullmatch(OFFENCE_CODE, value):
        return value
    raise fault(
        f"is {shown(value)}, which is not a short name",
        "Use small letters, digits and underscores, for example safe_after_dark.",
    )


def _short_name_or_none(value: str) -> str:
    return value if value == "" else _short_name(value)


def is_own_notebook(value: str) -> bool:
    """Return whether a chapter entry is a path to a notebook that stays inside the partnership's folder."""
    stems = [part.partition(".")[0].strip().casefold() for part in value.split("/")]
    return bool(re.fullmatch(_NOTEBOOK_PATH, value)) and not any(stem in _DEVICE_NAMES for stem in stems)


def _chapter(value: str) -> str:
    if re.fullmatch(CHAPTER_STEM, value) or is_own_notebook(value):
        return value
    if value.endswith(".ipynb"):
        raise fault(
            f"is {shown(value)}, which does not stay inside the partnership's folder",
            "Write it relative to that folder, with forward slashes and plain letters, "
            "for example notebooks/own.ipynb.",
        )
    raise fault(
        f"is {shown(value)}, which is not a chapter",
        "Use a chapter's name, for example 20_change, or a notebook of your own as notebooks/own.ipynb.",
    )


def _area_code(value: str) -> str:
    if re.fullmatch(AREA_CODE, value):
        return value
    raise fault(
        f"is {shown(value)}, which is not the code of a small area or a ward",
        "Use E01 or W01 (small area) or E05 or W05 (ward) and six digits, for example E01000123.",
    )


def shown(value: object, longest: int = 60) -> str:
    """Return a value as a message quotes it: text in quotes, hidden characters escaped, long values cut."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = repr(value)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def unlike(values: Iterable[Hashable], what: str) -> None:
    """Refuse the first value that stands twice.

    Raises
    ------
    PydanticCustomError
        Naming the repeated value.
    """
    seen: set[Any] = set()
    for position, value in enumerate(values):
        if value in seen:
            raise fault(f"names {what} {shown(value)} twice", "Delete one of the two.", (position,))
        seen.add(value)


def _schema(pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example]})


Text = Annotated[str, Strict(), Field(max_length=LONGEST_TEXT), AfterValidator(_plain)]
Line = Annotated[str, Strict(), Field(max_length=200), AfterValidator(_one_line)]
RequiredText = Annotated[str, Strict(), Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(_plain)]
RequiredLine = Annotated[str, Strict(), Field(min_length=1, max_length=200), AfterValidator(_one_line)]

PartnershipCode = Annotated[
    str, Strict(), AfterValidator(_partnership_code), _schema(PARTNERSHIP_CODE, "E22000123")
]
PartnershipCodeOrNone = Annotated[
    str,
    Strict(),
    AfterValidator(_partnership_code_or_none),
    _schema(f"^$|{PARTNERSHIP_CODE}", "E22000123"),
]
Month = Annotated[str, Strict(), AfterValidator(_month), _schema(MONTH, "2026-03")]
MonthOrLatest = Annotated[
    str, Strict(), AfterValidator(_month_or_latest), _schema(f"^latest$|{MONTH}", "latest")
]
Date = Annotated[str, Strict(), AfterValidator(_date), _schema(_DATE, "2026-03-31")]
DateOrNone = Annotated[str, Strict(), AfterValidator(_date_or_none), _schema(f"^$|{_DATE}", "2026-03-31")]
MonthOrDate = Annotated[
    str, Strict(), AfterValidator(_month_or_date), _schema(f"{MONTH}|{_DATE}", "2026-03-31")
]
OffenceCode = Annotated[str, Strict(), AfterValidator(_offence_code), _schema(OFFENCE_CODE, "vehicle_crime")]
OffenceCodeOrNone = Annotated[
    str, Strict(), AfterValidator(_offence_code_or_none), _schema(f"^$|{OFFENCE_CODE}", "vehicle_crime")
]
ShortName = Annotated[
    str, Strict(), Field(max_length=80), AfterValidator(_short_name), _schema(OFFENCE_CODE, "safe_after_dark")
]
ShortNameOrNone = Annotated[
    str,
    Strict(),
    Field(max_length=80),
    AfterValidator(_short_name_or_none),
    _schema(f"^$|{OFFENCE_CODE}", "safe_after_dark"),
]
AreaCode = Annotated[str, Strict(), AfterValidator(_area_code), _schema(AREA_CODE, "E01000123")]
Chapter = Annotated[
    str,
    Strict(),
    AfterValidator(_chapter),
    _schema(rf"{CHAPTER_STEM}|^{_NOTEBOOK_PATH}$", "10_levels_and_patterns"),
]

_MOST_PATHS = 20
_PATH_SCHEMA = {"type": "string", "maxLength": 200}


def _one_or_several(value: Any) -> Any:
    """Return one path as a list of one, and an empty text as none; a folder such as 2025 is a number to YAML."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return ((value,) if value else ()) if isinstance(value, str) else value


def _different_paths(value: tuple[str, ...]) -> tuple[str, ...]:
    unlike(value, "the path")
    return value


#: One path, or a list of them.
Paths = Annotated[
    tuple[RequiredLine, ...],
    BeforeValidator(_one_or_several),
    AfterValidator(_different_paths),
    Field(max_length=_MOST_PATHS),
    WithJsonSchema(
        {"anyOf": [_PATH_SCHEMA, {"type": "array", "items": _PATH_SCHEMA, "maxItems": _MOST_PATHS}]}
    ),
]

Whole = Annotated[int, Strict()]
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
YesNo = Annotated[bool, Strict()]
