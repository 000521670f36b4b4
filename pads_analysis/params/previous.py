"""The previous assessment: what an earlier run's findings.json says, read strictly.

Only what a later assessment needs is read: whose it is, which months, the headlines, and the record of released
figures. The file's own form is described in `docs/findings.md`.
"""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Any, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pads_analysis.errors import ParamsError
from pads_analysis.params.fields import (
    MONTH,
    Line,
    Month,
    Number,
    OffenceCode,
    PartnershipCode,
    RequiredLine,
    Text,
)

FINDINGS = "findings.json"
#: The form of findings.json that this version writes and reads.
FINDINGS_VERSION = 2
LARGEST = 20 * 1024 * 1024

Sha = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
FirstOfMonth = Annotated[str, Field(pattern=rf"{MONTH[:-1]}-01$")]
Count = Annotated[int, Field(strict=True)]
NumberOrNone = Number | None


class _Part(BaseModel):
    """A part of the file that must be as described, with nothing besides."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class _Opening(BaseModel):
    """A part of the file of which only some keys are read."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class EarlierOffence(_Part):
    """One offence as it was released; `by_month` follows the months counted."""

    code: OffenceCode
    name: RequiredLine
    is_total: bool
    count: Count
    rate_per_1000: NumberOrNone
    ci_low: NumberOrNone
    ci_high: NumberOrNone
    by_month: tuple[Count, ...]


class EarlierFile(_Part):
    """One file that the counts came from: its name and the first twelve figures of its sha256."""

    file: Line
    sha256: Sha


class EarlierRecord(_Part):
    """The released figures, and what they rest on."""

    source: Literal["street", "borough", "csp_table"]
    source_kinds: tuple[Line, ...]
    scheme: RequiredLine
    districts: tuple[Line, ...]
    months_counted: Annotated[tuple[Month, ...], Field(min_length=1, max_length=36)]
    months_left_out: tuple[Line, ...]
    population: NumberOrNone
    population_note: Text
    offences: Annotated[tuple[EarlierOffence, ...], Field(min_length=1)]
    files: tuple[EarlierFile, ...]


class EarlierHeadline(_Opening):
    """One headline: the sentence, the section it stood in, and the numbers and verdict in it."""

    text: Text
    section_id: Line
    item: Line
    verdict: Line
    facts: dict[str, str | int | float | bool | None]


class _Whose(_Opening):
    code: PartnershipCode
    name: Line


class _When(_Opening):
    words: RequiredLine
    first: FirstOfMonth
    last: FirstOfMonth


class PreviousAssessment(_Opening):
    """An earlier assessment, as it was released: of the same partnership, or of one that has since merged into it."""

    version: Literal[2]
    partnership: _Whose
    period: _When
    edition: Literal["partner", "public"]
    headlines: tuple[EarlierHeadline, ...]
    record: EarlierRecord

    @property
    def parts(self) -> tuple[PreviousAssessment, ...]:
        """The assessments as they were released: itself, or those of the partnerships that it joins."""
        return (self,)

    def without_headlines(self) -> PreviousAssessment:
        """Return it without what it said."""
        return self.model_copy(update={"headlines": ()})


def read_previous(params_dir: Path, said: str, where: str) -> tuple[PreviousAssessment, Path]:
    """Read the findings.json of a previous assessment; whose it may be is for the lookups of a store to say.

    Parameters
    ----------
    params_dir : Path
        Folder of parameters, from which the path is counted.
    said : str
        The setting: the path of a findings.json, or of the folder that holds it.
    where : str
        Where the setting stands, for messages.

    Returns
    -------
    tuple of (PreviousAssessment, Path)

    Raises
    ------
    ParamsError
        When the path is absolute, leads nowhere, or leads to what is not a findings.json in the form that this
        version reads.
    """
    path = _path(params_dir, said, where)
    place = f"{where}: {said}"
    data = _parsed(path, place)
    _check_version(data, place)
    try:
        found = PreviousAssessment.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        at = ".".join(str(key) for key in first["loc"])
        _refuse(f"is damaged: {at} is not as such a file has it", place)
    _check_record(found, place)
    return found, path


def _path(params_dir: Path, said: str, where: str) -> Path:
    absolute = PurePosixPath(said).is_absolute() or PureWindowsPath(said).anchor
    if absolute or said.startswith("~"):
        raise ParamsError(
            "previous_assessment is an absolute path, which means something on one machine only.",
            where,
            "Write it relative to the folder of parameters, for example ../runs/2025/E22000123.",
        )
    path = params_dir / said
    if path.is_dir():
        path = path / FINDINGS
    if not path.is_file():
        raise ParamsError(
            f"There is no previous assessment at {said}.",
            where,
            f"Give the path of an earlier run's {FINDINGS}, or of the folder that holds it, counted from the folder "
            "of parameters.",
        )
    return path


def _parsed(path: Path, place: str) -> dict[str, Any]:
    if path.stat().st_size > LARGEST:
        _refuse(f"is no {FINDINGS}: it is larger than {LARGEST // 1024**2} MB", place)
    try:
        data = json.loads(path.read_text("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        _refuse(f"is no {FINDINGS}: it is not JSON, or was cut short", place)
    if not isinstance(data, dict) or "version" not in data or "headlines" not in data:
        _refuse(f"is no {FINDINGS} of an assessment", place)
    return data


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _check_version(data: dict[str, Any], place: str) -> None:
    version = data["version"]
    if version == FINDINGS_VERSION and not isinstance(version, bool):
        if data.get("record") is None:
            raise ParamsError(
                "The previous assessment holds no record of its released figures.",
                place,
                "Run it again with the chapter 90_data_and_methods among its chapters.",
            )
        return
    older = isinstance(version, int) and version < FINDINGS_VERSION
    what = "holds no record of its released figures" if older else "is not known to this version"
    do = (
        "Run that assessment again, from the same store and with the same settings, to make one that does."
        if older
        else "Use the version of pads_analysis that wrote it, or a later one."
    )
    raise ParamsError(
        f"The previous assessment has the form {str(version)[:20]}, which {what}; {FINDINGS_VERSION} is read.",
        place,
        do,
    )


def _check_record(found: PreviousAssessment, place: str) -> None:
    """Check what the parts say of one another: a file edited by hand contradicts itself."""
    record, months = found.record, found.record.months_counted
    if list(months) != sorted(set(months)) or not (
        found.period.first[:7] <= months[0] and months[-1] <= found.period.last[:7]
    ):
        _refuse("contradicts itself: its months lie outside its period, or stand twice", place)
    codes = [offence.code for offence in record.offences]
    if len(set(codes)) < len(codes) or sum(offence.is_total for offence in record.offences) != 1:
        _refuse("contradicts itself: an offence stands twice, or there is not one total", place)
    for offence in record.offences:
        if len(offence.by_month) != len(months) or sum(offence.by_month) != offence.count:
            _refuse(f"contradicts itself: the months of {offence.name} do not add up to its count", place)


def _refuse(what: str, place: str) -> NoReturn:
    raise ParamsError(
        f"The file given as the previous assessment {what}.",
        place,
        f"Give the {FINDINGS} that an earlier run wrote, as it was written.",
    )
