"""Draws who answers a survey and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pads_analysis.data.example.settings import load

DONT_KNOW = "Don't know"


@dataclass(frozen=True, slots=True)
class Sample:
    """Respondents of one wave: their table as the council writes it, and how each share is moved at their point.

    Attributes
    ----------
    table : DataFrame
        Id, Weight, Stratum, Point, LSOA and the columns of the profile.
    shift : ndarray, shape (respondents,)
        Added, on the scale of a share, to the share of an answer at the respondent's sampling point.
    """

    table: pd.DataFrame
    shift: np.ndarray


def stratum_sizes(population: int) -> dict[str, int]:
    """Return the people aged 16 and over in each stratum, taken as four in five of all."""
    strata = load("surveys")["strata"]
    return {name: round(0.8 * population * said["population"]) for name, said in strata.items()}


def draw_residents(codes: np.ndarray, population: int, rng: np.random.Generator) -> Sample:
    """Draw the residents who answer one wave: strata drawn alike, points in each, some ages more willing than others.

    Parameters
    ----------
    codes : ndarray of str
        Small areas of the district, in order of code: the first ones are the town.
    population : int
        People in the district.
    rng : Generator
    """
    said = load("surveys")
    cut = round(len(codes) * said["strata"]["town"]["population"])
    parts = {"town": codes[:cut], "villages": codes[cut:]}
    sizes = stratum_sizes(population)
    tables, shifts = [], []
    for number, (name, own) in enumerate(parts.items()):
        size = round(said["residents"]["size"] * said["strata"][name]["drawn"])
        points = rng.choice(own, said["points"], replace=len(own) < said["points"])
        point = rng.integers(0, len(points), size)
        shifts.append(rng.normal(0, said["between_points"], len(points))[point])
        table = pd.DataFrame(
            {
                "Stratum": name,
                "Point": [f"{name[0].upper()}{number + 1:02d}" for number in point],
                "LSOA": points[point],
                "Weight": sizes[name] / size,
            }
        )
        tables.append(table.assign(stratum_number=number))
    table = pd.concat(tables, ignore_index=True).drop(columns="stratum_number")
    for column in said["profile"].values():
        names, answer = list(column["population"]), np.array(list(column["answer"].values()))
        drawn = rng.choice(len(names), len(table), p=answer / answer.sum())
        table[column["heading"]] = np.array(names)[drawn]
        table["Weight"] *= np.array([column["population"][name] / column["answer"][name] for name in names])[
            drawn
        ]
    table["Weight"] = (table["Weight"] / table["Weight"].mean()).round(4)
    table.insert(0, "Id", [f"R{number:04d}" for number in rng.permutation(len(table)) + 1])
    order = np.argsort(table["Id"].to_numpy())
    return Sample(table.iloc[order].reset_index(drop=True), np.concatenate(shifts)[order])


def draw_workers(size: int, rng: np.random.Generator) -> Sample:
    """Draw the people who chose to answer the open survey."""
    both = rng.random(size) < load("surveys")["workers"]["both"]
    table = pd.DataFrame(
        {
            "Id": [f"W{number:03d}" for number in range(1, size + 1)],
            "You": np.where(both, "I live and work here", "I work here"),
        }
    )
    return Sample(table, np.zeros(size))


def draw_single(shares: Mapping[str, float], shift: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return one answer each; at a point the share of the first answer is moved at the cost of the others."""
    names = list(shares)
    share = np.tile(np.array(list(shares.values()), dtype=float), (len(shift), 1))
    first = np.clip(share[:, 0] + shift, 0.01, 0.95)
    share[:, 1:] *= ((1 - first) / (1 - share[:, 0]))[:, None]
    share[:, 0] = first
    chosen = (rng.random(len(shift))[:, None] > share.cumsum(axis=1)).sum(axis=1)
    return np.array(names, dtype=object)[np.minimum(chosen, len(names) - 1)]


def draw_ticks(share: float, shift: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return Yes or No each."""
    return np.where(rng.random(len(shift)) < np.clip(share + shift, 0.01, 0.99), "Yes", "No").astype(object)


def draw_comments(answered: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return comments, "" where none was written."""
    comments = np.array(load("surveys")["comments"], dtype=object)
    said = comments[rng.integers(0, len(comments), size)]
    return np.where(rng.random(size) < answered, said, "")


def leave_out(answers: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """Return answers of which some were not given."""
    return np.where(rng.random(len(answers)) < share, "", answers)


def shares_of(question: Mapping[str, Any], *, later: bool) -> dict[str, float]:
    """Return the shares of a single question in a wave; those of the later one differ where a change is planted."""
    return dict(question["later"] if later and "later" in question else question["shares"])
