"""/enter: name, password and code; /leave; /present, by which a page tells that a person is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from dashboard.access.accounts.account import Account
from dashboard.access.accounts.sign_in import Credentials
from dashboard.access.accounts.vouched_sign_in import BY_PROVIDER, BY_PROXY, Stranger, Vouched
from dashboard.access.audit.request_audit import audit_entry
from dashboard.access.provider.id_token import Identity
from dashboard.access.provider.provider import IdentityProvider
from dashboard.access.roles.two_factors import waiting_for_second_factor
from dashboard.errors import HTTP
from dashboard.web.entry.code_form import CodeForm
from dashboard.web.entry.local_address import local_address
from dashboard.web.entry.signed_in import Entrance, SignedIn, forget_traces, network, user_of_proxy
from dashboard.web.error_pages import asked_language, refusal
from dashboard.web.page.plain.plain_page import kept_query, plain_answer, words_of

ENTER, LEAVE, PRESENT, ACCOUNT = "/enter", "/leave", "/present", "/account"
THERE, BACK, CODE = "/enter/provider", "/enter/provider/back", "/enter/code"
LEFT = "left"
STATUS = {"wrong": 403, "code_needed": 403, "too_many": 429, "no_answer": 503, "left_proxy": 200}
Answer = Response | WerkzeugResponse
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class SignInPage:
    """language: of the city; title: its name in each language, Chinese first; provider: of identities, where the
    organisation has one."""

    entrance: Entrance
    language: str
    title: tuple[str, str]
    provider: IdentityProvider | None = None

    @property
    def codes(self) -> CodeForm:
        return CodeForm(self.entrance)

    def register(self, flask: Flask) -> None:
        flask.add_url_rule(CODE, "enter_code", partial(self.codes.take, self), methods=["POST"])
        flask.add_url_rule(LEAVE, "leave", self.leave, methods=["POST"])
        flask.add_url_rule(LEAVE, "leave_page", self.leave_page)
        flask.add_url_rule(PRESENT, "present", self.present, methods=["POST"])

    def enter(self) -> Answer:
        """The form, or signing in by it."""
        target = local_address(request.values.get("next"))
        if request.method == "POST":
            return self._sign_in(target)
        found = self.entrance.signed_in(request)
        if found and not found.account.is_device:
            return redirect(target, 302)
        if LEFT in request.args:
            return self.form(target, problem="left_proxy")
        return self._by_proxy(user_of_proxy(request), target) or self.form(target)

    def _by_proxy(self, user: str, target: str) -> Answer | None:
        """Signs in whom the proxy in front has signed in; None where it names nobody."""
        if not user:
            return None
        found = self.entrance.people.vouched.named(user)
        if not isinstance(found, Account):
            return self.not_let_in(found, target, user, way=BY_PROXY)
        return self.let_in(Vouched(found, BY_PROXY), target)

    def not_let_in(
        self, why: Stranger, target: str, name: str, *, way: str, identity: Identity | None = None
    ) -> Response:
        """The form, and why somebody is not let in for whom another vouches; name: as that one says it."""
        vouched = self.entrance.people.vouched
        known = vouched.known_name(name, identity)
        vouched.refused(why, network(request), account=known, way=way)
        return self.form(target, problem=why, values={"name": known or name})

    def leave_page(self) -> Answer:
        """The button that signs out, to which every screen leads."""
        found = self.entrance.signed_in(request)
        if found is None or found.account.is_device:
            return redirect(f"{ENTER}{kept_query()}", 302)
        language = asked_language(self.language)
        values: dict[str, Any] = {"form_token": found.form_token(), "account": found.account}
        values["other"] = other_language(language)
        return plain_answer("leave.html", language, "account.leave", **values)

    def leave(self) -> Answer:
        """Ends the session; the browser forgets what it kept."""
        found = self.entrance.signed_in(request)
        if found and not found.made(request.form.get("form_token", "")):
            return refusal(HTTP[403], asked_language(self.language))
        answer = redirect(self._way_out(found) or f"{ENTER}{kept_query()}", 303)
        if found:
            self.entrance.people.sessions.end_secret(found.secret)
            audit_entry("logout", who=found.account.name)
        for what in ("session", "share"):
            self.entrance.take_back(request, answer, what)
        forget_traces(answer)
        return answer

    def _way_out(self, found: SignedIn | None) -> str | None:
        """Where somebody goes who leaves, and for whom another vouched: to sign out at the provider as well, or to be
        told that the proxy still knows them."""
        if found and found.session.way == BY_PROXY:
            return f"{ENTER}{kept_query(**{LEFT: 'proxy'})}"
        if found is None or self.provider is None or found.session.way != BY_PROVIDER:
            return None
        return self.provider.way_out(f"{request.url_root.rstrip('/')}{ENTER}")

    def present(self) -> Answer:
        """A person does something on a page: the time without one begins anew."""
        if found := self.entrance.signed_in(request):
            self.entrance.note_presence(found)
        return Response(status=204)

    def _sign_in(self, target: str) -> Answer:
        given = request.form
        browser = self.entrance.brought(request, "browser")
        tried = Credentials(given.get("name", ""), given.get("password", ""), given.get("code", ""), browser)
        found = self.entrance.people.sign_in.account_of(tried, network(request))
        if not isinstance(found, Account):
            return self.form(target, problem=found, name=tried.name)
        return self._signed_in(found, target)

    def let_in(self, who: Vouched, target: str, *, has_two_factors: bool = False) -> WerkzeugResponse:
        """Signs in somebody for whom another vouches; asks for a code first where that one has not seen two factors of
        an account that has them."""
        if who.account.has_second_factor and not has_two_factors:
            return self.codes.ask(self, who, target)
        return self.vouched_in(who, target, has_two_factors=has_two_factors)

    def vouched_in(
        self, who: Vouched, target: str, *, has_two_factors: bool = False, is_proved: bool = False
    ) -> WerkzeugResponse:
        """Signs in somebody of whom nothing more is asked. is_proved: they gave a code here."""
        if not self.entrance.people.vouched.let_in(who, network(request)):
            return self.not_let_in("account_of_another", target, who.account.name, way=who.way)
        account, way = who.account, who.way
        return self._signed_in(account, target, way=way, has_two_factors=has_two_factors, is_proved=is_proved)

    def _signed_in(
        self,
        account: Account,
        target: str,
        *,
        way: str = "",
        has_two_factors: bool = False,
        is_proved: bool = False,
    ) -> WerkzeugResponse:
        waits = not has_two_factors and waiting_for_second_factor(account)
        is_due = waits and self.entrance.people.store.is_to_be_reminded(account.name)
        answer = redirect(f"{ACCOUNT}{kept_query(next=target)}" if is_due else target, 303)
        secret = self.entrance.begin(request, account, answer, way=way, has_two_factors=has_two_factors)
        session = self.entrance.people.sessions.find(secret)
        if is_proved and session:
            self.entrance.people.proofs.note(session)
        self.entrance.know_browser(request, account, answer)
        return answer

    def form(self, target: str, *, problem: str = "", name: str = "", values: Mapping[str, str] = NOTHING) -> Response:
        """The form for name and password. problem: key of a sentence, with what is told in it."""
        words = words_of(asked_language(self.language))
        told: dict[str, object] = {
            "problem": words(f"enter.{problem}", **values) if problem else "",
            "name": name,
            "action": f"{ENTER}{kept_query()}",
            "asks_code": problem == "code_needed",
            "provider": f"{THERE}{kept_query(next=target)}" if self.provider else "",
        }
        return self._page("enter.html", target, STATUS.get(problem, 403 if problem else 200), told)

    def code_form(self, target: str, *, problem: str = "") -> Response:
        """The form for the code alone."""
        words = words_of(asked_language(self.language))
        told = {"problem": words(f"enter.{problem}") if problem else "", "action": f"{CODE}{kept_query()}"}
        return self._page("enter_code.html", target, STATUS.get(problem, 403 if problem else 200), told)

    def _page(self, template: str, target: str, status: int, told: Mapping[str, object]) -> Response:
        language = asked_language(self.language)
        city = words_of(language).either(*self.title)
        around = {"next": target, "city": city, "other": other_language(language, next=target)}
        return plain_answer(template, language, "enter.page", status=status, **around, **told)


def way_in(target: str) -> WerkzeugResponse:
    """To the form, and from there on to where one wanted to go."""
    return redirect(f"{ENTER}{kept_query(next=target)}", 302)


def other_language(language: str, **more: str) -> str:
    """The query of the same page in the other language."""
    return kept_query(**{**more, "lang": "zh-CN" if language.startswith("en") else "en"})
