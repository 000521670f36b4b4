"""What was recorded after actions, as shown: no cause, every interval, reasons in words, figures that agree."""

from __future__ import annotations

import json
import re
from functools import cache

import numpy as np
import pytest
from action_cases import AROUND, CODES, TREATED, action, case_of, drawn, partnerships_case

from pads_analysis.assess import interventions
from pads_analysis.release.gate import release
from pads_analysis.show import MIME, Absence, Figure, charts, sentences, tables

CAUSE = re.compile(
    r"\b(due to|because of|caused|causes|led to|leads to|thanks to|as a result|worked|effect of)\b"
)


@cache
def shown():
    counts = drawn(1, factors={TREATED: ("2020-01", 0.6)})
    actions = (
        action(action="Locks & <b>bolts</b> fitted."),
        action(id="A2", areas=list(CODES[40:44])),
        action(id="A3", starts="2021-10-01", areas=[CODES[30]]),
        action(id="A4", starts=None, indicator=None, areas=None),
    )
    case = case_of(counts, *actions)
    return release(interventions(case), case)


def told() -> dict[str, str]:
    return {
        one.id.removeprefix("sentence-interventions-"): one.text for one in sentences.interventions(shown())
    }


def test_every_action_has_its_verdict_in_plain_words() -> None:
    said = told()
    assert said["summary"].startswith(
        "Of 3 actions of the plan with a start and an offence, after one the offence fell more than where it is "
        "compared with, for one no difference could be shown and one cannot be judged. 1 other action has none"
    )
    fell = said["verdict-a1"]
    assert fell.startswith(
        "After action A1 (locks & <b>bolts</b> fitted), burglary in its 4 small areas fell more than"
    )
    assert re.search(r"; \d+ fewer \(95% interval \d+ fewer to \d+ fewer\)\.", fell)
    assert fell.endswith("That it followed does not show that the action made it.")
    assert re.search(
        r"Anything from \d+ fewer to \d+ more is compatible with the figures", said["verdict-a2"]
    )
    assert "cannot be judged by burglary, because only 3 complete months" in said["verdict-a3"]
    assert "methods-a3" not in said
    assert re.search(
        r"In the 5 small areas around it neither a rise nor a fall could be shown", said["methods-a1"]
    )


def test_no_sentence_names_a_cause_and_only_a_clear_verdict_is_a_headline() -> None:
    everything = sentences.interventions(shown())
    assert not any(CAUSE.search(one.text) for one in everything)
    assert [one.id for one in everything if one.headline] == ["sentence-interventions-verdict-a1"]
    facts = next(one for one in everything if one.headline).facts
    assert facts["outcome"] == "fell_more" and facts["difference_high"] < 0
    for one in everything:
        json.dumps(one._repr_mimebundle_()[MIME], allow_nan=False)


def test_what_moved_next_door_is_told() -> None:
    counts = drawn(6, factors={TREATED: ("2020-01", 0.6), AROUND: ("2020-01", 1.4)})
    case = case_of(counts, action())
    said = " ".join(one.text for one in sentences.interventions(release(interventions(case), case)))
    assert "as if some had moved there" in said


@pytest.mark.parametrize(
    ("factor", "words"), [(0.7, "fell more than among weighted peers"), (1.0, "no difference could")]
)
def test_a_whole_partnership_is_told_beside_its_peers(factor, words) -> None:
    rng = np.random.default_rng(1)
    means = 400 * rng.uniform(0.7, 1.4, (15, 1)) * np.exp(np.cumsum(rng.normal(0, 0.01, 48)))
    means[0, 24:] *= factor
    case = partnerships_case(rng.poisson(means), action(areas=None))
    released = release(interventions(case), case)
    (text,) = [one.text for one in sentences.interventions(released) if one.id.endswith("verdict-a1")]
    assert words in text and "95% interval" in text and "of the partnerships compared" in text
    assert all(isinstance(figure, Figure) for figure in charts.interventions(released))


def test_the_figures_show_the_estimates_and_the_start() -> None:
    figures = charts.interventions(shown())
    assert [figure.id for figure in figures] == [
        "figure-interventions-estimates", "figure-interventions-series-a1", "figure-interventions-series-a2",
    ]  # fmt: skip
    assert figures[0].title == "After A1 the offence fell more than where compared"
    assert all(figure.image.startswith(b"<?xml") and figure.data.rows for figure in figures)
    assert [figure.image for figure in figures] == [figure.image for figure in charts.interventions(shown())]


def test_nothing_to_draw_is_an_absence() -> None:
    case = case_of(drawn(1), action(starts="2022-01-01"))
    (only,) = charts.interventions(release(interventions(case), case))
    assert isinstance(only, Absence)


def test_the_tables_hold_verdicts_estimates_and_assumptions() -> None:
    verdicts, estimates, assumptions = tables.interventions(shown())
    assert "No verdict rests on a partnership's own series alone" in " ".join(verdicts.notes)
    assert "the small areas that touch" in " ".join(verdicts.notes)
    assert {row[0] for row in estimates.rows} == {"A1", "A2", "A3"}
    assert len(assumptions.rows) >= 6
    assert "<b>bolts" not in str(verdicts.html())
