"""What `pads ingest` prints: a line each for few files, one for each folder of many, and always what needs the eye."""

from __future__ import annotations

from pathlib import Path

import pytest
import store_deliveries as given

from pads_analysis.cli import main


@pytest.fixture
def pads(capsys, tmp_path):
    def run(*arguments: object) -> tuple[int, list[str], list[str]]:
        with pytest.raises(SystemExit) as ended:
            main(["ingest", *map(str, arguments), "--store", str(tmp_path / "store")])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out.splitlines(), said.err.splitlines()

    return run


def month(path: Path, when: str, size: int = 2, **changes: str) -> Path:
    rows = [given.crime("E01900003", when, id=f"{path.stem}{at}", **changes) for at in range(size)]
    return given.table(path, given.STREET, [*rows, given.crime("", when)])


def many(folder: Path, years: int = 4) -> Path:
    """Write a year's folder of twelve months each, below folders of months as an unpacked archive has them."""
    for year in range(2018, 2018 + years):
        for number in range(1, 13):
            when = f"{year}-{number:02d}"
            month(folder / "police" / when / f"{when}-street.csv", when)
    return folder


def words(line: str) -> str:
    return " ".join(line.split())


def test_few_files_have_a_line_each_and_the_end_says_that_no_row_was_rejected(pads, tmp_path):
    folder = tmp_path / "in"
    month(folder / "north/a.csv", "2021-01")
    month(folder / "south/a.csv", "2021-02")
    code, out, err = pads(folder)
    assert (code, err) == (0, [])
    assert [words(line) for line in out] == [
        "stored north/a.csv street: 3 of 3 rows kept",
        "stored south/a.csv street: 3 of 3 rows kept",
        "",
        "2 files: 2 stored.",
        "6 rows read, 6 kept. No row was rejected.",
        "2 of those kept have no location, as is usual in street-level files.",
    ]


def test_rejected_rows_are_told_with_their_reasons_and_where_more_stands(pads, tmp_path):
    rows = [
        given.crime("E01900003", "2021-01"),
        given.crime("E01900003", "never"),
        given.crime("", "2021-13"),
    ]
    file = given.table(tmp_path / "a.csv", given.STREET, rows)
    _, out, _ = pads(file)
    assert "street: 1 of 3 rows kept; rejected: " in out[0]
    assert (
        out[3]
        == f"3 rows read, 1 kept. 2 rows were rejected; the reasons stand in {tmp_path / 'store/ledger'}."
    )
    given.table(tmp_path / "b.csv", given.STREET, rows[:2])
    _, out, _ = pads(tmp_path / "b.csv")
    assert "1 row was rejected; the reason stands in" in out[3]


def test_many_files_have_a_line_for_each_folder_and_kind(pads, tmp_path):
    folder = given.lookups(many(tmp_path / "in") / "lookups").parent
    month(folder / "late/2022-01.csv", "2022-01")
    code, out, err = pads(folder)
    assert (code, err) == (0, [])
    assert [words(line) for line in out] == [
        "stored late street: 1 file, 3 of 3 rows kept, 2022-01",
        "stored lookups lookup: 5 files, 29 of 29 rows kept",
        "stored police street: 48 files, 144 of 144 rows kept, 2018-01 to 2021-12",
        "",
        "54 files: 54 stored.",
        "176 rows read, 176 kept. No row was rejected.",
        "49 of those kept have no location, as is usual in street-level files.",
    ]
    _, out, _ = pads(folder)
    assert "already stored police street: 48 files, 144 of 144 rows kept, 2018-01 to 2021-12" in map(
        words, out
    )


def test_among_many_what_needs_the_eye_has_its_own_line_in_its_place(pads, tmp_path):
    folder = many(tmp_path / "in")
    whole = month(folder / "a/whole.csv", "2022-01", 20)
    month(folder / "a/scrap.csv", "2022-01", 3)
    month(folder / "b/new.csv", "2022-02", kind="Moon robbery")
    given.table(folder / "b/colours.csv", ["colour", "size"], [("red", 1)])
    (folder / "c").mkdir()
    (folder / "c/cut.csv").write_text(",".join(given.STREET) + "\n,2024-01,X Police,X Pol", "utf-8")
    (folder / "c/readme.md").write_text("words", "utf-8")
    pads(whole)
    code, out, err = pads(folder)
    assert code == 4
    lines = [words(line) for line in out]
    assert lines[0].startswith(
        "superseded on arrival a/scrap.csv street: 4 rows read, none taken. 2022-01 is not"
    )
    assert lines[1].startswith("already stored a street: 1 file")
    assert lines[2] == (
        'not recognised b/colours.csv It is a table with the columns "colour, size", which is no known layout. '
        "README.md lists the files that are known."
    )
    assert lines[3] == (
        "stored b/new.csv street: 3 of 3 rows kept; to be looked at: unknown crime type: Moon robbery (2)"
    )
    assert lines[4].startswith("refused c/cut.csv, line 2: ")
    assert lines[5] == "left alone c 1 file: a document, not data"
    assert lines[6].startswith("stored police street: 48 files")
    assert lines[7:9] == [
        "",
        "54 files: 1 already stored, 1 left alone, 1 not recognised, 1 refused, 49 stored, 1 superseded on arrival.",
    ]
    assert err == [line for line in out if line.startswith("refused")]


def test_verbose_has_a_line_for_every_file(pads, tmp_path):
    folder = many(tmp_path / "in")
    _, out, _ = pads(folder, "--verbose")
    listed = [line for line in out if line.startswith("stored")]
    assert len(listed) == 48
    assert words(listed[0]) == "stored police/2018-01/2018-01-street.csv street: 3 of 3 rows kept"


def test_the_members_of_a_zip_are_told_together(pads, tmp_path):
    texts = {
        path.relative_to(tmp_path / "in/police").as_posix(): path.read_text("utf-8")
        for path in many(tmp_path / "in").rglob("*.csv")
    }
    _, out, _ = pads(given.archive(tmp_path / "latest.zip", texts))
    assert words(out[0]) == "stored latest.zip street: 48 files, 144 of 144 rows kept, 2018-01 to 2021-12"


def test_two_folders_given_are_told_apart_by_their_names(pads, tmp_path):
    month(tmp_path / "early/a.csv", "2021-01")
    month(tmp_path / "later/a.csv", "2021-02")
    (tmp_path / "later/zip.csv").write_bytes(b"PK\x03\x04 no more")
    code, out, err = pads(tmp_path / "early", tmp_path / "later")
    assert code == 4
    assert [words(line).split(" street")[0] for line in out[:2]] == [
        "stored early/a.csv",
        "stored later/a.csv",
    ]
    assert words(err[0]).startswith(
        "refused later/zip.csv: It starts like a zip archive but cannot be opened"
    )
    assert str(tmp_path) not in "".join([*out[:3], *err])


def test_replace_brings_a_month_back(pads, tmp_path):
    good, scrap = month(tmp_path / "good.csv", "2021-09", 99), month(tmp_path / "scrap.csv", "2021-09", 4)
    pads(good)
    code, out, _ = pads(scrap)
    assert code == 0
    assert words(out[0]).endswith("Give --replace to take it all the same.")
    assert words(out[2]) == "1 file: 1 superseded on arrival."
    assert len(out) == 3, "no row of it counts as read into the store"
    _, out, _ = pads(scrap, "--replace")
    assert "Replaces good.csv: 100 rows before, 5 now." in out[0]
    _, out, _ = pads(good)
    assert "2021-09 is now taken from scrap.csv. Give --replace to take it from this file." in out[0]
    _, out, _ = pads(good, "--replace")
    assert "Replaces scrap.csv: 5 rows before, 100 now." in out[0]


def test_the_first_row_and_the_column_of_a_fault_are_told(pads, tmp_path):
    rows = [
        given.crime("E01900003", "2021-01"),
        given.crime("E01900003", "44197"),
        given.crime("1E+06", "2021-01"),
    ]
    _, out, _ = pads(given.table(tmp_path / "a.csv", given.STREET, rows))
    assert "month was turned into a day number by a spreadsheet (1: row 3 in column 'Month')" in out[0]
    assert "small-area code not understood, left blank (1: row 4 in column 'LSOA code')" in out[0]


def test_an_area_that_no_lookup_knows_is_named(pads, tmp_path):
    header = ["MajorText", "MinorText", "BoroughName", "202101"]
    rows = [("ROBBERY", "X", "Oldname", 5), ("ROBBERY", "X", "Oldshire", 7)]
    folder = given.lookups(tmp_path / "in")
    given.table(folder / "boroughs.csv", header, rows)
    code, out, _ = pads(folder)
    assert code == 0
    assert out[-1].startswith(
        "1 area in no partnership that the lookups know, counted in none: 'Oldshire' (7)."
    )
