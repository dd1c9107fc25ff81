"""The gate in front of every route: deny by default, `_dash-*` and assets included."""

import hashlib
import hmac
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from flask import Flask, g, redirect, request
from werkzeug.wrappers import Request
from werkzeug.wrappers import Response as WerkzeugResponse

from dashboard.access.request_visitor import set_request_visitor
from dashboard.access.roles.visitor import (
    Visitor,
    command_visitor,
    local_visitor,
    looking_visitor,
    nobody,
    source_visitor,
    token_visitor,
    with_key_of_source,
)
from dashboard.access.source_keys import SourceKeys
from dashboard.errors import HTTP, ErrorAnswer
from dashboard.web.access_log.answered import WHO
from dashboard.web.entry.local_address import local_address
from dashboard.web.entry.shared_looks import SharedLook, SharedLooks
from dashboard.web.entry.sign_in_page import BACK, CODE, ENTER, LEAVE, THERE, SignInPage, way_in
from dashboard.web.entry.wall_pairing import WALL, WallPairing
from dashboard.web.error_pages import PROGRAM_PATHS, asked_language, refusal
from dashboard.web.foreign_sites import is_foreign
from dashboard.web.guesses import Guesses
from dashboard.web.headers import SHARE
from dashboard.web.listening import is_loopback
from dashboard.web.proxies import FOREIGN_USER, MALFORMED, PROXIED
from geodata.city.profile import SOURCE_KINDS

COMMANDS = "/api/v1/commands/"
INTAKE = frozenset(f"/api/v1/{kind}" for kind in SOURCE_KINDS)
COOKIE_DAYS = 180
UPLOADS = "/uploads"
HEALTH = "/healthz"
OPEN = frozenset({ENTER, LEAVE, THERE, BACK, CODE, HEALTH})
"""What is answered without asking who it is."""
EXTENSION = "yiping_gate"
"""Where a Flask application keeps its gate, for the server that asks it before a body is read."""
NOT_SIGNED_IN = ErrorAnswer("error", 403, "not_signed_in")
NO_TOKEN = ErrorAnswer("error", 403, "forbidden", "no_token")
WRONG_TOKEN = ErrorAnswer("error", 403, "wrong_token")
SHARE_ENDED = ErrorAnswer("error", 403, "share_ended")
FOREIGN = ErrorAnswer("error", 403, "foreign_origin")
USER_OF_STRANGER = ErrorAnswer("error", 403, "user_of_stranger")
NO_SOURCE_KEY = ErrorAnswer("error", 403, "wrong_source_key")
WRONG_HOST = ErrorAnswer("error", 403, "wrong_host")
UNKNOWN_HOST = ErrorAnswer("error", 403, "unknown_host")
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
    Where the city has accounts, people sign in, at this machine too unless `local_without_account`; the token is for
    programs then: `by_token` says who they are, from an address. `hosts`: the names under which it answers, empty for
    any; this machine and commands need none.
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
        by_token: Callable[[str], Visitor] = partial(token_visitor, "analyst"),  # noqa: B008  (of no state)
        sign_in: SignInPage | None = None,
        walls: WallPairing | None = None,
        shares: SharedLooks | None = None,
        local_without_account: bool = False,
        hosts: frozenset[str] = frozenset(),
    ) -> None:
        self._language, self._token, self._key, self._guesses = language, token, key, guesses
        self._sources, self._by_token = sources, by_token
        self._walls, self._shares, self._hosts = walls, shares, hosts
        self._sign_in, self._local_without_account = sign_in, local_without_account
        self._entrance = sign_in.entrance if sign_in else None
        self._cookie = cookie_name(city)
        self._cookie_value = cookie_value(token) if token else ""
        self._command_cookie = cookie_value(key) if key else ""

    def register(self, flask: Flask) -> None:
        flask.before_request(self.check)
        flask.add_url_rule(ENTER, "enter", self.enter, methods=["GET", "POST"])
        flask.extensions[EXTENSION] = self
        if self._sign_in:
            self._sign_in.register(flask)

    def check(self) -> WerkzeugResponse | None:
        """None lets the request pass; anything else is the refusal, or the way to sign in."""
        problem = self.problem(request)
        if problem is NOT_SIGNED_IN and request.method == "GET" and not request.path.startswith(PROGRAM_PATHS):
            if self._walls and request.path == WALL:
                return self._walls.show()
            return way_in(request.full_path.removesuffix("?"))
        if problem:
            return refusal(problem, asked_language(self._language))
        if _is_delivery(request) or _is_upload(request):
            g.source = self._source(request)
        visitor = self._visitor(request)
        set_request_visitor(visitor)
        request.environ[WHO] = visitor.who
        self._note_presence(request)
        return None

    def _note_presence(self, asked: Request) -> None:
        """A person opens a page; a wall is there as long as it asks."""
        found = self._entrance.signed_in(asked) if self._entrance else None
        if self._shares and found is None and _is_opened(asked) and (look := self._look(asked)):
            self._shares.note_use(look)
        if self._entrance is None or found is None:
            return
        if found.account.is_device or _is_opened(asked):
            self._entrance.note_presence(found)
        if found.account.is_device and (_is_opened(asked) or asked.path == WALL):  # its worker may have asked for it
            self._entrance.renew(asked, found)

    def _visitor(self, asked: Request) -> Visitor:
        """Who sends a request that has no problem."""
        origin = asked.remote_addr or "unknown"
        if asked.path in OPEN or asked.path.startswith(SHARE):
            return nobody(origin)
        if asked.path.startswith(COMMANDS):
            return command_visitor(origin)
        if _is_delivery(asked):
            return source_visitor(g.source, origin)
        person = self._person(asked, origin)
        return with_key_of_source(person) if _is_upload(asked) and g.source else person

    def _person(self, asked: Request, origin: str) -> Visitor:
        if self._is_command_line(asked):
            return looking_visitor(origin)
        if self._entrance and self._asks_for_names():
            if found := self._entrance.signed_in(asked):
                return self._entrance.visitor(found, origin)
            if self._token and same(bearer_of(asked), self._token):
                return self._by_token(origin)
            if self._may_be_nameless(asked):
                return local_visitor(origin)
            look = self._look(asked)
            return self._shares.visitor(look, origin) if self._shares and look else nobody(origin)
        return self._by_token(origin) if self._token else local_visitor(origin)

    def language_of(self, asked: Request) -> str:
        """The language in which a request is answered."""
        return asked_language(self._language, asked)

    def enter(self) -> WerkzeugResponse:
        """`/enter?token=…[&next=/wall]`, or the same as a form: sets the cookie and goes on to an address without the
        token. Where the city has accounts, the form for name and password."""
        if self._sign_in and self._asks_for_names():
            return self._sign_in.enter()
        given, target = request.values.get("token", ""), local_address(request.values.get("next"))
        code = 303 if request.method == "POST" else 302
        if self._token is None:
            return redirect(target, code)
        if not same(given, self._token):
            return refusal(self._wrong(request, given, WRONG_TOKEN), asked_language(self._language))
        answer = redirect(target, code)
        age = COOKIE_DAYS * 86_400
        is_secure = request.is_secure
        answer.set_cookie(self._cookie, self._cookie_value, age, httponly=True, samesite="Lax", secure=is_secure)
        return answer

    def problem(self, asked: Request) -> ErrorAnswer | None:
        """Why a request is refused, by its headers alone (its body may not have come yet), or None. Counts a wrong
        secret, so ask once for each refused request. Raises KeysDamaged."""
        if asked.environ.get(MALFORMED):
            return HTTP[400]
        if asked.environ.get(FOREIGN_USER):
            return USER_OF_STRANGER
        if is_foreign(asked):
            return FOREIGN
        if asked.path == HEALTH:
            return None
        return self._place_problem(asked) or self._secret_problem(asked)

    def _place_problem(self, asked: Request) -> ErrorAnswer | None:
        """Without a token and accounts only this machine may ask, and not for somebody else; others only by a name
        that is this server's."""
        if self._hosts and host_of(asked.host) not in self._hosts and not self._needs_no_name(asked):
            return UNKNOWN_HOST
        if self._token is not None or self._asks_for_names():
            return None
        if asked.environ.get(PROXIED):
            return THROUGH_A_PROXY
        return None if _is_here(asked) or asked.path.startswith(COMMANDS) else WRONG_HOST

    def _needs_no_name(self, asked: Request) -> bool:
        return _is_here(asked) or asked.path.startswith(COMMANDS) or self._is_command_line(asked)

    def _secret_problem(self, asked: Request) -> ErrorAnswer | None:
        if asked.path.startswith(COMMANDS):
            return self._command_problem(asked)
        if _is_delivery(asked):
            return None if self._source(asked) else self._wrong(asked, bearer_of(asked), NO_SOURCE_KEY)
        if self._asks_for_names():
            return self._name_problem(asked)
        if _is_upload(asked):
            return self._upload_problem(asked) if self._token else None
        return self._visitor_problem(asked) if self._token else None

    def _asks_for_names(self) -> bool:
        """Whether people of this city sign in."""
        return self._entrance is not None and self._entrance.is_used()

    def _name_problem(self, asked: Request) -> ErrorAnswer | None:
        """People are signed in or come by a link of somebody; programs have the token, photographs of the command line
        a cookie of their own."""
        if asked.path.startswith(SHARE) and self._shares:
            secret = asked.path.removeprefix(SHARE)
            return None if self._shares.opened_by(secret) else self._wrong(asked, secret, SHARE_ENDED)
        given = bearer_of(asked)
        is_signed_in = self._entrance is not None and self._entrance.signed_in(asked) is not None
        if asked.path in OPEN or is_signed_in or self._is_command_line(asked):
            return None
        if given and not (self._token and same(given, self._token)):
            return self._wrong(asked, given, WRONG_TOKEN)
        return None if given or self._may_be_nameless(asked) or self._look(asked) else NOT_SIGNED_IN

    def _look(self, asked: Request) -> SharedLook | None:
        """By which link somebody looks who has not signed in."""
        return self._shares.of(asked) if self._shares else None

    def _is_command_line(self, asked: Request) -> bool:
        """Whether the command line of this machine opened the browser that asks."""
        cookie = asked.cookies.get(self._cookie, "")
        return bool(self._command_cookie) and same(cookie, self._command_cookie)

    def _may_be_nameless(self, asked: Request) -> bool:
        return self._local_without_account and _is_here(asked) and not asked.environ.get(PROXIED)

    def _command_problem(self, asked: Request) -> ErrorAnswer | None:
        given = bearer_of(asked)
        return None if self._key and same(given, self._key) else self._wrong(asked, given, HTTP[403])

    def _upload_problem(self, asked: Request) -> ErrorAnswer | None:
        cookie = asked.cookies.get(self._cookie, "")
        if not same(cookie, self._cookie_value):
            return self._wrong(asked, cookie, NO_TOKEN)
        return None if self._source(asked) else self._wrong(asked, bearer_of(asked), NO_SOURCE_KEY)

    def _source(self, asked: Request) -> str | None:
        return self._sources.source_of(bearer_of(asked)) if self._sources else None

    def _visitor_problem(self, asked: Request) -> ErrorAnswer | None:
        """Whatever is right lets pass, before anything wrong is counted."""
        cookie, given = asked.cookies.get(self._cookie, ""), bearer_of(asked)
        is_right = same(cookie, self._cookie_value) or (self._token and same(given, self._token))
        if is_right or self._is_command_line(asked) or asked.path == ENTER:
            return None
        return self._wrong(asked, given, WRONG_TOKEN) if given else self._wrong(asked, cookie, NO_TOKEN)

    def _wrong(self, asked: Request, given: str, row: ErrorAnswer) -> ErrorAnswer:
        """The refusal of a wrong secret, which is counted unless it is empty."""
        exhausted = given and self._guesses.wrong(asked.remote_addr or "", given)
        return HTTP[429] if exhausted else row


def _is_here(asked: Request) -> bool:
    """Whether a request comes from this machine, to an address of it."""
    return is_loopback(host_of(asked.host)) and is_loopback(asked.remote_addr or "")


def _is_opened(asked: Request) -> bool:
    """Whether somebody opens a page, as opposed to a page that asks for news of its own accord."""
    return asked.headers.get("Sec-Fetch-Dest") == "document"


def _is_delivery(asked: Request) -> bool:
    return asked.method == "POST" and asked.path in INTAKE


def _is_upload(asked: Request) -> bool:
    return asked.path == UPLOADS or asked.path.startswith(f"{UPLOADS}/")


def bearer_of(asked: Request) -> str:
    """The secret in the header of a request, empty without one."""
    scheme, _, given = asked.headers.get("Authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else ""
