"""The plan, the summary and the county agreement: what they take from findings, and what they leave open."""

from __future__ import annotations

from pathlib import Path

import pytest
from draft_cases import CHANGES, FULL, PRIORITIES, absence, sentence, table, write_run

from pads_analysis.draft import agreement, open_assessment, open_county, places_left, plan, summary
from pads_analysis.draft.document import Draft, Grid, texts
from pads_analysis.draft.markdown import to_markdown
from pads_analysis.draft.summary import length, read_by
from pads_analysis.errors import UsageError

CODE = "E22000001"


def drafted(output: Path, items=FULL, **more) -> str:
    write_run(output, items, **more)
    return to_markdown(plan(open_assessment(output, CODE)))


def cells(draft: Draft, caption: str) -> tuple[tuple[str, ...], ...]:
    return next(
        block.rows for block in draft.blocks if isinstance(block, Grid) and block.caption.startswith(caption)
    )


def test_the_plan_has_its_six_parts_and_four_strategies(tmp_path: Path) -> None:
    text = drafted(tmp_path)
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert [heading[3] for heading in headings] == list("123456")
    strategies = [line for line in text.splitlines() if line.startswith("### ")]
    assert len(strategies) == 4
    for word in ("disorder", "drugs", "re-offending", "serious violence"):
        assert any(word in heading.casefold() for heading in strategies), word
    assert (
        text.count("Nothing is held on it in the assessment.") == 1
    )  # re-offending alone has neither figure nor finding
    assert "not read" in text


def test_the_plan_says_who_decided_what_and_marks_what_is_undecided(tmp_path: Path) -> None:
    write_run(tmp_path, FULL)
    draft = plan(open_assessment(tmp_path, CODE))
    rows = {row[0]: row for row in cells(draft, "Issues put first")}
    assert rows["Burglary"][2:] == ("accepted", "Partnership board", "20 January 2026", "It doubled.")
    assert "2.9 to 3.5" in rows["Burglary"][1] and "places 1 to 2 of 3" in rows["Burglary"][1]
    assert all(cell.startswith("[to be written: ") for cell in rows["Anti-social behaviour"][2:])
    assert rows["Drugs"][2] == "deferred"
    assert "Undecided: Anti-social behaviour." in list(texts(draft.blocks))
    # What is deferred gets no rows to fill; what is undecided gets them, and says so.
    assert [row[0] for row in cells(draft, "Steps for each")] == [
        "Burglary",
        "Anti-social behaviour (not yet decided)",
    ]


@pytest.mark.parametrize(
    ("standing", "said", "steps"),
    [
        ("yes", "Drugs is a priority, against the scoring.", ["Burglary", "Drugs"]),
        ("no", "Drugs is not a priority, against the scoring.", ["Burglary"]),
        ("", "Drugs was overridden: [to be written: whether drugs is a priority of this plan]", ["Burglary"]),
    ],
)
def test_what_is_decided_against_the_scoring_is_a_priority_where_the_decision_says_so(
    tmp_path: Path, standing: str, said: str, steps: list[str]
) -> None:
    decided = table(
        "decisions",
        "issue:text tier:text decision:text because:text by:text date:text",
        [
            ("Burglary", "first", "accepted", "It doubled.", "Board", "20 January 2026"),
            ("Drugs", "watch", "overridden", "Residents see it.", "Board", "20 January 2026"),
            ("Anti-social behaviour", "first", "overridden", "It fell.", "Board", "20 January 2026"),
        ],
    )
    against = sentence("decisions", "against-1", "Drugs ...", facts={"issue": "Drugs", "priority": standing})
    write_run(tmp_path, [PRIORITIES, decided, against], county="Testshire")
    draft = plan(open_assessment(tmp_path, CODE))
    assert said in list(texts(draft.blocks))
    assert [row[0] for row in cells(draft, "Steps for each")] == steps
    row = cells(agreement(*open_county(tmp_path, "Testshire")), "District by district")[0]
    assert row[-1] == "; ".join(steps)


def test_what_speaks_of_a_strategy_is_told_and_never_that_nothing_does(tmp_path: Path) -> None:
    name = "Misuse of drugs, alcohol and other substances"
    bearing = table("strategies", "strategy:text sets:text taken:text", [(name, "none", "Drugs (deferred)")])
    nothing = sentence("strategies", "reoffending", "Nothing speaks to the strategy on re-offending.")
    said = drafted(tmp_path, [*FULL, bearing, nothing])
    assert "Decided by the authorities: Drugs (deferred)." in said and "Data of partners" not in said
    assert "Nothing speaks to" not in said


def test_how_sure_the_scoring_is_and_what_people_name_stand_beside_it(tmp_path: Path) -> None:
    sure = sentence("priority-places", "quarter", "Burglary in 90% of draws.")
    public = sentence("public-agreement", "pairs", "More people name drugs.")
    said = drafted(tmp_path, [*FULL, sure, public])
    assert "How sure the order of the scoring is:\n\n- Burglary in 90% of draws." in said
    assert "The scoring beside what people name:\n\n- More people name drugs." in said


def test_the_plan_carries_forward_what_was_not_done(tmp_path: Path) -> None:
    write_run(tmp_path, FULL)
    rows = cells(plan(open_assessment(tmp_path, CODE)), "Actions of the last plan")
    assert [row[0] for row in rows] == ["Train wardens."]
    assert rows[0][2] == "[to be written: lead]" and rows[0][5] == "The post was vacant."


def test_a_baseline_is_the_released_rate_with_its_interval(tmp_path: Path) -> None:
    write_run(tmp_path, FULL)
    draft = plan(open_assessment(tmp_path, CODE))
    row = cells(draft, "Indicators")[0]
    assert row[2] == "4.0 (interval 3.3 to 4.8); 120 in the period"
    # An open survey has no interval and is no baseline.
    assert [each[0] for each in cells(draft, "Measures from surveys")] == ["Feels safe"]


def test_meetings_stand_apart_from_what_was_heard(tmp_path: Path) -> None:
    text = drafted(tmp_path)
    heard, held = text.split("What people who live or work here said:")[1].split("Meetings held:")
    assert "Feels safe" in heard and "Public meeting" not in heard
    assert "Held: Public meeting" in held


def test_what_the_assessment_lacks_is_left_open_with_its_reason(tmp_path: Path) -> None:
    text = drafted(tmp_path, [absence("views", "no survey was given")], record=None)
    for on in (
        "what should come first",
        "actions of the last plan",
        "what people who live or work here think",
    ):
        assert f"[to be written: the assessment holds nothing on {on}]" in text
    assert "The assessment gives the reason: no survey was given." in text
    assert text.count("Nothing is held on it in the assessment.") == 4


def test_a_shared_step_in_recording_stands_beside_the_figure(tmp_path: Path) -> None:
    step = sentence("recording", "robbery-1", "Robbery moved in 8 of 8.", facts={"offence_code": "robbery"})
    text = drafted(tmp_path, [step])
    violence = text.split("### Preventing people becoming involved in serious violence")[1]
    assert "Robbery moved in 8 of 8." in violence.split("Strategy (")[0]


def test_targets_are_printed_with_their_intervals_joined(tmp_path: Path) -> None:
    targets = table("plan-targets", "indicator:text low:number high:number", [("Burglary", 10.0, 12.5)])
    targets["columns"][1]["heading"], targets["columns"][2]["heading"] = "Outturn, lower", "Outturn, upper"
    write_run(tmp_path, [*FULL, targets])
    rows = cells(plan(open_assessment(tmp_path, CODE)), "Table of plan-targets")
    assert rows == (("Burglary", "10.0 to 12.5"),)


def test_a_summary_refuses_a_partner_edition_and_names_the_command(tmp_path: Path) -> None:
    write_run(tmp_path, FULL)
    with pytest.raises(UsageError, match=r"pads run E22000001 --edition public --output"):
        summary(open_assessment(tmp_path, CODE))


def test_a_summary_is_short_plain_and_keeps_its_ranges(tmp_path: Path) -> None:
    write_run(tmp_path, [CHANGES, PRIORITIES], edition="public")
    draft = summary(open_assessment(tmp_path, CODE))
    said = "\n".join(texts(draft.blocks))
    assert length(draft) <= 600
    assert (
        "Burglary: the police recorded 120 crimes. In the period before, it was 60. That is a clear rise"
        in said
    )
    assert "(likely range: up 40% to 180%)" in said
    assert "We cannot tell if it rose or fell (likely range: down 7% to up 12%)." in said
    measured = read_by(draft)
    assert measured.age < 12 and len(measured.hardest) == 3
    for heading in (
        "Who we are",
        "What we found",
        "What people told us",
        "How to take part",
        "What is left out, and why",
    ):
        assert heading in said


def test_a_summary_of_many_long_names_stays_within_its_words(tmp_path: Path) -> None:
    names = [f"Kind of offence {'with a long name ' * 12}{at}" for at in range(6)]
    rows = [(name, 60, 120, 60, 100.0, 2.0, 1.4, 2.8, "higher") for name in names]
    offences = [
        {
            "code": f"o{at}",
            "name": name,
            "is_total": False,
            "count": 120,
            "rate_per_1000": 4.0,
            "ci_low": 3,
            "ci_high": 5,
        }
        for at, name in enumerate(names)
    ]
    write_run(
        tmp_path,
        [{**CHANGES, "rows": [list(row) for row in rows]}],
        edition="public",
        record={"offences": offences},
    )
    draft = summary(open_assessment(tmp_path, CODE))
    assert length(draft) <= 600
    assert names[0] in "\n".join(texts(draft.blocks))


def test_a_step_in_recording_is_said_to_the_public(tmp_path: Path) -> None:
    step = sentence("recording", "burglary-1", "Burglary moved.", facts={"offence_code": "burglary"})
    write_run(tmp_path, [CHANGES, step], edition="public")
    said = "\n".join(texts(summary(open_assessment(tmp_path, CODE)).blocks))
    point = next(line for line in said.splitlines() if line.startswith("Burglary:"))
    assert "it may not be a change in crime" in point


def county(output: Path) -> None:
    side = table("county", "partnership_name:text", [("Testford",), ("Westby",), ("Elver and Fallow",)])
    for code, name, items in (
        ("E22000001", "Testford", [*FULL, side]),
        ("E22000002", "Westby", [*FULL, side]),
    ):
        write_run(output, items, code=code, name=name, county="Testshire", county_code="E10000099")
    write_run(output, FULL, code="E22000009", name="Alone")


@pytest.mark.parametrize("asked", ["Testshire", " testSHIRE ", "E10000099"])
def test_an_agreement_counts_over_the_districts_held_and_names_the_missing(
    tmp_path: Path, asked: str
) -> None:
    county(tmp_path)
    found, left = open_county(tmp_path, asked)
    assert [each.name for each in found] == ["Testford", "Westby"] and not left
    draft = agreement(found, left)
    said = "\n".join(texts(draft.blocks))
    assert "Missing: Elver and Fallow." in said and "2 districts of 3" in said
    rows = {row[0]: row for row in cells(draft, "Issues of two districts")}
    assert rows["Burglary"][1] == "2 of 2: Testford and Westby"
    assert "places 1 to 2 of 3" in rows["Burglary"][2]
    assert len(cells(draft, "Tests of what goes")) == 4 * len(rows)


def test_an_agreement_uses_the_tests_that_findings_hold(tmp_path: Path) -> None:
    held = table(
        "escalation", "issue:text test:text reason:text", [("Burglary", "Scale", "Three districts share it.")]
    )
    write_run(tmp_path, [*FULL, held], county="Testshire")
    draft = agreement(*open_county(tmp_path, "Testshire"))
    expected = (("Testford", "Burglary", "Scale", "Three districts share it."),)
    assert cells(draft, "Table of escalation") == expected
    assert not [
        block for block in draft.blocks if isinstance(block, Grid) and block.caption.startswith("Tests of")
    ]


def test_an_agreement_names_what_the_county_chapter_finds_shared_and_says_why_a_cell_is_empty(
    tmp_path: Path,
) -> None:
    facts = {"offence_code": "robbery", "n_first": 2}
    led = sentence("county-priorities", "shared-robbery", "Robbery leads in two.", facts=facts)
    judged = sentence("escalation", "one", "Robbery: escalated.", facts={"outcome": "escalated"})
    group = sentence("escalation", "two", "Taken to the county: robbery.")
    tests = table("escalation", "issue:text because:text risk:text", [("Robbery", "[z]", "none given")])
    write_run(tmp_path, [led, judged, group, tests], county="Testshire")
    draft = agreement(*open_county(tmp_path, "Testshire"))
    assert [row[0] for row in cells(draft, "Joint working")] == ["Robbery"]
    assert cells(draft, "District by district")[0][3:] == ("not compared", "not scored", "no decision held")
    said = list(texts(draft.blocks))
    assert "Testford: taken to the county: robbery." in said
    assert not [text for text in said if "Robbery: escalated" in text], "the table says it"
    assert cells(draft, "Table of escalation") == (("Testford", "Robbery", "not applicable", "none given"),)


def test_one_that_failed_is_named_in_the_agreement(tmp_path: Path) -> None:
    county(tmp_path)
    write_run(
        tmp_path, code="E22000003", name="Elver", county="Testshire", status="failed", failure="no months"
    )
    found, left = open_county(tmp_path, "Testshire")
    assert len(found) == 2 and len(left) == 1 and "no months" in left[0]
    assert left[0] in list(texts(agreement(found, left).blocks))


def test_public_and_partner_are_marked_and_mixed_is_partner(tmp_path: Path) -> None:
    write_run(tmp_path, FULL, county="Testshire", edition="public")
    assert plan(open_assessment(tmp_path, CODE)).marking == "Public edition"
    assert agreement(*open_county(tmp_path, "Testshire")).marking == "Public edition"
    write_run(tmp_path, FULL, code="E22000002", name="Westby", county="Testshire")
    assert agreement(*open_county(tmp_path, "Testshire")).marking == "Partner edition: not for publication"


def test_places_are_counted_as_they_stand_in_the_file(tmp_path: Path) -> None:
    write_run(tmp_path, FULL)
    draft = plan(open_assessment(tmp_path, CODE))
    assert places_left(draft) == to_markdown(draft).count("[to be written: ")
    assert places_left(draft) > 10


def test_tests_of_several_districts_stand_in_one_table_and_county_chapters_are_taken_once(
    tmp_path: Path,
) -> None:
    held = table("escalation", "issue:text because:text", [("Burglary", "Shared.")])
    rules = table(
        "escalation",
        "title:text question:text rule:text",
        [("Scale", "Is it shared?", "By three.")],
        "-tests",
    )
    shared = table("county-priorities", "offence_name:text shared:text", [("Burglary", "4 of 6 districts")])
    across = sentence("cross-border", "one", "One cluster lies across a border.")
    for code, name in (("E22000001", "Testford"), ("E22000002", "Westby")):
        write_run(tmp_path, [*FULL, held, rules, shared, across], code=code, name=name, county="Testshire")
    draft = agreement(*open_county(tmp_path, "Testshire"))
    assert cells(draft, "Table of escalation") == (
        ("Testford", "Burglary", "Shared."),
        ("Westby", "Burglary", "Shared."),
    )
    said = list(texts(draft.blocks))
    assert said.count("4 of 6 districts") == 1 and said.count("One cluster lies across a border.") == 1
    assert "By three." not in said


def test_rated_actions_and_what_becomes_of_them(tmp_path: Path) -> None:
    rated = table(
        "previous-plan",
        "what:text priority:text lead:text due:text rated:text evidence:text",
        [
            ("A1: Fit locks", "Burglary", "Council", "1 March 2025", "✔ complete (blue)", "Register"),
            ("A2: Train wardens", "Burglary", "Council", "1 May 2025", "◆ behind (red)", "none"),
            ("A3: Light a path", "Burglary", "Council", "1 May 2025", "◆ behind (red)", "none"),
        ],
    )
    lessons = table(
        "plan-lessons",
        "what:text rated:text why:text learned:text next:text",
        [
            (
                "A1: Fit locks.",
                "✔ complete (blue)",
                "not needed",
                "Ask tenants first.",
                "not carried forward",
            ),
            (
                "A2: Train wardens",
                "◆ behind (red)",
                "The post was vacant",
                "not stated",
                "carried forward: still needed",
            ),
            (
                "A3: Light a path",
                "◆ behind (red)",
                "not stated",
                "not stated",
                "not decided: an open question",
            ),
        ],
    )
    write_run(tmp_path, [rated, lessons])
    draft = plan(open_assessment(tmp_path, CODE))
    rows = cells(draft, "Actions of the last plan")
    assert [row[0] for row in rows] == ["A2: Train wardens", "A3: Light a path"]
    assert rows[0][5:] == ("The post was vacant", "carried forward: still needed")
    assert rows[1][6] == "[to be written: carried forward or not, why, and the new date]"
    assert "A1: Fit locks: Ask tenants first." in list(texts(draft.blocks))


def test_the_log_of_meetings_is_printed_where_the_assessment_has_one(tmp_path: Path) -> None:
    year = sentence("meetings", "year-1", "In the twelve months to March 2025, one public meeting was held.")
    log = table(
        "meetings", "title:text when:text attendance:value", [("Market place", "2 May 2025", 40)], "-log"
    )
    write_run(tmp_path, [year, log])
    draft = plan(open_assessment(tmp_path, CODE))
    assert cells(draft, "Table of meetings") == (("Market place", "2 May 2025", "40"),)
    assert "[to be written: the assessment holds nothing on meetings held]" not in list(texts(draft.blocks))


def test_no_plan_is_drafted_from_the_overview_of_a_county_and_no_district_is_missed_for_it(
    tmp_path: Path,
) -> None:
    county(tmp_path)
    cover = {"county_name": "", "county_code": "", "status": "draft", "contact": "", "covers": "county"}
    write_run(tmp_path, code="E10000099", name="Testshire", cover=cover)
    with pytest.raises(UsageError, match="overview of a county") as error:
        open_assessment(tmp_path, "Testshire")
    assert "pads draft agreement E10000099" in error.value.do
    found, left = open_county(tmp_path, "Testshire")
    assert len(found) == 2 and not left
