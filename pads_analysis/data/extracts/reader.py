"""Reads an extract through its map: one row for each incident, and an account of every row of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from pads_analysis.data import contracts
from pads_analysis.data.extracts import locations, people
from pads_analysis.data.extracts.faults import Faults
from pads_analysis.data.extracts.mapping import Extract
from pads_analysis.data.extracts.moments import FUTURE, NO_DATE, Column, Moments, read_moments, read_times
from pads_analysis.data.extracts.personal import refuse_personal
from pads_analysis.data.extracts.table import find_column, find_table
from pads_analysis.data.readers.source import RowAccount, SourceTable, by_value
from pads_analysis.errors import ContractError
from pads_analysis.params.messages import nearest
from pads_analysis.vocabulary import extract_fields, slug

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.reading import RawFile, Reading

KIND = "extract"
NAMED_CATEGORIES = 20
# One incident in 1,440 falls on any one minute; so many more than that were given no time by somebody.
MOST_AT_MIDNIGHT = 0.01
POINT, SMALL_AREA, OUTWARD, STATED, NOWHERE = "point", "small_area", "outward_postcode", "stated", ""

_TEXTS = ("detail", "place", "outcome", "school")
_MOMENTS = {"from": "occurred_from", "to": "occurred_to", "recorded": "recorded", "arrived": "arrived"}
_CLOCKS = {"from": "from_time", "to": "to_time", "arrived": "arrived_time"}
_PEOPLE = ("victim", "offender", "person")
_HURT = tuple(f"{who}_{how}" for who in ("adults", "children") for how in ("killed", "serious", "slight"))


def read_extract(raw: RawFile, extract: Extract) -> Reading:
    """Read an extract.

    A row is left out when it has no date that can be, no category, or a number that is none; a place that cannot be
    used is left blank and counted. When one fault takes more rows than the map allows, the file is refused: what is
    left would be no picture of the quarter.

    Parameters
    ----------
    raw : RawFile
        The file as delivered.
    extract : Extract
        The map, held to the contract of its data set.

    Raises
    ------
    ContractError
        When the file is empty, lacks a column, holds personal data, was damaged or cut short, or leaves open how its
        dates are written.
    """
    source = find_table(raw, lambda heads: _fit(heads, extract), extract.map.sheet)
    return _Reading(source, extract).result()


def _fit(heads: Any, extract: Extract) -> int:
    texts = {text.strip() for text in heads.texts}
    return sum(
        heading.strip() in texts or slug(heading) in heads.slugs for heading in extract.map.columns.values()
    )


@dataclass(slots=True)
class _Reading:
    """One file being read: its table, the account of its rows, and the columns made so far."""

    source: SourceTable
    extract: Extract
    places: dict[str, int] = field(init=False)
    account: RowAccount = field(init=False)
    faults: Faults = field(init=False)
    notes: list[str] = field(default_factory=list)
    columns: dict[str, Any] = field(default_factory=dict)

    def result(self) -> Reading:
        self.places = _columns_of(self.source, self.extract)
        if not self.source.data.num_rows and not self.source.refused:
            raise ContractError(
                "The file holds headings and no rows.",
                self.source.where,
                "If nothing happened in the quarter, ask the authority to say so; there is nothing to ingest.",
            )
        kinds = extract_fields()
        dates = [place for name, place in self.places.items() if kinds[name].kind == "moment"]
        self.notes += refuse_personal(self.source, dates, self.extract.map.not_personal)
        _refuse_cut_value(self.source)
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
    def size(self) -> int:
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
        return pd.Series(constant, index=range(self.size), dtype="str")

    def _moments(self) -> None:
        for name, target in _MOMENTS.items():
            if name not in self.places:
                self.columns[target] = np.full(self.size, "NaT", dtype="datetime64[us]")
                self.columns[f"{name}_timed"] = np.zeros(self.size, dtype=bool)
                continue
            found = self._moment(name)
            self.columns[target], self.columns[f"{name}_timed"] = found.values, found.timed
            if name == "from":
                self.faults.reject(found.faults, self._column(name))
            else:
                optional = np.where(found.faults == NO_DATE, "", found.faults)
                self.faults.flag(optional, self._column(name), "left blank")
        start, end = self.columns["occurred_from"], self.columns["occurred_to"]
        # A day without a time ends at midnight: the same day is no earlier than any hour of it.
        ended = np.where(self.columns["to_timed"], end, end + np.timedelta64(86_399, "s"))
        before = ended < start
        self.account.flag(before, "end is before the beginning, end left blank")
        self.columns["occurred_to"] = np.where(before, np.datetime64("NaT", "us"), end)
        if self.extract.contract.times:
            self.account.flag(~self.columns["from_timed"], "no time of day")
        timed = self.columns["from_timed"]
        midnight = timed & (start == start.astype("datetime64[D]"))
        if midnight.sum() > MOST_AT_MIDNIGHT * timed.sum():
            self.account.flag(midnight, "time of day is exactly midnight, which may stand for unknown")

    def _moment(self, name: str) -> Moments:
        column = self._column(name)
        months = self.extract.contract.numbers_only
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
        written = self._text("category")

        def code(text: str) -> str:
            known = contract.category(text)
            return given.get(slug(text)) or (known.code if known else slug(text)[:80])

        codes = by_value(written, code)
        if "category" in self.places:
            empty = np.where(codes == "", "no category", "")
            # Where the contract asks for no category, a row without one is a row all the same.
            required = "category" in contract.required
            (self.faults.reject if required else self.faults.flag)(empty, self._column("category"))
        listed = {category.code for category in contract.categories}
        if listed:
            self._unknown_categories(written, np.array([one not in listed for one in codes]) & (codes != ""))
        self.columns |= {"category_code": codes, "category": written}

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
        lsoa = np.full(self.size, "", dtype=object)
        if "lsoa" in self.places:
            lsoa, bad = locations.read_lsoas(self._text("lsoa"), self._column("lsoa"))
            self.faults.flag(bad, self._column("lsoa"), "left blank")
        outward = np.full(self.size, "", dtype=object)
        if "outward_postcode" in self.places:
            outward, bad, cut = locations.read_outward(self._text("outward_postcode"))
            self.faults.flag(bad, self._column("outward_postcode"), "left blank")
            self.notes += ["Postcode sectors were cut to districts."] if cut else []
        stated = self.extract.map.partnership
        located = np.full(self.size, STATED if stated else NOWHERE, dtype=object)
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
        nothing = np.full(self.size, np.nan)
        points = locations.Points(nothing, nothing, np.full(self.size, "", dtype=object))
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
        self.columns["count"] = np.ones(self.size, dtype=np.int64)
        if "count" in self.places:
            numbers, faults = people.read_numbers(self._text("count"))
            self.columns["count"] = numbers
            self.faults.reject(faults, self._column("count"))
        for name in _HURT:
            values = np.full(self.size, np.nan)
            if name in self.places:
                text = self._text(name)
                numbers, faults = people.read_numbers(text.mask(text == "", "0"))
                self.faults.flag(faults, self._column(name), "left blank")
                values = np.where(faults == "", numbers, np.nan)
            self.columns[name] = values

    def _people(self) -> None:
        for who in _PEOPLE:
            age, sex = f"{who}_age", f"{who}_sex"
            self.columns[age] = np.full(self.size, np.nan)
            self.columns[sex] = np.full(self.size, "", dtype=object)
            if age in self.places:
                self.columns[age], bad = people.read_ages(self._text(age))
                self.account.flag(bad, f"{age} is no age in years, left blank")
            if sex in self.places:
                self.columns[sex], bad = people.read_sexes(self._text(sex))
                self.account.flag(bad, f"{sex} is neither female nor male nor other, left blank")
        keys = np.full(self.size, "", dtype=object)
        if "repeat_key" in self.places:
            keys = people.read_keys(self._text("repeat_key"), self.extract.map.authority)
        self.columns["repeat_key"] = keys

    def _texts(self) -> None:
        self.columns |= {name: self._text(name) for name in _TEXTS}

    def _reading(self) -> Reading:
        import pandas as pd

        when = self.columns["recorded"].copy()
        when[np.isnat(when)] = self.columns["occurred_from"][np.isnat(when)]
        months = pd.Series(when).dt
        first = (months.month - 1) // 3 * 3 + 1
        quarter = (
            months.year.astype("Int64").astype("str") + "-" + first.astype("Int64").astype("str").str.zfill(2)
        )
        authority = " ".join(self.extract.map.authority.split())
        constant = {"data_set": self.extract.contract.code, "authority": authority}
        self._flag_repeats()
        kept = self.account.kept
        columns = {"quarter": quarter.astype("str"), "line": self.source.lines, **self.columns}
        held = {
            name: values[kept] if hasattr(values, "__len__") and not isinstance(values, str) else values
            for name, values in columns.items()
        }
        table = contracts.table(KIND, constant | held)
        quarters = sorted(set(table["quarter"]))
        happened = sorted({f"{moment:%Y-%m}" for moment in table["occurred_from"]})
        reading = self.account.reading(
            KIND,
            contracts.checked(KIND, table),
            period=(happened[0], happened[-1]) if happened else (),
            coverage=tuple(f"{self.extract.contract.code}|{authority}|{one}" for one in quarters),
            vintage=self.extract.received,
            notes=(*dict.fromkeys(self.notes), *self._columns_unused()),
            extract=self._said(authority),
        )
        if not reading.rows_kept:
            raise ContractError(
                f"Not one of {reading.rows_in:,} rows could be read ({next(iter(reading.rejected))}).",
                self.source.where,
                "Check that the map fits this file.",
            )
        self.faults.refuse_ragged()
        return reading

    def _flag_repeats(self) -> None:
        import pandas as pd

        frame = self.source.data.to_pandas()
        repeated = frame.duplicated().to_numpy() if frame.shape[1] else np.zeros(self.size, dtype=bool)
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


def _columns_of(source: SourceTable, extract: Extract) -> dict[str, int]:
    """Return the place of each mapped column.

    Raises
    ------
    ContractError
        When one is missing or occurs twice; all that are missing are named.
    """
    found = {
        name: find_column(source.headings, heading, source.where)
        for name, heading in extract.map.columns.items()
    }
    missing = [extract.map.columns[name] for name, place in found.items() if place is None]
    if missing:
        known = [text.strip() for text in source.headings.texts if text.strip()]
        guesses = [
            f"{nearest(heading, known)!r} for {heading!r}" for heading in missing if nearest(heading, known)
        ]
        start = f"Perhaps {', '.join(guesses)}. " if guesses else ""
        named = ", ".join(repr(heading) for heading in missing)
        one = len(missing) == 1
        raise ContractError(
            f"The column{'' if one else 's'} {named} that {extract.map_name} names "
            f"{'is' if one else 'are'} missing.",
            source.where,
            f"{start}The file has: {', '.join(known[:30])}. Correct the map, or ask for the file with all its columns.",
        )
    return {name: place for name, place in found.items() if place is not None}


def _refuse_cut_value(source: SourceTable) -> None:
    """Refuse a file whose last line has no end and whose last value is the beginning of another one of its column."""
    if not source.unterminated or not source.data.num_rows or source.lines[-1] != source.unterminated:
        return
    text = source.text(source.data.num_columns - 1)
    last, others = text.iloc[-1], text.iloc[:-1]
    if last and (others != last).all() and others.str.startswith(last).any():
        raise ContractError(
            f"The last line has no end, and its last value is the beginning of another one of the column "
            f"{source.headings.texts[-1].strip()!r}: the file was cut short.",
            f"{source.where}, row {source.unterminated}",
            "Copy the file again, or ask for it again.",
        )
