"""The gate: what passes in each edition, that it fails closed, and that nothing goes round it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import show_results as made

from pads_analysis.assess.result import AreaProfileResult, Basis, NotAvailable
from pads_analysis.cli import main
from pads_analysis.release.gate import OPEN_KINDS, Released, release
from pads_analysis.vocabulary import source


@dataclass(frozen=True)
class Context:
    edition: str
    public: tuple[str, ...] = ()

    def commentary(self, section: str) -> str:
        return f"{section}: our own words."

    def public_commentary(self, section: str) -> str:
        return self.commentary(section) if section in self.public else ""


def profile(*kinds: str) -> AreaProfileResult:
    return AreaProfileResult(basis=Basis("Ownham", "2021", kinds), table=None)


@pytest.mark.parametrize("kind", sorted(OPEN_KINDS))
def test_open_data_pass_in_both_editions_untouched(kind):
    result = profile(kind)
    for edition, words in (("partner", "area_profile: our own words."), ("public", "")):
        found = release(result, Context(edition))
        assert found.value is result
        assert (found.edition, found.commentary) == (edition, words)
        assert not found.settings


@pytest.mark.parametrize("kinds", [("street", "plan"), ("views",), ("a_kind_nobody_knows",), ("street", "")])
def test_anything_else_is_withheld_whole_from_the_public(kinds):
    result = profile(*kinds)
    assert release(result, Context("partner")).value is result
    found = release(result, Context("public"))
    assert isinstance(found.value, NotAvailable)
    assert (found.value.section, found.value.element) == ("area_profile", "a")
    assert found.commentary == ""
    assert found.settings["withheld"] == tuple(sorted(set(kinds) - OPEN_KINDS))
    assert "Ownham" not in f"{found.value.because}{found.value.title}{found.value.do}"


def test_an_edition_nobody_knows_says_as_little_as_the_public_one():
    found = release(profile("street", "plan"), Context("press"))
    assert isinstance(found.value, NotAvailable) and found.commentary == ""


def test_an_absence_passes_as_it_is_but_its_commentary_only_to_partners():
    absence = NotAvailable("views", "e", "Views", "none were given")
    assert release(absence, Context("partner")).commentary == "views: our own words."
    assert release(absence, Context("public")).commentary == ""
    assert release(absence, Context("public")).value is absence


@pytest.mark.parametrize(
    "result", [profile("street"), profile("plan"), NotAvailable("area_profile", "a", "x", "y")]
)
def test_commentary_marked_as_public_passes_whatever_the_result(result):
    found = release(result, Context("public", public=("area_profile",)))
    assert found.commentary == "area_profile: our own words."
    assert release(result, Context("public", public=("views",))).commentary == ""


def test_what_was_released_cannot_be_changed():
    found = release(made.views(), Context("public"))
    with pytest.raises(AttributeError):
        found.edition = "partner"
    with pytest.raises(TypeError):
        found.settings["withheld"] = ()
    assert isinstance(found, Released)


def test_every_open_kind_is_one_whose_publisher_is_named():
    for kind in OPEN_KINDS:
        assert source(kind).licence and source(kind).attribution


CHAPTERS = "10_levels_and_patterns,30_drivers,40_community_views,50_previous_plan,90_data_and_methods"
SECRETS = {
    "plan.yaml": "priorities: [{id: P1, name: planted secret}]\n"
    "actions: [{id: A1, priority: P1, action: planted secret, lead: planted secret, "
    "status: late, reason: planted secret, lesson: planted secret, indicator: planted_secret}]\n"
    "targets: [{id: planted secret, indicator: robbery, kind: count, baseline: 9, aim: 1, by: 2024-03}]\n",
    "views.yaml": "surveys: [{id: planted secret, title: planted secret, mode: post, date: 2024-01, probability: true, "
    "base: 9, questions: [{question: planted secret, group: residents, value: 0.5, base: 9, "
    "concern_offence: planted_secret}]}]\nmeetings: [{date: 2024-01, title: planted secret, public: true, "
    "attendance: 3}]\n",
    "decisions.yaml": "decisions: [{issue: planted_secret, decision: accepted, because: planted secret, "
    "by: planted secret, date: 2024-01-01}]\n",
    "hypotheses.yaml": "hypotheses: [{claim: planted secret, mechanism: planted secret, "
    "expected_pattern: planted secret, indicator: planted_secret, grade: weak}]\n",
    "hallmarks.yaml": "scores: [{criterion: planted secret, score: 1}]\n",
    "severity.yaml": "title: planted secret\nsource: planted secret\nunit: planted secret\n"
    "weights: [{offence: burglary, weight: 3}, {offence: planted_secret, weight: 1}]\n",
    "context.yaml": "series: [{id: planted_secret, name: planted secret, file: context/library_visits.csv, "
    "unit: planted secret, source: planted secret}]\n",
    "planted_secret.yaml": "# planted secret\n",
    "notebooks/planted_secret.ipynb": "planted secret",
    "commentary/planted_secret.md": "planted secret",
    "commentary/change.md": "planted secret",
    "commentary/views.md": "Planted secret.\n<!-- public -->\n",
    "commentary/previous_plan.md": "\n<!-- public -->\nplanted secret",
    "commentary/levels.md": "<!-- public -->\nWords for everyone.\n",
}


def test_no_file_of_a_public_run_holds_what_partners_supplied(example, tmp_path: Path, capsys):
    folder = tmp_path / "params" / "partnerships" / "E22000900"
    shutil.copytree(example.params / "partnerships" / "E22000900", folder)
    shutil.copytree(example.params / "context", tmp_path / "params" / "context")
    for name, text in SECRETS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    settings = folder / "assessment.yaml"
    settings.write_text(f"# planted secret\n{settings.read_text('utf-8')}", "utf-8")
    command = ["run", "E22000900", "--edition", "public", "--store", str(example.store)]
    command += [
        "--params",
        str(tmp_path / "params"),
        "--output",
        str(tmp_path / "out"),
        "--set",
        f"chapters={CHAPTERS}",
    ]
    with pytest.raises(SystemExit) as ended:
        main(command)
    assert not ended.value.code
    assert "planted_secret" in capsys.readouterr().err  # the notes do reach the person at the terminal
    written = {path: path.read_text("utf-8") for path in (tmp_path / "out").rglob("*.*") if path.is_file()}
    assert {path.name for path in written} >= {
        *("strategic_assessment.html", "executed.ipynb", "findings.json", "log.txt", "run.json"),
    }
    for path, text in written.items():
        assert "planted" not in text.casefold(), path
        assert not any(
            name in text
            for name in ("plan.yaml", "views.yaml", "severity.yaml", "assessment.yaml", "levels.md")
        ), path
    page = written[tmp_path / "out" / "E22000900" / "strategic_assessment.html"]
    assert "Words for everyone." in page and "public --" not in page
    assert page.count("Withheld from the public edition") >= 3
    assert "no survey or meeting was given" not in page and "no plan with actions" not in page
    record = json.loads(written[tmp_path / "out" / "E22000900" / "run.json"])
    assert [file["file"] for file in record["params_files"]] == ["defaults.yaml"]
    values = {row["name"]: row["value"] for row in record["settings"]}
    assert values["period_end"] == "2024-03" and values["peers.note"]
