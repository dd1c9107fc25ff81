"""Refusals as answers of the server: JSON for programs, one plain sentence on a page for people."""

import html
import json
from pathlib import Path
from string import Template

from dash.exceptions import DependencyException, InvalidResourceError
from flask import Flask, Response, request
from werkzeug.wrappers import Request

from dashboard.errors import HTTP, ErrorAnswer, error_answer
from dashboard.web import open311_errors
from dashboard.words.catalogue import DEFAULT_LANGUAGE, Catalogue, catalogue

PAGE = Template((Path(__file__).parent / "page/error_page.html").read_text(encoding="utf-8"))
FORM = Template(
    '<form method="post" action="/enter"><input type="hidden" name="next" value="$path">'
    '<label>$label <input type="password" name="token" autocomplete="current-password" required autofocus></label> '
    "<button>$button</button></form>"
)
HOME = Template('<p><a href="/">$home</a></p>')
ASKS_FOR_THE_TOKEN = frozenset({"no_token", "wrong_token"})
BUSY, RETRY_AFTER_S = 503, 5
MAY_GO_ON = frozenset({400, 404, 410})
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
    reference = f'<p class="reference">{row.reference}</p>' if row.reference else ""
    words = catalogue("en" if language.startswith("en") else DEFAULT_LANGUAGE)
    asks_for_the_token = (row.key or row.name) in ASKS_FOR_THE_TOKEN
    filled = PAGE.substitute(
        language=html.escape(words.language),
        title=html.escape(words("title.product")),
        product=html.escape(words("title.product")),
        sentence=html.escape(row.sentence(language)),
        reference=reference,
        way=_form(path, words) if asks_for_the_token else _home(row, words),
    )
    return filled, "text/html"


def _form(path: str, words: Catalogue) -> str:
    """A form for the access token, which then stands in no address and no log."""
    label, button = words("enter.token"), words("enter.button")
    wanted = "/" if path == "/enter" else path
    return FORM.substitute(path=html.escape(wanted), label=html.escape(label), button=html.escape(button))


def _home(row: ErrorAnswer, words: Catalogue) -> str:
    """The way to the first screen, for whoever may look but asked for something that there is not."""
    return HOME.substitute(home=html.escape(words("enter.home"))) if row.status in MAY_GO_ON else ""


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
