"""/people: for administrators: accounts, what each may do and see, walls, and the keys of sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from dashboard.access import source_keys
from dashboard.access.accounts.account import DEVICE, PEOPLES_ROLES, Account
from dashboard.access.accounts.last_admin import is_last_admin
from dashboard.access.accounts.passwords import LONGEST, SHORTEST, refusal_of_password
from dashboard.commands import source_register
from dashboard.errors import BadParameter, DashboardError, NotFound, error_answer, wrong_parameter
from dashboard.people.account_list import account_list, wanted_accounts
from dashboard.people.named_areas import areas_named, offered
from dashboard.view import parsers
from dashboard.web.entry.own_forms import Answer, add_forms, for_person, proof_first
from dashboard.web.entry.signed_in import Entrance, SignedIn
from dashboard.web.error_pages import asked_language
from dashboard.web.page.plain.plain_page import plain_answer, words_of
from dashboard.words.moments import date_and_minute
from geodata.errors import GeodataError, UnknownArea
from queries.city import City

PEOPLE = "/people"
PURPOSE = "people"
"""Of the tokens in these forms; one of another page does not send them."""
DONE = frozenset({"added", "changed", "password", "factor", "ended", "key_removed"})
SHOWN, LOOKED_FOR = ("lang", "theme"), ("find", "of_role", "page")
"""Parameters of the address that its links keep: how the page is shown, and which accounts it lists."""


class _Problem(Exception):  # noqa: N818
    """Why a form cannot be done; key: of the sentence."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class PeoplePage:
    """entrance: by which the people of the city sign in."""

    city: City
    entrance: Entrance

    def routes(self) -> Blueprint:
        part = Blueprint("people", __name__, url_prefix=PEOPLE)
        part.add_url_rule("", "page", for_person(self.entrance, self.page))
        forms = (self.add, self.change, self.password, self.factor, self.end, self.make_key, self.remove_key)
        checked = map(self._with_problems_told, forms)
        add_forms(part, self.entrance, self.city.profile.language, *checked, purpose=PURPOSE, needs_proof=True)
        return part

    def page(self, found: SignedIn, problem: str = "", key: str = "") -> Response:
        """All accounts, or the one that the address names. problem: a sentence; key: of a source, shown this once."""
        people, folder = self.entrance.people, self.city.ground.folder
        language = asked_language(self.city.profile.language)
        words, done = words_of(language), request.args.get("done", "")
        chosen = people.store.find(request.values.get("account", ""))
        values: dict[str, Any] = {
            **self._listed(chosen),
            "chosen": chosen,
            "is_own": chosen is not None and chosen.name == found.account.name,
            "sessions": lambda account: len(people.sessions.of(account.name)),
            "roles": PEOPLES_ROLES,
            "all_roles": (*PEOPLES_ROLES, DEVICE),
            "offered_areas": offered(self.city.tree),
            "moment": lambda moment: date_and_minute(moment, self.city.profile.time_zone),
            "lines": {name: words.either(one.zh, one.en) for name, one in self.city.profile.lines_of_business.items()},
            "area": self._area_name,
            "keys": sorted(source_keys.holders(folder)),
            "new_key": key,
            "problem": problem,
            "done": words(f"people.{done}") if done in DONE and not problem else "",
            "signs_in_elsewhere": self.entrance.is_declared,
            "form_token": found.form_token(PURPOSE),
            "query": _query(),
            **proof_first(self.entrance, found, f"{PEOPLE}{_query(account=chosen.name) if chosen else _query()}"),
            "link": lambda name: f"{PEOPLE}{_query(account=name)}",
            "other": f"{PEOPLE}{_query(lang='zh-CN' if words.is_english else 'en')}",
        }
        status = 400 if problem else 200
        return plain_answer("people.html", language, "people.title", status=status, shape="wide", **values)

    def _listed(self, chosen: Account | None) -> dict[str, Any]:
        """The accounts of the page that the address asks for; none beside the one that is chosen."""
        asked = request.args
        wanted = wanted_accounts(asked.get("find", ""), asked.get("of_role", ""), asked.get("page", ""))
        accounts = self.entrance.people.store.all() if chosen is None else []
        listed = account_list(accounts, wanted, self._area_name)
        pages = {"before": listed.page - 1, "after": listed.page + 1 if listed.page < listed.pages else 0}
        links = {name: f"{PEOPLE}{_query(page=str(page))}" if page else "" for name, page in pages.items()}
        return {"listed": listed, "wanted": wanted, "find": asked.get("find", ""), "pager": links, "kept": _kept(SHOWN)}

    def add(self, _found: SignedIn) -> Answer:
        """Makes an account."""
        given, people = request.form, self.entrance.people
        role, shown = self._role(), given.get("display_name", "").strip()
        try:
            account = people.store.new_account(given.get("name", ""), role, shown)
        except BadParameter as error:
            raise _Problem("people.wrong_name") from error
        if people.store.find(account.name):
            raise _Problem("people.taken")
        account = self._with_rights(account)
        if self.entrance.is_declared and not given.get("new"):
            people.store.add(account, None)
        else:
            people.add(account, self._new_password(account))
        return _again("added")

    def change(self, _found: SignedIn) -> Answer:
        """What an account may do and see; one that is kept out is signed out at once."""
        before = self._named()
        after = self._with_rights(before if before.is_device else replace(before, role=self._role()))
        after = replace(after, disabled="disabled" in request.form)
        store = self.entrance.people.store
        if is_last_admin(store, before, after):
            raise _Problem("people.last_admin")
        store.change(after)
        if after.disabled:
            self.entrance.people.sessions.end_all(after.name)
        return _again("changed")

    def password(self, found: SignedIn) -> Answer:
        """Another password for somebody who has forgotten theirs; ends their sessions."""
        account = self._other_person(found)
        self.entrance.people.set_password(account, self._new_password(account))
        return _again("password")

    def factor(self, found: SignedIn) -> Answer:
        """Asks somebody for no code any more, whose phone is lost; ends their sessions."""
        account, people = self._other_person(found), self.entrance.people
        people.factors.remove(account.name)
        people.sessions.end_all(account.name)
        return _again("factor")

    def end(self, _found: SignedIn) -> Answer:
        """Ends all sessions of an account: a wall that is lost shows nothing any more."""
        self.entrance.people.sessions.end_all(self._named().name)
        return _again("ended")

    def make_key(self, found: SignedIn) -> Answer:
        """A key for a source, in the place of the one that it had."""
        name = parsers.code("source", request.form.get("source", ""))
        return self.page(found, key=source_register.add(self.city, name, {"new_key": "yes"}))

    def remove_key(self, _found: SignedIn) -> Answer:
        source_register.remove(self.city, parsers.code("source", request.form.get("source", "")))
        return _again("key_removed")

    def _new_password(self, account: Account) -> str:
        given = request.form.get("new", "")
        if key := refusal_of_password(given, self.entrance.people.words_around(account)):
            raise _Problem(f"account.{key}")
        return given

    def _named(self) -> Account:
        return self.entrance.people.store.named(request.form.get("account", ""))

    def _other_person(self, found: SignedIn) -> Account:
        """Of one's own account the present password is asked for, and a code: on /account."""
        account = self._named()
        if account.is_device:
            raise NotFound("A wall has neither password nor code.")
        if account.name == found.account.name:
            raise _Problem("people.own_account")
        return account

    def _role(self) -> str:
        role = request.form.get("role", "")
        if role not in PEOPLES_ROLES:
            raise wrong_parameter("role", "none_of", given=parsers.quoted(role), known=", ".join(PEOPLES_ROLES))
        return role

    def _with_rights(self, account: Account) -> Account:
        """Areas, lines and persons as the form says. Raises UnknownArea and BadParameter."""
        given = request.form
        areas = areas_named(given.getlist("areas"), self.city.tree)
        known = self.city.profile.lines_of_business
        lines = None if "all_lines" in given else tuple(name for name in given.getlist("lines") if name in known)
        persons = "clear" if given.get("persons") == "clear" else "masked"
        return replace(account, areas=areas, lines=lines if known else account.lines, persons=persons)  # type: ignore[arg-type]

    def _area_name(self, code: str) -> str:
        try:
            return self.city.tree.area(code).name
        except UnknownArea:
            return code

    def _language(self) -> str:
        return asked_language(self.city.profile.language)

    def _with_problems_told(self, answer: Callable[[SignedIn], Answer]) -> Callable[[SignedIn], Answer]:
        """What cannot be is said on the page itself."""

        @wraps(answer)
        def answered(found: SignedIn) -> Answer:
            try:
                return answer(found)
            except _Problem as error:
                return self.page(found, words_of(self._language())(error.key, least=SHORTEST, most=LONGEST))
            except (DashboardError, GeodataError) as error:
                return self.page(found, error_answer(error).sentence(self._language()))

        return answered


def _kept(names: tuple[str, ...]) -> dict[str, str]:
    return {name: request.args[name] for name in names if name in request.args}


def _query(**more: str) -> str:
    kept = _kept(SHOWN + LOOKED_FOR) | more
    return f"?{urlencode(kept)}" if kept else ""


def _again(done: str) -> WerkzeugResponse:
    return redirect(f"{PEOPLE}{_query(done=done)}", 303)
