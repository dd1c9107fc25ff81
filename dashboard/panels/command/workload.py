"""Open cases for each grid worker on duty, of the area and of those right below it; those with few workers apart."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.display.wording import absence
from dashboard.fleet.workload_answers import area_name
from dashboard.view.scene import Scene
from dashboard.words.numbers import decimal, whole
from queries.city import City
from queries.values import NOT_PLACED, AreaLoad, Question, Workload

COLUMNS = ("area", "load", "open", "overdue", "on_duty", "heard", "units")
DASH = "—"


def ask(city: City, scene: Scene) -> Workload:
    """As of the moment of the screen."""
    return city.fleet.workload(Question("", scene.area.code, as_of=scene.now.as_of, scope=scene.scope))


def render(found: Workload, scene: Scene) -> Component:
    """A sentence for the whole, and a row an area: the highest load first, then those of few workers, then those
    without any on duty."""
    words = scene.words
    title = words("workload.title", area=scene.area.name)
    if found.notes or found.whole.workers.duty == "no_units":
        why = absence(found.notes, scene) if found.notes else words("workload.duty.no_units")
        return frame("workload", title, scene, [empty(why)], of_special=False, is_filtered=False)
    parts: list[Component] = [html.P(_said(found.whole, scene))]
    if found.rows:
        head = html.Tr([html.Th(words(f"workload.{column}"), scope="col") for column in COLUMNS])
        body = html.Tbody([_row(one, scene) for one in sorted(found.rows, key=_place)])
        table = html.Table([html.Thead(head), body], className="definitions calls-table workload-table")
        parts.append(html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": title}))
    parts.append(html.P(words("workload.note"), className="panel-note"))
    return frame("workload", title, scene, parts, of_special=False, is_filtered=False)


def _place(one: AreaLoad) -> tuple[bool, int, float, str]:
    standing = 2 if one.load is None else int(one.is_few)
    return one.code == NOT_PLACED, standing, -(one.load if one.load is not None else one.open or 0), one.code


def _said(one: AreaLoad, scene: Scene) -> str:
    words, workers = scene.words, one.workers
    if one.load is None or one.open is None:
        return words(f"workload.duty.{workers.duty}")
    said = words("workload.whole", load=decimal(one.load, 1), open=whole(one.open), n=whole(workers.on_duty))
    unsaid = words("workload.not_stated", n=whole(workers.not_stated)) if workers.not_stated else ""
    return " ".join(filter(None, (said, unsaid)))


def _row(one: AreaLoad, scene: Scene) -> Component:
    words, workers = scene.words, one.workers
    is_known = workers.duty in ("known", "nobody")
    name: str | Component = area_name(one, words)
    if one.code != NOT_PLACED and scene.screen.is_interactive:
        name = html.A(name, href=scene.link(area=one.code))
    if one.load is None:
        load = words(f"workload.duty.{workers.duty}") if one.open is not None and one.code != NOT_PLACED else DASH
    else:
        load = (
            words("workload.few", load=decimal(one.load, 1), n=workers.on_duty) if one.is_few else decimal(one.load, 1)
        )
    cells: tuple[str | Component, ...] = (
        name,
        load,
        *(DASH if count is None else whole(count) for count in (one.open, one.overdue)),
        *(whole(count) if is_known else DASH for count in (workers.on_duty, workers.heard)),
        whole(workers.units),
    )
    drawn = [
        html.Td(cell, **{"data-column": words(f"workload.{column}")})
        for column, cell in zip(COLUMNS, cells, strict=True)
    ]
    kind = "late" if workers.duty == "nobody" and one.open else "quiet" if one.is_few or not is_known else ""
    return html.Tr(drawn, className=kind, **{"data-area-load": one.code})


PANEL = Panel("workload", ask, render)
