"""Maps the methods of topic 5 (peers and forecasts) to calls of the package, by name."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pads_analysis.stats import (
    forecast_accuracy,
    forecasts,
    group_means,
    outturn,
    random_effects,
    similar_areas,
)

Inputs = dict[str, Any]


def _nearest(given: Inputs, method: str) -> similar_areas.SimilarAreas:
    return similar_areas.similar_areas(
        given["X"], given["target_index_1based"] - 1, given["k"], method=method, weights=given.get("weights")
    )


def euclidean(given: Inputs) -> Inputs:
    found = _nearest(given, "euclidean")
    return {"neighbours_1based": found.position + 1, "distance": found.distance}


def mahalanobis(given: Inputs) -> Inputs:
    found = _nearest(given, "mahalanobis")
    return {"neighbours_1based": found.position + 1, "d2": found.distance**2}


def components(given: Inputs) -> Inputs:
    found = similar_areas.principal_components(given["X"])
    return {"sdev": found.sd, "prop_var": found.share}


def random_effects_mean(given: Inputs) -> Inputs:
    (exposure,) = (v for k, v in given.items() if k.startswith("exposure"))
    found = random_effects.prediction_interval(
        given["events"], exposure, per=1, confidence=_confidence(given), distribution="normal"
    )
    return {
        "pooled_rate": found.mean,
        "ci_lb": found.mean_low,
        "ci_ub": found.mean_high,
        "pi_lb": found.low,
        "pi_ub": found.high,
        "tau2": found.tau2,
        "Q": found.q,
        "I2": found.i2,
    }


def _confidence(given: Inputs) -> float:
    """Levels come as a share or, as in R's forecast package, per cent."""
    level = given.get("confidence", given.get("level", 0.95))
    return level / 100 if level > 1 else level


def _limits(found: forecasts.Forecast, given: Inputs) -> Inputs:
    name = f"{100 * _confidence(given):g}"
    return {"mean": found.mean, f"lower{name}": found.low, f"upper{name}": found.high}


def seasonal_naive(given: Inputs) -> Inputs:
    found = forecasts.seasonal_naive(
        given["y"], given["h"], period=given["frequency"], confidence=_confidence(given)
    )
    return _limits(found, given)


def _smoothed(given: Inputs, history: list[float], horizon: int) -> forecasts.Forecast:
    """The model as R writes it, for example ETS(A,N,A) or ANA; the package fits additive errors only.

    R's search stops short of the greatest likelihood; the package can follow it for ETS(A,N,A).
    """
    told = re.search(r"\b([AM]),?\s*(N|Ad?|Md?),?\s*([NAM])\b", given["model"].replace("_", " "))
    if told is None:
        raise ValueError(f"model {given['model']} is not written as in ETS(A,N,A)")
    error, trend, season = told.groups()
    if "M" in error + trend + season:
        raise ValueError(f"model {given['model']} is not additive")
    return forecasts.exponential_smoothing(
        history,
        horizon,
        period=given["frequency"],
        trend=trend != "N",
        damped=trend == "Ad",
        season=season != "N",
        search="as R"
        if trend == "N" and season == "A" and len(history) >= 3 * given["frequency"]
        else "maximum",
        confidence=_confidence(given),
    )


def smoothing(given: Inputs) -> Inputs:
    found = _smoothed(given, given["y"], given["h"])
    return _limits(found, given) | {"alpha": found.alpha, "beta": found.beta, "gamma": found.gamma}


def year_end(given: Inputs) -> Inputs:
    (rest,) = (v for k, v in given.items() if k.endswith("rest"))
    return {"projected_year_total": outturn.outturn(given["ytd_actual"], rest).total}


def accuracy(given: Inputs) -> Inputs:
    train, test = given["y_train"], given["y_test"]
    if "naive" not in given["model"].lower():
        ahead = _smoothed(given, train, len(test))
    else:
        period = given["frequency"] if "s" in given["model"].lower() else 1
        ahead = forecasts.seasonal_naive(train, len(test), period=period)
    found = forecast_accuracy.accuracy(test, ahead.mean, train, period=given["frequency"])
    return {"RMSE": found.rmse, "MAE": found.mae, "MAPE": found.mape, "MASE": found.mase}


def group_average(given: Inputs) -> Inputs:
    found = group_means.group_means(given["rates_incl_self"], given["self_index_1based"] - 1)
    return {
        "msg_average_incl_self": found.with_self,
        "average_excl_self": found.without_self,
        "rank_desc": found.rank,
    }


METHODS: dict[str, Callable[[Inputs], Inputs]] = {
    "most_similar_group_standardised_euclidean": euclidean,
    "most_similar_group_mahalanobis": mahalanobis,
    "pca_variance": components,
    "peer_mean_random_effects_dl": random_effects_mean,
    "seasonal_naive_forecast": seasonal_naive,
    "ets_forecast": smoothing,
    "year_end_projection_identity": year_end,
    "forecast_accuracy_mae_mase": accuracy,
    "msg_average_hmic": group_average,
}
