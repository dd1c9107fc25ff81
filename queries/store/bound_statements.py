"""The statements of one file, run with the cursor of a transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from queries.store.statements import Statements

FEW_ROWS = 500  # which DuckDB reads fastest one by one


@dataclass(frozen=True)
class BoundStatements:
    """Statements and the cursor that runs them; all values from outside are bound parameters."""

    cursor: duckdb.DuckDBPyConnection
    texts: Statements

    def run(self, name: str, /, **values: Any) -> duckdb.DuckDBPyConnection:
        """Run a statement; the cursor holds its rows."""
        return self.cursor.execute(self.texts[name], values)

    def run_on(
        self, name: str, table_name: str, table: pa.Table, places: Mapping[str, str] | None = None, /, **values: Any
    ) -> pa.Table:
        """Run a statement that reads `table` under `table_name`; its rows. places: what fills its places."""
        self.cursor.register(table_name, table)
        try:
            return self.cursor.execute(self.texts.filled(name, **places or {}), values).to_arrow_table()
        finally:
            self.cursor.unregister(table_name)

    def run_on_rows(self, name: str, rows: pa.Table, /, **values: Any) -> duckdb.DuckDBPyConnection:
        """Run a statement that reads `rows` under the name `arrived`.

        DuckDB finds the rows in this frame by name; a registered table would be held until the transaction ends. It
        reads few rows faster from plain arrays, since it shares out an Arrow table among all its threads.
        """
        arrived = _plain(rows) if rows.num_rows <= FEW_ROWS else rows  # noqa: F841
        return self.cursor.execute(self.texts[name], values)


def _plain(rows: pa.Table) -> dict[str, NDArray[np.object_]]:
    """The same rows as arrays of Python's values."""
    return {name: np.array([*rows.column(name).to_pylist(), None], object)[:-1] for name in rows.column_names}
