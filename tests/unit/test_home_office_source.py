"""The Home Office partnership table is quarterly: whole quarters are compared, and what needs months says so."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pads_analysis import assess
from pads_analysis.assess.result import NotAvailable
from pads_analysis.data.ingest import ingest
from pads_analysis.data.opening import open_case
from pads_analysis.errors import ParamsError

HEADINGS = (
    "Financial Year", "Financial Quarter", "Force Name", "CSP Name", "Offence Description", "Offence Group",
    "Offence Subgroup", "Offence Code", "Number of Offences",
)  # fmt: skip
NAMES = ("Aldermere", "Brackholt", "Carrowby", "Dunmarsh", "Elverstow")


def count(year: int, quarter: int, name: str) -> int:
    """Return a count that the test can add up by itself."""
    return 100 + 10 * NAMES.index(name) + quarter + 5 * (year - 2020)


@pytest.fixture(scope="module")
def store(example, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("home_office")
    with (folder / "table.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for year in range(2020, 2024):
            for quarter in (1, 2, 3, 4):
                for name in NAMES:
                    label = f"{year}/{(year + 1) % 100:02d}"
                    writer.writerow(
                        [
                            label,
                            quarter,
                            "Corvenshire",
                            name,
                            "Robbery",
                            "Robbery",
                            "Robbery",
                            "34B",
                            count(year, quarter, name),
                        ]
                    )
    raw = example.folder / "raw"
    done = ingest([folder / "table.csv", raw / "lookups", raw / "population"], folder / "store")
    assert done.exit_code == 0
    return folder / "store"


def test_a_year_of_quarters_is_added_up(store) -> None:
    case = open_case("E22000900", store=str(store))
    assert case.source == "csp_table" and case.period.label == "April 2023 to March 2024"
    row = assess.change(case).table.set_index("offence_code").loc["all_crime"]
    assert row["count"] == sum(count(2023, quarter, "Aldermere") for quarter in (1, 2, 3, 4))
    assert row["count_before"] == sum(count(2022, quarter, "Aldermere") for quarter in (1, 2, 3, 4))
    assert assess.change(case).months_compared == 12
    level = assess.levels(case).table.set_index("offence_code").loc["all_crime"]
    assert level["rate_per_1000"] == pytest.approx(1000 * row["count"] / case.population().value)


def test_what_needs_months_or_places_says_so(store) -> None:
    case = open_case("E22000900", store=str(store))
    for question in (assess.trends, assess.seasonality, assess.recording):
        found = question(case)
        assert isinstance(found, NotAvailable) and "by quarter" in found.because
    for question in (assess.hotspots, assess.concentration, assess.place_change, assess.deprivation):
        found = question(case)
        assert isinstance(found, NotAvailable) and "no locations" in found.because


@pytest.mark.parametrize(("period_end", "months"), [("2024-02", 12), ("2024-03", 10)])
def test_a_period_of_broken_quarters_is_refused(store, period_end, months) -> None:
    with pytest.raises(ParamsError, match="whole quarters"):
        open_case("E22000900", period_end=period_end, months=months, store=str(store))
