"""The store: one writer, many readers, one process, and everything or nothing."""

import subprocess
import sys
import threading
from pathlib import Path
from unittest import mock

import duckdb
import pytest

from queries.budget.memory_budget import MemoryBudget
from queries.errors import QueryError, StoreBusy, StoreClosed, StoreDamaged, StoreStopped
from queries.store.damage import set_aside
from queries.store.store import Store

COUNT = "SELECT count(*) FROM city.settings WHERE key = 'language'"
ADD = "INSERT INTO city.settings VALUES ('language', 'en')"
NEW_VERSION = "INSERT INTO city.data_versions VALUES (7, TIMESTAMP '2024-08-20', 'batch')"
TOO_LARGE = "CREATE OR REPLACE TEMP TABLE large AS SELECT range AS n, random() AS r FROM range(2_000_000)"
TAKEN = "SELECT sum(memory_usage_bytes) FROM duckdb_memory()"
OPEN_ELSEWHERE = """
import sys
from queries.errors import StoreBusy
from queries.store.store import Store
try:
    Store.open(sys.argv[1])
except StoreBusy as busy:
    print(busy)
"""


def test_a_write_is_seen_by_readers_once_it_is_whole(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        with store.write() as writer:
            writer.execute(ADD)
            with store.cursor() as reader:
                assert reader.execute(COUNT).fetchall() == [(0,)]
        with store.cursor() as reader:
            assert reader.execute(COUNT).fetchall() == [(1,)]


def test_an_error_in_a_write_leaves_nothing_behind(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        with pytest.raises(duckdb.Error), store.write() as writer:  # noqa: PT012  (what came before the error is the test)
            writer.execute(ADD)
            writer.execute(NEW_VERSION)
            writer.execute("SELECT nothing")
        with store.cursor() as reader:
            assert reader.execute(COUNT).fetchall() == [(0,)]
        assert store.data_version == 0


def test_the_data_version_survives_a_restart(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store, store.write() as writer:
        writer.execute(NEW_VERSION)
    with Store.open(tmp_path) as store:
        assert store.data_version == 7
    with Store.open(tmp_path, read_only=True) as store:
        assert store.data_version == 7
        with pytest.raises(QueryError, match="read only"), store.write():
            pass


def test_cursors_speak_utc_and_return_to_the_pool(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        with store.cursor() as first:
            assert first.execute("SELECT current_setting('TimeZone')").fetchall() == [("UTC",)]
        with store.cursor() as second:
            assert second is first
        with pytest.raises(RuntimeError), store.cursor():
            raise RuntimeError
        with store.cursor() as third:
            assert third is not first


def test_writers_of_two_threads_follow_each_other(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:

        def add() -> None:
            for _ in range(10):
                with store.write() as writer:
                    writer.execute(ADD)

        threads = [threading.Thread(target=add) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with store.cursor() as reader:
            assert reader.execute(COUNT).fetchall() == [(40,)]
        with store.write(), pytest.raises(QueryError, match="already"), store.write():
            pass


def test_a_second_process_is_told_that_the_store_is_in_use(tmp_path: Path) -> None:
    with Store.open(tmp_path / "boston"):
        with pytest.raises(StoreBusy, match="boston is in use by another process"):
            Store.open(tmp_path / "boston")
        other = subprocess.run(
            [sys.executable, "-c", OPEN_ELSEWHERE, str(tmp_path / "boston")], capture_output=True, text=True, check=True
        )
    assert "boston is in use by another process" in other.stdout


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    with store.cursor():
        store.close()
    store.close()
    with pytest.raises(StoreClosed), store.cursor():
        pass


def test_a_statement_under_way_of_a_store_that_is_closed_says_so(tmp_path: Path) -> None:
    store = Store.open(tmp_path)

    def ask_while_it_is_closed() -> None:
        with store.cursor() as cursor:
            store.close()
            cursor.execute(COUNT)

    with pytest.raises(StoreClosed):
        ask_while_it_is_closed()


def test_a_damaged_store_is_named_and_can_be_set_aside(tmp_path: Path) -> None:
    assert set_aside(tmp_path) is None
    for name in ("store.duckdb", "store.duckdb.wal"):
        (tmp_path / name).write_bytes(b"no database" * 1_000)
    with pytest.raises(StoreDamaged, match="run `yiping rebuild`"):
        Store.open(tmp_path)
    assert set_aside(tmp_path) == tmp_path / "store.duckdb.broken-1"
    with Store.open(tmp_path) as store:
        assert store.data_version == 0


def test_a_store_that_stops_is_named(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store, pytest.raises(StoreStopped, match="restart"), store.write():
        raise duckdb.FatalException("database has been invalidated")


def test_a_store_of_somebody_else_is_not_called_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def attach(statement: str) -> None:
        if "ATTACH" in statement:
            raise duckdb.IOException("Cannot open file: Permission denied")

    refusing = mock.Mock()
    refusing.execute.side_effect = attach
    monkeypatch.setattr("queries.store.store.duckdb.connect", lambda _: refusing)
    with pytest.raises(QueryError, match="may not be read or written by this user"):
        Store.open(tmp_path)
    refusing.close.assert_called_once()


def test_reading_where_nothing_was_loaded_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="load a file first"):
        Store.open(tmp_path / "nowhere", read_only=True)
    assert not (tmp_path / "nowhere").exists()


def test_a_rebuild_in_a_server_may_take_more_than_questions(tmp_path: Path) -> None:
    budget = MemoryBudget(20_000_000)
    with Store.open(tmp_path, memory=budget) as store, store.cursor() as cursor:
        with store.memory_limit.lifted():
            cursor.execute(TOO_LARGE)
            [[taken]] = cursor.execute(TAKEN).fetchall()
        assert taken > 1.5 * budget.share("store")
        cursor.execute(TOO_LARGE)
        [[taken]] = cursor.execute(TAKEN).fetchall()
        assert taken <= budget.share("store")
