"""The hours, repeat victims and near repeats planted in the extracts are found, and no others are claimed."""

from __future__ import annotations

from typing import Any

import pytest
from truth_cases import planted, released, said, unplanted

pytestmark = pytest.mark.slow

HOURS = "hours of the week"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
BLOCK, DAY, WEEK = 3, 24, 168
#: Hours of a block of each level in which the section looks, and after how many hours its blocks come round again.
SIZES, CYCLES = {"week": BLOCK, "band": BLOCK, "day": DAY}, {"week": WEEK, "band": DAY, "day": WEEK}


def claimed_hours(peak: dict[str, Any]) -> set[int]:
    """Return the hours of the week that a peak names."""
    cycle = CYCLES[peak["level"]]
    inside = {(first + at) % cycle for first, length in peak["spells"] for at in range(length)}
    return {hour for hour in range(WEEK) if hour % cycle in inside}


def planted_hours(truth: dict[str, Any]) -> set[int]:
    first = [DAYS.index(day) * DAY + truth["start_hour"] for day in truth["days"]]
    return {(start + at) % WEEK for start in first for at in range(truth["hours"])}


def blocks_of(hours: set[int], level: str) -> set[int]:
    """Return the blocks of a level that hold any of these hours: a peak cannot be told finer."""
    return {hour % CYCLES[level] // SIZES[level] for hour in hours}


def peaks_of(found: Any, data_set: str, offence: str) -> list[dict[str, Any]]:
    rows = found.peaks.loc[(found.peaks["data_set"] == data_set) & (found.peaks["code"] == offence)]
    return rows.to_dict("records")


def quarters(found: Any, offence: str) -> list[float]:
    """Return the shares of an offence that the section spreads over the four quarters of the day."""
    grid = found.grid.loc[(found.grid["data_set"] == "police_crime") & (found.grid["code"] == offence)]
    return (grid.groupby(grid["hour"] // 6)["events"].sum() / grid["events"].sum()).tolist()


def test_planted_hours_are_found_and_no_hour_beside_them(example, case_of, account) -> None:
    for truth in planted(example, "hour_pattern"):
        found = released("hours", case_of(truth["partnership_code"]))
        peaks = peaks_of(found, truth["data_set"], truth.get("offence_code", "all"))
        stretch = planted_hours(truth)
        account.find(HOURS, any(claimed_hours(peak) & stretch for peak in peaks))
        # What lies outside the stretch is spread evenly; `size` holds the even share of the stretch as well.
        inside = (truth["size"] - len(stretch) / WEEK) / (1 - len(stretch) / WEEK)
        for peak in peaks:
            claimed = claimed_hours(peak)
            beside = blocks_of(claimed, peak["level"]) - blocks_of(stretch, peak["level"])
            account.claim(HOURS, [(truth["finding"], peak["spells"])] if beside else [], 1)
            assert not beside, (truth["finding"], peak["spells"])
            share = inside * len(claimed & stretch) / len(stretch) + (1 - inside) * len(claimed) / WEEK
            assert peak["ci_low"] <= share <= peak["ci_high"], (truth["finding"], peak["spells"])
        assert peaks, truth["finding"]


def test_no_hours_are_claimed_where_none_were_planted(example, case_of, account) -> None:
    kinds = ("hour_pattern", "unseen_hours", "mixed_hours")
    known = {
        (truth["data_set"], truth.get("offence_code", "all"))
        for truth in example.truths["planted"]
        if truth["kind"] in kinds
    }
    truths = unplanted(example, "no_hour_pattern")
    (code,) = {truth["partnership_code"] for truth in truths}
    found = released("hours", case_of(code))
    looked = found.subjects.loc[found.subjects["tested"].astype(bool)]
    looked = set(zip(looked["data_set"], looked["code"], strict=True)) - known - {("police_crime", "all")}
    assert {(truth["data_set"], truth["offence_code"]) for truth in truths} <= looked
    claimed = set(zip(found.peaks["data_set"], found.peaks["code"], strict=True)) & looked
    account.claim(HOURS, claimed, len(looked))
    assert not claimed


def test_all_crimes_together_gather_where_violence_does(example, case_of) -> None:
    (truth,) = [one for one in planted(example, "hour_pattern") if one.get("offence_code") == "violence"]
    found = released("hours", case_of(truth["partnership_code"]))
    (peak,) = [one for one in peaks_of(found, "police_crime", "all") if one["primary"]]
    assert peak["level"] == "week"
    assert blocks_of(claimed_hours(peak), "week") <= blocks_of(planted_hours(truth), "week")


def test_burglaries_that_nobody_saw_are_placed_in_the_small_hours(example, case_of, account) -> None:
    (truth,) = planted(example, "unseen_hours")
    case = case_of(truth["partnership_code"])
    found = released("hours", case)
    hidden = list(truth["observed"]["latest"].values())
    spread = quarters(found, truth["offence_code"])
    peaks = peaks_of(found, truth["data_set"], truth["offence_code"])
    night = set(range(*truth["blocks"]["night"]))
    told = bool(peaks) and all({hour % DAY for hour in claimed_hours(peak)} <= night for peak in peaks)
    account.find("hours that nobody saw", told)
    assert told and peaks[0]["ci_low"] <= truth["observed"]["latest"]["night"] <= peaks[0]["ci_high"]
    # Far nearer to what is hidden than either reading of the spans by one moment.
    distance = sum(abs(one - other) for one, other in zip(spread, hidden, strict=True))
    assert max(abs(one - other) for one, other in zip(spread, hidden, strict=True)) <= 0.06
    for misread in ("start", "midpoint"):
        read = truth["misread"][misread]["latest"].values()
        assert 3 * distance < sum(abs(one - other) for one, other in zip(read, hidden, strict=True))
    text = said("hours", case)["hours-contrast-police-crime-burglary"]
    assert "Counted by its beginning alone" in text and "between 18:00 and 21:00" in text


def test_theft_of_mixed_hours_is_given_no_hours_of_the_night(example, case_of, account) -> None:
    """Shops are stolen from by day; vehicles overnight, which a spread of nights over all thefts hides."""
    (truth,) = planted(example, "mixed_hours")
    found = released("hours", case_of(truth["partnership_code"]))
    hidden = list(truth["observed"]["latest"].values())
    spread = quarters(found, truth["offence_code"])
    near = max(abs(one - other) for one, other in zip(spread, hidden, strict=True)) <= 0.03
    peaks = peaks_of(found, truth["data_set"], truth["offence_code"])
    night = [
        peak["spells"] for peak in peaks if {hour % DAY for hour in claimed_hours(peak)} - set(range(6, 18))
    ]
    account.find("hours of a mixture", near)
    account.claim("hours of a mixture", night, len(peaks))
    assert near and not night


def test_victims_struck_again_are_found_with_their_number(example, case_of, account) -> None:
    for truth in planted(example, "repeat_victims"):
        case = case_of(truth["partnership_code"])
        found = released("repeats", case).table.set_index("code").loc[truth["offence_code"]]
        account.find("victims struck again", bool(found["above_chance"]))
        hidden = truth["observed"]["latest"]
        assert found["above_chance"] and found["ratio_low"] > 1
        assert (found["events"], found["units"], found["repeated"]) == (
            hidden["crimes"], hidden["victims"], hidden["repeat_victims"],
        )  # fmt: skip
        # Those struck once have one crime each; the others have the rest.
        again = 1 - (hidden["victims"] - hidden["repeat_victims"]) / hidden["crimes"]
        assert found["share_events"] == pytest.approx(again)
        few = hidden["crimes_of_the_few"] / hidden["crimes"]
        assert found["share_events_low"] <= few <= found["share_events_high"]
        number = f"{hidden['repeat_victims']} were struck again"
        assert number in said("repeats", case)["repeats-violence"]


def test_no_victims_are_said_to_be_struck_again_beyond_chance_elsewhere(example, case_of, account) -> None:
    (code,) = {truth["partnership_code"] for truth in unplanted(example, "no_repeat_victims")}
    table = released("repeats", case_of(code)).table.set_index("code")
    for truth in unplanted(example, "no_repeat_victims"):
        assert table.loc[truth["offence_code"], "repeated"] == truth["observed"]["latest"]["repeat_victims"]
    struck = {truth["offence_code"] for truth in planted(example, "repeat_victims")}
    # All together are above chance because of the offence that is.
    others = table.loc[~table["is_total"].astype(bool)].drop(list(struck))
    called = others.index[others["above_chance"].astype(bool)].tolist()
    account.claim("victims struck again", called, len(others))
    assert not called


def test_near_repeats_are_found_as_far_as_they_reach(example, case_of, account) -> None:
    for truth in planted(example, "near_repeats"):
        kinds = released("near_repeats", case_of(truth["partnership_code"])).kinds.set_index("code")
        found = kinds.loc[truth["offence_code"]]
        account.find("near repeats", bool(found["found"]))
        assert found["found"] and found["ci_low"] > 1
        assert 100 <= found["metres_to"] <= truth["metres"] and 7 <= found["days_to"] <= truth["days"]


def test_no_near_repeats_are_claimed_elsewhere(example, case_of, account) -> None:
    truths = unplanted(example, "no_near_repeats")
    near = {truth["offence_code"] for truth in planted(example, "near_repeats")}
    (code,) = {truth["partnership_code"] for truth in truths}
    found = released("near_repeats", case_of(code))
    others = found.kinds.set_index("code").drop(list(near))
    claimed = others.index[others["found"].astype(bool)].tolist()
    account.claim("near repeats", claimed, len(others))
    assert not claimed
    # An offence that is not among the kinds was too rare to be looked at, and is said to be.
    for truth in truths:
        too_few = truth["offence_code"] in {
            name.split(" (")[0].casefold().replace(" ", "_") for name in found.too_few
        }
        assert truth["offence_code"] in others.index or too_few
