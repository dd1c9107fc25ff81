"""The version of a store's tables: a fingerprint of schema.sql, so that a store with other tables is made again from
landing/ instead of being migrated."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import duckdb

from queries.errors import StoreDamaged
from queries.store.statements import read_statements

KEY = "schema"
LACK_TABLES_ALONE = frozenset({"bfbb8c2b223a91d4"})
"""Fingerprints of stores that are as present ones but for tables that came later: these are added, not rebuilt."""
_SQL = read_statements(Path(__file__).with_name("store.sql"))


def check_schema(connection: duckdb.DuckDBPyConnection, schema: str, city: str, *, read_only: bool) -> None:
    """Make the tables of a new store, and those that an older one lacks; raise StoreDamaged for a store whose tables
    another version made otherwise."""
    present = fingerprint(schema)
    [(tables,)] = connection.execute(_SQL["tables_present"]).fetchall()
    if tables:
        held = connection.execute(_SQL["setting"], {"key": KEY}).fetchall()
        if held == [(present,)]:
            return
        if read_only or not {value for (value,) in held} & LACK_TABLES_ALONE:
            raise StoreDamaged(f"The store of {city} was made by another version of yiping; run `yiping rebuild`.")
    if not read_only:
        connection.begin()
        connection.execute(schema)
        connection.execute(_SQL["remove_setting"], {"key": KEY})
        connection.execute(_SQL["insert_setting"], {"key": KEY, "value": present})
        connection.commit()


def fingerprint(schema: str) -> str:
    """A hash of the statements, without comments and blanks."""
    plain = " ".join(re.sub(r"--.*", "", schema).split())
    return hashlib.sha256(plain.encode()).hexdigest()[:16]
