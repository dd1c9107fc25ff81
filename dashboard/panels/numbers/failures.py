"""Who failed: the rows that the chosen KPI counts and does not find in its numerator, the longest first."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.display.failures import failed_line, failed_text
from dashboard.display.lists import rows_list
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.wording import feeds, metric_name
from dashboard.view.scene import Scene
from queries.city import City
from queries.values import NotAttained

MOST = 60


@dataclass(frozen=True)
class FailedShown:
    """failures: None of a KPI that declares nothing of them or has no answer; names: of areas by number."""

    failures: NotAttained | None
    names: dict[int, str]


def ask(city: City, scene: Scene) -> FailedShown:
    """Those of the chosen KPI in the area and period of the screen."""
    found = city.kpis.failures(scene.question(scene.metric.key), MOST)
    areas = {row.area_id for row in found.rows if row.area_id} if found else set()
    return FailedShown(found, {number: city.tree.by_id(number).name for number in areas})


def render(shown: FailedShown, scene: Scene) -> Component:
    """How many, and a list that turns its pages."""
    title = f"{scene.words('failures.title')} · {metric_name(scene.metric, scene)}"
    found = shown.failures
    if found is None or not found.n:
        said = scene.words("failures.nobody" if found else "failures.none")
        return frame("failures", title, scene, [empty(said)], is_filtered=False)
    rows = [failed_line(row, scene, shown.names) for row in found.rows]
    listed = html.Div(rows_list(rows, "rows failures", scene), className="scroll")
    count = html.P(failed_text(found.n, scene.metric, scene), className="failures-count")
    data = {"feeds": feeds(scene.metric)}
    return frame("failures", title, scene, [count, listed], data=data, is_filtered=False)


PANEL = Panel("failures", ask, render)
