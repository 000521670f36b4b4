"""Home Office offence codes in an extract of recorded crimes: grouped, restored or refused, and dated."""

from __future__ import annotations

import extract_files as files
import pytest

from pads_analysis.errors import ContractError

HEADER = (*files.HEADER, "Crime type")
WITH_DETAIL = {**files.COLUMNS, "detail": "Crime type"}


def read(folder, *rows, **changes):
    """Rows of a code and the words beside it."""
    lines = [[*files.row(category=code), detail] for code, detail in rows]
    return files.read(folder, files.text(lines, HEADER), columns=WITH_DETAIL, **changes)


@pytest.mark.parametrize(
    ("written", "category"),
    [
        ("5D", "violence"), ("8n", "violence"), ("105A", "violence"), ("28E", "burglary"), ("34B", "robbery"),
        ("46", "theft_handling"), ("56B", "criminal_damage"), ("92D", "drug_offences"), ("19C", "sexual_offences"),
        ("9A", "other"), ("54", "theft_handling"), ("61", "fraud_forgery"), ("Assault with injury", "violence"),
        ("Domestic burglary", "burglary"), ("Shoplifting", "theft_handling"),
    ],
)  # fmt: skip
def test_a_code_a_title_or_a_subgroup_gives_the_category_of_the_contract(tmp_path, written, category):
    reading = files.read_rows(tmp_path, files.row(category=written))
    assert reading.table["category_code"].tolist() == [category]
    assert reading.table["category"].tolist() == [written]
    assert not [reason for reason in reading.flagged if "category" in reason]


def test_the_map_goes_before_the_list(tmp_path):
    reading = files.read_rows(tmp_path, files.row(category="46"), categories={"46": "other"})
    assert reading.table["category_code"].tolist() == ["other"]


def test_other_data_sets_do_not_know_offence_codes(tmp_path):
    reading = files.read_rows(tmp_path, files.row(category="46"), data_set="council_asb")
    assert reading.table["category_code"].tolist() == ["46"]


def test_one_damaged_code_costs_its_row_and_says_so(tmp_path):
    reading = read(tmp_path, ("8N", ""), ("8-Jan", ""), ("46", ""))
    damaged = "offence code was turned into a date or a number by a spreadsheet"
    assert reading.rejected == {damaged: 1} and reading.rejected_rows == (
        (3, f"{damaged} in column 'Offence'"),
    )
    assert reading.table["category"].tolist() == ["8N", "46"]


def test_a_column_of_damaged_codes_refuses_the_file_with_row_and_column(tmp_path):
    with pytest.raises(ContractError) as error:
        read(tmp_path, ("8-Jan", ""), ("44562", ""), ("46", ""))
    assert "2 of 3 rows: offence code was turned into a date or a number by a spreadsheet (rows 2, 3)" in str(
        error.value
    )
    assert error.value.where == "crimes.csv, column 'Offence'"


def test_damaged_codes_are_restored_from_the_words_beside_them(tmp_path):
    reading = read(
        tmp_path, ("8-Jan", "Assault with injury"), ("1E+06", "Shoplifting"), ("46", "Shoplifting")
    )
    assert reading.table["category_code"].tolist() == ["violence", "theft_handling", "theft_handling"]
    assert reading.table["category"].tolist() == ["8N", "46", "46"]
    assert (
        reading.flagged["offence code that a spreadsheet had damaged was restored from its description"] == 2
    )


def test_codes_in_the_detail_are_printed_one_way_and_damaged_ones_left_blank(tmp_path):
    reading = read(tmp_path, ("Burglary", "028e"), ("Violence", "8-Jan"), ("Theft", "46"), ("Theft", "45"))
    assert reading.table["detail"].tolist() == ["28E", "", "46", "45"]
    damaged = "offence code was turned into a date or a number by a spreadsheet, left blank"
    assert reading.flagged[damaged] == 1


def test_words_in_the_detail_stay_as_they_are(tmp_path):
    reading = read(tmp_path, ("Burglary", "May 2021"), ("Burglary", "Shed"))
    assert reading.table["detail"].tolist() == ["May 2021", "Shed"]


def test_a_code_outside_the_months_of_its_use_is_flagged_and_kept(tmp_path):
    reading = read(tmp_path, ("28A", ""), ("28E", ""))
    assert reading.rows_kept == 2
    assert reading.flagged["offence code outside the months of its use: 28A (to March 2017)"] == 1
