"""How long hot spots last: planted courses, agreement with the test of the period, honest refusals."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from assess_cases import OWN, make_case
from shapely.geometry import box

from pads_analysis.assess.patterns import hotspots
from pads_analysis.assess.persistence import persistence
from pads_analysis.assess.result import NotAvailable
from pads_analysis.release.gate import release
from pads_analysis.show import sentences

SIDE = 7
CODES = [f"E0100{at:04d}" for at in range(SIDE * SIDE)]
CLUSTER = [CODES[at] for at in (16, 17, 23, 24)]
OTHER = [CODES[at] for at in (5, 6, 12, 13)]


def gathered(
    courses, *, years: int = 4, low: int = 4, high: int = 30, drawn: int = len(CODES), bad=(), **options
):
    """Return a case of 49 squares; `courses` maps a cluster to the months (0 the first) in which it holds more."""
    months = pd.date_range("2022-01-01", periods=12 * years, freq="MS")[-12 * years :] - pd.DateOffset(
        years=years
    )
    table = pd.DataFrame(low, index=months, columns=CODES)
    for cluster, hot in courses:
        table.loc[[hot(at) for at in range(len(months))], list(cluster)] = high
    rows = table.stack().rename_axis(["month", "place_code"]).rename("count").reset_index()
    rows = rows.loc[rows["count"] > 0].assign(offence_code="burglary")
    places = pd.DataFrame({
        "place_code": CODES, "place_name": [f"Place {at}" for at in range(len(CODES))], "ward_code": "",
        "ward_name": "", "district_code": "E07000001", "district_name": "Ownham", "imd_year": 2019.0,
        "imd_decile": np.nan, "imd_rank": np.nan, "population": 1000.0, "population_year": 2020.0,
    })  # fmt: skip
    squares = [box(at % SIDE, at // SIDE, at % SIDE + 1, at // SIDE + 1) for at in range(len(CODES))]
    shapes = gpd.GeoDataFrame({"place_code": CODES, "place_name": CODES}, geometry=squares, crs="EPSG:27700")
    case = make_case(
        {OWN: {"burglary": table.sum(axis=1).astype(int).tolist()}},
        first=f"{months[0]:%Y-%m}", places=places, place_months=rows, bad={OWN: dict.fromkeys(bad, "missing")},
        **options,
    )  # fmt: skip
    return replace(case, boundaries=shapes.head(drawn))


def patterns(case) -> dict[str, set[str]]:
    places = persistence(case).places
    return {word: set(group["place_code"]) for word, group in places.groupby("pattern") if word}


def said(case) -> str:
    return " ".join(one.text for one in sentences.persistence(release(persistence(case), case)))


def test_a_moved_hot_spot_is_ended_in_one_place_and_recent_in_the_other():
    case = gathered([(CLUSTER, lambda at: at < 36), (OTHER, lambda at: at >= 36)])
    assert patterns(case) == {"ended": set(CLUSTER), "recent": set(OTHER)}
    status = hotspots(case).places.set_index("place_code")["status"]
    assert set(status[CLUSTER]) == {"former"} and set(status[OTHER]) == {"new"}
    row = persistence(case).places.set_index("place_code").loc[CLUSTER[0]]
    assert (row["steps_hot"], row["first_hot"], row["last_hot"]) == (
        12,
        "January to March 2018",
        "October to December 2020",
    )
    assert row["category"] == "no pattern detected"
    assert "Of the four hot spots that the test of the whole period finds now, four are recent." in said(case)


def test_a_hot_spot_in_every_quarter_lasts():
    case = gathered([(CLUSTER, lambda at: True)])
    assert patterns(case) == {"lasting": set(CLUSTER)}
    assert set(persistence(case).places.set_index("place_code").loc[CLUSTER, "now"]) == {"persistent"}


def test_a_hot_spot_in_and_out_is_on_and_off_and_no_change_is_read_from_it():
    case = gathered([(CLUSTER, lambda at: (at // 3) % 3 == 0)])
    assert patterns(case)["on_off"] >= set(CLUSTER)
    assert "no change is to be read from it" in said(case)


def test_the_steps_end_with_the_period_and_a_quarter_with_one_month_only_is_left_out():
    found = persistence(gathered([(CLUSTER, lambda at: True)], bad=("2020-05", "2020-06")))
    assert len(found.steps) == 15 and found.n_now == 4 and found.step_months == 3
    assert found.steps["label"].iloc[-1] == "October to December 2021"
    assert "April to June 2020" not in set(found.steps["label"])
    assert any("1 quarter without enough complete months" in note for note in found.basis.notes)
    whole = persistence(gathered([(CLUSTER, lambda at: True)], bad=("2020-05",)))
    assert whole.steps.set_index("label").at["April to June 2020", "months"] == 2


def test_too_few_quarters_are_refused():
    found = persistence(gathered([(CLUSTER, lambda at: True)], years=2))
    assert isinstance(found, NotAvailable) and found.section == "persistence"
    assert "make up 8 quarters and 10 are needed" in found.because and found.do == "Ingest earlier months."


def test_sparse_counts_are_refused_and_half_years_tried_first():
    options = {"settings": {"statistics.history_months": 72}}
    sparse = [(CODES, lambda at: at % 6 == 0)]
    half = persistence(
        gathered([*sparse, (CLUSTER, lambda at: at % 6 == 0)], years=6, low=0, high=3, **options)
    )
    assert half.step_months == 6 and len(half.steps) == 12
    assert any("half-years are tested" in note for note in half.basis.notes)
    refused = persistence(gathered(sparse, years=4, low=0, high=3))
    assert isinstance(refused, NotAvailable)
    assert "all police recorded crime is too rare: 1.5 are recorded" in refused.because
    assert "only 8 half-years" in refused.because


def test_without_outlines_or_places_there_is_no_pattern():
    few = persistence(gathered([(CLUSTER, lambda at: True)], drawn=5))
    assert isinstance(few, NotAvailable) and "fewer than eight" in few.because
    none = persistence(make_case({OWN: {"burglary": 20}}))
    assert isinstance(none, NotAvailable) and none.section == "persistence" and none.do


def test_evenly_spread_crime_has_no_hot_spot_and_says_so():
    case = gathered([])
    assert patterns(case) == {}
    assert "No small area stands out as a hot spot in any quarter" in said(case)


@pytest.mark.parametrize(("months", "recent"), [(12, set()), (24, set(CLUSTER))])
def test_the_period_decides_what_is_recent(months, recent):
    case = gathered([(CLUSTER, lambda at: at >= 24)], months=months)
    assert persistence(case).n_now == months // 3
    assert patterns(case).get("recent", set()) == recent
