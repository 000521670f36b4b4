"""Messy files: each fault in each kind of table is read right, or refused with file, row and column."""

from __future__ import annotations

import io
import re
from pathlib import Path

import extract_files
import messy_files
import pytest
import store_deliveries as given
from messy_files import FAULTS, KINDS, Case

from pads_analysis.data import readers
from pads_analysis.data.ingest import ingest
from pads_analysis.data.reading import RawFile, Reading
from pads_analysis.data.store import Store
from pads_analysis.errors import ContractError, ParamsError
from pads_analysis.params import load_params

PAGE = Path(__file__).parents[2] / "docs" / "data" / "faults.md"
CASES = messy_files.cases()
WORDS = {"read": "read", "row": "row refused", "blank": "left blank", "file": "file refused", "told": "named"}
LINE = 3
"""The changed row of every table; a collection of outlines has no headings, so there it is the second."""


def read(case: Case, folder: Path) -> Reading:
    if case.kind.name == "extract":
        columns = extract_files.COLUMNS | {"detail": "Crime type"}
        return extract_files.read(folder, case.data, case.kind.file, columns=columns)
    name = case.kind.file if case.form in ("csv", "utf16") else f"table.{case.form}"
    file = RawFile(name, "", "", len(case.data), lambda: io.BytesIO(case.data))
    found = readers.recognise(file)
    assert found is not None and found.kind == case.kind.name
    reading = readers.read(file, found)
    assert reading.rows_in == reading.rows_kept + sum(reading.rejected.values())
    return reading


def named(rows: tuple[tuple[int, str], ...], case: Case) -> bool:
    """Whether the changed row is named with its column."""
    line = 2 if case.kind.name == "boundaries" else LINE
    return any(at == line and repr(case.column)[1:-1] in said for at, said in rows)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_each_fault_is_read_right_or_refused_with_file_row_and_column(case: Case, tmp_path):
    if case.outcome == "file":
        with pytest.raises(ContractError) as error:
            read(case, tmp_path)
        assert error.value.do
        said = str(error.value)
        assert case.kind.file.partition(".")[0] in said
        assert (case.column or "cut short") in said
        return
    reading = read(case, tmp_path)
    lost = case.outcome == "row"
    assert (reading.rows_in, reading.rows_kept) == (2, 1 if lost else 2)
    assert named(reading.rejected_rows if lost else reading.flagged_rows, case) == (case.outcome != "read")
    if case.outcome == "read":
        assert not reading.rejected_rows and not reading.flagged_rows
    if case.expected:
        column, values = case.expected
        assert reading.table[column].tolist() == list(values)


def test_two_spellings_of_richmond_are_one_borough_and_richmondshire_is_another(tmp_path):
    folder = tmp_path / "in"
    headings = ["ltla24_code", "ltla24_name", "csp24_code", "csp24_name", "pfa24_code", "pfa24_name"]
    given.table(
        folder / "lookup.csv",
        headings,
        [
            ("E09000027", "Richmond upon Thames", "E22000212", "Richmond upon Thames", "E23000001", "Metropolitan"),
            ("E07000166", "Richmondshire", "E22000999", "Richmondshire", "E23000009", "North Yorkshire"),
        ],
    )  # fmt: skip
    given.table(
        folder / "boroughs.csv",
        ["MajorText", "MinorText", "BoroughName", "202101", "202102"],
        [
            ("THEFT", "SHOPLIFTING", "Richmond upon Thames", 1, 10),
            ("ROBBERY", "PERSONAL", "RICHMOND-UPON-THAMES ", 2, 20),
            ("DRUG OFFENCES", "POSSESSION", "Richmond\u00a0upon\u00a0Thames", 3, 30),
            ("THEFT", "BICYCLES", "Richmond", 400, 400),
        ],
    )
    summary = ingest([folder], tmp_path / "store")
    assert summary.exit_code == 0 and summary.rows_kept == summary.rows_in
    store = Store.open(tmp_path / "store")
    months = store.partnership_months("borough")
    assert months.groupby("partnership_code")["count"].sum().to_dict() == {"E22000212": 66}
    assert store.unplaced().values.tolist() == [["borough", "Richmond", 800]]


def test_two_spellings_in_one_table_that_count_twice_are_flagged():
    rows = [
        ["MajorText", "MinorText", "BoroughName", "202101"],
        ["THEFT", "SHOPLIFTING", "Richmond upon Thames", "1"],
        ["THEFT", "SHOPLIFTING", "Richmond-upon-Thames", "1"],
    ]
    data = messy_files.text(rows)
    file = RawFile("b.csv", "", "", len(data), lambda: io.BytesIO(data))
    reading = readers.read(file, readers.recognise(file))
    assert reading.flagged == {"borough and offence occur more than once; all rows are kept": 1}


def test_a_year_with_two_columns_is_refused_and_not_overwritten():
    data = b"lsoa11_code,population_2020,population_2020\nE01000001,1,2\n"
    file = RawFile("p.csv", "", "", len(data), lambda: io.BytesIO(data))
    with pytest.raises(ContractError, match="both give the population of 2020"):
        readers.read(file, readers.recognise(file))


@pytest.mark.parametrize(
    ("weight", "said"),
    [
        ("12,5", "line 5, column 3: weights, entry 1, weight is '12,5'"),
        ("1,234", "line 5, column 3: weights, entry 1, weight is '1,234'"),
        ("1.2E+03", "line 5, column 3: weights, entry 1, weight is '1.2E+03'"),
        ("1\n  weight: 2\n  weight: 3", "line 6, column 3: 'weight' stands twice"),
        ("[1", "is not valid YAML"),
    ],
)
def test_files_of_settings_are_refused_with_line_and_column(tmp_path, weight, said):
    folder = tmp_path / "partnerships" / "E22000900"
    folder.mkdir(parents=True)
    start = "\ufefftitle: T\nsource: S\nweights:\n- offence: burglary\n  weight: "
    (folder / "severity.yaml").write_text(f"{start}{weight}\n", "utf-8")
    with pytest.raises(ParamsError) as error:
        load_params("E22000900", params_dir=tmp_path)
    assert "severity.yaml" in str(error.value) and said in str(error.value)
    (folder / "severity.yaml").write_text(f"{start}12.5\n", "utf-8")
    assert load_params("E22000900", params_dir=tmp_path).severity.weights[0].weight == 12.5


def table_of_faults() -> str:
    """Return the table that the page on faults must hold: what becomes of each fault in each kind of table."""
    names = [kind.name for kind in KINDS]
    lines = [f"| Fault | {' | '.join(names)} |", f"| --- |{' --- |' * len(names)}"]
    for fault, meaning in FAULTS.items():
        cells = []
        for name in names:
            found = {case.outcome for case in CASES if case.kind.name == name and case.fault == fault}
            if fault == "spellings" and name == "borough":
                found = {"read"}
            cells.append(" or ".join(WORDS[outcome] for outcome in WORDS if outcome in found) or "-")
        lines.append(f"| {meaning} | {' | '.join(cells)} |")
    return "\n".join(lines)


def test_the_page_on_faults_says_what_these_tests_show():
    page = PAGE.read_text("utf-8")
    held = re.search(r"(?ms)^\| Fault \|.*?(?=\n\n)", page)
    assert held and held[0] == table_of_faults()
