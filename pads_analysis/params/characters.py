"""Characters that hide or reorder text; no text of an assessment may hold them.

Control characters can break a page, and bidirectional overrides make a sentence read differently from what it
says (Unicode Technical Report 36, section 2.10), so both are refused rather than cleaned away in silence.
"""

from __future__ import annotations

import unicodedata

# Embeddings and overrides U+202A-202E and isolates U+2066-2069. Plain direction marks (U+200E, U+200F) are
# harmless and occur in pasted text, so they stay allowed.
_BIDI = frozenset(range(0x202A, 0x202F)) | frozenset(range(0x2066, 0x206A))
_ALLOWED_CONTROLS = frozenset("\n\t")


def is_hidden(character: str) -> bool:
    """Return whether a single character is a control, a bidirectional override or half a surrogate pair."""
    if character in _ALLOWED_CONTROLS:
        return False
    return ord(character) in _BIDI or unicodedata.category(character) in ("Cc", "Cs")


def first_hidden(text: str) -> tuple[int, int, str] | None:
    """Return where the first hidden character stands.

    Parameters
    ----------
    text : str
        Text whose lines end with a line feed.

    Returns
    -------
    tuple of (int, int, str) or None
        Line and column, both counted from 1, and the character as "U+202E"; None when there is none.
    """
    if text.isprintable():
        return None
    for number, line in enumerate(text.split("\n"), start=1):
        for column, character in enumerate(line, start=1):
            if is_hidden(character):
                return number, column, f"U+{ord(character):04X}"
    return None
