"""A route that answers one of the questions of dashboard/commands/city_questions.py, by the texts of its address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from flask import Blueprint, Response

from dashboard.api.description.operation import Operation, describe
from dashboard.api.json_answers import answer
from dashboard.api.request_query import query_texts
from dashboard.commands.city_commands import CityCommands
from dashboard.errors import NotFound


@dataclass(frozen=True)
class QuestionRoute:
    """name: of the route, by which its ability is declared; path: below that of its blueprint, whose variables are
    texts of the question too; question: its name, where it is not that of the route; texts: what the path says beside;
    listed: the name of the list of the answer whose only member is told, of a path that names one of several."""

    name: str
    path: str
    operation: Operation
    question: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    listed: str = ""


def add_questions(part: Blueprint, answers: CityCommands, routes: Iterable[QuestionRoute]) -> Blueprint:
    """The blueprint with a GET route for each."""
    for route in routes:
        part.add_url_rule(route.path, route.name, describe(route.operation)(_asking(answers, route)), methods=["GET"])
    return part


def _asking(answers: CityCommands, route: QuestionRoute) -> Callable[..., Response]:
    def ask(**named: str) -> Response:
        if route.listed and not all(text.strip() for text in named.values()):
            raise NotFound("There is nothing of that name.")
        found = answers.ask(route.question or route.name, {**query_texts(), **route.texts, **named})
        if not route.listed:
            return answer(found)
        [one] = found[route.listed]
        return answer(one)

    return ask
