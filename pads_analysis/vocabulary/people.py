"""Bands of age in which people are counted."""

from __future__ import annotations

#: First year of each band, and the band in words that follow "aged" (the first stands alone).
AGE_BANDS = (
    (0, "under 18"),
    (18, "18 to 24"),
    (25, "25 to 34"),
    (35, "35 to 49"),
    (50, "50 to 64"),
    (65, "65 and over"),
)


def age_band(years: float) -> str:
    """Return the band of an age in years; empty for a missing one."""
    if not years >= 0:
        return ""
    return next(name for first, name in reversed(AGE_BANDS) if years >= first)
