"""The forecast beside what happened: left-out months stay out, flat series stay inside, planted steps stand out."""

from __future__ import annotations

import numpy as np
import pytest
from assess_cases import OWN, PEERS, make_case

from pads_analysis.assess.forecast import outturn
from pads_analysis.assess.result import NotAvailable, Verdict
from pads_analysis.release.gate import release
from pads_analysis.show import charts, sentences, tables

SEASON = 1 + 0.2 * np.sin(np.arange(12) / 12 * 2 * np.pi)


def series(years: int, mean: float, last: float = 1.0, seed: int = 1) -> list[int]:
    """Return Poisson counts with a season, the last year multiplied."""
    level = np.tile(mean * SEASON, years)
    level[-12:] *= last
    return np.random.default_rng(seed).poisson(level).tolist()


def case_of(own: dict, first: str = "2013-01", last: str = "2018-12", **more):
    return make_case(
        {OWN: own, PEERS[0]: {"burglary": [9] * len(next(iter(own.values())))}},
        first=first,
        last=last,
        **more,
    )


def rows(case):
    return outturn(case).table.set_index("offence_code")


def test_a_doubled_offence_stands_out_and_a_steady_one_does_not():
    case = case_of({"burglary": series(6, 40, 2.0), "drugs": series(6, 60, seed=2)})
    table = rows(case)
    assert table.at["burglary", "verdict"] == Verdict.HIGHER
    assert table.at["drugs", "verdict"] not in (Verdict.HIGHER, Verdict.LOWER)
    assert table.at["burglary", "count"] == sum(series(6, 40, 2.0)[-12:])
    assert table.at["drugs", "low"] < table.at["drugs", "expected"] < table.at["drugs", "high"]
    # Level and season are those of the series, whatever the last year did.
    assert table.at["burglary", "expected"] == pytest.approx(480, rel=0.1)
    found = outturn(case)
    assert found.n_history == 60 and found.n_origins >= 3 and found.earlier_totals >= 6
    assert found.earlier_inside >= 0.7 * found.earlier_totals
    assert table["skill"].between(0.3, 1.5).all()


def test_months_left_out_are_neither_forecast_from_nor_told():
    whole = series(6, 50)
    spoilt = [*whole]
    spoilt[50], spoilt[65] = 5000, 5000
    bad = {OWN: {"2017-03": "looks incomplete", "2018-06": "looks incomplete"}}
    case = case_of({"burglary": spoilt, "drugs": series(6, 80, seed=3)}, bad=bad)
    found = outturn(case)
    one = found.table.set_index("offence_code").loc["burglary"]
    assert one["count"] == sum(whole[60:]) - whole[65] and one["expected"] == pytest.approx(550, rel=0.1)
    assert found.n_months == 11 and found.n_history == 59
    months = found.months.loc[found.months["offence_code"] == "burglary"]
    assert months["count"].isna().sum() == 1 and months["expected"].notna().all()
    assert found.past.query("offence_code == 'burglary'")["count"].isna().sum() == 1
    assert any("1 months that are missing" in note or "1 month" in note for note in found.basis.notes)


def test_pandemic_months_are_no_baseline():
    """A past halved from March 2020 to July 2021 does not lower what is expected afterwards."""
    counts = [60] * 26 + [20] * 17 + [60] * 17
    rng = np.random.default_rng(4)
    own = {"burglary": rng.poisson(counts).tolist(), "drugs": rng.poisson([50] * 60).tolist()}
    case = case_of(own, first="2018-01", last="2022-12")
    assert rows(case).at["burglary", "expected"] == pytest.approx(720, rel=0.1)
    assert rows(case).at["burglary", "verdict"] not in (Verdict.HIGHER, Verdict.LOWER)
    assert any("17 months of national events" in note for note in outturn(case).basis.notes)


@pytest.mark.parametrize("years", [1, 2])
def test_a_short_past_is_refused_with_what_to_do(years):
    found = outturn(case_of({"burglary": series(years, 50)}, first=f"{2019 - years}-01"))
    assert isinstance(found, NotAvailable) and "months" in found.because and found.do


@pytest.mark.parametrize(
    "odd", [[0] * 72, [0] * 60 + [9] * 12, [30] * 60 + [0] * 12, [1, 0, 0] * 24, [30] * 71 + [-9]]
)
def test_odd_series_break_nothing(odd):
    case = case_of({"burglary": odd, "drugs": series(6, 60)})
    found = outturn(case)
    assert "drugs" in set(found.table["offence_code"])
    for show in (sentences, charts, tables):
        assert show.outturn(release(found, case))
    gone = found.table.set_index("offence_code")
    if odd == [30] * 60 + [0] * 12:
        assert gone.at["burglary", "verdict"] == Verdict.LOWER


def test_few_events_are_forecast_by_the_mean_of_the_latest_year():
    case = case_of({"burglary": [2, 3, 1, 2] * 18, "drugs": series(6, 60)})
    one = rows(case).loc["burglary"]
    assert one["method"] == "mean of the latest year" and one["expected"] == pytest.approx(24)
    assert one["low"] < 24 < one["high"]


def test_nothing_but_steady_series_are_hardly_ever_called():
    names = ["burglary", "drugs", "robbery", "shoplifting", "bicycle_theft", "other_theft", "public_order"]
    called = 0
    for seed in range(6):
        own = {name: series(6, 20 + 10 * at, seed=100 * seed + at) for at, name in enumerate(names)}
        table = outturn(case_of(own)).table
        called += table["verdict"].isin([Verdict.HIGHER, Verdict.LOWER]).any()
    assert called <= 1


def test_words_claim_no_cause_and_name_no_single_month():
    case = case_of({"burglary": series(6, 40, 2.0), "drugs": series(6, 60, seed=2)})
    said = [one.text for one in sentences.outturn(release(outturn(case), case))]
    assert any("more than the months before would have led one to expect" in text for text in said)
    text = " ".join(said).lower()
    for word in ("because of", "caused", "due to", "effect of"):
        assert word not in text
    assert [figure.title.split(":")[0] for figure in charts.outturn(release(outturn(case), case))] == [
        "All police recorded crime", "Burglary",
    ]  # fmt: skip
