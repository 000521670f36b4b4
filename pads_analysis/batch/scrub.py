"""Keeps the machine out of what is written: absolute paths become the last part of their name."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Any

ANY_PATH = re.compile(
    r"""(?<![\w/.:<])(?:/[\w.@+~-]+){2,}/?          # a POSIX path of two parts or more
      | (?<![\w])[A-Za-z]:\\(?:[^\\\s'"<>|]+\\)*[^\\\s'"<>|,;]*   # a Windows path""",
    re.VERBOSE,
)


class Scrubber:
    """Replaces the paths of one run by their last parts, longest first.

    Parameters
    ----------
    paths : iterable of Path or str
        Absolute paths that the run knows of: parameters, output, chapters.
    """

    def __init__(self, paths: Iterable[Path | str]) -> None:
        machine = [
            Path.cwd(),
            Path(sys.prefix),
            Path(tempfile.gettempdir()),
            Path(__file__).resolve().parents[2],
        ]
        home = str(Path.home())
        known = {str(path) for path in [*paths, *machine] if PurePath(path).is_absolute()}
        names = {path: PurePath(path).name for path in known if len(PurePath(path).parts) > 1}
        if len(home) > 1:
            names[home] = "~"
        # In a traceback a Windows path may stand with its backslashes doubled.
        names |= {path.replace("\\", "\\\\"): name for path, name in names.items()}
        self._names = names
        longest_first = "|".join(re.escape(path) for path in sorted(names, key=len, reverse=True))
        # Not inside a longer word: neither a longer name nor, by chance, a picture in base64.
        self._known = re.compile(rf"(?<![\w.+/])(?:{longest_first})(?![\w-])") if names else None

    def known(self, text: str) -> str:
        """Return `text` with the run's own paths shortened and nothing else changed."""
        if self._known is None or ("/" not in text and "\\" not in text):
            return text
        return self._known.sub(lambda match: self._names[match.group()], text)

    def message(self, text: str) -> str:
        """Return `text`, an error message, with every absolute path shortened."""
        return ANY_PATH.sub(_last_part, self.known(text))

    def node(self, value: Any) -> Any:
        """Return a JSON-like value with the run's own paths shortened in every text; mappings keep their class."""
        if isinstance(value, str):
            return self.known(value)
        if isinstance(value, dict):
            return type(value)({key: self.node(item) for key, item in value.items()})
        if isinstance(value, list | tuple):
            return [self.node(item) for item in value]
        return value


def _last_part(match: re.Match[str]) -> str:
    path = match.group()
    flavour = PurePosixPath if path.startswith("/") else PureWindowsPath
    return flavour(path).name or path
