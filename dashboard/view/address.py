"""The state of a screen is its address: parse it with forgiveness, write it in one canonical form. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal
from urllib.parse import parse_qsl, quote, urlencode

from dashboard.view.question_parameters import YEARS

Screen = Literal["analyst", "wall", "sources", "dictionary"]
SCREENS: dict[Screen, str] = {"analyst": "/", "wall": "/wall", "sources": "/sources", "dictionary": "/dictionary"}
LANGUAGES = ("zh-CN", "en")
_SHORT = {"zh": "zh-CN"}
THEMES = ("dark", "light")
NAMED_PERIODS = ("today", "yesterday", "7d", "30d", "month", "last_month", "all")
_KEYS = (
    "area",
    "period",
    "kpi",
    "denominator",
    "lang",
    "theme",
    "as_of",
    "recorded_as_of",
    "replay",
    "level",
    "layers",
    "units",
    "devices",
    "heat",
    "special",
    "rank",
    "case",
)
_OF_THE_DAY = "today"
LAYERS = ("cells", "heat", "points", "units", "devices", "special", "labels", "tiles")
DEFAULT_LAYERS = ("cells", "labels", "tiles")
HEATS = ("per_km2", "raw", "per_10k")
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")
_LONGEST = 100
MOST_SPECIAL = 3
RANKS = ("key", "all")
_CASE = re.compile(r"[^/]{1,100}/.{1,200}", re.DOTALL)


@dataclass(frozen=True)
class Notice:
    """Something in the address was not understood: `key` names the sentence in the catalogue, `value` is what stood
    there.
    """

    key: str
    value: str


@dataclass(frozen=True)
class ViewState:
    """What a screen shows. None means "the city's own choice" (root area, opening period, default KPI, language).

    level: key of the level that the map shows; None lets it follow the zoom.
    layers: those of LAYERS that the map shows, in their order; None: DEFAULT_LAYERS.
    units, devices: the kinds that their layers show; empty: all.
    heat: which of HEATS the heat layer shows.
    replay: the days that the replay control runs over, `YYYY-MM-DD..YYYY-MM-DD` or "today" (the day of the moment
    shown); None without a control.
    special: codes of special grids: the numbers are those of the first, the others are compared with it.
    rank: which special grids are ranked instead of the areas below: one of RANKS.
    case: `source/number` of the case whose card is open; it does not outlive a change of the area.
    """

    screen: Screen = "analyst"
    area: str | None = None
    period: str | None = None
    kpi: str | None = None
    denominator: str | None = None
    language: str | None = None
    theme: str = "dark"
    as_of: datetime | None = None
    recorded_as_of: datetime | None = None
    replay: str | None = None
    level: str | None = None
    layers: tuple[str, ...] | None = None
    units: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    special: tuple[str, ...] = ()
    rank: str | None = None
    case: str | None = None
    heat: str = HEATS[0]


@dataclass(frozen=True)
class Vocabulary:
    """What an address may say in one city: `denominators` gives the names that a KPI knows."""

    zone: tzinfo
    has_area: Callable[[str], bool]
    kpis: Collection[str]
    denominators: Callable[[str], Collection[str]]
    levels: Collection[str] = ()
    unit_kinds: Collection[str] = ()
    device_kinds: Collection[str] = ()
    has_special: Callable[[str], bool] = lambda code: False


def parse_view(pathname: str | None, search: str | None, words: Vocabulary) -> tuple[ViewState, tuple[Notice, ...]]:
    """The view that an address asks for, and a notice for each part that was ignored. Never raises."""
    pairs = parse_qsl((search or "").lstrip("?"), keep_blank_values=True)
    given = {key: value for key, value in pairs if key in _KEYS and value}
    if ("replay", "") in pairs:
        given.setdefault("replay", _OF_THE_DAY)
    notices: list[Notice] = []

    def known(key: str, test: Callable[[str], bool]) -> str | None:
        value = given.get(key)
        if value is None or test(value):
            return value
        notices.append(Notice(f"notice_{key}", value[:_LONGEST]))
        return None

    def moment(key: str) -> datetime | None:
        value = known(key, lambda text: parse_moment(text, words.zone) is not None)
        return parse_moment(value, words.zone) if value else None

    kpi = known("kpi", words.kpis.__contains__)
    language = known("lang", lambda name: name in LANGUAGES or name in _SHORT) or ""
    view = ViewState(
        screen=screen_of(pathname),
        area=known("area", words.has_area),
        period=known("period", is_period),
        kpi=kpi,
        denominator=known("denominator", lambda name: name in words.denominators(kpi or "")),
        language=_SHORT.get(language, language) or None,
        theme=known("theme", THEMES.__contains__) or "dark",
        as_of=moment("as_of"),
        recorded_as_of=moment("recorded_as_of"),
        heat=known("heat", HEATS.__contains__) or HEATS[0],
        layers=layers_of(known("layers", lambda text: layers_of(text) is not None)),
        level=known("level", words.levels.__contains__),
        units=kinds_of(known("units", lambda text: kinds_of(text, words.unit_kinds) != ()), words.unit_kinds),
        devices=kinds_of(known("devices", lambda text: kinds_of(text, words.device_kinds) != ()), words.device_kinds),
        special=special_of(known("special", lambda text: all(map(words.has_special, special_of(text))))),
        rank=known("rank", RANKS.__contains__),
        case=known("case", lambda text: _CASE.fullmatch(text) is not None),
        replay=known("replay", lambda text: text == _OF_THE_DAY or days_of_range(text) is not None),
    )
    return view, tuple(notices)


def screen_of(pathname: str | None) -> Screen:
    """The screen of a path; an unknown path is the analyst's."""
    for screen, path in SCREENS.items():
        if pathname == path:
            return screen
    return "analyst"


def is_period(text: str) -> bool:
    """True for a named period or for two real days `YYYY-MM-DD..YYYY-MM-DD` in order."""
    return text in NAMED_PERIODS or days_of_range(text) is not None


def days_of_range(text: str) -> tuple[date, date] | None:
    """First and last day of `YYYY-MM-DD..YYYY-MM-DD`, both inclusive; None when it is no such range."""
    match = _RANGE.fullmatch(text)
    if not match:
        return None
    try:
        first, last = (date.fromisoformat(part) for part in match.groups())
    except ValueError:
        return None
    return (first, last) if first <= last and first.year in YEARS and last.year in YEARS else None


def layers_of(text: str | None) -> tuple[str, ...] | None:
    """The layers of `heat,units`, in the order of LAYERS; "none" is no layer; None where one is unknown."""
    if text is None:
        return None
    names = set() if text == "none" else set(text.split(","))
    return tuple(layer for layer in LAYERS if layer in names) if names <= set(LAYERS) else None


def special_of(text: str | None) -> tuple[str, ...]:
    """The special grids of `A,B`, each once, at most MOST_SPECIAL."""
    return tuple(dict.fromkeys(text.split(",")))[:MOST_SPECIAL] if text else ()


def kinds_of(text: str | None, kinds: Collection[str]) -> tuple[str, ...]:
    """The kinds of `camera,manhole`, in the order of `kinds`; none where one of them is unknown."""
    names = set(text.split(",")) if text else set()
    return tuple(kind for kind in kinds if kind in names) if names <= set(kinds) else ()


def parse_moment(text: str, zone: tzinfo) -> datetime | None:
    """An ISO instant (local to the city when it has no offset); a bare day means its last microsecond. None if
    neither.
    """
    text = text.replace(" ", "+") if "T" in text else text
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            day = date.fromisoformat(text)
            moment = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone) - timedelta(microseconds=1)
        else:
            moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        return None
    if moment.year not in YEARS:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def search_of(view: ViewState) -> str:
    """The canonical query of a view: defaults left out, keys in a fixed order, `""` for the plain screen."""
    parts = {
        "area": view.area,
        "period": view.period,
        "kpi": view.kpi,
        "denominator": view.denominator,
        "lang": view.language,
        "theme": None if view.theme == "dark" else view.theme,
        "as_of": view.as_of and view.as_of.isoformat(),
        "recorded_as_of": view.recorded_as_of and view.recorded_as_of.isoformat(),
        "replay": view.replay,
        "level": view.level,
        "layers": None if view.layers is None else ",".join(view.layers) or "none",
        "units": ",".join(view.units),
        "devices": ",".join(view.devices),
        "heat": None if view.heat == HEATS[0] else view.heat,
        "special": ",".join(view.special),
        "rank": view.rank,
        "case": view.case,
    }
    query = urlencode({key: value for key, value in parts.items() if value}, quote_via=quote, safe=":.,/")
    return f"?{query}" if query else ""


def address(view: ViewState, **changes: object) -> str:
    """Path and query of `view` with some of its fields changed: the target of a link."""
    if "kpi" in changes and "denominator" not in changes:
        changes["denominator"] = None
    if changes.keys() & {"area", "screen"} and "case" not in changes:
        changes["case"] = None
    changed = replace(view, **changes)  # type: ignore[arg-type]
    return SCREENS[changed.screen] + search_of(changed)
