"""How long cases take: the durations of the chosen KPI where it is one, else of handling; median and P90 marked."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboard.display.number_link import number_of
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.series_breaks import break_notes
from dashboard.display.wording import metric_name, reason, value_figure
from dashboard.panels.figures.bars import Bar, Bars, bars_figure
from dashboard.panels.figures.payloads import FigureMark
from dashboard.panels.figures.place import place
from dashboard.view.scene import Scene
from dashboard.words.numbers import brief, decimal, exact, short_decimal, unit_name, whole
from queries.city import City
from queries.values import Distribution, Metric

HANDLING = "handling_time"
MARKED = ("median", "p90")


def ask(city: City, scene: Scene) -> tuple[Distribution, Metric]:
    """The distribution, and the KPI that it is of."""
    metric = scene.metric if scene.metric.kind == "duration" else city.kpis.dictionary[HANDLING]
    return city.kpis.distribution(scene.question(metric.key)), metric


def render(found: tuple[Distribution, Metric], scene: Scene) -> Component:
    """Upright bars of equal steps, the last of which holds all longer durations."""
    distribution, metric = found
    answer, name = distribution.whole, metric_name(metric, scene)
    if answer.status == "no_data" or not distribution.counts:
        title = scene.words("handling_times.none", kpi=name)
        return frame("handling_times", title, scene, [empty(reason(answer, scene))])
    unit, _ = unit_name(_longest(distribution), answer.unit)
    title = scene.words("handling_times.title", kpi=name, unit=scene.words.unit(unit), n=whole(answer.n))
    bars = [_bar(step, n, distribution, scene) for step, n in enumerate(distribution.counts)]
    last = len(bars) - 1
    marks: list[FigureMark] = []
    for mark in MARKED:
        value = answer.statistics[mark]
        text = scene.words(f"handling_times.{mark}", value=str(value_figure(value, answer.unit, scene)))
        marks.append({"at": min(value / distribution.width, last + 1) - 0.5, "text": text})
    given = Bars(title, scene.words("handling_times.length"), bars, across=False, marks=marks)
    data = {"feeds": "events", "number": number_of(scene, answer.key)}
    figure = bars_figure(given, f"{answer.key} {answer.area} {distribution.width}", scene)
    return frame(
        "handling_times", title, scene, [place(figure, title), *break_notes(answer, scene)], data=data, asks=True
    )


def _longest(distribution: Distribution) -> float:
    """The start of the last step: all of the figure is written in the unit of this duration."""
    return distribution.width * (len(distribution.counts) - 1)


def _bar(step: int, n: int, distribution: Distribution, scene: Scene) -> Bar:
    answer, words, longest = distribution.whole, scene.words, _longest(distribution)
    low, high = step * distribution.width, (step + 1) * distribution.width
    _, times = unit_name(longest, answer.unit)
    start = short_decimal(low * times, 2)
    if low == longest:
        label, span = f"≥{start}", words("handling_times.longer", low=brief(low, answer.unit, words, like=longest))
    else:
        end = brief(high, answer.unit, words, like=longest)
        label, span = start, words("handling_times.between", low=start, high=end)
    share = decimal(100 * n / answer.n, 1)
    text = f"{span}  {exact(n, 'case', words)} · {share}%"
    return Bar(label, n, "", text, number=number_of(scene, answer.key))


PANEL = Panel("handling_times", ask, render)
