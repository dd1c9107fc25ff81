"""The ledger that a city declares of its systems: ledger.csv in its folder, one row a table. A row that cannot be read
is told with its line and why, the others count; without the file nothing is declared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from queries.reading.folder_table import NoTableError, UncountedLine, state_of, table_rows

LEDGER_FILE = "ledger.csv"
NEEDED = ("system", "table", "records")
LATE_AFTER = 2
"""Cadences without an update, as of a source."""
LARGEST = 64_000_000
MOST_REFUSED = 200
_COLUMNS = Path(__file__).with_name("declared_columns.toml")
_WHOLE = re.compile(r"[0-9]{1,18}")
_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,9})?)(%?)")
_LIST = re.compile(r"[;；、|]")


@dataclass(frozen=True)
class DeclaredTable:
    """One table of a declared system. records: its rows; fields: names; filled: share from 0 to 1; updated: day of its
    last update; counted_on: day of which all this is said; source: the source of yiping that it comes in by."""

    system: str
    table: str
    records: int
    owner: str = ""
    fields: tuple[str, ...] = ()
    filled: float | None = None
    refused: int | None = None
    updated: date | None = None
    cadence_days: int | None = None
    counted_on: date | None = None
    source: str = ""

    @property
    def late(self) -> bool | None:
        """Whether it missed updates by the day on which it was counted; None where that is not told."""
        if not (self.updated and self.cadence_days and self.counted_on):
            return None
        return self.counted_on > self.updated + timedelta(days=LATE_AFTER * self.cadence_days)


@dataclass(frozen=True)
class DeclaredLedger:
    """What a city declares. refused: the first lines that do not count; refused_in_all: how many there are."""

    tables: tuple[DeclaredTable, ...] = ()
    refused: tuple[UncountedLine, ...] = ()
    refused_in_all: int = 0

    @property
    def systems(self) -> Mapping[str, tuple[DeclaredTable, ...]]:
        """system → its tables, in the order of the file."""
        found: dict[str, list[DeclaredTable]] = {}
        for table in self.tables:
            found.setdefault(table.system, []).append(table)
        return {name: tuple(tables) for name, tables in found.items()}


def declared_ledger(folder: Path) -> DeclaredLedger:
    """What the folder of a city declares now; read again when the file has changed."""
    try:
        state = state_of(folder / LEDGER_FILE, LARGEST)
    except NoTableError as error:
        return DeclaredLedger((), (error.line,), 1)
    return _read(folder / LEDGER_FILE, state) if state else DeclaredLedger()


@lru_cache(maxsize=8)
def _read(file: Path, _state: tuple[int, int]) -> DeclaredLedger:
    try:
        return _of_rows(table_rows(file, _COLUMNS, NEEDED))
    except NoTableError as error:
        return DeclaredLedger((), (error.line,), 1)


def _of_rows(rows: Iterator[tuple[int, Mapping[str, str]]]) -> DeclaredLedger:
    tables: dict[tuple[str, str], DeclaredTable] = {}
    refused: list[UncountedLine] = []
    count = 0
    for number, said in rows:
        found = _table(said)
        if isinstance(found, DeclaredTable) and (found.system, found.table) in tables:
            found = ("twice", found.table)
        if isinstance(found, DeclaredTable):
            tables[found.system, found.table] = found
            continue
        count += 1
        if len(refused) < MOST_REFUSED:
            refused.append(UncountedLine(number, *found))
    return DeclaredLedger(tuple(tables.values()), tuple(refused), count)


def _table(said: Mapping[str, str]) -> DeclaredTable | tuple[str, str]:
    """The table of a row; or why it is none, with the value that is wrong."""
    if missing := [name for name in NEEDED if not said.get(name)]:
        return "empty", ", ".join(missing)
    values: dict[str, Any] = {name: said[name] for name in ("system", "table", "owner", "source") if name in said}
    values["fields"] = tuple(filter(None, (one.strip() for one in _LIST.split(said.get("fields", "")))))
    for name in ("records", "refused", "cadence_days"):
        text = said.get(name, "").replace(",", "")
        if text and not _WHOLE.fullmatch(text):
            return name, text
        values[name] = int(text) if text else None
    for name in ("updated", "counted_on"):
        text = said.get(name, "").replace("/", "-")
        try:
            values[name] = date.fromisoformat(text) if text else None
        except ValueError:
            return name, text
    share = _SHARE.fullmatch(said.get("filled", ""))
    if said.get("filled") and not share:
        return "filled", said["filled"]
    values["filled"] = float(share[1]) / (100 if share[2] else 1) if share else None
    if (values["filled"] or 0) > 1:
        return "filled", said["filled"]
    return DeclaredTable(**values)
