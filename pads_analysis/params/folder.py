"""A partnership's folder: which files it may hold, and what they say before anything is checked."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from pads_analysis.errors import ParamsError
from pads_analysis.params.characters import first_hidden
from pads_analysis.params.fields import PARTNERSHIP_CODE
from pads_analysis.params.messages import nearest
from pads_analysis.params.yaml_file import Document, read_text, read_yaml

PARTNERSHIPS = "partnerships"
#: Files that a partnership may supply beside its settings, each by its stem; the public edition may hold none of them.
SUPPLIED = (
    "plan",
    "views",
    "decisions",
    "hypotheses",
    "hallmarks",
    "severity",
    "context",
    "county",
    "issues",
    "matrix",
)
DOCUMENTS = ("assessment", *SUPPLIED)
LARGEST_COMMENTARY = 100 * 1024

_FILES = tuple(f"{name}.yaml" for name in DOCUMENTS)
_FOLDERS = ("commentary", "notebooks")
_SECTION = re.compile(r"[a-z][a-z0-9_]*")
_PUBLIC = re.compile(r"[ \t]*<!--[ \t]*public[ \t]*-->[ \t]*(?:\n|$)")


@dataclass(slots=True)
class Contents:
    """What one partnership's folder holds.

    Attributes
    ----------
    folder : Path or None
        The folder; None when the partnership has none.
    documents : dict of str to Document
        By stem, one of `DOCUMENTS`.
    commentary : dict of str to str
        Markdown by section, without the line that makes it public.
    public_commentary : set of str
        Sections whose commentary says in its first line that the public may read it.
    files : list of Path
        Every file that was read.
    warnings : list of str
        What lies there and is not read.
    wrong : list of ParamsError
        Files that could not be read.
    """

    folder: Path | None = None
    documents: dict[str, Document] = field(default_factory=dict)
    commentary: dict[str, str] = field(default_factory=dict)
    public_commentary: set[str] = field(default_factory=set)
    files: list[Path] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    wrong: list[ParamsError] = field(default_factory=list)


def read_folder(params_dir: Path, code: str, sections: Collection[str] = ()) -> Contents:
    """Read everything that `params_dir/partnerships/<code>` says.

    Names are compared exactly, also where the file system ignores case, so that a folder means the same
    everywhere.

    Parameters
    ----------
    params_dir : Path
        Folder that holds `partnerships`.
    code : str
        Partnership code, already checked.
    sections : collection of str
        Sections that a report has; when given, commentary for any other is warned about.
    """
    contents = Contents()
    names = _listing(params_dir / PARTNERSHIPS)
    contents.warnings += [_stray_folder(name, code) for name in names if _is_stray(params_dir, name)]
    if code not in names or not (params_dir / PARTNERSHIPS / code).is_dir():
        return contents
    contents.folder = params_dir / PARTNERSHIPS / code
    for name in _listing(contents.folder):
        path, shown_name = contents.folder / name, f"{PARTNERSHIPS}/{code}/{name}"
        if name in _FILES:
            _read_document(contents, path, shown_name)
        elif name == "commentary" and path.is_dir():
            _read_commentary(contents, path, shown_name, sections)
        elif not (name == "README.md" or (name == "notebooks" and path.is_dir())):
            contents.warnings.append(_not_read(shown_name, nearest(name, (*_FILES, *_FOLDERS))))
    return contents


def inside(folder: Path, path: Path) -> bool:
    """Return whether a path, links followed, lies inside a folder."""
    return path.resolve().is_relative_to(folder.resolve())


def _listing(folder: Path) -> list[str]:
    """Return the names in a folder, sorted, without hidden ones (.DS_Store, .ipynb_checkpoints)."""
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def _read_document(contents: Contents, path: Path, name: str) -> None:
    try:
        _refuse_outside(contents, path, name)
        contents.documents[path.stem] = read_yaml(path, name)
        contents.files.append(path)
    except ParamsError as error:
        contents.wrong.append(error)


def _read_commentary(contents: Contents, folder: Path, folder_name: str, sections: Collection[str]) -> None:
    for name in _listing(folder):
        path, shown_name = folder / name, f"{folder_name}/{name}"
        if name == "README.md":
            continue
        if path.suffix != ".md" or not _SECTION.fullmatch(path.stem):
            contents.warnings.append(_not_read(shown_name, _like_markdown(path.stem)))
            continue
        if sections and path.stem not in sections:
            guess = nearest(path.stem, sections)
            contents.warnings.append(_not_printed(shown_name, guess))
        try:
            _refuse_outside(contents, path, shown_name)
            text = _markdown(path, shown_name)
        except ParamsError as error:
            contents.wrong.append(error)
            continue
        contents.files.append(path)
        marked = _PUBLIC.match(text)
        text = text[marked.end() :] if marked else text
        if text.strip():
            contents.commentary[path.stem] = text
            if marked:
                contents.public_commentary.add(path.stem)


def _markdown(path: Path, name: str) -> str:
    text = read_text(path, name, LARGEST_COMMENTARY)
    found = first_hidden(text)
    if found:
        line, column, code = found
        raise ParamsError(
            f"The text holds the hidden character {code}.",
            f"{name}, line {line}, column {column}",
            "Delete it: retype the text there rather than pasting it.",
        )
    return text


def _refuse_outside(contents: Contents, path: Path, name: str) -> None:
    if contents.folder is not None and not inside(contents.folder, path):
        raise ParamsError(
            "The file is a link that leaves the partnership's folder.", name, "Put the file itself there."
        )


def _like_markdown(stem: str) -> str:
    tidy = re.sub(r"[^a-z0-9]+", "_", stem.casefold()).strip("_")
    return f"{tidy}.md" if _SECTION.fullmatch(tidy) else ""


def _not_read(name: str, guess: str) -> str:
    hint = f" Did you mean {guess}?" if guess else ""
    return f"{name} is not read: the project knows nothing of that name.{hint}"


def _not_printed(name: str, guess: str) -> str:
    hint = f"Did you mean {guess}.md?" if guess else f"{PARTNERSHIPS}/README.md lists the sections."
    return f"{name} is not printed: no chapter of the project has a section of that name. {hint}"


def _is_stray(params_dir: Path, name: str) -> bool:
    if name == "README.md":
        return False
    return not (re.fullmatch(PARTNERSHIP_CODE, name) and (params_dir / PARTNERSHIPS / name).is_dir())


def _stray_folder(name: str, code: str) -> str:
    if re.fullmatch(PARTNERSHIP_CODE, name):
        return f"{PARTNERSHIPS}/{name} is not read: it is a file, where a folder should be."
    tidy = name.strip().upper()
    guess = tidy if re.fullmatch(PARTNERSHIP_CODE, tidy) else nearest(name, (code,))
    hint = f" Did you mean {guess}?" if guess else ""
    return f"{PARTNERSHIPS}/{name} is not read: its name is not a partnership code.{hint}"
