"""Monthly counts like the real ones: seasonal, varying beyond chance, and alike from one month to the next.

The settings are medians of the published series of London's boroughs (2016 to 2025) and of Avon and Somerset (2018 to
2020), by size, as `pads_analysis.stats.serial` estimates them: the standard deviation of the extra variation on the
log scale, and its correlation between neighbouring months. Its share is larger in series with fewer events.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Kind:
    """Mean count a month; standard deviation (log scale) and correlation of the extra variation; season (amplitude)."""

    mean: float
    sd: float
    correlation: float
    season: float = 0.15

    def __str__(self) -> str:
        return f"{self.mean:g} a month"


REAL = (
    Kind(10, 0.11, 0.40),
    Kind(30, 0.12, 0.40),
    Kind(100, 0.12, 0.45),
    Kind(300, 0.10, 0.45),
    Kind(1000, 0.06, 0.45),
)


def months(
    rng: np.random.Generator, kind: Kind, series: int, n_months: int, change: float = 1.0, last: int = 12
) -> np.ndarray:
    """Counts of shape (series, n_months); the expected count of the `last` months is multiplied by `change`."""
    noise = np.empty((series, n_months))
    noise[:, 0] = rng.standard_normal(series)
    keep = np.sqrt(1 - kind.correlation**2)
    for t in range(1, n_months):
        noise[:, t] = kind.correlation * noise[:, t - 1] + keep * rng.standard_normal(series)
    season = 1 + kind.season * np.sin(2 * np.pi * (np.arange(n_months) + 3) / 12)
    mean = np.tile(kind.mean * season, (series, 1))
    mean[:, n_months - last :] *= change
    return rng.poisson(mean * np.exp(kind.sd * noise - kind.sd**2 / 2))
