"""The version of a store's tables: a fingerprint of schema.sql, so that a store with other tables is made again from
landing/ instead of being migrated."""

from __future__ import annotations

import hashlib
import re

import duckdb

from queries.errors import StoreDamaged

KEY = "schema"
_TABLES = "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'city' AND table_name = 'events'"
_HELD = "SELECT value FROM city.settings WHERE key = $key"
_NOTE = "INSERT INTO city.settings VALUES ($key, $value)"


def check_schema(connection: duckdb.DuckDBPyConnection, schema: str, city: str, *, read_only: bool) -> None:
    """Make the tables of a new store; raise StoreDamaged for a store whose tables another version made."""
    present = fingerprint(schema)
    [(tables,)] = connection.execute(_TABLES).fetchall()
    if tables:
        held = connection.execute(_HELD, {"key": KEY}).fetchall()
        if held != [(present,)]:
            raise StoreDamaged(f"The store of {city} was made by another version of yiping; run `yiping rebuild`.")
    elif not read_only:
        connection.execute("BEGIN")
        connection.execute(schema)
        connection.execute(_NOTE, {"key": KEY, "value": present})
        connection.execute("COMMIT")


def fingerprint(schema: str) -> str:
    """Of the statements alone: comments and blanks do not count."""
    plain = " ".join(re.sub(r"--.*", "", schema).split())
    return hashlib.sha256(plain.encode()).hexdigest()[:16]
