"""Tables: what is printed in a cell, what the notes explain, what travels as JSON."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import show_results as made
from show_results import CARRIED, released

from pads_analysis.assess.result import MethodsResult, Verdict
from pads_analysis.show import Absence, Table, charts, sentences, tables
from pads_analysis.show.cells import Column, printed


def _text(table: Table) -> list[list[str]]:
    return [
        [printed(value, column) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]


def test_levels_stand_beside_peers_and_beside_all():
    peers, everyone = tables.levels(released(made.levels()))
    assert peers.caption.endswith(
        "Bristol, October 2020 to September 2021, beside the mean of 12 peer partnerships"
    )
    assert everyone.caption.endswith("beside the mean of all 30 other partnerships")
    assert _text(peers)[0] == [
        "All police recorded crime", "1,200", "12.00", "11.30 to 12.70", "10.00", "1.20", "1.10 to 1.31", "higher",
    ]  # fmt: skip
    assert peers.totals == {0}
    assert peers.id != everyone.id


@pytest.mark.parametrize(
    ("dispersion", "told"),
    [(float("nan"), False), (1.1, False), (9.0, True)],
)
def test_levels_say_what_their_intervals_leave_out(dispersion, told):
    table = tables.levels(released(replace(made.levels(), total_dispersion=dispersion)))[0]
    (note,) = [note for note in table.notes if "independent" in note]
    assert ("some 3.0 times as wide" in note) is told


def test_an_interval_is_one_printed_column_and_two_numbers():
    table = tables.levels(released(made.levels()))[0]
    keys = [column["key"] for column in table.as_json()["columns"]]
    assert keys[2:5] == ["rate_per_1000", "ci_low", "ci_high"]
    assert table.as_json()["rows"][0][2:5] == [12.0, 11.3, 12.7]
    assert all(len(row) == len(keys) for row in table.as_json()["rows"])


def test_a_percentage_is_printed_only_on_a_base_of_fifty():
    rows = [
        made.changed("a", "Arson", Verdict.HIGHER, count_before=50),
        made.changed("b", "Burglary", Verdict.HIGHER, count_before=49),
    ]
    table = tables.change(released(made.change(rows)))
    assert [row[4] for row in _text(table)] == ["32.0", "[z]"]
    assert any("under 50" in note for note in table.notes)
    assert "[z] means not applicable." in table.notes


def test_an_interval_on_one_side_of_one_is_never_too_uncertain_to_say():
    rows = [
        made.changed("a", "Arson", Verdict.UNCERTAIN, ratio=1.06, ci_low=1.02, ci_high=1.1),
        made.changed("b", "Burglary", Verdict.UNCERTAIN, ratio=1.06, ci_low=0.9, ci_high=1.2),
        made.changed("c", "Drugs", Verdict.TOO_FEW, count=3),
        made.changed("d", "Robbery", Verdict.TOO_FEW, ratio=np.nan, ci_low=np.nan, ci_high=np.nan),
    ]
    table = tables.change(released(made.change(rows)))
    assert [row[-1] for row in _text(table)] == [
        "not clear (may be small)", "too uncertain to say", "too few", "not compared",
    ]  # fmt: skip
    assert any(note.startswith('"not clear (may be small)" means') for note in table.notes)
    assert [row[-1] for row in table.as_json()["rows"]] == ["uncertain", "uncertain", "too_few", "too_few"]
    figure = charts.change(released(made.change(rows[:2])))
    assert {row[-1] for row in figure.data.rows} == {"not clear (may be small)", "too uncertain to say"}


def test_without_enough_peers_no_table_compares_with_none():
    result = made.levels(n_peers=0)
    nothing = {
        f"peer_{name}": np.nan for name in ("rate", "ci_low", "ci_high", "ratio", "ratio_low", "ratio_high")
    }
    result = replace(result, table=result.table.assign(**nothing, vs_peers=Verdict.TOO_FEW))
    own, everyone = tables.levels(released(result))
    assert own.caption == "Counts and rates, Bristol, October 2020 to September 2021"
    assert [column.key for column in own.columns] == ["offence_name", "count", "rate_per_1000", "rate"]
    assert everyone.caption.endswith("beside the mean of all 30 other partnerships")
    text = " ".join([own.plain(), *(item.text for item in sentences.levels(released(result)))])
    assert " 0 peer" not in text


def test_signals_say_their_direction_in_words_and_the_caption_claims_no_limits():
    signals = made.trends().signals
    signals = pd.concat([signals.assign(direction=way) for way in ("up", "down", "both", "")])
    table = tables.trends(released(replace(made.trends(), signals=signals)))
    assert [row[2] for row in _text(table)] == ["up", "down", "up and down", "none"]
    assert table.caption == (
        "Months that signal a change from the months before, Bristol, October 2020 to September 2021"
    )


def test_shorthand_is_explained_only_where_it_is_used():
    table = tables.deprivation(released(made.deprivation()))
    assert not any("means" in note for note in table.notes)
    missing = replace(made.levels(), table=made.levels().table.assign(peer_ratio_low=float("nan")))
    assert "[x] means not available." in tables.levels(released(missing))[0].notes


def test_an_estimated_population_is_said_beside_the_table_and_a_published_one_is_not():
    for note, said in ((CARRIED, True), ("Population: mid-2020 estimate.", False)):
        result = replace(made.county(), basis=replace(made.BASIS, population_note=note))
        assert (CARRIED in tables.county(released(result)).notes) is said


def test_hot_spots_are_listed_largest_first_and_untested_areas_are_not_called_hot():
    hot = tables.hotspots(released(made.hotspots()))
    assert [row[-1] for row in _text(hot)] == ["persistent", "new", "former"]
    assert hot.caption.startswith("Hot spots")
    plain = tables.hotspots(released(made.hotspots(tested=False)))
    assert [row[1] for row in _text(plain)] == [str(count) for count in range(160, 60, -10)]
    assert "The 10 largest of 16 are listed." in plain.notes
    assert "Hot spots" not in plain.caption
    assert "Not tested against chance, because the store has no boundaries." in plain.notes
    assert "In the whole force area, 1 record had no location and cannot be placed." in plain.notes


def test_only_random_samples_have_an_interval():
    random, chose, published = tables.views(released(made.views()))
    assert [row[3] for row in _text(random)] == ["52.0 to 60.0", "[z]"]
    assert [row[2] for row in _text(random)] == ["56.0", "[z]"], "a withheld share is not printed"
    assert "share withheld: fewer than 50 answers" in _text(random)[1]
    for table in (chose, published):
        assert not any("interval" in column.heading for column in table.columns)
    assert any("stand for them only" in note for note in chose.notes)
    assert any("No base was published" in note for note in published.notes)


def test_concerns_have_places_only_as_intervals_and_meetings_say_what_was_met():
    (table,) = tables.concerns(released(made.concerns(first=False)))
    assert [row[4] for row in _text(table)] == ["1 to 2", "1 to 3", "2 to 3"]
    years, log = tables.meetings(released(made.meetings()))
    assert [row[1] for row in _text(years)] == ["met", "not met"]
    assert _text(log)[1][4] == "not counted"
    gap = tables.concern_gap(released(made.concern_gap()))
    assert [row[-1] for row in _text(gap)] == [
        "the police figures cannot show it",
        "higher in concern than in the records",
        "lower in concern than in the records",
    ]
    assert _text(gap)[0][5:9] == ["[z]"] * 4


def test_waves_that_differ_in_wording_are_not_compared():
    table = tables.view_changes(released(made.view_changes()))
    assert [row[5] for row in _text(table)] == [
        "higher",
        "too uncertain to say",
        "not compared: it was asked in other words in the earlier wave",
    ]
    assert _text(table)[2][3:5] == ["[z]", "[z]"]


def test_scores_without_evidence_are_not_a_zero():
    table, reasons, evidence, criteria = tables.priorities(released(made.priorities()))
    assert evidence.caption.startswith("Scores and their evidence")
    assert criteria.caption.startswith("Scores on each criterion, 0 to 4")
    assert [column.heading for column in criteria.columns] == ["Issue", "Volume"]
    assert [row[1] for row in _text(criteria)] == ["4.0", "2.0", "[x]"]
    assert [row[4] for row in _text(table)] == ["1", "2", "3"]
    assert [row[1] for row in _text(reasons)] == ["20% of all recorded crimes", "not stated", "not stated"]
    assert any(note.startswith("Not scored: Harm") for note in table.notes)


def test_an_empty_table_says_so_and_an_absent_one_says_why():
    shared = tables.county_shared(released(made.county()))
    assert " ".join(shared.plain().split()).endswith("none rose clearly in two or more.")
    assert "pads-table-empty" in str(shared.html())
    shown = tables.contributions_places(released(made.contributions(with_places=False)))
    assert isinstance(shown, Absence)
    assert "no locations" in shown.because


def test_contributions_say_that_they_add_up():
    table = tables.contributions_offences(released(made.contributions()))
    assert sum(row[4] for row in table.rows) == pytest.approx(4.0)
    assert any("add up to the change of 4.0%" in note for note in table.notes)


def test_rows_by_month_keep_missing_months():
    table = tables.coverage(released(made.quality()))
    assert _text(table)[2] == ["March 2021", "[x]", "900", "0", "missing"]


def test_where_the_peers_are_everyone_else_there_is_one_table():
    result = made.levels(n_peers=30)
    assert len(tables.levels(released(result))) == 1
    other = replace(result, table=result.table.assign(all_ratio=1.3))
    assert len(tables.levels(released(other))) == 2
    fewer = replace(result, n_peers=29)
    assert [table.folded for table in tables.levels(released(fewer))] == [False, True]


@pytest.mark.parametrize(("rows", "folded"), [(25, False), (26, True)])
def test_a_long_table_is_folded_under_its_caption(rows, folded):
    table = Table(
        id="t", caption="Months", columns=(Column("a", "A"),), rows=(("x",),) * rows, notes=("Note.",)
    )
    html = str(table.html())
    assert ("<details><summary>Months (26 rows)</summary>" in html) is folded
    assert html.count("<caption") == 1
    assert "Note." in html


def test_deliveries_say_their_areas_and_period_in_words():
    kinds = (
        made.quality()
        .deliveries.iloc[[0] * 5]
        .assign(
            vintage=["lsoa11-ltla21", "lsoa11 2019", "mid-2019", "2024-03", ""],
            period=["", "2019-06", "2020-04 to 2021-03", "2024-03", ""],
        )
    )
    table = tables.deliveries(released(replace(made.quality(), deliveries=kinds)))
    assert [row[1] for row in _text(table)] == [
        "Small areas 2011, districts 2021", "Small areas 2011, edition 2019", "mid-2019", "March 2024", "not stated",
    ]  # fmt: skip
    assert [row[3] for row in _text(table)][:3] == ["not dated", "June 2019", "April 2020 to March 2021"]


def test_where_no_area_stands_out_the_largest_changes_are_listed_and_not_called_clear():
    ratios = {"place_name": list("abcd"), "ratio": [1.1, 0.5, np.nan, 1.6], "verdict": Verdict.UNCERTAIN}
    frame = made.place_change().table.iloc[[1] * 4].reset_index(drop=True).assign(**ratios)
    table = tables.place_change(released(replace(made.place_change(), table=frame)))
    assert [row[0] for row in table.rows] == ["b", "d", "a", "c"]
    assert table.caption.startswith("Small areas with the largest changes, Bristol")


def test_settings_of_every_type_are_printed():
    settings = pd.DataFrame(
        {
            "setting": list("abcdefg"),
            "value": [0.95, (1, 2), None, True, "[]", "[E1, E2]", "[[0, 1]]"],
            "origin": ["defaults.yaml"] * 7,
        }
    )
    words = pd.DataFrame({"term": ["Gi*"], "meaning": ["A statistic"]})
    method = pd.DataFrame({"method": ["Byar"], "used_for": ["Rates"], "citation": [""]})
    result = released(MethodsResult(made.BASIS, method, words, settings))
    assert [row[1] for row in _text(tables.settings(result))] == [
        "0.95",
        "1, 2",
        "none",
        "True",
        "none",
        "E1, E2",
        "[[0, 1]]",
    ]
    assert _text(tables.methods(result)) == [["Byar", "Rates", "[z]"]]
    assert _text(tables.glossary(result)) == [["Gi*", "A statistic"]]


def test_numbers_stand_to_the_right_and_words_to_the_left():
    table = tables.change(released(made.change()))
    html = str(table.html())
    assert '<td class="pads-number">132</td>' in html
    assert '<td class="pads-verdict" style="text-align:left">higher</td>' in html
    assert 'tabindex="0"' in html
    assert f'aria-labelledby="{table.id}-caption"' in html
    lines = table.plain().splitlines()
    assert any(line.startswith("All police recorded crime") for line in lines)
