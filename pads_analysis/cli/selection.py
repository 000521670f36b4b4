"""Which partnerships a command is about, and the settings given with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pads_analysis.errors import PadsError, ParamsError, StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pads_analysis.data.opening import Outline
    from pads_analysis.data.store import Store
    from pads_analysis.params import Resolved


@dataclass(frozen=True, slots=True)
class Chosen:
    """One partnership, its parameters and what its case will be about."""

    resolved: Resolved
    outline: Outline


def overrides(
    period_end: str | None, months: str | None, edition: str | None, settings: Sequence[str] | None
) -> dict[str, str]:
    """Return the settings given on the command line by dotted name, as text; each field's type reads its own."""
    given = {"period_end": period_end, "months": months, "edition": edition}
    named = {name: value for name, value in given.items() if value is not None}
    for setting in settings or ():
        name, equals, value = setting.partition("=")
        if not equals or not name.strip():
            raise UsageError(
                f"{setting!r} is not a setting.",
                "--set",
                "Write name=value, for example statistics.margin=0.05.",
            )
        named[name.strip()] = value
    return named


def choose(
    codes: Sequence[str], *, everything: bool, store: Store, params: Path | None, given: Mapping[str, str]
) -> list[Chosen]:
    """Resolve and check every partnership asked for, before anything is run.

    Raises
    ------
    UsageError
        When none or contradictory partnerships are named.
    ParamsError
        Listing the problems of every partnership that has one.
    StoreError
        When every partnership is asked for and the store holds no recorded crime.
    """
    if everything == bool(codes):
        what = "Codes and --all were both given." if everything else "No partnership was named."
        raise UsageError(what, "", "Name one or more codes, or use --all.")
    wanted = _all(store) if everything else [find_code(code, store) for code in codes]
    chosen, problems = [], []
    for code in wanted:
        try:
            chosen.append(_resolve(code, store, params, given))
        except PadsError as error:
            if error.exit_code != ParamsError.exit_code:
                raise
            problems.append(error)
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise ParamsError(
            f"{len(problems)} of {len(wanted)} partnerships cannot be run; nothing was.",
            "",
            "",
            tuple(problems),
        )
    return chosen


def notes(chosen: Sequence[Chosen]) -> list[str]:
    """Return what the user should know of the parameters, each note once; many missing folders are one note."""
    lacking = [one for one in chosen if one.resolved.folder_missing]
    if len(lacking) <= 3:
        return list(dict.fromkeys(note for one in chosen for note in one.outline.notes))
    from pads_analysis.data.outline import missing_folder

    alone = {missing_folder(one.resolved) for one in lacking}
    first = lacking[0].resolved
    together = (
        f"no folder for {len(lacking)} of {len(chosen)} partnerships, for example {first.params.partnership}, "
        f"in {first.params_dir.resolve().name}; the defaults are used"
    )
    found = dict.fromkeys(note for one in chosen for note in one.outline.notes if note not in alone)
    return [together, *found]


def find_code(text: str, store: Store) -> str:
    """Return the code for a code or an exact name; otherwise an error that offers the nearest."""
    from pads_analysis.data.codes import near_partnerships

    held = store.partnerships()
    asked = text.strip()
    for column in ("partnership_code", "partnership_name"):
        found = held.loc[held[column].str.casefold() == asked.casefold(), "partnership_code"]
        if len(found) == 1:
            return str(found.iloc[0])
    _refuse_district(asked.upper(), store)
    near = near_partnerships(asked, store)
    raise ParamsError(
        f"There is no partnership {text!r} in the store.",
        "partnership",
        f"Nearest: {', '.join(near)}." if near else "Ingest the lookups that hold it.",
    )


def _refuse_district(code: str, store: Store) -> None:
    from pads_analysis.params.fields import DISTRICT_CODE

    if not re.fullmatch(DISTRICT_CODE, code):
        return
    held = store.partnerships()
    mine = held.loc[[code in districts.split("|") for districts in held["districts"]]]
    names = [
        f"{name} ({own})"
        for own, name in zip(mine["partnership_code"], mine["partnership_name"], strict=True)
    ]
    if len(names) == 1:
        raise ParamsError(
            f"{code} is a district; its partnership is {names[0]}.", "partnership", "Give that code."
        )
    if names:
        raise ParamsError(
            f"{code} is a district; its partnerships are {', '.join(names)}.",
            "partnership",
            "Give one of them.",
        )
    raise ParamsError(
        f"{code} is a district, and no partnership of the store holds it.",
        "partnership",
        "Give a partnership's code or name, or ingest the lookup that leads from the district to its partnership.",
    )


def _all(store: Store) -> list[str]:
    """Return the codes of every partnership with data.

    Raises
    ------
    StoreError
        When there is none.
    """
    from pads_analysis.data.codes import with_data

    codes = with_data(store)
    if not codes and store.unplaceable:
        raise StoreError(
            "Street-level rows are in the store, but no lookup from small areas (LSOA) to districts and partnerships.",
            str(store.path),
            "Ingest one, such as the lookup from 2011 or 2021 LSOAs to local authority districts.",
        )
    if not codes:
        raise StoreError(
            "The store holds no recorded crime for any partnership, so there is nothing to run.",
            str(store.path),
            "Ingest street-level files, a borough table or the Home Office table, and the lookups that place them.",
        )
    return codes


def _resolve(code: str, store: Store, params: Path | None, given: Mapping[str, str]) -> Chosen:
    from pads_analysis.data.opening import outline
    from pads_analysis.params import load_params
    from pads_analysis.vocabulary import section_ids

    resolved = load_params(code, params_dir=params, overrides=given, sections=section_ids())
    return Chosen(resolved, outline(resolved, store))
