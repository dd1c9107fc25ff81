"""How a number of a briefing is asked again: over the HTTP API, and as a card on the analyst's page."""

from __future__ import annotations

from dataclasses import replace

from dashboard.briefings.declaration import Counted
from dashboard.briefings.document import Asked, QuotedNumber
from dashboard.view.number_shown import NumberShown
from dashboard.view.question_parameters import texts_of
from dashboard.view.scene import Scene
from dashboard.words.numbers import exact, figure
from queries.values import Answer, AnswerRow, Question


def question_of_kpi(counted: Counted, scene: Scene, by: str | None = None) -> Question:
    """The question of a briefing for a KPI, counted as it is declared."""
    key, denominator = counted
    return replace(scene.question(key, by=by), denominator=denominator)


def asked_texts(question: Question, scene: Scene) -> Asked:
    """The parameters of /api/v1/kpi that ask the same."""
    return texts_of(question, scene.zone)


def card_address(kpi: str, scene: Scene) -> str:
    """The address of the card of a KPI on the analyst's page, at the days and moments of the briefing."""
    return scene.screen_link(scene.registry.home, kpi=kpi, number=NumberShown(None))


def written(value: float | int | None, unit: str, scene: Scene) -> str:
    """A value with every digit of a count; a dash for none."""
    return str(figure(value, unit, scene.words)) if value is None else exact(value, unit, scene.words)


def quoted(answer: Answer, question: Question, scene: Scene) -> QuotedNumber:
    """The value of an answer as a sentence quotes it."""
    return QuotedNumber(written(answer.value, answer.unit, scene), answer.value, asked_texts(question, scene))


def quoted_row(row: AnswerRow, unit: str, question: Question, scene: Scene) -> QuotedNumber:
    """The value of a part of an answer."""
    return QuotedNumber(written(row.value, unit, scene), row.value, asked_texts(question, scene), row.code)
