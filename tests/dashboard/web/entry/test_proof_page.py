"""Who has been signed in for a while proves again who they are before they end sessions or change what others may."""

from __future__ import annotations

from dataclasses import replace

import pyotp
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.access.accounts.second_factor import new_secret
from dashboard.access.audit.audit_file import entries_in
from dashboard.web.proxies import USER
from tests.dashboard.access.accounts.conftest import OTHER_PASSWORD, PASSWORD
from tests.dashboard.web.entry.conftest import Site, cookie_of, enter, form_token


@pytest.fixture
def browser(site: Site) -> FlaskClient:
    """An admin who has signed in and has a second session elsewhere."""
    site.add("wang", "admin")
    client = site.browser()
    for one in (site.browser("198.51.100.9"), client):
        enter(one, "wang")
    return client


def end_others(browser: FlaskClient) -> TestResponse:
    return browser.post("/account/end_others?lang=en", data={"form_token": form_token(browser.get("/account"))})


def prove(browser: FlaskClient, proof: str, target: str = "/account?lang=en") -> TestResponse:
    form = {"form_token": form_token(browser.get("/account")), "proof": proof, "next": target}
    return browser.post("/account/prove?lang=en", data=form)


def test_a_while_after_the_password_it_is_asked_for_again_and_nothing_is_done_before(
    site: Site, browser: FlaskClient
) -> None:
    site.watch.forward(minutes=9)
    assert "Confirm that it is you" not in browser.get("/account?lang=en").text
    site.watch.forward(minutes=2)
    page = browser.get("/account?lang=en").text
    assert "Changes here need it again" in page
    assert '<fieldset class="all" disabled>' in page
    refused = end_others(browser)
    assert (refused.status_code, "Nothing has been changed yet" in refused.text) == (403, True)
    assert 'name="next" value="/account?lang=en"' in refused.text
    assert len(site.people.sessions.of("wang")) == 2
    proved = prove(browser, PASSWORD)
    assert (proved.status_code, proved.headers["Location"]) == (303, "/account?lang=en")
    assert end_others(browser).status_code == 303
    assert len(site.people.sessions.of("wang")) == 1
    site.watch.forward(minutes=11)
    assert end_others(browser).status_code == 403


def test_a_proof_is_of_one_session_alone(site: Site, browser: FlaskClient) -> None:
    other = site.browser("203.0.113.9")
    enter(other, "wang")
    site.watch.forward(minutes=11)
    assert prove(browser, PASSWORD).status_code == 303
    assert end_others(other).status_code == 403
    assert browser.post("/account/prove", data={"proof": PASSWORD}).status_code == 403


def test_a_code_of_the_second_factor_proves_it_too_and_once(site: Site, browser: FlaskClient) -> None:
    secret = new_secret()
    site.people.factors.set_up("wang", secret, pyotp.TOTP(secret).at(site.watch.moment))
    site.watch.forward(minutes=11)
    code = pyotp.TOTP(secret).at(site.watch.moment)
    assert prove(browser, code, "//evil.example").headers["Location"] == "/"
    assert prove(browser, code).status_code == 403
    assert end_others(browser).status_code == 303


def test_wrong_proofs_are_counted_and_entered_and_leave_no_trace_of_what_was_typed(
    site: Site, browser: FlaskClient
) -> None:
    site.watch.forward(minutes=11)
    answers = [prove(browser, f"guess {number}") for number in range(11)]
    assert [one.status_code for one in answers] == [403] * 10 + [429]
    assert not [one for one in answers if "guess" in one.text]
    assert prove(browser, PASSWORD).status_code == 429
    assert end_others(browser).status_code == 403
    site.watch.forward(minutes=1)
    assert "Too many tries" in answers[-1].text
    entered = [one.entry for one in entries_in(site.people.store.folder) if one.entry.kind == "proof"]
    assert (entered[0].who, entered[0].outcome) == ("wang", "refused")
    assert entered[0].what == {"account": "wang", "reason": "wrong"}
    assert not [one for one in entered if "guess" in str(one.what)]


def test_the_password_that_another_form_of_the_page_asks_for_is_a_proof(site: Site, browser: FlaskClient) -> None:
    site.watch.forward(minutes=11)
    form = {"form_token": form_token(browser.get("/account")), "new": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    assert browser.post("/account/password", data={**form, "present": PASSWORD}).status_code == 303
    assert end_others(browser).status_code == 303


@pytest.fixture
def vouched(site: Site) -> FlaskClient:
    """Of somebody without a password, whom a proxy names."""
    site.people.store.add(site.people.store.new_account("zhao", "admin"), None)
    client = site.browser()
    client.environ_base[USER] = "zhao"
    return client


def test_the_word_of_a_proxy_is_all_the_proof_there_is_of_who_has_no_second_factor_here(
    site: Site, vouched: FlaskClient
) -> None:
    assert vouched.get("/enter").status_code == 303
    assert end_others(vouched).status_code == 303
    site.watch.forward(minutes=11)
    refused = end_others(vouched)
    assert (refused.status_code, "Sign out and in again" in refused.text) == (403, True)


def test_who_has_a_second_factor_proves_it_by_a_code_whoever_vouches_for_them(site: Site, vouched: FlaskClient) -> None:
    secret = new_secret()
    codes = site.people.factors.set_up("zhao", secret, pyotp.TOTP(secret).at(site.watch.moment)) or []
    vouched.get("/enter")
    assert vouched.post("/enter/code", data={"code": codes[0]}).status_code == 303
    assert end_others(vouched).status_code == 303, "a code was given on the way in"
    site.watch.forward(minutes=11)
    assert end_others(vouched).status_code == 403
    form = {"form_token": form_token(vouched.get("/account"))}
    assert vouched.post("/account/factor", data={**form, "code": "123456"}).status_code == 400
    assert "<svg" in vouched.post("/account/factor", data={**form, "code": codes[1]}).text
    assert end_others(vouched).status_code == 303


def test_a_provider_s_two_factors_let_in_and_prove_nothing_later(site: Site, vouched: FlaskClient) -> None:
    secret = new_secret()
    codes = site.people.factors.set_up("zhao", secret, pyotp.TOTP(secret).at(site.watch.moment)) or []
    vouched.get("/enter")
    assert vouched.post("/enter/code", data={"code": codes[1]}).status_code == 303
    begun = site.people.sessions.begin("zhao", "192.0.2.7", "", way="provider", has_two_factors=True)
    vouched.set_cookie(cookie_of(vouched, "session").key, begun)
    asked = end_others(vouched)
    assert (asked.status_code, "Code of the app" in asked.text) == (403, True)
    assert prove(vouched, codes[0]).status_code == 303
    assert end_others(vouched).status_code == 303


def test_the_refusal_of_whom_a_proxy_names_says_which_account(site: Site, vouched: FlaskClient) -> None:
    folder = site.people.store.folder
    site.people.store.change(replace(site.people.store.named("zhao"), disabled=True))
    for name in (" ZHAO", "nobody"):
        vouched.environ_base[USER] = name
        assert vouched.get("/enter").status_code == 403
    refused = [one.entry.what for one in entries_in(folder) if one.entry.kind == "login_refused"]
    assert [(one["reason"], one.get("account")) for one in refused] == [
        ("account_disabled", "zhao"), ("no_account", None),
    ]  # fmt: skip
