"""The gate in front of every route: deny by default, `_dash-*` and assets included."""

import hashlib
import hmac
from urllib.parse import urlsplit

from flask import Flask, Response, g, redirect, request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from werkzeug.wrappers import Response as WerkzeugResponse

from dashboard.access.source_keys import SourceKeys
from dashboard.errors import HTTP, ErrorAnswer
from dashboard.web.error_pages import asked_language, refusal
from dashboard.web.listening import is_loopback
from geodata.city.profile import SOURCE_KINDS

COMMANDS = "/api/v1/commands/"
INTAKE = frozenset(f"/api/v1/{kind}" for kind in SOURCE_KINDS)
COOKIE_DAYS = 180
READING = frozenset({"GET", "HEAD", "OPTIONS"})
NO_TOKEN = ErrorAnswer("error", 403, "forbidden", "no_token")
WRONG_TOKEN = ErrorAnswer("error", 403, "wrong_token")
FOREIGN = ErrorAnswer("error", 403, "foreign_origin")
NO_SOURCE_KEY = ErrorAnswer("error", 403, "wrong_source_key")
WRONG_HOST = ErrorAnswer("error", 403, "wrong_host")


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
    return hmac.compare_digest(given.encode(), expected.encode())


class Attempts:
    """Limits wrong tokens to `allowed` a minute for each address, over a moving window of 60 s."""

    def __init__(self, allowed: int) -> None:
        self._limit = RateLimitItemPerMinute(allowed)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def exhausted(self, address: str) -> bool:
        """Whether this address has used up its wrong tokens of the last minute."""
        return not self._limiter.test(self._limit, address)

    def count(self, address: str) -> None:
        """Counts a wrong token of this address."""
        self._limiter.hit(self._limit, address)


class Gate:
    """Who may ask what. `token` None: this machine only. `key`: the secret of the command line, for commands alone.

    Deliveries pass with the key of a source alone, whose name is then `flask.g.source`; no cookie, no token.
    """

    def __init__(  # noqa: PLR0913  (who may pass by what)
        self,
        city: str,
        language: str,
        token: str | None,
        key: str | None,
        attempts: Attempts,
        *,
        sources: SourceKeys | None = None,
    ) -> None:
        self._language, self._token, self._key, self._attempts = language, token, key, attempts
        self._sources = sources
        self._cookie = cookie_name(city)

    def register(self, flask: Flask) -> None:
        flask.before_request(self.check)
        flask.add_url_rule("/enter", "enter", self.enter)

    def check(self) -> Response | None:
        """None lets the request pass; anything else is the refusal."""
        problem = self._problem()
        return refusal(problem, asked_language(self._language)) if problem else None

    def enter(self) -> WerkzeugResponse:
        """`/enter?token=…[&next=/wall]`: sets the cookie and goes on to an address without the token."""
        if self._token is None:
            return redirect(_local(request.args.get("next")))
        problem = self._token_problem(request.args.get("token", ""))
        if problem:
            return refusal(problem, asked_language(self._language))
        answer = redirect(_local(request.args.get("next")))
        age = COOKIE_DAYS * 86_400
        value = cookie_value(self._token)
        answer.set_cookie(self._cookie, value, max_age=age, httponly=True, samesite="Lax", secure=request.is_secure)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def _problem(self) -> ErrorAnswer | None:
        if request.method not in READING and _foreign():
            return FOREIGN
        if request.path == "/healthz":
            return None
        if request.path.startswith(COMMANDS):
            return None if self._key and same(_bearer(), self._key) else HTTP[403]
        if self._token is None and not (is_loopback(host_of(request.host)) and is_loopback(request.remote_addr or "")):
            return WRONG_HOST
        if request.method == "POST" and request.path in INTAKE:
            return self._delivery_problem()
        return self._visitor_problem() if self._token else None

    def _delivery_problem(self) -> ErrorAnswer | None:
        g.source = self._sources.source_of(_bearer()) if self._sources else None
        return None if g.source else NO_SOURCE_KEY

    def _visitor_problem(self) -> ErrorAnswer | None:
        known = self._token and same(request.cookies.get(self._cookie, ""), cookie_value(self._token))
        if request.path == "/enter" or known:
            return None
        return self._token_problem(_bearer()) if _bearer() else NO_TOKEN

    def _token_problem(self, given: str) -> ErrorAnswer | None:
        address = request.remote_addr or ""
        if self._attempts.exhausted(address):
            return HTTP[429]
        if self._token and same(given, self._token):
            return None
        self._attempts.count(address)
        return WRONG_TOKEN


def _bearer() -> str:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else ""


def _foreign() -> bool:
    """Whether a browser says that this request was made by a page of another origin."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc.lower() != request.host.lower()


def _local(target: str | None) -> str:
    """A path of this server, never another one's: `//host`, `/\\host` and addresses with a scheme become `/`."""
    if not target or not target.startswith("/") or target[1:2] in ("/", "\\"):
        return "/"
    return target if all(character.isprintable() for character in target) else "/"
