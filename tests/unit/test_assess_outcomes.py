"""Outcomes: only months that had time to mature are counted, and only with their like compared."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
import show_results as given
from assess_cases import OWN, PEERS, make_case

from pads_analysis import assess
from pads_analysis.assess.result import NotAvailable, OutcomesResult, Verdict
from pads_analysis.release.gate import release
from pads_analysis.show import charts, sentences, tables
from pads_analysis.vocabulary.outcomes import outcome_group, outcome_groups

GROUPS = [group.code for group in outcome_groups()]
MONTHS = pd.date_range("2020-01-01", "2021-12-01", freq="MS")


def rows(code: str, offence: str, crimes: int, charged: dict[str, int] | int, **other: object) -> list[dict]:
    """One row a month: `charged` of `crimes`, the rest without a suspect; `open` by month under investigation."""
    still_open, dated = other.get("open", {}), other.get("dated", "2022-12")
    found = []
    for month in MONTHS:
        name = f"{month:%Y-%m}"
        k = charged if isinstance(charged, int) else charged.get(name[:4], 0)
        u = still_open.get(name, 0)
        counts = dict.fromkeys(GROUPS, 0) | {
            "charged": k,
            "under_investigation": u,
            "no_suspect": crimes - k - u,
        }
        found.append(
            {"partnership_code": code, "month": month, "offence_code": offence, "dated": dated, "crimes": crimes,
             "unpublished": other.get("unpublished", 0), **counts}
        )  # fmt: skip
    return found


def case_of(own: list[dict], peers_charged: int = 10, **given: object):
    counts = {code: {"burglary": 100, "anti_social_behaviour": 40} for code in (OWN, *PEERS)}
    table = own + [row for code in PEERS for row in rows(code, "burglary", 100, peers_charged)]
    return replace(make_case(counts), outcomes=pd.DataFrame(table), **given)


def total(result: OutcomesResult) -> pd.Series:
    return result.table.loc[result.table["is_total"]].iloc[0]


def test_every_published_outcome_has_one_group_and_others_fall_in_other() -> None:
    printed = [text for group in outcome_groups() for text in group.outcomes]
    assert len(printed) == len(set(printed)) == 28
    assert outcome_group(" court result UNAVAILABLE ") == "charged"
    assert outcome_group("Investigation complete; no suspect identified") == "no_suspect"
    assert outcome_group("") == outcome_group("Something new") == "other"


def test_the_share_is_of_all_crimes_of_mature_months_and_incidents_are_none() -> None:
    own = rows(OWN, "burglary", 100, 10) + rows(OWN, "anti_social_behaviour", 40, 0, unpublished=40)
    found = assess.outcomes(case_of(own))
    row = total(found)
    assert (row["crimes"], row["charged"], row["no_suspect"]) == (1200, 120, 1080)
    assert set(found.table["offence_code"]) == {"all_crime", "burglary"}
    assert row["charged_share"] == pytest.approx(0.1)
    # Wilson's interval of 120 of 1,200 is 0.0843 to 0.1183, by hand; it is never narrower, and little wider here.
    assert 0.080 < row["share_low"] < 0.0844
    assert 0.1182 < row["share_high"] < 0.124
    assert (row["charged_before"], row["crimes_before"], row["ratio"]) == (120, 1200, pytest.approx(1.0))


def test_months_under_six_months_old_are_left_out_of_both_periods() -> None:
    own = rows(OWN, "burglary", 100, 10, dated="2022-02")
    found = assess.outcomes(case_of(own))
    states = found.months.set_index("month")["state"]
    young = [month for month in states.index if states[month] == "too young"]
    assert [f"{month:%Y-%m}" for month in young] == ["2021-09", "2021-10", "2021-11", "2021-12"]
    assert total(found)["crimes"] == total(found)["crimes_before"] == 800
    assert found.pairs == 8
    # Without a date the latest month held, December 2021, stands for it.
    undated = assess.outcomes(case_of(rows(OWN, "burglary", 100, 10, dated="")))
    assert undated.pairs == 6 and total(undated)["crimes"] == 600


def test_a_month_published_too_early_leaves_both_periods_whatever_its_date() -> None:
    own = rows(OWN, "burglary", 100, 10, open={"2020-07": 60})
    found = assess.outcomes(case_of(own))
    assert found.months.set_index("month")["state"].loc["2020-07-01"] == "still open"
    # July of the later period is counted, but not compared.
    assert total(found)["crimes"] == 1200
    assert total(found)["crimes_before"] == 1100 and found.pairs == 11
    told = [item.text for item in sentences.outcomes(release(found, case_of(own)))]
    assert any("July 2020 (published while more than a quarter" in text for text in told)


def test_a_doubled_share_is_higher_and_a_halved_one_lower_once_all_is_settled() -> None:
    up = assess.outcomes(case_of(rows(OWN, "burglary", 500, {"2020": 40, "2021": 80}), 10))
    assert total(up)["verdict"] == Verdict.HIGHER
    assert total(up)["ci_low"] < 2 < total(up)["ci_high"]
    down = assess.outcomes(case_of(rows(OWN, "burglary", 500, {"2020": 80, "2021": 40})))
    assert total(down)["verdict"] == Verdict.LOWER and not down.may_rise


def test_no_lower_share_is_called_while_charges_may_still_come_in() -> None:
    own = rows(OWN, "burglary", 500, {"2020": 80, "2021": 40}, dated="2022-06")
    found = assess.outcomes(case_of(own))
    assert found.may_rise and found.pairs == 12
    assert total(found)["ci_high"] < 1
    assert not (found.table["verdict"] == Verdict.LOWER).any()
    told = {item.id: item.text for item in sentences.outcomes(release(found, case_of(own)))}
    assert "stood below that in" in told["sentence-outcomes-before-all-crime"]
    up = assess.outcomes(case_of(rows(OWN, "burglary", 500, {"2020": 40, "2021": 80}, dated="2022-06")))
    assert total(up)["verdict"] == Verdict.HIGHER, "charges still to come cannot undo a higher share"


def test_beside_others_the_mean_of_their_shares_is_used() -> None:
    found = assess.outcomes(case_of(rows(OWN, "burglary", 500, 100), peers_charged=10))
    row = total(found)
    assert found.n_others == 3
    assert row["peer_share"] == pytest.approx(0.1)
    assert row["peer_ratio"] == pytest.approx(2.0)
    assert row["vs_peers"] == Verdict.HIGHER
    same = assess.outcomes(case_of(rows(OWN, "burglary", 500, 50), peers_charged=10))
    assert total(same)["vs_peers"] in (Verdict.SIMILAR, Verdict.UNCERTAIN)


def test_others_whose_outcomes_are_not_in_are_not_compared_with() -> None:
    case = case_of(rows(OWN, "burglary", 500, 100))
    young = case.outcomes["dated"].where(case.outcomes["partnership_code"] == OWN, "2021-03")
    found = assess.outcomes(replace(case, outcomes=case.outcomes.assign(dated=young)))
    assert found.n_others == 0
    assert set(found.table["vs_peers"]) == {Verdict.TOO_FEW}


def test_no_percentage_stands_on_a_small_base() -> None:
    own = rows(OWN, "burglary", 100, 10) + rows(OWN, "robbery", 4, 1)
    found = assess.outcomes(case_of(own))
    robbery = found.table.set_index("offence_code").loc["robbery"]
    assert robbery["crimes"] == 48 and pd.isna(robbery["charged_share"])
    (groups, _) = tables.outcomes(release(found, case_of(own)))
    (row,) = [row for row in groups.rows if row[0] == "Robbery"]
    assert set(row[2:]) == {"[z]"}


@pytest.mark.parametrize(
    ("outcomes", "because"),
    [
        (None, "say nothing of outcomes"),
        (pd.DataFrame(), "say nothing of outcomes"),
        (pd.DataFrame(rows(OWN, "burglary", 100, 0, unpublished=100)), "hold no outcomes"),
        (pd.DataFrame(rows(OWN, "burglary", 100, 10, dated="2021-08")), "only 2 months"),
        (pd.DataFrame(rows(OWN, "burglary", 100, 10, dated="2021-01")), "no month of"),
    ],
)
def test_without_outcomes_the_section_says_why(outcomes, because) -> None:
    case = replace(case_of(rows(OWN, "burglary", 100, 10)), outcomes=outcomes)
    found = assess.outcomes(case)
    assert isinstance(found, NotAvailable)
    assert because in found.because and found.do


def test_a_revision_is_told_in_the_section_and_with_the_data() -> None:
    revisions = pd.DataFrame(
        [
            ("Testshire Police", pd.Timestamp("2021-03-01"), "under_investigation", "no_suspect", 1200),
            ("Testshire Police", pd.Timestamp("2021-04-01"), "under_investigation", "charged", 34),
            ("Another Police", pd.Timestamp("2021-04-01"), "under_investigation", "charged", 999),
        ],
        columns=["force_name", "month", "before", "after", "rows"],
    )
    case = case_of(rows(OWN, "burglary", 100, 10), outcome_revisions=revisions)
    found = release(assess.outcomes(case), case)
    wanted = (
        "A newer delivery revised the outcomes of 1,234 crimes of March 2021 and April 2021, in the whole area of "
        "Testshire Police: 1,200 from “under investigation” to “no suspect identified” and 34 from “under "
        "investigation” to “charged or before a court”. The counts of crimes are the same in both deliveries."
    )
    assert wanted in [item.text for item in sentences.outcomes(found)]
    assert wanted in [item.text for item in sentences.quality(release(assess.quality(case), case))]
    assert [table.id for table in tables.outcomes(found)] == [
        "table-outcomes", "table-outcomes-charged", "table-outcomes-revised",
    ]  # fmt: skip


def test_the_figures_mark_the_months_that_are_not_in() -> None:
    case = case_of(rows(OWN, "burglary", 100, 10, dated="2022-02"))
    first, by_month = charts.outcomes(release(assess.outcomes(case), case))
    assert first.title == "10.0% of recorded crimes were charged or before a court"
    assert by_month.title == "Share charged by month: 4 months not counted, outcomes not in"
    assert all(figure.title in figure.alt and len(figure.alt) <= 260 for figure in (first, by_month))
    states = [row[-1] for row in by_month.data.rows]
    assert states.count("too young") == 4 and states.count("mature") == 20


def test_absence_is_shown_once() -> None:
    assert sentences.outcomes(given.absent("outcomes")) == charts.outcomes(given.absent("outcomes"))
