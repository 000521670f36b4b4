"""Hours of the week: planted nights are found, evenly spread records claim nothing, unknown times count as days."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from incident_cases import NO_TIME, case_with, evenly, incidents

from pads_analysis.assess import hours
from pads_analysis.assess.result import NotAvailable
from pads_analysis.assess.spells import runs


def nights(n: int) -> list[pd.Timestamp]:
    """Return moments between Friday 22:00 and Saturday 02:00, in turn over the weeks of 2021."""
    first = pd.Timestamp("2021-01-01 22:00")  # a Friday
    return [first + pd.Timedelta(weeks=at % 52, minutes=(at * 37) % 240) for at in range(n)]


def violence(starts: object, **columns: object) -> pd.DataFrame:
    return incidents(starts, category_code="violence", category="Violence", **columns)


def test_planted_nights_are_found_with_their_share() -> None:
    rows = pd.concat([violence(nights(200)), violence(evenly(200)), incidents(evenly(400))])
    found = hours(case_with(rows))
    peaks = found.peaks.set_index(["code", "level"])
    night = peaks.loc[("violence", "week")]
    assert night["spells"] == ((4 * 24 + 21, 6),) and night["primary"]
    # Half of the 400, and six of the 168 hours' worth of the other half.
    assert night["share"] == pytest.approx(0.5 + 0.5 * 6 / 168, abs=0.01)
    assert night["ci_low"] < 0.5 < night["ci_high"] and night["expected"] == pytest.approx(6 / 168, abs=0.001)
    assert "burglary" not in set(found.peaks["code"])
    marked = found.grid.loc[(found.grid["code"] == "violence") & found.grid["in_peak"]]
    assert set(zip(marked["day"], marked["hour"], strict=True)) == {
        (4, 21), (4, 22), (4, 23), (5, 0), (5, 1), (5, 2)
    }  # fmt: skip


def test_evenly_spread_records_claim_nothing() -> None:
    found = hours(case_with(incidents(evenly(1500)), asb=incidents(evenly(800, 363), category_code="asb")))
    assert found.peaks.empty and found.n_tests == 2 * 71
    assert not found.grid["in_peak"].any()


def test_records_without_a_time_count_towards_days_only() -> None:
    """Dates alone, all of them Saturdays: a day stands out, and no hour does."""
    saturdays = [pd.Timestamp("2021-01-02") + pd.Timedelta(weeks=at % 52) for at in range(120)]
    rows = pd.concat([incidents(saturdays, from_timed=False), incidents(evenly(300))])
    found = hours(case_with(rows))
    row = found.subjects.iloc[0]
    assert (row["records"], row["timed"], row["untimed"]) == (420, 300, 120)
    assert found.peaks["level"].tolist() == ["day"]
    assert found.peaks.iloc[0]["spells"] == ((5 * 24, 24),)
    # At midnight, where a date without a time begins, no more events than at other hours.
    grid = found.grid.pivot_table(index="day", columns="hour", values="events", aggfunc="sum")
    assert grid.loc[5, 0] < 2 * 300 / 168


def test_dates_alone_still_give_days() -> None:
    saturdays = [pd.Timestamp("2021-01-02") + pd.Timedelta(weeks=at % 52) for at in range(120)]
    found = hours(case_with(incidents(saturdays, from_timed=False)))
    assert found.peaks["level"].tolist() == ["day"] and found.grid.empty


def test_start_times_alone_would_mislead() -> None:
    """Found at five in the afternoon, left at eight in the morning: a third of the span in each band of three hours."""
    start = [pd.Timestamp("2021-01-04 08:00") + pd.Timedelta(days=at) for at in range(100)]
    rows = incidents(start, occurred_to=[one + pd.Timedelta(hours=9) for one in start], to_timed=True)
    row = hours(case_with(rows)).subjects.iloc[0]
    assert row["share_long"] == 1 and row["band"] == 6
    assert row["band_start"] == 1 and row["band_spread"] == pytest.approx(1 / 9)


def test_the_night_the_clocks_go_back_counts_twice() -> None:
    """Between 00:30 and 02:30 on 31 October 2021 lie three hours: half an hour, two hours, half an hour."""
    rows = incidents(["2021-10-31 00:30"] * 60, occurred_to=pd.Timestamp("2021-10-31 02:30"), to_timed=True)
    grid = hours(case_with(rows)).grid
    sunday = grid.loc[grid["day"] == 6].set_index("hour")["events"]
    assert sunday[[0, 1, 2]].tolist() == pytest.approx([10, 40, 10])


def test_one_wild_night_is_no_peak() -> None:
    """Thirty records of one night among even ones: one night is not a pattern."""
    wild = [pd.Timestamp("2021-06-12 01:00") + pd.Timedelta(minutes=at) for at in range(30)]
    found = hours(case_with(incidents([*evenly(600), *wild])))
    assert found.peaks.empty


def test_too_few_records_are_not_looked_at() -> None:
    found = hours(case_with(incidents(nights(40))))
    assert not found.subjects["tested"].any() and found.peaks.empty and found.n_tests == 0


def test_only_months_of_the_period_count() -> None:
    rows = pd.concat([incidents(evenly(80)), incidents([pd.Timestamp("2019-05-05 10:00")] * 9)])
    assert hours(case_with(rows)).subjects.iloc[0]["records"] == 80


def test_midnight_that_may_be_unknown_is_said() -> None:
    rows = incidents([*evenly(300), *([pd.Timestamp("2021-03-03")] * 40)])
    assert any("exactly midnight" in note for note in hours(case_with(rows)).basis.notes)


def test_without_an_extract_the_limits_of_open_data_are_said() -> None:
    found = hours(case_with())
    assert isinstance(found, NotAvailable) and found.section == "hours"
    assert "neither its day nor its hour" in found.because and "--as police_crime" in found.do
    public = hours(case_with(settings={"edition": "public"}))
    assert isinstance(public, NotAvailable) and "published data alone" in public.because
    assert "ingest" not in public.do


def test_odd_rows_break_nothing() -> None:
    rows = incidents(evenly(100), category_code="", category="")
    rows["occurred_to"] = rows["occurred_from"] - pd.Timedelta(days=1)
    rows.loc[:49, "occurred_to"] = rows.loc[:49, "occurred_from"] + pd.Timedelta(days=400)
    assert len(hours(case_with(rows)).subjects) == 1
    empty = replace(case_with(), incidents={"police_crime": incidents([])})
    assert isinstance(hours(empty), NotAvailable)
    assert not hours(case_with(incidents([NO_TIME] * 3, month="2021-05"))).subjects["tested"].any()


def test_runs_go_round_the_clock() -> None:
    assert runs([True, False, True, True]) == ((2, 3),)
    assert runs([False, True, False]) == ((1, 1),)
    assert runs([True, True]) == ((0, 2),) and runs([]) == ()
    assert runs(np.zeros(5, dtype=bool)) == ()


def test_hours_of_other_authorities_are_looked_at_as_a_whole() -> None:
    """Treated assaults stand on the same nights as the crimes; a set whose contract asks for no time stays out."""
    treated = incidents(nights(200), authority="Testtown Hospital", category_code="", category="Body part")
    weapons = treated.assign(category=["Body part", "Glass or bottle"] * 100)
    people = incidents(evenly(300), from_timed=False, category_code="victim", category="Victim")
    case = case_with(violence(evenly(400)))
    held = {**case.incidents, "emergency_department": weapons, "victims_offenders": people}
    found = hours(replace(case, incidents=held))
    assert found.subjects[["data_set", "code"]].values.tolist() == [
        ["police_crime", "violence"],
        ["emergency_department", "all"],
    ]
    (night,) = found.peaks.loc[found.peaks["primary"].astype(bool)].to_dict("records")
    assert (night["data_set"], night["spells"]) == ("emergency_department", ((4 * 24 + 21, 6),))
    assert night["share"] == pytest.approx(1.0)
