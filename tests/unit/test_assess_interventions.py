"""Recorded crime after actions: planted effects are found, none without one, and what cannot be judged is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from action_cases import AROUND, CODES, TREATED, action, case_of, drawn, partnerships_case
from assess_cases import OWN, make_case

from pads_analysis.assess import interventions
from pads_analysis.assess.action_areas import action_areas
from pads_analysis.assess.result import NotAvailable, Outcome
from pads_analysis.release.gate import release

FALL = {TREATED: ("2020-01", 0.6)}


def found(case):
    """Return the only row of the verdicts, and the estimates by method."""
    result = interventions(case)
    (row,) = result.table.to_dict("records")
    return row, result.estimates.set_index("method")


def test_a_planted_fall_is_found_with_its_size() -> None:
    counts = drawn(1, factors=FALL)
    row, estimates = found(case_of(counts, action()))
    assert row["outcome"] == Outcome.FELL_MORE and row["because"] == ""
    main = estimates.loc["comparison"]
    # By hand from the drawn counts: the first year, the year before, and the areas that do not touch the four.
    others = [code for code in CODES if code not in {*TREATED, *AROUND}]
    before, after = counts.loc["2019"], counts.loc["2020"]
    expected = before[list(TREATED)].sum().sum() * after[others].sum().sum() / before[others].sum().sum()
    assert main["before"] == before[list(TREATED)].sum().sum()
    assert main["after"] == after[list(TREATED)].sum().sum()
    assert main["expected"] == pytest.approx(expected)
    assert main["difference"] == pytest.approx(main["after"] - expected)
    assert main["ratio_low"] < 0.6 < main["ratio_high"] < 1
    own = estimates.loc["series"]
    assert own["ratio_low"] < 0.6 < own["ratio_high"] < 1
    assert row["agreement"] == "its monthly series agrees"
    assert main["by_chance"] <= 0.05


def test_nothing_is_claimed_where_nothing_was_planted() -> None:
    row, estimates = found(case_of(drawn(2), action()))
    assert row["outcome"] == Outcome.NOT_SHOWN
    main = estimates.loc["comparison"]
    assert main["difference_low"] < 0 < main["difference_high"]


def test_a_planted_rise_is_called_a_rise() -> None:
    row, _ = found(case_of(drawn(3, factors={TREATED: ("2020-01", 1.6)}), action()))
    assert row["outcome"] == Outcome.ROSE_MORE


@pytest.mark.parametrize(("factors", "outcome"), [(FALL, Outcome.FELL_MORE), (None, Outcome.NOT_SHOWN)])
def test_a_season_is_no_difference_and_hides_none(factors, outcome) -> None:
    # From July on: a plain comparison with the half-year before would see the season.
    moved = {TREATED: ("2020-07", 0.6)} if factors else None
    row, estimates = found(case_of(drawn(4, factors=moved, season=0.5), action(starts="2020-07-01")))
    assert row["outcome"] == outcome
    true = 0.6 if factors else 1.0
    assert estimates.loc["comparison", "ratio_low"] < true < estimates.loc["comparison", "ratio_high"]
    assert estimates.loc["series", "ratio_low"] < true < estimates.loc["series", "ratio_high"]


def test_what_all_areas_share_is_no_difference() -> None:
    row, _ = found(case_of(drawn(5, factors={CODES: ("2020-01", 0.6)}), action()))
    assert row["outcome"] == Outcome.NOT_SHOWN
    assert row["agreement"] == "its monthly series steps by itself, which the comparison does not confirm"


def test_crime_that_moves_next_door_is_seen_there() -> None:
    moved = {**FALL, AROUND: ("2020-01", 1.4)}
    row, estimates = found(case_of(drawn(6, factors=moved), action()))
    assert row["outcome"] == Outcome.FELL_MORE
    assert estimates.loc["buffers", "difference_low"] > 0
    assert estimates.loc["buffers", "detail"].split(": ")[1].startswith("displacement")
    # Four areas lose 0.4 and five win 0.4 of the same mean: together there is no fall.
    assert estimates.loc["together", "difference_high"] > 0


def test_a_difference_around_without_a_fall_inside_is_not_read_as_displacement() -> None:
    row, estimates = found(case_of(drawn(6, factors={AROUND: ("2020-01", 1.5)}), action()))
    assert estimates.loc["buffers", "difference_low"] > 0
    assert (row["outcome"], row["around"]) == (Outcome.NOT_SHOWN, "")
    moved = {**FALL, AROUND: ("2020-01", 1.4)}
    assert found(case_of(drawn(6, factors=moved), action()))[0]["around"] == "displaced"
    both = {(*TREATED, *AROUND): ("2020-01", 0.6)}
    assert found(case_of(drawn(6, factors=both), action()))[0]["around"] == "spread"


def test_months_of_a_national_event_are_counted() -> None:
    # March to December 2020 lie in it, and no month of 2019.
    assert found(case_of(drawn(7), action()))[0]["event_months"] == 10
    assert found(case_of(drawn(7), action(starts="2019-01-01")))[0]["event_months"] == 0


def test_areas_that_are_not_given_are_chosen_by_the_rule() -> None:
    case = case_of(drawn(7), action())
    chosen = action_areas(case, case.resolved.plan.actions[0])
    assert set(chosen.treated) == set(TREATED)
    assert set(chosen.buffers) == set(AROUND)
    assert set(chosen.comparison) == set(CODES) - set(TREATED) - set(AROUND)
    assert chosen.compared == "the small areas of the partnership that do not touch it"


def test_areas_that_are_given_are_used() -> None:
    given = action(
        comparison_areas=list(CODES[20:30]),
        buffer_areas=[CODES[2]],
        buffer_comparison_areas=list(CODES[30:40]),
    )
    case = case_of(drawn(7), given)
    chosen = action_areas(case, case.resolved.plan.actions[0])
    assert (chosen.comparison, chosen.buffers) == (CODES[20:30], (CODES[2],))
    assert chosen.own_buffer_comparison
    assert found(case)[1].loc["together", "judged"]


def test_without_outlines_areas_to_compare_have_to_be_given() -> None:
    row, estimates = found(replace(case_of(drawn(8), action()), boundaries=None))
    assert row["outcome"] == Outcome.NOT_JUDGED and "no outlines" in row["because"]
    # Its own series is told all the same, and no verdict rests on it.
    assert estimates.loc["series", "judged"]
    row, _ = found(replace(case_of(drawn(8), action(comparison_areas=list(CODES[20:40]))), boundaries=None))
    assert row["outcome"] == Outcome.NOT_SHOWN and row["buffers"] == 0


def test_missing_months_are_left_out_of_both_years_and_never_filled() -> None:
    counts = drawn(9, factors=FALL)
    counts.loc["2020-03"] = 0
    bad = {OWN: {"2020-03": "looks incomplete", "2019-08": "missing"}}
    row, estimates = found(case_of(counts, action(), bad=bad))
    kept = [month for month in range(1, 13) if month not in (3, 8)]
    own = counts[list(TREATED)].sum(axis=1)
    assert row["months"] == 10
    assert (
        estimates.loc["comparison", "after"] == own.loc["2020"][own.loc["2020"].index.month.isin(kept)].sum()
    )
    assert row["outcome"] == Outcome.FELL_MORE
    assert any("August 2019, March 2020" in note for note in row["notes"])


def test_a_month_that_the_action_covers_in_part_counts_on_neither_side() -> None:
    counts = drawn(10)
    row, estimates = found(case_of(counts, action(starts="2020-01-15")))
    own = counts[list(TREATED)].sum(axis=1)
    assert row["first"] == pd.Timestamp("2020-02-01")
    # January 2021 has January 2020 before it, which is left out: eleven pairs are left.
    assert row["months"] == 11
    assert estimates.loc["comparison", "after"] == own.loc["2020-02":"2020-12"].sum()
    assert estimates.loc["comparison", "before"] == own.loc["2019-02":"2019-12"].sum()


def test_an_action_that_ended_is_judged_by_its_own_months() -> None:
    counts = drawn(11)
    row, estimates = found(case_of(counts, action(ends="2020-08-31")))
    own = counts[list(TREATED)].sum(axis=1)
    assert row["months"] == 8
    assert estimates.loc["comparison", "after"] == own.loc["2020-01":"2020-08"].sum()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"starts": "2021-09-01"}, "only 4 complete months after the start"),
        ({"starts": "2022-01-01"}, "no whole month lies between its start"),
        ({"starts": "2021-12-02"}, "no whole month lies between its start"),
        ({"starts": "2017-06-01"}, "no complete month before its start"),
        ({"starts": "2020-01-10", "ends": "2020-01-20"}, "less than one whole month"),
        ({"indicator": "burglry"}, "no offence code"),
    ],
)
def test_what_the_months_do_not_hold_cannot_be_judged(change, why) -> None:
    row, _ = found(case_of(drawn(12), action(**change)))
    assert row["outcome"] == Outcome.NOT_JUDGED
    assert why in row["because"]


def test_small_and_zero_counts_cannot_be_judged() -> None:
    few = drawn(13, mean=0.05)
    row, _ = found(case_of(few, action()))
    assert row["outcome"] == Outcome.NOT_JUDGED and row["because"].startswith("too few were recorded")
    none = drawn(13)
    none[list(TREATED)] = 0
    row, _ = found(case_of(none, action()))
    assert row["because"] == "too few were recorded: 0 before and 0 after"
    empty = drawn(13)
    empty[[code for code in CODES if code not in TREATED]] = 0
    row, _ = found(case_of(empty, action()))
    assert "where it is compared with none were recorded" in row["because"]


def test_an_area_that_was_moving_apart_before_cannot_be_judged() -> None:
    rising = {TREATED: ("2019-01", 2.0)}
    row, estimates = found(case_of(drawn(14, factors=rising), action()))
    assert estimates.loc["earlier", "ratio"] > 1.5
    assert row["outcome"] == Outcome.NOT_JUDGED and "already moved apart" in row["because"]


def test_areas_with_much_are_warned_of() -> None:
    high = drawn(15)
    high[list(TREATED)] *= 3
    row, _ = found(case_of(high, action()))
    assert any("chosen because a year was high" in note for note in row["notes"])
    row, _ = found(case_of(drawn(15), action()))
    assert not any("chosen because" in note for note in row["notes"])


def test_many_actions_are_one_family() -> None:
    counts = drawn(16, factors=FALL)
    several = [action(), *(action(id=f"N{at}", areas=[CODES[at]]) for at in range(20, 40, 4))]
    result = interventions(case_of(counts, *several))
    table = result.table.set_index("action_id")
    assert table.loc["A1", "outcome"] == Outcome.FELL_MORE
    assert (table["p_adjusted"] >= table["p"]).all()
    assert table.loc["A1", "p_adjusted"] == pytest.approx(table.loc["A1", "p"] * len(several))
    assert (table.drop(index="A1")["outcome"] == Outcome.NOT_SHOWN).all()


def peers(seed: int, factor: float = 1.0, count: int = 15) -> np.ndarray:
    """Return series of whole partnerships that share a wandering course; the first falls by `factor` from 2020 on."""
    rng = np.random.default_rng(seed)
    common = 400 * np.exp(np.cumsum(rng.normal(0, 0.01, 48)))
    means = common * rng.uniform(0.7, 1.4, (count, 1))
    means[0, 24:] *= factor
    return rng.poisson(means)


WHOLE = {"areas": None}


def test_a_fall_of_a_whole_partnership_is_found_beside_its_peers() -> None:
    row, estimates = found(partnerships_case(peers(1, 0.7), action(**WHOLE)))
    assert row["outcome"] == Outcome.FELL_MORE
    beside = estimates.loc["peers"]
    assert beside["ratio"] == pytest.approx(0.7, abs=0.06)
    assert beside["by_chance"] == beside["smallest"] == pytest.approx(1 / 15)
    assert estimates.loc["series", "ratio_low"] < 0.7 < estimates.loc["series", "ratio_high"]


def test_no_fall_of_a_whole_partnership_is_claimed_without_one() -> None:
    assert found(partnerships_case(peers(2), action(**WHOLE)))[0]["outcome"] == Outcome.NOT_SHOWN


def test_a_whole_partnership_needs_peers_with_its_months() -> None:
    row, estimates = found(partnerships_case(peers(3, 0.7, count=6), action(**WHOLE)))
    assert row["outcome"] == Outcome.NOT_JUDGED and "5 peers" in row["because"]
    assert estimates.loc["series", "ratio_high"] < 1
    gaps = {f"E2200{at:04d}": {f"2019-{m:02d}": "missing" for m in range(1, 10)} for at in range(1, 8)}
    row, _ = found(partnerships_case(peers(3, 0.7), action(**WHOLE), bad=gaps))
    assert "7 peers" in row["because"]


def test_months_that_a_peer_lacks_are_left_out_for_all() -> None:
    gaps = {"E22000001": {"2019-05": "missing"}}
    series = peers(1, 0.7)
    series[1, 16] = 0
    row, estimates = found(partnerships_case(series, action(**WHOLE), bad=gaps))
    assert row["outcome"] == Outcome.FELL_MORE
    assert estimates.loc["peers", "ratio"] == pytest.approx(0.7, abs=0.06)


def test_no_verdict_across_a_change_of_recording() -> None:
    change = {
        "recording_changes": [
            {"month": "2020-02", "offence": "burglary", "note": "Counted anew.", "source": "x"}
        ]
    }
    row, _ = found(partnerships_case(peers(1, 0.7), action(**WHOLE), settings=change))
    assert row["outcome"] == Outcome.NOT_JUDGED and "recording changed" in row["because"]
    assert "Counted anew." in row["notes"]


def test_rare_crime_of_a_whole_partnership_cannot_be_judged() -> None:
    rare = np.random.default_rng(4).poisson(0.5, (15, 48))
    row, _ = found(partnerships_case(rare, action(**WHOLE)))
    assert row["outcome"] == Outcome.NOT_JUDGED and "too few for a monthly series" in row["because"]


def test_actions_in_areas_need_a_source_with_small_areas() -> None:
    row, _ = found(partnerships_case(peers(1), action()))
    assert row["outcome"] == Outcome.NOT_JUDGED and "no small areas" in row["because"]


def test_what_is_missing_is_said_and_the_public_edition_withholds_the_plan() -> None:
    none = interventions(make_case({OWN: {"burglary": 20}}))
    assert isinstance(none, NotAvailable) and "no plan with actions" in none.because and none.do
    undated = interventions(case_of(drawn(1), action(starts=None, indicator=None, areas=None)))
    assert isinstance(undated, NotAvailable) and "none of the 1 actions" in undated.because
    case = case_of(drawn(1), action())
    assert isinstance(release(interventions(case), case).value, type(interventions(case)))
    public = replace(
        case, resolved=replace(case.resolved, params=case.params.model_copy(update={"edition": "public"}))
    )
    assert isinstance(release(interventions(case), public).value, NotAvailable)
    withheld = replace(case, resolved=replace(case.resolved, plan=None, withheld=("plan",)))
    assert interventions(withheld).title == "Withheld from the public edition"
