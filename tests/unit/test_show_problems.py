"""A problem on a page: what its table says, and when it says that nothing is known, from results written by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from show_results import BASIS, absent, offence, released

from pads_analysis.assess.result import (
    Aspect,
    Flag,
    Problem,
    ProblemPlaces,
    ProblemsResult,
    Side,
    Verdict,
)
from pads_analysis.show import charts, one_by_one, sentences, tables

PLACES = ProblemPlaces(
    count=1_200, n_places=40, busiest_tenth=0.31, tenth_by_chance=0.14, n_hot=2,
    most=(("Abbey 001A", 90), ("Mill 002B", 60)), wards=(("Abbey", 1.8, 1.5, 2.2), ("Mill", 1.4, 1.2, 1.6)),
)  # fmt: skip
CHANGE = {
    "offence_code": "violence", "offence_name": "Violence", "verdict": Verdict.HIGHER, "count": 1_200,
    "count_before": 1_000, "ratio": 1.2, "ci_low": 1.11, "ci_high": 1.3, "p_adjusted": 0.001,
    "recording": False, "note": "",
}  # fmt: skip


def months(before: float, now: float) -> pd.DataFrame:
    index = pd.date_range("2019-10-01", "2021-09-01", freq="MS")
    later = np.arange(24) >= 12
    return pd.DataFrame(
        {"month": index, "count": np.where(later, now, before), "in_period": later, "in_previous": ~later}
    )


def problem(**other) -> Problem:
    held = {
        "offence_code": "violence", "offence_name": "Violence", "caveat": "", "flags": (Flag.ROSE,),
        "level": offence("violence", "Violence", Verdict.HIGHER) | {"vs_peers": Verdict.HIGHER}, "change": CHANGE,
        "months": months(50, 60), "places": PLACES, "season": None,
    }  # fmt: skip
    return Problem(**(held | other))


def result(*problems: Problem, **other) -> ProblemsResult:
    return ProblemsResult(
        basis=BASIS, problems=problems, others=(), period_before="October 2019 to September 2020",
        rule="The rule.", n_peers=4, **other,
    )  # fmt: skip


def share(kind: str, about: str, of: float, other: float, base: int = 200) -> Aspect:
    row = {
        "dimension": "age", "about": f"aged {about}", "share": of, "share_other": other, "base": base,
        "ratio": of / other, "ci_low": of / other * 0.8, "ci_high": of / other * 1.2,
    }  # fmt: skip
    return Aspect(Side.VICTIM, kind, row)


def repeat(*, above: bool = True) -> Aspect:
    row = {
        "units": 900, "unit": "victim", "months": 12, "share_units": 0.06, "share_units_low": 0.05,
        "share_units_high": 0.08, "share_events": 0.3, "repeated": 54, "expected": 12.2, "above_chance": above,
    }  # fmt: skip
    return Aspect(Side.REPEAT, "Violence against the person", row)


def page(one: Problem, **other) -> list[tuple[str, str]]:
    (table,) = tables.problems(released(result(one, **other)))
    return list(table.rows)


def test_without_extracts_one_row_says_what_is_not_known():
    rows = page(problem())
    assert [side for side, _ in rows] == [
        "Why it is here",
        "How much",
        "Change",
        "Where",
        "When",
        "Not known",
    ]
    assert dict(rows)["Not known"] == (
        "Victims, offenders, hours of the week and who or what was struck again: published counts do not tell"
    )
    (table,) = tables.problems(released(result(problem())))
    assert sum("an extract of incidents from the police" in note for note in table.notes) == 1


def test_outcomes_alone_are_no_extract():
    outcome = {"crimes": 500, "months_used": "October 2020 to March 2021", "charged_share": 0.084}
    outcome |= {"share_low": 0.075, "share_high": 0.095}
    rows = dict(page(problem(aspects=(Aspect(Side.OUTCOME, "Violence", outcome),))))
    assert "published counts do not tell" in rows["Not known"]
    assert "8.4% were charged or before a court (95% interval 7.5% to 9.5%)" in rows["Outcomes"]


def test_an_offence_that_the_extracts_do_not_set_apart_is_said_to_be_so():
    rows = dict(page(problem(), extracts=True))
    assert rows["Not known"].endswith("no category of the extracts holds this offence and no other")
    (table,) = tables.problems(released(result(problem(), extracts=True)))
    assert not any("an extract of incidents" in note for note in table.notes)


def test_victims_stand_by_kind_of_crime_and_the_furthest_shares_come_first():
    shares = [
        share("Sexual offences", "50 to 64", 0.20, 0.23),
        share("Sexual offences", "18 to 24", 0.47, 0.12),
        share("Sexual offences", "25 to 34", 0.31, 0.15),
        share("Sexual offences", "65 and over", 0.05, 0.22),
        share("Violence against the person", "18 to 24", 0.10, 0.16, base=1_277),
    ]
    rows = page(problem(aspects=tuple(shares), disclosed=True), extracts=True)
    first, second = (text for side, text in rows if side == "Victims")
    assert first.startswith(
        "Sexual offences: 47% of 200 are aged 18 to 24, against 12% of victims of all other offences"
    )
    assert first.index("18 to 24") < first.index("65 and over") < first.index("25 to 34")
    assert first.endswith("; one more share differs clearly") and "50 to 64" not in first
    assert second.startswith(
        "Violence against the person: 10% of 1,277 are aged 18 to 24, against 16% of victims"
    )
    assert "differ" not in second
    assert "Not known" not in dict(rows) and dict(rows)["Offenders"] == "Nothing that stands out clearly"


def test_repeats_have_an_interval_and_the_number_by_chance():
    clear = dict(page(problem(aspects=(repeat(),), disclosed=True)))["Struck again"]
    assert clear == (
        "Of 900 victims of violence against the person, 6% (95% interval 5% to 8%) were struck twice or more in 12 "
        "months, with 30% of the events: 54, where chance would have struck 12"
    )
    unclear = dict(page(problem(aspects=(repeat(above=False),), disclosed=True)))["Struck again"]
    assert unclear == f"{clear}, which cannot be told apart from chance"


def test_where_names_hot_spots_the_busiest_tenth_and_the_wards():
    where = dict(page(problem()))["Where"]
    assert where == (
        "2 hot spots among 40 small areas, most recorded in Abbey 001A (90) and Mill 002B (60); the tenth of small "
        "areas with most holds 31%, where chance alone would put 14%; rates clearly above those of all other wards "
        "together in Abbey (1.80 times, 95% interval 1.50 to 2.20) and Mill"
    )
    untested = dict(page(problem(places=replace(PLACES, n_hot=-1))))["Where"]
    assert untested.startswith(
        "Most recorded in Abbey 001A (90) and Mill 002B (60); not tested for hot spots"
    )
    assert dict(page(problem(places=None)))["Where"] == "Not known: the source gives no places"


def test_a_change_that_is_not_known_says_why():
    assert (
        dict(page(problem(change=None)))["Change"] == "Not known: too few months are complete in both periods"
    )


def test_problems_that_are_here_for_the_same_reason_are_named_together():
    first = {"flags": (Flag.FIRST,)}
    made = result(
        problem(**first),
        problem(offence_code="drugs", offence_name="Drugs", **first),
        problem(offence_code="burglary", offence_name="Burglary", flags=(Flag.ROSE, Flag.ABOVE_PEERS)),
    )
    (said,) = sentences.problems(released(made))
    assert said.text == (
        "3 problems in Bristol have a page: violence and drugs (scored first in the chapter on priorities); burglary "
        "(clear rise and rate clearly above the mean of peers)."
    )
    (alone,) = sentences.problems(released(result(problem())))
    assert alone.text == "1 problem in Bristol has a page: violence (clear rise)."


def test_the_figure_prints_means_and_draws_on_the_published_counts_alone():
    basis = replace(BASIS, source_kinds=("street", "lookup", "population", "extract"))
    (small,) = charts.problems(released(replace(result(problem()), basis=basis)))
    assert small.title == "Violence: 60.0 a month, 50.0 before"
    assert "xtract" not in small.source and "data.police.uk" in small.source
    (large,) = charts.problems(released(result(problem(months=months(1_347.9, 1_445.2)))))
    assert large.title == "Violence: 1,445 a month, 1,348 before"
    (alone,) = charts.problems(released(result(problem(months=months(np.nan, 60)))))
    assert alone.title == "Violence: 60.0 a month"


def test_figure_and_table_of_a_problem_stand_together_and_an_absence_stands_once():
    made = released(result(problem(), problem(offence_code="drugs", offence_name="Drugs")))
    ids = [item.id for item in one_by_one(charts.problems(made), tables.problems(made))]
    assert ids == [
        "figure-problems-violence", "table-problems-violence", "figure-problems-drugs", "table-problems-drugs",
    ]  # fmt: skip
    gone = absent("problems")
    (first, second) = one_by_one(charts.problems(gone), tables.problems(gone))
    assert first.id == second.id == "absence-problems"


def test_areas_that_stand_in_for_peers_are_not_called_peers():
    assert "the mean of 4 peer partnerships" in dict(page(problem()))["How much"]
    standing_in = dict(page(problem(), peers_chosen=False))["How much"]
    assert "the mean of the 4 other partnerships in the store" in standing_in
