"""The county: which areas have one, what its districts share, what lies across borders, and what goes to the county."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from assess_cases import OWN, PEERS, by_month, make_case
from scipy import sparse
from shapely import box

from pads_analysis.assess.county import county
from pads_analysis.assess.county_priorities import (
    FIRST,
    MAYBE,
    NOT_FIRST,
    chance_limits,
    county_priorities,
    county_ratios,
)
from pads_analysis.assess.cross_border import across, cross_border
from pads_analysis.assess.escalation import Standing, escalation, suggest
from pads_analysis.assess.result import NotAvailable, Verdict
from pads_analysis.data.case import Case
from pads_analysis.data.county import CountyAreas
from pads_analysis.params.county_file import CountyFile

COUNTY = (OWN, *PEERS)
QUESTIONS = (county, county_priorities, cross_border, escalation)
SERIOUS = frozenset({"robbery"})


def in_districts(case: Case, districts: str, code: str = OWN) -> Case:
    table = case.partnerships.assign(partnership_code=[code, *case.partnerships["partnership_code"][1:]])
    table.loc[0, "districts"] = districts
    return replace(case, partnerships=table, partnership=replace(case.partnership, code=code))


@pytest.fixture(scope="module")
def flat() -> Case:
    return make_case({code: {"burglary": 10} for code in COUNTY})


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    ("districts", "code", "words"),
    [
        ("E06000001", OWN, "unitary authority"),
        ("E09000001|E09000002", OWN, "London"),
        ("E08000001", OWN, "metropolitan district"),
        ("W06000001", "W14000001", "Wales"),
    ],
)
def test_an_area_without_a_county_says_why(question, districts, code, words, flat):
    found = question(in_districts(flat, districts, code))
    assert isinstance(found, NotAvailable) and found.not_applicable and found.element == "g"
    assert words in found.because and not found.do


@pytest.mark.parametrize(
    ("districts", "words"),
    [
        ("E07000001", "no lookup in the store leads from districts to counties"),
        ("", "do not say which districts"),
        ("E07000001|E06000001", "do not all lie in one two-tier county"),
    ],
)
def test_a_missing_lookup_is_not_known_rather_than_not_applicable(districts, words, flat):
    found = county(in_districts(flat, districts))
    assert isinstance(found, NotAvailable) and not found.not_applicable
    assert words in found.because and found.do


def test_other_districts_with_a_county_change_the_reason():
    case = make_case({code: {"burglary": 10} for code in COUNTY}, county=PEERS)
    assert "do not place all its districts" in county(case).because


def issues(case: Case) -> pd.DataFrame:
    return county_priorities(case).issues.set_index("offence_code")


def noisy(mean: int, factor: float, seed: int) -> list[int]:
    rng = np.random.default_rng(seed)
    before, now = rng.poisson(mean, 12), rng.poisson(mean * factor, 12)
    return by_month(before.tolist(), now.tolist())


@pytest.fixture(scope="module")
def risen() -> Case:
    counts = {
        code: {
            "burglary": noisy(60, 1.5, at),
            "vehicle_crime": noisy(60, 1.0, 10 + at),
            "drugs": noisy(30, 1.0, 20 + at),
            "robbery": noisy(8, 1.0, 30 + at),
            "shoplifting": noisy(300, 1.0, 40 + at),
        }
        for at, code in enumerate(COUNTY)
    }
    return make_case(counts, county=COUNTY)


def test_what_rose_everywhere_is_said_of_the_county_and_nothing_else_is(risen):
    table = issues(risen)
    assert table.at["burglary", "verdict"] == Verdict.HIGHER
    assert set(table.drop(index="burglary")["verdict"]) <= {Verdict.SIMILAR, Verdict.UNCERTAIN}
    row = table.loc["burglary"]
    assert row["ci_low"] < 1.5 < row["ci_high"] and row["expected_low"] < row["ci_low"]
    assert row["n_pooled"] == 4


def test_the_pooled_ratio_is_that_of_the_districts_ratios(risen):
    """With equal errors the pooled ratio is their geometric mean, whatever lies between."""
    from pads_analysis.assess.change import compared

    ratios = [compared(risen, code).set_index("offence_code").at["burglary", "ratio"] for code in COUNTY]
    found = county_ratios(risen).set_index("offence_code").at["burglary", "ratio"]
    assert found == pytest.approx(np.exp(np.log(ratios).mean()), rel=0.02)


def test_two_districts_cannot_be_pooled():
    case = make_case({code: {"burglary": by_month(50, 90)} for code in COUNTY[:2]}, county=COUNTY[:2])
    found = county_priorities(case)
    assert found.issues["ratio"].isna().all()
    assert set(found.issues["verdict"]) == {Verdict.TOO_FEW}
    assert any("2 districts have data and 4 are needed" in note for note in found.basis.notes)


def test_a_district_without_a_usable_month_is_not_scored_on_harm_alone():
    counts = {code: {"burglary": by_month(50, 90), "drugs": 40, "robbery": 20} for code in COUNTY}
    bad = {COUNTY[1]: {f"2021-{month:02d}": "looks incomplete" for month in range(1, 13)}}
    settings = {
        "priorities.harm_values": {"burglary": 4.0, "drugs": 1.0, "robbery": 9.0},
        "priorities.weights.harm": 1,
    }
    case = make_case(counts, county=COUNTY, bad=bad, settings=settings)
    cells = county_priorities(case).cells
    assert set(cells.loc[cells["partnership_code"] == COUNTY[1], "standing"]) == {"not scored"}
    (words,) = {
        row.split(";")[0]
        for row in escalation(case).table.query("issue == 'burglary' and test == 'scale'")["why"]
    }
    assert "of 3 districts" in words


def test_a_district_of_two_months_is_no_measure_for_the_others():
    """Two months at twice the usual count would raise the mean that the others are held against."""
    counts = {code: {"burglary": 50, "drugs": 40} for code in COUNTY}
    counts[COUNTY[3]] = {"burglary": by_month(50, [500, 500, *[50] * 10]), "drugs": 40}
    bad = {COUNTY[3]: {f"2021-{month:02d}": "looks incomplete" for month in range(3, 13)}}
    extra = {f"E2200091{at}": {"burglary": 50, "drugs": 40} for at in range(2)}
    case = make_case(counts | extra, county=(*COUNTY, *extra), bad=bad)
    cells = county_priorities(case).cells.set_index(["partnership_code", "offence_code"])
    assert cells.at[(OWN, "burglary"), "vs_others"] == Verdict.SIMILAR


def test_every_district_is_scored_alike_and_what_is_large_and_rose_leads(risen):
    found = county_priorities(risen)
    cells = found.cells.pivot(index="offence_code", columns="partnership_code", values="standing")
    assert cells.shape == (5, 4)
    assert set(cells.loc["burglary"]) == {FIRST}
    assert set(cells.loc["robbery"]) <= {NOT_FIRST, MAYBE}
    row = found.issues.set_index("offence_code").loc["burglary"]
    assert (row["n_first"], row["n_districts"]) == (4, 4)
    assert found.districts["is_own"].sum() == 1


def test_the_order_of_partnerships_in_the_store_changes_nothing(risen):
    turned = replace(risen, partnerships=risen.partnerships.iloc[::-1].reset_index(drop=True))
    pd.testing.assert_frame_equal(county_priorities(turned).issues, county_priorities(risen).issues)


def test_chances_of_districts_give_limits_of_their_number():
    assert chance_limits(np.array([1.0, 1.0, 0.0])) == (2, 2)
    assert chance_limits(np.array([])) == (0, 0)
    # Two coins: 0, 1 and 2 with chances 1/4, 1/2 and 1/4, so that 90% takes all three.
    assert chance_limits(np.array([0.5, 0.5])) == (0, 2)
    assert chance_limits(np.array([0.96, 0.96])) == (1, 2)


def standing(**other: object) -> Standing:
    known = {
        "here": FIRST, "first": ("A", "B"), "maybe": ("C",), "districts": 6, "share": 0.08,
        "change": Verdict.SIMILAR, "beside": Verdict.SIMILAR, "recording": False,
    }  # fmt: skip
    return Standing(**(known | other))


@pytest.mark.parametrize(
    ("test", "issue", "stands", "suggestion", "words"),
    [
        ("scale", "drugs", standing(), "escalate", "in 2 of 6 districts, in 1 more it may be"),
        ("scale", "drugs", standing(here=MAYBE), "escalate", "8.0%"),
        ("scale", "drugs", standing(here=NOT_FIRST), "not by this rule", "but not here"),
        ("scale", "drugs", standing(share=0.049), "not by this rule", "less than 5%"),
        ("scale", "drugs", standing(first=("A",)), "cannot be told", "not sure that two share it"),
        ("scale", "drugs", standing(first=("A",), maybe=()), "not by this rule", "in 1 of 6 districts"),
        ("scale", "drugs", standing(share=float("nan")), "not by this rule", "in 2 of 6"),
        ("scale", "street racing", None, "cannot be told", "no published count"),
        ("serious_crime", "drugs", standing(), "not by this rule", "not among"),
        ("serious_crime", "robbery", standing(), "escalate", "first tier here"),
        ("serious_crime", "robbery", standing(here=NOT_FIRST, change=Verdict.HIGHER), "escalate", "clearly rose"),
        ("serious_crime", "robbery", standing(here=NOT_FIRST, beside=Verdict.HIGHER), "escalate", "lies above"),
        ("serious_crime", "robbery", standing(here=NOT_FIRST), "not by this rule", "neither clearly rose"),
        ("serious_crime", "robbery", standing(here=MAYBE), "cannot be told", "only may stand"),
        ("serious_crime", "robbery", standing(here=NOT_FIRST, change=Verdict.HIGHER, recording=True),
         "cannot be told", "point to recording"),
        ("serious_crime", "robbery", standing(recording=True), "escalate", "are not counted"),
        ("county_delivery", "robbery", standing(), "for judgement", "do not speak"),
        ("county_funding", "robbery", standing(), "for judgement", "do not speak"),
    ],
)  # fmt: skip
def test_the_rule_suggests_what_it_says(test, issue, stands, suggestion, words):
    found, why = suggest(test, issue, stands, SERIOUS)
    assert found == suggestion and words in why


JUDGED = {
    "issues": [
        {"issue": "shoplifting", "test": "scale", "escalate": True, "reason": "One team for all.", "by": "Board",
         "date": "2021-11-02"},
        {"issue": "burglary", "test": "county_funding", "escalate": False, "reason": "No grant.", "by": "Board",
         "date": "2021-11-02", "risk": "It goes on."},
        {"issue": "street racing", "test": "county_delivery", "escalate": True, "reason": "Roads are theirs.",
         "by": "Board", "date": "2021-11-02"},
    ]
}  # fmt: skip


def test_the_partnerships_judgement_stands_beside_the_suggestion(risen):
    case = replace(risen, resolved=replace(risen.resolved, county=CountyFile.model_validate(JUDGED)))
    found = escalation(case)
    outcome = found.issues.set_index("issue")
    assert outcome.at["shoplifting", "outcome"] == "escalated"
    assert outcome.at["burglary", "outcome"] == "not escalated"
    assert "No grant (risk: It goes on)" in outcome.at["burglary", "because"]
    assert outcome.at["street racing", "outcome"] == "escalated"
    assert outcome["because"].ne("").all()
    rows = found.table.set_index(["issue", "test"])
    assert rows.at[("burglary", "scale"), "suggestion"] == "escalate"
    assert rows.at[("burglary", "scale"), "decision"] == "not judged"
    assert rows.at[("shoplifting", "scale"), "suggestion"] == "not by this rule"
    assert rows.at[("street racing", "scale"), "suggestion"] == "cannot be told"
    assert len(rows) == 4 * len(outcome)
    assert "county" in found.basis.source_kinds


def test_where_nobody_judged_that_is_said_and_the_result_rests_on_open_data(risen):
    found = escalation(risen)
    assert set(found.table["decision"]) == {"not judged"}
    assert found.issues["outcome"].str.startswith("not judged; the rule").all()
    assert "county" not in found.basis.source_kinds


def test_what_is_withheld_is_not_called_not_judged(risen):
    hidden = replace(risen, resolved=replace(risen.resolved, withheld=("county",)))
    assert set(escalation(hidden).table["decision"]) == {"withheld"}


def test_groups_across_a_border_hold_areas_that_touch_and_lie_in_two_districts():
    links = sparse.csr_array(np.diag(np.ones(5), 1) + np.diag(np.ones(5), -1))
    districts = np.array(["a", "a", "b", "b", "b", "b"])
    hot = np.array([False, True, True, False, True, True])
    assert [list(group) for group in across(hot, links, districts)] == [[1, 2]]
    assert across(np.zeros(6, dtype=bool), links, districts) == []
    # Hot areas on both sides that do not touch are no cluster across the border.
    apart = np.array([True, False, True, False, False, False])
    assert across(apart, links, districts) == []


SIDE = 8


class Grid:
    """Two districts of eight by eight small areas side by side; the middle of their border is hot."""

    def __init__(self, hot: int) -> None:
        self.hot = hot

    def column(self, code: str) -> int:
        return COUNTY.index(code) * SIDE

    def places(self, code: str) -> pd.DataFrame:
        rows = [(f"{code}-{x}-{y}", f"Area {x}-{y}") for x in range(SIDE) for y in range(SIDE)]
        return pd.DataFrame(rows, columns=["place_code", "place_name"])

    def place_months(self, code: str) -> pd.DataFrame:
        edge = {OWN: (SIDE - 2, SIDE - 1), PEERS[0]: (0, 1)}[code]
        rng = np.random.default_rng(COUNTY.index(code))
        rows = []
        for month in pd.date_range("2021-01-01", "2021-12-01", freq="MS"):
            for x in range(SIDE):
                for y in range(SIDE):
                    busy = x in edge and y in (3, 4)
                    count = rng.poisson(self.hot if busy else 3)
                    rows.append((f"{code}-{x}-{y}", month, "burglary", int(count)))
        return pd.DataFrame(rows, columns=["place_code", "month", "offence_code", "count"])

    def places_of(self, codes) -> pd.DataFrame:
        return pd.concat(
            [self.places(code).assign(partnership_code=code) for code in codes], ignore_index=True
        )

    def place_months_of(self, codes) -> pd.DataFrame:
        tables = [self.place_months(code).assign(partnership_code=code) for code in codes]
        return pd.concat(tables, ignore_index=True)

    def place_boundaries(self, code: str) -> gpd.GeoDataFrame:
        table = self.places(code)
        left = self.column(code)
        shapes = [
            box(1000 * (left + x), 1000 * y, 1000 * (left + x + 1), 1000 * (y + 1))
            for x in range(SIDE)
            for y in range(SIDE)
        ]
        return gpd.GeoDataFrame(table, geometry=shapes, crs=27700)


def bordering(hot: int) -> Case:
    two = COUNTY[:2]
    source = Grid(hot)
    case = make_case({code: {"burglary": 200} for code in two}, county=two)
    return replace(
        case,
        places=source.places(OWN),
        place_months=source.place_months(OWN),
        county_areas=CountyAreas(two, source),
    )


def test_a_hot_spot_on_the_border_is_named_with_both_districts():
    found = cross_border(bordering(15))
    (row,) = found.clusters.loc[found.clusters["offence_code"] == "burglary"].to_dict("records")
    assert row["districts"] == "Firstby, Ownham"
    for name in ("Area 7-3 (Ownham)", "Area 0-4 (Firstby)"):
        assert name in row["places"]
    assert row["times"] > 2
    marked = found.places.loc[found.places["cluster"] > 0, "partnership_code"]
    assert set(marked) == {OWN, PEERS[0]}
    assert found.n_tested == 2 * SIDE * SIDE
    # Twenty-four months are too few to see series move together.
    assert "24 months" in found.why_no_series


def bad_months(case: Case, code: str, *numbers: int) -> Case:
    months = [pd.Timestamp(f"2021-{number:02d}-01") for number in numbers]
    spoilt = (case.coverage["partnership_code"] == code) & case.coverage["month"].isin(months)
    return replace(case, coverage=case.coverage.assign(
        status=case.coverage["status"].where(~spoilt, "looks incomplete")))  # fmt: skip


def test_months_that_one_district_lacks_are_not_said_to_be_counted():
    found = cross_border(bad_months(bordering(15), PEERS[0], 11, 12))
    assert found.basis.period.startswith("10 of the 12 months")
    side = county(bad_months(bordering(15), PEERS[0], 11, 12))
    assert "Districts of which fewer than 12 months count: Firstby (10)." in side.basis.notes
    assert not any("fewer than" in note for note in county(bordering(15)).basis.notes)


def test_where_no_month_is_complete_everywhere_no_cluster_is_looked_for():
    case = bad_months(bad_months(bordering(15), PEERS[0], *range(1, 7)), OWN, *range(7, 13))
    found = cross_border(case)
    assert isinstance(found, NotAvailable)
    assert found.because.startswith("no month of the period is complete in every district, and ")


def test_an_even_county_has_no_cluster_across_its_border():
    found = cross_border(bordering(3))
    assert found.clusters.empty
    assert (found.places["cluster"] == 0).all()


def test_a_county_reads_its_small_areas_only_when_they_are_asked_for():
    class Loud(Grid):
        def places(self, code: str) -> pd.DataFrame:
            raise AssertionError("read")

    case = replace(bordering(3), county_areas=CountyAreas(COUNTY[:2], Loud(3)))
    assert not isinstance(county(case), NotAvailable)
    with pytest.raises(AssertionError, match="read"):
        _ = case.county_places


def test_series_that_share_their_months_are_found_and_others_are_not():
    rng = np.random.default_rng(3)
    common = rng.normal(scale=0.35, size=48)

    def series(own: float, shared: bool) -> list[int]:
        return rng.poisson(60 * np.exp(own * rng.normal(size=48) + (common if shared else 0))).tolist()

    counts = {
        code: {"burglary": series(0.05, code in (OWN, PEERS[0])), "drugs": series(0.05, False)}
        for code in COUNTY
    }
    case = make_case(counts, county=COUNTY, first="2018-01")
    two = replace(
        case,
        places=pd.DataFrame(),
        place_months=pd.DataFrame(),
        county_areas=CountyAreas(COUNTY, NoOutlines()),
    )
    found = cross_border(two)
    together = found.series.loc[found.series["together"].astype(bool)]
    assert [(row.offence_code, {row.first_code, row.second_code}) for row in together.itertuples()] == [
        ("burglary", {OWN, PEERS[0]})
    ]
    assert found.n_pairs == 6 and found.months == 48
    assert "no boundaries" in found.why_no_clusters


class NoOutlines(Grid):
    def __init__(self) -> None:
        super().__init__(3)

    def place_months(self, code: str) -> pd.DataFrame:
        return pd.DataFrame(columns=["place_code", "month", "offence_code", "count"])

    def place_boundaries(self, code: str) -> None:
        return None


def test_a_rise_that_could_not_be_looked_for_is_not_called_absent():
    from pads_analysis.release import release
    from pads_analysis.show import sentences, tables

    case = make_case({code: {"burglary": 10} for code in COUNTY}, county=COUNTY, first="2021-09", months=3)
    found = release(county(case), case)
    texts = " ".join(each.text for each in sentences.county(found))
    assert "cannot be said" in texts and "No offence rose" not in texts
    assert "none rose" not in tables.county_shared(found).plain()
