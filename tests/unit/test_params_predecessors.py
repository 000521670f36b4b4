"""Previous assessments of partnerships that have since merged, read as one: every sum worked out by hand."""

from __future__ import annotations

import pytest
from earlier_assessments import OWN, earlier, findings, headline, write

from pads_analysis.errors import ParamsError
from pads_analysis.params import for_edition, load_params, settings
from pads_analysis.params.predecessors import joined

EAST, WEST = "E22000801", "E22000802"


def part(code, counts, name="", **kwargs):
    given = earlier(counts, code=code, **kwargs)
    return given.model_copy(
        update={"partnership": given.partnership.model_copy(update={"name": name or code})}
    )


def refused(*parts) -> ParamsError:
    with pytest.raises(ParamsError) as caught:
        joined(parts, "assessment.yaml, line 3")
    assert caught.value.where == "assessment.yaml, line 3" and caught.value.do
    return caught.value


def counts_of(found) -> dict[str, int]:
    return {offence.code: offence.count for offence in found.record.offences}


def test_one_alone_stays_as_it_is():
    one = part(EAST, {"burglary": 10})
    assert joined([one], "") is one and one.parts == (one,)


def test_counts_are_added_up_and_rates_are_not():
    east = part(
        EAST, {"burglary": 10, "drugs": 2}, "East", districts=["E07000801"], files=[("a.csv", "a" * 12)]
    )
    west = part(
        WEST, {"burglary": 30, "robbery": 1}, "West", districts=["E07000802"], files=[("a.csv", "a" * 12)]
    )
    found = joined([east, west], "")
    assert counts_of(found) == {"all_crime": 516, "burglary": 480, "drugs": 24, "robbery": 12}
    assert [sum(offence.is_total for offence in found.record.offences)] == [1]
    burglary = found.record.offences[1]
    assert burglary.by_month == (40,) * 12
    assert burglary.rate_per_1000 is burglary.ci_low is burglary.ci_high is None
    assert found.record.districts == ("E07000801", "E07000802")
    assert found.record.population == 200_000
    assert len(found.record.files) == 1
    assert found.partnership.name == "East and West" and found.parts == (east, west)
    assert found.period == east.period


def test_only_months_that_all_counted_are_added_up():
    east = part(EAST, {"burglary": list(range(1, 13))}, "East", first="2020-01", last="2020-12")
    months = [f"2020-{month:02d}" for month in range(4, 13) if month != 6] + ["2021-01", "2021-02", "2021-03"]
    west = part(
        WEST,
        {"burglary": 100},
        "West",
        first="2020-04",
        last="2021-03",
        counted=months,
        left_out=["June 2020 (missing)"],
    )
    found = joined([east, west], "")
    assert (found.period.first, found.period.last) == ("2020-04-01", "2020-12-01")
    assert found.period.words == "April 2020 to December 2020"
    assert found.record.months_counted == tuple(f"2020-{m:02d}" for m in (4, 5, 7, 8, 9, 10, 11, 12))
    # 4 + 5 + 7 + ... + 12 = 66, and eight months of 100.
    assert counts_of(found)["burglary"] == 66 + 800
    assert found.record.months_left_out == ("June 2020 (missing) in West",)


def test_what_cannot_be_added_up_is_refused():
    east = part(EAST, {"burglary": 1}, "East")
    later = part(WEST, {"burglary": 1}, "West", first="2020-11", last="2021-10")
    error = refused(east, later)
    assert "few months in common" in error.what and "West (E22000802), 2020-11 to 2021-10" in error.what
    apart = part(WEST, {"burglary": 1}, first="2022-01", last="2022-12")
    assert "few months in common" in refused(east, apart).what
    other = part(WEST, {"burglary": 1}, source="borough")
    assert "different publications" in refused(east, other).what
    assert "Two of the previous assessments are of East" in refused(east, east).what


def test_a_list_is_read_from_the_file_and_from_the_command_line(tmp_path):
    for code, name in ((EAST, "east"), (WEST, "west")):
        write(tmp_path / "runs" / name, findings({"burglary": 10}, code=code, headlines=[headline("levels")]))
    folder = tmp_path / "params/partnerships" / OWN
    folder.mkdir(parents=True)
    listed = "previous_assessment:\n  - ../runs/east\n  - ../runs/west\n"
    (folder / "assessment.yaml").write_text(listed, "utf-8")
    found = load_params(OWN, params_dir=tmp_path / "params")
    assert [one.partnership.code for one in found.previous_assessment.parts] == [EAST, WEST]
    assert sum(path.name == "findings.json" for path in found.files) == 2
    rows = {row.name: row.value for row in settings(found)}
    assert rows["previous_assessment"] == "[../runs/east, ../runs/west]"
    said = {"previous_assessment": "../runs/west, ../runs/east"}
    again = load_params(OWN, params_dir=tmp_path / "params", overrides=said)
    assert [one.partnership.code for one in again.previous_assessment.parts] == [WEST, EAST]


def test_every_path_that_leads_nowhere_is_named_and_none_may_stand_twice(tmp_path):
    (tmp_path / "partnerships").mkdir()
    for said, words in (("../a,../b", ("at ../a", "at ../b")), ("../a,../a", ("twice",))):
        with pytest.raises(ParamsError) as caught:
            load_params(OWN, params_dir=tmp_path, overrides={"previous_assessment": said})
        assert all(word in str(caught.value) for word in words)


def test_the_public_edition_withholds_the_headlines_of_all_when_one_was_a_partner_edition(tmp_path):
    (tmp_path / "params/partnerships").mkdir(parents=True)
    for code, name, edition in ((EAST, "east", "public"), (WEST, "west", "partner")):
        write(
            tmp_path / name,
            findings({"burglary": 1}, code=code, edition=edition, headlines=[headline("views")]),
        )
    said = {"previous_assessment": "../east,../west", "edition": "public"}
    found = for_edition(load_params(OWN, params_dir=tmp_path / "params", overrides=said))
    assert found.previous_assessment.edition == "partner"
    assert not found.previous_assessment.headlines
    assert not any(one.headlines for one in found.previous_assessment.parts)
    assert counts_of(found.previous_assessment)["burglary"] == 24
    assert "headlines of the previous assessment" in found.withheld
