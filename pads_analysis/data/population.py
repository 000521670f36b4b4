"""Populations, households and deprivation, carried from the published areas to partnerships and small areas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pads_analysis.data.areas import Areas, vintage_order

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.places import Places


def by_partnership(
    published: pd.DataFrame, value: str, areas: Areas, lsoa_home: Mapping[str, str]
) -> pd.DataFrame:
    """Sum published figures to partnerships, for the years that are published.

    Small areas are preferred to districts. A partnership gets a figure only when every one of its areas of that
    vintage has one: half a sum is worse than none.

    Parameters
    ----------
    published : DataFrame
        entity, vintage, code, year and the value column.
    value : str
        Name of the value column: population or households.
    areas : Areas
    lsoa_home : mapping of str to str
        Partnership of each LSOA.

    Returns
    -------
    DataFrame
        partnership_code, year (int64), value (int64).
    """
    import pandas as pd

    sums: list[pd.DataFrame] = []
    for entity, rank in (("lsoa", 0), ("ltla", 1)):
        rows = published[published["entity"] == entity]
        for (vintage, year), group in rows.groupby(["vintage", "year"]):
            home = lsoa_home if entity == "lsoa" else _district_home(areas, group["code"])
            complete = _complete(areas, entity, vintage, home, set(group["code"]))
            placed = group.assign(partnership_code=group["code"].map(home).astype("str"))
            placed = placed[placed["partnership_code"].isin(complete)]
            total = placed.groupby("partnership_code", as_index=False)[value].sum()
            sums.append(total.assign(year=int(year), rank=rank, order=-vintage_order(vintage)))
    if not sums:
        return pd.DataFrame({"partnership_code": pd.Series(dtype="str"), "year": [], value: []})
    every = pd.concat(sums).sort_values(["partnership_code", "year", "rank", "order"])
    best = every.drop_duplicates(["partnership_code", "year"])
    best = best.astype({"partnership_code": "str", "year": "int64", value: "int64"})
    return best[["partnership_code", "year", value]].reset_index(drop=True)


def _district_home(areas: Areas, codes: pd.Series) -> dict[str, str]:
    return {code: areas.partnership_of_district(code) for code in codes.unique()}


def _complete(
    areas: Areas, entity: str, vintage: str, home: Mapping[str, str], present: set[str]
) -> set[str]:
    """Partnerships all of whose areas, as the lookups list that vintage, are present."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for code in areas.codes(entity, vintage):
        place = home.get(code, "") if entity == "lsoa" else areas.partnership_of_district(code)
        if place:
            wanted[place].add(code)
    unlisted = {home[code] for code in present if home.get(code)} - set(wanted)
    if entity == "ltla":
        # Without a list of that vintage's districts, today's must all be reached from the ones present.
        for code in unlisted:
            reached = {now for d in present if home.get(d) == code for now in areas.current(d)}
            if set(areas.districts_by_partnership.get(code, ())) <= reached:
                wanted[code] = set()
    # A district over several partnerships holds people of each that no sum of the others can make good.
    shared = {p for d in present for p in areas.shared_by(d)} if entity == "ltla" else set()
    return {code for code, codes in wanted.items() if codes <= present} - shared


def with_vintage(published: pd.DataFrame, areas: Areas) -> pd.DataFrame:
    """Give rows whose file does not say its boundary vintage the vintage whose list of areas fits its codes best.

    Rows of a vintage that no lookup lists keep it.
    """
    import pandas as pd

    done = []
    for (entity, vintage), group in published.groupby(["entity", "vintage"]):
        if vintage == "":
            present = set(group["code"])
            fits = {v: _likeness(present, areas.codes(entity, v)) for v in areas.vintages(entity) if v}
            vintage = max(fits, key=lambda v: fits[v], default="")
        done.append(group.assign(vintage=vintage))
    return pd.concat(done, ignore_index=True) if done else published


def _likeness(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def of_places(places: Places, population: pd.DataFrame) -> pd.DataFrame:
    """Return the newest published population of each place.

    Returns
    -------
    DataFrame
        place_code, population, population_year; places that no figure fits are left out.
    """
    import pandas as pd

    rows = population[population["entity"] == "lsoa"].rename(columns={"code": "lsoa_code"})
    # Only ground that lies in this place alone may be summed into it.
    members = places.members[places.members["direct"] | places.members["sole"]]
    joined = members.merge(rows[["lsoa_code", "vintage", "year", "population"]], on=["lsoa_code", "vintage"])
    keys = ["place_code", "vintage", "direct"]
    size = members.groupby(keys).size().rename("size").reset_index()
    whole = places.members.groupby(["place_code", "vintage"]).size().rename("whole").reset_index()
    summed = joined.groupby([*keys, "year"], as_index=False).agg(
        population=("population", "sum"), found=("population", "size")
    )
    summed = summed.merge(size, on=keys).merge(whole, on=["place_code", "vintage"])
    summed = summed[(summed["found"] == summed["size"]) & (summed["size"] == summed["whole"])]
    best = summed.sort_values(["place_code", "direct", "year"], ascending=[True, False, False])
    best = best.drop_duplicates("place_code").rename(columns={"year": "population_year"})
    return pd.DataFrame(best[["place_code", "population", "population_year"]]).reset_index(drop=True)


def deprivation_of_places(
    places: Places, deprivation: pd.DataFrame, population: pd.DataFrame
) -> pd.DataFrame:
    """Return the index of deprivation of each place.

    The newest index on the vintage that the places are made of is taken; failing that the newest on the other
    vintage. A place of several LSOAs gets the mean of their deciles and ranks, weighted by population and rounded.

    Returns
    -------
    DataFrame
        place_code, imd_year, imd_decile, imd_rank.
    """
    import pandas as pd

    rows = deprivation[deprivation["entity"] == "lsoa"].rename(columns={"code": "lsoa_code"})
    columns = ["lsoa_code", "vintage", "index_year", "rank", "decile"]
    joined = places.members.merge(rows[columns], on=["lsoa_code", "vintage"])
    people = (
        population[population["entity"] == "lsoa"]
        .sort_values("year")
        .drop_duplicates(["vintage", "code"], keep="last")
    )
    people = people.rename(columns={"code": "lsoa_code"})[["lsoa_code", "vintage", "population"]]
    joined = joined.merge(people, on=["lsoa_code", "vintage"], how="left")
    weight = joined["population"].fillna(1.0).clip(lower=1.0)
    for name in ("rank", "decile"):
        # Only areas that have the figure weigh in its mean.
        joined[f"{name}_weight"] = weight.where(joined[name].notna())
        joined[name] *= weight
    keys = ["place_code", "direct", "index_year"]
    sums = joined.groupby(keys, as_index=False)[["rank", "decile", "rank_weight", "decile_weight"]].sum(
        min_count=1
    )
    best = sums.sort_values(["place_code", "direct", "index_year"], ascending=[True, False, False])
    best = best.drop_duplicates("place_code")
    return pd.DataFrame(
        {
            "place_code": best["place_code"],
            "imd_year": best["index_year"],
            "imd_decile": (best["decile"] / best["decile_weight"]).round(),
            "imd_rank": (best["rank"] / best["rank_weight"]).round(),
        }
    ).reset_index(drop=True)
