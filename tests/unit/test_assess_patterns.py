"""Seasons, hot spots and deprivation: what is left out, what was not tested, and what is said about it."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from assess_cases import OWN, make_case
from shapely.geometry import box

from pads_analysis.assess.area import area_profile
from pads_analysis.assess.patterns import deprivation, hotspots
from pads_analysis.assess.result import NotAvailable
from pads_analysis.assess.seasons import seasonality

SEASON = np.round(100 * (1 + 0.3 * np.sin(2 * np.pi * np.arange(12) / 12))).astype(int)


def years(number: int, level: int = 1, seed: int = 3) -> list[int]:
    return np.random.default_rng(seed).poisson(np.tile(SEASON, number) * level).tolist()


def test_an_offence_that_exists_for_a_few_months_is_left_out_of_the_seasons():
    case = make_case({OWN: {"burglary": years(4), "robbery": [0] * 42 + [90] * 6}}, first="2018-01")
    found = seasonality(case)
    assert set(found.strength["offence_code"]) == {"all_crime", "burglary"}
    assert any("Without a season" in note and "Robbery" in note for note in found.basis.notes)


@pytest.mark.filterwarnings("error")
def test_an_offence_that_exists_for_twelve_months_only_is_left_out():
    case = make_case({OWN: {"burglary": years(3), "robbery": [0] * 24 + [90] * 12}}, first="2019-01")
    assert set(seasonality(case).strength["offence_code"]) == {"all_crime", "burglary"}


@pytest.mark.filterwarnings("error")
def test_an_offence_that_began_two_years_ago_is_judged_by_those_two_years():
    began = make_case({OWN: {"burglary": years(5), "robbery": [0] * 36 + years(2)}}, first="2017-01")
    alone = make_case({OWN: {"burglary": years(2, seed=8), "robbery": years(2)}}, first="2020-01")
    index = [
        one.table.query("offence_code == 'robbery'")["index"].tolist()
        for one in (seasonality(began), seasonality(alone))
    ]
    assert index[0] == pytest.approx(index[1])


def test_seasons_are_said_to_rest_on_their_own_months():
    case = make_case({OWN: {"burglary": years(4)}}, first="2018-01")
    found = seasonality(case)
    assert found.basis.period == "January 2018 to December 2021"
    assert found.n_years == 4
    gap = make_case(
        {OWN: {"burglary": years(4)}}, first="2018-01", bad={OWN: {"2018-05": "looks incomplete"}}
    )
    said = seasonality(gap).basis
    assert said.period == "47 of the 48 months of January 2018 to December 2021"
    assert any("May 2018" in note for note in said.notes)


def test_seasons_without_any_offence_say_so():
    case = make_case({OWN: {"burglary": [0] * 42 + [90] * 6}}, first="2018-01")
    assert isinstance(seasonality(case), NotAvailable)


def placed(number: int, now: list[int], before: list[int], drawn: int | None = None, **columns):
    """Return a case of `number` places in a row of squares, `drawn` of them with an outline."""
    codes = [f"E0100{index:04d}" for index in range(number)]
    places = pd.DataFrame({
        "place_code": codes, "place_name": [f"Place {index}" for index in range(number)], "ward_code": "",
        "ward_name": "", "district_code": "E07000001", "district_name": "Ownham", "imd_year": 2019.0,
        "imd_decile": np.nan, "imd_rank": np.nan, "population": 1000.0, "population_year": 2020.0, **columns,
    })  # fmt: skip
    held = [
        (code, pd.Timestamp(month), "burglary", count)
        for month, counts in (("2021-06-01", now), ("2020-06-01", before))
        for code, count in zip(codes, counts, strict=True)
        if count
    ]
    rows = pd.DataFrame(held, columns=["place_code", "month", "offence_code", "count"])
    case = make_case({OWN: {"burglary": 20}}, places=places, place_months=rows)
    if drawn is None:
        return case
    squares = [box(index % 5, index // 5, index % 5 + 1, index // 5 + 1) for index in range(number)]
    shapes = gpd.GeoDataFrame({"place_code": codes, "place_name": codes}, geometry=squares, crs="EPSG:27700")
    return replace(case, boundaries=shapes.head(drawn))


def test_boundaries_for_one_place_only_test_nothing_and_raise_nothing():
    found = hotspots(placed(20, [50] + [5] * 19, [5] * 20, drawn=1))
    assert not found.tested and found.n_tested == 0
    assert found.why_untested == "fewer than eight of its 20 small areas have an outline in the store (1)"
    assert set(found.places["status"]) == {"not tested"}
    assert found.places["is_hot"].isna().all()


def test_six_places_with_boundaries_are_few_places_and_not_no_boundaries():
    found = hotspots(placed(6, [50] + [5] * 5, [5] * 6, drawn=6))
    assert not found.tested
    assert found.why_untested == "it has fewer than eight small areas (6)"
    assert hotspots(placed(6, [5] * 6, [5] * 6)).why_untested == "the store has no boundaries"


def test_a_place_without_an_outline_is_not_tested_and_the_rest_are():
    found = hotspots(placed(25, [60, 60, 1, 1, 1, 60, 60] + [1] * 18, [1] * 25, drawn=24))
    table = found.places.set_index("place_name")
    assert found.tested and found.n_tested == 24 and found.why_untested == ""
    assert table.at["Place 24", "status"] == "not tested" and pd.isna(table.at["Place 24", "is_hot"])
    assert table.at["Place 0", "status"] == "new" and table.at["Place 0", "is_hot"]
    assert table.at["Place 19", "status"] == ""
    assert found.n_hot == table["is_hot"].fillna(False).sum() > 0
    assert any("two tests side by side" in note for note in found.basis.notes)
    assert any("1 of the 25 small areas have no outline" in note for note in found.basis.notes)


def test_mixed_years_of_population_are_said():
    people = [2019.0] * 4 + [2020.0] * 6
    notes = hotspots(placed(10, [9] * 10, [9] * 10, population_year=people)).basis.notes
    assert any("mid-2019 (4 small areas), mid-2020 (6 small areas)" in note for note in notes)
    one = hotspots(placed(10, [9] * 10, [9] * 10)).basis.notes
    assert "Small-area rates use mid-2020 populations." in one


@pytest.mark.parametrize("deciles", [[3, 4, 9, 10], [1, 2, 5, 8], [4, 5, 6, 7]])
def test_only_the_national_ends_are_compared(deciles):
    found = deprivation(placed(8, [30] * 8, [5] * 8, imd_decile=[*map(float, deciles)] * 2))
    assert np.isnan([found.ratio, found.ratio_low, found.ratio_high]).all()
    held = sorted({(decile + 1) // 2 for decile in deciles})
    assert any(f"in fifths {', '.join(map(str, held))} only" in note for note in found.basis.notes)


def test_both_ends_are_compared_and_what_the_comparison_is_not_is_said():
    found = deprivation(placed(8, [40] * 4 + [10] * 4, [5] * 8, imd_decile=[1.0] * 4 + [10.0] * 4))
    assert found.ratio == pytest.approx(4)
    said = " ".join(found.basis.notes)
    assert "crime domain" in said and "national ranking" in said and "visit" in said
    assert "are not compared" not in said


def test_the_ranking_of_a_welsh_area_is_not_said_to_be_england_s():
    facts = " ".join(area_profile(placed(8, [5] * 8, [5] * 8, imd_decile=1.0)).table["fact"])
    assert "national ranking" in facts and "England" not in facts


def test_a_season_seen_only_in_the_wider_area_is_given_with_that_area():
    """Ten partnerships with some 60 thefts a year; two more are in the lookups without any delivery."""
    mild = 5 * (1 + 0.35 * np.sin(2 * np.pi * np.arange(48) / 12))
    rng = np.random.default_rng(5)
    codes = [OWN, *[f"E2200010{k}" for k in range(9)]]
    case = make_case(
        {code: {"burglary": [100] * 48, "robbery": rng.poisson(mild).tolist()} for code in codes},
        first="2018-01",
    )
    listed = case.partnerships.iloc[[0, 0]].assign(partnership_code=["E22000201", "E22000202"])
    case = replace(case, partnerships=pd.concat([case.partnerships, listed], ignore_index=True))
    found = seasonality(case)
    assert not found.strength.set_index("offence_code").loc["robbery", "is_seasonal"]
    (row,) = found.wider.to_dict("records")
    assert (row["offence_code"], row["offence_name"]) == ("robbery", "Robbery")
    assert row["area"].startswith("the 10 partnerships")
    assert row["peak_low"] < row["peak_index"] < row["peak_high"] and row["peak_month"] in (3, 4, 5)
