"""Moves of level: a planted one is found with its month and size; a season or a flat series is taken for none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from assess_cases import OWN, PEERS, make_case

from pads_analysis import assess
from pads_analysis.assess.result import NotAvailable, Verdict
from pads_analysis.release.gate import release
from pads_analysis.show import charts, sentences, tables

MONTHS = pd.date_range("2018-01-01", "2021-12-01", freq="MS")
CLEAR = (Verdict.HIGHER, Verdict.LOWER)


def case_of(series: dict[str, list[int]], first: str = "2018-01", **given: object):
    number = len(next(iter(series.values())))
    flat = {"burglary": [100] * number}
    return make_case({OWN: series} | dict.fromkeys(PEERS, flat), first=first, last="2021-12", **given)


def drawn(rate: np.ndarray, seed: int = 3) -> list[int]:
    """Counts of months with so many a day, by chance alone."""
    return np.random.default_rng(seed).poisson(rate * MONTHS.days_in_month.to_numpy()).tolist()


def moved(at: str, factor: float, until: str = "2021-12") -> np.ndarray:
    inside = (pd.Timestamp(at) <= MONTHS) & (pd.Timestamp(until) >= MONTHS)
    return np.where(inside, 10.0 * factor, 10.0)


def test_a_planted_move_is_found_with_its_month_size_and_event() -> None:
    case = case_of({"burglary": drawn(moved("2020-04-01", 0.6, "2020-08-01"))})
    found = assess.level_shifts(case)
    rows = found.table.loc[(found.table["offence_code"] == "burglary") & found.table["verdict"].isin(CLEAR)]
    assert [f"{month:%Y-%m}" for month in rows["month"]] == ["2020-04", "2020-09"]
    down = rows.iloc[0]
    assert down["verdict"] == Verdict.LOWER and down["ci_low"] < 0.6 < down["ci_high"]
    assert down["level_before"] == pytest.approx(10, abs=0.5) and down["level_after"] == pytest.approx(
        6, abs=0.5
    )
    assert f"{down['until']:%Y-%m}" == "2020-08"
    assert down["event"] == "the coronavirus pandemic"
    told = {item.id: item.text for item in sentences.level_shifts(release(found, case))}
    text = told["sentence-level-shifts-burglary-2020-04"]
    assert text.startswith("From April 2020 the level of burglary in Ownham was lower than before: ")
    assert text.endswith("It coincides with the coronavirus pandemic.")
    assert "does not show that one brought about the other" in told["sentence-level-shifts-coinciding"]


def test_the_figure_names_the_months_and_its_table_holds_the_levels() -> None:
    case = case_of({"burglary": drawn(moved("2020-04-01", 0.6, "2020-08-01"))})
    shown = charts.level_shifts(release(assess.level_shifts(case), case))
    assert shown.title == "Level of recorded crime: lower from April 2020 and higher from September 2020"
    assert "burglary lower from April 2020" in shown.alt
    assert shown.title in shown.alt and len(shown.alt) <= 260
    rows = [row for row in shown.data.rows if row[0] == "Burglary"]
    assert len(rows) == 48
    assert [row[4] for row in rows if f"{row[1]:%Y-%m}" == "2020-04"] == ["lower"]


def test_a_flat_series_and_a_season_that_is_taken_out_move_nothing() -> None:
    season = 10 * (1 + 0.4 * np.sin(2 * np.pi * MONTHS.month.to_numpy() / 12))
    case = case_of({"burglary": drawn(np.full(48, 10.0)), "drugs": drawn(season, 5)})
    found = assess.level_shifts(case)
    assert not found.table["verdict"].isin(CLEAR).any()
    told = [item.text for item in sentences.level_shifts(release(found, case))]
    assert any("which does not show that nothing changed" in text for text in told)
    assert charts.level_shifts(release(found, case)).title == "No level of recorded crime clearly moved"
    assert tables.level_shifts(release(found, case)).id == "table-level-shifts"


def test_a_season_that_few_months_cannot_take_out_is_not_searched() -> None:
    season = 10 * (1 + 0.6 * np.sin(2 * np.pi * MONTHS.month.to_numpy() / 12))
    series = {"burglary": [300] * 30, "drugs": drawn(season, 5)[-30:]}
    found = assess.level_shifts(case_of(series, first="2019-07"))
    assert any("a season shows" in text and "drugs" in text for text in found.not_searched)
    assert "drugs" not in set(found.table["offence_code"])


def test_a_half_delivered_month_is_no_move() -> None:
    counts = drawn(np.full(48, 10.0))
    counts[30:33] = [100, 90, 95]
    bad = {OWN: {f"{MONTHS[at]:%Y-%m}": "looks incomplete" for at in (30, 31, 32)}}
    found = assess.level_shifts(case_of({"burglary": counts}, bad=bad))
    assert not found.table["verdict"].isin(CLEAR).any()


def test_too_few_months_or_events_are_said_to_be_so() -> None:
    short = assess.level_shifts(make_case({OWN: {"burglary": 50}}, first="2020-06", last="2021-12"))
    assert isinstance(short, NotAvailable) and "24 are needed" in short.because
    rare = assess.level_shifts(case_of({"burglary": [2] * 48}))
    assert isinstance(rare, NotAvailable) and "10 events a month" in rare.because
