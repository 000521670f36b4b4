"""Reads what partner authorities disclosed from the derived tables of a store."""

# ruff: noqa: S608 - the SQL holds our own names and quoted paths, nothing else

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pads_analysis.data.extracts.submissions import no_months_held, submissions
from pads_analysis.data.facts import quoted
from pads_analysis.data.tables import Tables, empty
from pads_analysis.errors import StoreError
from pads_analysis.vocabulary import data_sets

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


@dataclass(frozen=True, slots=True)
class HeldExtracts:
    """The extracts of a store, open for reading.

    Attributes
    ----------
    tables : Tables
    known : callable
        Raises a StoreError for the code of a partnership that the store does not know.
    """

    tables: Tables
    known: Callable[[str], None]

    def data_sets(self, code: str) -> tuple[str, ...]:
        """Return the codes of the data sets that have incidents in a partnership, in the order of the contracts.

        Parameters
        ----------
        code : str
            Partnership; one without any incident gives an empty tuple.

        Raises
        ------
        StoreError
            When the partnership is unknown.
        """
        self.known(code)
        return tuple(one.code for one in data_sets() if self._files(code, one.code))

    def incidents(self, code: str, kind: str) -> pd.DataFrame:
        """Return the incidents of one partnership that an authority disclosed, one row each.

        A row is there when its small-area code, its point, or the partnership stated in its map placed it here; the
        others are in `unplaced`.

        Parameters
        ----------
        code : str
            Partnership; one without any incident gives a frame without rows.
        kind : str
            Code of a data set, such as police_crime.

        Returns
        -------
        DataFrame
            authority, month (YYYY-MM, of recording where that was given), occurred_from, occurred_to, recorded and
            arrived (timestamps in local time, NaT for none; the end of a day that came without a time is its last
            second), from_timed, to_timed, arrived_timed (bool: whether the time of day was given), category_code,
            category, detail, placed_by (small_area, point or stated), place_code, lsoa_code, easting, northing
            (metres on the National Grid, NaN for none), outward_postcode, place, outcome, school, repeat_key, age
            (float64 years) and sex (female, male, other, "") of victim, offender and person, numbers of people hurt
            in road collisions (float64), count (int64: 1, or the number itself in sets of numbers only).

        Raises
        ------
        StoreError
            When the partnership or the data set is unknown.
        """
        from pads_analysis.data.extracts.incidents import COLUMNS, empty_incidents

        self.known(code)
        if kind not in (known := [one.code for one in data_sets()]):
            raise StoreError(f"There is no data set {kind!r}.", "kind", f"Known: {', '.join(known)}.")
        files = self._files(code, kind)
        if not files:
            return empty_incidents()
        listed = ", ".join(quoted(str(file)) for file in files)
        scan = f"read_parquet([{listed}], hive_partitioning=false)"
        order = f"occurred_from, {', '.join(name for name in COLUMNS if name != 'occurred_from')}"
        return self.tables.ask(f"SELECT {', '.join(COLUMNS)} FROM {scan} ORDER BY {order}")

    def unplaced(self) -> pd.DataFrame:
        """Return how many incidents lie in no partnership: data_set, authority, month (YYYY-MM), reason, count."""
        found = self.tables.read("incidents_unplaced", "data_set, authority, month, reason")
        columns = ("data_set", "authority", "month", "reason", "count")
        return empty(columns).astype({"month": "str"}) if found.empty else found

    def submissions(self, as_of: dt.date | None = None, code: str = "") -> pd.DataFrame:
        """Return the submission ledger: each authority, data set and quarter from the first that it disclosed.

        Prescribed data sets that nobody disclosed stand there without an authority. Empty when no extract was ingested.

        Parameters
        ----------
        as_of : date, optional
            The day on which to ask what is missing; when left out, quarters up to the latest that any authority
            disclosed are expected of all.
        code : str, optional
            A partnership: only authorities and data sets with an incident there count as its own. All, when left out.

        Returns
        -------
        DataFrame
            authority, data_set, quarter (timestamp of its first day), due (timestamp), status (received, late, missing,
            not due yet), disclosed (timestamp), disclosed_basis (said at ingest, day of ingest), rows (kept, of the
            quarter), share_located (with a point or small area, or an outward postcode where the contract asks for no
            more), share_placed (in some partnership), share_timed, share_kept (of the whole file), months (of the
            quarter's 3 with rows), grade (good, fair, poor, or "" for none, by the rule in
            `vocabulary/prescribed.yaml`), reason (what keeps it from a better grade), file.
        """
        months = self.tables.read("extract_months", "data_set, authority, month")
        disclosed = self.tables.read("extract_disclosures", "entry_seq")
        if code and not months.empty:
            months = months[self._own(months, code)]
        return submissions(months, disclosed, as_of)

    def months(self, code: str) -> pd.DataFrame:
        """Return the months that the authorities of a partnership disclosed, in any partnership of the store.

        A month without a row here is then told from one that was never disclosed.

        Parameters
        ----------
        code : str
            Partnership: only authorities and data sets with an incident there count as its own.

        Returns
        -------
        DataFrame
            data_set, authority, month (timestamp of its first day), rows (int64), one row for each that has any.
        """
        import pandas as pd

        held = self._months_of(code)
        if held.empty:
            return no_months_held()
        table = held.groupby(["data_set", "authority", "month"], as_index=False)["rows"].sum()
        return table.assign(month=pd.to_datetime(table["month"], format="%Y-%m")).astype({"rows": "int64"})

    def files(self, code: str) -> frozenset[int]:
        """Return the numbers, from 1 in order of arrival, of the files that hold months of `months`."""
        held = self._months_of(code)
        return frozenset() if held.empty else frozenset(held["entry_seq"].astype(int))

    def _months_of(self, code: str) -> pd.DataFrame:
        self.known(code)
        months = self.tables.read("extract_months", "data_set, authority, month")
        return months if months.empty else months[self._own(months, code)]

    def _own(self, months: pd.DataFrame, code: str) -> list[bool]:
        """Return which rows are of an authority and data set that has an incident in the partnership."""
        files = [file for kind in self.data_sets(code) for file in self._files(code, kind)]
        if not files:
            return [False] * len(months)
        listed = ", ".join(quoted(str(file)) for file in files)
        # The data set is the name of the folder, and nothing else of all the incidents is needed here.
        scan = f"read_parquet([{listed}], hive_partitioning=true, hive_types_autocast=false)"
        held = self.tables.ask(f"SELECT DISTINCT data_set, authority FROM {scan}")
        own = set(zip(held["data_set"], held["authority"], strict=True))
        return [pair in own for pair in zip(months["data_set"], months["authority"], strict=True)]

    def _files(self, code: str, kind: str) -> list[Path]:
        folder = self.tables.folder / "incidents" / f"partnership_code={code}" / f"data_set={kind}"
        return sorted(folder.glob("*.parquet"))
