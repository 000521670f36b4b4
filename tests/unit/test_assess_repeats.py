"""Repeat victims: planted ones are found, those drawn by chance claim nothing, places stand in where keys lack."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from incident_cases import case_with, evenly, incidents

from pads_analysis.assess import repeats
from pads_analysis.assess.points import own_points
from pads_analysis.assess.result import NotAvailable


def keyed(keys: list[str], **columns: object) -> pd.DataFrame:
    return incidents(evenly(len(keys)), repeat_key=keys, **columns)


def planted() -> pd.DataFrame:
    """200 victims struck once, 30 twice and 10 four times: 240 victims, 300 crimes."""
    keys = (
        [f"a{at}" for at in range(200)]
        + [f"b{at % 30}" for at in range(60)]
        + [f"c{at % 10}" for at in range(40)]
    )
    return keyed(keys)


def test_planted_repeats_are_counted() -> None:
    found = repeats(case_with(planted()))
    row = found.table.iloc[0]
    assert found.unit == "victim" and (row["units"], row["events"], row["repeated"]) == (240, 300, 40)
    assert row["share_units"] == pytest.approx(40 / 240) and row["share_events"] == pytest.approx(1 / 3)
    assert row["share_units_low"] < 1 / 6 < row["share_units_high"]
    # 300 events among 100,000 residents: 0.45 struck twice or more by chance.
    assert row["expected"] == pytest.approx(0.449, abs=0.001) and row["above_chance"]
    assert found.times["units"].tolist() == [200, 30, 0, 10, 0]
    assert found.basis.source_kinds == ("extract", "lookup")


def test_victims_drawn_by_chance_claim_nothing() -> None:
    rng = np.random.default_rng(8)
    case = case_with(
        keyed([f"p{at}" for at in rng.integers(0, 4_000, 900)]),
        people={"E22000901": {2020: 4_000, 2021: 4_000}, "E22000902": {2021: 4_000}},
    )
    row = repeats(case).table.iloc[0]
    assert row["repeated"] == pytest.approx(row["expected"], rel=0.3)
    assert not row["above_chance"]


def test_one_incident_recorded_twice_is_no_repeat() -> None:
    rows = keyed([f"a{at}" for at in range(80)])
    found = repeats(case_with(pd.concat([rows, rows])))
    assert found.table.iloc[0]["repeated"] == 0 and found.table.iloc[0]["events"] == 80


def test_a_key_of_another_authority_is_another_victim() -> None:
    keys = [f"a{at}" for at in range(60)]
    rows = pd.concat([keyed(keys), incidents(evenly(60, 363), repeat_key=keys, authority="Other Police")])
    assert repeats(case_with(rows)).table.iloc[0]["units"] == 120


def test_records_without_a_key_are_left_out_and_counted() -> None:
    rows = pd.concat([planted(), keyed([""] * 100)])
    row = repeats(case_with(rows)).table.iloc[0]
    assert (row["records"], row["keyed"]) == (400, 300)


def test_keys_that_last_a_quarter_are_doubted() -> None:
    rows = incidents(evenly(400), repeat_key="")
    quarter = pd.DatetimeIndex(rows["occurred_from"]).quarter
    rows["repeat_key"] = [f"q{q}n{at % 60}" for at, q in enumerate(quarter)]
    assert any("more than one quarter" in note for note in repeats(case_with(rows)).basis.notes)
    assert not any("more than one quarter" in note for note in repeats(case_with(planted())).basis.notes)


def test_too_few_victims_give_no_share() -> None:
    rows = pd.concat([planted(), keyed(["x1", "x1", "x2"], category_code="robbery", category="Robbery")])
    table = repeats(case_with(rows)).table.set_index("code")
    assert np.isnan(table.loc["robbery", "share_units"]) and table.loc["robbery", "units"] == 2
    assert not table.loc["robbery", "above_chance"]


def test_three_struck_again_are_no_pattern() -> None:
    keys = [f"a{at}" for at in range(100)] + ["b1", "b1", "b2", "b2", "b3", "b3"]
    row = repeats(case_with(keyed(keys))).table.iloc[0]
    assert row["repeated"] == 3 and row["p_adjusted"] < 0.001 and not row["above_chance"]


def spots(n_places: int, each: int, step: int = 37) -> dict[str, object]:
    at = np.repeat(np.arange(n_places), each)
    return {"easting": 300_000.0 + at * step, "northing": 200_000.0 + (at * 53) % 997}


def test_places_stand_in_and_are_called_places() -> None:
    found = repeats(case_with(incidents(evenly(180), **spots(60, 3))))
    assert found.unit == "place" and found.table.iloc[0]["units"] == 60
    assert found.table.iloc[0]["share_units"] == 1
    # The store of this test knows no households, so that nothing is said of chance.
    assert np.isnan(found.table.iloc[0]["expected"]) and not found.table.iloc[0]["above_chance"]
    assert any("places are counted and not people" in note for note in found.basis.notes)


def test_points_on_a_grid_are_no_places() -> None:
    rows = incidents(
        evenly(150), easting=300_050.0 + 100 * np.arange(150), northing=200_050.0 + 100 * np.arange(150)
    )
    found = repeats(case_with(rows))
    assert isinstance(found, NotAvailable) and "grid of 100 metres" in found.because


def test_neither_keys_nor_points() -> None:
    found = repeats(case_with(incidents(evenly(150))))
    assert isinstance(found, NotAvailable)
    assert "key of its victim" in found.because and "repeat_key" in found.do


def test_open_data_cannot_tell() -> None:
    found = repeats(case_with())
    assert isinstance(found, NotAvailable) and "one victim from another" in found.because


def test_fine_points_are_taken() -> None:
    points = own_points(incidents(evenly(60), **spots(60, 1)))
    assert points.refused == "" and points.n_without == 0 and len(points.rows) == 60
