"""Change since the previous assessment: months matched, figures restated, movements named, findings held to today."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from assess_cases import OWN, PEERS, by_month, make_case
from earlier_assessments import earlier, headline

from pads_analysis.assess.change import change, place_change
from pads_analysis.assess.levels import levels
from pads_analysis.assess.movement import movement
from pads_analysis.assess.pairing import calendar_pairs, months_from
from pads_analysis.assess.previous_findings import previous_findings, standing_of
from pads_analysis.assess.record import record
from pads_analysis.assess.result import Movement, NotAvailable, Standing, Verdict
from pads_analysis.assess.selection import paired_months
from pads_analysis.assess.since_previous import since_previous
from pads_analysis.data.outline import _check_previous
from pads_analysis.data.periods import Period
from pads_analysis.errors import ParamsError
from pads_analysis.params import for_edition
from pads_analysis.release.gate import release

LONG = {"first": "2018-01", "last": "2021-12"}


def table_of(case):
    return since_previous(case).table.set_index("offence_code")


def index(*months: str) -> pd.DatetimeIndex:
    return pd.DatetimeIndex([f"{month}-01" for month in months])


def year(number: int) -> list[str]:
    return [f"{number}-{month:02d}" for month in range(1, 13)]


def test_months_are_matched_by_calendar_month_at_any_distance():
    now = index(*year(2020)[3:], *year(2021)[:3])
    later, before, shared = calendar_pairs(now, index(*year(2019)))
    assert list(later) == list(now) and not len(shared)
    assert list(later.month) == list(before.month)
    assert months_from(before.min(), before) == [3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2]
    assert months_from(before.min(), later) == list(range(15, 27))


def test_months_of_both_periods_are_left_out_of_both():
    now, before = index(*year(2020)[6:], *year(2021)[:6]), index(*year(2020))
    later, earlier_, shared = calendar_pairs(now, before)
    assert [f"{month:%Y-%m}" for month in later] == year(2021)[:6]
    assert [f"{month:%Y-%m}" for month in earlier_] == year(2020)[:6]
    assert [f"{month:%Y-%m}" for month in shared] == year(2020)[6:]


def test_a_calendar_month_that_stands_twice_is_matched_from_the_latest_back():
    later, before, _ = calendar_pairs(index("2020-01", "2021-01"), index("2018-01", "2019-01"))
    assert list(zip(later, before, strict=True)) == list(
        zip(index("2020-01", "2021-01"), index("2018-01", "2019-01"), strict=True)
    )
    later, before, _ = calendar_pairs(index("2021-01"), index("2018-01", "2019-01"))
    assert list(before) == list(index("2019-01"))


def test_without_a_previous_assessment_the_year_before_stands_in_and_says_so():
    case = make_case({OWN: {"burglary": 50}})
    assert case.previous == Period.ending("2020-12", 12)
    assert "no previous assessment was given" in change(case).against
    for question in (since_previous, previous_findings):
        found = question(case)
        assert isinstance(found, NotAvailable) and found.not_applicable and "previous_assessment" in found.do


def test_everything_is_compared_with_the_period_of_the_previous_assessment():
    counts = {"burglary": [10] * 12 + [20] * 12 + [30] * 12 + [45] * 12}
    case = make_case(
        {OWN: counts}, previous_assessment=earlier({"burglary": 10}, first="2018-01", last="2018-12"), **LONG
    )
    assert case.previous == Period.ending("2018-12", 12)
    row = change(case).table.set_index("offence_code").loc["burglary"]
    assert (row["count_before"], row["count"], row["ratio"]) == (120, 540, pytest.approx(4.5))
    assert change(case).period_before == "January 2018 to December 2018"
    assert "previous assessment" in change(case).against


def test_an_assessment_that_ended_in_another_month_is_matched_month_by_month():
    """April 2018 to March 2019 grew from 1 to 12 by calendar month; January to December 2021 is twice that."""
    shape = list(range(10, 130, 10))
    counts = shape * 3 + [2 * value for value in shape]
    given = earlier({"burglary": [*shape[3:], *shape[:3]]}, first="2018-04", last="2019-03")
    case = make_case({OWN: {"burglary": counts}}, previous_assessment=given, **LONG)
    now, before, left_out = paired_months(case)
    assert list(now.month) == list(before.month) == list(range(1, 13)) and left_out == ()
    row = table_of(case).loc["burglary"]
    assert (row["count_before"], row["count"], row["ratio"]) == (780, 1560, pytest.approx(2.0))
    assert row["restated_by"] == 0 and row["why"] == "" and row["movement"] == Movement.RISING


def test_overlapping_periods_are_compared_on_the_months_that_only_one_has():
    counts = [10] * 24 + [10] * 12 + [30] * 12
    given = earlier({"burglary": [10] * 6 + [30] * 6}, first="2020-07", last="2021-06")
    case = make_case({OWN: {"burglary": counts}}, previous_assessment=given, **LONG)
    found = since_previous(case)
    assert found.months_compared == 6
    assert "6 months that lie in both periods" in found.months_left_out
    row = found.table.set_index("offence_code").loc["burglary"]
    assert (row["count_before"], row["count"]) == (60, 180)
    assert (row["count_released"], row["count_restated"]) == (240, 240)


def test_an_assessment_too_near_or_before_the_data_cannot_be_compared():
    near = earlier({"burglary": 50}, first="2020-10", last="2021-09")
    assert (
        "only 3 months"
        in since_previous(make_case({OWN: {"burglary": 50}}, previous_assessment=near)).because
    )
    old = earlier({"burglary": 50}, first="2015-01", last="2015-12")
    for question in (since_previous, change, place_change):
        found = question(make_case({OWN: {"burglary": 50}}, previous_assessment=old))
        assert isinstance(found, NotAvailable)
    assert (
        "only 0 months" in since_previous(make_case({OWN: {"burglary": 50}}, previous_assessment=old)).because
    )


@pytest.mark.parametrize(("last", "word"), [("2021-12", "the same month"), ("2022-03", "later")])
def test_an_assessment_of_the_same_or_a_later_period_is_refused(last, word):
    case = make_case({OWN: {"burglary": 50}})
    first = f"{pd.Timestamp(last) - pd.DateOffset(months=11):%Y-%m}"
    resolved = replace(case.resolved, previous_assessment=earlier({"burglary": 50}, first=first, last=last))
    with pytest.raises(ParamsError, match=f"it ends {word}"):
        _check_previous(resolved, case.period)


def restated(counts, given, **settings):
    case = make_case({OWN: counts}, previous_assessment=given, **settings)
    return since_previous(case)


def test_figures_that_stand_as_released_are_no_restatement():
    found = restated({"burglary": 50, "robbery": 5}, earlier({"burglary": 50, "robbery": 5}))
    assert found.restatements.empty
    row = found.table.set_index("offence_code").loc["burglary"]
    assert (row["count_released"], row["count_restated"], row["restated_by"]) == (600, 600, 0)
    assert row["rate_released"] == pytest.approx(6.0) and row["rate_restated"] == pytest.approx(6.0)
    assert set(found.table["why"]) == {""}


def test_a_month_missing_then_is_told_from_a_revision():
    then = year(2020)[:11]
    given = earlier({"burglary": [50] * 10 + [40]}, counted=then, left_out=["December 2020 (missing)"])
    found = restated({"burglary": 50}, given)
    row = found.restatements.set_index("offence_code").loc["burglary"]
    assert (row["count_released"], row["count_restated"], row["restated_by"]) == (540, 600, 60)
    assert row["why"] == (
        "December 2020 not counted then, counted now (+50); other counts for November 2020 (+10): why is not known"
    )
    assert "The previous assessment left out: December 2020 (missing)." in found.changed_basis


def test_a_month_left_out_today_is_said():
    bad = {OWN: {"2020-03": "looks incomplete"}}
    found = restated({"burglary": 50}, earlier({"burglary": 50}), bad=bad)
    row = found.table.set_index("offence_code").loc["burglary"]
    assert (row["restated_by"], row["count_before"], row["count"]) == (-50, 550, 550)
    assert row["why"] == "March 2020 counted then, left out now (-50)"
    assert found.months_left_out == ("March 2020 (looks incomplete)",)


def deliveries(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["file", "sha256", "month", "changed"])
    return table.assign(
        kind="street", period_first=table["month"], period_last=table["month"], vintage="", rows_in=1, rows_kept=1,
        rows_rejected=0, reasons="", months_changed="",
    )  # fmt: skip


def test_newer_data_of_the_months_that_differ_are_named():
    files = [("a.csv", "a" * 12), ("b.csv", "b" * 12)]
    given = earlier({"burglary": [50] * 11 + [45]}, files=files)
    case = make_case({OWN: {"burglary": 50}}, previous_assessment=given)
    held = deliveries(
        ("a.csv", "a" * 64, "2020-01", ""),
        ("b.csv", "c" * 64, "2020-12", ""),
        ("other.csv", "d" * 64, "2020-12", ""),
    )
    row = (
        since_previous(replace(case, deliveries=held)).restatements.set_index("offence_code").loc["burglary"]
    )
    assert row["why"] == (
        "other counts for December 2020 (+5): newer data of these months were delivered since (b.csv)"
    )
    elsewhere = deliveries(("a.csv", "c" * 64, "2020-01", ""), ("b.csv", "b" * 64, "2020-12", ""))
    row = since_previous(replace(case, deliveries=elsewhere)).restatements.iloc[-1]
    assert row["why"].endswith("why is not known")


def test_other_boundaries_and_another_publication_are_named():
    given = earlier({"burglary": 40}, districts=["E07000800", "E07000901"], source="csp_table")
    found = restated({"burglary": 50}, given)
    why = found.restatements.set_index("offence_code").at["burglary", "why"]
    assert "districts E07000800, E07000901 then and is made of E07000901 now" in why
    assert "other counts for 12 months (+120)" in why and "the counts came from the" in why
    assert len(found.changed_basis) == 2


def test_a_category_with_another_name_or_code_is_followed():
    given = earlier(
        {"theft_from_person": 5, "burglary": 50}, names={"theft_from_person": "Theft from the person"}
    )
    found = restated({"burglary": 50, "theft_from_the_person": 5}, given)
    assert found.restatements.empty
    given = earlier({"burglary": 50}, names={"burglary": "Burglary in a dwelling"})
    row = restated({"burglary": 50}, given).restatements.iloc[-1]
    assert row["why"] == 'called "Burglary in a dwelling" then' and row["restated_by"] == 0


def test_a_category_that_came_or_went_is_listed_and_not_called_new_or_gone():
    found = restated({"burglary": 50, "drugs": 400}, earlier({"burglary": 50, "wool_smuggling": 7}))
    table = found.table.set_index("offence_code")
    assert table.at["drugs", "why"] == "not among the offences released then"
    assert (
        math.isnan(table.at["drugs", "count_released"]) and table.at["drugs", "movement"] == Movement.STABLE
    )
    lost = table.loc["wool_smuggling"]
    assert lost["count_released"] == 84 and math.isnan(lost["count_restated"])
    assert lost["why"] == "the store holds no category of that name today"
    assert lost["movement"] == Movement.UNCERTAIN


@pytest.mark.parametrize(
    ("verdict", "before", "now", "word"),
    [
        (Verdict.HIGHER, 100, 150, "rising"),
        (Verdict.HIGHER, 0, 48, "new"),
        (Verdict.HIGHER, -3, 48, "new"),
        (Verdict.LOWER, 150, 100, "falling"),
        (Verdict.LOWER, 48, 0, "gone"),
        (Verdict.SIMILAR, 100, 101, "stable"),
        (Verdict.UNCERTAIN, 100, 110, "too uncertain to say"),
        (Verdict.UNCERTAIN, 0, 4, "too uncertain to say"),
        (Verdict.TOO_FEW, 0, 2, "too uncertain to say"),
        (Verdict.TOO_FEW, 3, 0, "too uncertain to say"),
    ],
)
def test_the_word_for_a_movement(verdict, before, now, word):
    assert movement(verdict, before, now) == word


def test_every_movement_is_found_from_counts():
    counts = {
        "burglary": by_month(100, 200),
        "robbery": by_month(200, 100),
        "drugs": by_month(300, 300),
        "bicycle_theft": by_month(0, 8),
        "possession_of_weapons": by_month(8, 0),
        "shoplifting": by_month([2, 9] * 6, [9, 4] * 6),
    }
    given = earlier({name: values[:12] for name, values in counts.items()})
    words = table_of(make_case({OWN: counts}, previous_assessment=given))["movement"].to_dict()
    assert words == {
        "all_crime": "stable", "burglary": "rising", "robbery": "falling", "drugs": "stable", "bicycle_theft": "new",
        "possession_of_weapons": "gone", "shoplifting": "too uncertain to say",
    }  # fmt: skip


def test_no_event_anywhere_is_not_listed():
    counts = {"burglary": 50, "robbery": [1] + [0] * 47}
    given = earlier({"burglary": 50}, first="2020-01", last="2020-12")
    table = table_of(make_case({OWN: counts}, previous_assessment=given, **LONG))
    assert list(table.index) == ["all_crime", "burglary"]


@pytest.mark.parametrize(
    ("then", "now", "standing"),
    [
        ("higher", "higher", Standing.HOLDS),
        ("higher", "lower", Standing.NO_LONGER),
        ("higher", "similar", Standing.NO_LONGER),
        ("higher", "uncertain", Standing.NOT_COMPARED),
        ("higher", "too_few", Standing.NOT_COMPARED),
        ("uncertain", "uncertain", Standing.HOLDS),
        ("uncertain", "lower", Standing.NO_LONGER),
        ("too_few", "higher", Standing.NOT_COMPARED),
        ("", "higher", Standing.NOT_COMPARED),
        ("enormous", "higher", Standing.NOT_COMPARED),
    ],
)
def test_whether_a_comparison_holds(then, now, standing):
    found, why = standing_of(then, now)
    assert found == standing
    assert bool(why) == (standing == Standing.NOT_COMPARED)


RATIO = {"ratio": 1.5, "ratio_low": 1.3, "ratio_high": 1.7}


def set_against(*headlines, counts=None, **kwargs):
    given = earlier({"burglary": 50}, headlines=headlines, **kwargs)
    counts = counts or {OWN: {"burglary": by_month(50, 50)}}
    return previous_findings(make_case(counts, previous_assessment=given)).table


def test_headlines_are_set_against_the_same_measure_today():
    counts = {OWN: {"burglary": by_month(50, 100)}} | {code: {"burglary": 100} for code in PEERS}
    table = set_against(
        headline("change", "Burglary was higher.", "higher", offence_code="burglary", **RATIO),
        headline("levels", "Burglary was higher than peers.", "higher", offence_code="burglary", **RATIO),
        counts=counts,
    )
    first, second = table.to_dict("records")
    assert (first["then"], first["now"]) == (1.5, pytest.approx(2.0)) and first["standing"] == Standing.HOLDS
    assert first["said"] == "Burglary was higher."
    # 100 a month against peers of 100 a month: no longer higher.
    assert second["now"] == pytest.approx(1.0) and second["verdict_now"] in ("similar", "uncertain")
    assert second["standing"] == (
        Standing.NO_LONGER if second["verdict_now"] == "similar" else Standing.NOT_COMPARED
    )


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (headline("views", value=0.7), "supplied"),
        (headline("decisions", n=2), "supplied"),
        (headline("recording", offence_code="burglary"), "of their own period"),
        (headline(""), "of their own period"),
        (headline("change", verdict="higher"), "facts are not those"),
        (headline("change", verdict="higher", offence_code="wool", **RATIO), "no such offence"),
        (headline("priorities", n_first=1), "facts are not those"),
        (headline("trend", offence_code="wool", months_signalled=3), "too little"),
        (headline("hotspots", n_hot=3), "cannot be tested"),
    ],
)
def test_what_cannot_be_compared_says_why(given, why):
    (row,) = set_against(given).to_dict("records")
    assert row["standing"] == Standing.NOT_COMPARED and why in row["why"]


def test_a_signal_then_and_none_now_no_longer_holds():
    rng = np.random.default_rng(5)
    counts = {OWN: {"burglary": [int(value) for value in rng.integers(48, 53, 48)]}}
    given = earlier(
        {"burglary": 50}, headlines=[headline("trend", offence_code="burglary", months_signalled=4)]
    )
    case = make_case(
        counts,
        previous_assessment=given,
        settings={"statistics.shift_points": 12, "statistics.trend_points": 12},
        **LONG,
    )
    (row,) = previous_findings(case).table.to_dict("records")
    assert (row["then"], row["now"], row["standing"]) == (4.0, 0.0, Standing.NO_LONGER)


def test_no_headline_is_an_absence_that_counts_against_nothing():
    found = previous_findings(
        make_case({OWN: {"burglary": 50}}, previous_assessment=earlier({"burglary": 50}))
    )
    assert isinstance(found, NotAvailable) and found.not_applicable


def test_the_public_edition_tells_change_and_withholds_a_partner_editions_headlines():
    given = earlier({"burglary": 50}, headlines=[headline("views", "71% said so.")])
    case = make_case({OWN: {"burglary": 50}}, previous_assessment=given, settings={"edition": "public"})
    case = replace(case, resolved=for_edition(case.resolved))
    assert release(since_previous(case), case).value.table["count_released"].notna().all()
    found = release(previous_findings(case), case).value
    assert isinstance(found, NotAvailable) and found.because.startswith("it rests on information")
    # Even where the headlines were not taken out, the gate does not let a partner edition's through.
    unwashed = make_case({OWN: {"burglary": 50}}, previous_assessment=given, settings={"edition": "public"})
    assert isinstance(release(previous_findings(unwashed), unwashed).value, NotAvailable)
    public = earlier({"burglary": 50}, headlines=[headline("levels", "It was so.")], edition="public")
    open_ = make_case({OWN: {"burglary": 50}}, previous_assessment=public, settings={"edition": "public"})
    assert len(release(previous_findings(open_), open_).value.table) == 1


def test_the_record_holds_the_figures_that_the_page_prints():
    case = make_case(
        {OWN: {"burglary": by_month(5, [7] * 11 + [9]), "anti_social_behaviour": 3}},
        bad={OWN: {"2021-02": "missing"}},
    )
    found = record(case)
    printed = levels(case).table.set_index("offence_code")
    table = found.table.set_index("offence_code")
    assert table["count"].to_dict() == {"all_crime": 79, "anti_social_behaviour": 33, "burglary": 79}
    assert table["rate_per_1000"].to_dict() == printed["rate_per_1000"].to_dict()
    assert found.months.sum().to_dict() == table["count"].to_dict()
    assert len(found.months) == 11 and found.months_left_out == ("February 2021 (missing)",)
    assert (found.source, found.districts, found.population) == ("street", ("E07000901",), 100_000)


def test_the_record_lists_the_files_of_its_own_period():
    held = deliveries(
        ("old.csv", "a" * 64, "2020-12", ""),
        ("in.csv", "b" * 64, "2021-05", ""),
        ("after.csv", "c" * 64, "2022-01", ""),
    )
    found = record(replace(make_case({OWN: {"burglary": 5}}), deliveries=held))
    assert found.files.to_dict("records") == [{"file": "in.csv", "sha256": "b" * 12}]
