"""Whether two questions of a survey go together: the test of Rao and Scott.

References
----------
Rao and Scott (1984), Annals of Statistics 12:46. Thomas and Rao (1987), JASA 82:630 (F form).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import linalg, stats

from pads_analysis.stats.arguments import codes
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.survey_design import SurveyDesign, checked, covariance, degrees_of_freedom

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class RaoScott(Printed):
    """Test of independence of two questions.

    Attributes
    ----------
    statistic : float
        F: Pearson's chi-square of the weighted table, scaled to n, over the sum of its generalised design effects.
    ndf, ddf : float
        Degrees of freedom of F (Satterthwaite's, not whole).
    p : float
        Of "the two questions are independent".
    chi2 : float
        Pearson's chi-square of the weighted table scaled to n; not to be read against a chi-square table.
    """

    statistic: float
    ndf: float
    ddf: float
    p: float
    chi2: float


def rao_scott(rows: ArrayLike, columns: ArrayLike, design: SurveyDesign) -> RaoScott:
    """Rao-Scott test, second order, of independence in a weighted two-way table.

    Use it in place of a chi-square test, which takes weighted or clustered answers for independent ones and finds far
    too much. Not for tables with cells of very few answers.

    Parameters
    ----------
    rows, columns : array_like, shape (n,)
        Category of each answer in the two questions, none missing.
    design : SurveyDesign

    Returns
    -------
    RaoScott

    Raises
    ------
    ValueError
        A label missing or another length; fewer than two categories with a weight in either; a table so sparse that
        its design effects cannot be computed.

    Notes
    -----
    With cell proportions π, their covariance V, contrasts C of the interaction and D = diag(π), the generalised design
    effects are the eigenvalues of Δ = (Cᵀ D⁻¹ C / n)⁻¹ Cᵀ D⁻¹ V D⁻¹ C; F = X² / tr Δ on d = (tr Δ)² / tr Δ² and d ν
    degrees of freedom, ν = primary units less strata. n counts the answers with a weight.

    Examples
    --------
    Forty answers of equal weight, each its own unit: the test is then nearly Pearson's, of chi-square 6.4.

    >>> from pads_analysis.stats.survey_design import survey_design
    >>> rows, columns = [0] * 20 + [1] * 20, [0] * 14 + [1] * 6 + [0] * 6 + [1] * 14
    >>> found = rao_scott(rows, columns, survey_design(size=40))
    >>> round(found.chi2, 6), round(found.statistic, 3), round(found.p, 4)
    (6.4, 6.24, 0.0168)
    """
    w = checked(design).weights
    used = w > 0
    r, c = (_categories(name, x, used, design) for name, x in (("rows", rows), ("columns", columns)))
    n_rows, n_columns, n = r[used].max() + 1, c[used].max() + 1, int(used.sum())
    cell = np.where(used, r * n_columns + c, -1)
    inside = (cell[:, None] == np.arange(n_rows * n_columns)).astype(np.float64)
    pi = w @ inside / w.sum()
    v = covariance(design, w[:, None] * (inside - pi) / w.sum())
    scaled = np.where(pi > 0, 1 / np.where(pi > 0, pi, 1.0), 0.0)[:, None] * _interaction(n_rows, n_columns)
    below = scaled.T @ (np.where(pi > 0, pi, 0.0)[:, None] * scaled) / n
    if np.linalg.cond(below) > 1e12:
        raise ValueError("rows and columns make a table with too many empty cells")
    delta = linalg.solve(below, scaled.T @ v @ scaled, assume_a="pos")
    first, second = float(np.trace(delta)), float(np.trace(delta @ delta))
    if first <= 0:
        raise ValueError("design leaves the table no variance")
    table = pi.reshape(n_rows, n_columns)
    null = table.sum(axis=1, keepdims=True) * table.sum(axis=0)
    chi2 = float(n * ((table - null) ** 2 / null).sum())
    ndf = first**2 / second
    ddf = ndf * degrees_of_freedom(design)
    return RaoScott(chi2 / first, ndf, ddf, float(stats.f.sf(chi2 / first, ndf, ddf)), chi2)


def _categories(name: str, labels: ArrayLike, used: NDArray, design: SurveyDesign) -> NDArray[np.int64]:
    """Numbers from 0 of the categories that carry weight."""
    numbered = codes(name, labels, design.size, f"the design has {design.size} answers")
    present, renumbered = np.unique(numbered[used], return_inverse=True)
    if len(present) < 2:
        raise ValueError(f"{name} holds fewer than two categories with a weight")
    result = np.full(len(numbered), -1, dtype=np.int64)
    result[used] = renumbered
    return result


def _interaction(rows: int, columns: int) -> NDArray[np.float64]:
    """Contrasts (r c, (r − 1)(c − 1)) that both sums over rows and over columns leave at zero."""
    first, second = (np.vstack([np.eye(k - 1), -np.ones(k - 1)]) for k in (rows, columns))
    return np.kron(first, second)
