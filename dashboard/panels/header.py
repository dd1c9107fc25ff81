"""The top line: whose city, whether simulated, data as of when, how fresh each source is, and the clock."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import cast
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, frame
from dashboard.display.payloads import SourceFreshness
from dashboard.display.wording import clock_text, days_text, source_title
from dashboard.operation.mode_said import mode_name, said_of
from dashboard.panels.payloads import FreshnessSettings, FreshnessWords
from dashboard.view.periods import is_whole_month
from dashboard.view.registry import Screen
from dashboard.view.scene import Scene
from dashboard.words.catalogue import Catalogue
from geodata.city.profile import Profile
from queries.city import City
from queries.values import Alarm, AlarmsAsked, Freshness, ModeHere

MOST_NAMED = 2
LOAD = "load"
"""The screen on which a file is loaded."""


@dataclass(frozen=True)
class Header:
    """What the top line says. mode: of operation of the area; alarms: that nobody has answered, the worst first."""

    profile: Profile
    freshness: Freshness
    mode: ModeHere
    alarms: tuple[Alarm, ...] = ()


def ask(city: City, scene: Scene) -> Header:
    """Freshness as of the screen's moment."""
    freshness = city.sources.freshness(scene.now.as_of, scope=scene.scope)
    known = scene.known or scene.view.as_of
    alarms = city.alarms.listed(AlarmsAsked(city.tree.root, ("new",)), known, scope=scene.scope)
    mode = city.operation.here(scene.area, known, scope=scene.scope)
    return Header(city.profile, freshness, mode, alarms)


def render(header: Header, scene: Scene) -> Component:
    """Title and state on one line, notices about the address under it."""
    words, profile = scene.words, header.profile
    city = words.either(profile.title_zh, profile.title_en)
    title = [html.Span(words("title.product"), className="product"), html.Span("·", className="dot"), html.Span(city)]
    left: list[Component] = [html.H1(title, className="title")]
    if profile.simulated:
        left.append(html.Span(words("title.simulated"), className="simulated"))
    parts = [html.Div(left, className="header-left"), html.Div(_state(header, scene), className="header-state")]
    if scene.screen.is_interactive:
        parts.append(html.Nav(_switches(scene), className="switches", **{"aria-label": words("switch.label")}))
    notices = _emergency(header.mode, scene)
    notices += [
        html.P(words(notice.key, value=notice.value), className="notice", role="status") for notice in scene.notices
    ]
    if header.freshness.status == "empty" and not scene.view.as_of and scene.screen.key != LOAD:
        notices.append(_way_in(scene))
    if scene.opened:
        key = "title.opened_month" if is_whole_month(scene.period) else "title.opened_days"
        sentence = words(key, moment=clock_text(scene.now.as_of, scene), days=days_text(scene.now, scene))
        notices.append(html.P(sentence, className="notice opened", role="status"))
    document = {
        "theme": scene.view.theme,
        "lang": words.language,
        "screen": scene.screen.key,
        "title": _document_title(city, scene),
        **_paper_lines(profile, scene),
    }
    return frame(
        "header",
        "",
        scene,
        [html.Div(parts, className="header-line"), *notices],
        label=city,
        data={f"document-{key}": value for key, value in document.items()},
    )


def _way_in(scene: Scene) -> Component:
    """Of a city without any data: that it is so, and the page on which a file is loaded."""
    page = scene.registry.screen_at(f"/{LOAD}")
    link = html.A(scene.words("title.load_first"), href=scene.screen_link(page), className="load-link")
    return html.P([html.Span(scene.words("title.nothing_loaded")), link], className="notice nothing-loaded")


def _document_title(city: str, scene: Scene) -> str:
    """What a tab of the browser says: the screen, the area below the city, the city."""
    screen = scene.screen
    parts = [] if screen == scene.registry.home else [scene.words(f"switch.{screen.key}")]
    if scene.ancestors and screen.shows_area:
        parts.append(scene.area.name)
    return " · ".join([*parts, city, scene.words("title.product")])


def _paper_lines(profile: Profile, scene: Scene) -> dict[str, str]:
    """What stands at the head and the foot of every printed page, by places (`paper-what` and `paper-when` above,
    `paper-known` and `paper-page` below): of what it is, of which days, what was known when; the browser writes
    number and count of pages for {n} and {m}."""
    words, screen = scene.words, scene.screen
    what = [words.either(profile.title_zh, profile.title_en), words(f"switch.{screen.key}")]
    if screen.shows_area and scene.place not in what:
        what.append(scene.place)
    as_of = words("title.as_of_fixed" if scene.view.as_of else "title.as_of", moment=clock_text(scene.now.as_of, scene))
    recorded = words("title.recorded", moment=clock_text(scene.view.recorded_as_of or scene.now.as_of, scene))
    simulated = [words("title.simulated")] if profile.simulated else []
    return {
        "paper-what": " · ".join(what),
        "paper-when": words("paper.period", days=days_text(scene.now, scene)) if screen.shows_area else "",
        "paper-known": " · ".join([*simulated, as_of, recorded]),
        "paper-page": words("paper.page", n="{n}", m="{m}"),
    }


def _state(header: Header, scene: Scene) -> list[Component]:
    words = scene.words
    key = "title.as_of_fixed" if scene.view.as_of else "title.as_of"
    state: list[Component] = [
        html.Span(
            words(key, moment=clock_text(scene.now.as_of, scene)),
            className="as-of looking-back" if scene.view.as_of else "as-of",
            **{"data-moment": str(int(scene.now.as_of.timestamp()))},
        ),
        _sources(header, scene),
        html.Span("", className="link-state", role="alert", **{"data-broken": words("live.broken")}),
    ]
    if scene.view.recorded_as_of:
        state.insert(
            1,
            html.Span(
                words("title.recorded", moment=clock_text(scene.view.recorded_as_of, scene)), className="looking-back"
            ),
        )
    state[:0] = [*_mode(header.mode, scene), *_alarms(header.alarms, scene)]
    if scene.screen.is_wall:
        state.append(
            html.Span(
                "", className="wall-clock", **{"data-clock": header.profile.zone, "data-clock-lang": words.language}
            )
        )
    return state


def _emergency(here: ModeHere, scene: Scene) -> list[Component]:
    """In emergency operation a band below the top line, on walls above it: where, since when, in which role, why."""
    if here.emergency is None:
        return []
    parts = [html.B(mode_name(here.mode, scene.words), className="mode-name")]
    parts += [html.Span(part) for part in said_of(here.emergency, here.seen_at, scene)]
    return [html.P(parts, className="mode-band", role="status")]


def _mode(here: ModeHere, scene: Scene) -> list[Component]:
    """In everyday operation that it is so, or which areas below are not."""
    if here.emergency:
        return []
    if not here.below:
        return [html.Span(mode_name(here.mode, scene.words), className="mode-now")]
    names = [one.area.name for one in here.below[:MOST_NAMED]]
    more = ["…"] if len(here.below) > MOST_NAMED else []
    said = scene.words("mode.below", name=mode_name(here.of_emergency, scene.words), areas="、".join([*names, *more]))
    return [html.Span(said, className="mode-now mode-below", role="status")]


def _alarms(alarms: tuple[Alarm, ...], scene: Scene) -> list[Component]:
    """How many there are, in the colour of the worst; nothing without any."""
    if not alarms:
        return []
    said = scene.words("alarms.count", count=len(alarms))
    about = {"className": f"alarm-count {alarms[0].last.severity}", "title": said, "aria-label": said}
    text = f"▲ {scene.words('switch.alarms')} {len(alarms)}"
    if not scene.screen.is_interactive:
        return [html.Span(text, role="status", **about)]
    return [html.A(text, href=scene.screen_link(scene.registry.screen_at("/alarms")), **about)]


def _sources(header: Header, scene: Scene) -> Component:
    """The place that the browser writes into, with the words and the sources as of the screen's moment; while the page
    is live it goes on with the news, so that a source turns late by time alone.
    """
    words, profile = scene.words, header.profile
    titles = {source.name: source_title(profile, source.name, scene) for source in header.freshness.sources}
    settings: FreshnessSettings = {
        "zone": profile.zone,
        "sources": [cast(SourceFreshness, source.as_json()) for source in header.freshness.sources],
        "titles": titles,
        "words": freshness_words(words),
    }
    written = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    return html.Span("", className="sources", role="status", **{"data-freshness": written})


def freshness_words(words: Catalogue) -> FreshnessWords:
    """The sentences about sources, their {names} still to be filled in."""
    statuses = ("fresh", "late", "broken", "empty", "static")
    named = {status: words(f"freshness.{status}") for status in statuses}
    named |= {f"all_{status}": words(f"freshness.all_{status}") for status in ("fresh", "empty", "static")}
    left = {name: f"{{{name}}}" for name in ("source", "time", "since", "count", "sources", "n")}
    sentences = ("silent", "several", "since", "seconds", "minutes", "hours", "days", "comma")
    filled_later = {sentence: words(f"freshness.{sentence}", **left) for sentence in sentences}
    return cast(FreshnessWords, named | filled_later)


def _switches(scene: Scene) -> list[Component]:
    words, view = scene.words, scene.view
    other_language = "zh-CN" if words.is_english else "en"
    other_theme = "light" if view.theme == "dark" else "dark"
    printing = html.Button(words("paper.print"), type="button", className="print", **{"data-print": ""})
    language = html.A(words("switch.language"), href=scene.link(language=other_language), lang=other_language)
    theme = html.A(words(f"switch.{other_theme}"), href=scene.link(theme=other_theme))
    return [*_ways(scene), theme, language, printing, *_visitor(scene)]


def _ways(scene: Scene) -> Iterator[Component]:
    """The ways to the other screens in the order of the registry; those of a menu stand where its first would."""
    screens = [screen for screen in scene.registry.screens if screen != scene.screen]
    for menu, members in groupby(sorted(screens, key=_place_of(screens)), key=lambda screen: screen.menu):
        links = [_way(screen, scene) for screen in members]
        if not menu:
            yield from links
            continue
        name = html.Summary(scene.words(f"switch.{menu}"))
        yield html.Details([name, html.Div(links, className="menu")], className="menu-holder")


def _place_of(screens: Sequence[Screen]) -> Callable[[Screen], int]:
    """Where the way to a screen stands: a screen of a menu with the first of that menu."""
    first: dict[str, int] = {}
    for place, screen in enumerate(screens):
        first.setdefault(screen.menu or screen.key, place)
    return lambda screen: first[screen.menu or screen.key]


def _way(screen: Screen, scene: Scene) -> Component:
    needs = {"data-needs": "load"} if screen.key == LOAD else {}
    return html.A(scene.words(f"switch.{screen.key}"), href=scene.screen_link(screen), **needs)


def _visitor(scene: Scene) -> list[Component]:
    """That nobody signs in here, or the ways to one's account and out: style sheets show what is so, since what
    is drawn is shared by all who may see the same."""
    words = scene.words
    local = html.Span(words("switch.local"), title=words("switch.local_meaning"), className="of-local")
    read = urlencode({"lang": words.language, "theme": scene.view.theme})
    account = html.A(words("switch.account"), href=f"/account?{read}", className="of-account")
    leave = html.A(words("switch.leave"), href=f"/leave?{read}", className="of-account")
    audit = html.A(words("switch.audit"), href=f"/audit?{read}", className="of-account", **{"data-needs": "read_audit"})
    administered = {"className": "of-account", "data-needs": "administer"}
    people = html.A(words("switch.people"), href=f"/people?{read}", **administered)
    remote = html.A(words("switch.remote"), href=f"/remote?{read}", **{"data-needs": "steer"})
    return [remote, people, audit, account, leave, local]


PANEL = Panel("header", ask, render)
