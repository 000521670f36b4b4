"""Which partnership an area belongs to today, through every renaming and merger the lookups tell of.

The way is always the same: small area -> district of any vintage -> community safety partnership (CSP). Districts
that were recoded or merged are followed along the dated district lookups. Where the newest partnership lookup gives
one district to several partnerships (a new unitary district over old partnerships, such as Cumberland), the older
district of the same small area decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pads_analysis.data.names import area_key

if TYPE_CHECKING:
    import pandas as pd

COUNTRIES = {"E": "E92000001", "W": "W92000004", "S": "S92000003", "N": "N92000002"}
_TWO_TIER = "E07"


def vintage_order(vintage: str) -> int:
    """Return a number that orders two-digit vintages; an area list without one counts as the oldest."""
    return int(vintage) if vintage.isdigit() else -1


@dataclass(eq=False)
class Areas:
    """The lookups of a store, ready to answer where an area belongs.

    Parameters
    ----------
    edges : DataFrame
        Live rows of the lookups: from_entity, from_vintage, from_code, from_name, to_entity, to_vintage, to_code,
        to_name, change_code.
    """

    edges: pd.DataFrame
    _ways: dict[str, frozenset[str]] = field(default_factory=dict)
    _answers: dict[str, str] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether partnerships can be told at all."""
        return bool(self._csp_by_vintage)

    # -- Districts ---------------------------------------------------------------------------------------------

    @cached_property
    def _changes(self) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
        rows = self.between("ltla", "ltla")
        rows = rows[
            (rows["from_code"] != rows["to_code"]) & (rows["from_code"] != "") & (rows["to_code"] != "")
        ]
        after: dict[str, set[str]] = defaultdict(set)
        before: dict[str, set[str]] = defaultdict(set)
        for old, new in zip(rows["from_code"], rows["to_code"], strict=True):
            after[old].add(new)
            before[new].add(old)
        return after, before

    def current(self, district: str) -> frozenset[str]:
        """Return today's district or districts of one that may have been recoded or merged."""
        if district not in self._ways:
            after, _ = self._changes
            reached = _reach(district, after)
            ends = {code for code in reached if not after.get(code)}
            self._ways[district] = frozenset(ends or {district})
        return self._ways[district]

    def partnership_of_district(self, district: str) -> str:
        """Return the partnership a district of any vintage belongs to today, or "" when that is not one."""
        if district not in self._answers:
            self._answers[district] = self._partnership_of_district(district)
        return self._answers[district]

    def _partnership_of_district(self, district: str) -> str:
        several: frozenset[str] = frozenset()
        for vintage in self._csp_by_vintage:
            found = self._listed(vintage, district)
            if several:
                found &= several
            if len(found) == 1:
                return next(iter(found))
            several = several or found
        return ""

    def shared_by(self, district: str) -> frozenset[str]:
        """Return the partnerships that share a district which belongs to none of them alone."""
        if self.partnership_of_district(district):
            return frozenset()
        found = (self._listed(vintage, district) for vintage in self._csp_by_vintage)
        return next((several for several in found if len(several) > 1), frozenset())

    def _listed(self, vintage: str, district: str) -> frozenset[str]:
        """Partnerships of a district in one partnership lookup: under today's code, its own, or an earlier one."""
        listed = self._csp_by_vintage[vintage]
        after, before = self._changes
        for codes in (self.current(district), {district}, _reach(district, after), _reach(district, before)):
            found = [listed[code] for code in codes if code in listed]
            if found:
                return frozenset().union(*found)
        return frozenset()

    @cached_property
    def _csp_by_vintage(self) -> dict[str, dict[str, frozenset[str]]]:
        rows = self.between("ltla", "csp")
        by_vintage: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for vintage, district, csp in zip(
            rows["to_vintage"], rows["from_code"], rows["to_code"], strict=True
        ):
            by_vintage[vintage][district].add(csp)
        newest_first = sorted(by_vintage, key=vintage_order, reverse=True)
        return {v: {code: frozenset(csps) for code, csps in by_vintage[v].items()} for v in newest_first}

    # -- Partnerships ------------------------------------------------------------------------------------------

    @cached_property
    def districts_by_partnership(self) -> dict[str, tuple[str, ...]]:
        """Today's districts of every partnership; a district may lie in several."""
        after, before = self._changes
        known = (
            set(after) | set(before) | {code for listed in self._csp_by_vintage.values() for code in listed}
        )
        held: dict[str, set[str]] = defaultdict(set)
        for district in known:
            partnership = self.partnership_of_district(district)
            if partnership:
                held[partnership] |= self.current(district)
        return {code: tuple(sorted(districts)) for code, districts in sorted(held.items())}

    def partnership_of_csp(self, csp: str) -> str:
        """Return today's partnership for the code of one that may have been merged; "" when there is not one."""
        if csp in self.districts_by_partnership:
            return csp
        for listed in self._csp_by_vintage.values():
            districts = [code for code, csps in listed.items() if csp in csps]
            found = {self.partnership_of_district(code) for code in districts} - {""}
            if len(found) == 1:
                return found.pop()
        return ""

    def partnership_named(self, name: str) -> str:
        """Return today's partnership for the printed name of a partnership or district, or "" when none fits."""
        for index in (self._by_csp_name, self._by_district_name):
            found = index.get(area_key(name), set())
            if len(found) == 1:
                return next(iter(found))
        return ""

    @cached_property
    def _by_csp_name(self) -> dict[str, set[str]]:
        return self._name_index("csp", self.partnership_of_csp)

    @cached_property
    def _by_district_name(self) -> dict[str, set[str]]:
        return self._name_index("ltla", self.partnership_of_district)

    def _name_index(self, entity: str, follow: Callable[[str], str]) -> dict[str, set[str]]:
        index: dict[str, set[str]] = defaultdict(set)
        for code, name in self._all_names(entity):
            partnership = follow(code)
            if partnership:
                index[area_key(name)].add(partnership)
        return index

    @cached_property
    def partnerships(self) -> pd.DataFrame:
        """Every partnership of the latest geography, in the columns of `Store.partnerships`."""
        import pandas as pd

        csp_names, pfa_names, utla_names = self.names("csp"), self.names("pfa"), self.names("utla")
        force_of = self.newest("csp", "pfa")
        force_of_district = self.newest("ltla", "pfa")
        records = []
        for code, districts in self.districts_by_partnership.items():
            force = force_of.get(code) or _one(force_of_district.get(d, "") for d in districts)
            county = _one(self._county(d) for d in districts)
            records.append(
                (
                    code,
                    csp_names.get(code, code),
                    force,
                    pfa_names.get(force, ""),
                    county,
                    utla_names.get(county, ""),
                    COUNTRIES.get(code[:1], ""),
                    "|".join(districts),
                )
            )
        columns = ["partnership_code", "partnership_name", "force_code", "force_name"]
        columns += ["county_code", "county_name", "country_code", "districts"]
        return pd.DataFrame(records, columns=columns).astype("str")

    # -- Lookups in general ------------------------------------------------------------------------------------

    def names(self, entity: str) -> dict[str, str]:
        """Return the newest name of every area of an entity, by code; areas without a name are left out."""
        return dict(self._all_names(entity))

    def _all_names(self, entity: str) -> list[tuple[str, str]]:
        """Codes and names of an entity in every vintage, oldest first."""
        import pandas as pd

        sides = [
            self.edges.loc[
                self.edges[f"{side}_entity"] == entity, [f"{side}_vintage", f"{side}_code", f"{side}_name"]
            ]
            for side in ("from", "to")
        ]
        for side in sides:
            side.columns = ["vintage", "code", "name"]
        rows = pd.concat(sides).drop_duplicates()
        rows = rows[(rows["code"] != "") & (rows["name"] != "")]
        order = rows["vintage"].map(vintage_order)
        rows = rows.assign(order=order).sort_values(["order", "code", "name"])
        return list(zip(rows["code"], rows["name"], strict=True))

    def _county(self, district: str) -> str:
        """County of a two-tier district, under its own code or the one it had when the lookup was made."""
        if not district.startswith(_TWO_TIER):
            return ""
        _, before = self._changes
        known = self._county_of_district
        return known.get(district) or _one(known[old] for old in _reach(district, before) if old in known)

    @cached_property
    def _county_of_district(self) -> dict[str, str]:
        return self.newest("ltla", "utla")

    def vintages(self, entity: str) -> tuple[str, ...]:
        """Return the boundary vintages of an entity that the lookups list, in order of text."""
        return tuple(sorted(vintage for held, vintage in self._codes if held == entity))

    def codes(self, entity: str, vintage: str) -> frozenset[str]:
        """Return the codes of an entity that the lookups list for one vintage."""
        return self._codes.get((entity, vintage), frozenset())

    @cached_property
    def _codes(self) -> dict[tuple[str, str], frozenset[str]]:
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for side in ("from", "to"):
            for key, group in self.edges.groupby([f"{side}_entity", f"{side}_vintage"]):
                found[key] |= set(group[f"{side}_code"].unique()) - {""}
        return {key: frozenset(codes) for key, codes in found.items()}

    def newest(self, fine: str, coarse: str) -> dict[str, str]:
        """Return the coarse area of each fine one in the newest lookup that holds it."""
        rows = self.between(fine, coarse)
        rows = rows.assign(order=rows["to_vintage"].map(vintage_order)).sort_values(["order", "to_code"])
        return dict(zip(rows["from_code"], rows["to_code"], strict=True))

    def between(self, fine: str, coarse: str) -> pd.DataFrame:
        """Return the edges from one entity to another."""
        return self.edges[(self.edges["from_entity"] == fine) & (self.edges["to_entity"] == coarse)]


def _reach(start: str, steps: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = set(steps.get(start, ()))
    while waiting:
        code = waiting.pop()
        if code not in reached and code != start:
            reached.add(code)
            waiting |= steps.get(code, set())
    return reached


def _one(values: Iterable[str]) -> str:
    found = set(values)
    return found.pop() if len(found) == 1 else ""
