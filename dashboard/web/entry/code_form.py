"""The code of a second factor, of somebody for whom a provider vouches that did not see two factors itself."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest, new

from flask import request
from werkzeug.wrappers import Response as WerkzeugResponse

from dashboard.access.accounts.account import Account
from dashboard.access.accounts.vouched_sign_in import BY_PROVIDER
from dashboard.web.entry.sign_in_page import SignInPage, local_address
from dashboard.web.entry.signed_in import Entrance, network

COOKIE = "vouched"
LASTS = timedelta(minutes=5)
KEY = secrets.token_bytes(32)


@dataclass(frozen=True)
class CodeForm:
    """The account waits in a sealed cookie of its browser meanwhile."""

    entrance: Entrance
    page: SignInPage
    now: Callable[[], datetime]

    def ask(self, account: Account, target: str) -> WerkzeugResponse:
        answer = self.page.code_form(target)
        until = int((self.now() + LASTS).timestamp())
        name = urlsafe_b64encode(account.name.encode()).decode()
        self.entrance.give(request, answer, COOKIE, sealed(f"{until}.{name}"), LASTS)
        return answer

    def take(self) -> WerkzeugResponse:
        """Signs somebody in by the code."""
        target, vouched = local_address(request.form.get("next")), self.entrance.people.vouched
        account = self._waiting()
        if account is None:
            return self.page.form(target, problem="not_vouched")
        browser = self.entrance.brought(request, "browser")
        problem = vouched.code_problem(account, request.form.get("code", ""), network(request), browser)
        if problem:
            vouched.refused(problem, network(request), account=account.name)
            return self.page.code_form(target, problem=problem)
        answer = self.page.let_in(account, target, way=BY_PROVIDER)
        self.entrance.take_back(request, answer, COOKIE)
        return answer

    def _waiting(self) -> Account | None:
        """The account for which a provider vouched in this browser a moment ago."""
        said = opened(self.entrance.brought(request, COOKIE))
        until, _, name = said.partition(".")
        if not until or self.now().timestamp() >= int(until):
            return None
        found = self.entrance.people.store.find(urlsafe_b64decode(name).decode())
        return None if found is None or found.disabled else found


def sealed(text: str) -> str:
    """A text that this process alone can have written."""
    return f"{text}.{_seal(text)}"


def opened(given: str) -> str:
    """The text of a seal that is right; empty otherwise."""
    text, _, seal = given.rpartition(".")
    return text if compare_digest(seal.encode("utf-8", "surrogatepass"), _seal(text).encode()) else ""


def _seal(text: str) -> str:
    return new(KEY, text.encode("utf-8", "surrogatepass"), sha256).hexdigest()
