"""Tables that a city keeps in its folder as CSV (ledger.csv, playbook.csv): rows by the names of their columns. What
they mean, and which rows do not count, is said by whoever reads them."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from queries.privacy.masking import masked


@dataclass(frozen=True)
class UncountedLine:
    """A line of such a file that does not count (from 1, the header; 0: the file), why (a word), and its value, masked:
    what stands in the wrong column may be a telephone or a name."""

    line: int
    why: str
    value: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", masked(self.value) or "")


class NoTableError(Exception):
    """The whole file does not count."""

    def __init__(self, why: str, value: str = "") -> None:
        super().__init__(why, value)
        self.line = UncountedLine(0, why, value)


def state_of(file: Path, largest: int) -> tuple[int, int] | None:
    """What changes whenever the file does; None where there is no such file. largest: in bytes. Raises NoTableError."""
    try:
        about = file.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NoTableError("unreadable", error.strerror or "") from error
    if about.st_size > largest:
        raise NoTableError("too_large", str(largest // 1_000_000))
    return about.st_mtime_ns, about.st_size


def table_rows(file: Path, columns: Path, needed: Sequence[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The number of each line that is not empty, and what it says by the names of columns. columns: a TOML file, name →
    how it may be written, compared without case and space; the first that the header has wins. Raises NoTableError."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            yield from _said(csv.reader(lines), columns, needed)
    except (OSError, UnicodeDecodeError) as error:
        raise NoTableError("unreadable", "UTF-8") from error
    except csv.Error as error:
        raise NoTableError("no_table", str(error)) from error


def _said(rows: Iterator[list[str]], columns: Path, needed: Sequence[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    places = _places(next(rows, []), columns)
    if missing := [name for name in needed if name not in places]:
        raise NoTableError("missing", ", ".join(missing))
    for number, row in enumerate(rows, 2):
        if any(cell.strip() for cell in row):
            yield number, {name: row[place].strip() for name, place in places.items() if place < len(row)}


def _places(header: list[str], columns: Path) -> Mapping[str, int]:
    written = {"".join(name.split()).casefold(): place for place, name in reversed([*enumerate(header)])}
    found = {}
    for name, names in _names(columns).items():
        place = next((written[one.casefold()] for one in names if one.casefold() in written), None)
        if place is not None:
            found[name] = place
    return found


@cache
def _names(columns: Path) -> Mapping[str, list[str]]:
    return tomllib.loads(columns.read_text(encoding="utf-8"))
