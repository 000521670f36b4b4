"""The mix of offences: shares that add up, incidents left out, small bases withheld, many comparisons allowed for."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from assess_cases import OWN, PEERS, by_month, make_case

from pads_analysis.assess.offence_mix import offence_mix
from pads_analysis.assess.result import NotAvailable, Verdict
from pads_analysis.release.gate import release
from pads_analysis.show import tables

LEVELS = {"burglary": 20, "robbery": 10, "shoplifting": 30, "vehicle_crime": 40, "anti_social_behaviour": 50}


def months(level: float, seed: int) -> list[int]:
    return np.random.default_rng(seed).poisson(level, 24).tolist()


def mixed(own: dict[str, float] | None = None, peers: int = 3, **options):
    levels = {code: dict(LEVELS) for code in (OWN, *PEERS[:peers])}
    levels[OWN] |= own or {}
    counts = {
        code: {name: months(level, 7 * at + len(name)) for name, level in kinds.items()}
        for at, (code, kinds) in enumerate(levels.items())
    }
    return make_case(counts, **options)


def test_shares_are_of_recorded_crime_and_add_up_without_incidents():
    found = offence_mix(mixed())
    assert "anti_social_behaviour" not in set(found.table["offence_code"])
    assert found.table["share"].sum() == pytest.approx(1)
    row = found.table.set_index("offence_code").loc["burglary"]
    assert row["share"] == pytest.approx(row["count"] / found.total)


def test_the_mean_share_of_others_is_unweighted_and_leaves_the_area_out():
    flat = {OWN: {"burglary": 40, "robbery": 60}, PEERS[0]: {"burglary": 10, "robbery": 90}}
    flat |= {PEERS[1]: {"burglary": 40, "robbery": 160}, PEERS[2]: {"burglary": 300, "robbery": 700}}
    row = offence_mix(make_case(flat)).table.set_index("offence_code").loc["burglary"]
    assert row["peer_share"] == pytest.approx(np.mean([0.1, 0.2, 0.3]))
    assert row["quotient"] == pytest.approx(0.4 / 0.2)


def test_a_planted_offence_makes_up_more_and_the_mix_of_equals_is_not_told_apart():
    table = offence_mix(mixed({"burglary": 80})).table.set_index("offence_code")
    assert table.at["burglary", "verdict"] == Verdict.HIGHER
    same = offence_mix(mixed()).table
    assert not same["verdict"].isin([Verdict.HIGHER, Verdict.LOWER]).any()
    assert (same["p_adjusted"] >= same["p"]).all()


def test_an_offence_with_a_handful_of_events_has_no_quotient():
    case = mixed({"possession_of_weapons": 0.4})
    row = offence_mix(case).table.set_index("offence_code").loc["possession_of_weapons"]
    assert 0 < row["count"] < 10 and math.isnan(row["quotient"]) and row["verdict"] == Verdict.TOO_FEW
    assert row["share_low"] < row["share"] < row["share_high"]


def test_a_small_base_is_withheld_whole():
    found = offence_mix(make_case({code: {"burglary": 4} for code in (OWN, *PEERS)}))
    assert isinstance(found, NotAvailable)
    assert found.because == "48 crimes were recorded and shares are given from 50"


@pytest.mark.parametrize("peers", [0, 2])
def test_with_too_few_others_the_shares_stand_alone(peers):
    case = mixed(peers=peers)
    found = offence_mix(case)
    assert found.n_others == 0 and found.table["quotient"].isna().all()
    assert set(found.table["verdict"]) == {Verdict.TOO_FEW}
    assert "Not set beside others" in " ".join(tables.offence_mix(release(found, case)).notes)


def test_a_correction_that_outweighs_an_offence_leaves_it_without_a_share():
    case = make_case({
        OWN: {"robbery": by_month(2, [-9, *[0] * 11]), "burglary": by_month(30, 30)},
        **{code: {"robbery": 2, "burglary": 30} for code in PEERS},
    })  # fmt: skip
    row = offence_mix(case).table.set_index("offence_code").loc["robbery"]
    assert row["count"] == -9 and math.isnan(row["share"]) and math.isnan(row["quotient"])


def test_months_that_do_not_tell_the_spread_are_said():
    gone = {f"2020-{month:02d}": "missing" for month in range(1, 13)}
    said = offence_mix(mixed(bad={OWN: gone})).basis.notes
    assert any("too narrow" in note for note in said)
    assert not any("too narrow" in note for note in offence_mix(mixed()).basis.notes)
    assert offence_mix(replace(mixed(), peers=PEERS[:1])).peers_chosen is False
