"""A year without a published population: interpolated or carried forward, and said beside the rate."""

from __future__ import annotations

from pathlib import Path

import own_formulas as own
import pytest
import raw_files
from conftest import published
from headline_checks import ASB

import pads_analysis as pads
from pads_analysis.assess.levels import levels
from pads_analysis.assess.result import LevelsResult
from pads_analysis.release.gate import release
from pads_analysis.show import sentences

pytestmark = [pytest.mark.realdata, pytest.mark.slow]

BRISTOL, SOMERSET = "E22000002", "E22000369"


@pytest.fixture(scope="module")
def data() -> Path:
    return published("police-avon-somerset", "lookups", "population")[0].parent


def recorded(data: Path, code: str, months: list[str]) -> int:
    files = [data / f"police-avon-somerset/{month}-avon-and-somerset-street.csv.gz" for month in months]
    rows = raw_files.street(files)
    mine = rows["lsoa"].map(raw_files.partnership_of_lsoa(data)) == code
    return int(rows.loc[mine & (rows["type"] != ASB), "rows"].sum())


def total(result: LevelsResult) -> dict:
    (row,) = result.table.loc[result.table["is_total"]].to_dict("records")
    return row


@pytest.mark.parametrize(
    ("code", "end", "months", "between", "words"),
    [
        # The middle of the half year is 1 October 2018 and that of the year 2 July 2018: mid-2018, which is not there.
        (BRISTOL, "2018-12", 6, (2017, 2019), "mid-2018 population, interpolated"),
        (SOMERSET, "2018-12", 12, (2017, 2019), "mid-2018 population, interpolated"),
        (SOMERSET, "2020-03", 12, (2019, 2019), ""),
        (BRISTOL, "2020-12", 12, (2020, 2020), ""),
        (BRISTOL, "2021-09", 9, (2020, 2020), "mid-2020 population, carried forward"),
    ],
)
def test_the_population_under_a_rate(avon_store, data, code, end, months, between, words):
    case = pads.open_case(code, period_end=end, months=months, store=str(avon_store))
    result = levels(case)
    count = recorded(data, code, raw_files.months(f"{case.period.first:%Y-%m}", months))
    row = total(result)
    assert row["count"] == count
    people = sum(raw_files.people(data, year)[code] for year in between) / 2
    years = people * months / 12
    assert row["rate_per_1000"] == pytest.approx(count / years * 1000, rel=1e-9)
    limits = [limit / years * 1000 for limit in own.poisson_limits(count)]
    assert [row["ci_low"], row["ci_high"]] == pytest.approx(limits, rel=1e-9)
    assert result.basis.population_short == words
    rates = [item for item in sentences.levels(release(result, case)) if "per 1,000" in item.text]
    assert rates and rates[0].headline
    for item in rates:
        if words and item.headline:
            assert words in item.text
        if not words:
            assert "population" not in item.text
