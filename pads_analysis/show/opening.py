"""Opens a released result for a renderer, and marks what the renderer returns with where it belongs."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from pads_analysis.assess.result import NotAvailable
from pads_analysis.release.gate import Released
from pads_analysis.show.display import Absence, Item, Stamp, identifier

R = TypeVar("R")
Shown = Item | list[Item]


def renders(expected: type[R]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that turns `result -> display` into `Released[result] -> display`.

    Parameters
    ----------
    expected : type
        The result class that the renderer reads.

    Returns
    -------
    decorator
        The decorated renderer takes a `Released` and nothing else (TypeError otherwise). A released
        `NotAvailable` becomes the section's one `Absence`, the same from every renderer. All that is returned
        carries section, element, edition and the analyst's commentary.
    """

    def decorate(renderer: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(renderer)
        def opened(released: Released[Any], *args: Any, **kwargs: Any) -> Any:
            value = _value(released, expected, renderer.__name__)
            stamp = Stamp(value.section, value.element, released.edition, released.commentary)
            if isinstance(value, NotAvailable):
                return absence(value, stamp)
            return _stamped(renderer(value, *args, **kwargs), stamp)

        opened.__annotations__ = dict(renderer.__annotations__) | {"released": "Released"}
        return opened

    return decorate


def absence(value: NotAvailable, stamp: Stamp | None = None) -> Absence:
    """Return the display of a question that cannot be answered; its id depends on the section alone."""
    return Absence(
        id=identifier("absence", value.section),
        stamp=stamp or Stamp(value.section, value.element),
        title=value.title,
        because=value.because,
        do=value.do,
        not_applicable=value.not_applicable,
    )


def confidence_of(result: Any) -> float:
    """Return the confidence level of a result's intervals."""
    return float(result.basis.confidence)


def margin_of(result: Any) -> float:
    """Return the practical margin of a result's verdicts."""
    return float(result.basis.margin)


def _value(released: Any, expected: type, name: str) -> Any:
    if not isinstance(released, Released):
        raise TypeError(
            f"{name} shows released results only, not {type(released).__name__}: "
            "pass it through pads.release(result, case) first."
        )
    value = released.value
    if not isinstance(value, (expected, NotAvailable)):
        raise TypeError(f"{name} shows {expected.__name__}, not {type(value).__name__}.")
    return value


def _stamped(shown: Any, stamp: Stamp) -> Any:
    if isinstance(shown, (list, tuple)):
        return [_stamped(each, stamp) for each in shown]
    return replace(shown, stamp=stamp)
