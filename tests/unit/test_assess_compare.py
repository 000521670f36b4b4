"""Every verdict, its exact boundaries, and what one family of comparisons means."""

from __future__ import annotations

import pandas as pd
import pytest
from statsmodels.stats.multitest import multipletests

from pads_analysis.assess.compare import family_rule, judge, verdicts
from pads_analysis.assess.result import Verdict
from pads_analysis.params import load_params

MARGIN, RATE, LEAST = 0.10, 0.05, 10
EDGE = 1 / 1.1


def one(ratio: float, low: float, high: float, p: float = 0.001, count: float = 100) -> Verdict:
    found = verdicts(
        *(pd.Series([value]) for value in (ratio, low, high, p, count)),
        margin=MARGIN,
        false_discovery_rate=RATE,
        minimum_count=LEAST,
    )
    return found.iloc[0]


NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("case", "wanted"),
    [
        # higher: interval above 1, at least the margin, and it holds after adjustment; each condition fails once
        ((1.20, 1.05, 1.40), "higher"),
        ((1.10, 1.001, 1.40), "higher"),
        ((1.0999, 1.001, 1.40), "uncertain"),
        ((1.20, 1.00, 1.40), "uncertain"),
        ((1.20, 1.05, 1.40, 0.05), "higher"),
        ((1.20, 1.05, 1.40, 0.0501), "uncertain"),
        ((INF, 2.0, INF), "higher"),
        # lower: the same mirrored; the boundary is 1 / (1 + margin), not 1 - margin
        ((0.80, 0.70, 0.95), "lower"),
        ((EDGE, 0.70, 0.99), "lower"),
        ((0.9095, 0.70, 0.99), "uncertain"),
        ((0.80, 0.70, 1.00), "uncertain"),
        ((0.80, 0.70, 0.95, 0.06), "uncertain"),
        ((0.0, 0.0, 0.5), "lower"),
        # similar: the whole interval within the margin, both ends included
        ((1.00, EDGE, 1.10), "similar"),
        ((1.05, 1.01, 1.09, 0.0001), "similar"),
        ((1.00, 0.909, 1.10), "uncertain"),
        ((1.00, EDGE, 1.1001), "uncertain"),
        ((1.00, 0.5, 2.0), "uncertain"),
        # too few: below the least count, or no ratio at all
        ((3.00, 2.00, 4.00, 0.001, 9), "too_few"),
        ((3.00, 2.00, 4.00, 0.001, 10), "higher"),
        ((NAN, NAN, NAN, NAN, 100), "too_few"),
        ((3.00, 2.00, 4.00, 0.001, NAN), "too_few"),
        # p missing: nothing is called
        ((3.00, 2.00, 4.00, NAN), "uncertain"),
    ],
)
def test_every_verdict_and_its_boundaries(case, wanted):
    assert one(*case) == wanted
    assert isinstance(one(*case), Verdict)


def test_a_row_is_judged_by_its_own_numbers_and_keeps_its_place():
    index = pd.Index([7, 3, 9])
    table = pd.DataFrame(
        {
            "ratio": [2.0, 1.0, 0.5],
            "ci_low": [1.5, 0.95, 0.4],
            "ci_high": [2.5, 1.05, 0.6],
            "p": [0.001, 0.9, 0.001],
        },
        index=index,
    )
    settings = load_params("E22000901").params.statistics
    found = judge(table, settings, count=pd.Series([50, 50, 50], index=index))
    assert found["verdict"].to_dict() == {7: "higher", 3: "similar", 9: "lower"}
    assert list(table.columns) == ["ratio", "ci_low", "ci_high", "p"]


def test_the_whole_table_is_one_family():
    p = [0.001, 0.02, 0.03, 0.04, 0.5, float("nan")]
    table = pd.DataFrame({"ratio": 1.5, "ci_low": 1.1, "ci_high": 2.0, "p": p})
    settings = load_params("E22000901").params.statistics
    found = judge(table, settings, count=pd.Series([100] * 6))
    wanted = multipletests(p[:5], method="fdr_bh")[1]
    assert found["p_adjusted"].tolist()[:5] == pytest.approx(wanted.tolist())
    # 0.03 and 0.04 alone would pass; among five comparisons they need 0.05.
    assert found["verdict"].tolist() == ["higher", "higher", "higher", "higher", "uncertain", "uncertain"]
    many = pd.concat([table, pd.DataFrame({"ratio": [1.0], "ci_low": 0.9, "ci_high": 1.2, "p": [0.9]})] * 4)
    many = many.reset_index(drop=True)
    crowd = judge(many, settings, count=pd.Series([100] * len(many)))
    adjusted = multipletests(many["p"].dropna(), method="fdr_bh")[1]
    assert crowd["p_adjusted"].dropna().tolist() == pytest.approx(adjusted.tolist())


def test_another_column_may_hold_the_ratio():
    table = pd.DataFrame({"relative_ratio": [1.5], "ci_low": [1.2], "ci_high": [1.9], "p": [0.001]})
    settings = load_params("E22000901").params.statistics
    assert judge(table, settings, count=pd.Series([50]), ratio="relative_ratio")["verdict"].tolist() == [
        "higher"
    ]


def test_the_rule_says_the_numbers_it_goes_by():
    settings = load_params(
        "E22000901", overrides={"statistics.false_discovery_rate": 0.01, "statistics.margin": 0.2}
    ).params.statistics
    assert "1%" in family_rule(settings) and "20%" in family_rule(settings)
