"""Who is harmed and who offends: shares by hand, nobody counted twice, unknown said, small bases withheld."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from partner_cases import incidents, partner_case

from pads_analysis.assess.people import people
from pads_analysis.assess.result import NotAvailable, Verdict
from pads_analysis.release.gate import release
from pads_analysis.show import charts, sentences, tables
from pads_analysis.vocabulary.people import age_band

#: 48 women of 30, 24 men of 20, 12 of unknown sex and age: a month of crimes, each with a victim.
MONTH = [("female", 30.0)] * 4 + [("male", 20.0)] * 2 + [("", np.nan)]


def crimes(month=MONTH, prefix: str = "victim", **columns) -> pd.DataFrame:
    """The same crimes in every month of two years."""
    rows = incidents(len(month), **({"category_code": "violence", "category": "VIOLENCE"} | columns))
    sexes, ages = zip(*month, strict=True)
    return rows.assign(**{f"{prefix}_sex": list(sexes) * 24, f"{prefix}_age": list(ages) * 24})


def cell(result, dimension: str, **where) -> pd.Series:
    table = result.shares[result.shares["dimension"] == dimension]
    for name, value in where.items():
        table = table[table[name] == value]
    (found,) = table.to_dict("records")
    return pd.Series(found)


@pytest.mark.parametrize(
    ("years", "band"),
    [
        (0, "under 18"),
        (17.9, "under 18"),
        (18, "18 to 24"),
        (64, "50 to 64"),
        (65, "65 and over"),
        (99, "65 and over"),
    ],
)
def test_bands_of_age(years, band):
    assert age_band(years) == band


def test_a_missing_age_has_no_band():
    assert age_band(float("nan")) == ""


def test_shares_are_of_those_known_with_wilson_limits_and_the_unknown_is_said():
    case = partner_case({"police_crime": crimes()})
    result = people(case)
    female = cell(result, "sex", sex="female")
    assert (female["count"], female["base"]) == (48, 72)
    # Wilson for 48 of 72: centre (48 + 1.9207) / (72 + 3.8415), half-width by hand.
    assert (female["low"], female["high"]) == pytest.approx((0.5519, 0.7645), abs=1e-3)
    assert cell(result, "age", band="18 to 24")["share"] == pytest.approx(1 / 3)
    assert cell(result, "both", band="25 to 34", sex="female")["count"] == 48
    assert cell(result, "both", band="25 to 34", sex="male")["count"] == 0
    told = " ".join(each.text for each in sentences.people(release(result, case)))
    assert "67% (95% interval 55% to 76%) female of the 72 whose sex was recorded" in told
    assert "Of 84 rows, 14% say no age and 14% no sex" in told
    assert "not risks" in told


def test_below_the_smallest_base_no_share_is_given():
    case = partner_case({"police_crime": crimes(MONTH[:4])})
    result = people(case)
    assert result.shares.empty and not result.groups["shown"].any() and result.compared.empty
    shown = release(result, case)
    assert "fewer than 50" in " ".join(each.text for each in sentences.people(shown))
    assert charts.people(shown) == []
    assert tables.people(shown)[0].rows == ()


def test_victims_of_two_data_sets_are_counted_once_from_the_one_with_a_row_each():
    persons = pd.concat(
        [
            crimes([("male", 40.0)] * 5, "person", category_code="victim", detail="Burglary"),
            crimes([("male", 16.0)] * 6, "person", category_code="offender", detail="Burglary"),
        ]
    )
    # Any set whose categories are kinds of people will do.
    frames = {"police_crime": crimes(), "ambulance_calls": persons}
    result = people(partner_case(frames))
    groups = result.groups.set_index("group")
    assert groups.loc["victims", "data_set"] == "ambulance_calls" and groups.loc["victims", "with_sex"] == 60
    assert list(result.groups["group"]).count("victims") == 1
    assert "are the same people and are not counted again" in result.choice[0]
    assert groups.loc["offenders", "with_age"] == 72


def test_one_victim_of_many_crimes_is_not_taken_for_many_victims():
    alone = people(partner_case({"police_crime": crimes()}))
    # The six people of whom sex is known, twelve rows each: 72 rows tell what 6 people do.
    rows = crimes()
    rows["repeat_key"] = [f"{row % 7}" for row in range(len(rows))]
    same = people(partner_case({"police_crime": rows}))
    one, six = cell(alone, "sex", sex="female"), cell(same, "sex", sex="female")
    assert (six["count"], six["base"], six["share"]) == (48, 72, one["share"])
    # Wilson for 4 of 6 people by hand: centre (4 + 1.9207) / (6 + 3.8415) = 0.6016, half-width 0.3016.
    assert (six["low"], six["high"]) == pytest.approx((0.3000, 0.9032), abs=2e-3)


def test_the_key_beside_a_crime_is_not_that_of_its_suspect():
    rows = crimes(prefix="offender")
    rows["repeat_key"] = "1"
    found = cell(people(partner_case({"police_crime": rows})), "sex", sex="female")
    assert (found["low"], found["high"]) == pytest.approx((0.5519, 0.7645), abs=1e-3)


def test_people_treated_stand_apart_from_recorded_victims():
    frames = {"police_crime": crimes(), "emergency_department": crimes([("male", 22.0)] * 5, "person")}
    result = people(partner_case(frames))
    assert list(result.groups["group"]) == ["victims", "emergency_department"]
    assert cell(result, "sex", group="emergency_department", sex="male")["share"] == 1


def test_only_assaults_of_the_hospital_admissions_are_people_harmed():
    frames = {
        "hospital_admissions": pd.concat(
            [
                crimes([("male", 22.0)] * 5, "person", category_code="assault"),
                crimes([("female", 50.0)] * 5, "person", category_code="toxic_alcohol"),
            ]
        )
    }
    (group,) = people(partner_case(frames)).groups.to_dict("records")
    assert group["rows"] == 60


def test_an_offence_is_set_beside_the_other_offences_and_only_a_planted_difference_is_called():
    even = [("female", 30.0), ("male", 40.0)] * 5
    frames = {
        "police_crime": pd.concat(
            [
                crimes([("female", 30.0)] * 8 + [("male", 40.0)] * 2, category_code="sexual_offences"),
                crimes(even, category_code="violence"),
                crimes(even, category_code="burglary"),
            ]
        )
    }
    case = partner_case(frames)
    result = people(case)
    rest = result.compared[(result.compared["kind"] == "rest") & (result.compared["dimension"] == "sex")]
    by_name = rest.set_index("offence")
    sexual = by_name.loc["Sexual offences"]
    assert (sexual["count"], sexual["base"], sexual["count_other"], sexual["base_other"]) == (
        96,
        120,
        120,
        240,
    )
    assert sexual["ratio"] == pytest.approx(1.6) and sexual["verdict"] is Verdict.HIGHER
    before = result.compared[result.compared["kind"] == "before"]
    assert len(before) and not before["verdict"].isin([Verdict.HIGHER, Verdict.LOWER]).any()
    told = " ".join(each.text for each in sentences.people(release(result, case)))
    assert "The share of women and girls among recorded victims of sexual offences is higher than" in told


def test_a_change_in_who_is_harmed_is_found():
    now, before = (
        crimes([("female", 30.0)] * 8 + [("male", 30.0)] * 2),
        crimes([("female", 30.0), ("male", 30.0)] * 5),
    )
    rows = pd.concat([before[before["month"] < "2021"], now[now["month"] >= "2021"]])
    result = people(partner_case({"police_crime": rows}))
    found = result.compared[
        (result.compared["kind"] == "before") & (result.compared["dimension"] == "sex")
    ].iloc[0]
    assert (found["share"], found["share_other"]) == (0.8, 0.5) and found["verdict"] is Verdict.HIGHER


def test_the_chart_has_both_sexes_in_words_and_the_numbers_behind_it():
    case = partner_case({"police_crime": crimes()})
    (figure,) = charts.people(release(people(case), case))
    assert "female, 25 to 34 (67%)" in figure.title
    assert len(figure.data.rows) == 12
    shares, compared = tables.people(release(people(case), case))
    assert shares.rows[0][1:4] == ("Female", 48, 72) and compared.rows


def test_without_age_or_sex_it_is_said_what_to_do():
    for frames in ({}, {"police_crime": incidents(9, category_code="violence")}):
        absence = people(partner_case(frames))
        assert isinstance(absence, NotAvailable) and "age or sex" in absence.because


def test_the_public_edition_withholds_it():
    case = partner_case({"police_crime": crimes()}, settings={"edition": "public"})
    assert isinstance(release(people(case), case).value, NotAvailable)
