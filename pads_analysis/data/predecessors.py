"""Earlier partnerships whose area lies in one of today, as the lookups of a store tell."""

# ruff: noqa: S608 - the SQL holds our own names, nothing else

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pads_analysis.data import facts, ledger
from pads_analysis.data.areas import Areas, vintage_order
from pads_analysis.data.codes import place_of
from pads_analysis.errors import ParamsError
from pads_analysis.params.predecessors import named

if TYPE_CHECKING:
    from pads_analysis.data.case import Partnership
    from pads_analysis.data.store import Store
    from pads_analysis.params import PreviousAssessment, Resolved

_EDGES = (
    "from_entity, from_vintage, from_code, from_name, to_entity, to_vintage, to_code, to_name, change_code"
)
_ASK_FOR = "the lookup from districts to partnerships of that year, and the one of changed districts"


@dataclass(frozen=True, slots=True)
class Generation:
    """The partnerships of one lookup whose districts lie in one partnership of today.

    Attributes
    ----------
    whole : mapping of str to str
        Name by code of those that lie in it with all their districts.
    partly : mapping of str to str
        Name by code of those that also have districts elsewhere today.
    """

    whole: Mapping[str, str]
    partly: Mapping[str, str]

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all of them."""
        return frozenset(self.whole) | frozenset(self.partly)


def generations(areas: Areas, code: str) -> tuple[Generation, ...]:
    """Return the partnerships that lie in today's partnership `code`, one entry for each lookup, the newest first."""
    rows, names = areas.between("ltla", "csp"), areas.names("csp")
    found = []
    for vintage in sorted(rows["to_vintage"].unique(), key=vintage_order, reverse=True):
        listed = rows[rows["to_vintage"] == vintage]
        homes: dict[str, set[str]] = defaultdict(set)
        for district, csp in zip(listed["from_code"], listed["to_code"], strict=True):
            homes[csp].add(areas.partnership_of_district(district))
        inside = {csp for csp, held in homes.items() if code in held}
        whole = {csp: names.get(csp, csp) for csp in sorted(inside) if homes[csp] == {code}}
        found.append(Generation(whole, {csp: names.get(csp, csp) for csp in sorted(inside - set(whole))}))
    return tuple(found)


def check_predecessors(resolved: Resolved, own: Partnership, store: Store) -> None:
    """Refuse previous assessments that are not of this partnership, or not of all that merged into it.

    Raises
    ------
    ParamsError
        Naming whose assessments are missing, or why those given do not add up to this partnership.
    """
    earlier = resolved.previous_assessment
    if earlier is None or {one.partnership.code for one in earlier.parts} == {own.code}:
        return
    judge(
        earlier, own.code, f"{own.name} ({own.code})", generations(_areas(store), own.code), _place(resolved)
    )


def judge(
    earlier: PreviousAssessment, code: str, own: str, known: tuple[Generation, ...], where: str
) -> None:
    """Hold the partnerships of previous assessments against those that the lookups know to lie in this one.

    Parameters
    ----------
    earlier : PreviousAssessment
    code, own : str
        Code of the partnership, and how messages name it.
    known : tuple of Generation
        As `generations`.
    where : str
        Where the setting stands.

    Raises
    ------
    ParamsError
        As `check_predecessors`.
    """
    given = {one.partnership.code: named(one) for one in earlier.parts}
    everyone = frozenset({code}).union(*(each.codes for each in known))
    strangers = [name for other, name in given.items() if other not in everyone]
    if strangers:
        raise _of_another(strangers, own, code, known, where)
    fitting = [each for each in known if given.keys() <= each.codes]
    if not fitting:
        raise ParamsError(
            f"The previous assessments of {_and(given.values())} overlap: some of these partnerships had already "
            "merged when others had not.",
            where,
            f"Give either one assessment of {own}, or one of each partnership that merged into it.",
        )
    best = min(fitting, key=lambda each: len(each.codes - given.keys()))
    if best.partly:
        raise ParamsError(
            f"{_and(_named(best.partly))} lies in more than one partnership today, so that its released figures "
            f"cannot be counted to {own}.",
            where,
            "Leave previous_assessment empty: the same calendar months before are then counted on today's boundaries.",
        )
    missing = _named({other: name for other, name in best.whole.items() if other not in given})
    if missing:
        raise ParamsError(
            f"{own} was made of {len(best.whole)} partnerships, and the previous assessment of {_and(missing)} is not "
            f"given; only that of {_and(given.values())} is.",
            where,
            "List the findings.json of each of them as previous_assessment; where one was not kept, run that "
            "assessment again from a store whose lookups are no later than it, or leave the setting empty.",
        )


def _of_another(
    strangers: list[str], own: str, code: str, known: tuple[Generation, ...], where: str
) -> ParamsError:
    """Return the refusal of a partnership of which no lookup says that it lies in this one."""
    merged = {
        other: name
        for each in known
        for other, name in {**each.whole, **each.partly}.items()
        if other != code
    }
    do = f"Give the findings.json of the same partnership{'' if not merged else ', or one of each that merged into it'}"
    do += f": {_and(_named(merged))}." if merged else "."
    return ParamsError(
        f"The previous assessment is of {_and(strangers)}, and this one is of {own}.",
        where,
        f"{do} If it has merged into this one, ingest {_ASK_FOR}.",
    )


def _areas(store: Store) -> Areas:
    """Return the live lookups of districts and partnerships."""
    entries = ledger.read(store.path)
    con = facts.connect()
    try:
        view = facts.live_rows(con, store.path, "lookup", entries, ledger.live_keys(entries))
        rows = con.execute(f"SELECT DISTINCT {_EDGES} FROM {view} WHERE from_entity = 'ltla'").df()
    finally:
        con.close()
    return Areas(rows.astype("str"))


def _place(resolved: Resolved) -> str:
    return place_of(resolved, "previous_assessment")


def _named(names: Mapping[str, str]) -> list[str]:
    return [f"{name} ({code})" for code, name in names.items()]


def _and(names: Iterable[str]) -> str:
    listed = list(names)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"
