"""What each data set of a partner authority speaks to: crime, disorder, substance misuse, or what bears on them."""

from __future__ import annotations

from functools import cache

from pads_analysis.vocabulary.loader import load

#: The matters that the statute names; a fourth theme holds what bears on them.
STATUTORY_THEMES = ("crime", "disorder", "substance_misuse")


@cache
def themes() -> dict[str, str]:
    """Return the themes in print by code, in order."""
    return {entry["code"]: entry["name"] for entry in load("themes")["themes"]}


@cache
def themed_sets() -> tuple[str, ...]:
    """Return the codes of the data sets that have a theme; the police's records of crime and of people have none."""
    return tuple(load("themes")["sets"])


def theme_of(data_set: str, category: str = "") -> str:
    """Return the theme of a data set, or of one of its categories.

    Raises
    ------
    KeyError
        For a data set without a theme.
    """
    entry = load("themes")["sets"][data_set]
    return str(entry.get("categories", {}).get(category, entry["theme"]))


def short_name(data_set: str, theme: str = "") -> str:
    """Return what a data set is called in charts and tables, or its part that belongs to a theme."""
    entry = load("themes")["sets"][data_set]
    part = entry.get("parts", {}).get(theme, "")
    return f"{entry['short']} ({part})" if part else str(entry["short"])


@cache
def sets_of_theme(theme: str) -> tuple[str, ...]:
    """Return the codes of the data sets that speak to a theme, wholly or by a category."""
    return tuple(
        code
        for code, entry in load("themes")["sets"].items()
        if theme in (entry["theme"], *entry.get("categories", {}).values())
    )
