"""Which partnerships a command is about, and the settings given with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pads_analysis.errors import PadsError, ParamsError, UsageError

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
    given = {"period_end": period_end, "months": months, "edition": edition and str(edition)}
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
    """
    if everything == bool(codes):
        what = "Codes and --all were both given." if everything else "No partnership was named."
        raise UsageError(what, "", "Name one or more codes, or use --all.")
    wanted = with_data(store) if everything else [find_code(code, store) for code in codes]
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


def with_data(store: Store) -> list[str]:
    """Return the codes of the partnerships whose own force or table was delivered."""
    codes: set[str] = set()
    for source in ("street", "borough", "csp_table"):
        codes.update(store.delivered_months(source)["partnership_code"])
    return sorted(codes)


def find_code(text: str, store: Store) -> str:
    """Return the code for a code or an exact name; otherwise an error that offers the nearest."""
    held = store.partnerships()
    asked = text.strip()
    for column in ("partnership_code", "partnership_name"):
        found = held.loc[held[column].str.casefold() == asked.casefold(), "partnership_code"]
        if len(found) == 1:
            return str(found.iloc[0])
    near = store.nearest(asked)
    raise ParamsError(
        f"There is no partnership {text!r} in the store.",
        "partnership",
        f"Nearest: {', '.join(near)}." if near else "Ingest the lookups that hold it.",
    )


def _resolve(code: str, store: Store, params: Path | None, given: Mapping[str, str]) -> Chosen:
    from pads_analysis.data.opening import outline
    from pads_analysis.params import load_params

    resolved = load_params(code, params_dir=params, overrides=given)
    return Chosen(resolved, outline(resolved, store))
