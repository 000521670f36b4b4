"""Concerns with places as intervals, concerns beside the records, and meetings."""

from __future__ import annotations

import numpy as np
import pytest
from assess_cases import OWN, make_case, survey
from survey_cases import WORST, case_with, held

from pads_analysis.assess.concern_gap import concern_gap
from pads_analysis.assess.concerns import concerns
from pads_analysis.assess.meetings import meetings
from pads_analysis.assess.result import NotAvailable
from pads_analysis.params.views import ViewsFile

NAMES = WORST["answers"]


def named(n: int, **counts: int) -> dict[str, list[list[str]]]:
    """Of n people, so many name each answer, spread so that answers overlap little."""
    rng = np.random.default_rng(1)
    people: list[list[str]] = [[] for _ in range(n)]
    for name, count in counts.items():
        for at in rng.permutation(n)[:count]:
            people[at].append(name.replace("_", " "))
    return {"worst": people}


CLEAR = named(800, Speeding=440, Burglary=240, Litter=230, Drug_use=100, Drug_dealing=40)


def test_places_are_intervals_and_only_a_clear_first_is_called_so():
    found = concerns(case_with(held([WORST], CLEAR))).table.set_index("question")
    assert found.loc["Speeding", ["rank_low", "rank_high", "first"]].tolist() == [1, 1, True]
    assert found.loc[["Burglary", "Litter"], ["rank_low", "rank_high"]].to_numpy().tolist() == [
        [2, 3],
        [2, 3],
    ]
    assert found.loc["Drug dealing", "rank_low"] == 5
    even = named(800, Speeding=240, Burglary=240, Litter=235, Drug_use=236, Drug_dealing=238)
    found = concerns(case_with(held([WORST], even))).table
    assert not found["first"].any() and (found["rank_low"] == 1).all() and (found["rank_high"] == 5).all()


def test_open_surveys_and_small_bases_have_no_place():
    chose = concerns(case_with(held([WORST], CLEAR, sample="open")))
    assert chose.table.empty and chose.open_table["rank_low"].isna().all()
    few = concerns(case_with(held([WORST], named(45, Speeding=40, Burglary=2)))).table
    assert few["rank_low"].isna().all() and not few["first"].any() and few["value"].isna().all()


def test_residents_and_workers_have_lists_of_their_own():
    group = ["R"] * 500 + ["W"] * 300
    found = concerns(case_with(held([WORST], CLEAR, group=group, population="both"))).table
    assert list(dict.fromkeys(found["group"])) == ["residents and workers", "residents", "workers"]
    workers = found.loc[found["group"] == "workers"].set_index("question")
    expected = sum("Speeding" in one for one in CLEAR["worst"][500:]) / 300
    assert workers.loc["Speeding", "value"] == pytest.approx(expected)


def test_published_concerns_are_placed_as_widely_as_their_overlap_may_be():
    def given(*values: float) -> ViewsFile:
        questions = [
            {"question": f"q{at}", "group": "residents", "value": value, "base": 400, "concern_offence": code}
            for at, (value, code) in enumerate(zip(values, ("burglary", "drugs", "robbery"), strict=True))
        ]
        return ViewsFile(surveys=[{**survey(True, 0.5), "questions": questions}])

    found = concerns(make_case({OWN: {"burglary": 50}}, views=given(0.6, 0.3, 0.28))).table
    assert found[["rank_low", "rank_high"]].to_numpy().tolist() == [[1, 1], [2, 3], [2, 3]]
    # Two errors of 2.45 points added and Bonferroni's 2.39 over three pairs: under 11.7 points nothing is told.
    found = concerns(make_case({OWN: {"burglary": 50}}, views=given(0.6, 0.5, 0.49))).table
    assert (found["rank_low"] == 1).all()


def test_nobody_asked_about_concerns_is_an_absence():
    found = concerns(make_case({OWN: {"burglary": 50}}))
    assert isinstance(found, NotAvailable) and "--as survey" in found.do
    assert isinstance(concern_gap(make_case({OWN: {"burglary": 50}})), NotAvailable)


def test_the_gap_names_what_the_police_figures_cannot_show_and_what_stands_apart():
    answers = named(800, Drug_use=430, Speeding=400, Burglary=100, Litter=90)
    found = concern_gap(case_with(held([WORST], answers), counts={"burglary": 400, "drugs": 20}))
    rows = found.table.set_index("question")
    verdicts = {name: rows.loc[name, "verdict"] for name in ("Speeding", "Litter", "Burglary")}
    assert verdicts == {
        "Speeding": "no police category", "Litter": "no police category", "Burglary": "lower in concern",
    }  # fmt: skip
    drugs = rows.loc["Drug use or Drug dealing"]
    assert drugs["verdict"] == "higher in concern" and drugs["count"] == 12 * 20
    assert (drugs["shared_low"], drugs["recorded_low"]) == (1, 2)
    assert {"survey", "street"} <= set(found.basis.source_kinds)
    even = concern_gap(case_with(held([WORST], answers), counts={"burglary": 30, "drugs": 30})).table
    assert set(even["verdict"]) == {"no police category", "no clear gap"}


def test_an_offence_that_the_counts_do_not_have_is_no_police_category():
    codes = {"concern_offences": {"Burglary": "burglary", "Litter": "fly_tipping"}}
    found = concern_gap(case_with(held([WORST | codes], CLEAR))).table.set_index("question")
    assert found.loc["Litter", "verdict"] == "no police category"
    assert found.loc["Burglary", "verdict"] == "not told", "one place alone says nothing"


# Meetings ---------------------------------------------------------------------------------------------------------


def log(*dates: str, public: bool = True, kind: str = "meeting", **said: object) -> ViewsFile:
    return ViewsFile(
        meetings=[{"date": day, "title": "Forum", "public": public, "kind": kind, **said} for day in dates]
    )


def years(views: ViewsFile) -> list[tuple[str, bool, str]]:
    found = meetings(make_case({OWN: {"burglary": 50}}, views=views))
    return [(f"{row.last:%Y-%m}", row.met, row.date) for row in found.years.itertuples()]


def test_a_public_meeting_is_looked_for_in_every_twelve_months():
    # The period ends in December 2021.
    assert years(log("2021-12-31", "2020-01")) == [
        ("2021-12", True, "2021-12-31"),
        ("2020-12", True, "2020-01"),
    ]
    assert years(log("2020-12-31")) == [("2021-12", False, ""), ("2020-12", True, "2020-12-31")]
    assert years(log("2015-01-01"))[0][1] is False and len(years(log("2015-01-01"))) == 3
    assert years(log("2022-03-01")) == [("2021-12", False, "")]


@pytest.mark.parametrize("said", [{"public": False}, {"kind": "workshop"}, {"kind": "consultation"}])
def test_only_a_meeting_that_anyone_could_attend_counts(said):
    assert years(log("2021-06-01", **said)) == [("2021-12", False, "")]


def test_the_log_says_who_was_reached_and_without_one_says_what_to_write():
    found = meetings(
        make_case(
            {OWN: {"burglary": 50}}, views=log("2021-06-01", reached=["young people"], said="Light it.")
        )
    )
    (row,) = found.table.to_dict("records")
    assert (row["reached"], row["said"]) == ("young people", "Light it.") and np.isnan(row["attendance"])
    none = meetings(make_case({OWN: {"burglary": 50}}))
    assert isinstance(none, NotAvailable) and "views.yaml" in none.do


def test_a_meeting_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="ends on 2021-05-01, before it begins"):
        log("2021-06-01", last="2021-05-01")
    assert log("2021-06-12", last="2021-06").meetings[0].end == "2021-06"


def test_where_nothing_was_counted_no_concern_stands_apart_from_the_records():
    answers = {"worst": [["Burglary"]] * 150 + [["Drug use"]] * 30 + [["Speeding"]] * 20}
    bad = {OWN: {f"2021-{month:02d}": "absent" for month in range(1, 13)}}
    found = concern_gap(case_with(held([WORST], answers), counts={"burglary": 400, "drugs": 20}, bad=bad))
    table = found.table.set_index("offence_code")
    assert table.at["burglary", "verdict"] == "not told" and np.isnan(table.at["burglary", "count"])
