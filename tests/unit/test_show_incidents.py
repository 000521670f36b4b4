"""What is said, tabled and drawn of hours, repeats and near repeats."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from incident_cases import case_with, evenly, incidents
from test_assess_hours import nights, violence
from test_assess_near_repeats import followed, scattered
from test_assess_repeats import keyed, planted, spots

from pads_analysis import assess
from pads_analysis.release.gate import release
from pads_analysis.show import charts, clock, sentences, tables

NAMES = ("hours", "repeats", "near_repeats")


def shown(name: str, case: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """Return the sentences, figures and tables of a section."""
    released = release(getattr(assess, name)(case), case)
    found = (getattr(room, name)(released) for room in (sentences, charts, tables))
    return tuple(each if isinstance(each, list) else [each] for each in found)


def text_of(name: str, case: Any) -> str:
    return " ".join(one.text for one in shown(name, case)[0])


def test_hours_in_words() -> None:
    case = case_with(pd.concat([violence(nights(200)), violence(evenly(200)), incidents(evenly(400))]))
    said, figures, (table,) = shown("hours", case)
    text = " ".join(one.text for one in said)
    assert (
        "Violence against the person in Ownham peaks from Friday 21:00 to Saturday 03:00: 52% of the 400 records "
        "with a time of day fall in these 6 of the 168 hours of the week (95% interval"
    ) in text
    assert "where an even spread would put 4%" in text
    assert "No hours or days stand out clearly for burglary" in text
    # The table behind the heat map holds every hour of the week.
    assert len(figures[0].data.rows) == 24 and len(figures[0].data.columns) == 8
    assert "Friday 21:00 to Saturday 03:00" in figures[1].title and "Heat map" in figures[1].alt
    assert any(row[5] == "none" for row in table.rows)
    headlines = [one for one in said if one.headline]
    assert headlines and all(one.facts["level"] == "week" for one in headlines)


def test_hours_without_any_pattern_have_no_peak_and_no_headline() -> None:
    said, figures, _ = shown("hours", case_with(incidents(evenly(900))))
    assert not any(one.headline or "peak" in one.text for one in said)
    assert "no hours stand out clearly" in figures[0].title and "Dots" not in figures[0].subtitle


def test_data_sets_with_a_time_in_every_record_are_counted_and_not_listed() -> None:
    crime = pd.concat([incidents(evenly(300)), incidents(evenly(20), from_timed=False)])
    text = text_of("hours", case_with(crime, asb=incidents(evenly(200), category_code="asb", category="ASB")))
    assert "of burglary, 20 of the 320 records (6%); of 1 other data set, none. All others" in text


def test_the_contrast_with_start_times_is_said() -> None:
    start = [pd.Timestamp("2021-01-04 08:00") + pd.Timedelta(days=at) for at in range(100)]
    rows = incidents(start, occurred_to=[one + pd.Timedelta(hours=9) for one in start], to_timed=True)
    text = text_of("hours", case_with(rows))
    assert "100% of the records with a time of day have a span of more than three hours" in text
    assert "100% would fall between 06:00 and 09:00; spread out, 11% do" in text


def test_few_records_have_no_percentage() -> None:
    text = text_of("hours", case_with(incidents(evenly(30))))
    assert "0 of the 30 records." in text and "%" not in text


def test_repeats_in_words() -> None:
    said, (figure,), found = shown("repeats", case_with(planted()))
    text = " ".join(one.text for one in said)
    assert "Of 240 victims in Ownham, 17% (95% interval" in text and "33% of the events" in text
    assert "all 100,000 residents alike, about 0.4 would have been; 40 were struck again" in text
    assert "do not tell those who were at risk all along" in text
    assert "struck again" in figure.title and len(found) == 3
    assert [one.headline for one in said].count(True) == 1


def test_chance_is_said_where_no_more_repeats_are_shown() -> None:
    case = case_with(keyed([f"a{at}" for at in range(300)]))
    text = text_of("repeats", case)
    assert "0 were, which does not show more repeats than by chance" in text and "risk is uneven" not in text


def test_places_are_not_called_victims() -> None:
    said, (figure,), found = shown("repeats", case_with(incidents(evenly(180), **spots(60, 3))))
    text = " ".join(one.text for one in said)
    assert "Of 60 places in Ownham" in text and "places are counted here, and not people" in text
    assert "victim" not in figure.title and not any("ictim" in column.heading for column in found[0].columns)


def test_few_keys_are_said() -> None:
    text = text_of("repeats", case_with(pd.concat([planted(), keyed([""] * 100)])))
    assert "100 of the 400 records (25%) have no key of their victim" in text
    assert "repeats among the records left out cannot be seen" in text


def test_near_repeats_in_words() -> None:
    said, (figure,), (table,) = shown("near_repeats", case_with(followed(scattered(600), 0.15)))
    text = " ".join(one.text for one in said)
    assert "Burglary in Ownham is followed by another within 100 m and 7 days" in text
    assert "as if the dates had been shuffled over the places" in text and "predict no single crime" in text
    assert len(figure.data.rows) == 16 and len(table.rows) == 16
    assert any(one.headline for one in said)


def test_no_near_repeats_claim_nothing() -> None:
    said, (figure,), _ = shown("near_repeats", case_with(scattered(400)))
    assert not any(one.headline for one in said) and "No clear near repeats of burglary" in figure.title


@pytest.mark.parametrize("name", NAMES)
def test_the_public_edition_withholds_it(name: str) -> None:
    rows = followed(scattered(300), 0.1).assign(repeat_key="a")
    rows["repeat_key"] = [f"k{at // 2}" for at in range(len(rows))]
    case = case_with(rows)
    public = case_with(rows, settings={"edition": "public"})
    result = getattr(assess, name)(case)
    assert "extract" in result.basis.source_kinds
    absence = sentences.__dict__[name](release(result, public))
    assert "partners supplied" in absence.because


@pytest.mark.parametrize("name", NAMES)
def test_absence_is_the_same_everywhere(name: str) -> None:
    found = shown(name, case_with())
    assert {one.kind for part in found for one in part} == {"absence"}
    assert len({one.id for part in found for one in part}) == 1


def test_spells_in_words() -> None:
    assert clock.spells("week", [(117, 6)]) == "Friday 21:00 to Saturday 03:00"
    assert clock.spells("week", [(165, 6)]) == "Sunday 21:00 to Monday 03:00"
    assert clock.spells("week", [(21, 3)]) == "Monday 21:00 to 24:00"
    assert (
        clock.spells("band", [(21, 6)]) == "21:00 to 03:00"
        and clock.spells("band", [(0, 3)]) == "00:00 to 03:00"
    )
    assert clock.spells("day", [(144, 48)]) == "Monday and Sunday"
    assert clock.spells("week", [(0, 168)]) == "Monday 00:00 to Sunday 24:00"
