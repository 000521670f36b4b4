"""Two-way fixed effects and the randomisation test: closed forms, statsmodels and brute force."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import statsmodels.api as sm

from pads_analysis.stats.panel import two_way_poisson
from pads_analysis.stats.randomisation import randomisation_test


def table(areas=8, periods=6, treated=3, start=3, *, effect=0.7, seed=1):
    rng = np.random.default_rng(seed)
    area, period = np.divmod(np.arange(areas * periods), periods)
    on = (area < treated) & (period >= start)
    exposure = 1000.0 * (1 + area)
    mu = exposure * 0.05 * np.exp(0.03 * period) * np.where(on, effect, 1.0)
    return {"count": rng.poisson(mu), "area": area, "period": period, "treated": on, "exposure": exposure}


def test_with_constant_exposure_it_is_the_ratio_of_ratios_of_totals():
    given = table()
    found = two_way_poisson(**given)
    y, group, after = given["count"], given["area"] < 3, given["period"] >= 3
    total = {(g, a): y[(group == g) & (after == a)].sum() for g in (True, False) for a in (True, False)}
    expected = total[True, True] / total[True, False] / (total[False, True] / total[False, False])
    assert found.ratio == pytest.approx(expected, rel=1e-8)


def test_equal_to_a_model_with_dummies_clustered_by_area():
    given = table(seed=3)
    given["exposure"] = given["exposure"] * np.linspace(0.9, 1.3, 48)
    found = two_way_poisson(**given)
    x = np.column_stack(
        [
            given["treated"],
            given["area"][:, None] == np.arange(8),
            given["period"][:, None] == np.arange(1, 6),
        ]
    ).astype(float)
    model = sm.GLM(given["count"], x, family=sm.families.Poisson(), offset=np.log(given["exposure"]))
    plain = model.fit()
    assert found.coef == pytest.approx(plain.params[0], rel=1e-6)
    assert found.se_iid == pytest.approx(plain.bse[0], rel=1e-6)
    assert found.dispersion == pytest.approx(plain.pearson_chi2 / plain.df_resid)
    for field, correction in (("se_cluster_plain", False), ("se_cluster", True)):
        kinds = {"groups": given["area"], "use_correction": correction, "df_correction": False}
        clustered = model.fit(cov_type="cluster", cov_kwds=kinds)
        assert getattr(found, field) == pytest.approx(clustered.bse[0], rel=1e-5)
    assert found.se >= max(found.se_cluster, found.se_iid) - 1e-12


def test_labels_and_order_do_not_matter():
    given = table()
    order = np.random.default_rng(2).permutation(48)
    names = np.array(list("hgfedcba"))
    other = {key: value[order] for key, value in given.items()}
    other["area"] = names[other["area"]]
    other["period"] = [f"{2000 + p}/01" for p in other["period"]]
    one, two = two_way_poisson(**given), two_way_poisson(**other)
    for field in ("coef", "se_cluster", "p", "deviance"):
        assert getattr(two, field) == pytest.approx(getattr(one, field), rel=1e-8)


def test_areas_and_periods_without_events_say_nothing():
    given = table()
    one = two_way_poisson(**given)
    more = {
        "count": [*given["count"], *[0] * 6],
        "area": [*given["area"], *[99] * 6],
        "period": [*given["period"], *range(6)],
        "treated": [*given["treated"], *[0] * 6],
        "exposure": [*given["exposure"], *[10.0] * 6],
    }
    two = two_way_poisson(**more)
    assert (two.n_areas, two.n_rows) == (8, 48)
    assert (two.coef, two.se_cluster) == pytest.approx((one.coef, one.se_cluster))


def test_one_treated_area_does_not_look_certain():
    found = two_way_poisson(**table(areas=6, treated=1))
    assert found.se >= found.se_iid
    assert found.ratio_low < found.ratio < found.ratio_high
    assert "6 areas, 1 treated" in found.caution
    many = two_way_poisson(**table(areas=60, periods=4, treated=25, start=2))
    assert many.caution == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"treated": np.zeros(48)}, "treated"),
        ({"treated": np.ones(48)}, "treated"),
        ({"treated": np.full(48, 0.5)}, "treated"),
        ({"area": [None, *range(47)]}, "area"),
        ({"area": [1, 2]}, "area"),
        ({"count": np.where(table()["treated"], 0, 5)}, "count holds no event in the treated areas after"),
        ({"exposure": np.zeros(48)}, "exposure"),
    ],
)
def test_wrong_input_is_refused(change, words):
    with pytest.raises(ValueError, match=words):
        two_way_poisson(**{**table(), **change})


def test_staggered_starts_are_refused():
    given = table()
    given["treated"] = (given["area"] < 3) & (given["period"] >= 2 + given["area"])
    with pytest.raises(ValueError, match="treated does not start"):
        two_way_poisson(**given)


def test_randomisation_by_brute_force():
    given = table(seed=5, effect=0.9)
    found = randomisation_test(**given, rng=np.random.default_rng(1))
    y, area, after, n = given["count"], given["area"], given["period"] >= 3, given["exposure"]

    def distance(chosen):
        inside = np.isin(area, chosen)
        rate = {
            (g, a): (y[(inside == g) & (after == a)].sum() + 0.5) / n[(inside == g) & (after == a)].sum()
            for g in (True, False)
            for a in (True, False)
        }
        return np.log(rate[True, True] / rate[True, False] * rate[False, False] / rate[False, True])

    every = [abs(distance(chosen)) for chosen in combinations(range(8), 3)]
    real = abs(distance((0, 1, 2)))
    assert found.sets == 56
    assert found.complete
    assert found.smallest_p == pytest.approx(1 / 56)
    assert found.p == pytest.approx(np.mean([e >= real - 1e-9 for e in every]))
    assert np.log(found.ratio) == pytest.approx(distance((0, 1, 2)))


def test_drawn_sets_always_hold_the_real_one():
    found = randomisation_test(**table(effect=0.3), rng=np.random.default_rng(1), draws=20)
    assert not found.complete
    assert found.p >= 1 / 20
    drawn = randomisation_test(**table(seed=5, effect=0.9), rng=np.random.default_rng(2), draws=55)
    whole = randomisation_test(**table(seed=5, effect=0.9), rng=np.random.default_rng(2))
    assert drawn.p == pytest.approx(whole.p, abs=0.2)


def test_randomisation_wants_every_area_on_both_sides():
    given = table()
    kept = (given["area"] != 7) | (given["period"] < 3)
    with pytest.raises(ValueError, match="period"):
        randomisation_test(**{k: v[kept] for k, v in given.items()}, rng=np.random.default_rng(1))
