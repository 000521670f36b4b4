"""The previous assessment: the right file is read, and every wrong one is refused with what to do."""

from __future__ import annotations

import json

import pytest
from earlier_assessments import OWN, findings, headline, write

from pads_analysis.errors import ParamsError
from pads_analysis.params import for_edition, load_params, settings
from pads_analysis.params.previous import LARGEST

GOOD = {"burglary": 10, "drugs": 5}


def load(tmp_path, said, **overrides):
    params = tmp_path / "params"
    (params / "partnerships").mkdir(parents=True, exist_ok=True)
    return load_params(OWN, params_dir=params, overrides={"previous_assessment": said, **overrides})


def refused(tmp_path, said) -> ParamsError:
    with pytest.raises(ParamsError) as caught:
        load(tmp_path, said)
    assert not caught.value.problems
    return caught.value


def test_none_is_the_default():
    assert load_params(OWN).previous_assessment is None
    rows = {row.name: row.value for row in settings(load_params(OWN))}
    assert rows["previous_assessment"] == "[]"


@pytest.mark.parametrize("said", ["../runs/2020", "../runs/2020/findings.json"])
def test_the_file_or_its_folder_is_read_and_counts_as_read(tmp_path, said):
    path = write(tmp_path / "runs/2020", findings(GOOD, headlines=[headline("levels", n=1)]))
    found = load(tmp_path, said)
    assert found.previous_assessment.period.first == "2020-01-01"
    assert found.previous_assessment.record.offences[0].count == 180
    assert path.resolve() in [file.resolve() for file in found.files]


def test_the_setting_may_stand_in_the_partnerships_file_and_names_its_line(tmp_path):
    folder = tmp_path / "params/partnerships" / OWN
    folder.mkdir(parents=True)
    (folder / "assessment.yaml").write_text("months: 12\nprevious_assessment: ../nowhere\n", "utf-8")
    with pytest.raises(ParamsError) as caught:
        load_params(OWN, params_dir=tmp_path / "params")
    assert caught.value.where == f"partnerships/{OWN}/assessment.yaml, line 2, column 1"
    assert "There is no previous assessment at ../nowhere" in caught.value.what


@pytest.mark.parametrize("said", ["/runs/2020", "C:\\runs\\2020", "~/runs"])
def test_an_absolute_path_is_refused(tmp_path, said):
    error = refused(tmp_path, said)
    assert "absolute path" in error.what and "relative to the folder of parameters" in error.do


def test_a_folder_without_the_file_is_refused(tmp_path):
    (tmp_path / "runs").mkdir()
    error = refused(tmp_path, "../runs")
    assert error.what == "There is no previous assessment at ../runs."
    assert "findings.json" in error.do


@pytest.mark.parametrize(
    ("version", "said"),
    [(1, "holds no record"), (3, "not known"), ("2", "not known"), (True, "holds no record")],
)
def test_another_form_is_refused(tmp_path, version, said):
    write(tmp_path / "runs", findings(GOOD, version=version))
    error = refused(tmp_path, "../runs")
    assert said in error.what and "2 is read" in error.what
    assert error.do


def test_a_file_without_a_record_is_refused(tmp_path):
    write(tmp_path / "runs", findings(GOOD, record=None))
    assert "90_data_and_methods" in refused(tmp_path, "../runs").do


def damaged(change) -> dict:
    content = json.loads(json.dumps(findings(GOOD)))
    change(content)
    return content


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c["record"]["offences"][1].update(count=121),
        lambda c: c["record"]["offences"][1]["by_month"].pop(),
        lambda c: c["record"]["offences"].append(c["record"]["offences"][1]),
        lambda c: c["record"]["offences"][0].update(is_total=False),
        lambda c: c["record"]["months_counted"].reverse(),
        lambda c: c["period"].update(first="2020-02-01"),
        lambda c: c["period"].update(last="2020-13-01"),
        lambda c: c["record"].pop("source"),
        lambda c: c["record"].update(surprise=1),
        lambda c: c["record"]["offences"][1].update(count="120"),
        lambda c: c["record"]["offences"][1].update(name="Burg\u202elary"),
        lambda c: c.update(headlines=[{"text": "Only a text."}]),
        lambda c: c.update(edition="press"),
    ],
)
def test_a_damaged_file_is_refused(tmp_path, change):
    write(tmp_path / "runs", damaged(change))
    error = refused(tmp_path, "../runs")
    assert "previous assessment" in error.what
    assert "as it was written" in error.do


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"version": 2}',
        "[1, 2]",
        "<html></html>",
        '{"version": NaN, "headlines": []}',
        "[" * 100_000,
    ],
)
def test_what_is_no_findings_json_is_refused(tmp_path, text):
    write(tmp_path / "runs", text)
    assert "is no findings.json" in refused(tmp_path, "../runs").what


def test_a_file_too_large_to_be_one_is_not_read(tmp_path):
    path = write(tmp_path / "runs", "")
    with path.open("wb") as stream:
        stream.truncate(LARGEST + 1)
    assert "larger than 20 MB" in refused(tmp_path, "../runs").what


def test_the_public_edition_drops_the_headlines_of_a_partner_edition_and_keeps_the_record(tmp_path):
    for edition, kept in (("partner", 0), ("public", 1)):
        write(tmp_path / "runs", findings(GOOD, edition=edition, headlines=[headline("views")]))
        found = for_edition(load(tmp_path, "../runs", edition="public"))
        assert len(found.previous_assessment.headlines) == kept
        assert found.previous_assessment.record.offences[1].count == 120
        assert ("headlines of the previous assessment" in found.withheld) == (not kept)
        assert not any(path.name == "findings.json" for path in found.files)
        assert for_edition(found) == found
