"""Colours of the Analysis Function palette and what each is for.

Source: Government Analysis Function, "Data visualisation: colours in charts". Navy, turquoise, dark pink and
orange pass 3:1 on white; turquoise and orange fail 4.5:1, so text is always dark grey.
"""

from __future__ import annotations

NAVY = "#12436D"
TURQUOISE = "#28A197"
PINK = "#801650"
ORANGE = "#F46A25"
DARK_GREY = "#3D3D3D"
MID_GREY = "#767676"
LIGHT_GREY = "#BFBFBF"
PALE_GREY = "#EDEDED"
PALE_BLUE = "#D5E3F0"

CATEGORIES = (NAVY, TURQUOISE, PINK, ORANGE)
DUO = (NAVY, ORANGE)
SEQUENTIAL = ("#E3EEF7", "#6BACE6", "#2073BC", NAVY)
"""From few to many; the palest is a tint of the palette's lightest blue and is always outlined."""


def categories(number: int) -> tuple[str, ...]:
    """Return the colours for `number` categories: the duo for two, else the first of the four.

    Raises
    ------
    ValueError
        For more than four: more colours cannot be told apart.
    """
    if number > len(CATEGORIES):
        raise ValueError(f"A chart shows at most {len(CATEGORIES)} categories in colour, not {number}.")
    return DUO if number == 2 else CATEGORIES[:number]
