"""The kinds of reports, as reports.toml describes them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from queries.as_of_state.fleet_states import reported_statuses
from queries.device_reports.quantities import quantity_writings, unit_writings
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("apply.sql"))
ColumnType = Literal["text", "word", "number", "count", "instant"]


@dataclass(frozen=True)
class ReportColumn:
    """One column of a report. words: other writings and codes (case folded) → code; other_words_kept: a word that is
    none of these is kept as it is; also: other names of the column."""

    name: str
    type: ColumnType
    required: bool = False
    words: Mapping[str, str] = field(default_factory=dict, hash=False)
    also: tuple[str, ...] = ()
    other_words_kept: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The words that are kept."""
        return tuple(dict.fromkeys(self.words.values()))


@dataclass(frozen=True)
class ReportTable:
    """One table of reports; `city.<name>`. Fields as in reports.toml; columns by name."""

    name: str
    posted_as: str
    key: tuple[str, ...]
    newest_by: tuple[str, ...]
    columns: Mapping[str, ReportColumn] = field(hash=False)
    greatest: tuple[str, ...] = ()
    marked_by: str = ""
    sign: str = ""
    kept_days: int | None = None
    history: str = ""

    @property
    def texts(self) -> frozenset[str]:
        """Names of the columns that hold texts and words."""
        return frozenset(column.name for column in self.columns.values() if column.type in ("text", "word"))


@cache
def report_tables() -> Mapping[str, ReportTable]:
    """All tables of reports by name: units, rosters, devices, calls, partners, readings; and steps, of which every
    one is kept."""
    read = tomllib.loads(Path(__file__).with_name("reports.toml").read_text(encoding="utf-8"))
    codes = read.pop("words") | {"unit_status": reported_statuses("unit"), "device_status": reported_statuses("device")}
    codes |= {"quantity": quantity_writings(), "measured_unit": unit_writings()}
    words = {kind: _writings(table) for kind, table in codes.items()}
    return {name: _table(name, table, words) for name, table in read.items()}


def tables_of(kind: str) -> tuple[ReportTable, ...]:
    """The tables that a kind of source delivers: the one whose rows are marked first. Raises KeyError."""
    found = [table for table in report_tables().values() if table.posted_as == kind]
    if not found:
        raise KeyError(kind)
    return tuple(sorted(found, key=lambda table: not table.marked_by))


def _table(name: str, table: Mapping[str, Any], words: Mapping[str, Mapping[str, str]]) -> ReportTable:
    columns = {
        column: ReportColumn(
            column, declared["type"], declared.get("required", False), words.get(declared.get("words", ""), {}),
            tuple(declared.get("also", ())), declared.get("other_words_kept", False),
        )
        for column, declared in table["columns"].items()
    }  # fmt: skip
    return ReportTable(
        name, table["posted_as"], tuple(table["key"]), tuple(table.get("newest_by", ())), columns,
        tuple(table.get("greatest", ())), table.get("marked_by", ""),
        table.get("sign", _SQL.filled("newest_time", times=", ".join(table.get("newest_by", ())))),
        table.get("kept_days"), table.get("history", ""),
    )  # fmt: skip


def _writings(table: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    return {word.casefold(): code for code, others in table.items() for word in (code, *others)}
