"""The command line beside a running server. The gate lets only the key of server.json through to these routes."""

import json
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from flask import Blueprint, Response, request
from pydantic import BaseModel, ValidationError

from dashboard.api.description.command_operations import (
    ADD_SOURCE,
    ANSWER_SIMULATED,
    BRIEFING,
    BRIEFING_AGAIN,
    BRIEFINGS,
    CASES,
    CHECK,
    COOKIE,
    COUNTS,
    FORGET,
    HELLO,
    KEEP_CASE_ACT,
    KEEP_SAVED,
    KPI,
    KPIS,
    LOAD,
    REBUILD,
    REMOVE_SOURCE,
    SAVED,
    SOURCES,
    SWITCH_MODE,
    TEST_ALARMS,
)
from dashboard.api.description.operation import CSV, NDJSON, describe
from dashboard.api.description.question_operations import QUESTIONS
from dashboard.api.json_answers import answer, dumps
from dashboard.api.schemas.commands import FileToLoad, NamedSource, Texts
from dashboard.commands.city_commands import CityCommands, Progress
from dashboard.errors import error_answer, public_message, wrong_parameter
from dashboard.view import parsers
from dashboard.web.gate import bearer_of, cookie_name, cookie_value

Model = TypeVar("Model", bound=BaseModel)


def body(model: type[Model]) -> Model:
    """The body of this request. Raises BadParameter."""
    try:
        return model.model_validate(request.get_json(silent=True))
    except ValidationError as error:
        raise wrong_parameter("body", "texts") from error


def routes(answers: CityCommands) -> Blueprint:
    """POST /api/v1/commands/… hello, cookie, counts, kpi, kpis, cases, check, load, rebuild, sources, add_source, …"""
    part = Blueprint("commands", __name__, url_prefix="/api/v1/commands")
    _server_routes(part, answers)
    _question_routes(part, answers)
    _act_routes(part, answers)
    _briefing_routes(part, answers)
    _source_routes(part, answers)
    _loading_routes(part, answers)
    return part


def _server_routes(part: Blueprint, answers: CityCommands) -> None:
    city = answers.city

    @part.post("/hello")
    @describe(HELLO)
    def hello() -> Response:
        return answer({"city": city.profile.name})

    @part.post("/cookie")
    @describe(COOKIE)
    def cookie() -> Response:
        given = {"name": cookie_name(city.profile.name), "value": cookie_value(bearer_of(request))}
        return answer({**given, "walls": answers.walls()})

    @part.post("/counts")
    @describe(COUNTS)
    def counts() -> Response:
        sources = city.sources
        versions = {"data_version": sources.data_version, "report_version": sources.report_version}
        return answer({"asked": sources.statements_asked, **versions})


def _question_routes(part: Blueprint, answers: CityCommands) -> None:
    for question, operation in QUESTIONS.items():
        part.add_url_rule(f"/{question}", question, describe(operation)(_asking(answers, question)), methods=["POST"])

    @part.post("/kpi")
    @describe(KPI)
    def kpi() -> Response:
        return _answered(lambda: _result(answers.kpi(body(Texts).root)))

    @part.post("/kpis")
    @describe(KPIS)
    def kpis() -> Response:
        return _answered(lambda: _result(answers.kpis()))

    @part.post("/cases")
    @describe(CASES)
    def cases() -> Response:
        return _answered(lambda: Response(answers.cases(body(Texts).root), mimetype=CSV))

    @part.post("/check")
    @describe(CHECK)
    def check() -> Response:
        return _answered(lambda: _result(answers.check()))


def _asking(answers: CityCommands, question: str) -> Callable[[], Response]:
    return lambda: _answered(lambda: _result(answers.ask(question, body(Texts).root)))


def _briefing_routes(part: Blueprint, answers: CityCommands) -> None:
    @part.post("/briefings")
    @describe(BRIEFINGS)
    def briefings() -> Response:
        return _answered(lambda: _result(answers.briefings()))

    @part.post("/briefing")
    @describe(BRIEFING)
    def briefing() -> Response:
        given = dict(body(Texts).root)
        user = given.pop("user", "")
        return _answered(lambda: _result(answers.briefing(given, user)))

    @part.post("/briefing_again")
    @describe(BRIEFING_AGAIN)
    def briefing_again() -> Response:
        return _answered(lambda: _result(answers.briefing_again(body(Texts).root.get("content", ""))))


def _act_routes(part: Blueprint, answers: CityCommands) -> None:
    @part.post("/answer_simulated")
    @describe(ANSWER_SIMULATED)
    def answer_simulated() -> Response:
        content = body(Texts).root.get("content", "")
        return _answered(lambda: _result(answers.answer_simulated(content)))

    @part.post("/switch_mode")
    @describe(SWITCH_MODE)
    def switch_mode() -> Response:
        content = body(Texts).root.get("content", "")
        return _answered(lambda: _result(answers.switch_mode(content)))

    @part.post("/keep_case_act")
    @describe(KEEP_CASE_ACT)
    def keep_case_act() -> Response:
        content = body(Texts).root.get("content", "")
        return _answered(lambda: _result(answers.keep_case_act(content)))


def _source_routes(part: Blueprint, answers: CityCommands) -> None:
    @part.post("/sources")
    @describe(SOURCES)
    def sources() -> Response:
        return _answered(lambda: _result(answers.sources()))

    @part.post("/saved")
    @describe(SAVED)
    def saved() -> Response:
        return _answered(lambda: _result(answers.saved()))

    @part.post("/keep_saved")
    @describe(KEEP_SAVED)
    def keep_saved() -> Response:
        content = body(Texts).root.get("content", "")
        return _answered(lambda: _result(answers.keep_saved(content)))

    @part.post("/add_source")
    @describe(ADD_SOURCE)
    def add_source() -> Response:
        given = body(NamedSource)
        name = parsers.code("name", given.name)
        return _answered(lambda: _result(answers.add_source(name, given.model_extra or {})))

    @part.post("/remove_source")
    @describe(REMOVE_SOURCE)
    def remove_source() -> Response:
        name = parsers.code("name", body(NamedSource).name)
        return _answered(lambda: _result(answers.remove_source(name)))


def _loading_routes(part: Blueprint, answers: CityCommands) -> None:
    @part.post("/load")
    @describe(LOAD)
    def load() -> Response:
        given = body(FileToLoad)
        return _lines(lambda progress: answers.load(given.path, given.model_extra or {}, progress))

    @part.post("/rebuild")
    @describe(REBUILD)
    def rebuild() -> Response:
        body(Texts)
        return _lines(answers.rebuild)

    @part.post("/test_alarms")
    @describe(TEST_ALARMS)
    def test_alarms() -> Response:
        given = body(Texts).root
        return _lines(lambda progress: answers.test_alarms(given, progress))

    @part.post("/forget")
    @describe(FORGET)
    def forget() -> Response:
        given = body(Texts).root
        return _lines(lambda progress: answers.forget(given, progress))


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


def _lines(work: Callable[[Progress], Any]) -> Response:
    return Response(progress_lines(work), mimetype=NDJSON)


def _result(value: Any) -> Response:
    return answer({"result": value})


def _answered(ask: Callable[[], Response]) -> Response:
    """The answer of a command. Its caller owns this machine, so errors come with their own sentence."""
    try:
        return ask()
    except Exception as error:
        return answer(_sentence(error), status=error_answer(error).status)


def _sentence(error: Exception) -> dict[str, str]:
    row = error_answer(error)
    return {"error": row.name, "sentence": public_message(error) or f"{row.sentence('en')} Reference {row.reference}."}
