"""Parts of a change, few places, and forecasts with gaps: by hand, against others, and in small simulations."""

from __future__ import annotations

import numpy as np
import pytest

from pads_analysis.stats.change import rate_ratio
from pads_analysis.stats.change_parts import change_parts, log_ratios
from pads_analysis.stats.few_places import few_places
from pads_analysis.stats.forecast_courses import total_beside
from pads_analysis.stats.forecasts import exponential_smoothing
from pads_analysis.stats.gapped_smoothing import smooth, steady
from pads_analysis.stats.shift_share import shift_share


def by_part(found) -> dict[str, float]:
    return dict(zip(found.part.tolist(), found.count.tolist(), strict=True))


def test_without_residents_and_spread_it_is_dunns_shift_share():
    """Farhauer and Kroell (2013), the reference as three areas that all changed by its ratios."""
    before, after = np.array([90, 20, 10, 60]), np.array([100, 40, 10, 55])
    r0, r1 = np.array([400, 150, 150, 400]), np.array([440, 210, 135, 480])
    found = change_parts(
        before, after, np.log(np.tile(r1 / r0, (3, 1))), shared_total=np.log([r1.sum() / r0.sum()] * 3),
        ratio_low=1.0, ratio_high=1.3,
    )  # fmt: skip
    dunn = shift_share(before, after, r0, r1)
    assert by_part(found) == pytest.approx(
        {"population": 0, "shared": dunn.national.sum(), "mix": dunn.mix.sum(), "own": dunn.regional.sum()}
    )
    assert found.count.sum() == pytest.approx(found.total, abs=1e-12) == pytest.approx(25)


def test_parts_add_up_whatever_the_numbers():
    rng = np.random.default_rng(2)
    for _ in range(50):
        k, m = int(rng.integers(1, 6)), int(rng.integers(3, 9))
        before, after = rng.poisson(30, k) + 1, rng.poisson(40, k)
        logs, steps = rng.normal(0, 0.2, (m, k)), rng.normal(0.3, 0.1, (4, k))
        found = change_parts(
            before, after, logs, growth=float(rng.uniform(0.9, 1.2)), shared_total=logs.mean(axis=1),
            recorded=steps, stepped=rng.random(k) < 0.5, ratio_low=0.5, ratio_high=2.0,
        )  # fmt: skip
        assert found.count.sum() == pytest.approx(after.sum() - before.sum(), abs=1e-9)
        assert (found.ci_low <= found.count + 1e-9).all() and (found.count <= found.ci_high + 1e-9).all()


def test_intervals_cover_the_true_parts():
    """Counts of 200 that truly rise by 20 %, others by 10 % give or take 5 %: shared 20, own 20 of a true 200."""
    rng, held, n = np.random.default_rng(3), np.zeros(2), 300
    for _ in range(n):
        before, after = rng.poisson(200), rng.poisson(240)
        lasting = np.exp(rng.normal(np.log(1.1), 0.05, 6))
        others = log_ratios(rng.poisson(300 * lasting)[:, None], rng.poisson(300, 6)[:, None])
        ratio = rate_ratio(after, 1.0, before, 1.0)
        found = change_parts([before], [after], others, ratio_low=ratio.ci_low, ratio_high=ratio.ci_high)
        # Parts are told for the count before as it was.
        held += [
            low <= value <= high
            for low, value, high in zip(
                found.ci_low[1:], np.array([0.1, 0.1]) * before, found.ci_high[1:], strict=True
            )
        ]
    assert (held / n >= 0.92).all() and (held / n <= 0.995).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"before": [0], "after": [3]}, "no event"),
        ({"shared": [[0.0], [0.1]]}, "at least 3"),
        ({"shared": [[0.0, 0.1]] * 3}, "columns"),
        ({"ratio_low": 2.0, "ratio_high": 1.0}, "ratio_low"),
        ({"growth": 0.0}, "growth"),
        ({"before": [-1]}, "before"),
    ],
)
def test_wrong_input_is_refused_by_name(change, message):
    given = {
        "before": [10],
        "after": [12],
        "shared": [[0.0], [0.1], [0.2]],
        "ratio_low": 0.9,
        "ratio_high": 1.5,
    } | change
    with pytest.raises(ValueError, match=message):
        change_parts(given.pop("before"), given.pop("after"), given.pop("shared"), **given)


def test_few_places_hold_their_level_when_all_move_alike():
    rng, called, n = np.random.default_rng(4), 0, 150
    for _ in range(n):
        mean = rng.gamma(2, 5, 40)
        found = few_places(rng.poisson(mean), rng.poisson(1.5 * mean), 1.0, 5, rng=rng, draws=300)
        called += found.p < 0.05
    assert called / n <= 0.09
    clear = few_places([20] * 30, [20] * 25 + [50] * 5, 1.0, 5, rng=rng)
    assert sorted(clear.places.tolist()) == [25, 26, 27, 28, 29] and clear.held == clear.everywhere == 150
    fall = few_places([50] * 5 + [20] * 25, [20] * 30, 1.0, 5, rng=rng)
    assert fall.held == -150 and fall.p < 0.01 and fall.chance_low <= fall.chance <= fall.chance_high < 0


def test_places_that_each_move_by_a_ratio_of_their_own_are_no_few_places():
    rng, called, n = np.random.default_rng(4), 0, 60
    for _ in range(n):
        mean = rng.gamma(1.5, 20, 60)
        own = rng.gamma(20, 1 / 20, 60)
        found = few_places(rng.poisson(mean), rng.poisson(1.3 * mean * own), 1.0, 5, rng=rng, draws=200)
        called += found.p < 0.05
    # Two in three before the spread of the places grew with their events.
    assert called / n <= 0.15


def test_forecasts_of_a_long_series_agree_with_the_maximum_of_the_likelihood():
    rng = np.random.default_rng(5)
    y = rng.poisson(np.tile(300 * (1 + 0.2 * np.sin(np.arange(12) / 12 * 2 * np.pi)), 8))
    ours = smooth([y], 12, rng=rng)
    assert ours.mean[0] == pytest.approx(exponential_smoothing(y, 12).mean, rel=0.05)


def test_months_left_out_change_nothing_that_they_hold():
    rng = np.random.default_rng(6)
    y = rng.poisson(50, (2, 48)).astype(float)
    gapped = y.copy()
    gapped[:, [7, 20, 47]] = np.nan
    spoilt = np.where(np.isnan(gapped), np.nan, y)
    first, again = (smooth(one, 6, rng=np.random.default_rng(1)) for one in (gapped, spoilt))
    assert (first.mean == again.mean).all()
    assert first.mean == pytest.approx(smooth(y, 6, rng=rng).mean, rel=0.15)


def test_totals_are_held_as_often_as_said():
    rng = np.random.default_rng(7)
    swing = np.exp(0.1 * rng.standard_normal((300, 48)))
    y = rng.poisson(np.tile(80 * (1 + 0.2 * np.sin(np.arange(12) / 12 * 2 * np.pi)), 4) * swing).astype(float)
    past = y[:, :36].copy()
    past[:, [5, 14]] = np.nan
    course = smooth(past, 12, rng=rng, draws=500)
    totals = [total_beside(course, at, range(12), y[at, 36:].sum()) for at in range(300)]
    held = np.mean([one.low <= y[at, 36:].sum() <= one.high for at, one in enumerate(totals)])
    assert 0.93 <= held <= 1.0
    assert np.mean([one.p < 0.05 for one in totals]) <= 0.07


def test_what_cannot_be_forecast_is_refused():
    rng = np.random.default_rng(8)
    with pytest.raises(ValueError, match="at least 18"):
        smooth([[5.0] * 17], 3, rng=rng)
    seen = np.ones((1, 36))
    seen[:, 4::12] = np.nan
    with pytest.raises(ValueError, match="every calendar month"):
        smooth(seen, 3, rng=rng)
    with pytest.raises(ValueError, match="negative"):
        steady([[-1.0] * 24], 3, rng=rng)
    uneven = np.ones((2, 36))
    uneven[0, 3] = np.nan
    with pytest.raises(ValueError, match="same months"):
        smooth(uneven, 3, rng=rng)
