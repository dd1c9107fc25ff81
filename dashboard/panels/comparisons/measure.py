"""Before and after a measure in an area, beside its siblings or chosen areas: difference in differences, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty
from dashboard.display.wording import metric_name
from dashboard.findings.measure import sentences
from dashboard.panels.comparisons.dialog import dialog, no_dialog
from dashboard.panels.comparisons.tide import tide_parts
from dashboard.view.readings import CHOOSE
from dashboard.view.scene import Scene
from geodata.areas.area_tree import Area
from queries.city import City
from queries.values import MeasureAnswer, Tide

KEY = "measure"
DAY = "__DAY__"
MOST_OFFERED = 60


@dataclass(frozen=True)
class MeasureAnswers:
    """found: None until a day is given, of an area without others beside it, and of a special grid, which has none;
    tide: None until a day is given; siblings: what can be a control."""

    found: MeasureAnswer | None
    siblings: tuple[Area, ...]
    tide: Tide | None = None


def ask(city: City, scene: Scene) -> MeasureAnswers | None:
    """What the address asks."""
    if scene.view.measure is None:
        return None
    parent = city.tree.by_id(scene.area.parent_id) if scene.area.parent_id else None
    siblings = tuple(one for one in (city.tree.children(parent) if parent else ()) if one.code != scene.area.code)
    if scene.view.measure == CHOOSE:
        return MeasureAnswers(None, siblings)
    question, day = scene.question(scene.metric.key), date.fromisoformat(scene.view.measure)
    tide = city.kpis.tide(question, day)
    if scene.special or not siblings:
        return MeasureAnswers(None, siblings, tide)
    controls = tuple(city.tree.area(code) for code in scene.view.controls)
    return MeasureAnswers(city.kpis.measured(question, day, controls), siblings, tide)


def render(answers: MeasureAnswers | None, scene: Scene) -> Component:
    """A dialog: the day to choose, what is found in sentences, the controls to choose, and the hours of the week; or an
    empty place."""
    if answers is None:
        return no_dialog(KEY, scene.words("measure.label"), scene)
    words, found = scene.words, answers.found
    title = words("measure.title", kpi=metric_name(scene.metric, scene))
    body: list[Component] = [_day(scene)]
    if scene.special:
        body.append(html.P(words("measure.special"), className="quiet"))
    elif not answers.siblings:
        body.append(empty(words("measure.no_area")))
    if found:
        body += [html.P(one, className="finding") for one in sentences(found, scene.area.name, words)]
    elif answers.tide is None:
        body.append(html.P(words("measure.choose"), className="quiet"))
    if answers.siblings and not scene.special:
        body.append(_controls(answers.siblings, scene))
    if answers.tide:
        body += tide_parts(answers.tide, scene)
    return dialog(KEY, title, scene.link(measure=None, controls=()), body, scene)


def _day(scene: Scene) -> Component:
    chosen = "" if scene.view.measure == CHOOSE else scene.view.measure or ""
    about = {
        "data-one-day": chosen,
        "data-one-day-link": scene.link(measure=DAY),
        "data-one-day-words": f"{scene.words('measure.on')}|{scene.words('period.show')}",
    }
    return html.Div(className="days", **about)


def _controls(siblings: tuple[Area, ...], scene: Scene) -> Component:
    """The siblings as links that take each in or leave it out; all of them without a choice."""
    chosen = set(scene.view.controls)
    links = [html.A(scene.words("measure.all"), href=scene.link(controls=()), **_current(not chosen))]
    for one in siblings[:MOST_OFFERED]:
        kept = tuple(sorted(chosen ^ {one.code}))
        links.append(html.A(one.name, href=scene.link(controls=kept), **_current(one.code in chosen)))
    head = html.Span(scene.words("measure.against"), className="quiet")
    return html.Nav(
        [head, *links], className="switches controls-of-measure", **{"aria-label": scene.words("measure.against")}
    )


def _current(is_current: bool) -> dict[str, str]:
    return {"className": "chosen", "aria-current": "true"} if is_current else {}


PANEL = Panel(KEY, ask, render)
