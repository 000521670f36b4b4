"""Which months count, what rates divide by, and what belongs to the total."""

from __future__ import annotations

import pandas as pd
import pytest
from assess_cases import OWN, PEERS, by_month, make_case

from pads_analysis.assess.levels import levels
from pads_analysis.assess.selection import (
    basis,
    comparable,
    counts_by_month,
    history,
    location_share,
    offence_codes,
    paired_months,
    totals,
    usable_months,
)


def months_of(index: pd.DatetimeIndex) -> list[str]:
    return [f"{month:%Y-%m}" for month in index]


YEAR = [f"{month:02d}" for month in range(1, 13)]


def test_a_month_missing_in_either_year_leaves_both():
    case = make_case(
        {OWN: {"burglary": 10}},
        bad={OWN: {"2021-03": "absent", "2020-07": "looks incomplete", "2020-08": "left out by choice"}},
    )
    now, before, left_out = paired_months(case)
    kept = [month for month in YEAR if month not in ("03", "07", "08")]
    assert months_of(now) == [f"2021-{month}" for month in kept]
    assert months_of(before) == [f"2020-{month}" for month in kept]
    assert left_out == (
        "March 2021 (missing)",
        "July 2020 (looks incomplete)",
        "August 2020 (left out by choice)",
    )


def test_usable_months_are_those_of_one_period_and_one_partnership():
    case = make_case(
        {OWN: {"burglary": 1}, PEERS[0]: {"burglary": 1}}, bad={PEERS[0]: {"2021-12": "looks incomplete"}}
    )
    assert len(usable_months(case, case.period).months) == 12
    assert usable_months(case, case.period).left_out == ()
    other = usable_months(case, case.period, PEERS[0])
    assert months_of(other.months) == [f"2021-{month}" for month in YEAR[:11]]
    assert other.left_out == ("December 2021 (looks incomplete)",)
    stranger = usable_months(case, case.period, "E22000999")
    assert len(stranger.months) == 0 and len(stranger.left_out) == 12


def test_a_period_of_two_years_is_paired_with_the_two_years_before():
    case = make_case({OWN: {"burglary": 4}}, first="2018-01", last="2021-12", months=24)
    now, before, left_out = paired_months(case)
    assert months_of(now)[0] == "2020-01" and months_of(before)[0] == "2018-01"
    assert len(now) == 24 and left_out == ()


def test_eleven_of_twelve_months_make_eleven_twelfths_of_a_person_year():
    case = make_case({OWN: {"burglary": 11}}, bad={OWN: {"2021-05": "missing"}})
    row = totals(case, case.period).loc[OWN]
    assert row["usable_months"] == 11
    assert row["person_years"] == pytest.approx(100_000 * 11 / 12)
    assert row["burglary"] == 121
    table = levels(case).table.set_index("offence_code")
    # 11 a month is 132 in a whole year: the missing month must not make the rate smaller.
    assert table.at["burglary", "rate_per_1000"] == pytest.approx(1.32)
    assert "Left out: May 2021 (missing)." in basis(case).notes


def test_the_total_leaves_anti_social_behaviour_out():
    case = make_case({OWN: {"anti_social_behaviour": 50, "burglary": 3, "drugs": 2}})
    wide = counts_by_month(case, case.period.months)
    assert list(wide.columns) == ["all_crime", "anti_social_behaviour", "burglary", "drugs"]
    assert (wide["all_crime"] == 5).all() and (wide["anti_social_behaviour"] == 50).all()
    assert totals(case, case.period).at[OWN, "all_crime"] == 60


def test_offences_follow_the_vocabulary_and_unknown_ones_come_last():
    case = make_case({OWN: {"zebra_theft": 1, "vehicle_crime": 1, "burglary": 1}})
    assert offence_codes(case) == ["burglary", "vehicle_crime", "zebra_theft"]
    # An unknown category is a crime until somebody says otherwise.
    assert (counts_by_month(case, case.period.months)["all_crime"] == 3).all()


def test_months_without_a_row_count_zero_and_are_not_missing():
    case = make_case({OWN: {"burglary": by_month(5, [0, 7, *[0] * 10])}})
    wide = counts_by_month(case, case.period.months)
    assert wide["burglary"].tolist() == [0, 7, *[0] * 10]
    assert len(usable_months(case, case.period).months) == 12


def test_a_partnership_without_rows_has_zeros():
    case = make_case({OWN: {"burglary": 5}, PEERS[0]: {}})
    assert counts_by_month(case, case.period.months, PEERS[0]).sum().sum() == 0
    assert totals(case, case.period).at[PEERS[0], "all_crime"] == 0


def test_only_partnerships_with_enough_months_and_people_are_compared():
    counts = {code: {"burglary": 5} for code in (OWN, *PEERS)}
    gone = {f"2021-{month}": "missing" for month in YEAR[:4]}
    case = make_case(
        counts,
        bad={PEERS[0]: gone, PEERS[1]: dict(list(gone.items())[:3])},
        people={OWN: {2021: 9}, PEERS[0]: {2021: 9}, PEERS[1]: {2021: 9}},
    )
    kept = comparable(case, totals(case, case.period), PEERS, case.period)
    # 8 of 12 months is below three quarters, 9 of 12 is just enough; the third has no population.
    assert list(kept.index) == [PEERS[1]]


def test_history_reaches_as_far_as_the_settings_and_marks_bad_months():
    case = make_case(
        {OWN: {"burglary": 5}},
        bad={OWN: {"2021-02": "looks incomplete"}},
        settings={"statistics.history_months": 18},
    )
    table, usable = history(case)
    assert len(table) == 18 and f"{table.index[0]:%Y-%m}" == "2020-07"
    assert months_of(usable.index[~usable]) == ["2021-02"]
    everything, _ = history(make_case({OWN: {"burglary": 5}}))
    assert len(everything) == 24


def test_rows_without_location_are_those_of_the_own_force_in_the_period():
    rows = pd.DataFrame(
        [
            ("Testshire Police", "2021-03-01", "burglary", 90, "located"),
            ("Testshire Police", "2021-03-01", "burglary", 3, "outside"),
            ("Testshire Police", "2021-04-01", "burglary", 7, "no_location"),
            ("Testshire Police", "2020-04-01", "burglary", 500, "no_location"),
            ("Other Police", "2021-04-01", "burglary", 500, "no_location"),
        ],
        columns=["force_name", "month", "offence_code", "count", "place"],
    ).astype({"month": "datetime64[ns]"})
    assert location_share(make_case({OWN: {"burglary": 5}}, force_months=rows)) == (93, 7)
    assert location_share(make_case({OWN: {"burglary": 5}})) == (0, 0)


@pytest.mark.parametrize(
    ("years", "note", "short"),
    [
        ({2021: 5}, "Population: mid-2021 estimate.", ""),
        (
            {2019: 5, 2020: 5},
            "Population: mid-2021 is not in the store; the mid-2020 estimate is carried forward.",
            "mid-2020 population, carried forward",
        ),
        (
            {2022: 5},
            "Population: mid-2021 is not in the store; the mid-2022 estimate is carried back.",
            "mid-2022 population, carried back",
        ),
        (
            {2020: 5, 2022: 9},
            "Population: mid-2021 is not in the store; interpolated between mid-2020 and mid-2022.",
            "mid-2021 population, interpolated",
        ),
        ({}, "No population estimate is in the store.", ""),
    ],
)
def test_what_is_said_of_the_population(years, note, short):
    case = make_case({OWN: {"burglary": 5}}, people={OWN: years})
    found = basis(case)
    assert (found.population_note, found.population_short) == (note, short)
