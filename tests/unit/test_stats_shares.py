"""Location quotients with intervals: by hand, against the comparison of rates, and never too narrow."""

from __future__ import annotations

import numpy as np
import pytest

from pads_analysis.stats.peers import compare_with_mean
from pads_analysis.stats.shares import share_beside_peers

PARTS, WHOLES = [100, 90, 110, 100], [1000, 1200, 900, 1000]


def test_share_mean_and_quotient_by_hand():
    found = share_beside_peers(120, 600, PARTS, WHOLES)
    mean = np.mean([0.1, 0.075, 110 / 900, 0.1])
    assert (found.share, found.peer_share) == pytest.approx((0.2, mean))
    assert found.quotient == pytest.approx(0.2 / mean)
    assert found.low < found.quotient < found.high and found.share_low < 0.2 < found.share_high


def test_the_dispersion_of_a_share_by_the_delta_method():
    found = share_beside_peers(200, 1000, PARTS, WHOLES, part_dispersion=4.0, whole_dispersion=9.0)
    spread = 0.8 * (0.8 * 4 + 0.2 * 9)
    side = compare_with_mean(200, 1000, PARTS, WHOLES, per=1.0, dispersion=spread)
    assert (found.low, found.high, found.p) == pytest.approx((side.ratio_low, side.ratio_high, side.p))


def test_the_delta_method_agrees_with_draws():
    rng = np.random.default_rng(2)
    part, rest = 4 * rng.poisson(300 / 4, 40_000), 6 * rng.poisson(700 / 6, 40_000)
    spread = np.var(np.log(part / (part + rest))) * 300
    # The rest is taken as varying as the whole does: 0.3 * 4 + 0.7 * 6.
    assert pytest.approx(spread, rel=0.05) == 0.7 * (0.7 * 4 + 0.3 * 6)
    assert pytest.approx(spread, rel=0.1) == 0.7 * (0.7 * 4 + 0.3 * (0.3 * 4 + 0.7 * 6))


def test_more_spread_widens_and_no_share_passes_one():
    calm, wild = (share_beside_peers(900, 1000, PARTS, WHOLES, part_dispersion=phi) for phi in (1.0, 500.0))
    assert wild.high - wild.low > calm.high - calm.low
    assert wild.share_high == 1.0


@pytest.mark.parametrize(
    ("arguments", "options", "word"),
    [
        ((11, 10, PARTS, WHOLES), {}, "part"),
        ((1, 0, PARTS, WHOLES), {}, "whole"),
        ((1, 10, [1, 2, 30], [10, 10, 10]), {}, "part"),
        ((1, 10, PARTS[:2], WHOLES[:2]), {}, "peers"),
        ((1, 10, PARTS, WHOLES), {"part_dispersion": 0.5}, "dispersion"),
    ],
)
def test_wrong_arguments_are_refused(arguments, options, word):
    with pytest.raises(ValueError, match=word):
        share_beside_peers(*arguments, **options)
