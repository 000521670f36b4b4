from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from pads_analysis.batch.book import is_sentinel, make_book
from pads_analysis.errors import UsageError

PARAMETERS = 'partnership: str = "E1"\nmonths: int = 12\n'


def write(path: Path, *cells, parameters: str | None = PARAMETERS, title: str = "A chapter") -> Path:
    tagged = [] if parameters is None else [v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})]
    nbformat.write(v4.new_notebook(cells=[v4.new_markdown_cell(f"# {title}"), *tagged, *cells]), path)
    return path


def test_chapters_stand_in_the_order_given_with_one_parameters_cell(tmp_path):
    first = write(tmp_path / "20_b.ipynb", v4.new_code_cell("b = 1"), title="Second")
    second = write(tmp_path / "10_a.ipynb", v4.new_code_cell("a = 1"), title="First")
    book = make_book([first, second], {"partnership": "E9"}, run_id="r1")
    assert [cell.source for cell in book.cells[:-1]] == ["# Second", PARAMETERS, "b = 1", "# First", "a = 1"]
    assert sum("parameters" in cell.metadata.get("tags", []) for cell in book.cells) == 1
    assert is_sentinel(book.cells[-1])
    assert "r1" in book.cells[-1].source
    nbformat.validate(book)


def test_every_cell_remembers_file_number_heading_and_chapter(tmp_path):
    chapter = write(
        tmp_path / "10_a.ipynb",
        v4.new_markdown_cell("## How much\n\nWords."),
        v4.new_code_cell("x = 1", metadata={"pads": {"section": "levels", "element": "a"}}),
        v4.new_code_cell("   "),
        v4.new_code_cell("y = 1"),
        title="Levels",
    )
    cells = make_book([chapter, chapter], {}).cells
    by_source = [cell.metadata["pads"]["source"] for cell in cells if cell.source in {"x = 1", "y = 1"}]
    expected = {"notebook": "10_a.ipynb", "heading": "How much", "chapter": "Levels"}
    assert by_source == [{**expected, "cell": 4}, {**expected, "cell": 6}] * 2
    marked = next(cell for cell in cells if cell.source == "x = 1")
    assert (marked.metadata["pads"]["section"], marked.metadata["pads"]["element"]) == ("levels", "a")
    ids = [cell["id"] for cell in cells]
    assert len(set(ids)) == len(ids)


def test_outputs_and_counts_of_the_chapters_are_stripped(tmp_path):
    ran = v4.new_code_cell("1", execution_count=7, outputs=[v4.new_output("stream", text="old\n")])
    book = make_book([write(tmp_path / "a.ipynb", ran)], {})
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


@pytest.mark.parametrize(
    "source",
    [
        "!ls",
        "files = !ls",
        "%%bash\necho 1",
        "%sx ls",
        "%%sx\nls",
        "%system ls",
        "%%script sh\nls",
        "if True:\n    !ls",
        "!!ls",
        "get_ipython().system('ls')",
    ],
)
def test_a_shell_command_is_refused_with_its_place(tmp_path, source):
    chapter = write(tmp_path / "10_a.ipynb", v4.new_markdown_cell("## Here"), v4.new_code_cell(source))
    with pytest.raises(UsageError, match=r'10_a\.ipynb, cell 4 "Here".*shell'):
        make_book([chapter], {})


@pytest.mark.parametrize(
    "source", ["a != b", 'text = "!ls"', '"""\n!ls\n"""', "%matplotlib inline", "%%time\nx = 1"]
)
def test_what_only_looks_like_a_shell_command_is_kept(tmp_path, source):
    book = make_book([write(tmp_path / "a.ipynb", v4.new_code_cell(source))], {})
    assert source in [cell.source for cell in book.cells]


def test_missing_and_unreadable_chapters_are_usage_errors(tmp_path):
    with pytest.raises(UsageError, match=r"gone\.ipynb: There is no such chapter"):
        make_book([tmp_path / "gone.ipynb"], {})
    broken = tmp_path / "broken.ipynb"
    broken.write_text("{not json", "utf-8")
    with pytest.raises(UsageError, match=r"broken\.ipynb: .*cannot be read as a notebook"):
        make_book([broken], {})
    with pytest.raises(UsageError, match="no chapters"):
        make_book([], {})


def test_the_parameters_cell_is_required_once_and_alike(tmp_path):
    good = write(tmp_path / "good.ipynb")
    bare = write(tmp_path / "bare.ipynb", parameters=None)
    other = write(tmp_path / "other.ipynb", parameters="partnership = 'E1'\nweeks = 4\n")
    twice = write(tmp_path / "twice.ipynb", v4.new_code_cell("z = 1", metadata={"tags": ["parameters"]}))
    with pytest.raises(UsageError, match=r"bare\.ipynb: .*no cell tagged"):
        make_book([good, bare], {})
    with pytest.raises(UsageError, match=r"other\.ipynb: .*months, weeks"):
        make_book([good, other], {})
    with pytest.raises(UsageError, match=r"twice\.ipynb: .*2 cells tagged"):
        make_book([twice], {})


def test_a_parameter_that_no_chapter_declares_is_refused(tmp_path):
    with pytest.raises(UsageError, match="does not declare partnershp"):
        make_book([write(tmp_path / "a.ipynb")], {"partnershp": "E1"})
