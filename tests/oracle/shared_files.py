"""Data sets that some vectors name and that are not part of the project."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent
PLACES = (HERE, HERE.parents[2] / "shared" / "oracles")


def shared_file(name: str) -> Path:
    """Return the path of a data set beside the vectors or beside the project.

    Raises
    ------
    FileNotFoundError
        It is in neither place.
    """
    for folder in PLACES:
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(f"{name} is neither in {HERE.name} nor in ../shared/oracles beside the project")
