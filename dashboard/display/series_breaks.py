"""Breaks of a series where a figure or a small line is drawn: in sentences, below it and for who hears it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.view.scene import Scene
from queries.values import Answer, break_note


def break_sentences(answer: Answer, scene: Scene) -> list[str]:
    """Why there is a break, of each that parts the days of an answer."""
    notes = map(break_note, answer.breaks_within)
    return [scene.words.either(one.zh, str(one)) for one in notes]


def break_notes(answer: Answer, scene: Scene) -> list[Component]:
    """The same as footnotes of a panel."""
    return [html.P(one, className="panel-note break") for one in break_sentences(answer, scene)]
