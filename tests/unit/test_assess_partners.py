"""What partners see: levels and changes by hand, gaps that are no falls, planted rises found and no others."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from partner_cases import MONTHS, incidents, partner_case, quarter

from pads_analysis.assess.partners import partners
from pads_analysis.assess.result import NotAvailable, Verdict
from pads_analysis.release.gate import release
from pads_analysis.show import charts, sentences, tables
from pads_analysis.vocabulary import data_set, theme_of, themed_sets


def of_fires(
    before: int, now: int, category: str = "deliberate_secondary", drop: tuple[str, ...] = ()
) -> pd.DataFrame:
    months = {m: before if m < "2021" else now for m in MONTHS if m not in drop}
    return incidents(months, category_code=category, category=category)


def row(result, name: str) -> pd.Series:
    return result.table[result.table["name"].str.contains(name, regex=False)].iloc[0]


def test_every_themed_set_is_a_contract_and_every_category_named_exists():
    from pads_analysis.vocabulary.loader import load

    for code in themed_sets():
        named = {one.code for one in data_set(code).categories}
        assert set(load("themes")["sets"][code].get("categories", {})) <= named
    assert theme_of("fires", "deliberate_secondary") == "disorder"
    with pytest.raises(KeyError):
        theme_of("police_crime")


def test_level_rate_and_change_by_hand():
    result = partners(partner_case({"fires": of_fires(10, 20)}))
    found = row(result, "Fire")
    assert (found["count"], found["months"], found["per_month"]) == (240, 12, 20)
    # 100,000 residents for a year.
    assert found["rate_per_1000"] == pytest.approx(2.4)
    assert found["rate_low"] < 2.4 < found["rate_high"]
    assert (found["count_now"], found["count_before"], found["ratio"]) == (240, 120, pytest.approx(2))
    assert found["verdict"] is Verdict.HIGHER and found["theme"] == "disorder"
    assert result.speaks == ("Disorder",)
    assert result.basis.source_kinds[0] == "extract"


def test_a_quarter_that_was_not_sent_is_no_fall():
    gone = ("2021-07", "2021-08", "2021-09")
    found = row(partners(partner_case({"fires": of_fires(40, 40, drop=gone)})), "Fire")
    assert found["count"] == 9 * 40 and found["months"] == 9 and np.isnan(found["rate_per_1000"])
    assert (found["count_now"], found["count_before"], found["months_compared"]) == (360, 360, 9)
    assert found["verdict"] in (Verdict.SIMILAR, Verdict.UNCERTAIN)
    assert found["ratio"] == pytest.approx(1, abs=1e-9)


def test_with_too_few_months_of_the_year_before_nothing_is_compared():
    drop = tuple(m for m in MONTHS if m < "2020-10")
    case = partner_case({"fires": of_fires(40, 40, drop=drop)})
    result = partners(case)
    found = row(result, "Fire")
    assert found["months_compared"] == 0 and found["verdict"] is Verdict.TOO_FEW
    told = " ".join(each.text for each in sentences.partners(release(result, case)))
    assert "too few of the same months were disclosed" in told


def test_planted_rise_is_found_and_steady_sets_are_not_called():
    rng = np.random.default_rng(5)
    steady = {
        code: incidents(rng.poisson(30, 24).tolist(), category_code="x", category="x")
        for code in ("council_asb", "ambulance_calls", "racial_incidents", "emergency_department")
    }
    rise = incidents(
        [*rng.poisson(20, 12), *rng.poisson(40, 12)], category_code="assault", category="assault"
    )
    result = partners(partner_case({**steady, "hospital_admissions": rise}))
    clear = result.table[result.table["verdict"].isin([Verdict.HIGHER, Verdict.LOWER])]
    assert list(clear["data_set"]) == ["hospital_admissions"]


def test_a_set_that_speaks_to_two_matters_is_shown_under_each():
    frames = {
        "hospital_admissions": pd.concat(
            [
                incidents(10, category_code="assault", category="Assault"),
                incidents(7, category_code="toxic_alcohol", category="T51"),
            ]
        )
    }
    result = partners(partner_case(frames))
    totals = result.table[result.table["is_total"]]
    assert dict(zip(totals["theme"], totals["count"], strict=True)) == {"crime": 120, "substance_misuse": 84}
    assert set(totals["name"]) == {"Hospital admissions (assault)", "Hospital admissions (drugs and alcohol)"}
    assert result.speaks == ("Crime", "Substance misuse")


def test_many_local_categories_are_gathered():
    frames = {
        "council_asb": pd.concat(
            [incidents(n + 1, category_code=f"c{n}", category=f"C{n}") for n in range(12)]
        )
    }
    table = partners(partner_case(frames)).table
    parts = table[~table["is_total"]]
    assert len(parts) == 9 and "Other categories (4)" in set(parts["name"])
    assert parts["count"].sum() == table.loc[table["is_total"], "count"].sum() == 12 * 78


def test_numbers_are_neither_added_nor_tested():
    numbers = pd.concat(
        [
            incidents({m: 1}, category_code="people_in_drug_treatment", category="x", count=count)
            for m, count in (("2020-10", 300), ("2021-07", 310), ("2021-10", 320))
        ]
    )
    result = partners(partner_case({"health_numbers": numbers}))
    (found,) = result.numbers.to_dict("records")
    assert (found["number"], found["number_before"]) == (320, 300)
    assert result.table.empty and result.speaks == ("Substance misuse",)


def test_without_extracts_it_is_said_what_to_do_and_the_public_sees_none():
    absence = partners(partner_case({}))
    assert isinstance(absence, NotAvailable) and "pads ingest" in absence.do and absence.element == "a"
    case = partner_case({"fires": of_fires(10, 20)}, settings={"edition": "public"})
    assert isinstance(release(partners(case), case).value, NotAvailable)


def test_what_is_shown_holds_the_numbers_and_the_months_that_count():
    case = partner_case({"fires": of_fires(40, 60, drop=("2021-07",))})
    shown = release(partners(case), case)
    told = [each.text for each in sentences.partners(shown)]
    assert any("in the 11 months that count" in text for text in told)
    assert any("660 against 440, over the 11 calendar months disclosed for both" in text for text in told)
    assert any("No partner's data on substance misuse were disclosed" in text for text in told)
    ratios, months = charts.partners(shown)
    assert "higher than before" in ratios.title and "gaps, not falls" in months.title
    assert sum(row[2] is None or row[2] != row[2] for row in months.data.rows) == 1
    levels, changes = tables.partners(shown)
    assert any("11 of the period's 12 months count" in note for note in levels.notes)
    assert changes.rows[0][1:4] == (11, 440, 660)


def ledger(now: float, before: float) -> list[dict]:
    return [
        quarter(f"{year}-{month:02d}-01", share_placed=share)
        for year, share in ((2020, before), (2021, now))
        for month in (1, 4, 7, 10)
    ]


def test_rows_without_a_place_are_said_to_keep_the_level_low():
    case = partner_case({"fires": of_fires(40, 40)}, ledger=ledger(0.5, 0.5))
    told = {each.id: each.text for each in sentences.partners(release(partners(case), case))}
    assert "too low by an unknown amount" in told["sentence-partners-placed"]
    assert "(50%)" in told["sentence-partners-placed"]
    assert row(partners(case), "Fire")["months_compared"] == 12


def test_a_fall_in_the_share_that_could_be_placed_is_not_read_as_a_fall():
    case = partner_case({"fires": of_fires(40, 25)}, ledger=ledger(0.6, 0.96))
    found = row(partners(case), "Fire")
    assert found["verdict"] is Verdict.TOO_FEW and np.isnan(found["ratio"]) and not found["comparable"]
    told = {each.id: each.text for each in sentences.partners(release(partners(case), case))}
    assert "a different share of the rows could be placed" in told["sentence-partners-placed-otherwise"]
    assert found["count"] == 300
