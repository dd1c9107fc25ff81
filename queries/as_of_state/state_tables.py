"""The columns of the as-of state (state.toml) and the bases of periods (bases.toml), read once and checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from geodata.city.profile import SourceKind
from queries.as_of_state.silence import limit_expression, silence_minutes
from queries.store.statements import Text, read_statements

ATTEMPTS = "callback_attempts"
"""What a KPI needs where it is about each attempt of a call-back; they are steps and acts, and no column of cases."""
VERDICTS = "device_verdicts"
"""The same where it is about alarms of devices that were false."""
_STRING = re.compile(r"'[^']*'")
_WORD = re.compile(r"(?<![\w$@.])[A-Za-z_]\w*")
_STORED = re.compile(r"\bstored\.(\w+)")
_SQL = frozenset(
    {"and", "or", "not", "is", "null", "true", "false", "in", "between", "distinct", "from"}
    | {"case", "when", "then", "else", "end", "interval", "day", "hour", "minute"}
    | {"coalesce", "nullif", "least", "greatest", "isodow", "list_contains", "microseconds_between", "age_band"}
    | {"date_trunc", "cast", "as", "date"}
)


def names_in(expression: str) -> frozenset[str]:
    """The columns that a condition of the dictionary names: its words without strings, keywords and known functions."""
    words = _WORD.findall(_STRING.sub("''", expression))
    return frozenset(word for word in words if word.lower() not in _SQL)


def stored_columns(expression: str) -> frozenset[str]:
    """The stored columns that an expression over `stored` reads."""
    return frozenset(_STORED.findall(expression))


_PIECES = read_statements(Path(__file__).with_name("columns.sql"))


@dataclass(frozen=True)
class Span:
    """A span of a row's life, of expressions over `stored` (instants): from the latest of `since`, all of which must be
    known, until before the earliest of `until` that is known."""

    since: tuple[str, ...] = ()
    until: tuple[str, ...] = ()

    def within(self, other: Span) -> Span:
        """What two spans have in common."""
        return Span((*other.since, *self.since), (*other.until, *self.until))


def stored_column(name: str) -> str:
    """A column as it is stored, whatever the moment."""
    return _PIECES.filled("fact", column=name)


def named(expression: str, name: str) -> str:
    """An expression as a column of a statement."""
    return _PIECES.filled("named", expression=expression, name=name)


@dataclass(frozen=True)
class StateTable:
    """One table as of a moment. columns: name → expression over `stored`, with @moment and @table to be filled in;
    steps: those of them that are times of the life cycle; stored: every column of the table that is made use of.
    spans: condition → the spans in which it holds; untimed_spans: condition → what must hold beside, see state.toml.
    source_kind: which sources fill it; sign: when a row was true, of tables that keep the newest rows only."""

    name: str
    table: str
    recorded: str
    exists: str
    steps: frozenset[str]
    stored: frozenset[str]
    columns: Mapping[str, str] = field(hash=False)
    untimed: Mapping[str, str] = field(hash=False)
    settled: Mapping[str, str] = field(hash=False)
    without_voided: Mapping[str, str] = field(hash=False)
    at_recording: Mapping[str, str] = field(hash=False)
    spans: Mapping[str, tuple[Span, ...]] = field(hash=False)
    untimed_spans: Mapping[str, str] = field(hash=False)
    source_kind: SourceKind = "events"
    sign: str = ""

    def expression(
        self,
        name: str,
        *,
        untimed: bool,
        settled: bool = False,
        without_voided: bool = False,
        at_recording: bool = False,
    ) -> str:
        """What the column is made of. untimed: the store holds cases closed or voided without a time of it; settled:
        every closing in force is the last one stored; without_voided: voided cases are left out by a condition of
        their own; at_recording: of the versions current at a past recording."""
        if at_recording and name in self.at_recording:
            return self.at_recording[name]
        name = self.without_voided.get(name, name) if without_voided else name
        special = self.untimed if untimed else self.settled if settled else {}
        return special.get(name, self.columns[name])


@dataclass(frozen=True)
class Branch:
    """A stored time that can put a case into a period, its day and hour in the city's zone, and when it is the one;
    columns: what columns of the state come to then, where that is less to read; first_closing: it is of cases whose
    first closing is in force.
    """

    time: str = ""
    day: str = ""
    hour: str = ""
    where: str = ""
    first_closing: bool = False
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Basis:
    """A way to select rows of a table by time. letter: as in kpis; without a time in any branch it is the state at a
    moment, of whatever table."""

    key: str
    letter: str
    zh: str
    en: str
    branches: tuple[Branch, ...]
    table: str | None = "events"

    @property
    def is_state(self) -> bool:
        """Whether the period is ignored and the state at the as-of moment is meant."""
        return not self.branches[0].time


# Places that are filled in when a statement is composed.
_LATER = {"moment": "@moment", "table": "@table"}


@lru_cache(maxsize=1)
def state_tables() -> Mapping[str, StateTable]:
    """The tables of state.toml by name: events, devices, units, rosters, calls, partners."""
    return {name: _state_table(name, table) for name, table in _read("state.toml").items()}


@lru_cache(maxsize=1)
def bases() -> Mapping[str, Basis]:
    """The bases of bases.toml by key."""
    return {
        key: Basis(
            key=key,
            letter=table.get("letter", key),
            zh=table["zh"],
            en=table["en"],
            branches=tuple(Branch(**branch) for branch in table["branches"]),
            table=table.get("table", "events") if table["branches"][0] else None,
        )
        for key, table in _read("bases.toml").items()
    }


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


def _state_table(name: str, table: Mapping[str, Any]) -> StateTable:
    columns = {column: stored_column(column) for column in table["columns"]}
    columns |= {step: _PIECES.filled("step", column=step, moment="@moment") for step in table["steps"]}
    limit = {"silence_limit": limit_expression(name)} if name in silence_minutes() else {}
    for column, expression in table.get("derived", {}).items():
        columns[column] = Text(expression).safe_substitute(columns | limit | _LATER)
    return StateTable(
        name=name,
        table=table["table"],
        recorded=table["recorded"],
        exists=table["exists"],
        steps=frozenset(table["steps"]),
        stored=stored_columns(" ".join(columns.values())),
        columns=columns,
        untimed={
            column: Text(expression).safe_substitute(columns | _LATER)
            for column, expression in table.get("untimed", {}).items()
        },
        settled=table.get("settled", {}),
        without_voided=table.get("without_voided", {}),
        at_recording=table.get("at_recording", {}),
        spans={name: tuple(_span(one) for one in spans) for name, spans in table.get("spans", {}).items()},
        untimed_spans=table.get("untimed_spans", {}),
        source_kind=table.get("source_kind", "events"),
        sign=table.get("sign", ""),
    )


def _span(table: Mapping[str, list[str]]) -> Span:
    return Span(**{side: tuple(expressions) for side, expressions in table.items()})
