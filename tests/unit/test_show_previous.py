"""What is said and printed of the previous assessment, and that what is written is what is read."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import show_results as made
from assess_cases import OWN, by_month, make_case
from earlier_assessments import earlier, findings, headline
from show_results import HOSTILE, released

from pads_analysis.assess.previous_findings import previous_findings
from pads_analysis.assess.record import record
from pads_analysis.assess.since_previous import since_previous
from pads_analysis.params import PreviousAssessment
from pads_analysis.show import charts, sentences, tables
from pads_analysis.show.charts import trend_marks

COUNTS = {
    "burglary": by_month(100, 200),
    "drugs": by_month(300, 300),
    "possession_of_weapons": by_month(8, 0),
    "robbery": by_month([3, 5] * 6, [5, 4] * 6),
}


def shown(given=None, counts=None, **kwargs):
    given = given or earlier({name: values[:12] for name, values in COUNTS.items()})
    case = make_case({OWN: counts or COUNTS}, previous_assessment=given, **kwargs)
    return released(since_previous(case))


def text_of(said) -> str:
    return "\n".join(one.text for one in said)


def test_the_movements_come_first_and_are_a_headline_with_their_numbers():
    first = sentences.since_previous(shown())[0]
    assert first.text == (
        "Of 4 types of offence in Ownham since the previous assessment (2020-01 to 2020-12), rising: burglary; "
        "gone: possession of weapons; stable: 1; too uncertain to say: 1; all police recorded crime: rising."
    )
    assert first.headline
    assert first.facts == {
        "n": 4, "n_new": 0, "n_rising": 1, "n_stable": 1, "n_falling": 0, "n_gone": 1, "n_uncertain": 1,
    }  # fmt: skip


def test_each_movement_is_said_with_both_counts():
    text = text_of(sentences.since_previous(shown()))
    assert (
        "Burglary is rising: 2,400 police recorded crimes against 1,200 in the same months then, up 100% (95%"
        in text
    )
    assert (
        "Possession of weapons is gone: 0 police recorded crimes against 96 in the same months then." in text
    )
    assert "Stable (within 10 per cent): drugs." in text
    assert "Too uncertain to say, which does not mean that nothing changed: robbery." in text
    assert "None of the 5 figures released then is restated" in text


def test_restatements_and_what_changed_between_the_two_are_said():
    given = earlier(
        {"burglary": [100] * 11 + [90], "drugs": 300},
        districts=["E07000800"],
        left_out=["May 2019 (missing)"],
    )
    said = sentences.since_previous(shown(given))
    text = text_of(said)
    assert "The partnership was made of the districts E07000800 then and is made of E07000901 now." in text
    assert "The previous assessment left out: May 2019 (missing)." in text
    assert "all police recorded crime from 4,790 as released to 4,944 as counted again" in text
    assert said[-1].facts == {"n_restated": 4, "n_released": 3}


def test_left_out_months_are_carried_in_the_sentence():
    text = text_of(sentences.since_previous(shown(bad={OWN: {"2021-04": "looks incomplete"}})))
    assert "11 calendar months of both periods are set against each other" in text
    assert "Left out: April 2021 (looks incomplete)." in text


def test_the_tables_hold_released_and_counted_again_side_by_side():
    given = earlier({"burglary": [100] * 11 + [90], "drugs": 300})
    moved, restated = tables.since_previous(shown(given))
    assert moved.id != restated.id
    by_name = {row[0]: row for row in restated.rows}
    assert by_name["Burglary"][1] == 1190 and by_name["Burglary"][4] == 1200 and by_name["Burglary"][6] == 10
    assert by_name["Drugs"][-1] == "as released"
    assert {row[0]: row[-1] for row in moved.rows}["Burglary"] == "rising"
    assert "All police recorded crime" in [moved.rows[at][0] for at in moved.totals]


def test_a_small_base_has_no_percentage():
    counts = {"robbery": by_month([1] * 11 + [0], 3), "drugs": by_month(100, 100)}
    given = earlier({name: values[:12] for name, values in counts.items()})
    held = shown(given, counts)
    (robbery,) = (one.text for one in sentences.since_previous(held) if one.text.startswith("Robbery"))
    assert "against 11 in the same months then, 3.27 times, 95% interval" in robbery and "up" not in robbery
    assert any(note.startswith("[z] in the change column") for note in tables.since_previous(held)[0].notes)


def findings_of(*headlines):
    given = earlier({"burglary": 50}, headlines=headlines)
    return released(
        previous_findings(make_case({OWN: {"burglary": by_month(100, 50)}}, previous_assessment=given))
    )


RATIO = {"ratio": 1.5, "ratio_low": 1.3, "ratio_high": 1.7}


def test_what_no_longer_holds_is_quoted_with_both_figures():
    held = findings_of(
        headline("change", "Burglary was higher.", "higher", offence_code="burglary", **RATIO),
        headline("views", "71%."),
    )
    first, second = sentences.previous_findings(held)
    assert first.text == (
        "Of 2 headlines of the previous assessment (2020-01 to 2020-12), 1 can be set against today: none hold and one "
        "no longer holds."
    )
    assert first.headline and first.facts == {"n": 2, "n_holds": 0, "n_no_longer": 1, "n_not_compared": 1}
    assert second.text.startswith(
        'No longer holds: "Burglary was higher." Count beside that of the period before'
    )
    assert "then 1.50 (1.30 to 1.70), higher, now 0.50 (" in second.text and second.text.endswith("), lower.")
    rows = tables.previous_findings(held).rows
    assert rows[0][-1] == "no longer holds"
    assert rows[1][-1].startswith("cannot be compared, because it rests on what the partnership supplied")


def test_a_hostile_earlier_file_is_printed_as_text():
    held = findings_of(
        headline("views", HOSTILE), headline("change", HOSTILE, "higher", offence_code="burglary", **RATIO)
    )
    printed = [tables.previous_findings(held), *sentences.previous_findings(held)]
    html = "".join(str(one.html()) for one in printed)
    assert "<img" not in html and "&lt;img" in html
    given = earlier({"burglary": 50}, names={"burglary": HOSTILE}, left_out=[HOSTILE], districts=[HOSTILE])
    held = shown(given)
    html = "".join(str(one.html()) for one in [*tables.since_previous(held), *sentences.since_previous(held)])
    assert "<img" not in html and "&lt;img" in html


def test_what_the_record_writes_is_what_the_next_assessment_reads():
    case = make_case({OWN: COUNTS}, bad={OWN: {"2021-04": "looks incomplete"}})
    item = tables.record(released(record(case)))
    carried = json.loads(json.dumps(item.as_json(), allow_nan=False))["record"]
    written = findings({"burglary": 1}, first="2021-01", last="2021-12", record=carried)
    read = PreviousAssessment.model_validate(json.loads(json.dumps(written)))
    held = {offence.code: offence for offence in read.record.offences}
    assert held["burglary"].count == 11 * 200 and held["burglary"].by_month == (200,) * 11
    assert held["all_crime"].is_total and held["all_crime"].count == 11 * 500 + 6 * 5 + 5 * 4
    assert read.record.months_left_out == ("April 2021 (looks incomplete)",)
    assert "pads-table" in str(item.html()) and "<details>" in str(item.html())
    assert "previous_assessment" in item.plain()


def test_a_record_without_a_population_still_is_read():
    item = tables.record(released(record(make_case({OWN: {"burglary": 50}}, people={OWN: {}}))))
    carried = json.loads(json.dumps(item.as_json(), allow_nan=False))["record"]
    assert carried["population"] is None and carried["offences"][0]["rate_per_1000"] is None
    PreviousAssessment.model_validate(findings({"burglary": 1}, record=carried))


def marked(*rows) -> object:
    marks = pd.DataFrame(rows, columns=["first", "last", "kind", "offence_code", "words"])
    for column in ("first", "last"):
        marks[column] = pd.to_datetime(marks[column])
    return replace(made.trends(), marks=marks)


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("event", "national event"),
        ("recording", "change of recording"),
        ("revised", "replaced by newer data"),
        ("missing", "missing, nothing delivered"),
    ],
)
def test_what_is_known_of_a_month_is_drawn_and_stands_in_the_data(kind, label):
    plain = charts.trends(released(made.trends()))[0]
    result = marked(("2019-03-01", "2019-04-01", kind, "", "Something is known."))
    figure = charts.trends(released(result))[0]
    assert figure.image != plain.image
    known = {str(row[0])[:7]: row[-1] for row in figure.data.rows}
    assert known["2019-03"] == known["2019-04"] == label
    assert {text for month, text in known.items() if month not in ("2019-03", "2019-04")} == {"nothing"}
    text = text_of(sentences.trends(released(result)))
    if kind == "recording":
        assert "Something is known." in text
    elif kind != "event":
        assert "March 2019 to April 2019" in text


def test_a_mark_of_another_offence_is_on_its_own_chart_and_on_the_totals():
    result = marked(("2019-03-01", "2019-03-01", "recording", "robbery", "Robbery is counted anew."))
    total = result.series[0]
    other = replace(total, offence_code="drugs", offence_name="Drugs")
    first, second = charts.trends(released(replace(result, series=(total, other))))
    assert "change of recording" in {row[-1] for row in first.data.rows}
    assert "change of recording" not in {row[-1] for row in second.data.rows}


def test_a_month_never_delivered_is_not_drawn_as_a_count_of_zero():
    table = made.trends().series[0].table
    month = table.at[12, "month"]
    for kind, expected in (("missing", [12]), ("revised", [])):
        known = marked((month, month, kind, "", "x")).marks
        assert list(np.flatnonzero(trend_marks.missing(table, known))) == expected
    nothing = trend_marks.of_series(None, "burglary", is_total=True)
    assert not trend_marks.missing(table, nothing).any()
