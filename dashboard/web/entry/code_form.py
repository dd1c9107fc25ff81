"""The code of a second factor, of somebody for whom another vouches that did not see two factors itself."""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest, new
from typing import TYPE_CHECKING, Any

from flask import request
from werkzeug.wrappers import Response as WerkzeugResponse

from dashboard.access.accounts.vouched_sign_in import Vouched
from dashboard.web.entry.local_address import local_address
from dashboard.web.entry.signed_in import Entrance, network

if TYPE_CHECKING:
    from dashboard.web.entry.sign_in_page import SignInPage

COOKIE = "vouched"
LASTS = timedelta(minutes=5)
KEY = secrets.token_bytes(32)


@dataclass(frozen=True)
class CodeForm:
    """Who is vouched for waits in a sealed cookie of their browser meanwhile."""

    entrance: Entrance

    def ask(self, page: SignInPage, who: Vouched, target: str) -> WerkzeugResponse:
        """The form."""
        answer = page.code_form(target)
        until = int((self._now() + LASTS).timestamp())
        self.entrance.give(request, answer, COOKIE, sealed([until, who.account.name, *_vouching(who)]), LASTS)
        return answer

    def take(self, page: SignInPage) -> WerkzeugResponse:
        """Signs somebody in by the code."""
        target, vouched = local_address(request.form.get("next")), self.entrance.people.vouched
        who = self._waiting()
        if who is None:
            return page.form(target, problem="not_vouched")
        browser = self.entrance.brought(request, "browser")
        problem = vouched.code_problem(who.account, request.form.get("code", ""), network(request), browser)
        if problem:
            vouched.refused(problem, network(request), account=who.account.name, way=who.way)
            return page.code_form(target, problem=problem)
        answer = page.vouched_in(who, target, is_proved=True)
        self.entrance.take_back(request, answer, COOKIE)
        return answer

    def _waiting(self) -> Vouched | None:
        """For whom somebody vouched in this browser a moment ago."""
        found = opened(self.entrance.brought(request, COOKIE))
        if found is None or self._now().timestamp() >= found[0]:
            return None
        _, name, *vouching = found
        account = self.entrance.people.store.find(name)
        return None if account is None or account.disabled else Vouched(account, *vouching)

    def _now(self) -> datetime:
        return self.entrance.people.now()


def _vouching(who: Vouched) -> tuple[str, str, str]:
    return who.way, who.issuer, who.subject


def sealed(said: list[int | str]) -> str:
    """What this process alone can have written."""
    text = urlsafe_b64encode(json.dumps(said).encode()).decode()
    return f"{text}.{_seal(text)}"


def opened(given: str) -> list[Any] | None:
    """What a seal that is right holds."""
    text, _, seal = given.rpartition(".")
    if not compare_digest(seal.encode("utf-8", "surrogatepass"), _seal(text).encode()):
        return None
    found: list[Any] = json.loads(urlsafe_b64decode(text))
    return found


def _seal(text: str) -> str:
    return new(KEY, text.encode("utf-8", "surrogatepass"), sha256).hexdigest()
