"""The code of a second factor, of somebody for whom another vouches that did not see two factors itself."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest, new
from typing import TYPE_CHECKING

from flask import request
from werkzeug.wrappers import Response as WerkzeugResponse

from dashboard.access.accounts.account import Account
from dashboard.web.entry.local_address import local_address
from dashboard.web.entry.signed_in import Entrance, network

if TYPE_CHECKING:
    from dashboard.web.entry.sign_in_page import SignInPage

COOKIE = "vouched"
LASTS = timedelta(minutes=5)
KEY = secrets.token_bytes(32)


@dataclass(frozen=True)
class CodeForm:
    """The account waits in a sealed cookie of its browser meanwhile."""

    entrance: Entrance

    def ask(self, page: SignInPage, account: Account, target: str, way: str) -> WerkzeugResponse:
        """The form. way: who vouches."""
        answer = page.code_form(target)
        until = int((self._now() + LASTS).timestamp())
        name = urlsafe_b64encode(account.name.encode()).decode()
        self.entrance.give(request, answer, COOKIE, sealed(f"{until}.{way}.{name}"), LASTS)
        return answer

    def take(self, page: SignInPage) -> WerkzeugResponse:
        """Signs somebody in by the code."""
        target, vouched = local_address(request.form.get("next")), self.entrance.people.vouched
        account, way = self._waiting()
        if account is None:
            return page.form(target, problem="not_vouched")
        browser = self.entrance.brought(request, "browser")
        problem = vouched.code_problem(account, request.form.get("code", ""), network(request), browser)
        if problem:
            vouched.refused(problem, network(request), account=account.name, way=way)
            return page.code_form(target, problem=problem)
        answer = page.vouched_in(account, target, way=way)
        self.entrance.take_back(request, answer, COOKIE)
        return answer

    def _waiting(self) -> tuple[Account | None, str]:
        """The account for which somebody vouched in this browser a moment ago, and who."""
        until, _, rest = opened(self.entrance.brought(request, COOKIE)).partition(".")
        way, _, name = rest.partition(".")
        if not until or self._now().timestamp() >= int(until):
            return None, way
        found = self.entrance.people.store.find(urlsafe_b64decode(name).decode())
        return (None if found is None or found.disabled else found), way

    def _now(self) -> datetime:
        return self.entrance.people.now()


def sealed(text: str) -> str:
    """A text that this process alone can have written."""
    return f"{text}.{_seal(text)}"


def opened(given: str) -> str:
    """The text of a seal that is right; empty otherwise."""
    text, _, seal = given.rpartition(".")
    return text if compare_digest(seal.encode("utf-8", "surrogatepass"), _seal(text).encode()) else ""


def _seal(text: str) -> str:
    return new(KEY, text.encode("utf-8", "surrogatepass"), sha256).hexdigest()
