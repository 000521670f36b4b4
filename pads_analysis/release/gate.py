"""Turns an exact result into a released one, under the edition's policy.

Everything that is shown has passed `release`: renderers accept nothing else. The public edition takes open
data as it is published and withholds, whole, every result that rests on anything else, so it fails closed. Of the
analyst's words it takes those that are marked as public, and no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeVar

from pads_analysis.assess.result import NotAvailable
from pads_analysis.assess.supplied import withheld

T = TypeVar("T")

OPEN_KINDS = frozenset(
    {
        "street",
        "borough",
        "csp_table",
        "force_table",
        "lookup",
        "population",
        "households",
        "deprivation",
        "boundaries",
        "survey_table",
        "survey_results_open",
    }
)


class ReleaseContext(Protocol):
    """What the gate needs of a case."""

    @property
    def edition(self) -> str:
        """`partner` or `public`."""
        ...

    def commentary(self, section: str) -> str:
        """The analyst's Markdown for a section; empty when there is none."""
        ...

    def public_commentary(self, section: str) -> str:
        """The same, when it is marked as public; else empty."""
        ...


@dataclass(frozen=True, slots=True)
class Released(Generic[T]):
    """A result that may be shown.

    Attributes
    ----------
    value : T
        The result, or a `NotAvailable`.
    edition : str
        The edition it was released for.
    commentary : str
        The analyst's words for the section (Markdown); empty when there are none or the edition withholds them.
    settings : mapping
        What was done at the gate, for the audit.
    """

    value: T
    edition: str
    commentary: str = ""
    settings: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


def release(result: T, case: ReleaseContext) -> Released[T | NotAvailable]:
    """Pass `result` through the gate of the case's edition.

    Parameters
    ----------
    result : a result of `assess`, or NotAvailable
    case : Case

    Returns
    -------
    Released
        The result itself in the partner edition. In the public edition a result that rests on anything but open
        data is replaced by a NotAvailable that says so, and commentary passes only when it is marked as public.
    """
    words = _words(result.section, case)  # type: ignore[attr-defined]
    if isinstance(result, NotAvailable):
        return Released(result, case.edition, words)
    kinds = frozenset(result.basis.source_kinds)  # type: ignore[attr-defined]
    closed = sorted(kinds - OPEN_KINDS)
    if case.edition != "partner" and closed:
        absence = withheld(result.section, result.element)  # type: ignore[attr-defined]
        return Released(absence, case.edition, words, MappingProxyType({"withheld": tuple(closed)}))
    return Released(result, case.edition, words)


def _words(section: str, case: ReleaseContext) -> str:
    # Asked for the partner edition by name, so that an edition nobody thought of says too little, not too much.
    return case.commentary(section) if case.edition == "partner" else case.public_commentary(section)
