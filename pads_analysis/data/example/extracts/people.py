"""The residents of the example: who suffers which crime, and which offenders are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from pads_analysis.data.example.denominators import AGES, age_shares

FEMALE, MALE = "Female", "Male"
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Residents:
    """Residents of an age at which they are counted as victims; every array has shape (residents,).

    Attributes
    ----------
    age : ndarray of int
    sex : ndarray of str
    key : ndarray of str
        A meaningless number for each.
    """

    age: np.ndarray
    sex: np.ndarray
    key: np.ndarray

    @classmethod
    def draw(cls, population: int, youngest: int, rng: np.random.Generator) -> Residents:
        """Return residents whose ages follow the published estimates and whose sexes are as many."""
        shares = np.where(youngest <= AGES, age_shares(), 0)
        number = round(population * shares.sum())
        ages = rng.choice(AGES, size=number, p=shares / shares.sum())
        numbers = rng.permutation(1_000_000)[:number]
        keys = np.array([f"V{one:06d}" for one in numbers])
        return cls(ages, np.where(rng.random(number) < 0.5, FEMALE, MALE), keys)

    def __len__(self) -> int:
        return len(self.age)

    def draw_victims(
        self, number: int, profile: Mapping[str, Any] | None, rng: np.random.Generator
    ) -> np.ndarray:
        """Return positions of victims, anybody as likely as anybody else but for a profile's share."""
        anybody = rng.integers(len(self), size=number)
        if profile is None:
            return anybody
        low, high = profile["ages"]
        fitting = np.flatnonzero((self.sex == profile["sex"]) & (self.age >= low) & (self.age <= high))
        return np.where(
            rng.random(number) < profile["share"], fitting[rng.integers(len(fitting), size=number)], anybody
        )


def draw_repeats(
    victims: np.ndarray,
    area: np.ndarray,
    eligible: np.ndarray,
    plant: Mapping[str, Any],
    residents: Residents,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Return victims with a share of the eligible rows given to a few people, each harmed in one small area.

    Parameters
    ----------
    victims : ndarray of int
        Position of each row's victim among the residents.
    area : ndarray of int
        Small area of each row, negative for none.
    eligible : ndarray of bool
        Rows of the offence.
    plant : mapping
        `repeats` of `extracts.yaml`.
    residents : Residents
    rng : Generator

    Returns
    -------
    tuple of ndarray, ndarray
        The victims; and the positions of the few among the residents, shape (victims,).
    """
    few = rng.choice(len(residents), size=plant["victims"], replace=False)
    located = np.flatnonzero(eligible & (area >= 0))
    # The homes of the few follow the crimes, so that every small area with one of them has rows for them.
    home = area[rng.choice(located, size=len(few))]
    share = plant["share"] * len(located) / np.isin(area[located], home).sum()
    chosen = located[np.isin(area[located], home) & (rng.random(len(located)) < share)]
    found = victims.copy()
    for at in np.unique(home):
        rows, people = chosen[area[chosen] == at], few[home == at]
        found[rows] = people[rng.integers(len(people), size=len(rows))]
    return found, few


def draw_offenders(
    known: np.ndarray, profile: Mapping[str, Any], rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return age (int, -1 for none) and sex ("" for none) of the offender of each row, where one is known."""
    size = len(known)
    shares = np.where(AGES >= 10, age_shares(), 0)
    ages = rng.choice(AGES, size=size, p=shares / shares.sum())
    sexes = np.where(rng.random(size) < 0.5, FEMALE, MALE)
    typical = rng.random(size) < profile["share"]
    low, high = profile["ages"]
    ages = np.where(typical, rng.integers(low, high + 1, size=size), ages)
    sexes = np.where(typical, profile["sex"], sexes)
    return np.where(known, ages, NOBODY), np.where(known, sexes, "")
