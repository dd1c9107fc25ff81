"""/account: where somebody is signed in, the links they made, their password, their second factor."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import segno
from flask import Blueprint, Response, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response as WerkzeugResponse

from dashboard.access.accounts.account import Account
from dashboard.access.accounts.passwords import LONGEST, SHORTEST, SHORTEST_ALONE, refusal_of_password
from dashboard.access.accounts.second_factor import new_secret, provisioning_address
from dashboard.access.request_visitor import request_visitor
from dashboard.access.roles.two_factors import waiting_for_second_factor
from dashboard.errors import HTTP, NotFound
from dashboard.web.entry.local_address import local_address
from dashboard.web.entry.own_forms import Answer, add_forms, for_person, proof_first
from dashboard.web.entry.sign_in_page import ACCOUNT, other_language
from dashboard.web.entry.signed_in import Entrance, SignedIn, network
from dashboard.web.error_pages import asked_language, refusal
from dashboard.web.page.plain.plain_page import kept_query, plain_answer, words_of
from dashboard.words.catalogue import Catalogue
from dashboard.words.moments import date_and_minute

DONE = frozenset({"session_ended", "others_ended", "share_ended", "password_changed", "factor_removed"})
"""What the page says when it is opened again after a change."""


@dataclass(frozen=True)
class AccountPage:
    """language and zone: of the city; title: its name, Chinese first; areas: the name of an area by its code."""

    entrance: Entrance
    language: str
    zone: ZoneInfo
    title: tuple[str, str]
    areas: Callable[[str], str]

    def routes(self) -> Blueprint:
        part = Blueprint("account", __name__, url_prefix=ACCOUNT)
        part.add_url_rule("", "page", for_person(self.entrance, self.page))
        add_forms(part, self.entrance, self.language, self.end, self.end_others, needs_proof=True)
        with_password = (self.password, self.factor, self.factor_code, self.remove_factor)
        add_forms(part, self.entrance, self.language, *with_password)
        return part

    def page(self, found: SignedIn, problem: str = "") -> Response:
        """The account. problem: key of a sentence about the form that was sent."""
        language = asked_language(self.language)
        words = words_of(language)
        done, may_administer = request.args.get("done", ""), request_visitor().may("administer")
        sentence = words(f"account.{problem}", least=SHORTEST, most=LONGEST) if problem else ""
        values: dict[str, Any] = {
            "account": found.account,
            "may_administer": may_administer,
            "shares": self.entrance.people.shares.of(None if may_administer else found.account.name),
            "problem": sentence,
            "done": words(f"account.{done}") if done in DONE and not problem else "",
            "due": "" if found.session.has_two_factors else _due(found.account, words),
            "next": local_address(request.args.get("next")) if "next" in request.args else "",
            "role": words.term("access_role", found.account.role),
            "areas": [self.areas(code) for code in found.account.areas],
            "sessions": self.entrance.people.sessions.of(found.account.name),
            "present": found.session.key,
            "codes_left": self.entrance.people.factors.recovery_codes_left(found.account.name),
            "password_hint": words("account.password_hint", least=SHORTEST, alone=SHORTEST_ALONE),
            "moment": lambda moment: date_and_minute(moment, self.zone),
            **proof_first(self.entrance, found, f"{ACCOUNT}{kept_query()}"),
        }
        status = 400 if problem else 200
        return plain_answer("account.html", language, "account.title", status=status, **values, **self._frame(found))

    def end(self, found: SignedIn) -> Answer:
        """Ends one session of the account; the one that asks, like leaving."""
        if not self.entrance.people.sessions.end(found.account.name, request.form.get("session", "")):
            raise NotFound("There is no such session.")
        return self._again("session_ended")

    def end_others(self, found: SignedIn) -> Answer:
        self.entrance.people.sessions.end_all(found.account.name, but=found.session.key)
        return self._again("others_ended")

    def password(self, found: SignedIn) -> Answer:
        """Another password, for whoever knows the present one; ends all other sessions."""
        if not found.account.has_password:
            raise NotFound("This account has no password.")
        wanted, people = request.form.get("new", ""), self.entrance.people
        problem = self._unconfirmed(found) or refusal_of_password(wanted, people.words_around(found.account))
        if not problem and wanted != request.form.get("again", ""):
            problem = "not_the_same"
        if problem:
            return self.page(found, problem)
        people.set_password(found.account, wanted, but=found.session.key)
        answer = self._again("password_changed")
        self.entrance.know_browser(request, found.account, answer)
        return answer

    def factor(self, found: SignedIn) -> Answer:
        """The picture with the secret of a new second factor, for who knows the password and has the present one."""
        if problem := self._unconfirmed(found, request.form.get("code", "")):
            return self.page(found, problem)
        return self._factor_page(found, new_secret())

    def factor_code(self, found: SignedIn) -> Answer:
        """Sets up the second factor whose first code was given; shows the recovery codes, this once."""
        secret, seal = request.form.get("secret", ""), request.form.get("seal", "")
        if not hmac.compare_digest(seal.encode(), _seal(found, secret).encode()):
            return refusal(HTTP[403], asked_language(self.language))
        codes = self.entrance.people.factors.set_up(found.account.name, secret, request.form.get("code", ""))
        if codes is None:
            return self._factor_page(found, secret, "wrong_code")
        language = asked_language(self.language)
        return plain_answer("recovery_codes.html", language, "account.title", codes=codes, **self._frame(found))

    def remove_factor(self, found: SignedIn) -> Answer:
        """Asks for no code any more, for whoever knows the password and has a code."""
        if problem := self._unconfirmed(found, request.form.get("code", "")):
            return self.page(found, problem)
        self.entrance.people.factors.remove(found.account.name)
        return self._again("factor_removed")

    def _factor_page(self, found: SignedIn, secret: str, problem: str = "") -> Response:
        language = asked_language(self.language)
        words = words_of(language)
        address = provisioning_address(secret, found.account.name, words.either(*self.title))
        values: dict[str, Any] = {
            "secret": secret,
            "seal": _seal(found, secret),
            "picture": Markup(segno.make(address, error="m").svg_inline(scale=4, border=2)),  # noqa: S704  (drawn here)
            "problem": words(f"account.{problem}") if problem else "",
        }
        status = 400 if problem else 200
        return plain_answer("factor.html", language, "account.title", status=status, **values, **self._frame(found))

    def _unconfirmed(self, found: SignedIn, code: str | None = None) -> str | None:
        """Why whoever sends a form is not taken for the person that is signed in, by the password in it, and the code
        where one is asked for; or None. Who has no password has signed in elsewhere, just now, or gives a code."""
        people, account = self.entrance.people, found.account
        if not account.has_password and not account.has_second_factor:
            return None if people.proofs.is_recent(account, found.session) else "sign_in_anew"
        sign_in = people.sign_in
        attempt = sign_in.attempt(account.name, network(request), self.entrance.brought(request, "browser"))
        if account.has_password:
            refused = sign_in.confirms(account, request.form.get("present", ""), attempt, code=code)
        elif refused := sign_in.confirms_by_code(account, code or "", attempt):
            refused = "too_many" if refused == "too_many" else "code_needed"
        if refused is None:
            people.proofs.note(found.session)
        return f"password_{refused}" if refused else None

    def _again(self, done: str) -> WerkzeugResponse:
        return redirect(f"{ACCOUNT}{kept_query(done=done)}", 303)

    def _frame(self, found: SignedIn) -> Mapping[str, Any]:
        """What every page of the account has."""
        other = other_language(asked_language(self.language))
        return {"shape": "wide", "form_token": found.form_token(), "query": kept_query(), "other": other}


def _due(account: Account, words: Catalogue) -> str:
    """That the second factor of an account is due and for what, and whether that waits for it; or empty."""
    waiting = sorted(waiting_for_second_factor(account))
    named = words("account.comma").join(words(f"ability.{one}") for one in waiting)
    key = "factor_required" if request_visitor().withheld else "factor_due"
    return words(f"account.{key}", abilities=named) if waiting else ""


def _seal(found: SignedIn, secret: str) -> str:
    """With a secret that was shown in this session; another second factor since then breaks it."""
    return found.form_token(f"factor {secret} {'anew' if found.account.has_second_factor else 'first'}")
