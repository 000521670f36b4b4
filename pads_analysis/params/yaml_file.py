"""A strict reader of YAML: what is written is what is meant, and every key knows its line.

It builds values straight from the parser's events, so no tag can construct anything and no alias can
multiply. Plain scalars follow the core schema of YAML 1.2 (section 10.3), narrowed further: only true and false
are yes or no, only plain decimals are numbers; NO, 12:30, 010, 1_000, 0x1F, 1e5 and 2024-10 stay text, and so
do dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pads_analysis.errors import ParamsError
from pads_analysis.params.fields import shown

LARGEST_FILE = 256 * 1024
DEEPEST = 20

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})?\.[0-9]{1,17}")
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file, counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read.

    Attributes
    ----------
    name : str
        How messages call the file.
    data : dict
        Its content: mappings with text keys, lists, text, numbers, true, false and None.
    marks : mapping of path to Mark
        Where each key and each list entry stands; a path is a tuple of keys and list positions.
    written : mapping of path to str
        The characters of each unquoted value, for fields in which 1.10 or 007 is meant as text.
    """

    name: str
    data: dict[str, Any]
    marks: Mapping[KeyPath, Mark]
    written: Mapping[KeyPath, str]

    def where(self, path: KeyPath = ()) -> str:
        """Return the file, line and column of `path`, or of the nearest thing above it that is in the file."""
        for length in range(len(path), 0, -1):
            mark = self.marks.get(path[:length])
            if mark:
                return f"{self.name}, line {mark.line}, column {mark.column}"
        return self.name


def read_yaml(path: Path, name: str = "") -> Document:
    """Read a file.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        How messages call it; its own name when empty.

    Raises
    ------
    ParamsError
        When the file cannot be read, is over 256 kB, is not UTF-8, or is not a plain YAML mapping.
    """
    name = name or path.name
    return parse_yaml(read_text(path, name, LARGEST_FILE), name)


def read_text(path: Path, name: str, largest: int) -> str:
    """Return the text of a UTF-8 file with line feeds as line ends; a byte order mark is dropped.

    Raises
    ------
    ParamsError
        When the file cannot be read, is larger than `largest` bytes, or is not UTF-8.
    """
    try:
        with path.open("rb") as stream:
            raw = stream.read(largest + 1)
    except OSError as error:
        raise ParamsError(
            f"The file cannot be read ({error.strerror or error}).",
            name,
            "Check that it exists and is yours to read.",
        ) from None
    if len(raw) > largest:
        raise ParamsError(
            f"The file is larger than {largest // 1024} kB.",
            name,
            "Shorten it, or check that it is the right file.",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        raise ParamsError(
            "A character is not UTF-8.", f"{name}, line {line}, column {column}", "Save the file as UTF-8."
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_yaml(text: str, name: str) -> Document:
    """Read YAML from text; see `read_yaml`.

    Raises
    ------
    ParamsError
        When `text` is not plain YAML with a mapping at its top.
    """
    return _Builder(text, name).document()


class _Builder:
    """Turns the events of one file into values, marks and written scalars."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.text = text
        self.marks: dict[KeyPath, Mark] = {}
        self.written: dict[KeyPath, str] = {}

    def document(self) -> Document:
        try:
            data = self._top(yaml.parse(self.text, Loader=yaml.SafeLoader))
        except yaml.reader.ReaderError as error:
            before = self.text[: error.position]
            line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
            code = error.character if isinstance(error.character, int) else ord(error.character)
            raise ParamsError(
                f"The hidden character U+{code:04X} cannot stand in YAML.",
                f"{self.name}, line {line}, column {column}",
                "Delete it and save again.",
            ) from None
        except yaml.MarkedYAMLError as error:
            raise self._syntax(error) from None
        except (ValueError, OverflowError):
            # PyYAML turns an escape such as "\UFFFFFFFF" into a character without checking that there is one.
            raise ParamsError(
                "An escape in double quotes names a character that does not exist.",
                self.name,
                "Use single quotes, or correct the escape.",
            ) from None
        return Document(self.name, data, self.marks, self.written)

    def _top(self, events: Iterator[Any]) -> dict[str, Any]:
        data: Any = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._error(
                        event, "A second document begins here (---).", "Keep one document per file."
                    )
                if event.version or event.tags:
                    raise self._error(
                        event, "The file has a % directive.", "Delete the line that begins with %."
                    )
                first = next(events)
                data = self._value(first, events, (), 0)
                if isinstance(first, yaml.ScalarEvent) and data is None:
                    data = {}  # a file of comments only says nothing, which is allowed
                elif not isinstance(data, dict):
                    raise self._error(
                        first, "The file does not consist of settings.", 'Write lines of "name: value".'
                    )
        return data or {}

    def _value(self, event: Any, events: Iterator[Any], path: KeyPath, depth: int) -> Any:
        self._refuse_magic(event)
        if depth > DEEPEST:
            raise self._error(event, f"The file is nested deeper than {DEEPEST} levels.", "Write it flatter.")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path, depth)
        if event.style is not None:
            return event.value
        self.written[path] = event.value
        return plain_scalar(event.value)

    def _mapping(self, events: Iterator[Any], path: KeyPath, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key in events:
            if isinstance(key, yaml.MappingEndEvent):
                break
            self._refuse_magic(key)
            if not isinstance(key, yaml.ScalarEvent):
                raise self._error(
                    key, "A list or a mapping stands where a name should.", 'Write "name: value".'
                )
            here = (*path, key.value)
            if key.value in found:
                lines = f"in line {self.marks[here].line} and in line {key.start_mark.line + 1}"
                raise self._error(
                    key,
                    f"{shown(key.value)} stands twice, {lines}.",
                    "Delete one of the two.",
                )
            self.marks[here] = _mark(key)
            found[key.value] = self._value(next(events), events, here, depth + 1)
        return found

    def _sequence(self, events: Iterator[Any], path: KeyPath, depth: int) -> list[Any]:
        found: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            here = (*path, len(found))
            self.marks[here] = _mark(event)
            found.append(self._value(event, events, here, depth + 1))
        return found

    def _refuse_magic(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise self._error(event, f"*{event.anchor} is an alias.", "Write the value out.")
        if event.anchor is not None:
            raise self._error(
                event, f"&{event.anchor} is an anchor.", "Delete it, and write repeated values out."
            )
        if event.tag is not None:
            raise self._error(
                event, f"{event.tag} is a tag.", "Delete it; write the value alone, or in quotes."
            )

    def _error(self, event: Any, what: str, do: str) -> ParamsError:
        mark = _mark(event)
        return ParamsError(what, f"{self.name}, line {mark.line}, column {mark.column}", do)

    def _syntax(self, error: yaml.MarkedYAMLError) -> ParamsError:
        mark = error.problem_mark or error.context_mark
        where = f"{self.name}, line {mark.line + 1}, column {mark.column + 1}" if mark else self.name
        problem = error.problem or error.context or "no reason given"
        do = "Check the indentation, the colons and the quotes here and in the line above."
        if "\\t" in problem:
            do = "Replace tabs at the start of the line by spaces."
        return ParamsError(f"The file is not valid YAML ({problem}).", where, do)


def plain_scalar(text: str) -> str | int | float | bool | None:
    """Return what an unquoted scalar means: true, false, nothing, a plain decimal number, or else text."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text


def _mark(event: Any) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)
