"""What the change of the chosen KPI against the period before is made of: areas, categories, channels, departments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dash import html
from dash.development.base_component import Component

from dashboard.display.number_link import Narrowed, asked_figure, number_shown
from dashboard.display.panel import Panel, empty
from dashboard.display.ripeness import unripe_text, way_to_settled
from dashboard.display.wording import change_line, days_or_moment, metric_name, reason, value_figure
from dashboard.panels.comparisons.dialog import dialog, no_dialog
from dashboard.view.number_shown import NumberShown
from dashboard.view.periods import PeriodAt
from dashboard.view.scene import Scene
from dashboard.words.numbers import MINUS, decimal
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import (
    NOT_PLACED,
    UNKNOWN,
    Answer,
    Contribution,
    Note,
    adds_up,
    contributions,
    incomparable,
    rest_of,
)

BREAKDOWNS = ("area", "category", "channel", "department")
MOST = 6
EVERYTHING: Narrowed = {}


@dataclass(frozen=True)
class WhyAnswers:
    """The whole in both periods, and the parts by breakdown, those of fewer than `least` cases last; `parts` is empty
    where they do not add up. broken: why the periods, or their parts by some breakdown, must not be compared."""

    before: Answer
    now: Answer
    earlier: PeriodAt
    parts: Mapping[str, list[Contribution]]
    least: int
    broken: tuple[Note, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether the numbers of both periods stand as they are."""
        return self.before.is_settled and self.now.is_settled


def ask(city: City, scene: Scene) -> WhyAnswers | None:
    """The parts in both periods; None where the address does not ask, or nothing lies before."""
    if scene.view.why is None or scene.earlier is None:
        return None
    metric = scene.metric
    questions = scene.question(metric.key, at=scene.earlier), scene.question(metric.key)
    before, now = (city.kpis.ask(question) for question in questions)
    least = city.profile.minimum_cases
    if any(answer.status != "ok" for answer in (before, now)):
        return WhyAnswers(before, now, scene.earlier, {}, least)
    broken, parts = incomparable(now, before, metric), {}
    for by in _breakdowns(scene) if adds_up(metric) and not broken else ():
        of_parts = [city.kpis.ask(replace(question, by=by)) for question in questions]
        if any(answer.status != "ok" for answer in of_parts):
            continue
        if reasons := incomparable(of_parts[1], of_parts[0], metric):
            broken = tuple(dict.fromkeys((*broken, *reasons)))
        else:
            parts[by] = sorted(contributions(metric, *of_parts), key=lambda one: one.n < least)
    return WhyAnswers(before, now, scene.earlier, parts, least, broken)


def _breakdowns(scene: Scene) -> Sequence[str]:
    return BREAKDOWNS[1:] if scene.area.is_leaf else BREAKDOWNS


def render(answers: WhyAnswers | None, scene: Scene) -> Component:
    """A dialog with one table a breakdown, or an empty place."""
    if answers is None:
        return no_dialog("why", scene.words("why.label"), scene)
    title = scene.words("why.title", kpi=metric_name(scene.metric, scene))
    return dialog("why", title, scene.link(why=None), [*_whole(answers, scene), *_tables(answers, scene)], scene)


def _whole(answers: WhyAnswers, scene: Scene) -> list[Component]:
    times = [days_or_moment(at, scene.metric, scene) for at in (answers.earlier, scene.now)]
    compared = scene.words("why.compared", before=times[0], now=times[1])
    without = next((one for one in (answers.now, answers.before) if one.status != "ok"), None)
    if without is not None:
        return [html.P(compared, className="quiet"), empty(reason(without, scene))]
    before, now = (
        html.Span(
            asked_figure(str(value_figure(one.value, one.unit, scene)), _number(at, scene), scene),
            **({} if one.is_settled else {"className": "unripe", "title": unripe_text(one, scene)}),
        )
        for one, at in _sides(answers, scene)
    )
    sentence = html.P(
        [
            html.Span([before, " → ", now], className="why-values"),
            change_line(answers.now, answers.before, scene.metric, scene),
        ]
    )
    return [html.P(compared, className="quiet"), sentence, *_unripe(answers, scene), *_not_split(answers, scene)]


def _sides(answers: WhyAnswers, scene: Scene) -> tuple[tuple[Answer, PeriodAt], ...]:
    return (answers.before, answers.earlier), (answers.now, scene.now)


def _unripe(answers: WhyAnswers, scene: Scene) -> list[Component]:
    """Of which periods the rates are not settled, with the way to days of which they are."""
    times = [days_or_moment(at, scene.metric, scene) for one, at in _sides(answers, scene) if one.is_unripe]
    if not times:
        return []
    said = scene.words("why.unripe", when=scene.words.either("、", ", ").join(times))
    return [html.P([said, " ", *way_to_settled(answers.now, scene)], className="finding unripe")]


def _not_split(answers: WhyAnswers, scene: Scene) -> list[Component]:
    broken = [scene.words("why.is_broken", why=scene.words.either(one.zh, str(one))) for one in answers.broken]
    return [] if answers.parts and not broken else [empty(one) for one in broken or [scene.words("why.not_split")]]


def _tables(answers: WhyAnswers, scene: Scene) -> list[Component]:
    total = float(answers.now.value or 0) - float(answers.before.value or 0)
    made = [_table(by, parts, total, answers, scene) for by, parts in answers.parts.items() if parts]
    return [*made, html.P(scene.words("why.about"), className="panel-note")] if made else []


def _table(by: str, parts: list[Contribution], total: float, answers: WhyAnswers, scene: Scene) -> Component:
    """The largest contributions, pale where they may be chance or are of few cases, and all others together, so that
    the column adds up."""
    shown = parts if len(parts) <= MOST + 1 else parts[:MOST]
    longest = max(abs(part.change) for part in shown) or 1.0
    rows = [_row(by, part, longest, answers, scene) for part in shown]
    if len(shown) < len(parts):
        name = scene.words("why.rest", count=len(parts) - len(shown))
        rest = difference(rest_of(shown, total), scene)
        rows.append(
            html.Tr(
                [html.Th(name, scope="row"), html.Td(), html.Td(), html.Td(rest, className="why-number"), html.Td()]
            )
        )
    columns = ("before", "now", "contributes", "chance")
    head = [
        html.Th(scene.words(f"why.by.{by}"), scope="col"),
        *(html.Th(scene.words(f"why.{one}"), scope="col") for one in columns),
    ]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="why-table", **{"data-by": by})


def _row(by: str, part: Contribution, longest: float, answers: WhyAnswers, scene: Scene) -> Component:
    name = part_name(by, part.code, part.name, scene.words)
    href = _narrowed(by, part.code, scene)
    unit = scene.metric.unit
    narrowed = _narrowing(by, part.code)
    values = [
        asked_figure(str(value_figure(value, unit, scene)), _number(at, scene, narrowed), scene)
        for value, at in ((part.before, answers.earlier), (part.now, scene.now))
    ]
    margin = "" if part.margin is None else f"±{difference(part.margin, scene).lstrip('+')}"
    is_few = part.n < answers.least
    said = scene.words("why.is_chance", margin=margin) if part.is_chance else margin
    said = scene.words("comparison.verdict.few") if is_few else said
    is_pale = part.is_chance or is_few or not answers.is_settled
    length = f"{round(100 * abs(part.change) / longest)}%"
    bar = html.Span(className=f"why-bar {'less' if part.change < 0 else 'more'}", style={"--length": length})
    drawn = [bar] if answers.is_settled else []
    figure = html.Td([html.Span(difference(part.change, scene)), *drawn], className="why-number")
    cells = [
        html.Th(html.A(name, href=href) if href else name, scope="row"),
        *map(html.Td, values),
        figure,
        html.Td(said, className="why-margin"),
    ]
    return html.Tr(cells, className="chance" if is_pale else None)


def _number(at: PeriodAt, scene: Scene, narrowed: Narrowed | None = EVERYTHING) -> NumberShown | None:
    """The figure of a period, of a part where it is narrowed to one; None where no address can name the part."""
    if narrowed is None:
        return None
    start, end = at.period.start, at.period.end
    if at == scene.now or start is None or end is None:
        return number_shown(scene, **narrowed)
    earlier: Narrowed = {**narrowed, "days": (start, end), "as_of": at.as_of}
    return number_shown(scene, **earlier)


def _narrowing(by: str, code: str) -> Narrowed | None:
    """To what the figure of a part is narrowed; None where no address can name it."""
    if code == NOT_PLACED:
        return None
    if by == "area":
        return {"area": code}
    return {"where": (("category1" if by == "category" else by, code),)}


def _narrowed(by: str, code: str, scene: Scene) -> str | None:
    """The address of this view for one part alone."""
    if code in (NOT_PLACED, UNKNOWN):
        return None
    if by == "area":
        return scene.link(area=code)
    dimension = "category1" if by == "category" else by
    others = tuple(one for one in scene.view.where if one[0] != dimension)
    return scene.link(where=(*others, (dimension, code)))


def difference(value: float, scene: Scene) -> str:
    """A difference with its sign: percentage points of a rate, else in the unit of the KPI."""
    sign = "+" if value > 0 else MINUS if value < 0 else "±"
    if scene.metric.unit == "ratio":
        return f"{sign}{decimal(100 * abs(value), 2)}{scene.words('change.points')}"
    return f"{sign}{value_figure(abs(value), scene.metric.unit, scene)}"


PANEL = Panel("why", ask, render)
