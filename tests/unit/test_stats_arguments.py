"""One check for each thing that can be wrong with an argument; every message begins with its name."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pads_analysis.stats import arguments, scalars

NULLABLE = pd.Series([1, None, 3], dtype="Int64")


@pytest.mark.parametrize(
    "given", [[1, 2], (1, 2), np.array([1, 2]), pd.Series([1, 2]), pd.Series([1, 2], dtype="Int64")]
)
def test_what_holds_numbers_counts_alike(given) -> None:
    found = arguments.numbers("x", given, 1)
    assert found.dtype == np.float64 and found.tolist() == [1.0, 2.0]


def test_the_array_returned_is_its_own() -> None:
    given = np.array([1.0, 2.0])
    arguments.numbers("x", given)[0] = 9
    assert given[0] == 1


def test_missing_values_of_pandas_are_missing() -> None:
    assert np.isnan(arguments.gapped("x", NULLABLE)).tolist() == [False, True, False]
    with pytest.raises(ValueError, match="x holds a missing or infinite value"):
        arguments.numbers("x", NULLABLE)
    with pytest.raises(ValueError, match="x holds a missing value"):
        arguments.complete("x", NULLABLE)


@pytest.mark.parametrize(
    "given",
    [
        ["a"],
        [1, "b"],
        object(),
        [1j],
        np.array([1j]),
        [[1], [1, 2]],
        [10**400],
        pd.to_datetime(["2024-01-01"]),
    ],
)
def test_what_holds_no_numbers_is_refused(given) -> None:
    for check in (arguments.numbers, arguments.numbers_or_missing, arguments.gapped):
        with pytest.raises(ValueError, match=r"^x must hold numbers only"):
            check("x", given)


@pytest.mark.parametrize(
    ("check", "given", "words"),
    [
        (arguments.numbers, [], "x is empty"),
        (arguments.numbers, [np.inf], "x holds a missing or infinite value"),
        (arguments.counts, [-1], "x holds a negative value"),
        (arguments.positive, [0], "x must be above zero everywhere"),
        (arguments.zeros_and_ones, [0, 2], "x must be true or false, 1 or 0"),
        (arguments.relative_weights, [0, 0], "x are all zero"),
        (arguments.gapped, [1e16], "x holds a value above 1e\\+15 in size"),
        (arguments.gapped, pd.DataFrame({"a": [1]}), "x must be an array with time along its last axis"),
        (scalars.number, [1, 2], "x must be one number"),
        (scalars.number, None, "x holds a missing"),
        (scalars.above_zero, 0, "x must be above zero, not 0"),
        (scalars.zero_or_more, -1, "x holds a negative value"),
        (scalars.at_least_one, 0.5, "x is below 1"),
        (scalars.two_rising, (2, 1), "x must be two numbers, the lower first"),
    ],
)
def test_each_fault_has_its_words(check, given, words) -> None:
    with pytest.raises(ValueError, match=f"^{words}"):
        check("x", given)


@pytest.mark.parametrize("given", ["3", True, np.True_, 2.5, 0, 6, np.nan, None])
def test_a_whole_number_is_a_number_and_whole_and_within(given) -> None:
    assert scalars.whole("k", 3.0, 1, 5) == 3
    with pytest.raises(ValueError, match=r"^k "):
        scalars.whole("k", given, 1, 5)


def test_words_levels_and_sources() -> None:
    assert scalars.level(0.95) == 0.95
    for wrong in (0, 1, 95, np.nan, "high", None, [0.9, 0.95]):
        with pytest.raises(ValueError, match=r"^confidence "):
            scalars.level(wrong)
    with pytest.raises(ValueError, match="method must be 't' or 'normal', not 'z'"):
        scalars.one_of("method", "z", "t", "normal")
    with pytest.raises(ValueError, match="rng is missing"):
        scalars.source(None)
    with pytest.raises(ValueError, match=r"rng must be a numpy.random.Generator"):
        scalars.source(np.random.RandomState(1))


def test_weights_add_up_whatever_their_size() -> None:
    assert arguments.relative_weights("w", [1e308, 1e308, 0]).tolist() == [0.5, 0.5, 0.0]
    with pytest.raises(ValueError, match="w has 2 values but matrix has 3 criteria"):
        arguments.relative_weights("w", [1, 1], 3, "matrix has 3 criteria")


def test_arrays_that_do_not_fit_are_told_by_name() -> None:
    with pytest.raises(ValueError, match=r"k \(2,\), n \(3,\) do not fit together"):
        arguments.fit_together(k=np.ones(2), n=np.ones(3))
    assert arguments.one_or_each("c", np.array(2.0), "x", np.ones(3)).tolist() == [2.0, 2.0, 2.0]
    with pytest.raises(ValueError, match=r"c has shape \(2,\) but x has shape \(3,\)"):
        arguments.one_or_each("c", np.ones(2), "x", np.ones(3))


def test_labels_of_any_kind_are_numbered() -> None:
    assert arguments.codes("g", ["b", 1, "b"], 3, "count has 3").tolist() == [0, 1, 0]
    with pytest.raises(ValueError, match="g holds a missing value"):
        arguments.codes("g", ["b", None], 2, "count has 2")
    with pytest.raises(ValueError, match="g has 1 values but count has 2"):
        arguments.codes("g", ["b"], 2, "count has 2")


@pytest.mark.parametrize("words", [["3"], "3", b"3", np.array(["1", "2"], dtype=object), [1, "2"]])
def test_words_are_no_numbers_even_if_they_look_like_some(words):
    with pytest.raises(ValueError, match="count must hold numbers only"):
        arguments.numbers("count", words)


def test_what_is_masked_is_missing():
    masked = np.ma.array([1, 2], mask=[False, True])
    assert np.isnan(arguments.numbers_or_missing("count", masked)).tolist() == [False, True]
    with pytest.raises(ValueError, match="count holds a missing"):
        arguments.numbers("count", masked)
