"""Each mistake in plan.yaml has one clear message, with the line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from plan_cases import action, plan, target

from pads_analysis.data.codes import check_targets, known_offences
from pads_analysis.errors import ParamsError
from pads_analysis.params import load_params
from pads_analysis.vocabulary import offence_scheme

CODE = "E22000123"
HEAD = "priorities: [{id: P1, name: Drugs}, {id: P2, name: Theft}]\n"
ACTION = "actions:\n  - {id: A1, priority: P1, action: x, lead: L, status: late"
TARGET = "targets:\n  - {indicator: drugs, kind: count, baseline: 9, aim: 8, by: 2026-03"


def written(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "partnerships" / CODE
    folder.mkdir(parents=True)
    (folder / "plan.yaml").write_text(HEAD + text + "\n", "utf-8")


def problem(tmp_path: Path, text: str) -> ParamsError:
    """Return the one problem of a plan."""
    written(tmp_path, text)
    with pytest.raises(ParamsError) as caught:
        load_params(CODE, params_dir=tmp_path)
    assert not caught.value.problems, "one message, not several"
    return caught.value


@pytest.mark.parametrize(
    ("text", "line", "what", "do"),
    [
        ("actions:\n  - {id: A1, priority: P1, action: x, status: late}", 3, "actions, entry 1, lead is missing.",
         "Add it. Organisation or post that leads it."),
        ("actions:\n  - {id: A1, priority: P1, action: x, lead: '', status: late}", 3,
         "actions, entry 1, lead is empty.", "Write something here."),
        (f"{ACTION}, due: 2024-02-30}}", 3, "actions, entry 1, due is '2024-02-30', which is not a date.",
         "Use YYYY-MM-DD, for example 2026-03-31."),
        (f"{ACTION}, due: 2024-13-01}}", 3, "actions, entry 1, due is '2024-13-01', which is not a date.", None),
        (f"{ACTION}}}\n  - {{id: A1, priority: P2, action: y, lead: L, status: late}}", 4,
         "actions names the id 'A1' twice.", "Delete one of the two."),
        (f"{ACTION}, objective: O1}}", 3,
         "The plan has the action 'A1' for the objective 'O1', which is not listed under objectives.",
         "Use the id of an objective in this file: none yet."),
        ("objectives: [{id: O1, priority: P2, text: t}]\n" + ACTION + ", objective: O1}", 4,
         "The plan has the action 'A1' for the objective 'O1', which belongs to the priority 'P2'.",
         "Correct the objective or the priority."),
        (f"{ACTION}, rating: {{delivery: fine, reason: r, by: b}}}}", 3,
         "actions, entry 1, rating, delivery is 'fine', which is not one of its values.",
         "Use complete, on track, at risk, behind, not due or stopped."),
        (f"{ACTION}, rating: {{delivery: complete, by: b}}}}", 3, "actions, entry 1, rating, reason is missing.", None),
        (f"{ACTION}, spend: -1}}", 3, "actions, entry 1, spend is -1, which is out of range.", None),
        (f"{ACTION}, carry_forward: with change}}", 3,
         "actions, entry 1 is carried forward with a change that is not named.",
         "Write carry_reason: what is to change."),
        (f"{TARGET}, priority: P3}}", 3,
         "The plan has the target on drugs for the priority 'P3', which is not listed under priorities.",
         "Use the id of a priority in this file: P1, P2."),
        (f"{TARGET}}}\n  - {{indicator: drugs, kind: rate, baseline: 9, aim: 8, by: 2026-03-31}}", 4,
         "targets holds two targets on drugs by 2026-03-31.", "Delete one of the two, or give it another date."),
        (TARGET.replace("2026-03", "2026-13}"), 3,
         "targets, entry 1, by is '2026-13', which is neither a date nor a month.", None),
        (TARGET.replace("count", "reduction") + "}", 3,
         "targets, entry 1 has an aim of 8 for a reduction, which is more than everything.", None),
        (TARGET.replace("count", "increase") + ", better: lower}", 3,
         "targets, entry 1 calls lower better, for an increase.", "Delete better, or correct kind."),
        (f"{TARGET}, id: T1}}\n  - {{id: T1, indicator: theft, kind: count, baseline: 9, aim: 8, by: 2026-03}}", 4,
         "targets names the id 'T1' twice.", "Delete one of the two."),
    ],
)  # fmt: skip
def test_each_mistake_has_one_message_with_its_line(tmp_path, text, line, what, do):
    found = problem(tmp_path, text)
    assert found.what == what
    assert found.where.startswith(f"partnerships/{CODE}/plan.yaml, line {line}, column ")
    assert found.do if do is None else found.do == do


class Held:
    """A store that holds a category which no list of ours knows."""

    def partnership_months(self, source: str) -> pd.DataFrame:
        return pd.DataFrame({"offence_code": ["burglary", "newly_printed"]})


def test_a_target_on_an_unknown_offence_is_refused_with_line_and_nearest_name(tmp_path):
    written(tmp_path, TARGET.replace("drugs", "vehicle_crimes") + "}")
    resolved = load_params(CODE, params_dir=tmp_path)
    known = known_offences(offence_scheme("street"), Held(), "street")
    with pytest.raises(ParamsError) as caught:
        check_targets(resolved, known)
    assert caught.value.what.startswith(
        "targets, entry 1, indicator is 'vehicle_crimes', which is no offence code of"
    )
    assert caught.value.where == f"partnerships/{CODE}/plan.yaml, line 3, column 6"
    assert caught.value.do == "Did you mean vehicle_crime?"


@pytest.mark.parametrize("code", ["burglary", "all_crime", "newly_printed"])
def test_a_target_on_what_the_data_hold_is_accepted(tmp_path, code):
    resolved = replace(load_params(CODE), plan=plan(targets=[target("count", 1, indicator=code)]))
    check_targets(resolved, known_offences(offence_scheme("street"), Held(), "street"))
    assert resolved.plan.targets[0].indicator == code


def test_carrying_forward_takes_yes_and_no_as_words(tmp_path):
    written(tmp_path, f"{ACTION}, carry_forward: yes}}")
    assert load_params(CODE, params_dir=tmp_path).plan.actions[0].carry_forward == "yes"


def test_what_is_new_may_be_left_out():
    one = plan(actions=[action("A1", "late")], targets=[target("rate", 1)])
    assert (one.actions[0].spend, one.actions[0].rating, one.priorities[0].weight) == (None, None, None)
    assert one.targets[0].lower_is_better
