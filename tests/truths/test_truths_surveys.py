"""The concern and the change that the example's surveys plant are found in them, and no others."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from truth_cases import planted, unplanted

from pads_analysis.data.case import Case
from pads_analysis.data.example.settings import load
from pads_analysis.data.example.surveys import draw
from pads_analysis.data.opening import open_case
from pads_analysis.data.surveys.held import HeldSurvey
from pads_analysis.stats import survey_design, surveys
from pads_analysis.stats.surveys import SurveyEstimate

pytestmark = pytest.mark.slow


def wave(case: Case, name: str) -> HeldSurvey:
    (found,) = [survey for survey in case.surveys if survey.map.id == name]
    return found


def named(survey: HeldSurvey, question: str, counted: set[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return for each respondent whether they gave one of the answers, and whether they are in the base."""
    asked = survey.map.question(question)
    rows = survey.answers[survey.answers["question"] == question]
    outside = set(rows.loc[rows["answer"].isin(asked.not_in_base), "respondent"])
    who = survey.respondents["respondent"]
    gave = who.isin(rows.loc[rows["answer"].isin(counted), "respondent"]).to_numpy()
    return gave, (who.isin(rows["respondent"]) & ~who.isin(outside)).to_numpy()


def design(survey: HeldSurvey) -> survey_design.SurveyDesign:
    people = survey.respondents
    return survey_design.survey_design(people["weight"], people["stratum"], people["cluster"])


def share(survey: HeldSurvey, question: str, counted: set[str]) -> SurveyEstimate:
    gave, base = named(survey, question, counted)
    return surveys.proportion(gave, design(survey), base)


def test_the_top_concern_of_residents_is_one_that_the_police_figures_do_not_show(
    example, case_of, account
) -> None:
    (truth,) = planted(example, "survey_concern")
    survey = wave(case_of(truth["partnership_code"]), truth["survey"])
    asked = survey.map.question(truth["question"])
    shares = {answer: share(survey, truth["question"], {answer}) for answer in asked.known_answers}
    order = sorted(shares, key=lambda answer: -shares[answer].estimate)
    assert order[:2] == [truth["answer"], truth["second"]["answer"]]
    for answer, size in ((truth["answer"], truth["size"]), (order[1], truth["second"]["size"])):
        assert shares[answer].ci_low < size < shares[answer].ci_high, answer
    # The same people answered both, so their difference is taken person by person.
    first, base = named(survey, truth["question"], {order[0]})
    second, _ = named(survey, truth["question"], {order[1]})
    apart = surveys.mean(first.astype(float) - second, design(survey), base)
    account.find("the concern that the police figures do not show", apart.ci_low > 0)
    assert apart.ci_low > 0
    assert (truth["offence_code"], truth["second"]["offence_code"]) == ("drugs", "vehicle_crime")
    # Few drug offences are recorded, no more than before; vehicle crime is what rose.
    assert truth["observed"]["latest"] * 3 < truth["recorded_second"]["observed"]["latest"]
    assert truth["true_ratio"] == pytest.approx(1, abs=0.02)
    assert truth["recorded_second"]["true_ratio"] > 1.5


def test_the_one_answer_that_changed_is_found(example, case_of, account) -> None:
    (truth,) = planted(example, "survey_change")
    case = case_of(truth["partnership_code"])
    before, after = (
        share(wave(case, name), truth["question"], {truth["answer"]}) for name in truth["surveys"]
    )
    for found, name in ((before, truth["surveys"][0]), (after, truth["surveys"][1])):
        assert found.ci_low < truth["size"][name] < found.ci_high
    z = (after.estimate - before.estimate) / np.hypot(before.se, after.se)
    account.find("the answer that changed between waves", z < -2.6)
    assert z < -2.6


def test_no_other_answer_changed_by_more_than_chance(example, case_of) -> None:
    (truth,) = unplanted(example, "no_survey_change")
    case = case_of(truth["partnership_code"])
    waves = [wave(case, name) for name in truth["surveys"]]
    values = []
    for name in truth["questions"]:
        asked = waves[0].map.question(name)
        groups = [set(asked.counted)] if asked.counted else [{answer} for answer in asked.known_answers]
        for counted in groups:
            before, after = (share(survey, name, counted) for survey in waves)
            values.append((after.estimate - before.estimate) / np.hypot(before.se, after.se))
    assert len(values) >= len(truth["questions"])
    # The largest of m independent normal deviates stays below this in 99 of 100 draws (Bonferroni, two-sided).
    assert max(map(abs, values)) < 3.6


def test_equal_concerns_are_equal_but_for_chance(example, case_of) -> None:
    """In one example of twenty an interval of 95 % would leave nought out, so that here chance has far more room."""
    (truth,) = unplanted(example, "no_concern_order")
    survey = wave(case_of(truth["partnership_code"]), truth["survey"])
    (one, base), (other, _) = (named(survey, truth["question"], {answer}) for answer in truth["answers"])
    apart = surveys.mean(one.astype(float) - other, design(survey), base)
    assert abs(apart.estimate) < stats.t.isf(0.0001, apart.df) * apart.se


def test_equal_concerns_of_many_examples_are_put_in_order_in_five_per_cent() -> None:
    said = load("surveys")["questions"]["concerns"]["shares"]
    codes = np.array([f"E010{number:05d}" for number in range(80)])
    samples, ordered = 200, 0
    for seed in range(samples):
        rng = np.random.default_rng(seed)
        drawn = draw.draw_residents(codes, 120_000, rng)
        one, other = (
            draw.draw_ticks(said[answer]["share"], drawn.shift, rng) == "Yes"
            for answer in ("Rubbish or litter", "Speeding or dangerous driving")
        )
        table = drawn.table
        by = survey_design.survey_design(table["Weight"], table["Stratum"], table["Point"])
        apart = surveys.mean(one.astype(float) - other, by)
        ordered += not apart.ci_low < 0 < apart.ci_high
    # Chance exceeds these bounds in one of a thousand such tests, on either side.
    low, high = stats.binom.ppf([0.001, 0.999], samples, 0.05)
    assert low <= ordered <= high


def test_the_open_survey_of_workers_is_held_apart(example, case_of) -> None:
    (truth,) = planted(example, "survey_concern")
    case = case_of(truth["partnership_code"])
    assert [survey.map.id for survey in case.surveys] == [
        "residents_first",
        "residents_second",
        "workers_open",
    ]
    workers = case.surveys[-1]
    assert (workers.map.sample, workers.size, workers.n_weighted) == ("open", 140, False)
    assert set(workers.respondents["group"]) == {"worker", "both"}


def test_a_public_case_holds_no_respondent_and_names_no_file_of_theirs(example) -> None:
    (truth,) = planted(example, "survey_concern")
    where = {"store": str(example.store), "params": str(example.params)}
    partner = open_case(truth["partnership_code"], **where)
    public = open_case(truth["partnership_code"], edition="public", **where)
    assert len(partner.surveys) == 3
    assert (partner.deliveries["kind"] == "survey").sum() == 3
    assert public.surveys == ()
    assert not public.deliveries["kind"].str.startswith("survey").any()
    assert not {"survey", "survey_results"} & {source.kind for source in public.sources}
    # Another partnership's case does not rest on them either.
    other = next(code for code in example.truths["partnerships"] if code["code"] != truth["partnership_code"])
    assert not (open_case(other["code"], **where).deliveries["kind"] == "survey").any()
