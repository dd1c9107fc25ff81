"""The sample of a week: how it was drawn, the pass rate of each unit, and the drawn cases with their verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboard.display.choices import Choice, choice_links
from dashboard.display.panel import Panel, empty, frame
from dashboard.governance.sample_answers import value_name
from dashboard.governance.spot_answers import path_to
from dashboard.panels.governance.act_button import act_button
from dashboard.view.scene import Scene
from dashboard.words.moments import date_and_minute
from dashboard.words.numbers import decimal, short_decimal, whole
from queries.city import City
from queries.values import DrawnCase, DrawnSample, UnitVerdicts, VerdictCounts

MOST_CASES, MOST_JUDGED = 200, 50
COUNTS = ("drawn", "passed", "failed", "not_verifiable", "unreviewed")


@dataclass(frozen=True)
class SampleShown:
    """The samples there are, the one that is opened, and the names of values of its dimensions and of areas."""

    weeks: tuple[str, ...]
    sample: DrawnSample | None
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    areas: Mapping[int, str] = field(default_factory=dict)


def shown_week(city: City, scene: Scene) -> str:
    """The week of the sample that the address opens, else the newest; empty without any."""
    return scene.view.sample or next(iter(city.samples.weeks(scene.known, scope=scene.scope)), "")


def ask(city: City, scene: Scene) -> SampleShown:
    """The opened sample with the names in it."""
    weeks = city.samples.weeks(scene.known, scope=scene.scope)
    week = shown_week(city, scene)
    sample = city.samples.one(week, scene.area, scene.known, scope=scene.scope) if week else None
    if sample is None:
        return SampleShown(weeks, None)
    names = {(one.by, one.code): value_name(city, one.by, one.code, scene.words) for one in sample.units}
    areas = {one.area_id: path_to(one.area_id, city) for one in sample.cases}
    return SampleShown(weeks, sample, names, areas)


def render(shown: SampleShown, scene: Scene) -> Component:
    """Weeks, sentence, and a table a dimension."""
    words, sample = scene.words, shown.sample
    title = words("samples.title")
    if sample is None:
        return frame("samples", title, scene, [empty(words("samples.none"))])
    drawing = sample.drawing
    weeks = choice_links(title, (Choice(key, scene.link(sample=key), key == drawing.week.key) for key in shown.weeks))
    ends = {"first": drawing.week.monday.isoformat(), "last": drawing.week.sunday.isoformat()}
    told = words(
        "samples.drawn_from",
        **ends,
        population=whole(drawing.population),
        n=whole(drawing.n),
        strata=whole(drawing.strata),
        time=date_and_minute(drawing.drawn_at, scene.zone),
    )
    seed = words("samples.seed", seed=drawing.seed, version=drawing.version)
    parts: list[Component] = [weeks, html.P(told), html.P(seed, className="quiet"), _whole(sample.counts, scene)]
    for by, units in groupby(sample.units, key=lambda one: one.by):
        parts.append(_table(by, tuple(units), shown, scene))
    body = html.Div(parts, className="evaluation")
    return frame("samples", title, scene, [body], data={"feeds": "events", "week": drawing.week.key})


def _whole(counts: VerdictCounts, scene: Scene) -> Component:
    said = [
        scene.words("samples.count", name=scene.words(f"samples.{one}"), n=whole(getattr(counts, one)))
        for one in COUNTS
    ]
    rate = _rate(counts, scene)
    return html.P([html.Span(rate, className="sample-rate"), " · ".join(said)], className="sample-whole")


def _rate(counts: VerdictCounts, scene: Scene) -> str:
    """The pass rate with its interval and n; that there is no verdict."""
    if counts.rate is None or counts.interval is None:
        return scene.words("samples.no_verdicts")
    low, high = (short_decimal(100 * bound, 1) for bound in counts.interval)
    return scene.words("samples.rate", rate=decimal(100 * counts.rate, 1), low=low, high=high, n=whole(counts.n))


def _table(by: str, units: Sequence[UnitVerdicts], shown: SampleShown, scene: Scene) -> Component:
    words = scene.words
    names = [words(f"samples.{name}") for name in ("rank", "unit", "pass_rate", *COUNTS)]
    head = html.Tr([html.Th(name, scope="col") for name in names])
    rows = [_unit(one, names, shown.names[by, one.code], scene) for one in units]
    caption = words("samples.by", name=words(f"condition.{by}" if by != "area" else "samples.area"))
    table = html.Table(
        [html.Caption(caption), html.Thead(head), html.Tbody(rows)],
        className="evaluation-table",
        **{"data-by": by},
    )
    return html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": caption})


def _unit(one: UnitVerdicts, names: Sequence[str], name: str, scene: Scene) -> Component:
    rate = html.Span(_rate(one.counts, scene), className="late" if one.low else "")
    few = one.counts.n and one.rank is None
    said = [rate, *([html.Span(scene.words("samples.few"), className="quiet")] if few else [])]
    cells = ["—" if one.rank is None else str(one.rank), name, said]
    cells += [whole(getattr(one.counts, count)) for count in COUNTS]
    drawn = [html.Td(cell, **{"data-column": column}) for cell, column in zip(cells, names, strict=True)]
    drawn[1] = html.Th(name, scope="row")
    return html.Tr(drawn, className="" if one.rank else "without-score", **{"data-unit": one.code})


def render_cases(shown: SampleShown, scene: Scene) -> Component:
    """One row a case, those without a verdict first, then the newest verdicts, which have their place however many
    cases wait; its number opens it, its button the form."""
    sample, words = shown.sample, scene.words
    if sample is None:
        return frame("sample_cases", "", scene, [], label=words("samples.cases"))  # the panel above says why
    if not sample.cases:
        return frame("sample_cases", words("samples.cases"), scene, [empty(words("no_cases"))])
    judged = sorted((one for one in sample.cases if one.verdict), key=_judged_at, reverse=True)[:MOST_JUDGED]
    waiting = [one for one in sample.cases if not one.verdict][: MOST_CASES - len(judged)]
    rows = [_case(one, shown.areas[one.area_id], scene) for one in (*waiting, *judged)]
    parts: list[Component] = [html.Ol(rows, className="loop-cases")]
    if rest := len(sample.cases) - len(rows):
        parts.append(html.P(words("samples.more", count=whole(rest)), className="quiet"))
    return frame("sample_cases", words("samples.cases"), scene, parts, data={"feeds": "events"})


def _judged_at(one: DrawnCase) -> datetime:
    assert one.verdict is not None  # noqa: S101  # narrows the type
    return one.verdict.act.happened_at


def _case(one: DrawnCase, area: str, scene: Scene) -> Component:
    words = scene.words
    address = scene.screen_link(scene.registry.home, case=f"{one.source}/{one.source_id}")
    closed = words("samples.closed", time=date_and_minute(one.closed_at, scene.zone)) if one.closed_at else "—"
    state = words(f"loops.states.{one.state}") if one.verdict else words("samples.unreviewed")
    cells: list[Component] = [
        html.A(one.source_id, href=address),
        html.Span(one.title or words("loops.untitled")),
        html.Span(" · ".join(filter(None, (area, one.department, closed))), className="quiet"),
        html.Span(state),
        act_button(one.source, one.source_id, scene, word="samples.judge"),
    ]
    lines = [_line(one, scene)] if one.verdict else []
    return html.Li([*cells, *lines], **{"data-case-row": one.source_id})


def _line(one: DrawnCase, scene: Scene) -> Component:
    assert one.verdict is not None  # noqa: S101  # narrows the type
    act, words = one.verdict.act, scene.words
    who = words.sentences.get(f"saved.by.{act.who}", act.who)
    said = " · ".join(filter(None, (words(f"loops.states.{act.state}"), act.text)))
    line = words("loops.act_line", time=date_and_minute(act.happened_at, scene.zone), who=who, said=said)
    return html.Ul([html.Li(line)], className="case-acts")


PANEL = Panel("samples", ask, render)
CASES = Panel("sample_cases", ask, render_cases)
