"""Who may look: this machine without a token, holders of the token from anywhere, commands only with the key."""

from collections.abc import Iterator

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from dashboard.web.gate import Attempts, Gate, cookie_name, cookie_value
from dashboard.web.listening import is_loopback

TOKEN = "correct horse"  # noqa: S105
KEY = "key-of-the-command-line"


def site(token: str | None, *, allowed: int = 5) -> FlaskClient:
    flask = Flask("site", static_folder=None)
    Gate("boston", "en", token, KEY, Attempts(allowed)).register(flask)

    @flask.route("/", defaults={"path": ""}, methods=["GET", "POST"])
    @flask.route("/<path:path>", methods=["GET", "POST"])
    def anything(path: str) -> str:
        return f"inside {request.path}"

    return flask.test_client()


@pytest.fixture
def locked() -> Iterator[FlaskClient]:
    with site(TOKEN) as client:
        yield client


@pytest.mark.parametrize("host", ["localhost", "localhost:8050", "127.0.0.1:8050", "127.9.9.9", "[::1]:8050"])
def test_without_a_token_this_machine_may_look(host: str) -> None:
    assert site(None).get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "192.168.1.5:8050", "localhost.evil.example"]
)
def test_a_rebound_name_is_refused(host: str) -> None:
    answer = site(None).get("/api/v1/kpi", headers={"Host": host})
    assert answer.status_code == 403
    assert set(answer.get_json()) == {"error", "reference", "sentence"}


def test_without_a_token_another_machine_is_refused_whatever_host_it_names() -> None:
    answer = site(None).get("/", headers={"Host": "localhost"}, environ_overrides={"REMOTE_ADDR": "10.0.0.7"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "path",
    ["/", "/wall", "/assets/app.css", "/_dash-layout", "/_dash-component-suites/dash/x.js", "/api/v1/live", "/readyz"],
)
def test_every_route_is_locked_by_a_token(locked: FlaskClient, path: str) -> None:
    assert locked.get(path).status_code == 403
    assert locked.post(path).status_code == 403


def test_the_process_probe_is_open(locked: FlaskClient) -> None:
    assert locked.get("/healthz").data == b"inside /healthz"


def test_entering_once_sets_a_cookie_that_is_not_the_token_and_leaves_no_token_in_the_address(
    locked: FlaskClient,
) -> None:
    answer = locked.get("/enter", query_string={"token": TOKEN, "next": "/wall?area=1"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/wall?area=1"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert TOKEN not in cookie
    assert locked.get("/wall").status_code == 200


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https://evil.example", "", "evil", "/a\r\nb"])
def test_entering_never_leads_to_another_site(locked: FlaskClient, target: str) -> None:
    answer = locked.get("/enter", query_string={"token": TOKEN, "next": target})
    assert answer.headers["Location"] == "/"


def test_a_bearer_token_opens_and_a_wrong_one_does_not(locked: FlaskClient) -> None:
    assert locked.get("/", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert locked.get("/", headers={"Authorization": "Bearer wrong"}).status_code == 403


def test_a_cookie_made_from_another_token_does_not_open(locked: FlaskClient) -> None:
    locked.set_cookie(cookie_name("boston"), cookie_value("another"))
    assert locked.get("/").status_code == 403


def test_guessing_is_slowed_down_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr("time.time", lambda: now[0])
    client = site(TOKEN, allowed=3)
    for _ in range(3):
        assert client.get("/enter?token=guess").status_code == 403
        now[0] += 10
    assert client.get("/enter", query_string={"token": TOKEN}).status_code == 429
    another = client.get("/enter", query_string={"token": TOKEN}, environ_overrides={"REMOTE_ADDR": "127.0.0.2"})
    assert another.status_code == 302, "the limit is per address"
    now[0] += 31  # the first guess is more than a minute ago
    assert client.get("/enter?token=guess").status_code == 403
    assert client.get("/enter", query_string={"token": TOKEN}).status_code == 429
    now[0] += 61
    assert client.get("/enter", query_string={"token": TOKEN}).status_code == 302


def test_a_visitor_with_the_cookie_is_not_locked_out_by_the_guesses_of_others() -> None:
    client = site(TOKEN, allowed=1)
    client.set_cookie(cookie_name("boston"), cookie_value(TOKEN))
    client.get("/enter?token=guess")
    assert client.get("/").status_code == 200


def test_commands_want_the_key_and_nothing_else(locked: FlaskClient) -> None:
    path = "/api/v1/commands/load"
    assert locked.post(path, headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 403
    assert locked.post(path, headers={"Authorization": f"Bearer {KEY}"}).status_code == 200
    assert site(None).post(path).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_posts_from_other_sites_are_refused(headers: dict[str, str]) -> None:
    assert site(None).post("/screen", headers=headers).status_code == 403


def test_posts_of_the_own_page_pass() -> None:
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert site(None).post("/screen", json={}, headers=headers).status_code == 200


@pytest.mark.parametrize(("host", "is_local"), [("localhost", True), ("::1", True), ("192.0.2.1", False), ("", False)])
def test_loopback_means_this_machine(host: str, is_local: bool) -> None:
    assert is_loopback(host) is is_local
