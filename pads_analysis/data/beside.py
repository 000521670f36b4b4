"""Maps that lie beside the extracts they are for: NAME.map.yaml says how NAME.csv and NAME_2021_q3.csv are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pads_analysis.errors import ContractError, PadsError

if TYPE_CHECKING:
    from pads_analysis.data.mapped import Mapped

ENDING = ".map.yaml"
A_MAP = "a map: the files beside it that bear its name are read through it"
OVERRULED = "a map; what is given is read through the one that --map names"
NO_FILE = "a map, and no file beside it bears its name"
PACKED = "a map in an archive, which is not used: unpack the archive first"


def is_map(name: str) -> bool:
    """Whether a file name is that of a map for the files beside it."""
    return name.casefold().endswith(ENDING) and len(name) > len(ENDING)


def find_map(name: str, maps: Iterable[Path]) -> Path | None:
    """Return the map among those of a folder that a file is read through, or None.

    A file bears the name of a map when it is called like it but for the endings, or when what follows the name is
    neither a letter nor a digit: police_crime.map.yaml is for police_crime.csv and police_crime_2021_q3.xlsx, and not
    for police_crimes.csv. Case does not count. Of several maps the one with the longest name is taken, so that one
    quarter's file can have a map of its own.
    """
    fitting = [path for path in maps if _bears(name.casefold(), path.name.casefold().removesuffix(ENDING))]
    return max(fitting, key=lambda path: (len(path.name), path.name), default=None)


def _bears(name: str, stem: str) -> bool:
    return name.startswith(stem) and not name[len(stem) : len(stem) + 1].isalnum()


@dataclass(slots=True)
class Maps:
    """The maps that lie beside delivered files, each opened once for all the files that bear its name."""

    _opened: dict[Path, Mapped | PadsError] = field(default_factory=dict)

    def check(self, path: Path) -> None:
        """Open a map.

        Raises
        ------
        PadsError
            When it is refused, with all that is wrong with it.
        """
        found = self._open(path)
        if isinstance(found, PadsError):
            raise found

    def of(self, path: Path, where: str) -> Mapped:
        """Return the map beside a file, which messages call `where`.

        Raises
        ------
        ContractError
            When that map is refused.
        """
        found = self._open(path)
        if isinstance(found, PadsError):
            raise ContractError(
                f"It was not read, because its map {path.name} is refused.",
                where,
                "Correct the map, or rename it if this file is none of its own.",
            )
        return found

    def _open(self, path: Path) -> Mapped | PadsError:
        from pads_analysis.data.mapped import open_beside

        if path not in self._opened:
            try:
                self._opened[path] = open_beside(path)
            except PadsError as error:
                self._opened[path] = error
        return self._opened[path]
