"""map.yaml: what it may say, and one message with file and line for what it may not."""

from __future__ import annotations

from pathlib import Path

import extract_files as files
import pytest

from pads_analysis.data.extracts.mapping import open_extract
from pads_analysis.errors import ParamsError, UsageError


def refused(folder, named: str = "", **changes) -> str:
    with pytest.raises((ParamsError, UsageError)) as error:
        open_extract(files.map_file(folder, **changes), named)
    assert error.value.exit_code == 2
    return str(error.value)


def test_a_whole_map_is_taken_and_its_hash_does_not_hang_on_its_order(tmp_path):
    one = open_extract(files.map_file(tmp_path))
    other = tmp_path / "other.yaml"
    other.write_text("# words\n" + files.map_text(columns=dict(reversed(files.COLUMNS.items()))), "utf-8")
    assert one.contract.code == "police_crime"
    assert one.map_sha256 == open_extract(other).map_sha256
    assert one.map_sha256 != open_extract(files.map_file(tmp_path, authority="Mercia Police")).map_sha256


def test_the_data_set_comes_from_the_map_or_the_command_and_both_must_agree(tmp_path):
    assert open_extract(files.map_file(tmp_path, data_set=None), "police_crime").contract.number == "2"
    assert "for police_crime, not for council_asb" in refused(tmp_path, "council_asb")
    assert "Did you mean police_crime?" in refused(tmp_path, "police_crme")
    assert "No data set is named." in refused(tmp_path, data_set=None)


def test_a_required_field_without_a_column_is_named_with_its_meaning(tmp_path):
    said = refused(tmp_path, columns=files.column_map(category=""))
    assert "category (what kind of incident it was) is missing" in said
    assert "map.yaml, line 3" in said


def test_a_field_that_the_contract_does_not_know_brings_the_nearest_it_knows(tmp_path):
    said = refused(tmp_path, columns=files.column_map(victim_agee="Age"))
    assert "victim_agee is not a field of police_crime. Did you mean victim_age?" in said


def test_half_a_place_and_no_place_are_told_apart(tmp_path):
    half = refused(tmp_path, columns=files.column_map(northing=""))
    assert "easting stands without northing." in half
    none = refused(tmp_path, columns=files.column_map(northing="", easting="", lsoa=""))
    assert "No place is mapped" in none
    assert "easting and northing; or latitude and longitude; or lsoa; or outward_postcode" in none


def test_a_partnership_stands_in_for_a_place(tmp_path):
    columns = files.column_map(northing="", easting="", lsoa="")
    found = open_extract(files.map_file(tmp_path, columns=columns, partnership="E22000901"))
    assert found.map.partnership == "E22000901"
    assert "is not a partnership code" in refused(tmp_path, partnership="Bristol")


@pytest.mark.parametrize("how", ["day/month/year", "%d/%m/%Y", "%d %b %y %H:%M", "%Y%m%d"])
def test_ways_of_writing_dates_that_are_understood(tmp_path, how):
    assert open_extract(files.map_file(tmp_path, dates=how)).format_of("from") == how


@pytest.mark.parametrize("how", ["dd/mm/yyyy", "%d/%m", "%Q %d %m %Y", "day first"])
def test_ways_of_writing_dates_that_are_not(tmp_path, how):
    assert "dates is " in refused(tmp_path, dates=how)


def test_formats_and_constants_are_for_the_fields_that_can_have_them(tmp_path):
    assert "category is not a date." in refused(tmp_path, formats={"category": "%d/%m/%Y"})
    assert "to cannot be the same in every row." in refused(
        tmp_path, columns=files.column_map(to=""), constants={"to": "x"}
    )
    assert "both in columns and in constants" in refused(tmp_path, constants={"category": "Burglary"})


def test_several_faults_are_told_together(tmp_path):
    said = refused(
        tmp_path, columns={"category": "Offence", "colour": "Red"}, categories={"Theft": "thieving"}
    )
    assert said.startswith("4 problems in map.yaml")
    for part in (
        "colour is not a field",
        "from (when it happened",
        "No place is mapped",
        "'thieving' is not a",
    ):
        assert part in said


def test_an_unknown_setting_brings_the_nearest_known(tmp_path):
    assert "Did you mean authority?" in refused(tmp_path, autority="X")


def test_the_example_map_of_the_documentation_is_taken(tmp_path):
    page = (Path(__file__).parents[2] / "docs/data/extracts.md").read_text("utf-8")
    example = tmp_path / "map.yaml"
    example.write_text(page.split("```yaml\n")[1].split("```")[0], "utf-8")
    found = open_extract(example, "police_crime")
    assert found.format_of("from") == "day/month/year"
    assert found.format_of("recorded") == "%Y%m%d"
    assert found.map.categories == {"BURGLARY DWELLING": "burglary"}
