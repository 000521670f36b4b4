"""Bootstrap intervals of factor effects: spread of the draws, coverage, and what is refused."""

from __future__ import annotations

from itertools import permutations
from math import prod

import numpy as np
import pytest

from pads_analysis.stats.factor_intervals import bootstrap_factors, bootstrap_kitagawa, resampled_counts
from pads_analysis.stats.rate_decomposition import kitagawa, product_effects
from pads_analysis.stats.shift_share import shift_share

NAMES = ["residents", "prevalence", "events per victim"]


def chain(c):
    """Residents, victims, and further events beyond each victim's first."""
    residents, victims, further = np.moveaxis(c, -1, 0)
    return np.stack([residents, victims / residents, (victims + further) / victims], axis=-1)


def test_effects_are_the_average_over_all_orders_of_change():
    rng = np.random.default_rng(1)
    a, b = rng.uniform(0.5, 3, (2, 5))
    total = np.zeros(5)
    for order in permutations(range(5)):
        now = a.copy()
        for j in order:
            before = prod(now)
            now[j] = b[j]
            total[j] += prod(now) - before
    assert product_effects(a, b) == pytest.approx(total / 120)
    many = product_effects(np.tile(a, (4, 3, 1)), np.tile(b, (4, 3, 1)))
    assert many == pytest.approx(np.broadcast_to(total / 120, (4, 3, 5)))


def test_draws_have_the_mean_and_variance_asked_for():
    drawn = resampled_counts([100, 100, 100, 0], np.random.default_rng(1), 20_000, [0, 1, 4, 4])
    assert (drawn[:, 0] == 100).all()
    assert (drawn[:, 3] == 0).all()
    assert drawn[:, 1:3].mean(axis=0) == pytest.approx([100, 100], rel=0.01)
    assert drawn[:, 1:3].var(axis=0) == pytest.approx([100, 400], rel=0.05)


def test_kitagawa_with_limits():
    given = [np.array(v) for v in ([50, 200], [10_000, 5_000], [80, 150], [9_000, 7_000])]
    found = bootstrap_kitagawa(*given, rng=np.random.default_rng(1), draws=2000)
    n0, n1 = given[1], given[3]
    expected = kitagawa(n0 / n0.sum(), 1000 * given[0] / n0, n1 / n1.sum(), 1000 * given[2] / n1)
    assert found.effect == pytest.approx(expected)
    assert found.factors.tolist() == ["composition", "rate"]
    assert (
        found.effect.sum()
        == pytest.approx(found.total)
        == pytest.approx(1000 * (230 / 16_000 - 250 / 15_000))
    )
    # The total is a difference of two rates of Poisson counts weighted alike.
    spread = 1000 * np.sqrt(250 / 15_000**2 + 230 / 16_000**2)
    assert found.total_high - found.total_low == pytest.approx(2 * 1.96 * spread, rel=0.05)


def test_dispersion_widens():
    given = {"count_before": [10_000, 400, 200], "count_after": [11_000, 500, 300]}
    plain, wide = (
        bootstrap_factors(
            **given,
            factors=chain,
            names=NAMES,
            rng=np.random.default_rng(1),
            dispersion=[0, phi, phi],
            draws=4000,
        )
        for phi in (1, 4)
    )
    width, wider = (found.ci_high - found.ci_low for found in (plain, wide))
    assert wider[1:] / width[1:] == pytest.approx([2, 2], rel=0.08)
    assert plain.effect.sum() == pytest.approx(200) == pytest.approx(plain.total)


def test_intervals_hold_in_simulation():
    rng = np.random.default_rng(5)
    before, after = np.array([20_000, 300, 150.0]), np.array([21_000, 330, 200.0])
    truth = product_effects(chain(before), chain(after))
    held = np.zeros(3)
    for _ in range(300):
        b, a = before.copy(), after.copy()
        b[1:], a[1:] = rng.poisson(before[1:]), rng.poisson(after[1:])
        found = bootstrap_factors(b, a, chain, NAMES, rng=rng, dispersion=[0, 1, 1], draws=300)
        held += (found.ci_low <= truth) & (truth <= found.ci_high)
    assert (held >= 0.9 * 300).all()


def test_draws_without_a_factor_are_left_out_and_told():
    found = bootstrap_factors(
        [1000, 7, 3],
        [1000, 9, 3],
        chain,
        NAMES,
        rng=np.random.default_rng(1),
        dispersion=[0, 1, 1],
        draws=3000,
    )
    assert 0 < found.left_out <= 30
    with pytest.raises(ValueError, match="count_before"):
        bootstrap_factors(
            [1000, 2, 3], [1000, 2, 3], chain, NAMES, rng=np.random.default_rng(1), dispersion=[0, 1, 1]
        )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rng": None}, "rng"),
        ({"draws": 2.5}, "draws"),
        ({"dispersion": 0.5}, "dispersion"),
        ({"dispersion": [1, 1]}, "dispersion"),
        ({"names": ["one"]}, "names"),
        ({"factors": lambda c: c[..., :2]}, "factors"),
        ({"factors": 3}, "factors"),
        ({"count_after": [1, 2]}, "count_after"),
        ({"count_before": [1000, 0, 5]}, "factors"),
    ],
)
def test_wrong_input_is_refused(change, words):
    given = {
        "count_before": [1000, 50, 20],
        "count_after": [1000, 60, 20],
        "factors": chain,
        "names": NAMES,
        "rng": np.random.default_rng(1),
    }
    with pytest.raises(ValueError, match=words):
        bootstrap_factors(**{**given, **change})


def test_shift_share_names_what_to_merge():
    with pytest.raises(ValueError, match=r"before is zero for arson, fraud.*merge"):
        shift_share([5, 0, 0], [1, 1, 1], [9, 9, 9], [9, 9, 9], categories=["theft", "arson", "fraud"])
    with pytest.raises(ValueError, match="reference_before is zero for category 2"):
        shift_share([5, 4], [1, 1], [9, 0], [9, 9])
    with pytest.raises(ValueError, match="categories"):
        shift_share([5, 4], [1, 1], [9, 1], [9, 9], categories=["one"])


def test_gerfins_indices_multiply():
    found = shift_share([90, 20, 10, 60], [100, 40, 10, 55], [400, 150, 150, 400], [440, 210, 135, 480])
    assert found.gerfin_mix * found.gerfin_regional == pytest.approx(found.gerfin_total)
    assert found.gerfin_total == pytest.approx((205 / 180) / (1265 / 1100))
    assert np.isnan(shift_share([1, 1], [1, 1], [1, 1], [0, 0]).gerfin_mix)
