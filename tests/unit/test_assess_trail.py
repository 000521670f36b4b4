"""What was asked of the store, and from which files."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Any

import pandas as pd
from assess_cases import OWN, PEERS, make_case
from survey_cases import WORST, held

from pads_analysis import assess, release, show
from pads_analysis.assess.result import NotAvailable
from pads_analysis.data.catalogue import deliveries
from pads_analysis.data.extracts.incidents import empty_incidents
from pads_analysis.data.ledger import Entry
from pads_analysis.data.surveys.held import no_published_views
from pads_analysis.vocabulary.criteria import criteria

COUNTS = {OWN: {"burglary": 50, "drugs": 5}, PEERS[0]: {"burglary": 40}}


def delivered(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Return files: kind, file, given_by, data_set."""
    table = pd.DataFrame(rows, columns=["kind", "file", "given_by", "data_set"])
    return table.assign(
        sha256=[sha256(name.encode()).hexdigest() for name in table["file"]],
        vintage="", period_first="2021-01", period_last="2021-03", rows_in=9, rows_kept=8, rows_rejected=1, reasons="",
        months_changed="", changed="",
    )  # fmt: skip


FILES = delivered(
    ("street", "own.csv", "Testshire Police", ""),
    ("street", "other.csv", "Elsewhere Police", ""),
    ("lookup", "lookup.csv", "", ""),
    ("extract", "secret crimes.csv", "Testshire Police", "police_crime"),
    ("extract", "secret fires.csv", "Fire Service", "fires"),
)


def case_with(files: pd.DataFrame = FILES, edition: str = "partner") -> Any:
    case = make_case(COUNTS, settings={"edition": edition})
    incidents = empty_incidents().reindex(range(3)).assign(month=["2021-03", "2021-01", "2021-02"])
    return replace(case, deliveries=files, incidents={"police_crime": incidents})


def test_each_question_says_how_many_rows_this_partnership_has():
    asked = assess.trail(case_with()).questions.set_index("id")
    # 24 months of two offences; the peer's rows are not counted.
    assert asked.loc["counts", "rows"] == 48
    assert asked.loc["counts", "code"] == 'Store.partnership_months("street")'
    assert list(asked.loc["counts", ["first", "last"]]) == ["2020-01", "2021-12"]
    assert asked.loc["coverage", "rows"] == 24
    crimes = asked.loc["extract_police_crime"]
    assert (crimes["rows"], crimes["first"], crimes["last"]) == (3, "2021-01", "2021-03")
    assert crimes["code"] == f'Store.extracts.incidents("{OWN}", "police_crime")'
    assert "places" not in asked.index


def test_surveys_are_asked_of_the_store_and_lead_to_their_files():
    answers = {"worst": [["Burglary"]] * 40}
    files = delivered(("survey", "residents.csv", "District council", "survey"))
    published = (
        no_published_views().reindex(range(2)).assign(partnership_code=OWN, period=pd.Timestamp("2021-06-01"))
    )
    case = replace(case_with(files), surveys=(held([WORST], answers),), published_views=published)
    found = assess.trail(case)
    asked = found.questions.set_index("id")
    assert list(asked.loc["surveys", ["rows", "first", "last"]]) == [40, "2021-05", "2021-05"]
    assert asked.loc["surveys", "code"] == f'Store.surveys("{OWN}")'
    assert list(asked.loc["published_views", ["rows", "first"]]) == [2, "2021-06"]
    assert "survey" in asked.loc["surveys", "kinds"].split(", ") and "survey" in found.basis.source_kinds
    # A question without a data set leads to the file only where the file names none.
    assert found.files.set_index("file").at["residents.csv", "data_set"] == ""
    assert set(criteria()["concern"].questions) == {"surveys", "files"}


def test_files_of_other_forces_are_counted_and_not_listed():
    found = assess.trail(case_with())
    assert "other.csv" not in set(found.files["file"]) and found.elsewhere == 1
    assert {"own.csv", "lookup.csv", "secret crimes.csv"} <= set(found.files["file"])
    unnamed = FILES.drop(columns=["given_by", "data_set"])
    assert {"own.csv", "other.csv"} <= set(assess.trail(case_with(unnamed)).files["file"])


def test_files_of_parameters_stand_with_the_hash_of_their_bytes():
    case = case_with()
    found = assess.trail(case).files
    own = found.loc[found["kind"] == "parameters"].set_index("file")["sha256"]
    assert len(case.resolved.files) >= 1
    for path in case.resolved.files:
        assert own[path.name] == sha256(path.read_bytes()).hexdigest()


def test_hashes_are_shortened_on_the_page_and_whole_in_the_data():
    case = case_with()
    shown = show.tables.trail(release.release(assess.trail(case), case))
    whole = sha256(b"own.csv").hexdigest()
    assert whole[:12] in str(shown.html()) and whole not in str(shown.html())
    files = {file["file"]: file for file in shown.as_json()["trail"]["files"]}
    assert files["own.csv"]["sha256"] == whole
    behind = {row[0]: row[4] for row in shown.asked.rows}
    assert behind["Recorded crimes and incidents by month and offence"] == 2
    assert behind["Incidents that an authority disclosed: Crimes recorded by the police"] == 1


def test_the_public_edition_names_no_file_of_a_partner():
    # A public case holds no extracts; should one ever do, the gate withholds the whole.
    case = case_with(edition="public")
    assert isinstance(release.release(assess.trail(case), case).value, NotAvailable)
    clean = replace(case, deliveries=FILES.loc[FILES["kind"] != "extract"], incidents={})
    shown = show.tables.trail(release.release(assess.trail(clean), clean))
    assert "own.csv" in str(shown.html()) and "secret" not in str(shown.as_json())


def test_the_catalogue_says_who_gave_a_file_and_of_which_data_set():
    shared = {"file": "a.csv", "container": "", "sha256": "0" * 64, "rows_in": 1, "rows_kept": 1, "dated": ""}
    coverage = {
        "street": ("street|B Police|2021-01", "street|A Police|2021-01"),
        "extract": ("fires|Fire Service|2021-01", "fires|Fire Service|2021-02"),
        "population": ("population|lsoa11|2021",),
    }
    entries = [
        _entry(number, kind, keys, shared) for number, (kind, keys) in enumerate(coverage.items(), start=1)
    ]
    table = deliveries(entries).set_index("kind")
    assert list(table["given_by"]) == ["A Police|B Police", "Fire Service", ""]
    assert list(table["data_set"]) == ["", "fires", ""]


def _entry(number: int, kind: str, keys: tuple[str, ...], shared: dict[str, Any]) -> Entry:
    from dataclasses import MISSING, fields

    given = {**shared, "seq": number, "kind": kind, "coverage": keys}
    empty = {"str": "", "int": 0, "tuple": (), "Mapping": {}}
    for each in fields(Entry):
        if each.name not in given and each.default is MISSING and each.default_factory is MISSING:
            given[each.name] = next(value for name, value in empty.items() if str(each.type).startswith(name))
    return Entry(**given)
