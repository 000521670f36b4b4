"""Names of the vectors of topic 6 (ranking) mapped to calls of the package; no statistics here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pads_analysis.stats import criteria, data_weights, multicriteria, smaa

if TYPE_CHECKING:
    from collections.abc import Callable

    Vector = dict[str, Any]

#: Enough for a standard error of .0011, a tenth of the tolerance of the vectors.
DRAWS = 200_000


def acceptability(given: Vector) -> Vector:
    """SMAA-2 with all weights alike and exact scores."""
    scores = given["utility_matrix"] if "utility_matrix" in given else given["utilities"]
    found = smaa.smaa(scores, draws=DRAWS, rng=np.random.default_rng(1))
    return {
        "rank_acceptability": found.acceptability,
        "central_weights": found.central_weights,
        "pairwise_winning": found.winning,
        "confidence_factors": found.confidence,
    }


def weighted_sum(given: Vector) -> Vector:
    """Weighted sum of min-max scaled criteria."""
    found = multicriteria.weighted_sum(given["matrix"], given["weights"], given.get("types"))
    scaled = multicriteria.minmax(given["matrix"], given.get("types"))
    return {"normalised": scaled, "score": found.score, "rank_desc": found.rank}


def topsis(given: Vector) -> Vector:
    """TOPSIS; pymcdm scales by min-max unless told otherwise."""
    scaling = "vector" if "vector" in str(given.get("normalisation", "")).lower() else "minmax"
    found = multicriteria.topsis(given["matrix"], given["weights"], given.get("types"), scaling=scaling)
    return {"score": found.score, "rank_desc": found.rank}


def promethee(given: Vector) -> Vector:
    """PROMETHEE II net flow."""
    found = multicriteria.promethee_ii(given["matrix"], given["weights"], given.get("types"))
    return {"net_flow": found.score, "rank_desc": found.rank}


def entropy(given: Vector) -> Vector:
    """Entropy weights, which do not depend on the types."""
    return {"weights": data_weights.entropy_weights(given["matrix"])}


def critic(given: Vector) -> Vector:
    """CRITIC weights; pymcdm takes all criteria as profits whatever their types."""
    return {"weights": data_weights.critic_weights(given["matrix"])}


def equal(given: Vector) -> Vector:
    """Equal weights."""
    return {"weights": criteria.equal_weights(np.shape(given["matrix"])[1])}


def centroid(given: Vector) -> Vector:
    """Rank-order centroid weights."""
    return {"weights": criteria.rank_order_centroid(given["n"])}


def swing(given: Vector) -> Vector:
    """Swing weights."""
    return {"weights": criteria.swing_weights(given["swing_points"])}


METHODS: dict[str, Callable[[Vector], Vector]] = {
    "smaa2_rank_acceptability_uniform_weights": acceptability,
    "weighted_sum_minmax": weighted_sum,
    "topsis": topsis,
    "promethee_ii_usual": promethee,
    "entropy_weights": entropy,
    "critic_weights": critic,
    "equal_weights": equal,
    "rank_order_centroid_weights": centroid,
    "swing_weights": swing,
}
