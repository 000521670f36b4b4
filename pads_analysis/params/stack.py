"""Layers of settings, weakest first: what they say together, and which of them said it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from pads_analysis.params import shape
from pads_analysis.params.models import AssessmentParams
from pads_analysis.params.shape import KeyPath
from pads_analysis.params.yaml_file import Document


@dataclass(frozen=True, slots=True)
class Layer:
    """One source of settings.

    Attributes
    ----------
    data : mapping
        Its settings, nested.
    where : callable
        How a message names the place of a path in it.
    origin : callable
        How `Resolved.origin` names that place.
    """

    data: Mapping[str, Any]
    where: Callable[[KeyPath], str]
    origin: Callable[[KeyPath], str]


def document_layer(document: Document, origin: str = "") -> Layer:
    """Return a file of settings as a layer; its origin is the file and line unless another is given."""

    def from_line(path: KeyPath) -> str:
        mark = document.marks.get(path)
        return f"file {document.name}, line {mark.line}" if mark else f"file {document.name}"

    data = conform(document.data, AssessmentParams, document)
    return Layer(data, document.where, (lambda path: origin) if origin else from_line)


def run_layer(data: Mapping[str, Any], said_in: str) -> Layer:
    """Return settings given for one run, on the command line or in a notebook, as a layer."""
    return Layer(data, lambda path: said_in, lambda path: said_in)


def conform(data: Any, asked: Any, document: Document, path: KeyPath = ()) -> Any:
    """Return data with unquoted numbers and yes-or-no words as they were written, wherever text is asked for.

    `id: 1.10` is a number to YAML and would lose its last digit; the model says that an id is text.
    """
    if shape.bare(asked) is str and isinstance(data, (bool, int, float)):
        return document.written.get(path, data)
    if isinstance(data, dict):
        return {
            key: conform(value, shape.step(asked, key), document, (*path, key)) for key, value in data.items()
        }
    if isinstance(data, list):
        return [conform(value, shape.step(asked, n), document, (*path, n)) for n, value in enumerate(data)]
    return data


@dataclass(frozen=True, slots=True)
class Stack:
    """Layers, weakest first; lists replace one another, mappings merge."""

    layers: tuple[Layer, ...]

    def merged(self) -> dict[str, Any]:
        """Return what the layers say together."""
        found: dict[str, Any] = {}
        for layer in self.layers:
            found = _merge(found, layer.data)
        return found

    def where(self, path: KeyPath) -> str:
        """Return the place of a path, or of the nearest thing above it, in the strongest layer that has it."""
        return self._holder(path).where(path)

    def origins(self) -> dict[str, str]:
        """Return the origin of each single setting, by dotted name."""
        found: dict[str, str] = {}

        def walk(data: Mapping[str, Any], start: tuple[str, ...]) -> None:
            for key, value in data.items():
                path = (*start, key)
                if isinstance(value, dict) and value:
                    walk(value, path)
                else:
                    found[".".join(path)] = self._holder(path).origin(path)

        walk(self.merged(), ())
        return found

    def _holder(self, path: KeyPath) -> Layer:
        # A list comes whole from one layer, so the layers are asked for the names above it only.
        names = tuple(takewhile(lambda key: isinstance(key, str), path))
        for length in range(len(names), 0, -1):
            for layer in reversed(self.layers):
                if _says(layer.data, names[:length]):
                    return layer
        return self.layers[0]  # said nowhere, so it is missing from the defaults


def _merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        merged[key] = _merge(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return merged


def _says(data: Any, names: KeyPath) -> bool:
    for name in names:
        if not isinstance(data, dict) or name not in data:
            return False
        data = data[name]
    return True
