"""Turns what pydantic finds into sentences: the setting, its file and line, and what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from typing import Any

from pydantic import BaseModel, ValidationError

from pads_analysis.errors import ParamsError
from pads_analysis.params import shape
from pads_analysis.params.fields import shown
from pads_analysis.params.shape import KeyPath

_NOT_A = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a number",
    "bool_type": "true or false",
    "string_type": "text",
    "string_unicode": "text",
    "literal_error": "one of its values",
    "tuple_type": "a list",
    "model_type": "a group of settings",
    "model_attributes_type": "a group of settings",
    "dict_type": "a group of settings",
}
_OUT_OF_RANGE = ("greater_than", "greater_than_equal", "less_than", "less_than_equal")


def problems(
    error: ValidationError, model: type[BaseModel], where: Callable[[KeyPath], str], whole: str
) -> list[ParamsError]:
    """Return every problem of a validation as a `ParamsError`.

    Parameters
    ----------
    error : ValidationError
        What pydantic found.
    model : type of BaseModel
        The model that was asked.
    where : callable
        Gives the file, line and column, or "command line", of a path of keys and list positions.
    whole : str
        What to call the thing as a whole, for example "The plan".
    """
    found = error.errors(include_url=False)
    # A list with a bad entry is also "too short", because pydantic counts the good ones: that is no second mistake.
    starts = {each["loc"][:length] for each in found for length in range(len(each["loc"]))}
    told = [each for each in found if not (each["type"] == "too_short" and each["loc"] in starts)]
    return [_problem(each, model, where, whole) for each in told]


def combined(found: Iterable[ParamsError], about: str) -> ParamsError:
    """Return one error for all: itself when there is one, otherwise a list under a heading.

    Parameters
    ----------
    found : iterable of ParamsError
        At least one problem.
    about : str
        What the problems are in, for example "the parameters of E22000123".
    """
    listed = tuple(found)
    if len(listed) == 1:
        return listed[0]
    return ParamsError(f"{len(listed)} problems in {about}; nothing was run.", problems=listed)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name most like `name`, compared without case; empty when none is near."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    close = difflib.get_close_matches(name.casefold()[:200], by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else ""


def spoken(path: KeyPath) -> str:
    """Return a path as a person would say it: "recording_changes, entry 1, month"."""
    text = ""
    for key in path:
        if isinstance(key, int):
            text += f", entry {key + 1}"
        elif text:
            text += ", " if "," in text else "."
            text += _name(key)
        else:
            text = _name(key)
    return text


def unknown(path: KeyPath, model: type[BaseModel], where: str) -> ParamsError:
    """Return the error for a key that the models do not have, with the nearest one they do."""
    parent, key = path[:-1], str(path[-1])
    group = shape.at(model, parent)
    siblings = list(shape.field_types(shape.bare(group))) if shape.is_group(group) else []
    leaves = {".".join(leaf): leaf for leaf in shape.leaves(model)}
    elsewhere = [dotted for dotted, leaf in leaves.items() if leaf[-1] == key]
    guess = spoken((*parent, nearest(key, siblings))) if nearest(key, siblings) else ""
    guess = guess or (elsewhere[0] if elsewhere else nearest(".".join(map(str, path)), leaves))
    do = f"Did you mean {guess}?" if guess else f"Known here: {', '.join(siblings)}."
    return ParamsError(f"{spoken(path)} is not a known name.", where, do)


def _name(key: str) -> str:
    plain = key.isascii() and key.replace("_", "").replace(".", "").isalnum() and len(key) <= 60
    return key if plain else shown(key)


def _problem(found: Any, model: type[BaseModel], where: Callable[[KeyPath], str], whole: str) -> ParamsError:
    path, kind, value = tuple(found["loc"]), found["type"], found["input"]
    context = found.get("ctx") or {}
    if kind == "extra_forbidden":
        return unknown(path, model, where(path))
    if kind == "invalid_key":
        return ParamsError(f"The name {shown(value)} is not text.", where(path[:-1]), "Put it in quotes.")
    if path and path[-1] == "[key]":
        path, name = path[:-1], f"A name in {spoken(path[:-2])}"
    else:
        name = spoken(path) or whole
    if kind == "pads":
        return ParamsError(f"{name} {context['what']}.", where((*path, *context["at"])), context["do"])
    if kind == "missing":
        said = shape.description(model, path) or shape.advice(shape.at(model, path))
        return ParamsError(f"{name} is missing.", where(path), f"Add it. {said}")
    what, do = _sentence(kind, value, context, shape.at(model, path), found["msg"])
    return ParamsError(f"{name} {what}.", where(path), do)


def _sentence(kind: str, value: Any, context: dict[str, Any], asked: Any, message: str) -> tuple[str, str]:
    """Return the predicate about a value that pydantic's own checks refused, and what to do."""
    do = shape.advice(asked) if asked is not None else "Correct it, or leave it out."
    if kind == "string_too_short":
        return "is empty", "Write something here."
    if kind == "string_too_long":
        return f"is longer than {context['max_length']} characters", "Shorten it."
    if kind == "too_long":
        return (
            f"has {context['actual_length'] or 'more'} entries, more than {context['max_length']}",
            "Delete some.",
        )
    if kind == "too_short":
        return f"has {context['actual_length']} entries, fewer than {context['min_length']}", do
    if value is None and kind in _NOT_A:
        return "is empty", f"{do} To keep the default, leave it out."
    if kind in _OUT_OF_RANGE:
        return f"is {shown(value)}, which is out of range", do
    if kind in _NOT_A:
        return f"is {shown(value)}, which is not {_NOT_A[kind]}", do
    return f"is {shown(value)}, which is not accepted ({message})", do
