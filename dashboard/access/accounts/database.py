"""accounts.db in a city's folder: SQLite, readable by its owner only, shared by the server and commands beside it."""

from __future__ import annotations

import logging
import os
import sqlite3
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from types import MappingProxyType
from typing import Any

from dashboard.errors import AccountsDamaged

NAME = "accounts.db"
log = logging.getLogger("yiping")
STATEMENTS: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("accounts.toml").read_text("utf-8"))
SCHEMA: Sequence[str] = STATEMENTS["schema"]
PRAGMAS: Mapping[str, str] = STATEMENTS["pragmas"]
Steps = Mapping[str, Callable[[sqlite3.Connection], None]]
"""What the program does for a version of the schema, by the word that stands for it there."""
NO_STEPS: Steps = MappingProxyType({})


class Database:
    """The file, opened when it is first asked for; it is made by the first change alone. Safe between threads and
    between processes; whoever reads waits for nobody who writes. Every method raises AccountsDamaged where the file
    cannot be read or written."""

    def __init__(self, folder: Path, steps: Steps = NO_STEPS) -> None:
        self.folder, self._file = folder, folder / NAME
        self._reader, self._writer = _Connection(self._file, steps), _Connection(self._file, steps)

    def rows(self, statement: str, /, **values: str | int | float | None) -> list[sqlite3.Row]:
        """What is asked for; nothing where there is no file."""
        with self._reader.lock, _told(self._file):
            connection = self._reader.present()
            return connection.execute(statement, values).fetchall() if connection else []

    def change(self, statement: str, /, **values: str | int | float | None) -> int:
        """How many rows were changed; the file is made where there is none."""
        with self.changing() as connection:
            return connection.execute(statement, values).rowcount

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """Several changes, all of them or none."""
        with self._writer.lock, _told(self._file):
            connection = self._writer.present() or self._writer.made()
            connection.execute(PRAGMAS["begin"])
            try:
                yield connection
            except BaseException:
                connection.execute(PRAGMAS["rollback"])
                raise
            connection.execute(PRAGMAS["commit"])

    def close(self) -> None:
        for one in (self._reader, self._writer):
            with one.lock:
                one.close()


class _Connection:
    """A connection to the file that lies there now, which may have been put back from a copy."""

    def __init__(self, file: Path, steps: Steps) -> None:
        self._file, self._steps, self.lock = file, steps, RLock()
        self._connection: sqlite3.Connection | None = None
        self._opened: tuple[int, int] | None = None

    def present(self) -> sqlite3.Connection | None:
        """None where there is no file."""
        try:
            found = self._file.stat()
        except FileNotFoundError:
            self.close()
            return None
        place = (found.st_dev, found.st_ino)
        if self._connection is None or self._opened != place:
            self.close()
            self._connection, self._opened = self._connected(), place
        return self._connection

    def made(self) -> sqlite3.Connection:
        os.close(os.open(self._file, os.O_WRONLY | os.O_CREAT, 0o600))
        connection = self.present()
        if connection is None:
            raise AccountsDamaged(f"{self._file} was removed while it was made; try again.")
        return connection

    def close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        for name in ("wait", "references", "journal", "delete"):
            connection.execute(PRAGMAS[name])
        _bring_up(connection, self._steps)
        return connection


def _bring_up(connection: sqlite3.Connection, steps: Steps) -> None:
    """Applies what the schema of an older version, or of none, has not got yet."""
    if _version(connection) == len(SCHEMA):
        return
    connection.execute(PRAGMAS["begin"])
    version = _version(connection)
    if version > len(SCHEMA):
        connection.execute(PRAGMAS["rollback"])
        raise AccountsDamaged(f"{NAME} was written by a newer version of yiping; use that one.")
    for step in SCHEMA[version:]:
        if step in steps:
            steps[step](connection)
        for statement in filter(None, map(str.strip, step.split(";") if step not in steps else ())):
            connection.execute(statement)
    connection.execute(PRAGMAS["set_version"].format(version=len(SCHEMA)))
    connection.execute(PRAGMAS["commit"])
    if version and not steps.keys().isdisjoint(SCHEMA[version:]):
        _clean(connection)


def _clean(connection: sqlite3.Connection) -> None:
    try:
        for name in ("clean", "empty_log"):
            connection.execute(PRAGMAS[name])
    except sqlite3.OperationalError as error:
        log.warning("What %s held before may still lie in its free pages (%s).", NAME, error)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute(PRAGMAS["version"]).fetchall()[0][0])


@contextmanager
def _told(file: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AccountsDamaged(f"{file} cannot be read or written ({reason}); put it back from a copy.") from error
