"""The overview of a county: how it is opened, what its districts' plans aim at, and what each district lacks."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from assess_cases import OWN, PEERS, by_month, make_case

from pads_analysis import assess
from pads_analysis.assess.county_members import subject_of
from pads_analysis.assess.result import NotAvailable
from pads_analysis.cli.county import county_job
from pads_analysis.data.county import County
from pads_analysis.data.county_opening import find_county
from pads_analysis.errors import ParamsError
from pads_analysis.params import PlanFile
from pads_analysis.params.county_file import CountyFile
from pads_analysis.params.issues import IssuesFile
from pads_analysis.params.judgements import DecisionsFile
from pads_analysis.release import release
from pads_analysis.show import cover, sentences, tables

COUNTY = (OWN, *PEERS)
PLAN = PlanFile.model_validate(
    {
        "title": "Plan", "period": "2021",
        "priorities": [{"id": "P1", "name": "Less burglary"}, {"id": "P2", "name": "Roads"}],
        "actions": [
            {"id": "A1", "priority": "P2", "action": "Locks.", "lead": "L", "status": "complete",
             "indicator": "burglary", "starts": "2021-01-01"},
            {"id": "A2", "priority": "P1", "action": "Leaflets.", "lead": "L", "status": "late"},
            {"id": "A3", "priority": "P2", "action": "Speed signs.", "lead": "L", "status": "complete"},
        ],
    }
)  # fmt: skip
JUDGED = CountyFile.model_validate(
    {"issues": [{"issue": "burglary", "test": "scale", "escalate": True, "reason": "Shared.", "by": "Board",
                 "date": "2021-11-02"}]}
)  # fmt: skip


@pytest.fixture(scope="module")
def area() -> County:
    counts = {
        code: {"burglary": by_month(60, 95), "drugs": 30, "robbery": 8, "shoplifting": 40} for code in COUNTY
    }
    lead = make_case(counts, county=COUNTY)
    cases = []
    for code in COUNTY:
        row = lead.partnerships.set_index("partnership_code").loc[code]
        own = replace(lead.partnership, code=code, name=row["partnership_name"])
        cases.append(replace(lead, partnership=own))
    cases[0] = replace(cases[0], resolved=replace(cases[0].resolved, plan=PLAN, county=JUDGED))
    return County("E10000099", "Testshire", lead, tuple(cases), (("E22000909", "Lastby"),))


def test_a_county_stands_in_no_district(area):
    case, own = subject_of(area)
    assert own == "" and case is area.case
    side = assess.county(area)
    assert not side.table["is_own"].any() and side.basis.place == "Testshire"
    shared = assess.county_priorities(area)
    assert not shared.districts["is_own"].any() and shared.basis.place == "Testshire"


def test_every_district_judges_for_itself(area):
    found = assess.escalation(area)
    assert set(found.table["district"]) == {"Ownham", "Firstby", "Secondby", "Thirdby"}
    rows = found.issues.loc[found.issues["issue"] == "burglary"].set_index("district")["outcome"]
    assert rows["Ownham"] == "escalated"
    assert rows.drop("Ownham").str.startswith("not judged").all()
    said = [each.text for each in sentences.escalation(release(found, area))]
    assert any(text.startswith("Taken to the county: burglary (Ownham)") for text in said)


def test_actions_are_listed_by_what_they_aim_at(area):
    found = assess.joint_working(area)
    assert "burglary" in set(found.issues["offence_code"])
    held = found.actions.loc[found.actions["offence_code"] == "burglary"]
    assert held[["district", "action", "how_told"]].values.tolist() == [
        ["Ownham", "A1: Locks.", "its indicator"],
        ["Ownham", "A2: Leaflets.", "its words"],
    ]
    assert set(found.without_plan) == {"Firstby", "Secondby", "Thirdby"}
    assert found.basis.source_kinds[-1] == "plan"


def test_what_a_district_calls_an_issue_itself_is_known(area):
    """An action may name the district's own issue that holds the offence; a decision names it by its id."""
    own = IssuesFile.model_validate(
        {
            "issues": [
                {"id": "homes", "name": "Break-ins", "strategy": "crime_disorder", "offences": ["burglary"]}
            ]
        }
    )
    action = {"id": "A9", "priority": "P1", "action": "Fewer break-ins.", "lead": "L", "status": "complete"}
    plan = PlanFile.model_validate({"priorities": [{"id": "P1", "name": "Homes"}], "actions": [action]})
    decided = DecisionsFile.model_validate(
        {"decisions": [{"issue": "homes", "decision": "accepted", "because": "Agreed.", "by": "Board",
                        "date": "2021-11-02"}]}
    )  # fmt: skip
    second = area.cases[1]
    second = replace(second, resolved=replace(second.resolved, plan=plan, decisions=decided, issues=own))
    found = assess.joint_working(replace(area, cases=(area.cases[0], second, *area.cases[2:])))
    told = found.actions.loc[found.actions["district"] == "Firstby"]
    assert told[["action", "how_told"]].values.tolist() == [["A9: Fewer break-ins.", "its words"]]
    assert found.decided["issue_name"].tolist() == ["Break-ins"]
    assert "issues" in found.basis.source_kinds


def test_plans_are_withheld_from_the_public(area):
    public = replace(area.case, resolved=replace(area.case.resolved, params=area.case.params.model_copy(
        update={"edition": "public"})))  # fmt: skip
    released = release(assess.joint_working(area), replace(area, case=public))
    assert isinstance(released.value, NotAvailable)


def test_what_each_district_lacks_is_said(area):
    table = assess.county_gaps(area).table.set_index("district")
    assert table.at["Ownham", "plan"] == "given" and table.at["Firstby", "plan"] == "not given"
    assert table.at["Lastby", "data"] == "no recorded crime held"
    assert table.at["Ownham", "data"] == "12 of 12 months complete"
    printed = tables.county_gaps(release(assess.county_gaps(area), area)).plain()
    assert "Lastby" in printed


def test_the_cover_is_the_countys(area):
    found = cover(area)
    assert found.title.startswith("County overview: Testshire")
    assert found.as_json()["kind"] == "cover" and found.facts["partnership_code"] == "E10000099"
    assert dict(found.lines())["Districts"].startswith("Ownham, Firstby")


class Held:
    def partnerships(self) -> pd.DataFrame:
        return make_case({code: {"burglary": 1} for code in COUNTY}, county=COUNTY[:2]).partnerships


@pytest.mark.parametrize("asked", ["Testshire", "testSHIRE ", "E10000099", "e10000099"])
def test_a_county_is_found_by_name_or_code(asked):
    code, name, table = find_county(asked, Held())
    assert (code, name) == ("E10000099", "Testshire")
    assert list(table["partnership_name"]) == ["Firstby", "Ownham"]


def test_an_unknown_county_gets_the_nearest(tmp_path):
    with pytest.raises(ParamsError, match="Testshir'") as error:
        find_county("Testshir", Held())
    assert "Testshire (E10000099)" in str(error.value)


@pytest.mark.parametrize(
    ("given", "words"), [({"months": "x"}, "months"), ({"edition": "secret"}, "edition")]
)
def test_a_wrong_setting_of_the_overview_is_refused(given, words, tmp_path):
    with pytest.raises(ParamsError, match=words):
        county_job("Testshire", Held(), tmp_path, None, given)


def test_the_job_of_a_county_takes_its_settings_along(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "pads_analysis.data.county_opening.check_county",
        lambda *given, **settings: asked.append(settings) or ("E10000099", "Testshire"),
    )
    job = county_job("Testshire", Held(), tmp_path, None, {"months": "6", "statistics.margin": "0.05"})
    assert (job.partnership, job.page) == ("E10000099", "county_overview.html")
    assert job.parameters["months"] == 6 and job.parameters["settings"] == {"statistics.margin": "0.05"}
    assert [path.name for path in job.chapters] == ["overview.ipynb"]
    assert asked[0]["months"] == 6 and asked[0]["settings"] == {"statistics.margin": "0.05"}
