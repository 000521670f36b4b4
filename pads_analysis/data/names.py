"""Matches the ways publishers print one name: "Bristol, City of" and "City of Bristol", "Kent" and "Kent Police"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

_AREA_STYLES = (
    r"^(?:the )?(?:london borough|royal borough|metropolitan borough|borough|city|county|county borough) of ",
    r" (?:london borough|borough|city|county|district) council$",
    r" (?:london borough of|royal borough of|city of|county of|the)$",
)
_FORCE_WORDS = {"police", "constabulary", "service", "force", "the", "of", "and"}


def area_key(name: str) -> str:
    """Return a form in which different printings of one area's name are equal.

    Case, accents, punctuation, "&" and "and", "St." and "St", and "City of X" and "X, City of" are all one.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").casefold()
    plain = re.sub(r"[’'`]", "", plain).replace("&", " and ")
    plain = re.sub(r"\bsaint\b", "st", plain)
    plain = " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())
    for style in _AREA_STYLES:
        plain = re.sub(style, "", plain)
    return plain


def force_key(name: str) -> frozenset[str]:
    """Return the words of a force's name that tell it from others."""
    words = re.findall(r"[a-z]+", name.casefold().replace("&", " and "))
    return frozenset(words) - _FORCE_WORDS


def match_forces(texts: Iterable[str], forces: Mapping[str, str]) -> dict[str, str]:
    """Match the texts in street-level files to police force areas.

    Parameters
    ----------
    texts : iterable of str
        "Falls within" texts, such as "Devon & Cornwall Police".
    forces : mapping of str to str
        Name of each police force area by its code.

    Returns
    -------
    dict
        Code of the force area for each text; "" for forces without an area, such as the British Transport Police.
        A force that has added a place to its name ("Hampshire and Isle of Wight Constabulary") still matches the
        one area whose words it contains.
    """
    keys = {code: force_key(name) for code, name in forces.items()}
    return {text: _match_force(force_key(text), keys) for text in set(texts)}


def _match_force(wanted: frozenset[str], keys: Mapping[str, frozenset[str]]) -> str:
    same = sorted(code for code, key in keys.items() if key == wanted)
    if same:
        return same[0]
    within = sorted(
        (code for code, key in keys.items() if key and key < wanted), key=lambda code: -len(keys[code])
    )
    longest = [code for code in within if len(keys[code]) == len(keys[within[0]])]
    return longest[0] if len(longest) == 1 else ""


def nearest_names(text: str, named: Iterable[tuple[str, str]], count: int) -> list[str]:
    """Return up to `count` of the (code, name) pairs nearest to a text, as "name (code)", the nearest first.

    A name that holds the text, or is held by it, stands before one that is merely alike.
    """
    from difflib import SequenceMatcher

    wanted = area_key(text)
    scored = []
    for code, name in named:
        key = area_key(name)
        within = bool(wanted) and (wanted in key or key in wanted)
        likeness = max(SequenceMatcher(None, wanted, other).ratio() for other in (key, code.casefold()))
        if within or likeness >= 0.5:
            scored.append((-likeness - within, f"{name} ({code})"))
    return [label for _, label in sorted(scored)[:count]]
