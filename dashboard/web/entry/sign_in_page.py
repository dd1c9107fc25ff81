"""/enter: name, password and code; /leave; /present, by which a page tells that a person is there."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from dashboard.access.accounts.account import Account
from dashboard.access.accounts.sign_in import Credentials
from dashboard.access.audit.request_audit import audit_entry
from dashboard.access.roles.two_factors import waiting_for_second_factor
from dashboard.errors import HTTP
from dashboard.web.entry.signed_in import Entrance, forget_traces, network
from dashboard.web.error_pages import asked_language, refusal
from dashboard.web.page.plain.plain_page import kept_query, plain_answer, words_of

ENTER, LEAVE, PRESENT, ACCOUNT = "/enter", "/leave", "/present", "/account"
STATUS = {"wrong": 403, "code_needed": 403, "too_many": 429}
Answer = Response | WerkzeugResponse


@dataclass(frozen=True)
class SignInPage:
    """language: of the city; title: its name in each language, Chinese first."""

    entrance: Entrance
    language: str
    title: tuple[str, str]

    def register(self, flask: Flask) -> None:
        flask.add_url_rule(LEAVE, "leave", self.leave, methods=["POST"])
        flask.add_url_rule(PRESENT, "present", self.present, methods=["POST"])

    def enter(self) -> Answer:
        """The form, or signing in by it."""
        target = local_address(request.values.get("next"))
        if request.method == "POST":
            return self._sign_in(target)
        found = self.entrance.signed_in(request)
        if found and not found.account.is_device:
            return redirect(target, 302)
        return self._form(target)

    def leave(self) -> Answer:
        """Ends the session; the browser forgets what it kept."""
        found = self.entrance.signed_in(request)
        if found and not found.made(request.form.get("form_token", "")):
            return refusal(HTTP[403], asked_language(self.language))
        answer = redirect(f"{ENTER}{kept_query()}", 303)
        if found:
            self.entrance.people.sessions.end_secret(found.secret)
            audit_entry("logout", who=found.account.name)
        for what in ("session", "share"):
            self.entrance.take_back(request, answer, what)
        forget_traces(answer)
        return answer

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
            return self._form(target, problem=found, name=tried.name)
        is_due = waiting_for_second_factor(found) and self.entrance.people.store.is_to_be_reminded(found.name)
        answer = redirect(f"{ACCOUNT}{kept_query(next=target)}" if is_due else target, 303)
        self.entrance.begin(request, found, answer)
        self.entrance.know_browser(request, found, answer)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def _form(self, target: str, *, problem: str = "", name: str = "") -> Response:
        language = asked_language(self.language)
        words = words_of(language)
        values: dict[str, object] = {
            "problem": words(f"enter.{problem}") if problem else "",
            "next": target,
            "name": name,
        }
        values |= {"city": words.either(*self.title), "action": f"{ENTER}{kept_query()}"}
        values |= {"asks_code": problem == "code_needed", "other": other_language(language, next=target)}
        return plain_answer("enter.html", language, "enter.page", status=STATUS.get(problem, 200), **values)


def way_in(target: str) -> WerkzeugResponse:
    """To the form, and from there on to where one wanted to go."""
    answer = redirect(f"{ENTER}{kept_query(next=target)}", 302)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def other_language(language: str, **more: str) -> str:
    """The query of the same page in the other language."""
    return kept_query(**{**more, "lang": "zh-CN" if language.startswith("en") else "en"})


def local_address(target: str | None) -> str:
    """A path of this server, never another one's: `//host`, `/\\host` and addresses with a scheme become `/`."""
    if not target or not target.startswith("/") or target[1:2] in ("/", "\\"):
        return "/"
    return target if all(character.isprintable() for character in target) else "/"
