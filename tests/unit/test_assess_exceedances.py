"""Months that stand out from the same months of earlier years, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from assess_cases import OWN, make_case
from scipy import stats
from show_results import released

from pads_analysis.assess.exceedances import FALSE_TABLES, exceedances
from pads_analysis.assess.result import NotAvailable
from pads_analysis.show import charts, sentences, tables
from pads_analysis.show.display import Absence
from pads_analysis.show.exhibits import Figure

# Six years that end before the pandemic, so that none of their months is left out.
QUIET = {"first": "2014-01", "last": "2019-12"}


def poisson(seed: int, mean: float, n: int = 72) -> list[int]:
    return [int(value) for value in np.random.default_rng(seed).poisson(mean, n)]


def flat(value: int, n: int = 72) -> list[int]:
    """Counts that vary a little around a level, so that every year is like every other."""
    return [value + (-1, 0, 1, 2, -2, 0)[at % 6] for at in range(n)]


def spiked() -> dict[str, list[int]]:
    counts = {"burglary": flat(50), "drugs": flat(20), "robbery": flat(10)}
    counts["burglary"][66] = 130  # July 2019
    return counts


def case_of(counts, **kwargs):
    return make_case({OWN: counts}, **{**QUIET, **kwargs})


def test_the_planted_month_stands_out_and_no_other():
    found = exceedances(case_of(spiked()))
    named = found.table.loc[found.table["stands_out"]]
    burglary = named.loc[named["offence_code"] == "burglary"]
    assert [f"{month:%Y-%m}" for month in burglary["month"]] == ["2019-07"]
    assert set(named["offence_code"]) <= {"burglary", "all_crime"}
    row = burglary.iloc[0]
    assert row["count"] == 130 and 45 < row["expected"] < 55
    # Without extra variation the bound is the Poisson quantile at the expected mean.
    assert row["upper"] == stats.poisson.isf(0.01, row["expected"])
    assert found.years == 5 and len(found.table) == 4 * 12


def test_a_fall_does_not_stand_out():
    counts = {"burglary": flat(50), "robbery": flat(10)}
    counts["burglary"][66] = 2
    assert not exceedances(case_of(counts)).table["stands_out"].any()


def test_a_season_is_usual_for_the_time_of_year():
    counts = {"burglary": [int(60 + 40 * np.sin(2 * np.pi * at / 12)) for at in range(72)]}
    assert not exceedances(case_of(counts)).table["stands_out"].any()


def test_chance_alone_names_few():
    counts = {
        name: poisson(at, mean)
        for at, (name, mean) in enumerate({"burglary": 40, "drugs": 15, "robbery": 8}.items())
    }
    found = exceedances(case_of(counts)).table
    assert found["stands_out"].sum() == 0
    assert found["beyond"].mean() < 0.1


def test_a_month_left_out_is_neither_judged_nor_part_of_the_past():
    counts = spiked()
    found = exceedances(case_of(counts, bad={OWN: {"2019-07": "looks incomplete", "2018-07": "missing"}}))
    assert "2019-07" not in {f"{month:%Y-%m}" for month in found.table["month"]}
    assert not found.table["stands_out"].any()


def test_three_years_are_the_least_and_two_are_refused():
    assert exceedances(case_of(spiked(), first="2014-01", last="2019-12")).years == 5
    four = {name: values[-48:] for name, values in spiked().items()}
    assert exceedances(case_of(four, first="2016-01")).years == 3
    three = {name: values[-36:] for name, values in spiked().items()}
    found = exceedances(case_of(three, first="2017-01"))
    assert isinstance(found, NotAvailable)
    assert found.because.startswith("only 24 complete months lie before the period, and 36 are needed")


def test_the_pandemic_is_no_part_of_what_is_usual():
    counts = spiked()
    found = exceedances(case_of(counts, first="2018-01", last="2023-12"))
    # Of the sixty months from 2018 to 2022, March 2020 to July 2021 are seventeen.
    assert "17 months of national events are left out of what is taken as usual." in found.basis.notes
    assert f"{FALSE_TABLES[3][1]:.0%}" in found.rule
    short = {name: values[-48:] for name, values in counts.items()}
    refused = exceedances(case_of(short, first="2020-01", last="2023-12"))
    assert "only 19 complete months" in refused.because and "17 months of national events" in refused.because


def test_a_category_that_began_late_is_not_looked_at():
    counts = spiked() | {"bicycle_theft": [0] * 14 + flat(30, 58)}
    found = exceedances(case_of(counts))
    assert "bicycle_theft" not in set(found.table["offence_code"])
    assert any("Bicycle theft" in note for note in found.basis.notes)


def test_quarters_have_no_months():
    found = exceedances(replace(case_of(spiked()), step=3))
    assert isinstance(found, NotAvailable) and "published by quarter" in found.because
    assert found.element == ""


def test_a_known_change_of_recording_stands_beside_the_month():
    entry = {"month": "2019-04", "offence": "burglary", "note": "Counted anew.", "source": "The rules."}
    case = case_of(spiked(), settings={"recording_changes": [entry]})
    texts = [one.text for one in sentences.exceedances(released(exceedances(case)))]
    assert any(
        text.startswith("Burglary exceeds the usual in July 2019 (130 recorded") and "Counted anew." in text
        for text in texts
    )


def test_what_is_shown_agrees():
    shown = released(exceedances(case_of(spiked())))
    said = sentences.exceedances(shown)
    table, figure = tables.exceedances(shown), charts.exceedances(shown)
    named = [row for row in table.rows if row[-1] == "stands out"]
    assert said[0].facts["n"] == len(named) == len(figure.data.rows)
    assert isinstance(figure, Figure) and "130" in figure.data.plain()
    last = said[-1]
    assert last.facts["by_chance"] == pytest.approx(0.48)
    assert last.facts["n_beyond"] == len(table.rows) - len(named)
    assert "False discovery" not in table.caption and any("1.0%" in note for note in table.notes)


def test_nothing_that_stands_out_is_said_without_claiming_that_nothing_happened():
    shown = released(exceedances(case_of({"burglary": flat(50), "robbery": flat(10)})))
    first = sentences.exceedances(shown)[0]
    assert first.text.startswith("No month stands out in Ownham") and "does not show" in first.text
    assert isinstance(charts.exceedances(shown), Absence) and charts.exceedances(shown).not_applicable
