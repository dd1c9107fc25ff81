"""Signing in at a real provider of identities (Canaille): who is let in, and whatever is not believed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pyotp
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.access.accounts.account import Account
from dashboard.access.accounts.city_accounts import CityAccounts
from dashboard.access.accounts.second_factor import new_secret
from dashboard.access.audit.audit import audit_of
from dashboard.access.provider.provider import IdentityProvider
from tests.dashboard.access.accounts.conftest import PASSWORD, Watch
from tests.dashboard.web.entry.conftest import Site, cookie_of, enter, form_token, site_of
from tests.identity.running_provider import Person, RunningProvider, canaille, free_port

pytestmark = pytest.mark.neighbours
HOME = "http://localhost"
THERE, BACK = "/enter/provider", f"{HOME}/enter/provider/back"
Changed = Callable[[str], str]


@pytest.fixture(scope="module")
def running() -> Iterator[RunningProvider]:
    with canaille(HOME) as found:
        yield found


@pytest.fixture(scope="module")
def persons() -> dict[str, Person]:
    return {name: Person(name) for name in ("wang", "li")}


@dataclass(frozen=True)
class Way:
    """A site whose people sign in at the provider, and the persons who do."""

    site: Site
    persons: dict[str, Person]
    issuer: str

    def there(self, browser: FlaskClient, target: str = "/sources") -> str:
        answer = browser.get(f"{THERE}?{urlencode({'next': target})}")
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    def back(self, browser: FlaskClient, name: str = "wang", changed: Changed = str) -> str:
        """The path by which somebody comes back. changed: what becomes of the address of the provider before."""
        came = self.persons[name].sign_in(changed(self.there(browser)), BACK)
        return came.removeprefix(HOME)

    def enter(self, browser: FlaskClient, name: str = "wang", changed: Changed = str) -> TestResponse:
        return browser.get(self.back(browser, name, changed))

    def audited(self) -> list[dict[str, Any]]:
        audit_of(self.site.people.store.folder).flush(everything=True)
        files = sorted((self.site.people.store.folder / "audit").glob("*.jsonl"))
        return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]

    def refusals(self) -> list[str]:
        return [reason for reason, _ in self.refused_accounts()]

    def refused_accounts(self) -> list[tuple[str, str | None]]:
        """Reason and account of each refusal."""
        said = [one["what"] for one in self.audited() if one["kind"] == "login_refused"]
        return [(one["reason"], one.get("account")) for one in said]


@pytest.fixture
def make(
    people: CityAccounts, watch: Watch, running: RunningProvider, persons: dict[str, Person]
) -> Callable[..., Way]:
    watch.moment = datetime.now(UTC)

    def made(client: str = "", later: timedelta = timedelta(), **more: Any) -> Way:
        provider = IdentityProvider(replace(running.declared(client), **more), lambda: watch() + later)
        return Way(site_of(people, watch, provider), persons, running.issuer)

    return made


def add(way: Way, name: str = "wang", role: str = "viewer") -> Account:
    """An account without a password."""
    store = way.site.people.store
    store.add(store.new_account(name, role), None)
    return store.named(name)


def with_parameter(name: str, value: str) -> Changed:
    def changed(address: str) -> str:
        parts = urlsplit(address)
        given = {key: values[0] for key, values in parse_qs(parts.query).items()} | {name: value}
        return parts._replace(query=urlencode(given)).geturl()

    return changed


def has_not_let_in(answer: TestResponse, browser: FlaskClient) -> bool:
    return answer.status_code == 403 and 'role="alert"' in answer.text and browser.get("/").status_code == 302


@pytest.mark.parametrize("client", ["", "city-es256"], ids=["RS256", "ES256"])
def test_somebody_signs_in_there_and_is_who_they_are_here(make: Callable[..., Way], client: str) -> None:
    way = make(client)
    add(way)
    browser = way.site.browser()
    for language in ("zh-CN", "en"):
        form = browser.get(f"/enter?lang={language}&next=/sources").text
        assert f'href="{THERE}?lang={language}&amp;next=%2Fsources"' in form
    asked = parse_qs(urlsplit(way.there(browser)).query)
    assert (asked["response_type"], asked["code_challenge_method"]) == (["code"], ["S256"])
    assert asked["redirect_uri"] == [BACK]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    entered = way.enter(browser)
    assert (entered.status_code, entered.headers["Location"]) == (303, "/sources")
    assert browser.get("/sources").text == "wang at /sources"
    assert [(one["kind"], one["who"], one["what"].get("way")) for one in way.audited()][-1] == (
        "login",
        "wang",
        "provider",
    )
    session = cookie_of(browser, "session").value
    told = [str(entered.headers), entered.text, *(one.value for one in (browser._cookies or {}).values())]
    kept = [file.read_bytes() for file in way.site.people.store.folder.rglob("*") if file.is_file()]
    assert not [one for one in told if "eyJ" in one]  # as each token of the provider begins
    assert not [one for one in kept if b"eyJ" in one]
    other = make()
    again = other.site.browser()
    again.set_cookie(cookie_of(browser, "session").key, session)
    assert other.enter(again).status_code == 303
    assert cookie_of(again, "session").value != session
    assert way.site.people.sessions.find(session) is None


def test_a_name_opens_an_account_once_and_then_the_person_does(make: Callable[..., Way]) -> None:
    """What a provider calls somebody for ever counts: a name may be given to somebody else later."""
    way = make()
    add(way)
    add(way, "li")
    assert way.enter(way.site.browser()).status_code == 303
    identities = way.site.people.identities
    assert identities.bind(way.issuer, "somebody who left", "li")
    stranger = way.site.browser()
    assert has_not_let_in(way.enter(stranger, "li"), stranger)
    assert way.refused_accounts() == [("account_of_another", "li")]
    assert identities.forget("li")
    again = make()
    assert again.enter(again.site.browser(), "li").status_code == 303
    assert identities.account_of(way.issuer, "li") == "li"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (with_parameter("state", "x" * 43), "state"),
        (with_parameter("iss", "https://evil.example"), "issuer"),
        (with_parameter("iss", ""), "issuer"),
        (with_parameter("code", "guessed"), "code"),
        (with_parameter("error", "access_denied"), "cancelled"),
    ],
)
def test_an_answer_that_was_changed_lets_nobody_in(make: Callable[..., Way], changed: Changed, reason: str) -> None:
    way = make()
    add(way)
    browser = way.site.browser()
    came = changed(way.back(browser))
    assert has_not_let_in(browser.get(came), browser)
    assert way.refusals() == [reason]


def test_an_answer_counts_in_the_browser_that_asked_and_in_time(make: Callable[..., Way]) -> None:
    way = make()
    add(way)
    victim, thief = way.site.browser(), way.site.browser()
    stolen = way.back(victim)
    assert has_not_let_in(thief.get(stolen), thief)
    own = parse_qs(urlsplit(way.there(thief)).query)["state"][0]
    assert has_not_let_in(thief.get(with_parameter("state", own)(stolen)), thief)  # PKCE: the code is not theirs
    late = way.back(victim)
    way.site.watch.forward(minutes=11)
    assert has_not_let_in(victim.get(late), victim)
    assert way.refusals() == ["state", "code", "state"]


def test_a_code_counts_once(make: Callable[..., Way]) -> None:
    way = make()
    add(way)
    browser = way.site.browser()
    came = way.back(browser)
    attempt = cookie_of(browser, "attempt")
    assert browser.get(came).status_code == 303
    again = way.site.browser()
    again.set_cookie(attempt.key, attempt.value)
    assert has_not_let_in(again.get(came), again)
    assert way.refusals() == ["code"]


@pytest.mark.parametrize(
    ("changed", "later", "reason"),
    [(with_parameter("nonce", "of another sign-in"), timedelta(), "nonce"), (str, timedelta(days=2), "expired")],
)
def test_a_token_of_another_sign_in_or_of_long_ago_lets_nobody_in(
    make: Callable[..., Way], changed: Changed, later: timedelta, reason: str
) -> None:
    way = make(later=later)
    add(way)
    browser = way.site.browser()
    assert has_not_let_in(way.enter(browser, changed=changed), browser)
    assert way.refusals() == [reason]


def test_who_has_no_account_or_a_disabled_one_is_told_so(make: Callable[..., Way]) -> None:
    way = make()
    add(way, "li")
    browser = way.site.browser()
    unknown = way.enter(browser)
    assert has_not_let_in(unknown, browser)
    assert "“wang”" in unknown.text
    assert way.enter(browser, "li").status_code == 303
    li = way.site.people.store.named("li")
    way.site.people.store.change(replace(li, disabled=True))
    assert browser.get("/").status_code == 302  # its session is over too
    later = make()
    other = later.site.browser()
    assert has_not_let_in(later.enter(other, "li"), other)
    assert way.refused_accounts() == [("no_account", None), ("account_disabled", "li")]


def test_a_silent_provider_is_told_of_and_passwords_go_on(make: Callable[..., Way]) -> None:
    for issuer in (f"http://127.0.0.1:{free_port()}", make().issuer.replace("127.0.0.1", "localhost")):
        way = make(issuer=issuer)
        if not way.site.people.store.find("wang"):
            way.site.add("wang")
        browser = way.site.browser()
        silent = browser.get(THERE)
        assert (silent.status_code, 'role="alert"' in silent.text) == (503, True)
        assert enter(browser, "wang").status_code == 303
    assert way.refusals() == ["no_answer", "no_answer"]


def test_the_second_factor_of_the_account_is_asked_for_unless_the_provider_saw_two(make: Callable[..., Way]) -> None:
    way = make()
    add(way, role="commander")
    secret, watch = new_secret(), way.site.watch
    way.site.people.factors.set_up("wang", secret, pyotp.TOTP(secret).at(watch()))
    browser = way.site.browser()
    asked = way.enter(browser)
    assert (asked.status_code, 'name="code"' in asked.text) == (200, True)
    assert browser.get("/").status_code == 302
    assert browser.post("/enter/code", data={"code": "000000"}).status_code == 403
    identities = way.site.people.identities
    assert identities.account_of(way.issuer, "wang") is None, "the name alone takes no account"
    watch.forward(seconds=30)
    code = pyotp.TOTP(secret).at(watch())
    assert way.site.browser().post("/enter/code", data={"code": code}).status_code == 403
    entered = browser.post("/enter/code", data={"code": code, "next": "/sources"})
    assert (entered.status_code, entered.headers["Location"]) == (303, "/sources")
    assert browser.get("/").text == "wang at /"
    assert identities.account_of(way.issuer, "wang") == "wang"
    trusting = make(two_factors=frozenset({"pwd"}))  # by which this provider says how somebody signed in
    other = trusting.site.browser()
    assert trusting.enter(other).headers["Location"] == "/sources"
    assert way.site.people.sessions.find(cookie_of(other, "session").value).has_two_factors  # type: ignore[union-attr]


def test_an_account_that_became_somebody_elses_meanwhile_opens_by_no_code(make: Callable[..., Way]) -> None:
    way = make()
    add(way)
    secret, people = new_secret(), way.site.people
    codes = people.factors.set_up("wang", secret, pyotp.TOTP(secret).at(way.site.watch())) or []
    browser = way.site.browser()
    assert way.enter(browser).status_code == 200
    assert people.identities.bind(way.issuer, "somebody quicker", "wang")
    assert has_not_let_in(browser.post("/enter/code", data={"code": codes[0]}), browser)
    assert way.refused_accounts() == [("account_of_another", "wang")]


def test_a_claim_that_says_nothing_names_nobody(make: Callable[..., Way]) -> None:
    way = make(claim="email")  # for which this program did not ask
    add(way)
    browser = way.site.browser()
    unnamed = way.enter(browser)
    assert has_not_let_in(unnamed, browser)
    assert "“”" not in unnamed.text
    assert way.refused_accounts() == [("no_name", None)]


def test_who_has_no_password_sets_up_the_second_factor_just_after_signing_in(make: Callable[..., Way]) -> None:
    way = make()
    add(way)
    browser = way.site.browser()
    way.enter(browser)
    page = browser.get("/account")
    assert 'type="password"' not in page.text
    data = {"form_token": form_token(page)}
    assert browser.post("/account/password", data=data).status_code == 404
    assert "<svg" in browser.post("/account/factor", data=data).text
    way.site.watch.forward(minutes=11)
    late = browser.post("/account/factor", data=data)
    assert (late.status_code, "<svg" in late.text) == (400, False)


def test_leaving_leads_to_the_provider_and_back(make: Callable[..., Way]) -> None:
    way = make()
    add(way)
    browser = way.site.browser()
    way.enter(browser)
    left = browser.post("/leave", data={"form_token": form_token(browser.get("/account"))})
    assert left.status_code == 303
    assert left.headers["Location"].startswith(f"{way.issuer}/oauth/end_session?")
    assert parse_qs(urlsplit(left.headers["Location"]).query)["post_logout_redirect_uri"] == [f"{HOME}/enter"]
    assert browser.get("/").status_code == 302
    assert httpx.get(left.headers["Location"]).status_code in (200, 302)


def test_without_a_provider_there_is_no_such_way(site: Site) -> None:
    site.add("wang")
    browser = site.browser()
    assert THERE not in browser.get("/enter").text
    assert [browser.get(THERE).status_code, browser.get(f"{THERE}/back").status_code] == [404, 404]
    assert enter(browser, "wang", PASSWORD).status_code == 303
