"""A word for every small area and pattern, and none where the data are too few to give one."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from assess_cases import OWN, PEERS, by_month, make_case

from pads_analysis import assess
from pads_analysis.assess.pattern_change import _hot_spot, _place, _season
from pads_analysis.assess.result import Movement, NotAvailable
from pads_analysis.release.gate import release
from pads_analysis.show import sentences, tables

MONTHS = pd.date_range("2020-01-01", "2021-12-01", freq="MS")
#: Counts of each small area in 2020 and in 2021: what became of it follows from them alone.
AREAS = {
    "rises": (100, 220), "falls": (220, 100), "comes": (0, 60), "goes": (60, 0), "rests": (4000, 4010),
    "few": (3, 9), "none": (0, 0), "unclear": (30, 36),
}  # fmt: skip
WORDS = {
    "rises": Movement.RISING, "falls": Movement.FALLING, "comes": Movement.NEW, "goes": Movement.GONE,
    "rests": Movement.STABLE, "few": Movement.UNCERTAIN, "none": Movement.UNCERTAIN, "unclear": Movement.UNCERTAIN,
}  # fmt: skip


def spread(total: int) -> list[int]:
    return [total // 12 + (at < total % 12) for at in range(12)]


@pytest.fixture
def case():
    rows = [
        (name, month, "burglary", count)
        for name, (before, now) in AREAS.items()
        for month, count in zip(MONTHS, by_month(spread(before), spread(now)), strict=True)
        if count
    ]
    places = pd.DataFrame({"place_code": list(AREAS), "place_name": [name.title() for name in AREAS]})
    places = places.assign(population=1500.0, population_year=2020.0, imd_decile=5.0)
    counts = {OWN: {"burglary": 400}} | {code: {"burglary": 300 + at} for at, code in enumerate(PEERS)}
    held = pd.DataFrame(rows, columns=["place_code", "month", "offence_code", "count"])
    return make_case(counts, places=places, place_months=held)


def test_every_small_area_has_the_word_that_its_counts_bear(case) -> None:
    found = assess.pattern_change(case)
    assert found.areas.set_index("place_code")["movement"].to_dict() == WORDS
    assert found.n_tested == 6
    assert dict(zip(found.areas["place_code"], found.areas["count"], strict=True))["rises"] == 220


def test_the_sentence_counts_the_words_and_names_those_that_claim(case) -> None:
    found = release(assess.pattern_change(case), case)
    (areas,) = [
        item for item in sentences.pattern_change(found) if item.id == "sentence-pattern-change-areas"
    ]
    assert areas.text == (
        "Of the 8 small areas of Ownham, beside January 2020 to December 2020: 1 new (Comes); 1 rising (Rises); "
        "1 stable (Rests); 1 falling (Falls); 1 gone (Goes); 3 too uncertain to say (Few, None and Unclear). "
        "6 had enough events to be tested."
    )
    assert {key: areas.facts[key] for key in ("new", "rising", "gone", "uncertain")} == {
        "new": 1, "rising": 1, "gone": 1, "uncertain": 3,
    }  # fmt: skip
    (patterns, places) = tables.pattern_change(found)
    assert [row[0] for row in places.rows] == ["Comes", "Rises", "Rests", "Falls", "Goes"]
    assert "3 small areas are too uncertain to say." in places.notes
    assert patterns.id == "table-pattern-change"


def test_what_cannot_be_told_is_said_with_its_reason(case) -> None:
    found = assess.pattern_change(case)
    text = " ".join(found.absent)
    assert "Hot spots cannot be told apart, because the store has no boundaries." in text
    # Only twelve months lie in and before the period before: neither season nor spread can be told of it.
    assert "Seasons cannot be set beside those before, because up to" in text
    assert "The place among others in January 2020 to December 2020 cannot be told" in text


def test_a_half_delivered_month_makes_no_area_fall(case) -> None:
    held = case.place_months
    lost = held.loc[~((held["month"] == "2021-06-01") & (held["place_code"] == "rests"))]
    bad = make_case(
        {OWN: {"burglary": 400}} | {code: {"burglary": 300} for code in PEERS},
        places=case.places, place_months=lost, bad={OWN: {"2021-06": "looks incomplete"}},
    )  # fmt: skip
    row = assess.pattern_change(bad).areas.set_index("place_code").loc["rests"]
    assert row["movement"] == Movement.STABLE
    assert (row["count"], row["count_before"]) == (4010 - 334, 4000 - 333)


def test_too_few_pairs_or_nothing_to_tell_is_not_available() -> None:
    few = make_case({OWN: {"burglary": 100}}, first="2021-08")
    assert isinstance(assess.pattern_change(few), NotAvailable)
    bare = make_case({OWN: {"burglary": 100}})
    found = assess.pattern_change(bare)
    assert isinstance(found, NotAvailable) and found.do


@pytest.mark.parametrize(
    ("status", "own", "word"),
    [
        ("persistent", Movement.RISING, Movement.STABLE),
        ("new", Movement.RISING, Movement.NEW),
        ("new", Movement.UNCERTAIN, Movement.UNCERTAIN),
        ("new", Movement.FALLING, Movement.UNCERTAIN),
        ("former", Movement.FALLING, Movement.GONE),
        ("former", Movement.STABLE, Movement.UNCERTAIN),
    ],
)
def test_a_hot_spot_comes_or_goes_only_with_its_own_count(status, own, word) -> None:
    assert _hot_spot(SimpleNamespace(status=status, place_name="A"), own)[4] == word


@pytest.mark.parametrize(
    ("now", "was", "word"),
    [
        ((True, 7), (True, 8), Movement.STABLE),
        ((True, 1), (True, 12), Movement.STABLE),
        ((True, 7), (True, 11), Movement.UNCERTAIN),
        ((True, 7), (False, 3), Movement.UNCERTAIN),
        ((False, 7), (True, 7), Movement.UNCERTAIN),
        ((False, 7), (False, 7), None),
    ],
)
def test_a_season_is_stable_only_where_it_is_clear_both_times(now, was, word) -> None:
    row = SimpleNamespace(is_seasonal=now[0], peak_month=now[1], offence_name="Drugs")
    found = _season(row, pd.Series({"is_seasonal": was[0], "peak_month": was[1]}))
    assert [each[4] for each in found] == ([word] if word else [])


@pytest.mark.parametrize(
    ("now", "was", "word"),
    [
        ((1, 3, "upper"), (5, 9, ""), Movement.RISING),
        ((8, 9, "lower"), (2, 7, ""), Movement.FALLING),
        ((1, 4, "upper"), (2, 5, "upper"), Movement.STABLE),
        ((1, 6, ""), (2, 9, ""), Movement.UNCERTAIN),
    ],
)
def test_a_place_has_moved_only_where_the_intervals_share_none(now, was, word) -> None:
    row = SimpleNamespace(rank_low=now[0], rank_high=now[1], half=now[2], n_areas=10, offence_name="Drugs")
    before = pd.Series({"rank_low": was[0], "rank_high": was[1], "half": was[2], "n_areas": 10})
    assert _place(row, before, True)[4] == word
    assert _place(row, before, False)[4] == Movement.UNCERTAIN
