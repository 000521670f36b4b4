"""Where the figures come from: what was asked of the store, how much it answered, and from which files."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from pads_analysis.assess.result import TrailResult
from pads_analysis.assess.selection import basis, delivering_force
from pads_analysis.params import params_files
from pads_analysis.vocabulary import data_set
from pads_analysis.vocabulary.criteria import store_questions

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

PARAMETERS, COUNTS, EXTRACT = "parameters", "counts", "extract"
#: Kinds of files that partners supplied; what tells of them is not published.
CLOSED = (EXTRACT, "survey", "survey_results")
FILE_COLUMNS = ["kind", "data_set", "file", "sha256", "first", "last", "rows_kept"]


class _Answer(NamedTuple):
    """What one question brought for this partnership: a table, and what its data set is called."""

    id: str
    table: pd.DataFrame
    data_set: str = ""


def trail(case: Case) -> TrailResult:
    """Return every question asked of the store for a case, with the rows that this partnership has, and the files."""
    asked = [_question(case, answer) for answer in _answers(case)]
    delivered, elsewhere = _delivered(case)
    supplied = pd.DataFrame(_parameters(case), columns=FILE_COLUMNS)
    closed = tuple(kind for kind in dict.fromkeys(delivered["kind"]) if kind in CLOSED)
    # In a public case only the project's own settings are left of the parameters, and they are nobody's secret.
    own = (PARAMETERS,) if case.edition == "partner" else ()
    return TrailResult(
        basis=basis(case, kinds=(*closed, *own)),
        questions=pd.DataFrame(asked),
        files=pd.concat([delivered, supplied], ignore_index=True) if len(supplied) else delivered,
        elsewhere=elsewhere,
    )


def _answers(case: Case) -> list[_Answer]:
    """Return what the case holds of this partnership, question by question; questions without any answer left out."""
    own = case.partnership.code
    tables = {
        COUNTS: _own(case.monthly, own),
        "coverage": _own(case.coverage, own),
        "detail": case.detail,
        "place_months": case.place_months,
        "places": case.places,
        "boundaries": case.boundaries,
        "force_months": _of_force(case),
        "outcomes": None if case.outcomes is None else _own(case.outcomes, own),
        "population": _own(case.populations, own),
        "households": _own(case.households_by_year, own),
    }
    found = [_Answer(name, table) for name, table in tables.items() if table is not None and len(table)]
    found += [_Answer(EXTRACT, table, name) for name, table in case.incidents.items()]
    found += [_Answer(name, table) for name, table in _asked_of_people(case).items() if len(table)]
    return [*found, _Answer("files", pd.DataFrame(_parameters(case)))]


def _own(table: pd.DataFrame, code: str) -> pd.DataFrame:
    return table.loc[table["partnership_code"] == code]


def _asked_of_people(case: Case) -> dict[str, pd.DataFrame]:
    """Return respondents of surveys, by the month in which the fieldwork ended, and published results."""
    held = [survey.respondents.assign(month=str(survey.map.last)[:7]) for survey in case.surveys]
    return {
        "surveys": pd.concat(held) if held else pd.DataFrame(),
        "published_views": case.published_views.rename(columns={"period": "month"}),
    }


def _of_force(case: Case) -> pd.DataFrame | None:
    rows = case.force_months
    return None if rows is None else rows.loc[rows["force_name"] == delivering_force(case)]


def _question(case: Case, answer: _Answer) -> dict[str, object]:
    asked = store_questions()[answer.id]
    names = {"source": case.source, "code": case.partnership.code, "set": answer.data_set}
    said = names | {"set": data_set(answer.data_set).name if answer.data_set else ""}
    first, last = _months(answer.table)
    return {
        "id": f"{answer.id}_{answer.data_set}" if answer.data_set else answer.id,
        "what": asked.what.format(**said),
        "code": asked.code.format(**names),
        "data_set": answer.data_set,
        "rows": pd.NA if answer.id == "files" else len(answer.table),
        "first": first,
        "last": last,
        "kinds": ", ".join(case.source if kind == COUNTS else kind for kind in asked.kinds),
    }


def _months(table: pd.DataFrame) -> tuple[str, str]:
    if "month" in table:
        # A month is the first day of it, or the text YYYY-MM in an authority's extract.
        ends = [pd.Timestamp(month) for month in (table["month"].min(), table["month"].max())]
        return f"{ends[0]:%Y-%m}", f"{ends[1]:%Y-%m}"
    if "year" in table:
        return str(int(table["year"].min())), str(int(table["year"].max()))
    return "", ""


def _delivered(case: Case) -> tuple[pd.DataFrame, int]:
    """Return the files that hold this partnership, and how many others the case rests on.

    Street-level rows count only where the partnership's own force recorded them, so that its files are the ones.
    """
    held = case.deliveries
    forces = set(_own(case.coverage, case.partnership.code)["force_name"])
    given = held["given_by"] if "given_by" in held else pd.Series("", index=held.index)
    mine = (held["kind"] != case.source) | (given == "") | given.isin(forces)
    shown = held.loc[mine]
    table = pd.DataFrame(
        {
            "kind": shown["kind"],
            # Of an extract alone: a survey has no data set that a question names.
            "data_set": shown.get("data_set", pd.Series("", index=shown.index)).where(
                shown["kind"] == EXTRACT, ""
            ),
            "file": shown["file"],
            "sha256": shown.get("sha256", ""),
            "first": shown["period_first"].fillna(""),
            "last": shown["period_last"].fillna(""),
            "rows_kept": shown["rows_kept"],
        }
    )
    return table.reset_index(drop=True), int((~mine).sum())


def _parameters(case: Case) -> list[dict[str, object]]:
    return [
        {"kind": PARAMETERS, "data_set": "", **each, "first": "", "last": "", "rows_kept": pd.NA}
        for each in params_files(case.resolved)
    ]
