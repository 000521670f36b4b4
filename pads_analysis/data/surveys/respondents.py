"""Reads a file of respondents through the map of its survey: one row for each who answered anything."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from pads_analysis.data import contracts
from pads_analysis.data.extracts.faults import Faults
from pads_analysis.data.extracts.personal import refuse_personal
from pads_analysis.data.extracts.reader import refuse_cut_value
from pads_analysis.data.extracts.table import find_columns, find_table, fitting, refuse_rowless
from pads_analysis.data.readers import values
from pads_analysis.data.readers.decimals import BOTH_WAYS, decimals
from pads_analysis.data.readers.source import RowAccount, SourceTable, by_value
from pads_analysis.data.surveys.answers import AnswerReader
from pads_analysis.data.surveys.mapping import CODE, Survey
from pads_analysis.data.surveys.refusals import Refusals
from pads_analysis.params.fields import PARTNERSHIP_CODE
from pads_analysis.params.messages import nearest
from pads_analysis.params.survey_question import folded

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.reading import RawFile, Reading

NO_ANSWERS = "answered none of the questions"
#: A column of the profile with more different texts than this tells respondents apart and is no category.
MOST_CATEGORIES = 120
#: Share of the rows that may have a wrong number of fields; the same as in extracts.
_MOST_RAGGED = 0.05
_HEAVIEST = 1e6
_AREA = re.compile(r"[EW]\d{8}", re.ASCII)


def read_survey(raw: RawFile, survey: Survey) -> Reading:
    """Read a file of respondents.

    A row is left out when nothing in it answers a question, or when it cannot be cut into fields. Any other fault
    refuses the file: a survey is small, and a weight or an answer that was guessed at would move every share.

    Raises
    ------
    ContractError
        Naming the rows and the column; or when the file is empty, lacks a column, holds personal data or was cut short.
    """
    settings = survey.map
    headings = [
        *settings.columns.values(),
        *(text for question in settings.questions for text in question.headings),
    ]
    headings = list(dict.fromkeys(headings))
    source = find_table(raw, fitting(headings), settings.sheet)
    places = dict(zip(headings, find_columns(source, headings, survey.map_name), strict=True))
    refuse_rowless(source, "Ask for the file again; there is nothing to ingest.")
    notes = refuse_personal(source, (), settings.not_personal)
    refuse_cut_value(source)
    return _Respondents(source, survey, places, list(notes)).reading()


@dataclass(slots=True)
class _Respondents:
    """One file on its way into the store."""

    source: SourceTable
    survey: Survey
    places: dict[str, int]
    notes: list[str] = field(default_factory=list)

    def reading(self) -> Reading:
        settings, account = self.survey.map, RowAccount(self.source)
        Faults(self.source, account, _MOST_RAGGED).refuse_ragged()
        self._refuse_repeated()
        reader = AnswerReader(self.source, settings, self.places, self.survey.map_name)
        answers = reader.read()
        account.reject(np.array([not row for row in answers], dtype=bool), NO_ANSWERS)
        columns = self._columns()
        kept = np.flatnonzero(account.kept)
        self._check_sizes(columns["stratum"][kept])
        table = contracts.table(
            CODE,
            {
                "survey_id": settings.id,
                "respondent": kept + 1,
                **{name: values[kept] for name, values in columns.items()},
                "answers": [_as_json(answers[at]) for at in kept],
            },
        )
        return account.reading(
            CODE,
            contracts.checked(CODE, table),
            period=(settings.first[:7], settings.last[:7]),
            coverage=(f"{CODE}|{settings.id}",),
            vintage=self.survey.received,
            notes=(*self.notes, *reader.notes, *self._unread()),
            extract=self._said(),
        )

    def _said(self) -> dict[str, Any]:
        return {
            "data_set": CODE,
            "authority": self.survey.map.authority,
            "received": self.survey.received,
            "map": self.survey.map_name,
            "map_sha256": self.survey.map_sha256,
            "survey": self.survey.map.model_dump(mode="json", exclude={"received", "not_personal"}),
        }

    def _unread(self) -> tuple[str, ...]:
        """Name the columns that the map does not, which are not stored."""
        used = set(self.places.values())
        left = [
            text.strip()
            for at, text in enumerate(self.source.headings.texts)
            if at not in used and text.strip()
        ]
        more = f" and {len(left) - 10} more" if len(left) > 10 else ""
        return (f"Columns that were not read: {', '.join(left[:10])}{more}.",) if left else ()

    def _text(self, name: str) -> pd.Series | None:
        heading = self.survey.map.columns.get(name)
        return None if heading is None else self.source.text(self.places[heading])

    def _refusals(self, name: str) -> Refusals:
        return Refusals(self.source, self.survey.map.columns[name])

    def _columns(self) -> dict[str, np.ndarray]:
        profile = self._profile()
        return {
            "weight": self._weights(),
            "stratum": self._filled("stratum"),
            "cluster": self._filled("cluster"),
            "respondent_group": self._groups(),
            "area_code": self._areas(),
            "stated_code": self._stated(),
            "profile": np.array([_as_json(row) for row in profile], dtype=object),
        }

    def _empty(self) -> np.ndarray:
        return np.full(self.source.data.num_rows, "", dtype=object)

    def _refuse_repeated(self) -> None:
        text = self._text("respondent")
        if text is None:
            return
        refusals = self._refusals("respondent")
        do = "Give every respondent an id of their own, or leave the column out of the map."
        refusals.refuse((text == "").to_numpy(), "The id of a respondent is empty", do)
        repeated = text.duplicated(keep=False).to_numpy()
        refusals.refuse(
            repeated & text.duplicated().to_numpy(), "A respondent stands twice, by the same id", do
        )

    def _weights(self) -> np.ndarray:
        text = self._text("weight")
        if text is None:
            return np.ones(self.source.data.num_rows)
        numbers, faults, note = decimals(text)
        self.notes += [note] if note else []
        do = "Give every respondent a weight above 0, or delete the row."
        refusals = self._refusals("weight")
        refusals.refuse_value(text, faults == BOTH_WAYS, f"has {BOTH_WAYS}", "Write decimals with a point.")
        refusals.refuse_value(text, np.isnan(numbers), "is no weight", do)
        refusals.refuse_value(text, numbers <= 0, "is no weight: a weight lies above 0", do)
        refusals.refuse_value(text, numbers > _HEAVIEST, "is too large to be a weight", do)
        return numbers

    def _filled(self, name: str) -> np.ndarray:
        """Return a column of the design, in which every row must say something."""
        text = self._text(name)
        if text is None:
            return self._empty()
        do = f"Give every respondent a {name}, or leave {name} out of the map."
        self._refusals(name).refuse((text == "").to_numpy(), f"The {name} of a respondent is empty", do)
        sizes = self.survey.map.stratum_sizes
        if name == "stratum" and sizes:
            near = nearest(next((one for one in text if one not in sizes), ""), sizes)
            guess = f"Perhaps {near!r}. " if near else ""
            self._refusals(name).refuse_value(
                text,
                ~text.isin(sizes).to_numpy(),
                f"is a stratum without a size in {self.survey.map_name}",
                f"{guess}Add it to stratum_sizes, or correct the rows. Known: {', '.join(sizes)}.",
            )
        return text.to_numpy(dtype=object)

    def _check_sizes(self, strata: np.ndarray) -> None:
        sizes = self.survey.map.stratum_sizes
        found = Counter(strata.tolist())
        for stratum, size in sizes.items():
            self._refusals("stratum").refuse(
                (self.source.text(self.places[self.survey.map.columns["stratum"]]) == stratum).to_numpy()
                & (found[stratum] > size),
                f"{found[stratum]:,} people of the stratum {stratum!r} answered, and its size is {size:,}",
                "Correct stratum_sizes: it is the number of people, not of those who answered.",
            )

    def _groups(self) -> np.ndarray:
        text = self._text("group")
        if text is None:
            return self._empty()
        groups = {folded(written): group for written, group in self.survey.map.groups.items()}
        found = by_value(text, lambda value: groups.get(folded(value), "") if value else "")
        known = list(self.survey.map.groups)
        bad = (found == "") & (text != "").to_numpy()
        near = nearest(text[bad].iloc[0], known) if bad.any() else ""
        guess = f"Perhaps {near!r}. " if near else ""
        self._refusals("group").refuse_value(
            text,
            bad,
            f"is no group that {self.survey.map_name} lists",
            f"{guess}Add it to groups, or correct the rows. Known: {', '.join(known)}.",
        )
        return found

    def _areas(self) -> np.ndarray:
        text = self._text("area")
        if text is None:
            return self._empty()
        codes = by_value(text, lambda value: "" if values.is_no_area(value) else values.area_code(value))
        damaged = by_value(text, values.is_damaged_code).astype(bool)
        refusals = self._refusals("area")
        refusals.refuse_value(
            text, damaged, f"is no area code: {values.DAMAGED_CODE}", "Ask for the file again."
        )
        bad = by_value(text, lambda value: not values.is_no_area(value) and not _is_area(value)).astype(bool)
        refusals.refuse_value(
            text,
            bad,
            "is no area code",
            "Use codes of small areas, wards, districts or partnerships, such as E01000123, or leave it empty.",
        )
        return codes

    def _stated(self) -> np.ndarray:
        text = self._text("partnership")
        if text is None:
            return np.full(self.source.data.num_rows, self.survey.map.partnership, dtype=object)
        codes = by_value(text, values.area_code)
        bad = by_value(
            text, lambda value: not re.fullmatch(PARTNERSHIP_CODE, values.area_code(value))
        ).astype(bool)
        self._refusals("partnership").refuse_value(
            text, bad & (text != "").to_numpy(), "is no partnership code", "Use codes such as E22000123."
        )
        return np.where(codes == "", self.survey.map.partnership, codes)

    def _profile(self) -> list[dict[str, str]]:
        rows: list[dict[str, str]] = [{} for _ in range(self.source.data.num_rows)]
        for name in self.survey.map.profile_columns:
            text = self._text(name)
            assert text is not None  # noqa: S101 - the names come from the map's own columns
            different = text.nunique()
            many = np.full(len(text), different > MOST_CATEGORIES)
            self._refusals(name).refuse(
                many,
                f"The column holds {different:,} different texts, which tell respondents apart",
                "Give bands, such as ages in years of ten, or leave the column out of the map.",
            )
            for row, value in zip(rows, text, strict=True):
                row[name] = value
        return rows


def _is_area(value: str) -> bool:
    return bool(_AREA.fullmatch(values.area_code(value)))


def _as_json(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False)
