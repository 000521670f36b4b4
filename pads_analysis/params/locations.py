"""Where the chapters and the parameter files are: in the source tree, or inside an installed wheel."""

from __future__ import annotations

from pathlib import Path

from pads_analysis.errors import PadsError

_PACKAGE = Path(__file__).resolve().parent.parent


def notebooks_dir() -> Path:
    """Return the folder of the chapters.

    Raises
    ------
    PadsError
        When the installation holds none.
    """
    return _folder("notebooks", "the chapters")


def params_dir() -> Path:
    """Return the folder that holds `defaults.yaml`, `schema` and, in the source tree, `partnerships`.

    Raises
    ------
    PadsError
        When the installation holds none.
    """
    return _folder("params", "the default parameters")


def _folder(name: str, what: str, package: Path = _PACKAGE) -> Path:
    installed = package / "workspace" / name
    if installed.is_dir():
        return installed
    source = package.parent / name
    # In a wheel the package's neighbours are other people's packages, so a bare name is not proof enough.
    if source.is_dir() and (package.parent / "pyproject.toml").is_file():
        return source
    raise PadsError(
        f"This installation of pads_analysis lacks {what}.",
        str(installed),
        "Install it again from the wheel, or run it from a complete copy of the project.",
    )
