"""The playbook of a city (派单目录): playbook.csv in its folder, one row an entry: which department a category goes to,
from when until when. A row that cannot be read is told with its line and why, the others count."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from queries.reading.folder_table import NoTableError, UncountedLine, state_of, table_rows

PLAYBOOK_FILE = "playbook.csv"
NEEDED = ("category", "department")
LARGEST = 8_000_000
MOST_ENTRIES = 20_000
MOST_REFUSED = 200
_COLUMNS = Path(__file__).with_name("playbook_columns.toml")
_DAYS = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,3})?")


@dataclass(frozen=True)
class PlaybookEntry:
    """An entry. line: in the file; category: a name of any level; level: one of playbook_levels.toml, empty where not
    told; limit_days: working days; valid_from, valid_until: the first day and the last (None: without)."""

    line: int
    category: str
    department: str
    level: str = ""
    limit_days: float | None = None
    valid_from: date | None = None
    valid_until: date | None = None

    def state(self, day: date) -> str:
        """`coming`, `valid` or `expired` on a day of the city."""
        if self.valid_from and day < self.valid_from:
            return "coming"
        return "expired" if self.valid_until and day > self.valid_until else "valid"

    def overlaps(self, other: PlaybookEntry) -> bool:
        """Whether both hold on one day."""
        ends, begins = self.valid_until or date.max, self.valid_from or date.min
        return begins <= (other.valid_until or date.max) and (other.valid_from or date.min) <= ends


@dataclass(frozen=True)
class Playbook:
    """What a city declares. is_there: whether it has the file; refused: the first lines that do not count;
    refused_in_all: how many there are."""

    entries: tuple[PlaybookEntry, ...] = ()
    refused: tuple[UncountedLine, ...] = ()
    refused_in_all: int = 0
    is_there: bool = False


def playbook_of(folder: Path) -> Playbook:
    """What the folder of a city declares now; read again when the file has changed."""
    try:
        state = state_of(folder / PLAYBOOK_FILE, LARGEST)
    except NoTableError as error:
        return _refused_whole(error.line)
    return _read(folder / PLAYBOOK_FILE, state) if state else Playbook()


@lru_cache(maxsize=8)
def _read(file: Path, _state: tuple[int, int]) -> Playbook:
    try:
        return _of_rows(table_rows(file, _COLUMNS, NEEDED))
    except NoTableError as error:
        return _refused_whole(error.line)


def _refused_whole(line: UncountedLine) -> Playbook:
    return Playbook((), (line,), 1, is_there=True)


def _of_rows(rows: Iterator[tuple[int, Mapping[str, str]]]) -> Playbook:
    of_category: dict[str, list[PlaybookEntry]] = {}
    entries: list[PlaybookEntry] = []
    refused: list[UncountedLine] = []
    for number, said in rows:
        found = _entry(number, said)
        if isinstance(found, UncountedLine):
            refused.append(found)
            continue
        earlier = of_category.setdefault(found.category, [])
        same = next((one for one in earlier if one.overlaps(found)), None)
        if same or len(entries) >= MOST_ENTRIES:
            refused.append(UncountedLine(number, "overlaps" if same else "too_many", str(same.line if same else "")))
            continue
        earlier.append(found)
        entries.append(found)
    return Playbook(tuple(entries), tuple(refused[:MOST_REFUSED]), len(refused), is_there=True)


def _entry(line: int, said: Mapping[str, str]) -> PlaybookEntry | UncountedLine:
    """The entry of a row, or why it is none."""
    if missing := [name for name in NEEDED if not said.get(name)]:
        return UncountedLine(line, "empty", ", ".join(missing))
    values: dict[str, Any] = {name: said[name] for name in NEEDED}
    if level := said.get("level", ""):
        if level.casefold() not in _levels():
            return UncountedLine(line, "level", level)
        values["level"] = _levels()[level.casefold()]
    if limit := said.get("limit_days", ""):
        if not _DAYS.fullmatch(limit):
            return UncountedLine(line, "limit_days", limit)
        values["limit_days"] = float(limit)
    for name in ("valid_from", "valid_until"):
        text = said.get(name, "").replace("/", "-")
        try:
            values[name] = date.fromisoformat(text) if text else None
        except ValueError:
            return UncountedLine(line, name, text)
    entry = PlaybookEntry(line, **values)
    if entry.valid_from and entry.valid_until and entry.valid_until < entry.valid_from:
        return UncountedLine(line, "ends_before", f"{entry.valid_until}")
    return entry


@cache
def _levels() -> Mapping[str, str]:
    """How a level is written → its word."""
    said = tomllib.loads(Path(__file__).with_name("playbook_levels.toml").read_text(encoding="utf-8"))
    return {name: level for level, names in said.items() for name in names}
