"""What changed, what it is made of, and what is never read as a change."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from assess_cases import OWN, PEERS, by_month, make_case
from scipy import stats

from pads_analysis.assess.change import MIN_EVENTS_FOR_PLACE, change, count_dispersion, place_change
from pads_analysis.assess.drivers import contributions, peer_trend
from pads_analysis.assess.patterns import concentration, deprivation, hotspots
from pads_analysis.assess.quality import quality
from pads_analysis.assess.recording import recording
from pads_analysis.assess.result import NotAvailable
from pads_analysis.assess.seasons import seasonality
from pads_analysis.assess.trends import trends


def rows(case):
    return change(case).table.set_index("offence_code")


def test_counts_differences_and_ratio_by_hand():
    case = make_case(
        {OWN: {"burglary": by_month(50, 75), "drugs": by_month(300, 300), "anti_social_behaviour": 900}}
    )
    table = rows(case)
    assert table.loc["burglary", ["count_before", "count", "difference"]].tolist() == [600, 900, 300]
    assert table.at["burglary", "ratio"] == pytest.approx(1.5)
    assert table.loc["all_crime", ["count_before", "count"]].tolist() == [4200, 4500]
    assert table["verdict"].to_dict() == {
        "all_crime": "uncertain", "anti_social_behaviour": "similar", "burglary": "higher", "drugs": "similar",
    }  # fmt: skip
    found = change(case)
    assert (found.months_compared, found.months_left_out) == (12, ())
    assert found.period_before == "January 2020 to December 2020"


def test_a_half_delivered_month_is_not_read_as_a_fall():
    half = [*[500] * 11, 2]
    whole = rows(make_case({OWN: {"burglary": by_month(500, half)}}))
    case = make_case({OWN: {"burglary": by_month(500, half)}}, bad={OWN: {"2021-12": "looks incomplete"}})
    table = rows(case)
    assert whole.at["burglary", "difference"] == -498
    assert table.loc["burglary", ["count_before", "count", "difference"]].tolist() == [5500, 5500, 0]
    assert (
        table.at["burglary", "ratio"] == pytest.approx(1.0) and table.at["burglary", "verdict"] == "similar"
    )
    found = change(case)
    assert found.months_compared == 11 and found.months_left_out == ("December 2021 (looks incomplete)",)


def test_few_events_have_the_exact_interval():
    case = make_case({OWN: {"robbery": by_month([1] * 8 + [0] * 4, [2] * 8 + [0] * 4)}})
    row = rows(case).loc["robbery"]
    low, high = stats.beta.ppf(0.025, 16, 9), stats.beta.ppf(0.975, 17, 8)
    assert row["method"] == "exact"
    assert [row["ci_low"], row["ci_high"]] == pytest.approx([low / (1 - low), high / (1 - high)])
    assert row["p"] == pytest.approx(min(1, 2 * stats.binom.sf(15, 24, 0.5)))


def test_fewer_than_the_least_count_says_nothing():
    case = make_case({OWN: {"robbery": by_month([9, *[0] * 11], 0), "burglary": 50}})
    row = rows(case).loc["robbery"]
    assert row["verdict"] == "too_few" and row["ratio"] == 0
    case = make_case({OWN: {"robbery": by_month([10, *[0] * 11], 0), "burglary": 50}})
    assert rows(case).at["robbery", "verdict"] == "lower"


def test_from_nothing_to_something_is_infinite_and_still_judged():
    row = rows(make_case({OWN: {"robbery": by_month(0, 4), "burglary": 50}})).loc["robbery"]
    assert math.isinf(row["ratio"]) and row["difference"] == 48
    assert row["verdict"] == "higher"


def test_net_negative_months_keep_their_difference():
    case = make_case({OWN: {"robbery": by_month(10, [-20, *[10] * 11])}})
    row = rows(case).loc["robbery"]
    assert row[["count", "count_before", "difference"]].tolist() == [90, 120, -30]


def test_less_than_four_pairs_of_months_is_an_absence():
    bad = {f"2021-{month:02d}": "looks incomplete" for month in range(4, 13)}
    case = make_case({OWN: {"burglary": 50}}, bad={OWN: bad})
    for question in (change, contributions, peer_trend, place_change):
        found = question(case)
        assert isinstance(found, NotAvailable), question
        assert found.because
    assert "only 3 months of the 12 are complete in both" in change(case).because
    assert count_dispersion(case).empty


def test_a_known_recording_change_marks_its_offence_and_the_total_marks_all():
    entry = {"month": "2021-04", "offence": "burglary", "note": "Counted anew.", "source": "The rules."}
    counts = {OWN: {"burglary": by_month(50, 90), "drugs": 40}}
    case = make_case(counts, settings={"recording_changes": [entry]})
    table = rows(case)
    assert table["recording"].to_dict() == {"all_crime": False, "burglary": True, "drugs": False}
    assert table.at["burglary", "note"] == "Counted anew."
    every = rows(make_case(counts, settings={"recording_changes": [{**entry, "offence": "all_crime"}]}))
    assert every["recording"].all()
    past = rows(make_case(counts, settings={"recording_changes": [{**entry, "month": "2019-12"}]}))
    assert not past["recording"].any()
    assert past.at["drugs", "note"].startswith("Recorded drug offences")


def test_parts_of_the_change_add_up_to_it():
    case = make_case({
        OWN: {"burglary": by_month(50, 75), "drugs": by_month(30, 20), "anti_social_behaviour": by_month(10, 90)},
    })  # fmt: skip
    found = contributions(case)
    assert (found.count_before, found.count) == (960, 1140)
    assert found.total_change_percent == pytest.approx(18.75)
    points = found.offences.set_index("offence_code")["contribution_points"]
    assert points.to_dict() == pytest.approx({"burglary": 300 / 9.6, "drugs": -120 / 9.6})
    assert points.sum() == pytest.approx(found.total_change_percent)
    assert found.places is None
    none_before = make_case({OWN: {"burglary": by_month(0, 5)}})
    assert "no crime was recorded in the period before" in contributions(none_before).because


def test_a_net_negative_count_keeps_the_points_and_has_no_interval():
    case = make_case({OWN: {"burglary": by_month(50, 60), "robbery": by_month(5, [-90, *[5] * 11])}})
    found = contributions(case)
    assert (found.count_before, found.count) == (660, 685)
    points = found.offences.set_index("offence_code")["contribution_points"]
    assert points.to_dict() == pytest.approx({"burglary": 120 / 6.6, "robbery": -95 / 6.6})
    assert points.sum() == pytest.approx(found.total_change_percent)
    limits = found.offences.set_index("offence_code")[["ci_low", "ci_high"]]
    assert limits.loc["robbery"].isna().all() and limits.loc["burglary"].notna().all()


def test_nothing_comparable_with_peers_is_an_absence():
    found = peer_trend(make_case({code: {"burglary": by_month(5, 0)} for code in (OWN, *PEERS)}))
    assert isinstance(found, NotAvailable) and "no offence was recorded here in both periods" in found.because


def test_the_own_change_beside_that_of_peers():
    counts = {OWN: {"burglary": by_month(50, 100)}}
    for code, now in zip(PEERS, (50, 55, 60), strict=True):
        counts[code] = {"burglary": by_month(50, now)}
    found = peer_trend(make_case(counts))
    row = found.table.set_index("offence_code").loc["burglary"]
    assert found.n_peers == 3
    assert row["own_ratio"] == pytest.approx(2.0)
    # The unweighted mean of the peers' ratios.
    assert row["peer_ratio"] == pytest.approx(1.1, rel=0.01)
    assert row["relative_ratio"] == pytest.approx(2.0 / row["peer_ratio"])
    assert row["ci_low"] < row["relative_ratio"] < row["ci_high"]
    assert row["verdict"] == "higher"


def test_too_few_peers_are_said():
    counts = {code: {"burglary": 50} for code in (OWN, *PEERS[:2])}
    assert "only 2 peers" in peer_trend(make_case(counts)).because
    bad = {PEERS[2]: {f"2020-{month:02d}": "missing" for month in range(1, 13)}}
    four = {code: {"burglary": 50} for code in (OWN, *PEERS)}
    assert "only 2 peers" in peer_trend(make_case(four, bad=bad)).because


def test_questions_about_places_say_that_the_source_has_none():
    case = make_case({OWN: {"burglary": 50}}, source="borough")
    for question in (hotspots, concentration, deprivation, place_change):
        found = question(case)
        assert isinstance(found, NotAvailable)
        assert "no locations" in found.because and "street-level files" in found.do
    gaps = " ".join(quality(case).gaps["gap"])
    assert "without locations" in gaps and "Anti-social behaviour incidents are not in this source" in gaps


def placed(n: int, now: list[int], before: list[int], **columns) -> dict[str, pd.DataFrame]:
    codes = [f"E0100{at:04d}" for at in range(n)]
    places = pd.DataFrame({
        "place_code": codes, "place_name": [f"Place {at}" for at in range(n)], "ward_code": "", "ward_name": "",
        "district_code": "E07000001", "district_name": "Ownham", "imd_year": 2019.0, "imd_decile": np.nan,
        "imd_rank": np.nan, "population": 1000.0, "population_year": 2020.0, **columns,
    })  # fmt: skip
    held = [
        (code, pd.Timestamp(month), "burglary", count)
        for month, counts in (("2021-06-01", now), ("2020-06-01", before))
        for code, count in zip(codes, counts, strict=True)
        if count
    ]
    return {
        "places": places,
        "place_months": pd.DataFrame(held, columns=["place_code", "month", "offence_code", "count"]),
    }


def test_a_small_area_is_set_against_the_change_of_all_areas_together():
    now, before = [60, 20, 20, 20, 20, 20, 20, 20, 20, 5], [20] * 9 + [5]
    case = make_case({OWN: {"burglary": 20}}, **placed(10, now, before))
    found = place_change(case)
    assert found.n_tested == 9
    table = found.table.set_index("place_name")
    overall = 225 / 185
    assert table.at["Place 0", "ratio"] == pytest.approx(3 / overall)
    assert table.at["Place 1", "ratio"] == pytest.approx(1 / overall)
    share = overall / (1 + overall)
    assert table.at["Place 0", "p"] == pytest.approx(2 * stats.binom.sf(59, 80, share))
    assert table.at["Place 0", "verdict"] == "higher"
    # All doubled: nobody stands out.
    doubled = place_change(make_case({OWN: {"burglary": 20}}, **placed(10, [60] * 10, [30] * 10)))
    assert set(doubled.table["verdict"]) <= {"similar", "uncertain"}
    assert str(MIN_EVENTS_FOR_PLACE) in found.rule


def test_concentration_counts_areas_without_crime_too():
    now = [50, 30, 10, 10, 0, 0, 0, 0, 0, 0]
    found = concentration(make_case({OWN: {"burglary": 20}}, **placed(10, now, [0] * 10)))
    table = found.table.set_index("share_crime")
    assert (found.n_places, found.count) == (10, 100)
    assert table["places"].to_dict() == {0.25: 1, 0.5: 1, 0.8: 2}
    assert table.at[0.8, "share_places"] == pytest.approx(0.2)
    assert table.at[0.8, "places_by_chance"] > 5
    ordered = np.sort(now)
    gini = 2 * (np.arange(1, 11) * ordered).sum() / (10 * 100) - 1.1
    assert found.gini == pytest.approx(gini)
    few = concentration(make_case({OWN: {"burglary": 20}}, **placed(10, [4] * 10, [0] * 10)))
    assert "only 40 located crimes" in few.because


def test_deprivation_by_fifth_by_hand():
    deciles = [1, 2, 2, 9, 10, 10, np.nan, 1, 10, 9]
    now = [40, 50, 60, 10, 20, 30, 99, 50, 20, 20]
    people = [1000.0] * 7 + [0.0, 1000.0, 1000.0]
    case = make_case(
        {OWN: {"burglary": 20}}, **placed(10, now, [0] * 10, imd_decile=deciles, population=people)
    )
    found = deprivation(case)
    table = found.table.set_index("quintile")
    assert table["places"].to_dict() == {1: 3, 5: 5} and table["count"].to_dict() == {1: 150, 5: 100}
    assert table["rate_per_1000"].to_dict() == pytest.approx({1: 50.0, 5: 20.0})
    assert found.ratio == pytest.approx(2.5) and found.ratio_low < 2.5 < found.ratio_high
    assert (
        "no deprivation index"
        in deprivation(make_case({OWN: {"burglary": 20}}, **placed(10, now, now))).because
    )
    one = placed(10, now, now, imd_decile=1.0)
    assert "one fifth" in deprivation(make_case({OWN: {"burglary": 20}}, **one)).because


def test_hot_spots_without_boundaries_are_listed_and_not_tested():
    found = hotspots(make_case({OWN: {"burglary": 20}}, **placed(10, [50, *[5] * 9], [5] * 10)))
    assert not found.tested and found.n_hot == 0
    top = found.places.iloc[0]
    assert (top["place_name"], top["count"], top["count_before"]) == ("Place 0", 50, 5)
    assert top["share"] == pytest.approx(50 / 95) and top["rate_per_1000"] == pytest.approx(50.0)
    assert found.places["z"].isna().all()


def test_trends_and_seasons_need_a_history():
    short = make_case({OWN: {"burglary": 50}}, first="2020-07", last="2021-12")
    assert "only 6 complete months lie before the period" in trends(short).because
    assert "only 18 complete months" in seasonality(short).because
    rare = make_case({OWN: {"burglary": 1}})
    assert "no offence reaches" in seasonality(rare).because


def test_limits_come_from_the_months_before_and_mark_what_leaves_them():
    before = [50, 52, 48, 51, 49, 50, 52, 48, 51, 49, 50, 50]
    now = [50, 49, 51, 50, 120, 50, 49, 51, 50, 49, 51, 50]
    found = trends(make_case({OWN: {"burglary": by_month(before, now), "drugs": 5, "public_order": 7}}))
    signals = found.signals.set_index("offence_code")
    assert "limits" in signals.at["burglary", "rules"]
    assert signals.at["burglary", "count"] == 50
    table = next(one for one in found.series if one.offence_code == "all_crime").table
    assert table["in_baseline"].tolist() == [True] * 12 + [False] * 12
    days = pd.DatetimeIndex(table["month"]).days_in_month.to_numpy()
    daily = (np.array(before) + 12) / days[:12]
    assert table["expected"].tolist() == pytest.approx(list(daily.mean() * days))
    assert {one.family for one in found.series} == {"crime", "disorder", "substance_misuse"}


def test_recording_needs_other_forces():
    case = make_case({code: {"burglary": 50} for code in (OWN, *PEERS)})
    found = recording(case)
    assert isinstance(found, NotAvailable) and "of other forces the store holds 0" in found.because
    other = case.partnerships.assign(force_code=["E23000099", *["E23000001"] * 3])
    assert "of the same force the store holds 1" in recording(replace(case, partnerships=other)).because
