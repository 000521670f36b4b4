"""What people here say: shares with intervals only for random samples, apart by group, never joined or invented."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from assess_cases import OWN, make_case, survey
from survey_cases import (
    ASB,
    ASB_ANSWERS,
    OTHER_SERVICES,
    POLICE_AND_COUNCIL,
    SAFE,
    WORDS,
    case_with,
    held,
)

from pads_analysis.assess.comments import comments
from pads_analysis.assess.confidence import confidence
from pads_analysis.assess.perceived_problems import problem_scores
from pads_analysis.assess.respondents import respondents
from pads_analysis.assess.result import NotAvailable
from pads_analysis.assess.view_changes import view_changes
from pads_analysis.assess.views import views
from pads_analysis.data.surveys.held import PUBLISHED
from pads_analysis.params.views import ViewsFile
from pads_analysis.release.gate import release


def safe(n: int, yes: int, unknown: int = 0) -> dict[str, list[str]]:
    return {"safe": ["Very safe"] * yes + ["Unsafe"] * (n - yes - unknown) + ["Don't know"] * unknown}


def published(**said: object) -> pd.DataFrame:
    row = {
        "series": "PAS London", "measure": "confidence_police", "measure_text": "Police do a good job",
        "area_name": "Ownham", "partnership_code": OWN, "period": pd.Timestamp("2021-12-01"), "value": 0.56,
        "comparator": 0.67, "comparator_name": "London", "base": np.nan, "file": "pas.csv",
    }  # fmt: skip
    return pd.DataFrame([row | said]).reindex(columns=list(PUBLISHED))


def test_shares_have_an_interval_only_where_people_were_drawn_at_random():
    given = ViewsFile(surveys=[survey(True, 0.25), survey(False, 0.25, name="S2")])
    found = views(make_case({OWN: {"burglary": 50}}, views=given))
    (drawn,), (chosen,) = (table.to_dict("records") for table in (found.table, found.open_table))
    # Wilson's score interval of 100 in 400.
    z, n, p = 1.959964, 400, 0.25
    middle, half = (p + z * z / (2 * n)), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    limits = [(middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)]
    assert [drawn["ci_low"], drawn["ci_high"]] == pytest.approx(limits, rel=1e-6)
    assert np.isnan(chosen["ci_low"]) and np.isnan(chosen["ci_high"]) and chosen["value"] == 0.25
    assert (drawn["survey"], drawn["count"], drawn["base"]) == ("Residents' survey", 100, 400)
    assert found.basis.source_kinds == ("views",) and (found.residents, found.workers) == ("random", "none")


@pytest.mark.parametrize("given", [None, ViewsFile()])
def test_no_views_is_an_absence_that_names_the_file(given):
    found = views(make_case({OWN: {"burglary": 50}}, views=given))
    assert isinstance(found, NotAvailable) and f"{OWN}/views.yaml" in found.do and found.element == "e"
    assert "pads ingest" in found.do


def test_a_stratified_weighted_share_is_that_of_the_formulas():
    rng = np.random.default_rng(4)
    stratum = np.repeat(["a", "b"], [300, 200])
    said = np.where(rng.random(500) < np.where(stratum == "a", 0.3, 0.7), "Very safe", "Unsafe")
    weight = np.where(stratum == "a", 3000 / 300, 1000 / 200)
    found = views(
        case_with(
            held(
                [SAFE], {"safe": list(said)}, stratum=list(stratum), weight=list(weight),
                stratum_sizes={"a": 3000, "b": 1000},
            )
        )
    )  # fmt: skip
    (row,) = found.table.to_dict("records")
    yes = said == "Very safe"
    p = {name: yes[stratum == name].mean() for name in "ab"}
    assert row["value"] == pytest.approx(0.75 * p["a"] + 0.25 * p["b"])
    # Stratified random sampling without replacement, textbook variance.
    variance = sum(
        (size / 4000) ** 2 * (1 - n / size) * p[name] * (1 - p[name]) / (n - 1)
        for name, size, n in (("a", 3000, 300), ("b", 1000, 200))
    )
    half = 1.9647 * np.sqrt(variance) / (row["value"] * (1 - row["value"]))
    logit = np.log(row["value"] / (1 - row["value"]))
    limits = [1 / (1 + np.exp(-(logit + sign * half))) for sign in (-1, 1)]
    assert [row["ci_low"], row["ci_high"]] == pytest.approx(limits, abs=2e-4)
    assert row["base"] == 500 and row["count"] == yes.sum()


def test_sizes_of_strata_are_no_weights_where_only_some_of_the_file_is_here():
    """The file told of other partnerships too: how many of each stratum answered in all is not known here."""
    answers = safe(200, 100)
    stratum = ["town"] * 100 + ["villages"] * 100
    sizes = {"town": 90_000, "villages": 10_000}
    whole = held([SAFE], answers, stratum=stratum, stratum_sizes=sizes)
    part = held([SAFE], answers, stratum=stratum, stratum_sizes=sizes)
    columns = {**part.map.columns, "partnership": "code"}
    part = replace(part, map=part.map.model_copy(update={"columns": columns}))
    shares = [views(case_with(one)).table["value"].iloc[0] for one in (whole, part)]
    assert shares == pytest.approx([0.9, 0.5])


def test_people_who_do_not_know_are_no_base_and_small_bases_are_withheld():
    (row,) = views(case_with(held([SAFE], safe(300, 100, unknown=100)))).table.to_dict("records")
    assert (row["base"], row["value"]) == (200, pytest.approx(0.5))
    (few,) = views(case_with(held([SAFE], safe(49, 20)))).table.to_dict("records")
    assert few["withheld"] == "fewer than 50 answers" and np.isnan(few["value"]) and few["count"] == 20
    (wide,) = views(case_with(held([SAFE], safe(90, 45)))).table.to_dict("records")
    assert wide["withheld"] == "interval wider than ±10 points" and np.isnan(wide["value"])
    (warned,) = views(case_with(held([SAFE], safe(90, 4)))).table.to_dict("records")
    assert warned["warning"] == "fewer than 100 answers" and not np.isnan(warned["value"])
    (chose,) = views(case_with(held([SAFE], safe(90, 45), sample="open"))).open_table.to_dict("records")
    assert chose["value"] == 0.5 and np.isnan(chose["ci_low"])
    lower = {"statistics.minimum_base_for_percent": 5}
    (fewer,) = views(case_with(held([SAFE], safe(29, 20)), settings=lower)).table.to_dict("records")
    assert fewer["withheld"] == "fewer than 30 answers"


def test_residents_and_workers_are_told_apart_and_those_who_do_both_count_in_both():
    group = ["R"] * 200 + ["W"] * 150 + ["B"] * 50
    found = views(case_with(held([SAFE], safe(400, 200), group=group, population="both")))
    rows = found.table.set_index("group")
    assert rows["base"].to_dict() == {"residents and workers": 400, "residents": 250, "workers": 200}
    assert rows.loc["residents", "value"] == pytest.approx(200 / 250)
    assert (found.residents, found.workers) == ("random", "random")
    town = ["W"] * 300 + ["B"] * 100
    centre = views(case_with(held([SAFE], safe(400, 200), group=town, population="workers")))
    assert centre.table.set_index("group")["base"].to_dict() == {"workers": 400, "residents": 100}
    alone = views(case_with(held([SAFE], safe(400, 200))))
    assert alone.table["group"].tolist() == ["residents"] and alone.workers == "none"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"safe": ["Very safe"]}, "fewer than 50 answers"),
        ({"safe": ["Don't know"] * 80}, "nobody was asked"),
    ],
    ids=["one respondent", "zero base"],
)
def test_one_respondent_or_nobody_in_the_base_says_so(given, why):
    (row,) = views(case_with(held([SAFE], given))).table.to_dict("records")
    assert row["withheld"] == why and np.isnan(row["value"])


def test_all_the_same_answer_still_has_an_interval():
    (row,) = views(case_with(held([SAFE], safe(200, 200)))).table.to_dict("records")
    # Clopper and Pearson of 200 in 200: 0.025 ** (1 / 200).
    assert row["value"] == 1 and row["ci_low"] == pytest.approx(0.025 ** (1 / 200), abs=1e-4)


def test_one_place_in_every_stratum_leaves_no_interval_and_says_so():
    found = views(case_with(held([SAFE], safe(200, 100), cluster=["p"] * 200)))
    (row,) = found.table.to_dict("records")
    assert row["value"] == 0.5 and np.isnan(row["ci_low"]) and row["warning"].startswith("no interval")


def test_a_published_share_without_a_base_has_no_interval_and_claims_no_difference():
    given = ViewsFile.model_validate(
        {"surveys": [{**survey(True, 0.5), "base": None, "questions": [
            {"question": "Feels safe", "group": "residents", "value": 0.61}]}]}
    )  # fmt: skip
    found = views(case_with(views=given, published=published()))
    assert found.table.empty and found.open_table.empty
    assert found.published["value"].tolist() == [0.56, 0.61]
    assert not {"ci_low", "ci_high"} & set(found.published.columns)
    assert found.basis.source_kinds == ("views", "survey_table")


def test_published_tables_alone_do_not_say_who_was_asked_and_name_the_year_before():
    before = published(period=pd.Timestamp("2020-12-01"), value=0.6)
    found = views(case_with(published=pd.concat([before, published(series="pas_london"), published()])))
    assert (found.residents, found.workers) == ("unknown", "unknown")
    rows = found.published.set_index("source")
    assert rows.loc["PAS London", ["value", "value_before"]].tolist() == [0.56, 0.6]
    assert np.isnan(rows.loc["Public Attitude Survey, London", "value_before"])
    assert found.table.empty and found.basis.source_kinds == ("survey_table",)


def test_published_shares_of_two_districts_are_never_taken_for_one():
    before = published(area_name="Upham", period=pd.Timestamp("2020-12-01"), value=0.3)
    found = views(
        case_with(published=pd.concat([before, published(), published(area_name="Upham", value=0.4)]))
    )
    rows = found.published.set_index("group")
    assert rows["value"].to_dict() == {"Ownham": 0.56, "Upham": 0.4}
    assert np.isnan(rows.at["Ownham", "value_before"]) and rows.at["Upham", "value_before"] == 0.3
    renamed = views(case_with(published=pd.concat([before, published()]))).published
    assert renamed[["group", "value", "value_before"]].values.tolist() == [["", 0.56, 0.3]]


def test_the_public_edition_withholds_respondents_and_keeps_open_tables():
    case = case_with(held([SAFE], safe(400, 200)), published=published(), settings={"edition": "public"})
    assert isinstance(release(views(case), case).value, NotAvailable), "respondents close the section"
    alone = case_with(settings={"edition": "public"})
    assert "public edition" in release(views(alone), alone).value.title


# Confidence -------------------------------------------------------------------------------------------------------


def test_police_and_council_and_other_services_are_never_joined():
    answers = {"pac": ["Agree"] * 200 + ["Disagree"] * 200, "pas": ["Agree"] * 300 + ["Disagree"] * 100}
    found = confidence(case_with(held([POLICE_AND_COUNCIL, OTHER_SERVICES], answers), published=published()))
    rows = found.table.set_index("measure")
    assert rows["value"].to_dict() == pytest.approx(
        {"police_and_council": 0.5, "other_public_services": 0.75}
    )
    # The same question id in two waves, of the one measure and then of the other: never compared.
    then = held([POLICE_AND_COUNCIL | {"text": "Same words?"}], {"pac": answers["pac"]}, id="wave_1", series="s",
                first="2019-01-01", last="2019-02-01")  # fmt: skip
    now = held([OTHER_SERVICES | {"id": "pac", "text": "Same words?"}], {"pac": answers["pas"]}, series="s")
    (row,) = view_changes(case_with(then, now)).table.to_dict("records")
    assert row["why"] == "it measured something else in the earlier wave" and np.isnan(row["difference"])


def test_the_scale_of_seven_items_by_hand():
    scores = np.array(
        [[3, 3, 3, 2, 0, 0, 0], [3, 3, 3, 1, 0, 0, 0], [3] * 7, [0] * 7, [3, 3, 3, 3, np.nan, 3, 3]]
    )
    found = problem_scores(scores)
    assert found.score[:4].tolist() == [11, 10, 21, 0] and np.isnan(found.score[4])
    assert found.high.tolist() == [True, False, True, False, False]
    assert found.complete.tolist() == [True] * 4 + [False]
    with pytest.raises(ValueError, match="outside 0 to 3"):
        problem_scores([[4] * 7])
    with pytest.raises(ValueError, match="7 scores"):
        problem_scores([[1] * 6])


def test_the_scale_counts_those_who_rated_all_seven():
    word = {score: answer for answer, score in ASB_ANSWERS.items()}
    high, low = [3, 3, 3, 2, 0, 0, 0], [3, 3, 3, 1, 0, 0, 0]
    people = [high] * 60 + [low] * 140 + [[3, 3, 3, 3, 3, 3, None]] * 50
    answers = {f"asb_{at + 1}": [word.get(one[at], "No opinion") for one in people] for at in range(7)}
    found = confidence(case_with(held(ASB, answers)))
    (row,) = found.table.to_dict("records")
    assert (row["measure"], row["base"], row["value"]) == ("asb_scale", 200, pytest.approx(0.3))
    assert any("unverified" in text for text in found.scale)
    six = confidence(case_with(held(ASB[:6], {name: answers[name] for name in list(answers)[:6]})))
    assert isinstance(six, NotAvailable)


# Changes ----------------------------------------------------------------------------------------------------------


def waves(then: dict, now: dict, **said: object):
    first = held([SAFE], then, id="wave_1", series="s", first="2019-01-01", last="2019-02-01", **said)
    return case_with(first, held([SAFE], now, series="s", **said))


def test_two_waves_are_compared_as_independent_samples():
    found = view_changes(waves(safe(500, 200), safe(600, 330)))
    (row,) = found.table.to_dict("records")
    d = 330 / 600 - 200 / 500
    se = np.sqrt(0.4 * 0.6 / 499 + 0.55 * 0.45 / 599)
    assert row["difference"] == pytest.approx(d)
    assert [row["ci_low"], row["ci_high"]] == pytest.approx([d - 1.96 * se, d + 1.96 * se], abs=0.003)
    assert row["verdict"] == "higher" and row["p"] < 1e-5
    (same,) = view_changes(waves(safe(5000, 2000), safe(5000, 2010))).table.to_dict("records")
    assert same["verdict"] == "similar"
    (unsure,) = view_changes(waves(safe(300, 120), safe(300, 132))).table.to_dict("records")
    assert unsure["verdict"] == "uncertain"


def test_open_surveys_and_single_waves_are_never_compared():
    found = view_changes(waves(safe(500, 200), safe(600, 330), sample="open"))
    assert isinstance(found, NotAvailable) and "chose to answer" in found.because
    alone = view_changes(case_with(held([SAFE], safe(500, 200))))
    assert isinstance(alone, NotAvailable) and "one wave" in alone.because


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"text": "How safe do you feel by day?"}, "it was asked in other words in the earlier wave"),
        ({"counted": ["Very safe"]}, "it offered other answers in the earlier wave"),
        ({"not_in_base": []}, "it offered other answers in the earlier wave"),
    ],
)
def test_a_question_that_was_asked_otherwise_is_not_compared(changed, why):
    first = held(
        [SAFE | changed], safe(500, 200), id="wave_1", series="s", first="2019-01-01", last="2019-02-01"
    )
    (row,) = view_changes(case_with(first, held([SAFE], safe(600, 330), series="s"))).table.to_dict("records")
    assert row["why"] == why and np.isnan(row["difference"]) and row["verdict"] == "too_few"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"text": "How small a problem is item 4?"}, "it was asked in other words in the earlier wave"),
        ({"scores": {**ASB_ANSWERS, "Not very big": 0}}, "it offered other answers in the earlier wave"),
    ],
)
def test_a_scale_of_which_one_item_was_asked_otherwise_is_not_compared(changed, why):
    answers = {f"asb_{at}": ["Very big"] * 60 + ["Not a problem"] * 140 for at in range(1, 8)}
    earlier = [one | changed if one["id"] == "asb_4" else one for one in ASB]
    first = held(earlier, answers, id="wave_1", series="s", first="2019-01-01", last="2019-02-01")
    table = view_changes(case_with(first, held(ASB, answers, series="s"))).table
    row = table.loc[table["measure"] == "asb_scale"].iloc[0]
    assert row["why"] == why and np.isnan(row["difference"]) and row["verdict"] == "too_few"


# Respondents and comments -----------------------------------------------------------------------------------------


def test_respondents_are_set_beside_the_population():
    ages = ["young"] * 40 + ["old"] * 150 + [""] * 10
    said = {"age": {"shares": {"young": 0.4, "old": 0.6}, "source": "Census 2021"}}
    weight = [2.0] * 40 + [1.0] * 160
    one = held([SAFE], safe(200, 100), profile={"age": ages}, profile_said=said, weight=weight)
    found = respondents(case_with(one))
    rows = found.table.set_index("category")
    assert rows.loc["young", ["count", "base"]].tolist() == [40, 190]
    assert rows.loc["young", "difference"] == pytest.approx(40 / 190 - 0.4)
    assert rows.loc["young", "weighted_share"] == pytest.approx(80 / 230)
    (whole,) = found.surveys.to_dict("records")
    kish = 200 * (40 * 4 + 160) / (80 + 160) ** 2
    assert whole["kish"] == pytest.approx(kish) and whole["n_effective"] == pytest.approx(200 / kish)


def test_comments_are_counted_by_code_and_have_no_share_on_a_small_base():
    frames = {"codeframes": {"why": {"lighting": ["dark"], "speeding": ["fast"], "dogs": ["dog"]}}}
    said = {
        "safe": ["Very safe"] * 60,
        "why": [["lighting", "speeding"]] * 20 + ["(not coded)"] * 10 + [None] * 30,
    }
    found = comments(case_with(held([SAFE, WORDS], said, **frames)))
    rows = found.table.set_index("code")
    assert rows["count"].to_dict() == {"lighting": 20, "speeding": 20, "dogs": 0, "(not coded)": 10}
    assert (rows["base"] == 30).all() and rows["value"].isna().all()
    many = held([SAFE, WORDS], {"why": ["lighting"] * 80}, **frames)
    assert comments(case_with(many)).table.set_index("code").loc["lighting", "value"] == 1
    none = comments(case_with(held([SAFE, WORDS], {"safe": ["Very safe"] * 60}, **frames)))
    assert isinstance(none, NotAvailable)
