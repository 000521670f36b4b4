"""The rows of an extract as they are stored: dates, places, categories and people, each fault in the account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from pads_analysis.data import contracts
from pads_analysis.data.extracts import locations, offences, people
from pads_analysis.data.extracts.faults import Faults
from pads_analysis.data.extracts.mapping import Extract
from pads_analysis.data.extracts.moments import FUTURE, NO_DATE, Column, Moments, read_moments, read_times
from pads_analysis.data.readers.source import RowAccount, SourceTable, by_value
from pads_analysis.errors import ContractError
from pads_analysis.vocabulary import slug
from pads_analysis.vocabulary.classification import DAMAGED, RESTORED

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.reading import Reading

KIND = "extract"
NAMED_CATEGORIES = 20
# One incident in 1,440 falls on any one minute; so many more than that were given no time by somebody.
MOST_AT_MIDNIGHT = 0.01
# Spaces between words from which a text is no category any more, and the share of rows that may hold such texts.
WORDS_OF_PROSE = 12
MOST_PROSE = 0.1
POINT, SMALL_AREA, OUTWARD, STATED, NOWHERE = "point", "small_area", "outward_postcode", "stated", ""

_TEXTS = ("detail", "place", "outcome", "school")
_MOMENTS = {"from": "occurred_from", "to": "occurred_to", "recorded": "recorded", "arrived": "arrived"}
_CLOCKS = {"from": "from_time", "to": "to_time", "arrived": "arrived_time"}
_PEOPLE = ("victim", "offender", "person")
_HURT = tuple(f"{who}_{how}" for who in ("adults", "children") for how in ("killed", "serious", "slight"))


@dataclass(slots=True)
class Rows:
    """The rows of one file being read.

    Attributes
    ----------
    source : SourceTable
        Its table, free of personal data.
    extract : Extract
        How it is to be read.
    places : dict of str to int
        The column of each mapped field.
    notes : list of str
        Sentences for the catalogue.
    """

    source: SourceTable
    extract: Extract
    places: dict[str, int]
    notes: list[str] = field(default_factory=list)
    account: RowAccount = field(init=False)
    faults: Faults = field(init=False)
    columns: dict[str, Any] = field(default_factory=dict, init=False)

    def reading(self) -> Reading:
        """Return the rows kept and the account of all.

        Raises
        ------
        ContractError
            When a column cannot be read without a guess, or one fault has too many rows.
        """
        self.account = RowAccount(self.source)
        self.faults = Faults(self.source, self.account, self.extract.map.most_rejected)
        self._moments()
        self._categories()
        self._locations()
        self._numbers()
        self._people()
        self._texts()
        return self._reading()

    @property
    def _size(self) -> int:
        return self.source.data.num_rows

    def _column(self, name: str) -> Column:
        return Column(
            self.source.headings.texts[self.places[name]].strip(), name, self.source.where, self.source.lines
        )

    def _text(self, name: str) -> pd.Series:
        import pandas as pd

        if name in self.places:
            return self.source.text(self.places[name])
        constant = self.extract.map.constants.get(name, "")
        return pd.Series(constant, index=range(self._size), dtype="str")

    def _moments(self) -> None:
        for name, target in _MOMENTS.items():
            if name not in self.places:
                self.columns[target] = np.full(self._size, "NaT", dtype="datetime64[us]")
                self.columns[f"{name}_timed"] = np.zeros(self._size, dtype=bool)
                continue
            found = self._moment(name)
            self.columns[target], self.columns[f"{name}_timed"] = found.values, found.timed
            if name == "from":
                self.faults.reject(found.faults, self._column(name))
            else:
                optional = np.where(found.faults == NO_DATE, "", found.faults)
                self.faults.flag(optional, self._column(name), "left blank")
        start, end = self.columns["occurred_from"], self.columns["occurred_to"]
        # The latest moment of a day that came without a time is its last second.
        ended = np.where(self.columns["to_timed"], end, end + np.timedelta64(86_399, "s"))
        before = ended < start
        self.account.flag(before, "end is before the beginning, end left blank")
        self.columns["occurred_to"] = np.where(before, np.datetime64("NaT", "us"), ended)
        if self.extract.contract.times:
            self.account.flag(~self.columns["from_timed"], "no time of day")
        timed = self.columns["from_timed"]
        midnight = timed & (start == start.astype("datetime64[D]"))
        # In a short file a single row at midnight is chance.
        if midnight.sum() > max(1.0, MOST_AT_MIDNIGHT * timed.sum()):
            self.account.flag(midnight, "time of day is exactly midnight, which may stand for unknown")

    def _moment(self, name: str) -> Moments:
        column = self._column(name)
        months = self.extract.contract.numbers_only or self.extract.contract.month_dates
        found = read_moments(self._text(name), column, self.extract.format_of(name), months=months)
        self.notes += found.notes
        clock = _CLOCKS.get(name, "")
        if clock not in self.places:
            return found
        micros, bad = read_times(self._text(clock))
        self.faults.flag(np.where(bad, "time of day is not a time", ""), self._column(clock), "left blank")
        # An end that was given as a day and a time stands in two columns, and so does its beginning.
        days = found.values.astype("datetime64[D]").astype("datetime64[us]")
        values = np.where(micros >= 0, days + np.maximum(micros, 0).astype("timedelta64[us]"), found.values)
        faults = found.faults.copy()
        faults[(values > np.datetime64("now") + np.timedelta64(1, "D")) & (faults == "")] = FUTURE
        return Moments(values, found.timed | (micros >= 0), faults)

    def _categories(self) -> None:
        contract, said = self.extract.contract, self.extract.map.categories
        given = {slug(written): code for written, code in said.items()}
        written, damaged = self._offence_codes(self._text("category"))

        def code(text: str) -> str:
            known = contract.category(text)
            found = known.code if known else offences.classified(contract.code, text)
            return given.get(slug(text)) or found or slug(text)[:80]

        codes = by_value(written, code)
        codes[damaged] = ""
        if "category" in self.places:
            empty = np.where(codes == "", "no category", "")
            # Where the contract asks for no category, a row without one is a row all the same.
            required = "category" in contract.required
            (self.faults.reject if required else self.faults.flag)(empty, self._column("category"))
        listed = {category.code for category in contract.categories}
        if listed:
            self._unknown_categories(
                written, np.array([one not in listed for one in codes], dtype=bool) & (codes != "")
            )
        self.columns |= {"category_code": codes, "category": written}

    def _offence_codes(self, written: pd.Series) -> tuple[pd.Series, np.ndarray]:
        """Return the categories with damaged offence codes restored, and which rows hold one that could not be."""
        none = np.zeros(self._size, dtype=bool)
        if self.extract.contract.code != offences.DATA_SET or "category" not in self.places:
            return written, none
        given = {slug(text) for text in self.extract.map.categories}
        written, faults = offences.restored(written, self._text("detail"))
        spoilt = (faults == DAMAGED) & np.array([slug(text) not in given for text in written], dtype=bool)
        self.faults.reject(np.where(spoilt, DAMAGED, ""), self._column("category"))
        self.account.flag(faults == RESTORED, RESTORED)
        when = np.where(
            np.isnat(self.columns["recorded"]), self.columns["occurred_from"], self.columns["recorded"]
        )
        for name in ("category", "detail"):
            if name in self.places:
                offences.flag_months(written if name == "category" else self._text(name), when, self.account)
        return written, spoilt

    def _unknown_categories(self, written: pd.Series, unknown: np.ndarray) -> None:
        names = list(dict.fromkeys(written[unknown]))
        for name in names[:NAMED_CATEGORIES]:
            shown = " ".join(name.split())[:80]
            self.account.flag(
                unknown & (written == name).to_numpy(), f"category not of the contract: {shown}"
            )
        if names[NAMED_CATEGORIES:]:
            rest = unknown & written.isin(names[NAMED_CATEGORIES:]).to_numpy()
            self.account.flag(rest, "category not of the contract: others")

    def _locations(self) -> None:
        points = self._points()
        lsoa = np.full(self._size, "", dtype=object)
        if "lsoa" in self.places:
            lsoa, bad = locations.read_lsoas(self._text("lsoa"), self._column("lsoa"))
            self.faults.flag(bad, self._column("lsoa"), "left blank")
        outward = np.full(self._size, "", dtype=object)
        if "outward_postcode" in self.places:
            outward, bad, cut = locations.read_outward(self._text("outward_postcode"))
            self.faults.flag(bad, self._column("outward_postcode"), "left blank")
            self.notes += ["Postcode sectors were cut to districts."] if cut else []
        stated = self.extract.map.partnership
        located = np.full(self._size, STATED if stated else NOWHERE, dtype=object)
        located[outward != ""] = OUTWARD
        located[lsoa != ""] = SMALL_AREA
        located[~np.isnan(points.easting)] = POINT
        self.account.flag((located == NOWHERE) | (located == STATED), "no location")
        self.columns |= {
            "easting": points.easting,
            "northing": points.northing,
            "lsoa_code": lsoa,
            "outward_postcode": outward,
            "location": located,
            "stated_code": stated,
        }

    def _points(self) -> locations.Points:
        nothing = np.full(self._size, np.nan)
        points = locations.Points(nothing, nothing, np.full(self._size, "", dtype=object))
        if "easting" in self.places:
            points = locations.read_grid(self._text("easting"), self._text("northing"))
            self.notes += points.notes
            self.faults.flag(points.faults, self._column("easting"), "point left blank")
        if "latitude" in self.places:
            latitude, longitude = self._text("latitude"), self._text("longitude")
            other = locations.read_degrees(latitude, longitude)
            hint = (
                f"latitude and longitude have changed places: map latitude to {self._column('longitude').heading!r}"
                if locations.swapped(latitude, longitude)
                else ""
            )
            self.notes += other.notes
            self.faults.flag(other.faults, self._column("latitude"), "point left blank", hint)
            missing = np.isnan(points.easting)
            easting = np.where(missing, other.easting, points.easting)
            northing = np.where(missing, other.northing, points.northing)
            points = locations.Points(easting, northing, other.faults)
        return points

    def _numbers(self) -> None:
        self.columns["count"] = np.ones(self._size, dtype=np.int64)
        if "count" in self.places:
            numbers, faults = people.read_numbers(self._text("count"))
            self.columns["count"] = numbers
            self.faults.reject(faults, self._column("count"))
        for name in _HURT:
            values = np.full(self._size, np.nan)
            if name in self.places:
                text = self._text(name)
                numbers, faults = people.read_numbers(text.mask(text == "", "0"))
                self.faults.flag(faults, self._column(name), "left blank")
                values = np.where(faults == "", numbers, np.nan)
            self.columns[name] = values

    def _people(self) -> None:
        for who in _PEOPLE:
            age, sex = f"{who}_age", f"{who}_sex"
            self.columns[age] = np.full(self._size, np.nan)
            self.columns[sex] = np.full(self._size, "", dtype=object)
            if age in self.places:
                self.columns[age], bad = people.read_ages(self._text(age))
                self.account.flag(bad, f"{age} is no age in years, left blank")
            if sex in self.places:
                self.columns[sex], bad = people.read_sexes(self._text(sex))
                self.account.flag(bad, f"{sex} is neither female nor male nor other, left blank")
        keys = np.full(self._size, "", dtype=object)
        if "repeat_key" in self.places:
            keys = people.read_keys(self._text("repeat_key"), self.extract.map.authority)
        self.columns["repeat_key"] = keys

    def _texts(self) -> None:
        for name in ("category", *_TEXTS):
            if name in self.places:
                self._refuse_prose(self._text(name), self._column(name))
        self.columns |= {name: self._text(name) for name in _TEXTS}
        if self.extract.contract.code == offences.DATA_SET and "detail" in self.places:
            self.columns["detail"], faults = offences.tidy_detail(self._text("detail"))
            self.faults.flag(faults, self._column("detail"), "left blank")

    def _refuse_prose(self, text: pd.Series, column: Column) -> None:
        prose = (text.str.count(r"\S\s+\S") >= WORDS_OF_PROSE).to_numpy()
        if prose.sum() > MOST_PROSE * len(prose):
            raise ContractError(
                f"{int(prose.sum()):,} of {len(prose):,} rows hold free text, in which persons may be named.",
                column.named,
                f"Map {column.field} to a column of short categories, or leave it out.",
            )

    def _reading(self) -> Reading:
        when = self.columns["recorded"].copy()
        when[np.isnat(when)] = self.columns["occurred_from"][np.isnat(when)]
        month = np.datetime_as_string(when, unit="M").astype(object)
        authority = " ".join(self.extract.map.authority.split())
        constant = {"data_set": self.extract.contract.code, "authority": authority}
        self._flag_repeats()
        kept = self.account.kept
        columns = {"month": month, "line": self.source.lines, **self.columns}
        held = {
            name: values[kept] if hasattr(values, "__len__") and not isinstance(values, str) else values
            for name, values in columns.items()
        }
        table = contracts.table(KIND, constant | held)
        months = sorted(set(table["month"]))
        reading = self.account.reading(
            KIND,
            contracts.checked(KIND, table),
            period=(months[0], months[-1]) if months else (),
            # A month without a row between two that have some was delivered, too: nothing happened in it.
            coverage=tuple(f"{self.extract.contract.code}|{authority}|{one}" for one in _span(months)),
            vintage=self.extract.received,
            notes=(*dict.fromkeys(self.notes), *self._columns_unused()),
            extract=self._said(authority),
        )
        if not reading.rows_kept:
            raise ContractError(
                f"Not one row could be read, of {reading.rows_in:,} ({next(iter(reading.rejected))}).",
                self.source.where,
                "Check that the map fits this file.",
            )
        self.faults.refuse_ragged()
        return reading

    def _flag_repeats(self) -> None:
        # Persons of one month, offence, age and sex cannot be told apart, and are not meant to be.
        if self.extract.contract.month_dates:
            return
        import pandas as pd

        frame = self.source.data.to_pandas()
        repeated = frame.duplicated().to_numpy() if frame.shape[1] else np.zeros(self._size, dtype=bool)
        self.account.flag(pd.Series(repeated).to_numpy(), "same as an earlier row in every column")

    def _columns_unused(self) -> tuple[str, ...]:
        used = set(self.places.values())
        unused = [
            text.strip()
            for at, text in enumerate(self.source.headings.texts)
            if at not in used and text.strip()
        ]
        return (f"Columns not read: {', '.join(unused[:12])}.",) if unused else ()

    def _said(self, authority: str) -> Mapping[str, Any]:
        return {
            "data_set": self.extract.contract.code,
            "authority": authority,
            "received": self.extract.received,
            "map": self.extract.map_name,
            "map_sha256": self.extract.map_sha256,
        }


def _span(months: list[str]) -> list[str]:
    """Return every month from the first to the last of a sorted list."""
    if not months:
        return []
    whole = np.arange(np.datetime64(months[0], "M"), np.datetime64(months[-1], "M") + 1)
    return [str(month) for month in whole]
