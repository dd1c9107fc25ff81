"""The gate in front of every route: deny by default, `_dash-*` and assets included."""

import hashlib
import hmac
from urllib.parse import urlsplit

from flask import Flask, Response, g, redirect, request
from werkzeug.wrappers import Request
from werkzeug.wrappers import Response as WerkzeugResponse

from dashboard.access.request_visitor import set_request_visitor
from dashboard.access.roles.visitor import (
    Visitor,
    command_visitor,
    local_visitor,
    nobody,
    source_visitor,
    token_visitor,
    with_key_of_source,
)
from dashboard.access.source_keys import SourceKeys
from dashboard.errors import HTTP, ErrorAnswer
from dashboard.web.error_pages import asked_language, refusal
from dashboard.web.foreign_sites import is_foreign
from dashboard.web.guesses import Guesses
from dashboard.web.listening import is_loopback
from dashboard.web.proxies import MALFORMED, PROXIED
from geodata.city.profile import SOURCE_KINDS

COMMANDS = "/api/v1/commands/"
INTAKE = frozenset(f"/api/v1/{kind}" for kind in SOURCE_KINDS)
COOKIE_DAYS = 180
UPLOADS = "/uploads"
ENTER = "/enter"
HEALTH = "/healthz"
OPEN = frozenset({ENTER, HEALTH})
"""What is answered without asking who it is."""
EXTENSION = "yiping_gate"
"""Where a Flask application keeps its gate, for the server that asks it before a body is read."""
NO_TOKEN = ErrorAnswer("error", 403, "forbidden", "no_token")
WRONG_TOKEN = ErrorAnswer("error", 403, "wrong_token")
FOREIGN = ErrorAnswer("error", 403, "foreign_origin")
NO_SOURCE_KEY = ErrorAnswer("error", 403, "wrong_source_key")
WRONG_HOST = ErrorAnswer("error", 403, "wrong_host")
THROUGH_A_PROXY = ErrorAnswer("error", 403, "through_a_proxy")


def host_of(header: str) -> str:
    """The host of a `Host` header, without port and brackets, lower case; empty when it is malformed."""
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def cookie_value(token: str) -> str:
    """What the cookie holds: derived from the token, so that the token itself never lies in a browser."""
    return hmac.new(token.encode(), b"yiping access cookie 1", hashlib.sha256).hexdigest()


def cookie_name(city: str) -> str:
    """One cookie per city: browsers do not keep the cookies of two ports of one machine apart."""
    return f"yiping_{hashlib.sha256(city.encode()).hexdigest()[:8]}"


def same(given: str, expected: str) -> bool:
    """Constant-time comparison of texts."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode("utf-8", "surrogatepass"))


class Gate:
    """Who may ask what. `token` None: this machine only. `key`: the secret of the command line, for commands alone.

    Deliveries pass with the key of a source alone, whose name is then `flask.g.source`; no cookie, no token. Files that
    the page /load sends are loaded, so they need such a key as well where there is a token: the cookie lets one look.
    """

    def __init__(  # noqa: PLR0913  (who may pass by what)
        self,
        city: str,
        language: str,
        token: str | None,
        key: str | None,
        guesses: Guesses,
        *,
        sources: SourceKeys | None = None,
        token_role: str = "analyst",  # noqa: S107  (a role, no secret)
    ) -> None:
        self._language, self._token, self._key, self._guesses = language, token, key, guesses
        self._sources, self._token_role = sources, token_role
        self._cookie = cookie_name(city)
        self._cookie_value = cookie_value(token) if token else ""

    def register(self, flask: Flask) -> None:
        flask.before_request(self.check)
        flask.add_url_rule(ENTER, "enter", self.enter, methods=["GET", "POST"])
        flask.extensions[EXTENSION] = self

    def check(self) -> Response | None:
        """None lets the request pass; anything else is the refusal."""
        problem = self.problem(request)
        if problem:
            return refusal(problem, asked_language(self._language))
        if _is_delivery(request) or _is_upload(request):
            g.source = self._source(request)
        set_request_visitor(self._visitor(request))
        return None

    def _visitor(self, asked: Request) -> Visitor:
        """Who sends a request that has no problem."""
        origin = asked.remote_addr or "unknown"
        if asked.path in OPEN:
            return nobody(origin)
        if asked.path.startswith(COMMANDS):
            return command_visitor(origin)
        if _is_delivery(asked):
            return source_visitor(g.source, origin)
        person = token_visitor(self._token_role, origin) if self._token else local_visitor(origin)
        return with_key_of_source(person) if _is_upload(asked) and g.source else person

    def language_of(self, asked: Request) -> str:
        """The language in which a request is answered."""
        return asked_language(self._language, asked)

    def enter(self) -> WerkzeugResponse:
        """`/enter?token=…[&next=/wall]`, or the same as a form: sets the cookie and goes on to an address without the
        token."""
        given, target = request.values.get("token", ""), _local(request.values.get("next"))
        code = 303 if request.method == "POST" else 302
        if self._token is None:
            return redirect(target, code)
        if not same(given, self._token):
            return refusal(self._wrong(request, given, WRONG_TOKEN), asked_language(self._language))
        answer = redirect(target, code)
        age = COOKIE_DAYS * 86_400
        is_secure = request.is_secure
        answer.set_cookie(self._cookie, self._cookie_value, age, httponly=True, samesite="Lax", secure=is_secure)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def problem(self, asked: Request) -> ErrorAnswer | None:
        """Why a request is refused, by its headers alone (its body may not have come yet), or None. Counts a wrong
        secret, so ask once for each refused request. Raises KeysDamaged."""
        if asked.environ.get(MALFORMED):
            return HTTP[400]
        if is_foreign(asked):
            return FOREIGN
        if asked.path == HEALTH:
            return None
        return self._place_problem(asked) or self._secret_problem(asked)

    def _place_problem(self, asked: Request) -> ErrorAnswer | None:
        """Without a token only this machine may ask, and not for somebody else."""
        if self._token is not None:
            return None
        if asked.environ.get(PROXIED):
            return THROUGH_A_PROXY
        is_local = is_loopback(host_of(asked.host)) and is_loopback(asked.remote_addr or "")
        return None if is_local or asked.path.startswith(COMMANDS) else WRONG_HOST

    def _secret_problem(self, asked: Request) -> ErrorAnswer | None:
        if asked.path.startswith(COMMANDS):
            return self._command_problem(asked)
        if _is_upload(asked):
            return self._upload_problem(asked) if self._token else None
        if _is_delivery(asked):
            return None if self._source(asked) else self._wrong(asked, _bearer(asked), NO_SOURCE_KEY)
        return self._visitor_problem(asked) if self._token else None

    def _command_problem(self, asked: Request) -> ErrorAnswer | None:
        given = _bearer(asked)
        return None if self._key and same(given, self._key) else self._wrong(asked, given, HTTP[403])

    def _upload_problem(self, asked: Request) -> ErrorAnswer | None:
        cookie = asked.cookies.get(self._cookie, "")
        if not same(cookie, self._cookie_value):
            return self._wrong(asked, cookie, NO_TOKEN)
        return None if self._source(asked) else self._wrong(asked, _bearer(asked), NO_SOURCE_KEY)

    def _source(self, asked: Request) -> str | None:
        return self._sources.source_of(_bearer(asked)) if self._sources else None

    def _visitor_problem(self, asked: Request) -> ErrorAnswer | None:
        """Whatever is right lets pass, before anything wrong is counted."""
        cookie, given = asked.cookies.get(self._cookie, ""), _bearer(asked)
        is_right = same(cookie, self._cookie_value) or (self._token and same(given, self._token))
        if is_right or asked.path == ENTER:
            return None
        return self._wrong(asked, given, WRONG_TOKEN) if given else self._wrong(asked, cookie, NO_TOKEN)

    def _wrong(self, asked: Request, given: str, row: ErrorAnswer) -> ErrorAnswer:
        """The refusal of a wrong secret, which is counted unless it is empty."""
        exhausted = given and self._guesses.wrong(asked.remote_addr or "", given)
        return HTTP[429] if exhausted else row


def _is_delivery(asked: Request) -> bool:
    return asked.method == "POST" and asked.path in INTAKE


def _is_upload(asked: Request) -> bool:
    return asked.path == UPLOADS or asked.path.startswith(f"{UPLOADS}/")


def _bearer(asked: Request) -> str:
    scheme, _, given = asked.headers.get("Authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else ""


def _local(target: str | None) -> str:
    """A path of this server, never another one's: `//host`, `/\\host` and addresses with a scheme become `/`."""
    if not target or not target.startswith("/") or target[1:2] in ("/", "\\"):
        return "/"
    return target if all(character.isprintable() for character in target) else "/"
