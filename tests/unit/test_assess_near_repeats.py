"""Near repeats: planted ones are found with their reach, scattered crimes claim nothing, poor points are refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
from incident_cases import case_with, incidents

from pads_analysis.assess import near_repeats
from pads_analysis.assess import near_repeats as asked
from pads_analysis.assess.result import NearRepeatsResult, NotAvailable


def scattered(n: int, seed: int = 3, **columns: object) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    start = pd.Timestamp("2021-01-01") + pd.to_timedelta(np.sort(rng.integers(0, 350 * 1440, n)), unit="m")
    east, north = 300_000 + rng.integers(0, 5_000, n), 200_000 + rng.integers(0, 5_000, n)
    return incidents(start, easting=east.astype(float), northing=north.astype(float), **columns)


def followed(rows: pd.DataFrame, share: float, seed: int = 4) -> pd.DataFrame:
    """Return the rows and, for a share of them, another within 60 metres and 1 to 6 days."""
    rng = np.random.default_rng(seed)
    again = rows[rng.random(len(rows)) < share].copy()
    again["occurred_from"] += pd.to_timedelta(rng.integers(1, 7, len(again)), unit="D")
    again["easting"] += rng.integers(5, 42, len(again))
    again["northing"] += rng.integers(5, 42, len(again))
    return pd.concat([rows, again], ignore_index=True)


def test_planted_near_repeats_are_found_with_their_reach() -> None:
    found = near_repeats(case_with(followed(scattered(600), 0.15)))
    kind = found.kinds.iloc[0]
    assert kind["found"] and (kind["metres_to"], kind["days_to"]) == (100, 7)
    assert kind["ci_low"] > 2 and kind["observed"] > 2 * kind["expected"]
    cells = found.table.set_index(["space", "time"])
    assert cells.loc[(1, 0), "clear"] and not cells.loc[(3, 0), "clear"] and not cells.loc[(1, 2), "clear"]
    assert found.basis.source_kinds == ("extract", "lookup")


def test_scattered_crimes_claim_nothing() -> None:
    claims = [near_repeats(case_with(scattered(400, seed))).kinds["found"].any() for seed in range(6)]
    assert not any(claims)


def test_the_same_case_gives_the_same_answer() -> None:
    case = case_with(followed(scattered(300), 0.1))
    pd.testing.assert_frame_equal(near_repeats(case).table, near_repeats(case).table)


def test_one_incident_recorded_three_times_is_no_near_repeat() -> None:
    rows = scattered(200)
    found = near_repeats(case_with(pd.concat([rows, rows, rows])))
    assert not found.kinds["found"].any() and found.kinds.iloc[0]["incidents"] == 200
    left = found.left_out.set_index("reason")["count"]
    assert left["of the same kind, place and times as another"] == 400


def test_kinds_are_looked_at_apart() -> None:
    """Robberies follow burglaries near by, but neither follows its own kind."""
    first = scattered(200)
    second = followed(first, 1.0).iloc[200:].assign(category_code="robbery", category="Robbery")
    found = near_repeats(case_with(pd.concat([first, second])))
    assert set(found.kinds["code"]) == {"burglary", "robbery"} and not found.kinds["found"].any()


def test_long_spans_are_left_out_and_short_ones_stand_for_their_middle() -> None:
    rows = scattered(240)
    rows["occurred_to"] = rows["occurred_from"] + pd.Timedelta(days=2)
    rows.loc[:99, "occurred_to"] = rows.loc[:99, "occurred_from"] + pd.Timedelta(days=9)
    found = near_repeats(case_with(rows))
    assert found.kinds.iloc[0]["incidents"] == 140
    assert found.left_out.set_index("reason")["count"]["with a span of more than 3 days"] == 100


def test_points_are_needed_and_must_be_points() -> None:
    areas_only = near_repeats(case_with(scattered(150).assign(easting=np.nan, northing=np.nan)))
    assert isinstance(areas_only, NotAvailable) and "only areas" in areas_only.because
    rows = scattered(150)
    coarse = rows.assign(easting=rows["easting"] // 100 * 100, northing=rows["northing"] // 100 * 100)
    refused = near_repeats(case_with(coarse))
    assert isinstance(refused, NotAvailable) and "grid of 100 metres" in refused.because


def test_open_data_cannot_tell_and_says_why() -> None:
    found = near_repeats(case_with())
    assert isinstance(found, NotAvailable) and "fixed list of map points" in found.because


def test_too_few_of_every_kind() -> None:
    found = near_repeats(case_with(scattered(60)))
    assert isinstance(found, NotAvailable) and "100 records" in found.because


def test_a_crowd_of_pairs_is_cut_to_the_latest(monkeypatch) -> None:
    import sys

    module = sys.modules[asked.__module__]
    monkeypatch.setattr(module, "MOST_PAIRS", 50)
    found = near_repeats(case_with(scattered(400)))
    assert isinstance(found, NearRepeatsResult) and found.kinds.iloc[0]["incidents"] < 400
    assert found.left_out.iloc[-1]["count"] == 400 - found.kinds.iloc[0]["incidents"]
