"""A wall is paired by a code that it shows once, and looks at one area from then on without ever signing in."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.access.audit.audit_file import entries_in
from tests.dashboard.web.entry.conftest import OPENED, Site, cookie_of, enter, form_token


@pytest.fixture
def admin(site: Site) -> FlaskClient:
    site.add("wang", "admin")
    client = site.browser()
    enter(client, "wang")
    return client


def shown(wall: FlaskClient) -> str:
    """The code that a wall shows."""
    page = wall.get("/wall?theme=dark")
    assert '<meta http-equiv="refresh" content="3">' in page.text
    found = re.search(r'class="pairing-code">([A-Z2-9]{4} [A-Z2-9]{4})<', page.text)
    assert found, page.text
    return found[1]


def pair(admin: FlaskClient, code: str, area: str = "W1", title: str = "Hall") -> TestResponse:
    form = {"form_token": form_token(admin.get("/people/walls")), "code": code, "area": area, "title": title}
    return admin.post("/people/walls/pair", data=form)


def test_a_wall_is_paired_and_stays_so(site: Site, admin: FlaskClient) -> None:
    wall = site.browser("198.51.100.4")
    code = shown(wall)
    assert shown(wall) == code
    assert pair(admin, code.lower().replace(" ", "-")).headers["Location"] == "/people/walls?done=paired"
    led = wall.get("/wall?theme=dark")
    assert (led.status_code, led.headers["Location"]) == (302, "/wall?theme=dark")
    (account,) = [one for one in site.people.store.all() if one.is_device]
    assert (account.areas, account.role, account.has_password) == (("W1",), "device", False)
    assert wall.get("/wall").text == f"{account.name} at /wall"
    site.watch.forward(days=300)
    opened = wall.get("/wall", headers=OPENED)
    assert f"Max-Age={400 * 86_400}" in opened.headers["Set-Cookie"]
    site.watch.forward(days=300)
    assert wall.get("/api/v1/live").text == f"{account.name} at /api/v1/live"


def test_a_code_is_taken_once_and_for_ten_minutes(site: Site, admin: FlaskClient) -> None:
    first, second = site.browser("198.51.100.4"), site.browser("198.51.100.5")
    code = shown(first)
    assert pair(admin, code).status_code == 303
    assert pair(admin, code).status_code == 400
    late = shown(second)
    site.watch.forward(minutes=10)
    enter(admin, "wang")
    assert "No wall shows this code" in pair(admin, late).text
    assert shown(second) != late
    assert len([one for one in site.people.store.all() if one.is_device]) == 1
    assert len(site.people.sessions.of("wang")) == 1


def test_who_copies_the_cookie_of_a_wall_that_waits_is_not_let_in_twice(site: Site, admin: FlaskClient) -> None:
    wall, copy = site.browser("198.51.100.4"), site.browser("203.0.113.9")
    code = shown(wall)
    waiting = cookie_of(wall, "pairing")
    copy.set_cookie(waiting.key, str(waiting.value))
    pair(admin, code)
    assert wall.get("/wall").status_code == 302
    assert wall.get("/wall").text.endswith("at /wall")
    assert shown(copy) != code


def test_an_end_of_the_pairing_shows_a_code_again(site: Site, admin: FlaskClient) -> None:
    wall = site.browser("198.51.100.4")
    pair(admin, shown(wall), title="<Hall>")
    wall.get("/wall")
    page = admin.get("/people/walls")
    assert "&lt;Hall&gt;" in page.text
    assert "198.51.100.4" in page.text
    name = re.search(r'name="wall" value="([\w-]+)"', page.text)
    assert name
    form = {"form_token": form_token(page), "wall": name[1]}
    assert admin.post("/people/walls/end", data={**form, "wall": "wang"}).status_code == 404
    assert admin.post("/people/walls/end", data=form).status_code == 303
    assert wall.get("/api/v1/live").status_code == 403
    assert shown(wall)


def test_after_too_many_wrong_codes_of_an_administrator_a_right_one_is_refused_too(
    site: Site, admin: FlaskClient
) -> None:
    code = shown(site.browser("198.51.100.4"))
    tried = [pair(admin, f"AAAA AAA{letter}").text for letter in "BCDEFGH"]
    assert ["Too many tries" in text for text in tried] == [False] * 5 + [True] * 2
    refused = pair(admin, code)
    assert (refused.status_code, "Too many tries" in refused.text) == (400, True)
    assert not [one for one in site.people.store.all() if one.is_device]
    made = [one.entry.what.get("role") for one in entries_in(site.people.store.folder) if one.entry.kind == "account"]
    assert made == ["admin"], "a wrong code makes no account, not for a moment"
    site.add("li", "admin")
    other = site.browser()
    enter(other, "li")
    assert pair(other, code).status_code == 303, "nobody is kept out by the mistakes of others"


def test_walls_that_wait_keep_their_places_whoever_asks_for_codes_in_their_network(site: Site) -> None:
    site.add("wang", "admin")
    walls = [site.browser(f"198.51.100.{number}") for number in range(4, 8)]
    codes = [[shown(wall), shown(wall)][1] for wall in walls]
    for _ in range(40):
        assert site.browser("198.51.100.66").get("/wall").status_code == 200
    assert [shown(wall) for wall in walls] == codes
    late = site.browser("198.51.100.9")
    code = shown(late)
    assert shown(late) == code
    stubborn = [site.browser("198.51.100.66") for _ in range(25)]
    answers = [[one.get("/wall").status_code, one.get("/wall").status_code] for one in stubborn]
    assert answers == [[200, 200]] * 15 + [[429, 429]] * 10
    assert [shown(wall) for wall in [*walls, late]] == [*codes, code]
    assert shown(site.browser("198.51.100.10")), "the address with the most makes room"
    assert site.browser("203.0.113.9").get("/wall").status_code == 200


def test_a_wall_has_no_account_page_and_needs_a_form_of_a_session_to_be_paired(site: Site, admin: FlaskClient) -> None:
    wall = site.browser("198.51.100.4")
    code = shown(wall)
    assert admin.post("/people/walls/pair", data={"code": code, "area": "W1", "title": "Hall"}).status_code == 403
    assert pair(admin, code, area="nowhere").status_code == 400
    pair(admin, code)
    wall.get("/wall")
    assert wall.get("/account").status_code == 404
    assert wall.get("/people/walls").status_code == 404


def test_people_may_sign_in_at_a_wall_and_a_city_without_accounts_shows_no_code(site: Site) -> None:
    assert site.browser("127.0.0.1").get("/wall").status_code == 403  # this city has a token
    site.add("wang", "admin")
    page = site.browser().get("/wall").text
    assert 'href="/enter?next=%2Fwall"' in page
    assert '<html lang="en" data-theme="dark">' in page, "as the wall itself, whatever the browser prefers"
    assert '<html lang="en" data-theme="light">' in site.browser().get("/wall?theme=light").text
