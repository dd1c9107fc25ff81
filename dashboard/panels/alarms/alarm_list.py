"""The list of alarms: how bad, what, where, since when, the value against its limit, who answered; and the form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.alarms.groups import grouped
from dashboard.alarms.messages.told import ToldAlarms, ToldMessage
from dashboard.alarms.naming import AlarmName, alarm_name, limit_text, number_text, rule_of, unit_of
from dashboard.display.panel import Panel, empty, frame
from dashboard.panels.payloads import AlarmForm
from dashboard.view.scene import Scene
from dashboard.view.view_state import ALARMS
from dashboard.words.durations import span_text
from dashboard.words.moments import seen_from
from queries.city import City
from queries.values import SEVERITIES, Alarm, AlarmRule, AlarmsAsked, Standing, longest

COLUMNS = ("severity", "alarm", "place", "since", "value", "standing")
LISTED: dict[str, tuple[Standing, ...]] = {
    "open": ("new", "acknowledged", "assigned", "snoozed"),
    "over": ("closed", "over"),
}
MOST_LISTED = 200
MOST_NAMED = 4
SNOOZES = (30, 120, 480, 1440)
HOUR = 60


@dataclass(frozen=True)
class ListedAlarm:
    """One alarm with its names. rule: None where that is gone; unit: of its numbers; told: whom outside, none as of a
    moment before."""

    alarm: Alarm
    name: AlarmName
    rule: AlarmRule | None
    unit: str
    told: tuple[ToldMessage, ...]


@dataclass(frozen=True)
class AlarmAnswers:
    """What is listed, in groups of at least one; counts: how many stand in each list; is_hidden: the reader may see
    none."""

    listed: tuple[tuple[ListedAlarm, ...], ...]
    counts: dict[str, int]
    is_hidden: bool = False


def ask(city: City, scene: Scene) -> AlarmAnswers:
    """The alarms of the area as they were known at the moment of the screen."""
    known = known_at(scene)
    alarms = city.alarms.listed(AlarmsAsked(scene.area), known, scope=scene.scope)
    shown = [one for one in alarms if one.standing in LISTED[scene.view.alarms]]
    told = None if known else ToldAlarms(city)
    groups = grouped(city, shown[:MOST_LISTED])
    listed = tuple(tuple(_listed(city, one, told, scene) for one in group) for group in groups)
    counts = {which: sum(one.standing in standings for one in alarms) for which, standings in LISTED.items()}
    return AlarmAnswers(listed, counts, scene.scope.lines_of_business is not None)


def known_at(scene: Scene) -> datetime | None:
    """When what is shown was known: of a screen that looks back, at its moment."""
    return scene.known or scene.view.as_of


def _listed(city: City, alarm: Alarm, told: ToldAlarms | None, scene: Scene) -> ListedAlarm:
    rule = rule_of(city, alarm)
    messages = told.of(alarm.key) if told else ()
    return ListedAlarm(alarm, alarm_name(city, alarm, scene.words), rule, unit_of(city, rule), messages)


def render(answers: AlarmAnswers, scene: Scene) -> Component:
    """One row an alarm or a group that opens, under the two lists and the form."""
    words = scene.words
    parts: list[Component] = [html.Div([_tabs(answers, scene), _form(scene)], className="alarms-head")]
    if known_at(scene):
        parts.append(html.P(words("alarms.looking_back"), className="panel-note"))
    if answers.is_hidden:
        parts.append(empty(words("alarms.not_shown")))
    elif not answers.listed:
        parts.append(empty(words(f"alarms.none_{scene.view.alarms}")))
    else:
        parts.append(html.Div(_table(answers, scene), className="scroll", tabIndex=0))
    more = answers.counts[scene.view.alarms] - sum(map(len, answers.listed))
    if more > 0:
        parts.append(html.P(words("alarms.more", count=more), className="quiet"))
    return frame("alarms", words("alarms.title"), scene, parts, of_special=False, is_filtered=False)


def _tabs(answers: AlarmAnswers, scene: Scene) -> Component:
    def tab(which: str) -> Component:
        current = {"aria-current": "true"} if which == scene.view.alarms else {}
        text = f"{scene.words(f'alarms.{which}')} {answers.counts[which]}"
        return html.A(text, href=scene.link(alarms=which), **current)

    return html.Nav([tab(which) for which in ALARMS], className="tabs")


def _table(answers: AlarmAnswers, scene: Scene) -> Component:
    rows = [_row(group[0], scene) if len(group) == 1 else _group(group, scene) for group in answers.listed]
    return html.Table([_head(scene), html.Tbody(rows)], className="definitions alarms-table")


def _head(scene: Scene) -> Component:
    return html.Thead(html.Tr([html.Th(scene.words(f"alarms.{column}"), scope="col") for column in COLUMNS]))


def _group(group: tuple[ListedAlarm, ...], scene: Scene) -> Component:
    """One line, the worst of them before it, which opens to a table of all."""
    words, first = scene.words, group[0]
    worst = max((one.alarm.told.severity for one in group), key=SEVERITIES.index)
    names = list(dict.fromkeys(one.name.about or one.name.place for one in group))
    places = words("map.list_mark").join(names[:MOST_NAMED]) + ("…" if len(names) > MOST_NAMED else "")
    since = min(one.alarm.raised_at for one in group)
    new = sum(one.alarm.standing == "new" for one in group)
    said = [
        html.Span(words(f"alarms.severities.{worst}"), className=f"alarm-severity {worst}"),
        html.Span(first.name.rule, className="alarm-name"),
        html.Span(words("alarms.group", count=len(group)), className="alarm-value"),
        html.Span(places, className="alarm-places"),
        html.Span(words("alarms.group_since", moment=seen_from(since, scene.now.as_of, scene.zone)), className="quiet"),
        *([html.Span(words("alarms.group_new", count=new), className="alarm-standing")] if new else []),
    ]
    table = html.Table([_head(scene), html.Tbody([_row(one, scene) for one in group])], className="definitions")
    opened = html.Details([html.Summary(said), table])
    return html.Tr(html.Td(opened, colSpan=len(COLUMNS)), className="alarm-group")


def _row(one: ListedAlarm, scene: Scene) -> Component:
    words, told = scene.words, one.alarm.told
    severity = html.Span(words(f"alarms.severities.{told.severity}"), className=f"alarm-severity {told.severity}")
    parts = (draw(one, scene) for draw in (_what, _where, _since, _value, _answer))
    cells: list[Component | list[Component]] = [severity, *parts]
    drawn = [
        html.Td(cell, className=f"cell-{column}", **{"data-column": words(f"alarms.{column}")})
        for column, cell in zip(COLUMNS, cells, strict=True)
    ]
    return html.Tr(drawn, className=f"alarm-{one.alarm.standing}", **{"data-alarm": one.alarm.key})


def _what(one: ListedAlarm, scene: Scene) -> list[Component]:
    parts: list[Component] = [html.Span(one.name.rule, className="alarm-name")]
    if link := cases_link(one, scene):
        parts.append(html.A(scene.words("alarms.cases"), href=link, className="alarm-cases"))
    return parts


def cases_link(one: ListedAlarm, scene: Scene) -> str | None:
    """Where the cases behind an alarm about a KPI are; None of others."""
    rule, told = one.rule, one.alarm.told
    if rule is None or rule.kind not in ("threshold", "limit_near", "outside_band"):
        return None
    key, denominator = rule.counted
    is_grid = rule.by == "special_grid"
    where = ((_DIMENSIONS.get(rule.by, rule.by), told.subject),) if rule.by and not is_grid else ()
    area = scene.area.code if not told.area_code else told.area_code
    changes: dict[str, Any] = {
        "area": area, "kpi": key, "denominator": denominator, "where": where, "alarms": ALARMS[0],
    }  # fmt: skip
    changes |= {"special": (told.subject,)} if is_grid else {}
    return scene.screen_link(scene.registry.home, **changes)


_DIMENSIONS = {"category": "category1"}


def _where(one: ListedAlarm, _scene: Scene) -> list[Component]:
    place = [html.Span(one.name.place)]
    return [*place, html.Span(one.name.about, className="quiet alarm-about")] if one.name.about else place


def _since(one: ListedAlarm, scene: Scene) -> list[Component]:
    alarm, words, now = one.alarm, scene.words, scene.now.as_of
    end = alarm.cleared_at or now
    lasted = words("alarms.lasted", span=span_text(end - alarm.raised_at, words))
    parts = [html.Span(seen_from(alarm.raised_at, now, scene.zone)), html.Span(lasted, className="quiet")]
    if alarm.cleared_at:
        cleared = words("alarms.cleared", moment=seen_from(alarm.cleared_at, now, scene.zone))
        parts.append(html.Span(cleared, className="quiet"))
    return parts


def _value(one: ListedAlarm, scene: Scene) -> list[Component]:
    told = one.alarm.told
    limit = limit_text(one.rule, told.threshold, one.unit, scene.words)
    value = html.Span(number_text(told.value, one.unit, scene.words), className="alarm-value")
    return [value, html.Span(limit, className="quiet")]


def _answer(one: ListedAlarm, scene: Scene) -> list[Component]:
    alarm, words, now = one.alarm, scene.words, scene.now.as_of
    parts: list[Component] = [html.Span(words(f"alarms.standings.{alarm.standing}"), className="alarm-standing")]
    answer = alarm.answer
    if answer and alarm.standing != "new":
        who = words.sentences.get(f"saved.by.{answer.who}", answer.who)
        said = [words("alarms.answered", who=who, moment=seen_from(answer.at, now, scene.zone))]
        said += [words("alarms.to", unit=answer.unit)] if answer.unit else []
        said += [words("alarms.until", moment=seen_from(answer.until, now, scene.zone))] if answer.until else []
        parts.append(html.Span(" · ".join(said), className="quiet"))
        parts += [html.Span(answer.text, className="quiet alarm-remark")] if answer.text else []
    parts += [html.Span(text, className="quiet alarm-told") for text in _told(one, scene)]
    if alarm.standing not in ("over", "closed"):
        about = {"data-alarm-answer": alarm.key, "data-alarm-name": one.name.whole, "data-needs": "act"}
        parts.append(html.Button(words("alarms.answer"), type="button", **about))
    return parts


def _told(one: ListedAlarm, scene: Scene) -> Iterator[str]:
    """How far each receiver outside is told: of each the newest message."""
    newest = {told.receiver: told for told in one.told if told.state != "dropped"}
    for told in newest.values():
        at = told.at or told.due_at
        moment = seen_from(at, scene.now.as_of, scene.zone) if at else ""
        key = "retried" if told.state == "waiting" and told.attempts else told.state
        said = scene.words(f"alarms.messages.{key}", name=told.name, moment=moment)
        yield f"{said} ({told.why})" if told.why else said


def _form(scene: Scene) -> Component:
    def said(name: str, **values: object) -> str:
        return scene.words(f"alarms.form.{name}", **values)

    form: AlarmForm = {
        "states": {state: said(state) for state in ("acknowledged", "assigned", "snoozed", "closed")},
        "snoozes": [
            {"minutes": minutes, "name": said("hours", count=minutes // HOUR) if minutes >= HOUR else said("half_hour")}
            for minutes in SNOOZES
        ],
        "longest": longest("text"),
        "longest_unit": longest("unit"),
        "words": {
            "choose": said("choose"),
            "state": said("state"),
            "unit": said("unit"),
            "minutes": said("minutes"),
            "text": said("text"),
            "save": said("save"),
            "saved": said("saved"),
            "failed": said("failed"),
        },
    }
    about = {"data-alarm-form": json.dumps(form, ensure_ascii=False), "data-needs": "act", "aria-label": said("label")}
    return html.Div(className="alarm-form", role="form", **about)


PANEL = Panel("alarms", ask, render)
