"""Small cases written by hand: a few partnerships, flat monthly counts, everything else as little as it can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from pads_analysis.data.case import Case, Partnership
from pads_analysis.data.periods import Period
from pads_analysis.params import load_params
from pads_analysis.vocabulary import offence_scheme

OWN = "E22000901"
PEERS = ("E22000902", "E22000903", "E22000904")
FIRST, LAST = "2020-01", "2021-12"
NAMES = {OWN: "Ownham", PEERS[0]: "Firstby", PEERS[1]: "Secondby", PEERS[2]: "Thirdby"}

Counts = Mapping[str, Mapping[str, int | Sequence[int]]]


def make_case(
    counts: Counts,
    *,
    bad: Mapping[str, Mapping[str, str]] | None = None,
    people: Mapping[str, Mapping[int, float]] | None = None,
    places: pd.DataFrame | None = None,
    place_months: pd.DataFrame | None = None,
    county: Sequence[str] = (),
    force_months: pd.DataFrame | None = None,
    first: str = FIRST,
    last: str = LAST,
    months: int = 12,
    source: str = "street",
    settings: Mapping[str, Any] | None = None,
    peers_chosen: bool = True,
    **files: Any,
) -> Case:
    """Return a case of the partnerships in `counts`, the first being the own one.

    Parameters
    ----------
    counts : mapping
        By partnership and offence: one count for every month from `first` to `last`, or a list of them.
    bad : mapping, optional
        By partnership and month (YYYY-MM): the status of a month that is not complete; "absent" drops its row.
    people : mapping, optional
        By partnership: population by year; 100,000 in mid-2021 and mid-2020 where not given.
    places, place_months : DataFrame, optional
        As in `Case`.
    county : sequence of str
        Partnerships that lie in one two-tier county.
    peers_chosen : bool
        Whether the others are named as peers in the params, rather than standing in because nobody named any.
    **files
        `plan` or `views` of the partnership, as models.
    """
    codes = tuple(counts)
    chosen = {"peers.codes": list(codes[1:])} if peers_chosen else {}
    resolved = replace(load_params(codes[0], overrides={**chosen, **(settings or {})}), **files)
    held = pd.date_range(f"{first}-01", f"{last}-01", freq="MS")
    table = partnerships(codes, tuple(county))
    row = table.iloc[0]
    return Case(
        resolved=resolved,
        partnership=Partnership(
            codes[0], row.partnership_name, row.force_code, row.force_name, row.county_code, row.county_name,
            "E92000001",
        ),
        period=Period.ending(last, months),
        source=source,
        scheme=offence_scheme(source),
        partnerships=table,
        monthly=_monthly(counts, held),
        coverage=_coverage(codes, held, bad or {}),
        populations=_populations(codes, people),
        households_by_year=pd.DataFrame(columns=["partnership_code", "year", "households"]),
        peers=codes[1:],
        peers_basis="the list of this test",
        places=places,
        place_months=place_months,
        boundaries=None,
        force_months=force_months,
        deliveries=pd.DataFrame(
            columns=["kind", "vintage", "file", "period_first", "period_last", "rows_in", "rows_kept",
                     "rows_rejected", "reasons"]
        ),
        sources=(),
    )  # fmt: skip


def partnerships(codes: tuple[str, ...], county: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "partnership_code": codes,
            "partnership_name": [NAMES.get(code, f"Place {code[-3:]}") for code in codes],
            "force_code": "E23000099",
            "force_name": "Testshire",
            "county_code": ["E10000099" if code in county else "" for code in codes],
            "county_name": ["Testshire" if code in county else "" for code in codes],
            "country_code": "E92000001",
            "districts": [f"E0700{code[-4:]}" for code in codes],
        }
    )


def _monthly(counts: Counts, held: pd.DatetimeIndex) -> pd.DataFrame:
    rows = [
        (code, month, offence, value)
        for code, offences in counts.items()
        for offence, values in offences.items()
        for month, value in zip(
            held, [values] * len(held) if isinstance(values, int) else values, strict=True
        )
        if value != 0
    ]
    table = pd.DataFrame(rows, columns=["partnership_code", "month", "offence_code", "count"])
    return table.astype({"month": "datetime64[ns]", "count": "int64"})


def _coverage(
    codes: tuple[str, ...], held: pd.DatetimeIndex, bad: Mapping[str, Mapping[str, str]]
) -> pd.DataFrame:
    rows = [
        (code, "Testshire Police", month, 1_000, 1_000.0, bad.get(code, {}).get(f"{month:%Y-%m}", "complete"))
        for code in codes
        for month in held
    ]
    table = pd.DataFrame(
        rows, columns=["partnership_code", "force_name", "month", "rows", "expected", "status"]
    )
    return table.loc[table["status"] != "absent"].reset_index(drop=True)


def _populations(codes: tuple[str, ...], people: Mapping[str, Mapping[int, float]] | None) -> pd.DataFrame:
    given = people if people is not None else {code: {2020: 100_000, 2021: 100_000} for code in codes}
    rows = [(code, year, value) for code, years in given.items() for year, value in years.items()]
    return pd.DataFrame(rows, columns=["partnership_code", "year", "population"]).astype(
        {"year": "int64", "population": "float64"}
    )


def by_month(before: Sequence[int] | int, now: Sequence[int] | int) -> list[int]:
    """Return 24 monthly counts: those of 2020, then those of 2021."""
    years = [[year] * 12 if isinstance(year, int) else list(year) for year in (before, now)]
    return [*years[0], *years[1]]


def survey(probability: bool, value: float, offence: str = "", name: str = "S1") -> dict:
    return {
        "id": name, "title": "Residents' survey.", "mode": "postal", "date": "2021-05", "probability": probability,
        "base": 400, "source": "",
        "questions": [
            {"question": "Feels safe", "group": "residents", "value": value, "base": 400, "concern_offence": offence}
        ],
    }  # fmt: skip
