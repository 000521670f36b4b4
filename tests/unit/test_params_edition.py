"""What the public edition takes out of the parameters before anything can rest on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pads_analysis import assess
from pads_analysis.assess.result import NotAvailable
from pads_analysis.data.opening import open_case
from pads_analysis.errors import ParamsError
from pads_analysis.params import for_edition, load_params, params_dir

CODE = "E22000900"
OWN = "chapters: [20_change, notebooks/own.ipynb]\n"


def write(root: Path, name: str, text: str) -> None:
    path = root / "partnerships" / CODE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, "plan.yaml", "title: ours\n")
    write(tmp_path, "hallmarks.yaml", "scores: [{criterion: one, score: 1}]\n")
    write(tmp_path, "commentary/levels.md", "<!-- public -->\n\nFor all.\n")
    write(tmp_path, "commentary/change.md", "For partners.\n")
    write(tmp_path, "assessment.yaml", "contact: The office\n")
    return tmp_path


def test_the_partner_edition_keeps_everything(root):
    found = load_params(CODE, params_dir=root)
    assert for_edition(found) is found
    assert found.withheld == ()
    assert found.commentary == {"levels": "\nFor all.\n", "change": "For partners.\n"}
    assert found.public_commentary == {"levels"}


def test_the_public_edition_keeps_settings_and_public_words_only(root):
    found = for_edition(load_params(CODE, params_dir=root, overrides={"edition": "public"}))
    assert (found.plan, found.views, found.decisions, found.hypotheses, found.hallmarks) == (None,) * 5
    assert found.withheld == ("plan", "hallmarks", "commentary")
    assert found.commentary == {"levels": "\nFor all.\n"}
    assert found.files == (params_dir() / "defaults.yaml",)
    assert found.params.contact == "The office"
    assert found.origin["contact"] == "a file of parameters" and found.origin["months"] == "default"
    assert for_edition(found) == found


@pytest.mark.parametrize(
    ("text", "printed", "public"),
    [
        ("<!-- public -->\nWords", "Words", True),
        ("<!--public-->\r\nWords", "Words", True),
        ("\ufeff<!-- public -->\nWords", "Words", True),
        ("\n<!-- public -->\nWords", "\n<!-- public -->\nWords", False),
        ("<!-- public --> Words", "<!-- public --> Words", False),
        ("<!-- not public -->\nWords", "<!-- not public -->\nWords", False),
        ("public\nWords", "public\nWords", False),
    ],
)
def test_only_a_first_line_of_its_own_makes_commentary_public(tmp_path, text, printed, public):
    write(tmp_path, "commentary/levels.md", "")
    (tmp_path / "partnerships" / CODE / "commentary" / "levels.md").write_bytes(text.encode("utf-8"))
    found = load_params(CODE, params_dir=tmp_path)
    assert found.commentary == {"levels": printed}
    assert ("levels" in found.public_commentary) is public


def test_a_mark_without_words_is_no_commentary(tmp_path):
    write(tmp_path, "commentary/levels.md", "<!-- public -->")
    found = load_params(CODE, params_dir=tmp_path)
    assert found.commentary == {} and found.public_commentary == frozenset()


def test_own_notebooks_do_not_run_in_the_public_edition(root):
    write(root, "notebooks/own.ipynb", "{}")
    write(root, "assessment.yaml", OWN)
    assert load_params(CODE, params_dir=root).own_notebooks
    with pytest.raises(ParamsError) as caught:
        load_params(CODE, params_dir=root, overrides={"edition": "public"})
    assert caught.value.exit_code == 2
    assert caught.value.what.startswith("The public edition does not run notebooks/own.ipynb")
    assert caught.value.where.endswith("assessment.yaml, line 1, column 23")
    assert "--set chapters=" in caught.value.do
    given = {"edition": "public", "chapters": "20_change"}
    assert load_params(CODE, params_dir=root, overrides=given).own_notebooks == {}


def test_a_public_case_holds_nothing_that_was_supplied_and_says_so(example, capsys):
    given = {"params": str(example.params), "store": str(example.store)}
    case = open_case(CODE, edition="public", **given)
    assert case.resolved.withheld == (
        "plan",
        "views",
        "decisions",
        "hypotheses",
        "context",
        "county",
        "issues",
        "commentary",
    )
    assert case.commentary("levels") == "" and case.notes == ()
    for name, element in (("views", "e"), ("previous_plan", "f"), ("hypotheses", "c"), ("decisions", "d")):
        found = getattr(assess, name)(case)
        assert isinstance(found, NotAvailable)
        assert (found.section, found.element, found.title) == (
            name,
            element,
            "Withheld from the public edition",
        )
    assert "no self-assessment was given" in assess.hallmarks(case).because
    assert open_case(CODE, **given).commentary("levels")
    assert capsys.readouterr().err == ""
