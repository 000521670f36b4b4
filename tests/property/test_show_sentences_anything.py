"""Whatever the numbers: no cause is claimed, the interval is said, the words follow the verdict, JSON is JSON."""

from __future__ import annotations

import json
import re

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pads_analysis.assess.result import Basis, ChangeResult, LevelsResult, Verdict
from pads_analysis.release.gate import Released
from pads_analysis.show import MIME, Sentence, sentences, tables
from pads_analysis.show.sentences.compare import UNCERTAIN, Ratio
from pads_analysis.show.showing import arranged

FORBIDDEN = re.compile(
    r"\b(due to|because of|caused|causes|led to|leads to|thanks to|as a result)\b|nan|inf\b", re.IGNORECASE
)
BASIS = Basis("Bristol, City of", "October 2020 to September 2021", ("street",))
CLAIMS = {
    Verdict.HIGHER: "higher than",
    Verdict.LOWER: "lower than",
    Verdict.SIMILAR: "similar to",
}
LEANS = (
    "may be less than the 10% that is taken to matter",
    "does not hold once all comparisons are allowed for",
)
NOTHING = ("too few", "no ratio can be given")
numbers = st.floats(0.001, 1000)
maybe = st.one_of(numbers, st.sampled_from([float("nan"), float("inf"), None]))
counts = st.integers(-20, 500_000)
verdicts = st.sampled_from(list(Verdict))
names = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Z"]), min_size=1, max_size=40
).filter(lambda name: name.strip() and not FORBIDDEN.search(name))


def _change(verdict, count, before, ratio, low, high, name="Burglary") -> ChangeResult:
    row = {
        "offence_code": "x", "offence_name": name, "family": "crime", "is_total": True, "count": count,
        "count_before": before, "difference": count - before, "ratio": ratio, "ci_low": low, "ci_high": high, "p": 0.1,
        "p_adjusted": 0.1, "method": "", "verdict": verdict, "note": "", "recording": False,
    }  # fmt: skip
    return ChangeResult(BASIS, pd.DataFrame([row]), "the year before", 12, (), "", "the year before")


def _levels(verdict, count, ratio, low, high, name="Burglary") -> LevelsResult:
    row = {
        "offence_code": "x", "offence_name": name, "family": "crime", "is_total": True, "count": count, "caveat": "",
        "rate_per_1000": 1.0, "ci_low": 0.5, "ci_high": 2.0, "vs_peers": verdict, "vs_all": verdict,
    }  # fmt: skip
    for prefix in ("peer", "all"):
        row |= {
            f"{prefix}_rate": 1.0,
            f"{prefix}_ci_low": 0.9,
            f"{prefix}_ci_high": 1.1,
            f"{prefix}_p_adjusted": 0.1,
        }
        row |= {f"{prefix}_ratio": ratio, f"{prefix}_ratio_low": low, f"{prefix}_ratio_high": high}
    return LevelsResult(BASIS, pd.DataFrame([row]), 12, 30, "", "")


def _claims(text: str) -> set[Verdict]:
    found = {verdict for verdict, words in CLAIMS.items() if words in text}
    if UNCERTAIN in text or any(words in text for words in LEANS):
        found.add(Verdict.UNCERTAIN)
    return found | ({Verdict.TOO_FEW} if any(words in text for words in NOTHING) else set())


@settings(max_examples=60, deadline=None)
@given(verdicts, counts, counts, numbers, numbers, numbers)
def test_change_says_the_interval_and_nothing_but_its_verdict(verdict, count, before, ratio, low, high):
    text = sentences.change(Released(_change(verdict, count, before, ratio, low, high), "partner"))[0].text
    assert not FORBIDDEN.search(text)
    few = verdict is Verdict.TOO_FEW or before <= 0
    assert _claims(text) == ({Verdict.TOO_FEW} if few else {verdict})
    if few:
        assert "%" not in text
        assert "times" not in text
    else:
        assert "95% interval" in text
    if low > 1 or high < 1:
        assert "no clear difference" not in text
    if max(count, before) >= 50:
        assert "too few" not in text
    if before < 50:
        assert not re.search(r"\b(up|down) \d", text)


@settings(max_examples=60, deadline=None)
@given(verdicts, counts, numbers, numbers, numbers)
def test_levels_say_the_interval_and_nothing_but_their_verdict(verdict, count, ratio, low, high):
    text = sentences.levels(Released(_levels(verdict, count, ratio, low, high), "partner"))[0].text
    assert not FORBIDDEN.search(text)
    assert _claims(text) == {verdict}
    if verdict is not Verdict.TOO_FEW:
        assert Ratio(ratio, low, high, 0.95, 0.1).times() in text


@settings(max_examples=60, deadline=None)
@given(verdicts, counts, counts, maybe, maybe, maybe, names)
def test_missing_numbers_and_strange_names_never_break_the_json_or_the_page(
    verdict, count, before, ratio, low, high, name
):
    changed = Released(_change(verdict, count, before, ratio, low, high, name), "partner")
    level = Released(_levels(verdict, count, ratio, low, high, name), "partner")
    shown = arranged(
        sentences.change(changed), tables.change(changed), sentences.levels(level), tables.levels(level)
    )
    for item in shown:
        bundle = item._repr_mimebundle_()
        assert json.loads(json.dumps(bundle[MIME], allow_nan=False)) == bundle[MIME]
        inside = re.sub(
            r"</?(p|div|details|summary|table|caption|thead|tbody|tr|th|td|ul|li)( [a-z-]+=\"[^\"<>]*\")*>",
            "",
            bundle["text/html"],
        )
        assert "<" not in inside
        assert ">" not in inside
        if isinstance(item, Sentence):
            assert not FORBIDDEN.search(item.text)
