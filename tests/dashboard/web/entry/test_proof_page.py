"""Who has been signed in for a while proves again who they are before they end sessions or change what others may."""

from __future__ import annotations

import pyotp
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.access.accounts.second_factor import new_secret
from dashboard.access.audit.audit_file import entries_in
from tests.dashboard.access.accounts.conftest import OTHER_PASSWORD, PASSWORD
from tests.dashboard.web.entry.conftest import Site, enter, form_token


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
