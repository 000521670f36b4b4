"""Aoristic shares minute by minute, over the nights the clocks change, and what is left out."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from pads_analysis.stats import aoristic

LONDON = ZoneInfo("Europe/London")


def hours(found):
    """Non-empty hours as {(day, hour): events}."""
    return {
        (str(found.day[k]), int(found.hour[k])): pytest.approx(found.events[k])
        for k in np.flatnonzero(found.events)
    }


def minute_by_minute(start, end):
    """Shares by walking through every minute in UTC and reading the London clock."""
    shares = np.zeros(168)
    begin, stop = (
        datetime.fromisoformat(text).replace(tzinfo=LONDON, fold=fold).astimezone(ZoneInfo("UTC"))
        for text, fold in ((start, 0), (end, 1))
    )
    minutes = int((stop - begin).total_seconds() // 60)
    for k in range(minutes):
        clock = (begin + timedelta(minutes=k)).astimezone(LONDON)
        shares[24 * clock.weekday() + clock.hour] += 1 / minutes
    return shares


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2024-05-03 17:47", "2024-05-06 08:13"),
        ("2024-03-30 22:30", "2024-03-31 06:10"),
        ("2024-10-26 23:20", "2024-10-27 04:00"),
        ("2024-10-27 01:15", "2024-10-27 01:45"),
        ("2024-10-21 12:00", "2024-10-27 23:30"),
        ("2024-03-25 00:00", "2024-03-31 23:59"),
    ],
)
def test_every_minute_counts_once(start, end):
    found = aoristic.aoristic(start, end, timezone="Europe/London")
    assert found.events == pytest.approx(minute_by_minute(start, end))
    assert found.events.sum() == pytest.approx(1)


def test_the_missing_hour_gets_nothing_and_the_double_hour_twice():
    spring = aoristic.aoristic("2024-03-31 00:00", "2024-03-31 03:00", timezone="Europe/London")
    assert hours(spring) == {("Sunday", 0): 0.5, ("Sunday", 2): 0.5}
    autumn = aoristic.aoristic("2024-10-27 00:00", "2024-10-27 03:00", timezone="Europe/London")
    assert hours(autumn) == {("Sunday", 0): 0.25, ("Sunday", 1): 0.5, ("Sunday", 2): 0.25}
    # A time that never was on the clock moves on to the next that was.
    assert hours(aoristic.aoristic("2024-03-31 01:30", timezone="Europe/London")) == {("Sunday", 2): 1}


def test_without_a_zone_clocks_never_change():
    found = aoristic.aoristic("2024-03-31 00:00", "2024-03-31 03:00")
    assert hours(found) == {("Sunday", 0): 1 / 3, ("Sunday", 1): 1 / 3, ("Sunday", 2): 1 / 3}


def test_dates_of_another_zone_are_moved():
    utc = pd.Series(pd.to_datetime(["2024-07-01 22:30", "2024-07-01 23:30"], utc=True))
    found = aoristic.aoristic(utc, timezone="Europe/London")
    assert hours(found) == {("Monday", 23): 1, ("Tuesday", 0): 1}


def test_a_week_or_more_says_nothing():
    found = aoristic.aoristic(["2024-01-01", "2024-01-01"], ["2024-01-08", "2024-02-01"])
    assert found.events == pytest.approx(np.full(168, 2 / 168))
    nearly = aoristic.aoristic("2024-01-01 00:00", "2024-01-07 23:00")
    assert nearly.events[167] == 0
    assert nearly.events[:167] == pytest.approx(np.full(167, 1 / 167))


def test_missing_ends_and_ends_before_starts():
    found = aoristic.aoristic(
        ["2024-01-01 10:59", "2024-01-02 09:00", None, "2024-01-03 08:00"],
        [None, "2024-01-02 08:00", "2024-01-02 08:00", "2024-01-03 08:00"],
    )
    assert hours(found) == {("Monday", 10): 1, ("Wednesday", 8): 1}
    assert (found.n_events, found.n_excluded) == (2, 2)


def test_ends_on_the_hour_do_not_reach_into_it():
    assert hours(aoristic.aoristic("2024-01-01 09:30", "2024-01-01 10:00")) == {("Monday", 9): 1}


def test_first_day_and_the_table():
    sunday = aoristic.aoristic("2024-01-07 05:00", first_day="Sunday")
    assert (sunday.day[0], sunday.events[5]) == ("Sunday", 1)
    assert sunday.by_day_and_hour()[0, 5] == 1
    monday = aoristic.aoristic("2024-01-07 05:00")
    assert (monday.day[167], monday.events[6 * 24 + 5]) == ("Sunday", 1)


def test_many_events_at_once_equal_one_by_one(monkeypatch):
    rng = np.random.default_rng(12)
    start = pd.Timestamp("2024-03-01") + pd.to_timedelta(rng.integers(0, 60 * 24 * 60, 60), unit="min")
    end = start + pd.to_timedelta(rng.integers(0, 9 * 24 * 60, 60), unit="min")
    monkeypatch.setattr(aoristic, "BLOCK", 7)
    together = aoristic.aoristic(start, end, timezone="Europe/London").events
    singly = sum(
        aoristic.aoristic([a], [b], timezone="Europe/London").events for a, b in zip(start, end, strict=True)
    )
    assert together == pytest.approx(singly)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"start": []}, "start"),
        ({"start": [5]}, "start"),
        ({"start": ["yesterday"]}, "start"),
        ({"start": ["1066-10-14"]}, "start"),
        ({"start": pd.to_datetime(["2024-01-01"], utc=True)}, "start"),
        ({"end": ["2024-01-01", "2024-01-02"]}, "end"),
        ({"timezone": "Europe/Camelot"}, "timezone"),
        ({"timezone": "Asia/Kolkata"}, "timezone"),
        ({"first_day": "Tuesday"}, "first_day"),
    ],
)
def test_refuses(change, name):
    given = {"start": ["2024-01-01 10:00"], "end": ["2024-01-01 12:00"], **change}
    with pytest.raises(ValueError, match=name):
        aoristic.aoristic(**given)
