"""What the models ask for at a path: its type, and in plain words what may be written there."""

from __future__ import annotations

import types
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

KeyPath = tuple[str | int, ...]


def bare(annotation: Any) -> Any:
    """Return an annotation without its constraints: `int` for `Annotated[int, Field(ge=3)]`."""
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def is_group(annotation: Any) -> bool:
    """Return whether the annotation is a model: named settings rather than one value."""
    kind = bare(annotation)
    return isinstance(kind, type) and not isinstance(kind, types.GenericAlias) and issubclass(kind, BaseModel)


@cache
def field_types(model: type[BaseModel]) -> dict[str, Any]:
    """Return the annotation of each field of a model, constraints included, without the None of optional ones."""
    hints = get_type_hints(model, include_extras=True)
    return {name: _given(hints[name]) for name in model.model_fields}


def _given(annotation: Any) -> Any:
    """Return what is asked for where a value is given: `int` for `int | None`."""
    asked = [kind for kind in get_args(annotation) if kind is not type(None)]
    optional = get_origin(annotation) in (Union, types.UnionType) and len(asked) == 1
    return asked[0] if optional else annotation


def step(annotation: Any, key: str | int) -> Any | None:
    """Return the annotation one key or list position further down; None when there is nothing there."""
    kind = bare(annotation)
    if is_group(kind):
        return field_types(kind).get(key) if isinstance(key, str) else None
    arguments = get_args(kind)
    if get_origin(kind) is dict:
        return arguments[1] if isinstance(key, str) else None
    if get_origin(kind) is tuple and isinstance(key, int):
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return arguments[0]
        return arguments[key] if 0 <= key < len(arguments) else None
    return None


def at(model: type[BaseModel], path: KeyPath) -> Any | None:
    """Return the annotation at a path below a model; None when the models know no such path."""
    found: Any | None = model
    for key in path:
        found = step(found, key)
        if found is None:
            return None
    return found


def leaves(model: type[BaseModel], start: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path of every single setting below a model, groups opened, lists and free mappings not."""
    for name, annotation in field_types(model).items():
        if is_group(annotation):
            yield from leaves(bare(annotation), (*start, name))
        else:
            yield (*start, name)


def description(model: type[BaseModel], path: KeyPath) -> str:
    """Return what the field at a path does, in the words of its model; empty when the models do not say."""
    group = bare(at(model, path[:-1])) if path else None
    field = group.model_fields.get(str(path[-1])) if is_group(group) else None
    return (field.description or "") if field else ""


def advice(annotation: Any) -> str:
    """Return a sentence saying what to write for a value of this type."""
    kind = bare(annotation)
    if kind is int:
        return f"Use a whole number{_range(annotation)}."
    if kind is float:
        return f"Use a number{_range(annotation)}."
    if kind is bool:
        return "Use true or false."
    if kind is str:
        return "Write text; put it in quotes when in doubt."
    if get_origin(kind) is Literal:
        choices = [str(choice) or '""' for choice in get_args(kind)]
        return f"Use {', '.join(choices[:-1])} or {choices[-1]}."
    if get_origin(kind) is tuple:
        if is_group(get_args(kind)[0]):
            return "Write a list of entries, each beginning with a dash."
        if get_args(kind)[-1] is not Ellipsis:
            return "Write a pair of numbers, for example [0.1, 2]."
        return "Write a list in square brackets, for example [first, second], or [] for none."
    if is_group(kind):
        return f"Write indented lines below it, for example {next(iter(field_types(kind)))}."
    return 'Write indented lines of "name: value" below it, or {} for none.'


def _range(annotation: Any) -> str:
    low = high = ""
    for constraint in _constraints(annotation):
        if getattr(constraint, "ge", None) is not None:
            low = f" from {_plain(constraint.ge)}"
        if getattr(constraint, "gt", None) is not None:
            low = f" above {_plain(constraint.gt)}"
        if getattr(constraint, "le", None) is not None:
            high = f" up to {_plain(constraint.le)}"
        if getattr(constraint, "lt", None) is not None:
            high = f" and below {_plain(constraint.lt)}"
    if low.startswith(" from") and high.startswith(" up to"):
        high = high.replace(" up to", " to")
    return low + high


def _plain(limit: Any) -> str:
    """Return a limit as one would write it: 1000000 and not 1000000.0."""
    return str(int(limit)) if isinstance(limit, float) and limit.is_integer() else str(limit)


def _constraints(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Annotated:
        for extra in get_args(annotation)[1:]:
            yield from getattr(extra, "metadata", None) or (extra,)
