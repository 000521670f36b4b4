"""From a priority to its files, on the page and as data; what is left to do; duties beside the checklist."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from report_books import absence, book, cover, own, section, sentence

from pads_analysis.assess.priorities import CRITERIA
from pads_analysis.assess.supplied import withheld
from pads_analysis.report import collect, findings, render
from pads_analysis.report.trace import files_of, traces
from pads_analysis.vocabulary import duties, section_ids
from pads_analysis.vocabulary.criteria import criteria, store_questions

SHA = "a" * 64
TRAIL = {
    "questions": [
        {"id": "counts", "what": "Counts by month", "code": 'Store.partnership_months("street")', "data_set": "",
         "rows": 1234, "first": "2020-01", "last": "2021-12", "kinds": ["street", "lookup"]},
        {"id": "coverage", "what": "Months", "code": "Store.coverage()", "data_set": "", "rows": 24, "first": "",
         "last": "", "kinds": ["street"]},
        {"id": "extract_fires", "what": "Fires", "code": "Store.extracts", "data_set": "fires", "rows": 3, "first": "",
         "last": "", "kinds": ["extract"]},
    ],
    "files": [
        {"kind": "street", "data_set": "", "file": "a.csv", "sha256": SHA, "rows_kept": 9},
        {"kind": "extract", "data_set": "fires", "file": "f.csv", "sha256": SHA, "rows_kept": 9},
        {"kind": "boundaries", "data_set": "", "file": "b.geojson", "sha256": SHA, "rows_kept": 9},
    ],
}  # fmt: skip
RECORD = {
    "offences": [{"code": "burglary", "name": "Burglary", "count": 662}],
    "months_counted": ["2021-01", "2021-12"],
}
GAPS = [
    {
        "letter": "d",
        "what": "No decision on Burglary.",
        "do": "Write decisions.yaml.",
        "section": "priorities",
    },
    {"letter": "e", "what": "No survey was given.", "do": "Write views.yaml.", "section": "views"},
]


def text(key: str, heading: str) -> dict[str, Any]:
    return {"key": key, "heading": heading, "kind": "text"}


def number(key: str, heading: str, places: int = 0, kind: str = "number") -> dict[str, Any]:
    return {"key": key, "heading": heading, "kind": kind, "places": places}


def shown(name: str, columns: list[dict[str, Any]], *rows: list[Any]) -> Any:
    cells = "".join(f'<tr><th scope="row">{row[0]}</th></tr>' for row in rows)
    return own("table", f'<div id="{name}"><table>{cells}</table></div>', id=name, caption=f"Caption of {name}",
               columns=columns, rows=list(rows))  # fmt: skip


def whole(
    *, with_trail: bool = True, gaps: list | None = None, edition: str = "partner", **changes: Any
) -> Any:
    """A book with scores, decisions, the evidence behind one of the scores, the record and the trail."""
    interval = [number("total_low", "Interval, lower", 2), number("total_high", "Interval, upper", 2)]
    scores = [text("offence_name", "Issue"), number("score_volume", "Volume", 1), number("score_trend", "Trend", 1),
              number("score_made_up", "Made up", 1)]  # fmt: skip
    evidence = [text("offence_name", "Issue"), text("criterion", "Criterion"), number("score", "Score", 1),
                text("value", "Read from")]  # fmt: skip
    counts = [
        text("offence_name", "Offence"),
        number("count", "Count", kind="count"),
        number("other", "Other", 2),
    ]
    figure = own(
        "figure", '<figure id="figure-levels"></figure>', id="figure-levels", title="It is high", columns=[]
    )
    chapters = {
        "10_levels": [
            *section(
                "How much",
                cover(edition=edition, **changes),
                sentence("s-burglary", "Burglary is high.", "a", facts={"offence_code": "burglary"}),
                sentence("s-other", "Drugs beside burglary.", "a", facts={"offence_code": "drugs"}),
                figure,
                shown("table-levels", counts, ["Burglary", 1662, 0.5]),
                name="levels",
                element="a",
            ),
        ],
        "70_priorities": [
            *section(
                "Scored",
                shown("table-priorities", [text("offence_name", "Issue"), number("total", "Score", 2), *interval],
                      ["Burglary", 3.38003, 3.1, 3.5], ["Drugs", 1.0, 0.5, 1.5]),
                shown("table-priorities-evidence", evidence,
                      ["Burglary", criteria()["trend"].measure, 4.0, "1.60 times (1.40 to 1.80)"]),
                shown("table-priorities-criteria", scores, ["Burglary", 3.249, 4.0, 1.0], ["Drugs", 1.0, None, None]),
                name="priorities",
                element="d",
            ),
            *section(
                "Decided",
                shown("table-decisions", [text("issue", "Issue"), text("decision", "Decision")],
                      ["Burglary", "accepted"]),
                name="decisions",
                element="d",
            ),
        ],
        "90_data": [
            *section("Record", own("record", '<div id="r"></div>', id="r", record=RECORD), name="record"),
        ],
    }  # fmt: skip
    if with_trail:
        chapters["90_data"] += section(
            "Trail", own("trail", '<div id="table-trail"></div>', id="trail", trail=TRAIL), name="trail"
        )
    if gaps is not None:
        html = '<div id="table-readiness"></div>'
        made = own(
            "readiness",
            html,
            id="table-readiness",
            gaps=gaps,
            elements=[],
            held={"public_meetings": "2 held."},
        )
        chapters["90_data"] += section("Left", made, name="readiness")
    return book(**chapters)


class Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"]] if given.get("id") else []
        if (given.get("href") or "").startswith("#"):
            self.inside.append(given["href"][1:])


def test_a_priority_leads_to_decision_score_finding_figure_question_and_file():
    found = findings(collect(whole()))
    burglary, drugs = traces(found)
    assert burglary.decision == (("Decision", "accepted"),)
    assert burglary.place == (("Score", "3.38"), ("Interval", "3.10 to 3.50"))
    volume = burglary.scores[0]
    assert (volume.criterion, volume.score) == ("volume", "3.2")
    evidence = volume.evidence
    assert evidence.findings == (("s-burglary", "Burglary is high."),)
    assert evidence.figures == (("figure-levels", "It is high"),)
    assert evidence.rows == (("table-levels", "Caption of table-levels", (("Count", "1,662"),)),)
    (question,) = evidence.questions
    assert question.code == 'Store.partnership_months("street")' and question.rows == "1,234"
    assert question.span == "2020-01 to 2021-12"
    assert question.of_issue == 'of them offence_code "burglary", 2021-01 to 2021-12: 662 counted'
    assert [file["file"] for file in files_of(found, burglary)] == ["a.csv"]
    assert (drugs.decision, [score.criterion for score in drugs.scores]) == ((), ["volume"])


def test_a_section_that_the_report_lacks_and_a_criterion_nobody_explains_say_so():
    burglary = traces(findings(collect(whole())))[0]
    _, trend, made_up = burglary.scores
    # Where no table of the section has a row, the score leads to what it was read from.
    assert trend.evidence.rows == (
        (
            "table-priorities-evidence",
            "Caption of table-priorities-evidence",
            (("Read from", "1.60 times (1.40 to 1.80)"),),
        ),
    )
    assert trend.evidence.section == "" and trend.evidence.title == "What has changed"
    assert made_up.evidence is None
    page = render(collect(whole()))
    assert "What has changed (not in this report)" in page and "What it rests on is not stated." in page


def test_every_link_of_the_trail_leads_somewhere_and_the_scored_issue_leads_to_it():
    for made in (whole(), whole(with_trail=False), whole(gaps=GAPS)):
        page = Links(render(collect(made)))
        assert set(page.inside) <= set(page.ids)
        assert len(page.ids) == len(set(page.ids))
        # Once in the scoring, once in its evidence and once in its criteria.
        assert page.inside.count("trace-burglary") == 3
        assert {"s-burglary", "figure-levels", "table-levels", "section-levels", "section-decisions"} <= set(
            page.inside
        )
    assert "table-trail" in Links(render(collect(whole()))).inside


def test_without_a_scoring_there_is_no_trail_of_priorities():
    made = book(
        **{"10_levels": section("A", cover(), sentence("s1", "Counted.", "a"), name="levels", element="a")}
    )
    assert traces(findings(collect(made))) == ()
    assert 'id="traces"' not in render(collect(made))


def test_the_trail_stands_under_its_own_key_and_not_among_the_items():
    found = findings(collect(whole(gaps=GAPS)))
    assert found["trail"] == TRAIL
    assert found["left"][1]["anchor"] == "element-e" and found["left"][0]["anchor"] == "section-priorities"
    assert not {"trail", "readiness", "record"} & {item["kind"] for item in found["items"]}
    assert findings(collect(whole(with_trail=False)))["trail"] is None


def test_what_the_scoring_knows_the_vocabulary_explains():
    assert set(CRITERIA) <= set(criteria())
    assert {each.section for each in criteria().values()} <= set(section_ids())
    assert {name for each in criteria().values() for name in each.questions} <= set(store_questions())
    assert {duty.section for duty in duties()} - {""} <= set(section_ids())


def test_a_draft_prints_what_is_left_before_the_main_points():
    page = render(collect(whole(gaps=GAPS)))
    assert page.index("Before this can be final") < page.index("Main points")
    assert "No decision on Burglary. Write decisions.yaml." in page
    assert "Before this can be final" not in render(collect(whole(gaps=[])))
    assert "Before this can be final" not in render(collect(whole(gaps=GAPS, status="final")))


def test_a_gap_leads_to_its_section_also_where_the_page_writes_the_id_otherwise():
    made = whole(gaps=[{"letter": "f", "what": "No plan.", "do": "", "section": "previous_plan"}])
    cells = section("The last plan", absence("absence-previous-plan", "Plan", "no plan was given", "f"),
                    name="previous_plan", element="f")  # fmt: skip
    for number, cell in enumerate(cells, start=2):
        source = {"notebook": "50_plan.ipynb", "cell": number, "heading": "", "chapter": "Plan"}
        cell.metadata.setdefault("pads", {})["source"] = source
    made.cells[-1:-1] = cells
    (left,) = collect(made).left
    assert (left.anchor, left.section) == ("section-previous-plan", "The last plan")
    page = Links(render(collect(made)))
    assert "section-previous-plan" in page.inside and set(page.inside) <= set(page.ids)


def test_without_that_section_the_empty_elements_are_what_is_left():
    left = collect(whole()).left
    assert [each.letter for each in left] == ["b", "c", "e", "f", "g"]
    assert left[0].anchor == "element-b"


def test_what_the_edition_withholds_is_not_left_to_do():
    said = withheld("views", "e")
    made = whole(edition="public")
    taken = absence("absence-views", said.title, said.because, "e", said.do)
    cells = section("Views", taken, name="views", element="e")
    for number, cell in enumerate(cells, start=2):
        source = {"notebook": "40_views.ipynb", "cell": number, "heading": "", "chapter": "Views"}
        cell.metadata.setdefault("pads", {})["source"] = source
    made.cells[-1:-1] = cells
    document = collect(made)
    assert "e" not in {each.letter for each in document.left}
    checks = {check.letter: check for check in document.checklist}
    assert checks["e"].status == "not met" and checks["e"].withheld
    assert not checks["f"].withheld


def test_something_left_to_do_makes_an_element_partly_met():
    checks = {check.letter: check for check in collect(whole(gaps=GAPS)).checklist}
    assert checks["d"].status == "partly met" and checks["d"].why.endswith("To do: No decision on Burglary.")
    assert checks["e"].status == "not met"
    assert {check.letter: check.status for check in collect(whole()).checklist}["d"] == "met"


@pytest.mark.parametrize(
    ("country", "law"),
    [
        ("E92000001", "SI 2007/1830 reg 7"),
        ("W92000004", "SI 2007/3076; substance misuse, SI 2007/3078"),
        ("", "SI 2007/1830 reg 7; in Wales SI 2007/3076; substance misuse, SI 2007/3078"),
    ],
)
def test_each_element_names_the_instrument_of_its_country_and_its_owner(country, law):
    made = whole(country_code=country, owners={"a": "Head of <community> safety"})
    document = collect(made)
    assert document.checklist[0].law == law
    page = render(document)
    assert law in page and "Owner: Head of &lt;community&gt; safety" in page
    assert page.count("No owner named") == 6
    assert page.count("The wording of these instruments, as amended, was not checked.") == 1


def test_duties_name_only_what_was_read_for_the_country_and_what_is_held():
    english = {duty.id: duty for duty in collect(whole(gaps=[], country_code="E92000001")).duties}
    assert english["public_meeting"].holds == "2 held." and english["public_meeting"].status == "unverified"
    assert english["copy"].law == "SI 2007/1830 reg 13A" and english["copy"].status == "read"
    assert english["four_strategies"].links == (("section-priorities", "Scored"),)
    welsh = collect(whole(gaps=[], country_code="W92000004")).duties
    assert {duty.law for duty in welsh} == {"CDA s6(1)", "CDA s6(1A)"}
    assert "1830" not in render(collect(whole(gaps=[], country_code="W92000004")))
