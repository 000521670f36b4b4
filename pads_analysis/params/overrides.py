"""Settings given for one run, on the command line or in a notebook's parameters cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from pads_analysis.errors import ParamsError
from pads_analysis.params import shape
from pads_analysis.params.fields import shown
from pads_analysis.params.messages import spoken, unknown
from pads_analysis.params.models import AssessmentParams
from pads_analysis.params.yaml_file import plain_scalar


def nested(given: Mapping[str, object], said_in: str) -> tuple[dict[str, Any], list[ParamsError]]:
    """Arrange settings with dotted names as nested mappings, text turned into the type each field asks for.

    Parameters
    ----------
    given : mapping
        Names such as "months" or "statistics.margin", or groups as mappings, to values. Text for a field that
        is not text is read as a number, true, false, or a list separated by commas; text for a text field stays
        as it is, so that "007" is not 7.
    said_in : str
        What messages call the place, for example "command line".

    Returns
    -------
    tuple of (dict, list of ParamsError)
        The settings, and what was wrong with the others.
    """
    found: dict[str, Any] = {}
    wrong: list[ParamsError] = []
    for path, value in _flat(given, ()):
        try:
            _place(found, path, _value(path, value, said_in), said_in)
        except ParamsError as error:
            wrong.append(error)
    return found, wrong


def _flat(given: Mapping[Any, object], start: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    for key, value in given.items():
        path = (*start, *key.split(".")) if isinstance(key, str) else (*start, key)
        # A path with a key that is not text is passed on as it is; `_value` refuses it.
        known = shape.at(AssessmentParams, path)
        if isinstance(value, Mapping) and known is not None and not _is_list(known) and len(path) < 10:
            if not value and not shape.is_group(known):
                yield path, {}
            yield from _flat(value, path)
        else:
            yield path, value


def _is_list(annotation: Any) -> bool:
    return get_origin(shape.bare(annotation)) is tuple


def _value(path: tuple[str, ...], value: object, said_in: str) -> object:
    if not all(isinstance(key, str) for key in path):
        raise ParamsError(f"The name {shown(path[-1])} is not text.", said_in, "Use the name of a setting.")
    asked = shape.at(AssessmentParams, path)
    if asked is None:
        raise unknown(path, AssessmentParams, said_in)
    if shape.is_group(asked):
        example = f"{'.'.join(path)}.{next(iter(shape.field_types(shape.bare(asked))))}"
        raise ParamsError(
            f"{spoken(path)} is a group of settings.", said_in, f"Name one of them, such as {example}."
        )
    return from_text(path, value, asked, said_in) if isinstance(value, str) else value


def from_text(path: tuple[str, ...], text: str, asked: Any, said_in: str) -> object:
    """Return text as the type that the field asks for; text that does not fit is left for validation to refuse.

    Raises
    ------
    ParamsError
        When the field holds entries that cannot be written on one line.
    """
    kind = shape.bare(asked)
    if kind in (int, float, bool):
        value = plain_scalar(text.strip())
        return text if value is None else value
    if not _is_list(kind) and get_origin(kind) is not dict:
        return text
    entry = shape.bare(get_args(kind)[0])
    if get_origin(kind) is dict or shape.is_group(entry) or _is_list(entry):
        raise ParamsError(
            f"{spoken(path)} cannot be written on one line.",
            said_in,
            "Set it in the partnership's assessment.yaml.",
        )
    inner = text.strip().removeprefix("[").removesuffix("]").strip()
    return [part.strip() for part in inner.split(",")] if inner else []


def _place(found: dict[str, Any], path: tuple[str, ...], value: object, said_in: str) -> None:
    *parents, last = path
    group = found
    for key in parents:
        group = group.setdefault(key, {})
        if not isinstance(group, dict):
            raise ParamsError(f"{spoken(path)} is given twice.", said_in, "Give it once.")
    if last in group:
        raise ParamsError(f"{spoken(path)} is given twice.", said_in, "Give it once.")
    group[last] = value
