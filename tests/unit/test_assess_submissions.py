"""The ledger in the report, the gaps that depend on it, and the deliveries that name what partners sent."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from assess_cases import OWN, make_case
from partner_cases import incidents, partner_case, quarter

from pads_analysis.assess.quality import quality
from pads_analysis.assess.result import NotAvailable
from pads_analysis.assess.submissions import submissions
from pads_analysis.release.gate import release
from pads_analysis.show import charts, sentences, tables

LEDGER = [
    quarter("2020-10-01"),
    quarter("2021-01-01", status="late"),
    quarter("2021-04-01", status="missing", grade="", reason="this quarter is not in the store", rows=0,
            disclosed=pd.NaT, months=0),
    quarter("2021-07-01", grade="poor", reason="only 2 of the quarter's 3 months have rows", months=2),
    quarter("2021-10-01", grade="fair", reason="88% of rows have a place"),
    quarter("2021-10-01", authority="", data_set="council_asb", status="missing", grade="", disclosed=pd.NaT),
]  # fmt: skip


def case_of(**options):
    return partner_case({"fires": incidents(9)}, ledger=LEDGER, **options)


def test_the_ledger_of_the_period_and_the_one_before_with_what_nobody_sent():
    result = submissions(case_of())
    assert list(result.table["in_period"]) == [False, True, True, True, True]
    assert set(result.table["authority"]) == {"Wessex Fire"}
    assert "Anti-social behaviour recorded by the council" in result.never
    assert "Deliberate fires" not in " ".join(result.never)
    assert "Assaults treated in emergency departments" not in result.never


def test_it_is_said_what_came_in_time_late_or_not_and_why_a_quarter_is_not_good():
    case = case_of()
    told = {each.id: each for each in sentences.submissions(release(submissions(case), case))}
    assert told["sentence-submissions-quarters"].text == (
        "Of the 4 quarters of data that authorities owed for the period, 2 came in time, 1 late and 1 did not come; "
        "1 is graded good."
    )
    assert "quarter from April 2021" in told["sentence-submissions-missing"].text
    assert "July 2021: only 2 of the quarter's 3 months have rows" in told["sentence-submissions-poor"].text
    assert "88%" in told["sentence-submissions-fair"].text
    assert "nothing was ever ingested" in told["sentence-submissions-never"].text


def test_table_and_chart_hold_every_quarter():
    case = case_of()
    shown = release(submissions(case), case)
    table, figure = tables.submissions(shown), charts.submissions(shown)
    assert len(table.rows) == len(figure.data.rows) == 5
    assert "1 of 4 quarters" in figure.title
    assert [row[4] for row in figure.data.rows] == ["good", "good", "missing", "poor", "fair"]


def test_without_a_ledger_it_is_said_what_to_do():
    absence = submissions(make_case({OWN: {"burglary": 5}}))
    assert isinstance(absence, NotAvailable) and "pads ingest" in absence.do and absence.element == ""


def gaps(case) -> str:
    return " ".join(quality(case).gaps["gap"])


def test_a_gap_is_printed_only_where_no_extract_of_the_period_closes_it():
    without = gaps(make_case({OWN: {"burglary": 5}}))
    for words in ("fire service", "council records", "drug treatment", "age or sex", "Repeat victimisation"):
        assert words in without
    held = gaps(case_of())
    assert "fire service" not in held and "council records" in held
    old = partner_case({"fires": incidents({"2019-01": 9, "2019-02": 9, "2019-03": 9, "2019-04": 9})})
    assert "fire service" in gaps(old)
    assert "Re-offending" in held and "Police recorded crime counts" in held


def test_deliveries_of_partners_close_the_list_to_the_public():
    case = case_of()
    row = dict.fromkeys(case.deliveries.columns, "") | {
        "kind": "extract",
        "rows_in": 9,
        "rows_kept": 9,
        "rows_rejected": 0,
    }
    with_extract = replace(case, deliveries=pd.DataFrame([row]))
    assert "extract" in quality(with_extract).basis.source_kinds
    assert "extract" not in quality(case).basis.source_kinds
