"""Bristol: spring 2020, the season of anti-social behaviour, and few small areas, each told, drawn and recorded."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import raw_files
from conftest import published
from headline_checks import ASB
from tiers import with_rest

pytestmark = [pytest.mark.realdata, pytest.mark.slow]

BRISTOL = "E22000002"
CAUSAL = re.compile(r"\b(because of|due to|caused|as a result|led to|thanks to)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def data() -> Path:
    return published("police-avon-somerset", "lookups", "population", "boundaries")[0].parent


@pytest.fixture(scope="module")
def rows(data):
    table = raw_files.street(sorted((data / "police-avon-somerset").glob("*-street.csv.gz")))
    return table.loc[table["lsoa"].map(raw_files.partnership_of_lsoa(data)) == BRISTOL]


def items(book: dict, kind: str) -> dict[str, dict]:
    return {item["id"]: item for item in book["items"] if item["kind"] == kind}


def daily(rows, kind: str, months: list[str]) -> float:
    chosen = rows.loc[(rows["type"] == kind) & rows["month"].isin(months), "rows"].sum()
    return chosen / sum(_days(month) for month in months)


def _days(month: str) -> int:
    start = np.datetime64(month, "M")
    return int(((start + 1).astype("datetime64[D]") - start.astype("datetime64[D]")).astype(int))


@pytest.mark.parametrize("end", with_rest(["2020-09", "2021-09"], "2020-09"))
def test_the_spring_of_2020_is_told_drawn_and_recorded(avon, rows, end):
    told = items(avon(BRISTOL, end), "sentence")
    found = told["sentence-level-shifts-vehicle-crime-2020-04"]
    facts = found["facts"]
    spring = [f"2020-{number:02d}" for number in (4, 5, 6)]
    before = raw_files.months("2018-01", 27)
    assert (facts["month"], facts["until"], found["verdict"]) == ("2020-04", "2020-06", "lower")
    # The level is the mean of the months' daily rates; the ratio that of events per day.
    after = np.mean([daily(rows, "Vehicle crime", [month]) for month in spring])
    assert facts["level_after"] == pytest.approx(after, rel=1e-6)
    ratio = daily(rows, "Vehicle crime", spring) / daily(rows, "Vehicle crime", before)
    assert facts["ratio"] == pytest.approx(ratio, rel=1e-6)
    assert facts["ratio_low"] < facts["ratio"] < facts["ratio_high"] < 1
    assert "From April 2020 the level of vehicle crime in Bristol was lower than before" in found["text"]
    assert "It coincides with the coronavirus pandemic." in found["text"]
    assert not CAUSAL.search(found["text"])
    # All crime together is said as well, with what keeps it from being called.
    total = told["sentence-level-shifts-all-crime-2020-04"]
    assert total["verdict"] == "uncertain"
    assert total["facts"]["ratio_low"] < total["facts"]["ratio"] < total["facts"]["ratio_high"] < 1
    figure = items(avon(BRISTOL, end), "figure")["figure-level-shifts"]
    assert "April 2020" in figure["title"]
    assert "vehicle crime lower from April 2020" in figure["alt"]


def test_the_control_chart_names_the_month_of_the_lockdown(avon, rows):
    total = items(avon(BRISTOL, "2020-09"), "sentence")["sentence-trend-all-crime"]
    count = rows.loc[(rows["month"] == "2020-04") & (rows["type"] != ASB), "rows"].sum()
    assert f"April 2020 ({count:,} recorded, " in total["text"]


def test_the_season_of_anti_social_behaviour_is_told_drawn_and_recorded(avon, rows):
    found = items(avon(BRISTOL, "2021-09"), "sentence")["sentence-seasonality-anti-social-behaviour"]
    facts = found["facts"]
    assert facts["peak_month"] == 7 and facts["peak_low"] > 1
    # Without any model: July has the most a day of all calendar months over the whole years held.
    months = raw_files.months("2018-01", 36)
    by_calendar = {n: daily(rows, ASB, [m for m in months if m.endswith(f"-{n:02d}")]) for n in range(1, 13)}
    assert max(by_calendar, key=by_calendar.get) in (6, 7, 8)
    assert "most frequent in July" in found["text"] and "interval" in found["text"]
    figure = items(avon(BRISTOL, "2021-09"), "figure")["figure-seasonality"]
    assert "anti-social behaviour in July" in figure["alt"]
    # With fewer than three years the own months do not show it; those of the force do, and that is said.
    wider = items(avon(BRISTOL, "2020-09"), "sentence")["sentence-seasonality-anti-social-behaviour-wider"]
    assert wider["facts"]["peak_month"] == 7 and wider["facts"]["peak_low"] > 1


def test_half_of_crime_in_few_small_areas_is_told_drawn_and_recorded(avon, rows, data):
    period = raw_files.months("2020-10", 12)
    counts = rows.loc[rows["month"].isin(period) & (rows["type"] != ASB)].groupby("lsoa")["rows"].sum()
    partnership = raw_files.partnership_of_lsoa(data)
    number = sum(code == BRISTOL for code in partnership.values())
    ordered = np.sort(counts.to_numpy())[::-1]
    needed = int(np.searchsorted(np.cumsum(ordered), ordered.sum() / 2)) + 1
    found = items(avon(BRISTOL, "2021-09"), "sentence")["sentence-concentration-half"]
    assert found["facts"]["places"] == needed
    assert found["facts"]["share_places"] == pytest.approx(needed / number)
    # Spread evenly by chance alone nearly half of the areas would be needed.
    rng = np.random.default_rng(11)
    even = [np.sort(rng.multinomial(ordered.sum(), np.full(number, 1 / number)))[::-1] for _ in range(50)]
    by_chance = [int(np.searchsorted(np.cumsum(each), each.sum() / 2)) + 1 for each in even]
    assert found["facts"]["places_by_chance"] == pytest.approx(np.mean(by_chance), abs=1)
    assert needed < min(by_chance) / 2
    assert f"{needed} of {number} small areas" in found["text"]
    figure = items(avon(BRISTOL, "2021-09"), "figure")["figure-concentration"]
    assert "Half of crime falls in" in figure["title"] and "chance" in figure["alt"]
