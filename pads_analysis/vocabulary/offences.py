"""Offence categories of each publication that the store can hold."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from pads_analysis.vocabulary.loader import load


@dataclass(frozen=True, slots=True)
class Offence:
    """One category of a publication.

    Attributes
    ----------
    code : str
        Our stable code: a slug of the published name.
    name : str
        The name to print, in sentence case.
    published : tuple of str
        Names under which publishers have printed it, compared without regard to case.
    family : str
        The part of statutory element (a) it belongs to: crime, disorder or substance_misuse.
    in_total : bool
        Whether it counts towards "all police recorded crime" (anti-social behaviour does not).
    caveat : str
        A sentence to print wherever the category is discussed; empty when there is none.
    disclosed : tuple of str
        Categories of extracts that are the same offences, as data set/category; empty where none is.
    """

    code: str
    name: str
    published: tuple[str, ...]
    family: str
    in_total: bool = True
    caveat: str = ""
    disclosed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """The categories of one publication, with the name of their total."""

    code: str
    label: str
    total_code: str
    total_name: str
    offences: tuple[Offence, ...]

    def find(self, published: str) -> Offence | None:
        """Return the category printed as `published`, or None when this scheme does not know it."""
        return _by_published(self.code).get(published.strip().casefold())

    def offence(self, code: str) -> Offence:
        """Return the category with our `code`; an unknown one is described from its code alone."""
        if code == self.total_code:
            return Offence(code, self.total_name, (), "crime")
        known = {offence.code: offence for offence in self.offences}
        return known.get(code) or Offence(code, code.replace("_", " ").capitalize(), (), "crime")


def slug(text: str) -> str:
    """Return `text` as a lower-case code of letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "_", plain.casefold()).strip("_")


@cache
def offence_scheme(code: str) -> Scheme:
    """Return the scheme `street`, `borough` or `home_office`.

    Raises
    ------
    KeyError
        When there is no scheme of that code.
    """
    raw = load("offences")[code]
    offences = tuple(
        Offence(
            code=entry.get("code") or slug(entry["name"]),
            name=entry["name"],
            published=tuple(entry.get("published", [entry["name"]])),
            family=entry.get("family", "crime"),
            in_total=entry.get("in_total", True),
            caveat=entry.get("caveat", ""),
            disclosed=tuple(entry.get("disclosed", ())),
        )
        for entry in raw["categories"]
    )
    return Scheme(code, raw["label"], raw["total"]["code"], raw["total"]["name"], offences)


@cache
def _by_published(scheme: str) -> dict[str, Offence]:
    return {
        name.strip().casefold(): offence
        for offence in offence_scheme(scheme).offences
        for name in offence.published
    }
