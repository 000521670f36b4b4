"""Recorded crime beside context series: planted, not planted, and what cannot be told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from assess_cases import OWN, make_case

from pads_analysis import assess
from pads_analysis.assess.result import ContextResult, NotAvailable, Verdict
from pads_analysis.params import ContextFile, ContextTable
from pads_analysis.release.gate import release

CODES = (OWN, *(f"E220009{number:02d}" for number in range(10, 23)))
MONTHS = pd.date_range("2020-01-01", "2021-12-01", freq="MS")
ENTRY = {
    "id": "premises",
    "name": "Premises",
    "file": "x.csv",
    "unit": "premises",
    "per": 10,
    "source": "A register.",
}


def series(seed: int = 1) -> np.ndarray:
    """Return the value of a series in each partnership and month; each wanders about a level of its own."""
    rng = np.random.default_rng(seed)
    return (
        50 + rng.normal(0, 20, (len(CODES), 1)) + rng.normal(0, 6, (len(CODES), len(MONTHS))).cumsum(axis=1)
    )


def case_of(
    slope: float, *, lag: int = 0, codes: tuple[str, ...] = CODES, yearly: bool = False, **entry: Any
):
    """Return a case whose burglaries follow the series `lag` months before by `slope` per ten units."""
    rng, values = np.random.default_rng(2), series()
    moved = np.roll(values, lag, axis=1)
    counts = {
        code: {"burglary": rng.poisson(300 * np.exp(slope * (moved[at] - moved[at].mean()) / 10)).tolist()}
        for at, code in enumerate(codes)
    }
    held = {
        (code, f"{month:%Y}" if yearly else f"{month:%Y-%m}"): float(values[at, when])
        for at, code in enumerate(codes)
        for when, month in enumerate(MONTHS)
    }
    given = ContextFile.model_validate({"series": [{**ENTRY, "lag": lag, **entry}]})
    return make_case(counts, context=given, context_tables={"premises": ContextTable(yearly, held)})


def own_row(case: Any) -> pd.Series:
    found = assess.context(case)
    assert isinstance(found, ContextResult)
    return found.table.loc[found.table["series"] == "premises"].iloc[0]


@pytest.mark.parametrize("lag", [0, 2])
def test_a_planted_relation_is_found_with_its_size(lag: int) -> None:
    row = own_row(case_of(0.15, lag=lag, offences=["burglary"]))
    assert row["verdict"] == Verdict.HIGHER
    assert row["ratio"] == pytest.approx(np.exp(0.15), rel=0.03)
    assert (row["n_areas"], row["n_periods"], row["step_words"]) == (14, 24 - lag, "each 10 more premises")
    assert row["p_permuted"] < 0.05


def test_no_relation_is_claimed_where_none_is() -> None:
    row = own_row(case_of(0.0, offences=["burglary"]))
    assert row["verdict"] in (Verdict.SIMILAR, Verdict.UNCERTAIN)
    assert row["ci_low"] < 1 < row["ci_high"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"codes": CODES[:5]}, "only 5 partnerships have counts and values, and 8 are needed"),
        ({"yearly": True}, "counts and values share only 2 periods, and 3 are needed"),
        ({"offences": ["drugs"]}, "only 0 partnerships have counts and values, and 8 are needed"),
    ],
)
def test_too_little_cannot_be_told(options: dict[str, Any], reason: str) -> None:
    row = own_row(case_of(0.15, **options))
    assert row["reason"] == reason
    assert np.isnan(row["ratio"]) and row["verdict"] == Verdict.TOO_FEW


def test_a_series_that_moves_everywhere_alike_cannot_be_told() -> None:
    case = case_of(0.15)
    values = {key: float(key[1][-2:]) for key in case.resolved.context_tables["premises"].values}
    case.resolved.context_tables["premises"].values.update(values)
    assert own_row(case)["reason"].startswith("the series moves alike in all areas")


def test_deprivation_is_compared_over_small_areas() -> None:
    rng = np.random.default_rng(3)
    decile = np.arange(60) % 10 + 1
    codes = [f"E01000{at:03d}" for at in range(60)]
    places = pd.DataFrame(
        {"place_code": codes, "place_name": codes, "population": 1500.0, "imd_decile": decile}
    )
    count = rng.poisson(60 * np.exp(0.2 * (11 - decile)))
    months = pd.DataFrame(
        {"place_code": codes, "month": pd.Timestamp("2021-06-01"), "offence_code": "burglary", "count": count}
    )
    case = make_case({OWN: {"burglary": 100}}, places=places, place_months=months)
    table = assess.context(case).table.set_index("series")
    row = table.loc["deprivation"]
    assert row["ci_low"] < np.exp(0.2) < row["ci_high"] and row["verdict"] == Verdict.HIGHER
    assert row["areas_are"] == "small areas" and row["adjusts"] == "the number of residents only"


def test_without_a_series_and_without_small_areas_it_says_what_to_write() -> None:
    found = assess.context(make_case({OWN: {"burglary": 100}}))
    assert isinstance(found, NotAvailable)
    assert "no context series was given" in found.because and "context.yaml" in found.do


def test_what_partners_supply_is_withheld_from_the_public_edition() -> None:
    case = case_of(0.15)
    assert "context" in assess.context(case).basis.source_kinds

    class Public:
        edition = "public"

        def commentary(self, section: str) -> str:
            return ""

        public_commentary = commentary

    assert isinstance(release(assess.context(case), Public()).value, NotAvailable)


def test_a_quarterly_source_takes_no_monthly_series() -> None:
    case = case_of(0.15)
    object.__setattr__(case, "step", 3)
    assert "by quarter" in own_row(case)["reason"]
