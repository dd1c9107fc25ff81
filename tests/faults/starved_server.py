"""`yiping` whose server has no memory left for the checkpoint of its store that follows when a file STARVED lies in the
city's folder: python -m tests.faults.starved_server serve …"""

import sys
from contextlib import suppress
from typing import Any
from unittest import mock

import duckdb

from dashboard.cli import main, serve
from dashboard.jobs.job import Job
from dashboard.server import background
from queries.store.store import Store

STARVED = "starved"
CHECKPOINT_EVERY_S = 1.0
ROOM = 8_000_000
_checkpoint = Store.checkpoint


def take_memory(store: Store) -> None:
    """Fill DuckDB's memory with rows that it can neither spill nor drop, until nothing more goes in."""
    store.memory_limit.budget = None  # which makes room for a checkpoint
    with store.cursor() as cursor:
        cursor.execute("SET max_temp_directory_size = '0B'")
        [(used,)] = cursor.execute("SELECT sum(memory_usage_bytes)::BIGINT FROM duckdb_memory()").fetchall()
        cursor.execute(f"SET memory_limit = '{used + ROOM}B'")
        cursor.execute("CREATE TABLE memory.main.filler (x DOUBLE)")
        cursor.execute("CREATE TABLE memory.main.spare AS SELECT random() FROM range(100_000)")
    with suppress(duckdb.Error), store.cursor() as cursor:
        while True:
            cursor.execute("INSERT INTO memory.main.filler SELECT random() FROM range(2048)")
    with store.cursor() as cursor:
        cursor.execute("DROP TABLE memory.main.spare")  # what a checkpoint needs to begin


def checkpoint_after_all(store: Store, **options: float) -> None:
    mark = store.folder / STARVED
    with store._writer:  # else a delivery that fails comes in between
        if mark.exists():
            mark.unlink()
            with store.write() as cursor:
                cursor.execute("CREATE OR REPLACE TABLE city.ballast AS SELECT random() FROM range(200_000)")
            take_memory(store)
        _checkpoint(store, **options)


def frequent_checkpoints(name: str, *arguments: Any, **options: Any) -> Job:
    return Job(name, *arguments, **options | ({"schedule": CHECKPOINT_EVERY_S} if name == "checkpoint" else {}))


def this_command(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "tests.faults.starved_server", *arguments)


if __name__ == "__main__":
    with (
        mock.patch.object(serve, "yiping", this_command),
        mock.patch.object(background, "Job", frequent_checkpoints),
        mock.patch.object(Store, "checkpoint", checkpoint_after_all),
    ):
        main()
