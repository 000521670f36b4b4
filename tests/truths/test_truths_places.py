"""The hot spot that the example moves is seen to move, and no other is."""

from __future__ import annotations

import pytest
from truth_cases import CHANGED, planted, released, unplanted

from pads_analysis.assess.result import Movement, Verdict

pytestmark = pytest.mark.slow


def test_the_hotspot_that_moves_is_seen_to_move(example, case_of, account) -> None:
    (truth,) = planted(example, "moving_hotspot")
    places = released("hotspots", case_of(truth["partnership_code"])).places.set_index("place_code")
    # An area at the rim of a planted cluster has few neighbours in it and may stay below the line.
    new, former = (set(places.index[places["status"] == word]) for word in ("new", "former"))
    account.find("a hot spot that moved", len(new) >= 2 and len(former) >= 2)
    account.claim(
        "a hot spot that moved", (new - set(truth["after"])) | (former - set(truth["before"])), len(places)
    )
    assert len(new) >= 2 and new <= set(truth["after"])
    assert len(former) >= 2 and former <= set(truth["before"])


def test_the_hotspot_that_moves_is_told_as_ended_and_recent(example, case_of, account) -> None:
    (truth,) = planted(example, "moving_hotspot")
    found = released("persistence", case_of(truth["partnership_code"]))
    places = found.places.set_index("place_code")
    recent, ended = (set(places.index[places["pattern"] == word]) for word in ("recent", "ended"))
    account.find("a hot spot that ended, and a recent one", len(recent) >= 2 and len(ended) >= 2)
    false = (recent - set(truth["after"])) | (ended - set(truth["before"]))
    account.claim("a hot spot that ended, and a recent one", false, len(places))
    assert len(recent) >= 2 and recent <= set(truth["after"])
    assert len(ended) >= 2 and ended <= set(truth["before"])
    # The planted month is the first of the period: hot for twelve quarters before it, and for four since.
    assert set(places.loc[list(ended), "steps_hot"]) == {12}
    assert set(places.loc[list(ended), "last_hot"]) == {"January to March 2023"}
    assert not places["pattern"].isin(["lasting", "growing", "weakening"]).any()


def test_no_hot_spot_is_told_as_recent_ended_or_moving_where_none_was_planted(
    example, case_of, account
) -> None:
    """Of unchanged shares up to 4 % of maps show one of these words each (docs/methods/lasting_hot_spots.md)."""
    (truth,) = unplanted(example, "no_moving_hotspot")
    told = []
    for code in truth["partnership_codes"]:
        case = case_of(code)
        places = released("persistence", case).places
        told += [
            (code, word) for word in places["pattern"] if word not in ("", "lasting", "on_off", "year_only")
        ]
        # Whatever lasts is a hot spot of the whole period too.
        assert places.loc[places["pattern"] == "lasting", "now"].isin(["persistent"]).all(), code
    account.claim("a hot spot that ended, and a recent one", told, len(truth["partnership_codes"]))
    assert len({code for code, _ in told}) <= 1, told


def test_no_hotspot_moves_where_none_was_planted(example, case_of, account) -> None:
    (truth,) = unplanted(example, "no_moving_hotspot")
    moved = []
    for code in truth["partnership_codes"]:
        places = released("hotspots", case_of(code)).places
        # A border area may cross the line by chance; a hot spot that moves is a cluster of several.
        if (places["status"] == "new").sum() >= 3 and (places["status"] == "former").sum() >= 3:
            moved.append(code)
    account.claim("a hot spot that moved", moved, len(truth["partnership_codes"]))
    assert not moved


def test_small_areas_that_rose_and_fell_are_those_of_the_hot_spot_that_moved(
    example, case_of, account
) -> None:
    (truth,) = planted(example, "moving_hotspot")
    found = released("pattern_change", case_of(truth["partnership_code"]))
    spots = set(found.patterns.loc[found.patterns["kind"] == "hot spot", "movement"])
    account.find("patterns that moved", {Movement.NEW, Movement.GONE} <= spots)
    assert {Movement.NEW, Movement.GONE} <= spots
    areas = found.areas.set_index("place_code")
    rose, fell = (set(areas.index[areas["verdict"] == word]) for word in (Verdict.HIGHER, Verdict.LOWER))
    planted_in = {*truth["after"], *truth["before"]}
    what = "small areas that rose or fell"
    account.find(what, len(rose & set(truth["after"])) >= 2 and len(fell & set(truth["before"])) >= 2)
    false = (rose - set(truth["after"])) | (fell - set(truth["before"]))
    account.claim(what, false, len(areas) - len(planted_in))
    assert len(rose) >= 2 and len(fell) >= 2 and not false


def test_small_areas_that_moved_apart_from_the_whole_are_those_of_the_hot_spot(
    example, case_of, account
) -> None:
    (truth,) = planted(example, "moving_hotspot")
    areas = released("place_change", case_of(truth["partnership_code"])).table.set_index("place_code")
    rose, fell = (set(areas.index[areas["verdict"] == word]) for word in (Verdict.HIGHER, Verdict.LOWER))
    what = "small areas apart from the whole"
    account.find(what, len(rose & set(truth["after"])) >= 2 and len(fell & set(truth["before"])) >= 2)
    account.claim(what, (rose - set(truth["after"])) | (fell - set(truth["before"])), len(areas))
    assert len(rose) >= 2 and rose <= set(truth["after"])
    assert len(fell) >= 2 and fell <= set(truth["before"])


def test_no_area_and_no_pattern_is_told_to_move_where_nothing_was_planted(example, case_of, account) -> None:
    """Of the force in which nothing changed: the words for its areas, hot spots, seasons and places among others."""
    touched = {code for kind in ("recording_change", "half_missing_month") for code in _codes(example, kind)}
    (truth,) = unplanted(example, "no_moving_hotspot")
    codes = [code for code in truth["partnership_codes"] if code not in touched]
    areas, patterns, checked = [], [], [0, 0]
    for code in codes:
        found = released("pattern_change", case_of(code))
        clear = found.areas.loc[found.areas["verdict"].isin(CHANGED)]
        areas += [(code, place) for place in clear["place_code"]]
        told = found.patterns.loc[~found.patterns["movement"].isin([Movement.STABLE, Movement.UNCERTAIN])]
        patterns += [(code, *pair) for pair in zip(told["kind"], told["name"], told["movement"], strict=True)]
        checked = [checked[0] + len(found.areas), checked[1] + len(found.patterns)]
    account.claim("small areas that rose or fell", areas, checked[0])
    account.claim("patterns that moved", patterns, checked[1])
    assert len(codes) == 8 and checked[0] >= 200 and checked[1] >= 100
    assert len(areas) <= 0.01 * checked[0] and len(patterns) <= 0.02 * checked[1], (areas, patterns)


def _codes(example, kind: str) -> list[str]:
    return [code for truth in planted(example, kind) for code in truth["partnership_codes"]]


def test_no_small_area_moves_apart_from_the_whole_where_none_was_planted(example, case_of, account) -> None:
    (truth,) = unplanted(example, "no_moving_hotspot")
    called, checked = [], 0
    for code in truth["partnership_codes"]:
        areas = released("place_change", case_of(code)).table
        checked += len(areas)
        called += [(code, place) for place in areas.loc[areas["verdict"].isin(CHANGED), "place_code"]]
    account.claim("small areas apart from the whole", called, checked)
    assert checked >= 500 and len(called) <= 0.01 * checked, called
