"""Cells that lead to a section of the page, and ratings with a colour beside their words."""

from __future__ import annotations

import pytest

from pads_analysis.report.document import Chapter, Item, Section
from pads_analysis.report.links import without_dead_links
from pads_analysis.report.washing import own_html
from pads_analysis.show import fragments
from pads_analysis.show.cells import TONES, Column, Linked, Rated, json_cells, printed

LINK, RATING = Column("to", "To", "link"), Column("how", "How", "rating")


def cell(value: object, column: Column) -> str:
    """Return the second cell of a row as a report prints it, washed."""
    made = fragments.table("A table", (Column("a", "A"), column), [("first", value)], "caption")
    return own_html(str(made)).split("<td", 1)[1]


def test_a_linked_cell_leads_to_a_section_and_travels_as_its_words():
    found = cell(Linked("see there", "interventions"), LINK)
    assert 'href="#section-interventions"' in found and ">see there</a>" in found
    assert printed(Linked("see there", "interventions"), LINK) == "see there"
    assert json_cells(Linked("see there", "interventions"), LINK) == ["see there"]
    assert 'href="#section-previous-plan"' in cell(Linked("x", "previous_plan"), LINK)
    assert "<a" not in cell("no link", LINK) and "no link" in cell("no link", LINK)


@pytest.mark.parametrize(
    "section", ["javascript:alert(1)", "//example.org", '" onclick="x', "", "../a", "A", "a b"]
)
def test_a_link_leads_to_no_address(section):
    found = cell(Linked("words", section), LINK)
    assert "<a" not in found and "words" in found


def test_the_words_of_a_link_and_a_rating_are_escaped():
    for value, column in ((Linked("<b>x</b>", "levels"), LINK), (Rated("<b>x</b>", "red"), RATING)):
        assert "&lt;b&gt;x" in cell(value, column) and "<b>" not in cell(value, column)


@pytest.mark.parametrize("tone", TONES)
def test_a_rating_keeps_its_words_beside_its_tone(tone):
    found = cell(Rated("◆ behind (red)", tone), RATING)
    assert f"pads-rating pads-{tone}" in found and "◆ behind (red)" in found
    assert json_cells(Rated("◆ behind (red)", tone), RATING) == ["◆ behind (red)"]


def test_a_tone_nobody_knows_is_not_printed():
    assert "pads-rating" not in cell(Rated("words", 'x" onclick="y'), RATING)


def test_a_link_to_what_the_page_does_not_hold_becomes_its_text():
    html = '<p><a href="#section-here">here</a> <a href="#section-gone">gone</a></p>'
    items = (Item("table", "one", html, {}), Item("text", "two", html, {}))
    chapter = Chapter("c", "C", "c.ipynb", (), (Section("here", "Here", "", items),))
    (washed,) = without_dead_links([chapter])
    ours, theirs = washed.sections[0].items
    assert ours.html == '<p><a href="#section-here">here</a> gone</p>'
    assert theirs.html == html
