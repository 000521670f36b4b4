"""Rooms that are verbs too.

`pads.release(...)` and `pads.show(...)` are what analysts type, and `release` and `show` are also the names of the
rooms. Importing a room puts the module under that name, whoever imports it first, so the module itself is made
callable.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any


def make_callable(name: str, verb: Callable[..., Any]) -> None:
    """Let the module called `name` be called as `verb`."""

    class Room(ModuleType):
        def __call__(self, *args: Any, **kwargs: Any) -> Any:
            return verb(*args, **kwargs)

    sys.modules[name].__class__ = Room
