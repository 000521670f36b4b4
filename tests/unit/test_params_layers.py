from __future__ import annotations

import os
import pickle
import re

import pytest

from pads_analysis.errors import ParamsError
from pads_analysis.params import load_params, params_dir, settings

CODE = "E22000123"


@pytest.fixture
def root(tmp_path):
    (tmp_path / "params" / "partnerships" / CODE).mkdir(parents=True)
    return tmp_path / "params"


def write(root, name: str, text: str) -> None:
    path = root / "partnerships" / CODE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_without_any_file_everything_is_default(root):
    found = load_params(CODE, params_dir=root)
    assert found.params.months == 12
    assert {value for key, value in found.origin.items() if key != "partnership"} == {"default"}
    assert found.origin["partnership"] == "command line"
    assert found.files == (params_dir() / "defaults.yaml",)
    assert (found.plan, found.views, found.decisions, found.hypotheses, found.hallmarks) == (None,) * 5
    assert found.warnings == ()


def test_each_layer_overrides_the_one_below_and_says_so(root):
    (root / "defaults.yaml").write_text("months: 6\nedition: public\nstatistics:\n  margin: 0.2\n", "utf-8")
    write(root, "assessment.yaml", "# ours\nmonths: 9\nstatistics:\n  confidence: 0.9\n")
    found = load_params(CODE, params_dir=root, overrides={"statistics.confidence": "0.99"})
    assert (found.params.months, found.params.edition) == (9, "public")
    assert (found.params.statistics.margin, found.params.statistics.confidence) == (0.2, 0.99)
    assert found.params.statistics.minimum_count == 10
    assert found.origin["months"] == f"file partnerships/{CODE}/assessment.yaml, line 2"
    assert found.origin["edition"] == "file defaults.yaml, line 2"
    assert found.origin["statistics.margin"] == "file defaults.yaml, line 4"
    assert found.origin["statistics.confidence"] == "command line"
    assert found.origin["statistics.minimum_count"] == "default"


def test_the_highest_layer_holds_even_where_a_lower_one_is_wrong(root):
    write(root, "assessment.yaml", "months: twelve\n")
    assert load_params(CODE, params_dir=root, overrides={"months": 24}).params.months == 24


def test_lists_replace_and_mappings_merge(root):
    (root / "defaults.yaml").write_text(
        "peers: {codes: [E22000001, E22000002]}\npriorities: {harm_values: {robbery: 4, drugs: 1}}\n", "utf-8"
    )
    write(root, "assessment.yaml", "peers: {codes: [E22000003]}\npriorities: {harm_values: {drugs: 2}}\n")
    found = load_params(CODE, params_dir=root)
    assert found.params.peers.codes == ("E22000003",)
    assert found.params.priorities.harm_values == {"robbery": 4.0, "drugs": 2.0}
    assert found.origin["priorities.harm_values.robbery"] == "file defaults.yaml, line 2"
    assert found.origin["priorities.harm_values.drugs"] == f"file partnerships/{CODE}/assessment.yaml, line 2"


def test_origin_has_every_single_setting_once(root):
    found = load_params(CODE, params_dir=root, overrides={"priorities.harm_values.robbery": "3"})
    rows = settings(found)
    assert [row.name for row in rows] == list(dict.fromkeys(row.name for row in rows))
    assert {row.name for row in rows} == set(found.origin)
    assert {row.name: row.value for row in rows}["priorities.harm_values.robbery"] == "3.0"
    assert all(row.description for row in rows)


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("months", "24", 24),
        ("statistics.margin", "0.05", 0.05),
        ("statistics.margin", ".05", 0.05),
        ("title", "007", "007"),
        ("title", "true", "true"),
        ("title", "1.10", "1.10"),
        ("title", "a, b", "a, b"),
        ("title", "", ""),
        ("edition", "public", "public"),
        ("period_end", "2026-03", "2026-03"),
        ("peers.codes", "E22000001, E22000002", ("E22000001", "E22000002")),
        ("peers.codes", "[E22000001]", ("E22000001",)),
        ("peers.codes", "", ()),
        ("quality.left_out_months", "2024-10", ("2024-10",)),
        ("peers.codes", ["E22000001"], ("E22000001",)),
        ("months", 24, 24),
        ("priorities.harm_values.robbery", "3", 3.0),
    ],
)
def test_text_from_the_command_line_takes_the_type_of_its_field(name, text, meant):
    value = load_params(CODE, overrides={name: text}).params
    for key in name.split("."):
        value = value[key] if isinstance(value, dict) else getattr(value, key)
    assert value == meant
    assert type(value) is type(meant)


def test_groups_may_be_given_as_mappings_and_named_by_their_place():
    found = load_params(CODE, overrides={"statistics": {"margin": 0.05}}, overrides_from="parameters cell")
    assert found.params.statistics.margin == 0.05
    assert found.origin["statistics.margin"] == "parameters cell"
    assert found.origin["statistics.confidence"] == "default"


def test_unquoted_numbers_stay_as_written_where_text_is_meant(root):
    write(root, "assessment.yaml", "title: 2025.10\nchapters: [20_change]\n")
    write(
        root,
        "plan.yaml",
        "priorities: [{id: 1.10, name: 007}]\nactions: [{id: 1, priority: 1.10, action: true, "
        "lead: 12, status: late}]\n",
    )
    found = load_params(CODE, params_dir=root)
    assert found.params.title == "2025.10"
    assert (found.plan.priorities[0].id, found.plan.priorities[0].name) == ("1.10", "007")
    assert (found.plan.actions[0].id, found.plan.actions[0].action) == ("1", "true")
    assert found.plan.actions[0].lead == "12"


def test_the_examples_in_the_guide_are_read_and_no_file_is_left_out(root):
    guide = (params_dir() / "partnerships" / "README.md").read_text("utf-8")
    examples = re.findall(r"^`([a-z]+\.yaml)`\n\n```yaml\n(.*?)^```", guide, flags=re.DOTALL | re.MULTILINE)
    for name, text in examples:
        write(root, name, text)
    series = root / "context" / "licensed_premises.csv"
    series.parent.mkdir()
    series.write_text(f"area_code,period,value\n{CODE},2025,12.5\n", "utf-8")
    found = load_params(CODE, params_dir=root)
    assert len(examples) == 9
    assert found.params.statistics.margin == 0.05
    assert found.plan.targets[0].aim == 0.1
    assert found.views.surveys[0].questions[0].value == 0.31
    assert found.decisions.decisions[0].decision == "accepted"
    assert found.hypotheses.hypotheses[0].grade == "weak"
    assert found.hallmarks.scores[0].score == 3
    assert found.severity.weights[0].offence == "burglary"
    assert found.hypotheses.hypotheses[0].tests[1].supports == "rival 2"
    assert found.context_tables["licensed_premises"].values == {(CODE, "2025"): 12.5}
    others = {"defaults.yaml", series.name}
    assert {path.name for path in found.files} == {name for name, _ in examples} | others


def test_files_that_are_not_read_are_warned_about_with_the_nearest_name(root):
    for name in ("plann.yaml", "assessment.yml", "Views.yaml", "budget.xlsx"):
        write(root, name, "")
    (root / "partnerships" / "bristol").mkdir()
    (root / "partnerships" / "e22000123").mkdir()
    (root / "partnerships" / "README.md").write_text("x", "utf-8")
    write(root, ".DS_Store", "")
    write(root, "README.md", "")
    here = f"partnerships/{CODE}"
    ending = "the project knows nothing of that name."
    assert sorted(load_params(CODE, params_dir=root).warnings) == sorted(
        [
            f"{here}/plann.yaml is not read: {ending} Did you mean plan.yaml?",
            f"{here}/assessment.yml is not read: {ending} Did you mean assessment.yaml?",
            f"{here}/Views.yaml is not read: {ending} Did you mean views.yaml?",
            f"{here}/budget.xlsx is not read: {ending}",
            "partnerships/bristol is not read: its name is not a partnership code.",
            f"partnerships/e22000123 is not read: its name is not a partnership code. Did you mean {CODE}?",
        ]
    )


def test_commentary_is_read_by_section(root):
    write(root, "commentary/levels.md", "Crime fell.\r\nSee *below*.\n")
    write(root, "commentary/change.md", " \n")
    write(root, "commentary/Trend notes.md", "x")
    write(root, "commentary/lvels.md", "y")
    write(root, "commentary/figure.png", "z")
    found = load_params(CODE, params_dir=root, sections=("levels", "change", "trend"))
    assert found.commentary == {"levels": "Crime fell.\nSee *below*.\n", "lvels": "y"}
    here = f"partnerships/{CODE}/commentary"
    assert [warning.split(" is not ")[0] for warning in found.warnings] == [
        f"{here}/Trend notes.md",
        f"{here}/figure.png",
        f"{here}/lvels.md",
    ]
    assert found.warnings[2].endswith("Did you mean levels.md?")


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"one\ntwo \xe2\x80\xae three", "The text holds the hidden character U+202E."),
        (b"one\ntwo \x1b[31m", "The text holds the hidden character U+001B."),
        (b"one\ntwo \xff", "A character is not UTF-8."),
    ],
)
def test_commentary_with_hidden_characters_is_refused(root, raw, what):
    write(root, "commentary/levels.md", "")
    (root / "partnerships" / CODE / "commentary" / "levels.md").write_bytes(raw)
    with pytest.raises(ParamsError) as caught:
        load_params(CODE, params_dir=root)
    assert caught.value.what == what
    assert caught.value.where == f"partnerships/{CODE}/commentary/levels.md, line 2, column 5"


def test_long_commentary_is_refused(root):
    write(root, "commentary/levels.md", "x" * (100 * 1024))
    assert len(load_params(CODE, params_dir=root).commentary["levels"]) == 100 * 1024
    write(root, "commentary/levels.md", "x" * (100 * 1024 + 1))
    with pytest.raises(ParamsError, match="larger than 100 kB"):
        load_params(CODE, params_dir=root)


def test_own_notebooks_are_found_and_recorded(root):
    write(root, "notebooks/own.ipynb", "{}")
    write(root, "assessment.yaml", "chapters: [20_change, notebooks/own.ipynb, 90_data_and_methods]\n")
    found = load_params(CODE, params_dir=root)
    own = root / "partnerships" / CODE / "notebooks" / "own.ipynb"
    assert found.own_notebooks == {"notebooks/own.ipynb": own}
    assert own in found.files
    assert found.params.chapters == ("20_change", "notebooks/own.ipynb", "90_data_and_methods")


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
@pytest.mark.parametrize("name", ["notebooks/own.ipynb", "plan.yaml", "commentary/levels.md"])
def test_links_that_leave_the_folder_are_refused(root, tmp_path, name):
    outside = tmp_path / "outside.txt"
    outside.write_text("title: secret", "utf-8")
    path = root / "partnerships" / CODE / name
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(outside)
    write(root, "assessment.yaml", "chapters: [20_change, notebooks/own.ipynb]\n" if "own" in name else "")
    with pytest.raises(ParamsError) as caught:
        load_params(CODE, params_dir=root)
    assert "secret" not in str(caught.value)
    assert re.search("leaves the partnership's folder|no notebook", str(caught.value))


def test_a_folder_of_parameters_must_exist(tmp_path):
    with pytest.raises(ParamsError, match="no such folder"):
        load_params(CODE, params_dir=tmp_path / "absent")


def test_a_line_missing_from_the_defaults_is_named(root, monkeypatch):
    text = (params_dir() / "defaults.yaml").read_text("utf-8")
    (root / "defaults.yaml").write_text(text.replace("months: 12\n", "", 1), "utf-8")
    monkeypatch.setattr("pads_analysis.params.locations.params_dir", lambda: root)
    with pytest.raises(ParamsError) as caught:
        load_params(CODE)
    assert (caught.value.where, caught.value.what) == ("defaults.yaml", "months is missing.")


def test_what_is_loaded_can_travel_to_another_process(root):
    write(root, "commentary/levels.md", "Words.")
    found = load_params(CODE, params_dir=root)
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301
