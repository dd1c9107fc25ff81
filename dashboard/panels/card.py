"""A KPI card: value, n, change against the same moment of the earlier period, and the last days as a small line."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dash import html
from dash.development.base_component import Component

from dashboard.display.failures import failed_text
from dashboard.display.kpi_choice import Choice
from dashboard.display.number_link import asks_what, number_of
from dashboard.display.panel import Panel, frame
from dashboard.display.ripeness import settled_part, unripe_text
from dashboard.display.series_breaks import break_sentences
from dashboard.display.wording import (
    change_line,
    feeds,
    metric_name,
    reason,
    remarks,
    sample,
    state_text,
    until_text,
    value_figure,
)
from dashboard.panels.payloads import SparkChart
from dashboard.view.against import YEAR
from dashboard.view.periods import is_over, trend_days
from dashboard.view.scene import Scene
from dashboard.words.moments import short_day
from dashboard.words.numbers import between
from queries.city import City
from queries.values import OF_PERIOD, Answer, Metric, Normal, Question, bases

SPARK_DAYS = 14


@dataclass(frozen=True)
class CardAnswers:
    """`before` is None where nothing earlier can be compared, `days` (whole days only) where a line of days says
    nothing, `normal` where it was not asked for.
    """

    metric: Metric
    value: Answer
    before: Answer | None
    days: Answer | None
    normal: Normal | None = None

    @property
    def failed(self) -> int:
        """How many a rate does not find in its numerator, of a KPI that says what these are; else 0."""
        is_said = self.value.status == "ok" and bool(self.metric.failed_en or self.metric.failed_zh)
        return self.value.n - int(self.value.numerator or 0) if is_said else 0


@dataclass(frozen=True)
class CardQuestions:
    """The questions behind a card; `before` is None where nothing earlier can be compared, and asked only where there
    is a value."""

    value: Question
    before: Question | None
    days: Question


def card(key: str, choose: Choice) -> Panel:
    """A card panel whose KPI is chosen by `choose` for the city at hand (None leaves the place empty)."""

    def questions(city: City, scene: Scene) -> list[Question]:
        chosen = choose(city, scene)
        asked = None if chosen is None else card_questions(city, scene, chosen)
        return (
            [one for one in (asked.value, None if scene.view.against == YEAR else asked.before, asked.days) if one]
            if asked
            else []
        )

    def ask(city: City, scene: Scene) -> CardAnswers | None:
        answers = ask_but_normal(city, scene)
        return answers and replace(answers, normal=_normal(city, scene, answers))

    def ask_but_normal(city: City, scene: Scene) -> CardAnswers | None:
        chosen = choose(city, scene)
        return None if chosen is None else ask_card(city, scene, chosen)

    def takes_longer(city: City, scene: Scene) -> bool:
        chosen = None if scene.view.replay else choose(city, scene)
        return chosen is not None and not city.kpis.holds_normal(scene.question(chosen))

    def render(answers: CardAnswers | None, scene: Scene) -> Component:
        return frame(key, "", scene, []) if answers is None else render_card(key, answers, scene)

    return Panel(key, ask, render, questions, ask_but_normal, takes_longer)


def card_questions(city: City, scene: Scene, metric: str) -> CardQuestions:
    """The KPI in the period of the scene, in the one before, and on the last whole days: of a state those before its
    moment."""
    definition = city.kpis.dictionary[metric].with_denominator(scene.denominator_for(metric))
    last = scene.now.as_of.astimezone(scene.zone).date()
    if not bases()[definition.basis].is_state:
        _, last = trend_days(scene.period, scene.now.as_of, scene.zone, scene.reported)
    end = last if is_over(last, scene.now.as_of, scene.zone) else last - timedelta(days=1)
    days = scene.of_days(metric, end - timedelta(days=SPARK_DAYS - 1), end)
    before = scene.question(metric, at=scene.earlier) if scene.earlier else None
    return CardQuestions(scene.question(metric), before, days)


def ask_card(city: City, scene: Scene, metric: str) -> CardAnswers:
    """The answers behind a card."""
    definition = city.kpis.dictionary[metric].with_denominator(scene.denominator_for(metric))
    questions = card_questions(city, scene, metric)
    value = city.kpis.ask(questions.value)
    before = city.kpis.ask(questions.before) if questions.before and value.status == "ok" else None
    days = city.kpis.ask(questions.days) if _may_have_days(value) else None
    return CardAnswers(definition, value, before, days)


def _normal(city: City, scene: Scene, answers: CardAnswers) -> Normal | None:
    """What is normal for the number; a replay, which moves on at once, does not wait for it."""
    is_asked = answers.value.status == "ok" and not scene.view.replay
    return city.kpis.normal(scene.question(answers.metric.key)) if is_asked else None


def _may_have_days(value: Answer) -> bool:
    """Whether the last days may have values: of a KPI that has data, but perhaps not of the period."""
    return value.status != "no_data" or any(note.code in OF_PERIOD for note in value.notes)


def render_card(key: str, answers: CardAnswers, scene: Scene) -> Component:
    """The card; the whole of it is a link that makes its KPI the chosen one."""
    metric, value = answers.metric, answers.value
    name = metric_name(metric, scene)
    chosen = metric.key == scene.metric.key
    remark = remarks(value, metric, scene)
    heading = html.Span(
        [
            html.Span(name, className="card-name", title=name),
            *([html.Span("※", className="card-remark", title=remark, **{"aria-label": remark})] if remark else []),
            html.Span(_basis_note(answers, scene), className="card-n"),
        ],
        className="card-heading",
    )
    content = [heading, *_figures(answers, scene)]
    if scene.screen.is_interactive:
        body = html.A(
            content,
            href=scene.link(kpi=metric.key),
            className="card-link",
            **{"aria-current": "true" if chosen else "false"},
        )
        parts: list[Component] = [body, asks_what(metric.key, name, scene)]
    else:
        parts = [html.Div(content, className="card-link")]
    return frame(
        key,
        "",
        scene,
        parts,
        label=name,
        className=f"card {'chosen' if chosen and scene.screen.is_interactive else ''}",
        data={
            "metric": metric.key,
            "value": "" if value.value is None else str(value.value),
            "status": value.status,
            "feeds": feeds(metric),
            "number": number_of(scene, metric.key),
        },
    )


def _basis_note(answers: CardAnswers, scene: Scene) -> str:
    """What a number rests on: n of a rate or duration; of a state in a past period, the moment that it is the state
    of.
    """
    if answers.value.status != "ok":
        return ""
    if bases()[answers.metric.basis].is_state:
        return state_text(scene)
    if answers.value.kind == "count":
        return until_text(scene)
    return sample(answers.value.n, scene)


def _figures(answers: CardAnswers, scene: Scene) -> list[Component]:
    value = answers.value
    if value.status != "ok":
        note = html.Span(_latest(value, answers.days, scene) or reason(value, scene), className="card-note")
        return [html.Span("—", className="figure absent"), note, _spark(answers.days, scene)]
    failed: list[Component] = []
    if answers.failed:
        failed = [html.Span(failed_text(answers.failed, answers.metric, scene), className="card-failed")]
    changed = change_line(value, answers.before, answers.metric, scene, answers.normal)
    shown = value_figure(value.value, value.unit, scene)
    figure = [html.Span(shown.digits, className="digits"), html.Span(shown.unit, className="unit")]
    apart = {"className": "figure unripe", "title": unripe_text(value, scene)}
    return [
        html.Span(figure, **({"className": "figure"} if value.is_settled else apart)),
        html.Span([changed, *failed], className="card-note"),
        _spark(answers.days, scene),
    ]


def _latest(value: Answer, days: Answer | None, scene: Scene) -> str | None:
    """The last whole day that had cases: early on a day a KPI without any is not empty for good; of a period without
    data the last day that has some."""
    is_unknown = value.status == "no_data"
    known = [row for row in days.rows if row.value is not None] if days and (is_unknown or days.kind != "count") else []
    if not known:
        return None
    shown = value_figure(known[-1].value, days.unit, scene) if days else ""
    key = "latest_known" if is_unknown else "latest"
    return scene.words(key, day=short_day(date.fromisoformat(known[-1].code)), value=shown)


def _spark(days: Answer | None, scene: Scene) -> Component:
    rows = days.rows if days else ()
    if days is None or 2 * sum(row.value is not None for row in rows) < SPARK_DAYS:
        return html.Span(className="spark")
    places = {row.code: place for place, row in enumerate(rows)}
    drawing: SparkChart = {
        "kind": "spark",
        "values": [row.value for row in rows],
        "settled": settled_part(rows),
        "breaks": [places[code] - 0.5 for one in days.breaks_within if (code := one.day.isoformat()) in places],
    }
    told = " ".join(filter(None, (_spark_text(days, scene), unripe_text(days, scene), *break_sentences(days, scene))))
    named = {"data-chart": json.dumps(drawing), "aria-label": told}
    return html.Span(className="spark", role="img", title=told, **named)


def _spark_text(days: Answer, scene: Scene) -> str:
    """The line in words: its days, from the lowest to the highest value, and the last one."""
    known = [row.value for row in days.rows if row.value is not None]
    values, last = between(min(known), max(known), days.unit, scene.words), value_figure(known[-1], days.unit, scene)
    first, end = (short_day(date.fromisoformat(days.rows[place].code)) for place in (0, -1))
    return scene.words("spark", first=first, end=end, values=values, last=last)
