"""Damage found while the store was read: recorded in a file of the city's folder until the store is made again."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import duckdb

MARK = "store.damaged"
_MESSAGES = ("Corrupt database file", "checksum")


def is_damage(error: BaseException) -> bool:
    """Whether an error says that the database file no longer holds what was written to it."""
    if isinstance(error, duckdb.SerializationException):
        return True
    return isinstance(error, duckdb.Error) and any(message in str(error) for message in _MESSAGES)


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
