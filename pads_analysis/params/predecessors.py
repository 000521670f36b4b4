"""Previous assessments of several partnerships that have since merged, read as one: their released counts added up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from pads_analysis.errors import ParamsError
from pads_analysis.params.previous import EarlierOffence, EarlierRecord, PreviousAssessment

LEAST_MONTHS = 3
T = TypeVar("T")


class JoinedAssessment(PreviousAssessment):
    """The assessments of several earlier partnerships as one.

    Counts are the sums of theirs, over the months that all of them counted. A rate with its interval was released by
    each of them alone, so that the joined figures have none. The headlines are those of all; `parts` says whose.
    """

    predecessors: tuple[PreviousAssessment, ...]

    @property
    def parts(self) -> tuple[PreviousAssessment, ...]:
        """The assessments as they were released, in the order in which they were given."""
        return self.predecessors

    def without_headlines(self) -> JoinedAssessment:
        """Return it without what any of them said."""
        bare = tuple(part.without_headlines() for part in self.predecessors)
        return self.model_copy(update={"headlines": (), "predecessors": bare})


def joined(found: Sequence[PreviousAssessment], where: str) -> PreviousAssessment:
    """Return several previous assessments as one; one alone as it is.

    Parameters
    ----------
    found : sequence of PreviousAssessment
        At least one.
    where : str
        Where the setting stands, for messages.

    Returns
    -------
    PreviousAssessment
        Of an edition that is public only where all of them are: what one of them withholds, all do.

    Raises
    ------
    ParamsError
        When a partnership stands twice, the counts come from different publications, or the periods have too few months
        in common to be added up.
    """
    if len(found) == 1:
        return found[0]
    _check_partnerships(found, where)
    _check_sources(found, where)
    first, last = max(one.period.first for one in found), min(one.period.last for one in found)
    months = _common_months(found)
    if first > last or len(months) < (1 if found[0].record.source == "csp_table" else LEAST_MONTHS):
        raise ParamsError(
            "The previous assessments are of periods that have too few months in common to be added up: "
            f"{'; '.join(f'{named(one)}, {one.period.words}' for one in found)}.",
            where,
            "Give assessments of the same period; where there is none, run it again with the period_end of the others.",
        )
    same = len({(one.period.first, one.period.last) for one in found}) == 1
    words = found[0].period.words if same else f"{_month(first)} to {_month(last)}"
    return JoinedAssessment(
        version=2,
        partnership={"code": found[0].partnership.code, "name": " and ".join(_name(one) for one in found)},
        period={"words": words, "first": first, "last": last},
        edition="public" if all(one.edition == "public" for one in found) else "partner",
        headlines=tuple(headline for one in found for headline in one.headlines),
        record=_record(found, months),
        predecessors=tuple(found),
    )


def named(one: PreviousAssessment) -> str:
    """Return "Fallowick (E22000123)"."""
    return f"{_name(one)} ({one.partnership.code})"


def _name(one: PreviousAssessment) -> str:
    return one.partnership.name or "a partnership without a name"


def _check_partnerships(found: Sequence[PreviousAssessment], where: str) -> None:
    codes = [one.partnership.code for one in found]
    twice = next((one for one in found if codes.count(one.partnership.code) > 1), None)
    if twice is not None:
        raise ParamsError(
            f"Two of the previous assessments are of {named(twice)}.",
            where,
            "Give one of each partnership, the latest.",
        )


def _check_sources(found: Sequence[PreviousAssessment], where: str) -> None:
    if len({one.record.source for one in found}) > 1:
        raise ParamsError(
            "The previous assessments count from different publications, whose categories cannot be added up: "
            f"{'; '.join(f'{named(one)}, {one.record.scheme}' for one in found)}.",
            where,
            "Run one of them again with the source of the other.",
        )


def _common_months(found: Sequence[PreviousAssessment]) -> tuple[str, ...]:
    """Return the months that all of them counted."""
    common = set.intersection(*(set(one.record.months_counted) for one in found))
    return tuple(sorted(common))


def _record(found: Sequence[PreviousAssessment], months: tuple[str, ...]) -> EarlierRecord:
    records = [one.record for one in found]
    populations = [record.population for record in records]
    return EarlierRecord(
        source=records[0].source,
        source_kinds=_once([kind for record in records for kind in record.source_kinds]),
        scheme=records[0].scheme,
        districts=_once([code for record in records for code in record.districts]),
        months_counted=months,
        months_left_out=_left_out(found),
        population=None if None in populations else sum(populations),
        population_note="",
        offences=_offences(records, months),
        files=_once([file for record in records for file in record.files]),
    )


def _left_out(found: Sequence[PreviousAssessment]) -> tuple[str, ...]:
    """Return the months that one or more of them left out, which are then counted for none."""
    by: dict[str, list[str]] = {}
    for one in found:
        for words in one.record.months_left_out:
            by.setdefault(words, []).append(_name(one))
    return tuple(
        words if len(names) == len(found) else f"{words} in {' and '.join(names)}"
        for words, names in by.items()
    )


def _offences(records: Sequence[EarlierRecord], months: tuple[str, ...]) -> tuple[EarlierOffence, ...]:
    """Return the sums by offence; a partnership that released none of a category had none of it to release."""
    names: dict[str, EarlierOffence] = {}
    sums: dict[str, list[int]] = {}
    for record in records:
        at = [record.months_counted.index(month) for month in months]
        for offence in record.offences:
            names.setdefault(offence.code, offence)
            so_far = sums.get(offence.code, [0] * len(months))
            sums[offence.code] = [
                total + offence.by_month[position] for total, position in zip(so_far, at, strict=True)
            ]
    return tuple(
        EarlierOffence(
            code=code,
            name=names[code].name,
            is_total=names[code].is_total,
            count=sum(values),
            rate_per_1000=None,
            ci_low=None,
            ci_high=None,
            by_month=tuple(values),
        )
        for code, values in sums.items()
    )


def _once(values: Sequence[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


def _month(text: str) -> str:
    return f"{dt.date.fromisoformat(f'{text[:7]}-01'):%B %Y}"
