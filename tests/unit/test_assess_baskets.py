"""Baskets: counted where the source can, by what it holds in every month; else named with the reason."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from assess_cases import OWN, PEERS, by_month, make_case

from pads_analysis import assess
from pads_analysis.assess.baskets import baskets
from pads_analysis.assess.result import NotAvailable, Verdict
from pads_analysis.data.ingest import ingest
from pads_analysis.data.opening import open_case
from pads_analysis.release.gate import release
from pads_analysis.show import charts, sentences, tables
from pads_analysis.vocabulary import offence_scheme
from pads_analysis.vocabulary.classification import find_code, offence_codes

STREET = {
    "burglary": 20,
    "robbery": 10,
    "vehicle_crime": by_month(30, 60),
    "theft_from_the_person": 5,
    "drugs": 40,
}
#: Minor categories of a borough table, with a monthly count each.
MINOR = {
    "Burglary": {"BURGLARY IN A DWELLING": 3, "BURGLARY - RESIDENTIAL": 4, "BURGLARY BUSINESS AND COMMUNITY": 50},
    "Robbery": {"ROBBERY OF PERSONAL PROPERTY": 5, "ROBBERY OF BUSINESS PROPERTY": 6},
    "Theft": {"THEFT FROM THE PERSON": 7, "SHOPLIFTING": 90},
    "Vehicle offences": {
        "THEFT FROM A VEHICLE": 8, "THEFT OR UNAUTH TAKING OF A MOTOR VEH": 9, "AGGRAVATED VEHICLE TAKING": 1,
        "INTERFERING WITH A MOTOR VEHICLE": 2,
    },
}  # fmt: skip


def row_of(result, code: str) -> pd.Series:
    return result.table.set_index("offence_code").loc[code]


def reasons(result) -> dict[str, str]:
    return dict(zip(result.uncounted["offence_name"], result.uncounted["because"], strict=True))


def quarterly(codes: dict[str, int], *, gone: str = "", own: tuple[tuple[str, str, str, int], ...] = ()):
    """A case from the quarterly table with so many a quarter of each code; `gone` leaves out a code in July 2021."""
    quarters = pd.date_range("2020-01-01", "2021-10-01", freq="QS")
    rows = [
        (quarter, "group", find_code(code).subgroup, code, count)
        for quarter in quarters
        for code, count in codes.items()
        if not (code == gone and f"{quarter:%Y-%m}" == "2021-07")
    ]
    rows += [(quarter, *entry) for quarter in quarters for entry in own]
    detail = pd.DataFrame(rows, columns=["month", "offence_code", "subgroup", "detail", "count"])
    case = make_case({OWN: {"robbery": 1}})
    coverage = case.coverage[case.coverage["month"].isin(quarters)].reset_index(drop=True)
    scheme = offence_scheme("home_office")
    return replace(case, source="csp_table", scheme=scheme, detail=detail, step=3, coverage=coverage)


EVERY = dict.fromkeys(offence_codes(), 2)


def test_categories_of_the_street_files_add_up_to_an_approximation_that_says_what_it_is():
    found = baskets(make_case({OWN: STREET, PEERS[0]: STREET}))
    row = row_of(found, "serious_acquisitive")
    assert (row["count"], row["count_now"], row["count_before"]) == (1080, 1080, 720)
    assert row["rate_per_1000"] == pytest.approx(10.8)
    assert row["rate_low"] < 10.8 < row["rate_high"]
    assert row["ratio"] == pytest.approx(1.5) and row["verdict"] == Verdict.HIGHER
    assert row["offence_name"] == "Serious acquisitive crime (approximation)"
    assert "burglary of businesses" in row["misses"]
    assert row_of(found, "neighbourhood_crime")["count"] == 1080 + 60
    assert set(reasons(found)) == {
        "BCS comparator crime",
        "Most serious violence",
        "Hate crime",
        "Domestic abuse",
    }


def test_a_category_that_was_not_in_use_leaves_its_basket_uncounted():
    without = {name: counts for name, counts in STREET.items() if name != "theft_from_the_person"}
    found = baskets(make_case({OWN: without}))
    assert reasons(found)["Neighbourhood crime"] == "the data held lack theft from the person"
    assert "serious_acquisitive" in set(found.table["offence_code"])


def test_minor_categories_of_boroughs_are_added_up_exactly():
    rows = [
        (month, major, "", minor, count)
        for month in pd.date_range("2020-01-01", "2021-12-01", freq="MS")
        for major, minors in MINOR.items()
        for minor, count in minors.items()
    ]
    detail = pd.DataFrame(rows, columns=["month", "offence_code", "subgroup", "detail", "count"])
    found = baskets(replace(make_case({OWN: {"robbery": 11}}, source="borough"), detail=detail))
    assert row_of(found, "serious_acquisitive")["count"] == 12 * (3 + 4 + 5 + 6 + 8 + 9 + 1)
    assert row_of(found, "neighbourhood_crime")["count"] == 12 * (3 + 4 + 5 + 7 + 8 + 9 + 1 + 2)
    assert set(found.table["how"]) == {"exact"} and set(found.table["misses"]) == {""}
    assert "BCS comparator crime" in reasons(found)


def test_codes_are_added_up_quarter_by_quarter():
    found = baskets(quarterly(EVERY))
    # Ten codes of burglary in homes, two of robbery, two of theft of a vehicle and one of theft from one.
    assert row_of(found, "serious_acquisitive")["count"] == 4 * 2 * (10 + 2 + 2 + 1)
    assert row_of(found, "serious_acquisitive")["count_before"] == 4 * 2 * 15
    assert row_of(found, "hate_crime")["how"] == "approximation"
    assert found.months_compared == 12
    assert set(reasons(found)) == {"Domestic abuse"}


def test_a_part_that_the_table_lacks_in_one_quarter_is_no_nought():
    found = baskets(quarterly(EVERY, gone="45"))
    why = "the data held lack theft from a vehicle (July 2021)"
    assert reasons(found)["Serious acquisitive crime"] == reasons(found)["Neighbourhood crime"] == why
    assert reasons(found)["BCS comparator crime"] == why
    assert "hate_crime" in set(found.table["offence_code"])


def test_a_code_newer_than_the_list_is_placed_by_its_subgroup_where_that_tells():
    new = (("group", "Residential burglary", "28Z", 10), ("group", "Violence with injury", "8Z", 7))
    found = baskets(quarterly(EVERY, own=new))
    assert row_of(found, "serious_acquisitive")["count"] == 4 * 2 * 15 + 4 * 10
    # Most serious violence holds a part of the subgroup, so nobody can tell; both years are counted.
    assert row_of(found, "serious_violence")["note"].startswith(
        "56 offences of codes that the list does not hold"
    )
    assert row_of(found, "serious_acquisitive")["note"] == ""


def test_a_code_used_outside_its_months_is_reported():
    notes = " ".join(baskets(quarterly(EVERY)).basis.notes)
    assert "Code 28A (Burglary in a dwelling) is used to March 2017, but counts something" in notes
    assert "Code 8F" in notes and "unverified" in notes
    assert "Code 28E" not in notes
    quiet = {code: (0 if entry.last else 2) for code, entry in offence_codes().items()}
    assert not [note for note in baskets(quarterly(quiet)).basis.notes if note.startswith("Code ")]


def test_too_few_whole_months_give_counts_without_a_comparison():
    bad = {OWN: {f"2020-{month:02d}": "missing" for month in range(1, 13)}}
    found = baskets(make_case({OWN: STREET}, bad=bad))
    assert not found.compared and "at least" in found.why_not
    assert row_of(found, "serious_acquisitive")["count"] == 1080
    assert set(found.table["verdict"]) == {Verdict.TOO_FEW}
    case = make_case({OWN: STREET}, bad=bad)
    texts = [one.text for one in sentences.baskets(release(found, case))]
    assert any("not compared, because only 0 months" in text for text in texts)
    assert "Count before" not in [column.heading for column in tables.baskets(release(found, case)).columns]


def test_where_nothing_can_be_counted_every_reason_is_given():
    found = baskets(quarterly({"34B": 5}))
    assert isinstance(found, NotAvailable)
    assert "Serious acquisitive crime: the data held lack domestic burglary" in found.because
    assert "Home Office table" in found.do


def test_what_is_unverified_and_what_is_missing_is_printed():
    case = make_case({OWN: STREET, PEERS[0]: STREET})
    released = release(baskets(case), case)
    texts = " ".join(one.text for one in sentences.baskets(released))
    assert "It is an approximation: it holds burglary of businesses" in texts
    assert "serious acquisitive crime and neighbourhood crime is unverified" in texts
    assert "Not counted from the data.police.uk street-level categories: BCS comparator crime" in texts
    table = tables.baskets(released)
    assert {row[1] for row in table.rows} == {"unverified"}
    assert any(note.startswith("Domestic abuse is not counted, because it is a flag") for note in table.notes)


def test_the_figure_says_what_changed_clearly():
    case = make_case({OWN: STREET, PEERS[0]: STREET})
    (figure,) = charts.baskets(release(baskets(case), case))
    assert figure.title == "Two baskets are higher than before"
    flat = STREET | {"vehicle_crime": 30}
    still = make_case({OWN: flat, PEERS[0]: flat})
    assert charts.baskets(release(baskets(still), still))[0].title == "No basket shows a clear difference"


@pytest.fixture(scope="module")
def store(example, tmp_path_factory) -> Path:
    """Two years of a table with every code in Aldermere: one a quarter of each, damaged in one row."""
    folder = tmp_path_factory.mktemp("baskets")
    with (folder / "table.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["Financial Year", "Financial Quarter", "Force Name", "CSP Name", "Offence Description", "Offence Group",
             "Offence Subgroup", "Offence Code", "Number of Offences"]
        )  # fmt: skip
        for year in ("2022/23", "2023/24"):
            for quarter in (1, 2, 3, 4):
                for code, entry in offence_codes().items():
                    written = "8-Jan" if (code, year, quarter) == ("48", "2023/24", 2) else code
                    count = 0 if entry.last else 5
                    writer.writerow(
                        [
                            year,
                            quarter,
                            "Corvenshire",
                            "Aldermere",
                            entry.title,
                            entry.group,
                            entry.subgroup,
                            written,
                            count,
                        ]
                    )
    raw = example.folder / "raw"
    assert (
        ingest([folder / "table.csv", raw / "lookups", raw / "population"], folder / "store").exit_code == 0
    )
    return folder / "store"


def test_from_the_delivered_table_to_the_basket(store):
    case = open_case("E22000900", store=str(store))
    assert case.source == "csp_table" and len(case.detail) == 8 * len(offence_codes())
    found = assess.baskets(case)
    homes = ["28E", "28F", "28G", "28H", "29A"]
    # The damaged code stands beside its description, which restores it.
    assert row_of(found, "serious_acquisitive")["count"] == 4 * 5 * len(
        [*homes, "34A", "34B", "37.2", "48", "45"]
    )
    assert row_of(found, "bcs_comparator")["count_before"] == row_of(found, "bcs_comparator")["count"]
    assert set(reasons(found)) == {"Domestic abuse"}
