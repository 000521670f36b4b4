"""Display objects: what they refuse, what they carry, and that nothing escapes unescaped."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from show_results import HOSTILE, absent, levels, offence, released

from pads_analysis.assess.result import Verdict
from pads_analysis.show import MIME, Absence, Figure, Sentence, Table, charts, cover, sentences, show, tables
from pads_analysis.show.cells import Column
from pads_analysis.show.display import Commentary
from pads_analysis.show.showing import arranged
from pads_analysis.vocabulary import source

DATA = Table(id="data", caption="Rates", columns=(Column("a", "A"),), rows=(("x",),))
FIGURE = {"title": "T", "subtitle": "S", "source": "P", "alt": "Words", "data": DATA, "image": b"<svg/>"}


class _Page(HTMLParser):
    """Collects tags, attributes and text as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.mark.parametrize("lacking", ["title", "subtitle", "source", "alt", "data", "image"])
def test_a_figure_is_not_built_without_what_makes_it_readable(lacking):
    Figure(id="f", **FIGURE)
    with pytest.raises((ValueError, TypeError), match=lacking):
        Figure(id="f", **{name: value for name, value in FIGURE.items() if name != lacking})
    with pytest.raises(ValueError, match="needs"):
        Figure(id="f", **(FIGURE | {lacking: None if lacking == "data" else type(FIGURE[lacking])()}))


def test_an_id_can_stand_in_an_address():
    with pytest.raises(ValueError, match="lower-case"):
        Sentence(id="Not an id", text="x")


def test_a_figure_carries_alt_data_and_its_own_image():
    page = _Page(str(Figure(id="f", **(FIGURE | {"alt": 'Say "x" & <y>'})).html()))
    image = page.all("img")[0]
    assert image["alt"] == 'Say "x" & <y>'
    assert image["src"].startswith("data:image/svg+xml;base64,")
    assert [tag for tag, _ in page.tags if tag in ("details", "summary", "caption")] == [
        "details",
        "summary",
        "caption",
    ]
    assert page.all("th")[0] == {"scope": "col", "style": "text-align:left"}
    assert page.all("th")[1] == {"scope": "row", "style": "text-align:left"}


@pytest.mark.parametrize("kind", ["sentences", "charts", "tables"])
def test_hostile_names_come_out_as_text(kind):
    rows = [
        offence("all_crime", "All police recorded crime", Verdict.HIGHER, is_total=True),
        offence("x", HOSTILE, Verdict.HIGHER, caveat=HOSTILE),
    ]
    room = {"sentences": sentences, "charts": charts, "tables": tables}[kind]
    for item in arranged(room.levels(released(levels(rows)))):
        bundle = item._repr_mimebundle_()
        page = _Page(bundle["text/html"])
        assert all(name.startswith("on") is False for _, attrs in page.tags for name in attrs)
        assert all(attrs["src"].startswith("data:") for attrs in page.all("img"))
        assert json.loads(json.dumps(bundle[MIME], allow_nan=False)) == bundle[MIME]
    assert any(
        HOSTILE in _Page(str(item.html())).text for item in arranged(room.levels(released(levels(rows))))
    )


def test_renderers_refuse_what_has_not_passed_the_gate():
    with pytest.raises(TypeError, match=r"pads[.]release"):
        tables.levels(levels())
    with pytest.raises(TypeError, match="LevelsResult"):
        tables.levels(released("something else"))
    with pytest.raises(TypeError, match="str"):
        show("words")


def test_three_renderers_of_an_absent_section_show_one_absence():
    missing = absent()
    shown = arranged(sentences.levels(missing), [charts.levels(missing), (tables.levels(missing),)])
    assert shown == [tables.levels(missing)]
    assert isinstance(shown[0], Absence)
    assert shown[0].plain() == "Levels: not available, because no file was delivered. Ingest one."
    assert shown[0].as_json() == {
        "kind": "absence", "id": "absence-levels", "section": "levels", "element": "a", "edition": "partner",
        "title": "Levels", "because": "no file was delivered", "do": "Ingest one.", "not_applicable": False,
    }  # fmt: skip


def test_the_commentary_stands_once_after_its_section():
    result = released(levels(), "Our *own* words.")
    shown = arranged(sentences.levels(result), tables.levels(result))
    assert [type(item) is Commentary for item in shown] == [False] * (len(shown) - 1) + [True]
    assert "<em>own</em>" in str(shown[-1].html())
    assert shown[-1].as_json()["text"] == "Our *own* words."


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("<script>alert(1)</script>", []),
        ("<b onclick=x>bold</b>", []),
        ("![photo](https://example.org/x.png)", ["a"]),
        ("[bad](javascript:alert(1))", []),
        ("[file](file:///etc/passwd)", []),
        ("[relative](../secret)", []),
        ("[good](https://example.org) [mail](mailto:a@example.org)", ["a", "a"]),
    ],
)
def test_commentary_holds_no_raw_html_no_images_and_safe_links_only(text, tags):
    page = _Page(str(Commentary(id="c", text=text).html()))
    assert [tag for tag, _ in page.tags if tag not in ("div", "p")] == tags


def test_headings_of_a_commentary_stand_below_those_of_the_report():
    page = _Page(str(Commentary(id="c", text="# One\n\n###### Six").html()))
    assert [tag for tag, _ in page.tags if tag.startswith("h")] == ["h4", "h6"]


def test_outside_a_notebook_show_prints_text(capsys):
    show(tables.levels(absent()))
    assert capsys.readouterr().out == "Levels: not available, because no file was delivered. Ingest one.\n\n"


def test_the_cover_says_who_when_and_from_what():
    case = SimpleNamespace(
        partnership=SimpleNamespace(
            code="E22000001",
            name="Bristol, City of",
            force_name="Avon and Somerset",
            county_name="",
            county_code="",
            country_code="E92000001",
        ),
        period=SimpleNamespace(
            label="October 2020 to September 2021", first="2020-10-01T00:00:00", last="2021-09"
        ),
        previous=SimpleNamespace(label="October 2019 to September 2020"),
        edition="partner",
        params=SimpleNamespace(
            status="draft",
            contact=HOSTILE,
            peers=SimpleNamespace(codes=("E22000009",)),
            owners=[("a", "Analyst"), ("b", "")],
        ),
        peers_names=("Leeds", "Hull, City of"),
        peers_basis="nearest",
        sources=(source("street"),),
        data_as_of=None,
    )
    front = cover(case)
    assert front.facts["owners"] == {"a": "Analyst"} and front.facts["country_code"] == "E92000001"
    page = _Page(str(front.html()))
    assert not page.all("img")
    assert HOSTILE in page.text
    facts = front.as_json()
    assert facts["partnership_name"] == "Bristol"
    assert facts["period_first"] == "2020-10-01"
    assert facts["period_last"] == "2021-09"
    assert facts["peers"] == ["Leeds", "Hull"]
    assert facts["data_as_of"] == ""
    assert set(facts["sources"][0]) == {"kind", "name", "publisher", "licence", "attribution", "caveats"}
    assert json.loads(json.dumps(facts, allow_nan=False)) == facts
    assert facts["peers_chosen"] is True
    assert "County" not in front.plain()
    case.params.peers.codes = ()
    others = cover(case)
    assert others.as_json()["peers_chosen"] is False
    assert "Other partnerships in the store: Leeds and Hull" in others.plain()
    assert "Peers:" not in others.plain()
