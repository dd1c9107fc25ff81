"""A link opens, without an account, at most what its maker may see at that moment, until it ends."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.access.accounts.city_accounts import CityAccounts, accounts_of
from dashboard.access.accounts.shares import MOST_OF_AN_ACCOUNT
from dashboard.access.audit.audit import audit_of
from dashboard.access.audit.audit_entry import AuditEntry
from dashboard.access.audit.audit_file import entries_in
from dashboard.server import entering
from dashboard.server.app import create_app
from dashboard.settings import Settings
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF
from tests.dashboard.access.accounts.conftest import CHEAP, PASSWORD, Watch
from tests.dashboard.web.entry.conftest import OPENED, cookie_of, enter, form_token

DAYS = {"key": "reported", "from": "2024-06-01", "to": "2024-06-10"}


@dataclass
class Site:
    """The application of the tiny city, whose clock of sessions and links a test moves."""

    flask: Flask
    people: CityAccounts
    watch: Watch
    folder: Path

    def browser(self) -> FlaskClient:
        return self.flask.test_client()

    def change(self, **what: Any) -> None:
        """What the account of Li is from now on."""
        self.people.store.change(replace(self.people.store.named("li"), **what))

    def entered(self) -> list[AuditEntry]:
        audit_of(self.folder).flush(everything=True)
        return [one.entry for one in entries_in(self.folder)]

    def of_links(self) -> list[tuple[str, str]]:
        return [(one.who, one.what["deed"]) for one in self.entered() if one.kind == "share"]


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, watch: Watch) -> Iterator[Site]:
    kept = partial(accounts_of, passwords=CHEAP, now=watch)
    with (
        pytest.MonkeyPatch.context() as patch,
        build_city(tmp_path_factory.mktemp("share") / "tiny", clock=AS_OF) as city,
    ):
        patch.setattr(entering, "accounts_of", kept)
        people = kept(city.ground.folder, "tiny")
        for name, role in (("li", "analyst"), ("boss", "admin"), ("mo", "viewer")):
            people.add(people.store.new_account(name, role), PASSWORD)
        yield Site(create_app(Settings(token=None), city).server, people, watch, city.ground.folder)
        people.close()


@pytest.fixture
def site(built: Site) -> Iterator[Site]:
    """With Li as an analyst of the whole city, before and after."""
    li = built.people.store.named("li")
    yield built
    built.people.store.change(li)


@pytest.fixture
def li(site: Site) -> FlaskClient:
    return signed_in(site, "li")


def signed_in(site: Site, name: str) -> FlaskClient:
    client = site.browser()
    assert enter(client, name).status_code == 303
    return client


def make(client: FlaskClient, address: str = "/?area=W1&lang=en", hours: object = 24) -> TestResponse:
    return client.post("/api/v1/shares", json={"address": address, "hours": hours})


def link_of(client: FlaskClient, **given: Any) -> str:
    answer = make(client, **given)
    assert answer.status_code == 200, answer.text
    return str(answer.get_json()["link"])


def looking(site: Site, link: str) -> FlaskClient:
    """A browser without an account that has opened a link."""
    client = site.browser()
    assert client.get(link).status_code == 302
    return client


def cases_seen(client: FlaskClient) -> int:
    answer = client.get("/api/v1/kpi", query_string=DAYS)
    assert answer.status_code == 200, answer.text
    return int(answer.get_json()["value"])


def refused(answer: TestResponse) -> bool:
    return answer.status_code == 403 and "opens nothing any more" in answer.text


def test_a_link_opens_its_address_without_account_and_secret(site: Site, li: FlaskClient) -> None:
    link = link_of(li)
    assert re.fullmatch(r"/share/[\w-]{43}", link)
    visitor = site.browser()
    assert visitor.get("/?lang=en").headers["Location"].startswith("/enter?")
    led = visitor.get(link)
    assert (led.status_code, led.headers["Location"]) == (302, "/?area=W1&lang=en")
    assert (led.headers["Referrer-Policy"], led.headers["Cache-Control"]) == ("no-referrer", "no-store")
    cookie = cookie_of(visitor, "share")
    assert (cookie.http_only, cookie.same_site, cookie.max_age) == (True, "Lax", 86_400)
    page = visitor.get("/?area=W1&lang=en")
    assert (page.status_code, '<html data-may="look" data-visitor="other"' in page.text) == (200, True)
    assert cases_seen(visitor) == cases_seen(li) > 0


def test_whoever_looks_by_a_link_neither_saves_nor_exports_nor_lists_nor_has_an_account(
    site: Site, li: FlaskClient
) -> None:
    visitor = looking(site, link_of(li))
    lists = visitor.get("/api/v1/cases", query_string=DAYS | {"format": "json"})
    files = visitor.get("/api/v1/cases", query_string=DAYS | {"format": "csv"})
    saved = visitor.post("/api/v1/saved/keep", json={"views": [{"name": "a", "address": "/"}]})
    one = visitor.get("/api/v1/case", query_string={"path": "/", "source": "tiny", "id": "K1"})
    answers = [lists, files, saved, one, make(visitor), visitor.get("/audit"), visitor.get("/people")]
    assert [one.status_code for one in answers] == [403] * 7
    assert visitor.get("/account").status_code == 404


def test_a_link_ends_with_its_time_also_for_who_is_looking(site: Site, li: FlaskClient) -> None:
    link = link_of(li, hours=1)
    visitor = looking(site, link)
    site.watch.forward(minutes=59)
    assert cases_seen(visitor) > 0
    assert cookie_of(looking(site, link), "share").max_age == 60
    site.watch.forward(minutes=1)
    assert visitor.get("/api/v1/kpi", query_string=DAYS).status_code == 403
    assert visitor.get("/").headers["Location"].startswith("/enter?")
    assert refused(site.browser().get(f"{link}?lang=en"))


def test_a_link_follows_what_its_maker_may_see(site: Site, li: FlaskClient) -> None:
    visitor = looking(site, link := link_of(li))
    whole = cases_seen(visitor)
    site.change(areas=("W1",))
    assert 0 < cases_seen(visitor) < whole
    assert cases_seen(visitor) == cases_seen(li)
    outside = visitor.get("/api/v1/kpi", query_string=DAYS | {"area": "E"})
    assert (outside.status_code, outside.get_json()["error"]) == (403, "outside_scope")
    site.change(areas=(), role="viewer")
    assert refused(site.browser().get(f"{link}?lang=en"))
    site.change(role="analyst", disabled=True)
    assert refused(site.browser().get(f"{link}?lang=en"))
    assert visitor.get("/api/v1/kpi", query_string=DAYS).status_code == 403


def revoke(client: FlaskClient, key: str) -> int:
    form = {"form_token": form_token(client.get("/account")), "share": key}
    return client.post("/account/end_share", data=form).status_code


def test_a_link_is_ended_by_its_maker_or_an_administrator_alone(site: Site, li: FlaskClient) -> None:
    first, second = link_of(li, address="/?area=W1"), link_of(li, address="/?area=E1")
    visitor = looking(site, second)
    page = li.get("/account?lang=en").text
    keys = dict(re.findall(r'<a href="(/\?area=\w1)">.*\n.*name="share" value="(\w+)"', page))
    mo, boss = signed_in(site, "mo"), signed_in(site, "boss")
    assert [revoke(mo, keys["/?area=W1"]), revoke(li, keys["/?area=W1"])] == [404, 303]
    assert li.post("/account/end_share", data={"share": keys["/?area=E1"]}).status_code == 403
    assert [refused(site.browser().get(f"{one}?lang=en")) for one in (first, second)] == [True, False]
    assert keys["/?area=E1"] in boss.get("/account").text
    assert revoke(boss, keys["/?area=E1"]) == 303
    assert visitor.get("/").status_code == 302
    assert site.of_links()[-2:] == [("li", "revoked"), ("boss", "revoked")]


def test_what_is_done_with_a_link_is_in_the_audit_and_its_secret_nowhere(
    site: Site, li: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before = len(site.of_links())
    link = link_of(li)
    visitor = looking(site, link)
    visitor.get("/", headers=OPENED)
    looking(site, link)
    site.watch.forward(minutes=1)
    visitor.get("/", headers=OPENED)
    assert site.of_links()[before:] == [("li", "made"), ("share of li", "used"), ("share of li", "used")]
    site.change(disabled=True)
    assert refused(site.browser().get(f"{link}?lang=en"))
    assert [one.what["reason"] for one in site.entered() if one.kind == "refused"][-1:] == ["share_ended"]
    secret = link.removeprefix("/share/")
    written = b"".join(one.read_bytes() for one in site.folder.rglob("*") if one.is_file())
    assert b"share of li" in written
    assert secret.encode() not in written
    assert secret not in caplog.text


def test_who_is_signed_in_stays_who_they_are(site: Site, li: FlaskClient) -> None:
    site.people.store.change(replace(mo := site.people.store.named("mo"), areas=("E",)))
    try:
        client = signed_in(site, "mo")
        seen = cases_seen(client)
        assert client.get(link_of(li)).status_code == 302
        assert cases_seen(client) == seen < cases_seen(li)
        assert not [one for one in (client._cookies or {}).values() if "yiping_share_" in one.key]
    finally:
        site.people.store.change(mo)


def test_who_leaves_leaves_no_link_behind_that_the_browser_opened_before(site: Site, li: FlaskClient) -> None:
    browser = looking(site, link_of(li))
    enter(browser, "mo")
    browser.post("/leave", data={"form_token": form_token(browser.get("/account"))})
    assert browser.get("/").headers["Location"].startswith("/enter")


@pytest.mark.parametrize(
    ("address", "hours"),
    [("/?area=W1", 0), ("/?area=W1", 721), ("//evil.example/", 1), ("https://evil.example/", 1), ("/enter", 1),
     ("/\\evil.example", 1), ("/\n", 1), ("/?q=" + "a" * 4000, 1)],
)  # fmt: skip
def test_no_other_address_and_no_longer_time_can_be_shared(
    site: Site, li: FlaskClient, address: str, hours: int
) -> None:
    kept = site.people.shares.of("li")
    assert make(li, address, hours).status_code == 400
    assert site.people.shares.of("li") == kept


def test_only_people_who_may_save_make_links_and_not_without_end(site: Site, li: FlaskClient) -> None:
    assert make(signed_in(site, "mo")).status_code == 403
    assert make(site.browser()).status_code == 403
    left = MOST_OF_AN_ACCOUNT - len(site.people.shares.of("li"))
    for _ in range(left):
        site.people.shares.make("li", "/", timedelta(days=1))
    assert make(li).status_code == 400
    site.watch.forward(days=31)
    assert make(signed_in(site, "li")).status_code == 200
    assert len(site.people.shares.of("li")) == 1
