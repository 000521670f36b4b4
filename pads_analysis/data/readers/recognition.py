"""What kind of file this is, told from its content alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pads_analysis.data.readers.headings import Headings


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file was recognised as.

    Attributes
    ----------
    kind : str
        A key of `vocabulary/sources.yaml`; "" for a published file that is known, but not used by this version.
    reader : str
        Name of the reader module; "" when `kind` is "".
    why : str
        A short sentence: what in the content told, or what the file is and that it is not used.
    """

    kind: str
    reader: str
    why: str


@dataclass(frozen=True, slots=True)
class Rule:
    """How one kind of table is told by its heading row.

    Attributes
    ----------
    kind, reader : str
        As in `Recognised`.
    recognises : callable
        Takes the headings, returns why they are of this kind, or "".
    """

    kind: str
    reader: str
    recognises: Callable[[Headings], str]


def first_match(rules: tuple[Rule, ...], heads: Headings) -> Recognised | None:
    """Return what the first rule to fit says of a heading row, or None."""
    if not any(heads.slugs):
        return None
    for rule in rules:
        if why := rule.recognises(heads):
            return Recognised(rule.kind, rule.reader, why)
    return None
