"""Rates that are not settled and stocks that may be too low: which part of a line stands apart, and the words and the
link beside a list or a map."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from dash import html
from dash.development.base_component import Component

from dashboard.view.scene import Scene
from dashboard.words.moments import short_day
from queries.values import Answer, AnswerRow


def settled_part(rows: Sequence[AnswerRow]) -> tuple[int, int]:
    """Index of the first settled step and of the one after the last; those without a value do not count."""
    settled = [place for place, row in enumerate(rows) if row.is_settled and row.value is not None]
    return (settled[0], settled[-1] + 1) if settled else (0, 0)


def unripe_text(answer: Answer, scene: Scene) -> str:
    """From which day on the rates of an answer are not settled and for how long, or until when a stock may be too low;
    empty where neither is so."""
    codes = ("unripe", "incomplete")
    return next((scene.words.either(one.zh, str(one)) for one in answer.notes if one.code in codes), "")


def unsettled_note(answer: Answer, scene: Scene, key: str = "not_ranked") -> list[Component]:
    """That a list or a figure puts nothing in order (`pale`: draws all of it pale), because its rates are not settled,
    with the way to days that are; nothing where they are."""
    if not answer.is_unripe:
        return []
    parts = [scene.words(f"unripe.{key}"), " ", *way_to_settled(answer, scene)]
    return [html.P(parts, className="panel-note unripe", title=unripe_text(answer, scene))]


def way_to_settled(answer: Answer, scene: Scene) -> list[Component]:
    """A link to as many days of which the rates are settled; nothing where none are known or nobody can click."""
    if not (scene.screen.is_interactive and answer.ripe_to and scene.period.days):
        return []
    first = answer.ripe_to - timedelta(days=scene.period.days - 1)
    days = f"{short_day(first)}–{short_day(answer.ripe_to)}" if first < answer.ripe_to else short_day(first)
    address = scene.link(period=f"{first.isoformat()}..{answer.ripe_to.isoformat()}")
    return [html.A(scene.words("unripe.see", days=days), href=address)]
