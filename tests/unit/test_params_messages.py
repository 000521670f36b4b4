from __future__ import annotations

import pytest

from pads_analysis.errors import EXIT_USAGE, ParamsError
from pads_analysis.params import load_params
from pads_analysis.params.messages import nearest, spoken

CODE = "E22000123"


def problems_in(tmp_path, files: dict[str, str], **given) -> list[ParamsError]:
    """Write the partnership's files, load them and return every problem; there must be one."""
    folder = tmp_path / "partnerships" / CODE
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    with pytest.raises(ParamsError) as caught:
        load_params(CODE, params_dir=tmp_path, overrides=given)
    assert caught.value.exit_code == EXIT_USAGE
    return list(caught.value.problems) or [caught.value]


@pytest.mark.parametrize(
    ("text", "place", "what", "do"),
    [
        (
            "months: twelve",
            "line 1, column 1",
            "months is 'twelve', which is not a whole number.",
            "Use a whole number from 3 to 36.",
        ),
        ("months: 12.5", "line 1, column 1", "months is 12.5, which is not a whole number.", None),
        ("months: true", "line 1, column 1", "months is true, which is not a whole number.", None),
        ("months: 010", "line 1, column 1", "months is '010', which is not a whole number.", None),
        (
            "months: 48",
            "line 1, column 1",
            "months is 48, which is out of range.",
            "Use a whole number from 3 to 36.",
        ),
        ("months: 2", "line 1, column 1", "months is 2, which is out of range.", None),
        (
            "months:",
            "line 1, column 1",
            "months is empty.",
            "Use a whole number from 3 to 36. To keep the default, leave it out.",
        ),
        ("months: [12]", "line 1, column 1", "months is [12], which is not a whole number.", None),
        (
            "period_end: 2026-13",
            "line 1, column 1",
            "period_end is '2026-13', which is not a month.",
            'Use YYYY-MM, for example 2026-03, or the word "latest".',
        ),
        ("period_end: 2024.10", "line 1, column 1", "period_end is '2024.10', which is not a month.", None),
        (
            "quality:\n  left_out_months: [2026-03, 2026-3]",
            "line 2, column 30",
            "quality.left_out_months, entry 2 is '2026-3', which is not a month.",
            "Use YYYY-MM, for example 2026-03.",
        ),
        (
            "quality:\n  left_out_months: [2026-03, 2026-04, 2026-03]",
            "line 2, column 39",
            "quality.left_out_months names the month '2026-03' twice.",
            "Delete one of the two.",
        ),
        (
            "edition: secret",
            "line 1, column 1",
            "edition is 'secret', which is not one of its values.",
            "Use partner or public.",
        ),
        (
            "source: csp",
            "line 1, column 1",
            "source is 'csp', which is not one of its values.",
            "Use auto, street, borough or csp_table.",
        ),
        ("contact:", "line 1, column 1", "contact is empty.", None),
        ("title: [a]", "line 1, column 1", "title is ['a'], which is not text.", None),
        (f"title: {'x' * 201}", "line 1, column 1", "title is longer than 200 characters.", "Shorten it."),
        ('title: "a\\nb"', "line 1, column 1", "title runs over several lines.", "Write it on one line."),
        ('title: "a\\u202Eb"', "line 1, column 1", "title holds the hidden character U+202E.", None),
        (
            "statistics:\n  margin: 0",
            "line 2, column 3",
            "statistics.margin is 0, which is out of range.",
            "Use a number above 0 up to 0.5.",
        ),
        (
            "statistics:\n  margin: ten",
            "line 2, column 3",
            "statistics.margin is 'ten', which is not a number.",
            "Use a number above 0 up to 0.5.",
        ),
        (
            "statistics: 0.95",
            "line 1, column 1",
            "statistics is 0.95, which is not a group of settings.",
            "Write indented lines below it, for example confidence.",
        ),
        (
            "chapters: 20_change",
            "line 1, column 1",
            "chapters is '20_change', which is not a list.",
            "Write a list in square brackets, for example [first, second], or [] for none.",
        ),
        ("chapters: []", "line 1, column 1", "chapters has 0 entries, fewer than 1.", None),
        (
            "chapters: [20_chnage]",
            "line 1, column 12",
            "There is no chapter 20_chnage.",
            "Did you mean 20_change?",
        ),
        (
            "chapters: [20_change, notebooks/own.ipynb]",
            "line 1, column 23",
            "There is no notebook notebooks/own.ipynb in the partnership's folder.",
            f"Put it at partnerships/{CODE}/notebooks/own.ipynb, or correct the entry.",
        ),
        (
            "chapters: [../own.ipynb]",
            "line 1, column 12",
            "chapters, entry 1 is '../own.ipynb', which does not stay inside the partnership's folder.",
            None,
        ),
        (
            "months: 12\nstatistcs:\n  margin: 0.1",
            "line 2, column 1",
            "statistcs is not a known name.",
            "Did you mean statistics?",
        ),
        (
            "statistics:\n  marign: 0.1",
            "line 2, column 3",
            "statistics.marign is not a known name.",
            "Did you mean statistics.margin?",
        ),
        ("margin: 0.1", "line 1, column 1", "margin is not a known name.", "Did you mean statistics.margin?"),
        (
            "zzzzzz: 1",
            "line 1, column 1",
            "zzzzzz is not a known name.",
            "Known here: partnership, period_end, months, previous_assessment, edition, status, title, contact, "
            "owners, source, chapters, peers, statistics, quality, places, priorities, recording_changes.",
        ),
        (
            "peers:\n  codes: [e22000124]",
            "line 2, column 11",
            "peers.codes, entry 1 is 'e22000124', which is not a partnership code.",
            "Use E22000124.",
        ),
        (
            "peers:\n  codes: [Bristol]",
            "line 2, column 11",
            "peers.codes, entry 1 is 'Bristol', which is not a partnership code.",
            "Use E22 (England) or W14 (Wales) and six digits, for example E22000123.",
        ),
        (
            f"peers:\n  codes: [E22000124, {CODE}]",
            "line 2, column 22",
            f"The assessment names {CODE} as its own peer.",
            "Delete it from peers.codes.",
        ),
        (
            "recording_changes:\n  - month: 2024-13\n    offence: drugs\n    note: a\n    source: b",
            "line 2, column 5",
            "recording_changes, entry 1, month is '2024-13', which is not a month.",
            "Use YYYY-MM, for example 2026-03.",
        ),
        (
            "recording_changes:\n  - month: 2024-12\n    offence: drugs\n    note: a",
            "line 2, column 5",
            "recording_changes, entry 1, source is missing.",
            "Add it. Where this is documented.",
        ),
        (
            "priorities:\n  harm_values:\n    Robbery: 3",
            "line 3, column 5",
            "A name in priorities.harm_values is 'Robbery', which is not an offence code.",
            "Use small letters, digits and underscores, for example vehicle_crime.",
        ),
        (
            "priorities:\n  harm_values:\n    robbery: high",
            "line 3, column 5",
            "priorities.harm_values.robbery is 'high', which is not a number.",
            "Use a number from 0.",
        ),
        (
            "priorities:\n  anchors:\n    trend: [[0, 0], [1]]",
            "line 3, column 21",
            "priorities.anchors.trend, entry 2, entry 2 is missing.",
            None,
        ),
        (
            "priorities:\n  weights: {volume: 0, trend: 0, peers: 0, target: 0, repeat: 0, tractability: 0,"
            "\n    concentration: 0, concern: 0, harm: 0}",
            "line 2, column 3",
            "priorities.weights gives every criterion a weight of 0.",
            "Give at least one a weight above 0.",
        ),
        (
            "partnership: E22000999",
            "line 1, column 1",
            f"partnership is 'E22000999', but the assessment is for {CODE}.",
            "Use the folder and the code that belong together.",
        ),
    ],
)
def test_each_mistake_in_a_partnerships_settings_has_its_sentence(tmp_path, text, place, what, do):
    (found,) = problems_in(tmp_path, {"assessment.yaml": text + "\n"})
    assert found.what == what
    assert found.where == f"partnerships/{CODE}/assessment.yaml, {place}"
    assert found.do if do is None else found.do == do


@pytest.mark.parametrize(
    ("name", "text", "place", "what", "do"),
    [
        ("plan.yaml", "actons: []", "line 1, column 1", "actons is not a known name.", "Did you mean actions?"),
        (
            "plan.yaml",
            "priorities: [{id: P1, name: Drugs}]\nactions:\n"
            "  - {id: A1, priority: P2, action: x, lead: L, status: late}",
            "line 3, column 14",
            "The plan has the action 'A1' for the priority 'P2', which is not listed under priorities.",
            "Use the id of a priority in this file: P1.",
        ),
        (
            "plan.yaml",
            "priorities: [{id: P1, name: Drugs}]\nactions:\n"
            "  - {id: A1, priority: P1, action: x, lead: L, status: done}",
            "line 3, column 48",
            "actions, entry 1, status is 'done', which is not one of its values.",
            "Use complete, on track, late, not started or stopped.",
        ),
        (
            "views.yaml",
            "meetings:\n  - {date: 2025-02-30, title: t, public: true, attendance: 4}",
            "line 2, column 6",
            "meetings, entry 1, date is '2025-02-30', which is neither a date nor a month.",
            "Use YYYY-MM-DD or YYYY-MM, for example 2026-03-31.",
        ),
        (
            "views.yaml",
            "meetings:\n  - {date: 2025-02, title: t, public: yes, attendance: 4}",
            "line 2, column 31",
            "meetings, entry 1, public is 'yes', which is not true or false.",
            "Use true or false.",
        ),
        ("decisions.yaml", "decisions: {}", "line 1, column 1", "decisions is {}, which is not a list.",
         "Write a list of entries, each beginning with a dash."),
        ("hypotheses.yaml", "hypotheses: [a]", "line 1, column 14",
         "hypotheses, entry 1 is 'a', which is not a group of settings.",
         "Write indented lines below it, for example claim."),
        ("hallmarks.yaml", "scores:\n  - {criterion: c, score: 4}", "line 2, column 5",
         "scores, entry 1 has a score of 4 and no evidence.", "Say what shows it, or score it 2 or lower."),
        ("hallmarks.yaml", "scores:\n  - {criterion: '', score: 2}", "line 2, column 6",
         "scores, entry 1, criterion is empty.", "Write something here."),
        ("severity.yaml", "title: t\nsource: s\nweights:\n  - {offence: a, weight: 0}", "line 3, column 1",
         "weights gives every offence a weight of 0.", "Give at least one a weight above 0."),
        ("severity.yaml", "title: t\nsource: s\nweights:\n  - {offence: a, weight: 1}\n  - {offence: a, weight: 2}",
         "line 5, column 5", "weights names the offence 'a' twice.", "Delete one of the two."),
    ],
)  # fmt: skip
def test_each_mistake_in_the_other_files_has_its_sentence(tmp_path, name, text, place, what, do):
    (found,) = problems_in(tmp_path, {name: text + "\n"})
    assert (found.what, found.do) == (what, do)
    assert found.where == f"partnerships/{CODE}/{name}, {place}"


def test_all_problems_of_all_files_and_the_command_line_are_listed(tmp_path):
    files = {
        "assessment.yaml": "months: twelve\nedition: secret\nchapters: [20_chnage]\n",
        "plan.yaml": "a: 1\na: 2\n",
        "views.yaml": "surveys: 5\n",
    }
    found = problems_in(tmp_path, files, **{"statistics.confidence": "2", "nonsense": "1"})
    assert sorted(problem.where for problem in found) == sorted(
        [
            "command line",
            "command line",
            f"partnerships/{CODE}/assessment.yaml, line 1, column 1",
            f"partnerships/{CODE}/assessment.yaml, line 2, column 1",
            f"partnerships/{CODE}/assessment.yaml, line 3, column 12",
            f"partnerships/{CODE}/plan.yaml, line 2, column 1",
            f"partnerships/{CODE}/views.yaml, line 1, column 1",
        ]
    )
    with pytest.raises(ParamsError) as caught:
        load_params(CODE, params_dir=tmp_path, overrides={"statistics.confidence": "2", "nonsense": "1"})
    text = str(caught.value)
    assert text.splitlines()[0] == f"7 problems in the parameters of {CODE}; nothing was run."
    assert all(f"  - {problem}" in text for problem in found)


@pytest.mark.parametrize(
    ("given", "what", "do"),
    [
        (
            {"months": "twelve"},
            "months is 'twelve', which is not a whole number.",
            "Use a whole number from 3 to 36.",
        ),
        (
            {"statistcs.margin": "1"},
            "statistcs.margin is not a known name.",
            "Did you mean statistics.margin?",
        ),
        (
            {"statistics": "1"},
            "statistics is a group of settings.",
            "Name one of them, such as statistics.confidence.",
        ),
        (
            {"recording_changes": "[]"},
            "recording_changes cannot be written on one line.",
            "Set it in the partnership's assessment.yaml.",
        ),
        ({5: 1}, "The name 5 is not text.", "Use the name of a setting."),
        ({"statistics": {5: 1}}, "The name 5 is not text.", "Use the name of a setting."),
        (
            {"statistics.margin": "0.1", "statistics": {"margin": 0.1}},
            "statistics.margin is given twice.",
            "Give it once.",
        ),
    ],
)
def test_each_mistake_on_the_command_line_has_its_sentence(given, what, do):
    with pytest.raises(ParamsError) as caught:
        load_params(CODE, overrides=given)
    assert (caught.value.where, caught.value.what, caught.value.do) == ("command line", what, do)


@pytest.mark.parametrize(
    ("code", "do"),
    [
        ("Bristol", "Use E22 (England) or W14 (Wales) and six digits, for example E22000123."),
        ("e22000123", "Did you mean E22000123?"),
        (" E22000123", "Did you mean E22000123?"),
        ("E22000123\n", "Did you mean E22000123?"),
        ("../E22000123", "Use E22 (England) or W14 (Wales) and six digits, for example E22000123."),
        (7, "Use E22 (England) or W14 (Wales) and six digits, for example E22000123."),
    ],
)
def test_what_is_no_partnership_code_is_refused(code, do):
    with pytest.raises(ParamsError) as caught:
        load_params(code)
    assert caught.value.do == do


def test_paths_are_spoken():
    assert spoken(("statistics", "margin")) == "statistics.margin"
    assert spoken(("recording_changes", 0, "month")) == "recording_changes, entry 1, month"
    assert spoken(("a\u202eb",)) == "'a\\u202eb'"


def test_the_nearest_name_ignores_case_and_gives_up_on_strangers():
    assert nearest("Plann.YAML", ("plan.yaml", "views.yaml")) == "plan.yaml"
    assert nearest("budget.xlsx", ("plan.yaml", "views.yaml")) == ""
