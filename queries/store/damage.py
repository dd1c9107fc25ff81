"""Damage found while the store was read: recorded in a file of the city's folder until the store is made again."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

import duckdb

from queries.budget.memory_budget import STORE_FILE

MARK = "store.damaged"
DAMAGED = re.compile(
    r"IO Error: (?:Corrupt database file|Could not read enough bytes from file \"[^\"]*store\.duckdb(?:\.wal)?\")"
)
STOPPED = re.compile(r"IO Error: (?:Checkpoint failed for database|Database) \"[^\"]*\".* has been invalidated")


def is_damage(error: BaseException) -> bool:
    """Whether an error says that the database file no longer holds what was written to it.

    Decided by the type of the error: DuckDB reports a failing checksum as an IOException that begins with fixed words,
    for which it has no type of its own. The values of a question appear only in errors of other types.
    """
    if isinstance(error, duckdb.SerializationException):
        return True
    return isinstance(error, duckdb.IOException) and DAMAGED.match(str(error)) is not None


def has_stopped(error: BaseException) -> bool:
    """Whether an error says that the database has closed itself: a checkpoint or commit found no room in memory or on
    the disk. DuckDB reports a failed checkpoint as an IOException that begins with fixed words."""
    if isinstance(error, duckdb.FatalException):
        return True
    return isinstance(error, duckdb.IOException) and STOPPED.match(str(error)) is not None


def note_damage(folder: Path, why: str) -> None:
    """Record that the store must be made again; `why` is for the log."""
    with contextlib.suppress(OSError), (folder / MARK).open("w", encoding="utf-8") as out:
        out.write(" ".join(why.split())[:300])
        out.flush()
        os.fsync(out.fileno())


def damage_noted(folder: Path) -> str | None:
    """Why the store must be made again, or None."""
    try:
        return (folder / MARK).read_text("utf-8") or "cause unknown"
    except FileNotFoundError:
        return None


def forget_damage(folder: Path) -> None:
    """Remove the record of damage, once the damaged store was moved away."""
    (folder / MARK).unlink(missing_ok=True)


def set_aside(folder: Path) -> Path | None:
    """Move a damaged store file out of the way of a rebuild from landing/; its new name, or None without a file."""
    forget_damage(folder)
    broken = folder / STORE_FILE
    if not broken.exists():
        return None
    taken = len(list(folder.glob(STORE_FILE + ".broken-*")))
    aside = folder / f"{STORE_FILE}.broken-{taken + 1}"
    log = folder / f"{STORE_FILE}.wal"
    if log.exists():
        log.rename(folder / f"{aside.name}.wal")
    return broken.rename(aside)
