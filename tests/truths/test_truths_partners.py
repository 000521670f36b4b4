"""The people, partners' counts and submissions that the example plants are found, and no others are claimed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from truth_cases import CHANGED, planted, released, said, unplanted

from pads_analysis.assess.result import Verdict

pytestmark = pytest.mark.slow

PROFILE, RISE = "people of one sex and age", "a rise in what a partner holds"
#: Age bands of the section, with the first and last year of each.
BANDS = {
    "under 18": (0, 17), "18 to 24": (18, 24), "25 to 34": (25, 34), "35 to 49": (35, 49), "50 to 64": (50, 64),
    "65 and over": (65, 120),
}  # fmt: skip
NAMES = {
    "robbery": "Robbery", "sexual_offences": "Sexual offences", "criminal_damage": "Criminal damage",
    "burglary": "Burglary", "theft_handling": "Theft and handling",
}  # fmt: skip


def bands_of(truth: dict[str, Any]) -> set[str]:
    first, last = truth["ages"]
    return {name for name, (low, high) in BANDS.items() if low <= last and high >= first}


def shares_of(found: Any, offence: str) -> pd.DataFrame:
    """Return the comparisons of the victims of an offence with those of all others, by what is compared."""
    rows = found.compared
    rows = rows.loc[
        (rows["group"] == "victims") & (rows["kind"] == "rest") & (rows["offence"] == NAMES[offence])
    ]
    return rows.set_index(rows["band"].where(rows["dimension"] == "age", "female"))


def victims(example) -> Iterator[dict[str, Any]]:
    yield from (truth for truth in planted(example, "people_profile") if truth["role"] == "victim")


def test_planted_victims_are_found_by_sex_and_age(example, case_of, account) -> None:
    for truth in victims(example):
        table = shares_of(released("people", case_of(truth["partnership_code"])), truth["offence_code"])
        way = Verdict.HIGHER if truth["sex"] == "female" else Verdict.LOWER
        clear = set(table.index[table["verdict"] == Verdict.HIGHER]) - {"female"}
        bands = bands_of(truth)
        account.find(PROFILE, table.loc["female", "verdict"] == way and bool(clear & bands))
        account.claim(PROFILE, clear - bands, len(table) - 1 - len(bands))
        assert table.loc["female", "verdict"] == way and clear & bands and not clear - bands
        # Those of the planted sex and age are part of the sex, and of its bands.
        sex = table.loc["female", "share"] if truth["sex"] == "female" else 1 - table.loc["female", "share"]
        least = truth["observed"]["latest"]["share"] - 0.02
        assert sex >= least and table.loc[list(bands), "share"].sum() >= least


def test_planted_offenders_are_found_by_sex_and_age(example, case_of, account) -> None:
    (truth,) = [one for one in planted(example, "people_profile") if one["role"] == "offender"]
    case = case_of(truth["partnership_code"])
    shares = released("people", case).shares
    both = shares.loc[(shares["group"] == "offenders") & (shares["dimension"] == "both")]
    typical = both.loc[(both["sex"] == truth["sex"]) & both["band"].isin(bands_of(truth))]
    largest = both.sort_values("share", ascending=False).head(len(typical))
    account.find(PROFILE, set(largest.index) == set(typical.index))
    assert set(largest.index) == set(typical.index)
    # The bands end where the planted ages do.
    assert typical["share"].sum() == pytest.approx(truth["observed"]["latest"]["share"], abs=0.001)
    assert "the largest age band is 25 to 34" in said("people", case)["people-offenders"]


def apart(row: Any, table: dict[str, pd.DataFrame], about: str) -> float:
    """Return how many standard errors a share lies from that of the offences of which no people were planted."""
    count = row["count_other"] - sum(one.loc[about, "count"] for one in table.values())
    base = row["base_other"] - sum(one.loc[about, "base"] for one in table.values())
    both = (row["count"] + count) / (row["base"] + base)
    error = (both * (1 - both) * (1 / row["base"] + 1 / base)) ** 0.5
    return abs(row["count"] / row["base"] - count / base) / error


def test_no_victims_are_told_apart_but_by_the_planted_ones_of_other_offences(
    example, case_of, account
) -> None:
    """Where others' victims were planted young, these are older than the others; among themselves they are alike."""
    truths = unplanted(example, "no_people_profile")
    found = released("people", case_of(truths[0]["partnership_code"]))
    plants = {truth["offence_code"]: shares_of(found, truth["offence_code"]) for truth in victims(example)}
    called, checked = [], 0
    for truth in truths:
        table = shares_of(found, truth["offence_code"])
        checked += len(table)
        for about, row in table.loc[table["verdict"].isin(CHANGED)].iterrows():
            # 3.0 standard errors are 5 % shared among some twenty comparisons.
            if apart(row, plants, about) > 3.0:
                called.append((truth["offence_code"], about))
    account.claim(PROFILE, called, checked)
    assert checked >= 20 and not called


def test_people_are_hardly_ever_told_to_have_changed_or_offenders_to_differ(
    example, case_of, account
) -> None:
    """People were planted alike in both years, and offenders alike for every offence."""
    (code,) = {truth["partnership_code"] for truth in planted(example, "people_profile")}
    table = released("people", case_of(code)).compared
    table = table.loc[(table["kind"] == "before") | (table["group"] == "offenders")]
    clear = table.loc[table["verdict"].isin(CHANGED)]
    called = list(zip(clear["group"], clear["kind"], clear["offence"], clear["about"], strict=True))
    account.claim(PROFILE, called, len(table))
    assert len(table) >= 40 and len(called) <= 0.05 * len(table), called


def test_the_disclosed_rise_is_found_with_its_size(example, case_of, account) -> None:
    for truth in planted(example, "disclosed_rise"):
        table = released("partners", case_of(truth["partnership_code"])).table
        found = table.loc[(table["data_set"] == truth["data_set"]) & table["is_total"].astype(bool)].iloc[0]
        account.find(RISE, found["verdict"] == Verdict.HIGHER)
        assert found["verdict"] == Verdict.HIGHER
        assert found["ci_low"] <= truth["size"] <= found["ci_high"]
        assert (found["count_now"], found["count_before"]) == (
            truth["observed"]["latest"], truth["observed"]["earlier"],
        )  # fmt: skip


def test_no_change_is_claimed_of_what_other_authorities_disclosed(example, case_of, account) -> None:
    truths = unplanted(example, "no_disclosed_change")
    rose = {truth["data_set"] for truth in planted(example, "disclosed_rise")}
    (code,) = {truth["partnership_code"] for truth in truths}
    table = released("partners", case_of(code)).table
    others = table.loc[~table["data_set"].isin(rose)]
    assert {truth["data_set"] for truth in truths} <= set(others["data_set"])
    clear = others.loc[others["verdict"].isin(CHANGED)]
    account.claim(RISE, list(zip(clear["data_set"], clear["name"], strict=True)), len(others))
    assert clear.empty


def ledger(case: Any) -> pd.DataFrame:
    table = released("submissions", case).table
    return table.assign(at=table["quarter"].dt.strftime("%Y-%m"))


def test_late_and_missing_quarters_are_found_and_no_others(example, case_of, account) -> None:
    what = "a quarter late or missing"
    truths = [*planted(example, "late_submission"), *planted(example, "missing_submission")]
    kept = {truth["data_set"] for truth in unplanted(example, "no_submission_fault")}
    (code,) = {truth["partnership_code"] for truth in truths}
    case = case_of(code)
    table = ledger(case)
    assert kept <= set(table["data_set"])
    faults = {
        (row.data_set, row.at): row.status for row in table.itertuples() if row.status in ("late", "missing")
    }
    expected = {(one["data_set"], one["quarter"]): one["kind"].removesuffix("_submission") for one in truths}
    account.find(what, {key for key in expected if faults.get(key) == expected[key]}, len(expected))
    account.claim(what, set(faults) - set(expected), len(table) - len(expected))
    assert faults == expected
    for truth in truths:
        row = table.loc[(table["data_set"] == truth["data_set"]) & (table["at"] == truth["quarter"])].iloc[0]
        assert f"{row['due']:%Y-%m-%d}" == truth["due"] and row["authority"] == truth["authority"]
        assert (f"{row['disclosed']:%Y-%m-%d}" if truth["received"] else "") == truth["received"]


def test_the_months_of_a_missing_quarter_are_left_out_and_not_read_as_a_fall(example, case_of) -> None:
    for truth in planted(example, "missing_submission"):
        found = released("partners", case_of(truth["partnership_code"]))
        gone = pd.period_range(truth["quarter"], periods=3, freq="M").strftime("%Y-%m")
        months = found.monthly.loc[found.monthly["data_set"] == truth["data_set"]]
        counts = months.set_index(months["month"].dt.strftime("%Y-%m"))["count"]
        assert counts[gone].isna().all() and counts.drop(gone).notna().all()
        total = found.table.loc[
            (found.table["data_set"] == truth["data_set"]) & found.table["is_total"].astype(bool)
        ]
        assert set(total["months_compared"]) == {9} and not total["verdict"].isin(CHANGED).any()


def test_rows_without_a_place_are_graded_poor_in_every_quarter_and_nowhere_else(
    example, case_of, account
) -> None:
    what = "a data set without most of its places"
    truths = planted(example, "poorly_located_submission")
    (code,) = {truth["partnership_code"] for truth in truths}
    table = ledger(case_of(code))
    held = table.loc[table["status"] != "missing"]
    for truth in truths:
        own = held.loc[held["data_set"] == truth["data_set"]]
        poor = bool(((own["grade"] == "poor") & own["reason"].str.contains("have a place")).all())
        account.find(what, poor)
        assert poor and truth["size"] < 0.6
        located = (own["share_located"] * own["rows"]).sum() / own["rows"].sum()
        assert located == pytest.approx(truth["observed"], abs=0.001)
    others = held.loc[~held["data_set"].isin({truth["data_set"] for truth in truths})]
    false = others.loc[others["grade"] == "poor", ["data_set", "at"]].values.tolist()
    account.claim(what, false, len(others))
    assert not false


def test_rows_that_could_not_be_read_are_found_in_their_quarter(example, case_of, account) -> None:
    what = "rows that could not be read"
    truths = planted(example, "rejected_rows")
    (code,) = {truth["partnership_code"] for truth in truths}
    table = ledger(case_of(code))
    held = table.loc[table["status"] != "missing"].set_index(["data_set", "at"])
    # The ledger says what share of a file's rows was kept.
    lost = (held["rows"] / held["share_kept"] - held["rows"]).round().astype(int)
    lost = lost[lost > 0].to_dict()
    expected = {(truth["data_set"], truth["quarter"]): truth["observed"] for truth in truths}
    account.find(what, {key for key in expected if lost.get(key) == expected[key]}, len(expected))
    account.claim(what, set(lost) - set(expected), len(held) - len(expected))
    assert lost == expected
