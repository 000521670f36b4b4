"""Everything behind the authorities' files of the example, counted as an assessment can count it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pads_analysis.data.example.calendar import Calendar
from pads_analysis.data.example.extracts.crimes import Crimes
from pads_analysis.data.example.extracts.deliveries import Deliveries
from pads_analysis.data.example.places import Place


@dataclass(frozen=True, slots=True)
class Held:
    """Everything behind the files.

    Attributes
    ----------
    place : Place
        The main district.
    calendar : Calendar
    crimes : Crimes
    disorder : DataFrame
        Its anti-social behaviour.
    calls : mapping of str to DataFrame
        Rows of the other authorities by data set.
    inside : ndarray of bool
        Which small areas of the force are the district's.
    sent : Deliveries
    """

    place: Place
    calendar: Calendar
    crimes: Crimes
    disorder: pd.DataFrame
    calls: Mapping[str, pd.DataFrame]
    inside: np.ndarray
    sent: Deliveries

    def windows(self, rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
        """Return the rows that the store can place in the district, in the earlier and the latest twelve months."""
        area = rows["area"].to_numpy()
        own = (area >= 0) & self.inside[area]
        if "located" in rows:
            own &= rows["located"].to_numpy()
        month = rows["month"].to_numpy()
        parts = {"earlier": self.calendar.earlier, "latest": self.calendar.latest}
        return {name: rows[own & (month >= part.start) & (month < part.stop)] for name, part in parts.items()}

    def named(self, kind: str, data_set: str, offence: str = "") -> dict[str, Any]:
        """Return the beginning of every entry."""
        found = {
            "kind": kind,
            "partnership_code": self.place.code,
            "partnership_name": self.place.name,
            "data_set": data_set,
        }
        return found | ({"offence_code": offence} if offence else {})

    def of(self, category: str) -> pd.DataFrame:
        """Return the crimes of a category of the contract."""
        return self.crimes.rows[self.crimes.rows["category"] == category]

    def counts(self, kind: str) -> dict[str, int]:
        """Return the placed rows of another authority's data set in both windows."""
        return {name: len(part) for name, part in self.windows(self.calls[kind]).items()}

    def struck(self, category: str) -> dict[str, Any]:
        """Return crimes with a victim, their victims, and those struck more than once, in both windows.

        `by_chance` is the mean number of crimes beyond each victim's first if every resident were as likely as any.
        """
        residents = len(self.crimes.residents)
        found = {}
        for name, part in self.windows(self.of(category)).items():
            victims = part.loc[part["victim"] >= 0, "victim"]
            times = victims.value_counts()
            crimes = len(victims)
            found[name] = {
                "crimes": crimes,
                "victims": len(times),
                "repeat_victims": int((times > 1).sum()),
                "crimes_beyond_the_first": int((times - 1).sum()),
                "by_chance": rounded(crimes - residents * (1 - (1 - 1 / residents) ** crimes)),
                "crimes_of_the_few": int(victims.isin(self.crimes.few).sum()),
            }
        return found | {"residents": residents}


def rounded(value: float) -> float:
    """Return a share or a mean with four decimals."""
    return round(float(value), 4)
