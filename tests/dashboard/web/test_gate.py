"""Who may look: this machine without a token, holders of the token from anywhere, commands only with the key."""

from collections.abc import Iterator
from ipaddress import ip_network
from unittest import mock

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.wrappers import Request

from dashboard.access.source_keys import SourceKeys
from dashboard.errors import HTTP
from dashboard.settings import Settings
from dashboard.web.admission import BODY_OF_ENTER, Admission, RefusedRequest
from dashboard.web.error_pages import body_of
from dashboard.web.gate import OPEN, Gate, cookie_name, cookie_value
from dashboard.web.guesses import Guesses
from dashboard.web.listening import is_loopback
from dashboard.web.proxies import Family, TrustedProxies

TOKEN = "correct horse"  # noqa: S105
KEY = "key-of-the-command-line"
SOURCE_KEY = "key-of-a-source"


NO_PROXIES = TrustedProxies((), "x-forwarded")


def site(token: str | None, *, allowed: int = 5, proxies: TrustedProxies = NO_PROXIES, hosts: str = "") -> FlaskClient:
    flask = Flask("site", static_folder=None)
    keys = mock.Mock(SourceKeys)
    keys.source_of.side_effect = {SOURCE_KEY: "hotline"}.get
    Gate("boston", "en", token, KEY, Guesses(allowed), sources=keys, hosts=Settings(hosts=hosts).host_names()).register(
        flask
    )
    flask.wsgi_app = proxies.in_front_of(flask.wsgi_app)  # type: ignore[method-assign,assignment]

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


def test_a_page_that_refuses_has_the_theme_of_its_address_and_its_links_keep_it(locked: FlaskClient) -> None:
    page = locked.get("/wall?theme=light&lang=en").text
    assert '<html lang="en" data-theme="light">' in page
    assert 'action="/enter?lang=en&amp;theme=light"' in page
    unread = RefusedRequest(HTTP[413], "/people/add", "en", Request({"QUERY_STRING": "theme=dark&lang=Klingon"}))
    assert b'<html lang="en" data-theme="dark">' in unread.content
    missing, _ = body_of(HTTP[404], "/nowhere", "en", Request({"QUERY_STRING": "theme=dark&lang=Klingon"}))
    assert 'href="/?theme=dark"' in missing, "what there is not would refuse the next page too"


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


def test_a_page_that_needs_the_token_has_a_form_for_it_and_leads_on_to_where_one_was(locked: FlaskClient) -> None:
    page = locked.get('/wall"><script>')
    assert page.status_code == 403
    assert 'action="/enter"' in page.text
    assert "<script>" not in page.text
    assert 'name="next" value="/wall&#34;&gt;&lt;script&gt;"' in page.text
    entered = locked.post("/enter", data={"token": TOKEN, "next": "/wall"})
    assert (entered.status_code, entered.headers["Location"]) == (303, "/wall")
    assert locked.get("/wall").status_code == 200
    assert "<form" not in site(None).get("/", headers={"Host": "evil.example"}).text


NETWORK = {"REMOTE_ADDR": "192.0.2.7"}
NEIGHBOUR = {"REMOTE_ADDR": "192.0.2.200"}
ELSEWHERE = {"REMOTE_ADDR": "198.51.100.7"}


def test_guesses_are_counted_for_a_network_over_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr("time.time", lambda: now[0])
    client = site(TOKEN, allowed=3)
    for guess in range(3):
        assert client.get(f"/enter?token=guess{guess}", environ_overrides=NETWORK).status_code == 403
        now[0] += 10
    assert client.get("/enter?token=another", environ_overrides=NETWORK).status_code == 429
    assert client.get("/enter?token=another", environ_overrides=NEIGHBOUR).status_code == 429
    assert client.get("/enter?token=another", environ_overrides=ELSEWHERE).status_code == 403
    now[0] += 61
    assert client.get("/enter?token=one_more", environ_overrides=NETWORK).status_code == 403


def tries(client: FlaskClient, way: str, secret: str) -> int:
    """The status after a secret was tried in one of the ways in which there are to try one."""
    if way == "cookie":
        client.set_cookie(cookie_name("boston"), secret)
        status = client.get("/").status_code
        client.delete_cookie(cookie_name("boston"))
        return status
    if way == "form":
        return client.post("/enter", data={"token": secret}).status_code
    if way == "query":
        return client.get("/enter", query_string={"token": secret}).status_code
    path = {"header": "/", "source key": "/api/v1/events", "command key": "/api/v1/commands/kpi"}[way]
    return client.post(path, headers={"Authorization": f"Bearer {secret}"}).status_code


WAYS = ["cookie", "form", "query", "header", "source key", "command key"]


@pytest.mark.parametrize("way", WAYS)
def test_a_guess_counts_however_it_is_tried(way: str) -> None:
    client = site(TOKEN, allowed=3)
    assert [tries(client, way, f"guess{number}") for number in range(5)] == [403, 403, 403, 429, 429]


def test_all_ways_share_what_a_minute_allows() -> None:
    client = site(TOKEN, allowed=3)
    assert [tries(client, way, f"guess by {way}") for way in WAYS] == [403, 403, 403, 429, 429, 429]


@pytest.mark.parametrize("way", WAYS)
def test_a_right_secret_is_never_locked_out(way: str) -> None:
    client = site(TOKEN, allowed=1)
    for number in range(5):
        client.get(f"/enter?token=guess{number}")
    right = {"cookie": cookie_value(TOKEN), "command key": KEY, "source key": SOURCE_KEY}.get(way, TOKEN)
    assert tries(client, way, right) in (200, 302, 303)


def test_a_wall_with_a_cookie_of_an_older_token_does_not_use_up_the_guesses_of_its_network() -> None:
    client = site(TOKEN, allowed=3)
    assert {tries(client, "cookie", cookie_value("older")) for _ in range(100)} == {403}
    assert tries(client, "query", "a slip of the hand") == 403


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


FROM_ANOTHER_SITE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
FOLLOWED = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.mark.parametrize("token", [None, TOKEN])
@pytest.mark.parametrize("path", ["/api/v1/kpi", "/", "/api/v1/live", "/assets/app.css"])
@pytest.mark.parametrize(
    "headers",
    [
        FROM_ANOTHER_SITE,
        FROM_ANOTHER_SITE | {"Sec-Fetch-Site": "same-site"},
        FOLLOWED | {"Sec-Fetch-Dest": "iframe"},
        FOLLOWED | {"Sec-Purpose": "prefetch"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_reads_that_another_site_makes_a_browser_send_are_refused(
    token: str | None, path: str, headers: dict[str, str]
) -> None:
    client = site(token)
    client.set_cookie(cookie_name("boston"), cookie_value(TOKEN))
    assert client.get(path, headers=headers).status_code == 403


def test_a_link_to_a_screen_may_be_followed_and_one_to_a_question_by_hand_only() -> None:
    client = site(None)
    assert client.get("/wall", headers=FOLLOWED).status_code == 200
    assert client.get("/api/v1/kpi", headers=FOLLOWED).status_code == 403
    assert client.get("/api/v1/kpi", headers=FOLLOWED | {"Sec-Fetch-User": "?1"}).status_code == 200


PROXY = {"REMOTE_ADDR": "10.1.2.3"}
BEHIND = {"X-Forwarded-For": "192.0.2.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "city.example"}


def behind(family: Family = "x-forwarded") -> FlaskClient:
    """A locked site behind two declared proxies that answers who asks, how, and for which host."""
    client = site(TOKEN, allowed=2, proxies=TrustedProxies([ip_network("10.1.0.0/16")], family))
    client.application.view_functions["anything"] = lambda **_: f"{request.remote_addr} {request.url}"
    client.environ_base |= {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}
    return client


def test_a_server_of_named_hosts_answers_under_no_other() -> None:
    client = site(
        TOKEN, hosts="City.example, 10.1.2.3:8050,", proxies=TrustedProxies([ip_network("10.1.0.0/16")], "x-forwarded")
    )
    asked = {"Authorization": f"Bearer {TOKEN}"}
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}

    def status(path: str = "/open311/discovery.json", *, environ: dict[str, str] = elsewhere, **headers: str) -> int:
        return client.get(path, headers=asked | headers, environ_overrides=environ).status_code

    assert [status(Host=host) for host in ("city.example", "CITY.example:443", "10.1.2.3")] == [200] * 3
    assert [status(Host=host) for host in ("evil.example", "localhost", "city.example.evil.example", "")] == [403] * 4
    assert status("/healthz", Host="evil.example") == 200
    assert status(environ=PROXY, **BEHIND) == 200
    assert status(environ=PROXY, **BEHIND | {"X-Forwarded-Host": "evil.example"}) == 403
    assert status(environ={"REMOTE_ADDR": "127.0.0.1"}, Host="127.0.0.1:8050") == 200, "this machine"
    by_key = client.post(
        "/api/v1/commands/x",
        headers={"Authorization": f"Bearer {KEY}", "Host": "evil.example"},
        environ_overrides=elsewhere,
    )
    assert by_key.status_code == 200


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via", "X-Real-IP"])
def test_without_a_token_nothing_that_came_through_a_proxy_is_answered(name: str) -> None:
    answer = site(None).get("/api/v1/kpi", headers={name: "for=127.0.0.1"})
    assert answer.status_code == 403
    assert "YIPING_TOKEN" in answer.get_json()["sentence"]


def test_a_declared_proxy_says_who_asks_how_and_for_which_host() -> None:
    answer = behind().get("/x", headers=BEHIND, environ_overrides=PROXY)
    assert answer.text == "192.0.2.9 https://city.example/x"


def test_of_a_chain_of_proxies_the_first_that_is_not_declared_asks() -> None:
    chain = BEHIND | {"X-Forwarded-For": "203.0.113.1, 192.0.2.9, 10.1.9.9"}
    assert behind().get("/x", headers=chain, environ_overrides=PROXY).text.startswith("192.0.2.9 ")


def test_headers_of_anybody_else_do_not_count() -> None:
    answer = behind().get("/x", headers=BEHIND, environ_overrides={"REMOTE_ADDR": "192.0.2.77"})
    assert answer.text == "192.0.2.77 http://localhost/x"


def test_only_the_declared_family_of_headers_counts() -> None:
    both = BEHIND | {"Forwarded": "for=198.51.100.1;proto=https;host=evil.example"}
    assert behind().get("/x", headers=both, environ_overrides=PROXY).text == "192.0.2.9 https://city.example/x"
    other = behind("forwarded").get("/x", headers=both, environ_overrides=PROXY)
    assert other.text == "198.51.100.1 https://evil.example/x"


def test_nonsense_of_a_declared_proxy_is_refused() -> None:
    assert behind().get("/", headers={"X-Forwarded-Proto": "gopher"}, environ_overrides=PROXY).status_code == 400


def test_behind_a_proxy_guesses_count_for_who_asks() -> None:
    client = behind()
    for number in range(4):
        client.get(f"/enter?token=guess{number}", headers=BEHIND, environ_overrides=PROXY)
    assert client.get("/enter?token=more", headers=BEHIND, environ_overrides=PROXY).status_code == 429
    elsewhere = BEHIND | {"X-Forwarded-For": "198.51.100.9"}
    assert client.get("/enter?token=more", headers=elsewhere, environ_overrides=PROXY).status_code == 403


def test_the_cookie_is_secure_behind_tls_and_the_page_of_that_origin_may_post() -> None:
    client = behind()
    entered = client.get("/enter", query_string={"token": TOKEN}, headers=BEHIND, environ_overrides=PROXY)
    assert "Secure" in entered.headers["Set-Cookie"]
    own = BEHIND | {"Origin": "https://city.example"}
    assert client.post("/", headers=own, environ_overrides=PROXY).status_code == 200
    plain = site(TOKEN).get("/enter", query_string={"token": TOKEN})
    assert "Secure" not in plain.headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("host", "is_local"),
    [("localhost", True), ("::1", True), ("::ffff:127.0.0.1", True), ("192.0.2.1", False), ("", False)],
)
def test_loopback_means_this_machine(host: str, is_local: bool) -> None:
    assert is_loopback(host) is is_local


def test_of_who_may_be_anybody_no_more_is_read_than_a_short_form(locked: FlaskClient) -> None:
    admission = Admission(Settings(), locked.application, NO_PROXIES)
    assert {admission.body_limit(path) for path in OPEN} == {BODY_OF_ENTER}
    assert admission.body_limit("/people/add") > BODY_OF_ENTER
