"""Strategic assessments for community safety partnerships in England and Wales.

The verbs an analyst types::

    import pads_analysis as pads

    case = pads.open_case("E22000002", store="outputs/store")
    levels = pads.release(pads.assess.levels(case), case)
    pads.show(pads.sentences.levels(levels), pads.charts.levels(levels), pads.tables.levels(levels))

Everything is imported when it is first used, so that `pads --help` answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_VERBS = {
    "open_case": ("pads_analysis.data.opening", "open_case"),
    "open_county": ("pads_analysis.data.county_opening", "open_county"),
    "cover": ("pads_analysis.show", "cover"),
    "one_by_one": ("pads_analysis.show", "one_by_one"),
}
_ROOMS = {
    "assess": "pads_analysis.assess",
    "release": "pads_analysis.release",
    "show": "pads_analysis.show",
    "charts": "pads_analysis.show.charts",
    "maps": "pads_analysis.show.maps",
    "sentences": "pads_analysis.show.sentences",
    "tables": "pads_analysis.show.tables",
}

__all__ = [*_VERBS, *_ROOMS]


def __getattr__(name: str) -> Any:
    if name in _VERBS:
        module, attribute = _VERBS[name]
        return getattr(import_module(module), attribute)
    if name in _ROOMS:
        return import_module(_ROOMS[name])
    raise AttributeError(f"pads_analysis has no {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
