"""Ways of joining what is known of issues to one figure each, with its uncertainty; the settings choose one.

Every scheme is a function of `Inputs` that returns `Drawn`, or the reason why it cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pads_analysis.assess.result import NotAvailable
from pads_analysis.assess.schemes.grid import grid_4x4
from pads_analysis.assess.schemes.inputs import Inputs
from pads_analysis.assess.schemes.matrix import harm_likelihood_position
from pads_analysis.assess.schemes.severity import by_severity
from pads_analysis.assess.schemes.weighted import weighted
from pads_analysis.assess.scoring import Drawn

Scheme = Callable[[Inputs], Drawn | NotAvailable]

SCHEMES: Mapping[str, Scheme] = {
    "weighted": weighted,
    "grid_4x4": grid_4x4,
    "harm_likelihood_position": harm_likelihood_position,
    "severity": by_severity,
}
TITLES: Mapping[str, str] = {
    "weighted": "Weighted mean of the criteria (0 to 4)",
    "grid_4x4": "Impact times likelihood (1 to 16)",
    "harm_likelihood_position": "Harm, likelihood and organisational position",
    "severity": "Share of all severity-weighted crime (per cent)",
}

__all__ = ["SCHEMES", "TITLES", "Inputs", "Scheme"]
