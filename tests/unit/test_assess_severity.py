"""Recorded crime weighted by severity: only with the partnership's own file, beside the count, gaps named."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from assess_cases import OWN, PEERS, by_month, make_case
from pydantic import ValidationError

from pads_analysis.assess.result import NotAvailable, Verdict
from pads_analysis.assess.severity import severity
from pads_analysis.params import SeverityFile
from pads_analysis.release.gate import release

WEIGHTS = {"burglary": 50.0, "robbery": 200.0, "shoplifting": 1.0}


def weights(**given: float) -> SeverityFile:
    entries = [{"offence": name, "weight": float(weight)} for name, weight in (given or WEIGHTS).items()]
    return SeverityFile(title="Trial", source="Invented for a test.", weights=entries)


def case_of(own: dict[str, float] | None = None, peers: int = 3, **options):
    levels = {
        code: {"burglary": 20, "robbery": 5, "shoplifting": 40, "drugs": 10} for code in (OWN, *PEERS[:peers])
    }
    levels[OWN] |= own or {}
    counts = {
        code: {
            name: np.random.default_rng(at + 9 * len(name)).poisson(level, 24).tolist()
            for name, level in kinds.items()
        }
        for at, (code, kinds) in enumerate(levels.items())
    }
    return make_case(counts, **({"severity": weights()} | options))


def test_without_weights_nothing_is_weighted_and_what_to_write_is_said():
    found = severity(case_of(severity=None))
    assert isinstance(found, NotAvailable) and found.element == ""
    assert f"{OWN}/severity.yaml" in found.do and "source" in found.do


def test_score_and_shares_by_hand():
    flat = {code: {"burglary": 10, "robbery": 2, "shoplifting": 30} for code in (OWN, *PEERS)}
    found = severity(make_case(flat, severity=weights()))
    # A year of 100,000 residents: (120 x 50 + 24 x 200 + 360 x 1) per 100 thousand-resident years.
    assert found.score == pytest.approx((6000 + 4800 + 360) / 100)
    assert found.rate == pytest.approx(504 / 100)
    assert found.score_low < found.score < found.score_high and found.rate_low < found.rate < found.rate_high
    shares = found.table.set_index("offence_code")["share_score"]
    assert shares["burglary"] == pytest.approx(6000 / 11160) and shares.sum() == pytest.approx(1)
    assert found.ratio == pytest.approx(1) and found.without_weight == ()


def test_graver_offences_raise_the_score_where_the_count_hardly_moves():
    found = severity(case_of({"robbery": 25}))
    assert found.verdict == Verdict.HIGHER and found.ratio > 1.5
    assert severity(case_of()).verdict not in (Verdict.HIGHER, Verdict.LOWER)


def test_offences_without_a_weight_are_named_with_their_share():
    found = severity(case_of(severity=weights(burglary=50, robbery=200)))
    assert set(found.without_weight) == {"Drugs", "Shoplifting"}
    assert found.share_without == pytest.approx(50 / 75, abs=0.05)


def test_few_grave_events_give_no_verdict():
    found = severity(case_of({"robbery": 0.5}, severity=weights(robbery=200)))
    assert found.effective_events < 10 and found.verdict == Verdict.TOO_FEW


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"severity": weights(nonsense=5)}, "none of the weights"),
        ({"people": {PEERS[0]: {2021: 1000.0}}}, "population"),
        ({"severity": weights(possession_of_weapons=5, burglary=0)}, "none of the weights"),
    ],
)
def test_what_cannot_be_weighted_is_refused(options, word):
    found = severity(case_of(**options))
    assert isinstance(found, NotAvailable) and word in found.because and found.do


def test_too_few_others_leave_the_score_alone():
    found = severity(case_of(peers=1))
    assert found.n_others == 0 and math.isnan(found.ratio) and found.verdict == Verdict.TOO_FEW


def test_a_net_negative_count_weighs_nothing():
    counts = {code: {"robbery": by_month(2, [-9, *[0] * 11]), "burglary": 10} for code in (OWN, *PEERS)}
    found = severity(make_case(counts, severity=weights()))
    assert found.score == pytest.approx(120 * 50 / 100)


def test_the_public_edition_withholds_it():
    case = case_of()
    public = replace(case, resolved=replace(case.resolved, severity=None, withheld=("severity",)))
    assert severity(public).title == "Withheld from the public edition"
    assert "severity" in severity(case).basis.source_kinds
    assert isinstance(release(severity(case), replace_edition(case)).value, NotAvailable)


def replace_edition(case):
    """Return a case whose parameters ask for the public edition, whatever it holds."""
    params = case.params.model_copy(update={"edition": "public"})
    return replace(case, resolved=replace(case.resolved, params=params))


@pytest.mark.parametrize(
    "entries",
    [[], [{"offence": "burglary", "weight": 0.0}], [{"offence": "burglary", "weight": -1.0}]],
)
def test_weights_must_weigh(entries):
    with pytest.raises(ValidationError):
        SeverityFile(title="t", source="s", weights=entries)


def test_weights_without_a_source_are_refused():
    with pytest.raises(ValidationError):
        SeverityFile(title="t", source="", weights=[{"offence": "burglary", "weight": 1.0}])
