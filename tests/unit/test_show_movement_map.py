"""The map of what became of small areas: a symbol and a word for each, and no map where nothing can be said."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pytest
from shapely.geometry import box
from test_assess_pattern_change import AREAS, case

from pads_analysis import assess
from pads_analysis.assess.result import Movement
from pads_analysis.release.gate import release
from pads_analysis.show import maps
from pads_analysis.show.movement_map import SYMBOLS, _counted, _keys

__all__ = ["case"]


@pytest.fixture
def drawn(case):
    squares = [box(at % 4, at // 4, at % 4 + 1, at // 4 + 1) for at in range(len(AREAS))]
    shapes = gpd.GeoDataFrame(
        {"place_code": list(AREAS), "place_name": list(AREAS)}, geometry=squares, crs="EPSG:27700"
    )
    return replace(case, boundaries=shapes)


def test_the_map_says_how_many_of_each_and_lists_them(drawn) -> None:
    (figure,) = maps.pattern_change(release(assess.pattern_change(drawn), drawn))
    assert figure.title == "Of 6 small areas tested: 1 new, 1 rising, 1 falling and 1 gone"
    assert [row[0] for row in figure.data.rows] == ["Comes", "Rises", "Rests", "Falls", "Goes"]
    assert figure.data.rows[0] == ("Comes", 0, 60, "new")
    assert "3 small areas are too uncertain to say." in figure.data.notes
    assert "Map" in figure.alt and figure.title in figure.alt


def test_the_key_gives_each_word_with_its_number(drawn) -> None:
    keys = _keys(_counted(assess.pattern_change(drawn).areas))
    assert [key.get_label() for key in keys] == [
        "new (1)", "rising (1)", "falling (1)", "gone (1)", "stable (1)", "too uncertain to say (3)",
    ]  # fmt: skip


def test_every_word_has_a_sign_of_its_own_beside_its_colour() -> None:
    assert set(SYMBOLS) == set(Movement) - {Movement.UNCERTAIN}
    assert len({marker for _, marker in SYMBOLS.values()}) == len(SYMBOLS)


def test_without_boundaries_or_without_a_word_there_is_no_map(case, drawn) -> None:
    assert maps.pattern_change(release(assess.pattern_change(case), case)) == []
    found = assess.pattern_change(drawn)
    silent = replace(found, areas=found.areas.assign(movement=Movement.UNCERTAIN))
    assert maps.pattern_change(release(silent, drawn)) == []
