"""A site behind the gate whose people sign in, and browsers that look at it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import Cookie, TestResponse

from dashboard.access.accounts.account import Account
from dashboard.access.accounts.city_accounts import CityAccounts
from dashboard.access.accounts.sessions import SessionLimits
from dashboard.access.provider.provider import IdentityProvider
from dashboard.access.request_visitor import request_visitor
from dashboard.access.roles.roles import abilities_of
from dashboard.access.roles.visitor import Visitor
from dashboard.web import error_pages
from dashboard.web.entry.account_page import AccountPage
from dashboard.web.entry.proof_page import ProofPage
from dashboard.web.entry.provider_sign_in import ProviderSignIn
from dashboard.web.entry.sign_in_page import SignInPage
from dashboard.web.entry.signed_in import Entrance
from dashboard.web.entry.wall_pairing import WallPairing
from dashboard.web.entry.walls_page import WallsPage
from dashboard.web.gate import Gate
from dashboard.web.guesses import Guesses
from tests.dashboard.access.accounts.conftest import PASSWORD, Watch

TOKEN, KEY = "the token of programs", "key-of-the-command-line"
OPENED = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate"}


@dataclass(frozen=True)
class Site:
    flask: Flask
    people: CityAccounts
    watch: Watch

    def browser(self, address: str = "192.0.2.7") -> FlaskClient:
        client = self.flask.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        return client

    def add(self, name: str, role: str = "viewer", password: str = PASSWORD) -> Account:
        self.people.add(self.people.store.new_account(name, role), password)
        return self.people.store.named(name)


def rights(account: Account, origin: str) -> Visitor:
    return Visitor(account.name, origin, abilities_of(account.role), account=account)


def cookie_of(browser: FlaskClient, what: str) -> Cookie:
    """The cookie of this kind, of which there is one."""
    (found,) = [one for one in (browser._cookies or {}).values() if f"yiping_{what}_" in one.key]
    return found


def site_of(people: CityAccounts, watch: Watch, provider: IdentityProvider | None = None, **options: Any) -> Site:
    flask = Flask("site", static_folder=None)
    limits = SessionLimits()
    entrance = Entrance(
        people,
        limits,
        lambda account, origin: Visitor(account.name, origin, abilities_of(account.role)),
        is_declared=provider is not None,
    )
    sign_in = SignInPage(entrance, "en", ("小城", "Tiny"), provider)
    ProviderSignIn(entrance, sign_in, provider, watch).register(flask)
    zone, areas = ZoneInfo("Asia/Shanghai"), [("C", "City"), ("W1", "West")]
    flask.register_blueprint(ProofPage(entrance, "en").routes())
    flask.register_blueprint(WallsPage(entrance, "en", zone, areas).routes())
    options["walls"] = WallPairing(entrance, "en", zone, ("小城", "Tiny"))
    token = options.pop("token", TOKEN)
    flask.register_blueprint(
        AccountPage(entrance, "en", ZoneInfo("Asia/Shanghai"), ("小城", "Tiny"), {"W1": "West"}.__getitem__).routes()
    )
    Gate("tiny", "en", token, KEY, Guesses(5), sign_in=sign_in, **options).register(flask)

    @flask.route("/", defaults={"path": ""}, methods=["GET", "POST"])
    @flask.route("/<path:path>", methods=["GET", "POST"])
    def anything(path: str) -> str:
        return f"{request_visitor().who} at {request.path}"

    error_pages.register(flask, "en")
    return Site(flask, people, watch)


@pytest.fixture
def site(people: CityAccounts, watch: Watch) -> Site:
    return site_of(people, watch)


def enter(browser: FlaskClient, name: str, password: str = PASSWORD, **more: str) -> TestResponse:
    return browser.post("/enter", data={"name": name, "password": password, **more})


def form_token(page: TestResponse) -> str:
    found = re.search(r'name="form_token" value="(\w+)"', page.text)
    assert found, page.text
    return found[1]
