"""Reads the derived tables of a store."""

# ruff: noqa: S608 - the SQL holds our own names and quoted paths, nothing else

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pads_analysis.data.facts import connect, quoted
from pads_analysis.errors import StoreError

if TYPE_CHECKING:
    import pandas as pd

#: Columns of `Store.detail`.
DETAIL = ("month", "offence_code", "subgroup", "detail", "count")

_KINDS = {"month": "datetime64[us]", "count": "int64", "rows": "int64", "expected": "float64"}


@dataclass(frozen=True, slots=True)
class Tables:
    """The folder of derived tables, and the store it belongs to for messages.

    Every question gets its own in-memory DuckDB, so that processes never share a database file.
    """

    folder: Path
    store: str

    def read(self, name: str, order: str, where: str = "true") -> pd.DataFrame:
        """Return the rows of a table in an order; an empty frame without columns when there is no such table.

        Raises
        ------
        StoreError
            When the derived tables have been replaced since the store was opened.
        """
        import pandas as pd

        file = self.folder / f"{name}.parquet"
        if not file.is_file():
            self._still_there()
            return pd.DataFrame()
        return self.ask(f"SELECT * FROM read_parquet({quoted(str(file))}) WHERE {where} ORDER BY {order}")

    def ask(self, query: str) -> pd.DataFrame:
        """Return the answer to a query, text columns as str.

        Raises
        ------
        StoreError
            When a file of the store cannot be read.
        """
        import duckdb

        con = connect()
        try:
            table = con.execute(query).df()
        except (OSError, duckdb.Error) as error:
            self._still_there()
            raise StoreError(
                f"A table of the store cannot be read ({error}).",
                self.store,
                "Remove the folder 'derived' in it: the tables are then built again.",
            ) from error
        finally:
            con.close()
        text = [name for name in table.columns if table[name].dtype == object]
        return table.astype(dict.fromkeys(text, "str"))

    def _still_there(self) -> None:
        if not (self.folder / "meta.json").is_file():
            raise StoreError(
                "The store was changed while it was read.", self.store, "Run the same command again."
            )


def empty(columns: Sequence[str]) -> pd.DataFrame:
    """Return a frame without rows whose columns have the types they have when filled."""
    import pandas as pd

    return pd.DataFrame({name: pd.Series(dtype=_KINDS.get(name, "str")) for name in columns})
