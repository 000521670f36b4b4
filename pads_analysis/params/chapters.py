"""Which chapters an assessment may bind, and the notebooks that a partnership adds of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from pads_analysis.errors import ParamsError
from pads_analysis.params.fields import CHAPTER_STEM, is_own_notebook
from pads_analysis.params.folder import PARTNERSHIPS, inside
from pads_analysis.params.locations import notebooks_dir
from pads_analysis.params.messages import nearest
from pads_analysis.params.shape import KeyPath


def known_chapters(defaults: object) -> list[str]:
    """Return the names that may be bound: the default chapters and every numbered notebook beside them.

    `defaults` is as written in `defaults.yaml`, so it may be no list at all; the model then refuses it.
    """
    listed = [stem for stem in defaults if isinstance(stem, str)] if isinstance(defaults, list) else []
    beside = (path.stem for path in notebooks_dir().glob("[0-9][0-9]_*.ipynb"))
    return sorted({*listed, *beside})


def own_notebooks(
    entries: object, code: str, folder: Path | None, known: Iterable[str], where: Callable[[KeyPath], str]
) -> tuple[dict[str, Path], list[ParamsError]]:
    """Find the notebook behind each entry of `chapters`.

    Parameters
    ----------
    entries : object
        The entries as written; those that are no chapter names at all are left to the model to refuse.
    code : str
        Partnership code.
    folder : Path or None
        The partnership's folder; None when it has none.
    known : iterable of str
        Chapters of the project.
    where : callable
        Gives the place of a path of keys and list positions.

    Returns
    -------
    tuple of (dict of str to Path, list of ParamsError)
        The partnership's own notebooks by entry, and the entries that lead nowhere.
    """
    own: dict[str, Path] = {}
    wrong: list[ParamsError] = []
    known = list(known)
    for position, entry in enumerate(entries if isinstance(entries, (list, tuple)) else ()):
        place = where(("chapters", position))
        if not isinstance(entry, str):
            continue
        if re.fullmatch(CHAPTER_STEM, entry):
            if entry not in known:
                guess = nearest(entry, known)
                do = f"Did you mean {guess}?" if guess else f"The chapters are {', '.join(known)}."
                wrong.append(ParamsError(f"There is no chapter {entry}.", place, do))
        elif is_own_notebook(entry):
            path = folder / entry if folder else None
            if path and path.is_file() and inside(folder, path):
                own[entry] = path
            else:
                wrong.append(_no_notebook(entry, code, place))
    return own, wrong


def refused_to_the_public(
    entries: Iterable[str], own: Iterable[str], where: Callable[[KeyPath], str]
) -> list[ParamsError]:
    """Return a problem for each notebook of the partnership's own: what it prints has passed no gate.

    Parameters
    ----------
    entries : iterable of str
        `chapters`, as checked.
    own : iterable of str
        Those of them that are the partnership's own notebooks.
    where : callable
        Gives the place of a path of keys and list positions.
    """
    own = set(own)
    return [
        ParamsError(
            f"The public edition does not run {entry}, a notebook of the partnership's own: what it prints has not "
            "passed the gate.",
            where(("chapters", position)),
            "Make the partner edition, or give chapters without it for this run: --set chapters=NAME,NAME.",
        )
        for position, entry in enumerate(entries)
        if entry in own
    ]


def _no_notebook(entry: str, code: str, place: str) -> ParamsError:
    return ParamsError(
        f"There is no notebook {entry} in the partnership's folder.",
        place,
        f"Put it at {PARTNERSHIPS}/{code}/{entry}, or correct the entry.",
    )
