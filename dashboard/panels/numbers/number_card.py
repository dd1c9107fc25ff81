"""The card of one figure: what it is, what it rests on, how it is asked again, and the cases behind it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.display.failures import failed_since, failed_text
from dashboard.display.normality import normal_text, target_text
from dashboard.display.panel import Panel, frame
from dashboard.display.wording import (
    change_line,
    clock_text,
    days_text,
    metric_name,
    reason,
    source_title,
    state_text,
    value_figure,
)
from dashboard.view.number_shown import NumberShown, question_of
from dashboard.view.periods import PeriodAt, ScreenPeriod
from dashboard.view.question_parameters import texts_of
from dashboard.view.scene import Scene
from dashboard.words.numbers import exact, whole
from geodata.city.profile import Profile
from queries.city import City
from queries.values import Answer, Metric, Normal, NotAttained, Question, bases, state_tables

Line = tuple[str, Any]


@dataclass(frozen=True)
class NumberAnswers:
    """metric: with the denominator asked for; before: None where nothing earlier can be compared; statement: None for
    who may not see it; failures: None of a KPI that says nothing of them."""

    number: NumberShown
    metric: Metric
    question: Question
    value: Answer
    before: Answer | None
    statement: tuple[str, Mapping[str, Any]] | None
    area_name: str
    profile: Profile
    normal: Normal | None
    failures: NotAttained | None


def ask(city: City, scene: Scene) -> NumberAnswers | None:
    """The figure of the address, if it names one."""
    number = scene.view.number
    if number is None or not scene.screen.is_interactive:
        return None
    asked = question_of(number, scene)
    value = city.kpis.ask(asked)
    earlier, before = None if number.days or number.as_of else scene.earlier, None
    if earlier and value.status == "ok":
        period = earlier.period
        before = city.kpis.ask(replace(asked, start=period.start, end=period.end, as_of=earlier.as_of, value_only=True))
    metric = city.kpis.dictionary[asked.metric].with_denominator(asked.denominator)
    statement, name = city.kpis.statement(asked), city.tree.area(asked.area).name
    normal = city.kpis.normal(asked) if value.status == "ok" else None
    failures = city.kpis.failures(asked)
    return NumberAnswers(number, metric, asked, value, before, statement, name, city.profile, normal, failures)


def render(answers: NumberAnswers | None, scene: Scene) -> Component:
    """The card as a dialog, or an empty place."""
    label = scene.words("number.label")
    if answers is None:
        return frame("number", "", scene, [], label=label)
    card = html.Div(
        [_head(answers, scene), html.Div(_body(answers, scene), className="number-body"), _foot(answers, scene)],
        className="number-card",
        **{"data-metric": answers.metric.key},
    )
    name = f"{label} {metric_name(answers.metric, scene)}"
    return frame("number", "", scene, [card], label=name, role="dialog", tabIndex=-1)


def _head(answers: NumberAnswers, scene: Scene) -> Component:
    close = scene.words("number.close")
    shut = html.A("✕", href=scene.link(number=None), className="number-close", title=close, **{"aria-label": close})
    place = " · ".join([answers.area_name, *(scene.condition_text(one) for one in answers.question.where)])
    title = html.H2([html.Span(metric_name(answers.metric, scene)), html.Span(place, className="quiet")])
    return html.Header([title, shut], className="number-head")


def _body(answers: NumberAnswers, scene: Scene) -> list[Component]:
    value = answers.value
    if value.status == "ok" and value.value is not None:
        shown = value_figure(value.value, value.unit, scene)
        figure = html.Span([html.Span(shown.digits), html.Span(shown.unit, className="unit")], className="figure")
        told: Component = change_line(value, answers.before, answers.metric, scene, answers.normal)
    else:
        figure, told = html.Span("—", className="figure absent"), html.Span(reason(value, scene), className="quiet")
    band = normal_text(answers.normal, value.unit, scene)
    normal: list[Line] = [("normal", band)] if band else []
    if target := target_text(value, scene):
        normal = [("target", target), *normal]
    lines = [*normal, *_definition(answers, scene), *_size(answers, scene), *_knowledge(answers, scene)]
    parts = [part for name, content in lines for part in (html.Dt(scene.words(f"number.{name}")), html.Dd(content))]
    body: list[Component] = [html.P([figure, told], className="number-value"), html.Dl(parts)]
    body += _failures(answers, scene)
    body += [html.P(scene.words.either(note.zh, str(note)), className="panel-note") for note in value.notes]
    return [*body, *_statement(answers, scene)]


def _failures(answers: NumberAnswers, scene: Scene) -> list[Component]:
    """Who failed, the longest first."""
    found = answers.failures
    if found is None or not found.rows:
        return []
    at = replace(_moment(answers, scene), metric=answers.metric)
    items = [html.Li([html.Span(row.name), html.Span(failed_since(row, at), className="quiet")]) for row in found.rows]
    head = html.H3([html.Span(scene.words("number.failed")), html.Span(_how_many(answers, scene), className="quiet")])
    return [html.Div([head, html.Ol(items, className="number-failed")])]


def _how_many(answers: NumberAnswers, scene: Scene) -> str:
    found = answers.failures
    if found is None or len(found.rows) == found.n or answers.metric.amount:
        return failed_text(found.n if found else 0, answers.metric, scene)
    return scene.words("number.failed_more", n=whole(found.n), shown=whole(len(found.rows)))


def _definition(answers: NumberAnswers, scene: Scene) -> list[Line]:
    words, metric = scene.words, answers.metric
    lines: list[Line] = [("formula", words.either(metric.formula_zh, metric.formula_en))]
    if excluded := words.either(metric.excluded_zh, metric.excluded_en):
        lines.append(("excluded", excluded))
    if metric.denominators:
        lines.append(("denominators", _denominators(answers, scene)))
    basis = bases()[metric.basis]
    at = _moment(answers, scene)
    period = state_text(at) if basis.is_state else days_text(at.now, at)
    return [*lines, ("basis", f"{basis.letter} {words.either(basis.zh, basis.en)}"), ("period", period)]


def _moment(answers: NumberAnswers, scene: Scene) -> Scene:
    """The scene at the days and moment of the figure, which may be others than those of the screen."""
    number, asked = answers.number, answers.question
    period = ScreenPeriod("days", asked.start, asked.end) if number.days else scene.period
    return replace(scene, now=PeriodAt(period, number.as_of or scene.now.as_of))


def _denominators(answers: NumberAnswers, scene: Scene) -> Component:
    """The switch: one link for each way of counting; it chooses the KPI too, to which a denominator belongs."""
    words, metric, chosen = scene.words, answers.metric, answers.question.denominator
    names: dict[str | None, str] = {
        None: words.either(metric.default_zh, metric.default_en) or words("control.standard")
    }
    names |= {name: words.either(one.zh, one.en) for name, one in metric.denominators.items()}
    links = [
        html.A(
            title,
            href=scene.link(kpi=metric.key, denominator=name),
            **{"aria-current": "true" if name == chosen else "false"},
        )
        for name, title in names.items()
    ]
    return html.Span(links, className="number-choices")


def _size(answers: NumberAnswers, scene: Scene) -> list[Line]:
    value, words = answers.value, scene.words
    if value.status != "ok":
        return []
    lines: list[Line] = []
    if value.kind == "count" and value.value is not None:
        lines.append(("exact", exact(value.value, value.unit, words)))
    elif value.kind == "ratio" and value.numerator is not None and value.denominator:
        lines.append(("division", f"{whole(value.numerator)} ÷ {whole(value.denominator)}"))
    lines.append(("n", whole(value.n)))
    lines += [(name, str(value_figure(found, value.unit, scene))) for name, found in value.statistics.items()]
    return lines


def _knowledge(answers: NumberAnswers, scene: Scene) -> list[Line]:
    words, metric, value = scene.words, answers.metric, answers.value
    lines: list[Line] = [("as_of", clock_text(value.as_of, scene))]
    if value.recorded_at:
        lines.append(("recorded", clock_text(value.recorded_at, scene)))
    sources = [
        html.Li(
            [
                html.Span(source_title(answers.profile, one.name, scene)),
                html.Span(words(f"freshness.{one.status}"), className=f"quiet freshness-{one.status}"),
                *([html.Span(clock_text(one.watermark, scene), className="quiet")] if one.watermark else []),
            ]
        )
        for one in value.freshness.sources
    ]
    if sources:
        lines.append(("sources", html.Ul(sources)))
    rule = words("number.rule", key=metric.key, version=metric.version)
    return [*lines, ("dictionary", " · ".join(filter(None, (rule, metric.standard))))]


def _statement(answers: NumberAnswers, scene: Scene) -> list[Component]:
    if answers.statement is None:
        return []
    text, bound = answers.statement
    values = "\n".join(f"${name} = {value}" for name, value in sorted(bound.items()))
    summary = html.Summary(scene.words("number.statement"))
    return [html.Details([summary, html.Pre(f"{text}\n\n{values}", tabIndex=0)], className="number-statement")]


def _foot(answers: NumberAnswers, scene: Scene) -> Component:
    words, asked = scene.words, answers.question
    proof = proof_of(asked, answers.value)
    texts = texts_of(proof, scene.zone)
    csv = f"/api/v1/cases?{urlencode(texts)}"
    listing, export = {"data-needs": "list_cases"}, {"data-needs": "export"}
    listed = scene.link(number=None, listed=answers.number)
    links = [
        html.A(words("number.list"), href=listed, className="number-list", **listing),
        html.A(words("number.csv"), href=csv, className="download", **export),
    ]
    known = answers.value.recorded_at or answers.value.as_of
    pinned = scene.link(as_of=answers.value.as_of.astimezone(scene.zone), recorded_as_of=known.astimezone(scene.zone))
    copies = {"link": pinned, "command": command_line(proof, answers.profile), "api": api_call(texts)}
    buttons = [
        html.Button(
            words(f"number.copy_{name}"),
            type="button",
            title=text,
            **{"data-copy": text, "data-copied": words("number.copied")},
        )
        for name, text in copies.items()
    ]
    proves = "proof" if "$recorded" in state_tables()[answers.metric.table].recorded else "no_proof"
    note = html.P(words(f"number.{proves}"), className="panel-note")
    return html.Footer([html.Div([*links, *buttons], className="number-ways"), note], className="number-foot")


def proof_of(asked: Question, answer: Answer) -> Question:
    """The question whose answer stays the same after later corrections: as of the same moment, as recorded up to the
    newest record that this answer counts."""
    return replace(asked, as_of=answer.as_of, recorded_as_of=answer.recorded_at or answer.as_of)


def api_call(texts: Mapping[str, str]) -> str:
    """The path and query that answers a question of these texts."""
    return f"/api/v1/kpi?{urlencode(texts)}"


def command_line(asked: Question, profile: Profile) -> str:
    """The line for a shell that asks a question."""
    texts = texts_of(replace(asked, where=()), profile.time_zone)
    options = {f"--{name.replace('_', '-')}": text for name, text in texts.items() if name != "key"}
    conditions = [part for dimension, value in asked.where for part in ("--where", f"{dimension}={value}")]
    given = [part for option in options.items() for part in option]
    return shlex.join(["yiping", "kpi", texts["key"], "--city", profile.name, *given, *conditions])


PANEL = Panel("number", ask, render)
