from __future__ import annotations

import copy
import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from report_books import COVER, PIXEL, absence, book, cover, foreign, headline, own, section, sentence

from pads_analysis.report import collect, findings, render, render_index
from pads_analysis.report.render import day


class Page(HTMLParser):
    """Reads a page into what the tests ask about; knows nothing of how the page was made."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[tuple[int, str]] = []
        self.text: list[str] = []
        self._open: int | None = None
        self._skip = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._skip = tag in {"style", "script"}
        if re.fullmatch("h[1-6]", tag):
            self._open = int(tag[1])
            self.headings.append((self._open, ""))

    def handle_endtag(self, tag):
        self._skip = False
        if re.fullmatch("h[1-6]", tag):
            self._open = None

    def handle_data(self, data):
        if self._skip:
            return
        self.text.append(data)
        if self._open:
            level, words = self.headings[-1]
            self.headings[-1] = (level, " ".join((words + data).split()))

    def words(self) -> str:
        return " ".join(" ".join(self.text).split())

    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]

    def all(self, name: str) -> list[str]:
        return [attrs[name] for _, attrs in self.tags if attrs.get(name)]


def levels() -> list:
    return [
        *section(
            "How much",
            cover(),
            headline("s1", "Police recorded 120 crimes.", "a", 0.9),
            name="levels",
            element="a",
        ),
        *section(
            "Change", sentence("s2", "Fewer.", "b"), name="change", element="b", text="### Deeper\n\nWords."
        ),
    ]


def page_of(made) -> Page:
    return Page(render(collect(made)))


def test_the_page_has_one_h1_no_skipped_level_and_no_id_twice():
    made = book(**{"10_levels": levels(), "20_more": levels()})
    found = page_of(made)
    depths = [level for level, _ in found.headings]
    assert depths[0] == 1
    assert depths.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(depths))
    assert len(found.ids()) == len(set(found.ids()))
    assert (3, "How much") in found.headings
    assert (4, "Deeper") in found.headings


def test_every_link_inside_the_page_leads_somewhere():
    found = page_of(book(**{"10_levels": levels()}))
    inside = {href[1:] for href in found.all("href") if href.startswith("#")}
    assert {"section-levels", "chapter-levels", "element-a", "main", "peers"} <= inside
    assert inside <= set(found.ids())


def test_the_header_states_partnership_period_edition_status_force_date_and_contact():
    found = page_of(book(**{"10_levels": levels()}))
    words = found.words()
    for said in (
        "Aldermere",
        COVER["period"],
        "Partner edition: not for publication",
        "Status: draft",
        "Eastshire Police",
        "3 November 2021",
        "analyst@example.org",
        "Contains public sector information.",
        "Open Government Licence v3.0",
        "Locations are moved.",
        "Brackley, Coldwell",
        "version 0.1.0",
    ):
        assert said in words, said
    assert found.headings[0] == (1, "Strategic assessment Aldermere")


def test_the_page_asks_for_nothing_and_runs_nothing():
    html = render(collect(book(**{"10_levels": levels()})))
    found = Page(html)
    assert not [
        tag for tag, _ in found.tags if tag in {"script", "link", "iframe", "object", "embed", "base", "form"}
    ]
    assert all(source.startswith("data:image/") for source in found.all("src"))
    assert "@import" not in html
    assert "url(" not in html
    policy = next(
        attrs["content"] for _, attrs in found.tags if attrs.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'")
    assert "SECRET" not in html
    assert 'lang="en-GB"' in html


def test_the_same_book_gives_the_same_bytes_and_a_new_run_id_changes_nothing():
    first, second = book(**{"10_levels": levels()}), book(**{"10_levels": levels()})
    second.cells[-1].outputs[0].data["application/vnd.pads+json"]["run_id"] = "another"
    second.metadata["anything"] = "else"
    assert render(collect(first)) == render(collect(second)) == render(collect(copy.deepcopy(first)))


def test_at_most_six_headlines_weightiest_first_and_two_of_an_element():
    many = [headline(f"a{n}", f"Levels {n}.", "a", 0.9 - n / 100) for n in range(7)]
    others = [headline("b1", "Change.", "b", 0.2), headline("d1", "Priority.", "d", 0.3)]
    twice = headline("x1", "Levels 0.", "a", 0.9)
    quiet = sentence("q1", "Not a headline.", "c", headline=False, importance=1.0)
    made = book(**{"10_levels": section("All", *many, *others, twice, quiet, name="all")})
    texts = [each.text for each in collect(made).headlines]
    lacking = "Elements (e), (f) and (g) of the statutory checklist have no evidence yet."
    assert texts == ["Levels 0.", "Levels 1.", lacking, "Priority.", "Change."]
    spread = [headline(f"{each}{n}", f"{each} {n}.", each, n / 10) for each in "abcd" for n in (1, 2, 3)]
    made = book(**{"10_levels": section("All", *spread, name="all")})
    texts = [each.text for each in collect(made).headlines]
    assert texts == [lacking, "a 3.", "b 3.", "c 3.", "d 3.", "a 2."]


@pytest.mark.parametrize(
    ("lacking", "edition", "text"),
    [
        ("", "partner", ""),
        (
            "e",
            "partner",
            "Element (e) of the statutory checklist has no evidence yet: matters people living or working in the area "
            "think should be prioritised.",
        ),
        ("cef", "partner", "Elements (c), (e) and (f) of the statutory checklist have no evidence yet."),
        (
            "cef",
            "public",
            "Elements (c), (e) and (f) of the statutory checklist have no evidence in this edition.",
        ),
    ],
)
def test_elements_without_evidence_are_a_main_point(lacking, edition, text):
    parts = [
        section(
            letter,
            absence(f"n{letter}", "Nothing", "no file was given", letter)
            if letter in lacking
            else sentence(f"s{letter}", f"Evidence {letter}.", letter),
            name=f"part-{letter}",
            element=letter,
        )
        for letter in "abcdefg"
    ]
    cells = [*section("Cover", cover(edition=edition)), *(cell for part in parts for cell in part)]
    document = collect(book(**{"10_all": cells}))
    points = document.headlines
    assert [point.text for point in points] == ([text] if text else [])
    assert [check.letter for check in document.checklist if check.status == "not met"] == list(lacking)
    if points:
        assert (points[0].importance, points[0].element, points[0].anchor) == (0.7, "", "checklist")
        assert "checklist" in Page(render(document)).ids()


def test_where_no_peers_were_chosen_the_page_does_not_call_them_peers():
    chosen, stand_in = (
        page_of(book(**{"10_levels": section("A", cover(peers_chosen=flag))})).words()
        for flag in (True, False)
    )
    assert "Peers Brackley, Coldwell." in chosen
    assert "Other partnerships in the store Brackley, Coldwell." in stand_in
    assert "Peers none chosen; 2 other partnerships in the store" in stand_in
    assert stand_in.count("Peers") == 1


def test_the_checklist_follows_evidence_and_absences():
    made = book(
        **{
            "10_levels": [
                *section("A", sentence("s1", "Counted.", "a"), name="a1", element="a"),
                *section("A2", absence("n1", "Hotspots", "no boundaries", "a"), name="a2", element="a"),
                *section("B", sentence("s2", "Fell.", "b"), name="b1", element="b"),
                *section("E", absence("n2", "Views", "no survey", "e"), name="e1", element="e"),
                *section("G", absence("n3", "County", "there is none", "g", na=True), name="g1", element="g"),
            ]
        }
    )
    found = {check.letter: check for check in collect(made).checklist}
    assert list(found) == list("abcdefg")
    assert {letter: check.status for letter, check in found.items()} == {
        "a": "partly met",
        "b": "met",
        "c": "not met",
        "d": "not met",
        "e": "not met",
        "f": "not met",
        "g": "not applicable",
    }
    assert found["a"].links == (("section-a1", "A"), ("section-a2", "A2"))
    assert found["a"].why == "1 finding. Missing: Hotspots, because no boundaries."
    assert found["g"].why == "County: does not apply, because there is none."
    assert found["c"].why == "No section of this book speaks to it."


def test_every_absence_stands_under_what_cannot_be_said():
    made = book(
        **{
            "40_views": [
                *section(
                    "Views", absence("n1", "Views", "no survey was given", "e", "Add one."), name="views"
                ),
                *section("County", absence("n2", "County", "there is none", "g", na=True), name="county"),
            ]
        }
    )
    words = page_of(made).words()
    part = words[words.index("What cannot be said", words.index("The purpose.")) :]
    assert "Views : not available, because no survey was given. Add one." in part
    assert "What does not apply here County : does not apply, because there is none." in part


def test_findings_hold_every_number_in_order_as_json():
    rows = [["Burglary", 12, None]]
    table = own(
        "table",
        "<div id='t1'></div>",
        id="t1",
        caption="C",
        columns=[],
        rows=rows,
        element="a",
        section="levels",
    )
    made = book(
        **{
            "10_levels": section(
                "How much", cover(), sentence("s1", "One.", "a", facts={"n": 1}), table, name="levels"
            )
        }
    )
    found = json.loads(json.dumps(findings(collect(made)), allow_nan=False))
    assert [(item["kind"], item["id"], item["section"], item["chapter"]) for item in found["items"]] == [
        ("sentence", "s1", "levels", "levels"),
        ("table", "t1", "levels", "levels"),
    ]
    assert found["items"][1]["rows"] == rows
    assert found["items"][0]["facts"] == {"n": 1}
    assert found["partnership"] == {"code": "E22000036", "name": "Aldermere"}
    assert found["period"]["last"] == "2021-09"
    assert found["sources"] == COVER["sources"]
    assert [check["letter"] for check in found["checklist"]] == list("abcdefg")


HOSTILE = (
    '<script>alert(1)</script><img src="https://example.org/x.png"><img src=x onerror=alert(2)>'
    '<a href="javascript:alert(3)">a</a><a href="data:text/html,<script>alert(4)</script>">b</a>'
    '<iframe src="https://example.org"></iframe><svg onload=alert(5)></svg><h1 id="main">Big</h1>'
    '<p style="position:fixed" onclick="alert(6)">kept words</p><style>body{display:none}</style>'
    '<form action="https://example.org"><input></form><base href="https://example.org/">'
    '<meta http-equiv="refresh" content="0;url=https://example.org">'
)


def test_html_of_an_own_notebook_is_made_harmless():
    html = render(collect(book(**{"own_notebook": section("Ours", foreign(text_html=HOSTILE))})))
    found = Page(html)
    assert "kept words" in found.words()
    assert "alert(" not in html
    assert "javascript:" not in html
    assert "data:text" not in html
    assert "onerror" not in html
    assert "position:fixed" not in html
    assert "display:none}" not in html
    assert not [tag for tag, _ in found.tags if tag in {"script", "iframe", "form", "base", "svg", "input"}]
    assert [level for level, words in found.headings if words == "Big"] == [4]
    assert found.ids().count("main") == 1


def test_hostile_names_are_printed_as_text():
    name = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    hostile = cover(
        partnership_name=name, force_name=name, period=name, contact=name, peers=[name], data_as_of=name
    )
    made = book(
        **{
            "10_levels": section(
                name, hostile, absence("n1", "T", "b", "a"), headline("s1", "x", "a", 1.0), name=name
            )
        }
    )
    found = Page(render(collect(made)))
    assert not [tag for tag, _ in found.tags if tag in {"script", "img"}]
    assert name in "".join(found.text)
    assert all(re.fullmatch(r"[a-z0-9-]+", each) for each in found.ids())


def test_a_data_frame_keeps_its_cells_and_loses_its_style():
    frame = (
        "<div><style scoped>td{color:red}</style><table class='dataframe'><tr><td>12</td></tr></table></div>"
    )
    html = render(
        collect(book(**{"own_notebook": section("Ours", foreign(text_html=frame, text_plain="12"))}))
    )
    assert "<td>12</td>" in html
    assert "td{color:red}" not in html
    assert 'role="region"' in html


def test_a_picture_is_embedded_with_words_for_it():
    described = foreign({"alt": "A line that falls"}, image_png=PIXEL)
    bare = foreign(image_png=PIXEL)
    found = page_of(book(**{"own_notebook": section("Ours", described, bare)}))
    images = [attrs for tag, attrs in found.tags if tag == "img"]
    assert [image["alt"] for image in images] == ["A line that falls", "Picture under the heading Ours"]
    assert all(image["src"] == f"data:image/png;base64,{PIXEL}" for image in images)
    assert found.words().count("No description was written for this picture.") == 1


def test_printed_text_is_escaped_and_stderr_is_dropped():
    from nbformat import v4

    printed = v4.new_output("stream", name="stdout", text="<b>bold</b> \x1b[31mred\x1b[0m\n")
    warned = v4.new_output("stream", name="stderr", text="a warning\n")
    html = render(collect(book(**{"own_notebook": section("Ours", printed, warned)})))
    assert "&lt;b&gt;bold&lt;/b&gt; red" in html
    assert "a warning" not in html


def test_a_flood_is_cut_with_a_note():
    from nbformat import v4

    pieces = [v4.new_output("stream", name="stdout", text="x" * 300_000) for _ in range(20)]
    frame = foreign(text_html="<p>" + "y" * 2_000_000 + "</p>")
    html = render(collect(book(**{"own_notebook": section("Ours", *pieces, frame)})))
    assert 900_000 < html.count("x" * 1000) * 1000 <= 1_000_000
    assert "yyy" not in html
    assert html.count("Cut here: the cell printed more than 1 MB.") == 2


def test_markdown_shows_raw_html_as_text_and_fetches_no_picture():
    links = "[ref](https://example.org) [j](javascript:alert(1))"
    text = f"<script>alert(1)</script> ![a map](https://example.org/m.png) {links}"
    found = page_of(book(**{"own_notebook": section("Ours", text=text)}))
    assert not [tag for tag, _ in found.tags if tag in {"script", "img"}]
    assert "[picture not included: a map]" in found.words()
    assert "https://example.org" in found.all("href")
    assert not [href for href in found.all("href") if href.startswith("javascript")]


def test_a_display_that_stands_twice_gets_ids_of_its_own():
    html = (
        '<figure id="f1"><table><caption id="c1">C</caption></table><div aria-labelledby="c1"></div></figure>'
    )
    shown = own("figure", html, id="f1", title="T", element="a")
    found = page_of(
        book(**{"10_a": section("A", shown, name="a"), "20_b": section("B", copy.deepcopy(shown), name="b")})
    )
    assert len(found.ids()) == len(set(found.ids()))
    named = [label for label in found.all("aria-labelledby") if "c1" in label]
    assert len(set(named)) == 2
    assert set(named) <= set(found.ids())


def test_the_index_says_that_a_batch_still_runs_and_links_only_what_is_there():
    link = {"href": "E1/strategic_assessment.html", "text": "Strategic assessment"}
    rows = [
        {
            "code": "E1",
            "name": "<b>A</b>",
            "status": "passed",
            "failure": "",
            "duration": "4 s",
            "links": [link],
        },
        {"code": "E2", "name": "B", "status": "waiting", "failure": "", "duration": "", "links": []},
        {
            "code": "E3",
            "name": "C",
            "status": "timed out",
            "failure": "10_a.ipynb, cell 4",
            "duration": "9 s",
            "links": [],
        },
    ]
    html = render_index(
        rows=rows,
        started="2026-01-02T03:04:05Z",
        finished="",
        period_end="2021-09",
        edition="public",
        code_version="1",
    )
    words = Page(html).words()
    assert "still running" in words
    assert "Period ending September 2021, public edition" in words
    assert "1 report made 1 timed out 1 waiting" in words
    assert "Passed" not in words
    assert "Timed out 9 s 10_a.ipynb, cell 4" in words
    assert "<b>A</b>" in words
    assert Page(html).all("href") == ["#main", "E1/strategic_assessment.html"]


def test_a_period_end_that_names_no_month_is_not_printed():
    row = {
        "code": "E1",
        "name": "A",
        "status": "passed",
        "failure": "",
        "duration": "4 s",
        "links": [{"href": "a", "text": "A"}],
    }
    facts = {"started": "", "finished": "x", "edition": "partner", "code_version": "1"}
    html = render_index(rows=[row, {**row, "code": "E2"}], period_end="latest", **facts)
    assert "latest" not in html
    assert "Period ending" not in html
    assert "2 reports made" in Page(html).words()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2021-09", "September 2021"),
        ("2021-11-03", "3 November 2021"),
        ("2026-11-21T20:29:18Z", "21 November 2026, 20:29"),
        ("2021-13", "2021-13"),
        ("last week", "last week"),
        (None, ""),
    ],
)
def test_dates_are_printed_in_words(text, words):
    assert day(text) == words


def events(html: str) -> list[tuple]:
    """A fragment as its tags, attributes and text, however they are quoted."""
    page = Page(html)
    tags = [(tag, {key: value for key, value in attrs.items() if key != "rel"}) for tag, attrs in page.tags]
    return [*tags, "".join(page.text)]


def test_washing_takes_nothing_from_our_own_displays():
    from pads_analysis.report.washing import own_html
    from pads_analysis.show.cells import Column
    from pads_analysis.show.display import Absence, Commentary, Sentence
    from pads_analysis.show.exhibits import Figure, Table

    columns = (Column("o", "Offence & more"), Column("n", "Count", "count"))
    table = Table(
        id="t1", caption='A "caption"', columns=columns, rows=(("<b>Burglary</b>", 12),), notes=("A note",)
    )
    words = {"title": "It fell", "subtitle": "Count, place", "source": "Somewhere", "alt": "A line's fall"}
    figure = Figure(id="f1", **words, data=table, image=b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    commentary = Commentary(id="c1", text="# Words\n\n[a link](https://example.org)\n\n|a|b|\n|-|-|\n|1|2|")
    for item in (
        table,
        figure,
        commentary,
        Absence(id="a1", title="T", because="b"),
        Sentence(id="s1", text="1 < 2"),
    ):
        html = str(item.html())
        # JupyterLab needs one style; a report has a style sheet of its own.
        assert events(own_html(html)) == events(html.replace(' style="text-align:left"', ""))


def test_a_notebook_that_claims_our_mime_type_is_washed_too():
    claimed = own("sentence", f'<p id="s1" onclick="alert(7)">{HOSTILE}</p>', id="s1", text="x", element="a")
    html = render(collect(book(**{"own_notebook": section("Ours", claimed)})))
    assert "alert(" not in html
    assert "javascript:" not in html
    assert html.count("http-equiv") == 1
    assert all(source.startswith("data:image/") for source in Page(html).all("src"))
