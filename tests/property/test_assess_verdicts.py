"""What a verdict promises, for any interval."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pads_analysis.assess.compare import verdicts
from pads_analysis.assess.result import Verdict

SIZE = st.floats(0.01, 100)
ROWS = st.tuples(st.lists(SIZE, min_size=3, max_size=3), st.floats(0, 1), st.integers(0, 40))
MARGIN, RATE = st.floats(0.01, 0.5), st.floats(0.001, 0.5)


def judged(rows, margin, rate, least=10):
    table = pd.DataFrame(
        [(*sorted(sizes), p, count) for sizes, p, count in rows], columns=["l", "r", "h", "p", "n"]
    )
    words = verdicts(
        table["r"], table["l"], table["h"], table["p"], table["n"],
        margin=margin, false_discovery_rate=rate, minimum_count=least,
    )  # fmt: skip
    return table.assign(word=words)


@given(rows=st.lists(ROWS, min_size=1, max_size=8), margin=MARGIN, rate=RATE)
def test_a_difference_is_only_called_when_all_three_conditions_hold(rows, margin, rate):
    for row in judged(rows, margin, rate).itertuples():
        if row.word == Verdict.HIGHER:
            assert row.l > 1 and row.r >= 1 + margin and row.p <= rate and row.n >= 10
        elif row.word == Verdict.LOWER:
            assert row.h < 1 and row.r <= 1 / (1 + margin) and row.p <= rate and row.n >= 10
        elif row.word == Verdict.SIMILAR:
            assert row.l >= 1 / (1 + margin) and row.h <= 1 + margin and row.n >= 10
        elif row.word == Verdict.TOO_FEW:
            assert row.n < 10
        else:
            assert row.word == Verdict.UNCERTAIN


@given(row=ROWS, margin=MARGIN, rate=RATE)
def test_swapping_the_two_periods_swaps_higher_and_lower(row, margin, rate):
    sizes, p, count = row
    forth = judged([row], margin, rate)["word"].iloc[0]
    back = judged([([1 / size for size in sizes], p, count)], margin, rate)["word"].iloc[0]
    swapped = {Verdict.HIGHER: Verdict.LOWER, Verdict.LOWER: Verdict.HIGHER}
    # At a boundary 1 / (1 / x) may differ from x in the last bit, so a boundary may read uncertain on one side.
    assert back == swapped.get(forth, forth) or Verdict.UNCERTAIN in (back, forth)


@given(row=ROWS, margin=MARGIN, rate=RATE, wider=st.floats(1.0, 5.0))
def test_more_doubt_never_turns_an_open_question_into_a_claim(row, margin, rate, wider):
    sizes, p, count = row
    low, middle, high = sorted(sizes)
    before = judged([row], margin, rate)["word"].iloc[0]
    after = judged([([low / wider, middle, high * wider], p, count)], margin, rate)["word"].iloc[0]
    if before in (Verdict.UNCERTAIN, Verdict.TOO_FEW):
        assert after == before
    if before == Verdict.SIMILAR:
        assert after in (Verdict.SIMILAR, Verdict.UNCERTAIN)
