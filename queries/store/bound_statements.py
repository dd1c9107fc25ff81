"""The statements of one file, run with the cursor of a transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from queries.store.statements import Statements


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
