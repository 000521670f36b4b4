"""How a result prints: as a table, in a notebook and on a terminal."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 60


class Printed:
    """Base of the result dataclasses of stats; Jupyter and `print` show the result as a table.

    One-dimensional fields of the greatest length are the columns of `to_frame()`. Every other field stands below that
    table by name: a single value as it is, any other array with its shape only.
    """

    __slots__ = ()

    def to_frame(self) -> pd.DataFrame:
        """The series of the result side by side, a row for each place; without any, the single values, a row each."""
        import pandas as pd

        series, single = self._fields()
        if series:
            return pd.DataFrame(series)
        return pd.DataFrame({"value": pd.Series(single, dtype=object)})

    def _fields(self) -> tuple[dict[str, Any], dict[str, Any]]:
        fields = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}  # type: ignore[arg-type]
        lengths = [len(v) for v in fields.values() if _is_series(v)]
        longest = max(lengths, default=0)
        series = {n: np.asarray(v) for n, v in fields.items() if _is_series(v) and len(v) == longest}
        return series, {n: _brief(v) for n, v in fields.items() if n not in series}

    def _rest(self) -> dict[str, Any]:
        series, single = self._fields()
        return single if series else {}

    def __str__(self) -> str:
        lines = [self.to_frame().to_string(max_rows=MOST_ROWS)]
        return "\n".join(lines + [f"{name}: {value}" for name, value in self._rest().items()])

    def _repr_html_(self) -> str:
        table = self.to_frame().to_html(max_rows=MOST_ROWS, border=0)
        rest = self._rest()
        if not rest:
            return table
        import pandas as pd

        return table + pd.DataFrame({"value": pd.Series(rest, dtype=object)}).to_html(border=0)


def _is_series(value: Any) -> bool:
    return isinstance(value, np.ndarray | tuple | list) and np.ndim(value) == 1


def _brief(value: Any) -> Any:
    return f"array of shape {np.shape(value)}" if np.ndim(value) else value
