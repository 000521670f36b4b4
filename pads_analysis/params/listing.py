"""Every setting of an assessment as a row: its value, where it came from and what it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from pydantic import BaseModel

from pads_analysis.params.layers import Resolved


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes
    ----------
    name : str
        Its dotted name, as the command line takes it.
    value : str
        Its value as it would be written in YAML, on one line.
    origin : str
        "default", the file and line, or where it was given for this run.
    description : str
        What it does.
    """

    name: str
    value: str
    origin: str
    description: str


def settings(resolved: Resolved) -> tuple[Setting, ...]:
    """Return every single setting in the order of `defaults.yaml`'s model."""
    return tuple(_rows(resolved.params, (), resolved))


def params_files(resolved: Resolved) -> list[dict[str, str]]:
    """Return the files of parameters that were read, by name, each with the SHA-256 of its bytes: file, sha256."""
    return [{"file": path.name, "sha256": sha256(path.read_bytes()).hexdigest()} for path in resolved.files]


def _rows(group: BaseModel, start: tuple[str, ...], resolved: Resolved) -> Iterator[Setting]:
    for name, field in type(group).model_fields.items():
        value, dotted = getattr(group, name), ".".join((*start, name))
        if isinstance(value, BaseModel):
            yield from _rows(value, (*start, name), resolved)
        elif isinstance(value, dict) and value:
            for key, single in value.items():
                inner = f"{dotted}.{key}"
                yield Setting(inner, written(single), resolved.origin[inner], field.description or "")
        else:
            yield Setting(dotted, written(value), resolved.origin[dotted], field.description or "")


def written(value: object) -> str:
    """Return a value as it would be written on one line of YAML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value or '""'
    if isinstance(value, BaseModel):
        return "{" + ", ".join(f"{key}: {written(inner)}" for key, inner in value) + "}"
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(written(inner) for inner in value) + "]"
    return "{}" if value == {} else f"{value}"
