"""The truths planted in the example's extracts, counted again from its files with pandas alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

WINDOWS = {"earlier": ("2022-04", "2023-03"), "latest": ("2023-04", "2024-03")}
BLOCKS = ["night", "morning", "afternoon", "evening"]


@pytest.fixture(scope="module")
def truths(example) -> dict[str, list[dict[str, Any]]]:
    return example.truths


@pytest.fixture(scope="module")
def folder(example) -> Path:
    return example.folder / "raw" / "extracts"


def rows_of(folder: Path, kind: str) -> pd.DataFrame:
    return pd.concat(
        [
            pd.read_csv(path, dtype=str, keep_default_na=False)
            for path in sorted(folder.glob(f"{kind}_*.csv"))
        ],
        ignore_index=True,
    )


@pytest.fixture(scope="module")
def crimes(folder: Path) -> pd.DataFrame:
    """Return crimes with a place: begun, ended (both NaT without a time), month, category and persons."""
    rows = rows_of(folder, "police_crime")
    groups = {"VIOLENCE AGAINST THE PERSON": "violence", "ARSON & CRIMINAL DAMAGE": "criminal_damage"}
    groups |= {"THEFT OFFENCES": "theft_handling", "VEHICLE OFFENCES": "theft_handling", "ROBBERY": "robbery"}
    groups |= {"SEXUAL OFFENCES": "sexual_offences", "DRUG OFFENCES": "drug_offences", "BURGLARY": "burglary"}
    begun = pd.to_datetime(
        rows["Date From"] + " " + rows["Time From"], format="%d/%m/%Y %H:%M", errors="coerce"
    )
    ended = pd.to_datetime(rows["Date To"] + " " + rows["Time To"], format="%d/%m/%Y %H:%M", errors="coerce")
    month = pd.to_datetime(rows["Date Recorded"], format="%d/%m/%Y").dt.strftime("%Y-%m")
    rows = rows.assign(begun=begun, ended=ended.fillna(begun), month=month)
    rows["category"] = rows["Crime Group"].map(groups).fillna("other")
    return rows[rows["LSOA Code"] != ""]


def of_kind(truths: dict[str, Any], kind: str, group: str = "planted") -> list[dict[str, Any]]:
    found = [truth for truth in truths[group] if truth["kind"] == kind]
    assert found
    return found


def within(rows: pd.DataFrame, window: str) -> pd.DataFrame:
    return rows[rows["month"].between(*WINDOWS[window])]


def in_stretch(moments: pd.Series, truth: dict[str, Any]) -> pd.Series:
    """Whether moments lie in a truth's hours, judged on the day on which its stretch begins."""
    moved = moments - pd.Timedelta(hours=truth["start_hour"])
    return moved.dt.day_name().isin(truth["days"]) & (moved.dt.hour < truth["hours"])


def test_every_kind_is_there_once_for_each_subject(truths) -> None:
    found = [
        (truth["kind"], truth["data_set"], truth.get("offence_code", ""), truth.get("role", ""))
        for group in ("planted", "not_planted")
        for truth in truths[group]
        if "data_set" in truth
    ]
    assert len(found) == len(set(found)) == 38


@pytest.mark.parametrize("window", list(WINDOWS))
def test_hours_gather_where_they_were_planted(truths, crimes, folder, window) -> None:
    disorder = rows_of(folder, "police_incidents")
    disorder["begun"] = pd.to_datetime(disorder["Incident Date Time"])
    patients = rows_of(folder, "emergency_department")
    patients["begun"] = pd.to_datetime(patients["Assault Date Time"])
    known = {
        "police_crime": crimes[(crimes["category"] == "violence") & crimes["begun"].notna()],
        "police_incidents": disorder.assign(month=disorder["begun"].dt.strftime("%Y-%m")),
        "emergency_department": patients.assign(month=patients["begun"].dt.strftime("%Y-%m")),
    }
    seen = []
    for truth in of_kind(truths, "hour_pattern"):
        if truth["data_set"] in known:
            own = within(known[truth["data_set"]], window)
            share = in_stretch(own["begun"], truth).mean()
            chance = len(truth["days"]) * truth["hours"] / 168
            spread = np.sqrt(truth["size"] * (1 - truth["size"]) / len(own))
            assert abs(share - truth["size"]) < 3.5 * spread
            assert share - chance > 6 * np.sqrt(chance * (1 - chance) / len(own))
            assert share == pytest.approx(truth["observed"][window]["share"], abs=0.01)
            seen.append(truth["data_set"])
    assert len(seen) == 3


@pytest.mark.parametrize("window", list(WINDOWS))
def test_no_hours_where_none_were_planted(truths, crimes, window) -> None:
    for truth in of_kind(truths, "no_hour_pattern", "not_planted"):
        own = within(crimes[crimes["category"] == truth["offence_code"]], window)["begun"]
        for counts in (
            np.bincount(own.dt.hour // 3, minlength=8),
            np.bincount(own.dt.day_of_week, minlength=7),
        ):
            squares = ((counts - counts.mean()) ** 2 / counts.mean()).sum()
            # Mean k - 1 and variance 2 (k - 1) of the chi-squared statistic; ten such are looked at.
            assert squares < (len(counts) - 1) + 4 * np.sqrt(2 * (len(counts) - 1))


@pytest.mark.parametrize("window", list(WINDOWS))
def test_burglary_is_read_right_only_when_it_is_spread_over_its_spans(truths, crimes, window) -> None:
    (truth,) = of_kind(truths, "unseen_hours")
    own = within(crimes[crimes["category"] == "burglary"], window)
    assert truth["known_to_the_minute"][window] == pytest.approx(
        (own["begun"] == own["ended"]).mean(), abs=1e-4
    )
    # Every minute of a span counts as much: 200 moments evenly along each.
    shares = np.zeros(4)
    for part in (np.arange(200) + 0.5) / 200:
        moments = own["begun"] + (own["ended"] - own["begun"]) * part
        shares += np.bincount(moments.dt.hour // 6, minlength=4) / (200 * len(own))
    true = np.array([truth["observed"][window][name] for name in BLOCKS])
    assert np.abs(shares - true).max() < 0.09

    def blocks(moments: pd.Series) -> np.ndarray:
        return np.bincount(moments.dt.hour // 6, minlength=4) / len(own)

    start, middle = blocks(own["begun"]), blocks(own["begun"] + (own["ended"] - own["begun"]) / 2)
    for name, found in (("start", start), ("midpoint", middle)):
        said = [truth["misread"][name][window][block] for block in BLOCKS]
        assert found == pytest.approx(said, abs=1e-4)
        assert abs(found[0] - true[0]) > 0.2
    assert start[0] < 0.06
    assert middle[0] > 0.6


def struck(rows: pd.DataFrame) -> tuple[int, int, int]:
    times = rows.loc[rows["Victim Key"] != "", "Victim Key"].value_counts()
    return int(times.sum()), len(times), int((times > 1).sum())


@pytest.mark.parametrize("window", list(WINDOWS))
def test_repeats_are_as_counted_and_beyond_chance_only_where_planted(truths, crimes, window) -> None:
    planted = of_kind(truths, "repeat_victims")
    for truth in planted + of_kind(truths, "no_repeat_victims", "not_planted"):
        found = truth["observed"][window]
        own = within(crimes[crimes["category"] == truth["offence_code"]], window)
        assert struck(own) == (found["crimes"], found["victims"], found["repeat_victims"])
        residents, number = truth["observed"]["residents"], found["crimes"]
        chance = number - residents * -np.expm1(number * np.log1p(-1 / residents))
        assert found["by_chance"] == pytest.approx(chance, abs=0.01)
        beyond = found["crimes"] - found["victims"]
        if truth in planted:
            assert beyond > 10 * chance
            assert found["crimes_of_the_few"] / number == pytest.approx(truth["size"], abs=0.045)
        else:
            assert beyond <= chance + 4 * np.sqrt(chance) + 1


def close_pairs(rows: pd.DataFrame, metres: float, days: float) -> tuple[int, float]:
    """Pairs close in space and time, and their number if places and times had nothing to do with each other."""
    at = rows[["Easting", "Northing"]].astype(float).to_numpy()
    when = rows["begun"].to_numpy().astype("datetime64[m]").astype(float) / 1440
    one, other = np.triu_indices(len(rows), 1)
    near = np.hypot(*(at[one] - at[other]).T) <= metres
    soon = np.abs(when[one] - when[other]) <= days
    return int((near & soon).sum()), near.sum() * soon.sum() / len(one)


@pytest.mark.parametrize("window", list(WINDOWS))
def test_near_repeats_are_where_they_were_planted(truths, crimes, window) -> None:
    (truth,) = of_kind(truths, "near_repeats")
    own = within(crimes[crimes["category"] == "burglary"], window)
    assert len(own) == truth["observed"][window]["crimes"]
    found, chance = close_pairs(own, truth["metres"], truth["days"])
    assert found >= truth["observed"][window]["following"] > 0.15 * len(own)
    assert found > 2.5 * chance
    for absent in of_kind(truths, "no_near_repeats", "not_planted"):
        own = within(crimes[crimes["category"] == absent["offence_code"]], window)
        found, chance = close_pairs(own, truth["metres"], truth["days"])
        assert abs(found - chance) <= 3 * np.sqrt(chance) + 1


@pytest.mark.parametrize("window", list(WINDOWS))
def test_people_are_as_planted(truths, folder, window) -> None:
    people = rows_of(folder, "victims_offenders").rename(columns={"Month": "month"})
    known = within(people[(people["Age"] != "") & (people["Gender"] != "")], window)
    known = known.assign(age=known["Age"].astype(int))
    names = {"robbery": "Robbery", "sexual_offences": "Sexual offences", "burglary": "Burglary"}
    names |= {"criminal_damage": "Criminal damage", "theft_handling": "Theft and handling"}
    for truth in of_kind(truths, "people_profile"):
        own = known[known["Role"] == ("Victim" if truth["role"] == "victim" else "Suspect")]
        if truth["offence_code"] != "all_crime":
            own = own[own["Offence Group"] == names[truth["offence_code"]]]
        typical = own["age"].between(*truth["ages"]) & (own["Gender"].str.casefold() == truth["sex"])
        assert len(own) == truth["observed"][window]["persons"]
        assert typical.mean() == pytest.approx(truth["observed"][window]["share"], abs=1e-4)
        assert typical.mean() > 0.6
    # The estimates are those of everybody; victims are sixteen and over.
    ages = np.arange(91)
    shares = np.where(ages < 60, 1.0, np.exp(-(((ages - 60) / 22.0) ** 2)))
    for truth in of_kind(truths, "no_people_profile", "not_planted"):
        own = known[(known["Role"] == "Victim") & (known["Offence Group"] == names[truth["offence_code"]])]
        young = shares[truth["youngest"] : 35].sum() / shares[truth["youngest"] :].sum()
        for found, expected in ((own["age"] < 35, young), (own["Gender"] == "Female", 0.5)):
            assert abs(found.mean() - expected) < 3.5 * np.sqrt(expected * (1 - expected) / len(own))


def test_one_set_rises_and_the_others_do_not(truths, folder) -> None:
    (rise,) = of_kind(truths, "disclosed_rise")
    rows = rows_of(folder, rise["data_set"])
    month = rows["Assault Date Time"].str[:7]
    counts = {name: int(month.between(*window).sum()) for name, window in WINDOWS.items()}
    assert counts == rise["observed"]
    assert np.log(counts["latest"] / counts["earlier"]) > 3.5 * np.sqrt(
        sum(1 / one for one in counts.values())
    )
    steady = of_kind(truths, "no_disclosed_change", "not_planted")
    assert {truth["data_set"] for truth in steady} == {"ambulance_calls", "fires", "council_asb"}
    for truth in steady:
        earlier, latest = (truth["observed"][name] for name in WINDOWS)
        assert abs(np.log(latest / earlier)) < 2.5 * np.sqrt(1 / earlier + 1 / latest)


def test_submissions_are_late_missing_and_short_of_places_as_planted(truths, folder) -> None:
    (late,), (missing,) = of_kind(truths, "late_submission"), of_kind(truths, "missing_submission")
    received = {
        path.name: yaml.safe_load(path.read_text("utf-8"))["received"] for path in folder.glob("*.yaml")
    }
    assert late["received"] > late["due"]
    assert received["fires.map.yaml"]["fires_2023_q3.csv"] == late["received"]
    assert missing["quarter"] == "2023-10"
    assert "council_asb_2023_q4.xlsx" not in received["council_asb.map.yaml"]
    assert not (folder / "council_asb_2023_q4.xlsx").exists()
    (poor,) = of_kind(truths, "poorly_located_submission")
    calls = rows_of(folder, poor["data_set"])
    assert (calls["Lat"] != "").mean() == pytest.approx(poor["observed"], abs=1e-4)
    assert abs(poor["observed"] - poor["size"]) < 0.1


def test_the_ledger_tells_the_planted_faults_and_no_others(truths, example) -> None:
    from pads_analysis.data.store import Store

    ledger = Store.open(example.store).extracts.submissions(code="E22000900")
    own = ledger[ledger["authority"] != ""].assign(quarter=lambda rows: rows["quarter"].dt.strftime("%Y-%m"))
    for status, kind in (("late", "late_submission"), ("missing", "missing_submission")):
        found = own[own["status"] == status]
        assert found[["data_set", "quarter"]].to_numpy().tolist() == [
            [truth["data_set"], truth["quarter"]] for truth in of_kind(truths, kind)
        ]
    (poor,) = of_kind(truths, "poorly_located_submission")
    graded = own[own["status"] != "missing"]
    assert set(graded.loc[graded["grade"] == "poor", "data_set"]) == {poor["data_set"]}
    assert (graded.loc[graded["data_set"] == poor["data_set"], "grade"] == "poor").all()
    for truth in of_kind(truths, "no_submission_fault", "not_planted"):
        assert set(own.loc[own["data_set"] == truth["data_set"], "status"]) == {"received"}
