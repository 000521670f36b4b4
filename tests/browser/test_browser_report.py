"""The page in Chromium: nothing runs, nothing is asked for, it reads at phone and desktop width."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "report"))

from report_books import absence, book, cover, foreign, headline, own, section, sentence

from pads_analysis.report import collect, render, render_index
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Table

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="THERE IS NO CHROMIUM HERE: the report was not looked at in a browser"
    ),
]
NASTY = (
    "<script>alert(1)</script><img src='https://example.org/a.png' onerror='alert(2)'>"
    "<svg onload='alert(3)'></svg><iframe src='https://example.org/'></iframe><p>kept words</p>"
    "<link rel='stylesheet' href='https://example.org/a.css'><meta http-equiv='refresh' content='0;url=https://example.org'>"
)
WIDE = (
    '<div class="pads-table" id="t1"><div class="pads-scroll" role="region" tabindex="0" aria-labelledby="t1-caption">'
    '<table><caption id="t1-caption">A wide table of many columns</caption><thead><tr>'
    + "".join(f'<th scope="col">Rate per 1,000 in year {n}</th>' for n in range(14))
    + '</tr></thead><tbody><tr><th scope="row">Violence and sexual offences</th>'
    + '<td class="pads-number">1,234,567</td>' * 13
    + "</tr></tbody></table></div></div>"
)
FIGURE = (
    '<figure class="pads-figure" id="f1"><figcaption><p class="pads-figure-title">It fell</p></figcaption>'
    '<img src="data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=" alt="A line" '
    'width="640" height="400"><details><summary>Data behind this figure</summary><p id="behind">Numbers</p></details>'
    "</figure>"
)


TEXTS = (
    "Fit secure cycle parking at the station and in the two multi-storey car parks, with the county council",
    "Burglary, theft and other crime against homes and businesses", "Head of community safety", "31 March 2024",
    "not started", "yes", "The tender was withdrawn in autumn; the work starts again once the lease is signed",
)  # fmt: skip
PLAN = str(
    Table(
        id="t2", caption="Actions", rows=(TEXTS,),
        columns=tuple(Column(f"c{at}", heading) for at, heading in enumerate(
            ("Action", "Priority", "Lead", "Due", "Status", "Past the date set", "Evidence or reason"))),
    ).html()
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    name = "<script>alert(0)</script><img src=https://example.org/x.png onerror=alert(9)>"
    # Here a hostile notebook claims to print one of our own displays.
    sly = own("sentence", f'<div id="s9" onclick="alert(8)">{NASTY}</div>', id="s9", text="Sly", element="a")
    made = book(
        **{
            "10_levels": [
                *section(
                    "How much",
                    cover(partnership_name=name),
                    headline("s1", "Police recorded 46,215 crimes, 17% more than peers.", "a", 0.9),
                    own("figure", FIGURE, id="f1", element="a"),
                    own("table", WIDE, id="t1", element="a"),
                    sly,
                    name="levels",
                    element="a",
                ),
                *section(
                    "Alone",
                    own("figure", FIGURE.replace("f1", "f2").replace("behind", "alone"), id="f2"),
                    name="alone",
                ),
                *section("Plan", own("table", PLAN, id="t2", element="f"), name="plan", element="f"),
                *section(
                    "Views", absence("n1", "Views", "no survey was given", "e"), name="views", element="e"
                ),
            ],
            "own_notebook": section(
                "Ours", foreign(text_html=NASTY), sentence("s2", "x" * 300, "b"), text=NASTY
            ),
        }
    )
    (folder / "report.html").write_text(render(collect(made)), "utf-8")
    rows = [
        {
            "code": "E1",
            "name": name,
            "status": "passed",
            "failure": "",
            "duration": "4 s",
            "links": [{"href": "E1/a.html", "text": "A"}],
        },
        {
            "code": "E2",
            "name": "B",
            "status": "failed",
            "failure": "very_long_" * 30,
            "duration": "4 s",
            "links": [],
        },
    ]
    index = render_index(rows=rows, started="", finished="", period_end="", edition="", code_version="1")
    (folder / "index.html").write_text(index, "utf-8")
    return folder


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_every_link_of_a_trail_opens_what_it_names(browser, tmp_path, width):
    from test_report_trace import GAPS, whole

    (tmp_path / "trail.html").write_text(render(collect(whole(gaps=GAPS))), "utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((tmp_path / "trail.html").as_uri())
    assert page.locator("h2").first.inner_text() == "Before this can be final"
    page.locator("#table-priorities a[href='#trace-burglary']").click()
    page.locator("#trace-burglary > summary").click()
    links = page.locator("#trace-burglary a").all()
    assert len(links) >= 6
    lost = page.evaluate(
        "[...document.querySelectorAll('.trace a, .left a')].map(a => a.getAttribute('href').slice(1))"
        ".filter(id => !document.getElementById(id))"
    )
    assert lost == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["report", "index"])
def test_no_dialog_no_request_and_no_sideways_scrolling(browser, pages, tmp_path, name, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    requests, dialogs = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    address = (pages / f"{name}.html").as_uri()
    page.goto(address)
    page.mouse.wheel(0, 5000)
    for clicked in page.locator("#s9").all():
        clicked.click(timeout=2000)
    page.wait_for_timeout(200)
    asked = [url for url in requests if url != address and not url.startswith("data:")]
    assert (asked, dialogs, page.url) == ([], [], address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)
    page.close()


def test_a_wide_table_scrolls_in_a_region_that_the_keyboard_reaches(browser, pages):
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto((pages / "report.html").as_uri())
    region = page.locator("#t1 .pads-scroll")
    region.focus()
    assert page.evaluate("document.activeElement.className") == "pads-scroll"
    assert region.evaluate("node => node.scrollWidth > node.clientWidth")
    caption = page.locator("#t1-caption").bounding_box()
    assert caption["x"] + caption["width"] <= 390
    page.close()


def test_the_first_tab_stop_skips_to_the_main_content(browser, pages):
    page = browser.new_page()
    page.goto((pages / "report.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()


def test_text_is_nineteen_pixels_on_a_desktop_and_sixteen_on_a_phone(browser, pages):
    for width, size in ((1280, "19px"), (390, "16px")):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto((pages / "report.html").as_uri())
        assert page.evaluate("getComputedStyle(document.querySelector('.pads-sentence')).fontSize") == size
        page.close()


def test_print_shows_the_data_behind_a_figure_only_where_no_table_follows(browser, pages):
    page = browser.new_page()
    page.goto((pages / "report.html").as_uri())
    assert not page.locator("#alone").is_visible()
    page.emulate_media(media="print")
    assert page.locator("#alone").is_visible()
    assert not page.locator("#behind").is_visible()
    assert not any(summary.is_visible() for summary in page.locator("summary").all())
    page.close()


@pytest.mark.parametrize(("width", "scrolls"), [(1280, False), (1440, False), (390, True)])
def test_a_table_of_words_wraps_on_a_desktop_and_scrolls_on_a_phone(browser, pages, width, scrolls):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((pages / "report.html").as_uri())
    region = page.locator("#t2 .pads-scroll")
    assert region.evaluate("node => node.scrollWidth > node.clientWidth") is scrolls
    page.close()


def test_on_paper_a_table_of_eight_columns_fits_the_page(browser, pages):
    page = browser.new_page(viewport={"width": 660, "height": 900})
    page.emulate_media(media="print")
    page.goto((pages / "report.html").as_uri())
    page.evaluate(
        "document.querySelectorAll('#t1 tr').forEach(row => [...row.cells].slice(8).forEach(cell => cell.remove()))"
    )
    assert page.locator("#t1 td").count() == 7
    rights = page.evaluate(
        "[...document.querySelectorAll('table')].map(t => t.getBoundingClientRect().right)"
    )
    assert max(rights) <= 660
    page.close()
