"""Counts, rates and comparisons of the period, for ordinary and for hard cases."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from assess_cases import OWN, PEERS, by_month, make_case
from scipy import stats

from pads_analysis.assess.area import area_profile
from pads_analysis.assess.change import count_dispersion
from pads_analysis.assess.county import county
from pads_analysis.assess.levels import levels
from pads_analysis.assess.performance import performance
from pads_analysis.assess.priorities import priorities
from pads_analysis.assess.priority_places import priority_places
from pads_analysis.assess.problems import problems
from pads_analysis.assess.quality import quality
from pads_analysis.assess.record import record
from pads_analysis.assess.result import NotAvailable
from pads_analysis.params.issues import IssuesFile
from pads_analysis.release.gate import release
from pads_analysis.show import sentences, tables


def rows(case):
    return levels(case).table.set_index("offence_code")


def test_rates_and_byar_limits_by_hand():
    case = make_case({OWN: {"burglary": 10, "anti_social_behaviour": 20}})
    table = rows(case)
    assert table.at["burglary", "count"] == 120 and table.at["burglary", "rate_per_1000"] == pytest.approx(
        1.2
    )
    low = 120 * (1 - 1 / 1080 - 1.959964 / (3 * math.sqrt(120))) ** 3
    high = 121 * (1 - 1 / 1089 + 1.959964 / (3 * math.sqrt(121))) ** 3
    assert table.at["burglary", "ci_low"] == pytest.approx(low / 100, rel=1e-6)
    assert table.at["burglary", "ci_high"] == pytest.approx(high / 100, rel=1e-6)
    assert table.at["all_crime", "count"] == 120
    assert bool(table.at["all_crime", "is_total"]) and not table.at["burglary", "is_total"]


def test_small_counts_have_exact_limits():
    case = make_case({OWN: {"robbery": by_month(1, [1, 1, 1, *[0] * 9])}})
    table = rows(case)
    assert table.at["robbery", "ci_low"] == pytest.approx(stats.chi2.ppf(0.025, 6) / 2 / 100)
    assert table.at["robbery", "ci_high"] == pytest.approx(stats.chi2.ppf(0.975, 8) / 2 / 100)


def test_the_mean_of_peers_is_unweighted_and_leaves_the_own_area_out():
    counts = {
        OWN: {"burglary": 40},
        PEERS[0]: {"burglary": 10},
        PEERS[1]: {"burglary": 20},
        PEERS[2]: {"burglary": 30},
    }
    people = {
        OWN: {2021: 100_000},
        PEERS[0]: {2021: 100_000},
        PEERS[1]: {2021: 50_000},
        PEERS[2]: {2021: 1_000_000},
    }
    found = levels(make_case(counts, people=people))
    row = found.table.set_index("offence_code").loc["burglary"]
    peers = [1.2, 4.8, 0.36]
    assert found.n_peers == found.n_all == 3
    assert row["peer_rate"] == pytest.approx(np.mean(peers))
    assert row["peer_ratio"] == pytest.approx(4.8 / np.mean(peers))
    half = stats.t.ppf(0.975, 2) * np.std(peers, ddof=1) / math.sqrt(3)
    assert row["peer_ci_high"] == pytest.approx(np.mean(peers) + half)
    assert row["peer_ci_low"] == pytest.approx(max(0, np.mean(peers) - half))
    assert row["peer_ratio_low"] < row["peer_ratio"] < row["peer_ratio_high"]


def test_all_partnerships_are_more_than_the_chosen_peers():
    counts = {code: {"burglary": 10 * at} for at, code in enumerate((OWN, *PEERS, "E22000905"), start=1)}
    case = replace(make_case(counts), peers=PEERS)
    found = levels(case)
    row = found.table.set_index("offence_code").loc["burglary"]
    assert (found.n_peers, found.n_all) == (3, 4)
    assert row["peer_rate"] == pytest.approx(np.mean([2.4, 3.6, 4.8]))
    assert row["all_rate"] == pytest.approx(np.mean([2.4, 3.6, 4.8, 6.0]))


@pytest.mark.parametrize("n_peers", [0, 1, 2])
def test_fewer_than_three_peers_are_no_comparison(n_peers):
    case = make_case({code: {"burglary": 10} for code in (OWN, *PEERS[:n_peers])})
    found = levels(case)
    assert found.n_peers == 0
    assert found.table[["peer_rate", "peer_ratio", "peer_ratio_low", "peer_p_adjusted"]].isna().all(axis=None)
    assert set(found.table["vs_peers"]) == {"too_few"}
    said = " ".join(item.text for item in sentences.levels(release(found, case)))
    assert "cannot be set beside other partnerships" in said and "nan" not in said


def test_the_least_number_of_peers_can_be_raised():
    counts = {code: {"burglary": 10} for code in (OWN, *PEERS)}
    case = make_case(counts, settings={"peers.minimum": 4})
    assert rows(case)["peer_rate"].isna().all()


def test_more_monthly_spread_widens_the_comparison_with_peers():
    steady = {code: {"burglary": 50 + at} for at, code in enumerate((OWN, *PEERS))}
    rng = np.random.default_rng(1)
    restless = rng.permutation([10, 90] * 6).tolist()
    wild = {**steady, OWN: {"burglary": by_month(50, restless)}}
    calm, stormy = make_case(steady), make_case(wild)
    # Months without any spread leave some doubt about it, so a little more than chance alone is allowed for.
    assert 1 <= count_dispersion(calm)["burglary"] < 1.5
    assert count_dispersion(stormy)["burglary"] > 5

    def width(case):
        row = rows(case).loc["burglary"]
        return math.log(row["peer_ratio_high"] / row["peer_ratio_low"])

    assert rows(stormy).at["burglary", "count"] == 600
    assert width(stormy) > 1.5 * width(calm)


def test_without_a_population_there_are_counts_and_no_rates():
    counts = {code: {"burglary": 10} for code in (OWN, *PEERS)}
    case = make_case(counts, people={code: {2021: 50_000} for code in PEERS})
    found = levels(case)
    row = found.table.set_index("offence_code").loc["burglary"]
    assert row["count"] == 120
    assert found.table[["rate_per_1000", "ci_low", "ci_high", "peer_ratio"]].isna().all(axis=None)
    released = release(found, case)
    printed = " ".join(item.text for item in sentences.levels(released))
    printed += " ".join(str(item.html()) for item in _listed(tables.levels(released)))
    assert "120" in printed
    for word in ("nan", "inf", "None"):
        assert word not in printed.lower().replace("information", "").split()
        assert f">{word}<" not in printed
    assert area_profile(case).table.loc[0, "note"] == "No population estimate is in the store."
    gaps = " ".join(quality(case).gaps["gap"])
    assert "No population estimate is in the store." in gaps


def _listed(found):
    return found if isinstance(found, (list, tuple)) else [found]


def test_nothing_recorded_is_zero_with_an_upper_limit():
    counts = {OWN: {"burglary": by_month(3, 0)}, **{code: {"burglary": 5} for code in PEERS}}
    case = make_case(counts)
    row = rows(case).loc["burglary"]
    assert (row["count"], row["rate_per_1000"], row["ci_low"]) == (0, 0, 0)
    assert row["ci_high"] == pytest.approx(-math.log(0.025) / 100)
    assert row["peer_ratio"] == 0 and row["vs_peers"] == "too_few"
    for item in sentences.levels(release(levels(case), case)):
        assert "nan" not in item.text.split() and "inf" not in item.text
        json.dumps(item.as_json(), allow_nan=False)


def test_no_crime_anywhere_does_not_break():
    case = make_case({code: {"burglary": by_month(1, 0)} for code in (OWN, *PEERS)})
    row = rows(case).loc["burglary"]
    assert row["count"] == 0 and math.isnan(row["peer_ratio"])


def test_a_net_negative_count_is_shown_and_has_no_rate():
    # Corrections of earlier months can outweigh the records of a period.
    others = {code: {"robbery": 1} for code in PEERS}
    case = make_case({OWN: {"robbery": by_month(2, [-9, *[0] * 11])}, **others})
    row = rows(case).loc["robbery"]
    assert row["count"] == -9
    assert row[["rate_per_1000", "ci_low", "ci_high", "peer_ratio"]].isna().all()
    assert row["vs_peers"] == "too_few"


def test_a_peer_with_a_net_negative_count_stops_the_comparison_of_that_offence_only():
    counts = {code: {"robbery": 5, "burglary": 5} for code in (OWN, *PEERS)}
    counts[PEERS[0]] = {"robbery": by_month(5, [-9, *[0] * 11]), "burglary": 5}
    table = rows(make_case(counts))
    assert math.isnan(table.at["robbery", "peer_ratio"])
    assert table.at["burglary", "peer_ratio"] == pytest.approx(1.0)


def test_a_county_that_is_not_known_or_empty_is_an_absence():
    counts = {code: {"burglary": 10} for code in (OWN, *PEERS)}
    alone = county(make_case(counts))
    # Its code is that of a district, so that only the lookup is missing: that is not known, not "not applicable".
    assert isinstance(alone, NotAvailable) and not alone.not_applicable and alone.element == "g"
    lonely = county(make_case(counts, county=(OWN,)))
    assert isinstance(lonely, NotAvailable) and not lonely.not_applicable
    assert "no other partnership of Testshire" in lonely.because and lonely.do


def test_the_county_side_by_side():
    up, flat = by_month(20, 60), by_month(400, 400)
    case = make_case(
        {
            OWN: {"robbery": up},
            PEERS[0]: {"robbery": up},
            PEERS[1]: {"robbery": flat},
            PEERS[2]: {"robbery": up},
        },
        county=(OWN, PEERS[0], PEERS[1]),
    )
    found = county(case)
    assert found.county_name == "Testshire"
    table = found.table.set_index("partnership_code")
    assert list(found.table["partnership_name"]) == ["Firstby", "Ownham", "Secondby"]
    assert table["is_own"].to_dict() == {PEERS[0]: False, OWN: True, PEERS[1]: False}
    assert table["count"].to_dict() == {PEERS[0]: 720, OWN: 720, PEERS[1]: 4800}
    assert table["rate_per_1000"].to_dict() == pytest.approx({PEERS[0]: 7.2, OWN: 7.2, PEERS[1]: 48.0})
    assert table["change_ratio"].to_dict() == pytest.approx({PEERS[0]: 3.0, OWN: 3.0, PEERS[1]: 1.0})
    assert table["change_verdict"].to_dict() == {PEERS[0]: "higher", OWN: "higher", PEERS[1]: "similar"}
    (shared,) = found.shared.to_dict("records")
    # The third that rose lies outside the county.
    assert (shared["partnerships_higher"], shared["partnerships"]) == (2, 3)
    assert shared["names"] == "Firstby, Ownham"


NO_MONTH = {OWN: {f"2021-{month:02d}": "looks incomplete" for month in range(1, 13)}}


@pytest.mark.parametrize("ask", [levels, performance, problems, record, priorities, priority_places])
def test_a_period_without_a_usable_month_is_said_and_not_a_fault(ask):
    found = ask(make_case({OWN: {"burglary": 50}, PEERS[0]: {"burglary": 40}}, bad=NO_MONTH))
    assert isinstance(found, NotAvailable)
    assert "no month of January 2021 to December 2021 is held and complete" in found.because
    assert found.do.startswith("Ingest the police files of the period")


def test_issues_of_their_own_are_scored_on_judgements_where_nothing_was_counted():
    own = {
        "id": "rural_crime", "name": "Rural crime", "strategy": "crime_disorder",
        "offences": ["burglary"], "judgements": [{"criterion": "tractability", "score": 3, "because": "A farm watch."}],
    }  # fmt: skip
    held = IssuesFile.model_validate({"issues": [own]})
    settings = {"priorities.weights.tractability": 1}
    found = priorities(make_case({OWN: {"burglary": 50}}, bad=NO_MONTH, issues=held, settings=settings))
    assert list(found.table["known"]) == [1] and found.table["score_tractability"].iloc[0] == 3
