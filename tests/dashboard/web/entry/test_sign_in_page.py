"""Entering a city that has accounts: who passes the gate, by which cookies, and for how long."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from dashboard.access.accounts.city_accounts import CityAccounts
from dashboard.web.gate import cookie_name, cookie_value
from dashboard.web.proxies import TrustedProxies
from tests.dashboard.access.accounts.conftest import OTHER_PASSWORD, PASSWORD, Watch
from tests.dashboard.web.entry.conftest import KEY, OPENED, TOKEN, Site, cookie_of, enter, site_of

HERE = {"REMOTE_ADDR": "127.0.0.1"}


def test_without_accounts_nothing_changes_and_with_one_this_machine_signs_in_too(
    people: CityAccounts, watch: Watch
) -> None:
    site = site_of(people, watch, token=None)
    assert site.browser("127.0.0.1").get("/").text == "local at /"
    site.add("wang", "admin")
    assert site.browser("127.0.0.1").get("/").status_code == 302
    allowed = site_of(people, watch, token=None, local_without_account=True)
    assert allowed.browser("127.0.0.1").get("/").text == "local at /"
    assert allowed.browser().get("/").status_code == 302


def test_a_page_leads_to_the_form_and_from_there_to_where_one_was(site: Site) -> None:
    site.add("wang")
    browser = site.browser()
    led = browser.get("/sources?area=W1&lang=en")
    assert led.headers["Location"] == "/enter?lang=en&next=%2Fsources%3Farea%3DW1%26lang%3Den"
    form = browser.get(led.headers["Location"])
    assert form.status_code == 200
    assert 'value="/sources?area=W1&amp;lang=en"' in form.text
    entered = enter(browser, "Wang", next="/sources?area=W1")
    assert (entered.status_code, entered.headers["Location"]) == (303, "/sources?area=W1")
    assert browser.get("/sources").text == "wang at /sources"
    assert enter(site.browser(), "wang", next="//evil.example").headers["Location"] == "/"


@pytest.mark.parametrize("path", ["/api/v1/kpi", "/screen", "/_dash-layout", "/uploads"])
def test_programs_get_a_sentence_and_no_page(site: Site, path: str) -> None:
    site.add("wang", "admin")
    refused = site.browser().get(path)
    assert (refused.status_code, refused.get_json()["error"]) == (403, "not_signed_in")


def test_who_is_wrong_is_told_so_without_the_password_coming_back(site: Site) -> None:
    site.add("wang", "admin")
    browser = site.browser()
    wrong = enter(browser, "<wang>", OTHER_PASSWORD)
    assert wrong.status_code == 403
    assert 'role="alert"' in wrong.text
    assert OTHER_PASSWORD not in wrong.text
    assert "&lt;wang&gt;" in wrong.text
    assert "Set-Cookie" not in wrong.headers
    assert browser.get("/").status_code == 302


def test_the_cookies_are_out_of_reach_of_scripts_and_behind_tls_bound_to_the_host(
    people: CityAccounts, watch: Watch
) -> None:
    site = site_of(people, watch)
    site.add("wang", "admin")
    proxies = TrustedProxies([ip_network("10.1.0.0/16")], "x-forwarded")
    site.flask.wsgi_app = proxies.in_front_of(site.flask.wsgi_app)  # type: ignore[method-assign,assignment]
    behind = {"X-Forwarded-For": "192.0.2.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "city.example"}
    data = {"name": "wang", "password": PASSWORD}
    secure = site.browser("10.1.0.1").post("/enter", data=data, headers=behind)
    plain = site.browser().post("/enter", data=data)
    assert (secure.status_code, plain.status_code) == (303, 303)
    for cookie in secure.headers.getlist("Set-Cookie"):
        assert cookie.startswith("__Host-yiping_")
        assert "Secure; HttpOnly; Path=/; SameSite=Lax" in cookie
        assert "Domain" not in cookie
    for cookie in plain.headers.getlist("Set-Cookie"):
        assert cookie.startswith("yiping_")
        assert "HttpOnly; Path=/; SameSite=Lax" in cookie


def test_signing_in_makes_a_new_session_and_ends_the_one_that_was_brought(site: Site) -> None:
    site.add("wang", "admin")
    browser = site.browser()
    enter(browser, "wang")
    first = cookie_of(browser, "session").value
    enter(browser, "wang")
    assert cookie_of(browser, "session").value != first
    assert site.people.sessions.find(first) is None
    assert len(site.people.sessions.of("wang")) == 1


def test_a_session_ends_at_once_for_whoever_left_was_kept_out_or_revoked(site: Site) -> None:
    site.add("wang", "admin")
    browser = site.browser()
    enter(browser, "wang")
    assert browser.post("/leave").status_code == 403
    found = site.people.sessions.of("wang")
    site.people.sessions.end("wang", found[0].key)
    assert browser.get("/").status_code == 302
    assert browser.post("/leave").status_code == 303


def test_asking_for_news_keeps_nobody_signed_in_and_what_a_person_does_does(site: Site) -> None:
    site.add("wang", "admin")
    forgotten, used, opened = (site.browser(f"192.0.2.{number}") for number in (1, 2, 3))
    for browser in (forgotten, used, opened):
        enter(browser, "wang")
    for _ in range(4):
        site.watch.forward(minutes=20)
        forgotten.get("/api/v1/live", headers={"Sec-Fetch-Dest": "empty"})
        assert used.post("/present").status_code == 204
        assert opened.get("/", headers=OPENED).status_code == 200
    assert forgotten.get("/api/v1/live").status_code == 403
    assert used.get("/api/v1/live").text == "wang at /api/v1/live"
    assert opened.get("/").text == "wang at /"


def test_programs_have_the_token_in_a_header_and_people_not_in_a_cookie(site: Site) -> None:
    client = site.browser()
    client.set_cookie(cookie_name("tiny"), cookie_value(TOKEN))
    assert client.get("/api/v1/kpi").text == "token at /api/v1/kpi"
    site.add("wang", "admin")
    assert client.get("/api/v1/kpi").status_code == 403
    assert client.get(f"/enter?token={TOKEN}").status_code == 200
    bearing = site.browser()
    assert bearing.get("/api/v1/kpi", headers={"Authorization": f"Bearer {TOKEN}"}).text == "token at /api/v1/kpi"
    assert bearing.get("/api/v1/kpi", headers={"Authorization": "Bearer wrong"}).status_code == 403


def test_the_command_line_looks_with_a_cookie_made_of_its_key(site: Site) -> None:
    site.add("wang", "admin")
    client = site.browser("127.0.0.1")
    client.set_cookie(cookie_name("tiny"), cookie_value(KEY))
    assert client.get("/sources").text == "command_line at /sources"
    client.set_cookie(cookie_name("tiny"), cookie_value("another key"))
    assert client.get("/sources").status_code == 302


def test_mistakes_of_others_do_not_keep_out_the_browser_that_signed_in_before(site: Site) -> None:
    site.add("wang", "admin")
    known = site.browser()
    enter(known, "wang")
    known.delete_cookie(cookie_of(known, "session").key)
    stranger = site.browser("192.0.2.99")
    assert [enter(stranger, "wang", f"guess number {n}").status_code for n in range(7)] == [403] * 5 + [429] * 2
    assert enter(site.browser("192.0.2.50"), "wang").status_code == 429
    assert enter(known, "wang").status_code == 303


def test_another_site_cannot_sign_anybody_in(site: Site) -> None:
    site.add("wang", "admin")
    data = {"name": "wang", "password": PASSWORD}
    refused = site.browser().post("/enter", data=data, headers={"Origin": "https://evil.example"})
    assert refused.status_code == 403
    assert "Set-Cookie" not in refused.headers
