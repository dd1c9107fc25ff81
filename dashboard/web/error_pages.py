"""Refusals as answers of the server: JSON for programs, one plain sentence on a page for people."""

import json

from dash.exceptions import DependencyException, InvalidResourceError
from flask import Flask, Response, request
from werkzeug.wrappers import Request

from dashboard.access.audit.request_audit import note_refusal
from dashboard.errors import HTTP, ErrorAnswer, error_answer
from dashboard.web import open311_errors
from dashboard.web.page.plain.plain_page import page_of, words_of

ASKS_FOR_THE_TOKEN = frozenset({"no_token", "wrong_token"})
BUSY, RETRY_AFTER_S = 503, 5
MAY_GO_ON = frozenset({400, 404, 410})
PROGRAM_PATHS = ("/api/", open311_errors.ADDRESS, "/outlines/", "/screen", "/uploads", "/_dash")


def asked_language(default: str, asked: Request | None = None) -> str:
    """The language of a request (the present one by default): `lang=` when it names one that there is, else the
    city's."""
    wanted = (asked or request).args.get("lang", "")
    return wanted if wanted in ("zh-CN", "zh", "en") else default


def body_of(row: ErrorAnswer, path: str, language: str, asked: Request | None = None) -> tuple[str, str]:
    """What is answered at a path, and its media type: `{error, reference, sentence}`, errors of Open311, or a page with
    one sentence, in the theme that was asked for."""
    if path.startswith(open311_errors.ADDRESS):
        return open311_errors.open311_error(row, path, language)
    if path.startswith(PROGRAM_PATHS):
        return json.dumps(row.as_json(language), ensure_ascii=False), "application/json"
    words = words_of(language)
    asks_for_the_token = (row.key or row.name) in ASKS_FOR_THE_TOKEN
    values = {
        "sentence": row.sentence(language),
        "reference": row.reference,
        "token_for": ("/" if path == "/enter" else path) if asks_for_the_token else "",
        "may_go_on": not asks_for_the_token and row.status in MAY_GO_ON,
    }
    return page_of("error.html", words, words("title.product"), asked, **values), "text/html"


def refusal(row: ErrorAnswer, language: str) -> Response:
    """The answer to the present request that says what went wrong."""
    note_refusal(row)
    body, mimetype = body_of(row, request.path, language)
    answer = Response(body, status=row.status, mimetype=mimetype)
    answer.headers["Cache-Control"] = "no-store"
    if row.status == BUSY:
        answer.headers["Retry-After"] = str(RETRY_AFTER_S)
    return answer


def register(flask: Flask, language: str) -> None:
    """Every exception of every route ends in `refusal`; Dash's own texts about unknown resources become a 404."""

    def answer(error: Exception) -> Response:
        return refusal(error_answer(error), asked_language(language))

    def missing(_: Exception) -> Response:
        return refusal(HTTP[404], asked_language(language))

    flask.register_error_handler(Exception, answer)
    flask.register_error_handler(InvalidResourceError, missing)
    flask.register_error_handler(DependencyException, missing)
