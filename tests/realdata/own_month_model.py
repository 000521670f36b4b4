"""The model of monthly counts of docs/methods/change.md, written again from its formulas by another route.

The restricted likelihood is written with whole matrices (Harville 1974, Biometrika 61:383) instead of error contrasts,
the Poisson coefficients come from scipy's minimiser instead of reweighted least squares, and the limits from bisection
over a mixture of normal distributions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

DEVIATIONS = (0, 0.005, 0.01, 0.02, 0.04, 0.07, 0.1, 0.14, 0.2, 0.28, 0.4, 0.6, 0.9)
CORRELATIONS = tuple(step / 10 for step in range(9))


@dataclass(frozen=True)
class Fit:
    b: np.ndarray
    covariances: list[np.ndarray]
    weights: np.ndarray
    mu: np.ndarray
    df: int

    def limits(self, c: np.ndarray) -> tuple[float, float]:
        """95 % limits of c'b: the mixture of normals over the grid, each tail cut at 2.5 %."""
        mixed = [(w, np.sqrt(c @ v @ c)) for w, v in zip(self.weights, self.covariances, strict=True)]
        tail = lambda d: sum(w * stats.norm.sf(d, scale=s) for w, s in mixed) - 0.025  # noqa: E731
        half = optimize.bisect(tail, 0, 20, xtol=1e-13)
        return float(c @ self.b - half), float(c @ self.b + half)

    def dispersion(self, rows: np.ndarray, time: np.ndarray) -> float:
        """Variance of the sum of some months over that of a Poisson count: the mean standard error, squared."""
        roots = []
        for r in CORRELATIONS:
            pairs = sum(
                self.mu[i] * self.mu[j] * (r ** abs(time[i] - time[j]) if i != j else 1.0)
                for i in np.flatnonzero(rows)
                for j in np.flatnonzero(rows)
            )
            roots += [np.sqrt(1 + s**2 * pairs / self.mu[rows].sum()) for s in DEVIATIONS]
        return float(self.weights @ roots) ** 2

    def p_all_equal(self, n: int) -> float:
        """F test that the first n coefficients are equal."""
        whole = sum(w * v for w, v in zip(self.weights, self.covariances, strict=True))
        differ = np.array(
            [[(i == j) - (j == n - 1) for j in range(len(self.b))] for i in range(n - 1)], float
        )
        gap = differ @ self.b
        f = gap @ np.linalg.inv(differ @ whole @ differ.T) @ gap / (n - 1)
        return float(stats.f.sf(f, n - 1, self.df))


def fit(y: np.ndarray, x: np.ndarray, offset: np.ndarray, time: np.ndarray) -> Fit:
    def loss(b: np.ndarray) -> float:
        return float((np.exp(x @ b + offset) - y * (x @ b)).sum())

    def slope(b: np.ndarray) -> np.ndarray:
        return x.T @ (np.exp(x @ b + offset) - y)

    def curve(b: np.ndarray) -> np.ndarray:
        return x.T @ (np.exp(x @ b + offset)[:, None] * x)

    start = np.linalg.lstsq(x, np.log(y + 0.5) - offset, rcond=None)[0]
    b = optimize.minimize(loss, start, jac=slope, hess=curve, method="trust-exact", options={"gtol": 1e-7}).x
    for _ in range(3):
        b = b - np.linalg.solve(curve(b), slope(b))
    mu = np.exp(x @ b + offset)
    n, p = x.shape
    e, xw = (y - mu) / np.sqrt(mu), x * np.sqrt(mu)[:, None]
    bread = np.linalg.inv(xw.T @ xw)
    likelihoods, covariances = [], []
    for r in CORRELATIONS:
        together = np.array([[r ** abs(s - t) if s != t else 1.0 for s in time] for t in time])
        for i, s in enumerate(DEVIATIONS):
            v = np.eye(n) + s**2 * np.sqrt(np.outer(mu, mu)) * together
            inverse = np.linalg.inv(v)
            information = xw.T @ inverse @ xw
            quadratic = e @ inverse @ e - (e @ inverse @ xw) @ np.linalg.solve(
                information, xw.T @ inverse @ e
            )
            log_likelihood = -0.5 * (np.linalg.slogdet(v)[1] + np.linalg.slogdet(information)[1] + quadratic)
            likelihoods.append(log_likelihood + (np.log(0.5) if i < 4 else 0))
            covariances.append(bread @ (xw.T @ v @ xw) @ bread)
    weights = np.exp(np.array(likelihoods) - max(likelihoods))
    return Fit(b, covariances, weights / weights.sum(), mu, n - p)


def change(now: np.ndarray, before: np.ndarray, past: np.ndarray) -> tuple[float, float, float]:
    """Limits of the ratio of two years of twelve months, and the dispersion of the later year's count.

    `past` ends just before `before`.

    Few events: exact, given the total, with dispersion 1.
    """
    a, b = int(now.sum()), int(before.sum())
    if a + b < 40 or min(a, b) == 0 or ((now + before) > 0).sum() < 4:
        low = stats.beta.ppf(0.025, a, b + 1) if a else 0.0
        high = stats.beta.ppf(0.975, a + 1, b) if b else 1.0
        return low / (1 - low), np.inf if high == 1 else high / (1 - high), 1.0
    time = np.arange(-len(past), 24)
    counts = np.concatenate([past, before, now])
    calendar, year = time % 12, time // 12
    kept = np.isin(calendar, np.flatnonzero(now + before > 0))
    for one in range(year.min(), 0):
        mine = kept & (year == one)
        if mine.sum() < 6 or counts[mine].sum() == 0:
            kept &= year != one
    counts, calendar, year, time = (column[kept] for column in (counts, calendar, year, time))
    # The period effect first; months as they are; every other year but the one before has a level of its own.
    columns = [year == 1, *[calendar == m for m in np.unique(calendar)]]
    columns += [year == other for other in np.unique(year) if other < 0]
    found = fit(counts, np.column_stack(columns).astype(float), np.zeros(len(counts)), time)
    low, high = found.limits(np.eye(len(columns))[0])
    return float(np.exp(low)), float(np.exp(high)), found.dispersion(year == 1, time)


def seasons(counts: np.ndarray, calendar: np.ndarray, days: np.ndarray) -> tuple[np.ndarray, float]:
    """Twelve indices with mean 1, and p of "all equal"; the trend may bend once a year."""
    years = np.arange(len(counts)) / 12
    hinges = [np.maximum(years - k, 0) for k in range(10) if k == 0 or k < years[-1] - 0.5]
    columns = [*[(calendar == m).astype(float) for m in range(1, 13)], *[h - h.mean() for h in hinges]]
    found = fit(counts, np.column_stack(columns), np.log(days), np.arange(len(counts)))
    effect = np.exp(found.b[:12])
    return effect / effect.mean(), found.p_all_equal(12)
