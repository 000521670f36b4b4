"""Flagged problems: which offences are flagged and why, and what their pages hold and withhold."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from assess_cases import OWN, PEERS, by_month, make_case
from incident_cases import evenly, incidents

from pads_analysis import assess
from pads_analysis.assess.result import Flag, NotAvailable, Side
from pads_analysis.release.gate import release
from pads_analysis.show import charts, sentences, tables

#: The module, whose name in its room is that of the function.
MODULE = sys.modules[assess.problems.__module__]
MONTHS = pd.date_range("2020-01-01", "2021-12-01", freq="MS")
#: Nothing differs from before or from peers.
LEVEL = {"burglary": 40, "drugs": 40, "robbery": 40, "shoplifting": 40, "vehicle_crime": 40}


def case_of(own: dict, others: dict | None = None, **options):
    return make_case({OWN: own} | dict.fromkeys(PEERS, others or LEVEL), **options)


def flags(result) -> dict[str, tuple[Flag, ...]]:
    assert not isinstance(result, NotAvailable), result
    return {problem.offence_code: problem.flags for problem in result.problems}


def never_first(case):
    """Let no issue be scored first, so that the other two flags show by themselves."""
    scored = assess.priorities(case)
    return replace(scored, table=scored.table.assign(tier="next"))


@pytest.fixture
def unscored(monkeypatch):
    monkeypatch.setattr(MODULE, "priorities", never_first)


@pytest.mark.usefixtures("unscored")
def test_an_offence_that_rose_is_flagged_and_no_other():
    # Peers doubled as well, so that the rate is no higher than theirs in any clear way.
    rose = LEVEL | {"burglary": by_month(40, 80)}
    found = flags(assess.problems(case_of(rose, rose)))
    assert found == {"burglary": (Flag.ROSE,)}


@pytest.mark.usefixtures("unscored")
def test_a_rate_above_peers_is_flagged_only_where_peers_were_chosen():
    high = LEVEL | {"robbery": 90}
    assert flags(assess.problems(case_of(high))) == {"robbery": (Flag.ABOVE_PEERS,)}
    standing_in = assess.problems(case_of(high, peers_chosen=False))
    assert isinstance(standing_in, NotAvailable) and standing_in.not_applicable


def test_what_is_scored_first_is_flagged(monkeypatch):
    def robbery_first(case):
        scored = assess.priorities(case)
        tier = np.where(scored.table["offence_code"] == "robbery", "first", "next")
        return replace(scored, table=scored.table.assign(tier=tier))

    monkeypatch.setattr(MODULE, "priorities", robbery_first)
    assert flags(assess.problems(case_of(LEVEL))) == {"robbery": (Flag.FIRST,)}


@pytest.mark.usefixtures("unscored")
def test_a_rise_that_points_at_recording_is_no_reason(monkeypatch):
    rose = LEVEL | {"burglary": by_month(40, 80), "drugs": by_month(40, 80)}
    case = case_of(rose, rose)
    changed = assess.change(case)
    marked = changed.table.assign(recording=changed.table["offence_code"] == "burglary")
    monkeypatch.setattr(MODULE, "change", lambda _: replace(changed, table=marked))
    assert flags(assess.problems(case)) == {"drugs": (Flag.ROSE,)}


@pytest.mark.usefixtures("unscored")
def test_nothing_flagged_does_not_apply():
    found = assess.problems(case_of(LEVEL))
    assert isinstance(found, NotAvailable) and found.not_applicable
    assert (found.section, found.element) == ("problems", "a")


@pytest.mark.usefixtures("unscored")
def test_those_with_most_reasons_come_first_and_the_fifth_is_only_named():
    own = {name: by_month(40, 80 + at) for at, name in enumerate(LEVEL)} | {"burglary": by_month(60, 120)}
    # Against these peers burglary alone lies above: it has two reasons, and comes before all others.
    others = {name: by_month(40, 80 + at) for at, name in enumerate(LEVEL)}
    found = assess.problems(case_of(own, others))
    assert [problem.offence_code for problem in found.problems] == [
        "burglary", "vehicle_crime", "shoplifting", "robbery",
    ]  # fmt: skip
    assert found.problems[0].flags == (Flag.ROSE, Flag.ABOVE_PEERS)
    assert found.others == ("Drugs",)
    texts = [said.text for said in sentences.problems(release(found, case_of(own, others)))]
    assert texts[1] == "Flagged too, and shown in the sections above only: drugs."


@pytest.mark.usefixtures("unscored")
def test_a_month_that_is_not_whole_has_no_count_and_the_periods_are_marked():
    rose = LEVEL | {"burglary": by_month(40, 80)}
    found = assess.problems(case_of(rose, rose, bad={OWN: {"2021-06": "looks incomplete"}}))
    months = found.problems[0].months.set_index("month")
    assert np.isnan(months.loc["2021-06-01", "count"]) and months.loc["2021-07-01", "count"] == 80
    assert months["in_period"].sum() == 12 and months["in_previous"].sum() == 12
    assert months.index[months["in_previous"]].max() == pd.Timestamp("2020-12-01")


def placed_case(**options):
    """Burglary doubled; half of it lies in one of ten small areas, which is also the ward that stands out."""
    codes = [f"E0100000{at}" for at in range(10)]
    places = pd.DataFrame({"place_code": codes, "place_name": [f"Place {at}" for at in range(10)]})
    places = places.assign(
        ward_name=["Abbey", *["Mill"] * 5, *["Quay"] * 4],
        ward_code=["E05000000", *["E05000001"] * 5, *["E05000002"] * 4],
        population=2_000.0, population_year=2021.0,
    )  # fmt: skip
    rows = [
        (code, month, "burglary", (36 if at == 0 else 4) // (1 if month.year == 2021 else 2))
        for at, code in enumerate(codes)
        for month in MONTHS
    ]
    held = pd.DataFrame(rows, columns=["place_code", "month", "offence_code", "count"])
    rose = LEVEL | {"burglary": by_month(36, 72)}
    return case_of(rose, rose, places=places, place_months=held, **options)


@pytest.mark.usefixtures("unscored")
def test_places_and_wards_are_those_of_the_sections_above():
    places = assess.problems(placed_case()).problems[0].places
    assert (places.count, places.n_places) == (12 * 72, 10)
    assert places.busiest_tenth == pytest.approx(0.5)
    assert 0.1 <= places.tenth_by_chance < 0.2
    # Without boundaries nothing was tested, and the largest counts are not named as hot spots.
    assert places.n_hot == -1
    assert [ward[0] for ward in places.wards] == ["Abbey"]
    assert places.wards[0][1] == pytest.approx((432 / 2_000) / (432 / 18_000))


@pytest.mark.usefixtures("unscored")
def test_without_places_it_says_so():
    rose = LEVEL | {"burglary": by_month(40, 80)}
    case = case_of(rose, rose)
    found = assess.problems(case)
    assert found.problems[0].places is None and not found.extracts
    (shown,) = tables.problems(release(found, case))
    assert dict(shown.rows)["Where"] == "Not known: the source gives no places"


def with_extract(case):
    """Return the case with 900 burglaries of 2021, a third of them between 18:00 and 20:00 on Fridays."""
    fridays = pd.date_range("2021-01-01 18:00", "2021-12-31", freq="7D")
    friday = pd.DatetimeIndex(np.repeat(fridays, 6)) + pd.to_timedelta(
        np.arange(len(fridays) * 6) % 110, unit="min"
    )
    crimes = incidents([*evenly(588), *friday], victim_age=np.nan, offender_age=np.nan)
    return replace(case, incidents={"police_crime": crimes})


@pytest.mark.usefixtures("unscored")
def test_an_extract_of_the_same_offence_gives_hours_and_closes_the_public_edition():
    rose = LEVEL | {"burglary": by_month(40, 80)}
    case = with_extract(case_of(rose, rose))
    found = assess.problems(case)
    (problem,) = found.problems
    assert problem.disclosed and found.extracts and "extract" in found.basis.source_kinds
    (times,) = [aspect for aspect in problem.aspects if aspect.side is Side.TIME]
    assert times.name == "Burglary" and times.row["share"] > 0.3
    (page,) = tables.problems(release(found, case))
    assert "burglary peaks from Friday 18:00 to 21:00" in dict(page.rows)["When"]


@pytest.mark.usefixtures("unscored")
def test_the_public_edition_holds_nothing_of_an_extract():
    rose = LEVEL | {"burglary": by_month(40, 80)}
    open_case = case_of(rose, rose, settings={"edition": "public"})
    assert not isinstance(release(assess.problems(open_case), open_case).value, NotAvailable)
    closed = with_extract(open_case)
    gone = release(assess.problems(closed), closed)
    assert isinstance(gone.value, NotAvailable)
    for room in (sentences, charts, tables):
        (shown,) = [room.problems(gone)]
        assert "Friday" not in shown.plain() and "burglary" not in shown.plain().casefold()


def test_what_the_scores_rest_on_is_what_the_page_rests_on(monkeypatch):
    def with_views(case):
        scored = assess.priorities(case)
        kinds = (*scored.basis.source_kinds, "views")
        return replace(scored, basis=replace(scored.basis, source_kinds=kinds))

    monkeypatch.setattr(MODULE, "priorities", with_views)
    rose = LEVEL | {"burglary": by_month(40, 80)}
    found = assess.problems(case_of(rose, rose))
    assert "views" in found.basis.source_kinds
    assert len(set(found.basis.source_kinds)) == len(found.basis.source_kinds)
