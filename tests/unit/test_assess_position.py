"""The place among others: an interval always, highest only when sure, refused where nothing tells it."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest
from assess_cases import OWN, PEERS, by_month, make_case

from pads_analysis.assess.position import position
from pads_analysis.assess.result import NotAvailable
from pads_analysis.assess.standing import total_dispersion
from pads_analysis.release.gate import release
from pads_analysis.show import Absence, charts, sentences, tables

MANY = (OWN, *(f"E22000{at}" for at in range(910, 922)))


def months(level: float, seed: int, number: int = 24) -> list[int]:
    return np.random.default_rng(seed).poisson(level, number).tolist()


def case_of(levels: dict[str, float], **options):
    return make_case(
        {code: {"burglary": months(level, at)} for at, (code, level) in enumerate(levels.items())}, **options
    )


def said(case) -> str:
    return " ".join(one.text for one in sentences.position(release(position(case), case)))


def test_equal_areas_are_never_called_first_and_their_places_span_nearly_all():
    case = case_of(dict.fromkeys((OWN, *PEERS), 40.0))
    row = position(case).table.set_index("offence_code").loc["all_crime"]
    assert (row["rank_low"], row["rank_high"]) == (1, 4)
    assert not row["is_highest"] and not row["is_lowest"] and row["half"] == ""
    text = said(case)
    assert "may take any place from 1 to 4, so that nothing is said of its place" in text
    assert "highest of" not in text and "lowest of" not in text


@pytest.mark.parametrize(("own", "word"), [(120.0, "highest"), (12.0, "lowest")])
def test_a_clear_rate_is_called_first_or_last(own, word):
    case = case_of({OWN: own, **dict.fromkeys(PEERS, 40.0)})
    row = position(case).table.set_index("offence_code").loc["burglary"]
    assert bool(row["is_highest"]) == (word == "highest")
    assert bool(row["is_lowest"]) == (word == "lowest")
    assert row["rank_low"] == row["rank_high"] == (1 if word == "highest" else 4)
    assert row["half"] == ("upper" if word == "highest" else "lower")
    assert f"is the {word} of 4" in said(
        case
    ) and f"The rate here is the {word} of the 4 for burglary." in said(case)


def test_the_highest_of_near_equals_is_not_called_highest_and_highest_is_said_only_where_it_is_sure():
    case = case_of({OWN: 42.0, PEERS[0]: 40.0, PEERS[1]: 30.0, PEERS[2]: 20.0})
    found = position(case)
    assert not found.table["is_highest"].any()
    assert found.table["rank_low"].iloc[0] == 1 and found.table["rank_high"].iloc[0] > 1
    printed = " ".join(row[-1] for row in tables.position(release(found, case)).rows)
    assert "highest" not in printed
    assert not re.search(r"\bhighest of\b", said(case))


def test_the_interval_of_places_agrees_with_draws_made_by_another_route():
    levels = {OWN: 40.0, PEERS[0]: 46.0, PEERS[1]: 35.0, PEERS[2]: 30.0}
    case = case_of(levels)
    found = position(case)
    rows = found.areas.set_index("partnership_code")
    rng = np.random.default_rng(1)
    # A rate's uncertainty as that of a mean of count / dispersion + 1/2 exponential waiting times.
    drawn = {
        code: [
            rng.gamma(row["count"] / row["dispersion"] + 0.5) * row["dispersion"] / row["person_years"]
            for _ in range(4000)
        ]
        for code, row in rows.iterrows()
    }
    places = 1 + sum(np.array(drawn[code]) > np.array(drawn[OWN]) for code in PEERS)
    total = found.table.set_index("offence_code").loc["all_crime"]
    low, high = np.quantile(places, [0.025, 0.975], method="nearest")
    assert (total["rank_low"], total["rank_high"]) == (low, high)


def test_more_monthly_spread_widens_rate_and_place():
    calm = {
        code: {"burglary": [level] * 24} for code, level in zip((OWN, *PEERS), (50, 44, 40, 38), strict=True)
    }
    restless = np.random.default_rng(1).permutation([10, 90] * 6).tolist()
    found = [
        position(make_case(counts)).table.set_index("offence_code").loc["burglary"]
        for counts in (calm, {**calm, OWN: {"burglary": by_month(50, restless)}})
    ]
    assert found[0]["count"] == found[1]["count"] == 600
    steady, wild = ((row["ci_high"] - row["ci_low"], row["rank_high"]) for row in found)
    assert wild[0] > 1.5 * steady[0] and wild[1] > steady[1]


@pytest.mark.parametrize("n_peers", [0, 1, 2])
def test_fewer_than_three_others_are_refused_with_what_to_do(n_peers):
    case = case_of(dict.fromkeys((OWN, *PEERS[:n_peers]), 40.0))
    found = position(case)
    assert isinstance(found, NotAvailable) and found.do
    assert ("no other partnership" if not n_peers else f"only {n_peers} other partnership") in found.because
    shown = [room.position(release(found, case)) for room in (sentences, tables, charts)]
    assert all(isinstance(item, Absence) for item in shown) and len({item.id for item in shown}) == 1


def test_all_others_stand_in_where_too_few_named_peers_have_data():
    case = case_of(dict.fromkeys((OWN, *PEERS), 40.0))
    found = position(replace(case, peers=PEERS[:1]))
    assert (found.n_areas, found.peers_chosen) == (4, False)
    assert any("Only 1 of the peers named" in note for note in found.basis.notes)
    assert "3 other partnerships in the store" in said(replace(case, peers=PEERS[:1]))


def test_the_place_among_all_held_stands_beside_that_among_peers():
    case = case_of({OWN: 40.0, **dict.fromkeys(PEERS, 20.0), "E22000990": 90.0})
    found = position(replace(case, peers=PEERS))
    assert (found.n_areas, found.everyone.n_areas) == (4, 5)
    assert (found.everyone.rank_low, found.everyone.rank_high) == (2, 2)
    assert not found.everyone.is_highest and found.table["is_highest"].all()


def test_an_area_whose_months_do_not_tell_the_spread_is_left_out_and_said():
    gone = {f"2020-{month:02d}": "missing" for month in range(1, 11)}
    levels = dict.fromkeys((OWN, *PEERS, "E22000905"), 40.0)
    found = position(case_of(levels, bad={"E22000905": gone}))
    assert "E22000905" not in set(found.areas["partnership_code"])
    assert any("1 of the 5 partnerships with data is left out" in note for note in found.basis.notes)
    own = case_of(levels, bad={OWN: gone})
    assert math.isnan(total_dispersion(own, OWN))
    refused = position(own)
    assert isinstance(refused, NotAvailable) and "how much the counts vary" in refused.because


def test_without_a_population_there_is_no_place():
    people = {code: {2021: 50_000.0} for code in PEERS}
    refused = position(case_of(dict.fromkeys((OWN, *PEERS), 40.0), people=people))
    assert isinstance(refused, NotAvailable) and "population" in refused.because


def test_a_net_negative_offence_of_one_area_leaves_it_out_of_that_offence_only():
    counts = {
        code: {"robbery": months(30, at), "burglary": months(30, at + 9)}
        for at, code in enumerate((OWN, *PEERS))
    }
    counts[PEERS[0]]["robbery"] = by_month(5, [-9, *[0] * 11])
    table = position(make_case(counts)).table.set_index("offence_code")
    assert (table.at["robbery", "n_areas"], table.at["burglary", "n_areas"]) == (3, 4)


def test_below_ten_areas_no_funnel_is_drawn_and_the_range_for_one_more_area_is_given():
    case = case_of({OWN: 120.0, PEERS[0]: 40.0, PEERS[1]: 44.0, PEERS[2]: 38.0})
    found = position(case)
    assert found.curve is None and set(found.areas["funnel_place"]) == {0}
    assert found.expected_low < found.mean < found.expected_high
    assert "no funnel is drawn" in said(case) and "prediction interval" in said(case)
    assert len(charts.position(release(found, case))) == 1


def test_the_funnel_by_hand():
    levels = {code: 30.0 + 2 * at for at, code in enumerate(MANY)}
    people = {
        code: {2020: 40_000.0 + 5_000 * at, 2021: 40_000.0 + 5_000 * at} for at, code in enumerate(MANY)
    }
    case = case_of(levels, people=people)
    found = position(case)
    count, years = (found.areas[name].to_numpy(float) for name in ("count", "person_years"))
    rate = count.sum() / years.sum()
    expected = rate * years
    y, s = np.sqrt(count / expected), 1 / (2 * np.sqrt(expected))
    z = (y - 1) / s
    kept = np.clip(z, *np.quantile(z, [0.1, 0.9]))
    w = 1 / s**2
    n = len(z)
    tau2 = max(0, (n * np.mean(kept**2) - (n - 1)) / (w.sum() - (w**2).sum() / w.sum()))
    adjusted = (y - 1) / np.sqrt(s**2 + tau2)
    assert found.areas["funnel_place"].tolist() == [
        int(np.sign(value)) * ((abs(value) > 1.959964) + (abs(value) > 3.090232)) for value in adjusted
    ]
    first = found.curve.iloc[0]
    error = math.sqrt(1 / (4 * rate * first["person_years"]) + tau2)
    assert first["outer_high"] == pytest.approx(1000 * rate * (1 + 3.090232 * error) ** 2)
    assert first["inner_low"] == pytest.approx(1000 * rate * (1 - 1.959964 * error) ** 2)
    assert len(charts.position(release(found, case))) == 2


def test_a_group_too_large_for_offences_places_the_total_and_says_so(monkeypatch):
    # The function has the name of its module, so the module is asked for by name.
    monkeypatch.setattr(import_module("pads_analysis.assess.position"), "MOST_FOR_OFFENCES", 2)
    found = position(case_of(dict.fromkeys((OWN, *PEERS), 40.0)))
    assert found.table["offence_code"].tolist() == ["all_crime"]
    assert any("only the total is placed" in note for note in found.basis.notes)


def test_the_spread_of_the_total_is_that_of_the_comparison_of_years():
    from pads_analysis.assess.change import count_dispersion

    case = case_of({OWN: 60.0, **dict.fromkeys(PEERS, 40.0)})
    assert total_dispersion(case, OWN) == pytest.approx(count_dispersion(case)["all_crime"])
