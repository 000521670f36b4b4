"""The chapters stay thin: prose with verbs, one shape, no outputs in the repository."""

from __future__ import annotations

import ast
import json
import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from pads_analysis import assess
from pads_analysis.params import params_dir
from pads_analysis.params.yaml_file import read_yaml
from pads_analysis.vocabulary import statutory_elements

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
CHAPTERS = sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
OVERVIEW = NOTEBOOKS / "overview.ipynb"
MAX_LINES = 8


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def code_cells(path: Path) -> list[NotebookNode]:
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def section_cells(path: Path) -> list[NotebookNode]:
    return [
        cell
        for cell in code_cells(path)
        if cell.metadata.get("pads", {}).get("section") not in (None, "cover")
    ]


def test_the_chapters_are_those_of_the_default_book() -> None:
    assert [path.stem for path in CHAPTERS] == list(
        read_yaml(params_dir() / "defaults.yaml").data["chapters"]
    )


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
class TestChapter:
    def test_is_valid_and_stripped(self, path: Path) -> None:
        notebook = read(path)
        nbformat.validate(notebook)
        for cell in notebook.cells:
            assert not cell.get("outputs")
            assert cell.get("execution_count") is None
        ids = [cell.id for cell in notebook.cells]
        assert len(ids) == len(set(ids))

    def test_opens_with_a_title_and_parameters(self, path: Path) -> None:
        title, parameters = read(path).cells[:2]
        assert title.cell_type == "markdown" and title.source.startswith("# ")
        assert parameters.metadata["tags"] == ["parameters"]

    def test_parameters_are_annotated_and_equal_the_defaults(self, path: Path) -> None:
        tree = ast.parse(read(path).cells[1].source)
        assert all(isinstance(node, ast.AnnAssign) for node in tree.body)
        found = {node.target.id: ast.literal_eval(node.value) for node in tree.body}
        assert {"partnership", "period_end", "months", "edition", "params", "store"} <= set(found)
        defaults = read_yaml(params_dir() / "defaults.yaml").data
        for name in ("period_end", "months", "edition"):
            assert found[name] == defaults[name]

    def test_cells_are_short_and_plain(self, path: Path) -> None:
        for cell in code_cells(path):
            assert len(cell.source.splitlines()) <= MAX_LINES
            for node in ast.walk(ast.parse(cell.source)):
                assert not isinstance(node, ast.For | ast.While | ast.If | ast.FunctionDef | ast.ListComp)
            assert not re.search(
                r"groupby|read_csv|open\(|warnings|^[!%]|/home|C:\\", cell.source, re.MULTILINE
            )

    def test_only_the_package_is_imported(self, path: Path) -> None:
        for cell in code_cells(path):
            for node in ast.walk(ast.parse(cell.source)):
                assert not isinstance(node, ast.ImportFrom)
                if isinstance(node, ast.Import):
                    assert [(name.name, name.asname) for name in node.names] == [("pads_analysis", "pads")]

    def test_every_section_says_which_element_it_serves(self, path: Path) -> None:
        letters = {element.letter for element in statutory_elements()} | {""}
        for cell in section_cells(path):
            assert cell.metadata["pads"]["element"] in letters
            assert cell.metadata["pads"]["section"]

    def test_every_section_has_a_heading_and_a_sentence(self, path: Path) -> None:
        cells = read(path).cells
        for before, cell in pairwise(cells):
            if cell in section_cells(path):
                heading, _, sentence = before.source.partition("\n\n")
                assert heading.startswith("## ") and sentence.strip().endswith(".")

    def test_every_result_passes_the_gate(self, path: Path) -> None:
        for cell in section_cells(path):
            asked = set(re.findall(r"pads\.assess\.(\w+)\(case", cell.source))
            assert asked and asked <= set(assess.__all__)
            assert cell.source.count("pads.assess.") == cell.source.count("pads.release(")


def test_every_statutory_element_has_a_chapter_with_a_section() -> None:
    served = {cell.metadata["pads"]["element"] for path in CHAPTERS for cell in section_cells(path)}
    assert {element.letter for element in statutory_elements()} <= served
    assert {element.chapter for element in statutory_elements()} <= {path.stem for path in CHAPTERS}


def test_every_question_is_asked_in_some_chapter() -> None:
    text = " ".join(cell.source for path in [*CHAPTERS, OVERVIEW] for cell in code_cells(path))
    assert set(assess.__all__) == set(re.findall(r"pads\.assess\.(\w+)\(", text))


def test_section_ids_are_unique_over_the_book() -> None:
    sections = [cell.metadata["pads"]["section"] for path in CHAPTERS for cell in section_cells(path)]
    assert len(sections) == len(set(sections))


def test_parameter_cells_are_the_same_in_every_chapter() -> None:
    assert len({json.dumps(read(path).cells[1].source) for path in CHAPTERS}) == 1


class TestOverview:
    """The overview of a county keeps the rules of the chapters, with a county in the place of a partnership."""

    def test_it_is_valid_stripped_and_opens_with_a_title_and_parameters(self) -> None:
        notebook = read(OVERVIEW)
        nbformat.validate(notebook)
        assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)
        assert notebook.cells[0].source.startswith("# ")
        assert notebook.cells[1].metadata["tags"] == ["parameters"]

    def test_its_parameters_are_those_of_a_chapter_but_for_the_county(self) -> None:
        own, chapter = (
            {
                node.target.id: ast.literal_eval(node.value)
                for node in ast.parse(read(path).cells[1].source).body
            }
            for path in (OVERVIEW, CHAPTERS[0])
        )
        assert own.pop("county") == "E10000900"
        chapter.pop("partnership")
        assert own == chapter

    def test_its_cells_are_short_and_every_result_passes_the_gate(self) -> None:
        for cell in section_cells(OVERVIEW):
            assert len(cell.source.splitlines()) <= MAX_LINES
            asked = set(re.findall(r"pads\.assess\.(\w+)\(area\)", cell.source))
            assert asked and asked <= set(assess.__all__)
            assert cell.source.count("pads.assess.") == cell.source.count("pads.release(") == 1
            assert cell.metadata["pads"]["element"] == "g"

    def test_its_sections_have_a_heading_and_a_sentence(self) -> None:
        for before, cell in pairwise(read(OVERVIEW).cells):
            if cell in section_cells(OVERVIEW):
                heading, _, sentence = before.source.partition("\n\n")
                assert heading.startswith("## ") and sentence.strip().endswith(".")
