"""Refusals as answers of the server: JSON for programs, one plain sentence on a page for people."""

import html
import json

from dash.exceptions import DependencyException, InvalidResourceError
from flask import Flask, Response, request
from werkzeug.wrappers import Request

from dashboard.errors import HTTP, ErrorAnswer, error_answer
from dashboard.web import open311_errors
from dashboard.words.catalogue import DEFAULT_LANGUAGE, catalogue

PAGE = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>yiping</title></head>'
    "<body><main><p>{sentence}</p>{reference}{form}</main></body></html>"
)
FORM = (
    '<meta name="referrer" content="same-origin">'  # else browsers hide where the form comes from
    '<form method="post" action="/enter"><input type="hidden" name="next" value="{path}">'
    '<label>{label} <input type="password" name="token" autocomplete="current-password"></label> '
    "<button>{button}</button></form>"
)
ASKS_FOR_THE_TOKEN = frozenset({"no_token", "wrong_token"})
BUSY, RETRY_AFTER_S = 503, 5
PROGRAM_PATHS = ("/api/", open311_errors.ADDRESS, "/outlines/", "/screen", "/uploads", "/_dash")


def asked_language(default: str, asked: Request | None = None) -> str:
    """The language of a request (the present one by default): `lang=` when it names one that there is, else the
    city's."""
    wanted = (asked or request).args.get("lang", "")
    return wanted if wanted in ("zh-CN", "zh", "en") else default


def body_of(row: ErrorAnswer, path: str, language: str) -> tuple[str, str]:
    """What is answered at a path, and its media type: `{error, reference, sentence}`, errors of Open311, or a page with
    one sentence."""
    if path.startswith(open311_errors.ADDRESS):
        return open311_errors.open311_error(row, path, language)
    if path.startswith(PROGRAM_PATHS):
        return json.dumps(row.as_json(language), ensure_ascii=False), "application/json"
    reference = f"<p>{row.reference}</p>" if row.reference else ""
    sentence = html.escape(row.sentence(language))
    form = _form(path, language) if (row.key or row.name) in ASKS_FOR_THE_TOKEN else ""
    filled = PAGE.format(language=html.escape(language), sentence=sentence, reference=reference, form=form)
    return filled, "text/html"


def _form(path: str, language: str) -> str:
    """A form for the access token, which then stands in no address and no log."""
    words = catalogue("en" if language.startswith("en") else DEFAULT_LANGUAGE)
    label, button = words("enter.token"), words("enter.button")
    wanted = "/" if path == "/enter" else path
    return FORM.format(path=html.escape(wanted), label=html.escape(label), button=html.escape(button))


def refusal(row: ErrorAnswer, language: str) -> Response:
    """The answer to the present request that says what went wrong."""
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
