"""The one way in which such a page is made: a template of this folder, in the language and the theme of its asker.

Templates escape what is put into them. The style stands in the page, since whoever may not enter fetches nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from flask import Response, request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from werkzeug.wrappers import Request

from dashboard.words.catalogue import DEFAULT_LANGUAGE, Catalogue, catalogue

HERE = Path(__file__).resolve().parent
TOKENS = HERE.parents[3] / "assets/styles/tokens.css"
LIGHT = re.compile(r':root\[data-theme="light"\] \{(.*?)\n\}', re.DOTALL)
THEMES = ("dark", "light")
KEPT_PARAMETERS = {"lang": ("zh-CN", "zh", "en"), "theme": THEMES}


def page_of(template: str, words: Catalogue, title: str, asked: Request | None = None, /, **values: object) -> str:
    """A page as text. asked: what it answers, the present request by default; shape (in `values`): alone, wide or sign:
    how it lies on the screen; query: of its links, language and theme as they were asked for."""
    usual = {"shape": "alone", "theme": theme_of(asked), "query": kept_query(asked)}
    return _templates().get_template(template).render(words=words, title=title, style=_style(), **{**usual, **values})


def plain_answer(template: str, language: str, title: str, *, status: int = 200, **values: object) -> Response:
    """A page as an answer that nobody keeps. title: key of the catalogue."""
    words = words_of(language)
    answer = Response(page_of(template, words, words(title), **values), status=status, mimetype="text/html")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def words_of(language: str) -> Catalogue:
    """The catalogue for a language as addresses write it."""
    return catalogue("en" if language.startswith("en") else DEFAULT_LANGUAGE)


def theme_of(asked: Request | None = None) -> str:
    """The theme that an address names; without one the browser decides."""
    wanted = _asked(asked).get("theme", "")
    return wanted if wanted in THEMES else ""


def kept_query(asked: Request | None = None, /, **more: str) -> str:
    """Language and theme of a request (the present one by default), if there are such, for the next address; empty, or
    with its question mark."""
    given = _asked(asked)
    kept = {name: given[name] for name, known in KEPT_PARAMETERS.items() if given.get(name) in known} | more
    return f"?{urlencode(kept)}" if kept else ""


def _asked(asked: Request | None) -> Mapping[str, str]:
    return (asked or request).args if asked or request else {}


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


@cache
def _style() -> Markup:
    """The tokens of the screens, the light ones also where a browser prefers them, and the style of these pages."""
    tokens = TOKENS.read_text("utf-8")
    light = LIGHT.search(tokens)
    if light is None:
        raise ValueError(f"{TOKENS} has no light theme")
    preferred = f"@media (prefers-color-scheme: light) {{ :root:not([data-theme]) {{{light[1]} }} }}"
    return Markup("\n").join(Markup(text) for text in (tokens, preferred, (HERE / "plain.css").read_text("utf-8")))  # noqa: S704  (of this repository)
