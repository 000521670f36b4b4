"""Sentences: the exact words of every verdict, and what each must say."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
import show_results as made
from show_results import CARRIED, CARRIED_SHORT, released

from pads_analysis.assess.result import (
    AreaProfileResult,
    PerformanceResult,
    RecordingResult,
    Verdict,
)
from pads_analysis.show import charts, maps, sentences, tables
from pads_analysis.show.sentences.compare import UNCERTAIN


def _by_id(found) -> dict[str, str]:
    return {sentence.id: sentence.text for sentence in found}


def test_the_total_says_count_rate_verdict_size_and_intervals():
    total = sentences.levels(released(made.levels()))[0]
    assert total.text == (
        "Bristol had 1,200 police recorded crimes from October 2020 to September 2021, 12.0 per 1,000 residents a year "
        "(95% interval 11.3 to 12.7), higher than the mean of 12 peer partnerships: 1.20 times, 95% "
        "interval 1.10 to 1.31."
    )
    assert total.headline
    assert total.facts["count"] == 1200
    assert total.facts["ratio_low"] == 1.1


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (
            Verdict.HIGHER,
            "(95% interval 11.3 to 12.7), higher than the mean of 12 peer partnerships: 1.20 times, 95% interval "
            "1.10 to 1.31",
        ),
        (
            Verdict.LOWER,
            "(95% interval 11.3 to 12.7), lower than the mean of 12 peer partnerships: 1.20 times, 95% interval "
            "1.10 to 1.31",
        ),
        (
            Verdict.SIMILAR,
            "(95% interval 11.3 to 12.7), similar to the mean of 12 peer partnerships (within 10 per cent): 1.20 times",
        ),
        (
            Verdict.UNCERTAIN,
            "; beside the mean of 12 peer partnerships: 1.20 times, 95% interval 1.10 to 1.31, which does not hold "
            "once all comparisons are allowed for.",
        ),
        (
            Verdict.TOO_FEW,
            "not compared with the mean of 12 peer partnerships, because none or too few are recorded here or among",
        ),
    ],
)
def test_levels_use_the_words_of_the_verdict(verdict, words):
    rows = [made.offence("all_crime", "All police recorded crime", verdict, is_total=True)]
    assert words in sentences.levels(released(made.levels(rows)))[0].text


def test_anti_social_behaviour_is_counted_as_incidents_and_one_is_singular():
    texts = _by_id(sentences.levels(released(made.levels())))
    assert texts["sentence-levels-disorder"] == "Disorder: anti-social behaviour, 1 incident."
    assert (
        texts["sentence-levels-substance-misuse"] == "Substance misuse: drugs, 1,200 police recorded crimes."
    )


def test_without_peers_nothing_is_compared():
    rows = [
        made.offence(
            "all_crime",
            "All",
            Verdict.TOO_FEW,
            is_total=True,
            peer_ratio=None,
            peer_ratio_low=None,
            peer_ratio_high=None,
        )
    ]
    text = sentences.levels(released(made.levels(rows, n_peers=0)))[0].text
    assert text.endswith(
        "it cannot be set beside other partnerships, as too few of them have comparable data."
    )


def test_an_estimated_population_is_said_in_the_sentence():
    carried = replace(made.BASIS, population_note=CARRIED, population_short=CARRIED_SHORT)
    text = sentences.levels(released(made.levels(basis=carried)))[0].text
    assert "a year (95% interval 11.3 to 12.7; mid-2020 population, carried forward), higher than" in text
    assert text.count(". ") == 0
    published = replace(made.BASIS, population_note="Population: mid-2020 estimate.")
    assert "opulation" not in sentences.levels(released(made.levels(basis=published)))[0].text


@pytest.mark.parametrize(
    ("verdict", "text"),
    [
        (
            Verdict.HIGHER,
            "was higher than in October 2019 to September 2020: 132 police recorded crimes against 100, "
            "up 32% (95% interval 21% to 44%).",
        ),
        (
            Verdict.SIMILAR,
            "was similar to in October 2019 to September 2020 (within 10 per cent): 132 police recorded crimes against "
            "100, up 32% (95% interval 21% to 44%).",
        ),
        (
            Verdict.UNCERTAIN,
            ", beside October 2019 to September 2020: 132 police recorded crimes against 100, up 32% (95% interval "
            "21% to 44%), which does not hold once all comparisons are allowed for.",
        ),
        (
            Verdict.TOO_FEW,
            ": 132 police recorded crimes against 100 in October 2019 to September 2020; no ratio can be given.",
        ),
    ],
)
def test_change_uses_the_words_of_the_verdict(verdict, text):
    rows = [made.changed("all_crime", "All police recorded crime", verdict, is_total=True)]
    found = sentences.change(released(made.change(rows)))[0].text
    opening = "All police recorded crime in Bristol from October 2020 to September 2021"
    assert (
        found.removeprefix(opening).lstrip() == text.replace("similar to in", "similar to that in").lstrip()
    )


@pytest.mark.parametrize(
    ("ratio", "low", "high", "words"),
    [
        (1.2, 0.9, 1.6, f"{UNCERTAIN}; 132"),
        (
            1.06,
            1.02,
            1.10,
            "(95% interval 2.0% to 10.0%), which may be less than the 10% that is taken to matter.",
        ),
        (
            0.92,
            0.88,
            0.99,
            "(95% interval 1.0% to 12.0%), which may be less than the 10% that is taken to matter.",
        ),
        (1.2, 1.01, 1.43, "1.0% to 43.0%), which does not hold once all comparisons are allowed for."),
    ],
)
def test_an_interval_that_leaves_out_no_change_is_never_no_clear_difference(ratio, low, high, words):
    row = made.changed("a", "Arson", Verdict.UNCERTAIN, is_total=True, ratio=ratio, ci_low=low, ci_high=high)
    text = sentences.change(released(made.change([row])))[0].text
    assert words in text
    assert ("no clear difference" in text) is (low < 1 < high)


def test_lists_part_what_leans_from_what_is_uncertain_in_one_unit_each():
    rows = [
        made.changed("a", "Arson", Verdict.UNCERTAIN, ci_low=1.02, ci_high=1.2),
        made.changed("b", "Burglary", Verdict.UNCERTAIN, ci_low=0.8, ci_high=1.2),
        made.changed("c", "Drugs", Verdict.UNCERTAIN, ci_low=0.7, ci_high=1.2, count_before=49),
    ]
    texts = _by_id(sentences.change(released(made.change(rows))))
    assert texts["sentence-change-leaning"] == (
        "May have risen or fallen, but not clearly by 10 per cent once all comparisons are allowed for: arson "
        "(2.0% to 20.0% up). Intervals are in brackets."
    )
    assert texts["sentence-change-uncertain"] == (
        "No clear difference; too uncertain to say: burglary (0.80 to 1.20 times) and drugs (0.70 to 1.20 times). "
        "Intervals are in brackets."
    )
    beside = [
        made.offence("a", "Arson", Verdict.UNCERTAIN),
        made.offence("b", "Burglary", Verdict.UNCERTAIN, peer_ratio_low=0.9),
    ]
    levels = _by_id(sentences.levels(released(made.levels(beside))))
    assert levels["sentence-levels-leaning"].endswith("allowed for: arson (1.10 to 1.31 times).")
    assert levels["sentence-levels-uncertain"].endswith(
        "too uncertain to say: burglary (0.90 to 1.31 times)."
    )


@pytest.mark.parametrize(
    ("verdict", "count", "before", "ratio", "ends", "text"),
    [
        (
            Verdict.HIGHER, 300, 0, float("inf"), (80.0, float("inf")),
            ": 300 police recorded crimes against none in October 2019 to September 2020; no ratio can be given.",
        ),
        (
            Verdict.TOO_FEW, 3, 0, float("nan"), (float("nan"), float("nan")),
            ": 3 police recorded crimes against none in October 2019 to September 2020, too few to compare.",
        ),
        (
            Verdict.LOWER, 0, 300, 0.0, (0.0, 0.012),
            " was lower than in October 2019 to September 2020: 0 police recorded crimes against 300, down 100% (95% "
            "interval 99% to 100%).",
        ),
    ],
)  # fmt: skip
def test_a_rise_from_none_has_no_ratio_and_is_not_too_few(verdict, count, before, ratio, ends, text):
    row = made.changed(
        "a", "Arson", verdict, is_total=True, count=count, count_before=before, ratio=ratio,
        ci_low=ends[0], ci_high=ends[1],
    )  # fmt: skip
    said = sentences.change(released(made.change([row])))[0].text
    assert said == f"Arson in Bristol from October 2020 to September 2021{text}"


def test_nothing_on_fewer_than_fifty_events_opens_a_report():
    few = {"count": 49, "count_before": 20}
    changes = [
        made.changed("all_crime", "All", Verdict.HIGHER, is_total=True, **few),
        made.changed("a", "Arson", Verdict.HIGHER, **few),
        made.changed("b", "Burglary", Verdict.LOWER, count=20, count_before=50),
    ]
    found = sentences.change(released(made.change(changes)))
    assert [item.facts.get("offence_code") for item in found if item.headline] == ["b"]
    levels = [
        made.offence("all_crime", "All", Verdict.HIGHER, is_total=True, count=49),
        made.offence("a", "Arson", Verdict.HIGHER, count=49),
        made.offence("b", "Burglary", Verdict.HIGHER, count=50),
    ]
    headlines = [item for item in sentences.levels(released(made.levels(levels))) if item.headline]
    assert [item.facts["offence_code"] for item in headlines] == ["b"]
    assert sentences.trends(released(made.trends()))[1].headline
    rare = made.trends()
    series = replace(rare.series[0], table=rare.series[0].table.assign(count=4.0))
    assert not sentences.trends(released(replace(rare, series=(series,))))[1].headline


def test_national_events_stand_beside_the_change_and_the_trend():
    note = "The months from March 2020 to July 2021 fall in the pandemic."
    for renderer, result in ((sentences.change, made.change()), (sentences.trends, made.trends())):
        texts = [item.text for item in renderer(released(replace(result, events=(note,))))]
        assert texts.count(note) == 1
        assert note not in [item.text for item in renderer(released(result))]


def test_a_period_of_which_months_were_left_out_reads_well():
    period = "11 of the 12 months of October 2020 to September 2021"
    result = made.change(basis=replace(made.BASIS, period=period))
    text = sentences.change(released(result))[0].text
    assert f"in Bristol in {period} was higher than" in text


def test_facts_that_are_missing_are_not_in_the_sentence_on_the_area():
    facts = pd.DataFrame(
        [("Residents", float("nan"), "people", ""), ("Districts", 2, "areas", "")],
        columns=["fact", "value", "unit", "note"],
    )
    found = sentences.area_profile(released(AreaProfileResult(made.BASIS, facts)))
    assert [item.text for item in found] == ["Bristol in figures: districts 2."]
    assert sentences.area_profile(released(AreaProfileResult(made.BASIS, facts.head(1)))) == []


def test_one_sided_intervals_in_a_list_say_their_side():
    rows = [
        made.changed("a", "Arson", Verdict.UNCERTAIN, ci_low=0.73, ci_high=0.96),
        made.changed("b", "Burglary", Verdict.UNCERTAIN, ci_low=1.05, ci_high=1.15),
    ]
    text = sentences.change(released(made.change(rows)))[0].text
    assert "arson (4.0% to 27.0% down) and burglary (5.0% to 15.0% up)" in text


def test_no_percentage_stands_on_a_small_base():
    rows = [made.changed("a", "Arson", Verdict.HIGHER, count_before=49, count=90, is_total=True)]
    text = sentences.change(released(made.change(rows)))[0].text
    assert "90 police recorded crimes against 49, 1.32 times, 95% interval 1.21 to 1.44" in text
    assert "up" not in text


def test_uncertain_offences_are_listed_with_their_intervals_and_not_called_unchanged():
    texts = _by_id(sentences.change(released(made.change())))
    assert texts["sentence-change-uncertain"] == (
        "No clear difference; too uncertain to say: drugs (20% down to 50% up). Intervals are in brackets."
    )
    assert texts["sentence-change-too-few"].startswith(
        "Not compared, because none or too few were recorded: robbery (3 and 4)."
    )


def test_the_largest_clear_changes_are_headlines_in_order_of_importance():
    found = [sentence for sentence in sentences.change(released(made.change())) if sentence.headline]
    assert [sentence.facts["offence_code"] for sentence in found] == ["all_crime", "burglary"]
    assert found[0].importance > found[1].importance


def test_the_first_trend_carries_the_caveat_on_recorded_crime():
    found = sentences.trends(released(made.trends()))
    assert "Crime Survey for England and Wales" in found[0].text
    assert "signals a change upwards and downwards in 2 months of the period" in found[1].text
    assert "(control limits 70 to 130)" in found[1].text


def test_a_season_is_given_with_its_size_and_interval():
    text = sentences.seasonality(released(made.seasonality()))[0].text
    assert "most frequent in July, at 1.30 times an average month (95% interval 1.25 to 1.35)" in text
    weak = made.seasonality().strength.assign(is_seasonal=False)
    none = sentences.seasonality(released(replace(made.seasonality(), strength=weak)))
    assert none[0].text.startswith("No type of offence shows a clear seasonal pattern in 4 years")


def test_hot_spots_are_counted_and_named_and_missing_locations_are_said():
    hot, unplaced = sentences.hotspots(released(made.hotspots()))
    assert hot.text.startswith(
        "2 of the 16 small areas tested in Bristol are hot spots of all police recorded crime, with 23%"
    )
    assert "1 also in the period before, 1 new; 1 earlier hot spot is not one now" in hot.text
    assert "Bristol 001A (160) and Bristol 001B (150)" in hot.text
    assert hot.headline
    assert unplaced.text.startswith(
        "In the whole force area, 1 record had no location and is on no map; 1,360 records had one."
    )
    untested = sentences.hotspots(released(made.hotspots(tested=False)))
    assert not any(sentence.headline for sentence in untested)
    assert untested[0].text.endswith("because the store has no boundaries.")
    some = replace(made.hotspots(), n_tested=10, n_hot=0)
    assert sentences.hotspots(released(some))[0].text.startswith(
        "None of the 10 small areas tested (6 were not) in Bristol stands out"
    )


def test_concentration_is_set_beside_chance():
    assert sentences.concentration(released(made.concentration()))[0].text == (
        "Half of the 3,000 located records of Bristol fall in 21 of 100 small areas (21.0%); spread by chance alone it "
        "would take 48 (48.0%)."
    )


@pytest.mark.parametrize(
    ("ratio", "verdict"),
    [
        ((3.0, 2.6, 3.4), Verdict.HIGHER),
        ((0.5, 0.4, 0.6), Verdict.LOWER),
        ((1.02, 0.97, 1.07), Verdict.SIMILAR),
        ((1.2, 0.9, 1.6), Verdict.UNCERTAIN),
        ((1.05, 1.01, 1.2), Verdict.UNCERTAIN),
    ],
)
def test_deprivation_claims_a_difference_only_when_the_interval_allows_it(ratio, verdict):
    value, low, high = ratio
    result = replace(made.deprivation(), ratio=value, ratio_low=low, ratio_high=high)
    found = sentences.deprivation(released(result))[0]
    assert found.verdict == verdict
    assert "does not show that one brings about the other" in found.text


def test_small_areas_that_move_apart_are_given_with_counts_and_interval():
    number, place = sentences.place_change(released(made.place_change()))
    assert number.text == (
        "1 of the 2 small areas tested in Bristol moved apart from the change of all areas together: 1 rose beside it."
    )
    assert "60 against 30 before, 2.00 times, 95% interval 1.30 to 3.10" in place.text
    still = made.place_change().table.assign(verdict=Verdict.UNCERTAIN)
    none = sentences.place_change(released(replace(made.place_change(), table=still)))
    assert "this does not show that none did" in none[0].text


def test_contributions_have_signs_and_intervals():
    offences, places = sentences.contributions(released(made.contributions()))
    assert "1,040 against 1,000 before, up 4.0%" in offences.text
    assert (
        "burglary (+6.0, 95% interval 3.0 to 9.0) and drugs (-2.0, 95% interval -4.0 to 0.0)" in offences.text
    )
    assert (
        "in percentage points: Bristol 001A (+5.0). Counts of small areas vary much by chance" in places.text
    )


def test_own_change_beside_peers_says_both_ratios():
    total = sentences.peer_trend(released(made.peer_trend()))[0]
    assert "higher than the mean change of 12 peer partnerships: 1.20 times" in total.text
    assert "(own ratio 1.32, peers' 1.10)" in total.text


def test_a_step_of_the_whole_force_is_read_as_recording():
    columns = [
        "offence_code",
        "offence_name",
        "month",
        "ratio",
        "partnerships_moving",
        "partnerships",
        "sentence_note",
    ]
    step = pd.DataFrame([["drugs", "Drugs", pd.Timestamp("2021-04-01"), 1.6, 5, 5, ""]], columns=columns)
    found = sentences.recording(released(RecordingResult(made.BASIS, step, "Avon and Somerset", "PELT")))
    assert "moved in April 2021 in 5 of 5 partnerships of Avon and Somerset (to 1.60 times" in found[0].text
    assert "points to recording or police practice rather than to a change in crime" in found[0].text
    none = sentences.recording(
        released(RecordingResult(made.BASIS, step.iloc[:0], "Avon and Somerset", "PELT"))
    )
    assert none[0].text.startswith("No step was found")


def test_answers_say_base_date_and_how_people_were_chosen():
    drawn, withheld, chose, published, workers = sentences.views(released(made.views()))
    assert drawn.text == (
        "56% (95% interval 52% to 60%) of residents answered: feels safe after dark (812 asked; Residents' survey, "
        "March 2021)."
    )
    assert drawn.headline and "1 share is withheld" in withheld.text
    assert "interval" not in chose.text and "chose to answer" in chose.text
    assert published.text == (
        "Police do a good job: the published share is 56%, that of London 67% (PAS London, March 2021); no base was "
        "published, so it cannot be said whether they differ."
    )
    assert workers.text.startswith("No worker was asked")


def test_no_concern_is_called_first_unless_every_place_says_so():
    sure, then = sentences.concerns(released(made.concerns()))
    assert (
        "54% (95% interval 50% to 58%) name speeding, more than any other of 3 concerns (place 1 of 3"
        in sure.text
    )
    assert "burglary 31% (95% interval 27% to 35%), place 2 to 3 of 3" in then.text
    (unsure, *_) = sentences.concerns(released(made.concerns(first=False)))
    assert "cannot be told" in unsure.text and "more than any other" not in unsure.text
    assert "speeding (54%, place 1 to 2 of 3)" in unsure.text


def test_concerns_beside_the_records_say_what_cannot_be_shown_and_what_stands_apart():
    unseen, higher, lower = sentences.concern_gap(released(made.concern_gap()))
    assert "No police category counts it, so the police figures cannot show it." in unseen.text
    assert unseen.headline and unseen.facts["rank_high"] == 1
    assert (
        "Drug use, named by 31% (95% interval 28% to 34%) of residents, stands higher in concern"
        in higher.text
    )
    assert "place 1 by share and place 2 by police recorded count (40 in the period)" in higher.text
    assert "Burglary" in lower.text and "stands lower in concern than in the records" in lower.text


def test_confidence_keeps_two_measures_apart_and_changes_say_how_sure():
    said = sentences.confidence(released(made.confidence()))
    assert said[-1].text.endswith("are two measures; they are not joined or compared.")
    change, unsure, questions, surveys = sentences.view_changes(released(made.view_changes()))
    assert (
        "higher, 56% of residents in March 2021 and 42% in March 2019, up 14 points (95% interval"
        in change.text
    )
    assert change.verdict == "higher" and "too uncertain to say: feels safe by day" in unsure.text
    assert "trusts the police (it was asked in other words" in questions.text
    assert "people chose" in surveys.text


def test_respondents_comments_and_meetings_in_words():
    survey, profile = sentences.respondents(released(made.respondents()))
    assert "812 people drawn at random answered: 800 residents and 200 workers" in survey.text
    assert "worth 650 equal answers (design effect 1.25)" in survey.text
    assert "16 points fewer" in profile.text and "Nothing is tested" in profile.text
    (codes,) = sentences.comments(released(made.comments()))
    assert (
        "of 40 comments, 22 mention lighting and 15 mention speeding" in codes.text and "%" not in codes.text
    )
    met, missed, reached = sentences.meetings(released(made.meetings()))
    assert met.text.endswith("14 March 2021: Public meeting. At least one a year: met.")
    assert missed.text.endswith("not met.") and "young people" in reached.text


def test_performance_counts_only_what_was_tested():
    table = pd.DataFrame({"offence_name": ["Burglary", "Drugs"], "unfavourable": [2, 0]})
    found = sentences.performance(released(PerformanceResult(made.BASIS, table, "Three tests.")))
    assert found[0].text.startswith("1 of the 2 lines tested is unfavourable on two or more")
    assert "burglary" in found[0].text


def test_priorities_have_scores_with_intervals_and_a_span_of_places():
    found = sentences.priorities(released(made.priorities()))
    assert found[0].text.startswith("1 of 3 issues stands in the first tier for Bristol")
    assert "score 3.5 of 4 (90% of draws 3.2 to 3.8; place 1 of 3)" in found[1].text
    assert found[-1].text == "Criteria that could not be scored: Harm: no values were given."


def test_the_county_is_set_side_by_side_without_a_rank():
    texts = _by_id(sentences.county(released(made.county())))
    assert (
        "had 70.0 police recorded crimes per 1,000 residents a year (95% interval 68.5 to 71.5)"
        in (texts["sentence-county-own-rate"])
    )
    assert "was higher than" in texts["sentence-county-own-change"]
    assert "sentence-county-none-shared" in texts
    shared = pd.DataFrame([["b", "Burglary", 4, 6, "A, B, C, D"]], columns=made.county().shared.columns)
    found = _by_id(sentences.county(released(replace(made.county(), shared=shared))))
    assert found["sentence-county-b"] == (
        "Burglary rose clearly against the period before in 4 of the 6 partnerships of Gloucestershire: A, B, C and D."
    )


def test_months_that_are_not_whole_are_named_first():
    found = sentences.quality(released(made.quality()))
    assert found[0].text == (
        "2 of 4 months of data are missing or look incomplete: February 2021 (looks incomplete) and March 2021 "
        "(missing)."
    )
    assert found[0].headline
    assert not found[1].headline
    much = sentences.quality(released(replace(made.quality(), share_no_location=0.09)))
    assert much[1].headline
    assert "so this page's counts hold located records only" in much[1].text
    assert much[1].importance == 0.6
    most = sentences.quality(released(replace(made.quality(), share_no_location=0.12)))
    assert most[1].importance == 0.75
    assert found[2].text.startswith("1 of 1,000 delivered rows was rejected")


def test_months_left_out_by_choice_are_not_listed_as_missing():
    status = ["complete", "left out by choice", "missing", "complete"]
    coverage = made.quality().coverage.assign(status=status)
    found = sentences.quality(released(replace(made.quality(), coverage=coverage)))
    assert found[0].text == "1 month was left out by choice: February 2021."
    assert found[1].text == "1 of 4 months of data is missing or looks incomplete: March 2021 (missing)."
    whole = coverage.assign(status=["complete", "left out by choice", "complete", "complete"])
    found = sentences.quality(released(replace(made.quality(), coverage=whole)))
    assert found[1].text == "The other 3 months of data look complete."
    assert not any(item.headline for item in found[:2])


def test_without_both_ends_of_the_ranking_the_fifths_are_named_and_nothing_is_compared():
    missing = float("nan")
    result = replace(
        made.deprivation(), table=made.deprivation().table.iloc[1:3], ratio=missing, ratio_low=missing,
        ratio_high=missing,
    )  # fmt: skip
    (found,) = sentences.deprivation(released(result))
    assert found.text.endswith(
        "lie in 2 fifths of the national ranking (English indices of deprivation 2019): 2 and 3. Without both the most "
        "and the least deprived fifth nothing is compared."
    )


def test_a_place_is_an_interval_and_first_is_said_only_where_sure():
    told = _by_id(sentences.position(released(made.position())))
    assert told["sentence-position-total"] == (
        "Among Bristol and 11 peer partnerships, the rate of police recorded crime here (6.0 per 1,000 residents a "
        "year) takes place 1 to 4 of 12, counted from the highest (95% interval of the place); among all partnerships "
        "in the store with comparable data it takes place 3 to 9 of 40."
    )
    assert told["sentence-position-highest"] == "The rate here is the highest of the 12 for burglary."
    assert told["sentence-position-untold"].startswith("For the one other type of offence the interval")
    assert "within the limits" in told["sentence-position-funnel"]
    outside = _by_id(sentences.position(released(made.position(funnel_place=2))))
    assert "above the 99.8% limit" in outside["sentence-position-funnel"]
    few = _by_id(sentences.position(released(made.position(5))))
    assert few["sentence-position-funnel"] == (
        "Five areas hardly tell how much areas differ, so that no funnel is drawn. From the others alone, one more "
        "area like them would be expected from 44.0 to 96.0 per 1,000 (95% prediction interval); the rate here lies "
        "below that range."
    )


def test_how_long_hot_spots_last_is_said_in_words_of_its_own_and_agrees_with_the_test_of_the_period():
    told = _by_id(sentences.persistence(released(made.persistence())))
    assert told["sentence-persistence-lasting"] == (
        "One hot spot lasts: hot in at least nine of ten quarters, the last among them, none of them clearly growing "
        "or weakening (Bristol 001A)."
    )
    assert told["sentence-persistence-recent"].startswith(
        "Recent: 1 small area (Bristol 001B), hot in the last quarter"
    )
    assert "no change is to be read from it" in told["sentence-persistence-on-off"]
    assert told["sentence-persistence-agreement"].startswith(
        "Of the two hot spots that the test of the whole period finds now, one is lasting and one is recent."
    )
    assert not any("persistent" in text for text in told.values())


def test_no_hot_spot_at_any_time_is_one_sentence_and_no_map():
    result = made.persistence()
    none = result.places.assign(pattern="", steps_hot=0, now="")
    released_none = released(replace(result, places=none))
    assert [one.id for one in sentences.persistence(released_none)][1:] == ["sentence-persistence-none"]
    assert maps.persistence(released_none) == []
    assert tables.persistence(released_none).empty == "No small area was a hot spot in any quarter."


def test_the_mix_says_the_largest_parts_what_stands_apart_and_what_is_not_told():
    told = _by_id(sentences.offence_mix(released(made.offence_mix())))
    assert told["sentence-offence-mix-largest"] == (
        "Of the 1,000 police recorded crimes in Bristol from October 2020 to September 2021, most were violence (50%), "
        "burglary (30%) and drugs (19%)."
    )
    assert told["sentence-offence-mix-burglary"] == (
        "Burglary makes up a larger part of recorded crime here than on average among 12 peer partnerships: 30.0% "
        "against 20.0%, 1.50 times, 95% interval 1.30 to 1.73."
    )
    assert "Drugs make up a smaller part" in told["sentence-offence-mix-drugs"]
    assert (
        "violence" in told["sentence-offence-mix-similar"]
        and "robbery" in told["sentence-offence-mix-too-few"]
    )
    alone = released(made.offence_mix(0))
    assert (
        "cannot be set beside other partnerships"
        in _by_id(sentences.offence_mix(alone))["sentence-offence-mix-alone"]
    )
    assert charts.offence_mix(alone) == []
    assert [column.key for column in tables.offence_mix(alone).columns][-1] == "share_interval"


def test_the_severity_score_stands_beside_the_count_and_says_what_it_rests_on():
    told = _by_id(sentences.severity(released(made.severity())))
    assert told["sentence-severity-score"] == (
        "Weighted by severity (Trial score), recorded crime in Bristol scored 262.0 days per 1,000 residents a year "
        "(95% interval 240.0 to 285.0); by plain count the same offences came to 10.0 (9.4 to 10.6); the score was "
        "higher than the mean score of 12 peer partnerships: 1.31 times, 95% interval 1.12 to 1.53."
    )
    assert told["sentence-severity-makes-up"].endswith(
        "the score is as uncertain as that of 730 offences of equal weight."
    )
    assert (
        told["sentence-severity-without-weight"]
        == "No weight was given for drugs, which the score does not hold."
    )
    few = made.severity(effective_events=3.2, verdict=Verdict.TOO_FEW, share_without=0.4)
    told = _by_id(sentences.severity(released(few)))
    assert "rests on too few offences to be compared" in told["sentence-severity-score"]
    assert "read the count first" in told["sentence-severity-makes-up"]
    assert "40% of recorded crime" in told["sentence-severity-without-weight"]
    alone = made.severity(n_others=0, verdict=Verdict.TOO_FEW, ratio=float("nan"))
    assert "cannot be set beside other partnerships" in sentences.severity(released(alone))[0].text
    assert any("A published table" in note for note in tables.severity(released(made.severity())).notes)
