"""What the browser gets of cases, units, devices and special grids on the map as JSON. Degrees are WGS-84."""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

StateWords = tuple[str, str, str]
"""Key, name and sign of a state."""
UnitCluster = tuple[float, float, int, int, int]
"""lon, lat, and how many are seen, silent and off duty."""
DeviceKindCounts = list[int]
"""Index of a kind, then counts by state."""
DeviceArea = tuple[str, float, float, list[DeviceKindCounts]]
"""Name, lon, lat of an area and the kinds that it has."""
DeviceCluster = list[float]
"""lon, lat, then counts by state."""
PointCluster = tuple[int, int, int, float, float]
"""Column and row of a cell, cases, and their mean lon and lat."""
ComparisonRow = tuple[str, list[tuple[str, str]]]
"""Name of a KPI, and for each special grid its value and n as words."""


class PointsWords(TypedDict):
    """Sentences of the layer of cases; those of the list only where there are cases to list."""

    title: str
    total: str
    without: NotRequired[str]
    cluster: NotRequired[str]
    one: NotRequired[str]
    close: NotRequired[str]
    more: NotRequired[str]
    csv: NotRequired[str]
    failed: NotRequired[str]
    asking: NotRequired[str]


class PointsAnswer(TypedDict):
    """GET /api/v1/map/points. known: as recorded by when the cases were counted, for the list behind a cluster."""

    depth: int
    clusters: list[PointCluster]
    in_sight: int
    with_point: int
    without_point: int
    total: int
    known: str | None
    words: PointsWords


class ListedCase(TypedDict):
    """A case in the list of a cluster, in words."""

    source: str
    id: str
    title: str
    time: str
    status: str
    area: str


class CaseListPage(TypedDict):
    """GET /api/v1/map/points/cases. n: all cases of the cell; next, csv: addresses."""

    n: int
    title: str
    cases: list[ListedCase]
    next: str | None
    csv: str


class KindLine(TypedDict):
    """A kind of unit or device in the legend, and the address that chooses it."""

    sign: str
    text: str
    title: str
    href: str
    on: bool


class FleetNumbers(TypedDict):
    """The legend's counts as numbers, of devices by state."""

    placed: int
    not_placed: int
    states: list[int]


class FleetLegend(TypedDict):
    """signs: sign and name of each state that has one."""

    title: str
    kinds: list[KindLine]
    notes: list[str]
    signs: list[tuple[str, str]]
    numbers: NotRequired[FleetNumbers]


class FleetUnknown(TypedDict):
    """The answer for a moment of which nothing is known."""

    known: Literal[False]
    legend: FleetLegend


class UnitKind(TypedDict):
    """ttl: seconds that a position is good for, null for ever."""

    name: str
    sign: str
    shape: str
    ttl: float | None


class UnitMarks(TypedDict):
    """Columns: the same place in each is one unit. heading: degrees from north; seen: seconds since 1970; home: index
    into `homes`, -1 without one."""

    unit: list[str]
    kind: list[int]
    state: list[int]
    lon: list[float]
    lat: list[float]
    heading: list[int | None]
    seen: list[int | None]
    home: list[int]
    homes: list[str]


class UnitsWords(TypedDict):
    """Sentences whose {names} the browser fills in."""

    seen: str
    unseen: str
    never: str
    home: str
    group: str


class UnitsKnown(TypedDict):
    """GET /api/v1/map/units. at: the moment shown, seconds since 1970; either marks or clusters."""

    known: Literal[True]
    reports: int
    at: float
    zone: str
    kinds: list[UnitKind]
    states: list[StateWords]
    marks: UnitMarks | None
    clusters: list[UnitCluster] | None
    depth: int
    legend: FleetLegend
    words: UnitsWords


UnitsAnswer = UnitsKnown | FleetUnknown


class DeviceMarks(TypedDict):
    """Columns: the same place in each is one device. owner: index into `owners`, -1 without one; heartbeat: seconds
    since 1970."""

    device: list[str]
    kind: list[int]
    state: list[int]
    lon: list[float]
    lat: list[float]
    owner: list[int]
    owners: list[str]
    heartbeat: list[int | None]


class DevicesWords(TypedDict):
    """Sentences whose {names} the browser fills in."""

    heard: str
    unheard: str
    all: str
    group: str


class DevicesKnown(TypedDict):
    """GET /api/v1/map/devices. kinds: name and sign; at: the moment shown, seconds since 1970; one of areas, marks and
    clusters."""

    known: Literal[True]
    reports: int
    at: float
    zone: str
    kinds: list[tuple[str, str]]
    states: list[StateWords]
    areas: list[DeviceArea] | None
    marks: DeviceMarks | None
    clusters: list[DeviceCluster] | None
    depth: int
    words: DevicesWords
    legend: FleetLegend


DevicesAnswer = DevicesKnown | FleetUnknown


class Outline(TypedDict):
    """A geometry of GeoJSON."""

    type: Literal["Polygon", "MultiPolygon"]
    coordinates: list[Any]


class SpecialGrid(TypedDict):
    """One special grid; key: one of the named ones."""

    code: str
    name: str
    kind: str
    key: bool
    outline: Outline


class ComparisonWords(TypedDict):
    """Sentences of the comparison."""

    compare: str
    remove: str
    close: str


class SpecialComparison(TypedDict):
    """The special grids chosen side by side; close: the address without any."""

    names: list[str]
    rows: list[ComparisonRow]
    words: ComparisonWords
    close: str


class SpecialHead(TypedDict):
    """What GET /api/v1/map/special says of all grids. bounds: west, south, east, north of the first one chosen; choose,
    add, without: addresses, `place` stands for a code."""

    total: int
    seen: int
    shown: int
    chosen: list[str]
    bounds: tuple[float, float, float, float] | None
    choose: str
    add: str | None
    without: dict[str, str]
    place: str
    legend: list[str]
    compare: SpecialComparison | None


class SpecialAnswer(SpecialHead):
    """GET /api/v1/map/special."""

    grids: list[SpecialGrid]


class HotSpotDrawn(TypedDict):
    """A place with clearly more cases than usual. code: the smallest area that holds it; href: where a click leads;
    number: the figure of that area as an address names it."""

    code: str
    said: str
    href: str
    number: str
    outline: Outline


class HotSpotsDrawn(TypedDict):
    """GET /api/v1/map/hot_spots. total: of all, also of those that are not drawn; notes: how they were found, or why
    there are none."""

    total: int
    spots: list[HotSpotDrawn]
    legend: list[str]
    notes: list[str]


class RepeatSpotDrawn(TypedDict):
    """A spot where the same comes back. name: source and number of its first case; n: its cases, of these `open`;
    quarters: from 1 to 4, the longer it lasts; said: lines of words; href: its list of cases."""

    name: str
    lat: float
    lon: float
    n: int
    open: int
    quarters: int
    said: list[str]
    href: str


class RepeatSpotsDrawn(TypedDict):
    """GET /api/v1/map/repeat_spots. total: of all, also of those that are not drawn; lasting: what a spot with one
    quarter, two, three and four says of its length; notes: how they were found, or why there are none."""

    total: int
    spots: list[RepeatSpotDrawn]
    lasting: list[str]
    legend: list[str]
    notes: list[str]
