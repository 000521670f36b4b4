"""Surveys in the derived tables: written when a delivery has changed them, and read for one partnership."""

# ruff: noqa: S608 - the SQL holds our own names and quoted paths, nothing else

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pads_analysis.data.facts import quoted
from pads_analysis.data.ledger import Entry
from pads_analysis.data.names import area_key
from pads_analysis.data.surveys.held import (
    ANSWERS,
    PROFILE,
    PUBLISHED,
    RESPONDENTS,
    HeldSurvey,
    no_published_views,
)
from pads_analysis.data.surveys.homes import Homes
from pads_analysis.data.tables import Tables

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

#: Kinds of files with published results: open data, and what was supplied to a partnership alone.
OPEN_RESULTS = ("survey_table", "survey_results_open")
RESULTS = (*OPEN_RESULTS, "survey_results")
NO_AREA = "no area given"

Unplaced = list[tuple[str, str, int]]


def write_surveys(
    con: duckdb.DuckDBPyConnection, folder: Path, view: str | None, entries: Sequence[Entry], homes: Homes
) -> Unplaced:
    """Write the respondents, each placed in a partnership, and the maps of their surveys.

    Parameters
    ----------
    con : DuckDBPyConnection
        Holds the view.
    folder : Path
        Folder of derived tables.
    view : str or None
        View of live respondents; None when there are none.
    entries : sequence of Entry
        The ledger, in which the maps are.
    homes : Homes
        Where areas lie.

    Returns
    -------
    list of (str, str, int)
        Source, area and number of the respondents that lie in no partnership.
    """
    import pandas as pd

    if view is None:
        return []
    rows = con.execute(f"SELECT * EXCLUDE (coverage_key) FROM {view} ORDER BY entry_seq, respondent").df()
    stated, area = rows["stated_code"], rows["area_code"]
    said = stated.where(stated != "", area)
    home = {code: homes.of_code(code) for code in said.unique()}
    rows = rows.assign(partnership_code=said.map(home).astype("str"))
    rows.to_parquet(folder / "survey_respondents.parquet", index=False)
    live = set(rows["entry_seq"])
    maps = [
        (entry.seq, json.dumps(entry.extract["survey"], ensure_ascii=False), entry.where)
        for entry in entries
        if entry.seq in live
    ]
    table = pd.DataFrame(maps, columns=["entry_seq", "map", "file"])
    table.to_parquet(folder / "surveys.parquet", index=False)
    lost = said[rows["partnership_code"] == ""].value_counts()
    return [("survey", str(code) or NO_AREA, int(number)) for code, number in lost.items()]


def write_results(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    views: Mapping[str, str],
    entries: Sequence[Entry],
    homes: Homes,
) -> Unplaced:
    """Write published results, each placed in a partnership.

    Where two kinds of file say something of one area, date and measure of a series, the later ingested counts.

    Parameters
    ----------
    con, folder, entries, homes
        As for `write_surveys`.
    views : mapping of str to str
        View of the live rows of each kind of file that has any.

    Returns
    -------
    list of (str, str, int)
        Kind, area and number of the results that lie in no partnership.
    """
    import pandas as pd

    if not views:
        return []
    scans = " UNION ALL BY NAME ".join(
        f"SELECT * EXCLUDE (coverage_key), {quoted(kind)} AS kind FROM {view}" for kind, view in views.items()
    )
    rows = con.execute(
        f"SELECT * FROM ({scans}) ORDER BY entry_seq, series, measure_text, area_name, month"
    ).df()
    by_seq = {entry.seq: entry for entry in entries}
    homes_of = {
        key: _home(*key[1:], by_seq[key[0]], homes)
        for key in rows[["entry_seq", "area_name", "area_code"]]
        .drop_duplicates()
        .itertuples(index=False, name=None)
    }
    keys = zip(rows["entry_seq"], rows["area_name"], rows["area_code"], strict=True)
    rows = rows.assign(
        partnership_code=pd.Series([homes_of[key] for key in keys], index=rows.index, dtype="str"),
        file=rows["entry_seq"].map(lambda seq: by_seq[seq].where),
        area_key=rows["area_name"].map(area_key),
    )
    same = ["series", "measure_text", "month", "area_key"]
    rows = rows.drop_duplicates(same, keep="last").drop(columns="area_key")
    rows.to_parquet(folder / "published_views.parquet", index=False)
    lost = rows[rows["partnership_code"] == ""].groupby(["kind", "area_name"]).size()
    return [(str(kind), str(name), int(number)) for (kind, name), number in lost.items()]


def _home(name: str, code: str, entry: Entry, homes: Homes) -> str:
    said = {area_key(text): given for text, given in (entry.extract.get("areas") or {}).items()}
    given = said.get(area_key(name), "")
    return homes.of_code(given or code) or homes.of_name(name)


@dataclass(frozen=True, slots=True)
class StoredSurveys:
    """The surveys of a store, open for reading.

    Attributes
    ----------
    tables : Tables
    known : callable
        Raises a StoreError for the code of a partnership that the store does not know.
    """

    tables: Tables
    known: Callable[[str], None]

    def surveys(self, code: str) -> tuple[HeldSurvey, ...]:
        """Return the surveys with respondents in a partnership, oldest fieldwork first; see `Store.surveys`."""
        from pads_analysis.params.survey_map import SurveyMap

        self.known(code)
        rows = self._respondents(code)
        if rows.empty:
            return ()
        found = []
        for entry in self.tables.read("surveys", "entry_seq").itertuples(index=False):
            own = rows[rows["entry_seq"] == entry.entry_seq]
            if len(own):
                settings = SurveyMap.model_validate(json.loads(str(entry.map)))
                found.append(_held(settings, own, str(entry.file)))
        return tuple(sorted(found, key=lambda one: (one.map.last, one.map.first, one.map.id)))

    def files(self, code: str) -> frozenset[int]:
        """Return the numbers, from 1 in order of arrival, of the files that `surveys` and `published` rest on."""
        held = (self._respondents(code), self._published(code))
        return frozenset(int(seq) for rows in held if len(rows) for seq in rows["entry_seq"].unique())

    def published(self, code: str, *, open_only: bool = False) -> pd.DataFrame:
        """Return published results about a partnership; see `Store.published_views`."""
        import pandas as pd

        self.known(code)
        rows = self._published(code)
        rows = rows[rows["kind"].isin(OPEN_RESULTS)] if open_only and len(rows) else rows
        if rows.empty:
            return no_published_views()
        rows = rows.assign(period=pd.to_datetime(rows["month"], format="%Y-%m"))
        order = ["series", "measure", "measure_text", "period", "area_name"]
        return rows[list(PUBLISHED)].astype(PUBLISHED).sort_values(order, ignore_index=True)

    def _respondents(self, code: str) -> pd.DataFrame:
        return self.tables.read(
            "survey_respondents", "entry_seq, respondent", f"partnership_code = {quoted(code)}"
        )

    def _published(self, code: str) -> pd.DataFrame:
        return self.tables.read("published_views", "entry_seq, month", f"partnership_code = {quoted(code)}")


def _held(settings: object, rows: pd.DataFrame, file: str) -> HeldSurvey:
    """Return one survey from its stored rows."""
    import pandas as pd

    from pads_analysis.params.survey_map import SurveyMap

    assert isinstance(settings, SurveyMap)  # noqa: S101 - narrows the type; the caller built it
    respondents = rows.rename(columns={"respondent_group": "group"})[list(RESPONDENTS)].astype(RESPONDENTS)
    said = [json.loads(text) for text in rows["profile"]]
    profile = {
        f"{PROFILE}{name}": pd.Series([one.get(name, "") for one in said], index=rows.index, dtype="str")
        for name in settings.profile_columns
    }
    answers = [
        (respondent, question, answer)
        for respondent, text in zip(rows["respondent"], rows["answers"], strict=True)
        for question, given in json.loads(text).items()
        for answer in given
    ]
    return HeldSurvey(
        map=settings,
        respondents=respondents.assign(**profile).reset_index(drop=True),
        answers=pd.DataFrame(answers, columns=list(ANSWERS)).astype(ANSWERS),
        n_weighted="weight" in settings.columns,
        file=file,
    )
