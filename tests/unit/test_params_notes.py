"""What must not vanish in silence: folders, sections and codes that match nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pads_analysis.data.codes import near_partnerships
from pads_analysis.data.opening import open_case, outline
from pads_analysis.data.store import Store
from pads_analysis.errors import ParamsError
from pads_analysis.params import load_params, params_dir
from pads_analysis.vocabulary import report_sections, section_ids

CODE = "E22000900"
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def write(root: Path, name: str, text: str) -> None:
    path = root / "partnerships" / CODE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def notes_of(root: Path, store: Path, **given: object) -> tuple[str, ...]:
    resolved = load_params(CODE, params_dir=root, overrides=given, sections=section_ids())
    return outline(resolved, Store.open(store)).notes


def test_the_sections_are_those_of_the_chapters_and_of_the_guide():
    cells = [
        cell["metadata"].get("pads", {}).get("section")
        for path in sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
        for cell in json.loads(path.read_text("utf-8"))["cells"]
    ]
    assert list(section_ids()) == [section for section in cells if section not in (None, "cover")]
    assert all(entry["title"] for entry in report_sections())
    guide = (params_dir() / "partnerships" / "README.md").read_text("utf-8")
    listed = re.findall(r"^\| `([a-z_]+)` \|", guide.split("## Commentary")[1], flags=re.MULTILINE)
    assert listed == list(section_ids())


@pytest.mark.parametrize(
    "below", [("partnerships",), ("partnerships", CODE), ("partnerships", CODE, "commentary")]
)
def test_a_folder_too_deep_is_refused_and_the_right_one_named(tmp_path, below):
    write(tmp_path / "params", "commentary/levels.md", "Words.")
    deep = tmp_path.joinpath("params", *below)
    with pytest.raises(ParamsError) as caught:
        load_params(CODE, params_dir=deep)
    assert caught.value.what == "The folder of parameters holds no folder partnerships."
    assert caught.value.where == str(deep)
    assert caught.value.do == f"Give {tmp_path / 'params'}, the folder that holds partnerships."


def test_a_folder_too_high_or_elsewhere_is_refused_too(tmp_path, monkeypatch):
    write(tmp_path / "params", "assessment.yaml", "months: 6\n")
    with pytest.raises(ParamsError, match=re.escape(str(tmp_path / "params"))):
        load_params(CODE, params_dir=tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ParamsError, match="Give params, the folder"):
        load_params(CODE, params_dir=Path("params/partnerships"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(ParamsError, match="holds no folder partnerships"):
        load_params(CODE, params_dir=tmp_path / "empty")


def test_a_folder_that_says_nothing_of_the_partnership_is_noted(tmp_path, example, capsys):
    root = tmp_path / "ours"
    (root / "partnerships" / "E22000901").mkdir(parents=True)
    note = f"no folder for {CODE} in ours; the defaults are used"
    assert notes_of(root, example.store) == (note,)
    given = {"params": str(root), "store": str(example.store)}
    for edition in ("partner", "public"):
        assert open_case(CODE, edition=edition, **given).notes == (note,)
        assert capsys.readouterr().err == f"note: {note}\n"
        open_case(CODE, edition=edition, **given)
        assert capsys.readouterr().err == ""  # the case was open already: once is enough
    assert load_params(CODE).folder_missing is False


def test_commentary_for_no_section_is_noted_with_the_nearest(tmp_path, example):
    write(tmp_path, "commentary/lvels.md", "Words.")
    write(tmp_path, "commentary/weather.md", "Words.")
    near, far = notes_of(tmp_path, example.store)
    assert near.endswith("no chapter of the project has a section of that name. Did you mean levels.md?")
    assert far.endswith("section of that name. partnerships/README.md lists the sections.")


FILES = {
    "plan.yaml": "priorities: [{id: P1, name: Cars}]\nactions: [{id: A1, priority: P1, action: a, lead: l, "
    "status: late, starts: 2023-01-01, indicator: vehicle_crim}]\n"
    "targets: [{indicator: robbery, kind: count, baseline: 9, aim: 1, by: 2024-03}]\n",
    "views.yaml": "surveys: [{id: s, title: t, mode: post, date: 2024-01, probability: true, base: 9, questions: "
    "[{question: q, group: residents, value: 0.5, base: 9},\n"
    "{question: r, group: residents, value: 0.5, base: 9, concern_offence: burglry}]}]\n",
    "decisions.yaml": "decisions: [{issue: drug, decision: accepted, because: b, by: c, date: 2024-01-01},\n"
    "  {issue: Domestic abuse, decision: accepted, because: b, by: c, date: 2024-01-01},\n"
    "  {issue: Vehicle crime, decision: accepted, because: b, by: c, date: 2024-01-01}]\n",
    "hypotheses.yaml": "hypotheses: [{claim: c, mechanism: m, expected_pattern: e, indicator: shop_lifting, "
    "grade: weak}]\n",
    "assessment.yaml": "priorities:\n  harm_values: {robbery: 4, robery: 3}\nrecording_changes:\n"
    "  - {month: 2023-01, offence: public_ordr, note: n, source: s}\n",
}


def test_every_offence_code_that_matches_nothing_is_noted_with_the_nearest(tmp_path, example):
    for name, text in FILES.items():
        write(tmp_path, name, text)
    found = notes_of(tmp_path, example.store)
    here = f"partnerships/{CODE}/assessment.yaml"
    scheme = "is no offence code of the data.police.uk street-level categories, so nothing is matched to it."
    assert found == (
        f"{here}, line 3, recording_changes, entry 1, offence: public_ordr {scheme} Did you mean public_order?",
        f"{here}, line 2, priorities.harm_values: robery {scheme} Did you mean robbery?",
        f"views.yaml, survey 1, question 2, concern_offence: burglry {scheme} Did you mean burglary?",
        f"plan.yaml, action 1, indicator: vehicle_crim {scheme} Did you mean vehicle_crime?",
        f"hypotheses.yaml, entry 1, indicator: shop_lifting {scheme} Did you mean shoplifting?",
        f"decisions.yaml, entry 1, issue: drug {scheme} Did you mean drugs?",
        "decisions.yaml, entry 3, issue: write vehicle_crime to match it to the scored issue.",
    )


def test_the_example_and_the_total_need_no_note(tmp_path, example):
    write(
        tmp_path,
        "plan.yaml",
        "targets: [{indicator: all_crime, kind: count, baseline: 9, aim: 1, by: 2024-03}]\n",
    )
    assert notes_of(tmp_path, example.store) == ()
    assert notes_of(example.params, example.store) == ()


def test_a_target_on_no_offence_is_refused(tmp_path, example):
    wrong = "{indicator: vehicle_crim, kind: count, baseline: 9, aim: 1, by: 2024-03}"
    write(tmp_path, "plan.yaml", f"targets:\n  - {wrong}\n")
    with pytest.raises(ParamsError) as caught:
        notes_of(tmp_path, example.store)
    assert caught.value.where == f"partnerships/{CODE}/plan.yaml, line 2, column 6"
    assert caught.value.do == "Did you mean vehicle_crime?"


def test_a_map_of_no_offence_is_refused(tmp_path, example):
    write(tmp_path, "assessment.yaml", "# ours\nplaces:\n  offence: vehicle_crimes\n")
    with pytest.raises(ParamsError) as caught:
        notes_of(tmp_path, example.store)
    assert caught.value.where == f"partnerships/{CODE}/assessment.yaml, line 3"
    assert caught.value.do == "Did you mean vehicle_crime?"
    with pytest.raises(ParamsError, match=r"command line: places\.offence is x"):
        notes_of(tmp_path, example.store, **{"places.offence": "x"})


def test_unknown_peers_are_named_with_their_line_and_the_nearest(tmp_path, example):
    write(tmp_path, "assessment.yaml", "peers:\n  codes: [E22000901, E22000991]\n")
    with pytest.raises(ParamsError) as caught:
        notes_of(tmp_path, example.store)
    assert caught.value.what == "E22000991 is not in the store's lookups."
    assert caught.value.where == f"partnerships/{CODE}/assessment.yaml, line 2"
    assert re.search(r"Nearest: [A-Z][^()]* \(E2200090", caught.value.do)


class Listed:
    """A store of four partnerships, the last two of which have data."""

    def partnerships(self):
        import pandas as pd

        codes = ["E22000002", "E22000004", "E22000030", "E22000003"]
        return pd.DataFrame(
            {"partnership_code": codes, "partnership_name": ["Two", "Four", "Thirty", "Three"]}
        )

    def delivered_months(self, source: str):
        import pandas as pd

        return pd.DataFrame({"partnership_code": ["E22000030", "E22000003"] if source == "borough" else []})

    def nearest(self, text: str, count: int = 3) -> list[str]:
        return [f"by name: {text}"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("E2200003", "Three (E22000003)"),
        ("e2200030", "Thirty (E22000030)"),
        ("E22000004", "Three (E22000003)"),
        ("E220000003", "Three (E22000003)"),
        ("22000003", "Three (E22000003)"),
        ("Bristl", "by name: Bristl"),
        ("Ward 7", "by name: Ward 7"),
    ],
)
def test_a_near_miss_of_a_code_offers_those_with_data_first(typed, first):
    assert near_partnerships(typed, Listed())[0] == first


def test_partnerships_without_data_are_offered_after_those_with():
    assert near_partnerships("E2200003", Listed()) == [
        "Three (E22000003)",
        "Thirty (E22000030)",
        "Two (E22000002)",
    ]
