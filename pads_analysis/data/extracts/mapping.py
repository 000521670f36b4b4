"""A map held to the contract of its data set, before any file is opened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from pads_analysis.data.beside import ENDING
from pads_analysis.errors import ParamsError, UsageError
from pads_analysis.params.extract_map import ExtractMap
from pads_analysis.params.map_file import MapFile, read_map
from pads_analysis.params.messages import combined, nearest
from pads_analysis.vocabulary import DataSet, data_set, data_sets, extract_fields
from pads_analysis.vocabulary.prescribed import LOCATIONS

#: What is read through a map and is no extract of incidents.
SURVEYS = ("survey", "survey_results")


@dataclass(frozen=True, slots=True)
class Extract:
    """How one kind of extract is to be read.

    Attributes
    ----------
    contract : DataSet
        Of its data set.
    map : ExtractMap
        Where its fields stand.
    map_name : str
        What messages call the map.
    map_sha256 : str
        Hash of what the map says.
    received : str
        The day on which the authority disclosed it, YYYY-MM-DD; "" when nobody said.
    """

    contract: DataSet
    map: ExtractMap
    map_name: str
    map_sha256: str
    received: str = ""

    def format_of(self, field: str) -> str:
        """Return how the dates of a field are written, as the map says; "" when it does not."""
        return self.map.formats.get(field, self.map.dates)

    def for_file(self, name: str) -> Extract:
        """Return it for one file: disclosed on the day that was said, or that the map has for a file of that name."""
        return replace(self, received=self.received or self.map.received.get(name, ""))


def open_beside(map_path: Path) -> Extract:
    """Read a map that lies beside the files it is for.

    Raises
    ------
    ParamsError
        When the map is wrong, names no data set, or bears the name of another data set than it names.
    """
    code = read_map(map_path, ExtractMap).settings.data_set
    name, known = map_path.name[: -len(ENDING)].casefold(), [one.code for one in data_sets()]
    if name in known and code in known and name != code:
        raise ParamsError(
            f"The map bears the name of {name} and says that it is for {code}.",
            map_path.name,
            "Correct its data_set, or rename the map and its files.",
        )
    try:
        return open_extract(map_path)
    except UsageError as error:
        # What --as says on the command line, a map that lies beside its files must say itself.
        do = error.do if code else f"Add data_set: CODE. {error.do}"
        raise ParamsError(error.what, f"{map_path.name}, data_set", do) from None


def open_extract(map_path: Path, named: str = "", received: str = "") -> Extract:
    """Read a map and hold it to the contract of its data set.

    Parameters
    ----------
    map_path : Path
        The map.
    named : str
        Code of the data set; "" takes it from the map.
    received : str
        The day on which the authority disclosed what is ingested.

    Raises
    ------
    ParamsError
        When the map is wrong or does not give what the contract asks for.
    UsageError
        When no data set is named, or there is none of that name.
    """
    if named:
        find_data_set(named)
    found = read_map(map_path, ExtractMap)
    said = found.settings.data_set
    if named and said and named != said:
        raise UsageError(
            f"The map is for {said}, not for {named}.",
            map_path.name,
            "Give the data set and the map that fit.",
        )
    contract = find_data_set(named or said)
    _check(found, contract, map_path.name)
    return Extract(contract, found.settings, map_path.name, found.sha256, received)


def find_data_set(code: str) -> DataSet:
    """Return the contract of a data set.

    Raises
    ------
    UsageError
        When there is none of that code.
    """
    known = [one.code for one in data_sets()]
    if code in known:
        return data_set(code)
    known += SURVEYS
    guess = nearest(code, known)
    what = f"There is no data set {code!r}." if code else "No data set is named."
    start = f"Did you mean {guess}? " if guess else ""
    raise UsageError(what, "--as", f"{start}Known: {', '.join(known)}.")


def _check(found: MapFile[ExtractMap], contract: DataSet, name: str) -> None:
    settings, where = found.settings, found.document.where
    wrong = []
    for group in ("columns", "constants", "formats"):
        for field in getattr(settings, group):
            if problem := _unknown(field, group, contract):
                wrong.append(ParamsError(*problem[:1], where((group, field)), problem[1]))
    both = settings.columns.keys() & settings.constants.keys()
    wrong += [
        ParamsError(
            f"{field} stands both in columns and in constants.",
            where(("constants", field)),
            "Delete one of the two.",
        )
        for field in sorted(both)
    ]
    wrong += [
        ParamsError(
            f"{name} was received on {day}, which lies in the future.",
            where(("received", name)),
            "Use the day on which the file came, YYYY-MM-DD.",
        )
        for name, day in settings.received.items()
        if day > dt.date.today().isoformat()
    ]
    given = settings.columns.keys() | settings.constants.keys()
    wrong += [
        _missing(field, contract, where(("columns",))) for field in contract.required if field not in given
    ]
    wrong += _places(settings, contract, where(("columns",)))
    for written, code in settings.categories.items():
        codes = [category.code for category in contract.categories]
        if codes and code not in codes:
            do = f"Use one of {', '.join(codes)}."
            what = f"{code!r} is not a category of {contract.code}."
            wrong.append(ParamsError(what, where(("categories", written)), do))
    if wrong:
        raise combined(wrong, name)


def _unknown(field: str, group: str, contract: DataSet) -> tuple[str, str] | None:
    fields = extract_fields()
    if field not in contract.fields:
        guess = nearest(field, contract.fields)
        known = f"Fields of {contract.code}: {', '.join(contract.fields)}."
        return (
            f"{field} is not a field of {contract.code}.",
            f"Did you mean {guess}? {known}" if guess else known,
        )
    kind = fields[field].kind
    if group == "formats" and kind != "moment":
        return f"{field} is not a date.", "Give formats for dates only."
    if group == "constants" and kind != "text":
        return f"{field} cannot be the same in every row.", "Name the column that holds it under columns."
    return None


def _missing(field: str, contract: DataSet, where: str) -> ParamsError:
    meaning = extract_fields()[field].meaning
    return ParamsError(
        f"{field} ({meaning}) is missing, and {contract.code} cannot be read without it.",
        where,
        f"Add the heading of its column: {field}: HEADING.",
    )


def _places(settings: ExtractMap, contract: DataSet, where: str) -> list[ParamsError]:
    wrong = []
    whole = []
    for way in contract.locations:
        parts = LOCATIONS[way]
        have = [part for part in parts if part in settings.columns]
        if len(have) == len(parts):
            whole.append(way)
        elif have:
            other = next(part for part in parts if part not in have)
            wrong.append(
                ParamsError(
                    f"{have[0]} stands without {other}.", where, f"Add the heading of the column of {other}."
                )
            )
    if not whole and not wrong and contract.location_required and not settings.partnership:
        ways = "; or ".join(" and ".join(LOCATIONS[way]) for way in contract.locations)
        wrong.append(
            ParamsError(f"No place is mapped, and {contract.code} asks for one.", where, f"Add {ways}.")
        )
    return wrong
