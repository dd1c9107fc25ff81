"""Units and devices nearest to a point, as the newest reports say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

from geodata.coordinates.vicinity import geodesic_metres, sides_around
from queries.as_of_state.state_tables import state_tables
from queries.calendar.city_days import naive
from queries.kpis.source_facts import aware
from queries.privacy.text_columns import masked_table
from queries.store.statement_runner import StatementRunner
from queries.store.statements import Text, read_statements

Things = Literal["units", "devices"]
_SQL = read_statements(Path(__file__).with_name("nearest.sql"))
_NAMES = {"units": "unit", "devices": "device"}
_ROUGHLY = 1.01
"""More than how much the distance of the statement may differ from that on the ellipsoid."""


@dataclass(frozen=True)
class Nearby:
    """A unit or device: kind as in reports.toml, state as in fleet_states.toml; lon, lat: degrees WGS-84; metres: how
    far from the point along the ellipsoid; seen: its last sign of life (aware), None for none."""

    name: str
    kind: str
    state: str
    lon: float
    lat: float
    metres: float
    seen: datetime | None


@dataclass(frozen=True)
class Vicinity:
    """A point (lon, lat in degrees WGS-84), how many metres around it count, and how many are told at most; kinds: of
    which kinds alone, all without any."""

    point: tuple[float, float]
    within_m: float
    most: int
    kinds: tuple[str, ...] = ()


def nearest(runner: StatementRunner, things: Things, around: Vicinity, as_of: datetime) -> tuple[Nearby, ...]:
    """The nearest first. Of units only those on duty and heard of at `as_of` (aware). Raises TooSlow."""
    lon, lat = around.point
    roughly = around.within_m * _ROUGHLY
    west, south, east, north = sides_around(around.point, roughly)
    bound = {
        "lon": lon, "lat": lat, "west": west, "east": east, "south": south, "north": north,
        "within": roughly, "most": around.most, "as_of": naive(as_of), "kinds": list(around.kinds),
        "roughly": _ROUGHLY * _ROUGHLY,
    }  # fmt: skip
    table = masked_table(runner.table(_statement(things), bound))
    rows = table.to_pylist()
    metres = geodesic_metres(around.point, [row["lon"] for row in rows], [row["lat"] for row in rows]).tolist()
    found = [
        Nearby(row[_NAMES[things]], row["kind"], row["state"], row["lon"], row["lat"], away, aware(row["seen"]))
        for row, away in zip(rows, metres, strict=True)
        if away <= around.within_m
    ]
    return tuple(sorted(found, key=lambda one: (one.metres, one.name))[: around.most])


@cache
def _statement(things: Things) -> str:
    table = state_tables()[things]
    state = Text(table.columns["state"]).substitute(moment="$as_of")
    return _SQL.filled(things, state=state, table=table.table)
