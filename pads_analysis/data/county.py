"""A county: the small areas of its districts, and its districts' cases for the overview."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from pads_analysis.data.case import Case


class AreaSource(Protocol):
    """Where small areas are read from: a `Store`, or a stand-in."""

    def places_of(self, codes: Sequence[str]) -> pd.DataFrame:
        """Return the small areas of partnerships, as `Store.places_of`."""
        ...

    def place_months_of(self, codes: Sequence[str]) -> pd.DataFrame:
        """Return their monthly counts, as `Store.place_months_of`."""
        ...

    def place_boundaries(self, code: str) -> gpd.GeoDataFrame | None:
        """Return the outlines of one partnership, as `Store.place_boundaries`."""
        ...


@dataclass(frozen=True, eq=False)
class CountyAreas:
    """Small areas of every district of a two-tier county; read when first asked for, so that others pay nothing.

    Attributes
    ----------
    codes : tuple of str
        Partnerships of the county.
    source : AreaSource
    """

    codes: tuple[str, ...]
    source: AreaSource

    @cached_property
    def places(self) -> pd.DataFrame:
        """Return partnership_code, place_code, place_name and the other columns of `Store.places`."""
        return self.source.places_of(self.codes)

    @cached_property
    def place_months(self) -> pd.DataFrame:
        """Return partnership_code, place_code, month, offence_code, count."""
        return self.source.place_months_of(self.codes)

    @cached_property
    def boundaries(self) -> gpd.GeoDataFrame | None:
        """Return partnership_code, place_code, place_name, geometry; None where no district has outlines."""
        held = [(code, self.source.place_boundaries(code)) for code in self.codes]
        drawn = [shapes.assign(partnership_code=code) for code, shapes in held if shapes is not None]
        return pd.concat(drawn, ignore_index=True) if drawn else None


@dataclass(frozen=True, eq=False)
class County:
    """A two-tier county for the overview of its districts.

    Attributes
    ----------
    code, name : str
        Official code and name.
    case : Case
        The county's data under the settings that all districts share, which no one district's file changes. It stands
        in the place of one district; what is asked of it is about the county.
    cases : tuple of Case
        Each district's own case, with its plan, decisions and county.yaml, over the same period; those with data only.
    without_data : tuple of (str, str)
        Code and name of the districts that the store holds no recorded crime for.
    """

    code: str
    name: str
    case: Case
    cases: tuple[Case, ...]
    without_data: tuple[tuple[str, str], ...] = ()

    @property
    def edition(self) -> str:
        """`partner` or `public`, as asked for; the same for every district."""
        return self.case.edition

    def commentary(self, section: str) -> str:
        """Return nothing: districts' commentary is about districts."""
        return ""

    def public_commentary(self, section: str) -> str:
        """Return nothing."""
        return ""
