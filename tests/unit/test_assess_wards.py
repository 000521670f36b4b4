"""Wards: sums of their small areas, set beside the others, with the change told only where it is clear."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from assess_cases import OWN, PEERS, make_case

from pads_analysis import assess
from pads_analysis.assess.result import NotAvailable, Verdict
from pads_analysis.release.gate import release
from pads_analysis.show import charts, sentences, tables

MONTHS = pd.date_range("2020-01-01", "2021-12-01", freq="MS")
WARDS = ("Abbey", "Castle", "Mill", "Quay")
#: Two small areas to a ward; monthly burglaries of each in 2020 and in 2021.
BURGLARIES = {"Abbey": (30, 30), "Castle": (10, 10), "Mill": (10, 20), "Quay": (10, 10)}


def small_areas(**other) -> pd.DataFrame:
    codes = [f"E0100000{at}" for at in range(8)]
    table = pd.DataFrame({"place_code": codes, "place_name": codes})
    table["ward_name"] = np.repeat(WARDS, 2)
    table["ward_code"] = np.repeat([f"E0500000{at}" for at in range(4)], 2)
    return table.assign(population=1_500.0, population_year=2021.0, **other)


def case_of(places: pd.DataFrame | None = None, **other):
    rows = [
        (f"E0100000{2 * ward + half}", month, "burglary", BURGLARIES[name][month.year - 2020] + (month.month % 3) - 1)
        for ward, name in enumerate(WARDS)
        for half in range(2)
        for month in MONTHS
    ]  # fmt: skip
    held = pd.DataFrame(rows, columns=["place_code", "month", "offence_code", "count"])
    own = held.groupby("month")["count"].sum().tolist()
    counts = {OWN: {"burglary": own}, PEERS[0]: {"burglary": 20}}
    given = small_areas() if places is None else places
    return make_case(counts, places=given, place_months=held, **other)


def row(result, ward: str) -> pd.Series:
    return result.table.set_index("ward_name").loc[ward]


def test_a_ward_is_the_sum_of_its_small_areas():
    found = assess.wards(case_of(), "burglary")
    assert found.table["count"].sum() == 2 * 12 * (30 + 10 + 20 + 10)
    mill = row(found, "Mill")
    assert (mill["places"], mill["population"], mill["count"], mill["count_before"]) == (2, 3_000, 480, 240)
    assert mill["rate_per_1000"] == pytest.approx(480 / 3_000 * 1_000)
    assert mill["ci_low"] < mill["rate_per_1000"] < mill["ci_high"]


def test_a_ward_is_set_beside_all_the_others_together():
    found = assess.wards(case_of(), "burglary")
    abbey = row(found, "Abbey")
    assert abbey["ratio"] == pytest.approx((720 / 3_000) / ((240 + 480 + 240) / 9_000))
    assert abbey["verdict"] == Verdict.HIGHER
    assert row(found, "Castle")["verdict"] == Verdict.LOWER


def test_the_ward_that_rose_is_told_and_no_other():
    found = assess.wards(case_of(), "burglary")
    assert found.compared
    assert row(found, "Mill")["change"] == pytest.approx(2.0)
    told = found.table.loc[found.table["change_verdict"].isin([Verdict.HIGHER, Verdict.LOWER]), "ward_name"]
    assert told.tolist() == ["Mill"]
    assert row(found, "Mill")["share_of_change"] == pytest.approx(1.0)


def test_without_populations_there_are_counts_and_changes_but_no_rates():
    places = small_areas()
    places.loc[0, "population"] = np.nan
    found = assess.wards(case_of(places), "burglary")
    assert np.isnan(row(found, "Abbey")["rate_per_1000"]) and row(found, "Abbey")["count"] == 720
    assert row(found, "Abbey")["verdict"] == Verdict.TOO_FEW
    assert row(found, "Castle")["ratio"] == pytest.approx((240 / 3_000) / ((480 + 240) / 6_000))
    none = assess.wards(case_of(small_areas().assign(population=np.nan)), "burglary")
    assert none.table["rate_per_1000"].isna().all()
    said = sentences.wards(release(none, case_of()))
    assert "populations are not known" in said[0].text


def test_no_change_is_told_where_too_few_months_are_complete():
    bad = {OWN: {f"2020-{month:02d}": "missing" for month in range(1, 10)}}
    found = assess.wards(case_of(bad=bad), "burglary")
    assert not found.compared and found.table["change_verdict"].eq(Verdict.TOO_FEW).all()
    assert "too few months" in sentences.wards(release(found, case_of()))[1].text
    assert "Change" not in str(tables.wards(release(found, case_of())))


def test_without_wards_or_places_the_absence_is_stated():
    case = case_of(small_areas().assign(ward_code="", ward_name=""))
    found = assess.wards(case, "burglary")
    assert isinstance(found, NotAvailable) and "which wards" in found.because
    elsewhere = assess.wards(make_case({OWN: {"burglary": 20}, PEERS[0]: {"burglary": 20}}), "burglary")
    assert isinstance(elsewhere, NotAvailable)


def test_the_sentences_the_chart_and_the_table_agree():
    case = case_of()
    released = release(assess.wards(case, "burglary"), case)
    beside, change = (one.text for one in sentences.wards(released))
    assert (
        beside.startswith("Of the 4 wards of Ownham, 2 lie clearly above") and "Abbey (2.25 times" in beside
    )
    assert "in 1 ward: Mill (240 to 480, 2.00 times" in change
    assert charts.wards(released).title == "Abbey: 2.2 times the rate of all other wards"
    assert [cells[0] for cells in tables.wards(released).rows] == ["Abbey", "Mill", "Castle", "Quay"]
