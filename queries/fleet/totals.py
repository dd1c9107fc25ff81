"""Totals of units and devices by kind and state. A device without a heartbeat is not online."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from queries.as_of_state.state_tables import state_tables
from queries.calendar.city_days import naive
from queries.kpis.report_facts import ReportFacts
from queries.store.statement_runner import StatementRunner
from queries.store.statements import Text, read_statements

_SQL = read_statements(Path(__file__).with_name("fleet.sql"))


@dataclass(frozen=True)
class FleetOfKind:
    """Units or devices of one kind: how many, and how many in each state of fleet_states.toml."""

    kind: str
    states: Mapping[str, int] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """All of them."""
        return sum(self.states.values())


@dataclass(frozen=True)
class FleetTotals:
    """Units and devices by kind, and the people on the roster by kind (numbers, not single people)."""

    units: tuple[FleetOfKind, ...]
    devices: tuple[FleetOfKind, ...]
    roster: Mapping[str, int]


def fleet_totals(runner: StatementRunner, as_of: datetime) -> FleetTotals:
    """Totals by the newest reports, in the states of the moment `as_of` (aware). Of a moment before the newest reports
    nothing is known and the answer is empty."""
    facts = ReportFacts(runner)
    known = {table: facts.known_at(table, as_of) for table in ("units", "devices", "rosters")}
    roster = {kind: int(people) for kind, people in runner.rows(_SQL["rosters"], {})[1]}
    return FleetTotals(
        units=_by_kind(runner, "units", as_of) if known["units"] else (),
        devices=_by_kind(runner, "devices", as_of) if known["devices"] else (),
        roster=roster if known["rosters"] else {},
    )


def _by_kind(runner: StatementRunner, name: str, as_of: datetime) -> tuple[FleetOfKind, ...]:
    found: dict[str, dict[str, int]] = {}
    for kind, state, n in runner.rows(_by_state(name), {"as_of": naive(as_of)})[1]:
        found.setdefault(kind, {})[state] = n
    return tuple(
        sorted((FleetOfKind(kind, states) for kind, states in found.items()), key=lambda fleet: (-fleet.n, fleet.kind))
    )


@cache
def _by_state(name: str) -> str:
    table = state_tables()[name]
    state = Text(table.columns["state"]).substitute(moment="$as_of")
    return _SQL.filled("by_state", state=state, table=table.table)
