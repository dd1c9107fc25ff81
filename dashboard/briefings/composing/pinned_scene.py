"""The scene of a briefing: that of an address, pinned to days and moments, so that it says the same for ever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from urllib.parse import urlencode

from dashboard.access.request_scope import request_scope
from dashboard.briefings.city_briefings import lacking
from dashboard.briefings.composing.briefing_scene import BriefingScene, briefing_scene
from dashboard.briefings.declaration import STOCKS_AT, BriefingDeclaration
from dashboard.errors import wrong_parameter
from dashboard.view import parsers
from dashboard.view.periods import resolve
from dashboard.view.registry import Registry
from dashboard.view.resolution import resolve_scene
from dashboard.view.scene import Scene
from queries.city import City

PATH = "/briefing"
OF_A_BRIEFING = ("area", "period", "as_of", "recorded_as_of", "where", "special", "against", "lang")
"""Parameters of an address that a briefing obeys."""


def pinned_scene(city: City, registry: Registry, one: BriefingDeclaration, given: Mapping[str, str]) -> BriefingScene:
    """The scene that some parameters (names as in OF_A_BRIEFING, texts as in an address) ask for. Raises BadParameter
    for one that is not understood, and UnknownArea."""
    parsers.refuse_others(given, OF_A_BRIEFING)
    asked = {name: parsers.text(name, text) for name, text in given.items() if text.strip()}
    if "area" in asked:
        city.tree.area(asked["area"])
    now = city.sources.stamp().as_of
    asked.setdefault("period", _newest_period(city, one.period, asked, now))
    first = _resolved(city, registry, asked, now)
    _refuse_lacking(city, one, first)
    start, end = first.period.start, first.period.end
    zone = first.zone
    recorded = first.view.recorded_as_of or city.acts.moment()
    pinned = {
        **asked,
        "period": f"{start}..{end}" if start and end else "all",
        "as_of": _written(first.now.as_of, zone),
        "recorded_as_of": _written(recorded, zone),
    }
    scene = _resolved(city, registry, pinned, now)
    # Compared as the period by its name is: a month with the month before, not with as many days.
    made = replace(scene, earlier=first.earlier, compared=first.compared, opened=False)
    return briefing_scene(city, made, stocks_at_end=one.stocks == STOCKS_AT[0])


def _newest_period(city: City, name: str, asked: Mapping[str, str], now: datetime) -> str:
    """The period of a briefing where nobody names one: what its own means at the moment; where the data have ended and
    the last report lies before that day, what it meant on the day after the last report."""
    zone, sources = city.profile.time_zone, city.sources.of_cases(scope=request_scope())
    as_of = parsers.moment("as_of", asked["as_of"], zone) if "as_of" in asked else now
    reported = [source.last_reported.astimezone(zone) for source in sources if source.last_reported]
    if not city.sources.stand or not reported or as_of.astimezone(zone).date() <= max(reported).date():
        return name
    period = resolve(name, max(reported) + timedelta(days=1), zone)
    return f"{period.start}..{period.end}" if period.start and period.end else name


def _refuse_lacking(city: City, one: BriefingDeclaration, scene: Scene) -> None:
    """Of a whole city there is no report of a district: its numbers would stand under a title that is not true."""
    wanted = lacking(city, one, scene.area, scene.specials[0][0] if scene.specials else None)
    if isinstance(wanted, str):
        if wanted:
            raise wrong_parameter("special", "briefing_special")
        return
    raise wrong_parameter("area", "briefing_level", level=scene.words.either(wanted.zh, wanted.en))


def _written(moment: datetime, zone: tzinfo) -> str:
    return moment.astimezone(zone).isoformat()


def _resolved(city: City, registry: Registry, asked: Mapping[str, str], now: datetime) -> Scene:
    scene = resolve_scene(city, registry, (PATH, f"?{urlencode(asked)}"), now)
    for notice in scene.notices:
        raise wrong_parameter("address", "not_understood", given=parsers.quoted(notice.value))
    return scene
