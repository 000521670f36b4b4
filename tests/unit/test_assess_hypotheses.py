"""Each kind of test of an explanation: planted yes, planted no, and too little to tell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from assess_cases import OWN, PEERS, make_case

from pads_analysis import assess
from pads_analysis.assess.result import HypothesesResult, NotAvailable
from pads_analysis.data.extracts.incidents import empty_incidents
from pads_analysis.params import HypothesesFile

OTHER_PEERS = tuple(f"E220009{number:02d}" for number in range(10, 17))


def held(*tests: dict[str, Any], rivals: tuple[str, ...] = ("a rival",), **entry: Any) -> HypothesesFile:
    base = {
        "claim": "C",
        "mechanism": "M",
        "expected_pattern": "E",
        "rivals": list(rivals),
        "indicator": "burglary",
        "grade": "weak",
        "tests": list(tests),
    }
    return HypothesesFile.model_validate({"hypotheses": [{**base, **entry}]})


def wave(level: float, seed: int, months: int = 24) -> list[int]:
    """Return monthly counts that vary as chance would have them."""
    return np.random.default_rng(seed).poisson(level, months).tolist()


def counts(own: list[int], peers: float = 200.0, months: int = 24, **other: list[int]) -> dict[str, Any]:
    found: dict[str, Any] = {OWN: {"burglary": own, **other}}
    return found | {
        code: {"burglary": wave(peers, at, months)}
        for at, code in enumerate((*PEERS, *OTHER_PEERS), start=50)
    }


RISEN = [*wave(200, 1, 12), *wave(320, 2, 12)]
LEVEL = wave(400, 3)


def first(case: Any) -> pd.Series:
    found = assess.hypotheses(case)
    assert isinstance(found, HypothesesResult)
    return found.tests.iloc[0]


@pytest.mark.parametrize(
    ("series", "expect", "outcome"),
    [
        (RISEN, "rise", "as expected"),
        (RISEN, "fall", "against"),
        (RISEN, "same", "against"),
        (LEVEL, "same", "as expected"),
        (LEVEL, "rise", "against"),
        (wave(3, 4), "rise", "cannot tell"),
    ],
)
def test_change(series: list[int], expect: str, outcome: str) -> None:
    case = make_case(counts(series), hypotheses=held({"kind": "change", "expect": expect}))
    row = first(case)
    assert row["outcome"] == outcome
    change = assess.change(case).table.set_index("offence_code").loc["burglary"]
    # The same figures as the chapter on change prints.
    assert (row["estimate"], row["ci_low"], row["ci_high"]) == (
        change["ratio"],
        change["ci_low"],
        change["ci_high"],
    )
    assert bool(row["reason"]) == (outcome == "cannot tell")


@pytest.mark.parametrize(
    ("own", "expect", "outcome"),
    [
        (RISEN, "more", "as expected"),
        (RISEN, "same", "against"),
        (LEVEL, "same", "as expected"),
        (LEVEL, "more", "against"),
        (wave(2, 5), "more", "cannot tell"),
    ],
)
def test_peers(own: list[int], expect: str, outcome: str) -> None:
    peers = 2_000.0
    case = make_case(counts(own, peers), hypotheses=held({"kind": "peers", "expect": expect}))
    assert first(case)["outcome"] == outcome


def test_peers_that_are_too_few_cannot_tell() -> None:
    case = make_case({OWN: {"burglary": RISEN}}, hypotheses=held({"kind": "peers", "expect": "more"}))
    row = first(case)
    assert row["outcome"] == "cannot tell" and "peers are complete" in row["reason"]


STEP = [*wave(120, 6, 36), *wave(200, 7, 12)]


@pytest.mark.parametrize(
    ("series", "month", "expect", "outcome"),
    [
        (STEP, "2021-01", "rise", "as expected"),
        (STEP, "2021-01", "fall", "against"),
        (STEP, "2019-10", "rise", "against"),
        (wave(5, 8, 48), "2021-01", "rise", "cannot tell"),
        (STEP, "2030-01", "rise", "cannot tell"),
        (STEP, "2021-11", "rise", "cannot tell"),
    ],
)
def test_later_than(series: list[int], month: str, expect: str, outcome: str) -> None:
    entry = held({"kind": "later_than", "expect": expect, "month": month})
    case = make_case(counts(series, months=48), first="2018-01", hypotheses=entry)
    row = first(case)
    assert row["outcome"] == outcome
    if month == "2019-10":
        assert row["reason"] == "a step in January 2021 fits clearly better than one in the month named"


def test_a_change_of_recording_keeps_the_course_from_telling() -> None:
    change = {"month": "2021-01", "offence": "burglary", "note": "New rules.", "source": "A circular."}
    tests = [{"kind": "change", "expect": "rise"}, {"kind": "peers", "expect": "more"}]
    case = make_case(counts(RISEN), hypotheses=held(*tests), settings={"recording_changes": [change]})
    found = assess.hypotheses(case)
    assert (found.tests["outcome"] == "cannot tell").all()
    assert found.tests["reason"].str.startswith("the recording of burglary changed").all()
    assert found.table["evidence"].tolist() == ["untested"]


@pytest.mark.parametrize(
    ("other", "expect", "outcome"),
    [
        ([*wave(200, 11, 12), *wave(320, 12, 12)], "alike", "as expected"),
        (wave(3_000, 13), "alike", "against"),
        (wave(3_000, 13), "apart", "as expected"),
        (wave(2, 14), "alike", "cannot tell"),
    ],
)
def test_other_offence(other: list[int], expect: str, outcome: str) -> None:
    entry = held({"kind": "other_offence", "expect": expect, "offence": "drugs"})
    assert first(make_case(counts(RISEN, drugs=other), hypotheses=entry))["outcome"] == outcome


def test_another_offence_says_nothing_where_the_own_did_not_change() -> None:
    entry = held({"kind": "other_offence", "expect": "alike", "offence": "drugs"})
    row = first(make_case(counts(LEVEL, drugs=RISEN), hypotheses=entry))
    assert row["outcome"] == "cannot tell" and "did not clearly change" in row["reason"]


def small_areas(inside: float, outside: float) -> dict[str, pd.DataFrame]:
    """Return forty small areas, the first ten in the most deprived fifth; their rates change by these factors."""
    rng = np.random.default_rng(15)
    codes = [f"E01000{at:03d}" for at in range(40)]
    places = pd.DataFrame(
        {
            "place_code": codes, "place_name": codes, "ward_code": [f"E05000{at // 10:03d}" for at in range(40)],
            "ward_name": "W", "district_code": "E07000901", "district_name": "D", "imd_year": 2019,
            "imd_decile": [1] * 10 + [7] * 30, "imd_rank": 1, "population": 1500.0, "population_year": 2020,
        }
    )  # fmt: skip
    rows = [
        (
            code,
            month,
            "burglary",
            int(rng.poisson(40 * ((inside if at < 10 else outside) if month.year == 2021 else 1))),
        )
        for at, code in enumerate(codes)
        for month in pd.date_range("2020-01-01", "2021-12-01", freq="MS")
    ]
    table = pd.DataFrame(rows, columns=["place_code", "month", "offence_code", "count"])
    return {"places": places, "place_months": table}


@pytest.mark.parametrize(
    ("factors", "where", "expect", "outcome"),
    [
        ((2.0, 1.0), {"deprived": True}, "more", "as expected"),
        ((2.0, 1.0), {"places": ["E05000000"]}, "more", "as expected"),
        ((2.0, 1.0), {"places": [f"E01000{at:03d}" for at in range(10)]}, "less", "against"),
        # A rise everywhere is no rise in one place.
        ((2.0, 2.0), {"deprived": True}, "more", "against"),
        ((2.0, 2.0), {"deprived": True}, "same", "as expected"),
        ((2.0, 1.0), {"places": ["E01999999"]}, "more", "cannot tell"),
        ((2.0, 1.0), {"places": ["E05000000", "E05000001", "E05000002", "E05000003"]}, "more", "cannot tell"),
    ],
)
def test_place(factors: tuple[float, float], where: dict[str, Any], expect: str, outcome: str) -> None:
    entry = held({"kind": "place", "expect": expect, **where})
    case = make_case(counts(RISEN), hypotheses=entry, **small_areas(*factors))
    row = first(case)
    assert row["outcome"] == outcome, row["reason"]
    if where == {"places": ["E01999999"]}:
        assert row["reason"] == "no small area or ward of this partnership has the code E01999999"


def test_place_without_small_areas_cannot_tell() -> None:
    row = first(
        make_case(counts(RISEN), hypotheses=held({"kind": "place", "expect": "more", "deprived": True}))
    )
    assert row["outcome"] == "cannot tell" and "no small areas" in row["reason"]


def timed(share_before: float, share_now: float, number: int = 1_500) -> pd.DataFrame:
    """Return crimes with exact times; the given shares of each year fall from ten at night to two."""
    rng = np.random.default_rng(16)
    parts = []
    for year, share in ((2020, share_before), (2021, share_now)):
        night = rng.random(number) < share
        hour = np.where(night, (22 + rng.integers(0, 4, number)) % 24, rng.integers(2, 22, number))
        days = pd.Timestamp(f"{year}-01-01") + pd.to_timedelta(rng.integers(0, 365, number), "D")
        began = days + pd.to_timedelta(hour, "h") + pd.to_timedelta(rng.integers(0, 3600, number), "s")
        parts.append(
            pd.DataFrame({"month": days.strftime("%Y-%m"), "occurred_from": began, "occurred_to": began})
        )
    rows = pd.concat(parts, ignore_index=True).assign(
        authority="Testshire Police", from_timed=True, to_timed=True, category_code="burglary", count=1
    )
    return rows.reindex(columns=empty_incidents().columns)


@pytest.mark.parametrize(
    ("before", "now", "test", "outcome"),
    [
        (0.2, 0.4, {"hours": "22-02", "expect": "more"}, "as expected"),
        (0.2, 0.4, {"hours": "02-22", "expect": "more"}, "against"),
        (0.4, 0.4, {"hours": "22-02", "expect": "same", "category": "fraud_forgery"}, "cannot tell"),
        (0.2, 0.2, {"days": ["Friday"], "expect": "more"}, "cannot tell"),
    ],
)
def test_hours(before: float, now: float, test: dict[str, Any], outcome: str) -> None:
    case = make_case(counts(RISEN), hypotheses=held({"kind": "hours", **test}))
    object.__setattr__(case, "incidents", {"police_crime": timed(before, now)})
    row = first(case)
    assert row["outcome"] == outcome, row["reason"]
    if row["estimate"] == row["estimate"] and test.get("hours") == "22-02":
        # Odds of the night: 0.4/0.6 over 0.2/0.8.
        assert row["ci_low"] < (0.4 / 0.6) / (0.2 / 0.8) < row["ci_high"]
    assert "extract" in assess.hypotheses(case).basis.source_kinds


def test_hours_are_compared_over_the_same_months() -> None:
    """Nights hold more in winter, every year alike: a winter that was not disclosed is no fall of the nights."""
    rows = pd.concat([timed(0.2, 0.2, 3_000), timed(0.5, 0.5, 3_000)], ignore_index=True)
    winter = rows["month"].str[5:].isin(["01", "02", "03", "10", "11", "12"])
    first_half = rows.index < 6_000
    rows = rows[np.where(winter, ~first_half, first_half)]
    gone = rows["month"].isin([f"2021-{month:02}" for month in (1, 2, 3, 10, 11, 12)])
    case = make_case(counts(RISEN), hypotheses=held({"kind": "hours", "expect": "less", "hours": "22-02"}))
    object.__setattr__(case, "incidents", {"police_crime": rows[~gone].reset_index(drop=True)})
    row = first(case)
    assert row["ci_low"] < 1 < row["ci_high"] and row["outcome"] != "as expected"


def test_hours_without_an_extract_cannot_tell() -> None:
    case = make_case(counts(RISEN), hypotheses=held({"kind": "hours", "expect": "more", "hours": "22-06"}))
    row = first(case)
    assert row["outcome"] == "cannot tell" and "no extract" in row["reason"]
    assert "extract" not in assess.hypotheses(case).basis.source_kinds


def test_a_span_over_midnight_belongs_to_the_day_it_began() -> None:
    from pads_analysis.assess.named_hours import _within
    from pads_analysis.params import HypothesisTest
    from pads_analysis.stats.aoristic import aoristic

    grid = aoristic(["2021-01-01 12:00"])
    test = HypothesisTest(kind="hours", expect="more", hours="22-02", days=["Friday"])
    inside = _within(test, grid)
    found = {(day, int(hour)) for day, hour in zip(grid.day[inside], grid.hour[inside], strict=True)}
    assert found == {("Friday", 22), ("Friday", 23), ("Saturday", 0), ("Saturday", 1)}


def test_grades_rivals_and_disagreement_are_in_the_result() -> None:
    tests = (
        {"kind": "change", "expect": "rise"},
        {"kind": "peers", "expect": "more"},
        {"kind": "peers", "expect": "same", "supports": "rival 2"},
    )
    entry = held(*tests, rivals=("first", "second"), grade="strong", reason="We know.")
    found = assess.hypotheses(make_case(counts(RISEN, 2_000.0), hypotheses=entry))
    (row,) = found.table.to_dict("records")
    assert (row["evidence"], row["grade"], row["agrees"], row["reason"]) == (
        "weak",
        "strong",
        False,
        "We know.",
    )
    assert row["why"] == "2 of 2 tests as expected; 1 of 2 rivals not tested; 1 of 2 rivals came out against"
    assert found.rivals["standing"].tolist() == ["not tested", "came out against"]
    assert [name for name, _ in found.scale] == ["contradicted", "untested", "weak", "moderate", "strong"]


def test_an_explanation_without_tests_is_untested_and_without_a_file_absent() -> None:
    found = assess.hypotheses(make_case(counts(RISEN), hypotheses=held()))
    assert found.table["evidence"].tolist() == ["untested"] and found.tests.empty
    assert isinstance(assess.hypotheses(make_case(counts(RISEN))), NotAvailable)
