"""The write-ahead log goes into the store's file while somebody reads, and nothing is lost."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from queries.budget.memory_budget import STORE_FILE
from queries.errors import StoreBusy, StoreStopped
from queries.store.store import Store
from tests.faults.starved_server import take_memory

CHANGE = "UPDATE city.numbers SET n = n + 1, text = n || ' more' WHERE n % 7 = 0"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as store:
        with store.write() as writer:
            writer.execute("CREATE TABLE city.numbers AS SELECT i AS n, i || ' cases' AS text FROM range(100000) t(i)")
        yield store


def total(cursor: duckdb.DuckDBPyConnection) -> int:
    [(number,)] = cursor.execute("SELECT sum(n) FROM city.numbers").fetchall()
    return int(number)


def change(store: Store) -> None:
    with store.write() as writer:
        writer.execute(CHANGE)


def test_a_checkpoint_empties_the_log_beside_an_open_reader(store: Store) -> None:
    """Neither what opened the store nor a transaction that has ended may still hold an older state of it."""
    log = store.folder / f"{STORE_FILE}.wal"
    change(store)
    with store.cursor() as reader:
        reader.execute("BEGIN TRANSACTION")
        before = total(reader)
        assert log.stat().st_size > 10_000
        store.checkpoint()
        assert not log.exists() or log.stat().st_size < 1_000
        assert total(reader) == before
        reader.execute("ROLLBACK")
    store.close()
    with Store.open(store.folder, read_only=True) as again, again.cursor() as cursor:
        again.checkpoint()
        assert total(cursor) == before


def test_a_reader_older_than_the_last_commit_puts_a_checkpoint_off(store: Store) -> None:
    with store.cursor() as reader:
        reader.execute("BEGIN TRANSACTION")
        before = total(reader)
        change(store)
        with pytest.raises(StoreBusy):
            store.checkpoint(patience_s=0.05)
        assert total(reader) == before
        reader.execute("ROLLBACK")
    store.checkpoint()
    with store.cursor() as cursor:
        assert total(cursor) > before


def test_a_checkpoint_without_memory_stops_the_store_and_loses_nothing(store: Store) -> None:
    """DuckDB then refuses whatever is asked of the store, while its connection goes on to answer `SELECT 1`."""
    change(store)
    with store.cursor() as cursor:
        changed = total(cursor)
    take_memory(store)
    with pytest.raises(StoreStopped):
        store.checkpoint()
    with pytest.raises(StoreStopped):
        store.probe()
    with pytest.raises(StoreStopped), store.cursor() as cursor:
        total(cursor)
    store.close()
    with Store.open(store.folder) as again, again.cursor() as cursor:
        assert total(cursor) == changed
