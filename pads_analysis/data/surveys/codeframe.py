"""Codes comments in respondents' own words; the words themselves go no further."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from pads_analysis.data.surveys.held import NOT_CODED

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"'})


def plain(text: str) -> str:
    """Return a text as it is compared: one space between words, one kind of quotation mark, case folded."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_QUOTES).split()).casefold()


def coder(codeframe: Mapping[str, Sequence[str]]) -> Mapping[str, re.Pattern[str]]:
    """Return the pattern that marks each code: any of its words or phrases, whole and without regard to case."""
    return {
        code: re.compile("|".join(rf"(?<!\w){re.escape(plain(phrase))}(?!\w)" for phrase in phrases))
        for code, phrases in codeframe.items()
    }


def codes_of(comment: str, patterns: Mapping[str, re.Pattern[str]]) -> tuple[str, ...]:
    """Return the codes of a comment in the order of the codeframe; `NOT_CODED` alone when none marks it.

    An empty comment has no code at all.
    """
    text = plain(comment)
    if not text:
        return ()
    return tuple(code for code, pattern in patterns.items() if pattern.search(text)) or (NOT_CODED,)
