"""The truths that the example plants, counted again from its files with nothing but pandas."""

from __future__ import annotations

import json
import math
import zipfile
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from scipy import stats

from pads_analysis.data.example import ExampleSummary, write_example
from pads_analysis.vocabulary import slug

EARLIER, LATEST = ("2022-04", "2023-03"), ("2023-04", "2024-03")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> ExampleSummary:
    return write_example(tmp_path_factory.mktemp("truths"))


@pytest.fixture(scope="module")
def truths(example: ExampleSummary) -> dict[str, Any]:
    return json.loads(example.truths.read_text("utf-8"))


@pytest.fixture(scope="module")
def rows(example: ExampleSummary) -> pd.DataFrame:
    """Return every row of the files, with the partnership of 2024 by way of the published lookups."""
    police, lookups = example.raw / "police", example.raw / "lookups"
    wanted = ["Month", "Falls within", "LSOA code", "Crime type"]
    frames = [pd.read_csv(path, usecols=wanted, dtype=str) for path in police.rglob("*.csv.gz")]
    with zipfile.ZipFile(next(police.glob("*.zip"))) as archive:
        frames += [pd.read_csv(archive.open(name), usecols=wanted, dtype=str) for name in archive.namelist()]
    found = pd.concat(frames, ignore_index=True).set_axis(["month", "force", "lsoa", "offence"], axis=1)
    found["offence"] = found["offence"].map({name: slug(name) for name in found["offence"].unique()})
    table = {
        name: pd.read_csv(lookups / f"{name}.csv", encoding="utf-8-sig", dtype=str)
        for name in ("LSOA11_LAD21", "LAD21_to_LAD24_changes", "LAD24_CSP24_PFA24")
    }
    district = table["LSOA11_LAD21"].set_index("LSOA11CD")["LAD21CD"]
    current = table["LAD21_to_LAD24_changes"].set_index("LAD21CD")["LAD24CD"]
    partnership = table["LAD24_CSP24_PFA24"].set_index("LAD24CD")["CSP24CD"]
    found["code"] = found["lsoa"].map(district).map(current).map(partnership)
    return found


@pytest.fixture(scope="module")
def monthly(rows: pd.DataFrame) -> pd.Series:
    return rows.groupby(["code", "offence", "month"]).size().unstack(fill_value=0).stack()


def of_kind(truths: dict[str, Any], kind: str) -> dict[str, Any]:
    (found,) = (truth for truth in truths["planted"] if truth["kind"] == kind)
    return found


def window(monthly: pd.Series, code: str, offence: str, months: tuple[str, str]) -> int:
    return int(monthly.loc[code, offence].loc[months[0] : months[1]].sum())


def test_size_of_the_example(example: ExampleSummary, rows: pd.DataFrame, truths: dict[str, Any]) -> None:
    assert len(rows) == example.rows == truths["rows"]
    assert 250_000 <= len(rows) <= 350_000
    assert rows["month"].nunique() == 48
    assert rows["code"].nunique() == 20
    assert truths["windows"] == {"earlier": [*EARLIER], "latest": [*LATEST]}
    people = sum(place["population_2022"] for place in truths["partnerships"])
    yearly = rows["month"].between(*LATEST).sum() / people * 1000
    assert 70 <= yearly <= 90


def test_observed_counts_are_those_of_the_files(monthly: pd.Series, truths: dict[str, Any]) -> None:
    assert len(truths["expected"]) == 20 * 14
    for entry in truths["expected"]:
        code, offence = entry["partnership_code"], entry["offence_code"]
        assert entry["observed"]["earlier"] == window(monthly, code, offence, EARLIER)
        assert entry["observed"]["latest"] == window(monthly, code, offence, LATEST)


def test_counts_scatter_around_what_is_expected(truths: dict[str, Any]) -> None:
    distance = []
    for entry in truths["expected"]:
        alpha = 0.008 if entry["offence_code"] == "anti_social_behaviour" else 0.005
        for at in ("earlier", "latest"):
            mean = entry["expected"][at]
            distance.append((entry["observed"][at] - mean) / math.sqrt(mean + alpha * mean**2 / 12))
    assert abs(np.mean(distance)) < 0.15
    assert 0.9 < np.std(distance) < 1.12
    assert np.abs(distance).max() < 4.2


def test_one_offence_doubles_in_one_place(monthly: pd.Series, truths: dict[str, Any]) -> None:
    truth = of_kind(truths, "doubled_offence")
    assert truth["partnership_name"] == "Aldermere"
    assert truth["true_ratio"] == 2.0
    offence = truth["offence_code"]
    ratio = {
        code: window(monthly, code, offence, LATEST) / window(monthly, code, offence, EARLIER)
        for code in monthly.index.unique("code")
    }
    assert 1.75 < ratio.pop(truth["partnership_code"]) < 2.25
    assert max(ratio.values()) < 1.35
    own = monthly.loc[truth["partnership_code"], offence]
    assert own.loc["2022-04":"2023-03"].mean() == pytest.approx(own.loc["2020-04":"2022-03"].mean(), rel=0.15)


def test_the_hotspot_moves(rows: pd.DataFrame, truths: dict[str, Any], example: ExampleSummary) -> None:
    truth = of_kind(truths, "moving_hotspot")
    own = rows[rows["code"] == truth["partnership_code"]]
    share = {
        (name, at): own.loc[own["month"].between(*months), "lsoa"].isin(truth[name]).mean()
        for name in ("before", "after")
        for at, months in (("earlier", EARLIER), ("latest", LATEST))
    }
    assert 0.27 < share["before", "earlier"] < 0.33
    assert 0.27 < share["after", "latest"] < 0.33
    assert share["before", "latest"] < 0.15
    assert share["after", "earlier"] < 0.15
    latest = own[own["month"].between(*LATEST)]
    assert truth["observed"]["after"]["latest"] == latest["lsoa"].isin(truth["after"]).sum()
    assert truth["observed"]["all"]["latest"] == len(latest)
    by_area = latest.groupby("lsoa").size().sort_values()
    assert len(set(by_area.index[-7:]) & set(truth["after"])) >= 4
    assert len(own[own["month"].between(*EARLIER)]) == pytest.approx(len(latest), rel=0.06)

    parsed = json.loads((example.raw / "boundaries/E07000901.geojson").read_text("utf-8"))
    shapes = {
        feature["properties"]["LSOA11CD"]: shapely.geometry.shape(feature["geometry"])
        for feature in parsed["features"]
    }
    for name in ("before", "after"):
        cluster = shapely.union_all([shapes[code] for code in truth[name]]).buffer(1e-5)
        assert len(truth[name]) == 5
        assert shapely.get_num_geometries(cluster) == 1
    assert not set(truth["before"]) & set(truth["after"])


def test_disorder_peaks_in_summer_and_burglary_does_not(monthly: pd.Series, truths: dict[str, Any]) -> None:
    days = pd.Series(
        {f"{month:02d}": float(pd.Period(f"2022-{month:02d}").days_in_month) for month in range(1, 13)}
    )
    days["02"] = 28.25

    def index(offence: str) -> tuple[pd.Series, pd.Series]:
        counts = monthly.xs(offence, level="offence").groupby("month").sum()
        counts = counts.drop("2022-11")  # the month that came half empty
        daily = (counts.groupby(counts.index.str[5:]).mean()) / days
        return daily / daily.mean(), counts

    disorder, _ = index("anti_social_behaviour")
    assert disorder["07"] == pytest.approx(1.35, abs=0.05)
    assert disorder["08"] == pytest.approx(1.35, abs=0.05)
    assert disorder.idxmin() == "12"
    truth = next(truth for truth in truths["planted"] if truth["offence_code"] == "anti_social_behaviour")
    assert truth["peak_months"] == [7, 8]
    quiet = [entry["offence_code"] for entry in truths["not_planted"] if entry["kind"] == "no_season"]
    assert quiet == ["burglary", "vehicle_crime"]
    for offence in quiet:
        flat, _ = index(offence)
        assert (flat - 1).abs().max() < 0.06


def test_the_county_force_records_differently_from_october(
    monthly: pd.Series, truths: dict[str, Any]
) -> None:
    truth = of_kind(truths, "recording_change")
    assert truth["months"] == ["2023-10", "2024-03"]
    assert len(truth["partnership_codes"]) == 8
    after, year_before = ("2023-10", "2024-03"), ("2022-10", "2023-03")
    every = monthly.index.unique("code")
    for offence, size in (("violence_and_sexual_offences", 1.25), ("public_order", 0.5)):
        ratio = pd.Series(
            {
                code: window(monthly, code, offence, after) / window(monthly, code, offence, year_before)
                for code in every
            }
        )
        inside = ratio[truth["partnership_codes"]]
        assert inside.between(0.75 * size, 1.25 * size).all()
        assert inside.mean() == pytest.approx(size, rel=0.06)
        hit = set(of_kind(truths, "half_missing_month")["partnership_codes"])
        outside = ratio.drop([*truth["partnership_codes"], *hit])
        assert outside.mean() == pytest.approx(1, abs=0.08)
        settled = [
            window(monthly, code, offence, ("2023-04", "2023-09")) for code in truth["partnership_codes"]
        ]
        before = [
            window(monthly, code, offence, ("2022-04", "2022-09")) for code in truth["partnership_codes"]
        ]
        assert sum(settled) == pytest.approx(sum(before), rel=0.05)


def test_the_merged_partnership_has_an_unbroken_series(
    rows: pd.DataFrame, truths: dict[str, Any], example: ExampleSummary
) -> None:
    truth = of_kind(truths, "merged_partnership")
    assert truth["partnership_name"] == "Fallowick and Greyland"
    assert truth["formed"] == "2023-04-01"
    own = rows[rows["code"] == truth["partnership_code"]].groupby("month").size()
    assert len(own) == 48
    assert own.loc["2020-04":"2023-03"].mean() == pytest.approx(own.loc["2023-04":].mean(), rel=0.06)
    old = pd.read_csv(example.raw / "lookups/LAD21_CSP21_PFA21.csv", encoding="utf-8-sig")
    assert {entry["csp_code"] for entry in truth["before"]} < set(old["CSP21CD"])
    assert truth["partnership_code"] not in set(old["CSP21CD"])


def test_half_of_one_month_is_missing(rows: pd.DataFrame, truths: dict[str, Any]) -> None:
    truth = of_kind(truths, "half_missing_month")
    assert (truth["force_name"], truth["months"]) == ("Ostershire Police", ["2022-11", "2022-11"])
    volume = rows.groupby(["force", "month"]).size()
    for force, own in volume.groupby("force"):
        level = own.droplevel("force")
        share = level["2022-11"] / level[["2022-10", "2022-12"]].mean()
        assert share == pytest.approx(0.5 if force == truth["force_name"] else 1, abs=0.1)
    held = rows[(rows["force"] == truth["force_name"]) & (rows["month"] == "2022-11")]
    assert truth["observed"]["month"] == held["code"].notna().sum()


def test_burglary_is_high_in_carrowby_and_steady(monthly: pd.Series, truths: dict[str, Any]) -> None:
    truth = of_kind(truths, "high_rate")
    people = {place["code"]: place["population_2022"] for place in truths["partnerships"]}
    rate = {code: monthly.loc[code, "burglary"].loc["2023-04":].sum() / people[code] for code in people}
    own, peers = rate[truth["partnership_code"]], [rate[code] for code in truth["peer_codes"]]
    assert len(peers) == 14
    assert own / np.mean(peers) == pytest.approx(1.6, abs=0.2)
    assert own > max(peers)
    assert truth["true_ratio"] == 1.0


def test_named_offences_are_steady(monthly: pd.Series, truths: dict[str, Any]) -> None:
    steady = [truth for truth in truths["planted"] if truth["kind"] == "stable"]
    assert len(steady) == 8
    for truth in steady:
        first, second = (
            window(monthly, truth["partnership_code"], truth["offence_code"], months)
            for months in (EARLIER, LATEST)
        )
        assert truth["true_ratio"] == 1.0
        assert stats.binomtest(second, first + second, 0.5).pvalue > 0.01


def test_the_small_partnership_is_high_by_chance_only(truths: dict[str, Any]) -> None:
    (truth,) = (entry for entry in truths["not_planted"] if entry["kind"] == "high_by_chance")
    assert truth["partnership_name"] == "Skelmoor"
    assert truth["true_ratio"] == 1.0
    assert truth["observed"]["latest"] > truth["expected"]["latest"]
    smallest = min(truths["partnerships"], key=lambda place: place["population_2022"])
    assert smallest["name"] == "Skelmoor"


def test_crime_is_concentrated_as_real_crime_is(rows: pd.DataFrame) -> None:
    latest = rows[rows["month"].between(*LATEST) & rows["code"].notna()]
    by_area = latest.groupby(["code", "lsoa"]).size()
    for _, own in by_area.groupby("code"):
        top = own.sort_values(ascending=False)
        share = top.iloc[: math.ceil(len(top) / 10)].sum() / top.sum()
        assert 0.18 < share < 0.6
