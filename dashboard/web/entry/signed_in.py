"""Who is signed in by the cookie of a request, and the cookies themselves."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hmac import compare_digest, new

from flask import Response, after_this_request
from werkzeug.wrappers import Request
from werkzeug.wrappers import Response as WerkzeugResponse

from dashboard.access.accounts.account import Account, lenient_name
from dashboard.access.accounts.city_accounts import CityAccounts
from dashboard.access.accounts.known_browsers import KEPT
from dashboard.access.accounts.sessions import Session, SessionLimits
from dashboard.access.accounts.vouched_sign_in import BY_PROXY
from dashboard.access.roles.visitor import Visitor
from dashboard.errors import AccountsDamaged
from dashboard.web.peers import ONE_NETWORK, network_of
from dashboard.web.proxies import USER

log = logging.getLogger("yiping")
FOUND = "yiping.signed_in"
OF_A_WALL = timedelta(days=400)
"""The longest that browsers keep a cookie; it is given anew whenever the wall is opened."""
FORM_TOKEN = "form"  # noqa: S105


@dataclass(frozen=True)
class SignedIn:
    """Who sends a request. secret: what the cookie holds."""

    account: Account
    session: Session
    secret: str = field(repr=False)

    def form_token(self, purpose: str = FORM_TOKEN) -> str:
        """What a form of this session carries, so that no other page can send it."""
        return new(self.secret.encode(), f"yiping {purpose}".encode(), hashlib.sha256).hexdigest()

    def made(self, token: str, purpose: str = FORM_TOKEN) -> bool:
        """Whether a form was made for this session."""
        return compare_digest(token.encode("utf-8", "surrogatepass"), self.form_token(purpose).encode())


class Entrance:
    """The people of a city as its server meets them. limits: of sessions; rights: what an account may do and see, for a
    request from an address of the network; is_declared: people sign in though there may be no account yet."""

    def __init__(
        self,
        people: CityAccounts,
        limits: SessionLimits,
        rights: Callable[[Account, str], Visitor],
        *,
        is_declared: bool = False,
    ) -> None:
        self.people, self._limits, self._rights, self.is_declared = people, limits, rights, is_declared
        self._suffix = hashlib.sha256(people.city.encode()).hexdigest()[:8]

    def is_used(self) -> bool:
        """Whether people of this city sign in. Raises AccountsDamaged."""
        return self.is_declared or self.people.store.is_used()

    def signed_in(self, asked: Request) -> SignedIn | None:
        """Who is signed in by the cookie of a request; looked up once for each request."""
        if FOUND not in asked.environ:
            asked.environ[FOUND] = self._signed_in(asked)
        found: SignedIn | None = asked.environ[FOUND]
        return found

    def visitor(self, found: SignedIn, origin: str) -> Visitor:
        """What somebody who is signed in may do and see."""
        account = found.account
        if found.session.has_two_factors:
            account = replace(account, has_second_factor=True)
        return self.rights_of(account, origin)

    def rights_of(self, account: Account, origin: str) -> Visitor:
        """What whoever has such an account may do and see."""
        return self._rights(account, origin)

    def _signed_in(self, asked: Request) -> SignedIn | None:
        secret = self.brought(asked, "session")
        session = self.people.sessions.find(secret)
        account = self.people.store.find(session.account) if session else None
        if session and session.way == BY_PROXY and lenient_name(user_of_proxy(asked)) != session.account:
            return None
        return SignedIn(account, session, secret) if session and account else None

    def note_presence(self, found: SignedIn) -> None:
        """A person does something. A disk that takes nothing signs nobody out before the time is over."""
        try:
            self.people.sessions.note_presence(found.secret, found.session)
        except AccountsDamaged as error:
            log.warning("%s", error)

    def renew(self, asked: Request, found: SignedIn) -> None:
        """A wall keeps its cookie as long as it is opened now and then."""

        def renewed(answer: Response) -> Response:
            self.keep_session(asked, found.secret, answer, is_wall=True)
            return answer

        after_this_request(renewed)

    def brought(self, asked: Request, what: str) -> str:
        """The value of one of the cookies: session, browser, pairing."""
        return asked.cookies.get(self._name(what, is_secure=asked.is_secure), "")

    def begin(
        self,
        asked: Request,
        account: Account,
        answer: WerkzeugResponse,
        *,
        way: str = "",
        has_two_factors: bool = False,
    ) -> str:
        """Signs somebody in: the secret of a new session, never one that the browser brought. way: who vouches for
        them, and whether that one saw two factors."""
        self.people.sessions.end_secret(self.brought(asked, "session"))
        agent = asked.headers.get("User-Agent", "")
        begin, address = self.people.sessions.begin, asked.remote_addr or ""
        secret = begin(account.name, address, agent, way=way, has_two_factors=has_two_factors)
        self.keep_session(asked, secret, answer, is_wall=account.is_device)
        return secret

    def keep_session(self, asked: Request, secret: str, answer: WerkzeugResponse, *, is_wall: bool) -> None:
        self.give(asked, answer, "session", secret, OF_A_WALL if is_wall else self._limits.absolute)

    def know_browser(self, asked: Request, account: Account, answer: WerkzeugResponse) -> None:
        """The browser is known to the account from now on: mistakes of strangers do not slow it down."""
        secret = self.people.browsers.add(account.name, self.brought(asked, "browser"))
        self.give(asked, answer, "browser", secret, KEPT)

    def give(self, asked: Request, answer: WerkzeugResponse, what: str, secret: str, lasts: timedelta) -> None:
        """Sets a cookie that no script reads and no other site sends along, behind TLS bound to this host alone."""
        name, is_secure = self._name(what, is_secure=asked.is_secure), asked.is_secure
        age = int(lasts.total_seconds())
        answer.set_cookie(name, secret, age, path="/", httponly=True, samesite="Lax", secure=is_secure)

    def take_back(self, asked: Request, answer: WerkzeugResponse, what: str) -> None:
        """Removes a cookie."""
        name = self._name(what, is_secure=asked.is_secure)
        answer.delete_cookie(name, path="/", httponly=True, samesite="Lax", secure=asked.is_secure)

    def _name(self, what: str, *, is_secure: bool) -> str:
        """One cookie for each city: browsers do not keep the cookies of two ports of one machine apart."""
        return f"{'__Host-' if is_secure else ''}yiping_{what}_{self._suffix}"


def user_of_proxy(asked: Request) -> str:
    """Whom a declared proxy names; empty where it names nobody."""
    return str(asked.environ.get(USER, ""))


def network(asked: Request) -> str:
    """The network from which a request comes, as mistakes are counted."""
    return network_of(asked.remote_addr or "", ONE_NETWORK)


def forget_traces(answer: WerkzeugResponse) -> None:
    """After this answer a browser forgets what it kept of the city."""
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    answer.headers["Cache-Control"] = "no-store"
