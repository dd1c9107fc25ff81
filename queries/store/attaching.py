"""Attaching the database of a store: a file, or a DuckLake; and why it cannot be attached."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import duckdb

from queries.budget.memory_budget import STORE_FILE
from queries.disk_refusals import is_of_disk, refusal_in_words, refusal_of_disk
from queries.errors import DiskRefuses, QueryError, StoreBusy, StoreDamaged
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("store.sql"))
STORAGE_VERSION = "v1.5.0"
"""The form of a store's file: DuckDB from this version on can read it."""
BLOCK_BYTES = 65_536
"""Of the files that are made. DuckDB's own 262,144 are taken for each column, and for its gaps, as soon as a row comes
after a checkpoint: 95 MB for the tables of cases, 24 MB of blocks of this size."""


def use_small_blocks(connection: duckdb.DuckDBPyConnection) -> None:
    """Files that are made from now on have blocks of BLOCK_BYTES; others keep theirs."""
    connection.execute(_SQL.filled("block_size", bytes=str(BLOCK_BYTES)))


def has_large_blocks(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the attached store is a file of a former version. A lake has no blocks."""
    [(large,)] = connection.execute(_SQL.filled("has_large_blocks", bytes=str(BLOCK_BYTES))).fetchall()
    return bool(large)


def attach(connection: duckdb.DuckDBPyConnection, location: str, folder: Path, read_only: bool) -> int | None:
    """Attach the store; why (`errno`) it could only be attached to be read, where its disk is read-only or full."""
    places = {"location": quoted(location), "read_only": str(read_only)}
    version = quoted(STORAGE_VERSION)
    if location.startswith("ducklake:"):
        load_ducklake(connection)
        statement = _SQL.filled("attach_lake", data=quoted(str(folder / "lake")), **places)
    else:
        statement = _SQL.filled("attach", storage_version=version, **places)
    try:
        connection.execute(statement)
    except duckdb.Error as error:
        refused = refusal_of_disk(error)
        if is_of_disk(refused) and not read_only and (folder / STORE_FILE).exists():
            attach(connection, location, folder, read_only=True)
            return refused
        raise _why_not_attached(folder, error, refused) from error
    return None


def _why_not_attached(folder: Path, error: duckdb.Error, refused: int | None) -> QueryError:
    city = folder.name
    if "set lock on file" in str(error) or "already attached" in str(error):
        return StoreBusy(f"The store of {city} is in use by another process; stop it first.")
    if refused is not None:
        return DiskRefuses(refusal_in_words(refused, folder / STORE_FILE))
    return StoreDamaged(f"The store of {city} cannot be opened; run `yiping rebuild` to make it again from landing/.")


def load_ducklake(connection: duckdb.DuckDBPyConnection) -> None:
    """Load the DuckLake extension from the Python package `duckdb-extension-ducklake`, without any network."""
    package = find_spec("duckdb_extension_ducklake")
    folders = [Path(folder) for folder in (package.submodule_search_locations or ())] if package else []
    found = [file for folder in folders for file in folder.glob("extensions/*/ducklake.duckdb_extension")]
    if not found:
        raise QueryError("A DuckLake needs the Python package duckdb-extension-ducklake; install it beside yiping.")
    connection.execute(_SQL.filled("load_extension", file=quoted(str(found[0]))))


def quoted(text: str) -> str:
    """`text` as a SQL string, for the few statements of store.sql that take no parameters."""
    return "'" + text.replace("'", "''") + "'"
