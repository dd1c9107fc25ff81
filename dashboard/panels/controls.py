"""The choices of an analyst (period, KPI, denominator, level) and the link to the cases behind the number."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, frame
from dashboard.display.wording import chosen_period, metric_name
from dashboard.search.payloads import search_settings
from dashboard.view.against import AGAINST
from dashboard.view.conditions import written
from dashboard.view.number_shown import NumberShown
from dashboard.view.periods import NAMED_PERIODS
from dashboard.view.readings import SIBLINGS
from dashboard.view.scene import Scene
from geodata.city.profile import Level
from queries.city import City
from queries.values import KPI_GROUPS, Dictionary


@dataclass(frozen=True)
class Choices:
    """All KPIs and all levels below the root that can be chosen."""

    dictionary: Dictionary
    levels: tuple[Level, ...]


def ask(city: City, scene: Scene) -> Choices:
    """What this city offers."""
    return Choices(city.kpis.dictionary, city.profile.levels[1 : city.tree.depth + 1])


def render(choices: Choices, scene: Scene) -> Component:
    """Menus of plain links: every choice is an address."""
    parts = [_periods(scene), _kpis(choices.dictionary, scene)]
    parts.append(_against(scene))
    if scene.metric.denominators:
        parts.append(_denominators(scene))
    if len(choices.levels) > 1:
        parts.append(_levels(choices.levels, scene))
    if scene.view.as_of:
        parts.append(_chip(scene.words("control.as_of"), scene.link(as_of=None, recorded_as_of=None), scene))
    if scene.view.recorded_as_of:
        parts.append(_chip(scene.words("control.recorded"), scene.link(recorded_as_of=None), scene))
    if scene.earlier:
        parts.append(html.A(scene.words("control.why"), href=scene.link(why="before"), className="why-link"))
    parts.append(
        html.A(scene.words("control.compare"), href=scene.link(compare=SIBLINGS), className="why-link compare")
    )
    if days := replayable(scene):
        parts.append(html.A(scene.words("control.replay"), href=scene.link(replay=days), className="replay-link"))
    parts.append(html.A(scene.words("control.saved"), href=scene.link(saved="views"), className="saved-link"))
    listing, export = {"data-needs": "list_cases"}, {"data-needs": "export"}
    opened = scene.link(listed=NumberShown())
    parts.append(html.A(scene.words("list.open"), href=opened, className="list-link", **listing))
    parts.append(html.A(scene.words("control.cases"), href=cases_address(scene), className="download", **export))
    return frame(
        "controls", "", scene, parts, label=scene.words("control.label"), data={"finder": search_settings(scene)}
    )


def replayable(scene: Scene) -> str | None:
    """The days that a replay of this screen would run over: those of the period, at most up to the moment shown; None
    while one is open.
    """
    start, end = scene.period.start, scene.period.end
    today = scene.now.as_of.astimezone(scene.zone).date()
    last = min(end or today, today)
    return None if scene.view.replay else f"{min(start or today, last).isoformat()}..{last.isoformat()}"


def cases_address(scene: Scene) -> str:
    """The CSV of the cases behind the chosen number."""
    start, end = scene.period.start, scene.period.end
    parts = {
        "key": scene.metric.key,
        "area": scene.area.code,
        "from": start.isoformat() if start else None,
        "to": end.isoformat() if end else None,
        "as_of": scene.now.as_of.astimezone(scene.zone).isoformat(),
        "recorded_as_of": scene.view.recorded_as_of.isoformat() if scene.view.recorded_as_of else None,
        "denominator": scene.view.denominator,
        "where": written(scene.where),
    }
    return f"/api/v1/cases?{urlencode({key: value for key, value in parts.items() if value})}"


def _periods(scene: Scene) -> Component:
    chosen = scene.view.period or (scene.period.kind if not scene.opened else None)
    links = [_choice(scene.words(f"period.{name}"), scene.link(period=name), name == chosen) for name in NAMED_PERIODS]
    start, end = scene.period.start, scene.period.end
    asked = {
        "data-days": f"{start or ''}..{end or ''}",
        "data-days-link": scene.link(period="__DAYS__"),
        "data-days-words": "|".join(scene.words(f"period.{word}") for word in ("from", "to", "show")),
    }
    links.append(html.Div(className="days", **asked))
    return _menu("period", scene.words("control.period", period=chosen_period(scene)), links)


def _kpis(dictionary: Dictionary, scene: Scene) -> Component:
    """By what they are about, with a field to find one by its name."""
    filtering = html.Div(className="menu-filter", **{"data-menu-filter": scene.words("control.filter")})
    parts: list[Component] = [filtering]
    for group in KPI_GROUPS:
        links = [
            _choice(metric_name(metric, scene), scene.link(kpi=metric.key), metric.key == scene.metric.key)
            for metric in dictionary.values()
            if metric.group == group
        ]
        if links:
            name = scene.words(f"kpi_group.{group}")
            parts.append(
                html.Div([html.H3(name), *links], className="menu-group", role="group", **{"aria-label": name})
            )
    return _menu("kpi", scene.words("control.kpi", kpi=metric_name(scene.metric, scene)), parts)


def _denominators(scene: Scene) -> Component:
    words, metric, chosen = scene.words, scene.metric, scene.view.denominator
    standard = words.either(metric.default_zh, metric.default_en) or words("control.standard")
    links = [_choice(standard, scene.link(denominator=None), chosen is None)]
    for name, other in metric.denominators.items():
        links.append(_choice(words.either(other.zh, other.en), scene.link(denominator=name), name == chosen))
    current = metric.denominators[chosen] if chosen else None
    shown = words.either(current.zh, current.en) if current else standard
    return _menu("denominator", words("control.denominator", name=shown), links)


def _against(scene: Scene) -> Component:
    names = {against: scene.words(f"against.{against}") for against in AGAINST}
    chosen = scene.view.against
    links = [_choice(name, scene.link(against=against), against == chosen) for against, name in names.items()]
    return _menu("against", scene.words("control.against", name=names[chosen]), links)


def _levels(levels: tuple[Level, ...], scene: Scene) -> Component:
    words, chosen = scene.words, scene.view.level
    links = [_choice(words("control.level_auto"), scene.link(level=None), chosen is None)]
    names = {level.key: words.either(level.zh, level.en) for level in levels}
    links += [_choice(name, scene.link(level=key), key == chosen) for key, name in names.items()]
    shown = names[chosen] if chosen else words("control.level_auto")
    return _menu("level", words("control.level", name=shown), links)


def _choice(text: str, href: str, chosen: bool) -> Component:
    return html.A(text, href=href, **{"aria-current": "true"} if chosen else {})


def _menu(name: str, summary: str, links: list[Component]) -> Component:
    return html.Details(
        [html.Summary(summary), html.Div(links, className=f"menu {name}")],
        className="menu-holder",
        **{"data-menu": name},
    )


def _chip(text: str, href: str, scene: Scene) -> Component:
    return html.A(f"{text} ✕", href=href, className="chip", title=scene.words("control.remove"))


PANEL = Panel("controls", ask, render)
