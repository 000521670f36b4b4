"""Decides whether a book ran to its end. Papermill's own status is not asked: it says "completed" of dead kernels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pads_analysis import errors
from pads_analysis.batch.book import PADS_MIME, is_sentinel
from pads_analysis.batch.job import Failure

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from pads_analysis.report import Document

USER_ERRORS = frozenset(
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.PadsError)
)


def judge(book: NotebookNode, run_id: str) -> Failure | None:
    """Return the first reason why the book did not pass, or None when it did.

    A book passes when every code cell was run, none has an error among its outputs, and the last cell printed
    this run's id.
    """
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    for cell in code:
        error = next((output for output in cell.outputs if output.output_type == "error"), None)
        if error is not None:
            return _from_error(cell, error)
        if cell.execution_count is None:
            return failure_at(cell, "", "The cell was not run, so the book did not reach its end.")
    if not any(is_sentinel(cell) and _says_complete(cell, run_id) for cell in code):
        return Failure("", 0, "", "", "The book did not reach its end: its last cell did not report.")
    return None


def judge_final(document: Document) -> Failure | None:
    """Return why a page marked final may not be published: a statutory element on it is empty; None for all others.

    What the edition withholds is not empty. The preflight of a run asks the data; this asks the finished page.
    """
    if document.cover.get("status") != "final":
        return None
    empty = [check for check in document.checklist if check.status == "not met" and not check.withheld]
    if not empty:
        return None
    named = "; ".join(f"({check.letter}) {check.title[:1].lower()}{check.title[1:]}" for check in empty)
    return Failure(
        "",
        0,
        "",
        "",
        f"The assessment is marked final and its page has no evidence on {named}. It was not published. Run it with "
        "status: draft to see what is missing.",
    )


def failure_at(cell: Mapping[str, Any] | None, error_name: str, message: str) -> Failure:
    """Return a failure at the place in the chapters that `cell` came from."""
    source = (cell or {}).get("metadata", {}).get("pads", {}).get("source", {})
    return Failure(
        source.get("notebook", ""), source.get("cell", 0), source.get("heading", ""), error_name, message
    )


def _from_error(cell: NotebookNode, error: NotebookNode) -> Failure:
    if error.ename in {"SystemExit", "KeyboardInterrupt"}:
        return failure_at(cell, "", "The cell ended the run early; a chapter must run to its last cell.")
    message = str(error.evalue).strip() or "no message"
    if error.ename in USER_ERRORS:
        return failure_at(cell, "", message)
    return failure_at(cell, error.ename, message.splitlines()[-1])


def _says_complete(cell: NotebookNode, run_id: str) -> bool:
    bundles = [output.get("data", {}).get(PADS_MIME) for output in cell.outputs]
    return any(
        bundle and bundle.get("kind") == "complete" and bundle.get("run_id") == run_id for bundle in bundles
    )
