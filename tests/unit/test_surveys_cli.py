"""Surveys on the command line: maps proposed, files ingested, and what is said."""

from __future__ import annotations

import pytest
import survey_files as files
import yaml

from pads_analysis.cli import main
from pads_analysis.params.map_file import TO_DO
from pads_analysis.params.survey_map import SurveyMap


@pytest.fixture
def pads(capsys):
    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


def test_a_proposed_map_holds_what_the_headings_tell_and_asks_for_the_rest(pads, tmp_path):
    file, _ = files.write_survey(tmp_path)
    code, out, err = pads("new-map", file, "--as", "survey")
    assert (code, err) == (0, "")
    said = yaml.safe_load(out)
    assert said["columns"]["respondent"] == "Id"
    assert said["columns"]["weight"] == "Weight"
    assert said["columns"]["stratum"] == "Stratum"
    assert said["columns"]["cluster"] == "Point"
    assert said["columns"]["area"] == "LSOA"
    assert said["columns"]["age_group"] == "Age group"
    by_column = {one.get("column"): one for one in said["questions"] if "column" in one}
    assert set(by_column["Q1"]["answers"]) >= {"Very safe", "Very unsafe", "Don't know"}
    (ticked,) = [one for one in said["questions"] if one["kind"] == "multiple"]
    assert set(ticked["options"]) == {"Q2 drugs", "Q2 cars"}
    assert said["sample"] == TO_DO


def test_a_proposed_map_that_is_filled_in_is_a_map(pads, tmp_path):
    file, _ = files.write_survey(tmp_path)
    _, out, _ = pads("new-map", file, "--as", "survey")
    said = yaml.safe_load(out)
    said |= {
        "id": "w",
        "series": "s",
        "title": "t",
        "authority": "a",
        "partnership": files.CODE,
        "mode": "post",
    }
    said |= {"first": "2021-05-01", "last": "2021-06-01", "sample": "open", "population": "both"}
    said["questions"] = [one | {"text": "asked"} for one in said["questions"]]
    if "groups" in said:
        said["groups"] = dict.fromkeys(said["groups"], "resident")
    for frames in said.get("codeframes", {}).values():
        frames["CODE"] = ["word"]
    assert SurveyMap.model_validate(said).id == "w"


def test_an_unfinished_map_and_a_survey_without_one_are_refused(pads, tmp_path):
    file, map_path = files.write_survey(tmp_path / "given")
    code, _, err = pads("ingest", file, "--as", "survey", "--store", tmp_path / "store")
    assert code == 2
    assert "A map is needed to read survey" in err
    _, out, _ = pads("new-map", file, "--as", "survey")
    map_path.write_text(out, "utf-8")
    code, _, err = pads("ingest", file, "--as", "survey", "--map", map_path, "--store", tmp_path / "store")
    assert code == 2
    assert "is still to be filled in" in err


def test_the_wrong_name_for_a_map_is_refused(pads, tmp_path):
    file, map_path = files.write_survey(tmp_path)
    code, _, err = pads("ingest", file, "--as", "police_crime", "--map", map_path, "--store", tmp_path / "s")
    assert code == 2
    assert "The map is for survey, not for police_crime." in err


def test_a_refused_survey_ends_with_the_code_of_a_contract_and_stores_nothing(pads, tmp_path):
    rows = files.with_value(1, "Weight", "0")
    file, map_path = files.write_survey(tmp_path / "given", rows)
    code, _, err = pads("ingest", file, "--as", "survey", "--map", map_path, "--store", tmp_path / "store")
    assert code == 4
    assert "row 3, column 'Weight'" in err
    assert not list((tmp_path / "store").rglob("*.parquet"))
