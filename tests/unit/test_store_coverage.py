"""Months that look as if only part had been delivered."""

from __future__ import annotations

import math

import pandas as pd

from pads_analysis.data.coverage import delivery_coverage, table_coverage


def rows(counts: dict[str, int], force: str = "Wessex Police") -> pd.DataFrame:
    months = pd.to_datetime([f"{month}-01" for month in counts])
    return pd.DataFrame({"force_name": force, "month": months, "rows": list(counts.values())})


def status(table: pd.DataFrame) -> dict[str, str]:
    return {f"{month:%Y-%m}": said for month, said in zip(table["month"], table["status"], strict=True)}


def test_kent_december_2018_is_flagged_by_its_published_row_counts():
    kent = {"2018-10": 19396, "2018-11": 13818, "2018-12": 8438, "2019-01": 17792, "2019-02": 16291}
    judged = delivery_coverage(rows(kent))
    assert status(judged) == {**dict.fromkeys(kent, "complete"), "2018-12": "looks incomplete"}
    # The median of the other four: (16,291 + 17,792) / 2.
    assert judged.loc[2, "expected"] == 17041.5


def test_the_threshold_decides():
    counts = {f"2020-{month:02d}": 100 for month in range(1, 8)} | {"2020-08": 64}
    assert status(delivery_coverage(rows(counts)))["2020-08"] == "looks incomplete"
    assert status(delivery_coverage(rows(counts), threshold=0.6))["2020-08"] == "complete"
    assert status(delivery_coverage(rows({**counts, "2020-08": 65})))["2020-08"] == "complete"


def test_the_six_nearest_other_months_are_the_measure():
    counts = {f"2020-{month:02d}": month * 10 for month in range(1, 13)}
    judged = delivery_coverage(rows(counts)).set_index("month")["expected"]
    assert judged[pd.Timestamp("2020-06-01")] == 60  # 30 40 50 | 70 80 90
    assert judged[pd.Timestamp("2020-01-01")] == 45  # 20 to 70


def test_a_month_absent_between_others_is_missing_and_has_no_rows():
    judged = delivery_coverage(rows({"2020-01": 10, "2020-02": 10, "2020-05": 10, "2020-06": 10}))
    assert status(judged) == {
        "2020-01": "complete",
        "2020-02": "complete",
        "2020-03": "missing",
        "2020-04": "missing",
        "2020-05": "complete",
        "2020-06": "complete",
    }
    assert judged.loc[judged["status"] == "missing", "rows"].tolist() == [0, 0]
    quarters = delivery_coverage(rows({"2020-01": 10, "2020-04": 10, "2020-07": 10}), every_month=False)
    assert quarters["status"].tolist() == ["complete"] * 3


def test_with_too_few_months_nothing_is_said():
    judged = delivery_coverage(rows({"2020-01": 100, "2020-02": 1, "2020-03": 100}))
    assert judged["status"].tolist() == ["complete"] * 3
    assert all(math.isnan(value) for value in judged["expected"])


def test_forces_are_judged_apart_and_nothing_gives_an_empty_table():
    big = rows({f"2020-{m:02d}": 1000 for m in range(1, 7)})
    small = rows({f"2020-{m:02d}": 10 for m in range(1, 7)}, "Mercia Police")
    assert set(delivery_coverage(pd.concat([big, small]))["status"]) == {"complete"}
    assert delivery_coverage(big.iloc[:0]).empty


def held(**counts: dict[str, int]) -> pd.DataFrame:
    """Return what a whole table holds: events of each partnership by month, each an area of its own."""
    parts = [
        rows(by_month, code).rename(columns={"force_name": "partnership_code"})
        for code, by_month in counts.items()
    ]
    return pd.concat(parts, ignore_index=True).assign(areas=lambda table: table["partnership_code"])


def judged_by_code(table: pd.DataFrame) -> dict[str, list[str]]:
    return {str(code): list(group["status"]) for code, group in table.groupby("partnership_code")}


def test_a_month_of_a_table_is_part_when_the_partnership_in_the_middle_falls_short():
    months = [f"2020-{month:02d}" for month in range(1, 8)]
    full = dict.fromkeys(months, 100)
    half = {**full, "2020-04": 50}
    # Two of three fall to half: the month is part for all. One of three: its own chance, or a real fall.
    table = table_coverage(held(a=half, b=half, c=full))
    assert judged_by_code(table) == {
        c: ["complete"] * 3 + ["looks incomplete"] + ["complete"] * 3 for c in "abc"
    }
    assert set(table_coverage(held(a=half, b=full, c=full))["status"]) == {"complete"}


def test_a_table_of_fewer_partnerships_is_not_part_of_one_of_more():
    early = [f"2020-{month:02d}" for month in range(1, 7)]
    late = [f"2020-{month:02d}" for month in range(7, 13)]
    table = table_coverage(
        held(a=dict.fromkeys(early + late, 10), **{c: dict.fromkeys(early, 500) for c in "bcde"})
    )
    said = judged_by_code(table)
    assert said["a"] == ["complete"] * 12
    assert all(said[code] == ["complete"] * 6 + ["missing"] * 6 for code in "bcde")


def test_an_area_merged_for_good_leaves_the_month_complete():
    months = [f"2020-{month:02d}" for month in range(1, 9)]
    table = held(a=dict.fromkeys(months, 100))
    table["areas"] = ["x|y"] * 4 + ["x"] * 4
    assert set(table_coverage(table)["status"]) == {"complete"}
    table["rows"] = [100] * 4 + [40] * 4
    # Without y the count is below 65 of the 100 it was.
    assert table_coverage(table)["status"].tolist()[4:] == ["looks incomplete"] * 4
