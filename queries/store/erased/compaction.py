"""Writing a store's file anew before it is opened, so that no byte of it holds what was deleted.

DuckDB leaves what was deleted where it was until something else is written there, and small pieces of tables share
pages. The file is written beside the old one and takes its place as a whole.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from queries.budget.memory_budget import STORE_FILE, MemoryBudget
from queries.store.attaching import STORAGE_VERSION, quoted, use_small_blocks
from queries.store.memory_limit import MemoryLimit
from queries.store.statements import read_statements

DUE = "compaction.due"
_SQL = read_statements(Path(__file__).with_name("compaction.sql"))
log = logging.getLogger("yiping")


def note_compaction(folder: Path) -> None:
    """The file of the store in `folder`, if it is one, is to be written anew when it is opened next."""
    if (folder / STORE_FILE).exists():
        (folder / DUE).touch(mode=0o600)


def is_compaction_due(folder: Path) -> bool:
    """Whether that was noted and has not been done."""
    return (folder / DUE).exists()


@contextmanager
def opened_by_one(folder: Path) -> Iterator[None]:
    """Nobody else opens the store of this folder to write meanwhile, nor writes its file anew. Waits until others are
    done. On a file system that knows no such locks it is as without."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def compact_if_due(folder: Path, memory: MemoryBudget | None = None) -> None:
    """Write the file of a store that nobody has open anew, where that is due. Where it cannot be done, for lack of room
    on the disk, the file stays as it is and it remains due."""
    if is_compaction_due(folder):
        with opened_by_one(folder):
            compact_for_opening(folder, memory)


def compact_for_opening(folder: Path, memory: MemoryBudget | None = None) -> None:
    """The same within `opened_by_one`."""
    if not is_compaction_due(folder):
        return
    store, compacted = folder / STORE_FILE, folder / f"{STORE_FILE}.compacted.part"
    try:
        if store.exists():
            _written_anew(store, compacted, memory)
        (folder / DUE).unlink()
    except (duckdb.Error, OSError) as error:
        log.warning("The store could not be written anew, and may still hold what was erased (%s).",
                    " ".join(str(error).split()))  # fmt: skip
    finally:
        for rest in (compacted, compacted.with_name(compacted.name + ".wal")):
            rest.unlink(missing_ok=True)


def _written_anew(store: Path, compacted: Path, memory: MemoryBudget | None) -> None:
    compacted.unlink(missing_ok=True)
    with duckdb.connect(":memory:") as connection:
        MemoryLimit(connection, memory).set()
        use_small_blocks(connection)
        places = {"location": str(store), "compacted": str(compacted), "storage_version": STORAGE_VERSION}
        connection.execute(_SQL.filled("attach", **{name: quoted(text) for name, text in places.items()}))
        connection.execute(_SQL["copy"])
        connection.execute(_SQL["detach"])
    if store.with_name(store.name + ".wal").exists():
        raise OSError(f"the log of {store.name} could not be brought into it")
    compacted.chmod(0o600)
    compacted.replace(store)
