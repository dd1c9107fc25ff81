"""/enter/provider: signing in at the organisation's provider of identities, and coming back from there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from dashboard.access.accounts.account import Account
from dashboard.access.accounts.vouched_sign_in import BY_PROVIDER, Vouched
from dashboard.access.provider.authentication_request import LASTS, AuthenticationRequest, new_authentication_request
from dashboard.access.provider.id_token import Identity, NotVouched
from dashboard.access.provider.provider import IdentityProvider, ProviderUnavailable
from dashboard.errors import NotFound
from dashboard.web.entry.local_address import local_address
from dashboard.web.entry.sign_in_page import BACK, THERE, SignInPage
from dashboard.web.entry.signed_in import Entrance, network

log = logging.getLogger("yiping")
COOKIE = "attempt"
LONGEST_CODE, LONGEST_TARGET = 4096, 2000


@dataclass(frozen=True)
class ProviderSignIn:
    """provider: None where none is declared, which is then told of each of its addresses; page: on which people are
    told why they are not let in."""

    entrance: Entrance
    page: SignInPage
    provider: IdentityProvider | None
    now: Callable[[], datetime]

    def register(self, flask: Flask) -> None:
        flask.add_url_rule(THERE, "enter_provider", self.there)
        flask.add_url_rule(BACK, "enter_provider_back", self.back)

    def there(self) -> WerkzeugResponse:
        """To the provider."""
        target = local_address(request.args.get("next"))
        attempt = new_authentication_request(target if len(target) <= LONGEST_TARGET else "/", self.now())
        try:
            answer = redirect(self._declared().way_there(attempt, _address_back()), 302)
        except ProviderUnavailable as error:
            return self._unavailable(attempt.target, error)
        self.entrance.give(request, answer, COOKIE, attempt.cookie, LASTS)
        return answer

    def back(self) -> WerkzeugResponse:
        """From the provider, with a code, or with its refusal."""
        provider, attempt = self._declared(), AuthenticationRequest(self.entrance.brought(request, COOKIE))
        target = local_address(attempt.target)
        if not attempt.is_answered_by(request.args.get("state", ""), self.now()):
            answer = self._refused("state", target)
        else:
            try:
                answer = self._let_in(self._identity(provider, attempt), target)
            except NotVouched as error:
                answer = self._refused(error.reason, target)
            except ProviderUnavailable as error:
                answer = self._unavailable(target, error)
        self.entrance.take_back(request, answer, COOKIE)
        return answer

    def _identity(self, provider: IdentityProvider, attempt: AuthenticationRequest) -> Identity:
        """Whom the provider vouches for. Raises NotVouched, ProviderUnavailable."""
        given, names_itself = request.args, provider.names_itself()
        if (names_itself or "iss" in given) and given.get("iss") != provider.declared.issuer:
            raise NotVouched("issuer")
        if given.get("error"):
            raise NotVouched("cancelled")
        code = given.get("code", "")
        if not 0 < len(code) <= LONGEST_CODE:
            raise NotVouched("code")
        return provider.identity(attempt, code, _address_back())

    def _let_in(self, identity: Identity, target: str) -> WerkzeugResponse:
        found = self.entrance.people.vouched.account_of(identity)
        if not isinstance(found, Account):
            return self.page.not_let_in(found, target, identity.name, way=BY_PROVIDER, identity=identity)
        who = Vouched(found, BY_PROVIDER, identity.issuer, identity.subject)
        return self.page.let_in(who, target, has_two_factors=identity.has_two_factors)

    def _refused(self, reason: str, target: str) -> WerkzeugResponse:
        self.entrance.people.vouched.refused(reason, network(request))
        return self.page.form(target, problem="cancelled" if reason == "cancelled" else "not_vouched")

    def _unavailable(self, target: str, error: ProviderUnavailable) -> WerkzeugResponse:
        log.warning("The provider of identities does not answer: %s", error)
        self.entrance.people.vouched.refused("no_answer", network(request))
        return self.page.form(target, problem="no_answer")

    def _declared(self) -> IdentityProvider:
        if self.provider is None:
            raise NotFound("There is no provider of identities.")
        return self.provider


def _address_back() -> str:
    """The address to which people come back, as the provider knows it."""
    return f"{request.url_root.rstrip('/')}{BACK}"
