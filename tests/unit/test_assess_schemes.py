"""Ways of joining scores, issues of a partnership's own, and what is not known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from assess_cases import OWN, PEERS, by_month, make_case, survey

from pads_analysis.assess.decisions import decisions
from pads_analysis.assess.priorities import priorities
from pads_analysis.assess.priority_places import priority_places
from pads_analysis.assess.public_agreement import public_agreement
from pads_analysis.assess.result import NotAvailable
from pads_analysis.assess.schemes import TITLES
from pads_analysis.assess.strategies import strategies
from pads_analysis.params.issues import IssuesFile
from pads_analysis.params.issues import Strategy as StrategyCode
from pads_analysis.params.judgements import DecisionsFile
from pads_analysis.params.matrix import MatrixFile
from pads_analysis.params.severity import SeverityFile
from pads_analysis.params.views import ViewsFile
from pads_analysis.vocabulary.strategies import strategy_codes

COUNTS = {
    OWN: {"burglary": by_month(50, 100), "drugs": by_month(100, 100), "shoplifting": by_month(50, 20)},
    **{code: {"burglary": 50, "drugs": 50 + at, "shoplifting": 50} for at, code in enumerate(PEERS)},
}
NO_MORILE = "morile"


def judged(criterion: str, score: float) -> dict[str, object]:
    return {"criterion": criterion, "score": score, "because": "The group agreed."}


def own_issue(**said: object) -> dict[str, object]:
    return {"id": "speeding", "name": "Speeding", "strategy": "crime_disorder", **said}


def issues(*each: dict[str, object], judgements: tuple[dict[str, object], ...] = ()) -> IssuesFile:
    return IssuesFile.model_validate({"issues": list(each), "judgements": list(judgements)})


def scale(*values: float) -> list[dict[str, object]]:
    return [{"value": value, "words": f"step {value:g}"} for value in values]


MATRIX = MatrixFile.model_validate(
    {
        "title": "Agreed matrix",
        "source": "The board.",
        "join": "product",
        "factors": [
            {"id": "physical", "name": "Physical", "block": "harm", "scale": scale(0, 2, 4)},
            {"id": "mental", "name": "Mental", "block": "harm", "scale": scale(0, 4)},
            {"id": "often", "name": "How often", "block": "likelihood", "scale": scale(1, 3)},
            {"id": "gap", "name": "Gap in capacity", "block": "position", "scale": scale(1, 2)},
        ],
        "ratings": [
            {"issue": "burglary", "factor": factor, "value": value, "because": "Agreed."}
            for factor, value in (("physical", 2), ("mental", 4), ("often", 3), ("gap", 2))
        ],
    }
)


def test_the_grid_multiplies_levels_of_mean_scores():
    settings = {
        "priorities.scheme": "grid_4x4",
        "priorities.grid.impact": ["volume"],
        "priorities.grid.likelihood": ["trend", "peers"],
    }
    found = priorities(make_case(COUNTS, settings=settings))
    for row in found.table.itertuples():
        impact = min(int(row.score_volume), 3) + 1
        likelihood = min(int((row.score_trend + row.score_peers) / 2 + 1e-9), 3) + 1
        assert (row.part_impact, row.part_likelihood) == (impact, likelihood)
        assert row.total == impact * likelihood
        assert 1 <= row.total_low <= row.total <= row.total_high <= 16
    assert found.scale == (1.0, 16.0)
    assert any("level 2" in rule for rule in found.rules)


def test_the_matrix_multiplies_the_means_of_its_blocks():
    case = make_case(COUNTS)
    resolved = replace(case.resolved, matrix=MATRIX)
    params = case.params.model_copy(
        update={
            "priorities": case.params.priorities.model_copy(update={"scheme": "harm_likelihood_position"})
        }
    )
    found = priorities(replace(case, resolved=replace(resolved, params=params)))
    row = found.table.set_index("offence_code").loc["burglary"]
    assert row["total"] == (2 + 4) / 2 * 3 * 2
    assert found.scale == (0.0, 4 * 3 * 2)
    # Nothing is rated of the others: they have no place, rather than the lowest.
    assert found.table.set_index("offence_code").loc["drugs", ["total", "rank_low"]].isna().all()
    assert "matrix" in found.basis.source_kinds
    said = " ".join([*TITLES.values(), *found.rules, found.scheme_title]).casefold()
    assert NO_MORILE not in said


def test_severity_is_the_share_of_weighted_counts():
    weights = SeverityFile.model_validate(
        {"title": "Score", "source": "The table.", "weights": [
            {"offence": "burglary", "weight": 3}, {"offence": "drugs", "weight": 1}]}
    )  # fmt: skip
    case = make_case(COUNTS, severity=weights)
    params = case.params.model_copy(
        update={"priorities": case.params.priorities.model_copy(update={"scheme": "severity"})}
    )
    found = priorities(replace(case, resolved=replace(case.resolved, params=params)))
    table = found.table.set_index("offence_code")
    assert table.at["burglary", "total"] == pytest.approx(75.0)
    assert table.at["drugs", "total"] == pytest.approx(25.0)
    assert np.isnan(table.at["shoplifting", "total"]) and table.at["shoplifting", "tier"] == ""
    assert "severity" in found.basis.source_kinds
    held = priority_places(replace(case, resolved=replace(case.resolved, params=params)))
    assert set(held.acceptability["weights"]) == {"set"}


@pytest.mark.parametrize(
    ("scheme", "file"), [("severity", "severity.yaml"), ("harm_likelihood_position", "matrix.yaml")]
)
def test_a_scheme_without_its_file_is_refused_by_name(scheme, file):
    from pads_analysis.errors import ParamsError
    from pads_analysis.params import load_params

    with pytest.raises(ParamsError, match=file):
        load_params(OWN, overrides={"priorities.scheme": scheme})


def test_an_issue_seen_only_in_a_survey_is_scored_on_it():
    held = ViewsFile(surveys=(survey(True, 0.5, "speeding"),))
    found = priorities(make_case(COUNTS, views=held, issues=issues(own_issue())))
    row = found.table.set_index("offence_code").loc["speeding"]
    assert row["score_concern"] == 4.0 and row["own"] and row["known"] == 1
    assert row["total"] == pytest.approx((4.0 + 2 * 6.0) / 7)
    assert row["value_concern"].startswith("50%")
    assert "issues" in found.basis.source_kinds
    widths = (found.table["total_high"] - found.table["total_low"]).where(~found.table["own"])
    assert row["total_high"] - row["total_low"] > widths.max()


def test_several_offences_of_an_issue_are_summed():
    table = priorities(
        make_case(COUNTS, issues=issues(own_issue(offences=["burglary", "drugs"], listed_too=False)))
    ).table.set_index("offence_code")
    assert set(table.index) == {"shoplifting", "speeding"}
    assert table.at["speeding", "value_volume"] == f"{2400 / 2640:.1%}"
    assert table.at["speeding", "value_trend"].startswith(f"{2400 / 1800:.2f} times")


def test_a_judgement_is_scored_only_where_nothing_measures():
    held = issues(
        judgements=(
            {"issue": "drugs", **judged("tractability", 3)},
            {"issue": "drugs", **judged("volume", 0)},
        )
    )
    row = priorities(make_case(COUNTS, issues=held)).table.set_index("offence_code").loc["drugs"]
    assert row["score_tractability"] == 3.0
    assert row["value_tractability"] == "judged 3: The group agreed"
    assert row["score_volume"] == 4.0


def test_an_issue_of_which_nothing_is_known_has_no_place():
    found = priorities(make_case(COUNTS, issues=issues(own_issue())))
    row = found.table.set_index("offence_code").loc["speeding"]
    assert np.isnan(row["total"]) and row["tier"] == "" and row["known"] == 0


def test_adding_an_issue_changes_no_score_of_the_others():
    before = priorities(make_case(COUNTS)).table.set_index("offence_code")
    after = priorities(make_case(COUNTS, issues=issues(own_issue(judgements=[judged("harm", 4)])))).table
    after = after.set_index("offence_code").loc[before.index]
    columns = ["total", *(name for name in before if name.startswith(("score_", "value_")))]
    pd.testing.assert_frame_equal(before[columns], after[columns], check_dtype=False)


def test_a_criterion_whose_data_are_taken_away_widens_intervals():
    held = ViewsFile(surveys=(survey(True, 0.5, "burglary"), survey(True, 0.3, "drugs", name="S2"),
                              survey(True, 0.1, "shoplifting", name="S3")))  # fmt: skip
    asked, without = (
        priorities(make_case(COUNTS, views=views)).table.set_index("offence_code") for views in (held, None)
    )
    for code in asked.index:
        before, after = (
            table.at[code, "total_high"] - table.at[code, "total_low"] for table in (asked, without)
        )
        assert after > before
    assert list(asked["rank_low"]) <= list(asked["rank_high"])


def test_the_public_list_leaves_concern_out_of_the_scoring():
    held = ViewsFile(surveys=(survey(True, 0.1, "burglary"), survey(True, 0.5, "shoplifting", name="S2")))
    found = public_agreement(make_case(COUNTS, views=held))
    table = found.table.set_index("offence_code")
    assert table.at["shoplifting", "said_high"] == 1 and table.at["burglary", "said_low"] == 2
    pairs = set(found.disagree.itertuples(index=False, name=None))
    assert pairs <= {("Burglary", "Shoplifting")}
    assert np.isnan(found.correlation)


def test_without_a_survey_the_public_list_is_absent():
    assert isinstance(public_agreement(make_case(COUNTS)), NotAvailable)


def test_places_add_up_and_the_line_says_who_is_above_it():
    found = priority_places(make_case(COUNTS))
    for _, rows in found.acceptability.groupby(["weights", "offence_code"]):
        assert rows["share"].sum() == pytest.approx(1.0)
    assert set(found.acceptability["weights"]) == {"set", "all"}
    assert found.table["above_line"].sum() == found.line
    assert found.table["offence_code"].iloc[0] == "burglary"


def test_strategies_without_evidence_say_what_is_missing():
    found = strategies(make_case(COUNTS)).table.set_index("code")
    assert (
        found.at["reoffending", "state"] == "missing" and "re-offending" in found.at["reoffending", "missing"]
    )
    assert found.at["substance_misuse", "issues"] == ("Drugs",)
    assert set(strategy_codes()) == set(StrategyCode.__args__) == set(found.index)


def test_an_override_against_the_scoring_is_said():
    entry = {"issue": "shoplifting", "decision": "overridden", "because": "Shops asked.", "by": "Board",
             "date": "2022-01-10", "priority": True, "meeting": "January", "minute": "4"}  # fmt: skip
    case = make_case(COUNTS, decisions=DecisionsFile.model_validate({"decisions": [entry]}))
    row = decisions(case).table.iloc[0]
    assert row["against"].startswith("is made a priority, against the scoring")
    assert (row["meeting"], row["minute"], row["tier"] != "first") == ("January", "4", True)
    assert strategies(case).table.set_index("code").at["crime_disorder", "state"] == "decided"


def test_severity_says_so_where_no_month_is_complete():
    weights = SeverityFile.model_validate(
        {"title": "Score", "source": "The table.", "weights": [{"offence": "burglary", "weight": 3}]}
    )
    bad = {OWN: {f"2021-{month:02d}": "looks incomplete" for month in range(1, 13)}}
    own = issues(own_issue(judgements=[judged("tractability", 3)]))
    case = make_case(COUNTS, severity=weights, issues=own, bad=bad)
    settings = case.params.priorities.model_copy(update={"scheme": "severity"})
    params = case.params.model_copy(update={"priorities": settings})
    found = priorities(replace(case, resolved=replace(case.resolved, params=params)))
    assert isinstance(found, NotAvailable) and "no month of January 2021" in found.because
