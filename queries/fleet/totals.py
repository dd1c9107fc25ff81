"""What is out in the field: units and devices by kind and state. A device without a heartbeat is not online."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from queries.calendar.city_days import naive
from queries.kpis.report_facts import ReportFacts
from queries.store.statement_runner import StatementRunner

SILENT_DEVICE = timedelta(minutes=15)  # as the KPI `online`
SILENT_UNIT = timedelta(minutes=30)  # as the KPI `staffed`
UNITS = """
SELECT kind, CASE
    WHEN duty IS DISTINCT FROM 'on' THEN coalesce(duty, 'unknown')
    WHEN seen_at IS NULL OR seen_at < $heard_since THEN 'silent'
    ELSE coalesce(status, 'unknown') END AS state, count(*)
FROM city.units GROUP BY ALL ORDER BY ALL
"""
DEVICES = """
SELECT kind, CASE
    WHEN status = 'online' AND (heartbeat_at IS NULL OR heartbeat_at < $heard_since) THEN 'silent'
    ELSE coalesce(status, 'unknown') END AS state, count(*)
FROM city.devices GROUP BY ALL ORDER BY ALL
"""
ROSTERS = "SELECT kind, sum(people)::BIGINT FROM city.rosters GROUP BY kind ORDER BY kind"


@dataclass(frozen=True)
class Fleet:
    """Units or devices of one kind: how many, and how many in each state. States are the statuses of reports.toml, of
    units not on duty off or leave, and "silent" for those not heard of lately."""

    kind: str
    states: Mapping[str, int] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """All of them."""
        return sum(self.states.values())


@dataclass(frozen=True)
class Fleets:
    """Units and devices by kind, and the people on the roster by kind (numbers, not single people)."""

    units: tuple[Fleet, ...]
    devices: tuple[Fleet, ...]
    roster: Mapping[str, int]


def fleets(runner: StatementRunner, as_of: datetime) -> Fleets:
    """What the newest reports say; as_of: the moment (aware) from which silence is measured, or the last delivery if
    that is earlier. Of a moment before the newest reports nothing is known and nothing told."""
    facts = ReportFacts(runner)
    known = {table: facts.known_at(table, as_of) for table in ("units", "devices", "rosters")}
    told = {table: min(as_of, facts.told_until(table) or as_of) for table in ("units", "devices")}
    heard = {"units": naive(told["units"] - SILENT_UNIT), "devices": naive(told["devices"] - SILENT_DEVICE)}
    roster = {kind: int(people) for kind, people in runner.rows(ROSTERS, {})[1]}
    return Fleets(
        units=_by_kind(runner, UNITS, heard["units"]) if known["units"] else (),
        devices=_by_kind(runner, DEVICES, heard["devices"]) if known["devices"] else (),
        roster=roster if known["rosters"] else {},
    )


def _by_kind(runner: StatementRunner, statement: str, heard_since: datetime) -> tuple[Fleet, ...]:
    found: dict[str, dict[str, int]] = {}
    for kind, state, n in runner.rows(statement, {"heard_since": heard_since})[1]:
        found.setdefault(kind, {})[state] = n
    return tuple(
        sorted((Fleet(kind, states) for kind, states in found.items()), key=lambda fleet: (-fleet.n, fleet.kind))
    )
