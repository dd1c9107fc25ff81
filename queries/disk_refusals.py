"""Why an operating system refuses a healthy file, and what to do about it, in a sentence; and
whether it was memory that lacked."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

READ_ONLY_DISK = frozenset({errno.EROFS})
FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT})
NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM})
TOO_MANY_FILES = frozenset({errno.EMFILE, errno.ENFILE})
REFUSALS = READ_ONLY_DISK | FULL_DISK | NOT_ALLOWED | TOO_MANY_FILES
_WHOLE = "what is stored is whole and can be asked"


def refusal_of_disk(error: BaseException) -> int | None:
    """The number (`errno`) with which the operating system refused to open or write a healthy file, or None if the
    error says something else. DuckDB ends the message of an IOException with the system's words."""
    if isinstance(error, OSError):
        return error.errno if error.errno in REFUSALS else None
    if "duckdb" not in sys.modules:  # commands that do without it start without it
        return None
    import duckdb  # noqa: PLC0415

    if not isinstance(error, duckdb.IOException | duckdb.FatalException):
        return None
    message = str(error).rstrip()
    return next((number for number in REFUSALS if message.endswith(os.strerror(number))), None)


def is_of_disk(number: int | None) -> bool:
    """Whether a refusal is about a whole disk, which takes nothing."""
    return number in READ_ONLY_DISK | FULL_DISK


def is_of_memory(error: BaseException) -> bool:
    """Whether an error says that there was no room in memory, DuckDB's own within its limit included."""
    if isinstance(error, MemoryError):
        return True
    if "duckdb" not in sys.modules:
        return False
    import duckdb  # noqa: PLC0415

    return isinstance(error, duckdb.OutOfMemoryException)


def refusal_in_words(number: int, path: str | Path | None) -> str:
    """The refusal of a file (None: of the city's), and what to do, in one sentence."""
    folder = "the city" if path is None else str(Path(path).parent)
    if number in READ_ONLY_DISK:
        return f"The disk of {folder} is read-only: {_WHOLE}; make it writable (`mount -o remount,rw`) and try again."
    if number in FULL_DISK:
        return f"The disk of {folder} is full: {_WHOLE}; make room on it and try again."
    if number in NOT_ALLOWED:
        return f"{path or 'The city'} may not be read or written by this user; see whose it is (`ls -ld`)."
    return f"{path or 'The city'} cannot be opened: too many files are open; allow more (`ulimit -n`) and try again."
