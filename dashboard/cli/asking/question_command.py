"""A command that asks one of the questions of a city and prints the answer, declared by its options and its drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import Any

import typer

from dashboard.cli.asking.question_options import AS_JSON, CITY, GivenText
from dashboard.cli.opened import chosen_folder, opened
from dashboard.cli.terminal.output_encoding import print_json
from dashboard.settings import Settings


@dataclass(frozen=True)
class QuestionCommand:
    """question: its name in dashboard/commands/city_questions.py; given: what its texts are made of, in the order of
    the help; draw: prints an answer for people, told also the texts; name: of the command, where it is not that of the
    question. Every one has --json and --city."""

    question: str
    help: str
    given: tuple[GivenText, ...]
    draw: Callable[[Mapping[str, Any], Mapping[str, str]], None]
    name: str = ""

    def register(self, app: typer.Typer) -> None:
        """Add the command to an application."""

        def run(**values: Any) -> None:
            self._run(values)

        every = [*self.given, AS_JSON, CITY]
        run.__signature__ = Signature([_parameter(one) for one in every])  # type: ignore[attr-defined]
        app.command(self.name or self.question, help=self.help)(run)

    def _run(self, values: Mapping[str, Any]) -> None:
        texts: dict[str, str] = {}
        for one in self.given:
            texts |= one.texts_of(values[one.parameter])
        settings = Settings()
        with opened(settings, chosen_folder(settings, values[CITY.parameter])) as commands:
            answer = commands.ask(self.question, texts)
        if values[AS_JSON.parameter]:
            print_json(answer)
        else:
            self.draw(answer, texts)


def _parameter(one: GivenText) -> Parameter:
    default = Parameter.empty if one.default is ... else one.default
    return Parameter(one.parameter, Parameter.KEYWORD_ONLY, default=default, annotation=one.type)
