"""Small areas: where each LSOA lies, and how 2011 and 2021 LSOAs are joined so that series do not break."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pads_analysis.data.areas import Areas, vintage_order

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, slots=True)
class Places:
    """Small areas of every partnership.

    Attributes
    ----------
    table : DataFrame
        place_code, place_name, partnership_code, ward_code, ward_name, district_code, district_name: one row a place.
    placement : DataFrame
        lsoa_code, partnership_code, place_code: one row for each code that can stand in the data.
    members : DataFrame
        place_code, lsoa_code, vintage, direct (of the vintage that the place is made of), sole (in no other place).
    """

    table: pd.DataFrame
    placement: pd.DataFrame
    members: pd.DataFrame


def lsoas(areas: Areas) -> pd.DataFrame:
    """Return every LSOA that lies in a partnership.

    Returns
    -------
    DataFrame
        lsoa_code, partnership_code, district_code (as the newest lookup gives it).
    """
    import pandas as pd

    rows = areas.between("lsoa", "ltla")[["from_code", "to_vintage", "to_code"]].drop_duplicates()
    rows = rows.assign(order=rows["to_vintage"].map(vintage_order))
    of_district = {code: areas.partnership_of_district(code) for code in rows["to_code"].unique()}
    rows["partnership_code"] = rows["to_code"].map(of_district).astype("str")
    placed = rows[rows["partnership_code"] != ""]
    # An area that one lookup puts in two partnerships is left to another vintage.
    several = placed.groupby(["from_code", "order"])["partnership_code"].transform("nunique")
    placed = placed[several == 1].sort_values("order", ascending=False).drop_duplicates("from_code")
    newest = rows.sort_values(["order", "to_code"], ascending=[False, True]).drop_duplicates("from_code")
    partnership = dict(zip(placed["from_code"], placed["partnership_code"], strict=True))
    district = dict(zip(newest["from_code"], newest["to_code"], strict=True))
    _follow_links(areas, partnership, district)
    table = pd.DataFrame(
        {
            "lsoa_code": list(partnership),
            "partnership_code": list(partnership.values()),
            "district_code": [district.get(code, "") for code in partnership],
        }
    )
    return table.astype("str").sort_values("lsoa_code", ignore_index=True)


def _follow_links(areas: Areas, partnership: dict[str, str], district: dict[str, str]) -> None:
    """Place codes that no district lookup places by the older or newer codes of the same ground."""
    links = areas.between("lsoa", "lsoa")
    linked: dict[str, set[str]] = defaultdict(set)
    for old, new in zip(links["from_code"], links["to_code"], strict=True):
        if old != new and old and new:
            linked[old].add(new)
            linked[new].add(old)
    # Twice, because 2001 codes are linked to 2021 codes through 2011 ones.
    for _ in range(2):
        found = {}
        for code in linked.keys() - partnership.keys():
            around = {partnership[other] for other in linked[code] if other in partnership}
            if len(around) == 1:
                found[code] = around.pop()
        partnership |= found
        for code in found:
            near = {district[other] for other in linked[code] if other in district}
            district.setdefault(code, min(near, default=""))


def make_places(areas: Areas, seen: Iterable[str]) -> Places:
    """Make the small areas of every partnership.

    Where both 2011-only and 2021-only codes occur in a partnership's rows, areas that were split, merged or redrawn
    between the two are joined into one place, which keeps the code of the single 2011 (or 2021) area that covers it,
    or else "<first 2011 code>+". Where one vintage occurs, its areas are the places.

    Parameters
    ----------
    areas : Areas
    seen : iterable of str
        LSOA codes that occur in street-level rows.
    """
    import pandas as pd

    table = lsoas(areas)
    codes = {vintage: areas.codes("lsoa", vintage) for vintage in ("11", "21")}
    links = _links(areas, table)
    occurring = set(seen)
    placement, members = [], []
    for partnership, group in table.groupby("partnership_code", sort=True):
        own = set(group["lsoa_code"])
        old, new = own & codes["11"], own & codes["21"]
        mode = _mode(old, new, occurring)
        inside = [(a, b) for a, b in links.get(partnership, []) if a in old and b in new]
        places = (
            _units(old, new, inside)
            if mode == "both"
            else {code: {code} for code in (new if mode == "21" else old)}
        )
        stray = (own & occurring) - {code for held in places.values() for code in held}
        places |= {code: {code} for code in stray}
        placement += [(code, partnership, place) for place, held in places.items() for code in held]
        members += _members(places, mode, old, new, inside)
    placed = pd.DataFrame(placement, columns=["lsoa_code", "partnership_code", "place_code"]).astype("str")
    member = pd.DataFrame(members, columns=["place_code", "lsoa_code", "vintage", "direct"])
    counted = member.groupby(["lsoa_code", "vintage"])["place_code"].transform("nunique")
    member = member.assign(sole=counted == 1)
    return Places(_describe(areas, placed, table), placed, member)


def _links(areas: Areas, table: pd.DataFrame) -> dict[str, list[tuple[str, str]]]:
    """Pairs of 2011 and 2021 codes that share ground, by partnership; pairs across a border are not joined."""
    rows = areas.between("lsoa", "lsoa")
    rows = rows[(rows["from_vintage"] == "11") & (rows["to_vintage"] == "21")]
    partnership = dict(zip(table["lsoa_code"], table["partnership_code"], strict=True))
    pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for old, new in zip(rows["from_code"], rows["to_code"], strict=True):
        home = partnership.get(old, "")
        if home and home == partnership.get(new):
            pairs[home].append((old, new))
    return pairs


def _mode(old: set[str], new: set[str], occurring: set[str]) -> str:
    has_old, has_new = bool((old - new) & occurring), bool((new - old) & occurring)
    if has_old and has_new and old and new:
        return "both"
    if has_new or not old:
        return "21"
    return "11"


def _units(old: set[str], new: set[str], links: list[tuple[str, str]]) -> dict[str, set[str]]:
    """Connected groups of codes that share ground, by the code that stands for each."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    codes = sorted(old | new)
    position = {code: index for index, code in enumerate(codes)}
    a, b = [position[x] for x, _ in links], [position[y] for _, y in links]
    graph = coo_array(([1] * len(links), (a, b)), shape=(len(codes), len(codes)))
    _, labels = connected_components(graph, directed=False)
    groups: dict[int, set[str]] = defaultdict(set)
    for code, label in zip(codes, labels, strict=True):
        groups[int(label)].add(code)
    return {_unit_code(held, old, new): held for held in groups.values()}


def _unit_code(held: set[str], old: set[str], new: set[str]) -> str:
    for covering in (held & old, held & new):
        if len(covering) == 1:
            return min(covering)
    return f"{min(held & old or held)}+"


def _members(
    places: Mapping[str, set[str]], mode: str, old: set[str], new: set[str], links: list[tuple[str, str]]
) -> list[tuple[str, str, str, bool]]:
    over: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for a, b in links:
        over[a].add((b, "21"))
        over[b].add((a, "11"))
    rows: list[tuple[str, str, str, bool]] = []
    for place, held in places.items():
        direct = {(code, v) for code in held for v, known in (("11", old), ("21", new)) if code in known}
        if mode != "both":
            # A code that did not change stands in both lists; it is the same ground in either.
            rows += [(place, code, vintage, True) for code, vintage in direct if vintage == mode]
            linked = {pair for code in held for pair in over[code] if pair[1] != mode}
            rows += [
                (place, code, vintage, False)
                for code, vintage in linked | {d for d in direct if d[1] != mode}
            ]
        else:
            rows += [(place, code, vintage, True) for code, vintage in direct]
    return rows


def _describe(areas: Areas, placed: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    lsoa_names, district_names, ward_names = areas.names("lsoa"), areas.names("ltla"), areas.names("ward")
    ward_of = areas.newest("lsoa", "ward")
    district_of = dict(zip(table["lsoa_code"], table["district_code"], strict=True))
    import pandas as pd

    held_by: dict[tuple[str, str], list[str]] = defaultdict(list)
    columns = (placed["place_code"], placed["partnership_code"], placed["lsoa_code"])
    for place, partnership, code in zip(*columns, strict=True):
        held_by[place, partnership].append(code)
    records = []
    for (place, partnership), held in sorted(held_by.items()):
        held.sort()
        lead = place if place in held else held[0]
        name = lsoa_names.get(lead, lead)
        if place.endswith("+"):
            name = f"{name} and areas redrawn with it"
        ward = ward_of.get(lead, "")
        today = areas.current(district_of[lead]) if district_of.get(lead) else frozenset()
        district = next(iter(today)) if len(today) == 1 else district_of.get(lead, "")
        records.append(
            (
                place,
                name,
                partnership,
                ward,
                ward_names.get(ward, ""),
                district,
                district_names.get(district, ""),
            )
        )
    columns = ["place_code", "place_name", "partnership_code", "ward_code", "ward_name"]
    return pd.DataFrame(records, columns=[*columns, "district_code", "district_name"]).astype("str")
