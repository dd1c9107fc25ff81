"""From an address and a moment to the scene of a screen, in one city."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from dashboard.access.request_scope import request_scope
from dashboard.view.address import Notice, parse_view
from dashboard.view.against import earlier_by
from dashboard.view.business_lines import line_seen
from dashboard.view.parameter import Vocabulary
from dashboard.view.periods import PeriodAt, ScreenPeriod, earlier, resolve
from dashboard.view.registry import Registry, Screen, WallPlace
from dashboard.view.scene import Scene
from dashboard.view.stamps import Playing
from dashboard.view.view_state import PARAMETERS, ViewState
from dashboard.view.wall_scene import WallScene
from dashboard.words.catalogue import catalogue
from geodata.areas.area_tree import Area
from queries.city import City
from queries.values import (
    CLOSING_LEVEL,
    SPECIAL_GRID,
    Scope,
    device_kinds,
    end_of_day,
    inclusion,
    unit_kinds,
    working_calendar,
)

DENSITY = "heat"
DEFAULT_KPI = "reported"


def vocabulary(city: City, registry: Registry, scope: Scope) -> Vocabulary:
    """What an address may say of this city, as far as the asker may see it."""
    return Vocabulary(
        zone=city.profile.time_zone,
        has_area=city.tree.number_of_code.__contains__,
        kpis=city.kpis.dictionary.keys(),
        denominators=lambda kpi: city.kpis.dictionary[kpi].denominators if kpi in city.kpis.dictionary else (),
        levels=[level.key for level in city.profile.levels[1:]],
        layers=registry.layer_keys,
        unit_kinds=unit_kinds(),
        device_kinds=device_kinds(),
        has_special=lambda code: code in city.ground.special_grids.code,
        has_scene=lambda key: key in registry.scene_keys(city, scope),
        loops=city.governance.loops.keys(),
        evaluations=city.evaluations.all.keys(),
        has_value=lambda dimension, value: city.kpis.has_value(dimension, value, scope=scope),
    )


def resolve_scene(
    city: City,
    registry: Registry,
    address: tuple[str | None, str | None],
    as_of: datetime,
    *,
    playing: Playing | None = None,
) -> Scene:
    """The scene of an address (path and query) at a moment (aware). Anything not understood becomes a notice.

    playing: of a replay, whose moment goes before the one in the address.
    """
    path, search = address
    zone, scope = city.profile.time_zone, request_scope()
    known = vocabulary(city, registry, scope)
    view, notices = parse_view(search, known)
    wall = _wall_scene(city, registry.screen_at(path), view, scope)
    own = view if wall else None
    view = with_choices_of(wall, view, known) if wall else view
    if playing:
        moment = as_of.astimezone(zone)
        view = replace(view, as_of=moment, recorded_as_of=moment if playing == "known" else None)
    moment = view.as_of or as_of
    period, opened = _period(city, view, moment, scope)
    now = PeriodAt(period, moment)
    before = earlier_by(view.against, now, zone, working_calendar(city.profile))
    home = city.ground.home(scope)
    area = city.tree.area(view.area) if view.area else home
    if not scope.meets(area.area_id, area.last_id):
        view, notices, area = replace(view, area=None), (*notices, Notice("notice_not_permitted", area.name)), home
    return Scene(
        registry=registry,
        screen=registry.screen_at(path),
        view=view,
        search=search or "",
        notices=notices,
        area=area,
        ancestors=tuple(one for one in city.tree.ancestors(area) if home.holds(one.area_id)),
        metric=city.kpis.dictionary[view.kpi or DEFAULT_KPI].with_denominator(view.denominator),
        now=now,
        earlier=_comparable(city, before, scope),
        compared=before,
        opened=opened,
        reported=_reported(city, scope),
        pinned=_pinned(city, view, now, scope),
        zone=zone,
        words=catalogue(view.language or city.profile.language),
        scope=scope,
        specials=_specials(city, view.special),
        default_layers=_default_layers(city, registry, area),
        value_names=_value_names(city, view),
        wall=wall,
        line=line_seen(city, wall.line, scope) if wall and wall.line else None,
        own=own,
    )


def with_choices_of(wall: WallScene, view: ViewState, known: Vocabulary) -> ViewState:
    """A view with what a scene of the wall chooses where the view has chosen nothing; what the scene names and the city
    does not know is not chosen."""
    own, _ = parse_view(wall.address, known)
    made = {one.name for one in PARAMETERS if getattr(view, one.field) != one.default}
    chosen = {one.field: getattr(own, one.field) for one in PARAMETERS if made.isdisjoint((one.name, *one.dropped_by))}
    return replace(view, **chosen)


def _wall_scene(city: City, screen: Screen, view: ViewState, scope: Scope) -> WallScene | None:
    """The scene that an address names, else the first; None of a screen without any."""
    area = city.tree.area(view.area) if view.area else city.ground.home(scope)
    scenes = screen.scenes(city, WallPlace(area, view.known, scope))
    named = (view.scene or view.turn,)
    return next((one for one in scenes if one.key in named), scenes[0] if scenes else None)


def _default_layers(city: City, registry: Registry, area: Area) -> tuple[str, ...]:
    """Those of the registry; where no area below has an outline that could be coloured, the density of points too."""
    below = city.tree.children(area)
    if any(one.has_outline for one in below) or (area.is_leaf and area.parent_id):
        return registry.default_layers
    return tuple(key for key in registry.layer_keys if key in {*registry.default_layers, DENSITY})


def _specials(city: City, codes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    if not codes:
        return ()
    grids = city.ground.special_grids
    return tuple((code, str(grids.name[grids.code == code][0])) for code in codes)


def _value_names(city: City, view: ViewState) -> dict[tuple[str, str], str]:
    """Special grids and levels have names of the city's own."""
    either = catalogue(view.language or city.profile.language).either
    grids = tuple(value for dimension, value in view.where if inclusion(dimension) == SPECIAL_GRID)
    levels = {level.key: either(level.zh, level.en) for level in city.profile.levels}
    return {(SPECIAL_GRID, code): name for code, name in _specials(city, grids)} | {
        (CLOSING_LEVEL, key): name for key, name in levels.items()
    }


def _period(city: City, view: ViewState, as_of: datetime, scope: Scope) -> tuple[ScreenPeriod, bool]:
    if view.period:
        return resolve(view.period, as_of, city.profile.time_zone), False
    start, end, _ = city.kpis.opening_period(as_of, scope=scope)
    today = as_of.astimezone(city.profile.time_zone).date()
    if start == end == today:
        return ScreenPeriod("today", today, today), False
    return ScreenPeriod("days", start, end), True


def _comparable(city: City, before: PeriodAt | None, scope: Scope) -> PeriodAt | None:
    """`before`, unless it begins before the city's first case: a part of a period is no measure for a whole one."""
    sources = city.sources.of_cases(scope=scope)
    first = min((source.first_reported for source in sources if source.first_reported), default=None)
    if before is None or before.period.start is None or first is None:
        return before
    return before if before.period.start >= first.astimezone(city.profile.time_zone).date() else None


def _pinned(city: City, view: ViewState, now: PeriodAt, scope: Scope) -> PeriodAt | None:
    """What the colours of a replay are measured by: the earlier period, else the replayed one, at the end of the days
    that it runs over.
    """
    if not view.replay:
        return None
    zone = city.profile.time_zone
    last = resolve(view.replay, now.as_of, zone).end
    end = end_of_day(last, zone) if last else now.as_of
    period = now.period if now.period.kind == "days" else resolve(now.period.kind, end, zone)
    whole = PeriodAt(period, end)
    return _comparable(city, earlier(whole, zone), scope) or whole


def _reported(city: City, scope: Scope) -> tuple[date, date] | None:
    sources, zone = city.sources.of_cases(scope=scope), city.profile.time_zone
    firsts = [source.first_reported for source in sources if source.first_reported]
    lasts = [source.last_reported for source in sources if source.last_reported]
    return (min(firsts).astimezone(zone).date(), max(lasts).astimezone(zone).date()) if firsts and lasts else None
