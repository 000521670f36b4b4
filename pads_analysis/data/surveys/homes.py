"""The partnership that an area named in a survey lies in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pads_analysis.data.areas import Areas
from pads_analysis.data.places import Places


@dataclass(eq=False)
class Homes:
    """Finds the partnership of an area of any kind, by its code or its printed name.

    Parameters
    ----------
    areas : Areas
        The lookups of a store.
    places : Places
        Its small areas.
    """

    areas: Areas
    places: Places

    def of_code(self, code: str) -> str:
        """Return the partnership of a small area, ward, district or partnership; "" when the lookups know none."""
        if code[:3] in ("E22", "W22", "W14"):
            return self.areas.partnership_of_csp(code)
        if code[:3] in ("E01", "W01"):
            return self._small_areas.get(code, "")
        if code[:3] in ("E05", "W05"):
            return self._wards.get(code, "")
        return self.areas.partnership_of_district(code) if code else ""

    def of_name(self, name: str) -> str:
        """Return the partnership of the printed name of a partnership or district; "" when none fits."""
        return self.areas.partnership_named(name)

    @cached_property
    def _small_areas(self) -> dict[str, str]:
        table = self.places.placement
        return dict(zip(table["lsoa_code"], table["partnership_code"], strict=True))

    @cached_property
    def _wards(self) -> dict[str, str]:
        table = self.places.table[["ward_code", "partnership_code"]].drop_duplicates()
        table = table[~table["ward_code"].duplicated(keep=False)]
        return dict(zip(table["ward_code"], table["partnership_code"], strict=True))
