"""Binds chapters into one notebook, in memory, and remembers where every cell came from."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pads_analysis.errors import UsageError

if TYPE_CHECKING:
    from nbformat import NotebookNode

PADS_MIME = "application/vnd.pads+json"
SHELL_MAGICS = frozenset({"bash", "sh", "script", "cmd", "perl", "ruby", "sx", "system", "!"})
SHELL_CALLS = frozenset({"system", "getoutput", "getoutput_pipe"})
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)


def make_book(chapters: Sequence[Path], parameters: Mapping[str, Any], *, run_id: str = "") -> NotebookNode:
    """Concatenate chapters into one notebook that one kernel can run.

    Parameters
    ----------
    chapters : sequence of Path
        Chapter notebooks, in the order of the book.
    parameters : mapping
        What will be passed to the book; every name must be one that the chapters declare.
    run_id : str
        Printed by the last cell, which proves that the book was run to its end.

    Returns
    -------
    NotebookNode
        nbformat 4.5, outputs stripped, one `parameters` cell (the first chapter's), and in every cell
        `metadata.pads.source` = {notebook, cell (from 1, in its own file), heading, chapter}.

    Raises
    ------
    UsageError
        When a chapter is missing or unreadable, has no `parameters` cell or other names in it than the first,
        does not declare a parameter that is passed, or runs a shell command.
    """
    from nbformat import v4

    if not chapters:
        raise UsageError("The book has no chapters.", "chapters", "Name at least one notebook.")
    cells: list[NotebookNode] = []
    titles: list[dict[str, str]] = []
    declared: frozenset[str] | None = None
    for position, path in enumerate(chapters, start=1):
        notebook = _read(Path(path))
        names = _declared(notebook, Path(path))
        _check_names(names, declared, parameters, Path(path), Path(chapters[0]))
        bound, title = _bind(notebook, Path(path), position, keep_parameters=declared is None)
        declared = names if declared is None else declared
        cells.extend(bound)
        titles.append({"notebook": Path(path).name, "title": title})
    cells.append(_sentinel(run_id))
    book = v4.new_notebook(cells=cells)
    book.metadata = v4.new_notebook().metadata
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book.metadata["language_info"] = {"name": "python"}
    book.metadata["pads"] = {"chapters": titles}
    return book


def is_sentinel(cell: Mapping[str, Any]) -> bool:
    """Say whether `cell` is the one that `make_book` adds at the end."""
    return bool(cell["metadata"].get("pads", {}).get("sentinel"))


def _read(path: Path) -> NotebookNode:
    import nbformat

    if not path.is_file():
        raise UsageError("There is no such chapter.", path.name, "Check `chapters` in the params.")
    try:
        notebook = nbformat.reads(path.read_text("utf-8"), as_version=4)
        nbformat.validate(notebook)
    except Exception as error:  # nbformat raises a different class for each way a file can be broken
        raise UsageError(
            "The chapter cannot be read as a notebook.", path.name, "Open it in JupyterLab and save it again."
        ) from error
    return notebook


def _declared(notebook: NotebookNode, path: Path) -> frozenset[str]:
    tagged = [cell for cell in notebook.cells if _is_parameters(cell)]
    if len(tagged) != 1:
        found = "no cell" if not tagged else f"{len(tagged)} cells"
        raise UsageError(
            f"The chapter has {found} tagged `parameters`.",
            path.name,
            "Tag its second cell, and only that, `parameters`.",
        )
    try:
        body = ast.parse(tagged[0].source).body
    except SyntaxError as error:
        raise UsageError(
            "The parameters cell is not valid Python.", path.name, "Mend it in JupyterLab."
        ) from error
    names: set[str] = set()
    for statement in body:
        targets = (
            statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        )
        names.update(target.id for target in targets if isinstance(target, ast.Name))
    return frozenset(names)


def _check_names(
    names: frozenset[str],
    declared: frozenset[str] | None,
    parameters: Mapping[str, Any],
    path: Path,
    first: Path,
) -> None:
    if declared is not None and names != declared:
        odd = ", ".join(sorted(names ^ declared))
        raise UsageError(
            f"Its parameters differ from those of {first.name}: {odd}.",
            path.name,
            "Give every chapter the same parameters cell.",
        )
    unknown = sorted(set(parameters) - names)
    if unknown:
        raise UsageError(
            f"The chapter does not declare {', '.join(unknown)}.", path.name, "Add it to the parameters cell."
        )


def _bind(
    notebook: NotebookNode, path: Path, position: int, *, keep_parameters: bool
) -> tuple[list[NotebookNode], str]:
    from nbformat import v4

    bound: list[NotebookNode] = []
    chapter = heading = path.stem.replace("_", " ")
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "markdown":
            found = HEADING.findall(cell.source)
            if found and len(bound) == 0:
                chapter = found[0]
            heading = found[-1] if found else heading
        if not cell.source.strip() or (_is_parameters(cell) and not keep_parameters):
            continue
        if cell.cell_type == "code":
            _refuse_shell(cell.source, path, number, heading)
        make = {"code": v4.new_code_cell, "markdown": v4.new_markdown_cell}.get(
            cell.cell_type, v4.new_raw_cell
        )
        new = make(source=cell.source, id=f"c{position:02d}-{number:03d}")
        pads = dict(cell.metadata.get("pads", {}))
        pads["source"] = {"notebook": path.name, "cell": number, "heading": heading, "chapter": chapter}
        new.metadata.update({"tags": list(cell.metadata.get("tags", [])), "pads": pads})
        if cell.get("attachments"):
            new["attachments"] = cell["attachments"]
        bound.append(new)
    return bound, chapter


def _is_parameters(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and "parameters" in cell.metadata.get("tags", [])


def _refuse_shell(source: str, path: Path, number: int, heading: str) -> None:
    """Raise when a cell starts a shell: chapters run unattended, on other people's machines."""
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        tree = ast.parse(TransformerManager().transform_cell(source))
    except SyntaxError:
        return  # the kernel will say so better, with the line
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _starts_shell(node):
            raise UsageError(
                "The cell runs a shell command.",
                f'{path.name}, cell {number} "{heading}"',
                "Use Python, or do it outside the notebook.",
            )


def _starts_shell(call: ast.Call) -> bool:
    function = call.func
    if not isinstance(function, ast.Attribute) or not isinstance(function.value, ast.Call):
        return False
    owner = function.value.func
    if not isinstance(owner, ast.Name) or owner.id != "get_ipython":
        return False
    if function.attr in SHELL_CALLS:
        return True
    first = call.args[0] if call.args else None
    magic = str(first.value).split() if isinstance(first, ast.Constant) and first.value else []
    return function.attr in {"run_line_magic", "run_cell_magic"} and bool(magic) and magic[0] in SHELL_MAGICS


def _sentinel(run_id: str) -> NotebookNode:
    from nbformat import v4

    bundle = {PADS_MIME: {"kind": "complete", "run_id": run_id}, "text/plain": "The book is complete."}
    cell = v4.new_code_cell(
        source=f"from IPython.display import display\n\ndisplay({bundle!r}, raw=True)", id="complete"
    )
    cell.metadata.update({"tags": [], "pads": {"sentinel": True}})
    return cell
