"""The command line beside a running server. The gate lets only the key of server.json through to these routes."""

import json
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from threading import Thread
from typing import Any

from flask import Blueprint, Response, request

from dashboard.api.json_answers import answer, dumps
from dashboard.commands.city_commands import CityCommands, Progress
from dashboard.errors import BadParameter, error_answer, spoken
from dashboard.view import parsers
from dashboard.web.gate import cookie_name, cookie_value


def body() -> dict[str, str]:
    """The JSON object of texts that came with this request. Raises BadParameter."""
    given = request.get_json(silent=True)
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise BadParameter("body", "send one JSON object of texts")
    return given


def routes(answers: CityCommands) -> Blueprint:
    """POST /api/v1/commands/… hello, cookie, kpi, kpis, cases, check, load, rebuild, sources, add_source, …"""
    part = Blueprint("commands", __name__, url_prefix="/api/v1/commands")
    token = answers.settings.token_text()
    name = answers.city.profile.name

    @part.post("/hello")
    def hello() -> Response:
        return answer({"city": name})

    @part.post("/cookie")
    def cookie() -> Response:
        return answer({"name": cookie_name(name), "value": cookie_value(token) if token else ""})

    @part.post("/<any(add_source,remove_source):command>")
    def source(command: str) -> Response:
        given = body()
        name = parsers.code("name", given.pop("name", ""))
        if command == "add_source":
            return _told(lambda: answer({"result": answers.add_source(name, given)}))
        return _told(lambda: answer({"result": answers.remove_source(name)}))

    @part.post("/<any(kpi,kpis,check,sources):command>")
    def ask(command: str) -> Response:
        questions: dict[str, Callable[[], Any]] = {
            "kpi": lambda: answers.kpi(body()),
            "kpis": answers.kpis,
            "check": answers.check,
            "sources": answers.sources,
        }
        return _told(lambda: answer({"result": questions[command]()}))

    @part.post("/cases")
    def cases() -> Response:
        return _told(lambda: Response(answers.cases(body()), mimetype="text/csv"))

    @part.post("/<any(load,rebuild):command>")
    def change(command: str) -> Response:
        given = body()
        path = given.pop("path", "")
        work: Callable[[Progress], Any] = answers.rebuild
        if command == "load":
            work = lambda progress: answers.load(path, given, progress)  # noqa: E731
        return Response(progress_lines(work), mimetype="application/x-ndjson")

    return part


def progress_lines(work: Callable[[Progress], Any]) -> Iterator[str]:
    """Runs `work` in a thread of its own: lines {"step", "done"}, then one {"result"} or {"sentence"}."""
    lines: SimpleQueue[str | None] = SimpleQueue()

    def progress(step: str, done: float) -> None:
        lines.put(dumps({"step": step, "done": done}))

    def run() -> None:
        try:
            lines.put(dumps({"result": work(progress)}))
        except Exception as error:
            lines.put(json.dumps(_sentence(error)))
        lines.put(None)

    Thread(target=run, name="command", daemon=True).start()
    while (line := lines.get()) is not None:
        yield line + "\n"


def _told(ask: Callable[[], Response]) -> Response:
    """The person at the command line owns this machine: errors written for people come in full."""
    try:
        return ask()
    except Exception as error:
        return answer(_sentence(error), status=error_answer(error).status)


def _sentence(error: Exception) -> dict[str, str]:
    row = error_answer(error)
    return {"error": row.name, "sentence": spoken(error) or f"{row.en} Reference {row.reference}."}
