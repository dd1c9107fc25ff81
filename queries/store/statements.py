"""SQL in files: the loader of named statements and pieces of statements, and the template that fills places in them.

A file holds statements under lines `-- name: …`, each followed by a comment that says what it answers; a folder holds
one statement a file, named after the file. Comment lines are not sent to the store. Only text of this repository is
filled into a place `@name`; whatever comes from outside is a bound parameter `$name`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import Template

NAME = "-- name: "
COMMENT = "--"


class Text(Template):
    """SQL from this repository with places marked `@name`; `$name` stays what it is to DuckDB, a bound parameter."""

    delimiter = "@"


@dataclass(frozen=True)
class Statements:
    """The statements of one file or folder by name. Looking up an unknown name raises KeyError."""

    source: Path
    texts: Mapping[str, str] = field(repr=False, hash=False)

    def __getitem__(self, name: str) -> str:
        return self.texts[name]

    def filled(self, name: str, /, **places: str) -> str:
        """The statement with every `@place` filled in. Raises KeyError for a place that is not given."""
        return Text(self.texts[name]).substitute(places)

    def each(self, name: str, names: Iterable[str]) -> list[str]:
        """A piece with the place `@name`, filled in with each of some names."""
        return [self.filled(name, name=one) for one in names]


def conjunction(conditions: Iterable[str]) -> str:
    """The condition that holds where all of these hold."""
    return "\n  AND ".join(conditions)


def alternatives(conditions: Iterable[str]) -> str:
    """The condition that holds where any of these holds."""
    return "\n  OR ".join(conditions)


def union(statements: Iterable[str]) -> str:
    """The rows of all of these statements, equal ones included."""
    return "\nUNION ALL\n".join(statements)


@cache
def read_statements(source: Path) -> Statements:
    """The statements of a file, or of all .sql files of a folder."""
    if source.is_dir():
        return Statements(source, {file.stem: _body(_lines(file)) for file in sorted(source.glob("*.sql"))})
    parts: dict[str, list[str]] = {}
    current: list[str] = []
    for line in _lines(source):
        if line.startswith(NAME):
            current = parts.setdefault(line.removeprefix(NAME).strip(), [])
        current.append(line)
    return Statements(source, {name: _body(lines) for name, lines in parts.items()})


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def _body(lines: list[str]) -> str:
    return "\n".join(line for line in lines if not line.startswith(COMMENT)).strip()
