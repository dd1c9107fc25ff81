"""What sensors measure in special grids, as of a moment: the newest value of each quantity, and its day by the hour.

A reading is of a special grid itself or of a device, which belongs to the grids whose outlines hold its position. Where
a grid itself is measured, its devices do not count beside it; else they make one value together (`Quantity.together`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, TypeAlias, TypeVar

import numpy as np

from geodata.areas.special_grids import SpecialGrids
from queries.calendar.city_days import naive
from queries.device_reports.quantities import Quantity, quantities
from queries.store.statement_runner import StatementRunner
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("special_readings.sql"))
HOURS = 24
T = TypeVar("T")
Sensor: TypeAlias = tuple[str, str]  # source, device; the device is empty where the grid itself is measured


@dataclass(frozen=True)
class HourMeasured:
    """The mean of one hour, and how many sensors make it."""

    mean: float
    sensors: int


@dataclass(frozen=True)
class SensorReading:
    """One quantity in one special grid. state: none, nothing ever came; stale, nothing for longer than it counts as
    current. value: of the sensors that are current, of stale ones the last known; measured_at: the oldest of these
    moments (aware). sensors, current: how many ever measured it, and how many are current. hours: those of the day,
    None where nothing was measured."""

    quantity: Quantity
    state: Literal["current", "stale", "none"]
    value: float | None = None
    measured_at: datetime | None = None
    sensors: int = 0
    current: int = 0
    hours: tuple[HourMeasured | None, ...] = (None,) * HOURS


@dataclass(frozen=True)
class GridReadings:
    """One special grid and its readings, one for each quantity in the order of quantities.toml."""

    code: str
    name: str
    is_key: bool
    readings: tuple[SensorReading, ...]


@dataclass(frozen=True)
class SpecialReadings:
    """Special grids as of a moment (aware), in code order; day: of the city, whose hours are told. adrift: sensors of
    which nothing says in which special grid of the city they are."""

    as_of: datetime
    day: date
    grids: tuple[GridReadings, ...]
    adrift: int

    @property
    def is_measured(self) -> bool:
        """Whether anything ever was."""
        return any(one.state != "none" for grid in self.grids for one in grid.readings)


class _Told:
    """What the sensors of one grid say of one quantity."""

    def __init__(self) -> None:
        self.newest: dict[Sensor, tuple[float, datetime]] = {}
        self.hours: defaultdict[int, dict[Sensor, float]] = defaultdict(dict)


def special_readings(
    runner: StatementRunner,
    grids: SpecialGrids,
    moments: tuple[datetime, datetime],
    day: date,
    shown: Callable[[Set[int]], Iterable[int]],
) -> SpecialReadings:
    """moments: as of which, and what was recorded until when (aware); day: of the city, that of the first of them;
    shown: which places among the grids are told, given those of which anything is known. Raises TooSlow."""
    as_of, known = moments
    asked = {"as_of": naive(as_of).replace(second=0, microsecond=0), "known": naive(known)}
    where = _Whereabouts(runner, grids)
    told: defaultdict[tuple[int, str], _Told] = defaultdict(_Told)
    adrift = set()
    for source, device, grid, quantity, value, measured in runner.rows(_known("newest"), asked)[1]:
        places = where.of(device, grid)
        if not places:
            adrift.add((source, device, grid))
        for place in places:
            told[place, quantity].newest[source, device] = value, measured.replace(tzinfo=UTC)
    for source, device, grid, quantity, hour, mean in runner.rows(_known("hours"), asked | {"day": day})[1]:
        for place in where.of(device, grid):
            told[place, quantity].hours[hour][source, device] = mean
    found = (_grid(grids, place, told, as_of) for place in shown({place for place, _ in told}))
    return SpecialReadings(as_of, day, tuple(found), len(adrift))


class _Whereabouts:
    """In which special grids, by their places among all, a sensor is."""

    def __init__(self, runner: StatementRunner, grids: SpecialGrids) -> None:
        self._by_code = {str(code): [place] for place, code in enumerate(grids.code)}
        self._by_device: defaultdict[str, list[int]] = defaultdict(list)
        stands = {device: (lon, lat) for device, lon, lat in reversed(runner.rows(_SQL["positions"], {})[1])}
        points, names = np.array(list(stands.values()), dtype=np.float64).reshape(-1, 2), list(stands)
        for row, place in zip(*grids.holding_points(points[:, 0], points[:, 1]), strict=True):
            self._by_device[names[row]].append(int(place))

    def of(self, device: str, grid: str) -> Sequence[int]:
        """Nowhere, in one, or in several that overlap."""
        return self._by_device.get(device, []) if device else self._by_code.get(grid, [])


def _grid(grids: SpecialGrids, place: int, told: Mapping[tuple[int, str], _Told], as_of: datetime) -> GridReadings:
    readings = tuple(_reading(one, told.get((place, code)), as_of) for code, one in quantities().items())
    return GridReadings(str(grids.code[place]), str(grids.name[place]), bool(grids.key[place]), readings)


def _reading(quantity: Quantity, told: _Told | None, as_of: datetime) -> SensorReading:
    if told is None or not told.newest:
        return SensorReading(quantity, "none")
    hours = tuple(_hour(quantity, told.hours.get(hour, {})) for hour in range(HOURS))
    whole, devices = _parted(told.newest)
    current = [one for one in whole if as_of - one[1] <= quantity.current]
    if current:
        return SensorReading(quantity, "current", *_latest(current), 1, 1, hours)
    current = [one for one in devices if as_of - one[1] <= quantity.current]
    sensors = len(devices) or 1
    if not current:
        return SensorReading(quantity, "stale", *_latest([*whole, *devices]), sensors, 0, hours)
    value = quantity.of_sensors([value for value, _ in current])
    return SensorReading(quantity, "current", value, min(at for _, at in current), sensors, len(current), hours)


def _hour(quantity: Quantity, means: Mapping[Sensor, float]) -> HourMeasured | None:
    whole, devices = _parted(means)
    if whole:
        return HourMeasured(sum(whole) / len(whole), 1)
    return HourMeasured(quantity.of_sensors(devices), len(devices)) if devices else None


def _parted(told: Mapping[Sensor, T]) -> tuple[list[T], list[T]]:
    """What is said of the grid itself, and what devices in it say."""
    whole = [one for (_, device), one in told.items() if not device]
    return whole, [one for (_, device), one in told.items() if device]


def _latest(told: Iterable[tuple[float, datetime]]) -> tuple[float, datetime]:
    return max(told, key=lambda one: (one[1], one[0]))


def _known(name: str) -> str:
    """A statement about the readings that were current at $known."""
    return _SQL.filled(name, readings=_SQL["readings"])
