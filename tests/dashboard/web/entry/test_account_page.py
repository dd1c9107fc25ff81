"""/account: sessions, password, second factor, each by a form of one's own session."""

from __future__ import annotations

import re
from dataclasses import replace

import pyotp
import pytest
from flask.testing import FlaskClient

from dashboard.access.accounts.second_factor import new_secret
from dashboard.access.audit.audit import audit_of
from dashboard.access.audit.audit_file import entries_in
from tests.dashboard.access.accounts.conftest import OTHER_PASSWORD, PASSWORD
from tests.dashboard.web.entry.conftest import Site, enter, form_token


@pytest.fixture
def browser(site: Site) -> FlaskClient:
    """Wang's, signed in."""
    site.people.store.change(replace(site.add("wang", "admin"), areas=("W1",), display_name="<Wang>"))
    client = site.browser()
    assert enter(client, "wang").status_code == 303
    return client


def test_the_page_says_who_one_is_and_where_one_is_signed_in(site: Site, browser: FlaskClient) -> None:
    other = site.browser("198.51.100.9")
    other.post("/enter", data={"name": "wang", "password": PASSWORD}, headers={"User-Agent": "Kiosk <1>"})
    page = browser.get("/account")
    for expected in ("&lt;Wang&gt;", "administrator", "West", "198.51.100.9", "Kiosk &lt;1&gt;", "2026-06-01"):
        assert expected in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert site.browser().get("/account").status_code == 302
    assert 'href="/?theme=light"' in browser.get("/account?theme=light").text


def test_a_session_elsewhere_is_ended_by_its_owner_alone(site: Site, browser: FlaskClient) -> None:
    other, li = site.browser("198.51.100.9"), site.browser("203.0.113.1")
    enter(other, "wang")
    site.add("li")
    enter(li, "li")
    token = form_token(browser.get("/account"))
    foreign = site.people.sessions.of("li")[0].key
    assert browser.post("/account/end", data={"form_token": token, "session": foreign}).status_code == 404
    keys = re.findall(r'name="session" value="(\w+)"', browser.get("/account").text)
    assert len(keys) == 1
    assert browser.post("/account/end", data={"session": keys[0]}).status_code == 403
    ended = browser.post("/account/end", data={"form_token": token, "session": keys[0]})
    assert (ended.status_code, ended.headers["Location"]) == (303, "/account?done=session_ended")
    assert other.get("/").status_code == 302
    assert [one.get("/").status_code for one in (browser, li)] == [200, 200]


def test_another_password_needs_the_present_one_and_ends_the_other_sessions(site: Site, browser: FlaskClient) -> None:
    other = site.browser("198.51.100.9")
    enter(other, "wang")
    token = form_token(browser.get("/account"))

    def change(present: str, new: str, again: str) -> tuple[int, str]:
        form = {"form_token": token, "present": present, "new": new, "again": again}
        answer = browser.post("/account/password", data=form)
        assert not [one for one in (present, new) if one in answer.text]
        alert = re.search(r'role="alert">(.*?)<', answer.text)
        return answer.status_code, alert[1] if alert else ""

    assert change("no, another one", OTHER_PASSWORD, OTHER_PASSWORD)[1].startswith("The present password is wrong")
    assert change(PASSWORD, "wang-tiny-wang", "wang-tiny-wang")[1].startswith("The new password is guessed soon")
    assert change(PASSWORD, OTHER_PASSWORD, "something else")[1].startswith("The two new passwords differ")
    assert other.get("/").status_code == 200
    assert change(PASSWORD, OTHER_PASSWORD, OTHER_PASSWORD) == (303, "")
    assert other.get("/").status_code == 302
    assert browser.get("/").status_code == 200
    assert enter(site.browser(), "wang", OTHER_PASSWORD).status_code == 303


def test_guessing_the_present_password_in_a_browser_left_open_is_slowed_down(site: Site, browser: FlaskClient) -> None:
    form = {"form_token": form_token(browser.get("/account"))}
    answers = [browser.post("/account/factor", data={**form, "present": f"guess {n}"}).text for n in range(11)]
    assert "Too many tries" in answers[-1]
    assert "Too many tries" not in answers[9]


def test_a_second_factor_is_set_up_by_its_picture_and_a_code_and_removed(site: Site, browser: FlaskClient) -> None:
    form = {"form_token": form_token(browser.get("/account")), "present": PASSWORD}
    shown = browser.post("/account/factor", data=form)
    assert "<svg" in shown.text
    fields = dict(re.findall(r'name="(secret|seal)" value="(\w+)"', shown.text))
    code = pyotp.TOTP(fields["secret"]).at(site.watch.moment)
    own = {**form, **fields, "secret": "A" * 32, "code": pyotp.TOTP("A" * 32).at(site.watch.moment)}
    assert browser.post("/account/factor_code", data=own).status_code == 403
    assert browser.post("/account/factor_code", data={**form, **fields, "code": "12"}).status_code == 400
    done = browser.post("/account/factor_code", data={**form, **fields, "code": code})
    codes = re.findall(r"<li><code>([\w-]+)</code>", done.text)
    assert len(codes) == 10
    fresh = site.browser()
    asked = enter(fresh, "wang")
    assert (asked.status_code, "second factor" in asked.text) == (403, True)
    assert enter(fresh, "wang", code=codes[0]).status_code == 303
    assert browser.post("/account/remove_factor", data={**form, "present": OTHER_PASSWORD}).status_code == 400
    assert browser.post("/account/remove_factor", data={**form, "code": codes[1]}).status_code == 303
    assert enter(site.browser(), "wang").status_code == 303


def test_proofs_that_forms_ask_for_are_entered_into_the_audit(site: Site, browser: FlaskClient) -> None:
    form, folder = {"form_token": form_token(browser.get("/account"))}, site.people.store.folder
    secret = new_secret()
    codes = site.people.factors.set_up("wang", secret, pyotp.TOTP(secret).at(site.watch.moment)) or []
    for path, given in (
        ("password", {"present": "no, another one"}),
        ("remove_factor", {"present": PASSWORD, "code": ""}),
        ("factor", {"present": PASSWORD, "code": codes[0]}),
    ):
        browser.post(f"/account/{path}", data={**form, **given})
    audit_of(folder).flush(everything=True)
    found = [one.entry for one in entries_in(folder) if one.entry.kind == "proof"]
    assert [(one.who, one.outcome, one.what.get("reason")) for one in found] == [
        ("wang", "refused", "wrong"), ("wang", "refused", "code_needed"), ("wang", "done", None),
    ]  # fmt: skip
    assert PASSWORD not in str(found)


def test_another_second_factor_and_none_need_a_code_of_the_present_one(site: Site, browser: FlaskClient) -> None:
    form = {"form_token": form_token(browser.get("/account")), "present": PASSWORD}
    unused = dict(re.findall(r'name="(secret|seal)" value="(\w+)"', browser.post("/account/factor", data=form).text))
    secret = new_secret()
    codes = site.people.factors.set_up("wang", secret, pyotp.TOTP(secret).at(site.watch.moment)) or []
    for path in ("/account/factor", "/account/remove_factor"):
        for code in ("", "123456"):
            refused = browser.post(path, data={**form, "code": code})
            assert (refused.status_code, "The code is missing or wrong" in refused.text) == (400, True)
        wrong = browser.post(path, data={**form, "present": OTHER_PASSWORD, "code": codes[0]})
        assert "The present password is wrong" in wrong.text
    assert site.people.factors.recovery_codes_left("wang") == len(codes), "a wrong password uses up no code"
    code = pyotp.TOTP(unused["secret"]).at(site.watch.moment)
    assert browser.post("/account/factor_code", data={**form, **unused, "code": code}).status_code == 403
    site.watch.forward(seconds=60)
    shown = browser.post("/account/factor", data={**form, "code": pyotp.TOTP(secret).at(site.watch.moment)})
    assert "<svg" in shown.text
    assert browser.post("/account/remove_factor", data={**form, "code": codes[0]}).status_code == 303


def test_changes_of_ones_own_account_are_entered_into_the_audit(site: Site, browser: FlaskClient) -> None:
    for address in ("198.51.100.9", "198.51.100.10", "198.51.100.11"):
        enter(site.browser(address), "wang")
    form = {"form_token": form_token(browser.get("/account")), "present": PASSWORD}
    keys = re.findall(r'name="session" value="(\w+)"', browser.get("/account").text)
    browser.post("/account/end", data={**form, "session": keys[0]})
    browser.post("/account/end_others", data=form)
    browser.post("/account/end_others", data=form)  # there are none left
    browser.post("/account/password", data={**form, "new": OTHER_PASSWORD, "again": OTHER_PASSWORD})
    form["present"] = OTHER_PASSWORD
    shown = browser.post("/account/factor", data=form).text
    fields = dict(re.findall(r'name="(secret|seal)" value="(\w+)"', shown))
    code = pyotp.TOTP(fields["secret"]).at(site.watch.moment)
    browser.post("/account/factor_code", data={**form, **fields, "code": code})
    site.watch.forward(seconds=60)
    browser.post("/account/remove_factor", data={**form, "code": pyotp.TOTP(fields["secret"]).at(site.watch.moment)})
    found = [one.entry for one in entries_in(site.people.store.folder) if one.entry.kind in ("account", "session")]
    assert [(one.kind, one.what["deed"], one.what.get("sessions")) for one in found[2:]] == [
        ("session", "ended", "1"), ("session", "ended", "2"), ("account", "password", None),
        ("account", "second_factor", None), ("account", "no_second_factor", None),
    ]  # fmt: skip
    assert {(one.who, one.origin, one.what["account"]) for one in found[2:]} == {("wang", "192.0.2.7", "wang")}


@pytest.mark.parametrize(
    ("role", "said"), [("admin", "to administer accounts"), ("commander", "to act"), ("viewer", "")]
)
def test_whoever_may_do_much_is_told_when_they_sign_in_that_a_second_factor_is_due(
    site: Site, role: str, said: str
) -> None:
    site.add("li", role)
    one = site.browser()
    entered = enter(one, "li", next="/sources?area=W1")
    assert entered.status_code == 303
    assert entered.headers["Location"] == ("/account?next=%2Fsources%3Farea%3DW1" if said else "/sources?area=W1")
    page = one.get("/account?next=/sources?area%3DW1")
    assert ("second factor is due" in page.text) is bool(said)
    assert (f"{said}. Set it up" in page.text and '<a href="/sources?area=W1">' in page.text) is bool(said)
    assert "evil" not in one.get("/account?next=//evil.example").text
    secret = new_secret()
    site.people.factors.set_up("li", secret, pyotp.TOTP(secret).at(site.watch.moment))
    assert "second factor is due" not in one.get("/account").text
    site.watch.forward(seconds=60)
    code = pyotp.TOTP(secret).at(site.watch.moment)
    assert enter(site.browser(), "li", code=code, next="/sources").headers["Location"] == "/sources"


def test_what_is_due_is_told_once_a_week_at_most(site: Site) -> None:
    site.add("li", "commander")
    where = []
    for days in (0, 1, 5, 1, 1):
        site.watch.forward(days=days)
        where.append(enter(site.browser(), "li", next="/sources").headers["Location"])
    assert where == ["/account?next=%2Fsources", "/sources", "/sources", "/account?next=%2Fsources", "/sources"]


def test_every_page_of_a_person_leads_to_the_button_that_signs_out(site: Site, browser: FlaskClient) -> None:
    assert 'href="/leave' in browser.get("/people/walls").text
    page = browser.get("/leave?lang=en&theme=dark")
    assert (page.status_code, "sign out of this browser?" in page.text) == (200, True)
    assert len(site.people.sessions.of("wang")) == 1, "looking at it ends nothing"
    left = browser.post("/leave?lang=en&theme=dark", data={"form_token": form_token(page)})
    assert left.headers["Location"] == "/enter?lang=en&theme=dark"
    assert browser.get("/leave").headers["Location"] == "/enter"


def test_leaving_ends_the_session_and_forgets_what_the_browser_kept(site: Site, browser: FlaskClient) -> None:
    left = browser.post("/leave", data={"form_token": form_token(browser.get("/account"))})
    assert (left.status_code, left.headers["Location"]) == (303, "/enter")
    assert '"cache"' in left.headers["Clear-Site-Data"]
    assert site.people.sessions.of("wang") == []
    assert browser.get("/").status_code == 302
