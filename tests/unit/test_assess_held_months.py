"""Months not disclosed, or only in part, are never read as a fall; the ledger's words stand beside figures."""

from __future__ import annotations

import pandas as pd
import pytest
from partner_cases import FIRE, MONTHS, held, incidents, partner_case, quarter

from pads_analysis.assess.held_months import held_months, paired_held
from pads_analysis.assess.incidents import disclosed_notes, nothing_disclosed, spans


def counts(number: int, **other: int) -> dict[str, int]:
    return dict.fromkeys(MONTHS, number) | {
        name.replace("_", "-").lstrip("m"): value for name, value in other.items()
    }


def case_of(months: dict[str, int], **options):
    return partner_case({"fires": incidents({m: n for m, n in months.items() if n})}, **options)


def test_a_month_that_was_not_sent_does_not_count_in_either_year():
    case = case_of(counts(40, m2021_05=0))
    found = held_months(case, "fires", case.period)
    assert len(found.months) == 11 and found.left_out == ("May 2021 (missing)",)
    later, earlier, names = paired_held(case, "fires", found.authorities)
    assert len(later) == len(earlier) == 11 and names == (FIRE,)
    assert pd.Timestamp("2020-05-01") not in earlier


def test_a_month_sent_in_part_does_not_count_and_a_low_month_of_few_incidents_does():
    case = case_of(counts(40, m2021_05=20))
    assert held_months(case, "fires", case.period).left_out == ("May 2021 (looks incomplete)",)
    # 3 where 5 are usual is what chance does.
    case = case_of(counts(5, m2021_05=3))
    assert held_months(case, "fires", case.period).left_out == ()


def test_a_month_without_rows_counts_as_none_only_where_none_is_no_surprise_and_others_follow():
    rare = case_of(counts(2, m2021_05=0, m2021_12=0))
    found = held_months(rare, "fires", rare.period)
    # Nothing after November was disclosed, so that December may yet come.
    assert found.left_out == ("December 2021 (missing)",)
    assert pd.Timestamp("2021-05-01") in found.months


def test_a_month_counts_when_the_authority_sent_it_for_any_partnership():
    frames = {"fires": incidents({m: 40 for m in MONTHS if m != "2021-05"})}
    every = held({"fires": incidents(200)})
    case = partner_case(frames, elsewhere=every)
    assert held_months(case, "fires", case.period).left_out == ()


def test_an_authority_with_few_months_is_left_out_and_named():
    frames = {
        "fires": pd.concat([incidents(40), incidents({"2021-11": 9, "2021-12": 9}, authority="Mercia Fire")])
    }
    found = held_months(partner_case(frames), "fires", partner_case(frames).period)
    assert found.authorities == (FIRE,) and found.others == ("Mercia Fire",) and len(found.months) == 12


def test_two_authorities_count_in_the_months_that_both_sent():
    frames = {
        "fires": pd.concat(
            [incidents(40), incidents({m: 40 for m in MONTHS if m > "2021-03"}, authority="Mercia Fire")]
        )
    }
    case = partner_case(frames)
    found = held_months(case, "fires", case.period)
    assert len(found.months) == 9 and found.authorities == ("Mercia Fire", FIRE)
    # Mercia has no earlier year: only Wessex can be compared.
    assert paired_held(case, "fires", found.authorities)[2] == (FIRE,)


def test_months_left_out_by_choice_do_not_count():
    case = case_of(counts(40), settings={"quality.left_out_months": ["2021-07"]})
    assert held_months(case, "fires", case.period).left_out == ("July 2021 (left out by choice)",)


def test_nothing_is_said_of_a_data_set_that_is_whole_good_and_in_time():
    ledger = [quarter(f"2021-{month:02d}-01") for month in (1, 4, 7, 10)]
    case = case_of(counts(40), ledger=ledger)
    assert disclosed_notes(case, ("fires", "council_asb"), case.period) == ()


def test_one_sentence_says_which_months_count_what_came_late_and_what_is_poor():
    ledger = [
        quarter("2021-01-01", status="late"),
        quarter("2021-04-01", grade="poor", reason="only 2 of the quarter's 3 months have rows"),
        quarter("2021-07-01"),
        quarter("2021-10-01"),
    ]
    case = case_of(counts(40, m2021_05=0), ledger=ledger)
    (note,) = disclosed_notes(case, ("fires", "fires"), case.period)
    assert FIRE in note and "11 of the period's 12 months count" in note
    assert "January 2021 to April 2021 and June 2021 to December 2021" in note
    assert "1 of 4 quarters came late" in note
    assert "1 of 4 quarters graded poor (from April 2021: only 2 of the quarter's 3 months have rows)" in note


def test_runs_of_months_in_words():
    months = pd.DatetimeIndex(["2021-01-01", "2021-02-01", "2021-06-01"])
    assert spans(months) == "January 2021 to February 2021 and June 2021"


@pytest.mark.parametrize(
    ("edition", "told"), [("partner", "pads ingest"), ("public", "no public edition holds")]
)
def test_the_public_edition_does_not_say_whether_there_are_extracts(edition, told):
    case = case_of(counts(40), settings={"edition": edition})
    absence = nothing_disclosed(case, "partners", "a", "What partners see", "of incidents")
    assert told in f"{absence.because} {absence.do}"
